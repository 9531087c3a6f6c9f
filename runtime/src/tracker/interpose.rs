//! Threads and heap of code without annotation: the symbols of glibc that everything goes through.
//!
//! Source: pthread_create(3), pthread_join(3), malloc(3); "Replacing malloc" in the glibc manual.
//! A definition in the program wins over the library's; the real ones are `__libc_malloc` and its kin, and for threads
//! what `dlsym(RTLD_NEXT)` finds. Until something is tracked each function costs a load and a branch.
//! Invariant: nothing here allocates, waits or unwinds but what the real function does, except in [`pthread_create`],
//! which takes one small block from the real `malloc`.
//! Not seen: `mmap` and `munmap` (what is mapped anew keeps the past of its address), and C11 threads, which glibc makes
//! without going through `pthread_create`'s symbol.

use crate::primitive::{AtomicUsize, Mutex, Ordering, PoisonError};
use crate::tracker::engine::ForkTicket;
use crate::tracker::{self, heap};
use core::ffi::{c_int, c_void};
use rustc_hash::FxHashMap;

unsafe extern "C" {
    fn __libc_malloc(size: usize) -> *mut c_void;
    fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
    fn __libc_realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn __libc_free(block: *mut c_void);
    fn __libc_memalign(align: usize, size: usize) -> *mut c_void;
}

/// Alignment that `malloc` gives (bytes).
const MALLOC_ALIGN: usize = 16;

#[inline]
fn given_out(block: *mut c_void, size: usize) -> *mut c_void {
    if heap::is_active() && !block.is_null() {
        tracker::allocated(block as usize, size);
    }
    block
}

/// malloc(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: the real function, with the caller's argument.
    given_out(unsafe { __libc_malloc(size) }, size)
}

/// calloc(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    // SAFETY: the real function, with the caller's arguments.
    let block = unsafe { __libc_calloc(count, size) };
    given_out(block, count.wrapping_mul(size))
}

/// realloc(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if !heap::is_active() || block.is_null() {
        // SAFETY: the real function, with the caller's arguments.
        return given_out(unsafe { __libc_realloc(block, size) }, size);
    }
    // SAFETY: `block` is a live block (the caller's promise).
    let old = unsafe { libc::malloc_usable_size(block) };
    if tracker::keeps_freed_memory() {
        // SAFETY: as the caller promises for `realloc`.
        return unsafe { realloc_by_copy(block, old, size) };
    }
    // SAFETY: the real function, with the caller's arguments.
    let new = unsafe { __libc_realloc(block, size) };
    if new != block {
        return given_out(new, size);
    }
    if old < size {
        tracker::allocated(new as usize + old, size - old);
    }
    new
}

/// The old block stays where it is until the engine gives it up.
///
/// # Safety
/// `block` is a live block with room for `old` bytes.
unsafe fn realloc_by_copy(block: *mut c_void, old: usize, size: usize) -> *mut c_void {
    // SAFETY: any size is fine.
    let new = unsafe { malloc(size) };
    if !new.is_null() {
        // SAFETY: both blocks are live and have room for the smaller of the two sizes; `new` is a block of its own.
        unsafe { core::ptr::copy_nonoverlapping(block.cast::<u8>(), new.cast(), old.min(size)) };
        // SAFETY: the caller gives `block` up.
        unsafe { free(block) };
    }
    new
}

/// free(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(block: *mut c_void) {
    if heap::is_active() && !block.is_null() && tracker::keeps_freed_memory() {
        // SAFETY: `block` is a live block (the caller's promise).
        let size = unsafe { libc::malloc_usable_size(block) };
        if tracker::freeing(block as usize, size, MALLOC_ALIGN) {
            return;
        }
    }
    // SAFETY: the real function, with the caller's argument.
    unsafe { __libc_free(block) };
}

/// memalign(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memalign(align: usize, size: usize) -> *mut c_void {
    // SAFETY: the real function, with the caller's arguments.
    given_out(unsafe { __libc_memalign(align, size) }, size)
}

/// aligned_alloc(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aligned_alloc(align: usize, size: usize) -> *mut c_void {
    // SAFETY: glibc's `aligned_alloc` is its `memalign`.
    given_out(unsafe { __libc_memalign(align, size) }, size)
}

/// posix_memalign(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_memalign(
    place: *mut *mut c_void,
    align: usize,
    size: usize,
) -> c_int {
    if !align.is_power_of_two() || !align.is_multiple_of(size_of::<*mut c_void>()) {
        return libc::EINVAL;
    }
    // SAFETY: the alignment was checked.
    let block = unsafe { __libc_memalign(align, size) };
    if block.is_null() {
        return libc::ENOMEM;
    }
    // SAFETY: `place` may be written (the caller's promise).
    unsafe { place.write(given_out(block, size)) };
    0
}

type Routine = unsafe extern "C-unwind" fn(*mut c_void) -> *mut c_void;
type PthreadCreate = unsafe extern "C" fn(
    *mut libc::pthread_t,
    *const libc::pthread_attr_t,
    Routine,
    *mut c_void,
) -> c_int;
type PthreadDetach = unsafe extern "C" fn(libc::pthread_t) -> c_int;
type PthreadJoin = unsafe extern "C" fn(libc::pthread_t, *mut *mut c_void) -> c_int;

/// The next definition of a function, found once.
struct Real {
    name: &'static core::ffi::CStr,
    found: AtomicUsize,
}

impl Real {
    const fn of(name: &'static core::ffi::CStr) -> Self {
        Self {
            name,
            found: AtomicUsize::new(0),
        }
    }

    fn address(&self) -> usize {
        // ORDER: Relaxed; everyone finds the same.
        match self.found.load(Ordering::Relaxed) {
            0 => self.find(),
            found => found,
        }
    }

