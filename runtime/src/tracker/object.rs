//! Atomic objects: what each store left for later loads, kept beside the shadow of its granule.
//!
//! An object is found by its address, under the lock of its granule; up to eight live in one.
//! Invariant: what an object holds is reached by the holder of that lock only.

use crate::event::StoreId;
use crate::model::Message;
use crate::shadow::fat::Attachment;
use core::cell::UnsafeCell;
use smallvec::SmallVec;

/// The atomics of a granule.
#[derive(Default)]
pub(crate) struct Objects {
    objects: UnsafeCell<SmallVec<[Object; 1]>>,
}

// SAFETY: `objects` is reached through the functions below only, whose callers hold the granule's lock.
unsafe impl Sync for Objects {}

/// An atomic object.
#[derive(Debug)]
pub(crate) struct Object {
    /// Its first byte in the granule.
    offset: u8,
    /// What an acquire load of the latest store receives.
    pub message: Message,
    /// Stores so far: the place of the latest one in modification order.
    pub position: u64,
    /// The latest store; `None` for the initial value or one of unannotated code.
    pub latest: Option<StoreId>,
    /// The value that the latest tracked operation left; `None` before the first one.
    pub value: Option<u64>,
    /// Whether a value was seen that no tracked operation left.
    pub foreign: bool,
}

impl Objects {
    /// The object at an offset, new if there was none.
    ///
    /// # Safety
    /// The caller holds the lock of the granule, and takes no second reference meanwhile.
    #[inline]
    #[allow(clippy::mut_from_ref, reason = "the granule's lock makes it exclusive")]
    pub(crate) unsafe fn at(&self, offset: u8) -> &mut Object {
        // SAFETY: the lock makes this the only reference (the caller's promise).
        let objects = unsafe { &mut *self.objects.get() };
        let place = objects
            .iter()
            .position(|object| object.offset == offset)
            .unwrap_or_else(|| {
                objects.push(Object::new(offset));
                objects.len() - 1
            });
        &mut objects[place]
    }
}

impl Object {
    fn new(offset: u8) -> Self {
        Self {
            offset,
            message: Message::new(),
            position: 0,
            latest: None,
            value: None,
            foreign: false,
        }
    }
}

impl Attachment for Objects {
    fn in_use(&self) -> bool {
        // SAFETY: the caller holds the granule's lock; the reference ends with this statement.
        !unsafe { &*self.objects.get() }.is_empty()
    }

    fn forget(&self, mask: u8) {
        // SAFETY: the caller holds the granule's lock; the reference ends with this statement.
        unsafe { &mut *self.objects.get() }.retain(|object| mask & (1 << object.offset) == 0);
    }
}
