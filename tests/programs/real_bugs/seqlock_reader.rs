//! A seqlock whose reader asks for the sequence again without an acquire fence before (crossbeam's AtomicCell, Linux's seqcount).
use super::IS_WRONG;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

/// The words are atomics, so nothing here races: torn values are what goes wrong.
struct SeqLock {
    sequence: AtomicUsize,
    words: [AtomicUsize; 2],
}

#[datarace::check]
impl SeqLock {
    fn write(&self, value: usize) {
        let sequence = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(sequence + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        for word in &self.words {
            word.store(value, Ordering::Relaxed);
        }
        self.sequence.store(sequence + 2, Ordering::Release);
    }

    fn read(&self) -> Option<[usize; 2]> {
        let before = self.sequence.load(Ordering::Acquire);
        if before % 2 == 1 {
            return None;
        }
        let value = [
            self.words[0].load(Ordering::Relaxed),
            self.words[1].load(Ordering::Relaxed),
        ];
        if !IS_WRONG {
            fence(Ordering::Acquire);
        }
        (self.sequence.load(Ordering::Relaxed) == before).then_some(value)
    }
}

#[datarace::check]
pub fn body() {
    let lock = SeqLock {
        sequence: AtomicUsize::new(0),
        words: Default::default(),
    };
    thread::scope(|s| {
        s.spawn(|| {
            lock.write(1);
        });
        for _ in 0..2 {
            if let Some([a, b]) = lock.read() {
                assert_eq!(a, b, "torn");
            }
        }
    });
}
