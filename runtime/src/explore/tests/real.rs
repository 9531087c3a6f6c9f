//! The litmus programs on real threads and real atomics, through the doors that hooks use.

use crate::event::{
    AccessKind, AtomicCall, AtomicOperation, AtomicOutcome, AtomicWidth, Bytes, FenceCall,
    MemoryAccess, RmwOperation, SyncCall, SyncObject, SyncOperation, SyncOutcome,
};
use crate::explore::tests::program::{Compare, Program, Statement};
use crate::explore::{Exploration, Explorer};
use crate::site::{Function, Site, Span};
use crate::tracker;
use std::sync::atomic::AtomicU32;

static FUNCTION: Function = Function {
    file: "litmus",
    manifest_dir: "",
    name: "litmus",
};

fn site(thread: usize, statement: usize) -> &'static Site {
    let (line, column) = (thread as u32 + 1, statement as u32 + 1);
    let span = Span::new(line, column, line, column + 1);
    Box::leak(Box::new(Site::new(&FUNCTION, span, "statement", "x", &[])))
}

/// A program with a site for each of its statements.
pub(super) struct Real {
    program: Program,
    sites: Vec<Vec<&'static Site>>,
    main: &'static Site,
}

struct Memory {
    atomics: Vec<AtomicU32>,
    plain: Vec<u64>,
}

impl Real {
    pub(super) fn new(program: Program) -> Self {
        let sites = program
            .threads
            .iter()
            .enumerate()
            .map(|(thread, statements)| {
                (0..statements.len()).map(|n| site(thread + 1, n)).collect()
            })
            .collect();
        Self {
            program,
            sites,
            main: site(0, 0),
        }
    }

    /// Runs all threads as annotated code would.
    pub(super) fn run(&self) {
        let count = self.program.locations.len();
        let memory = Memory {
            atomics: (0..count).map(|_| AtomicU32::new(0)).collect(),
            plain: vec![0; count],
        };
        let memory = &memory;
        let scope = tracker::scope_begin(self.main);
        std::thread::scope(|s| {
            tracker::scope_opened(scope, core::ptr::from_ref(s) as usize);
            for thread in 0..self.program.threads.len() {
                let ticket = tracker::fork_in_scope(self.main, core::ptr::from_ref(s) as usize);
                let handle = s.spawn(move || {
                    struct Finish(crate::tracker::engine::ForkTicket);
                    impl Drop for Finish {
                        fn drop(&mut self) {
                            tracker::finish(self.0, std::thread::panicking());
                        }
                    }
                    tracker::start(ticket);
                    let _finish = Finish(ticket);
                    self.thread(thread, memory);
                });
                tracker::forked(ticket, Some(handle.thread().id()));
            }
            tracker::scope_closing(scope);
        });
        tracker::scope_end(scope);
    }

    fn thread(&self, thread: usize, memory: &Memory) {
        let mut registers = vec![0; 10];
        for (statement, site) in self.program.threads[thread].iter().zip(&self.sites[thread]) {
            if !step(statement, site, &mut registers, memory) {
                return;
            }
        }
    }
}

fn atomic(
    memory: &Memory,
    location: usize,
    operation: AtomicOperation,
    site: &'static Site,
) -> AtomicOutcome {
    let call = AtomicCall {
        address: memory.atomics[location].as_ptr() as usize,
        width: AtomicWidth::U32,
        operation,
        site,
    };
    // SAFETY: the address is that of a live `AtomicU32`.
    unsafe { tracker::atomic(&call) }
}

fn plain(memory: &Memory, location: usize, kind: AccessKind, site: &'static Site) {
    let address = (&raw const memory.plain[location]) as usize;
    let bytes = Bytes { address, size: 8 };
    tracker::access(&MemoryAccess { bytes, kind, site });
}

fn lock(memory: &Memory, location: usize, operation: SyncOperation, site: &'static Site) {
    let object = SyncObject::Address(memory.atomics[location].as_ptr() as usize);
    let call = SyncCall {
        operation,
        object,
        site,
    };
    tracker::sync_before(&call);
    tracker::sync_after(&call, SyncOutcome::Done);
}

