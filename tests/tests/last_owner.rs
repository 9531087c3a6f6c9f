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

/// Its drop works on memory out of it.
struct Payload(Arc<Outside>);

struct Outside(UnsafeCell<u32>);

unsafe impl Send for Outside {}
unsafe impl Sync for Outside {}

#[datarace::check]
impl Outside {
    fn write(&self) {
        unsafe { *self.0.get() += 1 }
    }
}

#[datarace::check]
impl Drop for Payload {
    fn drop(&mut self) {
        self.0.write();
    }
}

/// The task of the thread that ended; 0 before.
#[cfg(target_os = "linux")]
static TASK: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

/// Another session, some of whose threads take the places of all that have ended by now.
#[cfg(target_os = "linux")]
#[datarace::check]
fn another_session() {
    let all = std::sync::Barrier::new(8);
    thread::scope(|s| {
        (0..8).for_each(|_| {
            s.spawn(|| all.wait());
        })
    });
}

#[cfg(target_os = "linux")]
#[datarace::check]
fn last_drop_behind_another_session() {
    use std::sync::atomic::Ordering::SeqCst;
    let outside = Arc::new(Outside(UnsafeCell::new(0)));
    let first = Arc::new(Payload(outside.clone()));
    let last = first.clone();
    thread::spawn(move || {
        datarace::untracked! {
            let task = std::fs::read_link("/proc/thread-self").expect("procfs");
            let task = task.file_name().and_then(|name| name.to_str()).expect("a number");
            TASK.store(task.parse().expect("a number"), SeqCst);
        }
        outside.write();
        let _own = first;
    });
    datarace::untracked! {
        while TASK.load(SeqCst) == 0 {
            thread::yield_now();
        }
        let task = format!("/proc/self/task/{}", TASK.swap(0, SeqCst));
        while std::path::Path::new(&task).exists() {
            thread::yield_now();
        }
        // No join: what the other session knows would come with it.
        thread::spawn(|| {
            datarace::observe(another_session);
            TASK.store(1, SeqCst);
        });
        while TASK.swap(0, SeqCst) == 0 {
            thread::yield_now();
        }
    }
    drop(last);
}

/// What an ended thread did is known also when another session has its place in the tracker.
#[cfg(target_os = "linux")]
#[test]
fn a_drop_comes_after_what_ended_before_another_session() {
    assert_eq!(reports(last_drop_behind_another_session), [(0, 0); RUNS]);
}
