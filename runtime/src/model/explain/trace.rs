//! A trace by threads, and happens-before over it with some orderings changed.

use crate::clock::{Epoch, ThreadIndex};
use crate::event::{StoreId, SyncEvent, SyncRecord};
use crate::model::message::{self, Message};
use crate::model::view::ThreadView;
use crate::model::{edge, fence, release_sequence};
use crate::race::{Change, PathOperation};
use crate::site::Site;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;

/// What is left of a run, up to the later access.
pub(super) struct Trace<'r> {
    threads: BTreeMap<ThreadIndex, Vec<&'r SyncRecord>>,
    places: HashMap<(ThreadIndex, u64), Place>,
    /// The epoch of the earlier access.
    pub(super) earlier: Epoch,
    /// The epoch of the later access.
    pub(super) later: Epoch,
}

/// A record: its thread, and its place among the thread's records. Also the place right before that record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Place {
    pub(super) thread: ThreadIndex,
    pub(super) index: usize,
}

impl Place {
    /// Right behind the record.
    pub(super) fn next(self) -> Self {
        let index = self.index + 1;
        Self { index, ..self }
    }
}

impl<'r> Trace<'r> {
    pub(super) fn new(records: &'r [SyncRecord], earlier: Epoch, later: Epoch) -> Self {
        let mut threads: BTreeMap<ThreadIndex, Vec<&SyncRecord>> = BTreeMap::new();
        for record in records {
            if record.thread != later.thread || record.time <= later.time {
                threads.entry(record.thread).or_default().push(record);
            }
        }
        let mut places = HashMap::new();
        for (thread, records) in &mut threads {
            records.sort_by_key(|record| record.sequence);
            records.dedup_by_key(|record| record.sequence);
            places.extend((0..).zip(records).map(|(index, record)| {
                let thread = *thread;
                ((thread, record.sequence), Place { thread, index })
            }));
        }
        Self {
            threads,
            places,
            earlier,
            later,
        }
    }

    /// The record at a place that has one.
    pub(super) fn record(&self, place: Place) -> Option<&'r SyncRecord> {
        self.threads.get(&place.thread)?.get(place.index).copied()
    }

    /// Where an event stands, if it is not lost.
    pub(super) fn place(&self, event: StoreId) -> Option<Place> {
        self.places.get(&(event.thread, event.sequence)).copied()
    }

    /// All records with their places.
    pub(super) fn records(&self) -> impl DoubleEndedIterator<Item = (Place, &'r SyncRecord)> + '_ {
        self.threads.iter().flat_map(|(thread, records)| {
            let thread = *thread;
            let places = (0..records.len()).map(move |index| Place { thread, index });
            places.zip(records.iter().copied())
        })
    }

    /// Right behind the earlier access: before the first record that could have published it.
    pub(super) fn behind_earlier(&self) -> Place {
        let thread = self.earlier.thread;
        let index = self.threads.get(&thread).map_or(0, |records| {
            records.partition_point(|record| {
                record.time < self.earlier.time
                    || (record.time == self.earlier.time && !is_publisher(&record.event))
            })
        });
        Place { thread, index }
    }

    /// Whether the rules order the pair over the whole trace, with some orderings changed.
    pub(super) fn is_ordered_with(&self, changes: &Strengthening) -> bool {
        let mut replay = Replay {
            trace: self,
            changes,
            views: self.threads.iter().map(first_view).collect(),
            next: self.threads.keys().map(|thread| (*thread, 0)).collect(),
            messages: HashMap::new(),
        };
        replay.run();
        let later = replay.views.get(&self.later.thread);
        later.is_some_and(|view| view.covers(self.earlier))
    }
}

fn first_view((thread, records): (&ThreadIndex, &Vec<&SyncRecord>)) -> (ThreadIndex, ThreadView) {
    let first = records.first().map_or(1, |record| record.time);
    let last = Epoch {
        thread: *thread,
        time: first.saturating_sub(1),
    };
    (*thread, ThreadView::resume(last))
}

