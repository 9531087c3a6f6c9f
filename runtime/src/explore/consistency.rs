//! Which graphs are executions: the axioms of the memory model.
//!
//! Source: RC11, Lahav et al., PLDI 2017, definition 1: coherence, atomicity, no cycle of sequenced-before and reads-from, and
//! `psc` for SeqCst. Sequential consistency: no cycle of sequenced-before, reads-from, modification order and from-reads.
//! Departs from the paper: nothing. Coherence holds by construction ([`Graph::first_readable`] and [`first_place`]: whatever is
//! added has no successor in happens-before), atomicity by the place of an exclusive write, and the third axiom because reads
//! take from writes that are there; so what is left to check is the order of SeqCst.
//! Invariant: adding an event that reads from the latest write, or a write in the last place, keeps a graph consistent
//! (the models are extensible); such additions need no check. `tests.rs` compares all of this with the definitions.

use crate::clock::VectorClock;
use crate::explore::graph::{EventId, Graph, Label, Location};
use smallvec::{SmallVec, smallvec};

/// The memory model an exploration follows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum MemoryModel {
    /// Rust's own (C++20 as RC11 repairs it): loads may read stale values wherever their orderings allow it.
    #[default]
    Rust,
    /// Sequential consistency: no stale reads. Races are still judged by the orderings that the program names.
    SequentiallyConsistent,
}

/// The first place of the modification order at which a write with this clock may stand: coherence (CoWW, CoRW).
pub(super) fn first_place(graph: &Graph, clock: &VectorClock, location: Location) -> usize {
    graph.first_readable(clock, location) + 1
}

/// Whether the order of SeqCst (or, for the stronger model, of everything) has no cycle.
pub(super) fn is_consistent(graph: &Graph, model: MemoryModel) -> bool {
    match model {
        MemoryModel::Rust => psc_is_acyclic(graph),
        MemoryModel::SequentiallyConsistent => total_order_exists(graph),
    }
}

/// Whether std's own text allows the graph: one total order of all SeqCst operations that agrees with coherence
/// ([atomics.order]/4, N4861). RC11 is weaker where relaxed writers meet SeqCst readers; such an execution is counted, but what
/// goes wrong in it is no mistake of the program.
pub(super) fn is_allowed_by_std(graph: &Graph) -> bool {
    if graph.seq_cst < 2 {
        return true;
    }
    let all: Vec<EventId> = graph.ids().collect();
    let events: Vec<EventId> = all
        .iter()
        .copied()
        .filter(|id| graph.event(*id).label.is_seq_cst())
        .collect();
    let is_fence = |id: EventId| graph.event(id).label.is_seq_cst_fence();
    // The SeqCst operations that stand for an event: itself, or the fences before it or behind it.
    let stand = |id: EventId, before: bool| {
        let mut set = set_of(events.len());
        for (number, other) in events.iter().enumerate() {
            let fence = is_fence(*other)
                && match before {
                    true => graph.happens_before(*other, id),
                    false => graph.happens_before(id, *other),
                };
            if *other == id || fence {
                insert(&mut set, number);
            }
        }
        set
    };
    let before: Vec<Set> = all.iter().map(|id| stand(*id, true)).collect();
    let after: Vec<Set> = all.iter().map(|id| stand(*id, false)).collect();
    let mut successors = vec![set_of(events.len()); events.len()];
    for (x, earlier) in all.iter().enumerate() {
        for (y, later) in all.iter().enumerate() {
            let sequenced = earlier.thread == later.thread && earlier.index < later.index;
            let both = !is_empty(&before[x]) && !is_empty(&after[y]) && x != y;
            if both
                && (sequenced || eco(graph, *earlier, *later) || strongly(graph, *earlier, *later))
            {
                for source in members(&before[x]) {
                    join(&mut successors[source], &after[y]);
                }
            }
        }
    }
    // A fence stands for itself on both sides of its own events; that is no order.
    for (number, set) in successors.iter_mut().enumerate() {
        set[number / 64] &= !(1 << (number % 64));
    }
    !has_cycle(&successors)
}

/// Strongly happens before, where something is sequenced behind the one and before the other.
fn strongly(graph: &Graph, earlier: EventId, later: EventId) -> bool {
    let behind = EventId {
        index: earlier.index + 1,
        ..earlier
    };
    let exists = (behind.index as usize) < graph.events_of(earlier.thread).len();
    let ahead = later.index.checked_sub(1);
    match (exists, ahead) {
        (true, Some(index)) => {
            let ahead = EventId { index, ..later };
            behind == ahead || graph.happens_before(behind, ahead)
        }
        _ => false,
    }
}

/// Sets of SeqCst events, by their number.
type Set = SmallVec<[u64; 2]>;

