//! Atomic objects: what each store left for later loads, kept beside the shadow of its granule.
//!
//! An object is found by its address, under the lock of its granule; up to eight live in one, and most granules have one.
//! Invariant: what an object holds is reached by the holder of that lock only, or by who owns it ([`ownership`]); [`Objects::version`] changes before the lock
//! is given back whenever a load would now see or receive something else. Objects are never freed (they live in fat cells),
//! and their version never comes back, so it can be compared without the lock.
//!
//! [`ownership`]: crate::tracker::ownership

use crate::clock::ThreadIndex;
use crate::event::PackedId;
use crate::model::Message;
use crate::primitive::{AtomicU64, Ordering, UnsafeCell};
use crate::shadow::fat::Attachment;
use crate::tracker::membership::{self, SessionId};
use crate::tracker::ownership::Ownership;
use crate::tracker::weak::{self, Weak};

/// The atomics of a granule.
#[derive(Default)]
pub(crate) struct Objects {
    version: AtomicU64,
    ownership: Ownership,
    first: UnsafeCell<Option<Object>>,
    others: UnsafeCell<Vec<Object>>,
}

// SAFETY: `first` and `others` are reached through the functions below only, whose callers hold the granule's lock.
unsafe impl Sync for Objects {}

/// An atomic object.
#[derive(Debug)]
pub(crate) struct Object {
    /// Its first byte in the granule.
    offset: u8,
    /// The session of the latest operation.
    session: SessionId,
    /// Whether a value was seen that no tracked operation left.
    pub foreign: bool,
    /// Whether an operation was tracked, so that `value` means something.
    pub known: bool,
    /// Whether an operation of a session that has ended was tracked, which left `value`.
    pub left: bool,
    /// The value that the latest tracked operation left.
    pub value: u64,
    /// Stores so far: the place of the latest one in modification order.
    pub position: u64,
    /// The latest store; none for the initial value or one of unannotated code.
    pub latest: PackedId,
    /// What an acquire load of the latest store receives.
    pub message: Message,
    /// What loads may still read, where they may be stale.
    pub weak: Option<Box<Weak>>,
}

impl Objects {
    /// Changes with every store.
    #[inline]
    pub(crate) fn version(&self) -> u64 {
        // ORDER: Acquire; pairs with the Release in `changed`.
        self.version.load(Ordering::Acquire)
    }

    /// Whatever was remembered of an object of this granule is void. Under the granule's lock.
    #[inline]
    pub(crate) fn changed(&self) {
        // ORDER: Relaxed load, since only the holder of the lock stores; Release, pairs with the Acquire in `version`.
        let version = self.version.load(Ordering::Relaxed);
        self.version.store(version + 1, Ordering::Release);
    }

    /// Whether a thread has the objects to itself by this token; see [`Ownership::is`].
    #[inline(always)]
    pub(crate) fn is_owned_by(&self, token: u64) -> bool {
        self.ownership.is(token)
    }

    /// A thread has made an operation on an object: its token, if it owns that by now. Under the granule's lock.
    #[inline(always)]
    pub(crate) fn turn(&self, thread: ThreadIndex, object: &Object) -> Option<u64> {
        match self.ownership.turn(thread) {
            true => self.give(thread, object),
            false => None,
        }
    }

    #[inline(never)]
    fn give(&self, thread: ThreadIndex, object: &Object) -> Option<u64> {
        // Another one may move.
        let is_first = core::ptr::from_ref(self).addr() <= core::ptr::from_ref(object).addr()
            && core::ptr::from_ref(object).addr()
                < core::ptr::from_ref(self).addr() + size_of::<Self>();
        if !is_first {
            return None;
        }
        self.ownership.give(thread, || {
            // What others remember of loads is void: the owner's stores change no version.
            self.changed();
            self.version()
        })
    }

    /// Nobody owns the objects from here on. Under the granule's lock.
    #[cold]
    pub(crate) fn end_ownership(&self) {
        self.ownership.end();
    }

