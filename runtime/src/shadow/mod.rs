//! The last accesses per byte range; the one home of lock-free code.
//!
//! Two words for each 8 bytes of the program ([`map`]): the last write and the last read, packed ([`word`]). A repeated
//! access in the same epoch is a load and a compare ([`ShadowMap::is_recorded`]). What the words can hold is handled in
//! them ([`inline`]), everything else in a [`fat`] cell by the simple path ([`list`]). The lock of a granule is one bit of
//! its write word; it serves the accesses and whatever the layer above attaches to the granule.
//!
//! Bounds: [`list::ENTRIES_MAX`] accesses per granule, address space as the system grants it ([`map`]).

pub(crate) mod fat;
mod inline;
pub(crate) mod list;
#[cfg_attr(datarace_loom, path = "../../../tests/loom/src/map.rs")]
mod map;
#[cfg(not(datarace_loom))]
mod memory;
pub(crate) mod sites;
#[cfg(all(test, not(datarace_loom)))]
mod tests;
pub(crate) mod word;

use crate::event::{AccessKind, Bytes};
use crate::model::ThreadView;
use crate::primitive::{Ordering, shell_const, spin_loop, yield_now};
use fat::{Attachment, Fat, Pool};
use list::{AccessList, Conflicting};
use map::{Granule, PAGE_BYTES, REGION_BYTES, RegionTable, page};
use word::{Entry, FAT, LOCK, SITE_MASK};

/// Shadow memory for the whole address space.
pub(crate) struct ShadowMap<A: 'static> {
    table: RegionTable,
    pool: Pool<A>,
}

/// What a new access meets: the address of the granule, and the earlier access there.
pub(crate) type Found<'a> = &'a mut dyn FnMut(usize, Conflicting);

/// An access to any range, without the thread and its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RangeAccess {
    /// The bytes.
    pub bytes: Bytes,
    /// How.
    pub kind: AccessKind,
    /// The number of the site.
    pub site: u32,
}

impl<A: Attachment> ShadowMap<A> {
    shell_const! {
        pub(crate) fn new() -> Self {
            Self {
                table: RegionTable::new(),
                pool: Pool::new(),
            }
        }
    }

    /// Whether the words say that the same thread has made this access in this epoch: nothing is to be done then.
    ///
    /// `size` bytes from `address` on lie in one granule. Test: `words_and_list_give_the_same_verdicts`.
    #[inline]
    pub(crate) fn is_recorded(
        &self,
        address: usize,
        size: usize,
        kind: AccessKind,
        epoch_word: u64,
    ) -> bool {
        let Some(granule) = self.table.granule(address) else {
            return false;
        };
        // ORDER: Relaxed, both; a word is compared only, and it can be the thread's own access only if the thread wrote it.
        let written = granule.write.load(Ordering::Relaxed) & !SITE_MASK;
        let expected = word::expected(epoch_word, kind, address, size);
        if kind.writes() {
            return written == expected;
        }
        // Its own write stands for a read, since whatever races with the read races with the write.
        granule.read.load(Ordering::Relaxed) & !SITE_MASK == expected
            || written == word::expected(epoch_word, AccessKind::Write, address, size)
    }

    /// What [`ShadowMap::is_recorded`] is for the words, for a read that is in a list: waits for nobody. Same test.
    #[inline]
    pub(crate) fn is_seen(
        &self,
        address: usize,
        size: usize,
        kind: AccessKind,
        epoch_word: u64,
    ) -> bool {
        let Some(granule) = self.table.granule(address) else {
            return false;
        };
        let expected = word::expected(epoch_word, kind, address, size);
        !kind.writes() && granule.has_seen::<A>(expected)
    }

