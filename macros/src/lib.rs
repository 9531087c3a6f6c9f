//! The attributes of `datarace`. Use them through that crate.
//!
//! The tracking forms are one pipeline, and every stage is a function from one type to the next:
//!
//! ```text
//! tokens -> options + syn item -> check (refuses, emits nothing) -> walk (decides) -> expand (templates) -> tokens
//! ```
//!
//! Only `expand` contains `quote!`, only `check` refuses, and what an expression *is* (an atomic operation, a fence, a
//! place) is decided once, in `syntax`, as a node of `ir` that both use.

#![forbid(unsafe_code)]

#[cfg(feature = "track")]
mod check;
#[cfg(feature = "track")]
mod compiler;
#[cfg(feature = "track")]
mod expand;
#[cfg(feature = "track")]
mod ir;
#[cfg(feature = "track")]
mod judge;
#[cfg(feature = "track")]
mod knowledge;
#[cfg(feature = "track")]
mod known_calls;
#[cfg(feature = "track")]
mod lints;
#[cfg(feature = "track")]
mod message;
#[cfg(feature = "track")]
mod names;
#[cfg(feature = "track")]
mod options;
#[cfg(feature = "track")]
mod pipeline;
mod plain;
#[cfg(feature = "track")]
mod primitives;
#[cfg(feature = "track")]
mod sessions;
#[cfg(feature = "track")]
mod site;
#[cfg(feature = "track")]
mod statics;
#[cfg(feature = "track")]
mod std_macros;
#[cfg(feature = "track")]
mod syntax;
#[cfg(feature = "track")]
mod walk;
#[cfg(feature = "track")]
mod written;

use proc_macro::TokenStream;

/// Instruments a function, an `impl`, a trait or an inline module, with everything inside.
#[cfg(feature = "track")]
#[proc_macro_attribute]
pub fn check(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run(options::Form::Check, arguments.into(), item.into()).into()
}

/// A test whose races make it fail, with everything inside instrumented.
#[cfg(feature = "track")]
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::run(options::Form::Test, arguments.into(), item.into()).into()
}

/// [`macro@check`] where nothing is tracked: the item as it is.
#[proc_macro_attribute]
pub fn check_plain(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    plain::strip(item)
}

/// [`macro@test`] where nothing is tracked: `#[test]` and the item as it is.
#[proc_macro_attribute]
pub fn test_plain(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    plain::test(item)
}
