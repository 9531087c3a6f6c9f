//! Items of the user's with the names that generated code could need, and no unsafe code of ours.

#![forbid(unsafe_code)]
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

use ::std::sync::atomic::{AtomicBool, Ordering};

mod std {}
mod core {}
mod alloc {}
struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct Result;
struct Box;
struct Vec;
struct Site;
struct SITE;
struct Drop;
struct Send;
struct Fn;
struct Copy;
static SITES: u8 = 0;
macro_rules! concat { () => {} }
macro_rules! module_path { () => {} }
concat!();
module_path!();

static FLAG: AtomicBool = AtomicBool::new(false);

#[datarace::check]
fn plain() -> bool {
    let __datarace_session = 1;
    FLAG.store(__datarace_session == 1, Ordering::Release);
    FLAG.load(Ordering::Acquire)
}

#[datarace::check]
mod inner {
    pub mod std {}
    pub mod datarace {}

    pub fn flag() -> bool {
        super::FLAG.swap(false, super::Ordering::AcqRel)
    }
}

#[datarace::check]
fn main() {
    ::std::assert!(plain());
    ::std::assert!(inner::flag());
}
