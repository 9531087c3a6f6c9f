//! A short list in memory of the thread's own: an empty one is nothing but zeros, so a new thread copies nothing for it, and has no
//! pages for it before it is used.
//!
//! An array of `Option`s mostly has something else than zeros for `None` (measured, 2026-11-28: 7.3 KiB for each thread).
//! Invariant: the first `len` places are initialized.

use core::mem::MaybeUninit;

/// At most `MAX` values.
#[derive(Debug)]
pub(crate) struct Fixed<T, const MAX: usize> {
    len: usize,
    places: [MaybeUninit<T>; MAX],
}

impl<T: Copy, const MAX: usize> Fixed<T, MAX> {
    pub(crate) const fn new() -> Self {
        Self {
            len: 0,
            places: [const { MaybeUninit::zeroed() }; MAX],
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

    /// The values, the oldest first.
    #[inline(always)]
    pub(crate) fn values(&self) -> &[T] {
        let places: *const T = self.places.as_ptr().cast();
        // SAFETY: `from_raw_parts` needs `len` initialized values in one allocation, which are not written to meanwhile: the first
        // `len` places, by the invariant, under the borrow of `self`.
        unsafe { core::slice::from_raw_parts(places, self.len) }
    }

    /// As [`Fixed::values`].
    #[inline(always)]
    pub(crate) fn values_mut(&mut self) -> &mut [T] {
        let places: *mut T = self.places.as_mut_ptr().cast();
        // SAFETY: as in `values`, under the exclusive borrow of `self`.
        unsafe { core::slice::from_raw_parts_mut(places, self.len) }
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

    /// Takes the last value off, if there is one.
    #[inline(always)]
    pub(crate) fn pop(&mut self) {
        self.len = self.len.saturating_sub(1);
    }

    /// Adds a value behind the others; `false`, and nothing is done, if it is full.
    #[inline(always)]
    pub(crate) fn push(&mut self, value: T) -> bool {
        let Some(place) = self.places.get_mut(self.len) else {
            return false;
        };
        place.write(value);
        self.len += 1;
        true
    }

    /// Takes the last value out, if it is wanted.
    #[inline(always)]
    pub(crate) fn pop_if(&mut self, wanted: impl FnOnce(&T) -> bool) -> Option<T> {
        let last = *self.values().last().filter(|last| wanted(last))?;
        self.len -= 1;
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
    }

    /// Keeps the first `len` values, or all if there are fewer.
    #[inline(always)]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_and_go_as_in_a_vector() {
        let mut fixed = Fixed::<u32, 4>::new();
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
        }
    }
}
