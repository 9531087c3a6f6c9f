//! Calls into primitives that have begun and not ended, per thread.
//!
//! A call is remembered here where its token cannot be carried: while its arguments are evaluated, and while a receiver
//! that is a value is on its way into the call. Entries are found by their site, the innermost first.
//! Grows with the nesting of calls in the arguments of others; beyond [`DEPTH_INLINE`] on the heap, which is given back with the last
//! of those (test: `calls_nest_as_deep_as_they_like`).

use crate::event::{SyncCall, SyncObject, SyncOperation, SyncOutcome};
use crate::hooks::drops::Returned;
use crate::hooks::held::{self, Kept};
use crate::hooks::kick;
use crate::hooks::sync::{Effect, Method};
use crate::site::Site;
use crate::tracker;
use crate::tracker::engine::ChannelCounts;
use crate::tracker::fixed::Fixed;
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;

/// Nested calls that are remembered in one list (count).
const DEPTH_INLINE: usize = 16;

/// Those of them for which a thread has room from its start (count).
const DEPTH_FIRST: usize = 4;

/// A call that has begun.
#[derive(Clone, Copy, Debug)]
pub struct Pending {
    effect: Effect,
    /// The name that was called.
    pub(crate) method: Method,
    pub(crate) site: &'static Site,
    /// Whether the stack holds it.
    on_stack: bool,
    /// Whether its first event has happened.
    begun: bool,
    /// For a wait whose condition is wrapped: how to give up its lock.
    kept: Option<Kept>,
    /// The condition has made the helper wake this wait.
    is_kicked: bool,
}

/// A wait whose condition is wrapped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conditional {
    pub(crate) condvar: SyncObject,
    pub(crate) timed: bool,
    pub(crate) kept: Kept,
    pub(crate) is_kicked: bool,
}

impl Pending {
    /// A call whose first event has happened.
    pub(crate) fn begun(effect: Effect, method: Method, site: &'static Site) -> Self {
        Self {
            effect,
            method,
            site,
            on_stack: false,
            begun: true,
            kept: None,
            is_kicked: false,
        }
    }

    /// Whether it is a wait at a barrier.
    pub(crate) fn is_barrier(&self) -> bool {
        matches!(self.effect, Effect::Sync(SyncOperation::BarrierWait, _))
    }

    /// The call, once it is known what it returned: `Arc::make_mut` found the content its own if it refers to that.
    pub(crate) fn seen_exclusive(self, result: &Returned) -> Self {
        let Effect::ExclusiveOrOwn(address, size) = self.effect else {
            return self;
        };
        let refers = self.method == Method::ArcMakeMut && size_of::<usize>() <= result.size;
        // SAFETY: reads the first word of what `Arc::make_mut` returned, a `&mut` of one or two words.
        let is_there = refers && unsafe { result.place.cast::<usize>().read() } == address;
        match is_there {
            true => Self {
                effect: Effect::Exclusive(address, size),
                ..self
            },
            false => self,
        }
    }

    /// The number of the open call, if it is none of std's.
    pub(crate) fn unknown(&self) -> Option<u64> {
        match self.effect {
            Effect::Unknown(number) => Some(number),
            _ => None,
        }
    }
}

/// The calls, the innermost last.
struct Stack {
    calls: Fixed<Pending, DEPTH_FIRST, DEPTH_INLINE>,
    /// Those that have no room there, on the heap while there are any. Nobody drops it at the thread's end, so that the stack serves
    /// destructors of thread-locals too.
    #[allow(
        clippy::box_collection,
        reason = "no box is zero, so that a new thread copies nothing; no list is not"
    )]
    deeper: ManuallyDrop<Option<Box<Vec<Pending>>>>,
}

thread_local! {
    static STACK: RefCell<Stack> = const {
        RefCell::new(Stack {
            calls: Fixed::new(),
            deeper: ManuallyDrop::new(None),
        })
    };
    static CAPACITY: Cell<Option<usize>> = const { Cell::new(None) };
    static ENDS: Cell<Option<ChannelCounts>> = const { Cell::new(None) };
}

impl Stack {
    fn push(&mut self, call: Pending) {
        if !self.calls.push(call) {
            self.deeper.get_or_insert_default().push(call);
        }
    }

