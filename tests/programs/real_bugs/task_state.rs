//! A task's references are counted in its state word; the last one frees it, and what was done with the others has to be
//! released (tokio's and async-task's task state).
use super::either;
use std::alloc::{Layout, alloc, dealloc};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const UPDATE: Ordering = either(Ordering::Acquire, Ordering::AcqRel);

const REF_ONE: usize = 1 << 6;
const COMPLETE: usize = 1;

#[repr(C)]
struct Header {
    state: AtomicUsize,
    output: u64,
}

struct Task {
    raw: NonNull<Header>,
}
unsafe impl Send for Task {}

#[datarace::check]
impl Task {
    fn allocate(references: usize) -> Task {
        unsafe {
            let raw = alloc(Layout::new::<Header>()) as *mut Header;
            raw.write(Header {
                state: AtomicUsize::new(references * REF_ONE),
                output: 0,
            });
            Task {
                raw: NonNull::new(raw).expect("memory"),
            }
        }
    }

    fn header(&self) -> *mut Header {
        self.raw.as_ptr()
    }

    fn complete(&self, output: u64) {
        unsafe {
            (*self.header()).output = output;
            (*self.header()).state.fetch_or(COMPLETE, Ordering::Release);
        }
    }

    fn output(&self) -> Option<u64> {
        unsafe {
            if (*self.header()).state.load(Ordering::Acquire) & COMPLETE == 0 {
                return None;
            }
            Some((*self.header()).output)
        }
    }
}

#[datarace::check]
impl Drop for Task {
    fn drop(&mut self) {
        unsafe {
            let state = &(*self.header()).state;
            let previous = state.fetch_sub(REF_ONE, UPDATE);
            if previous & !(REF_ONE - 1) == REF_ONE {
                dealloc(self.header() as *mut u8, Layout::new::<Header>());
            }
        }
    }
}

#[datarace::check]
pub fn body() {
    let task = Task::allocate(2);
    let handle = Task { raw: task.raw };
    let runner = thread::spawn(move || task.complete(3));
    let seen = handle.output();
    assert!(matches!(seen, None | Some(3)));
    drop(handle);
    runner.join().unwrap();
}
