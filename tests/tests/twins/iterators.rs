//! Iterators: those of code without annotation, whose `next` synchronizes, and those over channels.

use crate::harness::tests;

tests! { check_unseen:
    for_over_a_variable for_over_a_call for_through_adapters for_over_an_into_iterator for_over_a_box for_by_reference
    for_with_labels while_let collect_of_the_second_of_a_zip sum_of_the_second_of_a_chain for_each_of_an_inner extended from_iter_of_it
    for_that_holds_a_lock
}

tests! { check:
    for_over_a_receiver for_over_iter for_over_into_iter for_over_try_iter for_over_iter_through_adapters for_over_a_filter
    for_over_a_receiver_of_a_call collected extended_by_iter extended_by_receiver from_receiver for_each_received summed try_collected
    own_iterator
}

/// A library that does not know of the attribute.
mod library {
    use std::sync::atomic::{AtomicU32, Ordering::*};
    use std::sync::{Mutex, MutexGuard};

    /// Waits in `next` until the gate is open.
    pub struct Passing<'a>(pub &'a AtomicU32, pub u32);

    impl Iterator for Passing<'_> {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            self.1 = self.1.checked_sub(1)?;
            pass(self.0);
            Some(self.1)
        }
    }

    /// Waits in `into_iter`.
    pub struct Passed<'a>(pub &'a AtomicU32);

    impl IntoIterator for Passed<'_> {
        type Item = u32;
        type IntoIter = std::vec::IntoIter<u32>;
        fn into_iter(self) -> Self::IntoIter {
            pass(self.0);
            vec![1].into_iter()
        }
    }

    /// Holds a lock as long as it lives.
    pub struct Locked<'a>(MutexGuard<'a, u32>);

    pub fn locked(lock: &Mutex<u32>) -> Locked<'_> {
        Locked(lock.lock().unwrap())
    }

    impl Iterator for Locked<'_> {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            *self.0 += 1;
            (*self.0 % 2 == 1).then_some(1)
        }
    }

    pub fn open(gate: &AtomicU32) {
        gate.store(1, Release);
    }

    pub fn pass(gate: &AtomicU32) {
        while gate.load(Acquire) == 0 {
            std::thread::yield_now();
        }
    }
}