    fn deeper(&self) -> &[Pending] {
        self.deeper.as_ref().map_or(&[], |deeper| deeper)
    }

    fn len(&self) -> usize {
        self.calls.len() + self.deeper().len()
    }

    fn get_mut(&mut self, position: usize) -> Option<&mut Pending> {
        match position.checked_sub(DEPTH_INLINE) {
            None => self.calls.values_mut().get_mut(position),
            Some(deeper) => self.deeper.as_mut()?.get_mut(deeper),
        }
    }

    fn position(&self, site: &'static Site) -> Option<usize> {
        let is_it = |call: &Pending| call.site == site;
        match self.deeper().iter().rposition(is_it) {
            Some(deeper) => Some(DEPTH_INLINE + deeper),
            None => self.calls.values().iter().rposition(is_it),
        }
    }

    /// The innermost entry of `site`.
    fn entry(&mut self, site: &'static Site) -> Option<&mut Pending> {
        let position = self.position(site)?;
        self.get_mut(position)
    }

    /// Removes the entry at `position` and what was left behind above it by unwinding.
    fn take_from(&mut self, position: usize) -> Option<Pending> {
        let call = self.get_mut(position).copied();
        self.calls.truncate(position);
        match position.checked_sub(DEPTH_INLINE) {
            None | Some(0) => *self.deeper = None,
            Some(deeper) => {
                if let Some(calls) = self.deeper.as_mut() {
                    calls.truncate(deeper);
                }
            }
        }
        call
    }

    /// Removes the innermost entry of `site`.
    fn take(&mut self, site: &'static Site) -> Option<Pending> {
        let position = self.position(site)?;
        self.take_from(position)
    }
}

fn with_stack<R>(f: impl FnOnce(&mut Stack) -> R) -> Option<R> {
    let run = |stack: &RefCell<Stack>| Some(f(&mut *stack.try_borrow_mut().ok()?));
    STACK.try_with(run).ok().flatten()
}

/// Whether the events of `method` come after its arguments.
fn waits_for_arguments(effect: &Effect, method: Method) -> bool {
    match effect {
        Effect::Sync(SyncOperation::CondvarWait { .. }, _) => true,
        Effect::Sync(..) => matches!(method, Method::Set | Method::Send | Method::TrySend),
        Effect::Join(_)
        | Effect::Exclusive(..)
        | Effect::ExclusiveOrOwn(..)
        | Effect::Unknown(_) => false,
    }
}

/// A call begins: its first event happens now, or after its arguments.
pub(crate) fn begin(effect: Effect, method: Method, site: &'static Site) -> Pending {
    let delayed = waits_for_arguments(&effect, method);
    let is_initializer = matches!(effect, Effect::Sync(SyncOperation::OnceInitialize, _));
    let call = Pending {
        on_stack: delayed || is_initializer,
        begun: !delayed,
        ..Pending::begun(effect, method, site)
    };
    if !delayed {
        before(&call);
    }
    if call.on_stack {
        with_stack(|stack| stack.push(call));
    }
    call
}

/// The arguments of the innermost call of `site` are evaluated.
pub(crate) fn arguments_done(site: &'static Site, mutex: Option<usize>) {
    let ready = with_stack(|stack| {
        let call = stack.entry(site)?;
        if let Effect::Sync(
            SyncOperation::CondvarWait {
                mutex: given_up, ..
            },
            _,
        ) = &mut call.effect
        {
            *given_up = mutex.or_else(held::latest_mutex).unwrap_or(0);
        }
        call.begun = true;
        Some(*call)
    });
    if let Some(call) = ready.flatten() {
        before(&call);
    }
}

/// The token of `call` is given up: `settle` ends the call.
pub(crate) fn leave_to_settle(call: Pending) {
    if !call.on_stack {
        with_stack(|stack| stack.push(call));
    }
}

/// Takes the innermost call of `site`, whose token was given up.
pub(crate) fn settle(site: &'static Site) -> Option<Pending> {
    let call = with_stack(|stack| stack.take(site)).flatten()?;
    Some(Pending {
        on_stack: false,
        ..call
    })
}

/// How many calls are remembered.
pub(crate) fn depth() -> usize {
    with_stack(|stack| stack.len()).unwrap_or(0)
}

