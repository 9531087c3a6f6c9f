//! What the user expects or forbids of lints stays valid under the attribute: this file compiles without a warning, and
//! without tracking too, where every expectation is fulfilled by the program itself.

#![deny(warnings)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

static mut WORDS: [u32; 2] = [1, 2];

/// `#[expect(..)]` of lints that the rewritten expression may not set off.
mod expected {
    use super::{AtomicU32, Ordering, WORDS};

    #[datarace::check]
    #[expect(static_mut_refs)]
    pub(crate) fn on_a_function() -> usize {
        unsafe { WORDS.len() + WORDS.iter().count() }
    }

    #[expect(static_mut_refs)]
    #[datarace::check]
    pub(crate) fn before_the_attribute() -> u32 {
        let words = unsafe { &WORDS };
        words[1]
    }

    #[datarace::check]
    pub(crate) fn on_statements(flag: &AtomicU32) -> u32 {
        #[expect(static_mut_refs)]
        let words = unsafe { &mut WORDS };
        #[expect(unused_mut)]
        let mut sum = words[0];
        #[expect(unused_parens)]
        flag.store((sum), Ordering::Relaxed);
        #[expect(unused_must_use)]
        flag.compare_exchange(0, 9, Ordering::Relaxed, Ordering::Relaxed);
        sum + flag.load(Ordering::Relaxed)
    }

    #[datarace::check]
    #[cfg_attr(all(), expect(unused_mut, reason = "written so"))]
    pub(crate) fn by_condition(flag: &AtomicU32) -> u32 {
        #[cfg_attr(all(), cfg_attr(all(), expect(unused_parens)), expect(unused_must_use))]
        {
            flag.compare_exchange((0), 9, Ordering::Relaxed, Ordering::Relaxed);
        }
        let mut seen = flag.load(Ordering::Relaxed);
        seen + flag.load(Ordering::Relaxed)
    }

    #[datarace::check]
    #[expect(unreachable_code)]
    pub(crate) fn behind_a_return(flag: &AtomicU32) -> u32 {
        return flag.load(Ordering::Relaxed);
        flag.store(1, Ordering::Relaxed);
    }

    pub(crate) struct Counter(pub(crate) AtomicU32);

    #[datarace::check]
    #[expect(static_mut_refs, unused_mut)]
    impl Counter {
        pub(crate) fn add(&self) -> u32 {
            let mut by = unsafe { WORDS.first().copied().unwrap_or(0) };
            self.0.fetch_add(by, Ordering::Relaxed) + by
        }
    }

    #[datarace::check]
    #[expect(static_mut_refs)]
    pub(crate) mod inner {
        use super::WORDS;

        #[expect(unused_mut)]
        pub(crate) fn last() -> Option<u32> {
            let mut words = unsafe { &WORDS };
            words.last().copied()
        }
    }
}

/// `#[forbid(..)]` of lints that our templates would set off: what is forbidden cannot be allowed.
mod forbidden {
    use super::{AtomicU32, Ordering};

    #[datarace::check]
    #[forbid(unused_mut, unused_parens, unused_braces, unreachable_code)]
    pub(crate) fn on_a_function(flag: &AtomicU32) -> u32 {
        fn nested(flag: &AtomicU32) -> u32 {
            flag.fetch_add(1, Ordering::Relaxed)
        }
        nested(flag) + flag.load(Ordering::Relaxed)
    }

    #[forbid(unused, reason = "before the attribute")]
    #[datarace::check]
    pub(crate) fn the_group(flag: &AtomicU32) -> u32 {
        flag.fetch_add(1, Ordering::Relaxed)
    }

    #[datarace::check]
    #[forbid(warnings)]
    pub(crate) fn all_of_them(words: &mut [u32]) -> u32 {
        let mut sum = 0;
        for word in words {
            *word += 1;
            sum += *word;
        }
        sum
    }

    #[datarace::check]
    #[cfg_attr(all(), forbid(unused_mut))]
    pub(crate) fn by_condition(flag: &AtomicU32) -> u32 {
        flag.swap(7, Ordering::Relaxed)
    }

    #[datarace::check]
    #[forbid(unused_mut)]
    pub(crate) fn what_the_type_checker_chooses(words: &[u32]) -> u32 {
        #[forbid(unused_parens)]
        {
            fn nested(word: *const u32) -> u32 {
                unsafe { *word }
            }
            let mut copy = words.to_vec();
            copy.swap(0, 1);
            nested(copy.as_ptr())
        }
    }

