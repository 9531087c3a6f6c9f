//! Which mutex a guard belongs to, and which channel a sender or receiver: std has no accessor for either.
//!
//! A guard dereferences to data inside its mutex. `Mutex<T>` and `RwLock<T>` allow an unsized `T`, so their data is the
//! last field, at a fixed prefix rounded up to the data's alignment; the prefix is measured on a value, not assumed.
//! A sender and a receiver share a pointer to their channel, whose place in them is likewise measured, on channels of
//! our own. Where the measurement does not fit, channels are told apart by their message type only: then a receive takes
//! from all sends of that type (an edge too many, never one too few).

use crate::hooks::look::StdGuardType;
use crate::tracker;
use crate::tracker::engine::ChannelCounts;
use crate::tracker::held::LockWord;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Barrier, Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, RwLockWriteGuard};

fn address<T: ?Sized>(value: &T) -> usize {
    core::ptr::from_ref(value).cast::<()>() as usize
}

/// The address of the object that holds `data` behind a prefix of `prefix` bytes.
fn container<T: ?Sized>(data: &T, prefix: usize) -> usize {
    address(data).wrapping_sub(prefix.next_multiple_of(align_of_val(data)))
}

fn mutex_prefix() -> usize {
    let mut sample = Mutex::new(0_u8);
    let start = address(&sample);
    match sample.get_mut() {
        Ok(data) => address(data).wrapping_sub(start),
        Err(_) => 0,
    }
}

fn rwlock_prefix() -> usize {
    let mut sample = RwLock::new(0_u8);
    let start = address(&sample);
    match sample.get_mut() {
        Ok(data) => address(data).wrapping_sub(start),
        Err(_) => 0,
    }
}

/// The address of the mutex that a guard keeps locked.
pub(crate) fn mutex_of<T: ?Sized>(guard: &MutexGuard<'_, T>) -> usize {
    container::<T>(guard, mutex_prefix())
}

/// The address of the lock that a guard keeps read-locked.
pub(crate) fn read_lock_of<T: ?Sized>(guard: &RwLockReadGuard<'_, T>) -> usize {
    container::<T>(guard, rwlock_prefix())
}

/// The address of the lock that a guard keeps write-locked.
pub(crate) fn write_lock_of<T: ?Sized>(guard: &RwLockWriteGuard<'_, T>) -> usize {
    container::<T>(guard, rwlock_prefix())
}

/// Where a mutex at this address says whether it is held; `None` if that is not one word on this system.
pub(crate) fn mutex_word(address: usize) -> Option<LockWord> {
    static PLACE: OnceLock<Option<(usize, u32)>> = OnceLock::new();
    let place = PLACE.get_or_init(|| tracker::untracked(mutex_place));
    word_at(address, *place)
}

fn mutex_place() -> Option<(usize, u32)> {
    let sample = Mutex::new(0_u8);
    let free = words_of(&sample, mutex_prefix());
    let guard = sample.lock().ok()?;
    let held = words_of(&sample, mutex_prefix());
    drop(guard);
    only_place(&free, &held).map(|word| (word, u32::MAX))
}

/// As [`mutex_word`], for a reader-writer lock.
pub(crate) fn rwlock_word(address: usize) -> Option<LockWord> {
    static PLACE: OnceLock<Option<(usize, u32)>> = OnceLock::new();
    let place = PLACE.get_or_init(|| tracker::untracked(rwlock_place));
    word_at(address, *place)
}

fn rwlock_place() -> Option<(usize, u32)> {
    let sample = RwLock::new(0_u8);
    let free = words_of(&sample, rwlock_prefix());
    let guard = sample.read().ok()?;
    let read = words_of(&sample, rwlock_prefix());
    drop(guard);
    let guard = sample.write().ok()?;
    let written = words_of(&sample, rwlock_prefix());
    drop(guard);
    let word = only_place(&free, &read)?;
    // A writer sets all bits that count readers.
    let mask = written[word];
    (mask & 1 == 1 && (mask + 1).is_power_of_two()).then_some((word, mask))
}

