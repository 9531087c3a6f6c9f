//! The engine of an exploration: the program's own threads, one at a time.
//!
//! A thread that comes to an event waits until it has the turn ([`Stage::turn`]); whoever has the turn is the only one who touches
//! [`State`]. An execution begins by following the graph that the search gives it, in an order that respects program order and
//! reads-from (so plain memory is right), and then extends it until nobody can move.
//! Invariant: the real memory of an atomic holds the value of the latest write, in modification order, of those executed so far.

use crate::clock::{Epoch, ThreadIndex};
use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, FenceCall,
    MemoryAccess, RmwOperation, SyncCall, SyncOutcome,
};
use crate::explore::barrier::Rounds;
use crate::explore::baton::Baton;
use crate::explore::channel::{
    self, Channel, ChannelWait, DropsAtOnce, RECEIVER_DROPPED, SENDER_DROPPED,
};
use crate::explore::failure::{Ending, Trouble};
use crate::explore::graph::{
    Event, EventId, LOWEST_POINTER, Label, Location, ReadKind, load_order,
};
use crate::explore::plain::{Made, Plain, Unordered, is_harmless};
use crate::explore::primitives::{HeldLock, Taken};
use crate::explore::search::{NewRead, NewWrite, Search};
use crate::explore::spin::{Again, Known, Moment, Spin, Verdict};
use crate::explore::statics::Statics;
use crate::explore::watch::is_asleep;
use crate::model::conflict::Conflict;
use crate::order::{RmwOrder, StoreOrder};
use crate::race::ThreadDescription;
use crate::site::Site;
use crate::tracker::engine::{ChannelCall, ChannelCounts, Engine, ForkTicket, LockProbe};
use crate::tracker::perform;
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::{Cell, UnsafeCell};
use std::hash::{Hash, Hasher};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicU64, Ordering};
use std::thread::ThreadId;
use std::time::Duration;

/// Threads of one execution (count); an execution that needs more is cut and said to be.
pub(super) const THREADS_MAX: usize = 128;

/// What unwinds a thread whose execution is over; no panic hook sees it.
pub(super) struct Ended;

/// Names of objects: what kind, and where.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    /// An atomic.
    Atomic(usize),
    /// A primitive of the standard library.
    Object(usize),
    /// The park token of a thread.
    Token(u32),
    /// The wake-up of a waiter at a Condvar.
    Wake(u32),
    /// The ends of sends that waited for room in a channel, and the drop of its receiver.
    Ends(usize),
}

/// What a thread waits for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Wait {
    /// Nothing: it can move.
    Ready,
    /// The end of a thread.
    Join(u32),
    /// A value of an object that lets it pass.
    Value(Location, ReadKind),
    /// A write that replaces what it read last.
    News,
    /// A pause in a loop without an event: it waits for something that nobody sees.
    Pause,
    /// A call that we do not control; it comes back by itself.
    Outside,
    /// The other threads of its round, at the barrier at this address; the last one lets it go.
    Barrier(usize),
    /// A message, or room for one.
    Channel(ChannelWait),
    /// A receiver that takes its message; that one lets it go.
    Handover(ChannelWait),
    /// Its turn to go back to its own code, which may drop an end of a channel.
    Drop,
    /// Nothing that could come in this execution.
    Stuck,
    /// It raced, and goes no further.
    Cut,
}

/// A thread of the execution.
pub(super) struct Thread {
    /// How many of its events were executed.
    pub done: u32,
    pub wait: Wait,
    pub finished: bool,
    pub panicked: bool,
    pub joined: bool,
    /// Where it is.
    pub site: Option<&'static Site>,
    pub description: Arc<ThreadDescription>,
    pub spin: Spin,
    /// All that it has read, as a number.
    history: u64,
    /// The lock objects it holds or waits for, for the report of a deadlock.
    pub waits_at: Option<&'static Site>,
    /// The locks that it holds, the last taken last.
    pub held: Vec<HeldLock>,
    /// Its wait would end by a timeout if nothing else ended it: that is another execution.
    pub may_time_out: bool,
    /// It has tried to receive so often that it is taken to wait; what it would do after more tries is not known.
    pub tries_in_vain: bool,
    /// It was at its end when the execution was.
    pub was_over: bool,
    /// It was unwound because the execution was over.
    pub unwound: bool,
    /// What it waited for when the execution was over.
    pub last_wait: Wait,
    stack_top: usize,
    /// The system's number of it.
    system: i32,
    /// It has the turn for its next event already: it got it where it went back to its own code.
    has_turn: bool,
    /// How often it has paused since its last event.
    pauses: u32,
    /// How many events there were when it made its last one.
    moved: u64,
}

struct Bound {
    location: Location,
    width: AtomicWidth,
    /// What memory holds.
    real: u64,
    latest: Option<EventId>,
}

/// Bounds of an execution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub threads: usize,
    pub events: u64,
}

/// Everything that belongs to whoever has the turn.
pub(super) struct State {
    pub search: Box<dyn Search>,
    pub threads: Vec<Thread>,
    pub plain: Plain,
    pub statics: Statics,
    pub bounds: Bounds,
    /// The events in the order of execution.
    pub trace: Vec<EventId>,
    /// Whose turn it was, decision by decision.
    pub turns: Vec<u32>,
    pub ending: Option<Ending>,
    pub trouble: Vec<Trouble>,
    pub events: u64,
    /// A thread was made whose events nobody sees.
    pub foreign_threads: bool,
    /// An exchange that fails spuriously again and again, more often than is explored.
    pub left_out: Option<&'static Site>,
    /// A loop takes a lock in vain more often than is explored, which a `try_lock` could see.
    pub left_out_polls: Option<&'static Site>,
    /// Where a static was found changed by code that is not annotated.
    pub unseen_write: Option<&'static Site>,
    /// After which event a loop waits for what nobody sees.
    pub unseen_wait: Option<&'static Site>,
    pub cut: bool,
    /// All who do not wait for good have tried to receive so often that they are taken to wait.
    pub tries_for_nothing: bool,
    /// After which event a thread dropped several ends of channels at once, and what others do in between counts.
    pub dropped_at_once: Option<Option<&'static Site>>,
    /// The graph asks for what others would do between two drops that are made at once.
    pub impossible: bool,
    /// What threads dropped at once, where that was more than one end.
    pub(super) drops_at_once: Vec<DropsAtOnce>,
    /// What each plain location has, for reports of nondeterminism.
    bound: FxHashMap<Key, Bound>,
    of_location: Vec<Option<Key>>,
    tickets: FxHashMap<u64, u32>,
    ids: FxHashMap<ThreadId, u32>,
    scopes: Vec<Scope>,
    next_scope: u64,
    replayed: usize,
    to_replay: usize,
    /// How many events of each thread are to be replayed.
    recorded_of: Vec<u32>,
    /// Whether there is an event of the present turn.
    in_turn: bool,
    pub(super) waiters: FxHashMap<usize, Vec<u32>>,
    /// The channels, in the order in which they were made.
    pub(super) channels: Vec<Channel>,
    /// The barriers, by their address.
    pub(super) barriers: FxHashMap<usize, Rounds>,
    /// How to see whether a lock is free, by its address.
    pub probes: FxHashMap<usize, LockProbe>,
    /// The locks that were taken or tried.
    pub(super) taken: FxHashMap<Location, Taken>,
    freed: Vec<usize>,
    freed_bytes: usize,
    pub spins: Known,
}

struct Scope {
    number: u64,
    /// Where its `Scope` stands, once that is known.
    address: usize,
    children: Vec<u32>,
    closed: bool,
}

/// Why an operation could not be done.
pub(super) enum Stop {
    /// The thread waits for something that may still come.
    Blocked(Wait),
    /// The execution is over.
    Over,
}

/// The engine.
pub(super) struct Stage {
    state: UnsafeCell<State>,
    batons: Box<[Baton]>,
    pub(super) control: Baton,
    ending: AtomicBool,
    returned: [AtomicU64; THREADS_MAX / 64],
    bare: AtomicU32,
    /// Counts turns, for the watchman.
    progress: AtomicU64,
    /// The system's number of the thread that has the turn.
    holder: AtomicI32,
    /// The last site of that thread.
    last_site: AtomicPtr<Site>,
}

