//! Programs whose missing edge is known. A [`Tape`] records what the rules make of hand-written runs.

use super::{Side, explain};
use crate::clock::{Epoch, ThreadIndex};
use crate::event::{AccessKind, Bytes, MemoryAccess, StoreId, SyncEvent, SyncRecord};
use crate::model::message::{self, Message};
use crate::model::{ThreadView, edge, fence, release_sequence};
use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use crate::race::{Explanation, MissingKind, PathOperation};
use crate::site::{Function, OrderingArgument, Site, Span};
use std::collections::HashMap;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// A run, recorded as it is written down. Threads 0 to 3; places are named by letters.
struct Tape {
    views: Vec<ThreadView>,
    records: Vec<SyncRecord>,
    sequences: [u64; 4],
    messages: HashMap<StoreId, Message>,
    positions: HashMap<usize, Vec<StoreId>>,
    sites: HashMap<(char, usize), &'static Site>,
}

const LOCK: usize = 0x100;
const FLAG: usize = 0x200;
const OTHER: usize = 0x300;

impl Tape {
    fn new() -> Self {
        Self {
            views: (0..4)
                .map(|thread| ThreadView::new(ThreadIndex(thread)))
                .collect(),
            records: Vec::new(),
            sequences: [0; 4],
            messages: HashMap::new(),
            positions: HashMap::new(),
            sites: HashMap::new(),
        }
    }