fn word_at(address: usize, place: Option<(usize, u32)>) -> Option<LockWord> {
    let (word, mask) = place?;
    Some(LockWord {
        address: address + word * size_of::<u32>(),
        mask,
    })
}

/// The whole words in the first `prefix` bytes of a lock of our own, which no other thread uses.
fn words_of<L>(lock: &L, prefix: usize) -> Vec<u32> {
    let start = core::ptr::from_ref(lock).cast::<u8>();
    let fits = |word: &usize| align_of::<u32>() <= align_of::<L>() && 4 * word + 4 <= prefix;
    (0..prefix)
        .take_while(fits)
        .map(|word| {
            let mut seen = [0_u8; 4];
            // SAFETY: copies four bytes of the lock, which has them in front of its data, as bytes: it does not matter of what type
            // they are, and none of std's locks has padding in its words (where it had, `only_place` finds no word).
            unsafe { core::ptr::copy_nonoverlapping(start.add(4 * word), seen.as_mut_ptr(), 4) };
            u32::from_ne_bytes(seen)
        })
        .collect()
}

/// The one word that is zero in a free lock and one in a lock that is held.
fn only_place(free: &[u32], held: &[u32]) -> Option<usize> {
    let mut changed = (0..free.len()).filter(|word| free[*word] != held[*word]);
    let word = changed.next()?;
    (changed.next().is_none() && free[word] == 0 && held[word] == 1).then_some(word)
}

/// The address of the lock that a guard keeps locked, where only the kind of the guard is known and not the type of its data: it
/// is looked for in guards of our own where they hold it; `None` if that is not found.
///
/// # Safety
/// `guard` is valid for reads of `size` bytes.
pub(crate) unsafe fn lock_of(guard: *const u8, size: usize, kind: StdGuardType) -> Option<usize> {
    static PLACES: OnceLock<[Option<LockPlace>; 6]> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let (mutex, lock) = (Mutex::new(0_u64), RwLock::new(0_u64));
        let (wide_mutex, wide_lock): (&Mutex<[u64]>, &RwLock<[u64]>) =
            (&Mutex::new([0]), &RwLock::new([0]));
        [
            mutex.lock().ok().and_then(|g| place_in(&g, &mutex, &*g)),
            lock.read().ok().and_then(|g| place_in(&g, &lock, &*g)),
            lock.write().ok().and_then(|g| place_in(&g, &lock, &*g)),
            wide_mutex
                .lock()
                .ok()
                .and_then(|g| place_in(&g, wide_mutex, &g[0])),
            wide_lock
                .read()
                .ok()
                .and_then(|g| place_in(&g, wide_lock, &g[0])),
            wide_lock
                .write()
                .ok()
                .and_then(|g| place_in(&g, wide_lock, &g[0])),
        ]
    });
    let index = match kind {
        StdGuardType::Mutex => 0,
        StdGuardType::Read => 1,
        StdGuardType::Write => 2,
    };
    let fits = |place: &&LockPlace| place.size == size;
    let place = [places[index], places[index + 3]];
    let place = place.iter().flatten().find(fits)?;
    // SAFETY: the caller's promise.
    let word = unsafe { word_of_guard(guard, size, place.word) }?;
    Some(word.wrapping_sub(place.inside))
}

/// Where a guard holds its lock.
#[derive(Clone, Copy, Debug)]
struct LockPlace {
    /// The size of such a guard.
    size: usize,
    /// Which of its words points to the lock, and how far inside.
    word: usize,
    inside: usize,
}

