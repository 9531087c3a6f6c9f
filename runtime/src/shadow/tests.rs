//! The words against the list: the same accesses, the same verdicts.

use super::list::AccessList;
use super::word::{Entry, mask_of};
use super::*;
use crate::clock::{Epoch, ThreadIndex};
use crate::model::conflict::Conflict;
use crate::model::edge;
use crate::primitive::AtomicUsize;
use AccessKind::{AtomicRead, AtomicWrite, CellRead, Read, ReborrowShared, Write};
use core::cell::Cell;
use std::vec::Vec;

/// Nothing is attached.
#[derive(Default)]
struct Nothing;

impl Attachment for Nothing {
    fn in_use(&self) -> bool {
        false
    }

    fn forget(&self, _mask: u8) {}
}

static MAP: ShadowMap<Nothing> = ShadowMap::new();

/// SplitMix64.
struct Random(Cell<u64>);

impl Random {
    fn below(&self, bound: usize) -> usize {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

const KINDS: [AccessKind; 8] = [
    AccessKind::Read,
    AccessKind::Write,
    AccessKind::AtomicRead,
    AccessKind::AtomicWrite,
    AccessKind::ReborrowShared,
    AccessKind::ReborrowExclusive,
    AccessKind::CellRead,
    AccessKind::CellWrite,
];

/// A granule of its own for each test program, in whichever thread of the harness it runs.
fn fresh_granule() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0x5000_0000_0000);
    NEXT.fetch_add(8, Ordering::Relaxed)
}

fn threads(count: u32) -> Vec<ThreadView> {
    (0..count)
        .map(|index| ThreadView::new(ThreadIndex(index)))
        .collect()
}

/// One random program on one granule: answers what the map found and what the list found, access by access. Counts the reads
/// that the map left out because a list had them.
fn run(
    random: &Random,
    kinds: &[AccessKind],
    steps: usize,
    left_out: &mut usize,
) -> (Vec<Vec<Conflict>>, Vec<Vec<Conflict>>) {
    let address = fresh_granule();
    let mut views = threads(3);
    let mut list = AccessList::default();
    let (mut by_map, mut by_list) = (Vec::new(), Vec::new());
    for _ in 0..steps {
        let thread = random.below(views.len());
        if random.below(3) == 0 {
            let message = edge::release(&mut views[thread]);
            let other = random.below(views.len());
            edge::acquire(&mut views[other], &message);
            continue;
        }
        if random.below(24) == 0 {
            // Its cell, if it has one, will be that of another granule.
            MAP.clear(Bytes { address, size: 8 });
            list.forget(u8::MAX);
            continue;
        }
        let view = &views[thread];
        let offset = random.below(8);
        let size = 1 + random.below(8 - offset);
        let (offset, size) = match random.below(2) {
            0 => (0, 8),
            _ => (offset, size),
        };
        let access = RangeAccess {
            bytes: Bytes {
                address: address + offset,
                size,
            },
            kind: kinds[random.below(kinds.len())],
            site: 1 + random.below(2) as u32,
        };
        let entry = Entry::new(
            view.epoch(),
            mask_of(access.bytes.address, size),
            access.kind,
            access.site,
        );
        let mut found = Vec::new();
        let epoch_word = word::epoch_word(view.epoch());
        let Bytes { address: at, size } = access.bytes;
        let is_seen = random.below(2) == 0 && MAP.is_seen(at, size, access.kind, epoch_word);
        *left_out += usize::from(is_seen);
        let is_own = random.below(2) == 0
            && MAP.record_own(access.bytes, access.kind, epoch_word, access.site);
        if !is_own && !is_seen {
            MAP.record(&access, view, &mut |at, conflicting| {
                assert_eq!(at, address);
                found.push(conflicting.conflict);
            });
        }
        by_map.push(found);
        let mut found = Vec::new();
        list.record(&entry, view, &mut |conflicting| {
            found.push(conflicting.conflict)
        });
        by_list.push(found);
    }
    (by_map, by_list)
}

