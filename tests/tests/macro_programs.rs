//! Valid code compiles under the attribute, whatever it is. The programs are never run.

#![cfg(feature = "track")]
#![allow(
    dead_code,
    unused,
    static_mut_refs,
    dangerous_implicit_autorefs,
    let_underscore_lock,
    missing_docs,
    unreachable_pub,
    unsafe_op_in_unsafe_fn,
    clippy::all,
    clippy::undocumented_unsafe_blocks
)]

#[path = "../programs/atomics.rs"]
mod atomics;
#[path = "../programs/items.rs"]
mod items;
#[path = "../programs/pointers.rs"]
mod pointers;
#[path = "../programs/statics.rs"]
mod statics;

#[test]
fn valid_programs_compile_under_the_attribute() {}
