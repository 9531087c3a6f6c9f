//! Spawn and join: who becomes which thread.
//!
//! Source: [thread.thread.constr]/6 and [thread.thread.member]/4 (N4861).
//! A spawn has a ticket. The new thread starts with what its creator published under it; a join finds the ticket by the
//! `ThreadId`, and takes what the thread knew at its end. Start and finish may nest on one thread (an interposed start
//! outside, the closure of `spawn` inside): the inner pair receives and publishes only.
//! Bound: a ticket stays until its thread was joined or its session has ended.

use crate::race::ThreadDescription;
use crate::site::Site;
use crate::tracker::engine::ForkTicket;
use crate::tracker::membership::{self, SessionId};
use crate::tracker::thread::{self, Newcomer, Publication, ThreadHandle};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

/// A spawn that is not joined yet.
struct Spawn {
    publication: Publication,
    session: SessionId,
    site: Option<&'static Site>,
    creator: Option<Arc<ThreadDescription>>,
    /// The address of the scope that joins it.
    scope: Option<usize>,
    /// Made by code without annotation, not inside a spawn that a hook has announced.
    unannounced: bool,
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
    /// A hook has announced a spawn, whose real one comes next.
    static ANNOUNCED: Cell<bool> = const { Cell::new(false) };
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
    let announced = ANNOUNCED.replace(site.is_some());
    spawns().by_ticket.insert(
        ticket.0,
        Spawn {
            publication,
            session,
            site,
            creator: thread::description(),
            scope,
            unannounced: site.is_none() && !announced,
            child: None,
            thread: None,
        },
    );
    ticket
}

/// The first event of a spawned thread.
pub(crate) fn start(ticket: ForkTicket) {
    let Some((publication, session, created)) = spawns().by_ticket.get(&ticket.0).map(|spawn| {
        (
            spawn.publication.clone(),
            spawn.session,
            spawn.site.zip(spawn.creator.clone()),
        )
    }) else {
        return;
    };
    if thread::attached().is_none() {
        thread::attach(Newcomer {
            message: publication.message.clone(),
            session,
            created: created.clone(),
        });
    }
    if created.is_some() {
        thread::describe_again(created);
    }
    let Publication { message, id } = publication;
    thread::receive(&message, Some(id), "thread start", ticket.0, None);
    let child = thread::this_thread();
    if let Some(spawn) = spawns().by_ticket.get_mut(&ticket.0) {
        spawn.child = child;
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
    thread::publish("thread end", ticket.0, None);
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
            .filter(|(_, spawn)| spawn.unannounced && spawn.session == session)
            .filter_map(|(ticket, spawn)| Some((*ticket, spawn.child?)))
            .collect();
        (ended, perhaps)
    };
    for (ticket, spawn) in &ended {
        receive_end(*ticket, spawn, "scope end", None);
    }
    for (ticket, child) in perhaps {
        thread::receive(&thread::present(child), None, "scope end", ticket, None);
    }
}

/// Spawns of sessions that have ended are not joined any more.
pub(crate) fn forget_ended_sessions() {
    spawns()
        .by_ticket
        .retain(|_, spawn| !membership::has_ended(spawn.session));
}
