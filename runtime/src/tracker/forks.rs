//! Spawn and join: who becomes which thread.
//!
//! Source: [thread.thread.constr]/6 and [thread.thread.member]/4 (N4861).
//! A spawn has a ticket. The new thread starts with what its creator published under it; a join finds the ticket by the
//! `ThreadId`, and takes what the thread knew at its end. Start and finish may nest on one thread (an interposed start
//! outside, the closure of `spawn` inside): the inner pair receives and publishes only.
//! Bound: a ticket stays until its thread was joined or its session has ended.

use crate::primitive::{Mutex, MutexGuard, PoisonError};
use crate::race::ThreadDescription;
use crate::site::Site;
use crate::tracker::engine::ForkTicket;
use crate::tracker::membership::{self, SessionId};
use crate::tracker::thread::{self, Newcomer, Publication, ThreadHandle};
use crate::tracker::unseen_guards;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::ThreadId;

/// A spawn that is not joined yet.
struct Spawn {
    publication: Publication,
    session: SessionId,
    site: Option<&'static Site>,
    creator: Option<Arc<ThreadDescription>>,
    /// The address of the scope that joins it.
    scope: Option<usize>,
    /// Values that code without annotation returned may have been moved into it.
    carries_unseen: bool,
    /// For a thread that was seen at `pthread_create` only: the ticket of the hook around it.
    announced: Option<u64>,
    /// Nobody can join it any more.
    detached: bool,
    /// Known when it has started.
    child: Option<ThreadHandle>,
    /// Its `ThreadId`, when the spawn has returned.
    thread: Option<ThreadId>,
}

#[derive(Default)]
struct Spawns {
    by_ticket: BTreeMap<u64, Spawn>,
    /// Open scopes: the address of each `Scope`.
    scopes: BTreeMap<u64, Option<usize>>,
}

static SPAWNS: Mutex<Spawns> = Mutex::new(Spawns {
    by_ticket: BTreeMap::new(),
    scopes: BTreeMap::new(),
});

thread_local! {
    /// The ticket under which a hook has announced a spawn, whose real one comes next.
    static ANNOUNCED: Cell<Option<u64>> = const { Cell::new(None) };
}

fn spawns() -> MutexGuard<'static, Spawns> {
    SPAWNS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The calling thread is about to spawn another.
pub(crate) fn fork(site: Option<&'static Site>, scope: Option<usize>) -> ForkTicket {
    let ticket = ForkTicket::unique();
    let Some(publication) = thread::publish("spawn", ticket.0, site) else {
        return ForkTicket(0);
    };
    let session = thread::attached().map_or(SessionId::NONE, |slot| slot.session());
    let announced = ANNOUNCED.replace(site.map(|_| ticket.0));
    spawns().by_ticket.insert(
        ticket.0,
        Spawn {
            publication,
            session,
            site,
            creator: thread::description(),
            scope,
            carries_unseen: unseen_guards::any(),
            announced: announced.filter(|_| site.is_none()),
            detached: false,
            child: None,
            thread: None,
        },
    );
    ticket
}

/// The first event of a spawned thread.
pub(crate) fn start(ticket: ForkTicket) {
    // Where `pthread_create` is interposed, it began before it had a name, and perhaps before its creator knew of it.
    thread::describe_again(start_early(ticket));
}