    /// [`ShadowMap::is_recorded`] for bytes of several granules, in words or lists. Test: `a_range_is_recorded_where_each_of_its_parts_is`.
    #[inline]
    pub(crate) fn is_range_recorded(
        &self,
        address: usize,
        size: usize,
        kind: AccessKind,
        epoch_word: u64,
    ) -> bool {
        match self.table.granules(address, size) {
            Some(granules) if (address | size).is_multiple_of(8) => granules
                .iter()
                .all(recorded_anywhere::<A>(kind, epoch_word)),
            _ => self.is_each_recorded(address, size, kind, epoch_word),
        }
    }

    /// [`ShadowMap::is_range_recorded`] of a range that is no row of whole words in one region.
    #[inline(never)]
    fn is_each_recorded(
        &self,
        address: usize,
        size: usize,
        kind: AccessKind,
        epoch_word: u64,
    ) -> bool {
        parts(address, size).all(|(at, part)| {
            self.is_recorded(at, part, kind, epoch_word) || self.is_seen(at, part, kind, epoch_word)
        })
    }

    /// Judges and remembers an access about to be made by the thread with this view.
    pub(crate) fn record(&self, access: &RangeAccess, view: &ThreadView, found: Found<'_>) {
        match access.bytes.size < BULK_MIN {
            true => self.record_parts(access, view, found),
            false => self.record_large(access, view, found),
        }
    }

    /// [`ShadowMap::record`] granule by granule.
    #[inline]
    fn record_parts(&self, access: &RangeAccess, view: &ThreadView, found: Found<'_>) {
        let Bytes { address, size } = access.bytes;
        let epoch_word = word::epoch_word(view.epoch());
        for (at, part) in parts(address, size) {
            if !self.is_recorded(at, part, access.kind, epoch_word) {
                let mask = word::mask_of(at, part);
                let entry = Entry::new(view.epoch(), mask, access.kind, access.site);
                self.record_in_granule(at & !7, &entry, view, found);
            }
        }
    }

    /// [`ShadowMap::record`] of a large range: its whole words by the region, what is left over at both ends by itself.
    #[inline(never)]
    fn record_large(&self, access: &RangeAccess, view: &ThreadView, found: Found<'_>) {
        let Bytes { address, size } = access.bytes;
        let end = address.saturating_add(size);
        let mut at = address;
        while at < end {
            let next = match at & 7 {
                0 => ((at | (REGION_BYTES - 1)) + 1).min(end),
                _ => (at | 7) + 1,
            };
            let next = match next & !7 {
                whole if at < whole => whole,
                _ => next,
            };
            let part = RangeAccess {
                bytes: Bytes {
                    address: at,
                    size: next - at,
                },
                ..*access
            };
            let is_whole = (at | next) & 7 == 0;
            if !(is_whole && self.record_whole(part.bytes, access, view, found)) {
                self.record_parts(&part, view, found);
            }
            at = next;
        }
    }

    /// [`ShadowMap::record`] of whole words in one region: what is the same for all of them is found once. `false`, and
    /// nothing is done, where there is no shadow memory. Test: `a_large_access_is_all_of_its_words`.
    #[inline(never)]
    fn record_whole(
        &self,
        whole: Bytes,
        access: &RangeAccess,
        view: &ThreadView,
        found: Found<'_>,
    ) -> bool {
        let Bytes { address, size } = whole;
        if self.table.granule_or_reserve(address).is_none() {
            return false;
        }
        let Some(granules) = self.table.granules(address, size) else {
            return false;
        };
        let epoch_word = word::epoch_word(view.epoch());
        let entry = Entry::new(view.epoch(), u8::MAX, access.kind, access.site);
        let is_recorded = recorded_anywhere::<A>(access.kind, epoch_word);
        let packed = entry.pack();
        for (at, granule) in (address..).step_by(8).zip(granules) {
            if is_recorded(granule)
                || packed.is_some_and(|packed| {
                    granule.holds(packed) && granule.takes_again(packed, access.kind)
                })
            {
                continue;
            }
            self.record_at(granule, at, &entry, view, found);
        }
        true
    }

