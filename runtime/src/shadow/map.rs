//! The table from addresses to granules.
//!
//! One entry per region of 64 MiB; a region's granules are address space reserved at its first event, two words for each 8
//! bytes of the program, resident only where they were touched. Behind them stands one byte per page of granules that
//! tells what may be in it, so that clearing untouched memory touches nothing.

use crate::primitive::{AtomicBool, AtomicPtr, AtomicU8, AtomicU64, Ordering};
use crate::shadow::memory;
use core::ptr::NonNull;

/// The last accesses to 8 bytes; zero is "none".
#[repr(C, align(16))]
pub(crate) struct Granule {
    /// The write word: an access, or a pointer to a fat cell, and the lock.
    pub write: AtomicU64,
    /// The read word; zero while the write word is fat.
    pub read: AtomicU64,
}

/// What a page of granules may hold.
pub(crate) mod page {
    /// Words, and no fat cell.
    pub(crate) const WORDS: u8 = 1;
    /// Anything.
    pub(crate) const FAT: u8 = 2;
}

const REGION_LOG2: u32 = 26;
/// Bytes of the program that one region stands for.
pub(crate) const REGION_BYTES: usize = 1 << REGION_LOG2;
const GRANULES: usize = REGION_BYTES / 8;
const ADDRESS_LOG2: u32 = 47;
const REGIONS: usize = 1 << (ADDRESS_LOG2 - REGION_LOG2);
/// Bytes of the program that one page of granules stands for.
pub(crate) const PAGE_BYTES: usize = PAGE_GRANULES * 8;
const PAGE_GRANULES: usize = 4096 / size_of::<Granule>();
const PAGES: usize = REGION_BYTES / PAGE_BYTES;

/// See the module.
pub(crate) struct RegionTable {
    regions: [AtomicPtr<Granule>; REGIONS],
    failed: AtomicBool,
}

impl RegionTable {
    pub(crate) const fn new() -> Self {
        Self {
            regions: [const { AtomicPtr::new(core::ptr::null_mut()) }; REGIONS],
            failed: AtomicBool::new(false),
        }
    }