fn step(
    statement: &Statement,
    site: &'static Site,
    registers: &mut [u64],
    memory: &Memory,
) -> bool {
    match *statement {
        Statement::Store {
            location,
            value,
            order,
        } => {
            let value = value.of(registers);
            atomic(
                memory,
                location,
                AtomicOperation::Store { value, order },
                site,
            );
        }
        Statement::Load {
            register,
            location,
            order,
        } => {
            registers[register] =
                atomic(memory, location, AtomicOperation::Load { order }, site).read;
        }
        Statement::Add {
            register,
            location,
            operand,
            order,
        } => {
            let operand = operand.of(registers);
            let operation = AtomicOperation::Rmw {
                operation: RmwOperation::Add,
                operand,
                order,
            };
            registers[register] = atomic(memory, location, operation, site).read;
        }
        Statement::Cas {
            register,
            location,
            expected,
            new,
            success,
            failure,
            weak,
        } => {
            let (expected, new) = (expected.of(registers), new.of(registers));
            let operation = AtomicOperation::CompareExchange {
                expected,
                new,
                success,
                failure,
                weak,
            };
            registers[register] = u64::from(atomic(memory, location, operation, site).wrote);
        }
        Statement::Fence { order } => tracker::fence(&FenceCall { order, site }),
        Statement::If {
            left,
            compare,
            right,
        } => {
            let left = registers[left];
            return match compare {
                Compare::Equal => left == right,
                Compare::NotEqual => left != right,
                Compare::Greater => left > right,
            };
        }
        Statement::PlainWrite { location } => plain(memory, location, AccessKind::Write, site),
        Statement::PlainRead { location } => plain(memory, location, AccessKind::Read, site),
        Statement::Lock { location } => lock(memory, location, SyncOperation::MutexLock, site),
        Statement::Unlock { location } => lock(memory, location, SyncOperation::MutexUnlock, site),
    }
    true
}

fn explore(explorer: Explorer, threads: &[&str]) -> Exploration {
    let real = Real::new(Program::parse(threads));
    explorer.run(|| real.run())
}

#[test]
fn the_table_has_its_numbers_on_real_threads() {
    for (name, threads, executions, sc, _) in super::litmus::TABLE {
        let found = explore(Explorer::exhaustive(), threads);
        assert!(found.is_complete(), "{name}: {found}");
        assert_eq!(
            (found.executions(), found.blocked()),
            (*executions, 0),
            "{name}: {found}"
        );
        found.assert_ok();
        let memory = crate::explore::MemoryModel::SequentiallyConsistent;
        let found = explore(Explorer::exhaustive().memory(memory), threads);
        assert_eq!(
            (found.executions(), found.blocked()),
            (*sc, 0),
            "{name}: {found}"
        );
    }
}

#[test]
fn all_schedules_make_the_executions_of_the_table() {
    let mut complete = 0;
    for (name, threads, executions, _, _) in super::litmus::TABLE {
        let explorer = Explorer::exhaustive()
            .preemptions(1_000)
            .time(std::time::Duration::from_secs(2));
        let found = explore(explorer, threads);
        assert!(found.executions() <= *executions, "{name}: {found}");
        if found.is_complete() {
            complete += 1;
            assert_eq!(found.executions(), *executions, "{name}: {found}");
        }
    }
    assert!(8 <= complete, "{complete} rows");
}

#[test]
fn racy_rows_race_on_real_threads() {
    for (name, threads) in super::litmus::RACY {
        for explorer in [
            Explorer::exhaustive(),
            Explorer::random(1),
            Explorer::pct(1, 3),
        ] {
            let found = explore(explorer, threads);
            assert_eq!(found.races().len(), 1, "{name}: {found}");
            let token = found.races()[0]
                .token()
                .expect("a race has a token")
                .to_string();
            let again = explore(Explorer::replay(token), threads);
            assert_eq!(again.races().len(), 1, "{name}: {again}");
            assert!(again.failures().is_empty(), "{name}: {again}");
        }
    }
}
