//! Panics of explored programs: their messages are kept, and each is printed once.

use std::collections::BTreeSet;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, Once, PoisonError};

/// The messages of the present execution, by thread, and those that were printed.
static SEEN: Mutex<Seen> = Mutex::new(Seen {
    messages: Vec::new(),
    printed: BTreeSet::new(),
});

struct Seen {
    messages: Vec<(u32, String)>,
    printed: BTreeSet<String>,
}

fn seen<R>(f: impl FnOnce(&mut Seen) -> R) -> R {
    f(&mut SEEN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Puts a hook in front of the present one that looks at panics of explored threads.
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let first =
                crate::tracker::engine().is_none() || crate::tracker::untracked(|| remember(info));
            if first {
                previous(info);
            }
        }));
    });
    seen(|seen| seen.printed.clear());
}

fn remember(info: &PanicHookInfo<'_>) -> bool {
    let text = info.payload_as_str().unwrap_or("a value of another type");
    let message = match info.location() {
        Some(place) => format!("{text} at {}:{}", place.file(), place.line()),
        None => String::from(text),
    };
    let thread = crate::explore::runtime::Stage::me();
    seen(|seen| {
        seen.messages.push((thread, message.clone()));
        seen.printed.insert(message)
    })
}

/// Forgets the messages of the last execution.
pub(super) fn clear() {
    seen(|seen| seen.messages.clear());
}

/// Whose panic it was, and the first message of this thread in this execution. Where that only passes on what another thread has
/// met (the end of a scope, the `unwrap` of a `join`), it is the first one of others.
pub(super) fn origin(thread: u32) -> Option<(u32, String)> {
    seen(|seen| {
        let own = seen.messages.iter().find(|(other, _)| *other == thread)?;
        let passes_on = PASSED_ON.iter().any(|text| own.1.contains(text));
        let mut others = seen.messages.iter().filter(|(other, _)| *other != thread);
        Some(match passes_on {
            true => others.next().unwrap_or(own).clone(),
            false => own.clone(),
        })
    })
}

/// In the messages of std, where it passes the panic of a thread on to who joins it.
const PASSED_ON: [&str; 2] = ["a scoped thread panicked", "Any { .. }"];