// SAFETY: `state` is touched by the thread that has the turn only, and the turn is passed by a release store that the next one
// acquires (`Baton`); everything else in it is Sync.
unsafe impl Sync for Stage {}
// SAFETY: all that it holds is Send: `State` holds a `Box<dyn Search>` (Send), numbers and `&'static Site`s.
unsafe impl Send for Stage {}

thread_local! {
    /// The calling thread's number in its execution.
    static ME: Cell<u32> = const { Cell::new(0) };
    /// Whether it is in a call that we do not control, without the turn.
    static OUTSIDE: Cell<bool> = const { Cell::new(false) };
    /// Whether it has announced a thread that the system does not know yet.
    static SPAWNING: Cell<bool> = const { Cell::new(false) };
}

impl State {
    pub(super) fn new(search: Box<dyn Search>, bounds: Bounds) -> Self {
        Self {
            search,
            threads: Vec::new(),
            plain: Plain::default(),
            statics: Statics::new(),
            bounds,
            trace: Vec::new(),
            turns: Vec::new(),
            ending: None,
            trouble: Vec::new(),
            events: 0,
            foreign_threads: false,
            left_out: None,
            left_out_polls: None,
            unseen_write: None,
            unseen_wait: None,
            cut: false,
            tries_for_nothing: false,
            dropped_at_once: None,
            impossible: false,
            drops_at_once: Vec::new(),
            bound: FxHashMap::default(),
            of_location: Vec::new(),
            tickets: FxHashMap::default(),
            ids: FxHashMap::default(),
            scopes: Vec::new(),
            next_scope: 0,
            replayed: 0,
            to_replay: 0,
            recorded_of: Vec::new(),
            in_turn: false,
            waiters: FxHashMap::default(),
            channels: Vec::new(),
            barriers: FxHashMap::default(),
            probes: FxHashMap::default(),
            taken: FxHashMap::default(),
            freed: Vec::new(),
            freed_bytes: 0,
            spins: Known::default(),
        }
    }

    /// Everything as it is before the first event.
    pub(super) fn begin(&mut self) {
        self.statics.restore();
        self.threads.clear();
        self.plain.clear();
        self.trace.clear();
        self.turns.clear();
        self.ending = None;
        self.trouble.clear();
        self.events = 0;
        self.cut = false;
        self.impossible = false;
        self.drops_at_once.clear();
        self.bound.clear();
        self.of_location.clear();
        self.tickets.clear();
        self.ids.clear();
        self.scopes.clear();
        self.waiters.clear();
        self.channels.clear();
        self.barriers.clear();
        self.probes.clear();
        self.taken.clear();
        self.replayed = 1;
        let graph = self.search.graph();
        self.to_replay = graph.len();
        let counts = graph.threads.iter();
        self.recorded_of = counts.map(|thread| thread.events.len() as u32).collect();
        let description = ThreadDescription {
            name: std::thread::current().name().map(String::from),
            number: 0,
            created: None,
        };
        let mut main = Thread::new(description);
        main.done = 1;
        self.ids.insert(std::thread::current().id(), 0);
        self.threads.push(main);
        self.trace.push(EventId {
            thread: 0,
            index: 0,
        });
    }

    /// Frees what the program freed, now that nobody can reach it.
    pub(super) fn free(&mut self) {
        for address in self.freed.drain(..) {
            // SAFETY: `freeing` kept this block from being freed by its owner, who gave it up; nobody else frees it.
            unsafe { libc::free(address as *mut libc::c_void) };
        }
        self.freed_bytes = 0;
    }

    fn is_replaying(&self) -> bool {
        self.replayed < self.to_replay
    }

    fn executed(&self, event: EventId) -> bool {
        self.threads
            .get(event.thread as usize)
            .is_some_and(|thread| event.index < thread.done)
    }

    /// Whether a thread can take the turn.
    fn can_move(&self, thread: u32) -> bool {
        let state = &self.threads[thread as usize];
        // A thread that was stopped at a race stays there, also where an earlier run of this graph went on: that run met the
        // two accesses in the other order, and its later events are not needed to tell of the race.
        if state.finished
            || matches!(
                state.wait,
                Wait::Outside | Wait::Barrier(_) | Wait::Handover(_) | Wait::Cut
            )
        {
            return false;
        }
        if self.is_replaying() {
            return match state.wait {
                Wait::Drop => self.can_drop(thread, state.done),
                _ => self.can_replay(thread, state.done),
            };
        }
        match state.wait {
            Wait::Ready | Wait::Pause | Wait::Drop => true,
            Wait::Join(child) => self.threads[child as usize].finished,
            Wait::Value(location, kind) => {
                let graph = self.search.graph();
                let latest = graph.location(location).order.last().copied();
                kind.passes(graph.value(location, latest))
            }
            Wait::News => state.spin.has_news(self.search.graph()),
            Wait::Channel(wait) => self.channel_lets(wait),
            Wait::Stuck | Wait::Outside | Wait::Barrier(_) | Wait::Handover(_) | Wait::Cut => false,
        }
    }

    /// Whether what the next event of a thread depends on was executed, and what those depend on that are made in the same turn.
    fn can_replay(&self, thread: u32, done: u32) -> bool {
        let events = &self.search.graph().events_of(thread)[done as usize..];
        let Some((first, rest)) = events.split_first() else {
            return false;
        };
        let of_turn = rest.iter().take_while(|event| event.joined);
        std::iter::once(first)
            .chain(of_turn)
            .all(|event| match event.label {
                Label::Read { .. } => event
                    .reads_from
                    .is_none_or(|source| source.thread == thread || self.executed(source)),
                Label::Join { child } => self
                    .threads
                    .get(child as usize)
                    .is_some_and(|child| child.finished),
                _ => {
                    let mut after = event.after.iter();
                    after.all(|earlier| earlier.thread == thread || self.executed(*earlier))
                }
            })
    }

    /// Whether what comes before the next drops of channels' ends by a thread was executed; it makes them one after the other. What
    /// comes after the first of them cannot be waited for.
    fn can_drop(&self, thread: u32, done: u32) -> bool {
        let graph = self.search.graph();
        let first = EventId {
            thread,
            index: done,
        };
        let events = &graph.events_of(thread)[done as usize..];
        if events.is_empty() {
            // What it drops next is new, and comes after all that the graph has.
            return false;
        }
        let is_drop = |event: &Event| {
            matches!(
                event.label,
                Label::Read {
                    kind: RECEIVER_DROPPED,
                    ..
                } | Label::After {
                    edge: SENDER_DROPPED
                }
            )
        };
        let mut drops = events
            .chunk_by(|_, next| next.joined)
            .take_while(|turn| turn.iter().any(is_drop));
        drops.all(|turn| {
            turn.iter().all(|event| {
                let mut sources = event.reads_from.iter().chain(&event.after);
                sources.all(|source| {
                    let depends = graph.event(*source).past.covers(first.epoch());
                    depends || self.executed(*source)
                })
            })
        })
    }

    /// Who can move, by rank.
    fn enabled(&self) -> smallvec::SmallVec<[u32; 8]> {
        let mut enabled: smallvec::SmallVec<[u32; 8]> = (0..self.threads.len() as u32)
            .filter(|thread| self.can_move(*thread))
            .collect();
        let pauses = |thread: &u32| self.threads[*thread as usize].wait == Wait::Pause;
        if !enabled.iter().all(pauses) {
            enabled.retain(|thread| !pauses(thread));
        }
        let graph = self.search.graph();
        enabled.sort_by(|a, b| {
            graph.threads[*a as usize]
                .rank
                .cmp(&graph.threads[*b as usize].rank)
        });
        enabled
    }

    /// Who takes the next turn.
    fn next_turn(&mut self, me: u32) -> Option<u32> {
        let enabled = self.enabled();
        if enabled.is_empty() {
            return None;
        }
        let goes_on = enabled.contains(&me);
        let next = match self.is_replaying() && self.search.waits_by_reading() {
            true if goes_on => me,
            true => enabled[0],
            // Plain memory is real, so nobody else may change it during a trial.
            false if goes_on && self.threads[me as usize].spin.is_tried() => me,
            false => self.search.pick(me, &enabled),
        };
        self.turns.push(next);
        Some(next)
    }

