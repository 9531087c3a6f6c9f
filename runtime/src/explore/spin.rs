//! Loops that wait: a thread that can only read again what it has read waits for a write.
//!
//! Source: the `spin-assume` transformation of GenMC (Kokologiannakis, Ren, Vafeiadis, "Dynamic partial order reductions for
//! spinloops", FMCAD 2021): an iteration without effect that goes back to its start may be left out.
//! Departs from it: loops are not seen in the source but tried. A read that comes again at its site, with nothing but the same
//! reads of the same writes in between, ten times over (or once, with a `spin_loop` or `yield_now` in between), may belong to a
//! loop that waits. The thread is then made to read the same again, a thousand times: if it comes out of the loop, the loop only
//! gives up, and all its reads are explored; if not, it waits. The execution of the trial is not counted.
//! A loop that waits for one value gives way for another, and may be called again: whether a thread waits follows from all that it
//! has read, so the same loop after other reads is tried once more, in short, and the execution goes on from there.
//! Where executions are not made again, at random, the thread reads the same again for as long, and waits then.
//! A read-modify-write that leaves the value as it was (`while lock.swap(true, Acquire) {}`) is no effect here: reading what it
//! left is reading the write before it ([`Graph::settled`]). So executions in which such a write of an iteration that failed
//! is needed to carry a release on are left out with the iteration.
//! A `compare_exchange_weak` that failed spuriously may be tried again at once, so its thread waits for nobody: that execution
//! is one of those that are left out, and no livelock.
//! A plain write that leaves memory as it was (`(*node).next = head` in a loop that tries again) is no effect either: after it the
//! thread is where it was after the iteration before. Nothing is missed with it, races included. The iteration that is left out
//! publishes nothing, so between its write and the same write of the iteration before nobody received this thread's clock, and
//! what it received itself in between only orders more before the later one: who races with the later write races with the earlier.
//! Whether memory changed is seen at the thread's next event; what cannot be read then counts as changed.
//! A loop that asks under a lock whether it may go on takes the lock and gives it back: two writes that, together, leave the lock as
//! it was. Reading what they left is reading what was there before them, as above. Where the program tries that lock (`try_lock`),
//! another thread can see that it was held, in each iteration: there the iteration comes [`TRIED_MAX`] times before the thread
//! waits, and what comes after that is left out, which is said.
//! A lock of the program's own is an atomic that an exchange changes and a later write changes back: likewise two writes that,
//! together, are no effect, for whoever reads the second one too ([`Event::puts_back`]). Everyone can see an atomic, so such
//! an iteration comes [`TRIED_MAX`] times as well. A change that is not undone before the thread's next effect is one itself.
//! What a critical section of another thread did may be out of sight (behind a `Box`, a guard): so whoever waits has news as long
//! as others take and give back, and is no livelock.
//! Invariant: `reads` holds what the thread has read since its last effect; `unsettled` and `own` are empty where `reads` is.

use crate::event::Bytes;
use crate::explore::graph::{Event, EventId, Graph, Location, ReadKind};
use crate::site::Site;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

#[derive(Clone, Copy, Debug)]
struct Read {
    site: usize,
    location: Location,
    /// With its operands: a `compare_exchange` that expects what the last one found does not repeat it.
    kind: ReadKind,
    /// The write that it reads itself.
    found: Option<EventId>,
    /// What was there before it, along the thread's own writes that are no effects.
    source: Option<EventId>,
    /// Likewise, along those of all threads.
    settled: Option<EventId>,
    spurious: bool,
    /// [`Spin::steps`] before it.
    steps: Steps,
}

/// A write of the thread's own that is no effect once it has been undone.
#[derive(Clone, Copy, Debug)]
struct Own {
    write: EventId,
    location: Location,
    /// The write that was there before the first of them.
    before: Option<EventId>,
    /// Whether it put back what was there.
    is_back: bool,
    /// To an atomic, where everyone can see it.
    is_seen: bool,
    /// How many reads are in front of it.
    reads: usize,
}

