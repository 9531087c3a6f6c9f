//! One run, watched.

use crate::race::{Race, Verdict};
use crate::session::log::{Purpose, is_fatal};
use crate::session::open::{OpenSession, Seen};
use crate::session::output;

/// Runs `f` in a session of its own and answers what was seen: races between the calling thread and the threads that come
/// from it while `f` runs.
///
/// Nothing is printed. If `f` panics, so does this, and what was seen is lost.
pub fn observe<T>(f: impl FnOnce() -> T) -> Observation<T> {
    struct Finish(Option<OpenSession>);
    impl Drop for Finish {
        fn drop(&mut self) {
            self.0.take().map(OpenSession::finish);
        }
    }
    let mut session = Finish(Some(OpenSession::begin(Purpose::Observe)));
    let value = f();
    let seen = session.0.take().map(OpenSession::finish);
    let Seen { races, events } = seen.unwrap_or_else(Seen::nothing);
    let (races, unproven) = races
        .into_iter()
        .partition(|race| race.verdict() == Verdict::Race);
    Observation {
        value,
        races,
        unproven,
        events,
    }
}

/// What was seen in one run.
#[derive(Debug)]
pub struct Observation<T> {
    value: T,
    races: Vec<Race>,
    unproven: Vec<Race>,
    events: u64,
}

impl<T> Observation<T> {
    /// The races, each pair of places once.
    pub fn races(&self) -> &[Race] {
        &self.races
    }

    /// Pairs that code without annotation may have ordered.
    pub fn unproven(&self) -> &[Race] {
        &self.unproven
    }

    /// How many events annotated code reported (count); zero means that nothing was watched.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// What the body returned.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the body returned.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Passes if there is no race. Says so if no event was seen at all, which is no proof of anything.
    ///
    /// # Panics
    /// With the whole report if [`races`](Self::races) is not empty; with `DATARACE_UNPROVEN=fail` also if
    /// [`unproven`](Self::unproven) is not.
    #[track_caller]
    pub fn assert_race_free(&self) {
        let fatal: Vec<Race> = self
            .races
            .iter()
            .chain(&self.unproven)
            .filter(|race| is_fatal(race))
            .cloned()
            .collect();
        if !fatal.is_empty() {
            panic!("{}", output::message(&fatal));
        }
        if self.events == 0 {
            let place = std::panic::Location::caller();
            output::note_aloud(&format!("{place}: {NO_EVENT}"));
        }
    }
}

/// Silence must not look like a pass.
pub(crate) const NO_EVENT: &str = "no event was seen, so nothing was checked: put `#[datarace::check]` on the functions \
     that use atomics, `static mut` or raw pointers";