    /// Records an access to bytes of one granule whose words remember only what the same thread did; `false`, and nothing is
    /// done, if they remember something else or somebody is there. Waits for nobody. Test: `words_and_list_give_the_same_verdicts`.
    #[inline(always)]
    pub(crate) fn record_own(
        &self,
        bytes: Bytes,
        kind: AccessKind,
        epoch_word: u64,
        site: u32,
    ) -> bool {
        let Bytes { address, size } = bytes;
        let granule = self.table.granule(address);
        let packed = word::packed(epoch_word, kind, address, size, site);
        match (granule, packed) {
            (Some(granule), Some(packed)) => granule.takes_own(packed, kind),
            _ => false,
        }
    }

    /// Takes the lock of the granule at `address`; it is fat from then on. `None` if there is no shadow memory for it.
    #[inline]
    pub(crate) fn lock(&self, address: usize) -> Option<Locked<'_, A>> {
        let granule = match self.table.granule(address) {
            Some(granule) => granule,
            None => self.table.granule_or_reserve(address)?,
        };
        let word = granule.lock();
        let cell = match word & FAT {
            0 => self.fatten(granule, address, word),
            // SAFETY: the granule is locked and its word is fat.
            _ => unsafe { fat_of(word) },
        };
        Some(Locked {
            map: self,
            granule,
            address: address & !7,
            cell,
        })
    }

    /// Hands out what is remembered of these bytes, each access once for each word of it.
    pub(crate) fn each(&self, bytes: Bytes, f: &mut dyn FnMut(&Entry)) {
        for (at, part) in parts(bytes.address, bytes.size) {
            if let Some(granule) = self.table.granule(at) {
                let mask = word::mask_of(at, part);
                granule.each::<A>(&mut |entry| {
                    if entry.mask() & mask != 0 {
                        f(entry);
                    }
                });
            }
        }
    }

    /// Forgets all about these bytes: they were allocated anew, or have become a new thread's stack.
    pub(crate) fn clear(&self, bytes: Bytes) {
        let end = bytes.address.saturating_add(bytes.size);
        let mut at = bytes.address;
        while at < end {
            // Most of a new thread's stack was never touched: page by page, this was two thirds of the instructions of a spawn.
            let touched = self.table.touched_from(at, end);
            if touched != at {
                at = touched;
                continue;
            }
            let next = ((at | (PAGE_BYTES - 1)) + 1).min(end);
            let whole = self.whole_pages_of_words(at, end);
            if whole >= PAGES_GIVEN_BACK_MIN * PAGE_BYTES && self.table.give_back(at, whole) {
                at += whole;
                continue;
            }
            self.clear_in_page(at, next);
            at = next;
        }
    }

    /// How many bytes from `start` on, in whole pages and in one region, have no fat cell.
    fn whole_pages_of_words(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at.is_multiple_of(PAGE_BYTES)
            && at + PAGE_BYTES <= end
            && (at == start || !RegionTable::starts_region(at))
            && self.page_state(at) == page::WORDS
        {
            at += PAGE_BYTES;
        }
        at - start
    }

    fn page_state(&self, address: usize) -> u8 {
        // ORDER: Relaxed; see `RegionTable::touch`.
        self.table
            .page(address)
            .map_or(0, |page| page.load(Ordering::Relaxed))
    }

    fn record_in_granule(
        &self,
        address: usize,
        entry: &Entry,
        view: &ThreadView,
        found: Found<'_>,
    ) {
        let Some(granule) = self
            .table
            .granule(address)
            .or_else(|| self.table.granule_or_reserve(address))
        else {
            return;
        };
        self.record_at(granule, address, entry, view, found);
    }

    #[inline]
    fn record_at(
        &self,
        granule: &'static Granule,
        address: usize,
        entry: &Entry,
        view: &ThreadView,
        found: Found<'_>,
    ) {
        let write = granule.lock();
        if write & FAT == 0 {
            // ORDER: Relaxed; the lock orders it.
            let read = granule.read.load(Ordering::Relaxed);
            if let Some((new_write, new_read)) = inline::step(write, read, entry, view) {
                if write | read == 0 {
                    self.table.touch(address, page::WORDS);
                }
                // ORDER: Relaxed; `unlock` releases it.
                granule.read.store(new_read, Ordering::Relaxed);
                return granule.unlock(new_write);
            }
        }
        let cell = match write & FAT {
            0 => self.fatten(granule, address, write),
            // SAFETY: the granule is locked and its word is fat.
            _ => unsafe { fat_of(write) },
        };
        let mut locked = Locked {
            map: self,
            granule,
            address,
            cell,
        };
        match entry.kind().writes() {
            true => locked.record(entry, view, found),
            false => locked.record_read(entry, view, found),
        }
        locked.unlock_slim();
    }

    /// Moves what the words of a locked granule hold into a fat cell.
    #[cold]
    fn fatten(&self, granule: &Granule, address: usize, write: u64) -> &'static Fat<A> {
        self.table.touch(address, page::FAT);
        let cell = self.pool.take();
        // ORDER: Relaxed; the lock orders both.
        let read = granule.read.swap(0, Ordering::Relaxed);
        // SAFETY: nobody else has this cell yet.
        *unsafe { cell.list() } = AccessList::of(
            Entry::unpack_read(read)
                .into_iter()
                .chain(Entry::unpack_write(write)),
        );
        cell
    }

    fn clear_in_page(&self, start: usize, end: usize) {
        if self.page_state(start) == 0 {
            return;
        }
        for address in (start & !7..end).step_by(8) {
            self.clear_granule(address, start, end);
        }
    }

    fn clear_granule(&self, address: usize, start: usize, end: usize) {
        let Some(granule) = self.table.granule(address) else {
            return;
        };
        // ORDER: Relaxed; empty stays empty unless somebody uses the bytes while they are handed out anew.
        if granule.write.load(Ordering::Relaxed) | granule.read.load(Ordering::Relaxed) == 0 {
            return;
        }
        let write = granule.lock();
        let from = start.max(address);
        let mask = word::mask_of(from, end.min(address + 8) - from);
        let cell = match (write & FAT != 0, mask == u8::MAX) {
            // SAFETY: the granule is locked and its word is fat.
            (true, _) => Some(unsafe { fat_of::<A>(write) }),
            // Its other bytes are somebody else's.
            (false, false) => Some(self.fatten(granule, address, write)),
            (false, true) => None,
        };
        if let Some(cell) = cell {
            cell.seen.clear();
            // SAFETY: the lock is held, and the reference ends with this statement.
            unsafe { cell.list() }.forget(mask);
            cell.attached.forget(mask);
            let locked = Locked {
                map: self,
                granule,
                address,
                cell,
            };
            return locked.unlock_slim();
        }
        // ORDER: Relaxed; the lock orders it.
        granule.read.store(0, Ordering::Relaxed);
        granule.unlock(0);
    }
}