    /// The next event of a thread: the graph's if it has one, which must be the same, else a new one.
    pub(super) fn event(
        &mut self,
        me: u32,
        label: Label,
        site: Option<&'static Site>,
    ) -> Result<EventId, Stop> {
        self.count_event(me, site)?;
        let id = self.next_id(me);
        match self.recorded(id) {
            Some((there, there_site)) => {
                let same = match (there, label) {
                    (Label::Finish { .. }, Label::Finish { .. }) => true,
                    (there, label) => there == label,
                };
                self.check_same(me, same && there_site == site, there_site, site)?;
            }
            None => {
                self.search.add(me, label, site);
            }
        }
        self.made(me, 1);
        Ok(id)
    }

    /// An event that comes after others, which were executed.
    pub(super) fn event_after(
        &mut self,
        me: u32,
        edge: &'static str,
        after: &[EventId],
        site: Option<&'static Site>,
    ) -> Result<EventId, Stop> {
        self.count_event(me, site)?;
        let id = self.next_id(me);
        let label = Label::After { edge };
        match self.recorded(id) {
            Some((there, there_site)) => {
                let same =
                    there == label && self.search.graph().event(id).after.as_slice() == after;
                self.check_same(me, same && there_site == site, there_site, site)?;
            }
            None => {
                self.search.add_after(me, label, after, site);
            }
        }
        self.made(me, 1);
        Ok(id)
    }

    /// The last event of a thread.
    pub(super) fn last_id(&self, me: u32) -> EventId {
        EventId {
            thread: me,
            index: self.threads[me as usize].done - 1,
        }
    }

    /// A thread pauses: what it waits for, if others may go on. A schedule may give them the turn at any pause; otherwise they
    /// get it where a loop pauses again and again without an event, since it asks for what nobody sees.
    pub(super) fn pause(&mut self, me: u32) -> Option<Wait> {
        let thread = &mut self.threads[me as usize];
        thread.pauses += 1;
        let unseen = thread.pauses.is_multiple_of(PAUSES_MAX);
        if unseen {
            self.unseen_wait = thread.site;
        }
        match (unseen, self.search.waits_by_reading()) {
            (true, _) => Some(Wait::Pause),
            (false, true) => {
                // A replay takes a turn here.
                self.turns.push(me);
                None
            }
            (false, false) => Some(Wait::Ready),
        }
    }

    /// Whether a thread has paused for so long that nobody lets it go any more.
    pub(super) fn pauses_in_vain(&mut self, me: u32) -> bool {
        let in_vain = OUTSIDE_MS <= self.threads[me as usize].pauses / PAUSES_MAX;
        if in_vain {
            self.trouble.push(Trouble::Unannotated);
        }
        in_vain
    }

    pub(super) fn next_id(&self, me: u32) -> EventId {
        EventId {
            thread: me,
            index: self.threads[me as usize].done,
        }
    }

    fn recorded(&self, id: EventId) -> Option<(Label, Option<&'static Site>)> {
        let events = self.search.graph().events_of(id.thread);
        let event = events.get(id.index as usize)?;
        Some((event.label, event.site))
    }

    fn check_same(
        &mut self,
        me: u32,
        same: bool,
        there: Option<&'static Site>,
        now: Option<&'static Site>,
    ) -> Result<(), Stop> {
        if same {
            return Ok(());
        }
        self.trouble.push(Trouble::Nondeterminism {
            thread: me,
            before: there,
            now,
        });
        Err(Stop::Over)
    }

    fn count_event(&mut self, me: u32, site: Option<&'static Site>) -> Result<(), Stop> {
        if self.spins.has_escaped(&mut self.threads[me as usize].spin) {
            return Err(Stop::Over);
        }
        self.events += 1;
        if self.events <= self.bounds.events {
            return Ok(());
        }
        if self.spins.has_tired(&mut self.threads[me as usize].spin) {
            return Err(Stop::Over);
        }
        self.trouble.push(match self.starves_another(me) {
            true => Trouble::Unfair { site },
            false => Trouble::TooManyEvents { site },
        });
        Err(Stop::Over)
    }

    /// Whether some other thread could go on and has not done so for half of the events: then it is the schedule that does not
    /// let this execution come to its end.
    fn starves_another(&self, me: u32) -> bool {
        (0..).zip(&self.threads).any(|(number, thread)| {
            let could_move = self.can_move(number) || !self.waits_really(number);
            number != me && !thread.finished && could_move && thread.moved < self.events / 2
        })
    }

    /// Adds what an event found to what its thread knows. Pointers are other ones in another run.
    fn remember(&mut self, me: u32, id: EventId) {
        let graph = self.search.graph();
        let event = graph.event(id);
        let mut hasher = FxHasher::default();
        let thread = &mut self.threads[me as usize];
        thread.history.hash(&mut hasher);
        event.chosen.hash(&mut hasher);
        if let Label::Read { .. } = event.label {
            graph.value_read(id).min(LOWEST_POINTER).hash(&mut hasher);
            event.reads_from.hash(&mut hasher);
            event.spurious.hash(&mut hasher);
        }
        thread.history = hasher.finish();
    }

    fn made(&mut self, me: u32, count: u32) {
        let id = self.next_id(me);
        for place in 0..count {
            let event = EventId {
                index: id.index + place,
                ..id
            };
            self.trace.push(event);
            self.search.graph_mut().event_mut(event).joined = self.in_turn;
            self.in_turn = true;
        }
        self.threads[me as usize].done += count;
        self.threads[me as usize].pauses = 0;
        self.threads[me as usize].moved = self.events;
        // What one turn adds behind its first event may be new while others are still to be replayed.
        let recorded = self.recorded_of.get(me as usize).copied().unwrap_or(0);
        self.replayed += (recorded.saturating_sub(id.index)).min(count) as usize;
    }

    /// A read, with its write if it makes one: the value it found, and whether it wrote.
    pub(super) fn read(&mut self, me: u32, new: NewRead) -> Result<(u64, Option<EventId>), Stop> {
        self.count_event(me, new.site)?;
        let id = self.next_id(me);
        match self.recorded(id) {
            Some((_, there_site)) => {
                let now = Label::Read {
                    location: new.location,
                    order: new.order,
                    kind: new.kind,
                };
                let same = there_site == new.site && self.search.graph_mut().refresh(id, now);
                self.check_same(me, same, there_site, new.site)?;
            }
            None => {
                self.search.read(me, new);
            }
        }
        self.remember(me, id);
        let graph = self.search.graph();
        let value = graph.value_read(id);
        if !new.kind.passes(value) {
            self.made(me, 1);
            // The turn that led here is none for a replay, where a thread waits without an event.
            self.turns.pop();
            return Err(Stop::Blocked(Wait::Stuck));
        }
        let writes = !graph.event(id).spurious && new.kind.writes(value).is_some();
        let write = writes.then_some(EventId {
            index: id.index + 1,
            ..id
        });
        self.made(me, 1 + u32::from(writes));
        Ok((value, write))
    }

    /// A write.
    pub(super) fn write(&mut self, me: u32, new: NewWrite) -> Result<EventId, Stop> {
        self.count_event(me, new.site)?;
        let id = self.next_id(me);
        match self.recorded(id) {
            Some((_, there_site)) => {
                let now = Label::Write {
                    location: new.location,
                    order: new.order,
                    value: new.value,
                    exclusive: false,
                };
                let same = there_site == new.site && self.search.graph_mut().refresh(id, now);
                self.check_same(me, same, there_site, new.site)?;
            }
            None => {
                self.search.write(me, new);
            }
        }
        self.made(me, 1);
        Ok(id)
    }

    /// A choice among `options`.
    pub(super) fn choose(
        &mut self,
        me: u32,
        options: u32,
        site: Option<&'static Site>,
    ) -> Result<u32, Stop> {
        self.count_event(me, site)?;
        let id = self.next_id(me);
        match self.recorded(id) {
            Some((there, there_site)) => {
                let same = there == Label::Choice { options } && there_site == site;
                self.check_same(me, same, there_site, site)?;
            }
            None => {
                self.search.choose(me, options, site);
            }
        }
        self.remember(me, id);
        self.made(me, 1);
        Ok(self.search.graph().event(id).chosen)
    }