fn place_in<G, L: ?Sized, D>(guard: &G, lock: &L, data: &D) -> Option<LockPlace> {
    let (start, data) = (address(lock), address(data));
    (0..size_of::<G>() / size_of::<usize>()).find_map(|word| {
        let place = core::ptr::from_ref(guard).cast();
        // SAFETY: the place of a live reference.
        let inside = unsafe { word_of_guard(place, size_of::<G>(), word) }?.checked_sub(start)?;
        (start + inside < data).then_some(LockPlace {
            size: size_of::<G>(),
            word,
            inside,
        })
    })
}

/// A word of a guard, as bytes.
///
/// # Safety
/// `guard` is valid for reads of `size` bytes.
unsafe fn word_of_guard(guard: *const u8, size: usize, word: usize) -> Option<usize> {
    const WORD: usize = size_of::<usize>();
    let mut value = 0_usize;
    ((word + 1) * WORD <= size).then(|| {
        let place = guard.wrapping_add(word * WORD);
        // SAFETY: copies `WORD` bytes of the guard, which has that many behind `place` (compared above), into a word of ours; `memcpy`
        // takes bytes as they are, so it does not matter what type they are of.
        unsafe { libc::memcpy((&raw mut value).cast(), place.cast(), WORD) };
        value
    })
}

/// How many threads a barrier lets go at a time: std has no accessor, so the place of that number is looked for in barriers of
/// our own; `None` if it is not found.
pub(crate) fn barrier_size(barrier: &Barrier) -> Option<usize> {
    static PLACE: OnceLock<Option<usize>> = OnceLock::new();
    const WORD: usize = size_of::<usize>();
    let is_at = |barrier: &Barrier, offset: usize, size: usize| {
        let place = core::ptr::from_ref(barrier).cast::<u8>();
        // SAFETY: `memcmp` reads `WORD` bytes of the barrier, which has at least `offset + WORD` of them, and of `size`; it takes
        // bytes as they are, so it does not matter what type they are of.
        unsafe { libc::memcmp(place.add(offset).cast(), (&raw const size).cast(), WORD) == 0 }
    };
    let place = *PLACE.get_or_init(|| {
        let samples = [0x1234_5678_usize, 0x0fed_cba9].map(|size| (Barrier::new(size), size));
        (0..size_of::<Barrier>() / WORD)
            .map(|word| word * WORD)
            .find(|offset| {
                samples
                    .iter()
                    .all(|(sample, size)| is_at(sample, *offset, *size))
            })
    });
    let place = core::ptr::from_ref(barrier).wrapping_byte_add(place?);
    // SAFETY: reads a `usize` inside the barrier.
    // - valid and initialized: at this offset every barrier has the number of its threads, as two samples showed.
    // - aligned: the offset is a multiple of a word, and so is the barrier's alignment, since it holds a word.
    Some(unsafe { place.cast::<usize>().read() }.max(1))
}

/// A channel as its ends know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Channel {
    /// The same number at both ends.
    pub(crate) id: usize,
}

/// The two words of which each end of a channel consists.
type Words = [usize; 2];

/// An end of a channel.
pub(crate) trait End {}
impl<T> End for Sender<T> {}
impl<T> End for SyncSender<T> {}
impl<T> End for Receiver<T> {}

fn words<E: End>(end: &E) -> Option<Words> {
    let fits = size_of::<E>() == size_of::<Words>() && align_of::<E>() == align_of::<Words>();
    // SAFETY: reads `size_of::<E>()` bytes of a live `E` as two words.
    // - valid and aligned: `end` is a reference, and sizes and alignments were compared.
    // - initialized: an end is a tag (a word, since the pointer beside it leaves no smaller aligned place without padding
    //   that `layout_is_known` would have seen differ) and a pointer; `layout_is_known` has compared both on this std.
    fits.then(|| unsafe { core::ptr::from_ref(end).cast::<Words>().read() })
}

