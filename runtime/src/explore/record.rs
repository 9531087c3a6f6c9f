//! From an execution to what reports are made of.

use crate::clock::ThreadIndex;
use crate::event::{RmwOperation, StoreId, SyncEvent, SyncRecord};
use crate::explore::failure::{Standing, Step};
use crate::explore::graph::{EventId, Graph, INITIALIZED, INITIALIZING, Label, Location, ReadKind};
use crate::explore::plain::Made;
use crate::explore::primitives::{BEGINS_TO_WAIT, GIVES_UP, NOTIFIES};
use crate::explore::runtime::{Key, State, Thread, Wait};
use crate::model::explain::{Side, explain};
use crate::order::RmwOrder;
use crate::race::{Access, Race, ThreadDescription, Verdict};
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The race of two accesses in the present execution; `at` is how many events came before it.
pub(super) fn race(state: &State, earlier: &Made, later: &Made, bytes: usize, at: usize) -> Race {
    let records = records(state, at);
    let description = |thread: ThreadIndex| {
        let thread = state.threads.get(thread.0 as usize)?;
        Some(Arc::clone(&thread.description))
    };
    let side = |made: &Made| Side {
        access: made.access,
        epoch: made.epoch,
    };
    let explanation = explain(&records, &side(earlier), &side(later), &|epoch| {
        description(epoch.thread)
    });
    let access = |made: &Made| Access {
        kind: made.access.kind,
        site: made.access.site,
        thread: description(made.epoch.thread).unwrap_or_else(|| nobody(state)),
        stack: Vec::new(),
    };
    Race {
        verdict: Verdict::Race,
        earlier: access(earlier),
        later: access(later),
        bytes,
        count: 1,
        explanation,
        token: None,
        unannotated: Vec::new(),
    }
}

fn nobody(state: &State) -> Arc<ThreadDescription> {
    Arc::clone(&state.threads[0].description)
}

/// The synchronization events of the execution, for an explanation.
fn records(state: &State, at: usize) -> Vec<SyncRecord> {
    let graph = state.search.graph();
    let mut sequences: FxHashMap<u32, u64> = FxHashMap::default();
    let mut stores: FxHashMap<EventId, StoreId> = FxHashMap::default();
    let mut records = Vec::new();
    for id in &state.trace[..at.min(state.trace.len())] {
        let event = graph.event(*id);
        let sequence = sequences.entry(id.thread).or_default();
        *sequence += 1;
        let store = StoreId {
            thread: ThreadIndex(id.thread),
            sequence: *sequence,
        };
        let from = event
            .reads_from
            .and_then(|source| stores.get(&source).copied());
        let object = |location| state.address_of(location) as u64;
        let is_edge = event.site.is_some_and(|site| site.orderings.is_empty());
        let next = graph.events_of(id.thread).get(id.index as usize + 1);
        let made = match event.label {
            Label::Write {
                exclusive: true, ..
            } => {
                *sequence -= 1;
                continue;
            }
            Label::Write {
                location, order, ..
            } => SyncEvent::Store {
                object: object(location) as usize,
                order,
                position: graph.position(location, Some(*id)) as u64,
            },
            Label::Read {
                location,
                order,
                kind,
            } => {
                let write = EventId {
                    index: id.index + 1,
                    ..*id
                };
                let wrote = next.is_some_and(|next| {
                    matches!(
                        next.label,
                        Label::Write {
                            exclusive: true,
                            ..
                        }
                    )
                });
                let releases = matches!(kind, ReadKind::Rmw { order, .. } if order.releases());
                match (wrote, kind) {
                    (true, kind) if !is_edge => SyncEvent::Rmw {
                        object: object(location) as usize,
                        order: match kind {
                            ReadKind::Rmw { order, .. }
                            | ReadKind::CompareExchange { order, .. } => order,
                            _ => RmwOrder::Acquire,
                        },
                        reads_from: from,
                        position: graph.position(location, Some(write)) as u64,
                    },
                    (_, _) if is_edge && releases => SyncEvent::Publish {
                        edge: "unlock",
                        object: object(location),
                    },
                    (_, _) if is_edge => SyncEvent::Receive {
                        edge: "lock",
                        object: object(location),
                        from,
                    },
                    (_, kind) => SyncEvent::Load {
                        object: object(location) as usize,
                        order,
                        reads_from: from,
                        failed_exchange: matches!(kind, ReadKind::CompareExchange { .. }),
                    },
                }
            }
            Label::Fence { order } => SyncEvent::Fence { order },
            Label::Create { child } => SyncEvent::Publish {
                edge: "spawn",
                object: u64::from(child),
            },
            Label::Finish { .. } => SyncEvent::Publish {
                edge: "thread end",
                object: u64::from(id.thread),
            },
            Label::Begin => SyncEvent::Receive {
                edge: "thread start",
                object: u64::from(id.thread),
                from: graph.threads[id.thread as usize]
                    .created_by
                    .and_then(|by| stores.get(&by).copied()),
            },
            Label::Join { child } => SyncEvent::Receive {
                edge: "join",
                object: u64::from(child),
                from: graph
                    .last(child)
                    .and_then(|last| stores.get(&last).copied()),
            },
            Label::After { edge } => {
                let froms = event.after.iter().filter_map(|id| stores.get(id).copied());
                let froms: Vec<StoreId> = froms.collect();
                for from in &froms[1.min(froms.len())..] {
                    records.push(SyncRecord {
                        thread: ThreadIndex(id.thread),
                        time: id.index + 1,
                        sequence: store.sequence,
                        event: SyncEvent::Receive {
                            edge,
                            object: 0,
                            from: Some(*from),
                        },
                        site: event.site,
                    });
                }
                SyncEvent::Receive {
                    edge,
                    object: 0,
                    from: froms.first().copied(),
                }
            }
            Label::Choice { .. } => {
                *sequence -= 1;
                continue;
            }
        };
        stores.insert(*id, store);
        // The write of a read-modify-write is the event behind it.
        stores.insert(
            EventId {
                index: id.index + 1,
                ..*id
            },
            store,
        );
        records.push(SyncRecord {
            thread: ThreadIndex(id.thread),
            time: id.index + 1,
            sequence: store.sequence,
            event: made,
            site: event.site,
        });
    }
    records
}