#[datarace::check]
mod programs {
    use super::library::{Passed, Passing, locked, open};
    use crate::harness::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering::*};
    use std::sync::mpsc::{self, Receiver};

    /// The second thread waits in an iterator of the library.
    fn gate(right: bool, takes: impl FnOnce(&Data, &AtomicU32) + Send) -> u32 {
        let gate = AtomicU32::new(0);
        let_go(right, || open(&gate), |d| takes(d, &gate))
    }

    fn passing<'a>(d: &Data, gate: &'a AtomicU32) -> Passing<'a> {
        d.reach(1);
        Passing(gate, 1)
    }

    pub fn for_over_a_variable(right: bool) -> u32 {
        gate(right, |d, gate| {
            let passing = passing(d, gate);
            for _ in passing {}
        })
    }

    pub fn for_over_a_call(right: bool) -> u32 {
        gate(right, |d, gate| for _ in passing(d, gate) {})
    }

    pub fn for_through_adapters(right: bool) -> u32 {
        gate(right, |d, gate| {
            for (at, value) in passing(d, gate).map(|value| value + 1).enumerate() {
                assert_eq!((at, value), (0, 1));
            }
        })
    }

    pub fn for_over_an_into_iterator(right: bool) -> u32 {
        gate(right, |d, gate| {
            let passed = Passed(gate);
            d.reach(1);
            for _ in passed {}
        })
    }

    pub fn for_over_a_box(right: bool) -> u32 {
        gate(right, |d, gate| {
            let boxed: Box<dyn Iterator<Item = u32>> = Box::new(Passing(gate, 1));
            d.reach(1);
            for _ in boxed {}
        })
    }

    pub fn for_by_reference(right: bool) -> u32 {
        gate(right, |d, gate| {
            let mut passing = passing(d, gate);
            for _ in &mut passing {}
            for _ in passing.by_ref() {}
        })
    }

    pub fn for_with_labels(right: bool) -> u32 {
        gate(right, |d, gate| {
            let passing = passing(d, gate);
            let mut rounds = 0;
            'all: for _ in 0..3 {
                rounds += 1;
                'inner: for value in [7].into_iter() {
                    if value == 7 {
                        break 'inner;
                    }
                    continue 'all;
                }
            }
            assert_eq!(rounds, 3);
            'outer: for _ in passing {
                break 'outer;
            }
        })
    }

    pub fn while_let(right: bool) -> u32 {
        gate(right, |d, gate| {
            let mut passing = passing(d, gate);
            while let Some(_) = passing.next() {}
        })
    }

    pub fn collect_of_the_second_of_a_zip(right: bool) -> u32 {
        gate(right, |d, gate| {
            let both = (0..1).zip(passing(d, gate));
            let both: Vec<(u32, u32)> = both.collect();
            assert_eq!(both, [(0, 0)]);
        })
    }

    pub fn sum_of_the_second_of_a_chain(right: bool) -> u32 {
        gate(right, |d, gate| {
            let both = (0..3).chain(passing(d, gate));
            assert_eq!(both.sum::<u32>(), 3);
        })
    }

    pub fn for_each_of_an_inner(right: bool) -> u32 {
        gate(right, |d, gate| {
            let inner = (0..1).flat_map(|_| Passing(gate, 1));
            d.reach(1);
            inner.for_each(drop);
        })
    }

    pub fn extended(right: bool) -> u32 {
        gate(right, |d, gate| {
            let mut list = vec![5];
            list.extend(passing(d, gate));
            assert_eq!(list, [5, 0]);
        })
    }

    pub fn from_iter_of_it(right: bool) -> u32 {
        gate(right, |d, gate| {
            assert_eq!(Vec::from_iter(passing(d, gate)), [0]);
        })
    }

    pub fn for_that_holds_a_lock(right: bool) -> u32 {
        let lock = Mutex::new(0);
        let_go(
            right,
            || for _ in locked(&lock) {},
            |d| {
                d.reach(1);
                d.wait_for(2);
                for _ in locked(&lock) {}
            },
        )
    }

    /// The second thread takes one value from a channel.
    fn channel(right: bool, takes: impl FnOnce(Receiver<u32>) + Send) -> u32 {
        let (send, receive) = mpsc::channel();
        let_go(
            right,
            || {
                send.send(4).unwrap();
                // Its drop publishes, too.
                std::mem::forget(send);
            },
            |d| {
                d.reach(1);
                // What does not wait finds it there.
                d.wait_for(2);
                takes(receive);
            },
        )
    }

    pub fn for_over_a_receiver(right: bool) -> u32 {
        channel(right, |receive| {
            for value in &receive {
                assert_eq!(value, 4);
                break;
            }
        })
    }

    pub fn for_over_iter(right: bool) -> u32 {
        channel(right, |receive| {
            for value in receive.iter() {
                assert_eq!(value, 4);
                break;
            }
        })
    }

    pub fn for_over_into_iter(right: bool) -> u32 {
        channel(right, |receive| {
            for value in receive.into_iter() {
                assert_eq!(value, 4);
                break;
            }
        })
    }

    pub fn for_over_try_iter(right: bool) -> u32 {
        channel(right, |receive| {
            for value in receive.try_iter() {
                assert_eq!(value, 4);
            }
        })
    }

    pub fn for_over_iter_through_adapters(right: bool) -> u32 {
        channel(right, |receive| {
            for (at, value) in receive.iter().take(1).enumerate() {
                assert_eq!((at, value), (0, 4));
            }
        })
    }

    pub fn for_over_a_filter(right: bool) -> u32 {
        channel(right, |receive| {
            for _ in receive.try_iter().filter(|value| *value == 0) {
                unreachable!();
            }
        })
    }

    pub fn for_over_a_receiver_of_a_call(right: bool) -> u32 {
        fn the(receive: &Receiver<u32>) -> &Receiver<u32> {
            receive
        }
        channel(right, |receive| {
            for value in the(&receive) {
                assert_eq!(value, 4);
                break;
            }
        })
    }

    pub fn collected(right: bool) -> u32 {
        channel(right, |receive| {
            let values: Vec<u32> = receive.iter().take(1).collect();
            assert_eq!(values, [4]);
        })
    }

    pub fn try_collected(right: bool) -> u32 {
        channel(right, |receive| {
            assert_eq!(receive.try_iter().collect::<Vec<_>>(), [4]);
        })
    }

    pub fn extended_by_iter(right: bool) -> u32 {
        channel(right, |receive| {
            let mut list = Vec::new();
            list.extend(receive.try_iter());
            assert_eq!(list, [4]);
        })
    }

    pub fn extended_by_receiver(right: bool) -> u32 {
        let (send, receive) = mpsc::channel();
        let_go(
            right,
            || {
                send.send(4).unwrap();
                drop(send);
            },
            move |d| {
                d.reach(1);
                let mut list = Vec::new();
                list.extend(receive);
                assert_eq!(list, [4]);
            },
        )
    }

    pub fn from_receiver(right: bool) -> u32 {
        channel(right, |receive| {
            assert_eq!(Vec::from_iter(receive.try_iter()), [4]);
        })
    }

    pub fn for_each_received(right: bool) -> u32 {
        channel(right, |receive| {
            receive
                .into_iter()
                .take(1)
                .for_each(|value| assert_eq!(value, 4));
        })
    }

    pub fn summed(right: bool) -> u32 {
        channel(right, |receive| {
            assert_eq!(receive.try_iter().map(|value| value + 1).sum::<u32>(), 5);
        })
    }

    /// An annotated `next`: all of it is seen.
    struct Own<'a>(&'a AtomicU32, u32);

    impl Iterator for Own<'_> {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            self.1 = self.1.checked_sub(1)?;
            while self.0.load(Acquire) == 0 {}
            Some(self.1)
        }
    }

    pub fn own_iterator(right: bool) -> u32 {
        let gate = AtomicU32::new(0);
        let_go(
            right,
            || gate.store(1, Release),
            |d| {
                let own = Own(&gate, 1);
                d.reach(1);
                // A first load that finds zero takes more than it must.
                d.wait_for(2);
                for _ in own {}
            },
        )
    }
}
