//! Litmus programs as text, and a run of the search over one.
//!
//! A thread is a list of statements: `x=1 rel`, `r0=x acq`, `r0=add x 1 rlx`, `r0=cas x 0 1 acq rlx` (1 if it succeeded),
//! `r0=weak x 0 1 acq rlx`, `fence sc`, `if r0==1` (the rest only then), `d:=1` and `r0:=d` (plain), `lock m`, `unlock m`.
//! A register is `r` and a digit; everything else is a location. A value is a number, a register, or `r0+1`.

use crate::clock::VectorClock;
use crate::event::RmwOperation;
use crate::explore::consistency::MemoryModel;
use crate::explore::graph::{EventId, Label, Location, ReadKind, load_order};
use crate::explore::search::{NewRead, NewWrite, Search};
use crate::explore::trust::Trust;
use crate::order::{FenceOrder, LoadOrder, RmwOrder, StoreOrder};
use std::collections::HashSet;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    pub register: Option<usize>,
    pub plus: u64,
}

impl Value {
    pub(super) fn of(self, registers: &[u64]) -> u64 {
        self.register.map_or(0, |register| registers[register]) + self.plus
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Compare {
    Equal,
    NotEqual,
    Greater,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement {
    Store {
        location: usize,
        value: Value,
        order: StoreOrder,
    },
    Load {
        register: usize,
        location: usize,
        order: LoadOrder,
    },
    Add {
        register: usize,
        location: usize,
        operand: Value,
        order: RmwOrder,
    },
    Cas {
        register: usize,
        location: usize,
        expected: Value,
        new: Value,
        success: RmwOrder,
        failure: LoadOrder,
        weak: bool,
    },
    Fence {
        order: FenceOrder,
    },
    If {
        left: usize,
        compare: Compare,
        right: u64,
    },
    PlainWrite {
        location: usize,
    },
    PlainRead {
        location: usize,
    },
    Lock {
        location: usize,
    },
    Unlock {
        location: usize,
    },
}

#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub threads: Vec<Vec<Statement>>,
    pub locations: Vec<String>,
}

impl Program {
    pub(super) fn parse<T: AsRef<str>>(threads: &[T]) -> Self {
        let mut program = Self::default();
        for thread in threads {
            let statements = thread
                .as_ref()
                .split(';')
                .map(str::trim)
                .filter(|s| !s.is_empty());
            let statements = statements.map(|s| program.statement(s)).collect();
            program.threads.push(statements);
        }
        program
    }

    fn location(&mut self, name: &str) -> usize {
        let found = self.locations.iter().position(|other| other == name);
        found.unwrap_or_else(|| {
            self.locations.push(name.to_string());
            self.locations.len() - 1
        })
    }

    fn statement(&mut self, text: &str) -> Statement {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[0] {
            "fence" => {
                return Statement::Fence {
                    order: fence(words[1]),
                };
            }
            "if" => return condition(words[1]),
            "lock" => {
                return Statement::Lock {
                    location: self.location(words[1]),
                };
            }
            "unlock" => {
                return Statement::Unlock {
                    location: self.location(words[1]),
                };
            }
            _ => {}
        }
        if let Some((left, right)) = text.split_once(":=") {
            return match register(left) {
                Some(_) => Statement::PlainRead {
                    location: self.location(right),
                },
                None => Statement::PlainWrite {
                    location: self.location(left),
                },
            };
        }
        let (left, right) = words[0].split_once('=').expect(text);
        match (register(left), right) {
            (Some(register), "add") => Statement::Add {
                register,
                location: self.location(words[1]),
                operand: value(words[2]),
                order: rmw(words[3]),
            },
            (Some(register), "cas" | "weak") => Statement::Cas {
                register,
                location: self.location(words[1]),
                expected: value(words[2]),
                new: value(words[3]),
                success: rmw(words[4]),
                failure: load(words[5]),
                weak: right == "weak",
            },
            (Some(register), name) => Statement::Load {
                register,
                location: self.location(name),
                order: load(words[1]),
            },
            (None, text) => Statement::Store {
                location: self.location(left),
                value: value(text),
                order: store(words[1]),
            },
        }
    }
}

fn register(text: &str) -> Option<usize> {
    text.strip_prefix('r')?.parse().ok()
}

fn value(text: &str) -> Value {
    match text.split_once('+') {
        Some((left, right)) => Value {
            register: register(left),
            plus: right.parse().unwrap(),
        },
        None => match register(text) {
            Some(register) => Value {
                register: Some(register),
                plus: 0,
            },
            None => Value {
                register: None,
                plus: text.parse().expect(text),
            },
        },
    }
}

fn condition(text: &str) -> Statement {
    let (split, compare) = [
        ("==", Compare::Equal),
        ("!=", Compare::NotEqual),
        (">", Compare::Greater),
    ]
    .into_iter()
    .find(|(sign, _)| text.contains(sign))
    .unwrap_or(("", Compare::NotEqual));
    match split {
        "" => Statement::If {
            left: register(text).unwrap(),
            compare,
            right: 0,
        },
        sign => {
            let (left, right) = text.split_once(sign).unwrap();
            Statement::If {
                left: register(left).unwrap(),
                compare,
                right: right.parse().unwrap(),
            }
        }
    }
}

fn load(text: &str) -> LoadOrder {
    match text {
        "rlx" => LoadOrder::Relaxed,
        "acq" => LoadOrder::Acquire,
        "sc" => LoadOrder::SeqCst,
        other => panic!("{other} is no load order"),
    }
}

fn store(text: &str) -> StoreOrder {
    match text {
        "rlx" => StoreOrder::Relaxed,
        "rel" => StoreOrder::Release,
        "sc" => StoreOrder::SeqCst,
        other => panic!("{other} is no store order"),
    }
}

fn rmw(text: &str) -> RmwOrder {
    match text {
        "rlx" => RmwOrder::Relaxed,
        "acq" => RmwOrder::Acquire,
        "rel" => RmwOrder::Release,
        "ar" => RmwOrder::AcqRel,
        "sc" => RmwOrder::SeqCst,
        other => panic!("{other} is no order"),
    }
}

fn fence(text: &str) -> FenceOrder {
    match text {
        "acq" => FenceOrder::Acquire,
        "rel" => FenceOrder::Release,
        "ar" => FenceOrder::AcqRel,
        "sc" => FenceOrder::SeqCst,
        other => panic!("{other} is no fence order"),
    }
}

/// What a search found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub executions: u64,
    pub blocked: u64,
    pub racy: bool,
}

/// A plain access: whose, of what, whether it writes, and how many events its thread had made.
struct Plain {
    thread: u32,
    location: usize,
    writes: bool,
    time: u32,
    clock: VectorClock,
}

/// One run of the program over the search.
struct Run<'a> {
    program: &'a Program,
    trust: &'a mut Trust,
    pc: Vec<usize>,
    registers: Vec<Vec<u64>>,
    events: Vec<u32>,
    locations: Vec<Location>,
    plain: Vec<Plain>,
}