/// The execution as a readable interleaving.
pub(super) fn steps(state: &State) -> Vec<Step> {
    let graph = state.search.graph();
    let mut places: FxHashMap<EventId, usize> = FxHashMap::default();
    let mut steps = Vec::new();
    for id in &state.trace {
        let event = graph.event(*id);
        let exclusive = matches!(
            event.label,
            Label::Write {
                exclusive: true,
                ..
            }
        );
        if exclusive {
            places.insert(*id, steps.len().saturating_sub(1));
            continue;
        }
        places.insert(*id, steps.len());
        if event.site.is_none() {
            continue;
        }
        let primitive = primitive_words(state, *id);
        let read = match event.label {
            Label::Read { location, .. } if primitive.is_none() => {
                let position = graph.position(location, event.reads_from);
                let stale = graph.location(location).order[position..]
                    .iter()
                    .any(|newer| places.contains_key(newer) && newer.thread != id.thread);
                let from = event
                    .reads_from
                    .and_then(|source| places.get(&source).copied());
                Some((graph.value_read(*id), from, stale))
            }
            _ => None,
        };
        steps.push(Step {
            thread: Arc::clone(&state.threads[id.thread as usize].description),
            site: event.site,
            read,
            does: primitive.filter(|words| !words.is_empty()),
        });
    }
    steps
}

/// Whether a notification goes on to wake a waiter.
fn wakes_somebody(graph: &Graph, notification: EventId) -> bool {
    let site = graph.event(notification).site;
    let events = graph.events_of(notification.thread);
    let next = events.get(notification.index as usize + 2);
    next.is_some_and(|next| site == next.site)
}

/// Whether something is initialized once at a location.
fn is_once(graph: &Graph, location: Location) -> bool {
    let reads = graph.location(location).reads.iter();
    let kinds = reads.map(|read| graph.event(*read).label);
    kinds.into_iter().all(|label| {
        matches!(
            label,
            Label::Read {
                kind: ReadKind::Once
                    | ReadKind::Set
                    | ReadKind::Initialized
                    | ReadKind::Rmw {
                        operation: RmwOperation::Or | RmwOperation::Swap,
                        ..
                    },
                ..
            }
        )
    })
}