/// What a trial reads again.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Again {
    pub source: Option<EventId>,
    pub spurious: bool,
}

/// What a thread has done that is no event: how many annotated functions it has entered, and how often it has paused.
type Steps = (u32, u32);

/// What was done since.
fn steps_since((entries, pauses): Steps, (before, pauses_before): Steps) -> Steps {
    (
        entries.wrapping_sub(before),
        pauses.wrapping_sub(pauses_before),
    )
}

impl Read {
    /// Where what is read how.
    fn what(&self) -> (usize, Location, ReadKind) {
        (self.site, self.location, self.kind)
    }
}

/// A plain write of which it is not known yet whether it changes anything.
#[derive(Debug)]
struct Unsettled {
    bytes: Bytes,
    before: SmallVec<[u8; 16]>,
}

/// An iteration that is made again and again.
#[derive(Debug)]
struct Trial {
    iteration: Vec<Read>,
    /// How many of its reads were made.
    made: usize,
    /// How many iterations there will be.
    iterations: usize,
    begins: Moment,
    /// The loop is known to wait; the question is whether it does so here.
    knows_loop: bool,
    /// What the thread does besides, in an iteration.
    steps: Option<Steps>,
}

impl Trial {
    fn site(&self) -> usize {
        self.iteration[0].site
    }
}

/// When a read is about to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// All that the thread has read: what it does from here on follows from it.
    pub history: u64,
    /// The stamp of the next event.
    pub stamp: u32,
    /// Whether the execution can be made again from here.
    pub comes_again: bool,
    /// Whether a thread that waits does so for good: a later write revisits what it has read.
    pub is_revisited: bool,
}

/// What a thread has read since its last effect.
#[derive(Default, Debug)]
pub(super) struct Spin {
    reads: Vec<Read>,
    unsettled: Vec<Unsettled>,
    /// The thread's own writes to locks, and to atomics that are used like locks, since its last effect.
    own: Vec<Own>,
    /// Where the last exchange failed spuriously, and how often in a row.
    spurious: Option<(usize, u32)>,
    hinted: bool,
    /// How often it has said so.
    pauses: u32,
    /// Where the iteration begins that waits.
    waiting: Option<usize>,
    trial: Option<Trial>,
    /// A trial that the thread came out of.
    escaped: Option<Trial>,
}

/// Reads that are remembered (count); a longer loop is not recognized and meets the bound of events.
const READS_MAX: usize = 4096;

/// Plain writes between two events of a thread that are compared with what was there (count, and bytes of each); others are effects.
const UNSETTLED_MAX: usize = 32;
/// See there.
const COMPARED_MAX: usize = 256;

/// Writes of a thread's own that are remembered (count); a loop with more of them is not recognized.
const OWN_MAX: usize = 4096;

/// How often in a row an exchange may fail spuriously (count) in a loop that is not known to wait: it does something else each
/// time, as one that makes a new node for each try.
pub(super) const SPURIOUS_MAX: u32 = 20;

impl Spin {
    /// The thread did something that others may see, or that it may see itself.
    pub(super) fn progress(&mut self) {
        self.give_up_trial();
        self.reads.clear();
        self.unsettled.clear();
        self.own.clear();
        self.hinted = false;
        self.waiting = None;
    }

    /// The thread is about to write here.
    pub(super) fn plain_write(&mut self, bytes: Bytes) {
        if self.reads.is_empty() {
            return self.progress();
        }
        if bytes.size == 0 || self.unsettled.iter().any(|write| write.bytes == bytes) {
            return;
        }
        match contents(bytes) {
            Some(before) if self.unsettled.len() < UNSETTLED_MAX => {
                self.unsettled.push(Unsettled { bytes, before });
            }
            _ => self.progress(),
        }
    }

    /// Before the next event: whether its writes changed anything.
    pub(super) fn settle(&mut self) {
        let changed = |write: &Unsettled| contents(write.bytes).as_ref() != Some(&write.before);
        match self.unsettled.iter().any(changed) {
            true => self.progress(),
            false => self.unsettled.clear(),
        }
    }

