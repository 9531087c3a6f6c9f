//! An open session, on the thread that opened it.

use crate::race::Race;
use crate::session::environment::Environment;
use crate::session::log::{self, Purpose};
use crate::session::output;
use crate::tracker::membership::{self, SessionId};
use crate::tracker::{self, forks, thread, untracked};
use std::thread::ThreadId;

/// See the module.
#[derive(Debug)]
pub(crate) struct OpenSession {
    id: SessionId,
    before: SessionId,
    thread: ThreadId,
}

/// What a session saw.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Its races and unproven pairs, each pair of places once.
    pub races: Vec<Race>,
    /// How many events its threads reported.
    pub events: u64,
}

impl OpenSession {
    /// Opens a session on the calling thread.
    pub(crate) fn begin(purpose: Purpose) -> Self {
        Environment::get();
        untracked(|| {
            let id = membership::open();
            log::open(id, purpose);
            let before = current();
            thread::change_session(id);
            thread::receive(
                &membership::known_at_start(),
                None,
                "session start",
                0,
                None,
            );
            tracker::session_begins();
            if purpose == Purpose::Observe {
                tracker::observation_begins();
            }
            Self {
                id,
                before,
                thread: std::thread::current().id(),
            }
        })
    }

    /// Ends it. The calling thread goes back to the session that it had before.
    pub(crate) fn finish(self) -> Seen {
        untracked(|| {
            let mut known = thread::present_of_session(self.id);
            if self.thread == std::thread::current().id() {
                known.join(&thread::with_view(|view| view.publish()).unwrap_or_default());
                thread::change_session(self.before);
            }
            let events = membership::events(self.id) + thread::live_events(self.id);
            membership::close(self.id, &known);
            forks::forget_ended_sessions();
            let races = log::close(self.id);
            output::collect(&races);
            Seen { races, events }
        })
    }
}

/// The session of the calling thread.
pub(crate) fn current() -> SessionId {
    thread::attached().map_or(SessionId::NONE, |slot| slot.session())
}

impl Seen {
    /// Of a session that was not there.
    pub(crate) fn nothing() -> Self {
        Self {
            races: Vec::new(),
            events: 0,
        }
    }
}
