//! The relations of an execution, by definition.
//!
//! Source: [intro.races], [atomics.order], [atomics.fences] (N4861); the relational form and the axioms are those of RC11
//! (Lahav et al., PLDI 2017, figure 1), with release sequences of C++20 ([intro.races]/5) in place of RC11's.

use super::execution::{Action, EventId, Execution};
use super::relation::{Relation, Set};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};

/// sb, rf, mo, fr, rs, sw, hb.
#[derive(Clone, Debug)]
pub struct Relations {
    /// Sequenced before.
    pub sb: Relation,
    /// Reads from, from the store to the read.
    pub rf: Relation,
    /// Modification order, of all objects.
    pub mo: Relation,
    /// From a read to the stores after the one it read.
    pub fr: Relation,
    /// From a store to the members of the release sequence that it heads or would head.
    pub rs: Relation,
    /// Synchronizes with.
    pub sw: Relation,
    /// Happens before.
    pub hb: Relation,
    sets: Sets,
    same_object: Relation,
}

/// Which events are what.
#[derive(Clone, Copy, Default, Debug)]
struct Sets {
    reads: Set,
    writes: Set,
    rmws: Set,
    fences: Set,
    releases: Set,
    acquires: Set,
    seq_cst: Set,
}

impl Relations {
    /// All relations of an execution.
    pub fn of(execution: &Execution) -> Self {
        let sets = Sets::of(execution);
        let sb = sequenced_before(execution);
        let rf = reads_from(execution);
        let mo = modification_order(execution);
        let fr = from_reads(execution, &rf, &mo);
        let rs = release_sequences(execution);
        let sw = synchronizes_with(execution, &sets, &sb, &rs, &rf);
        let hb = sb.clone().or(&sw).plus();
        let same_object = same_object(execution);
        Self {
            sb,
            rf,
            mo,
            fr,
            rs,
            sw,
            hb,
            sets,
            same_object,
        }
    }

    /// Whether RC11 allows the execution. That sb and rf together have no cycle holds by construction.
    pub fn is_consistent(&self) -> bool {
        self.is_coherent() && self.is_atomic() && self.has_sequentially_consistent_order()
    }

    /// Whether sequential consistency allows the execution.
    pub fn is_sequentially_consistent(&self) -> bool {
        let all = self.sb.clone().or(&self.rf).or(&self.mo).or(&self.fr);
        all.or(&self.sw).plus().is_irreflexive()
    }

    /// The axiom coherence: hb; eco? has no cycle of one.
    fn is_coherent(&self) -> bool {
        self.hb.then(&self.eco().maybe()).is_irreflexive()
    }

    /// The axiom atomicity: nothing stands in modification order between what a read-modify-write reads and itself.
    fn is_atomic(&self) -> bool {
        self.fr
            .clone()
            .between(self.sets.rmws, self.sets.writes)
            .then(&self.mo)
            .is_irreflexive()
    }

    /// The axiom SC: psc has no cycle.
    fn has_sequentially_consistent_order(&self) -> bool {
        let Sets {
            seq_cst, fences, ..
        } = self.sets;
        if seq_cst.count_ones() < 2 {
            return true;
        }
        let events = self.sb.events();
        let sc = Relation::identity_on(seq_cst, events);
        let sc_fence = Relation::identity_on(seq_cst & fences, events);
        let hb_maybe = self.hb.clone().maybe();
        let left = sc.clone().or(&sc_fence.then(&hb_maybe));
        let right = sc.or(&hb_maybe.then(&sc_fence));
        let base = left.then(&self.scb()).then(&right);
        let over_fences = sc_fence
            .then(
                &self
                    .hb
                    .clone()
                    .or(&self.hb.then(&self.eco()).then(&self.hb)),
            )
            .then(&sc_fence);
        base.or(&over_fences).plus().is_irreflexive()
    }

    /// sb ∪ sb|≠loc; hb; sb|≠loc ∪ hb|loc ∪ mo ∪ fr
    fn scb(&self) -> Relation {
        let sb_elsewhere = self.sb.filter(|a, b| !self.same_object.holds(a, b));
        self.sb
            .clone()
            .or(&sb_elsewhere.then(&self.hb).then(&sb_elsewhere))
            .or(&self.hb.filter(|a, b| self.same_object.holds(a, b)))
            .or(&self.mo)
            .or(&self.fr)
    }

    /// Extended coherence order: (rf ∪ mo ∪ fr)+
    fn eco(&self) -> Relation {
        self.rf.clone().or(&self.mo).or(&self.fr).plus()
    }
}

impl Sets {
    fn of(execution: &Execution) -> Self {
        let mut sets = Self::default();
        for (event, what) in execution.events.iter().enumerate() {
            sets.add(1 << event, what.action);
        }
        sets
    }