/// Where a thread was made, and by whom.
type Created = Option<(&'static Site, Arc<ThreadDescription>)>;

/// As [`start`], perhaps before std has set up the thread.
pub(crate) fn start_early(ticket: ForkTicket) -> Created {
    let (publication, session, created, carries_unseen) =
        spawns().by_ticket.get(&ticket.0).map(|spawn| {
            let publication = spawn.publication.clone();
            (
                publication,
                spawn.session,
                spawn.created(),
                spawn.carries_unseen,
            )
        })?;
    if thread::attached().is_none() {
        thread::attach(Newcomer {
            message: publication.message.clone(),
            session,
            created: created.clone(),
        });
    }
    let Publication { message, id } = publication;
    thread::receive(&message, Some(id), "thread start", ticket.0, None);
    if carries_unseen {
        unseen_guards::inherit();
    }
    let child = thread::this_thread();
    let mut spawns = spawns();
    if let Some(spawn) = spawns.by_ticket.get_mut(&ticket.0) {
        spawn.child = child;
    }
    spawns.forget_if_over(ticket.0);
    created
}

impl Spawn {
    /// Where and by whom, if that is known yet.
    fn created(&self) -> Created {
        self.site.zip(self.creator.clone())
    }

    /// Made by code without annotation, not inside a spawn that a hook has announced.
    fn is_unannounced(&self) -> bool {
        self.site.is_none() && self.announced.is_none()
    }
}

impl Spawns {
    /// A thread that has started and that nobody can join needs no ticket, unless a scope that is open waits for it.
    fn forget_if_over(&mut self, ticket: u64) {
        let scopes = !self.scopes.is_empty();
        let is_over = |spawn: &Spawn| {
            let in_scope = spawn.scope.is_some() || (scopes && spawn.is_unannounced());
            spawn.detached && spawn.child.is_some() && !in_scope
        };
        if self.by_ticket.get(&ticket).is_some_and(is_over) {
            self.by_ticket.remove(&ticket);
        }
    }

    fn detach(&mut self, ticket: u64) -> Option<u64> {
        let spawn = self.by_ticket.get_mut(&ticket)?;
        spawn.detached = true;
        let announced = spawn.announced;
        self.forget_if_over(ticket);
        announced
    }
}

/// Nobody can join the thread of an interposed creation any more.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn detach_ticket(ticket: ForkTicket) {
    let mut spawns = spawns();
    if let Some(announced) = spawns.detach(ticket.0) {
        spawns.detach(announced);
    }
}

/// The spawn has returned.
pub(crate) fn forked(ticket: ForkTicket, thread: Option<ThreadId>) {
    let mut spawns = spawns();
    match thread {
        None => {
            spawns.by_ticket.remove(&ticket.0);
        }
        Some(thread) => {
            if let Some(spawn) = spawns.by_ticket.get_mut(&ticket.0) {
                spawn.thread = Some(thread);
            }
        }
    }
}

/// The last event of a spawned thread. Destructors of its thread-locals may still come.
pub(crate) fn finish(ticket: ForkTicket) {
    match is_joined_by_hooks(ticket) {
        true => thread::publish_end("thread end", ticket.0),
        false => thread::publish("thread end", ticket.0, None),
    };
}

/// Whether whoever waits for the end of the calling thread is seen to: a join is interposed, a scope is annotated.
fn is_joined_by_hooks(ticket: ForkTicket) -> bool {
    let spawns = spawns();
    match spawns.by_ticket.get(&ticket.0).map(|spawn| spawn.scope) {
        Some(Some(scope)) => spawns.scopes.values().any(|open| *open == Some(scope)),
        _ => cfg!(all(
            feature = "interpose",
            target_os = "linux",
            target_env = "gnu"
        )),
    }
}

/// A thread was joined: the caller takes all that it knew.
pub(crate) fn join_after(thread: ThreadId, site: &'static Site) {
    let spawn = {
        let mut spawns = spawns();
        let ticket = spawns
            .by_ticket
            .iter()
            .find(|(_, spawn)| spawn.thread == Some(thread))
            .map(|(ticket, _)| *ticket);
        ticket.and_then(|ticket| Some((ticket, spawns.by_ticket.remove(&ticket)?)))
    };
    if let Some((ticket, spawn)) = spawn {
        receive_end(ticket, &spawn, "join", Some(site));
    }
}

/// A thread that code without annotation made and joined.
#[cfg(all(feature = "interpose", target_os = "linux", target_env = "gnu"))]
pub(crate) fn join_ticket(ticket: ForkTicket) {
    let spawn = spawns().by_ticket.remove(&ticket.0);
    if let Some(spawn) = spawn {
        receive_end(ticket.0, &spawn, "join", None);
    }
}