/// Whether it publishes, or would with another ordering.
pub(super) fn is_publisher(event: &SyncEvent) -> bool {
    match event {
        SyncEvent::Store { .. }
        | SyncEvent::Rmw { .. }
        | SyncEvent::Fence { .. }
        | SyncEvent::Publish { .. } => true,
        SyncEvent::Load { .. } | SyncEvent::Receive { .. } => false,
    }
}

/// Where an event receives from.
pub(super) fn source(event: &SyncEvent) -> Option<StoreId> {
    match event {
        SyncEvent::Load { reads_from, .. } | SyncEvent::Rmw { reads_from, .. } => *reads_from,
        SyncEvent::Receive { from, .. } => *from,
        SyncEvent::Store { .. } | SyncEvent::Fence { .. } | SyncEvent::Publish { .. } => None,
    }
}

/// What an event is in a path.
pub(super) fn operation(event: &SyncEvent) -> PathOperation {
    match *event {
        SyncEvent::Load {
            failed_exchange: true,
            ..
        } => PathOperation::FailedExchange,
        SyncEvent::Load { .. } => PathOperation::Load,
        SyncEvent::Store { .. } => PathOperation::Store,
        SyncEvent::Rmw { .. } => PathOperation::Update,
        SyncEvent::Fence { .. } => PathOperation::Fence,
        SyncEvent::Publish { edge, .. } => PathOperation::Publish(edge),
        SyncEvent::Receive { edge, .. } => PathOperation::Receive(edge),
    }
}

/// Which ordering argument of its site an event used.
pub(super) fn argument(record: &SyncRecord) -> Option<usize> {
    let orderings = record.site.map_or(0, |site| site.orderings.len());
    match record.event {
        // The failure ordering of an exchange, the fetch ordering of an update; one that has a single ordering for all
        // derives it from that.
        SyncEvent::Load { .. } => Some(usize::from(orderings == 2)),
        SyncEvent::Store { .. } | SyncEvent::Rmw { .. } | SyncEvent::Fence { .. } => Some(0),
        SyncEvent::Publish { .. } | SyncEvent::Receive { .. } => None,
    }
}

/// The rules, on their way over a trace.
struct Replay<'t, 'r> {
    trace: &'t Trace<'r>,
    changes: &'t Strengthening,
    views: BTreeMap<ThreadIndex, ThreadView>,
    next: BTreeMap<ThreadIndex, usize>,
    messages: HashMap<Place, Message>,
}

impl Replay<'_, '_> {
    /// In any order that respects reads-from. Whoever waits for ever is left where it is: the trace is then not one of a
    /// run, and what is behind gives no edge.
    fn run(&mut self) {
        let threads: Vec<ThreadIndex> = self.next.keys().copied().collect();
        let mut advanced = true;
        while std::mem::take(&mut advanced) {
            for thread in &threads {
                while self.advance(*thread) {
                    advanced = true;
                }
            }
        }
    }

    fn advance(&mut self, thread: ThreadIndex) -> bool {
        let index = self.next.get(&thread).copied().unwrap_or_default();
        let place = Place { thread, index };
        let Some(record) = self.trace.record(place) else {
            return false;
        };
        let from = source(&record.event).and_then(|from| self.trace.place(from));
        if from.is_some_and(|from| !self.has_run(from)) {
            return false;
        }
        let read = from
            .and_then(|from| self.messages.get(&from).cloned())
            .unwrap_or_default();
        if let Some(view) = self.views.get_mut(&thread) {
            view.advance_to(record.time);
            let message = apply(view, &self.changes.applied_to(record), &read);
            self.messages
                .extend(message.map(|message| (place, message)));
        }
        self.next.insert(thread, index + 1);
        true
    }

    fn has_run(&self, place: Place) -> bool {
        self.next
            .get(&place.thread)
            .is_some_and(|next| place.index < *next)
    }
}

fn apply(view: &mut ThreadView, event: &SyncEvent, read: &Message) -> Option<Message> {
    match *event {
        SyncEvent::Load { order, .. } => message::load(view, read, order),
        SyncEvent::Store { order, .. } => return Some(message::store(view, order)),
        SyncEvent::Rmw { order, .. } => return Some(release_sequence::rmw(view, read, order)),
        SyncEvent::Fence { order } => fence::fence(view, order),
        SyncEvent::Publish { .. } => return Some(edge::release(view)),
        SyncEvent::Receive { .. } => edge::acquire(view, read),
    }
    None
}

