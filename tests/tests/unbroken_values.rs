//! Loops, closures and functions as values compile with the attribute as they do without it, and do the same.
#![allow(missing_docs)]

use std::cell::Cell;
use std::collections::HashMap;
use std::iter::{FromIterator, Map};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex};

/// Iterates by reference, and says when it is dropped.
struct Noisy<'a>(&'a Cell<u32>, u32);

impl Iterator for Noisy<'_> {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        self.1 = self.1.checked_sub(1)?;
        Some(self.1)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1 as usize, Some(self.1 as usize))
    }
}

impl Drop for Noisy<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

/// Has methods named as those that use up iterators, and takes anything.
#[derive(Default)]
struct Log(Vec<String>);

impl Log {
    fn extend(&mut self, text: String) {
        self.0.push(text);
    }
    fn from_iter(text: &str) -> Self {
        Self(vec![text.to_owned()])
    }
    fn map(&self, f: fn(usize, usize) -> usize) -> usize {
        f(self.0.len(), 1)
    }
    fn then(&self, f: impl FnOnce() -> usize) -> usize {
        f()
    }
    fn iter(&self) -> &[String] {
        &self.0
    }
}

fn add(one: usize, other: usize) -> usize {
    one + other
}

fn double(number: u32) -> u32 {
    2 * number
}

mod annotated {
    use super::*;

    #[datarace::check]
    pub mod loops {
        use super::*;

        pub fn drops_where_it_did(drops: &Cell<u32>) -> Vec<u32> {
            let mut seen = Vec::new();
            for value in Noisy(drops, 2) {
                seen.push(value + 10 * drops.get());
            }
            seen.push(drops.get());
            let mut again = Noisy(drops, 3);
            'all: for value in &mut again {
                for other in again_of(value) {
                    if other == 1 {
                        continue 'all;
                    }
                    seen.push(other);
                }
                break;
            }
            seen.push(drops.get());
            seen.extend(again);
            seen.push(drops.get());
            seen
        }

        fn again_of(value: u32) -> impl Iterator<Item = u32> {
            std::iter::once(value).chain([value + 1])
        }

        pub fn of_temporaries(list: &Mutex<Vec<u32>>) -> u32 {
            let mut sum = 0;
            for value in list.lock().unwrap().iter() {
                assert!(
                    list.try_lock().is_err(),
                    "the lock lives as long as the loop"
                );
                sum += value;
            }
            for value in list.lock().unwrap().drain(..) {
                sum += value;
            }
            sum
        }

        pub fn of_a_type_that_comes_later() -> Vec<String> {
            let shown = |items| {
                let mut shown = Vec::new();
                for item in items {
                    shown.push(format!("{item}"));
                }
                shown
            };
            shown(std::iter::from_fn({
                let mut left = 2;
                move || {
                    left -= 1;
                    (left != 0).then_some(left)
                }
            }))
        }

        pub fn of_many_kinds(map: &HashMap<&'static str, u32>) -> u32 {
            let mut sum = 0;
            for (key, value) in map {
                sum += value + key.len() as u32;
            }
            for value in map.values().copied().collect::<Vec<_>>() {
                sum += value;
            }
            for value in Some(1).into_iter().chain(None).chain([2]) {
                sum += value;
            }
            let boxed: Box<dyn Iterator<Item = u32>> = Box::new((0..3).map(double));
            for value in boxed {
                sum += value;
            }
            for letter in "ab".chars() {
                sum += letter.len_utf8() as u32;
            }
            for row in [[1, 2], [3, 4]] {
                for value in row {
                    sum += value;
                }
            }
            sum
        }

