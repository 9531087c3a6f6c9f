//! Loops that wait: a thread that can only read again what it has read waits for a write.
//!
//! Source: the `spin-assume` transformation of GenMC (Kokologiannakis, Ren, Vafeiadis, "Dynamic partial order reductions for
//! spinloops", FMCAD 2021): an iteration without effect that goes back to its start may be left out.
//! Departs from it: loops are not seen in the source but tried. A read that comes again at its site, with nothing but the same
//! reads of the same writes in between, ten times over (or once, with a `spin_loop` or `yield_now` in between), may belong to a
//! loop that waits. The thread is then made to read the same again, a thousand times: if it comes out of the loop, the loop only
//! gives up, and all its reads are explored; if not, it waits. The execution of the trial is not counted.
//! A read-modify-write that leaves the value as it was (`while lock.swap(true, Acquire) {}`) is no effect here: reading what it
//! left is reading the write before it ([`Graph::settled`]). So executions in which such a write of an iteration that failed
//! is needed to carry a release on are left out with the iteration.
//! A `compare_exchange_weak` that failed spuriously may be tried again at once, so its thread waits for nobody: that execution
//! is one of those that are left out, and no livelock.
//! Invariant: `reads` holds what the thread has read since its last effect.

use crate::explore::graph::{Event, EventId, Graph, Location, ReadKind};
use crate::site::Site;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, PartialEq, Debug)]
struct Read {
    site: usize,
    location: Location,
    /// With its operands: a `compare_exchange` that expects what the last one found does not repeat it.
    kind: ReadKind,
    source: Option<EventId>,
    spurious: bool,
}

impl Read {
    /// Where what is read how.
    fn what(&self) -> (usize, Location, ReadKind) {
        (self.site, self.location, self.kind)
    }
}

/// What a thread has read since its last effect.
#[derive(Default, Debug)]
pub(super) struct Spin {
    reads: Vec<Read>,
    hinted: bool,
    /// Where the iteration begins that waits.
    waiting: Option<usize>,
    /// The iteration that is tried, and how many reads of the trial were made.
    trial: Option<(Vec<Read>, usize)>,
    /// The site of a trial that the thread came out of.
    escaped: Option<usize>,
}

/// Reads that are remembered (count); a longer loop is not recognized and meets the bound of events.
const READS_MAX: usize = 4096;

impl Spin {
    /// The thread did something that others may see, or that it may see itself.
    pub(super) fn progress(&mut self) {
        self.escape();
        self.reads.clear();
        self.hinted = false;
        self.waiting = None;
    }

    fn escape(&mut self) {
        if let Some((iteration, _)) = self.trial.take() {
            self.escaped = Some(iteration[0].site);
        }
    }

    /// The thread says that it waits.
    pub(super) fn hint(&mut self) {
        self.hinted = true;
    }

    /// A read that changed nothing.
    pub(super) fn read(
        &mut self,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
        read: &Event,
        graph: &Graph,
    ) {
        self.waiting = None;
        if READS_MAX <= self.reads.len() {
            self.reads.drain(..READS_MAX / 2);
        }
        self.reads.push(Read {
            site: site as *const Site as usize,
            location,
            kind,
            source: graph.settled(read.reads_from),
            spurious: read.spurious,
        });
    }

    /// Whether the thread has said that it waits, since its last effect.
    pub(super) fn is_hinted(&self) -> bool {
        self.hinted
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether a read of the iteration that waits could find something else now: a newer value, or the same one without the
    /// spurious failure.
    pub(super) fn has_news(&self, graph: &Graph) -> bool {
        let from = self.waiting.unwrap_or(self.reads.len());
        self.reads[from..].iter().any(|read| {
            let latest = graph.location(read.location).order.last().copied();
            read.spurious || graph.settled(latest) != read.source
        })
    }

    /// What the loop that waits would read again at a location, and whether it reads nothing else.
    pub(super) fn repeated(&self, location: Location) -> Option<(Option<EventId>, bool)> {
        let iteration = &self.reads[self.waiting?..];
        let read = iteration.iter().find(|read| read.location == location)?;
        (!read.spurious).then_some((read.source, iteration.len() == 1))
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
}

/// What a read is to its thread.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Verdict {
    /// A read like any other.
    New,
    /// It could only repeat what the thread has read: the thread waits.
    Waits,
    /// A trial: it reads the same again.
    Again(Option<EventId>),
    /// A trial has ended: something is known that was not known before.
    Learned,
}

/// What is known of loops, over all executions: whether the one with this read waits.
#[derive(Default, Debug)]
pub(super) struct Known {
    waits: FxHashMap<usize, bool>,
    /// The program tries channels (`try_recv` and the like), so the order of their operations is a choice.
    pub tries: bool,
    /// Something was learned that earlier executions did not know.
    pub learned: bool,
}

/// Equal iterations that make a loop suspect.
const REPETITIONS: usize = 10;

/// Iterations of a trial.
const TRIAL: usize = 1000;

impl Known {
    /// Judges a read that is about to be made.
    pub(super) fn judge(
        &mut self,
        spin: &mut Spin,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
    ) -> Verdict {
        let site = site as *const Site as usize;
        let read = (site, location, kind);
        if spin.trial.is_some() {
            return self.go_on(spin, read);
        }
        let Some(start) = spin.reads.iter().rposition(|known| known.what() == read) else {
            return Verdict::New;
        };
        match self.waits.get(&site) {
            Some(true) => {
                spin.waiting = Some(start);
                Verdict::Waits
            }
            Some(false) => Verdict::New,
            None if spin.hinted || REPETITIONS <= spin.repetitions(start) => {
                spin.trial = Some((spin.reads[start..].to_vec(), 0));
                self.go_on(spin, read)
            }
            None => Verdict::New,
        }
    }

    /// The next read of a trial.
    fn go_on(&mut self, spin: &mut Spin, read: (usize, Location, ReadKind)) -> Verdict {
        let Some((iteration, made)) = &mut spin.trial else {
            return Verdict::New;
        };
        let expected = iteration[*made % iteration.len()];
        let first = iteration[0].site;
        if expected.what() != read {
            return self.learn(spin, first, false);
        }
        *made += 1;
        match *made < TRIAL * iteration.len() {
            true => Verdict::Again(expected.source),
            false => self.learn(spin, first, true),
        }
    }

    fn learn(&mut self, spin: &mut Spin, site: usize, waits: bool) -> Verdict {
        spin.trial = None;
        self.waits.insert(site, waits);
        self.learned = true;
        Verdict::Learned
    }

    /// Whether a thread has come out of a trial: its loop gives up.
    pub(super) fn has_escaped(&mut self, spin: &mut Spin) -> bool {
        match spin.escaped.take() {
            Some(site) => {
                self.learn(spin, site, false);
                true
            }
            None => false,
        }
    }
}