    fn add(&mut self, event: Set, action: Action) {
        let when = |condition: bool| if condition { event } else { 0 };
        match action {
            Action::Load { order, .. } => {
                self.reads |= event;
                self.acquires |= when(matches!(order, LoadOrder::Acquire | LoadOrder::SeqCst));
                self.seq_cst |= when(order == LoadOrder::SeqCst);
            }
            Action::Store { order, .. } => {
                self.writes |= event;
                self.releases |= when(matches!(order, StoreOrder::Release | StoreOrder::SeqCst));
                self.seq_cst |= when(order == StoreOrder::SeqCst);
            }
            Action::Rmw { order, .. } => {
                use RmwOrder::{AcqRel, Acquire, Release, SeqCst};
                self.reads |= event;
                self.writes |= event;
                self.rmws |= event;
                self.acquires |= when(matches!(order, Acquire | AcqRel | SeqCst));
                self.releases |= when(matches!(order, Release | AcqRel | SeqCst));
                self.seq_cst |= when(order == SeqCst);
            }
            Action::Fence { order } => {
                use FenceOrder::{AcqRel, Acquire, Release, SeqCst};
                self.fences |= event;
                self.acquires |= when(matches!(order, Acquire | AcqRel | SeqCst));
                self.releases |= when(matches!(order, Release | AcqRel | SeqCst));
                self.seq_cst |= when(order == SeqCst);
            }
            _ => {}
        }
    }
}

fn sequenced_before(execution: &Execution) -> Relation {
    let events = &execution.events;
    let mut sb = Relation::empty(events.len());
    for later in 0..events.len() {
        for earlier in (0..later).filter(|earlier| events[*earlier].thread == events[later].thread)
        {
            sb.insert(earlier, later);
        }
    }
    sb
}

fn reads_from(execution: &Execution) -> Relation {
    let mut rf = Relation::empty(execution.events.len());
    for (read, event) in execution.events.iter().enumerate() {
        if let Some(store) = event.reads_from() {
            rf.insert(store, read);
        }
    }
    rf
}

fn modification_order(execution: &Execution) -> Relation {
    let mut mo = Relation::empty(execution.events.len());
    for stores in execution.modification_order.values() {
        for (place, later) in stores.iter().enumerate() {
            stores[..place]
                .iter()
                .for_each(|earlier| mo.insert(*earlier, *later));
        }
    }
    mo
}

/// rf⁻¹; mo, and from each read of an initial value to all stores; no event is before itself.
fn from_reads(execution: &Execution, rf: &Relation, mo: &Relation) -> Relation {
    let mut fr = rf.inverse().then(mo);
    for (read, event) in execution.events.iter().enumerate() {
        if let Action::Load {
            from: None, bytes, ..
        }
        | Action::Rmw {
            from: None, bytes, ..
        } = event.action
        {
            execution
                .stores(bytes)
                .iter()
                .for_each(|store| fr.insert(read, *store));
        }
    }
    fr.filter(|read, store| read != store)
}

/// [intro.races]/5: a maximal contiguous part of the modification order that begins with the head and goes on with
/// read-modify-writes only.
fn release_sequences(execution: &Execution) -> Relation {
    let mut rs = Relation::empty(execution.events.len());
    let is_rmw = |event: &&EventId| matches!(execution.events[**event].action, Action::Rmw { .. });
    for stores in execution.modification_order.values() {
        for (place, head) in stores.iter().enumerate() {
            rs.insert(*head, *head);
            let rest = stores[place + 1..].iter().take_while(is_rmw);
            rest.for_each(|member| rs.insert(*head, *member));
        }
    }
    rs
}

/// [intro.races]/9, [atomics.fences]/2 to /4, in the words of RC11:
/// `[release]; ([fence]; sb)?; rs; rf; (sb; [fence])?; [acquire]`, and what spawn, join and the other edges add.
fn synchronizes_with(
    execution: &Execution,
    sets: &Sets,
    sb: &Relation,
    rs: &Relation,
    rf: &Relation,
) -> Relation {
    let events = execution.events.len();
    let released = Relation::identity_on(sets.releases & sets.writes, events)
        .or(&sb.clone().between(sets.releases & sets.fences, sets.writes));
    let acquired = Relation::identity_on(sets.acquires & sets.reads, events)
        .or(&sb.clone().between(sets.reads, sets.acquires & sets.fences));
    let mut sw = released.then(rs).then(rf).then(&acquired);
    for (event, what) in execution.events.iter().enumerate() {
        let earlier = execution.events[..event].iter().enumerate();
        for (source, _) in earlier.filter(|(source, other)| match what.action {
            Action::Begin => {
                matches!(other.action, Action::Spawn { thread } if thread == what.thread)
            }
            Action::Join { thread } => other.thread == thread && other.action == Action::End,
            Action::Receive { from } => *source == from,
            Action::ReceiveAll { channel } => other.action == Action::Publish { channel },
            _ => false,
        }) {
            sw.insert(source, event);
        }
    }
    sw
}

fn same_object(execution: &Execution) -> Relation {
    let events = &execution.events;
    let mut same = Relation::empty(events.len());
    for (a, first) in events.iter().enumerate() {
        for (b, second) in events.iter().enumerate() {
            if first.object().is_some() && first.object() == second.object() {
                same.insert(a, b);
            }
        }
    }
    same
}
