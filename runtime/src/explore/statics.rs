//! Statics, put back to their value at the start before each execution.
//!
//! Whatever annotated code touches in the program's writable segments is saved word by word at its first touch, before the access.
//! Not covered: bytes that only unannotated code writes (they are never seen), and memory behind a static that is reached only
//! through unannotated code.

use rustc_hash::FxHashMap;
use std::ops::Range;

const WORD: usize = size_of::<usize>();

/// The saved words, by address.
pub(super) struct Statics {
    segments: Vec<Range<usize>>,
    words: FxHashMap<usize, usize>,
}

impl Statics {
    /// Nothing saved yet.
    pub(super) fn new() -> Self {
        Self {
            segments: writable_segments(),
            words: FxHashMap::default(),
        }
    }

    /// Saves the words around these bytes, if they are static and not saved yet.
    pub(super) fn touch(&mut self, address: usize, size: usize) {
        if !self.is_static(address) {
            return;
        }
        for word in address / WORD..(address + size).div_ceil(WORD) {
            let word = word * WORD;
            self.words.entry(word).or_insert_with(|| {
                // SAFETY: `read_volatile` needs `word` valid for reads and aligned.
                // - valid: it lies in a mapped writable segment of the program, which stays as long as the process (or the
                //   library, whose code is running).
                // - aligned: a multiple of the word size. Any bytes are a `usize`; the turn's owner alone runs.
                unsafe { (word as *const usize).read_volatile() }
            });
        }
    }

    /// Puts everything back.
    pub(super) fn restore(&self) {
        for (word, value) in &self.words {
            // SAFETY: as in `touch`; the segment is writable, and the program has no thread that runs now.
            unsafe { (*word as *mut usize).write_volatile(*value) };
        }
    }

    /// Whether an address is in a writable segment of the program or one of its libraries.
    pub(super) fn is_static(&self, address: usize) -> bool {
        self.segments
            .iter()
            .any(|segment| segment.contains(&address))
    }
}

#[cfg(target_os = "linux")]
fn writable_segments() -> Vec<Range<usize>> {
    unsafe extern "C" fn collect(
        info: *mut libc::dl_phdr_info,
        _size: libc::size_t,
        data: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: the caller passes a valid `dl_phdr_info`, borrowed for this call.
        let info = unsafe { &*info };
        // SAFETY: `data` is the vector that `writable_segments` passes and nobody else uses meanwhile.
        let segments = unsafe { &mut *data.cast::<Vec<Range<usize>>>() };
        for place in 0..usize::from(info.dlpi_phnum) {
            // SAFETY: `dlpi_phdr` points to `dlpi_phnum` headers.
            let header = unsafe { &*info.dlpi_phdr.add(place) };
            if header.p_type == libc::PT_LOAD && header.p_flags & libc::PF_W != 0 {
                let start = info.dlpi_addr as usize + header.p_vaddr as usize;
                segments.push(start..start + header.p_memsz as usize);
            }
        }
        0
    }
    let mut segments: Vec<Range<usize>> = Vec::new();
    // SAFETY: the callback has the type that `dl_iterate_phdr` asks for; `segments` lives until it returns.
    unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut segments).cast()) };
    segments
}

/// Elsewhere nothing is known of the program's segments, so nothing is put back.
#[cfg(not(target_os = "linux"))]
fn writable_segments() -> Vec<Range<usize>> {
    Vec::new()
}