    /// Whether an exchange may fail spuriously here, or did so too often.
    pub(super) fn may_fail_spuriously(&self, site: &'static Site) -> bool {
        let site = site as *const Site as usize;
        self.trial.is_some()
            || !matches!(self.spurious, Some((at, count)) if at == site && SPURIOUS_MAX <= count)
    }

    /// What became of an exchange.
    pub(super) fn exchanged(&mut self, site: &'static Site, spurious: bool) {
        let site = site as *const Site as usize;
        self.spurious = match (self.spurious, spurious) {
            (Some((at, count)), true) if at == site => Some((at, count + 1)),
            (_, true) => Some((site, 1)),
            (Some((at, _)), false) if at == site => None,
            (other, false) => other,
        };
    }

    /// The thread has come out of the loop that is tried, if one is.
    pub(super) fn give_up_trial(&mut self) {
        if let Some(trial) = self.trial.take() {
            self.escaped = Some(trial);
        }
    }

    /// The thread says that it waits.
    pub(super) fn hint(&mut self) {
        self.settle();
        self.hinted = true;
        self.pauses = self.pauses.wrapping_add(1);
    }

    /// The write that was there before this one, along writes that are no effects.
    fn settled(&self, graph: &Graph, write: Option<EventId>) -> Option<EventId> {
        let mut settled = self.own_settled(graph, write);
        while let Some(before) = settled.and_then(|write| graph.event(write).puts_back) {
            settled = self.own_settled(graph, before);
        }
        settled
    }

    /// Likewise, with those of other threads for what they are: what a critical section did may be out of sight.
    pub(super) fn own_settled(&self, graph: &Graph, write: Option<EventId>) -> Option<EventId> {
        let settled = graph.settled(write);
        let own = self.own.iter().rfind(|own| Some(own.write) == settled);
        own.map_or(settled, |own| own.before)
    }

    /// The thread has taken a lock, or changed what it took back to what was there before; whether that is so.
    pub(super) fn held(&mut self, write: EventId, graph: &mut Graph, takes: bool) -> bool {
        self.owns(write, graph, takes, false)
    }

    /// The thread has changed an atomic by an operation like this: whether that is the first half of taking something and
    /// giving it back, or the second.
    pub(super) fn changed(
        &mut self,
        site: &'static Site,
        kind: ReadKind,
        write: EventId,
        graph: &mut Graph,
    ) -> bool {
        let Some(location) = graph.event(write).label.location() else {
            return false;
        };
        let is_free = self.own_at(location).is_none_or(|own| own.is_back);
        let takes = graph.is_exclusive(write) && is_free;
        // The read behind it counts as one in front of it where the iteration is looked for.
        let fits = self.own.len() < OWN_MAX && self.owns(write, graph, takes, true);
        if fits {
            let found = match graph.is_exclusive(write) {
                true => graph.exclusive_source(write),
                false => Some(write),
            };
            self.push(site, location, kind, (found, false), graph);
        }
        fits
    }

    fn own_at(&self, location: Location) -> Option<&Own> {
        self.own.iter().rfind(|own| own.location == location)
    }

    fn owns(&mut self, write: EventId, graph: &mut Graph, takes: bool, is_seen: bool) -> bool {
        let Some(location) = graph.event(write).label.location() else {
            return false;
        };
        let is_value_of =
            |before| graph.value(location, before) == graph.value(location, Some(write));
        let (before, is_back) = if graph.is_exclusive(write) {
            let source = graph.settled(graph.exclusive_source(write));
            let before = self.own_settled(graph, source);
            (before, before != source && is_value_of(before))
        } else {
            match self.own_at(location) {
                Some(own) => (own.before, is_value_of(own.before)),
                None => return false,
            }
        };
        let fits = takes || is_back;
        if fits {
            graph.event_mut(write).puts_back = (is_seen && is_back).then_some(before);
            self.own.push(Own {
                write,
                location,
                before,
                is_back,
                is_seen,
                reads: self.reads.len(),
            });
        }
        fits
    }

