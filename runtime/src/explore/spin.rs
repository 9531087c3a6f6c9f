//! Loops that wait: a thread that can only read again what it has read waits for a write.
//!
//! Source: the `spin-assume` transformation of GenMC (Kokologiannakis, Ren, Vafeiadis, "Dynamic partial order reductions for
//! spinloops", FMCAD 2021): an iteration without effect that goes back to its start may be left out.
//! Departs from it: loops are not seen in the source but learned. A read that comes again at its site, with nothing but the same
//! reads of the same writes in between, ten times over (or once, with a `spin_loop` or `yield_now` in between), belongs to a loop
//! that waits. An execution that ends because such a loop waits for nothing puts that to the test: the site must then repeat
//! itself a thousand times.
//! Invariant: `reads` holds what the thread has read since its last effect.

use crate::explore::graph::{EventId, Graph, Location};
use crate::site::Site;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, PartialEq, Debug)]
struct Read {
    site: usize,
    location: Location,
    source: Option<EventId>,
}

/// What a thread has read since its last effect.
#[derive(Default, Debug)]
pub(super) struct Spin {
    reads: Vec<Read>,
    hinted: bool,
    /// Where the iteration begins that waits.
    waiting: Option<usize>,
}

/// Reads that are remembered (count); a longer loop is not recognized and meets the bound of events.
const READS_MAX: usize = 4096;

impl Spin {
    /// The thread did something that others may see, or that it may see itself.
    pub(super) fn progress(&mut self) {
        self.reads.clear();
        self.hinted = false;
        self.waiting = None;
    }

    /// The thread says that it waits.
    pub(super) fn hint(&mut self) {
        self.hinted = true;
    }

    /// A read that wrote nothing.
    pub(super) fn read(
        &mut self,
        site: &'static Site,
        location: Location,
        source: Option<EventId>,
    ) {
        self.waiting = None;
        if READS_MAX <= self.reads.len() {
            self.reads.drain(..READS_MAX / 2);
        }
        self.reads.push(Read {
            site: site as *const Site as usize,
            location,
            source,
        });
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether a read of the iteration that waits could find something newer now.
    pub(super) fn has_news(&self, graph: &Graph) -> bool {
        let from = self.waiting.unwrap_or(self.reads.len());
        self.reads[from..]
            .iter()
            .any(|read| graph.location(read.location).order.last().copied() != read.source)
    }

    /// How often the iteration that begins at `start` has come, and its length.
    fn repetitions(&self, start: usize) -> usize {
        let length = self.reads.len() - start;
        let iteration = &self.reads[start..];
        1 + (1..)
            .map_while(|back: usize| start.checked_sub(back * length))
            .take_while(|from| &self.reads[*from..*from + length] == iteration)
            .count()
    }

    fn site(&self) -> Option<usize> {
        self.waiting.map(|from| self.reads[from].site)
    }
}

/// What is known of a site.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Knowledge {
    /// Its loop waits.
    Waits,
    /// It looked so, but that is put to the test.
    Doubted,
    /// Its loop waits: it repeated itself a thousand times.
    Proven,
}

/// What is known of loops, over all executions.
#[derive(Default, Debug)]
pub(super) struct Known {
    sites: FxHashMap<usize, Knowledge>,
    /// Something was learned that earlier executions did not know.
    pub learned: bool,
}

/// Equal iterations that make a loop one that waits.
const REPETITIONS: usize = 10;
const REPETITIONS_WHEN_DOUBTED: usize = 1000;

impl Known {
    /// Whether a read at `site` would only repeat the iteration before it. Marks the thread as waiting if so.
    pub(super) fn is_repeating(
        &mut self,
        spin: &mut Spin,
        site: &'static Site,
        location: Location,
    ) -> bool {
        let site = site as *const Site as usize;
        let Some(start) = spin
            .reads
            .iter()
            .rposition(|read| read.site == site && read.location == location)
        else {
            return false;
        };
        let known = self.sites.get(&site).copied();
        let repetitions = match known {
            Some(Knowledge::Waits | Knowledge::Proven) => 0,
            Some(Knowledge::Doubted) => REPETITIONS_WHEN_DOUBTED,
            None if spin.hinted => 0,
            None => REPETITIONS,
        };
        if repetitions != 0 && spin.repetitions(start) < repetitions {
            return false;
        }
        let now = match known {
            Some(Knowledge::Doubted | Knowledge::Proven) => Knowledge::Proven,
            _ => Knowledge::Waits,
        };
        self.learned |= known != Some(now) && repetitions != 0;
        self.sites.insert(site, now);
        spin.waiting = Some(start);
        true
    }

    /// A thread waits for nothing at this loop. Whether that has to be put to the test first.
    pub(super) fn doubt(&mut self, spin: &Spin) -> bool {
        let Some(site) = spin.site() else {
            return false;
        };
        let doubted = self.sites.get(&site) == Some(&Knowledge::Waits);
        if doubted {
            self.sites.insert(site, Knowledge::Doubted);
        }
        doubted
    }
}
