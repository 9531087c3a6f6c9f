//! The races of each session: equal ones are one, with a count.
//!
//! Bound: the log of a session goes when the session ends; of threads that outlive it each pair of places is kept once,
//! so that it is printed once.

use crate::race::{Race, Verdict};
use crate::session::environment::{Environment, Unproven};
use crate::session::output;
use crate::tracker::membership::SessionId;
use crate::tracker::process;
use crate::tracker::races::RaceKey;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the races of a session do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// They are handed to the caller of `observe`.
    Observe,
    /// They fail a test.
    Test,
    /// They end the program with status 66.
    Main,
}

#[derive(Default)]
struct Log {
    /// `None` for a session that has ended, and for what belongs to none.
    purpose: Option<Purpose>,
    races: Vec<Race>,
    /// `None` while the race is being made.
    places: BTreeMap<Key, Option<usize>>,
}

type Key = (u32, u8, u32, u8, bool);

static LOGS: Mutex<Option<HashMap<SessionId, Log>>> = Mutex::new(None);

fn with_logs<R>(f: impl FnOnce(&mut HashMap<SessionId, Log>) -> R) -> R {
    let mut logs: MutexGuard<'_, _> = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
    f(logs.get_or_insert_default())
}

fn key(key: RaceKey) -> Key {
    let RaceKey {
        earlier,
        later,
        verdict,
        ..
    } = key;
    let is_proven = verdict == Verdict::Race;
    (
        earlier.0,
        earlier.1 as u8,
        later.0,
        later.1 as u8,
        is_proven,
    )
}

/// A session begins.
pub(crate) fn open(session: SessionId, purpose: Purpose) {
    with_logs(|logs| {
        logs.entry(session).or_default().purpose = Some(purpose);
    });
}

/// A session has ended: its races. What its threads meet from here on is printed only.
pub(crate) fn close(session: SessionId) -> Vec<Race> {
    with_logs(|logs| {
        let Some(log) = logs.get_mut(&session) else {
            return Vec::new();
        };
        log.purpose = None;
        let races = std::mem::take(&mut log.races);
        if races.is_empty() {
            logs.remove(&session);
        }
        races
    })
}

/// A race was found: counted if it is known, else made, kept and printed.
pub(crate) fn race_found(session: SessionId, race: RaceKey, make: &mut dyn FnMut() -> Race) {
    let made = race.made;
    let key = key(race);
    if count_again(session, key) || is_known_where_made(session, key, made) {
        return;
    }
    // Outside the lock: making it looks at all threads.
    let race = make();
    let purpose = with_logs(|logs| {
        let log = logs.entry(session).or_default();
        log.places.insert(key, Some(log.races.len()));
        log.races.push(race.clone());
        log.purpose
    });
    if is_fatal(&race) && (purpose == Some(Purpose::Main) || session == SessionId::NONE) {
        process::fail_at_exit();
    }
    match purpose {
        Some(Purpose::Observe) => {}
        Some(Purpose::Test | Purpose::Main) => output::print(&race),
        None => {
            output::print_aloud(&race);
            output::collect(std::slice::from_ref(&race));
        }
    }
}

/// Whether a race makes its session fail.
pub(crate) fn is_fatal(race: &Race) -> bool {
    race.verdict() == Verdict::Race || Environment::get().unproven == Unproven::Fail
}

/// Whether the references that are used were a race already where they were made.
fn is_known_where_made(session: SessionId, key: Key, made: (u32, u32)) -> bool {
    let (earlier, _, later, ..) = key;
    (earlier, later) != made
        && with_logs(|logs| {
            let known = logs.get(&session).map(|log| log.places.keys());
            known
                .into_iter()
                .flatten()
                .any(|&(a, _, b, _, is_proven)| is_proven && ((a, b) == made || (b, a) == made))
        })
}

fn count_again(session: SessionId, key: Key) -> bool {
    with_logs(|logs| {
        let log = logs.entry(session).or_default();
        let Some(place) = log.places.insert(key, None) else {
            return false;
        };
        log.places.insert(key, place);
        if let Some(race) = place.and_then(|place| log.races.get_mut(place)) {
            race.count += 1;
        }
        true
    })
}
