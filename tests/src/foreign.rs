//! Types of another crate: the attribute sees how they are used, and nothing else of them.

/// An owner whose methods have the names of a raw pointer's and take it by value, as `sdd::Owned` has it.
#[derive(Debug)]
pub struct Owned(pub String);

#[expect(
    clippy::missing_safety_doc,
    reason = "they are safe; that they say `unsafe` is what the programs are about"
)]
impl Owned {
    /// As a raw pointer's.
    pub unsafe fn drop_in_place(self) -> usize {
        self.0.len()
    }

    /// As a raw pointer's.
    pub unsafe fn read(self) -> usize {
        self.0.len()
    }

    /// As a raw pointer's.
    pub unsafe fn as_ref(self) -> usize {
        self.0.len()
    }
}

/// Something that is waited for once, with arguments as a condition variable's waits have them.
#[derive(Debug)]
pub struct Exit(pub u32);

impl Exit {
    /// Takes it.
    #[must_use]
    pub fn wait(self, add: u32) -> u32 {
        self.0 + add
    }

    /// Likewise.
    #[must_use]
    pub fn wait_timeout(self, add: u32, limit: u32) -> u32 {
        limit.min(self.0 + add)
    }

    /// Likewise.
    #[must_use]
    pub fn wait_while(self, add: u32, mut condition: impl FnMut(&mut u32) -> bool) -> u32 {
        let mut value = self.0 + add;
        while condition(&mut value) {}
        value
    }
}

/// Calls both of its closures.
pub fn each(mut first: impl FnMut(&u32) -> bool, mut second: impl FnMut(&u32)) {
    if first(&1) {
        second(&2);
    }
}

/// An owner that is named as std's, and made from a pointer as it is not.
pub mod boxed {
    /// Holds a value, and not a pointer to one.
    #[derive(Debug)]
    pub struct Box<T>(pub T);

    impl<T: Copy> Box<T> {
        /// # Safety
        ///
        /// As for `pointer::read`.
        pub unsafe fn from_raw(raw: *const T) -> Self {
            // SAFETY: the caller's promise.
            Self(unsafe { *raw })
        }

        /// Where the value is.
        pub fn into_raw(this: &Self) -> *const T {
            &raw const this.0
        }

        /// The value.
        pub fn leak(self) -> T {
            self.0
        }
    }
}

/// Something that is used up by methods that are named as a raw pointer's.
#[derive(Debug)]
pub struct Token(pub Box<u32>);

impl Token {
    /// As a raw pointer's.
    #[must_use]
    pub fn write(self, value: u32) -> u32 {
        *self.0 + value
    }

    /// Likewise.
    #[must_use]
    pub fn replace(self, value: u32) -> u32 {
        *self.0 * value
    }

    /// Likewise.
    #[must_use]
    pub fn write_volatile(self, value: u32) -> u32 {
        *self.0 + value
    }
}
