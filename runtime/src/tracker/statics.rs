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