/// Whether the second word of both ends of a channel is its identity, tried on channels of each kind.
fn layout_is_known() -> bool {
    static KNOWN: OnceLock<bool> = OnceLock::new();
    *KNOWN.get_or_init(|| {
        let (list, list_end) = mpsc::channel::<u8>();
        let (array, array_end) = mpsc::sync_channel::<u8>(1);
        let (zero, zero_end) = mpsc::sync_channel::<u8>(0);
        let pairs = [
            (words(&list), words(&list_end)),
            (words(&list.clone()), words(&list_end)),
            (words(&array), words(&array_end)),
            (words(&array.clone()), words(&array_end)),
            (words(&zero), words(&zero_end)),
            (words(&zero.clone()), words(&zero_end)),
        ];
        let same = |(one, other): &(Option<Words>, Option<Words>)| match (one, other) {
            (Some(one), Some(other)) => one == other && one[0] < 3 && one[1] != 0,
            _ => false,
        };
        let id = |pair: usize| pairs[pair].0.map(|words| words[1]);
        pairs.iter().all(same) && id(0) != id(2) && id(2) != id(4) && id(0) != id(4)
    })
}

/// The channel of an end.
pub(crate) fn channel<E: End>(end: &E) -> Channel {
    let words = match layout_is_known() {
        true => words(end),
        false => None,
    };
    let id = words.map_or_else(by_type::<E>, |words| words[1]);
    Channel { id }
}

/// An iterator over the values of a channel.
pub(crate) trait Values {
    /// The channel; `None` if it is not known how this std's iterator holds its receiver.
    fn channel(&self) -> Option<Channel>;
}

macro_rules! values_by_reference {
    ($($iter:ident by $method:ident),*) => {$(
        impl<T> Values for mpsc::$iter<'_, T> {
            fn channel(&self) -> Option<Channel> {
                static KNOWN: OnceLock<bool> = OnceLock::new();
                let is_known = *KNOWN.get_or_init(|| {
                    let (_sender, receiver) = mpsc::channel::<u8>();
                    only_word(&receiver.$method()) == Some(address(&receiver))
                });
                let is_reference = is_known && only_word(self).is_some();
                // SAFETY: the iterator is one word, and one of our own held nothing but the address of its receiver: it is a
                // reference to a `Receiver<T>`, which may be copied and outlives the iterator.
                is_reference.then(|| channel::<Receiver<T>>(unsafe { core::mem::transmute_copy(self) }))
            }
        }
    )*};
}

values_by_reference!(Iter by iter, TryIter by try_iter);

impl<T> End for mpsc::IntoIter<T> {}

impl<T> Values for mpsc::IntoIter<T> {
    fn channel(&self) -> Option<Channel> {
        static KNOWN: OnceLock<bool> = OnceLock::new();
        let is_known = *KNOWN.get_or_init(|| {
            let (_sender, receiver) = mpsc::channel::<u8>();
            let before = words(&receiver);
            before.is_some() && words(&receiver.into_iter()) == before
        });
        is_known.then(|| channel(self))
    }
}

/// The value, if it is one word.
fn only_word<T>(value: &T) -> Option<usize> {
    let fits = size_of::<T>() == size_of::<usize>() && align_of::<T>() == align_of::<usize>();
    // SAFETY: reads the word that the value is, whose size and alignment were compared. A word has no room for padding beside a
    // pointer; what has none in it is not asked for.
    fits.then(|| unsafe { core::ptr::from_ref(value).cast::<usize>().read() })
}

/// Where a channel counts its ends, found in channels of our own of the same kind; `None` if it is not.
pub(crate) fn channel_counts<E: End>(end: &E) -> Option<ChannelCounts> {
    static PLACES: OnceLock<[Option<Places>; 3]> = OnceLock::new();
    let words = layout_is_known().then(|| words(end)).flatten()?;
    let places = PLACES.get_or_init(|| {
        let mut places = [None; 3];
        let array = mpsc::sync_channel::<u8>(1);
        let zero = mpsc::sync_channel::<u8>(0);
        let list = mpsc::channel::<u8>();
        for (kind, found) in [places_in(list), places_in(array), places_in(zero)]
            .into_iter()
            .flatten()
        {
            if let Some(place) = places.get_mut(kind) {
                *place = Some(found);
            }
        }
        places
    });
    let place = (*places.get(words[0])?)?;
    let block = std::ptr::with_exposed_provenance::<usize>(words[1]);
    Some(ChannelCounts {
        senders: block.wrapping_add(place.senders),
        receivers: block.wrapping_add(place.receivers),
    })
}

