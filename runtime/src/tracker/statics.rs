//! Which memory the program came with, and the notes about values that nobody tracked.

use crate::primitive::{AtomicBool, Ordering};
use crate::site::Site;
use crate::tracker::segments::{self, Segment};
use std::sync::OnceLock;

/// The segments that were there at the first question.
fn loaded() -> &'static [Segment] {
    static LOADED: OnceLock<Vec<Segment>> = OnceLock::new();
    LOADED.get_or_init(segments::loaded)
}

fn around(address: usize) -> Option<&'static Segment> {
    loaded()
        .iter()
        .find(|segment| segment.memory.contains(&address))
}

/// Whether an address lies in a program or library image: in a static, not on a heap or a stack.
pub(crate) fn holds(address: usize) -> bool {
    // Where the images are not known, everything counts as static: a first load is then that of an initial value.
    loaded().is_empty() || around(address).is_some()
}

/// What the program came with at a place of a static, zero-extended; `None` if nobody can tell.
///
/// Read from the file of the program or library. Where the loader puts in an address, the file has something else.
pub(crate) fn initial(address: usize, size: usize) -> Option<u64> {
    let mut bytes = [0_u8; 8];
    around(address)?.initial(address, bytes.get_mut(..size)?)?;
    Some(match size {
        1 => u64::from(bytes[0]),
        2 => u64::from(u16::from_ne_bytes([bytes[0], bytes[1]])),
        4 => u64::from(u32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])),
        _ => u64::from_ne_bytes(bytes),
    })
}

/// Says once that an atomic is also written by code without annotation.
#[cold]
pub(crate) fn say_foreign(site: &'static Site) {
    static SAID: AtomicBool = AtomicBool::new(false);
    // ORDER: Relaxed; only for saying it once.
    if !SAID.swap(true, Ordering::Relaxed) {
        eprintln!(
            "datarace: `{}` ({site}) is also written by code without annotation; \
             whatever reads it counts as ordered after everything, annotate its writer to make the check exact",
            site.place
        );
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::primitive::{AtomicU8, AtomicU32, AtomicU64};

    static FLAG: AtomicBool = AtomicBool::new(true);
    static ZERO: AtomicU64 = AtomicU64::new(0);
    static SHORT: AtomicU8 = AtomicU8::new(0x12);
    static NUMBER: AtomicU32 = AtomicU32::new(0xdead_beef);

    fn of<T>(place: &T) -> Option<u64> {
        initial(core::ptr::from_ref(place).addr(), size_of::<T>())
    }

    #[test]
    fn the_file_tells_what_statics_began_with() {
        FLAG.store(false, Ordering::Relaxed);
        ZERO.store(7, Ordering::Relaxed);
        SHORT.store(1, Ordering::Relaxed);
        NUMBER.store(2, Ordering::Relaxed);
        assert_eq!(of(&FLAG), Some(1));
        assert_eq!(of(&ZERO), Some(0));
        assert_eq!(of(&SHORT), Some(0x12));
        assert_eq!(of(&NUMBER), Some(0xdead_beef));
        let local = 3_u32;
        assert_eq!(of(&local), None);
    }
}
