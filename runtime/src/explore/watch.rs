//! A wait that we do not control is noticed and named: a watchman looks whether whoever has the turn sleeps.
//!
//! Such a thread cannot be unwound, and the others cannot go on, so the process ends with the status of a race.

use crate::explore::runtime::Stage;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often the watchman looks.
const LOOK: Duration = Duration::from_millis(250);

/// Looks without an event, and with the thread asleep each time, until it is given up (count).
const PATIENCE: u32 = 20;

/// The watchman; goes home when dropped.
pub(super) struct Watch {
    done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    pub(super) fn over(stage: &Arc<Stage>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let (stage, over) = (Arc::downgrade(stage), Arc::clone(&done));
        let thread = std::thread::Builder::new()
            .name(String::from("datarace watch"))
            .spawn(move || watch(&stage, &over));
        Self {
            done,
            thread: thread.ok(),
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // ORDER: Relaxed; only a flag.
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

fn watch(stage: &Weak<Stage>, done: &AtomicBool) {
    crate::tracker::untracked(|| {
        let mut last = 0;
        let mut asleep = 0;
        // ORDER: Relaxed; only a flag.
        while !done.load(Ordering::Relaxed) {
            std::thread::park_timeout(LOOK);
            let Some(stage) = stage.upgrade() else { return };
            let now = stage.progress();
            let sleeps = now == last && is_asleep(stage.holder());
            asleep = if sleeps { asleep + 1 } else { 0 };
            last = now;
            if PATIENCE <= asleep {
                give_up(&stage);
            }
        }
    });
}

fn give_up(stage: &Stage) {
    let (thread, place) = stage.whereabouts();
    let message = format!(
        "datarace: the exploration cannot go on: {thread} waits in code that is not annotated, after {place}; \
         annotate what it waits for, or what wakes it"
    );
    // Not `eprintln!`, which a test harness keeps to itself until the test ends; this one does not end.
    drop(writeln!(std::io::stderr(), "{message}"));
    std::process::exit(crate::tracker::process::RACE_STATUS);
}

/// Whether a thread of this process sleeps, by its number in the system.
#[cfg(target_os = "linux")]
pub(super) fn is_asleep(thread: i32) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/self/task/{thread}/stat")) else {
        return false;
    };
    // The state stands behind the name, which is in parentheses.
    status
        .rsplit_once(')')
        .is_some_and(|(_, rest)| rest.trim_start().starts_with('S'))
}

/// Elsewhere nothing is known, so nobody is given up.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_asleep(_thread: i32) -> bool {
    false
}
