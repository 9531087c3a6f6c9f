//! The cheapest path from the earlier access to the later one.
//!
//! What travels is the knowledge of the earlier access: a thread has it, a release fence has set it aside for later stores,
//! a store has left it in an object, a relaxed load has seen it and an acquire fence would receive it. Each step costs
//! what would have to change for the knowledge to pass; so a path without cost is happens-before itself.

use super::trace::{Part, Place, Trace, source};
use crate::event::{SyncEvent, SyncRecord};
use crate::race::MissingKind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// The steps of a path, in order.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
}

/// A record on the path, and what it needs to do its part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) place: Place,
    pub(super) need: Need,
}

/// What has to change for the knowledge to pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Need {
    /// Nothing.
    Nothing,
    /// Another ordering.
    Ordering(Part),
    /// What no ordering can do.
    Other(MissingKind),
}

/// Where the knowledge is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Knowledge {
    /// The thread has it before the record at this place.
    Known(Place),
    /// The thread's relaxed stores leave it from this place on.
    SetAside(Place),
    /// The store (or other publication) at this place left it.
    Left(Place),
    /// A relaxed load saw it before this place.
    Seen(Place),
}

/// A place further in the same thread is a little worse than a nearer one, a path over more threads is worse than that,
/// and each change outweighs every path without it.
type Cost = u64;
const NEXT: Cost = 1;
const HOP: Cost = 1 << 20;
const ORDERING: Cost = 1 << 32;
const OTHER: Cost = 1 << 44;

impl Path {
    /// Whether orderings alone close it.
    pub(super) fn orderings_can_help(&self) -> bool {
        !self
            .steps
            .iter()
            .any(|step| matches!(step.need, Need::Other(_)))
    }

    /// The orderings to change.
    pub(super) fn changes(&self) -> impl Iterator<Item = (Place, Part)> + '_ {
        self.steps.iter().filter_map(|step| match step.need {
            Need::Ordering(part) => Some((step.place, part)),
            Need::Nothing | Need::Other(_) => None,
        })
    }
}

/// Dijkstra's algorithm from the earlier access; the first time that the later thread knows ends it.
pub(super) fn cheapest(trace: &Trace<'_>) -> Option<Path> {
    let graph = Graph::new(trace);
    let start = Knowledge::Known(trace.behind_earlier());
    let mut reached: HashMap<Knowledge, Reached> = HashMap::new();
    let mut open = BinaryHeap::from([(Reverse(0), start)]);
    reached.insert(start, Reached::default());
    while let Some((Reverse(cost), knowledge)) = open.pop() {
        if cost > reached[&knowledge].cost {
            continue;
        }
        if graph.is_goal(knowledge) {
            return Some(walk_back(&reached, knowledge));
        }
        for (next, step, extra) in graph.links(knowledge) {
            let cost = cost.saturating_add(extra);
            if reached.get(&next).is_none_or(|known| cost < known.cost) {
                let from = Some((knowledge, step));
                reached.insert(next, Reached { cost, from });
                open.push((Reverse(cost), next));
            }
        }
    }
    None
}

#[derive(Clone, Copy, Default)]
struct Reached {
    cost: Cost,
    from: Option<(Knowledge, Option<Step>)>,
}

fn walk_back(reached: &HashMap<Knowledge, Reached>, goal: Knowledge) -> Path {
    let links = std::iter::successors(reached[&goal].from, |(before, _)| reached[before].from);
    let mut steps: Vec<Step> = links.filter_map(|(_, step)| step).collect();
    steps.reverse();
    Path { steps }
}

struct Graph<'t, 'r> {
    trace: &'t Trace<'r>,
    /// Who receives from a place.
    readers: HashMap<Place, Vec<Place>>,
    /// The stores of each object that are not lost, in modification order.
    stores: BTreeMap<usize, BTreeMap<u64, Place>>,
}

type Link = (Knowledge, Option<Step>, Cost);

impl<'t, 'r> Graph<'t, 'r> {
    fn new(trace: &'t Trace<'r>) -> Self {
        let mut readers: HashMap<Place, Vec<Place>> = HashMap::new();
        let mut stores: BTreeMap<usize, BTreeMap<u64, Place>> = BTreeMap::new();
        for (place, record) in trace.records() {
            if let Some(from) = source(&record.event).and_then(|from| trace.place(from)) {
                readers.entry(from).or_default().push(place);
            }
            if let Some((object, position)) = written(record) {
                stores.entry(object).or_default().insert(position, place);
            }
        }
        Self {
            trace,
            readers,
            stores,
        }
    }

    fn is_goal(&self, knowledge: Knowledge) -> bool {
        matches!(knowledge, Knowledge::Known(place) if place.thread == self.trace.later.thread)
    }

    fn links(&self, knowledge: Knowledge) -> Vec<Link> {
        match knowledge {
            Knowledge::Known(place) => self.links_of_thread(place),
            Knowledge::SetAside(place) => self.links_of_fence(place),
            Knowledge::Seen(place) => self.links_of_relaxed_load(place),
            Knowledge::Left(place) => self.links_of_store(place),
        }
    }