    pub(crate) struct Counter(pub(crate) AtomicU32);

    #[datarace::check]
    #[forbid(unused_mut)]
    impl Counter {
        pub(crate) fn add(&self) -> u32 {
            self.0.fetch_add(1, Ordering::Relaxed)
        }

        #[forbid(unused_braces)]
        pub(crate) fn get(&self) -> u32 {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[forbid(unused_parens)]
    impl Counter {
        #[forbid(unreachable_code)]
        pub(crate) fn twice(&self) -> u32 {
            #[datarace::check]
            fn twice(counter: &AtomicU32) -> u32 {
                counter.fetch_add(1, Ordering::Relaxed) + counter.load(Ordering::Relaxed)
            }
            twice(&self.0)
        }
    }

    #[datarace::check]
    #[forbid(unused_mut)]
    pub(crate) mod annotated {
        use super::{AtomicU32, Ordering};

        pub(crate) fn load(flag: &AtomicU32) -> u32 {
            flag.load(Ordering::Relaxed)
        }
    }

    #[forbid(unused_mut)]
    pub(crate) mod around {
        use super::{AtomicU32, Ordering};

        #[datarace::check]
        pub(crate) fn load(flag: &AtomicU32) -> u32 {
            flag.load(Ordering::Relaxed)
        }

        pub(crate) struct Flag<T>(pub(crate) T);

        #[datarace::check]
        impl Flag<AtomicU32> {
            pub(crate) fn get(&self) -> u32 {
                self.0.load(Ordering::Relaxed)
            }
        }

        pub(crate) mod deeper {
            #![forbid(unused_imports, unused_braces)]
            use super::{AtomicU32, Ordering};

            #[datarace::check]
            pub(crate) trait Load {
                fn cell(&self) -> &AtomicU32;

                fn get(&self) -> u32 {
                    self.cell().load(Ordering::Relaxed)
                }
            }

            impl Load for AtomicU32 {
                fn cell(&self) -> &AtomicU32 {
                    self
                }
            }
        }
    }
}

/// Expectations around annotated items: what is inside still sets the lints off.
#[expect(static_mut_refs, unused_mut, unused_parens)]
mod expected_around {
    static mut NUMBERS: Vec<u32> = Vec::new();
    static mut PAIR: [u32; 2] = [1, 2];

    #[datarace::check]
    pub(crate) fn bound() -> u32 {
        let mut number = (3);
        number + 1
    }

    #[datarace::check]
    pub(crate) fn grown() -> usize {
        unsafe {
            NUMBERS.push(1);
            NUMBERS.len()
        }
    }

    pub(crate) mod deeper {
        #![expect(unreachable_code)]