fn set_of(len: usize) -> Set {
    smallvec![0; len.div_ceil(64)]
}

fn insert(set: &mut Set, index: usize) {
    set[index / 64] |= 1 << (index % 64);
}

fn is_empty(set: &Set) -> bool {
    set.iter().all(|word| *word == 0)
}

fn join(set: &mut Set, other: &Set) {
    for (mine, theirs) in set.iter_mut().zip(other) {
        *mine |= *theirs;
    }
}

fn members(set: &Set) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, bits)| {
        (0..64)
            .filter(move |bit| bits >> bit & 1 == 1)
            .map(move |bit| word * 64 + bit)
    })
}

fn has_cycle(successors: &[Set]) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    fn visit(node: usize, successors: &[Set], marks: &mut [Mark]) -> bool {
        match marks[node] {
            Mark::Open => return true,
            Mark::Done => return false,
            Mark::New => marks[node] = Mark::Open,
        }
        let found = members(&successors[node]).any(|next| visit(next, successors, marks));
        marks[node] = Mark::Done;
        found
    }
    let mut marks = vec![Mark::New; successors.len()];
    (0..successors.len()).any(|node| visit(node, successors, &mut marks))
}

/// `psc = psc_base ∪ psc_F` has no cycle.
fn psc_is_acyclic(graph: &Graph) -> bool {
    if graph.seq_cst < 2 {
        return true;
    }
    let events: Vec<EventId> = graph
        .ids()
        .filter(|id| graph.event(*id).label.is_seq_cst())
        .collect();
    let mut successors = vec![set_of(events.len()); events.len()];
    let has_fence = events
        .iter()
        .any(|id| graph.event(*id).label.is_seq_cst_fence());
    match has_fence {
        false => psc_of_accesses(graph, &events, &mut successors),
        true => psc_with_fences(graph, &events, &mut successors),
    }
    !has_cycle(&successors)
}

/// Without fences `psc` is `scb` between SeqCst accesses.
fn psc_of_accesses(graph: &Graph, events: &[EventId], successors: &mut [Set]) {
    for (from, earlier) in events.iter().enumerate() {
        for (to, later) in events.iter().enumerate() {
            if from != to && scb(graph, *earlier, *later) {
                insert(&mut successors[from], to);
            }
        }
    }
}

/// `psc_base = ([Esc] ∪ [Fsc];hb?) ; scb ; ([Esc] ∪ hb?;[Fsc])` and `psc_F = [Fsc] ; (hb ∪ hb;eco;hb) ; [Fsc]`.
fn psc_with_fences(graph: &Graph, events: &[EventId], successors: &mut [Set]) {
    let all: Vec<EventId> = graph.ids().collect();
    let fences: Vec<(usize, EventId)> = (0..)
        .zip(events.iter().copied())
        .filter(|(_, id)| graph.event(*id).label.is_seq_cst_fence())
        .collect();
    let number = |id: EventId| events.iter().position(|other| *other == id);
    let mut before = vec![set_of(events.len()); all.len()];
    let mut after = vec![set_of(events.len()); all.len()];
    for (place, id) in all.iter().enumerate() {
        for (fence, fence_id) in &fences {
            if graph.happens_before(*fence_id, *id) {
                insert(&mut before[place], *fence);
            }
            if graph.happens_before(*id, *fence_id) {
                insert(&mut after[place], *fence);
            }
        }
    }
    for (x, earlier) in all.iter().enumerate() {
        let own = number(*earlier);
        let mut sources = before[x].clone();
        if let Some(own) = own {
            insert(&mut sources, own);
        }
        if is_empty(&sources) {
            continue;
        }
        // psc_F, the part that is happens-before alone.
        if let (Some(own), true) = (own, graph.event(*earlier).label.is_seq_cst_fence()) {
            join(&mut successors[own], &after[x]);
        }
        for (y, later) in all.iter().enumerate() {
            if x == y {
                continue;
            }
            let mut targets = after[y].clone();
            if let Some(own) = number(*later) {
                insert(&mut targets, own);
            }
            if is_empty(&targets) {
                continue;
            }
            if scb(graph, *earlier, *later) {
                for source in members(&sources) {
                    join(&mut successors[source], &targets);
                }
            }
            // psc_F, the part through eco.
            if !is_empty(&before[x]) && !is_empty(&after[y]) && eco(graph, *earlier, *later) {
                for source in members(&before[x]) {
                    join(&mut successors[source], &after[y]);
                }
            }
        }
    }
}