    /// The granule of an address, if its region had an event before.
    #[inline]
    pub(crate) fn granule(&self, address: usize) -> Option<&'static Granule> {
        let region = self.region(address)?;
        let index = (address & (REGION_BYTES - 1)) / 8;
        // SAFETY: `add` stays inside the reservation of `GRANULES` granules, since `index < GRANULES`.
        let granule = unsafe { region.add(index) };
        // SAFETY: reserved for good, aligned to a page, and every bit pattern of two atomics is valid.
        Some(unsafe { granule.as_ref() })
    }

    /// The granules of a range that lies in one region, if that had an event before.
    #[inline]
    pub(crate) fn granules(&self, address: usize, size: usize) -> Option<&'static [Granule]> {
        let region = self.region(address)?;
        let start = address & (REGION_BYTES - 1);
        let end = start.checked_add(size)?;
        if REGION_BYTES < end {
            return None;
        }
        // SAFETY: `add` stays inside the reservation of `GRANULES` granules, since `start < REGION_BYTES`.
        let first = unsafe { region.add(start / 8) };
        let count = end.div_ceil(8) - start / 8;
        // SAFETY: `from_raw_parts` needs `count` valid granules at `first`, aligned, for good.
        // - reserved for good, aligned to a page, and every bit pattern of two atomics is valid;
        // - `end <= REGION_BYTES`, so the last one is inside the reservation too.
        Some(unsafe { core::slice::from_raw_parts(first.as_ptr(), count) })
    }

    /// The granule of an address. `None` if there is no memory for it, which is said once.
    pub(crate) fn granule_or_reserve(&self, address: usize) -> Option<&'static Granule> {
        if self.region(address).is_none() {
            self.reserve(address);
        }
        self.granule(address)
    }

    /// What may be in the page of granules of this address.
    #[inline]
    pub(crate) fn page(&self, address: usize) -> Option<&'static AtomicU8> {
        let region = self.region(address)?;
        let index = (address & (REGION_BYTES - 1)) / PAGE_BYTES;
        // SAFETY: the page bytes stand behind the granules in the same reservation; `index < PAGES`.
        let byte = unsafe { region.add(GRANULES).cast::<AtomicU8>().add(index) };
        // SAFETY: reserved for good; any byte is a valid `AtomicU8`.
        Some(unsafe { byte.as_ref() })
    }

    /// Where the first page of granules begins, from the page of `start` on, that may hold anything; `end`, or the end of the
    /// region, if there is none before it.
    pub(crate) fn touched_from(&self, start: usize, end: usize) -> usize {
        let end = ((start | (REGION_BYTES - 1)) + 1).min(end);
        let Some(region) = self.region(start) else {
            return end;
        };
        let first = (start & (REGION_BYTES - 1)) / PAGE_BYTES;
        let count = (end - (start & !(PAGE_BYTES - 1))).div_ceil(PAGE_BYTES);
        // SAFETY: the page bytes stand behind the granules in the same reservation; `first < PAGES`.
        let bytes = unsafe { region.add(GRANULES).cast::<AtomicU8>().add(first) };
        // SAFETY: `from_raw_parts` needs `count` valid bytes at `bytes`, for good: `end` is in the region, so `first + count` is at most
        // `PAGES`, and any byte is a valid `AtomicU8`.
        let pages = unsafe { core::slice::from_raw_parts(bytes.as_ptr(), count) };
        // ORDER: Relaxed; see `touch`.
        let touched = |page: &AtomicU8| page.load(Ordering::Relaxed) != 0;
        match pages.iter().position(touched) {
            Some(0) => start,
            Some(place) => (start & !(PAGE_BYTES - 1)) + place * PAGE_BYTES,
            None => end,
        }
    }

    /// Notes that the page of this address may hold `what`.
    #[inline]
    pub(crate) fn touch(&self, address: usize, what: u8) {
        if let Some(page) = self.page(address) {
            // ORDER: Relaxed; a clearing of these bytes is ordered after their accesses by the program itself.
            if page.load(Ordering::Relaxed) < what {
                page.fetch_max(what, Ordering::Relaxed);
            }
        }
    }

    /// Empties whole pages of granules that stand for the bytes from `start` on; all in one region, none with a fat cell.
    /// Answers whether the system did it.
    pub(crate) fn give_back(&self, start: usize, size: usize) -> bool {
        debug_assert!(start.is_multiple_of(PAGE_BYTES) && size.is_multiple_of(PAGE_BYTES));
        let Some(granule) = self.granule(start) else {
            return false;
        };
        for address in (start..start + size).step_by(PAGE_BYTES) {
            if let Some(page) = self.page(address) {
                // ORDER: Relaxed; see `touch`.
                page.store(0, Ordering::Relaxed);
            }
        }
        let bytes = size / 8 * size_of::<Granule>();
        // SAFETY: whole pages of our reservation (`PAGE_BYTES` of the program are one page of granules), and zero is a
        // valid granule. Whoever holds a lock in there uses memory that is just being handed out: its store then brings
        // back its own words, and the pointer to a fat cell among them leads to the cell that only it knows.
        unsafe { memory::give_back(NonNull::from(granule).cast(), bytes) }
    }

    /// Whether a region begins at this address.
    pub(crate) fn starts_region(address: usize) -> bool {
        address.is_multiple_of(REGION_BYTES)
    }

    #[inline]
    fn region(&self, address: usize) -> Option<NonNull<Granule>> {
        // ORDER: Acquire; pairs with the Release in `reserve`, although the memory behind it is zero from the start.
        NonNull::new(
            self.regions
                .get(address >> REGION_LOG2)?
                .load(Ordering::Acquire),
        )
    }

    #[cold]
    fn reserve(&self, address: usize) {
        const SIZE: usize = GRANULES * size_of::<Granule>() + PAGES;
        let entry = self.regions.get(address >> REGION_LOG2);
        let (Some(entry), Some(memory)) = (entry, memory::reserve(SIZE)) else {
            return self.say_failed();
        };
        // ORDER: Release; pairs with the Acquire in `region`. If two threads come at once, the loser's reservation stays
        // unused and costs address space only.
        let _ = entry.compare_exchange(
            core::ptr::null_mut(),
            memory.cast().as_ptr(),
            Ordering::Release,
            Ordering::Relaxed,
        );
    }

    fn say_failed(&self) {
        // ORDER: Relaxed; only for saying it once.
        if !self.failed.swap(true, Ordering::Relaxed) {
            eprintln!(
                "datarace: the system refuses address space for shadow memory; \
                 races in the memory it would have covered are not found"
            );
        }
    }
}