        pub async fn across_an_await(values: impl Iterator<Item = u32> + Send) -> u32 {
            let mut sum = 0;
            for value in values {
                sum += std::future::ready(value).await;
            }
            sum
        }
    }

    #[datarace::check]
    pub mod values {
        use super::*;

        type Shared = Arc<dyn Fn(&str) -> usize + Send + Sync>;

        pub fn closures_take_their_types_from_around() -> usize {
            let shared: Shared = Arc::new(|text| text.len());
            let boxed: Box<dyn Fn(&str) -> usize> = Box::new(|text| text.len());
            let pointer: fn(&str) -> usize = |text| text.len();
            let list: [fn(&str) -> usize; 1] = [|text| text.len()];
            let twice = |text: &str| shared(text) + boxed(text);
            twice("ab") + pointer("c") + list[0]("d")
        }

        pub fn types_are_kept(range: Range<u32>) -> Map<Range<u32>, fn(u32) -> u32> {
            let shared: Arc<[u8]> = Arc::from(vec![1]);
            let single: Arc<dyn AsRef<[u8]>> = Arc::new(vec![shared[0]]);
            assert_eq!((*single).as_ref(), [1]);
            range.map(double as fn(u32) -> u32)
        }

        pub fn methods_of_that_name() -> usize {
            let mut log = Log::default();
            log.extend("one".into());
            log.extend(String::from("two"));
            let other = Log::from_iter("three");
            log.then(|| 4) + log.map(add) + other.iter().len() + log.iter().first().unwrap().len()
        }

        pub fn lazy_of_a_function() -> u32 {
            fn make() -> u32 {
                3
            }
            let lazy: LazyLock<u32> = LazyLock::new(make);
            let by_path: LazyLock<u32> = LazyLock::new(self::other);
            let captured = *lazy;
            let closure = LazyLock::new(move || captured + 1);
            *lazy + *by_path + *closure
        }

        fn other() -> u32 {
            5
        }

        pub fn vectors<T>(values: T) -> Vec<u32>
        where
            T: IntoIterator<Item = u32>,
        {
            let mut list = Vec::from_iter([1]);
            list.extend(values);
            list.extend(&[7]);
            list.extend(Vec::<u32>::new());
            list
        }

        pub fn once(f: impl FnOnce(String) -> String) -> String {
            f(String::from("moved"))
        }
    }
}

#[test]
fn loops_do_what_they_did() {
    use annotated::loops;
    let drops = Cell::new(0);
    assert_eq!(
        loops::drops_where_it_did(&drops),
        [1, 0, 1, 2, 3, 1, 1, 0, 2]
    );
    let list = Mutex::new(vec![1, 2]);
    assert_eq!(loops::of_temporaries(&list), 6);
    assert_eq!(loops::of_a_type_that_comes_later(), ["1"]);
    assert_eq!(loops::of_many_kinds(&HashMap::from([("one", 1)])), 26);
    let future = loops::across_an_await(1..3);
    fn is_send<T: Send>(_: &T) {}
    is_send(&future);
}

#[test]
fn values_do_what_they_did() {
    use annotated::values;
    assert_eq!(values::closures_take_their_types_from_around(), 6);
    assert_eq!(values::types_are_kept(1..3).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(values::methods_of_that_name(), 4 + 3 + 1 + 3);
    assert_eq!(values::lazy_of_a_function(), 12);
    assert_eq!(values::vectors(2..4), [1, 2, 3, 7]);
    assert_eq!(values::once(|text| text + "!"), "moved!");
}

mod promoted {
    use std::ops::RangeInclusive;
    use std::task::{RawWaker, RawWakerVTable};

    unsafe fn clone<const N: usize>(data: *const ()) -> RawWaker {
        RawWaker::new(data, table::<N>())
    }

    unsafe fn nothing<const N: usize>(_: *const ()) {}

    #[datarace::check]
    fn table<const N: usize>() -> &'static RawWakerVTable {
        &RawWakerVTable::new(clone::<N>, nothing::<N>, nothing::<N>, nothing::<N>)
    }

    #[datarace::check]
    fn others() -> (
        &'static RangeInclusive<u8>,
        &'static usize,
        &'static *const u8,
    ) {
        (
            &RangeInclusive::new(1, 2),
            &std::mem::size_of::<u32>(),
            &std::ptr::null(),
        )
    }

    #[test]
    fn what_the_compiler_makes_a_static_of_stays_one() {
        let waker =
            unsafe { std::task::Waker::from_raw(RawWaker::new(std::ptr::null(), table::<1>())) };
        assert!(waker.will_wake(&waker.clone()));
        let (range, size, null) = others();
        assert_eq!((range.start(), *size, null.is_null()), (&1, 4, true));
    }
}
