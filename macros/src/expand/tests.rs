//! Expansion snapshots: for each template one item, and what becomes of it, in `expansions/NAME.rs`.
//!
//! The macro is called as a function on tokens of text, and its output is formatted by rustfmt. `just bless` rewrites the
//! files; read the difference.

use std::io::Write as _;
use std::process::{Command, Stdio};

use expect_test::{ExpectFile, expect_file};

use crate::options::Form;
use crate::pipeline;

fn formatted(tokens: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is a component of the toolchain");
    let mut input = rustfmt.stdin.take().expect("piped");
    input.write_all(tokens.as_bytes()).expect("rustfmt reads");
    drop(input);
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "no Rust:\n{tokens}");
    String::from_utf8(output.stdout).expect("rustfmt writes UTF-8")
}

/// The items of `input`, each with the attribute, and what becomes of it.
fn check(form: Form, arguments: &str, input: &str, expected: ExpectFile) {
    let mut text = String::new();
    for item in input.split("\n\n") {
        let item = item.trim();
        let tokens = pipeline::run(
            form,
            arguments.parse().expect("tokens"),
            item.parse().expect("tokens"),
        );
        for line in item.lines() {
            text += &format!("// {}\n", line.trim_end());
        }
        // What differs from one checkout to the next.
        let tokens = tokens
            .to_string()
            .replace(env!("CARGO_MANIFEST_DIR"), "MANIFEST_DIR");
        text += &formatted(&tokens);
        text.push('\n');
    }
    expected.assert_eq(text.trim_end_matches('\n'));
}

#[test]
fn atomics() {
    let input = "
fn method() { x.load(Acquire); self.x.store(1, Release); }

fn value() { make().fetch_add(1, Relaxed); }

fn path() { AtomicU32::swap(&x, 1, AcqRel); }

fn order() { x.compare_exchange(1, 2, SUCCESS, failure()); }

fn fences() { fence(Acquire); std::sync::atomic::fence(SeqCst); }";
    check(
        Form::Check,
        "",
        input,
        expect_file!["expansions/atomics.rs"],
    );
}

#[test]
fn statics() {
    let input = "
fn read() { unsafe { use_it(N); P.a; } }

fn write() { unsafe { N = 1; N += 1; P.a = N; } }

fn borrow() { unsafe { use_it(&N, &mut N, &raw const N); } }

fn method() { unsafe { V.push(1); } }

fn method_waits() { unsafe { V.push(make()); } }

fn index() { unsafe { V[0] = V[i]; } }

fn scrutinee() { unsafe { match O { Some(x) => x, None => 0 } } }

fn parts() { unsafe { let (a, _) = PAIR; } }

fn several() { unsafe { (N, M) = (1, 2); } }

fn macros() { unsafe { println!(\"{}\", N); vec![N]; } }";
    check(
        Form::Check,
        "static_mut(N, M, P, V, O, PAIR)",
        input,
        expect_file!["expansions/statics.rs"],
    );
}

#[test]
fn pointers() {
    let input = "
fn read(p: *mut u32) { unsafe { use_it(*p); } }

fn write(p: *mut u32) { unsafe { *p = 1; *p += 1; } }

fn unknown() { unsafe { *p = *q; } }

fn field(p: *mut Node) { unsafe { (*p).next = (*p).value; } }

fn borrow(p: *mut u32) { unsafe { use_it(&*p, &mut *p, &raw const *p); } }

fn borrow_a_field(p: *mut Node) { unsafe { (&mut *p).next = (&*p).value; } }

fn method(p: *mut Node) { unsafe { (*p).run(); (*p).list.push(1); } }

fn value() { unsafe { *f() = *x.as_ptr(); } }

fn cell() { unsafe { *self.cell.get() = 1; (*self.ring.get())[i] = 1; } }

fn index(p: *mut [u32]) { unsafe { (*p)[1] = 1; } }

fn methods(p: *mut u32) { unsafe { p.write(p.read()); p.copy_from(q, 2); p.as_ref(); } }

fn functions() { unsafe { ptr::write(p, ptr::read(q)); slice::from_raw_parts(p, 2); } }

fn owners() { unsafe { let p = Box::into_raw(b); drop(Box::from_raw(p)); } }

fn reference(p: *mut S, v: u32) { let s = unsafe { &mut *p }; s.n = v; s.n += 1; s.list.push(v); s.table[0] = s.n; if s.n == v {} }";
    check(
        Form::Check,
        "",
        input,
        expect_file!["expansions/pointers.rs"],
    );
}

#[test]
fn threads_and_locks() {
    let input = "
fn threads() { let h = thread::spawn(|| work()); h.join().unwrap(); }

fn scope() { thread::scope(|s| { s.spawn(|| work()); }); }

fn mutex() { *m.lock().unwrap() += 1; }

fn guard() { let g = m.lock().unwrap(); drop(g); }

fn shard() { *shards[(i + 1) % shards.len()].lock().unwrap() += 1; }

fn condvar() { let g = c.wait(g).unwrap(); }

fn channel() { sender.send(make()).unwrap(); receiver.recv().unwrap(); }

fn once() { cell.get_or_init(|| make()); }

fn unannotated() { helper(1); queue.push(x); }";
    check(
        Form::Check,
        "",
        input,
        expect_file!["expansions/threads_and_locks.rs"],
    );
}

#[test]
fn items() {
    let input = "
impl S { fn shared(&self) -> u32 { 1 } fn exclusive(&mut self) {} fn new() -> Self { S } const fn constant() {} }

trait T { fn required(&self); fn provided(&self) { N; } }

mod m { static mut N: u32 = 0; #[datarace(skip)] fn skipped() { unsafe { N } } fn f() { unsafe { N } } }

async fn f() { g().await; }";
    check(Form::Check, "", input, expect_file!["expansions/items.rs"]);
}

#[test]
fn sessions() {
    let input = "
fn returns() -> Result<(), E> { work()?; Ok(()) }

#[should_panic] fn panics() { work(); }

async fn waits() { work().await; }";
    check(
        Form::Test,
        "",
        input,
        expect_file!["expansions/sessions.rs"],
    );
    check(
        Form::Test,
        "explore = \"random\", seed = 7, executions = 100",
        "fn f() { work(); }",
        expect_file!["expansions/explored.rs"],
    );
    check(
        Form::Check,
        "",
        "fn main() { work(); }",
        expect_file!["expansions/main.rs"],
    );
}
