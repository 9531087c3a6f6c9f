//! Types of the user's that are named as std's: annotated code compiles, and does what it does without us.
#![cfg(feature = "track")]

/// An owner with a way back of its own.
mod boxed {
    pub struct Box<T>(pub T);

    impl<T: Copy> Box<T> {
        pub unsafe fn from_raw(raw: *const T) -> Self {
            // SAFETY: the caller's promise.
            Box(unsafe { *raw })
        }
        pub fn into_raw(this: &Self) -> *const T {
            &raw const this.0
        }
        pub fn leak(self) -> T {
            self.0
        }
    }
}

/// A list that is made of numbers.
mod list {
    pub struct Vec;

    impl Vec {
        pub unsafe fn from_raw_parts(start: u32, len: u32, capacity: u32) -> u32 {
            start + len + capacity
        }
    }
}

#[datarace::check]
fn of_own_types() -> (u32, u32, u32) {
    use boxed::Box;
    use list::Vec;
    let owner = Box(4);
    let raw = Box::into_raw(&owner);
    // SAFETY: the pointer is that of `owner`.
    let (again, sum) = unsafe { (Box::from_raw(raw), Vec::from_raw_parts(1, 2, 3)) };
    // SAFETY: as above.
    let named = unsafe { boxed::Box::from_raw(raw) };
    (Box::leak(again), sum, named.0)
}

#[test]
fn an_owner_of_the_users_is_named_as_std_s() {
    assert_eq!(of_own_types(), (4, 6, 4));
}
