use std::sync::atomic::{AtomicUsize, Ordering};

#[datarace::check]
mod exchange {
    use super::*;

    pub fn lock(lock: &AtomicUsize) -> bool {
        lock.compare_exchange(0, 1, Ordering::AcqRel, Ordering::Release).is_ok()
    }

    pub fn lock_weak(lock: &AtomicUsize) -> bool {
        lock.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::AcqRel).is_ok()
    }

    pub fn update(lock: &AtomicUsize) -> bool {
        lock.fetch_update(Ordering::SeqCst, Ordering::Release, |old| Some(old + 1)).is_ok()
    }
}

fn main() {
    let lock = AtomicUsize::new(0);
    exchange::lock(&lock);
    exchange::lock_weak(&lock);
    exchange::update(&lock);
}