enum Step {
    Moved,
    Blocked,
    Done,
}

/// Searches all executions. Every graph is compared with those before it: none may come twice.
pub(super) fn search(program: &Program, model: MemoryModel) -> Found {
    let mut trust = Trust::new(model);
    let mut found = Found::default();
    let mut seen = HashSet::new();
    loop {
        let mut run = Run {
            program,
            locations: Vec::new(),
            trust: &mut trust,
            pc: vec![0; program.threads.len() + 1],
            registers: vec![vec![0; 10]; program.threads.len() + 1],
            events: vec![1; program.threads.len() + 1],
            plain: Vec::new(),
        };
        // Locations keep their numbers: all are made before the first event and never given away.
        run.locations = (0..program.locations.len() as u32).map(Location).collect();
        while run.trust.graph().locations.len() < program.locations.len() {
            run.trust.add_location(0);
        }
        let complete = run.execute();
        found.racy |= run.is_racy();
        match complete {
            true => {
                found.executions += 1;
                if found.executions <= 20_000 {
                    assert!(seen.insert(fingerprint(&trust)), "a graph came twice");
                }
            }
            false => found.blocked += 1,
        }
        if !trust.next() {
            return found;
        }
    }
}

/// A graph without the order in which it was found.
fn fingerprint(trust: &Trust) -> Vec<(EventId, Option<EventId>, usize, bool)> {
    let graph = trust.graph();
    let mut all: Vec<_> = graph
        .ids()
        .map(|id| {
            let event = graph.event(id);
            let position = match event.label {
                Label::Write { location, .. } => graph.position(location, Some(id)),
                _ => 0,
            };
            (id, event.reads_from, position, event.spurious)
        })
        .collect();
    all.sort_unstable_by_key(|entry| entry.0);
    all
}