    fn links_of_thread(&self, place: Place) -> Vec<Link> {
        let Some(record) = self.trace.record(place) else {
            return Vec::new();
        };
        let mut links = vec![next(Knowledge::Known(place.next()))];
        let release = |releases| need(record, releases, Part::Release);
        match record.event {
            SyncEvent::Store { order, .. } => {
                links.extend(step(
                    place,
                    release(order.releases()),
                    Knowledge::Left(place),
                ));
            }
            SyncEvent::Rmw { order, .. } => {
                links.extend(step(
                    place,
                    release(order.releases()),
                    Knowledge::Left(place),
                ));
            }
            SyncEvent::Fence { order } => {
                let aside = Knowledge::SetAside(place.next());
                links.extend(step(place, release(order.releases()), aside));
            }
            SyncEvent::Publish { .. } => {
                links.extend(step(place, Some(Need::Nothing), Knowledge::Left(place)));
            }
            SyncEvent::Load { .. } | SyncEvent::Receive { .. } => {}
        }
        links
    }

    fn links_of_fence(&self, place: Place) -> Vec<Link> {
        let Some(record) = self.trace.record(place) else {
            return Vec::new();
        };
        let mut links = vec![next(Knowledge::SetAside(place.next()))];
        if written(record).is_some() {
            links.extend(step(place, Some(Need::Nothing), Knowledge::Left(place)));
        }
        links
    }

    fn links_of_relaxed_load(&self, place: Place) -> Vec<Link> {
        let Some(record) = self.trace.record(place) else {
            return Vec::new();
        };
        let mut links = vec![next(Knowledge::Seen(place.next()))];
        if let SyncEvent::Fence { order } = record.event {
            let need = need(record, order.acquires(), Part::Acquire);
            links.extend(step(place, need, Knowledge::Known(place.next())));
        }
        links
    }

    fn links_of_store(&self, store: Place) -> Vec<Link> {
        let mut links = Vec::new();
        for reader in self.readers.get(&store).into_iter().flatten().copied() {
            if let Some(record) = self.trace.record(reader) {
                links.extend(received(reader, record));
            }
        }
        links.extend(self.cut(store));
        links.extend(self.older_read(store));
        links
    }

    /// A plain store of another thread that ends the release sequence: whoever reads it would have received.
    fn cut(&self, store: Place) -> Option<Link> {
        let (object, position) = written(self.trace.record(store)?)?;
        // Only the very next one: what stands between two that are not lost is not known.
        let cutting = self.stores.get(&object)?.get(&(position + 1))?;
        let is_plain = matches!(self.trace.record(*cutting)?.event, SyncEvent::Store { .. });
        let need = Need::Other(MissingKind::SequenceCut);
        (is_plain && cutting.thread != store.thread)
            .then(|| step(*cutting, Some(need), Knowledge::Left(*cutting)))?
    }

    /// The last read of the later thread that saw an older value, after which it went on all the same.
    fn older_read(&self, store: Place) -> Option<Link> {
        let (object, position) = written(self.trace.record(store)?)?;
        let thread = self.trace.later.thread;
        let (read, _) = self.trace.records().rev().find(|(place, record)| {
            place.thread == thread
                && read_object(record) == Some(object)
                && self
                    .position_read(record)
                    .is_some_and(|read| read < position)
        })?;
        let need = Need::Other(MissingKind::ReadsOlder);
        let mut link = step(read, Some(need), Knowledge::Known(read.next()))?;
        // Worse than a cut: there the value had at least been overwritten by one that was seen.
        link.2 += OTHER;
        Some(link)
    }

    fn position_read(&self, record: &SyncRecord) -> Option<u64> {
        position_read(self.trace, record)
    }
}

/// Where in modification order the store stands that a record read; 0 for the initial value.
pub(super) fn position_read(trace: &Trace<'_>, record: &SyncRecord) -> Option<u64> {
    match source(&record.event) {
        None => Some(0),
        Some(store) => written(trace.record(trace.place(store)?)?).map(|(_, position)| position),
    }
}

/// What a record wrote, and where it stands in modification order.
pub(super) fn written(record: &SyncRecord) -> Option<(usize, u64)> {
    match record.event {
        SyncEvent::Store {
            object, position, ..
        }
        | SyncEvent::Rmw {
            object, position, ..
        } => Some((object, position)),
        _ => None,
    }
}

/// What a load read.
pub(super) fn read_object(record: &SyncRecord) -> Option<usize> {
    match record.event {
        SyncEvent::Load { object, .. } => Some(object),
        _ => None,
    }
}

fn received(reader: Place, record: &SyncRecord) -> Vec<Link> {
    let mut links = Vec::new();
    let acquires = match record.event {
        SyncEvent::Load { order, .. } => order.acquires(),
        SyncEvent::Rmw { order, .. } => order.acquires(),
        SyncEvent::Receive { .. } => true,
        _ => return links,
    };
    if matches!(record.event, SyncEvent::Rmw { .. }) {
        links.extend(step(reader, Some(Need::Nothing), Knowledge::Left(reader)));
    }
    if !acquires {
        links.extend(step(
            reader,
            Some(Need::Nothing),
            Knowledge::Seen(reader.next()),
        ));
    }
    let need = need(record, acquires, Part::Acquire);
    links.extend(step(reader, need, Knowledge::Known(reader.next())));
    links
}

fn next(knowledge: Knowledge) -> Link {
    (knowledge, None, NEXT)
}

fn step(place: Place, need: Option<Need>, to: Knowledge) -> Option<Link> {
    let need = need?;
    let cost = match need {
        Need::Nothing => HOP,
        Need::Ordering(_) => HOP + ORDERING,
        Need::Other(_) => HOP + OTHER,
    };
    Some((to, Some(Step { place, need }), cost))
}

/// `None` where an ordering would have to change that annotated code does not choose.
fn need(record: &SyncRecord, does_its_part: bool, part: Part) -> Option<Need> {
    match does_its_part {
        true => Some(Need::Nothing),
        false => record.site.map(|_| Need::Ordering(part)),
    }
}