/// All calls but the first `before` were left early.
pub(crate) fn abandon(before: usize) {
    let latest = |stack: &mut Stack| {
        let top = stack.len().checked_sub(1).filter(|top| before <= *top)?;
        stack.take_from(top)
    };
    while let Some(call) = with_stack(latest).flatten() {
        let call = Pending {
            on_stack: false,
            ..call
        };
        end(&call, SyncOutcome::Panicked);
    }
}

/// Whether the innermost call of `site` is a wait that looks at a condition first.
pub(crate) fn waits_while(site: &'static Site) -> bool {
    let call = with_stack(|stack| stack.entry(site).copied()).flatten();
    call.is_some_and(|call| matches!(call.method, Method::WaitWhile | Method::WaitTimeoutWhile))
}

/// The innermost call of `site` waits by its condition.
pub(crate) fn keep(site: &'static Site, kept: Kept) {
    with_entry(site, |call| {
        call.kept = Some(kept);
        call.begun = true;
    });
}

/// Its real wait is being ended, or not any more.
pub(crate) fn kicked(site: &'static Site, is_kicked: bool) {
    with_entry(site, |call| call.is_kicked = is_kicked);
}

fn with_entry(site: &'static Site, f: impl FnOnce(&mut Pending)) {
    with_stack(|stack| {
        if let Some(call) = stack.entry(site) {
            f(call);
        }
    });
}

/// The innermost call of `site`, if it waits by its condition.
pub(crate) fn conditional(site: &'static Site) -> Option<Conditional> {
    let call = with_stack(|stack| stack.entry(site).copied()).flatten()?;
    match call.effect {
        Effect::Sync(SyncOperation::CondvarWait { timed, .. }, condvar) => Some(Conditional {
            condvar,
            timed,
            kept: call.kept?,
            is_kicked: call.is_kicked,
        }),
        _ => None,
    }
}

/// The object of the innermost call of `site`.
pub(crate) fn object_at(site: &'static Site) -> Option<SyncObject> {
    let call = with_stack(|stack| stack.entry(site).copied()).flatten()?;
    match call.effect {
        Effect::Sync(_, object) => Some(object),
        Effect::Join(_)
        | Effect::Exclusive(..)
        | Effect::ExclusiveOrOwn(..)
        | Effect::Unknown(_) => None,
    }
}

/// In an exploration such a wait is a call of its own: it may not have to wait at all, and comes back by itself.
fn explored_while(call: &Pending) -> Option<SyncCall> {
    let Effect::Sync(SyncOperation::CondvarWait { mutex, .. }, _) = call.effect else {
        return None;
    };
    let waits = matches!(call.method, Method::WaitWhile | Method::WaitTimeoutWhile);
    (waits && tracker::is_explored()).then_some(SyncCall {
        operation: SyncOperation::MutexUnlock,
        object: SyncObject::Address(mutex),
        site: call.site,
    })
}

fn before(call: &Pending) {
    if let Some(unlock) = explored_while(call) {
        tracker::sync_before(&unlock);
        tracker::blocking_begin();
        return;
    }
    match call.effect {
        Effect::Sync(operation, object) => tracker::sync_before(&SyncCall {
            operation,
            object,
            site: call.site,
        }),
        Effect::Join(thread) => tracker::join_before(thread, call.site),
        Effect::Exclusive(..) | Effect::ExclusiveOrOwn(..) | Effect::Unknown(_) => {}
    }
}