/// A granule under its lock, fat.
pub(crate) struct Locked<'a, A: Attachment> {
    map: &'a ShadowMap<A>,
    granule: &'static Granule,
    address: usize,
    cell: &'static Fat<A>,
}

impl<A: Attachment> Locked<'_, A> {
    /// The cell, for who may come back without the lock.
    #[inline]
    pub(crate) fn cell(&self) -> &'static Fat<A> {
        self.cell
    }

    /// What the layer above keeps here.
    #[inline]
    pub(crate) fn attached(&self) -> &'static A {
        &self.cell.attached
    }

    /// Judges and remembers an access to bytes of this granule.
    #[inline]
    pub(crate) fn record(&mut self, entry: &Entry, view: &ThreadView, found: Found<'_>) {
        self.cell.seen.clear();
        self.record_in_list(entry, view, found);
    }

    /// [`Locked::record`] of a read, for whose thread the same one is none from here on unless it meets something.
    fn record_read(&mut self, entry: &Entry, view: &ThreadView, found: Found<'_>) {
        let mut conflicts = false;
        self.record_in_list(entry, view, &mut |at, conflicting| {
            conflicts = true;
            found(at, conflicting);
        });
        if !conflicts && let Some(word) = entry.without_site() {
            // SAFETY: the lock is held, and the reference ends with this statement.
            self.cell.seen.keep(word, unsafe { self.cell.list() });
        }
    }

    /// [`Locked::record`] where [`Locked::record_ordered`] has answered `false`.
    #[inline]
    pub(crate) fn record_unordered(&mut self, entry: &Entry, view: &ThreadView, found: Found<'_>) {
        let address = self.address;
        // SAFETY: the lock is held, and the reference ends with this statement.
        unsafe { self.cell.list() }.record_unordered(entry, view, &mut |conflicting| {
            found(address, conflicting);
        });
    }

    #[inline]
    fn record_in_list(&mut self, entry: &Entry, view: &ThreadView, found: Found<'_>) {
        let address = self.address;
        // SAFETY: the lock is held, and the reference ends with this statement.
        unsafe { self.cell.list() }.record(entry, view, &mut |conflicting| {
            found(address, conflicting);
        });
    }

    /// [`Locked::record`] where the accesses are few and ordered; `false` if they are not, and then nothing was done.
    #[inline(always)]
    pub(crate) fn record_ordered(&mut self, entry: &Entry, view: &ThreadView) -> bool {
        self.cell.seen.clear();
        // SAFETY: the lock is held, and the reference ends with this statement.
        unsafe { self.cell.list() }.succeeds(entry, view)
    }

    /// Whether annotated code has written or published any of these bytes.
    pub(crate) fn has_write(&self, mask: u8, counts: impl Fn(crate::clock::Epoch) -> bool) -> bool {
        // SAFETY: the lock is held, and the reference ends with this statement.
        unsafe { self.cell.list() }
            .entries()
            .iter()
            .any(|entry| entry.mask() & mask != 0 && entry.kind().writes() && counts(entry.epoch()))
    }

    /// Gives the lock back.
    #[inline]
    pub(crate) fn unlock(self) {
        self.granule.unlock(fat_word(self.cell));
    }

    /// Gives the lock back, and the fat cell too if the words can hold what is left.
    fn unlock_slim(self) {
        // SAFETY: the lock is held, and this is the only reference.
        let list = unsafe { self.cell.list() };
        let words = match self.cell.attached.in_use() {
            true => None,
            false => as_words(list),
        };
        match words {
            None => self.unlock(),
            Some((write, read)) => {
                *list = AccessList::default();
                self.cell.seen.clear();
                // ORDER: Relaxed; `unlock` releases it.
                self.granule.read.store(read, Ordering::Relaxed);
                self.granule.unlock(write);
                // Only now: who finds its own read in the cell without the lock finds it in the cell of this granule.
                self.map.pool.give(self.cell);
            }
        }
    }
}

