//! Numbers for sites: what fits into a shadow word instead of a pointer.
//!
//! Invariant: a number, once given, means the same site for good; 0 is no site.
//! Bound: the chunks double, so [`CHUNKS`] of them hold more sites than a program has bytes of code.

use crate::primitive::{AtomicPtr, AtomicU32, Ordering, shell_array, shell_static};
use crate::site::Site;

const FIRST_LOG2: u32 = 10;
const CHUNKS: usize = (u32::BITS - FIRST_LOG2) as usize;

shell_static! {
    /// Chunk `i` holds 2^(10 + i) sites.
    static TABLE: [AtomicPtr<AtomicPtr<Site>>; CHUNKS] =
        shell_array![AtomicPtr::new(core::ptr::null_mut()); CHUNKS];
}
shell_static! {
    static NEXT: AtomicU32 = AtomicU32::new(1);
}

/// The number of a site; given at its first event.
#[inline]
pub(crate) fn number(site: &'static Site) -> u32 {
    match site.number() {
        0 => register(site),
        number => number,
    }
}

/// The site of a number.
pub(crate) fn site(number: u32) -> Option<&'static Site> {
    // ORDER: Acquire; pairs with the Release in `register`.
    let site = entry(number)?.load(Ordering::Acquire);
    // SAFETY: `register` stored a `&'static Site` there, or it is null.
    unsafe { site.as_ref() }
}

#[cold]
fn register(site: &'static Site) -> u32 {
    // ORDER: Relaxed; only uniqueness counts.
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let Some(entry) = entry(number) else { return 0 };
    // ORDER: Release; pairs with the Acquire in `site`. Before the number is known to anybody, so each number that is
    // found in a shadow word leads to its site.
    entry.store(core::ptr::from_ref(site).cast_mut(), Ordering::Release);
    site.set_number(number)
}

fn entry(number: u32) -> Option<&'static AtomicPtr<Site>> {
    let place = u64::from(number) + (1 << FIRST_LOG2);
    let log2 = place.ilog2();
    let chunk = (log2 - FIRST_LOG2) as usize;
    let index = (place - (1 << log2)) as usize;
    let slot = TABLE.get(chunk)?;
    // ORDER: Acquire; pairs with the Release below.
    let mut start = slot.load(Ordering::Acquire);
    if start.is_null() {
        let entries: Vec<AtomicPtr<Site>> = (0..1usize << log2)
            .map(|_| AtomicPtr::new(core::ptr::null_mut()))
            .collect();
        let entries = Vec::leak(entries).as_mut_ptr();
        // ORDER: Release; pairs with the Acquire above. The loser's chunk is leaked: at most one per thread and chunk.
        start = match slot.compare_exchange(
            core::ptr::null_mut(),
            entries,
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => entries,
            Err(first) => first,
        };
    }
    // SAFETY: `add` stays inside the chunk of 2^log2 entries, since `index < 2^log2`.
    let entry = unsafe { start.add(index) };
    // SAFETY: leaked, so valid for good.
    Some(unsafe { &*entry })
}