/// The user's call has ended.
pub(crate) fn end(call: &Pending, outcome: SyncOutcome) {
    // The entry in the stack knows more: the mutex that a wait gave up.
    let entered = match call.on_stack {
        true => with_stack(|stack| stack.take(call.site)).flatten(),
        false => None,
    };
    let call = entered.as_ref().unwrap_or(call);
    if !call.begun {
        // Its arguments left early, by unwinding or by `?`.
        return;
    }
    if call.kept.is_some() {
        if let (true, Effect::Sync(_, SyncObject::Address(condvar))) = (call.is_kicked, call.effect)
        {
            kick::end(condvar);
        }
        return;
    }
    if let Some(unlock) = explored_while(call) {
        tracker::blocking_end();
        tracker::sync_before(&SyncCall {
            operation: SyncOperation::MutexLock,
            ..unlock
        });
        return;
    }
    if let Effect::Sync(SyncOperation::CondvarWait { .. }, SyncObject::Address(condvar)) =
        call.effect
        && tracker::is_explored()
    {
        kick::end(condvar);
    }
    match call.effect {
        Effect::Sync(operation, object) => {
            let sync = SyncCall {
                operation,
                object,
                site: call.site,
            };
            tracker::sync_after(&sync, outcome);
            held::acquired(&sync, outcome);
            if let (SyncOutcome::Not, SyncObject::Address(channel)) = (outcome, object) {
                if finds_no_sender(call.method) {
                    tracker::channel_disconnected(channel, call.site);
                } else if finds_no_receiver(call.method) {
                    tracker::receiver_gone(channel, call.site);
                }
            }
        }
        Effect::Join(thread) => tracker::join_after(thread, call.site),
        Effect::Exclusive(address, size) => {
            if outcome == SyncOutcome::Done {
                tracker::last_owner(address, size, call.site);
            }
        }
        Effect::ExclusiveOrOwn(address, size) => {
            if outcome == SyncOutcome::Done {
                tracker::perhaps_exclusive(address, size, call.site);
            }
        }
        Effect::Unknown(number) => {
            tracker::call_end(number);
        }
    }
}

/// Whether a receive came back without a value because no sender is left.
fn finds_no_sender(method: Method) -> bool {
    match method {
        Method::Recv => true,
        Method::TryRecv | Method::RecvTimeout => {
            ENDS.take().is_some_and(|counts| counts.senders() == 0)
        }
        _ => false,
    }
}

/// Whether a send came back with its value because the receiver is gone. Where the channel does not tell, it may be.
fn finds_no_receiver(method: Method) -> bool {
    match method {
        Method::Send => true,
        Method::TrySend => ENDS.take().is_none_or(|counts| counts.receivers() == 0),
        _ => false,
    }
}

/// Remembers where the channel counts its ends from which the thread is about to receive, or to which it tries to send.
pub(crate) fn set_ends(counts: Option<ChannelCounts>) {
    ENDS.set(counts);
}

/// Remembers the argument of `sync_channel`.
pub(crate) fn set_capacity(capacity: usize) {
    CAPACITY.set(Some(capacity));
}

/// The argument of the `sync_channel` call that has just returned.
pub(crate) fn take_capacity() -> Option<usize> {
    CAPACITY.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{Function, Span};

    static FUNCTION: Function = Function {
        file: "pending.rs",
        manifest_dir: "",
        name: "caller",
    };
    static SITE: Site = Site::new(&FUNCTION, Span::new(1, 1, 1, 9), "send(f())", "", &[]);
    static OTHER: Site = Site::new(&FUNCTION, Span::new(2, 1, 2, 9), "send(f())", "", &[]);

    fn call(number: u64, site: &'static Site) -> Pending {
        Pending {
            effect: Effect::Unknown(number),
            method: Method::Send,
            site,
            on_stack: true,
            begun: false,
            kept: None,
            is_kicked: false,
        }
    }

    fn number(call: Option<Pending>) -> Option<u64> {
        call.and_then(|call| call.unknown())
    }

    #[test]
    fn calls_nest_as_deep_as_they_like() {
        let mut stack = Stack {
            calls: Fixed::new(),
            deeper: ManuallyDrop::new(None),
        };
        for round in 0..2 {
            for depth in 0..100 {
                let site = if depth % 3 == 0 { &OTHER } else { &SITE };
                stack.push(call(round + depth, site));
                assert_eq!(stack.len() as u64, depth + 1);
            }
            for depth in (0..100).rev() {
                let site = if depth % 3 == 0 { &OTHER } else { &SITE };
                assert_eq!(number(stack.entry(site).copied()), Some(round + depth));
                assert_eq!(number(stack.take(site)), Some(round + depth));
            }
            assert_eq!(stack.len(), 0);
            assert!(stack.deeper.is_none());
        }
        // What unwinding left behind goes with what lies beneath it.
        for depth in 0..40 {
            stack.push(call(depth, if depth == 3 { &OTHER } else { &SITE }));
        }
        assert_eq!(number(stack.take(&OTHER)), Some(3));
        assert_eq!(stack.len(), 3);
        assert!(stack.deeper.is_none());
    }
}