/// What [`ShadowMap::is_recorded`] answers for the whole word of a granule.
#[inline(always)]
fn recorded_words(kind: AccessKind, epoch_word: u64) -> impl Fn(&Granule) -> bool {
    let expected = word::expected(epoch_word, kind, 0, 8);
    let as_write = word::expected(epoch_word, AccessKind::Write, 0, 8);
    move |granule| {
        // ORDER: Relaxed, both; see `ShadowMap::is_recorded`.
        let written = granule.write.load(Ordering::Relaxed) & !SITE_MASK;
        if kind.writes() {
            return written == expected;
        }
        granule.read.load(Ordering::Relaxed) & !SITE_MASK == expected || written == as_write
    }
}

/// The same, of a read also where the granule has a list.
#[inline(always)]
fn recorded_anywhere<A: Attachment>(
    kind: AccessKind,
    epoch_word: u64,
) -> impl Fn(&Granule) -> bool {
    let is_recorded = recorded_words(kind, epoch_word);
    let expected = word::expected(epoch_word, kind, 0, 8);
    move |granule| is_recorded(granule) || (!kind.writes() && granule.has_seen::<A>(expected))
}

/// From how many bytes on whole words are taken together (bytes).
const BULK_MIN: usize = 64;

/// The parts of a range that lie in one granule each: address and size.
#[inline]
fn parts(address: usize, size: usize) -> impl Iterator<Item = (usize, usize)> {
    let end = address.saturating_add(size);
    let mut at = address;
    core::iter::from_fn(move || {
        (at < end).then(|| {
            let part = (8 - (at & 7)).min(end - at);
            at += part;
            (at - part, part)
        })
    })
}