/// Which half an ordering is to gain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    Acquire,
    Release,
}

/// Orderings to change: each at its site, for all events of the site.
#[derive(Clone, Default, Debug)]
pub(super) struct Strengthening {
    changes: Vec<Strengthened>,
}

#[derive(Clone, Debug)]
struct Strengthened {
    site: &'static Site,
    argument: usize,
    from: Ordering,
    parts: Vec<Part>,
}

impl Strengthening {
    /// Gives the ordering that a record used another half. A record without a site in annotated code stays.
    pub(super) fn add(&mut self, record: Option<&SyncRecord>, part: Part) {
        let Some((record, site)) = record.and_then(|record| Some((record, record.site?))) else {
            return;
        };
        let (Some(argument), Some(from)) = (argument(record), ordering(&record.event)) else {
            return;
        };
        let same = |change: &&mut Strengthened| change.site == site && change.argument == argument;
        match self.changes.iter_mut().find(same) {
            Some(change) if change.parts.contains(&part) => {}
            Some(change) => change.parts.push(part),
            None => self.changes.push(Strengthened {
                site,
                argument,
                from,
                parts: vec![part],
            }),
        }
    }

    /// Drops what is not needed for `holds`.
    pub(super) fn drop_needless(&mut self, holds: impl Fn(&Self) -> bool) {
        let mut index = 0;
        while index < self.changes.len() {
            let mut fewer = self.clone();
            fewer.changes.remove(index);
            match holds(&fewer) {
                true => *self = fewer,
                false => index += 1,
            }
        }
    }

    /// As changes of the source.
    pub(super) fn advice(&self) -> impl Iterator<Item = Change> + '_ {
        self.changes.iter().map(|change| Change {
            site: change.site,
            argument: change.argument,
            from: change.from,
            to: change
                .parts
                .iter()
                .fold(change.from, |order, part| stronger(order, *part)),
        })
    }

    fn applied_to(&self, record: &SyncRecord) -> SyncEvent {
        let mine = |change: &&Strengthened| {
            Some(change.site) == record.site && Some(change.argument) == argument(record)
        };
        let parts = self
            .changes
            .iter()
            .filter(mine)
            .flat_map(|change| &change.parts);
        parts.fold(record.event, |event, part| strengthened(event, *part))
    }
}

fn strengthened(mut event: SyncEvent, part: Part) -> SyncEvent {
    match (&mut event, part) {
        (SyncEvent::Load { order, .. }, Part::Acquire) => *order = order.with_acquire(),
        (SyncEvent::Store { order, .. }, Part::Release) => *order = order.with_release(),
        (SyncEvent::Rmw { order, .. }, Part::Acquire) => *order = order.with_acquire(),
        (SyncEvent::Rmw { order, .. }, Part::Release) => *order = order.with_release(),
        (SyncEvent::Fence { order }, Part::Acquire) => *order = order.with_acquire(),
        (SyncEvent::Fence { order }, Part::Release) => *order = order.with_release(),
        _ => {}
    }
    event
}

/// The ordering that an event used.
pub(super) fn ordering(event: &SyncEvent) -> Option<Ordering> {
    match *event {
        SyncEvent::Load { order, .. } => Some(order.into()),
        SyncEvent::Store { order, .. } => Some(order.into()),
        SyncEvent::Rmw { order, .. } => Some(order.into()),
        SyncEvent::Fence { order } => Some(order.into()),
        SyncEvent::Publish { .. } | SyncEvent::Receive { .. } => None,
    }
}

fn stronger(order: Ordering, part: Part) -> Ordering {
    match (order, part) {
        (Ordering::Relaxed | Ordering::Acquire, Part::Acquire) => Ordering::Acquire,
        (Ordering::Relaxed | Ordering::Release, Part::Release) => Ordering::Release,
        (Ordering::SeqCst, _) => Ordering::SeqCst,
        _ => Ordering::AcqRel,
    }
}
