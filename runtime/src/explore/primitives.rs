//! The standard library's primitives in an exploration: who owns a lock and who waits is ours, the call is the user's.
//!
//! Every operation on an object is a read-modify-write of the object's location, so all that happens to it is in one order, and
//! running threads along reads-from is running them in that order: the user's own call does then what the graph says.
//! A lock waits for a value that lets it pass; an unlock releases.

use crate::event::{AtomicWidth, RmwOperation, SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::explore::graph::{ReadKind, load_order};
use crate::explore::runtime::{Key, Stage, State, Stop, Wait};
use crate::explore::search::NewRead;
use crate::order::{LoadOrder, RmwOrder};
use crate::site::Site;
use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};

/// An `RwLock` held for writing; smaller values count its readers.
const WRITER: u64 = 1 << 32;

const ANYONE: u64 = u64::MAX;

thread_local! {
    /// Whether the calling thread's last wait with a timeout ended by it.
    static FIRED: Cell<bool> = const { Cell::new(false) };
}

/// The states of a `Once`.
const INITIALIZED: u64 = 2;

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
        thread.spin.progress();
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
        let (value, _) = self.read(me, new)?;
        self.threads[me as usize].waits_at = None;
        Ok(value)
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

/// A lock that a thread holds.
#[derive(Clone, Copy)]
pub(super) struct HeldLock {
    pub(super) address: usize,
    shared: bool,
    pub(super) site: &'static Site,
}

impl State {
    /// Locks that a thread has given back where no hook stands: their unlock comes before the thread's next event.
    fn unseen_unlock(&self, me: u32) -> Option<HeldLock> {
        self.threads[me as usize].held.iter().copied().find(|held| {
            let probe = self.probes.get(&held.address);
            // SAFETY: the lock's memory is there: it is on the stack of this thread or of one that still waits for it, static, or
            // in a block whose free is put off; nobody else runs.
            probe.is_some_and(|probe| unsafe { (probe.is_free)(probe.pointer) })
        })
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
        let me = Self::me();
        while !self.is_over()
            && let Some(held) = self.with(|state| state.unseen_unlock(me))
        {
            let key = Key::Object(held.address);
            let (operation, unlock) = match held.shared {
                true => (RmwOperation::Sub, SyncOperation::RwLockReadUnlock),
                false => (RmwOperation::Swap, SyncOperation::MutexUnlock),
            };
            self.with(|state| state.holds(me, unlock, key, held.site));
            let operand = u64::from(held.shared);
            let order = RmwOrder::Release;
            self.quietly_operate(Wait::Ready, |state, me| {
                state.update(me, key, operation, operand, order, held.site)
            });
        }
        self.catch_up_with_drops();
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
                self.turn(Wait::Ready);
            }
            Op::CondvarWait { mutex, timed } => self.wait_at_condvar(key, mutex, timed, site),
            Op::NotifyOne => self.notify(key, false, site),
            Op::NotifyAll => self.notify(key, true, site),
            Op::OnceInitialize => self.wait(key, ReadKind::Once, site),
            Op::OnceInitialized => {
                let order = RmwOrder::AcqRel;
                self.update(key, RmwOperation::Swap, INITIALIZED, order, site);
            }
            Op::OnceGet => {
                self.update(key, RmwOperation::Or, 0, RmwOrder::AcqRel, site);
            }
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
            Op::Yield | Op::SpinLoop | Op::Sleep | Op::Park { timed: true } => self.pause(),
            Op::ArcRelease => {}
        }
    }

    /// After it.
    pub(super) fn after(&self, call: &SyncCall, outcome: SyncOutcome) {
        use SyncOperation as Op;
        let (key, site) = (key(call.object), call.site);
        match call.operation {
            Op::MutexTryLock | Op::RwLockTryWrite => {
                self.tried(key, ANYONE, WRITER, site);
                self.has_tried(call, outcome);
            }
            Op::RwLockTryRead => {
                self.tried(key, WRITER, 1, site);
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
        self.operate(Wait::Ready, |state, me| {
            state.object(me, key, kind, LoadOrder::Acquire, site)
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

    /// The event of a `try_lock`, right after the user's own call: nobody had the turn in between.
    fn tried(&self, key: Key, blocked_by: u64, add: u64, site: &'static Site) {
        if self.is_over() {
            return;
        }
        let kind = ReadKind::Try { blocked_by, add };
        let result =
            self.with(|state| state.object(Self::me(), key, kind, LoadOrder::Acquire, site));
        if result.is_err() {
            self.end();
        }
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
        let running = self.with(|state| state.latest_value(key) == Some(1));
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
        let schedules = self.with(|state| {
            state.threads[me as usize].spin.hint();
            !state.search.waits_by_reading()
        });
        if schedules {
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
            state.update(me, condvar, RmwOperation::Add, 1, RmwOrder::Relaxed, site)?;
            state.waiters.entry(address).or_default().push(me);
            Ok(())
        });
        if mutex != 0 {
            let mutex = Key::Object(mutex);
            self.update(mutex, RmwOperation::Swap, 0, RmwOrder::Release, site);
        }
        let fires = timed
            && self.operate(Wait::Ready, |state, me| state.choose(me, 2, Some(site))) == Some(1);
        FIRED.set(fires);
        match fires {
            true => {
                self.operate(Wait::Ready, |state, me| {
                    state.update(me, condvar, RmwOperation::Add, 1, RmwOrder::Relaxed, site)?;
                    if let Some(waiters) = state.waiters.get_mut(&address) {
                        waiters.retain(|waiter| *waiter != me);
                    }
                    Ok(())
                });
            }
            false => {
                let may_time_out = |may: bool| {
                    if !self.is_over() {
                        self.with(|state| state.threads[me as usize].may_time_out = may);
                    }
                };
                may_time_out(timed);
                self.wait(Key::Wake(me), ReadKind::Await { leave: Some(0) }, site);
                may_time_out(false);
            }
        }
        if mutex != 0 {
            let kind = ReadKind::Wait {
                blocked_by: ANYONE,
                add: WRITER,
            };
            self.wait(Key::Object(mutex), kind, site);
        }
    }

    fn notify(&self, condvar: Key, all: bool, site: &'static Site) {
        let Key::Object(address) = condvar else {
            return;
        };
        let woken = self.operate(Wait::Ready, |state, me| {
            state.update(me, condvar, RmwOperation::Add, 1, RmwOrder::Relaxed, site)?;
            let waiters = state.waiters.entry(address).or_default();
            Ok(match all {
                true => std::mem::take(waiters),
                false => Vec::new(),
            })
        });
        let mut woken = woken.unwrap_or_default();
        if !all {
            let count = match self.is_over() {
                true => 0,
                false => self.with(|state| state.waiters.get(&address).map_or(0, Vec::len)),
            };
            let chosen = match count {
                0 => return,
                1 => Some(0),
                count => self.operate(Wait::Ready, |state, me| {
                    state.choose(me, count as u32, Some(site))
                }),
            };
            if let Some(chosen) = chosen {
                self.with(|state| {
                    if let Some(waiters) = state.waiters.get_mut(&address)
                        && (chosen as usize) < waiters.len()
                    {
                        woken.push(waiters.remove(chosen as usize));
                    }
                });
            }
        }
        for thread in woken {
            let key = Key::Wake(thread);
            self.update(key, RmwOperation::Swap, 1, RmwOrder::Relaxed, site);
        }
    }
}
