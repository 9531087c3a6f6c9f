//! RUSTSEC-2022-0006: an iterator over all threads' values reads the flag "present" relaxed (thread_local).
use super::either;
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const LOAD: Ordering = either(Ordering::Relaxed, Ordering::Acquire);

struct Entry<T> {
    present: AtomicBool,
    value: UnsafeCell<MaybeUninit<T>>,
}

struct PerThread<T, const N: usize> {
    entries: [Entry<T>; N],
}

unsafe impl<T: Send, const N: usize> Sync for PerThread<T, N> {}

#[datarace::check]
impl<T, const N: usize> PerThread<T, N> {
    fn new() -> Self {
        PerThread {
            entries: std::array::from_fn(|_| Entry {
                present: AtomicBool::new(false),
                value: UnsafeCell::new(MaybeUninit::uninit()),
            }),
        }
    }

    fn insert(&self, at: usize, value: T) -> &T {
        let entry = &self.entries[at];
        unsafe { entry.value.get().write(MaybeUninit::new(value)) };
        entry.present.store(true, Ordering::Release);
        unsafe { (&*entry.value.get()).assume_init_ref() }
    }

    fn iter(&self) -> Iter<'_, T, N> {
        Iter { all: self, at: 0 }
    }
}

struct Iter<'a, T, const N: usize> {
    all: &'a PerThread<T, N>,
    at: usize,
}

#[datarace::check]
impl<'a, T, const N: usize> Iterator for Iter<'a, T, N> {
    type Item = &'a T;
    fn next(&mut self) -> Option<&'a T> {
        while let Some(entry) = self.all.entries.get(self.at) {
            self.at += 1;
            if entry.present.load(LOAD) {
                return Some(unsafe { (&*entry.value.get()).assume_init_ref() });
            }
        }
        None
    }
}

#[datarace::check]
impl<T, const N: usize> Drop for PerThread<T, N> {
    fn drop(&mut self) {
        for entry in &mut self.entries {
            if *entry.present.get_mut() {
                unsafe { entry.value.get_mut().assume_init_drop() };
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let all = PerThread::<_, 2>::new();
    thread::scope(|s| {
        s.spawn(|| all.insert(0, 1).to_owned());
        s.spawn(|| all.insert(1, 2).to_owned());
        while all.iter().count() < 2 {
            std::hint::spin_loop();
        }
        assert_eq!(all.iter().sum::<i32>(), 3);
    });
}
