//! Shadow memory: of two unordered accesses one finds the other, whatever the interleaving, in words and in lists.

use super::{bounded, every};
use crate::clock::ThreadIndex;
use crate::event::{AccessKind, Bytes};
use crate::model::{Message, ThreadView, edge};
use crate::primitive::{Mutex, Ordering};
use crate::shadow::fat::Attachment;
use crate::shadow::{RangeAccess, ShadowMap};
use loom::sync::Arc;
use loom::sync::atomic::AtomicBool;
use loom::thread;

/// Where the granules of a model begin.
const START: usize = 2048;

/// Nothing is attached.
#[derive(Default)]
struct Nothing;

impl Attachment for Nothing {
    fn in_use(&self) -> bool {
        false
    }

    fn forget(&self, _mask: u8) {}
}

type Map = Arc<ShadowMap<Nothing>>;

fn map() -> Map {
    Arc::new(ShadowMap::new())
}

fn view(index: u32) -> ThreadView {
    ThreadView::new(ThreadIndex(index))
}

/// Makes an access; answers how many earlier ones it conflicts with.
fn access(map: &Map, view: &ThreadView, offset: usize, size: usize, kind: AccessKind) -> usize {
    let mut found = 0;
    let access = RangeAccess {
        bytes: Bytes {
            address: START + offset,
            size,
        },
        kind,
        site: 1,
    };
    map.record(&access, view, &mut |_, _| found += 1);
    found
}

use AccessKind::{AtomicRead, AtomicWrite, Read, Write};

/// Two threads make one access each; answers how often one found the other.
fn two(first: (usize, usize, AccessKind), second: (usize, usize, AccessKind)) -> usize {
    let map = map();
    let other = {
        let map = map.clone();
        thread::spawn(move || access(&map, &view(1), second.0, second.1, second.2))
    };
    let found = access(&map, &view(0), first.0, first.1, first.2);
    found + other.join().expect("no thread panics")
}

#[test]
fn of_two_unordered_accesses_the_later_finds_the_earlier() {
    for (first, second, races) in [
        (Write, Write, 1),
        (Write, Read, 1),
        (Read, Read, 0),
        (Write, AtomicRead, 1),
        (Read, AtomicWrite, 1),
        (AtomicWrite, AtomicWrite, 0),
    ] {
        every(move || {
            assert_eq!(
                two((0, 8, first), (0, 8, second)),
                races,
                "{first:?} {second:?}"
            )
        });
    }
}

#[test]
fn accesses_to_parts_meet_where_they_overlap() {
    every(|| assert_eq!(two((0, 4, Write), (4, 4, Write)), 0));
    every(|| assert_eq!(two((0, 5, Write), (4, 4, Write)), 1));
    // Over the border of two granules.
    every(|| assert_eq!(two((4, 8, Write), (8, 8, Read)), 1));
    bounded(3, || assert_eq!(two((0, 16, Write), (0, 16, Write)), 2));
}

/// The path without the lock does not swallow the one look that could find the race.
#[test]
fn a_repeated_access_hides_no_race() {
    for (mine, others) in [(Write, Write), (Read, Write), (Write, Read)] {
        every(move || {
            let map = map();
            let other = {
                let map = map.clone();
                thread::spawn(move || access(&map, &view(1), 0, 8, others))
            };
            let own = view(0);
            let found: usize = (0..2).map(|_| access(&map, &own, 0, 8, mine)).sum();
            assert!(found + other.join().expect("no thread panics") >= 1);
        });
    }
}

/// Nor does the one that leaves out a read which a list has.
#[test]
fn a_read_left_out_hides_no_race() {
    bounded(2, || {
        let map = map();
        let own = view(0);
        let word = crate::shadow::word::epoch_word(own.epoch());
        assert_eq!(access(&map, &view(2), 0, 8, Read), 0);
        assert_eq!(access(&map, &own, 0, 8, Read), 0);
        let other = {
            let map = map.clone();
            thread::spawn(move || access(&map, &view(1), 0, 8, Write))
        };
        let mut found = 0;
        if !map.is_seen(START, 8, Read, word) {
            found += access(&map, &own, 0, 8, Read);
        }
        assert!(2 <= found + other.join().expect("no thread panics"));
    });
}

/// Three readers and a writer: the words are left for a list, cells come from the pool and go back to it.
#[test]
fn the_list_finds_what_the_words_cannot_hold() {
    bounded(3, || {
        let map = map();
        assert_eq!(access(&map, &view(2), 0, 8, Read), 0);
        let reader = {
            let map = map.clone();
            thread::spawn(move || access(&map, &view(1), 0, 8, Read))
        };
        let found = access(&map, &view(0), 0, 8, Write);
        assert_eq!(found + reader.join().expect("no thread panics"), 2);
        assert_eq!(access(&map, &view(3), 0, 8, Write), 3);
    });
}

/// A thread that learnt of the other's access (by whatever edge, here a lock) has no conflict, and what it replaces in the
/// words or the list was ordered before it.
#[test]
fn ordered_accesses_never_conflict() {
    bounded(3, || {
        let map = map();
        let handed: Arc<Mutex<Option<Message>>> = Arc::new(Mutex::new(None));
        let other = {
            let (map, handed) = (map.clone(), handed.clone());
            thread::spawn(move || {
                let mut view = view(1);
                let found = access(&map, &view, 0, 8, Write);
                *handed.lock().expect("not poisoned") = Some(edge::release(&mut view));
                found + access(&map, &view, 8, 8, Read)
            })
        };
        let mut own = view(0);
        let mut found = access(&map, &own, 8, 8, Read);
        if let Some(message) = handed.lock().expect("not poisoned").take() {
            edge::acquire(&mut own, &message);
            found += access(&map, &own, 0, 8, Read);
            found += access(&map, &own, 0, 4, Write);
        }
        assert_eq!(found + other.join().expect("no thread panics"), 0);
    });
}

/// Bytes that are cleared by whoever gets them anew: what others did before is gone, what they do beside it stays.
#[test]
fn clearing_leaves_the_neighbors() {
    bounded(3, || {
        let map = map();
        let freed = Arc::new(AtomicBool::new(false));
        let other = {
            let (map, freed) = (map.clone(), freed.clone());
            thread::spawn(move || {
                let view = view(1);
                let found = access(&map, &view, 0, 4, Write);
                freed.store(true, Ordering::Release);
                found + access(&map, &view, 4, 4, Write)
            })
        };
        let mut found = 0;
        if freed.load(Ordering::Acquire) {
            map.clear(Bytes {
                address: START,
                size: 4,
            });
            found += access(&map, &view(0), 0, 4, Write);
        }
        found += other.join().expect("no thread panics");
        assert_eq!(found, 0);
        // The other's second write is remembered.
        assert_eq!(access(&map, &view(2), 4, 4, Read), 1);
    });
}
