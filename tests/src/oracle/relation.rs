//! Binary relations on at most 64 events, as rows of bits.

use super::execution::EventId;

/// A set of pairs of events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    rows: Vec<u64>,
}

/// A set of events.
pub type Set = u64;

impl Relation {
    /// No pair.
    pub fn empty(events: usize) -> Self {
        assert!(
            events <= 64,
            "a program of the oracle has at most 64 events"
        );
        Self {
            rows: vec![0; events],
        }
    }

    /// Each event of a set with itself.
    pub fn identity_on(set: Set, events: usize) -> Self {
        let mut relation = Self::empty(events);
        members(set).for_each(|event| relation.insert(event, event));
        relation
    }

    /// Adds a pair.
    pub fn insert(&mut self, from: EventId, to: EventId) {
        self.rows[from] |= 1 << to;
    }

    /// Whether it holds.
    pub fn holds(&self, from: EventId, to: EventId) -> bool {
        self.rows[from] & (1 << to) != 0
    }

    /// What is related to `from`.
    pub fn image(&self, from: EventId) -> Set {
        self.rows[from]
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.rows.len()
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (EventId, EventId)> + '_ {
        (0..self.rows.len()).flat_map(|from| members(self.rows[from]).map(move |to| (from, to)))
    }

    /// Either.
    pub fn or(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            *mine |= theirs;
        }
        self
    }

    /// One, then the other.
    pub fn then(&self, other: &Self) -> Self {
        let rows = self.rows.iter().map(|row| other.image_of(*row)).collect();
        Self { rows }
    }

    /// It, or nothing: the reflexive closure.
    pub fn maybe(mut self) -> Self {
        (0..self.rows.len()).for_each(|event| self.insert(event, event));
        self
    }

    /// One or more times: the transitive closure.
    pub fn plus(mut self) -> Self {
        for middle in 0..self.rows.len() {
            let beyond = self.rows[middle];
            for row in &mut self.rows {
                if *row & (1 << middle) != 0 {
                    *row |= beyond;
                }
            }
        }
        self
    }

    /// The other way round.
    pub fn inverse(&self) -> Self {
        let mut inverse = Self::empty(self.rows.len());
        self.pairs().for_each(|(from, to)| inverse.insert(to, from));
        inverse
    }

    /// Only the pairs that begin in `from` and end in `to`.
    pub fn between(mut self, from: Set, to: Set) -> Self {
        for (event, row) in self.rows.iter_mut().enumerate() {
            *row &= if from & (1 << event) != 0 { to } else { 0 };
        }
        self
    }

    /// Only the pairs for which `keep` answers yes.
    pub fn filter(&self, keep: impl Fn(EventId, EventId) -> bool) -> Self {
        let mut kept = Self::empty(self.rows.len());
        for (from, to) in self.pairs().filter(|(from, to)| keep(*from, *to)) {
            kept.insert(from, to);
        }
        kept
    }

    /// Whether nothing is related to itself.
    pub fn is_irreflexive(&self) -> bool {
        (0..self.rows.len()).all(|event| !self.holds(event, event))
    }

    fn image_of(&self, set: Set) -> Set {
        members(set).fold(0, |image, event| image | self.rows[event])
    }
}

/// The events of a set.
pub fn members(set: Set) -> impl Iterator<Item = EventId> {
    std::iter::successors(Some(set), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|rest| *rest != 0)
        .map(|rest| rest.trailing_zeros() as EventId)
}
