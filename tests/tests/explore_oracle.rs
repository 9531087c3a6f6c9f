//! Random small programs on real threads: as many executions as brute force over the axioms finds.

use datarace::__model::event::{AtomicOperation, RmwOperation};
use datarace::__model::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use datarace::Explorer;
use datarace_tests::oracle::enumerate::enumerate;
use datarace_tests::oracle::machine::MemoryModel;
use datarace_tests::oracle::program::{Operation, Program, variable};
use std::sync::atomic::{AtomicU64, fence};
use std::thread;

/// The objects of a program.
const OBJECTS: usize = 2;

/// A small generator; the programs of a seed never change.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

fn operation(random: &mut Random) -> Operation {
    let load = |random: &mut Random| random.pick(LoadOrder::ALL);
    let rmw = |random: &mut Random| random.pick(RmwOrder::ALL);
    let value = random.below(3) as u64;
    let operation = match random.below(12) {
        0 => {
            let order = random.pick(FenceOrder::ALL);
            return Operation::Fence { order };
        }
        1 => {
            return Operation::OnlyIf {
                at_least: 1 + value % 2,
            };
        }
        2..=4 => AtomicOperation::Load {
            order: load(random),
        },
        5..=8 => AtomicOperation::Store {
            value,
            order: random.pick(StoreOrder::ALL),
        },
        9 | 10 => AtomicOperation::Rmw {
            operation: random.pick(&[RmwOperation::Add, RmwOperation::Swap]),
            operand: value,
            order: rmw(random),
        },
        _ => AtomicOperation::CompareExchange {
            expected: value,
            new: random.below(3) as u64,
            success: rmw(random),
            failure: load(random),
            weak: false,
        },
    };
    Operation::Atomic {
        bytes: variable(random.below(OBJECTS)),
        operation,
    }
}

fn program(random: &mut Random) -> Program {
    let threads = 2 + random.below(2);
    let length = 8 - 2 * threads;
    Program {
        threads: (0..threads)
            .map(|_| {
                (0..1 + random.below(length))
                    .map(|_| operation(random))
                    .collect()
            })
            .collect(),
    }
}

#[datarace::check]
fn run(program: &Program) {
    let objects: [AtomicU64; OBJECTS] = Default::default();
    let objects = &objects;
    thread::scope(|s| {
        for operations in &program.threads {
            s.spawn(move || one(operations, objects));
        }
    });
}

#[datarace::check]
fn one(operations: &[Operation], objects: &[AtomicU64; OBJECTS]) {
    let mut last = 0;
    for operation in operations {
        match *operation {
            Operation::Fence { order } => {
                let order = order.into();
                fence(order);
            }
            Operation::OnlyIf { at_least } if last < at_least => return,
            Operation::Atomic { bytes, operation } => {
                let index = (0..OBJECTS)
                    .position(|index| variable(index) == bytes)
                    .unwrap();
                let object = &objects[index];
                match operation {
                    AtomicOperation::Load { order } => {
                        let order = order.into();
                        last = object.load(order);
                    }
                    AtomicOperation::Store { value, order } => {
                        let order = order.into();
                        object.store(value, order);
                    }
                    AtomicOperation::Rmw {
                        operation: RmwOperation::Add,
                        operand,
                        order,
                    } => {
                        let order = order.into();
                        last = object.fetch_add(operand, order);
                    }
                    AtomicOperation::Rmw { operand, order, .. } => {
                        let order = order.into();
                        last = object.swap(operand, order);
                    }
                    AtomicOperation::CompareExchange {
                        expected,
                        new,
                        success,
                        failure,
                        ..
                    } => {
                        let (success, failure) = (success.into(), failure.into());
                        last = match object.compare_exchange(expected, new, success, failure) {
                            Ok(value) | Err(value) => value,
                        };
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn the_number_of_executions_is_that_of_brute_force() {
    let mut random = Random(20_261_122);
    let mut total = 0;
    for _ in 0..300 {
        let program = program(&mut random);
        let expected = enumerate(&program, MemoryModel::Rust).complete.len() as u64;
        let found = Explorer::exhaustive().run(|| run(&program));
        found.assert_ok();
        assert_eq!(found.executions(), expected, "{program:#?}");
        assert_eq!(found.blocked(), 0, "{program:#?}");
        total += expected;
    }
    assert_ne!(total, 300);
}