/// The words that hold exactly these accesses, if there are such.
fn as_words(list: &AccessList) -> Option<(u64, u64)> {
    match list.entries() {
        [] => Some((0, 0)),
        [only] if only.kind().writes() => Some((only.pack()?, 0)),
        [only] => Some((0, only.pack()?)),
        [read, write] | [write, read] if write.kind().writes() && !read.kind().writes() => {
            Some((write.pack()?, read.pack()?))
        }
        _ => None,
    }
}

impl Granule {
    /// Hands out the accesses that are remembered here.
    fn each<A: Attachment>(&self, f: &mut dyn FnMut(&Entry)) {
        // ORDER: Relaxed, both; an access that is ordered before this look is seen by it.
        if self.write.load(Ordering::Relaxed) == 0 && self.read.load(Ordering::Relaxed) == 0 {
            return;
        }
        let word = self.lock();
        match word & FAT {
            0 => {
                // ORDER: Relaxed; the lock orders it.
                let read = self.read.load(Ordering::Relaxed);
                let both = [Entry::unpack_write(word), Entry::unpack_read(read)];
                both.iter().flatten().for_each(f);
            }
            _ => {
                // SAFETY: the granule is locked and its word is fat.
                let cell: &'static Fat<A> = unsafe { fat_of(word) };
                // SAFETY: the lock is held, and the reference ends with this statement.
                unsafe { cell.list() }.entries().iter().for_each(f);
            }
        }
        self.unlock(word);
    }

    /// Whether there is a list, in which the thread of this read, a word without its site, has made it; see [`fat::Seen`].
    #[inline]
    fn has_seen<A: Attachment>(&self, expected: u64) -> bool {
        // ORDER: Acquire; pairs with the Release in `unlock`, behind which the cell is the granule's: a read of the caller's
        // from when it was another's is no longer seen there. A lock that is held continues that release sequence.
        let word = self.write.load(Ordering::Acquire);
        // SAFETY: a fat word, which `fat_word` made; cells are never freed, and `seen` is all that is touched.
        word & FAT != 0 && unsafe { cell_of::<A>(word) }.seen.has(expected)
    }

    /// Whether a look without the lock finds a word of the same thread: worth a try to record it again.
    #[inline(always)]
    fn holds(&self, packed: u64) -> bool {
        // ORDER: Relaxed, both; a guess only.
        let (write, read) = (
            self.write.load(Ordering::Relaxed),
            self.read.load(Ordering::Relaxed),
        );
        word::same_but_time_and_site(write, packed) || word::same_but_time_and_site(read, packed)
    }

    /// Records an access that its thread has made here before, at an earlier time, if the words hold that and nothing else
    /// that matters: [`inline::again`] without a look at anything else.
    #[inline(always)]
    fn takes_again(&self, packed: u64, kind: AccessKind) -> bool {
        self.takes(self.lock(), packed, kind, inline::again)
    }

