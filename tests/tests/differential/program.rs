//! Runs each function plain and annotated, and compares.
#![allow(warnings, static_mut_refs, dangerous_implicit_autorefs, unconditional_panic, unreachable_code)]

mod support;
// MODULES

use std::panic::{self, AssertUnwindSafe};

#[derive(Default)]
struct Tally { functions: usize, effects: usize, drops: usize, panics: usize, wrong: usize }

/// All that can be seen of a run: the result or the panic with its place, the log, the statics.
fn run(f: fn() -> u32, state: fn() -> String) -> (String, Vec<String>, String) {
    support::LOG.take();
    let result = match panic::catch_unwind(AssertUnwindSafe(f)) {
        Ok(value) => format!("{value}"),
        Err(_) => String::from("panic"),
    };
    let state = panic::catch_unwind(state).unwrap_or_default();
    (result, support::LOG.take(), state)
}

fn compare(plain: &[fn() -> u32], plain_state: fn() -> String, annotated: &[fn() -> u32], annotated_state: fn() -> String, first: usize, tally: &mut Tally) {
    for (index, (a, b)) in plain.iter().zip(annotated).enumerate() {
        let (a, b) = (run(*a, plain_state), run(*b, annotated_state));
        tally.functions += 1;
        tally.effects += a.1.len();
        tally.drops += a.1.iter().filter(|line| line.starts_with("drop")).count();
        tally.panics += usize::from(a.0 == "panic");
        if a != b {
            tally.wrong += 1;
            let at = a.1.iter().zip(&b.1).position(|(a, b)| a != b);
            println!("f{}: plain {} annotated {}", first + index, a.0, b.0);
            match at {
                Some(at) => println!("  log {at}: plain `{}` annotated `{}`", a.1[at], b.1[at]),
                None => println!("  plain {:?} {}\n  annotated {:?} {}", a.1.last(), a.2, b.1.last(), b.2),
            }
        }
    }
}

fn main() {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let message = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied()).unwrap_or("?");
        let place = info.location().map(|at| format!("{}:{}", at.line(), at.column()));
        support::say(format!("panic {message} at {place:?}"));
    }));
    let observation = datarace::observe(|| {
        let mut tally = Tally::default();
    // PAIRS
        tally
    });
    let Tally { functions, effects, drops, panics, wrong } = observation.value();
    println!("{functions} functions {effects} effects {drops} drops {panics} panics {} events {wrong} wrong", observation.events());
    std::process::exit(i32::from(*wrong > 0));
}
