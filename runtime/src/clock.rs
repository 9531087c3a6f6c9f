//! Vector clocks: who has seen how much of whom.
//!
//! Source: Mattern, 1989; epochs after Flanagan & Freund, "FastTrack", PLDI 2009.
//! Invariant: a component that is missing is zero, and no clock ends in a zero.
//! Clones share their components until one of them learns something new, so what a store publishes costs no copy.

use std::sync::Arc;

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

/// A time for each thread. Cloning is cheap: copy on write.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct VectorClock {
    /// `None` for the clock that has seen nothing; never an empty list.
    times: Option<Arc<[u32]>>,
}

impl VectorClock {
    /// The clock that has seen nothing.
    pub const fn new() -> Self {
        Self { times: None }
    }

    /// Whether it has seen nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.times.is_none()
    }

    /// The time of one thread.
    #[inline]
    pub fn time(&self, thread: ThreadIndex) -> u32 {
        self.times()
            .get(thread.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Whether all that happened up to `epoch` is included.
    #[inline]
    pub fn covers(&self, epoch: Epoch) -> bool {
        epoch.time <= self.time(epoch.thread)
    }

    /// Whether all that `other` has seen is included.
    pub fn covers_all(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.times(), other.times());
        self.shares_with(other)
            || (theirs.len() <= mine.len() && theirs.iter().zip(mine).all(|(t, m)| t <= m))
    }

    /// Raises one component to at least the epoch's time.
    #[inline]
    pub fn include(&mut self, epoch: Epoch) {
        if !self.covers(epoch) {
            self.raise_to(epoch);
        }
    }

    /// Sets a component that is lower.
    #[inline(never)]
    fn raise_to(&mut self, epoch: Epoch) {
        let index = epoch.thread.0 as usize;
        match &mut self.times {
            Some(times) if index < times.len() => Arc::make_mut(times)[index] = epoch.time,
            _ => {
                let missing = index - self.times().len();
                let times = self.times().iter().copied();
                let times = times
                    .chain(std::iter::repeat_n(0, missing))
                    .chain([epoch.time]);
                self.times = Some(times.collect());
            }
        }
    }

    /// Advances a thread's own time by one and returns the new epoch.
    ///
    /// A time that has no successor stays: the thread's later accesses then look as old as its earlier ones, which can
    /// hide a race but not invent one.
    pub fn tick(&mut self, thread: ThreadIndex) -> Epoch {
        let time = self.time(thread).saturating_add(1);
        let epoch = Epoch { thread, time };
        self.include(epoch);
        epoch
    }

    /// The least clock that covers both. Test: `a_join_in_place_is_the_same`.
    pub fn join(&mut self, other: &Self) {
        // Where nobody shares the components, no question is worth its answer: they are raised in one pass.
        let theirs = other.times();
        if let Some(times) = &mut self.times
            && theirs.len() <= times.len()
            && !core::ptr::eq(&raw const **times, theirs)
            && let Some(times) = Arc::get_mut(times)
        {
            return raise(times, theirs);
        }
        self.join_shared(other);
    }

    /// The same where the components are shared or too few.
    #[inline(never)]
    fn join_shared(&mut self, other: &Self) {
        if self.covers_all(other) {
            return;
        }
        if other.covers_all(self) {
            self.times.clone_from(&other.times);
            return;
        }
        let theirs = other.times();
        match &mut self.times {
            Some(times) if theirs.len() <= times.len() => raise(Arc::make_mut(times), theirs),
            _ => {
                let mut times: Arc<[u32]> = Arc::from(theirs);
                raise(Arc::make_mut(&mut times), self.times());
                self.times = Some(times);
            }
        }
    }

    /// Becomes a clone of `other`; touches nothing if the two share their components already.
    #[inline(always)]
    pub(crate) fn become_clone(&mut self, other: &Self) {
        let start = |times: &Option<Arc<[u32]>>| {
            times
                .as_ref()
                .map_or(core::ptr::null(), |times| Arc::as_ptr(times).cast::<u32>())
        };
        if start(&self.times) != start(&other.times) {
            self.clone_apart(other);
        }
    }

    #[inline(never)]
    fn clone_apart(&mut self, other: &Self) {
        self.times.clone_from(&other.times);
    }

    /// The components that are not zero.
    pub fn iter(&self) -> impl Iterator<Item = Epoch> + '_ {
        (0..)
            .map(ThreadIndex)
            .zip(self.times())
            .filter(|(_, time)| **time != 0)
            .map(|(thread, time)| Epoch {
                thread,
                time: *time,
            })
    }

    #[inline]
    fn times(&self) -> &[u32] {
        match &self.times {
            Some(times) => times,
            None => &[],
        }
    }

    #[inline]
    fn shares_with(&self, other: &Self) -> bool {
        match (&self.times, &other.times) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (_, theirs) => theirs.is_none(),
        }
    }
}

/// The maximum of each component; `others` is not the longer one.
fn raise(times: &mut [u32], others: &[u32]) {
    for (mine, theirs) in times.iter_mut().zip(others) {
        *mine = (*mine).max(*theirs);
    }
}

impl FromIterator<Epoch> for VectorClock {
    fn from_iter<I: IntoIterator<Item = Epoch>>(epochs: I) -> Self {
        let mut clock = Self::new();
        epochs.into_iter().for_each(|epoch| clock.include(epoch));
        clock
    }
}