/// Up to the first conflict both say the same of each access; behind it a repeated access in one epoch is not judged anew.
#[test]
fn words_and_list_give_the_same_verdicts() {
    let random = Random(Cell::new(1));
    let (mut with_conflict, mut left_out) = (0, 0);
    for program in 0..80_000 {
        let kinds = match program % 4 {
            0 => &KINDS[..2],
            1 => &KINDS[..4],
            2 => &KINDS[..],
            // Reads of all kinds, with a write now and then.
            _ => &[
                Read,
                AtomicRead,
                ReborrowShared,
                CellRead,
                Read,
                CellRead,
                Write,
            ],
        };
        let (by_map, by_list) = run(&random, kinds, 16, &mut left_out);
        let worst = |verdicts: &[Vec<Conflict>]| {
            verdicts
                .iter()
                .map(|found| found.iter().copied().max().unwrap_or(Conflict::None))
                .collect::<Vec<_>>()
        };
        let (by_map, by_list) = (worst(&by_map), worst(&by_list));
        let first = by_list
            .iter()
            .position(|conflict| *conflict != Conflict::None);
        with_conflict += usize::from(first.is_some());
        let same_up_to = first.map_or(by_list.len(), |first| first + 1);
        assert_eq!(
            by_map[..same_up_to],
            by_list[..same_up_to],
            "program {program}"
        );
    }
    assert!((10_000..79_000).contains(&with_conflict), "{with_conflict}");
    assert!(2_000 < left_out, "{left_out}");
}

/// The list drops and merges entries; a list that keeps everything finds a race in the same programs.
#[test]
fn the_list_loses_no_race() {
    let random = Random(Cell::new(2));
    for program in 0..30_000 {
        let mut views = threads(3);
        let mut list = AccessList::default();
        let mut all: Vec<Entry> = Vec::new();
        for _ in 0..14 {
            let thread = random.below(views.len());
            if random.below(3) == 0 {
                let message = edge::release(&mut views[thread]);
                let other = random.below(views.len());
                edge::acquire(&mut views[other], &message);
                continue;
            }
            let offset = random.below(8);
            let size = 1 + random.below(8 - offset);
            let new = Entry::new(
                views[thread].epoch(),
                mask_of(offset, size),
                KINDS[random.below(KINDS.len())],
                1 + random.below(2) as u32,
            );
            let mut worst = Conflict::None;
            list.record(&new, &views[thread], &mut |found| {
                worst = worst.max(found.conflict)
            });
            let mut expected = Conflict::None;
            for old in all.iter().filter(|old| old.mask() & new.mask() != 0) {
                if let list::Relation::Conflicts(found) = list::judge(old, &new, &views[thread]) {
                    expected = expected.max(found.conflict);
                }
            }
            assert_eq!(worst, expected, "program {program}: {new:?} after {all:?}");
            all.push(new);
            if worst == Conflict::Race {
                break;
            }
        }
    }
}

/// Atomics of one size, and now and then a plain access or another size: what is remembered does not depend on the way.
#[test]
fn the_short_ways_of_the_list_leave_the_same() {
    let random = Random(Cell::new(3));
    let mut of_several = 0;
    for program in 0..30_000 {
        let mut views = threads(3);
        let (mut short, mut long) = (AccessList::default(), AccessList::default());
        for _ in 0..16 {
            let thread = random.below(views.len());
            match random.below(8) {
                0 => {
                    let message = edge::release(&mut views[thread]);
                    let other = random.below(views.len());
                    edge::acquire(&mut views[other], &message);
                }
                1..4 => views[thread].tick(),
                _ => {}
            }
            let kind = match random.below(16) {
                0 => KINDS[random.below(KINDS.len())],
                1..4 => AtomicRead,
                _ => AtomicWrite,
            };
            let size = 4 + 4 * usize::from(random.below(16) == 0);
            let site = 1 + random.below(2) as u32;
            let new = Entry::new(views[thread].epoch(), mask_of(0, size), kind, site);
            let before = long.clone();
            short.record(&new, &views[thread], &mut |_| {});
            long.record_at_length(&new, &views[thread]);
            // Of two sites at one time either may stay.
            let sorted = |list: &AccessList| {
                let key = |entry: &Entry| {
                    let Epoch { thread, time } = entry.epoch();
                    (thread, time, entry.kind() as u8, entry.mask())
                };
                let mut entries: Vec<_> = list.entries().iter().map(key).collect();
                entries.sort_unstable();
                entries
            };
            assert_eq!(
                sorted(&short),
                sorted(&long),
                "program {program}: {new:?} after {before:?}"
            );
            of_several += usize::from(2 < long.entries().len());
        }
    }
    assert!(10_000 < of_several, "{of_several}");
}