    fn site(&mut self, name: char, orderings: usize) -> &'static Site {
        self.sites
            .entry((name, orderings))
            .or_insert_with(|| new_site(name, orderings))
    }

    fn name(&self, site: &'static Site) -> char {
        let found = self.sites.iter().find(|(_, other)| **other == site);
        found.expect("the site is from this tape").0.0
    }

    fn record(&mut self, thread: usize, event: SyncEvent, site: &'static Site) -> StoreId {
        self.sequences[thread] += 1;
        let id = StoreId {
            thread: ThreadIndex(thread as u32),
            sequence: self.sequences[thread],
        };
        self.records.push(SyncRecord {
            thread: id.thread,
            time: self.views[thread].epoch().time,
            sequence: id.sequence,
            event,
            site: Some(site),
        });
        id
    }

    /// The latest store, or an older one.
    fn latest(&self, object: usize, back: usize) -> (Option<StoreId>, Message) {
        let stores = self.positions.get(&object).map_or(&[][..], Vec::as_slice);
        let from = stores
            .len()
            .checked_sub(1 + back)
            .map(|index| stores[index]);
        let message = from.map(|from| self.messages[&from].clone());
        (from, message.unwrap_or_default())
    }

    fn wrote(&mut self, object: usize, id: StoreId, message: Message) {
        self.messages.insert(id, message);
        self.positions.entry(object).or_default().push(id);
    }

    fn position(&self, object: usize) -> u64 {
        self.positions.get(&object).map_or(0, Vec::len) as u64 + 1
    }

    fn store(&mut self, thread: usize, object: usize, order: StoreOrder, name: char) {
        let site = self.site(name, 1);
        let position = self.position(object);
        let event = SyncEvent::Store {
            object,
            order,
            position,
        };
        let id = self.record(thread, event, site);
        let message = message::store(&mut self.views[thread], order);
        self.wrote(object, id, message);
    }

    fn load(&mut self, thread: usize, object: usize, order: LoadOrder, name: char) {
        self.load_of(thread, object, order, (name, 1), 0);
    }

    fn load_older(&mut self, thread: usize, object: usize, order: LoadOrder, name: char) {
        self.load_of(thread, object, order, (name, 1), 1);
    }

    fn exchange_fails(&mut self, thread: usize, object: usize, failure: LoadOrder, name: char) {
        self.load_of(thread, object, failure, (name, 2), 0);
    }

    fn load_of(
        &mut self,
        thread: usize,
        object: usize,
        order: LoadOrder,
        (name, orderings): (char, usize),
        back: usize,
    ) {
        let site = self.site(name, orderings);
        let (reads_from, message) = self.latest(object, back);
        let failed_exchange = orderings == 2;
        let event = SyncEvent::Load {
            object,
            order,
            reads_from,
            failed_exchange,
        };
        self.record(thread, event, site);
        message::load(&mut self.views[thread], &message, order);
    }

    fn exchange(&mut self, thread: usize, object: usize, success: RmwOrder, name: char) {
        self.update_at(thread, object, success, (name, 2));
    }

    fn update(&mut self, thread: usize, object: usize, order: RmwOrder, name: char) {
        self.update_at(thread, object, order, (name, 1));
    }

    fn update_at(
        &mut self,
        thread: usize,
        object: usize,
        order: RmwOrder,
        (name, orderings): (char, usize),
    ) {
        let site = self.site(name, orderings);
        let (reads_from, read) = self.latest(object, 0);
        let position = self.position(object);
        let event = SyncEvent::Rmw {
            object,
            order,
            reads_from,
            position,
        };
        let id = self.record(thread, event, site);
        let message = release_sequence::rmw(&mut self.views[thread], &read, order);
        self.wrote(object, id, message);
    }

    fn fence(&mut self, thread: usize, order: FenceOrder, name: char) {
        let site = self.site(name, 1);
        self.record(thread, SyncEvent::Fence { order }, site);
        fence::fence(&mut self.views[thread], order);
    }

    fn unlock(&mut self, thread: usize, name: char) -> StoreId {
        let site = self.site(name, 0);
        let event = SyncEvent::Publish {
            edge: "unlock",
            object: 7,
        };
        let id = self.record(thread, event, site);
        let message = edge::release(&mut self.views[thread]);
        self.messages.insert(id, message);
        id
    }

    fn lock(&mut self, thread: usize, from: StoreId, name: char) {
        let site = self.site(name, 0);
        let event = SyncEvent::Receive {
            edge: "lock",
            object: 7,
            from: Some(from),
        };
        self.record(thread, event, site);
        edge::acquire(&mut self.views[thread], &self.messages[&from].clone());
    }

    fn access(&self, thread: usize) -> Epoch {
        self.views[thread].epoch()
    }

    /// The explanation of a pair that is not ordered.
    #[track_caller]
    fn explain(&mut self, earlier: Epoch, later_thread: usize) -> Told {
        let later = self.access(later_thread);
        assert!(
            !self.views[later_thread].covers(earlier),
            "the pair does not race"
        );
        let site = self.site('!', 0);
        let side = |epoch| Side {
            access: MemoryAccess {
                bytes: Bytes {
                    address: 0x900,
                    size: 8,
                },
                kind: AccessKind::Write,
                site,
            },
            epoch,
        };
        let explanation = explain(&self.records, &side(earlier), &side(later), &|_| None);
        self.told(&explanation)
    }

    fn told(&self, explanation: &Explanation) -> Told {
        let step = |step: &crate::race::PathStep| {
            (
                step.site.map_or('-', |site| self.name(site)),
                step.operation,
                step.missing,
            )
        };
        let change = |change: &crate::race::Change| {
            (
                self.name(change.site),
                change.argument,
                change.from,
                change.to,
            )
        };
        Told {
            path: explanation.path.iter().map(step).collect(),
            advice: explanation.advice.iter().map(change).collect(),
            verified: explanation.verified,
        }
    }
}

fn new_site(name: char, orderings: usize) -> &'static Site {
    static FUNCTION: Function = Function {
        file: "tape.rs",
        manifest_dir: "",
        name: "tape",
    };
    let span = Span::new(u32::from(name), 1, u32::from(name), 2);
    let argument = OrderingArgument { span, text: "" };
    let orderings = Vec::leak(vec![argument; orderings]);
    Box::leak(Box::new(Site::new(&FUNCTION, span, "", "", orderings)))
}

#[derive(Debug, PartialEq)]
struct Told {
    path: Vec<(char, PathOperation, Option<MissingKind>)>,
    advice: Vec<(char, usize, Ordering, Ordering)>,
    verified: bool,
}

use FenceOrder as F;
use LoadOrder as L;
use MissingKind::{
    FenceMisplaced, NotSequentiallyConsistent, PublishesNothing, ReadsOlder, ReceivesNothing,
    SequenceCut,
};
use PathOperation::{FailedExchange, Fence, Load, Publish, Receive, Store, Update};
use RmwOrder as R;
use StoreOrder as S;

