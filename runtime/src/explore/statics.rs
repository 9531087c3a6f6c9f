//! Statics, put back to their value at the start before each execution.
//!
//! Whatever annotated code touches in the program's writable segments is saved word by word at its first touch, before the access.
//! Not covered: bytes that only unannotated code writes (they are never seen), and memory behind a static that is reached only
//! through unannotated code.

use crate::tracker::segments;
use rustc_hash::FxHashMap;
use std::ops::Range;

const WORD: usize = size_of::<usize>();

/// The bytes of one word that were touched, each with its value at the first touch.
#[derive(Clone, Copy, Default)]
struct Saved {
    bytes: [u8; WORD],
    /// One bit for each byte that is saved. The others may be anybody's, also another thread's outside of the exploration.
    mask: u8,
}

/// The saved words, by address.
pub(super) struct Statics {
    segments: Vec<Range<usize>>,
    words: FxHashMap<usize, Saved>,
}

impl Statics {
    /// Nothing saved yet.
    pub(super) fn new() -> Self {
        Self {
            segments: writable_segments(),
            words: FxHashMap::default(),
        }
    }

    /// Saves these bytes, if they are static and not saved yet.
    pub(super) fn touch(&mut self, address: usize, size: usize) {
        if !self.is_static(address) {
            return;
        }
        let end = address + size;
        for word in address / WORD..end.div_ceil(WORD) {
            let word = word * WORD;
            let saved = self.words.entry(word).or_default();
            for index in address.saturating_sub(word)..(end - word).min(WORD) {
                if saved.mask & (1 << index) == 0 {
                    saved.mask |= 1 << index;
                    // SAFETY: `read_volatile` needs its address valid for reads; a `u8` is aligned anywhere.
                    // - valid: the byte lies in a mapped writable segment of the program, which stays as long as the process
                    //   (or the library, whose code is running), and it is the user's: the turn's owner alone runs.
                    saved.bytes[index] = unsafe { ((word + index) as *const u8).read_volatile() };
                }
            }
        }
    }

    /// Puts everything back, and no byte more.
    pub(super) fn restore(&self) {
        for (word, saved) in &self.words {
            for index in (0..WORD).filter(|index| saved.mask & (1 << index) != 0) {
                // SAFETY: as in `touch`; the segment is writable, and the program has no thread that runs now.
                unsafe { ((word + index) as *mut u8).write_volatile(saved.bytes[index]) };
            }
        }
    }

    /// Whether an address is in a writable segment of the program or one of its libraries.
    pub(super) fn is_static(&self, address: usize) -> bool {
        self.segments
            .iter()
            .any(|segment| segment.contains(&address))
    }
}

/// Elsewhere than on Linux nothing is known of the program's segments, so nothing is put back.
fn writable_segments() -> Vec<Range<usize>> {
    let segments = segments::loaded().into_iter();
    segments
        .filter(|segment| segment.is_writable)
        .map(|segment| segment.memory)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    /// Two halves of one word: the second belongs to somebody else.
    #[repr(C, align(8))]
    struct Neighbors(AtomicU32, AtomicU32);

    #[test]
    fn neighbors_in_the_same_word_are_left_alone() {
        static NEIGHBORS: Neighbors = Neighbors(AtomicU32::new(1), AtomicU32::new(2));
        let mut statics = Statics::new();
        let address = (&raw const NEIGHBORS.0).addr();
        assert!(statics.is_static(address));
        statics.touch(address, 4);
        NEIGHBORS.0.store(3, Relaxed);
        NEIGHBORS.1.store(4, Relaxed);
        statics.restore();
        assert_eq!(NEIGHBORS.0.load(Relaxed), 1);
        assert_eq!(NEIGHBORS.1.load(Relaxed), 4);
    }
}