/// What an event did to a primitive or to a thread, as a verb; empty where the user's code says it all, `None` for other events.
fn primitive_words(state: &State, id: EventId) -> Option<String> {
    let graph = state.search.graph();
    let event = graph.event(id);
    let whose = |thread: u32| match state.threads.get(thread as usize) {
        Some(thread) => thread.description.to_string(),
        None => String::from("a thread"),
    };
    let (location, kind) = match event.label {
        Label::Create { child } => return Some(format!("makes {}", whose(child))),
        Label::Join { child } => return Some(format!("{} has ended", whose(child))),
        Label::Read { location, kind, .. } => (location, kind),
        _ => return None,
    };
    let key = state.key_of(location)?;
    let value = graph.value_read(id);
    let initialized = match value {
        INITIALIZED => "finds it initialized",
        INITIALIZING => "waits for the initializer",
        _ => "finds it not initialized",
    };
    let words = match (key, kind) {
        (Key::Atomic(_), _) => return None,
        (_, ReadKind::Wait { .. }) if !kind.passes(value) => "waits for the lock",
        (_, ReadKind::Wait { add: 1, .. }) => "takes the lock for reading",
        (_, ReadKind::Wait { .. }) => "takes the lock",
        (_, ReadKind::Try { .. }) => match kind.writes(value) {
            Some((new, _)) if new != value => "takes the lock",
            _ => "finds the lock held",
        },
        (Key::Token(_), ReadKind::Await { .. }) if kind.passes(value) => "was unparked",
        (Key::Token(_), ReadKind::Await { .. }) => "is parked",
        (_, ReadKind::Await { .. }) if kind.passes(value) => "was notified",
        (_, ReadKind::Await { .. }) => "waits for a notification",
        (_, ReadKind::Once) if value == 0 => "begins to initialize",
        (_, ReadKind::Set) if value == 0 => "initializes it",
        (_, ReadKind::Once | ReadKind::Set | ReadKind::Initialized) => initialized,
        (Key::Token(thread), _) => return Some(format!("unparks {}", whose(thread))),
        (Key::Wake(thread), _) => return Some(format!("wakes {}", whose(thread))),
        (
            _,
            ReadKind::Rmw {
                operation, operand, ..
            },
        ) => match (operation, operand) {
            (RmwOperation::Swap, 0) => "gives the lock back",
            (RmwOperation::Swap, INITIALIZED) => "has initialized it",
            (RmwOperation::Sub, _) => "gives the lock back",
            (RmwOperation::Add, BEGINS_TO_WAIT) => "begins to wait",
            (RmwOperation::Add, GIVES_UP) => "waits no longer",
            (RmwOperation::Add, NOTIFIES) if !wakes_somebody(graph, id) => "wakes nobody",
            (RmwOperation::Or, 0) if is_once(graph, location) => match value {
                INITIALIZED => "finds it initialized",
                _ => "finds it not initialized",
            },
            _ => "",
        },
        _ => "",
    };
    Some(String::from(words))
}

/// Who waits for what.
pub(super) fn waiting(state: &State) -> Vec<Standing> {
    let threads = state.threads.iter().filter(|thread| !thread.was_over);
    threads
        .map(|thread| Standing {
            thread: Arc::clone(&thread.description),
            site: match thread.last_wait {
                // A scope that waits for its threads has no place; what came before says nothing of it.
                Wait::Join(_) => thread.waits_at,
                _ => thread.waits_at.or(thread.site),
            },
            what: match thread.last_wait {
                Wait::Join(child) => match state.threads.get(child as usize) {
                    Some(child) => format!("waits for the end of {}", child.description),
                    None => String::from("waits for the end of a thread"),
                },
                _ if thread.spin.is_waiting() => {
                    String::from("waits in a loop for a value that nobody writes")
                }
                Wait::Barrier(address) => match state.barriers.get(&address) {
                    Some(rounds) => format!("waits at a barrier for {} more", rounds.missing()),
                    None => String::from("waits at a barrier"),
                },
                Wait::Channel(wait) | Wait::Handover(wait) => state.channel_words(wait),
                wait => waits_for(state, thread, wait),
            },
        })
        .collect()
}

