//! The standard library's primitives in an exploration: who owns a lock and who waits is ours, the call is the user's.
//!
//! Every operation on an object is a read-modify-write of the object's location, so all that happens to it is in one order, and
//! running threads along reads-from is running them in that order: the user's own call does then what the graph says.
//! A lock waits for a value that lets it pass; an unlock releases.

use crate::event::{AtomicWidth, RmwOperation, SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::explore::graph::{INITIALIZED, INITIALIZING, Location, ReadKind, load_order};
use crate::explore::runtime::{Key, Stage, State, Stop, Wait};
use crate::explore::search::NewRead;
use crate::order::{LoadOrder, RmwOrder};
use crate::site::Site;
use crate::tracker::engine::Held;
use smallvec::SmallVec;
use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::time::Duration;

/// An `RwLock` held for writing; smaller values count its readers.
const WRITER: u64 = 1 << 32;

const ANYONE: u64 = u64::MAX;

/// What is added to a Condvar, whose value means nothing.
pub(super) const BEGINS_TO_WAIT: u64 = 1 << 8;
/// See there.
pub(super) const GIVES_UP: u64 = 2 << 8;
/// See there.
pub(super) const NOTIFIES: u64 = 3 << 8;

thread_local! {
    /// Whether the calling thread's last wait with a timeout ended by it.
    static FIRED: Cell<bool> = const { Cell::new(false) };
    /// What holds a lock during the calling thread's own `try_lock`.
    static HELD: Cell<Option<Box<dyn Held>>> = const { Cell::new(None) };
}

impl State {
    /// A read-modify-write of an object that never waits.
    pub(super) fn update(
        &mut self,
        me: u32,
        key: Key,
        operation: RmwOperation,
        operand: u64,
        order: RmwOrder,
        site: &'static Site,
    ) -> Result<u64, Stop> {
        let kind = ReadKind::Rmw {
            operation,
            operand,
            bits: 64,
            order,
        };
        self.object(me, key, kind, load_order(order), site)
    }

    /// A change of the waiters at a Condvar, which all stand in one order; `what` is what a report says of it.
    fn change_condvar(
        &mut self,
        me: u32,
        condvar: Key,
        what: u64,
        site: &'static Site,
    ) -> Result<u64, Stop> {
        let order = RmwOrder::Relaxed;
        self.update(me, condvar, RmwOperation::Add, what, order, site)
    }

    /// As `update`, where no hook stands.
    pub(super) fn update_unseen(
        &mut self,
        me: u32,
        key: Key,
        operation: RmwOperation,
        operand: u64,
        order: RmwOrder,
    ) -> Result<(), Stop> {
        let location = self.locate(me, key, AtomicWidth::U64, 0)?;
        let new = NewRead {
            location,
            order: load_order(order),
            kind: ReadKind::Rmw {
                operation,
                operand,
                bits: 64,
                order,
            },
            site: None,
        };
        self.read(me, new).map(|_| ())
    }

    /// An operation on an object.
    fn object(
        &mut self,
        me: u32,
        key: Key,
        kind: ReadKind,
        order: LoadOrder,
        site: &'static Site,
    ) -> Result<u64, Stop> {
        let location = self.locate(me, key, AtomicWidth::U64, 0)?;
        let thread = &mut self.threads[me as usize];
        thread.site = Some(site);
        thread.waits_at = Some(site);
        thread.spin.settle();
        if thread.spin.is_tried() && gives_back(kind) {
            // What a trial takes it does not take in the graph.
            return Ok(0);
        }
        self.note_lock(location, kind, site)?;
        let again = match kind {
            ReadKind::Wait { .. } | ReadKind::Try { .. } | ASKS | TAKES => {
                self.before_read(me, site, location, kind)?
            }
            _ => None,
        };
        if !self.search.waits_by_reading() {
            let graph = self.search.graph();
            let latest = graph.location(location).order.last().copied();
            if !kind.passes(graph.value(location, latest)) {
                self.turns.pop();
                return Err(Stop::Blocked(Wait::Value(location, kind)));
            }
        }
        let new = NewRead {
            location,
            order,
            kind,
            site: Some(site),
        };
        let read = self.next_id(me);
        let (value, write) = self.read_or_repeat(me, new, again)?;
        let graph = self.search.graph_mut();
        let thread = &mut self.threads[me as usize];
        thread.waits_at = None;
        let spin = &mut thread.spin;
        let settles = write.is_none_or(|write| graph.settled(Some(write)) != Some(write));
        match (kind, write) {
            (ReadKind::Wait { .. }, _) => {
                spin.read(site, location, kind, graph.event(read), graph);
                if let Some(write) = write {
                    spin.held(write, graph, true);
                }
            }
            (ReadKind::Try { .. } | ASKS | TAKES, _) if settles => {
                spin.read(site, location, kind, graph.event(read), graph);
            }
            (ReadKind::Rmw { .. }, Some(write)) if spin.held(write, graph, false) => {}
            _ => spin.progress(),
        }
        Ok(value)
    }

    /// Notes where a lock is taken, and whether it is tried; where that is news, an exhaustive exploration begins again.
    fn note_lock(
        &mut self,
        location: Location,
        kind: ReadKind,
        site: &'static Site,
    ) -> Result<(), Stop> {
        let tries = match kind {
            ReadKind::Wait { .. } => false,
            ReadKind::Try { .. } => true,
            _ => return Ok(()),
        };
        if !self.search.waits_by_reading() {
            return Ok(());
        }
        let taken = self.taken.entry(location).or_default();
        taken.is_tried |= tries;
        let site = core::ptr::from_ref(site).addr();
        if !tries && !taken.sites.contains(&site) {
            taken.sites.push(site);
        }
        let spins = &mut self.spins;
        let mut is_news = |site: &usize| !spins.is_tried_at(*site);
        match taken.is_tried && taken.sites.iter().filter(|site| is_news(site)).count() != 0 {
            true => Err(Stop::Over),
            false => Ok(()),
        }
    }

    /// Keeps the user's own `try_lock` from taking a lock that is held as far as this execution is concerned: its guard is gone,
    /// but the unlock is no event yet.
    fn hold(&self, key: Key) -> Option<Box<dyn Held>> {
        let Key::Object(address) = key else {
            return None;
        };
        let probe = self.probes.get(&address)?;
        // SAFETY: the lock's memory is there: the caller is about to try it, and borrows it until `Stage::after` drops this.
        unsafe { (probe.hold)(probe.pointer) }
    }
}

/// A question that leaves the object as it is, and tells nobody of who asked.
const ASKS: ReadKind = ReadKind::Rmw {
    operation: RmwOperation::Or,
    operand: 0,
    bits: 64,
    order: RmwOrder::Acquire,
};

/// A park with a timeout: takes the token if it is there, and goes on anyway.
const TAKES: ReadKind = ReadKind::Rmw {
    operation: RmwOperation::Swap,
    operand: 0,
    bits: 64,
    order: RmwOrder::Acquire,
};

/// The stack of the calling thread, below `end`.
#[cfg(target_os = "linux")]
fn stack_below(end: usize) -> Range<usize> {
    // SAFETY: an attribute object is plain data; it is initialized by the next call before it is used.
    let mut attributes: libc::pthread_attr_t = unsafe { std::mem::zeroed() };
    let (mut start, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: `pthread_getattr_np` initializes `attributes`, borrowed for the call, from a live thread: the calling one.
    if unsafe { libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) } != 0 {
        return 0..0;
    }
    // SAFETY: `attributes` was initialized; the places for the answers are borrowed for the call.
    unsafe { libc::pthread_attr_getstack(&attributes, &mut start, &mut size) };
    // SAFETY: it was initialized above and is not used any more.
    unsafe { libc::pthread_attr_destroy(&mut attributes) };
    let start = start as usize;
    start..end.min(start + size)
}

/// Elsewhere nothing is known of it.
#[cfg(not(target_os = "linux"))]
fn stack_below(_end: usize) -> Range<usize> {
    0..0
}

/// Whether this is an unlock.
fn gives_back(kind: ReadKind) -> bool {
    matches!(
        kind,
        ReadKind::Rmw {
            operation: RmwOperation::Swap,
            operand: 0,
            order: RmwOrder::Release,
            ..
        } | ReadKind::Rmw {
            operation: RmwOperation::Sub,
            order: RmwOrder::Release,
            ..
        }
    )
}

/// What a `try_lock` is, if the operation is one.
fn tries(operation: SyncOperation) -> Option<ReadKind> {
    use SyncOperation as Op;
    match operation {
        Op::MutexTryLock | Op::RwLockTryWrite => Some(ReadKind::Try {
            blocked_by: ANYONE,
            add: WRITER,
        }),
        Op::RwLockTryRead => Some(ReadKind::Try {
            blocked_by: WRITER,
            add: 1,
        }),
        _ => None,
    }
}

fn key(object: SyncObject) -> Key {
    match object {
        SyncObject::Address(address) => Key::Object(address),
        SyncObject::Type(id) => {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            Key::Object(hasher.finish() as usize | 1)
        }
        SyncObject::None | SyncObject::Thread(_) => Key::Token(Stage::me()),
    }
}

/// A lock of the present execution.
#[derive(Default)]
pub(super) struct Taken {
    is_tried: bool,
    /// Where it is taken.
    sites: SmallVec<[usize; 4]>,
}

/// A lock that a thread holds.
#[derive(Clone, Copy)]
pub(super) struct HeldLock {
    pub(super) address: usize,
    shared: bool,
    pub(super) site: &'static Site,
}

impl State {
    /// The locks that a thread has given back where no hook stands, which it has no more: their unlock comes before the thread's
    /// next event, the last taken first. `dead` is the part of its stack whose frames have ended, with the locks in them.
    ///
    /// A lock that others read too is asked how many do: all that gave it back unseen before this thread have come to their next
    /// event, and taken what they gave back off their lists, so who is missing is this thread.
    fn take_unseen_unlocks(&mut self, me: u32, dead: &Range<usize>) -> SmallVec<[HeldLock; 2]> {
        let mut unlocked = SmallVec::new();
        for place in (0..self.threads[me as usize].held.len()).rev() {
            let held = self.threads[me as usize].held[place];
            if dead.contains(&held.address) || self.is_given_back(held) {
                unlocked.push(self.threads[me as usize].held.remove(place));
            }
        }
        unlocked
    }

    /// The unlock that no hook has seen.
    pub(super) fn give_back(&mut self, me: u32, held: HeldLock) -> Result<u64, Stop> {
        let key = Key::Object(held.address);
        let (operation, operand) = match held.shared {
            true => (RmwOperation::Sub, 1),
            false => (RmwOperation::Swap, 0),
        };
        self.update(me, key, operation, operand, RmwOrder::Release, held.site)
    }

    /// Whether fewer hold a lock than those that have it on their lists.
    fn is_given_back(&self, held: HeldLock) -> bool {
        let Some(probe) = self.probes.get(&held.address) else {
            return false;
        };
        // SAFETY: the lock's memory is there: it is in a frame of this thread that has not ended or of one that still waits for
        // it, static, or in a block whose free is put off; nobody else runs.
        let holders = unsafe { (probe.holders)(probe.pointer) } as usize;
        let all = self.threads.iter().flat_map(|thread| &thread.held);
        match held.shared {
            true => holders < all.filter(|other| other.address == held.address).count(),
            false => holders == 0,
        }
    }

    fn is_held(&self, me: u32, object: SyncObject) -> bool {
        let mut held = self.threads[me as usize].held.iter();
        matches!(object, SyncObject::Address(address) if held.any(|held| held.address == address))
    }

    fn holds(&mut self, me: u32, operation: SyncOperation, key: Key, site: &'static Site) {
        use SyncOperation as Op;
        let Key::Object(address) = key else { return };
        let held = &mut self.threads[me as usize].held;
        let is_this = |held: &HeldLock| held.address == address;
        match operation {
            Op::MutexLock | Op::MutexTryLock | Op::RwLockWrite | Op::RwLockTryWrite => {
                held.push(HeldLock {
                    address,
                    shared: false,
                    site,
                })
            }
            Op::RwLockRead | Op::RwLockTryRead => held.push(HeldLock {
                address,
                shared: true,
                site,
            }),
            Op::MutexUnlock | Op::RwLockWriteUnlock | Op::RwLockReadUnlock => {
                if let Some(place) = held.iter().rposition(is_this) {
                    held.remove(place);
                }
            }
            _ => {}
        }
    }
}

impl Stage {
    /// Makes up for the unlocks of the calling thread that no hook has seen.
    pub(super) fn catch_up(&self) {
        self.catch_up_quietly();
        if self.is_over() {
            self.turn(Wait::Ready);
        }
    }

    /// As [`Stage::catch_up`], without unwinding if the execution is over.
    pub(super) fn catch_up_quietly(&self) {
        self.catch_up_beside(&(0..0));
    }

    /// As there, where the calling thread has come to its end, and all its frames below `end` with it.
    pub(super) fn catch_up_at_end(&self, end: usize) {
        let holds = |state: &mut State| !state.threads[Self::me() as usize].held.is_empty();
        match !self.is_over() && self.with(holds) {
            true => self.catch_up_beside(&stack_below(end)),
            false => self.catch_up_quietly(),
        }
    }

    fn catch_up_beside(&self, dead: &Range<usize>) {
        let unlocked = match self.is_over() {
            true => SmallVec::new(),
            // All at once: whoever is asked next counts on it.
            false => self.with(|state| state.take_unseen_unlocks(Self::me(), dead)),
        };
        self.catch_up_with(&unlocked);
    }

    /// Before the user's own call: waits until it cannot block.
    pub(super) fn before(&self, call: &SyncCall) {
        // A wait has given its mutex back for real already, and says so itself.
        if !matches!(call.operation, SyncOperation::CondvarWait { .. }) {
            self.catch_up();
        }
        // The guard of a temporary is gone before its unlock is told: `catch_up` has made up for it just now.
        let unlocks = matches!(
            call.operation,
            SyncOperation::MutexUnlock
                | SyncOperation::RwLockWriteUnlock
                | SyncOperation::RwLockReadUnlock
        );
        if unlocks && !self.is_over() && !self.with(|state| state.is_held(Self::me(), call.object))
        {
            return;
        }
        self.before_now(call);
        if !self.is_over() {
            let key = key(call.object);
            self.with(|state| match call.operation {
                SyncOperation::MutexTryLock
                | SyncOperation::RwLockTryRead
                | SyncOperation::RwLockTryWrite => {}
                operation => state.holds(Self::me(), operation, key, call.site),
            });
        }
    }

    fn before_now(&self, call: &SyncCall) {
        use SyncOperation as Op;
        let (key, site) = (key(call.object), call.site);
        match call.operation {
            Op::MutexLock | Op::RwLockWrite => self.wait(
                key,
                ReadKind::Wait {
                    blocked_by: ANYONE,
                    add: WRITER,
                },
                site,
            ),
            Op::RwLockRead => self.wait(
                key,
                ReadKind::Wait {
                    blocked_by: WRITER,
                    add: 1,
                },
                site,
            ),
            Op::MutexUnlock | Op::RwLockWriteUnlock => {
                self.update(key, RmwOperation::Swap, 0, RmwOrder::Release, site);
            }
            Op::RwLockReadUnlock => {
                self.update(key, RmwOperation::Sub, 1, RmwOrder::Release, site);
            }
            Op::MutexTryLock | Op::RwLockTryRead | Op::RwLockTryWrite => {
                if let Some(kind) = tries(call.operation) {
                    self.try_lock(key, kind, site);
                }
            }
            Op::CondvarWait { mutex, timed } => self.wait_at_condvar(key, mutex, timed, site),
            Op::NotifyOne => self.notify(key, false, site),
            Op::NotifyAll => self.notify(key, true, site),
            Op::OnceInitialize => self.wait(key, ReadKind::Once, site),
            Op::OnceSet => self.wait(key, ReadKind::Set, site),
            Op::OnceWait => self.wait(key, ReadKind::Initialized, site),
            Op::OnceInitialized => {
                let order = RmwOrder::AcqRel;
                self.update(key, RmwOperation::Swap, INITIALIZED, order, site);
            }
            Op::OnceGet => self.wait(key, ASKS, site),
            Op::BarrierWait => {
                self.arrive(key, site);
            }
            Op::ChannelSend { .. } | Op::ChannelReceive if self.before_channel(key, call) => {}
            Op::ChannelSend { .. } => {
                self.update(key, RmwOperation::Add, 1, RmwOrder::AcqRel, site);
            }
            Op::ChannelReceive => {
                if self.turn(Wait::Ready).is_some() {
                    self.go_outside(Self::me());
                }
            }
            Op::SenderDrop { .. } => {
                self.turn(Wait::Ready);
            }
            Op::Park { timed: false } => {
                let kind = ReadKind::Await { leave: Some(0) };
                self.wait(Key::Token(Self::me()), kind, site);
            }
            Op::Unpark => {
                if let SyncObject::Thread(id) = call.object
                    && let Some(thread) = self.thread_of(id)
                {
                    let key = Key::Token(thread);
                    self.update(key, RmwOperation::Swap, 1, RmwOrder::Release, site);
                }
            }
            Op::Park { timed: true } => {
                self.pause();
                self.wait(Key::Token(Self::me()), TAKES, site);
            }
            Op::Yield | Op::SpinLoop | Op::Sleep => self.pause(),
            Op::ArcRelease { .. } => {}
        }
    }

    /// After it.
    pub(super) fn after(&self, call: &SyncCall, outcome: SyncOutcome) {
        use SyncOperation as Op;
        let (key, site) = (key(call.object), call.site);
        match call.operation {
            Op::MutexTryLock | Op::RwLockTryWrite | Op::RwLockTryRead => {
                drop(HELD.take());
                self.has_tried(call, outcome);
            }
            Op::BarrierWait => self.leave_barrier(key, site),
            Op::ChannelSend { .. } => self.after_channel(key, call),
            Op::ChannelReceive if !self.is_outside() => self.after_channel(key, call),
            Op::ChannelReceive => {
                self.come_back(Self::me());
                if outcome == SyncOutcome::Done {
                    self.update(key, RmwOperation::Or, 0, RmwOrder::AcqRel, site);
                }
            }
            // The initializer did not run, or did not end: what is there says which.
            Op::OnceInitialize => self.settle_once(key, outcome, site),
            _ => {}
        }
    }

    /// Whether the calling thread's last wait with a timeout ended by it.
    pub(super) fn timeout_fired(&self) -> bool {
        FIRED.get()
    }

    fn thread_of(&self, id: std::thread::ThreadId) -> Option<u32> {
        if self.is_over() {
            return None;
        }
        self.with(|state| state.thread_of(id))
    }

    /// Waits until an operation passes, and does it.
    fn wait(&self, key: Key, kind: ReadKind, site: &'static Site) {
        self.wait_with(key, kind, LoadOrder::Acquire, site);
    }

    fn wait_with(&self, key: Key, kind: ReadKind, order: LoadOrder, site: &'static Site) {
        self.operate(Wait::Ready, |state, me| {
            state.object(me, key, kind, order, site)
        });
    }

    fn update(
        &self,
        key: Key,
        operation: RmwOperation,
        operand: u64,
        order: RmwOrder,
        site: &'static Site,
    ) -> Option<u64> {
        self.operate(Wait::Ready, |state, me| {
            state.update(me, key, operation, operand, order, site)
        })
    }

    /// The event of a `try_lock`; the user's own call follows in the same turn, and finds what the event says.
    fn try_lock(&self, key: Key, kind: ReadKind, site: &'static Site) {
        let held = self.operate(Wait::Ready, |state, me| {
            let value = state.object(me, key, kind, LoadOrder::Acquire, site)?;
            let takes = kind.writes(value).is_some_and(|(new, _)| new != value);
            Ok(if takes { None } else { state.hold(key) })
        });
        HELD.set(held.flatten());
    }

    fn has_tried(&self, call: &SyncCall, outcome: SyncOutcome) {
        if outcome == SyncOutcome::Done && !self.is_over() {
            let key = key(call.object);
            self.with(|state| state.holds(Self::me(), call.operation, key, call.site));
        }
    }

    fn settle_once(&self, key: Key, outcome: SyncOutcome, site: &'static Site) {
        if self.is_over() {
            return;
        }
        let value = match outcome {
            SyncOutcome::Panicked => 0,
            _ => INITIALIZED,
        };
        let running = self.with(|state| state.latest_value(key) == Some(INITIALIZING));
        if running {
            self.update(key, RmwOperation::Swap, value, RmwOrder::AcqRel, site);
        }
    }

    /// A hint that the thread waits for others.
    fn pause(&self) {
        if self.is_over() {
            self.turn(Wait::Ready);
            return;
        }
        let me = Self::me();
        let pauses = self.with(|state| {
            state.threads[me as usize].spin.hint();
            state.pause(me)
        });
        let Some(wait) = pauses else { return };
        if self.turn(wait).is_none() || wait != Wait::Pause {
            return;
        }
        // What it waits for may need no turn: the end of a thread, after its last event.
        std::thread::sleep(Duration::from_millis(1));
        if self.with(|state| state.pauses_in_vain(me)) {
            self.end();
            self.turn(Wait::Ready);
        }
    }

    /// Gives up the mutex, waits for a notification (or, if it may, for a timeout), and takes the mutex again.
    fn wait_at_condvar(&self, condvar: Key, mutex: usize, timed: bool, site: &'static Site) {
        let me = Self::me();
        let Key::Object(address) = condvar else {
            return;
        };
        // Registered before the mutex is given up: no notification is lost.
        self.operate(Wait::Ready, |state, me| {
            state.change_condvar(me, condvar, BEGINS_TO_WAIT, site)?;
            state.waiters.entry(address).or_default().push(me);
            Ok(())
        });
        if mutex != 0 {
            let mutex = Key::Object(mutex);
            self.update(mutex, RmwOperation::Swap, 0, RmwOrder::Release, site);
        }
        let chosen = timed
            .then(|| self.operate(Wait::Ready, |state, me| state.choose(me, 2, Some(site))))
            .flatten();
        let fires = chosen == Some(1) && self.gives_up(condvar, address, site);
        FIRED.set(fires);
        if !fires {
            let may_time_out = |may: bool| {
                if !self.is_over() {
                    self.with(|state| state.threads[me as usize].may_time_out = may);
                }
            };
            may_time_out(timed);
            let kind = ReadKind::Await { leave: Some(0) };
            // No edge: a Condvar may wake spuriously, so std promises that of the mutex only.
            self.wait_with(Key::Wake(me), kind, LoadOrder::Relaxed, site);
            may_time_out(false);
        }
        if mutex != 0 {
            let kind = ReadKind::Wait {
                blocked_by: ANYONE,
                add: WRITER,
            };
            self.wait(Key::Object(mutex), kind, site);
        }
    }

    /// The end of a wait by its timeout; `false` if somebody has woken the thread before.
    fn gives_up(&self, condvar: Key, address: usize, site: &'static Site) -> bool {
        let gives_up = self.operate(Wait::Ready, |state, me| {
            let waits = |state: &State| {
                let waiters = state.waiters.get(&address);
                waiters.is_some_and(|waiters| waiters.contains(&me))
            };
            let is_ordered = state.search.waits_by_reading();
            if !is_ordered && !waits(state) {
                return Ok(false);
            }
            state.change_condvar(me, condvar, GIVES_UP, site)?;
            if !waits(state) {
                // Who was woken first does not give up: that is the execution in which it did not choose to.
                state.threads[me as usize].may_time_out = true;
                return Err(Stop::Blocked(Wait::Stuck));
            }
            if let Some(waiters) = state.waiters.get_mut(&address) {
                waiters.retain(|waiter| *waiter != me);
            }
            Ok(true)
        });
        gives_up == Some(true)
    }

    fn notify(&self, condvar: Key, all: bool, site: &'static Site) {
        let Key::Object(address) = condvar else {
            return;
        };
        // All in one turn: whoever is chosen waits no more for the next notification.
        let woken = self.operate(Wait::Ready, |state, me| {
            state.change_condvar(me, condvar, NOTIFIES, site)?;
            let count = state.waiters.get(&address).map_or(0, Vec::len);
            let chosen = match count {
                count if all => 0..count,
                0 => 0..0,
                1 => 0..1,
                count => {
                    let chosen = state.choose(me, count as u32, Some(site))? as usize;
                    chosen..chosen + 1
                }
            };
            let waiters = state.waiters.entry(address).or_default();
            Ok(waiters.drain(chosen).collect::<Vec<u32>>())
        });
        for thread in woken.unwrap_or_default() {
            let key = Key::Wake(thread);
            self.update(key, RmwOperation::Swap, 1, RmwOrder::Relaxed, site);
        }
    }
}
