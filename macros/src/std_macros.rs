//! Macros of std whose arguments are expressions: which they are, and how their arguments read.
//!
//! Not among them: `dbg!`, whose output is the text of its arguments, so that they must stay as they are.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Macro, Token};

/// What such a macro takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// `assert!(condition, ..)`: [`arguments`], whose first one may be printed.
    Condition,
    /// [`arguments`]
    Arguments,
    /// [`elements`]
    Elements,
    /// [`matched`]
    Matched,
}

/// What the macro of that name takes, if it is one.
pub(crate) fn takes(name: &str) -> Option<Takes> {
    Some(match name {
        "assert" | "debug_assert" => Takes::Condition,
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" | "print" | "println"
        | "eprint" | "eprintln" | "format" | "format_args" | "write" | "writeln" | "panic"
        | "todo" | "unimplemented" | "unreachable" => Takes::Arguments,
        "vec" => Takes::Elements,
        "matches" => Takes::Matched,
        _ => return None,
    })
}

/// `expression` or `name = expression`.
pub(crate) struct Argument {
    pub(crate) name: Option<(Ident, Token![=])>,
    pub(crate) expression: Expr,
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        Ok(Self {
            name: match is_named {
                true => Some((input.parse()?, input.parse()?)),
                false => None,
            },
            expression: input.parse()?,
        })
    }
}

/// `name!(expression, name = expression)`
pub(crate) fn arguments(mac: &Macro) -> syn::Result<Punctuated<Argument, Token![,]>> {
    Punctuated::parse_terminated.parse2(mac.tokens.clone())
}

/// The arguments of `vec!`.
pub(crate) enum Elements {
    /// `a, b`
    List(Punctuated<Expr, Token![,]>),
    /// `a; n`
    Repeat(Box<Expr>, Token![;], Box<Expr>),
}

/// `vec![a, b]` and `vec![a; n]`
pub(crate) fn elements(mac: &Macro) -> syn::Result<Elements> {
    let repeat = |input: ParseStream<'_>| {
        Ok(Elements::Repeat(
            input.parse()?,
            input.parse()?,
            input.parse()?,
        ))
    };
    repeat.parse2(mac.tokens.clone()).or_else(|_| {
        let list = Punctuated::parse_terminated.parse2(mac.tokens.clone())?;
        Ok(Elements::List(list))
    })
}

/// `matches!(expression, pattern if guard)`: the expression, and the rest as it is.
pub(crate) fn matched(mac: &Macro) -> syn::Result<(Expr, Token![,], TokenStream)> {
    let parts = |input: ParseStream<'_>| Ok((input.parse()?, input.parse()?, input.parse()?));
    parts.parse2(mac.tokens.clone())
}
