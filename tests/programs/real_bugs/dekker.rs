//! Dekker's flags with fences that are too weak.
use super::either;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::thread;

const FENCE: Ordering = either(Ordering::AcqRel, Ordering::SeqCst);

static mut BALANCE: i64 = 0;

struct Door {
    left: AtomicBool,
    right: AtomicBool,
}

#[datarace::check]
impl Door {
    fn try_enter(mine: &AtomicBool, other: &AtomicBool) -> bool {
        mine.store(true, Ordering::Relaxed);
        fence(FENCE);
        if other.load(Ordering::Relaxed) {
            mine.store(false, Ordering::Release);
            return false;
        }
        fence(Ordering::Acquire);
        true
    }
}

#[datarace::check]
pub fn body() {
    let door = Door {
        left: AtomicBool::new(false),
        right: AtomicBool::new(false),
    };
    thread::scope(|s| {
        s.spawn(|| {
            if Door::try_enter(&door.left, &door.right) {
                unsafe { BALANCE += 1 };
            }
        });
        s.spawn(|| {
            if Door::try_enter(&door.right, &door.left) {
                unsafe { BALANCE += 1 };
            }
        });
    });
}
