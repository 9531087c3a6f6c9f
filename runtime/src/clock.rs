//! Vector clocks: who has seen how much of whom.
//!
//! Source: Mattern, 1989; epochs after Flanagan & Freund, "FastTrack", PLDI 2009.
//! Invariant: a component that is missing is zero, and no clock ends in a zero.

use smallvec::SmallVec;

/// A thread's place in every vector clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ThreadIndex(pub u32);

/// One component of a clock: a thread at one of its times. Times start at 1; time 0 is before everything.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Epoch {
    /// Whose time it is.
    pub thread: ThreadIndex,
    /// The time.
    pub time: u32,
}

/// A time for each thread.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct VectorClock {
    times: SmallVec<[u32; 8]>,
}

impl VectorClock {
    /// The clock that has seen nothing.
    pub const fn new() -> Self {
        Self {
            times: SmallVec::new_const(),
        }
    }

    /// Whether it has seen nothing.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The time of one thread.
    #[inline]
    pub fn time(&self, thread: ThreadIndex) -> u32 {
        self.times.get(thread.0 as usize).copied().unwrap_or(0)
    }

    /// Whether all that happened up to `epoch` is included.
    #[inline]
    pub fn covers(&self, epoch: Epoch) -> bool {
        epoch.time <= self.time(epoch.thread)
    }

    /// Whether all that `other` has seen is included.
    pub fn covers_all(&self, other: &Self) -> bool {
        other.iter().all(|epoch| self.covers(epoch))
    }

    /// Raises one component to at least the epoch's time.
    pub fn include(&mut self, epoch: Epoch) {
        let index = epoch.thread.0 as usize;
        if epoch.time == 0 {
            return;
        }
        if self.times.len() <= index {
            self.times.resize(index + 1, 0);
        }
        self.times[index] = self.times[index].max(epoch.time);
    }

    /// Advances a thread's own time by one and returns the new epoch.
    pub fn tick(&mut self, thread: ThreadIndex) -> Epoch {
        let epoch = Epoch {
            thread,
            time: self.time(thread) + 1,
        };
        self.include(epoch);
        epoch
    }

    /// The least clock that covers both.
    pub fn join(&mut self, other: &Self) {
        if self.times.len() < other.times.len() {
            self.times.resize(other.times.len(), 0);
        }
        for (mine, theirs) in self.times.iter_mut().zip(&other.times) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The components that are not zero.
    pub fn iter(&self) -> impl Iterator<Item = Epoch> + '_ {
        (0..)
            .zip(&self.times)
            .filter(|(_, time)| **time != 0)
            .map(|(index, time)| Epoch {
                thread: ThreadIndex(index),
                time: *time,
            })
    }
}