/// Words from the start of a channel's block.
#[derive(Clone, Copy, Debug)]
struct Places {
    senders: usize,
    receivers: usize,
}

/// Looks for the words that count, in one channel; and which kind of channel it is.
fn places_in<S: End + Clone, R: End>((sender, receiver): (S, R)) -> Option<(usize, Places)> {
    let [kind, block] = words(&sender)?;
    let before = look(block)?;
    let clone = sender.clone();
    let two_senders = look(block)?;
    drop(clone);
    let again = look(block)?;
    drop(receiver);
    let no_receiver = look(block)?;
    let only = |is: &dyn Fn(usize) -> bool| {
        let mut found = (0..before.len()).filter(|word| is(*word));
        found.next().filter(|_| found.next().is_none())
    };
    let senders = only(&|word| (before[word], two_senders[word], again[word]) == (1, 2, 1));
    let receivers = only(&|word| {
        (
            before[word],
            two_senders[word],
            again[word],
            no_receiver[word],
        ) == (1, 1, 1, 0)
    });
    let places = Places {
        senders: senders?,
        receivers: receivers?,
    };
    Some((kind, places))
}

/// Words at the start of a channel's block that are looked at (count).
const LOOKED_AT: usize = 96;

/// The bytes at an address, as the system sees them: no matter what they are, or whether so many are there.
#[cfg(target_os = "linux")]
fn look(address: usize) -> Option<[usize; LOOKED_AT]> {
    let mut seen = [0_usize; LOOKED_AT];
    let size = size_of_val(&seen);
    let here = libc::iovec {
        iov_base: seen.as_mut_ptr().cast(),
        iov_len: size,
    };
    let there = libc::iovec {
        iov_base: std::ptr::without_provenance_mut(address),
        iov_len: size,
    };
    // SAFETY: the call writes at most `size` bytes to `seen`, which has them; it fails where the address has no memory.
    let read = unsafe { libc::process_vm_readv(libc::getpid(), &here, 1, &there, 1, 0) };
    (0 < read).then_some(seen)
}

/// Elsewhere nobody looks, so the ends of channels are not counted.
#[cfg(not(target_os = "linux"))]
fn look(_address: usize) -> Option<[usize; LOOKED_AT]> {
    None
}