#[test]
fn cleared_bytes_have_no_history() {
    let views = threads(2);
    let base = 0x5100_0000_0000;
    for size in [8, 64, PAGE_BYTES, 64 * PAGE_BYTES] {
        let bytes = Bytes {
            address: base,
            size,
        };
        let write = RangeAccess {
            bytes,
            kind: AccessKind::Write,
            site: 1,
        };
        let mut count = 0;
        MAP.record(&write, &views[0], &mut |_, _| count += 1);
        MAP.record(&write, &views[1], &mut |_, _| count += 1);
        assert_eq!(count, size / 8, "each granule has its race");
        MAP.clear(bytes);
        count = 0;
        MAP.record(&write, &views[1], &mut |_, _| count += 1);
        assert_eq!(count, 0, "{size}");
        MAP.clear(bytes);
        assert!(!MAP.is_recorded(
            base,
            8,
            AccessKind::Write,
            word::epoch_word(views[1].epoch())
        ));
    }
}

#[test]
fn bytes_of_one_loop_are_one_access() {
    let views = threads(1);
    let base = fresh_granule() + 0x1000_0000;
    for offset in 0..8 {
        let access = RangeAccess {
            bytes: Bytes {
                address: base + offset,
                size: 1,
            },
            kind: AccessKind::Write,
            site: 1,
        };
        MAP.record(&access, &views[0], &mut |_, _| unreachable!());
    }
    assert!(MAP.is_recorded(
        base,
        8,
        AccessKind::Write,
        word::epoch_word(views[0].epoch())
    ));
}

#[test]
fn a_time_of_a_reused_slot_is_covered_by_its_new_owner() {
    let last = Epoch {
        thread: ThreadIndex(5),
        time: 41,
    };
    let view = ThreadView::resume(last);
    assert!(view.covers(last));
}

/// A large range whose pages are mostly untouched, over the border of two regions: what it touches is forgotten, what lies beside
/// it is not.
#[test]
fn clearing_finds_the_touched_pages_of_a_large_range() {
    let view = &threads(1)[0];
    let epoch_word = word::epoch_word(view.epoch());
    let border = 0x6300_0000_0000usize;
    let (start, end) = (border - 100 * PAGE_BYTES - 8, border + 100 * PAGE_BYTES + 8);
    let inside = [start, border - 8, border, border + 7 * PAGE_BYTES, end - 8];
    let outside = [start - 8, end];
    let record = |address| {
        let access = RangeAccess {
            bytes: Bytes { address, size: 8 },
            kind: Write,
            site: 1,
        };
        MAP.record(&access, view, &mut |_, _| {});
    };
    let is_recorded = |address: &usize| MAP.is_recorded(*address, 8, Write, epoch_word);
    for only in inside {
        outside.into_iter().chain([only]).for_each(record);
        MAP.clear(Bytes {
            address: start,
            size: end - start,
        });
        assert!(!is_recorded(&only) && outside.iter().all(is_recorded));
    }
    inside.into_iter().for_each(record);
    MAP.clear(Bytes {
        address: start,
        size: end - start,
    });
    assert!(!inside.iter().any(is_recorded) && outside.iter().all(is_recorded));
}

/// A read that a list has is left out as long as nobody has written, and no longer than its epoch.
#[test]
fn a_read_in_a_list_is_left_out_until_something_else_comes() {
    let bytes = Bytes {
        address: fresh_granule(),
        size: 8,
    };
    let record = |view: &ThreadView, kind| {
        let site = 1;
        MAP.record(&RangeAccess { bytes, kind, site }, view, &mut |_, _| {});
    };
    let is_seen = |view: &ThreadView, kind| {
        MAP.is_seen(bytes.address, 8, kind, word::epoch_word(view.epoch()))
    };
    let mut views = threads(3);
    let read_by_all = |views: &[ThreadView]| {
        views.iter().for_each(|view| record(view, Read));
        // The first read stood in a word.
        views.iter().for_each(|view| record(view, Read));
        assert!(views.iter().all(|view| is_seen(view, Read)));
    };
    read_by_all(&views);
    assert!(!is_seen(&views[0], ReborrowShared) && !is_seen(&views[0], Write));
    views[0].tick();
    assert!(!is_seen(&views[0], Read) && is_seen(&views[1], Read));
    record(&views[1], Write);
    assert!(!views.iter().any(|view| is_seen(view, Read)));
    MAP.clear(bytes);
    read_by_all(&views);
    MAP.clear(bytes);
    assert!(!views.iter().any(|view| is_seen(view, Read)));
}

