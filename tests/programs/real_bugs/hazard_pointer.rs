//! A hazard pointer that is published without a full fence before the source is read again (haphazard, arc-swap's debts, folly).
use super::either;
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::atomic::{AtomicPtr, Ordering::*};
use std::thread;

const STORE: Ordering = either(Ordering::Release, Ordering::SeqCst);
const LOAD: Ordering = either(Ordering::Acquire, Ordering::SeqCst);
const SWAP: Ordering = either(Ordering::AcqRel, Ordering::SeqCst);
const LOAD_2: Ordering = either(Ordering::Acquire, Ordering::SeqCst);

struct Config {
    retries: u32,
}

struct Domain {
    hazard: AtomicPtr<Config>,
    source: AtomicPtr<Config>,
}

#[datarace::check]
impl Domain {
    fn protect(&self) -> NonNull<Config> {
        let mut pointer = self.source.load(Relaxed);
        loop {
            self.hazard.store(pointer, STORE);
            let again = self.source.load(LOAD);
            if again == pointer {
                return NonNull::new(pointer).unwrap();
            }
            pointer = again;
        }
    }

    fn release(&self) {
        self.hazard.store(ptr::null_mut(), Release);
    }

    fn replace(&self, config: Config) -> Option<Box<Config>> {
        let old = self.source.swap(Box::into_raw(Box::new(config)), SWAP);
        if self.hazard.load(LOAD_2) == old {
            return None;
        }
        Some(unsafe { Box::from_raw(old) })
    }
}

#[datarace::check]
impl Drop for Domain {
    fn drop(&mut self) {
        drop(unsafe { Box::from_raw(self.source.load(Relaxed)) });
    }
}

#[datarace::check]
pub fn body() {
    let domain = Arc::new(Domain {
        hazard: AtomicPtr::new(ptr::null_mut()),
        source: AtomicPtr::new(Box::into_raw(Box::new(Config { retries: 1 }))),
    });
    let reader = {
        let domain = domain.clone();
        thread::spawn(move || {
            let config = domain.protect();
            let retries = unsafe { (*config.as_ptr()).retries };
            domain.release();
            retries
        })
    };
    drop(domain.replace(Config { retries: 2 }));
    let seen = reader.join().unwrap();
    assert!(seen == 1 || seen == 2);
}