/// `while LOCK.compare_exchange(..)` at `c`, an access, the unlocking store at `u`; by one thread, then by another.
fn spinlock(success: RmwOrder, unlock: StoreOrder) -> Told {
    let mut tape = Tape::new();
    tape.exchange(0, LOCK, success, 'c');
    let earlier = tape.access(0);
    tape.exchange_fails(1, LOCK, L::Relaxed, 'c');
    tape.exchange_fails(1, LOCK, L::Relaxed, 'c');
    tape.store(0, LOCK, unlock, 'u');
    tape.exchange(1, LOCK, success, 'c');
    tape.explain(earlier, 1)
}

#[test]
fn spinlock_with_relaxed_unlock() {
    let expected = Told {
        path: vec![('u', Store, Some(PublishesNothing)), ('c', Update, None)],
        advice: vec![('u', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(spinlock(R::Acquire, S::Relaxed), expected);
}

#[test]
fn spinlock_with_relaxed_success() {
    let expected = Told {
        path: vec![('u', Store, None), ('c', Update, Some(ReceivesNothing))],
        advice: vec![('c', 0, Relaxed, Acquire)],
        verified: true,
    };
    assert_eq!(spinlock(R::Relaxed, S::Release), expected);
}

#[test]
fn spinlock_with_both_relaxed() {
    let expected = Told {
        path: vec![
            ('u', Store, Some(PublishesNothing)),
            ('c', Update, Some(ReceivesNothing)),
        ],
        advice: vec![('u', 0, Relaxed, Release), ('c', 0, Relaxed, Acquire)],
        verified: true,
    };
    assert_eq!(spinlock(R::Relaxed, S::Relaxed), expected);
}

/// A pointer loaded at `l`; if it is null, a new value is published by the exchange at `c`.
fn lazy_initialization(load: LoadOrder, success: RmwOrder) -> Told {
    let mut tape = Tape::new();
    tape.load(0, FLAG, load, 'l');
    let earlier = tape.access(0);
    tape.exchange(0, FLAG, success, 'c');
    tape.load(1, FLAG, load, 'l');
    tape.explain(earlier, 1)
}

#[test]
fn lazy_initialization_with_relaxed_load() {
    let expected = Told {
        path: vec![('c', Update, None), ('l', Load, Some(ReceivesNothing))],
        advice: vec![('l', 0, Relaxed, Acquire)],
        verified: true,
    };
    assert_eq!(lazy_initialization(L::Relaxed, R::Release), expected);
}

#[test]
fn lazy_initialization_with_relaxed_or_acquire_success() {
    let told = |from, to| Told {
        path: vec![('c', Update, Some(PublishesNothing)), ('l', Load, None)],
        advice: vec![('c', 0, from, to)],
        verified: true,
    };
    assert_eq!(
        lazy_initialization(L::Acquire, R::Relaxed),
        told(Relaxed, Release)
    );
    assert_eq!(
        lazy_initialization(L::Acquire, R::Acquire),
        told(Acquire, AcqRel)
    );
}

#[test]
fn lazy_initialization_with_relaxed_failure() {
    let mut tape = Tape::new();
    tape.load(0, FLAG, L::Acquire, 'l');
    tape.load(1, FLAG, L::Acquire, 'l');
    let earlier = tape.access(0);
    tape.exchange(0, FLAG, R::Release, 'c');
    tape.exchange_fails(1, FLAG, L::Relaxed, 'c');
    let expected = Told {
        path: vec![
            ('c', Update, None),
            ('c', FailedExchange, Some(ReceivesNothing)),
        ],
        advice: vec![('c', 1, Relaxed, Acquire)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn counter_without_acquire_before_the_drop() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.update(0, FLAG, R::Release, 'd');
    tape.update(1, FLAG, R::Release, 'd');
    let expected = Told {
        path: vec![('d', Update, None), ('d', Update, Some(ReceivesNothing))],
        advice: vec![('d', 0, Release, AcqRel)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn counter_with_relaxed_decrement_and_acquire_fence() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.update(0, FLAG, R::Relaxed, 'd');
    tape.update(1, FLAG, R::Relaxed, 'd');
    tape.update(2, FLAG, R::Relaxed, 'd');
    tape.fence(2, F::Acquire, 'f');
    let expected = Told {
        path: vec![
            ('d', Update, Some(PublishesNothing)),
            ('d', Update, None),
            ('f', Fence, None),
        ],
        advice: vec![('d', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 2), expected);
}

#[test]
fn own_relaxed_store_cuts_the_release_sequence() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Release, 'r');
    tape.store(0, FLAG, S::Relaxed, 's');
    tape.load(1, FLAG, L::Acquire, 'l');
    let expected = Told {
        path: vec![
            ('r', Store, None),
            ('s', Store, Some(SequenceCut)),
            ('l', Load, None),
        ],
        advice: vec![('s', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn foreign_store_cuts_the_release_sequence() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Release, 'r');
    tape.store(2, FLAG, S::Relaxed, 's');
    tape.load(1, FLAG, L::Acquire, 'l');
    let expected = Told {
        path: vec![
            ('r', Store, None),
            ('s', Store, Some(SequenceCut)),
            ('l', Load, None),
        ],
        advice: vec![],
        verified: false,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn release_fence_behind_the_store() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Relaxed, 's');
    tape.fence(0, F::Release, 'f');
    tape.load(1, FLAG, L::Acquire, 'l');
    let expected = Told {
        path: vec![
            ('f', Fence, Some(FenceMisplaced)),
            ('s', Store, Some(PublishesNothing)),
            ('l', Load, None),
        ],
        advice: vec![('s', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn release_fence_before_the_access() {
    let mut tape = Tape::new();
    tape.fence(0, F::Release, 'f');
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Relaxed, 's');
    tape.load(1, FLAG, L::Relaxed, 'l');
    tape.fence(1, F::Acquire, 'g');
    let expected = Told {
        path: vec![
            ('f', Fence, Some(FenceMisplaced)),
            ('s', Store, Some(PublishesNothing)),
            ('l', Load, None),
            ('g', Fence, None),
        ],
        advice: vec![('s', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn acquire_fence_before_the_load() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.fence(0, F::Release, 'f');
    tape.store(0, FLAG, S::Relaxed, 's');
    tape.fence(1, F::Acquire, 'g');
    tape.load(1, FLAG, L::Relaxed, 'l');
    let expected = Told {
        path: vec![
            ('f', Fence, None),
            ('s', Store, None),
            ('l', Load, Some(ReceivesNothing)),
            ('g', Fence, Some(FenceMisplaced)),
        ],
        advice: vec![('l', 0, Relaxed, Acquire)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn acquire_fence_where_a_release_fence_belongs() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.fence(0, F::Acquire, 'f');
    tape.store(0, FLAG, S::Relaxed, 's');
    tape.load(1, FLAG, L::Acquire, 'l');
    let told = tape.explain(earlier, 1);
    assert_eq!(told.advice, [('s', 0, Relaxed, Release)]);
    assert!(told.verified);
}

#[test]
fn a_path_over_three_threads_and_a_lock() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    let unlocked = tape.unlock(0, 'u');
    tape.lock(1, unlocked, 'k');
    tape.store(1, FLAG, S::Relaxed, 's');
    tape.load(2, FLAG, L::Acquire, 'l');
    let expected = Told {
        path: vec![
            ('u', Publish("unlock"), None),
            ('k', Receive("lock"), None),
            ('s', Store, Some(PublishesNothing)),
            ('l', Load, None),
        ],
        advice: vec![('s', 0, Relaxed, Release)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 2), expected);
}

#[test]
fn the_store_behind_the_access_is_named_not_the_one_before() {
    let mut tape = Tape::new();
    tape.store(0, FLAG, S::Relaxed, 'a');
    tape.load(0, OTHER, L::Relaxed, 'x');
    let earlier = tape.access(0);
    tape.load(0, OTHER, L::Relaxed, 'x');
    tape.store(0, OTHER, S::Relaxed, 'b');
    tape.load(1, FLAG, L::Acquire, 'l');
    tape.load(1, OTHER, L::Acquire, 'm');
    assert_eq!(
        tape.explain(earlier, 1).advice,
        [('b', 0, Relaxed, Release)]
    );
}

#[test]
fn nothing_connects_the_threads() {
    let mut tape = Tape::new();
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Release, 's');
    tape.load(1, OTHER, L::Acquire, 'l');
    let told = tape.explain(earlier, 1);
    assert_eq!((told.path, told.advice), (vec![], vec![]));
}

#[test]
fn the_later_thread_read_an_older_value_and_went_on() {
    let mut tape = Tape::new();
    tape.load(1, FLAG, L::Acquire, 'l');
    let earlier = tape.access(0);
    tape.store(0, FLAG, S::Release, 's');
    let expected = Told {
        path: vec![('s', Store, None), ('l', Load, Some(ReadsOlder))],
        advice: vec![],
        verified: false,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

#[test]
fn store_buffering_wants_seq_cst() {
    let mut tape = Tape::new();
    tape.store(0, FLAG, S::Release, 'a');
    tape.load(0, OTHER, L::Acquire, 'b');
    let earlier = tape.access(0);
    tape.store(1, OTHER, S::SeqCst, 'c');
    tape.load_older(1, FLAG, L::Acquire, 'd');
    let weak = Some(NotSequentiallyConsistent);
    let expected = Told {
        path: vec![
            ('a', Store, weak),
            ('b', Load, weak),
            ('c', Store, None),
            ('d', Load, weak),
        ],
        advice: vec![
            ('a', 0, Release, SeqCst),
            ('b', 0, Acquire, SeqCst),
            ('d', 0, Acquire, SeqCst),
        ],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

/// Where a fence stands between a side's operations, it is what has to be SeqCst; what is so already stays.
#[test]
fn store_buffering_wants_the_fences_that_stand_there() {
    let mut tape = Tape::new();
    tape.store(0, FLAG, S::Relaxed, 'a');
    tape.fence(0, F::AcqRel, 'f');
    tape.load(0, OTHER, L::Relaxed, 'b');
    let earlier = tape.access(0);
    tape.store(1, OTHER, S::Relaxed, 'c');
    tape.fence(1, F::SeqCst, 'g');
    tape.load_older(1, FLAG, L::Relaxed, 'd');
    let expected = Told {
        path: vec![
            ('a', Store, None),
            ('f', Fence, Some(NotSequentiallyConsistent)),
            ('b', Load, None),
            ('c', Store, None),
            ('g', Fence, None),
            ('d', Load, None),
        ],
        advice: vec![('f', 0, AcqRel, SeqCst)],
        verified: true,
    };
    assert_eq!(tape.explain(earlier, 1), expected);
}

/// One side has its fence: only the other one's operations change.
#[test]
fn store_buffering_leaves_the_side_that_has_its_fence() {
    let mut tape = Tape::new();
    tape.store(0, FLAG, S::Relaxed, 'a');
    tape.load(0, OTHER, L::Acquire, 'b');
    let earlier = tape.access(0);
    tape.store(1, OTHER, S::Release, 'c');
    tape.fence(1, F::SeqCst, 'g');
    tape.load_older(1, FLAG, L::Acquire, 'd');
    let told = tape.explain(earlier, 1);
    assert_eq!(
        told.advice,
        [('a', 0, Relaxed, SeqCst), ('b', 0, Acquire, SeqCst)]
    );
    assert!(told.verified);
}

#[test]
fn a_trace_that_has_lost_its_beginning_still_explains() {
    let mut tape = Tape::new();
    for _ in 0..100 {
        tape.exchange(0, LOCK, R::Acquire, 'c');
        tape.store(0, LOCK, S::Relaxed, 'u');
    }
    let earlier = tape.access(0);
    tape.store(0, LOCK, S::Relaxed, 'u');
    tape.exchange(1, LOCK, R::Acquire, 'c');
    tape.records.drain(..150);
    let told = tape.explain(earlier, 1);
    assert_eq!(told.advice, [('u', 0, Relaxed, Release)]);
    assert!(told.verified);
}
