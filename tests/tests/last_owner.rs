//! The last owner of an `Arc` drops what is in it: whoever used that before is ordered before, by counts that nobody sees.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Counted(UnsafeCell<u32>);

unsafe impl Send for Counted {}
unsafe impl Sync for Counted {}

#[datarace::check]
impl Drop for Counted {
    fn drop(&mut self) {
        unsafe { *self.0.get() += 1 }
    }
}

const RUNS: usize = 50;

fn reports(body: impl Fn()) -> Vec<(usize, usize)> {
    let run = || {
        let observed = datarace::observe(&body);
        (observed.races().len(), observed.unproven().len())
    };
    (0..RUNS).map(|_| run()).collect()
}

#[datarace::check]
fn read_through_captured() {
    let all = Arc::new(Counted(UnsafeCell::new(1)));
    let handles: Vec<_> = (0..3)
        .map(|_| {
            let own = Arc::clone(&all);
            thread::spawn(move || {
                let own = &*own;
                unsafe { *own.0.get() }
            })
        })
        .collect();
    drop(all);
    for handle in handles {
        handle.join().unwrap();
    }
}

#[datarace::check]
fn read_after_another_was_dropped() {
    let all = Arc::new(Counted(UnsafeCell::new(1)));
    thread::scope(|s| {
        for _ in 0..3 {
            let own = Arc::clone(&all);
            s.spawn(move || {
                let second = Arc::clone(&own);
                drop(own);
                unsafe { *second.0.get() }
            });
        }
        drop(all);
    });
}

#[test]
fn the_last_owner_drops_without_a_race() {
    assert_eq!(reports(read_through_captured), [(0, 0); RUNS]);
    assert_eq!(reports(read_after_another_was_dropped), [(0, 0); RUNS]);
}

#[datarace::check]
fn written_by_two_owners() {
    let one = Arc::new(Counted(UnsafeCell::new(1)));
    let two = Arc::clone(&one);
    let handle = thread::spawn(move || unsafe { *two.0.get() = 2 });
    unsafe { *one.0.get() = 3 };
    handle.join().unwrap();
}

#[datarace::check]
fn freed_too_early() {
    let block = Box::into_raw(Box::new(Counted(UnsafeCell::new(1))));
    let address = block as usize;
    let reader = thread::spawn(move || unsafe { *(*(address as *const Counted)).0.get() });
    // No join before the free: the reader's own result is not looked at.
    datarace::untracked! {
        while !reader.is_finished() {
            thread::yield_now();
        }
    }
    drop(unsafe { Box::from_raw(block) });
    reader.join().unwrap();
}

#[test]
fn owners_that_are_not_the_last_race() {
    assert_eq!(reports(written_by_two_owners), [(1, 0); RUNS]);
    let freed = reports(freed_too_early);
    assert!(freed.iter().all(|(races, _)| 0 < *races), "{freed:?}");
}
