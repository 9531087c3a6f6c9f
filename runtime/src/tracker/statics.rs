//! Which memory the program came with, and the notes about values that nobody tracked.

use crate::primitive::{AtomicBool, Ordering};
use crate::site::Site;
use std::sync::OnceLock;

/// Whether an address lies in a program or library image: in a static, not on a heap or a stack.
pub(crate) fn holds(address: usize) -> bool {
    static IMAGES: OnceLock<Vec<(usize, usize)>> = OnceLock::new();
    let images = IMAGES.get_or_init(images);
    // Where the images are not known, everything counts as static: a first load is then that of an initial value.
    images.is_empty()
        || images
            .iter()
            .any(|(start, end)| (*start..*end).contains(&address))
}

/// What the program came with at a place of a static, zero-extended; `None` if nobody can tell.
///
/// Read from the file of the program or library. Where the loader puts in an address, the file has something else.
pub(crate) fn initial(address: usize, size: usize) -> Option<u64> {
    system::initial(address, size)
}

#[cfg(target_os = "linux")]
mod system {
    use crate::primitive::{Mutex, PoisonError};
    use std::ffi::{CStr, OsStr};
    use std::fs::File;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::FileExt as _;

    /// A part of a file that was mapped.
    struct Segment {
        start: usize,
        /// How much memory it takes, and how much of that comes from the file; the rest is zero.
        memory: usize,
        stored: usize,
        offset: u64,
        /// Empty: the program itself.
        path: Vec<u8>,
    }

    static SEGMENTS: Mutex<Vec<Segment>> = Mutex::new(Vec::new());

    pub(super) fn initial(address: usize, size: usize) -> Option<u64> {
        let mut segments = SEGMENTS.lock().unwrap_or_else(PoisonError::into_inner);
        if segments.is_empty() {
            // SAFETY: `visit` has the right type, and the vector lives through the call.
            unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut *segments).cast()) };
        }
        let segment = segments
            .iter()
            .find(|part| (part.start..part.start + part.memory).contains(&address))?;
        let within = address - segment.start;
        let mut bytes = [0_u8; 8];
        let bytes_there = bytes.get_mut(..size)?;
        let stored = segment.stored.saturating_sub(within).min(size);
        if stored != 0 {
            let file = match &segment.path[..] {
                [] => File::open("/proc/self/exe"),
                path => File::open(OsStr::from_bytes(path)),
            };
            let place = segment.offset + within as u64;
            file.ok()?
                .read_exact_at(&mut bytes_there[..stored], place)
                .ok()?;
        }
        Some(match size {
            1 => u64::from(bytes[0]),
            2 => u64::from(u16::from_ne_bytes([bytes[0], bytes[1]])),
            4 => u64::from(u32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])),
            _ => u64::from_ne_bytes(bytes),
        })
    }

    unsafe extern "C" fn visit(
        info: *mut libc::dl_phdr_info,
        _size: libc::size_t,
        segments: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: `dl_iterate_phdr` passes a valid description for the duration of the call.
        let info = unsafe { &*info };
        // SAFETY: `segments` is the vector that is passed above, and nobody else uses it meanwhile.
        let segments = unsafe { &mut *segments.cast::<Vec<Segment>>() };
        let path = match info.dlpi_name.is_null() {
            true => Vec::new(),
            // SAFETY: the name is a string with its end, for the duration of the call.
            false => unsafe { CStr::from_ptr(info.dlpi_name) }
                .to_bytes()
                .to_vec(),
        };
        for index in 0..usize::from(info.dlpi_phnum) {
            // SAFETY: `dlpi_phdr` has `dlpi_phnum` elements.
            let header = unsafe { &*info.dlpi_phdr.add(index) };
            if header.p_type == libc::PT_LOAD {
                segments.push(Segment {
                    start: info.dlpi_addr as usize + header.p_vaddr as usize,
                    memory: header.p_memsz as usize,
                    stored: header.p_filesz as usize,
                    offset: header.p_offset,
                    path: path.clone(),
                });
            }
        }
        0
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::primitive::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};

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
}

#[cfg(not(target_os = "linux"))]
mod system {
    /// Nobody tells.
    pub(super) fn initial(_: usize, _: usize) -> Option<u64> {
        None
    }
}

#[cfg(target_os = "linux")]
fn images() -> Vec<(usize, usize)> {
    unsafe extern "C" fn visit(
        info: *mut libc::dl_phdr_info,
        _size: libc::size_t,
        images: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: `dl_iterate_phdr` passes a valid description for the duration of the call.
        let info = unsafe { &*info };
        // SAFETY: `images` is the vector that is passed below, and nobody else uses it meanwhile.
        let images = unsafe { &mut *images.cast::<Vec<(usize, usize)>>() };
        for index in 0..usize::from(info.dlpi_phnum) {
            // SAFETY: `dlpi_phdr` has `dlpi_phnum` elements.
            let header = unsafe { &*info.dlpi_phdr.add(index) };
            if header.p_type == libc::PT_LOAD {
                let start = info.dlpi_addr as usize + header.p_vaddr as usize;
                images.push((start, start + header.p_memsz as usize));
            }
        }
        0
    }
    let mut images: Vec<(usize, usize)> = Vec::new();
    // SAFETY: `visit` has the right type, and `images` lives through the call.
    unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut images).cast()) };
    images
}

#[cfg(not(target_os = "linux"))]
fn images() -> Vec<(usize, usize)> {
    Vec::new()
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