    /// The object at an offset, new if there was none.
    ///
    /// # Safety
    /// The caller holds the lock of the granule or owns the objects, and takes no second reference meanwhile.
    #[inline]
    #[allow(clippy::mut_from_ref, reason = "the granule's lock makes it exclusive")]
    pub(crate) unsafe fn at(&self, offset: u8) -> &mut Object {
        // SAFETY: the lock, or the ownership, makes this the only reference (the caller's promise).
        match unsafe { &mut *self.first.get() } {
            Some(first) if first.offset == offset => first,
            // SAFETY: as above; the reference to `first` has ended.
            _ => unsafe { self.at_slow(offset) },
        }
    }

    /// # Safety
    /// See [`Objects::at`].
    #[cold]
    #[allow(clippy::mut_from_ref, reason = "the granule's lock makes it exclusive")]
    unsafe fn at_slow(&self, offset: u8) -> &mut Object {
        // SAFETY: the caller's promise.
        let first = unsafe { &mut *self.first.get() };
        if first.is_none() {
            return first.insert(Object::new(offset));
        }
        // SAFETY: the caller's promise.
        let others = unsafe { &mut *self.others.get() };
        let place = others
            .iter()
            .position(|object| object.offset == offset)
            .unwrap_or_else(|| {
                others.push(Object::new(offset));
                others.len() - 1
            });
        &mut others[place]
    }
}

impl Object {
    /// The session of the latest operation.
    #[inline(always)]
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// An operation of a thread of this session comes. What an ended session left was long ago: the memory may have another
    /// use by now (a stack that is written again by code that we do not see), and all of it happened before this session.
    ///
    /// Answers whether the object is [`weak`]: then it bears no session of its own, so that this is found here.
    #[inline(always)]
    #[must_use]
    pub(crate) fn enter(&mut self, session: SessionId) -> bool {
        self.session != session && self.change_session(session)
    }

    #[cold]
    fn change_session(&mut self, session: SessionId) -> bool {
        if weak::is_on() {
            return self.change_session_weak(session);
        }
        match membership::has_ended(self.session) {
            true => {
                *self = Self {
                    session,
                    left: self.known || self.left,
                    value: self.value,
                    ..Self::new(self.offset)
                }
            }
            false if self.session == SessionId::NONE => self.session = session,
            // Two live sessions share it: one state serves both, since what they do to it is one order.
            false => {}
        }
        false
    }

    #[cold]
    fn change_session_weak(&mut self, session: SessionId) -> bool {
        let before = self
            .weak
            .as_ref()
            .map_or(self.session, |weak| weak.session());
        if membership::has_ended(before) {
            *self = Self::new(self.offset);
        }
        self.session = SessionId::NONE;
        let weak = self.weak.get_or_insert_with(|| Weak::new(session));
        if weak.session() != session {
            weak.share();
        }
        true
    }

    fn new(offset: u8) -> Self {
        Self {
            offset,
            session: SessionId::NONE,
            foreign: false,
            known: false,
            left: false,
            value: 0,
            position: 0,
            latest: PackedId::NONE,
            message: Message::new(),
            weak: None,
        }
    }
}

impl Attachment for Objects {
    fn in_use(&self) -> bool {
        // SAFETY: the caller holds the granule's lock; the reference ends with this statement.
        let first = unsafe { &*self.first.get() }.is_some();
        // SAFETY: as above.
        first || !unsafe { &*self.others.get() }.is_empty()
    }

    #[inline(always)]
    fn claim(&self) {
        self.ownership.claim();
    }

    fn forget(&self, mask: u8) {
        let goes = |object: &Object| mask & (1 << object.offset) != 0;
        self.changed();
        self.ownership.forget();
        // SAFETY: the caller holds the granule's lock; the reference ends with this statement.
        unsafe { &mut *self.others.get() }.retain(|object| !goes(object));
        // SAFETY: as above.
        let first = unsafe { &mut *self.first.get() };
        if first.as_ref().is_some_and(goes) {
            *first = None;
        }
    }
}
