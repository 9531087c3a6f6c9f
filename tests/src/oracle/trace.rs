//! An execution as the records of a trace, each event with a site of its own.

use super::clocks::Replay;
use super::execution::{Action, EventId, Execution};
use datarace::__model::clock::Epoch;
use datarace::__model::event::{AccessKind, Bytes, MemoryAccess, StoreId, SyncEvent, SyncRecord};
use datarace::__model::model::explain::Side;
use datarace::__model::site::{Function, OrderingArgument, Site, Span};
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

/// The records, and the epochs of all events.
#[derive(Clone, Debug)]
pub struct Trace {
    /// In the order in which the events were performed.
    records: Vec<(EventId, SyncRecord)>,
    epochs: Vec<Epoch>,
}

impl Trace {
    /// All synchronization events of an execution.
    pub fn of(execution: &Execution) -> Self {
        let mut trace = Self {
            records: Vec::new(),
            epochs: Replay::of(execution).epochs,
        };
        let mut names: Vec<Option<StoreId>> = Vec::new();
        for event in 0..execution.events.len() {
            let mut name = None;
            for recorded in recorded(execution, event, &names) {
                name = Some(trace.push(event, recorded));
            }
            names.push(name);
        }
        trace
    }

    /// The records when `event` has just been performed.
    pub fn until(&self, event: EventId) -> Vec<SyncRecord> {
        let records = self.records.iter().take_while(|(other, _)| *other <= event);
        records.map(|(_, record)| *record).collect()
    }

    /// One side of a race.
    pub fn side(&self, event: EventId) -> Side {
        let access = MemoryAccess {
            bytes: Bytes {
                address: 0,
                size: 1,
            },
            kind: AccessKind::Read,
            site: site(event, false),
        };
        Side {
            access,
            epoch: self.epochs[event],
        }
    }

    fn push(&mut self, event: EventId, what: SyncEvent) -> StoreId {
        let epoch = self.epochs[event];
        let before = self
            .records
            .iter()
            .filter(|(_, record)| record.thread == epoch.thread);
        let id = StoreId {
            thread: epoch.thread,
            sequence: before.count() as u64 + 1,
        };
        let failed = matches!(
            what,
            SyncEvent::Load {
                failed_exchange: true,
                ..
            }
        );
        let record = SyncRecord {
            thread: id.thread,
            time: epoch.time,
            sequence: id.sequence,
            event: what,
            site: Some(site(event, failed)),
        };
        self.records.push((event, record));
        id
    }
}

fn recorded(execution: &Execution, event: EventId, names: &[Option<StoreId>]) -> Vec<SyncEvent> {
    let publish = SyncEvent::Publish {
        edge: "publish",
        object: 0,
    };
    let receive = |from: Option<EventId>| SyncEvent::Receive {
        edge: "receive",
        object: 0,
        from: from.and_then(|from| names[from]),
    };
    let what = execution.events[event];
    let position = |bytes: Bytes| {
        let place = execution
            .stores(bytes)
            .iter()
            .position(|store| *store == event);
        place.map_or(0, |place| place as u64 + 1)
    };
    let latest = |is_it: &dyn Fn(usize, Action) -> bool| {
        let earlier = &execution.events[..event];
        earlier
            .iter()
            .rposition(|other| is_it(other.thread, other.action))
    };
    let one = match what.action {
        Action::Access { .. } => return Vec::new(),
        Action::Load {
            bytes, order, from, ..
        } => SyncEvent::Load {
            object: bytes.address * 8 + bytes.size,
            order,
            reads_from: from.and_then(|from| names[from]),
            failed_exchange: event.is_multiple_of(2),
        },
        Action::Store { bytes, order, .. } => SyncEvent::Store {
            object: bytes.address * 8 + bytes.size,
            order,
            position: position(bytes),
        },
        Action::Rmw {
            bytes, order, from, ..
        } => SyncEvent::Rmw {
            object: bytes.address * 8 + bytes.size,
            order,
            reads_from: from.and_then(|from| names[from]),
            position: position(bytes),
        },
        Action::Fence { order } => SyncEvent::Fence { order },
        Action::Spawn { .. } | Action::End | Action::Publish { .. } => publish,
        Action::Begin => {
            let thread = what.thread;
            receive(latest(&|_, action| action == Action::Spawn { thread }))
        }
        Action::Join { thread } => receive(latest(&|other, action| {
            other == thread && action == Action::End
        })),
        Action::Receive { from } => receive(Some(from)),
        Action::ReceiveAll { channel } => {
            let published =
                |from: &EventId| execution.events[*from].action == Action::Publish { channel };
            return (0..event)
                .filter(published)
                .map(|from| receive(Some(from)))
                .collect();
        }
    };
    vec![one]
}

/// Where the events of all executions stand: the event is the line.
fn site(event: EventId, two_orderings: bool) -> &'static Site {
    static FUNCTION: Function = Function {
        file: "execution",
        manifest_dir: "",
        name: "execution",
    };
    static SITES: OnceLock<Vec<[Site; 2]>> = OnceLock::new();
    let one = |line: u32| {
        let span = Span::new(line, 1, line, 1);
        let argument = OrderingArgument { span, text: "" };
        let site = |orderings| Site::new(&FUNCTION, span, "", "", Vec::leak(orderings));
        [site(vec![argument]), site(vec![argument; 2])]
    };
    &SITES.get_or_init(|| (0..64).map(one).collect())[event][usize::from(two_orderings)]
}

/// The execution with the ordering of one event changed.
pub fn with_ordering(execution: &Execution, event: EventId, to: Ordering) -> Execution {
    let mut changed = execution.clone();
    let legal = "advice is an ordering that the operation can take";
    match &mut changed.events[event].action {
        Action::Load { order, .. } => *order = to.try_into().expect(legal),
        Action::Store { order, .. } => *order = to.try_into().expect(legal),
        Action::Rmw { order, .. } => *order = to.try_into().expect(legal),
        Action::Fence { order } => *order = to.try_into().expect(legal),
        other => panic!("advice about {other:?}"),
    }
    changed
}