    #[cold]
    fn find(&self) -> usize {
        // SAFETY: a name that ends in a zero, and a handle that `dlsym` knows.
        let found = unsafe { libc::dlsym(libc::RTLD_NEXT, self.name.as_ptr()) } as usize;
        assert!(found != 0, "glibc has {:?}", self.name);
        // ORDER: Relaxed; see `address`.
        self.found.store(found, Ordering::Relaxed);
        found
    }
}

static CREATE: Real = Real::of(c"pthread_create");
static JOIN: Real = Real::of(c"pthread_join");
static DETACH: Real = Real::of(c"pthread_detach");

/// What a thread is to run.
struct Start {
    routine: Routine,
    argument: *mut c_void,
    ticket: ForkTicket,
}

/// Threads that are not joined yet.
static THREADS: Mutex<Option<FxHashMap<libc::pthread_t, ForkTicket>>> = Mutex::new(None);

fn with_threads<R>(f: impl FnOnce(&mut FxHashMap<libc::pthread_t, ForkTicket>) -> R) -> R {
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    f(threads.get_or_insert_with(FxHashMap::default))
}

/// pthread_create(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_create(
    thread: *mut libc::pthread_t,
    attributes: *const libc::pthread_attr_t,
    routine: Routine,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: `dlsym` found glibc's function of this type.
    let real = unsafe { core::mem::transmute::<usize, PthreadCreate>(CREATE.address()) };
    let ticket = match heap::is_active() || tracker::is_explored() {
        true => tracker::fork_unannotated(),
        false => ForkTicket(0),
    };
    if ticket == ForkTicket(0) {
        // SAFETY: the real function, with the caller's arguments.
        return unsafe { real(thread, attributes, routine, argument) };
    }
    // SAFETY: any size is fine.
    let start = unsafe { __libc_malloc(size_of::<Start>()) }.cast::<Start>();
    if start.is_null() {
        return libc::EAGAIN;
    }
    // SAFETY: the block is large enough, and `malloc` aligns for every type without a larger alignment of its own.
    unsafe {
        start.write(Start {
            routine,
            argument,
            ticket,
        });
    }
    // SAFETY: the real function; `run` takes over the block.
    let answer = unsafe { real(thread, attributes, run, start.cast()) };
    if answer == 0 {
        // SAFETY: the real function has written the id.
        let id = unsafe { thread.read() };
        tracker::untracked(|| with_threads(|threads| threads.insert(id, ticket)));
    } else {
        // SAFETY: no thread has taken the block over.
        unsafe { __libc_free(start.cast()) };
        tracker::forked(ticket, None);
    }
    answer
}

/// The new thread.
unsafe extern "C-unwind" fn run(start: *mut c_void) -> *mut c_void {
    let start = start.cast::<Start>();
    // SAFETY: `pthread_create` wrote the block for this thread alone.
    let Start {
        routine,
        argument,
        ticket,
    } = unsafe { start.read() };
    // SAFETY: the block came from the real `malloc`, and was read.
    unsafe { __libc_free(start.cast()) };
    forget_own_stack();
    tracker::start_unannotated(ticket);
    // The end is published when the destructors of the thread's locals have run (`tracker::thread`).
    // SAFETY: the caller of `pthread_create` promised that the routine may run with its argument.
    unsafe { routine(argument) }
}

/// The stack was that of other threads before.
fn forget_own_stack() {
    // SAFETY: an attribute object is plain data, which `pthread_getattr_np` fills.
    let mut attributes: libc::pthread_attr_t = unsafe { core::mem::zeroed() };
    let (mut lowest, mut size) = (core::ptr::null_mut(), 0);
    // SAFETY: the calling thread lives, and the attributes are ours.
    if unsafe { libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) } == 0 {
        // SAFETY: the attributes were filled.
        unsafe { libc::pthread_attr_getstack(&attributes, &mut lowest, &mut size) };
        // SAFETY: they are not used again.
        unsafe { libc::pthread_attr_destroy(&mut attributes) };
        tracker::allocated(lowest as usize, size);
    }
}

/// pthread_join(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_join(thread: libc::pthread_t, value: *mut *mut c_void) -> c_int {
    // SAFETY: `dlsym` found glibc's function of this type.
    let real = unsafe { core::mem::transmute::<usize, PthreadJoin>(JOIN.address()) };
    // SAFETY: the real function, with the caller's arguments.
    let answer = unsafe { real(thread, value) };
    if answer == 0 && heap::is_active() && !tracker::is_inside() {
        let ticket = tracker::untracked(|| with_threads(|threads| threads.remove(&thread)));
        if let Some(ticket) = ticket {
            tracker::joined_unannotated(ticket);
        }
    }
    answer
}

/// pthread_detach(3)
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_detach(thread: libc::pthread_t) -> c_int {
    if heap::is_active() && !tracker::is_inside() {
        let ticket = tracker::untracked(|| with_threads(|threads| threads.remove(&thread)));
        if let Some(ticket) = ticket {
            tracker::detached_unannotated(ticket);
        }
    }
    // SAFETY: `dlsym` found glibc's function of this type.
    let real = unsafe { core::mem::transmute::<usize, PthreadDetach>(DETACH.address()) };
    // SAFETY: the real function, with the caller's argument.
    unsafe { real(thread) }
}

/// A child process that `fork` makes has one thread only, and locks of ours may be taken for ever: nothing is tracked in it.
pub(crate) fn stop_in_children() {
    extern "C" fn child() {
        tracker::stop_on_this_thread();
    }
    // SAFETY: registers a function that may run in the child of a fork: it sets a thread-local without a destructor.
    unsafe { libc::pthread_atfork(None, None, Some(child)) };
}
