// Treiber stack, crossbeam style
use std::mem::ManuallyDrop; use std::ptr; use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering}; use std::thread;
pub struct Stack<T> { head: AtomicPtr<Node<T>>, garbage: AtomicPtr<Node<T>>, len: AtomicUsize }
struct Node<T> { data: ManuallyDrop<T>, next: *mut Node<T> }
#[datarace::check] unsafe impl<T: Send> Send for Stack<T> {} #[datarace::check] unsafe impl<T: Send> Sync for Stack<T> {}
#[datarace::check] impl<T> Default for Stack<T> { fn default() -> Self { Self::new() } }
#[datarace::check] impl<T> Stack<T> {
    pub const fn new() -> Self { Stack { head: AtomicPtr::new(ptr::null_mut()), garbage: AtomicPtr::new(ptr::null_mut()), len: AtomicUsize::new(0) } }
    pub fn push(&self, t: T) {
        let n = Box::into_raw(Box::new(Node { data: ManuallyDrop::new(t), next: ptr::null_mut() }));
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            unsafe { (*n).next = head; }
            match self.head.compare_exchange_weak(head, n, Ordering::Release, Ordering::Relaxed) { Ok(_) => break, Err(h) => head = h }
        }
        self.len.fetch_add(1, Ordering::Relaxed);
    }
    pub fn pop(&self) -> Option<T> {
        loop {
            let head = self.head.load(Ordering::Acquire);
            if head.is_null() { return None; }
            let next = unsafe { (*head).next };
            if self.head.compare_exchange(head, next, Ordering::AcqRel, Ordering::Acquire).is_ok() {
                self.len.fetch_sub(1, Ordering::Relaxed);
                let data = unsafe { ptr::read(&(*head).data) };
                self.retire(head);
                return Some(ManuallyDrop::into_inner(data));
            }
        }
    }
    fn retire(&self, n: *mut Node<T>) { let _leak = n; self.garbage.fetch_ptr(n); }
}
#[datarace::check] trait FetchPtr<T> { fn fetch_ptr(&self, p: *mut T); }
#[datarace::check] impl<T> FetchPtr<T> for AtomicPtr<T> { fn fetch_ptr(&self, p: *mut T) { self.store(p, Ordering::Relaxed); } }
#[datarace::check] impl<T> Drop for Stack<T> { fn drop(&mut self) { while self.pop().is_some() {} } }
#[datarace::check] pub fn main() {
    let s = Stack::new();
    thread::scope(|sc| { for i in 0..3 { let s = &s; sc.spawn(move || { for j in 0..10 { s.push(Box::new(i * 10 + j)); } }); } });
    let mut v = Vec::new(); while let Some(x) = s.pop() { v.push(*x); } v.sort(); println!("{} {} {}", v.len(), v.iter().sum::<i32>(), s.len.load(Ordering::Relaxed));
    static GLOBAL: Stack<u8> = Stack::new(); GLOBAL.push(4); println!("{:?} {:?}", GLOBAL.pop(), GLOBAL.pop());
}