/// What an object is to a thread that waits for it.
fn waits_for(state: &State, thread: &Thread, wait: Wait) -> String {
    let graph = state.search.graph();
    let number = state
        .threads
        .iter()
        .position(|other| std::ptr::eq(other, thread));
    let last = number.and_then(|number| graph.last(number as u32));
    let read = match (wait, last.map(|last| graph.event(last).label)) {
        (Wait::Value(location, kind), _) => Some((location, kind)),
        (Wait::Stuck, Some(Label::Read { location, kind, .. })) => Some((location, kind)),
        _ => None,
    };
    match read {
        Some((location, ReadKind::Wait { .. })) => {
            let address = state.address_of(location);
            let holders = state.threads.iter().filter_map(|holder| {
                let held = holder.held.iter().find(|held| held.address == address)?;
                let whose = match std::ptr::eq(holder, thread) {
                    true => String::from("it holds itself"),
                    false => format!("{} holds", holder.description),
                };
                Some(format!("{whose} since {}", held.site))
            });
            match holders.collect::<Vec<_>>() {
                holders if holders.is_empty() => String::from("waits for a lock"),
                holders => format!("waits for a lock that {}", holders.join(" and ")),
            }
        }
        Some((_, ReadKind::Once | ReadKind::Set | ReadKind::Initialized)) => {
            String::from("waits for an initializer to end")
        }
        Some((location, ReadKind::Await { .. })) => match state.is_token(location) {
            true => String::from("is parked and waits for an unpark"),
            false => String::from("waits for a notification"),
        },
        _ => String::from("waits here"),
    }
}

/// What an execution is, whichever schedule made it: threads by rank, locations by their first event in that order.
pub(super) fn identity(graph: &Graph) -> u128 {
    let mut threads: Vec<u32> = (0..graph.threads.len() as u32).collect();
    threads.retain(|thread| !graph.events_of(*thread).is_empty());
    threads.sort_by(|a, b| {
        let rank = |thread: u32| &graph.threads[thread as usize].rank;
        rank(*a).cmp(rank(*b))
    });
    let number = |thread: u32| threads.iter().position(|other| *other == thread);
    let named = |id: EventId| (number(id.thread), id.index);
    let mut locations = Vec::new();
    let mut halves = [0_u8, 1].map(|half| {
        let mut hasher = std::hash::DefaultHasher::new();
        half.hash(&mut hasher);
        hasher
    });
    for thread in &threads {
        for event in graph.events_of(*thread) {
            let location = event.label.location().map(|location| {
                let known = locations.iter().position(|other| *other == location);
                known.unwrap_or_else(|| {
                    locations.push(location);
                    locations.len() - 1
                })
            });
            let place = event.site.map(|site| (site.line(), site.column()));
            for hasher in &mut halves {
                std::mem::discriminant(&event.label).hash(hasher);
                (location, place, event.spurious, event.chosen).hash(hasher);
                event.reads_from.map(named).hash(hasher);
            }
        }
    }
    for location in locations {
        for hasher in &mut halves {
            let order = graph.location(location).order.iter().copied().map(named);
            order.collect::<Vec<_>>().hash(hasher);
        }
    }
    let [high, low] = halves.map(|hasher| u128::from(hasher.finish()));
    high << 64 | low
}

/// What a token says of its program, as a number: what the events are, and where. Other events give another one.
pub(super) fn fingerprint(state: &State) -> u32 {
    let graph = state.search.graph();
    let mut hasher = std::hash::DefaultHasher::new();
    for id in &state.trace {
        let event = graph.event(*id);
        if let Label::Read { kind, .. } = event.label
            && !kind.passes(graph.value_read(*id))
        {
            continue;
        }
        // Drops of the ends of channels are other events where a program tries.
        let is_read = matches!(event.label, Label::Read { .. } | Label::Write { .. });
        if event.site.is_none() && (is_read || matches!(event.label, Label::After { .. })) {
            continue;
        }
        std::mem::discriminant(&event.label).hash(&mut hasher);
        if let Some(site) = event.site {
            (site.file(), site.line(), site.column()).hash(&mut hasher);
        }
    }
    hasher.finish() as u32
}
