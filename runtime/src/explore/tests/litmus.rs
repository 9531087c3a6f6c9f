//! The litmus table: exact numbers under both models, whatever the order of the threads.

use crate::explore::consistency::MemoryModel;
use crate::explore::tests::program::{Program, search};

/// Name, threads, executions, executions under sequential consistency, whether it is racy.
type Row = (&'static str, &'static [&'static str], u64, u64, bool);

#[rustfmt::skip]
pub(super) const TABLE: &[Row] = &[
    ("SB", &["x=1 rel; r0=y acq", "y=1 rel; r0=x acq"], 4, 3, false),
    ("SB+4sc", &["x=1 sc; r0=y sc", "y=1 sc; r0=x sc"], 3, 3, false),
    ("SB+3sc+acq", &["x=1 sc; r0=y acq", "y=1 sc; r0=x sc"], 4, 3, false),
    ("SB+3sc+rel", &["x=1 rel; r0=y sc", "y=1 sc; r0=x sc"], 4, 3, false),
    ("SB+scfs", &["x=1 rlx; fence sc; r0=y rlx", "y=1 rlx; fence sc; r0=x rlx"], 3, 3, false),
    ("MP", &["x=1 rel; y=1 rel", "r0=y acq; r1=x acq"], 3, 3, false),
    ("MP+all-rlx", &["x=1 rlx; y=1 rlx", "r0=y rlx; r1=x rlx"], 4, 3, false),
    ("MP+rel+acq", &["d:=1; y=1 rel", "r0=y acq; if r0; r1:=d"], 2, 2, false),
    ("MP+rel+acqf", &["d:=1; y=1 rel", "r0=y rlx; if r0; fence acq; r1:=d"], 2, 2, false),
    ("MP+relf+acq", &["d:=1; fence rel; y=1 rlx", "r0=y acq; if r0; r1:=d"], 2, 2, false),
    ("MP+relf+acqf", &["d:=1; fence rel; y=1 rlx", "r0=y rlx; fence acq; if r0; r1:=d"], 2, 2, false),
    ("MP+incMP", &["x=1 rel; r0=add c 1 ar", "r0=add c 1 ar; y=1 rel", "r0=y acq; r1=x acq"], 7, 7, false),
    ("MPU+rel+acq", &["d:=1; y=1 rel", "r0=add y 1 rlx", "r0=y acq; if r0>1; r1:=d"], 6, 6, false),
    ("MPU+relf+acqf", &["d:=1; fence rel; y=1 rlx", "r0=add y 1 rlx", "r0=y rlx; fence acq; if r0>1; r1:=d"], 6, 6, false),
    ("MPU2+rel+acq", &["d:=1; y=1 rel", "r0=cas y 1 2 rlx rlx", "r0=cas y 2 3 rlx rlx", "r0=y acq; if r0==3; r1:=d"], 14, 14, false),
    ("S", &["x=2 rlx; y=1 rlx", "r0=y rlx; x=1 rlx"], 4, 3, false),
    ("S+rel+acq", &["d:=2; y=1 rel", "r0=y acq; if r0; d:=1"], 2, 2, false),
    ("LB", &["r0=y acq; x=1 rel", "r0=x acq; y=1 rel"], 3, 3, false),
    ("LB2", &["r0=y rlx; x=1 rlx", "r0=x rlx; y=1 rlx"], 3, 3, false),
    ("LB3", &["r0=x rlx; y=1 rlx", "r0=y rlx; z=1 rlx", "r0=z rlx; x=1 rlx"], 7, 7, false),
    ("LB+dep", &["r0=y rlx; x=r0+1 rlx", "r0=x rlx; y=r0+1 rlx"], 3, 3, false),
    ("CoRR", &["x=1 rlx; x=2 rlx", "r0=x rlx; r1=x rlx"], 6, 6, false),
    ("CoRR0", &["x=1 rlx", "r0=x rlx", "r0=x rlx"], 4, 4, false),
    ("CoRR1", &["x=1 rlx", "x=2 rlx", "r0=x rlx; r1=x rlx", "r0=x rlx"], 36, 36, false),
    ("CoRR2", &["x=1 rlx", "x=2 rlx", "r0=x rlx; r1=x rlx", "r0=x rlx; r1=x rlx"], 72, 72, false),
    ("CoWR", &["x=1 rlx; r0=x rlx", "x=2 rlx"], 3, 3, false),
    ("CoRW", &["r0=x rlx; x=1 rlx", "x=2 rlx"], 3, 3, false),
    ("2CoWR", &["x=1 rlx", "y=1 rlx", "r0=x rlx", "r0=y rlx"], 4, 4, false),
    ("2+2W", &["x=1 rel; y=2 rel", "y=1 rel; x=2 rel"], 4, 3, false),
    ("2+2W+4sc", &["x=1 sc; y=2 sc", "y=1 sc; x=2 sc"], 3, 3, false),
    ("2+2W+scfs", &["x=1 rlx; fence sc; y=2 rlx", "y=1 rlx; fence sc; x=2 rlx"], 3, 3, false),
    ("IRIW+ra", &["x=1 rel", "y=1 rel", "r0=x acq; r1=y acq", "r0=y acq; r1=x acq"], 16, 15, false),
    ("IRIW+4sc", &["x=1 sc", "y=1 sc", "r0=x sc; r1=y sc", "r0=y sc; r1=x sc"], 15, 15, false),
    ("WRC+ra", &["x=1 rel", "r0=x acq; y=1 rel", "r0=y acq; r1=x acq"], 7, 7, false),
    ("WRC+dep", &["x=1 rlx", "r0=x rlx; y=r0 rlx", "r0=y rlx; fence ar; r1=x rlx"], 8, 7, false),
    ("isa2", &["x=1 rlx; y=1 rel", "r0=y acq; z=1 rel", "r0=z acq; r1=x rlx"], 7, 7, false),
    ("rii", &["r0=x rlx; r1=add x 1 rlx", "r0=add x 1 rlx"], 3, 3, false),
    ("riwi", &["r0=y acq; r1=add x 1 rlx", "r0=add x 1 rlx; y=1 rel"], 3, 3, false),
    ("inc2w", &["r0=add x 1 rlx", "x=4 rlx", "r0=add x 1 rlx"], 6, 6, false),
    ("cii", &["r0=cas x 1 2 rlx rlx", "r0=add x 1 rlx", "r0=add x 1 rlx"], 6, 6, false),
    ("ccr", &["r0=cas x 0 42 rlx rlx", "r0=cas x 0 17 rlx rlx; r1=x rlx"], 2, 2, false),
    ("default", &["r0=x rlx; r1=x rlx", "x=1 rlx", "x=2 rlx"], 12, 12, false),
    ("W+RRR+W", &["x=1 rlx", "r0=x rlx; r1=x rlx; r2=x rlx", "x=2 rlx"], 20, 20, false),
];

/// Rows whose number counts a plain read's choices, which we do not make: only the verdict is compared.
#[rustfmt::skip]
pub(super) const RACY: &[(&str, &[&str])] = &[
    ("MP+rels+acq", &["d:=1; y=0 rel; y=1 rlx", "r0=y acq; if r0; r1:=d"]),
    ("MP+rels+acqf", &["d:=1; y=0 rel; y=1 rlx", "r0=y rlx; fence acq; if r0; r1:=d"]),
    ("MP+rlx+acq", &["d:=1; y=1 rlx", "r0=y acq; if r0; r1:=d"]),
    ("MP+rel+rlx", &["d:=1; y=1 rel", "r0=y rlx; if r0; r1:=d"]),
    ("MP+rlx+rlx", &["d:=1; y=1 rlx", "r0=y rlx; if r0; r1:=d"]),
    ("MPU+rlx+acq", &["d:=1; y=1 rlx", "r0=add y 1 rlx", "r0=y acq; if r0>1; r1:=d"]),
];

fn factorial(n: u64) -> u64 {
    (1..=n).product()
}

fn check(name: &str, threads: &[String], expected: [u64; 2]) {
    let models = [MemoryModel::Rust, MemoryModel::SequentiallyConsistent];
    for (model, expected) in models.into_iter().zip(expected) {
        let found = search(&Program::parse(threads), model);
        assert_eq!(found.executions, expected, "{name} under {model:?}");
        assert_eq!(found.blocked, 0, "{name} under {model:?}");
        assert!(!found.racy, "{name} under {model:?}");
    }
}

/// All orders of a list.
fn permutations<T: Clone>(list: &[T]) -> Vec<Vec<T>> {
    if list.is_empty() {
        return vec![Vec::new()];
    }
    (0..list.len())
        .flat_map(|first| {
            let mut rest = list.to_vec();
            let head = rest.remove(first);
            permutations(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, head.clone());
                tail
            })
        })
        .collect()
}

