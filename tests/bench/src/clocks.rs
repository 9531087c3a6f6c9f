//! Flat clocks that are shared until they change, as the tracker has them, beside tree clocks, whose joins visit what has changed.
//!
//! Tree clocks after Mathur, Pavlogiannis, Tunç and Viswanathan, "A tree clock data structure for causal orderings in concurrent
//! executions", ASPLOS 2022. No thread runs here: an event is one acquire and one release of a lock, by one of the clocks of a number
//! of threads. Both come to the same times, which is asserted.

use datarace::__model::clock::{Epoch, ThreadIndex};
use datarace::__model::model::{Message, ThreadView, edge};
use std::hint::black_box;
use std::time::Instant;

const NOBODY: usize = usize::MAX;

/// A thread in a tree clock.
#[derive(Clone, Copy)]
struct Node {
    time: u32,
    /// The parent's time when this node was hung below it.
    attached: u32,
    parent: usize,
    first_child: usize,
    next: usize,
    before: usize,
}

const ABSENT: Node = Node {
    time: 0,
    attached: 0,
    parent: NOBODY,
    first_child: NOBODY,
    next: NOBODY,
    before: NOBODY,
};

/// A clock whose components hang below the thread that they were learnt from, the latest first.
#[derive(Clone)]
struct TreeClock {
    nodes: Vec<Node>,
    root: usize,
}

impl TreeClock {
    fn of_thread(thread: usize, threads: usize) -> Self {
        let mut nodes = vec![ABSENT; threads];
        nodes[thread].time = 1;
        Self {
            nodes,
            root: thread,
        }
    }

    fn of_nobody(threads: usize) -> Self {
        Self {
            nodes: vec![ABSENT; threads],
            root: NOBODY,
        }
    }

    fn tick(&mut self) {
        self.nodes[self.root].time += 1;
    }

    fn detach(&mut self, node: usize) {
        let Node {
            parent,
            next,
            before,
            ..
        } = self.nodes[node];
        if parent == NOBODY {
            return;
        }
        match before {
            NOBODY => self.nodes[parent].first_child = next,
            before => self.nodes[before].next = next,
        }
        if next != NOBODY {
            self.nodes[next].before = before;
        }
        self.nodes[node].parent = NOBODY;
    }

    fn attach(&mut self, node: usize, parent: usize, attached: u32) {
        let next = self.nodes[parent].first_child;
        if next != NOBODY {
            self.nodes[next].before = node;
        }
        self.nodes[parent].first_child = node;
        let node = &mut self.nodes[node];
        (node.parent, node.attached) = (parent, attached);
        (node.next, node.before) = (next, NOBODY);
    }

    /// The nodes below `node` of `other` that are later there, children before parents; also `moved`, which is to get another place.
    fn later_in(&self, other: &Self, node: usize, moved: usize, found: &mut Vec<usize>) {
        let mut child = other.nodes[node].first_child;
        while child != NOBODY {
            let there = other.nodes[child];
            if self.nodes[child].time < there.time {
                self.later_in(other, child, moved, found);
            } else {
                if child == moved {
                    found.push(child);
                }
                // What was hung there earlier was known when the parent was.
                if there.attached <= self.nodes[node].time {
                    break;
                }
            }
            child = there.next;
        }
        found.push(node);
    }

    /// Hangs these nodes as they hang in `other`, the parents first.
    fn take_over(&mut self, other: &Self, found: &mut Vec<usize>) {
        for node in &*found {
            self.detach(*node);
        }
        while let Some(node) = found.pop() {
            let there = other.nodes[node];
            self.nodes[node].time = there.time;
            if there.parent != NOBODY {
                self.attach(node, there.parent, there.attached);
            }
        }
    }

    fn join(&mut self, other: &Self, found: &mut Vec<usize>) {
        let theirs = other.root;
        if theirs == NOBODY || other.nodes[theirs].time <= self.nodes[theirs].time {
            return;
        }
        self.later_in(other, theirs, NOBODY, found);
        self.take_over(other, found);
        self.attach(theirs, self.root, self.nodes[self.root].time);
    }

    /// Becomes `other`, which covers it.
    fn become_later(&mut self, other: &Self, found: &mut Vec<usize>) {
        if self.root == NOBODY {
            self.clone_from(other);
            return;
        }
        self.later_in(other, other.root, self.root, found);
        self.take_over(other, found);
        self.root = other.root;
    }
}