    /// The location of an object; `initial` is what it holds before the first write.
    pub(super) fn locate(
        &mut self,
        me: u32,
        key: Key,
        width: AtomicWidth,
        initial: u64,
    ) -> Result<Location, Stop> {
        if let Some(bound) = self.bound.get(&key) {
            let known = matches!(key, Key::Atomic(_));
            if !known || bound.real == initial {
                return Ok(bound.location);
            }
            // The memory has begun a new life (a new stack frame), or unannotated code wrote it: a new location. A static has
            // only one life.
            if let Key::Atomic(address) = key
                && self.statics.is_static(address)
            {
                self.unseen_write = self.threads[me as usize].site;
            }
            self.bound.remove(&key);
        }
        let id = self.next_id(me);
        let location = match self.recorded(id) {
            Some((label, site)) => {
                let location = label.location();
                let free = location.filter(|location| {
                    self.of_location
                        .get(location.0 as usize)
                        .copied()
                        .flatten()
                        .is_none_or(|owner| !self.bound.contains_key(&owner))
                });
                let same = free.is_some_and(|location| {
                    self.search.graph_mut().refresh_initial(location, initial)
                });
                self.check_same(me, same, site, site)?;
                location.ok_or(Stop::Over)?
            }
            None => self.search.add_location(initial),
        };
        let index = location.0 as usize;
        if self.of_location.len() <= index {
            self.of_location.resize(index + 1, None);
        }
        self.of_location[index] = Some(key);
        self.bound.insert(
            key,
            Bound {
                location,
                width,
                real: initial,
                latest: None,
            },
        );
        Ok(location)
    }

    /// Lets real memory follow the latest write of those executed.
    fn follow(&mut self, key: Key, write: EventId) {
        let graph = self.search.graph();
        let (Some(bound), Key::Atomic(address)) = (self.bound.get_mut(&key), key) else {
            return;
        };
        let position = |id| graph.position(bound.location, id);
        if position(Some(write)) < position(bound.latest) {
            return;
        }
        bound.latest = Some(write);
        bound.real = graph.value(bound.location, Some(write));
        let store = AtomicOperation::Store {
            value: bound.real,
            order: StoreOrder::Relaxed,
        };
        // SAFETY: `perform::atomic` needs a live atomic of this width at the address: the hook's caller has a reference to it
        // while it makes the event, and `write` is the event being made.
        unsafe { perform::atomic(address, bound.width, store) };
    }

    /// A thread has had its last event.
    fn finished(&mut self, me: u32, panicked: bool) {
        let thread = &mut self.threads[me as usize];
        thread.finished = true;
        thread.panicked |= panicked;
        // Nothing of an ended thread's stack is known any more.
        if thread.stack_top != 0 {
            let start = thread.stack_top.saturating_sub(STACK_SIZE);
            self.plain.forget(start, STACK_SIZE);
        }
    }

    /// Where an object stands, if it has had an event.
    pub(super) fn location_of(&self, key: Key) -> Option<Location> {
        self.bound.get(&key).map(|bound| bound.location)
    }

    /// What stands at a location.
    pub(super) fn key_of(&self, location: Location) -> Option<Key> {
        self.of_location.get(location.0 as usize).copied().flatten()
    }

    /// The address of a location, if it has one.
    pub(super) fn address_of(&self, location: Location) -> usize {
        match self.key_of(location) {
            Some(Key::Atomic(address) | Key::Object(address)) => address,
            _ => 0,
        }
    }

    /// Whether a location is a thread's park token.
    pub(super) fn is_token(&self, location: Location) -> bool {
        matches!(self.key_of(location), Some(Key::Token(_)))
    }

    pub(super) fn thread_of(&self, id: ThreadId) -> Option<u32> {
        self.ids.get(&id).copied()
    }

    /// The latest value of an object, if it is known.
    pub(super) fn latest_value(&self, key: Key) -> Option<u64> {
        let location = self.location_of(key)?;
        let graph = self.search.graph();
        let latest = graph.location(location).order.last().copied();
        Some(graph.value(location, latest))
    }

    fn epoch(&self, me: u32) -> Epoch {
        Epoch {
            thread: ThreadIndex(me),
            time: self.threads[me as usize].done + 1,
        }
    }

    /// Checks an access against those before it.
    fn check(&mut self, me: u32, access: MemoryAccess, epoch: Epoch) -> Option<Unordered> {
        let done = self.threads[me as usize].done;
        let last = EventId {
            thread: me,
            index: done - 1,
        };
        let clock = &self.search.graph().event(last).happens_before;
        let made = Made { access, epoch };
        let found = self.plain.access(made, clock)?;
        if found.conflict == Conflict::Race {
            self.trouble.push(Trouble::Race {
                earlier: found.earlier,
                later: made,
                bytes: found.bytes,
                at: self.trace.len(),
            });
        }
        Some(found)
    }

    fn atomic(&mut self, me: u32, call: &AtomicCall) -> Result<AtomicOutcome, Stop> {
        let bytes = Bytes {
            address: call.address,
            size: call.width.size(),
        };
        self.statics.touch(bytes.address, bytes.size);
        let site = Some(call.site);
        self.threads[me as usize].site = site;
        let key = Key::Atomic(call.address);
        // SAFETY: the hook's caller has a live atomic of this width at the address (`tracker::atomic`).
        let now = unsafe { perform::peek(call.address, call.width) };
        let location = self.locate(me, key, call.width, now)?;
        let epoch = self.epoch(me);
        let bits = match call.width {
            AtomicWidth::Bool => 1,
            width => width.size() as u32 * 8,
        };
        self.threads[me as usize].spin.settle();
        let (order, kind) = match call.operation {
            AtomicOperation::Store { value, order } => {
                let kind = as_swap(value, bits, order);
                // What a trial takes it does not take in the graph, and does not give back.
                if self.threads[me as usize].spin.is_tried()
                    && self.before_read(me, call.site, location, kind)?.is_some()
                {
                    return Ok(AtomicOutcome {
                        read: value,
                        wrote: true,
                    });
                }
                let new = NewWrite {
                    location,
                    order,
                    value,
                    site,
                };
                let write = self.write(me, new)?;
                self.follow(key, write);
                let spin = &mut self.threads[me as usize].spin;
                if !spin.changed(call.site, kind, write, self.search.graph_mut()) {
                    spin.progress();
                }
                self.atomic_access(me, bytes, AccessKind::AtomicWrite, call.site, epoch)?;
                return Ok(AtomicOutcome {
                    read: value,
                    wrote: true,
                });
            }
            AtomicOperation::Load { order } => (order, ReadKind::Load),
            AtomicOperation::Rmw {
                operation,
                operand,
                order,
            } => (
                load_order(order),
                ReadKind::Rmw {
                    operation,
                    operand,
                    bits,
                    order,
                },
            ),
            AtomicOperation::CompareExchange {
                expected,
                new,
                success,
                failure,
                weak,
            } => (
                failure,
                ReadKind::CompareExchange {
                    expected,
                    new,
                    weak: weak && self.may_fail_spuriously(me, call.site),
                    order: success,
                    failure,
                },
            ),
        };
        let again = self.before_read(me, call.site, location, kind)?;
        let new = NewRead {
            location,
            order,
            kind,
            site,
        };
        let read = self.next_id(me);
        let (value, write) = self.read_or_repeat(me, new, again)?;
        let graph = self.search.graph_mut();
        let spin = &mut self.threads[me as usize].spin;
        if matches!(kind, ReadKind::CompareExchange { .. }) {
            spin.exchanged(call.site, graph.event(read).spurious);
        }
        match write {
            Some(write) if graph.settled(Some(write)) == Some(write) => {
                if !spin.changed(call.site, kind, write, graph) {
                    spin.progress();
                }
            }
            _ => spin.read(call.site, location, kind, graph.event(read), graph),
        }
        let would_write = |again: Again| !again.spurious && kind.writes(value).is_some();
        let wrote = write.is_some() || again.is_some_and(would_write);
        let kind = match write {
            Some(write) => {
                self.follow(key, write);
                AccessKind::AtomicWrite
            }
            None => AccessKind::AtomicRead,
        };
        self.atomic_access(me, bytes, kind, call.site, epoch)?;
        Ok(AtomicOutcome { read: value, wrote })
    }

