//! How far code without annotation may have published what a thread did.
//!
//! Source: DESIGN 5.3, foreign values. A value that no hook saw to be stored was stored by such code, which knows of a thread's doings
//! what lies before the thread's last stretch in it ([`Exposure::reach`]).
//! A thread that has ended is learnt of by whoever joins it, or by what its thread-locals' destructors do. One that never was in such
//! code has no thread-locals of it; so what it did is out only once another thread of the session was in such code since.
//! Departs from the truth: a thread that is not of the session, and that carries on what an operation seen by hooks gave it, is not
//! thought of.

use crate::primitive::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// See the module. Written by the tenant of the slot; others read behind the process-wide barrier of
/// `thread::present_unseen`, so that what such code stores comes later than what is noted here before it runs.
pub(crate) struct Exposure {
    /// The tenant's time up to which such code may have published.
    upto: AtomicU32,
    /// Whether the tenant is in such code now.
    inside: AtomicBool,
    /// Whether it may be at any time: it has a guard whose drop is out of sight.
    at_any_time: AtomicBool,
    /// Whether it is in no annotated function, below one that is not annotated.
    outside: AtomicBool,
    /// The stamp at which a tenant of the session was last in such code.
    last: AtomicU64,
    /// The stamp of the tenant's end; 0 while it lives, and where that does not matter.
    ended: AtomicU64,
}

/// What may have been published of a thread's own doings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// All.
    Everything,
    /// What it did up to this time.
    UpTo(u32),
}

/// The state in which a tenancy begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) time: u32,
    pub(crate) inside: bool,
    pub(crate) at_any_time: bool,
    pub(crate) outside: bool,
    /// Whether the last tenant belonged to the same session.
    pub(crate) same_session: bool,
}

impl Exposure {
    pub(crate) const fn new() -> Self {
        Self {
            upto: AtomicU32::new(0),
            inside: AtomicBool::new(false),
            at_any_time: AtomicBool::new(false),
            outside: AtomicBool::new(false),
            last: AtomicU64::new(0),
            ended: AtomicU64::new(0),
        }
    }

    /// For the tenant itself.
    #[inline]
    pub(crate) fn upto(&self) -> u32 {
        // ORDER: Relaxed; the tenant itself asks.
        self.upto.load(Ordering::Relaxed)
    }

    /// Nothing after this time can have been published by such code.
    #[inline]
    pub(crate) fn set_upto(&self, time: u32) {
        // ORDER: Release; pairs with the barrier of `present_unseen`, see [`Exposure`].
        self.upto.store(time, Ordering::Release);
    }

    #[inline]
    pub(crate) fn set_inside(&self, inside: bool) {
        // ORDER: Release; as `set_upto`.
        self.inside.store(inside, Ordering::Release);
    }

    pub(crate) fn set_at_any_time(&self, at_any_time: bool) {
        // ORDER: Release; as `set_upto`.
        self.at_any_time.store(at_any_time, Ordering::Release);
    }

    /// The tenant is in annotated code from here on, or not any more.
    pub(crate) fn set_outside(&self, outside: bool) {
        // ORDER: Release; as `set_upto`.
        self.outside.store(outside, Ordering::Release);
    }

    /// The tenant was in such code until `stamp`.
    #[inline]
    pub(crate) fn came_out(&self, stamp: u64) {
        // ORDER: Release; as `set_upto`. Only the tenant writes, and stamps only grow.
        self.last.store(stamp, Ordering::Release);
    }

    pub(crate) fn begin(&self, start: Start) {
        if !start.same_session {
            self.came_out(0);
        }
        self.set_upto(start.time.saturating_sub(1));
        self.set_inside(start.inside);
        self.set_at_any_time(start.at_any_time);
        self.set_outside(start.outside);
        // ORDER: Release; as `set_upto`.
        self.ended.store(0, Ordering::Release);
    }

    /// The tenant has ended at `stamp`; whether it ever was in such code.
    pub(crate) fn end(&self, stamp: u64, was_inside: bool) {
        match was_inside {
            true => {
                self.set_upto(u32::MAX);
                self.came_out(stamp);
            }
            // ORDER: Release; as `set_upto`.
            false => self.ended.store(stamp, Ordering::Release),
        }
        self.set_inside(false);
        self.set_at_any_time(false);
        self.set_outside(false);
    }

    fn is_inside(&self) -> bool {
        // ORDER: Acquire, all; pairs with the Releases above.
        self.inside.load(Ordering::Acquire)
            || self.at_any_time.load(Ordering::Acquire)
            || self.outside.load(Ordering::Acquire)
    }

    /// The stamp until which the tenant, or one before it, was in such code.
    pub(crate) fn latest(&self) -> u64 {
        match self.is_inside() {
            true => u64::MAX,
            // ORDER: Acquire; pairs with the Release in `came_out`.
            false => self.last.load(Ordering::Acquire),
        }
    }

    /// What is out of the doings of the tenant, whose next event is at `time`; `latest` is the latest stamp of all threads of the session.
    pub(crate) fn reach(&self, time: u32, latest: u64) -> Reach {
        // ORDER: Acquire, all; pairs with the Releases above.
        let upto = self.upto.load(Ordering::Acquire);
        let ended = self.ended.load(Ordering::Acquire);
        let now = self.inside.load(Ordering::Acquire) || self.at_any_time.load(Ordering::Acquire);
        match now || time <= upto || (ended != 0 && ended <= latest) {
            true => Reach::Everything,
            false => Reach::UpTo(upto),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Start = Start {
        time: 5,
        inside: false,
        at_any_time: false,
        outside: false,
        same_session: false,
    };

    #[test]
    fn who_never_was_in_unseen_code_is_out_only_through_others() {
        let exposure = Exposure::new();
        exposure.begin(START);
        assert_eq!(exposure.reach(9, u64::MAX), Reach::UpTo(4));
        exposure.end(20, false);
        assert_eq!(exposure.latest(), 0);
        assert_eq!(exposure.reach(9, 19), Reach::UpTo(4));
        assert_eq!(exposure.reach(9, 21), Reach::Everything);
        assert_eq!(exposure.reach(9, u64::MAX), Reach::Everything);
    }

    #[test]
    fn who_was_in_unseen_code_is_out_at_its_end() {
        let exposure = Exposure::new();
        exposure.begin(START);
        exposure.set_upto(7);
        exposure.came_out(12);
        assert_eq!(exposure.reach(9, 12), Reach::UpTo(7));
        exposure.end(20, true);
        assert_eq!(exposure.reach(9, 0), Reach::Everything);
        assert_eq!(exposure.latest(), 20);
        // The next one in the place answers for it, while it is of the same session.
        exposure.begin(Start {
            same_session: true,
            ..START
        });
        assert_eq!(exposure.latest(), 20);
        exposure.begin(START);
        assert_eq!(exposure.latest(), 0);
    }

    #[test]
    fn who_is_in_unseen_code_may_publish_all() {
        let exposure = Exposure::new();
        for set in [
            Exposure::set_inside as fn(&Exposure, bool),
            Exposure::set_at_any_time,
        ] {
            exposure.begin(START);
            set(&exposure, true);
            assert_eq!(exposure.reach(9, 0), Reach::Everything);
            assert_eq!(exposure.latest(), u64::MAX);
            set(&exposure, false);
            assert_eq!(exposure.reach(9, 0), Reach::UpTo(4));
        }
    }
}
