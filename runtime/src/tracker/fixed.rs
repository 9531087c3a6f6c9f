//! A short list of the thread's own: an empty one is nothing but zeros, so a new thread copies nothing for it, and it is small.
//!
//! An array of `Option`s mostly has something else than zeros for `None` (measured, 2026-11-28: 7.3 KiB for each thread); and the
//! C library writes all thread-locals of a new thread, used or not. So only a few values stand in the list itself; more of them
//! stand in a block of the heap, which is given back when they have become few again. A thread that ends with many loses its block:
//! no destructor runs, so that the list serves those of other thread-locals.
//! Invariant: the first `len` places are initialized, in the block if there is one; it has `MAX` places.

use core::mem::MaybeUninit;
use core::ptr;
use std::alloc::{Layout, alloc, dealloc};

/// At most `MAX` values, `INLINE` of them where it stands (all, if the two are the same).
#[derive(Debug)]
pub(crate) struct Fixed<T, const INLINE: usize, const MAX: usize> {
    len: usize,
    /// Null: there is none.
    block: *mut T,
    places: [MaybeUninit<T>; INLINE],
}

impl<T: Copy, const INLINE: usize, const MAX: usize> Fixed<T, INLINE, MAX> {
    /// Of a block; not empty.
    const LAYOUT: Layout = match Layout::array::<T>(MAX) {
        Ok(layout) => {
            assert!(INLINE <= MAX && layout.size() != 0);
            layout
        }
        Err(_) => panic!("too large"),
    };

    /// Whether it may have a block.
    const SPILLS: bool = INLINE < MAX;

    pub(crate) const fn new() -> Self {
        Self {
            len: 0,
            block: ptr::null_mut(),
            places: [const { MaybeUninit::zeroed() }; INLINE],
        }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub(crate) fn is_full(&self) -> bool {
        self.len == MAX
    }

    /// Whether the values stand in the list itself.
    #[inline(always)]
    fn is_here(&self) -> bool {
        !Self::SPILLS || self.block.is_null()
    }

    /// Whether there is room for one more value in the list itself: [`Fixed::push`] then needs no call.
    #[inline(always)]
    pub(crate) fn has_room_here(&self) -> bool {
        self.is_here() && self.len < INLINE
    }

    /// The last value, if the values stand in the list itself.
    #[inline(always)]
    pub(crate) fn last_here(&mut self) -> Option<&mut T> {
        match self.is_here() {
            true => self.values_mut().last_mut(),
            false => None,
        }
    }

    #[inline(always)]
    fn places(&self) -> *const T {
        match self.is_here() {
            true => self.places.as_ptr().cast(),
            false => self.block,
        }
    }

    #[inline(always)]
    fn places_mut(&mut self) -> *mut T {
        match self.is_here() {
            true => self.places.as_mut_ptr().cast(),
            false => self.block,
        }
    }

    /// The values, the oldest first.
    #[inline(always)]
    pub(crate) fn values(&self) -> &[T] {
        // SAFETY: `from_raw_parts` needs `len` initialized values in one allocation, which are not written to meanwhile: the first
        // `len` places, by the invariant, under the borrow of `self`.
        unsafe { core::slice::from_raw_parts(self.places(), self.len) }
    }

    /// As [`Fixed::values`].
    #[inline(always)]
    pub(crate) fn values_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `values`, under the exclusive borrow of `self`.
        unsafe { core::slice::from_raw_parts_mut(self.places_mut(), self.len) }
    }

    /// Adds a value where the list itself has no room.
    #[cold]
    #[inline(never)]
    fn push_far(&mut self, value: &T) -> bool {
        if self.is_full() || (self.is_here() && !self.spill()) {
            return false;
        }
        // SAFETY: a place of the block, which is not full, behind those that are initialized.
        unsafe { self.block.add(self.len).write(*value) };
        self.len += 1;
        true
    }

    /// Moves the values to a block. `false`: there is no memory.
    fn spill(&mut self) -> bool {
        if !Self::SPILLS {
            return false;
        }
        // SAFETY: `alloc` needs a layout that is not empty, which the constant asserts.
        let block = unsafe { alloc(Self::LAYOUT) }.cast::<T>();
        if block.is_null() {
            return false;
        }
        // SAFETY: copies `len` initialized values, at most `INLINE`, into a block of `MAX` places that was allocated in the line above.
        unsafe { ptr::copy_nonoverlapping(self.places.as_ptr().cast(), block, self.len) };
        self.block = block;
        true
    }