    /// Whether an atomic that was changed since this read has not been changed back: there the thread is not where it was.
    fn is_between(&self, start: usize) -> bool {
        let is_last =
            |own: &Own| self.own_at(own.location).map(|last| last.write) == Some(own.write);
        self.own
            .iter()
            .any(|own| own.is_seen && start <= own.reads && !own.is_back && is_last(own))
    }

    /// Whether others can see that the thread has changed something since this read, and has changed it back.
    fn is_seen_since(&self, start: usize) -> bool {
        self.own.iter().any(|own| own.is_seen && start <= own.reads)
    }

    /// Whether a trial is on: its execution will be thrown away.
    pub(super) fn is_tried(&self) -> bool {
        self.trial.is_some()
    }

    /// What the calling thread, whose it is, has done besides.
    fn steps(&self) -> Steps {
        (crate::tracker::entries(), self.pauses)
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
        let found = (read.reads_from, read.spurious);
        self.push(site, location, kind, found, graph);
    }

    fn push(
        &mut self,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
        (found, spurious): (Option<EventId>, bool),
        graph: &Graph,
    ) {
        self.waiting = None;
        if READS_MAX <= self.reads.len() {
            let dropped = READS_MAX / 2;
            self.reads.drain(..dropped);
            for own in &mut self.own {
                own.reads = own.reads.saturating_sub(dropped);
            }
        }
        self.reads.push(Read {
            site: site as *const Site as usize,
            location,
            kind,
            found,
            source: self.own_settled(graph, found),
            settled: self.settled(graph, found),
            spurious,
            steps: self.steps(),
        });
    }

    /// Whether the thread has said that it waits, since its last effect.
    pub(super) fn is_hinted(&self) -> bool {
        self.hinted
    }

    /// The read repeats what the thread has read: it waits there, if its loop does. Whether that is so.
    pub(super) fn repeats(
        &mut self,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
    ) -> bool {
        let read = (site as *const Site as usize, location, kind);
        self.waiting = self.reads.iter().rposition(|known| known.what() == read);
        self.waiting = self.waiting.filter(|start| !self.is_between(*start));
        self.waiting.is_some()
    }

    /// Whether the iteration that waits came so often that the thread is taken for one that waits here.
    pub(super) fn has_insisted(&self) -> bool {
        self.waiting
            .is_none_or(|start| INSISTS <= self.repetitions(start))
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
            read.spurious || self.own_settled(graph, latest) != read.source
        })
    }

    /// What the loop that waits would read again at a location, and whether it reads nothing else.
    pub(super) fn repeated(&self, location: Location) -> Option<(Option<EventId>, bool)> {
        let iteration = &self.reads[self.waiting?..];
        let read = iteration.iter().find(|read| read.location == location)?;
        (!read.spurious).then_some((read.source, iteration.len() == 1))
    }

    /// How often in a row the iteration that begins at `start` has come.
    fn repetitions(&self, start: usize) -> usize {
        self.iterations(start, |read| read.source)
    }

    /// Likewise, where what other threads took and gave back in between does not count.
    fn rounds(&self, start: usize) -> usize {
        self.iterations(start, |read| read.settled)
    }

    /// Iterations are the same that read the same, by `source`.
    fn iterations(&self, start: usize, source: fn(&Read) -> Option<EventId>) -> usize {
        let length = self.reads.len() - start;
        let found = |read: &Read| (read.what(), source(read), read.spurious);
        let is_iteration = |from: &usize| {
            let reads = self.reads[*from..*from + length].iter();
            reads.map(found).eq(self.reads[start..].iter().map(found))
        };
        1 + (1..)
            .map_while(|back: usize| start.checked_sub(back * length))
            .take_while(is_iteration)
            .count()
    }
}