impl Run<'_> {
    /// The first thread that can move moves, until none can; whether all have ended.
    fn execute(&mut self) -> bool {
        loop {
            let count = self.pc.len() as u32;
            let moved = (0..count).find(|thread| matches!(self.step(*thread), Step::Moved));
            if moved.is_none() {
                return (0..count).all(|thread| matches!(self.step(thread), Step::Done));
            }
        }
    }

    /// The next event of a thread: the graph's, if it has one.
    fn event(&mut self, thread: u32, label: Label) -> EventId {
        let index = self.events[thread as usize];
        self.events[thread as usize] += 1;
        let id = EventId { thread, index };
        match self.trust.graph().events_of(thread).get(index as usize) {
            Some(event) => {
                assert!(
                    same_call(event.label, label),
                    "{:?} {:?}",
                    event.label,
                    label
                );
                id
            }
            None => match label {
                Label::Read {
                    location,
                    order,
                    kind,
                } => self.trust.read(
                    thread,
                    NewRead {
                        location,
                        order,
                        kind,
                        site: None,
                    },
                ),
                Label::Write {
                    location,
                    order,
                    value,
                    ..
                } => self.trust.write(
                    thread,
                    NewWrite {
                        location,
                        order,
                        value,
                        site: None,
                    },
                ),
                label => self.trust.add(thread, label, None),
            },
        }
    }

    /// A read; `None` if it does not let the thread pass.
    fn read(
        &mut self,
        thread: u32,
        location: usize,
        order: LoadOrder,
        kind: ReadKind,
    ) -> Option<u64> {
        let location = self.locations[location];
        let id = self.event(
            thread,
            Label::Read {
                location,
                order,
                kind,
            },
        );
        let graph = self.trust.graph();
        let value = graph.value_read(id);
        if !kind.passes(value) {
            self.events[thread as usize] -= 1;
            return None;
        }
        let spurious = graph.event(id).spurious;
        if !spurious && kind.writes(value).is_some() {
            self.events[thread as usize] += 1;
        }
        Some(match spurious {
            true => u64::MAX,
            false => value,
        })
    }

    fn step(&mut self, thread: u32) -> Step {
        match thread {
            0 => self.step_main(),
            thread if self.trust.graph().threads.len() <= thread as usize => Step::Blocked,
            thread => self.step_thread(thread),
        }
    }

    /// Makes the threads, then joins them.
    fn step_main(&mut self) -> Step {
        let threads = self.program.threads.len();
        let pc = self.pc[0];
        let label = match pc {
            pc if pc < threads => Label::Create {
                child: pc as u32 + 1,
            },
            pc if pc < 2 * threads => {
                let child = (pc - threads) as u32 + 1;
                let ended = matches!(
                    self.trust
                        .graph()
                        .events_of(child)
                        .last()
                        .map(|event| event.label),
                    Some(Label::Finish { .. })
                );
                if !ended {
                    return Step::Blocked;
                }
                Label::Join { child }
            }
            _ => return Step::Done,
        };
        self.pc[0] += 1;
        self.event(0, label);
        if let Label::Create { child } = label
            && self.trust.graph().events_of(child).is_empty()
        {
            self.trust.add(child, Label::Begin, None);
        }
        Step::Moved
    }

    fn step_thread(&mut self, thread: u32) -> Step {
        let t = thread as usize;
        let program = self.program;
        let Some(statement) = program.threads[t - 1].get(self.pc[t]) else {
            if self.pc[t] == usize::MAX {
                return Step::Done;
            }
            self.event(thread, Label::Finish { panicked: false });
            self.pc[t] = usize::MAX;
            return Step::Moved;
        };
        match *statement {
            Statement::Store {
                location,
                value,
                order,
            } => {
                let value = value.of(&self.registers[t]);
                let location = self.locations[location];
                self.event(
                    thread,
                    Label::Write {
                        location,
                        order,
                        value,
                        exclusive: false,
                    },
                );
            }
            Statement::Load {
                register,
                location,
                order,
            } => {
                let value = self.read(thread, location, order, ReadKind::Load);
                self.registers[t][register] = value.expect("a load passes");
            }
            Statement::Add {
                register,
                location,
                operand,
                order,
            } => {
                let operand = operand.of(&self.registers[t]);
                let kind = ReadKind::Rmw {
                    operation: RmwOperation::Add,
                    operand,
                    bits: 32,
                    order,
                };
                let value = self.read(thread, location, load_order(order), kind);
                self.registers[t][register] = value.expect("an addition passes");
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
                let expected = expected.of(&self.registers[t]);
                let new = new.of(&self.registers[t]);
                let kind = ReadKind::CompareExchange {
                    expected,
                    new,
                    weak,
                    order: success,
                    failure,
                };
                let order = failure;
                let value = self
                    .read(thread, location, order, kind)
                    .expect("a cas passes");
                self.registers[t][register] = u64::from(value == expected);
            }
            Statement::Fence { order } => {
                self.event(thread, Label::Fence { order });
            }
            Statement::If {
                left,
                compare,
                right,
            } => {
                let left = self.registers[t][left];
                let holds = match compare {
                    Compare::Equal => left == right,
                    Compare::NotEqual => left != right,
                    Compare::Greater => left > right,
                };
                if !holds {
                    self.pc[t] = program.threads[t - 1].len();
                    return Step::Moved;
                }
            }
            Statement::PlainWrite { location } => self.plain(thread, location, true),
            Statement::PlainRead { location } => self.plain(thread, location, false),
            Statement::Lock { location } => {
                let kind = ReadKind::Wait {
                    blocked_by: 1,
                    add: 1,
                };
                if self
                    .read(thread, location, LoadOrder::Acquire, kind)
                    .is_none()
                {
                    return Step::Blocked;
                }
            }
            Statement::Unlock { location } => {
                let location = self.locations[location];
                let order = StoreOrder::Release;
                self.event(
                    thread,
                    Label::Write {
                        location,
                        order,
                        value: 0,
                        exclusive: false,
                    },
                );
            }
        }
        self.pc[t] += 1;
        Step::Moved
    }

    fn plain(&mut self, thread: u32, location: usize, writes: bool) {
        let time = self.events[thread as usize];
        let last = EventId {
            thread,
            index: time - 1,
        };
        let clock = self.trust.graph().event(last).happens_before.clone();
        self.plain.push(Plain {
            thread,
            location,
            writes,
            time,
            clock,
        });
    }

    fn is_racy(&self) -> bool {
        let ordered = |a: &Plain, b: &Plain| {
            a.thread == b.thread
                || EventId {
                    thread: a.thread,
                    index: a.time,
                }
                .epoch()
                .time
                    <= b.clock.time(crate::clock::ThreadIndex(a.thread))
        };
        self.plain.iter().any(|a| {
            self.plain.iter().any(|b| {
                a.location == b.location
                    && (a.writes || b.writes)
                    && !ordered(a, b)
                    && !ordered(b, a)
            })
        })
    }
}

/// Whether a thread asks again for what the graph has.
fn same_call(there: Label, asked: Label) -> bool {
    match (there, asked) {
        (
            Label::Read { location, kind, .. },
            Label::Read {
                location: asked_location,
                kind: asked_kind,
                ..
            },
        ) => location == asked_location && kind == asked_kind,
        (there, asked) => there == asked,
    }
}
