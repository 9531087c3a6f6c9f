//! `LazyLock`s that an implicit deref forces: what the initializer did comes before whatever any thread does behind it, and so does
//! what the initializing thread did before.

use crate::harness::tests;

tests! { check: force_after_force deref_of_a_static method_of_a_static field_of_a_static deref_of_a_local deref_of_a_field }

// The initializer of a static runs once: in the first run.
tests! { check_silent: initializer_of_an_indexed_static initializer_of_a_coerced_static }

#[datarace::check]
mod programs {
    use crate::harness::*;
    use std::sync::{Arc, LazyLock, OnceLock};

    struct Config {
        level: u32,
    }

    fn config() -> Config {
        Config { level: 3 }
    }

    fn three() -> u32 {
        3
    }

    fn nothing() -> Vec<u32> {
        Vec::new()
    }

    pub fn force_after_force(right: bool) -> u32 {
        let config = LazyLock::new(config);
        one_behind_the_other(right, || {
            LazyLock::force(&config);
        })
    }

    pub fn deref_of_a_static(right: bool) -> u32 {
        static LEVEL: LazyLock<u32> = LazyLock::new(|| 3);
        let own = LazyLock::new(three);
        of_a_static(right, || assert_eq!(*LEVEL, 3), || assert_eq!(*own, 3))
    }

    pub fn method_of_a_static(right: bool) -> u32 {
        static NAMES: LazyLock<Vec<u32>> = LazyLock::new(Vec::new);
        let own = LazyLock::new(nothing);
        of_a_static(
            right,
            || assert!(NAMES.is_empty()),
            || {
                let empty = own.is_empty();
                assert!(empty);
            },
        )
    }

    pub fn field_of_a_static(right: bool) -> u32 {
        static CONFIG: LazyLock<Config> = LazyLock::new(config);
        let own = LazyLock::new(config);
        of_a_static(
            right,
            || {
                let level = CONFIG.level;
                assert_eq!(level, 3);
            },
            || {
                let level = own.level;
                assert_eq!(level, 3);
            },
        )
    }

    pub fn deref_of_a_local(right: bool) -> u32 {
        let level = LazyLock::new(three);
        one_behind_the_other(right, || assert_eq!(*level, 3))
    }

    struct Holder {
        level: LazyLock<u32>,
    }

    pub fn deref_of_a_field(right: bool) -> u32 {
        let holder = Arc::new(Holder {
            level: LazyLock::new(three),
        });
        one_behind_the_other(right, || {
            let level = *holder.level;
            assert_eq!(level, 3);
        })
    }

    fn two_use(d: &Data, lazy: impl Fn() + Sync) -> u32 {
        let work = || {
            lazy();
            d.read();
        };
        two(work, work);
        d.touched()
    }

    static INDEXED: OnceLock<Arc<Data>> = OnceLock::new();
    static COERCED: OnceLock<Arc<Data>> = OnceLock::new();

    fn indexed() -> Vec<u32> {
        INDEXED.get_or_init(data).write();
        vec![1]
    }

    fn coerced() -> Vec<u32> {
        COERCED.get_or_init(data).write();
        vec![1]
    }

    pub fn initializer_of_an_indexed_static(_: bool) -> u32 {
        static LIST: LazyLock<Vec<u32>> = LazyLock::new(indexed);
        two_use(INDEXED.get_or_init(data), || {
            let first = LIST[0];
            assert_eq!(first, 1);
        })
    }

    fn length(list: &[u32]) -> usize {
        list.len()
    }

    pub fn initializer_of_a_coerced_static(_: bool) -> u32 {
        static LIST: LazyLock<Vec<u32>> = LazyLock::new(coerced);
        two_use(COERCED.get_or_init(data), || {
            let length = length(&LIST);
            assert_eq!(length, 1);
        })
    }
}
