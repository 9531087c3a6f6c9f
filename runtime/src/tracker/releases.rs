//! When a thread published by operations that hooks saw: half of an edge whose other half may be code without annotation.
//!
//! Source: DESIGN 5.3; an annotated release can be acquired by code that nobody sees, and the reverse. Departs from its text,
//! which asks for such code on both sides: a lock that only the helper of one side is not annotated for raised an alarm.
//! Invariant: entries are in order of stamp and of time; an entry holds the latest time at which the thread published while
//! the counter of crossings stood at its stamp. Joining two neighbours keeps the earlier stamp and the later time, so that a
//! publication is found where there was one, never the other way.

use std::collections::VecDeque;

/// Entries remembered per thread (count); older ones are joined.
const RELEASES_MAX: usize = 64;

#[derive(Clone, Copy, Default, Debug)]
struct Release {
    stamp: u64,
    time: u32,
}

/// See the module.
#[derive(Default, Debug)]
pub(crate) struct Releases {
    latest: Release,
    older: VecDeque<Release>,
}

impl Releases {
    /// The thread publishes at `time`, while the counter stands at `stamp`.
    #[inline(always)]
    pub(crate) fn note(&mut self, stamp: u64, time: u32) {
        if self.latest.stamp != stamp {
            self.begin(stamp);
        }
        self.latest.time = time;
    }

    #[cold]
    fn begin(&mut self, stamp: u64) {
        self.older.push_back(self.latest);
        self.latest.stamp = stamp;
        if self.older.len() > RELEASES_MAX
            && let Some(oldest) = self.older.pop_front()
        {
            self.older[0].stamp = oldest.stamp;
        }
    }

    /// Where the counter stood when the thread first published at `time` or later.
    pub(crate) fn first_since(&self, time: u32) -> Option<u64> {
        let mut entries = self.older.iter().chain([&self.latest]);
        entries
            .find(|release| time <= release.time)
            .map(|release| release.stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_publication_after_a_time_is_found() {
        let mut releases = Releases::default();
        assert_eq!(releases.first_since(1), None);
        releases.note(3, 1);
        releases.note(3, 4);
        releases.note(8, 6);
        assert_eq!(releases.first_since(1), Some(3));
        assert_eq!(releases.first_since(4), Some(3));
        assert_eq!(releases.first_since(5), Some(8));
        assert_eq!(releases.first_since(7), None);
    }

    #[test]
    fn what_is_forgotten_is_found_earlier_never_later() {
        let mut releases = Releases::default();
        for step in 1..1000 {
            releases.note(u64::from(step) * 2, step);
        }
        for time in 1..1000 {
            let found = releases.first_since(time).unwrap();
            assert!(found <= u64::from(time) * 2);
        }
        assert_eq!(releases.first_since(999), Some(1998));
    }
}