/// What memory holds; `None` if that cannot be read, or is too much.
#[cfg(target_os = "linux")]
fn contents(bytes: Bytes) -> Option<SmallVec<[u8; 16]>> {
    if COMPARED_MAX < bytes.size {
        return None;
    }
    let mut read: SmallVec<[u8; 16]> = SmallVec::from_elem(0, bytes.size);
    let here = libc::iovec {
        iov_base: read.as_mut_ptr().cast(),
        iov_len: bytes.size,
    };
    let there = libc::iovec {
        iov_base: bytes.address as *mut libc::c_void,
        iov_len: bytes.size,
    };
    // SAFETY: `process_vm_readv` writes into `here`, a buffer of that many bytes that nobody else has. It reads `there` as the
    // kernel does for a debugger: an address that is not mapped any more is an error, no fault. Both vectors are borrowed for
    // the call, which is told that there is one of each; the process is our own.
    let count = unsafe { libc::process_vm_readv(libc::getpid(), &here, 1, &there, 1, 0) };
    (count == bytes.size as isize).then_some(read)
}

/// Elsewhere nothing reads memory that may be gone.
#[cfg(not(target_os = "linux"))]
fn contents(_bytes: Bytes) -> Option<SmallVec<[u8; 16]>> {
    None
}

/// What a read is to its thread.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Verdict {
    /// A read like any other.
    New,
    /// It could only repeat what the thread has read: the thread waits.
    Waits,
    /// A trial: it reads the same again.
    Again(Again),
    /// A trial has ended: something is known that was not known before.
    Learned,
}

/// Whether a loop waits.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Waits {
    No,
    /// It does, and this is what the thread does besides in an iteration, if that was seen.
    Yes(Option<Steps>),
}

/// What is known of loops, over all executions: whether the one with this read waits.
#[derive(Default, Debug)]
pub(super) struct Known {
    waits: FxHashMap<usize, bool>,
    /// Whether it does so for a thread that has read this.
    waits_after: FxHashMap<(usize, u64), Waits>,
    /// The program tries channels (`try_recv` and the like), so the order of their operations is a choice.
    pub tries: bool,
    /// The places that take a lock which the program also tries (`try_lock` and the like): who does not wait sees that it was held.
    tried: FxHashSet<usize>,
    /// Something was learned that this execution did not know.
    pub learned: bool,
    /// From which stamp on it would have been another one; `None` if earlier executions would have been others too.
    pub learned_at: Option<u32>,
}

/// Equal iterations that make a loop suspect.
const REPETITIONS: usize = 10;

/// How often an iteration of a loop comes (count) that takes a lock which is also tried, or changes an atomic and changes it back.
const TRIED_MAX: usize = 2;

/// Iterations of a trial.
const TRIAL: usize = 1000;

/// Iterations (count) after which a thread waits whose loop is known to wait, for other values or in another call.
const INSISTS: usize = 20;

impl Known {
    /// A place that takes a lock which is also tried; whether that was known.
    pub(super) fn is_tried_at(&mut self, site: usize) -> bool {
        let is_known = !self.tried.insert(site);
        if !is_known {
            self.learn_anew();
        }
        is_known
    }

    /// Whether the iteration from this read on takes a lock that is also tried, or an atomic.
    fn is_seen(&self, spin: &Spin, start: usize) -> bool {
        let takes = |read: &Read| matches!(read.kind, ReadKind::Wait { .. });
        let is_tried = |read: &Read| takes(read) && self.tried.contains(&read.site);
        spin.is_seen_since(start)
            || !self.tried.is_empty() && spin.reads[start..].iter().any(is_tried)
    }

    /// Whether the loop that waits could be seen to go on.
    pub(super) fn leaves_out(&self, spin: &Spin) -> bool {
        spin.waiting.is_some_and(|start| self.is_seen(spin, start))
    }

