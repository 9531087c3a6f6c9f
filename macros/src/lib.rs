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
mod expand;
#[cfg(feature = "track")]
mod ir;
#[cfg(feature = "track")]
mod options;
#[cfg(feature = "track")]
mod pipeline;
#[cfg(feature = "track")]
mod site;
#[cfg(feature = "track")]
mod statics;
#[cfg(feature = "track")]
mod syntax;
#[cfg(feature = "track")]
mod walk;

use proc_macro::TokenStream;

/// Instruments a function, an `impl`, a trait or an inline module, with everything inside.
#[cfg(feature = "track")]
#[proc_macro_attribute]
pub fn check(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::check(arguments.into(), item.into()).into()
}