    /// Whether a weak exchange may fail for no reason here; where it does so without end, that is left out and said.
    fn may_fail_spuriously(&mut self, me: u32, site: &'static Site) -> bool {
        let may = self.threads[me as usize].spin.may_fail_spuriously(site);
        if !may {
            self.left_out = Some(site);
        }
        may
    }

    /// A read, or what a trial reads again.
    pub(super) fn read_or_repeat(
        &mut self,
        me: u32,
        new: NewRead,
        again: Option<Again>,
    ) -> Result<(u64, Option<EventId>), Stop> {
        let Some(Again { source, .. }) = again else {
            return self.read(me, new);
        };
        self.count_event(me, new.site)?;
        let read = self.search.read_again(me, new, source);
        self.remember(me, read);
        self.made(me, 1);
        Ok((self.search.graph().value_read(read), None))
    }

    /// A thread that can only read again what it has read waits for a write. The answer is what a trial reads.
    pub(super) fn before_read(
        &mut self,
        me: u32,
        site: &'static Site,
        location: Location,
        kind: ReadKind,
    ) -> Result<Option<Again>, Stop> {
        if self.recorded(self.next_id(me)).is_some() {
            return Ok(None);
        }
        let thread = &mut self.threads[me as usize];
        match self.search.is_recorded() {
            // It read then, so it does now; behind the last turn everyone waited who could.
            Some(true) => return Ok(None),
            Some(false) if !thread.spin.repeats(site, location, kind) => return Ok(None),
            Some(false) => {}
            None => {
                let now = Moment {
                    history: thread.history,
                    stamp: self.search.graph().next_stamp,
                    comes_again: self.search.comes_again(),
                    is_revisited: self.search.waits_by_reading(),
                };
                let spin = &mut thread.spin;
                match self.spins.judge(spin, site, location, kind, now) {
                    Verdict::New => return Ok(None),
                    Verdict::Again(again) => return Ok(Some(again)),
                    Verdict::Learned => return Err(Stop::Over),
                    Verdict::Waits if !now.comes_again && !spin.has_insisted() => return Ok(None),
                    Verdict::Waits => {}
                }
            }
        }
        if !self.search.waits_by_reading() && thread.spin.has_news(self.search.graph()) {
            if let Some((source, alone)) = thread.spin.repeated(location) {
                let graph = self.search.graph();
                let latest = graph.location(location).order.last().copied();
                // What has no news is read again, on the way to what has.
                if thread.spin.own_settled(graph, latest) != source {
                    self.search.avoid(source, alone);
                }
            }
            return Ok(None);
        }
        thread.waits_at = Some(site);
        if self.spins.leaves_out(&thread.spin) {
            self.left_out_polls = Some(site);
        }
        self.turns.pop();
        Err(Stop::Blocked(match self.search.waits_by_reading() {
            true => Wait::Stuck,
            false => Wait::News,
        }))
    }

    fn atomic_access(
        &mut self,
        me: u32,
        bytes: Bytes,
        kind: AccessKind,
        site: &'static Site,
        epoch: Epoch,
    ) -> Result<(), Stop> {
        let access = MemoryAccess { bytes, kind, site };
        match self.check(me, access, epoch) {
            Some(found) if found.conflict == Conflict::Race && !is_harmless(kind, bytes.size) => {
                self.cut = true;
                Err(Stop::Blocked(Wait::Cut))
            }
            _ => Ok(()),
        }
    }

    /// What became of the execution, now that nobody can move.
    fn conclude(&mut self) {
        if self.ending.is_some() {
            return;
        }
        let all = self.threads.iter().all(|thread| thread.finished);
        for thread in &mut self.threads {
            thread.was_over = thread.finished;
            thread.last_wait = thread.wait;
        }
        self.ending = Some(match all && !self.is_replaying() {
            true => Ending::Complete,
            false => Ending::Blocked,
        });
        if self.impossible {
            return;
        }
        if self.trouble.is_empty() && !self.cut {
            // Who waits for something else has come out of its loop.
            for thread in self.threads.iter_mut().filter(|thread| !thread.finished) {
                thread.spin.give_up_trial();
                self.spins.has_escaped(&mut thread.spin);
            }
        }
        self.look_at_drops();
        if self.is_replaying() && self.trouble.is_empty() {
            let before = self.threads.iter().zip(0..).find_map(|(thread, number)| {
                let events = self.search.graph().events_of(number);
                events
                    .get(thread.done as usize)
                    .map(|event| (number, event.site))
            });
            if let Some((thread, before)) = before {
                self.trouble.push(Trouble::Nondeterminism {
                    thread,
                    before,
                    now: None,
                });
            }
        } else if !all && !self.cut && !self.spins.learned && self.trouble.is_empty() {
            if self.waits_for_nothing() {
                self.trouble.push(Trouble::Deadlock);
            }
            self.tries_for_nothing = self.only_tries();
        }
    }

    /// Whether nobody is left but who waits for good and who tries to receive, one at least: more tries would be in vain too, unless
    /// a loop gives up.
    fn only_tries(&self) -> bool {
        let waits = |(number, thread): (u32, &Thread)| {
            thread.finished
                || thread.tries_in_vain
                || !thread.may_time_out && self.waits_really(number)
        };
        let tries = |thread: &Thread| !thread.finished && thread.tries_in_vain;
        self.threads.iter().any(tries) && (0..).zip(&self.threads).all(waits)
    }

    /// Whether no write that is there would let a waiting thread go on: the wait is real and not one of a stale value.
    fn waits_for_nothing(&self) -> bool {
        let may_time_out = |thread: &Thread| !thread.finished && thread.may_time_out;
        if self.threads.iter().any(may_time_out) {
            return false;
        }
        (0..self.threads.len() as u32).all(|thread| self.waits_really(thread))
    }

    /// Whether a thread that waits does so for something that is not there, and not because it reads a stale value here.
    fn waits_really(&self, number: u32) -> bool {
        let graph = self.search.graph();
        let thread = &self.threads[number as usize];
        if thread.finished || !matches!(thread.wait, Wait::Stuck | Wait::News) {
            return true;
        }
        if thread.spin.is_waiting() {
            return !thread.spin.has_news(graph);
        }
        graph.last(number).is_none_or(|last| {
            let event = graph.event(last);
            match event.label {
                Label::Read { location, .. } => {
                    graph.location(location).order.last().copied() == event.reads_from
                }
                _ => true,
            }
        })
    }
}

impl Thread {
    fn new(description: ThreadDescription) -> Self {
        Self {
            done: 0,
            wait: Wait::Ready,
            finished: false,
            panicked: false,
            joined: false,
            site: None,
            description: Arc::new(description),
            spin: Spin::default(),
            history: 0,
            waits_at: None,
            held: Vec::new(),
            may_time_out: false,
            tries_in_vain: false,
            was_over: false,
            unwound: false,
            last_wait: Wait::Ready,
            stack_top: 0,
            system: 0,
            has_turn: false,
            pauses: 0,
            moved: 0,
        }
    }
}

impl Stage {
    pub(super) fn new(state: State) -> Self {
        Self {
            state: UnsafeCell::new(state),
            batons: (0..THREADS_MAX).map(|_| Baton::default()).collect(),
            control: Baton::default(),
            ending: AtomicBool::new(false),
            returned: Default::default(),
            bare: AtomicU32::new(0),
            progress: AtomicU64::new(0),
            holder: AtomicI32::new(0),
            last_site: AtomicPtr::new(std::ptr::null_mut()),
        }
    }

    /// How many turns were taken.
    pub(super) fn progress(&self) -> u64 {
        // ORDER: Relaxed; only a number.
        self.progress.load(Ordering::Relaxed)
    }

    /// The system's number of the thread that has the turn.
    pub(super) fn holder(&self) -> i32 {
        // ORDER: Relaxed; only a number.
        self.holder.load(Ordering::Relaxed)
    }

    /// Who has the turn and where it was last, in words.
    pub(super) fn whereabouts(&self) -> (String, String) {
        // ORDER: Relaxed; a site is static.
        let site = self.last_site.load(Ordering::Relaxed);
        let place = match site.is_null() {
            true => String::from("its start"),
            false => {
                // SAFETY: only `&'static Site`s are stored.
                let site: &'static Site = unsafe { &*site };
                format!("`{}` at {site}", site.text)
            }
        };
        (
            format!("a thread (number {} of the system)", self.holder()),
            place,
        )
    }

