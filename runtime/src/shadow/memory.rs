//! Address space that costs nothing until it is touched.
//!
//! Source: mmap(2) with `MAP_NORESERVE`, madvise(2).
//! Elsewhere than on Unix the allocator's zeroed memory serves; nothing is given back there.

use core::ptr::NonNull;

/// Zeroed memory, aligned to a page, for good; `None` if the system refuses.
#[cfg(unix)]
pub(crate) fn reserve(size: usize) -> Option<NonNull<u8>> {
    // SAFETY: `mmap` of new anonymous memory has no precondition: no address is asked for, so nothing is replaced.
    let memory = unsafe {
        libc::mmap(
            core::ptr::null_mut(),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if memory == libc::MAP_FAILED {
        return None;
    }
    // Huge pages would make 2 MiB resident where one cell is touched.
    #[cfg(target_os = "linux")]
    // SAFETY: the advice is about the mapping made above and changes no contents; a refusal changes nothing.
    unsafe {
        libc::madvise(memory, size, libc::MADV_NOHUGEPAGE);
    }
    NonNull::new(memory.cast())
}

/// Zeroed memory for good; `None` if the system refuses.
#[cfg(not(unix))]
pub(crate) fn reserve(size: usize) -> Option<NonNull<u8>> {
    let layout = std::alloc::Layout::from_size_align(size, 4096).ok()?;
    // SAFETY: `alloc_zeroed` needs a layout of non-zero size; the callers' sizes are constants above zero.
    NonNull::new(unsafe { std::alloc::alloc_zeroed(layout) })
}

/// Makes the memory zero again and not resident. Answers whether it did.
///
/// # Safety
/// The range was given by [`reserve`], starts and ends on a page boundary, and zero is a valid value for whatever others
/// may be reading there.
#[cfg(target_os = "linux")]
pub(crate) unsafe fn give_back(start: NonNull<u8>, size: usize) -> bool {
    // SAFETY: private anonymous memory of ours (the caller promises): it reads as zero afterwards, which is valid there.
    let answer = unsafe { libc::madvise(start.as_ptr().cast(), size, libc::MADV_DONTNEED) };
    answer == 0
}

/// Cannot be done here.
///
/// # Safety
/// None needed.
#[cfg(not(target_os = "linux"))]
pub(crate) unsafe fn give_back(_start: NonNull<u8>, _size: usize) -> bool {
    false
}