/// One number for all channels of a message type.
fn by_type<E>() -> usize {
    use core::hash::{Hash, Hasher};
    let name = core::any::type_name::<E>();
    let message = name.split_once('<').map_or(name, |(_, message)| message);
    let mut hasher = std::hash::DefaultHasher::new();
    message.hash(&mut hasher);
    hasher.finish() as usize | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn check<T: Send + 'static>(value: impl Fn() -> T) {
        let mutex = Mutex::new(value());
        assert_eq!(mutex_of(&mutex.lock().unwrap()), address(&mutex));
        let lock = RwLock::new(value());
        assert_eq!(read_lock_of(&lock.read().unwrap()), address(&lock));
        assert_eq!(write_lock_of(&lock.write().unwrap()), address(&lock));
    }

    #[test]
    fn a_guard_leads_back_to_its_lock() {
        #[repr(align(64))]
        struct Wide(#[allow(dead_code)] u8);
        check(|| ());
        check(|| 1_u8);
        check(|| 1_u16);
        check(|| (1_u8, 1_u32));
        check(|| 1_u64);
        check(|| 1_u128);
        check(|| [1_u8; 3]);
        check(|| Wide(1));
        check(|| vec![1]);
        check(|| None::<&'static u8>);
        let unsized_data: Arc<Mutex<[u16]>> = Arc::new(Mutex::new([1_u16, 2]));
        assert_eq!(
            mutex_of(&unsized_data.lock().unwrap()),
            address(&*unsized_data)
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_lock_says_in_one_word_whether_it_is_held() {
        use std::sync::atomic::{AtomicU32, Ordering};
        fn says(word: Option<LockWord>) -> u32 {
            let word = word.unwrap();
            let place = std::ptr::with_exposed_provenance_mut(word.address);
            // SAFETY: the word of a lock that the test has borrowed.
            let there = unsafe { AtomicU32::from_ptr(place) };
            there.load(Ordering::Relaxed) & word.mask
        }
        fn check<T>(value: impl Fn() -> T) {
            let mutex = Mutex::new(value());
            let word = || says(mutex_word((&raw const mutex).expose_provenance()));
            assert_eq!(word(), 0);
            let guard = mutex.lock().unwrap();
            assert_eq!(word(), 1);
            drop(guard);
            assert_eq!(word(), 0);
            let lock = RwLock::new(value());
            let word = || says(rwlock_word((&raw const lock).expose_provenance()));
            assert_eq!(word(), 0);
            let (one, other) = (lock.read().unwrap(), lock.read().unwrap());
            assert_eq!(word(), 2);
            drop((one, other));
            assert_eq!(word(), 0);
            let guard = lock.write().unwrap();
            assert_ne!(word(), 0);
            drop(guard);
            assert_eq!(word(), 0);
        }
        #[repr(align(64))]
        struct Wide(#[allow(dead_code)] u8);
        check(|| ());
        check(|| 1_u8);
        check(|| 1_u16);
        check(|| u32::MAX);
        check(|| u64::MAX);
        check(|| u128::MAX);
        check(|| Wide(255));
        check(|| vec![1]);
        check(|| Some(Box::new(1)));
    }

    #[test]
    fn a_barrier_tells_its_size() {
        for size in [1, 2, 7, 1000] {
            assert_eq!(barrier_size(&Barrier::new(size)), Some(size));
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_channel_tells_how_many_ends_it_has() {
        fn check<S: End + Clone, R: End>((sender, receiver): (S, R)) {
            let counts = channel_counts(&receiver).unwrap();
            assert_eq!((counts.senders(), counts.receivers()), (1, 1));
            let other = sender.clone();
            assert_eq!(counts.senders(), 2);
            drop(receiver);
            assert_eq!(counts.receivers(), 0);
            drop(sender);
            assert_eq!(counts.senders(), 1);
            drop(other);
        }
        check(mpsc::channel::<String>());
        check(mpsc::sync_channel::<[u64; 9]>(3));
        check(mpsc::sync_channel::<()>(0));
    }

    #[test]
    fn an_iterator_over_a_channel_names_it() {
        fn check<T>((send, receive): (Sender<T>, Receiver<T>)) {
            let expected = Some(channel(&send));
            assert_eq!(receive.iter().channel(), expected);
            assert_eq!(receive.try_iter().channel(), expected);
            assert_eq!(receive.into_iter().channel(), expected);
        }
        check(mpsc::channel::<u8>());
        check(mpsc::channel::<[String; 9]>());
    }

    #[test]
    fn both_ends_of_a_channel_name_it() {
        assert!(layout_is_known());
        let (send, receive) = mpsc::channel::<String>();
        let (other, _other_end) = mpsc::channel::<String>();
        assert_eq!(channel(&send), channel(&receive));
        assert_ne!(channel(&send), channel(&other));
        let (send, receive) = mpsc::sync_channel::<[u64; 9]>(0);
        assert_eq!(channel(&send), channel(&receive));
    }
}
