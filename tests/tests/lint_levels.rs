//! What the user expects or forbids of lints stays valid under the attribute: this file compiles without a warning, and
//! without tracking too, where every expectation is fulfilled by the program itself.

#![deny(warnings)]

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
}