fn receive_end(ticket: u64, spawn: &Spawn, edge: &'static str, site: Option<&'static Site>) {
    let Some(child) = spawn.child else { return };
    let end = thread::present(child);
    thread::released_by(child);
    thread::receive(&end, None, edge, ticket, site);
}

/// Before `thread::scope`.
pub(crate) fn scope_begin() -> u64 {
    let scope = ForkTicket::unique().0;
    spawns().scopes.insert(scope, None);
    scope
}

/// The user's closure of the scope has begun and its `Scope` stands at `address`.
pub(crate) fn scope_opened(scope: u64, address: usize) {
    spawns().scopes.insert(scope, Some(address));
}

/// The scope call has returned: all threads forked in it have ended.
///
/// Threads that code without annotation made meanwhile may be among them: what they know by now is taken too, which may
/// hide a race with one that was not.
pub(crate) fn scope_end(scope: u64) {
    let session = thread::attached().map_or(SessionId::NONE, |slot| slot.session());
    let (ended, perhaps) = {
        let mut spawns = spawns();
        let address = spawns.scopes.remove(&scope).flatten();
        let ended: Vec<(u64, Spawn)> = spawns
            .by_ticket
            .extract_if(scope.., |_, spawn| {
                spawn.scope.is_some() && spawn.scope == address
            })
            .collect();
        let perhaps: Vec<(u64, ThreadHandle)> = spawns
            .by_ticket
            .range(scope..)
            .filter(|(_, spawn)| spawn.is_unannounced() && spawn.session == session)
            .filter_map(|(ticket, spawn)| Some((*ticket, spawn.child?)))
            .collect::<Vec<_>>();
        perhaps
            .iter()
            .for_each(|(ticket, _)| spawns.forget_if_over(*ticket));
        (ended, perhaps)
    };
    for (ticket, spawn) in &ended {
        receive_end(*ticket, spawn, "scope end", None);
    }
    for (ticket, child) in perhaps {
        thread::released_by(child);
        thread::receive(&thread::present(child), None, "scope end", ticket, None);
    }
}

/// Spawns of sessions that have ended are not joined any more.
pub(crate) fn forget_ended_sessions() {
    spawns()
        .by_ticket
        .retain(|_, spawn| !membership::has_ended(spawn.session));
}

#[cfg(all(test, feature = "interpose", target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;
    use crate::primitive::{AtomicU32, Ordering, yield_now};
    use crate::site::{Function, Span};

    static FUNCTION: Function = Function {
        file: "forks.rs",
        manifest_dir: "",
        name: "churn",
    };
    static SITE: Site = Site::new(&FUNCTION, Span::new(1, 1, 1, 2), "", "", &[]);
    static RUNNING: AtomicU32 = AtomicU32::new(0);

    /// Threads that nobody joins leave no tickets behind.
    #[test]
    fn detached_threads_are_forgotten() {
        for _ in 0..500 {
            // ORDER: SeqCst; a test.
            RUNNING.fetch_add(1, Ordering::SeqCst);
            let ticket = crate::tracker::fork(&SITE);
            let handle = std::thread::spawn(move || {
                crate::tracker::start(ticket);
                crate::tracker::finish(ticket, false);
                RUNNING.fetch_sub(1, Ordering::SeqCst);
            });
            crate::tracker::forked(ticket, Some(handle.thread().id()));
            drop(handle);
            while RUNNING.load(Ordering::SeqCst) > 4 {
                yield_now();
            }
        }
        while RUNNING.load(Ordering::SeqCst) > 0 {
            yield_now();
        }
        let own = spawns()
            .by_ticket
            .values()
            .filter(|spawn| spawn.site == Some(&SITE))
            .count();
        assert!(own < 8, "{own} tickets are left");
    }
}