        #[datarace::check]
        pub(crate) fn first() -> u32 {
            unsafe {
                let pair = &mut super::PAIR;
                pair[0] += 1;
            }
            return unsafe { super::PAIR[0] };
            3
        }
    }
}

/// Lints of clippy that our statements would set off.
#[deny(
    clippy::items_after_statements,
    clippy::or_fun_call,
    clippy::cast_lossless,
    clippy::cast_ptr_alignment,
    clippy::default_trait_access,
    clippy::deref_addrof,
    clippy::explicit_auto_deref,
    clippy::ptr_as_ptr,
    clippy::ref_as_ptr,
    clippy::shadow_reuse,
    clippy::significant_drop_tightening,
    clippy::unit_arg,
    clippy::unused_unit,
    clippy::used_underscore_binding
)]
mod of_clippy {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Mutex, Once, OnceLock, mpsc};

    static mut LIMIT: u32 = 2;

    #[datarace::check]
    pub(crate) fn items_come_first(list: &Mutex<Vec<u32>>) -> usize {
        const MORE: usize = 1;

        fn plus(number: usize) -> usize {
            number + MORE
        }

        let _guard = list.lock();
        plus(MORE)
    }

    /// Clippy does not look at casts in what a macro made.
    macro_rules! wide {
        ($name:ident) => {
            #[datarace::check]
            pub(crate) fn $name(counter: &AtomicU32, number: &u32) -> u64 {
                let pointer = number as *const u32;
                counter.load(Ordering::Acquire) as u64 + unsafe { *pointer as u64 + LIMIT as u64 }
            }
        };
    }

    wide!(made_by_a_macro);

    #[datarace::check]
    pub(crate) fn units() -> usize {
        static ONCE: Once = Once::new();
        let (sender, receiver) = mpsc::channel();
        sender.send(()).unwrap();
        let cell = OnceLock::new();
        cell.set(()).unwrap();
        ONCE.call_once(|| ());
        receiver.try_iter().count()
    }

    #[derive(Default)]
    pub(crate) struct Limits {
        pub(crate) least: u32,
        pub(crate) most: u32,
    }

    #[datarace::check]
    pub(crate) fn the_base_of_an_update(number: &u32) -> u32 {
        let pointer: *const u32 = number;
        unsafe {
            let pointer = *pointer;
            let limits = Limits {
                least: pointer + LIMIT,
                ..Default::default()
            };
            limits.least + limits.most
        }
    }

    static mut BYTES: [u8; 4] = [1; 4];

    #[datarace::check]
    pub(crate) fn pointers(words: &mut [u16; 2], limits: [*mut Limits; 1]) -> usize {
        let first = words.as_mut_ptr();
        unsafe {
            first.cast::<u32>().write_unaligned(7);
            for limits in limits {
                (*limits).most.clone_from(&(*limits).least);
            }
            (*(&raw mut BYTES))[..2].len()
        }
    }

    #[datarace::check]
    pub(crate) unsafe extern "C" fn order(left: *const std::ffi::c_void) -> u32 {
        unsafe { *(left as *const u32) }
    }

    #[datarace::check]
    pub(crate) fn an_argument_of_or(number: Option<u32>) -> u32 {
        unsafe { number.or(Some(LIMIT)).unwrap_or(LIMIT) }
    }
}

#[test]
fn what_is_expected_of_lints_compiles_and_means_the_same() {
    let flag = AtomicU32::new(0);
    assert_eq!(expected::on_a_function(), 4);
    assert_eq!(expected::before_the_attribute(), 2);
    assert_eq!(expected::on_statements(&flag), 2);
    assert_eq!(expected::by_condition(&flag), 2);
    assert_eq!(expected::behind_a_return(&flag), 1);
    assert_eq!(expected::Counter(AtomicU32::new(4)).add(), 5);
    assert_eq!(expected::inner::last(), Some(2));
    assert_eq!(expected_around::bound(), 4);
    assert_eq!(expected_around::grown(), 1);
    assert_eq!(expected_around::deeper::first(), 2);
}

#[test]
fn what_is_forbidden_of_lints_compiles_and_means_the_same() {
    use forbidden::around::deeper::Load;

    let flag = AtomicU32::new(0);
    assert_eq!(forbidden::on_a_function(&flag), 1);
    assert_eq!(forbidden::the_group(&flag), 1);
    assert_eq!(forbidden::all_of_them(&mut [1, 2]), 5);
    assert_eq!(forbidden::by_condition(&flag), 2);
    assert_eq!(forbidden::what_the_type_checker_chooses(&[1, 2]), 2);
    let counter = forbidden::Counter(AtomicU32::new(0));
    assert_eq!((counter.add(), counter.get(), counter.twice()), (0, 1, 3));
    assert_eq!(forbidden::annotated::load(&flag), 7);
    assert_eq!(forbidden::around::load(&flag), 7);
    assert_eq!(
        forbidden::around::Flag(AtomicU32::new(3)).get() + Load::get(&flag),
        10
    );
}

#[test]
fn what_clippy_denies_compiles_and_means_the_same() {
    assert_eq!(of_clippy::items_come_first(&Mutex::new(Vec::new())), 2);
    assert_eq!(of_clippy::an_argument_of_or(None), 2);
    assert_eq!(of_clippy::the_base_of_an_update(&3), 5);
    assert_eq!(of_clippy::made_by_a_macro(&AtomicU32::new(1), &2), 5);
    assert_eq!(of_clippy::units(), 1);
    let mut limits = of_clippy::Limits { least: 1, most: 2 };
    assert_eq!(of_clippy::pointers(&mut [0; 2], [&raw mut limits]), 2);
    assert_eq!(limits.most, 1);
    let least: *const u32 = &limits.least;
    // SAFETY: the number is alive.
    assert_eq!(unsafe { of_clippy::order(least.cast()) }, 1);
}