/// `scb = sb ∪ sb≠loc;hb;sb≠loc ∪ hb|loc ∪ mo ∪ fr`.
fn scb(graph: &Graph, earlier: EventId, later: EventId) -> bool {
    if earlier.thread == later.thread && earlier.index < later.index {
        return true;
    }
    let location = graph.event(earlier).label.location();
    let same = location.is_some() && location == graph.event(later).label.location();
    if same && (graph.happens_before(earlier, later) || mo_or_fr(graph, earlier, later)) {
        return true;
    }
    // The first event behind `earlier` and the last one before `later` reach furthest.
    let other_location = |of: EventId, id: EventId| {
        let of = graph.event(of).label.location();
        of.is_none() || of != graph.event(id).label.location()
    };
    let length = graph.events_of(earlier.thread).len() as u32;
    let behind = (earlier.index + 1..length)
        .map(|index| EventId { index, ..earlier })
        .find(|id| other_location(earlier, *id));
    let ahead = (0..later.index)
        .rev()
        .map(|index| EventId { index, ..later })
        .find(|id| other_location(later, *id));
    match (behind, ahead) {
        (Some(behind), Some(ahead)) => graph.happens_before(behind, ahead),
        _ => false,
    }
}

/// Where an access stands relative to the modification order: a write at its place, a read just behind what it reads.
fn place_of(graph: &Graph, id: EventId) -> Option<(Location, usize, bool)> {
    let event = graph.event(id);
    match event.label {
        Label::Write { location, .. } => Some((location, graph.position(location, Some(id)), true)),
        Label::Read { location, .. } => {
            Some((location, graph.position(location, event.reads_from), false))
        }
        _ => None,
    }
}

/// `mo ∪ fr`, between accesses to one location.
fn mo_or_fr(graph: &Graph, earlier: EventId, later: EventId) -> bool {
    match (place_of(graph, earlier), place_of(graph, later)) {
        (Some((_, from, _)), Some((_, to, true))) => from < to,
        _ => false,
    }
}

/// `eco = (rf ∪ mo ∪ fr)⁺`.
fn eco(graph: &Graph, earlier: EventId, later: EventId) -> bool {
    let (Some((one, from, earlier_writes)), Some((other, to, later_writes))) =
        (place_of(graph, earlier), place_of(graph, later))
    else {
        return false;
    };
    one == other
        && match (earlier_writes, later_writes) {
            // mo; fr
            (true, true) | (false, true) => from < to,
            // rf, mo;rf
            (true, false) => from <= to,
            // fr;rf
            (false, false) => from < to,
        }
}

/// No cycle of sequenced-before, reads-from, modification order, from-reads, creation and join.
fn total_order_exists(graph: &Graph) -> bool {
    let starts: Vec<usize> = graph
        .threads
        .iter()
        .scan(0, |sum, thread| {
            let start = *sum;
            *sum += thread.events.len();
            Some(start)
        })
        .collect();
    let number = |id: EventId| starts[id.thread as usize] + id.index as usize;
    let count = graph.len();
    let mut edges: Vec<(u32, u32)> = Vec::with_capacity(count * 3);
    let mut incoming = vec![0_u32; count];
    let mut edge = |from: EventId, to: EventId| {
        edges.push((number(from) as u32, number(to) as u32));
        incoming[number(to)] += 1;
    };
    for id in graph.ids() {
        if let Some(index) = id.index.checked_sub(1) {
            edge(EventId { index, ..id }, id);
        }
        let event = graph.event(id);
        match event.label {
            Label::Begin => {
                if let Some(by) = graph.threads[id.thread as usize].created_by {
                    edge(by, id);
                }
            }
            Label::Join { child } => {
                if let Some(last) = graph.last(child) {
                    edge(last, id);
                }
            }
            Label::Read { location, .. } => {
                let position = graph.position(location, event.reads_from);
                if let Some(source) = event.reads_from {
                    edge(source, id);
                }
                if let Some(next) = graph.location(location).order.get(position)
                    && !(next.thread == id.thread && next.index == id.index + 1)
                {
                    edge(id, *next);
                }
            }
            _ => {}
        }
    }
    for location in &graph.locations {
        for pair in location.order.windows(2) {
            edge(pair[0], pair[1]);
        }
    }
    // Kahn's algorithm.
    edges.sort_unstable();
    let mut ready: Vec<u32> = (0..count as u32)
        .filter(|node| incoming[*node as usize] == 0)
        .collect();
    let mut done = 0;
    while let Some(node) = ready.pop() {
        done += 1;
        let first = edges.partition_point(|(from, _)| *from < node);
        for (_, to) in edges[first..].iter().take_while(|(from, _)| *from == node) {
            incoming[*to as usize] -= 1;
            if incoming[*to as usize] == 0 {
                ready.push(*to);
            }
        }
    }
    done == count
}