/// Bytes of one granule that belong to different owners: clearing the one's leaves what is known of the other's.
#[test]
fn clearing_some_bytes_of_a_granule_keeps_the_others() {
    for (written, cleared, conflicts) in [
        ((0, 8), (0, 4), 1),
        ((0, 8), (4, 4), 0),
        ((4, 4), (0, 4), 1),
        ((0, 8), (0, 8), 0),
    ] {
        let address = fresh_granule();
        let views = threads(2);
        let bytes = |(offset, size)| Bytes {
            address: address + offset,
            size,
        };
        let access = |bytes, view: &ThreadView| {
            let mut found = 0;
            let access = RangeAccess {
                bytes,
                kind: AccessKind::Write,
                site: 1,
            };
            MAP.record(&access, view, &mut |_, _| found += 1);
            found
        };
        assert_eq!(access(bytes(written), &views[0]), 0);
        MAP.clear(bytes(cleared));
        assert_eq!(
            access(bytes((4, 4)), &views[1]),
            conflicts,
            "{written:?} written, {cleared:?} cleared"
        );
    }
}

/// What is asked of a range at once is what is asked of each of its parts, also where accesses of several kinds, sizes and
/// threads lie in it.
#[test]
fn a_range_is_recorded_where_each_of_its_parts_is() {
    let map = &MAP;
    let random = Random(Cell::new(5));
    let base = 0x6000_0000_0000usize - 64;
    let mut recorded = 0;
    for _ in 0..4_000 {
        let mut views = threads(2);
        map.clear(Bytes {
            address: base,
            size: 128,
        });
        // The ranges lie around the border of two regions.
        let range = |random: &Random| {
            let (start, size) = (random.below(96), 1 + random.below(32));
            match random.below(2) {
                0 => (base + start, size),
                _ => (base + start / 8 * 8, size.next_multiple_of(8)),
            }
        };
        for _ in 0..4 {
            let (address, size) = range(&random);
            let thread = random.below(views.len());
            let access = RangeAccess {
                bytes: Bytes { address, size },
                kind: KINDS[random.below(KINDS.len())],
                site: 1,
            };
            map.record(&access, &views[thread], &mut |_, _| {});
            if random.below(4) == 0 {
                views[thread].tick();
            }
            let (address, size) = match random.below(2) {
                0 => (address, size),
                _ => range(&random),
            };
            let kind = KINDS[random.below(KINDS.len())];
            let epoch_word = word::epoch_word(views[thread].epoch());
            let by_parts = parts(address, size).all(|(at, part)| {
                map.is_recorded(at, part, kind, epoch_word)
                    || map.is_seen(at, part, kind, epoch_word)
            });
            let at_once = map.is_range_recorded(address, size, kind, epoch_word);
            assert_eq!(by_parts, at_once, "{address:x} {size} {kind:?}");
            recorded += usize::from(at_once);
        }
    }
    assert!(500 < recorded, "{recorded}");
}

/// Large accesses, by several threads and over the border of two regions, meet exactly what they would meet word by word.
#[test]
fn a_large_access_is_all_of_its_words() {
    let random = Random(Cell::new(6));
    let (at_once, by_words) = (0x6100_0000_0000usize - 128, 0x6200_0000_0000usize - 128);
    let mut with_conflict = 0;
    for program in 0..2_000 {
        let mut views = threads(3);
        for base in [at_once, by_words] {
            MAP.clear(Bytes {
                address: base,
                size: 512,
            });
        }
        for _ in 0..12 {
            let thread = random.below(views.len());
            if random.below(3) == 0 {
                let message = edge::release(&mut views[thread]);
                let other = random.below(views.len());
                edge::acquire(&mut views[other], &message);
                continue;
            }
            let offset = random.below(160);
            let size = match random.below(2) {
                0 => 1 + random.below(32),
                _ => BULK_MIN + random.below(200),
            };
            let kind = KINDS[random.below(KINDS.len())];
            let site = 1 + random.below(2) as u32;
            let record = |base: usize, address: usize, size: usize| {
                let access = RangeAccess {
                    bytes: Bytes { address, size },
                    kind,
                    site,
                };
                let mut met = Vec::new();
                MAP.record(&access, &views[thread], &mut |at, conflicting| {
                    met.push((at - base, conflicting));
                });
                met
            };
            let large = record(at_once, at_once + offset, size);
            let small: Vec<_> = parts(by_words + offset, size)
                .flat_map(|(at, part)| record(by_words, at, part))
                .collect();
            assert_eq!(large, small, "program {program}");
            with_conflict += usize::from(!large.is_empty());
        }
    }
    assert!(2_000 < with_conflict, "{with_conflict}");
}