    /// Judges a read that is about to be made.
    pub(super) fn judge(
        &mut self,
        spin: &mut Spin,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
        now: Moment,
    ) -> Verdict {
        let site = site as *const Site as usize;
        let read = (site, location, kind);
        if spin.trial.is_some() {
            return self.go_on(spin, read);
        }
        let Some(start) = spin.reads.iter().rposition(|known| known.what() == read) else {
            return Verdict::New;
        };
        if spin.is_between(start) {
            return Verdict::New;
        }
        let knows_loop = match self.waits.get(&site) {
            Some(false) => return Verdict::New,
            Some(true) if self.is_seen(spin, start) && spin.rounds(start) < TRIED_MAX => {
                return Verdict::New;
            }
            // The loop waits; whether it does so here depends on what the thread waits for.
            Some(true) => match self.waits_after.get(&(site, now.history)) {
                Some(Waits::No) => return Verdict::New,
                // What was read before belongs to another call of the loop, which it has left: here it has read nothing yet that a
                // later write could revisit.
                Some(Waits::Yes(Some(steps)))
                    if now.is_revisited
                        && *steps != steps_since(spin.steps(), spin.reads[start].steps)
                        && spin.repetitions(start) < INSISTS =>
                {
                    return Verdict::New;
                }
                None if now.comes_again => true,
                Some(Waits::Yes(_)) | None => {
                    spin.waiting = Some(start);
                    return Verdict::Waits;
                }
            },
            None if spin.hinted || REPETITIONS <= spin.repetitions(start) => false,
            None => return Verdict::New,
        };
        spin.trial = Some(Trial {
            iteration: spin.reads[start..].to_vec(),
            made: 0,
            iterations: if knows_loop { INSISTS } else { TRIAL },
            begins: now,
            knows_loop,
            steps: None,
        });
        self.go_on(spin, read)
    }

    /// The next read of a trial.
    fn go_on(&mut self, spin: &mut Spin, read: (usize, Location, ReadKind)) -> Verdict {
        let Some(mut trial) = spin.trial.take() else {
            return Verdict::New;
        };
        let expected = trial.iteration[trial.made % trial.iteration.len()];
        if expected.what() != read {
            return self.learn(&trial, false);
        }
        if trial.made == 0 {
            trial.iteration[0].steps = spin.steps();
        } else if trial.made == trial.iteration.len() {
            trial.steps = Some(steps_since(spin.steps(), trial.iteration[0].steps));
        }
        trial.made += 1;
        if trial.iterations * trial.iteration.len() <= trial.made {
            return self.learn(&trial, true);
        }
        spin.trial = Some(trial);
        Verdict::Again(Again {
            source: expected.found,
            spurious: expected.spurious,
        })
    }

    fn learn(&mut self, trial: &Trial, waits: bool) -> Verdict {
        let here = if waits {
            Waits::Yes(trial.steps)
        } else {
            Waits::No
        };
        self.waits_after
            .insert((trial.site(), trial.begins.history), here);
        if !trial.knows_loop {
            self.waits.insert(trial.site(), waits);
        }
        let stamp = trial.begins.stamp;
        // Earlier executions went on at repetitions of a loop that is known now to wait; at others they did nothing else.
        let at = (trial.knows_loop || !waits).then_some(stamp);
        self.learned_at = match self.learned {
            true => self.learned_at.zip(at).map(|(one, other)| one.min(other)),
            false => at,
        };
        self.learned = true;
        Verdict::Learned
    }

    /// Something was learned that earlier executions did not know either.
    pub(super) fn learn_anew(&mut self) {
        self.learned = true;
        self.learned_at = None;
    }

    /// Whether a trial is on where the bound of events is reached: its loop waits.
    pub(super) fn has_tired(&mut self, spin: &mut Spin) -> bool {
        let tired = spin.trial.take();
        if let Some(trial) = &tired {
            self.learn(trial, true);
        }
        tired.is_some()
    }

    /// Whether a thread has come out of a trial: its loop gives up.
    pub(super) fn has_escaped(&mut self, spin: &mut Spin) -> bool {
        let escaped = spin.escaped.take();
        if let Some(trial) = &escaped {
            self.learn(trial, false);
        }
        escaped.is_some()
    }
}