/// Which thread takes which lock at an event, of so many threads.
type Pattern = fn(event: usize, threads: usize) -> (usize, usize);

const PATTERNS: [(&str, Pattern); 4] = [
    ("one lock, all in turn", |event, threads| {
        (event % threads, 0)
    }),
    ("one lock, two of them", |event, threads| {
        match event < 4 * threads {
            true => (event % threads, 0),
            false => (event % 2, 0),
        }
    }),
    ("a lock between neighbours", |event, threads| {
        let thread = event % threads;
        (thread, (thread + event / threads % 2) % threads)
    }),
    ("a lock each", |event, threads| {
        (event % threads, event % threads)
    }),
];

/// Nanoseconds per event, the least of several rounds, and the times of all threads at the end.
fn best<S>(
    events: usize,
    make: impl Fn() -> S,
    step: impl Fn(&mut S, usize),
    times: impl Fn(&S) -> Vec<Vec<u32>>,
) -> (f64, Vec<Vec<u32>>) {
    let round = || {
        let mut state = make();
        // Half of them, so that who knows of whom has settled.
        (0..events / 2).for_each(|event| step(&mut state, event));
        let start = Instant::now();
        (events / 2..events).for_each(|event| step(&mut state, event));
        let time = start.elapsed().as_nanos() as f64 / (events - events / 2) as f64;
        (time, times(black_box(&state)))
    };
    let first = round();
    (0..4)
        .map(|_| round())
        .fold(first, |best, other| match other.0 < best.0 {
            true => other,
            false => best,
        })
}

fn flat(pattern: Pattern, threads: usize, events: usize) -> (f64, Vec<Vec<u32>>) {
    let make = || {
        let views = (0..threads).map(|thread| ThreadView::new(ThreadIndex(thread as u32)));
        (views.collect::<Vec<_>>(), vec![Message::new(); threads])
    };
    let step = |(views, locks): &mut (Vec<ThreadView>, Vec<Message>), event| {
        let (thread, lock) = pattern(event, threads);
        edge::acquire(&mut views[thread], &locks[lock]);
        locks[lock] = edge::release(&mut views[thread]);
    };
    let times = |(views, _): &(Vec<ThreadView>, Vec<Message>)| {
        let of = |view: &ThreadView, thread: usize| {
            let thread = ThreadIndex(thread as u32);
            let own = view.epoch();
            let last = Epoch {
                thread,
                time: own.time - 1,
            };
            match own.thread == thread {
                true => last.time,
                false => view.clock().time(thread),
            }
        };
        let all = |view| (0..threads).map(|thread| of(view, thread)).collect();
        views.iter().map(all).collect()
    };
    best(events, make, step, times)
}

fn tree(pattern: Pattern, threads: usize, events: usize) -> (f64, Vec<Vec<u32>>) {
    struct State {
        views: Vec<TreeClock>,
        locks: Vec<TreeClock>,
        found: Vec<usize>,
    }
    let make = || State {
        views: (0..threads)
            .map(|thread| TreeClock::of_thread(thread, threads))
            .collect(),
        locks: vec![TreeClock::of_nobody(threads); threads],
        found: Vec::new(),
    };
    let step = |state: &mut State, event| {
        let (thread, lock) = pattern(event, threads);
        let (view, lock) = (&mut state.views[thread], &mut state.locks[lock]);
        view.join(lock, &mut state.found);
        lock.become_later(view, &mut state.found);
        view.tick();
    };
    let times = |state: &State| {
        let of = |(own, view): (usize, &TreeClock)| {
            let times = view.nodes.iter().enumerate();
            let time = |(thread, node): (usize, &Node)| node.time - u32::from(thread == own);
            times.map(time).collect()
        };
        state.views.iter().enumerate().map(of).collect()
    };
    best(events, make, step, times)
}

/// Prints the table.
pub fn compare() {
    println!(
        "{:<28} {:>8} {:>10} {:>10}",
        "ns per acquire and release", "threads", "flat", "tree"
    );
    for (name, pattern) in PATTERNS {
        for (threads, events) in [(2, 400_000), (64, 100_000), (1000, 20_000)] {
            let (flat_time, flat_times) = flat(pattern, threads, events);
            let (tree_time, tree_times) = tree(pattern, threads, events);
            assert!(flat_times == tree_times, "{name}: the clocks differ");
            println!("{name:<28} {threads:>8} {flat_time:>10.1} {tree_time:>10.1}");
        }
    }
}