    /// Notes that the calling thread has the turn.
    fn note_turn(&self, me: u32) {
        // ORDER: Relaxed, all of them; they are for the watchman, who only looks.
        self.progress.fetch_add(1, Ordering::Relaxed);
        let system = system_number();
        self.holder.store(system, Ordering::Relaxed);
        let site = self.with(|state| {
            let thread = &mut state.threads[me as usize];
            thread.system = system;
            thread.site
        });
        let site = site.map_or(std::ptr::null(), |site| site as *const Site);
        self.last_site.store(site.cast_mut(), Ordering::Relaxed);
    }

    /// Does something with the state; the caller has the turn.
    pub(super) fn with<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        // SAFETY: the pointer of the cell is valid, and no other reference exists: only the thread that has the turn calls this,
        // and `f` neither passes the turn nor calls `with` again.
        f(unsafe { &mut *self.state.get() })
    }

    /// Before the first event: the calling thread has the turn and is thread 0.
    pub(super) fn begin(&self) {
        // ORDER: Relaxed; no other thread of the exploration is alive, and later ones are made after this.
        self.ending.store(false, Ordering::Relaxed);
        self.bare.store(0, Ordering::Relaxed);
        ME.set(0);
        // What an earlier execution left behind where it was unwound.
        OUTSIDE.set(false);
        SPAWNING.set(false);
        channel::forget_calls();
        self.with(State::begin);
        self.note_turn(0);
    }

    pub(super) fn is_over(&self) -> bool {
        // ORDER: Relaxed; it is set by whoever has the turn, and read by whoever has it.
        self.ending.load(Ordering::Relaxed)
    }

    /// Waits until it is the calling thread's turn and what it waits for is there. If the execution is over, it unwinds;
    /// `None` if it does so already.
    pub(super) fn turn(&self, wait: Wait) -> Option<u32> {
        let turn = self.quiet_turn(wait);
        if turn.is_none() {
            self.unwind(Self::me());
        }
        turn
    }

    /// As [`Stage::turn`]; `None` if the execution is over.
    fn quiet_turn(&self, wait: Wait) -> Option<u32> {
        let me = Self::me();
        if self.is_over() {
            return None;
        }
        let next = self.with(|state| {
            let thread = &mut state.threads[me as usize];
            thread.wait = wait;
            let has_turn = std::mem::take(&mut thread.has_turn);
            match has_turn && wait != Wait::Pause && state.can_move(me) {
                true => Some(me),
                false => state.next_turn(me),
            }
        });
        match next {
            Some(next) if next == me => {}
            Some(next) => {
                self.batons[next as usize].give();
                self.batons[me as usize].take();
            }
            None => {
                if !self.wait_outside(Some(me)) {
                    self.end();
                }
            }
        }
        if self.is_over() {
            return None;
        }
        self.with(|state| state.threads[me as usize].wait = Wait::Ready);
        self.note_turn(me);
        Some(me)
    }

    /// Does an operation when it is the thread's turn, again if it has to wait.
    pub(super) fn operate<R>(
        &self,
        wait: Wait,
        operation: impl FnMut(&mut State, u32) -> Result<R, Stop>,
    ) -> Option<R> {
        let result = self.quietly_operate(wait, operation);
        if result.is_none() {
            self.unwind(Self::me());
        }
        result
    }

    /// As [`Stage::operate`]; `None` if the execution is over.
    pub(super) fn quietly_operate<R>(
        &self,
        mut wait: Wait,
        mut operation: impl FnMut(&mut State, u32) -> Result<R, Stop>,
    ) -> Option<R> {
        loop {
            let me = self.quiet_turn(wait)?;
            let result = self.with(|state| {
                state.in_turn = false;
                operation(state, me)
            });
            match result {
                Ok(result) => return Some(result),
                Err(Stop::Blocked(blocked)) => wait = blocked,
                Err(Stop::Over) => self.end(),
            }
        }
    }

    /// Does what has happened already: nobody else comes first. `None` if the execution is over.
    pub(super) fn operate_at_once<R>(
        &self,
        operation: impl FnOnce(&mut State, u32) -> Result<R, Stop>,
    ) -> Option<R> {
        let me = Self::me();
        let result = self.with(|state| {
            let thread = &mut state.threads[me as usize];
            thread.has_turn = false;
            let done = thread.done;
            state.in_turn = false;
            if state.is_replaying() && !state.can_replay(me, done) {
                // Somebody else would come first, and finds for real what comes after it here.
                state.impossible = true;
                state.dropped_at_once = Some(state.threads[me as usize].site);
                return Err(Stop::Over);
            }
            operation(state, me)
        });
        if result.is_err() {
            self.end();
        }
        result.ok()
    }

    /// Before a thread goes back to its own code, which may drop an end of a channel: others come first, if it is their turn. In a
    /// graph that is followed, those do that come before the drop there.
    fn hold_back(&self) {
        if self.is_over() || self.with(|state| state.channels.is_empty()) {
            return;
        }
        // What it has dropped already comes first.
        if self.with(|state| state.has_unseen_drops()) {
            self.catch_up_quietly();
        }
        // If the execution is over, the thread comes to know at its next event.
        if let Some(me) = self.quiet_turn(Wait::Drop) {
            self.with(|state| state.threads[me as usize].has_turn = true);
        }
    }

    /// The execution is over: all its threads unwind.
    pub(super) fn end(&self) {
        self.with(State::conclude);
        // ORDER: Relaxed; see `is_over`.
        self.ending.store(true, Ordering::Relaxed);
    }

    /// The live thread of the highest rank: children before their parents.
    fn next_to_unwind(&self, above: Option<u32>) -> Option<u32> {
        self.with(|state| {
            let graph = state.search.graph();
            let rank = |thread: u32| &graph.threads[thread as usize].rank;
            (1..state.threads.len() as u32)
                .filter(|thread| !state.threads[*thread as usize].finished)
                // Who does not come back from a call that we do not control cannot be unwound.
                .filter(|thread| {
                    state.threads[*thread as usize].wait != Wait::Outside
                        || self.has_returned(*thread)
                })
                .filter(|thread| above.is_none_or(|above| rank(above) < rank(*thread)))
                .max_by(|a, b| rank(*a).cmp(rank(*b)))
        })
    }

    /// Unwinds the calling thread after all that it may have to wait for; returns if it is unwinding already.
    fn unwind(&self, me: u32) {
        while let Some(next) = self.next_to_unwind(Some(me)) {
            self.batons[next as usize].give();
            self.batons[me as usize].take();
        }
        if !std::thread::panicking() {
            resume_unwind(Box::new(Ended));
        }
        // A destructor that waits for what will not come is stopped for good.
        // ORDER: Relaxed; only a count.
        if self.bare.fetch_add(1, Ordering::Relaxed) == BARE_MAX && me != 0 {
            self.with(|state| state.threads[me as usize].finished = true);
            match self.next_to_unwind(None) {
                Some(next) => self.batons[next as usize].give(),
                None => self.give_to_main(),
            }
            loop {
                std::thread::park();
            }
        }
    }

    fn give_to_main(&self) {
        match self.with(|state| state.threads[0].finished) {
            true => self.control.give(),
            false => self.batons[0].give(),
        }
    }

    /// The calling thread has had its last event: gives the turn away. `false` if there is nobody to take it.
    fn leave(&self, me: u32, panicked: bool) -> bool {
        let next = self.quietly_operate(Wait::Ready, |state, me| {
            state.threads[me as usize].spin.progress();
            state.event(me, Label::Finish { panicked }, None)?;
            state.finished(me, panicked);
            Ok(state.next_turn(me))
        });
        match next {
            Some(Some(next)) => {
                self.batons[next as usize].give();
                return true;
            }
            Some(None) if self.wait_outside(None) => return true,
            Some(None) => self.end(),
            None => self.with(|state| {
                state.threads[me as usize].unwound = true;
                state.finished(me, panicked);
            }),
        }
        match self.next_to_unwind(None) {
            Some(next) => self.batons[next as usize].give(),
            None if me == 0 => return false,
            None => self.give_to_main(),
        }
        true
    }

    /// After the body of the program: the other threads go on without it, until the execution is over. `frame` is an address in the
    /// frame that called the body.
    pub(super) fn leave_main(&self, panicked: bool, frame: usize) {
        self.catch_up_at_end(frame);
        if self.leave(0, panicked) {
            self.control.take();
        }
    }

    /// Nobody can move, but a thread may come back from a call that we do not control; whether one did (and has the turn).
    fn wait_outside(&self, me: Option<u32>) -> bool {
        let waiting = self.with(|state| {
            state
                .threads
                .iter()
                .any(|thread| !thread.finished && thread.wait == Wait::Outside)
        });
        if !waiting {
            return false;
        }
        let mut back = None;
        look_until(|| {
            back = self.with(|state| {
                (0..state.threads.len() as u32).find(|thread| {
                    state.threads[*thread as usize].wait == Wait::Outside
                        && self.has_returned(*thread)
                })
            });
            back.is_some()
        });
        let Some(back) = back else {
            self.with(|state| state.trouble.push(Trouble::Unannotated));
            return false;
        };
        self.with(|state| {
            state.threads[back as usize].wait = Wait::Ready;
            state.turns.push(back);
        });
        self.batons[back as usize].give();
        if let Some(me) = me {
            self.batons[me as usize].take();
        }
        true
    }

    fn has_returned(&self, thread: u32) -> bool {
        let word = &self.returned[thread as usize / 64];
        // ORDER: Acquire; pairs with the Release in `come_back`.
        word.load(Ordering::Acquire) >> (thread % 64) & 1 == 1
    }

    /// Gives the turn away without waiting: a call that we do not control follows.
    pub(super) fn go_outside(&self, me: u32) {
        let word = &self.returned[me as usize / 64];
        // ORDER: Relaxed; the turn is still ours.
        word.fetch_and(!(1 << (me % 64)), Ordering::Relaxed);
        let next = self.with(|state| {
            state.threads[me as usize].has_turn = false;
            state.threads[me as usize].wait = Wait::Outside;
            state.threads[me as usize].spin.progress();
            let next = state.next_turn(me);
            if next.is_none() {
                // Nobody else can move: the call has to come back by itself, and keeps the turn.
                state.threads[me as usize].wait = Wait::Ready;
            }
            next
        });
        if let Some(next) = next {
            OUTSIDE.set(true);
            self.batons[next as usize].give();
        }
    }

    /// The call has come back: waits for the turn.
    pub(super) fn come_back(&self, me: u32) {
        if OUTSIDE.replace(false) {
            let word = &self.returned[me as usize / 64];
            // ORDER: Release; pairs with the Acquire in `has_returned`.
            word.fetch_or(1 << (me % 64), Ordering::Release);
            self.batons[me as usize].take();
        }
        if self.is_over() {
            return self.unwind(me);
        }
        self.note_turn(me);
    }

    /// Gives the turn away until another thread lets this one go, without the turn: its own call follows. Unwinds if the execution
    /// is over instead.
    pub(super) fn wait_to_be_let_go(&self, me: u32, wait: Wait) {
        let next = self.with(|state| {
            state.threads[me as usize].wait = wait;
            state.next_turn(me)
        });
        match next {
            Some(next) => {
                self.batons[next as usize].give();
                self.batons[me as usize].take();
            }
            None if self.wait_outside(Some(me)) => {}
            None => self.end(),
        }
        match self.is_over() {
            true => self.unwind(me),
            false => OUTSIDE.set(true),
        }
    }

    /// Lets a thread go that waits in [`Stage::wait_to_be_let_go`]; it has no turn until it is made ready again.
    pub(super) fn let_go(&self, thread: u32) {
        let word = &self.returned[thread as usize / 64];
        // ORDER: Relaxed; the turn is ours, and the baton below releases.
        word.fetch_and(!(1 << (thread % 64)), Ordering::Relaxed);
        self.with(|state| state.threads[thread as usize].wait = Wait::Outside);
        self.batons[thread as usize].give();
    }

    /// Waits until a thread that was let go waits in its own call.
    pub(super) fn wait_for_sleep(&self, thread: u32) {
        let system = self.with(|state| state.threads[thread as usize].system);
        look_until(|| self.has_returned(thread) || is_asleep(system));
    }

    /// Waits until a thread that was let go is back, and makes it ready.
    pub(super) fn wait_for_return(&self, thread: u32) {
        let is_back = look_until(|| self.has_returned(thread));
        self.with(|state| match is_back {
            true => state.threads[thread as usize].wait = Wait::Ready,
            false => state.trouble.push(Trouble::Unannotated),
        });
    }

    /// Whether the calling thread is in its own call, without the turn.
    pub(super) fn is_outside(&self) -> bool {
        OUTSIDE.get()
    }

    pub(super) fn me() -> u32 {
        ME.get()
    }

    fn fork_from(&self, site: &'static Site, scope: Option<usize>) -> Option<ForkTicket> {
        // What was dropped before is not the child's doing.
        self.catch_up();
        let ticket = ForkTicket::unique();
        SPAWNING.set(true);
        self.operate(Wait::Ready, |state, me| {
            let recorded = state.recorded(state.next_id(me));
            let child = match recorded {
                Some((Label::Create { child }, _)) => child,
                _ => state.search.graph().free_thread(),
            };
            if child as usize >= state.bounds.threads.min(THREADS_MAX) {
                state.trouble.push(Trouble::TooManyThreads { site });
                return Err(Stop::Over);
            }
            state.threads[me as usize].spin.progress();
            state.event(me, Label::Create { child }, Some(site))?;
            let number = state
                .threads
                .iter()
                .filter(|thread| thread.done > 0)
                .count() as u32;
            while state.threads.len() <= child as usize {
                let mut free = Thread::new(ThreadDescription {
                    name: None,
                    number: 0,
                    created: None,
                });
                free.finished = true;
                state.threads.push(free);
            }
            let parent = Arc::clone(&state.threads[me as usize].description);
            state.threads[child as usize] = Thread::new(ThreadDescription {
                name: None,
                number: number.max(child),
                created: Some((site, parent)),
            });
            state.tickets.insert(ticket.0, child);
            TICKETS
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .insert(ticket.0, child);
            let mut scopes = state.scopes.iter_mut().rev();
            if let Some(address) = scope
                && let Some(scope) = scopes.find(|open| open.address == address && !open.closed)
            {
                scope.children.push(child);
            }
            Ok(ticket)
        })
    }
}