    /// [`inline::own`], unless somebody has the lock.
    #[inline(always)]
    fn takes_own(&self, packed: u64, kind: AccessKind) -> bool {
        match self.try_lock() {
            Some(write) => self.takes(write, packed, kind, inline::own),
            None => false,
        }
    }

    /// Goes on to what `step` makes of the words, if anything, and gives the lock back; `write` is the word without it.
    #[inline(always)]
    fn takes(&self, write: u64, packed: u64, kind: AccessKind, step: inline::WordStep) -> bool {
        // ORDER: Relaxed, both; the lock orders them.
        let read = self.read.load(Ordering::Relaxed);
        let words = match write & FAT {
            0 => step(write, read, packed, kind),
            _ => None,
        };
        if let Some((_, new)) = words
            && new != read
        {
            self.read.store(new, Ordering::Relaxed);
        }
        self.unlock(words.map_or(write, |(new, _)| new));
        words.is_some()
    }

    /// Takes the lock; the answer is the write word without it.
    #[inline]
    fn lock(&self) -> u64 {
        match self.try_lock() {
            Some(word) => word,
            None => self.lock_contended(),
        }
    }

    /// Takes the lock, if nobody has it; the answer is as that of [`Granule::lock`].
    #[inline(always)]
    fn try_lock(&self) -> Option<u64> {
        // ORDER: Relaxed; a guess for the exchange below.
        let word = self.write.load(Ordering::Relaxed);
        let locks = word & LOCK == 0
            // ORDER: Acquire; pairs with the Release in `unlock`.
            && self
                .write
                .compare_exchange(word, word | LOCK, Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
        locks.then_some(word)
    }

    #[cold]
    fn lock_contended(&self) -> u64 {
        let mut pauses = 1u32;
        loop {
            // ORDER: Relaxed; a guess for the exchange below.
            let word = self.write.load(Ordering::Relaxed);
            if word & LOCK == 0
                // ORDER: Acquire; pairs with the Release in `unlock`.
                && self
                    .write
                    .compare_exchange_weak(word, word | LOCK, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok()
            {
                return word;
            }
            // Each look takes the line from who works there: so the next one is twice as late, and that one gets on.
            match pauses <= PAUSES_MAX {
                true => {
                    (0..pauses).for_each(|_| spin_loop());
                    pauses *= 2;
                }
                false => yield_now(),
            }
        }
    }

    /// Gives the lock back with a new write word.
    #[inline]
    fn unlock(&self, word: u64) {
        debug_assert_eq!(word & LOCK, 0);
        // ORDER: Release; pairs with the Acquire in `lock`.
        self.write.store(word, Ordering::Release);
    }
}

/// Shadow pages that are worth a system call (count).
const PAGES_GIVEN_BACK_MIN: usize = 16;

/// The longest wait for a held lock before the processor is offered to others (pauses of the processor).
const PAUSES_MAX: u32 = 32;

fn fat_word<A>(cell: &'static Fat<A>) -> u64 {
    core::ptr::from_ref(cell).expose_provenance() as u64 | FAT
}

/// The fat cell of the word of a locked granule, claimed.
///
/// # Safety
/// The word is fat and was made by `fat_word` of the same map.
#[inline]
unsafe fn fat_of<A: Attachment>(word: u64) -> &'static Fat<A> {
    // SAFETY: the caller's promise.
    let cell = unsafe { cell_of::<A>(word) };
    cell.attached.claim();
    cell
}

/// The fat cell of a word, whether its granule is locked or not.
///
/// # Safety
/// The word is fat and was made by `fat_word` of the same map.
#[inline]
unsafe fn cell_of<A>(word: u64) -> &'static Fat<A> {
    let address = (word & !(FAT | LOCK)) as usize;
    // SAFETY: `fat_word` made it from a `&'static Fat<A>`, whose provenance was exposed there.
    unsafe { &*core::ptr::with_exposed_provenance(address) }
}