#[test]
fn the_table_has_its_numbers_in_every_order_of_threads() {
    for (name, threads, executions, sc, _) in TABLE.iter().filter(|row| row.2 != 0) {
        let threads: Vec<String> = threads.iter().map(|text| text.to_string()).collect();
        for order in permutations(&threads) {
            check(name, &order, [*executions, *sc]);
        }
    }
}

#[test]
fn racy_rows_are_racy_in_every_order_of_threads() {
    for (name, threads) in RACY {
        for order in permutations(threads) {
            for model in [MemoryModel::Rust, MemoryModel::SequentiallyConsistent] {
                assert!(
                    search(&Program::parse(&order), model).racy,
                    "{name} under {model:?}"
                );
            }
        }
    }
}

fn family(name: &str, threads: Vec<String>, executions: u64) {
    let found = search(&Program::parse(&threads), MemoryModel::Rust);
    assert_eq!(
        (found.executions, found.blocked),
        (executions, 0),
        "{name} with {}",
        threads.len()
    );
}

fn each(count: u64, thread: impl Fn(u64) -> String) -> Vec<String> {
    (1..=count).map(thread).collect()
}

#[test]
fn families_have_their_numbers() {
    for n in 2..=6 {
        family("ainc", each(n, |_| "r0=add x 1 rlx".into()), factorial(n));
        family("cas", each(n, |i| format!("r0=cas x 0 {i} rlx rlx")), n);
    }
    for (n, count) in [(2, 4), (3, 36), (4, 576)] {
        family(
            "binc",
            each(n, |_| "r0=add x 1 rlx; r1=add y 1 rlx".into()),
            count,
        );
    }
    for (n, count) in [(2, 6), (3, 66), (4, 1200)] {
        family(
            "casw",
            each(n, |i| format!("r0=cas x 0 1 rlx rlx; x={} rlx", i + 2)),
            count,
        );
    }
    for n in 1..=8 {
        let mut threads = each(n, |_| "r0=x rlx".into());
        threads.push("x=1 rlx".into());
        family("readers", threads, 1 << n);
    }
    for (n, count) in [(2, 22), (3, 300), (4, 6576)] {
        let mut threads = each(n, |i| format!("r0=x rlx; x={} rlx", i + 1));
        threads.insert(0, "x=1 rlx".into());
        family("wrw", threads, count);
    }
    for (n, count) in [(5, 64), (10, 3328)] {
        let scan: Vec<String> = (0..=n)
            .rev()
            .map(|i| format!("r0=a{i} acq; if r0"))
            .collect();
        let mut threads = vec![scan.join("; ")];
        threads.extend(each(n, |j| format!("r0=a{} acq; a{j}=r0+1 rel", j - 1)));
        family("lastzero", threads, count);
    }
}
