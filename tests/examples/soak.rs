//! A mixed program with thread churn, for as long as one likes: `soak [SECONDS] [racy]` (default 60).
//!
//! Rounds of threads that lock, send, publish, count and die. Prints the resident memory after each tenth of the time. Exits with
//! 0 if there was no report and memory stayed flat (the last tenth at most 10 percent and 16 MiB over the second), with 66 if
//! there was a race, as `racy` must (its message passing publishes with a relaxed store), and with 1 if memory grew.

use std::process::ExitCode;
use std::time::{Duration, Instant};

#[datarace::check]
mod program {
    use std::ptr;
    use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
    use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize, fence};
    use std::sync::{Mutex, mpsc};
    use std::thread;

    struct Node {
        value: u64,
        next: *mut Node,
    }

    /// A Treiber stack that is only taken apart as a whole.
    struct Stack {
        head: AtomicPtr<Node>,
    }

    impl Stack {
        fn push(&self, value: u64) {
            let node = Box::into_raw(Box::new(Node {
                value,
                next: ptr::null_mut(),
            }));
            let mut head = self.head.load(Relaxed);
            loop {
                // SAFETY: not yet shared.
                unsafe { (*node).next = head };
                match self
                    .head
                    .compare_exchange_weak(head, node, Release, Relaxed)
                {
                    Ok(_) => return,
                    Err(now) => head = now,
                }
            }
        }

        fn take_all(&self) -> u64 {
            let mut sum = 0;
            let mut node = self.head.swap(ptr::null_mut(), AcqRel);
            while !node.is_null() {
                // SAFETY: the whole list is this thread's since the swap.
                let taken = unsafe { Box::from_raw(node) };
                sum += taken.value;
                node = taken.next;
            }
            sum
        }
    }

    /// An `Arc` made by hand.
    struct Counted(*mut (AtomicUsize, u64));

    // SAFETY: the count is atomic, the payload is read only.
    unsafe impl Send for Counted {}

    impl Counted {
        fn share(&self) -> Self {
            // SAFETY: alive while `self` is.
            unsafe { (*self.0).0.fetch_add(1, Relaxed) };
            Self(self.0)
        }

        fn payload(&self) -> u64 {
            // SAFETY: alive while `self` is.
            unsafe { (*self.0).1 }
        }
    }

    impl Drop for Counted {
        fn drop(&mut self) {
            // SAFETY: alive while `self` is; the last one frees.
            if unsafe { (*self.0).0.fetch_sub(1, Release) } == 1 {
                fence(Acquire);
                // SAFETY: nobody else has it.
                drop(unsafe { Box::from_raw(self.0) });
            }
        }
    }

    static FLAG: AtomicU64 = AtomicU64::new(0);
    static mut MESSAGE: u64 = 0;

    fn pass_a_message(round: u64, racy: bool) {
        thread::scope(|scope| {
            scope.spawn(move || {
                // SAFETY: the reader waits for the flag.
                unsafe { MESSAGE = round };
                FLAG.store(round, if racy { Relaxed } else { Release });
            });
            scope.spawn(move || {
                while FLAG.load(Acquire) != round {
                    std::hint::spin_loop();
                }
                // SAFETY: the flag is up.
                assert_eq!(unsafe { MESSAGE }, round);
            });
        });
    }

    pub fn round(round: u64, racy: bool) {
        let stack = Stack {
            head: AtomicPtr::new(ptr::null_mut()),
        };
        let total = Mutex::new(0);
        let counted = Counted(Box::into_raw(Box::new((AtomicUsize::new(1), round))));
        thread::scope(|scope| {
            for thread in 0..4 {
                let (stack, total, counted) = (&stack, &total, counted.share());
                scope.spawn(move || {
                    for value in 0..16 {
                        stack.push(value + thread);
                        *total.lock().unwrap() += counted.payload();
                    }
                    stack.take_all();
                });
            }
        });
        stack.take_all();
        let (sender, receiver) = mpsc::channel();
        let threads: Vec<_> = (0..3)
            .map(|thread| {
                let sender = sender.clone();
                thread::spawn(move || sender.send(Box::new(thread)).unwrap())
            })
            .collect();
        drop(sender);
        assert_eq!(receiver.iter().map(|value| *value).sum::<u64>(), 3);
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        pass_a_message(round, racy);
    }
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(60.0, |text| {
        text.parse::<f64>().expect("seconds are a number")
    });
    let racy = arguments.next().is_some_and(|word| word == "racy");
    let limit = Duration::from_secs_f64(seconds);
    let observation = datarace::observe(|| {
        let start = Instant::now();
        let (mut rounds, mut tenths) = (0, Vec::new());
        while start.elapsed() < limit {
            rounds += 1;
            program::round(rounds, racy);
            if start.elapsed() >= limit.mul_f64((tenths.len() + 1) as f64 / 10.0) {
                tenths.push(resident_kib());
                println!(
                    "{:6.0} s  {rounds:9} rounds  {:8} KiB",
                    start.elapsed().as_secs_f64(),
                    tenths[tenths.len() - 1]
                );
            }
        }
        tenths
    });
    println!(
        "{} events, {} races, {} unproven",
        observation.events(),
        observation.races().len(),
        observation.unproven().len()
    );
    if !observation.races().is_empty() {
        return ExitCode::from(66);
    }
    let tenths = observation.value();
    let flat = match (tenths.get(1), tenths.last()) {
        (Some(second), Some(last)) => *last <= second + (second / 10).max(16 << 10),
        _ => true,
    };
    if flat {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