    /// Values were taken out.
    #[inline(always)]
    fn shrunk(&mut self) {
        if !self.is_here() && self.len <= INLINE / 2 {
            self.come_back();
        }
    }

    /// Moves the values, which are few, out of their block.
    #[cold]
    #[inline(never)]
    fn come_back(&mut self) {
        let block = core::mem::replace(&mut self.block, ptr::null_mut());
        // SAFETY: copies `len` initialized values of the block, at most `INLINE`, into the list itself.
        unsafe { ptr::copy_nonoverlapping(block, self.places.as_mut_ptr().cast(), self.len) };
        // SAFETY: allocated by `spill` with this layout, and nothing refers to it any more.
        unsafe { dealloc(block.cast(), Self::LAYOUT) };
    }

    /// The last value.
    #[inline(always)]
    pub(crate) fn last(&self) -> Option<&T> {
        self.values().last()
    }

    /// As [`Fixed::last`].
    #[inline(always)]
    pub(crate) fn last_mut(&mut self) -> Option<&mut T> {
        self.values_mut().last_mut()
    }

    /// Takes the value of [`Fixed::last_here`] off.
    #[inline(always)]
    pub(crate) fn pop_here(&mut self) {
        self.len -= usize::from(self.is_here() && self.len != 0);
    }

    /// Adds a value behind the others; `false`, and nothing is done, if it is full.
    #[inline(always)]
    pub(crate) fn push(&mut self, value: T) -> bool {
        if !self.has_room_here() {
            // Without a block the value's address is never taken, which would keep it in memory.
            return Self::SPILLS && self.push_far(&value);
        }
        self.places[self.len].write(value);
        self.len += 1;
        true
    }

    /// Takes the last value out, if it is wanted.
    #[inline(always)]
    pub(crate) fn pop_if(&mut self, wanted: impl FnOnce(&T) -> bool) -> Option<T> {
        let last = *self.values().last().filter(|last| wanted(last))?;
        self.len -= 1;
        self.shrunk();
        Some(last)
    }

    /// Takes the value at a place out, which is there; those behind it move up.
    #[inline(always)]
    pub(crate) fn remove(&mut self, place: usize) -> T {
        let values = self.values_mut();
        let value = values[place];
        if place + 1 < values.len() {
            values.copy_within(place + 1.., place);
        }
        self.len -= 1;
        self.shrunk();
        value
    }

    /// Keeps the values that are wanted, in their order.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&T) -> bool) {
        let mut kept = 0;
        for place in 0..self.len {
            let value = self.values()[place];
            if wanted(&value) {
                self.values_mut()[kept] = value;
                kept += 1;
            }
        }
        self.len = kept;
        self.shrunk();
    }

    /// Keeps the first `len` values, or all if there are fewer.
    #[inline(always)]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        self.shrunk();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_and_go_as_in_a_vector() {
        come_and_go::<1>();
        come_and_go::<2>();
        come_and_go::<3>();
        come_and_go::<4>();
    }

    fn come_and_go<const INLINE: usize>() {
        let mut fixed = Fixed::<u32, INLINE, 4>::new();
        let mut vector = Vec::new();
        for step in 0..1000_u32 {
            let choice = step.wrapping_mul(0x9e37_79b9) >> 20;
            match choice % 4 {
                0 | 1 => {
                    let has_room = vector.len() < 4;
                    if has_room {
                        vector.push(step);
                    }
                    assert_eq!(fixed.push(step), has_room);
                }
                2 if choice & 64 != 0 => {
                    let is_even = |value: &u32| value.is_multiple_of(2);
                    assert_eq!(fixed.pop_if(is_even), vector.pop_if(|value| is_even(value)));
                }
                2 if choice & 128 != 0 => {
                    let is_other = |value: &u32| value % 8 != step % 8;
                    vector.retain(is_other);
                    fixed.retain(is_other);
                }
                2 if !vector.is_empty() => {
                    let place = choice as usize / 4 % vector.len();
                    assert_eq!(fixed.remove(place), vector.remove(place));
                }
                _ => {
                    let len = choice as usize / 4 % 5;
                    vector.truncate(len);
                    fixed.truncate(len);
                }
            }
            assert_eq!(fixed.values(), vector);
            assert_eq!(fixed.is_full(), vector.len() == 4);
            // Many stand in the block, few do not, and in between it is not given back at once.
            match vector.len() {
                len if INLINE < len => assert!(!fixed.block.is_null()),
                len if len <= INLINE / 2 => assert!(fixed.block.is_null()),
                _ => {}
            }
        }
        fixed.truncate(0);
    }
}