/// Pauses without an event after which the other threads get the turn (count).
const PAUSES_MAX: u32 = 1_000;

/// Operations that a thread may make while it unwinds from an execution that is over (count); then it is parked for good.
const BARE_MAX: u32 = 100_000;

/// What a store is where it is compared with what was done before.
fn as_swap(operand: u64, bits: u32, order: StoreOrder) -> ReadKind {
    ReadKind::Rmw {
        operation: RmwOperation::Swap,
        operand,
        bits,
        order: match order {
            StoreOrder::Relaxed => RmwOrder::Relaxed,
            StoreOrder::Release => RmwOrder::Release,
            StoreOrder::SeqCst => RmwOrder::SeqCst,
        },
    }
}

/// How long a call of unannotated code may take when nobody else can move.
const OUTSIDE_MS: u32 = 3_000;

/// Looks again and again for what a thread in its own call does, until it is so or [`OUTSIDE_MS`] have passed; whether it is so. Such a
/// call is std's, which tells nobody that it waits or is about to return: so there is nothing to wait for but time.
fn look_until(mut is_so: impl FnMut() -> bool) -> bool {
    for _ in 0..OUTSIDE_MS {
        // Mostly it is a matter of microseconds.
        for _ in 0..100 {
            if is_so() {
                return true;
            }
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    false
}

/// Below the first event of a thread, so much is taken for its stack (bytes).
const STACK_SIZE: usize = 2 << 20;

/// Freed memory that is kept until the end of an execution (bytes); more is freed at once.
const FREED_MAX: usize = 256 << 20;

impl Engine for Stage {
    fn access(&self, access: &MemoryAccess) {
        if self.is_over() {
            return;
        }
        self.catch_up();
        let me = ME.get();
        let found = self.with(|state| {
            state.statics.touch(access.bytes.address, access.bytes.size);
            let thread = &mut state.threads[me as usize];
            thread.site = Some(access.site);
            if access.kind.writes() {
                thread.spin.plain_write(access.bytes);
            }
            let epoch = state.epoch(me);
            let found = state.check(me, *access, epoch);
            let races = found.is_some_and(|found| found.conflict == Conflict::Race);
            state.cut |= races;
            races
        });
        if found {
            // It goes no further in this execution; the others do.
            let _: Option<()> = self.operate(Wait::Cut, |_, _| Err(Stop::Blocked(Wait::Cut)));
        }
    }

    fn atomic(&self, call: &AtomicCall) -> AtomicOutcome {
        self.catch_up();
        let outcome = self.operate(Wait::Ready, |state, me| state.atomic(me, call));
        self.hold_back();
        match outcome {
            Some(outcome) => outcome,
            // SAFETY: the hook's caller has a live atomic of this width at the address.
            None => unsafe { perform::atomic(call.address, call.width, call.operation) },
        }
    }

    fn fence(&self, call: &FenceCall) {
        self.catch_up();
        self.operate(Wait::Ready, |state, me| {
            state.event(me, Label::Fence { order: call.order }, Some(call.site))
        });
        self.hold_back();
    }

    fn sync_before(&self, call: &SyncCall) {
        self.before(call);
    }

    fn sync_after(&self, call: &SyncCall, outcome: SyncOutcome) {
        self.after(call, outcome);
        self.hold_back();
    }

    fn fork(&self, site: &'static Site) -> ForkTicket {
        self.fork_from(site, None).unwrap_or(ForkTicket(0))
    }

    fn fork_in_scope(&self, site: &'static Site, scope: usize) -> ForkTicket {
        self.fork_from(site, Some(scope)).unwrap_or(ForkTicket(0))
    }

    fn start(&self, ticket: ForkTicket) {
        let Some(me) = self.ticket(ticket) else {
            return;
        };
        ME.set(me);
        self.batons[me as usize].take();
        if self.is_over() {
            return;
        }
        let here = 0_u8;
        let begun = self.with(|state| {
            let thread = &mut state.threads[me as usize];
            thread.stack_top = &raw const here as usize + 4096;
            let current = std::thread::current();
            if let Some(name) = current.name() {
                Arc::make_mut(&mut thread.description).name = Some(String::from(name));
            }
            state.ids.insert(current.id(), me);
            state.in_turn = false;
            state.event(me, Label::Begin, None)
        });
        self.note_turn(me);
        if begun.is_err() {
            self.end();
        }
        self.hold_back();
    }

    fn thread_made(&self) {
        if !SPAWNING.replace(false) && !self.is_over() {
            self.with(|state| state.foreign_threads = true);
        }
    }

    fn forked(&self, ticket: ForkTicket, thread: Option<ThreadId>) {
        SPAWNING.set(false);
        if self.is_over() {
            return;
        }
        self.with(|state| {
            let Some(child) = state.tickets.get(&ticket.0).copied() else {
                return;
            };
            match thread {
                Some(thread) => {
                    state.ids.insert(thread, child);
                }
                None => state.threads[child as usize].finished = true,
            }
        });
        self.hold_back();
    }

    fn finish(&self, ticket: ForkTicket, panicked: bool) {
        let me = ME.get();
        if me == 0 || ticket.0 == 0 {
            return;
        }
        self.catch_up_at_end(usize::MAX);
        self.leave(me, panicked);
    }

    fn join_before(&self, thread: ThreadId, site: &'static Site) {
        self.catch_up();
        if self.is_over() {
            self.turn(Wait::Ready);
            return;
        }
        let child = self.with(|state| {
            let child = state.ids.get(&thread).copied();
            if let Some(child) = child {
                state.threads[child as usize].joined = true;
            }
            child
        });
        if let Some(child) = child {
            self.join(child, Some(site));
        }
    }

    fn join_after(&self, _thread: ThreadId, _site: &'static Site) {
        self.hold_back();
    }

    fn scope_begin(&self, _site: &'static Site) -> u64 {
        if self.is_over() {
            return 0;
        }
        self.with(|state| {
            state.next_scope += 1;
            state.scopes.push(Scope {
                number: state.next_scope,
                address: 0,
                children: Vec::new(),
                closed: false,
            });
            state.next_scope
        })
    }

    fn scope_opened(&self, scope: u64, address: usize) {
        if self.is_over() {
            return;
        }
        self.with(|state| {
            let mut scopes = state.scopes.iter_mut();
            if let Some(scope) = scopes.find(|open| open.number == scope) {
                scope.address = address;
            }
        });
    }

    fn scope_closing(&self, scope: u64) {
        self.catch_up();
        if self.is_over() {
            self.turn(Wait::Ready);
            return;
        }
        let mut joined = 0;
        loop {
            let next = self.with(|state| {
                let scope = state
                    .scopes
                    .iter_mut()
                    .find(|other| other.number == scope)?;
                let next = scope.children.get(joined).copied();
                scope.closed = next.is_none();
                next
            });
            let Some(child) = next else { return };
            if self.with(|state| state.threads[child as usize].joined) {
                joined += 1;
                continue;
            }
            self.join(child, None);
            if self.is_over() {
                return;
            }
            joined += 1;
        }
    }

    fn scope_end(&self, _scope: u64) {
        self.hold_back();
    }

    fn blocking_begin(&self) {
        if self.turn(Wait::Ready).is_some() {
            self.go_outside(Self::me());
        }
    }

    fn blocking_end(&self) {
        self.come_back(Self::me());
    }

    fn lock_probe(&self, address: usize, probe: LockProbe) {
        if !self.is_over() {
            self.with(|state| state.probes.insert(address, probe));
        }
    }

    fn touched(&self, address: usize, size: usize) {
        if !self.is_over() {
            self.with(|state| state.statics.touch(address, size));
        }
    }

    fn allocated(&self, _address: usize, _size: usize) {}

    fn barrier(&self, address: usize, size: usize) {
        if !self.is_over() {
            self.with(|state| state.barriers.entry(address).or_default().size = size);
        }
    }

    fn channel_made(&self, id: usize, capacity: Option<usize>, counts: ChannelCounts) {
        if !self.is_over() {
            self.with(|state| state.channel_made(id, capacity, counts));
        }
    }

    fn channel_call(&self, call: ChannelCall) {
        Self::channel_call(self, call);
    }

    fn is_leader(&self) -> bool {
        self.was_last()
    }

    fn has_timed_out(&self) -> bool {
        self.timeout_fired()
    }

    fn freeing(&self, address: usize, size: usize, _align: usize) -> bool {
        if self.is_over() {
            return false;
        }
        self.with(|state| {
            state.freed_bytes += size;
            let keep = state.freed_bytes <= FREED_MAX;
            match keep {
                true => state.freed.push(address),
                false => {
                    state.plain.forget(address, size);
                    state.channel_freed(address);
                }
            }
            keep
        })
    }
}

impl Stage {
    fn join(&self, child: u32, site: Option<&'static Site>) {
        let me = Self::me();
        self.with(|state| state.threads[me as usize].waits_at = site);
        self.operate(Wait::Join(child), |state, me| {
            state.threads[me as usize].spin.progress();
            state.threads[me as usize].waits_at = None;
            state.event(me, Label::Join { child }, site)
        });
    }

    fn ticket(&self, ticket: ForkTicket) -> Option<u32> {
        // The new thread does not have the turn yet: tickets are looked up in a table of their own.
        TICKETS
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .remove(&ticket.0)
    }
}

thread_local! {
    /// The system's number of the calling thread; zero: not asked yet.
    static NUMBER: Cell<i32> = const { Cell::new(0) };
}

#[cfg(target_os = "linux")]
fn system_number() -> i32 {
    if NUMBER.get() == 0 {
        // SAFETY: takes nothing and cannot fail.
        NUMBER.set(unsafe { libc::gettid() });
    }
    NUMBER.get()
}

#[cfg(not(target_os = "linux"))]
fn system_number() -> i32 {
    NUMBER.get()
}

/// Which thread of its execution a ticket became.
static TICKETS: std::sync::Mutex<std::collections::BTreeMap<u64, u32>> =
    std::sync::Mutex::new(std::collections::BTreeMap::new());
