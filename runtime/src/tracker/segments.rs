//! The segments of the program and its libraries, as the loader has mapped them.
//!
//! Source: `dl_iterate_phdr`. Elsewhere than on Linux none are known.

use std::ops::Range;

/// A part of a file that was mapped.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) memory: Range<usize>,
    pub(crate) is_writable: bool,
    /// How much of the memory comes from the file; the rest begins as zeros.
    stored: usize,
    offset: u64,
    /// Of the file; empty: the program itself.
    path: Vec<u8>,
}

pub(crate) use system::loaded;

impl Segment {
    /// What the file has for these bytes of the segment, into `bytes`, which are zero.
    pub(crate) fn initial(&self, address: usize, bytes: &mut [u8]) -> Option<()> {
        let within = address.checked_sub(self.memory.start)?;
        let stored = self.stored.saturating_sub(within).min(bytes.len());
        match stored {
            0 => Some(()),
            _ => system::read(
                &self.path,
                self.offset + within as u64,
                &mut bytes[..stored],
            ),
        }
    }
}

#[cfg(target_os = "linux")]
mod system {
    use super::Segment;
    use std::ffi::{CStr, OsStr};
    use std::fs::File;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::FileExt as _;

    /// All that are loaded now.
    pub(crate) fn loaded() -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        // SAFETY: `visit` has the type that the function asks for, and `segments` lives through the call.
        unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut segments).cast()) };
        segments
    }

    unsafe extern "C" fn visit(
        info: *mut libc::dl_phdr_info,
        _size: libc::size_t,
        segments: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: `dl_iterate_phdr` passes a valid description for the duration of the call.
        let info = unsafe { &*info };
        // SAFETY: `segments` is the vector that `loaded` passes, and nobody else uses it meanwhile.
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
                let start = info.dlpi_addr as usize + header.p_vaddr as usize;
                segments.push(Segment {
                    memory: start..start + header.p_memsz as usize,
                    is_writable: header.p_flags & libc::PF_W != 0,
                    stored: header.p_filesz as usize,
                    offset: header.p_offset,
                    path: path.clone(),
                });
            }
        }
        0
    }

    /// Fills `bytes` from the place in the file.
    pub(super) fn read(path: &[u8], place: u64, bytes: &mut [u8]) -> Option<()> {
        let file = match path {
            [] => File::open("/proc/self/exe"),
            path => File::open(OsStr::from_bytes(path)),
        };
        file.ok()?.read_exact_at(bytes, place).ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    /// Nobody tells.
    pub(crate) fn loaded() -> Vec<super::Segment> {
        Vec::new()
    }

    /// There is no segment to read from.
    pub(super) fn read(_: &[u8], _: u64, _: &mut [u8]) -> Option<()> {
        None
    }
}
