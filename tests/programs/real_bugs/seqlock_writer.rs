//! A seqlock whose writer has no release fence after it made the sequence odd.
use super::IS_WRONG;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

struct Snapshot<const N: usize> {
    sequence: AtomicUsize,
    words: [AtomicUsize; N],
}

#[datarace::check]
mod imp {
    use super::*;

    impl<const N: usize> Snapshot<N> {
        pub fn new() -> Self {
            Self {
                sequence: AtomicUsize::new(0),
                words: [const { AtomicUsize::new(0) }; N],
            }
        }

        pub fn publish(&self, value: [usize; N]) {
            let odd = self.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            if !IS_WRONG {
                fence(Ordering::Release);
            }
            self.words
                .iter()
                .zip(value)
                .for_each(|(word, value)| word.store(value, Ordering::Relaxed));
            self.sequence.store(odd + 1, Ordering::Release);
        }

        pub fn load(&self) -> Option<[usize; N]> {
            let before = self.sequence.load(Ordering::Acquire);
            let value = std::array::from_fn(|i| self.words[i].load(Ordering::Relaxed));
            fence(Ordering::Acquire);
            let after = self.sequence.load(Ordering::Relaxed);
            (before == after && before & 1 == 0).then_some(value)
        }
    }
}

#[datarace::check]
pub fn body() {
    let snapshot = Snapshot::<2>::new();
    thread::scope(|s| {
        s.spawn(|| snapshot.publish([1, 1]));
        s.spawn(|| {
            if let Some([a, b]) = snapshot.load() {
                assert_eq!(a, b, "torn");
            }
        });
    });
}
