//! Macros of std whose arguments are expressions.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

use super::Walker;
use crate::ir::Use;

impl Walker<'_> {
    /// The arguments of a macro call, if std's macro of that name takes expressions.
    pub(super) fn mac(&mut self, mac: &mut Macro) {
        let Some(last) = mac.path.segments.last() else {
            return;
        };
        let arguments = match last.ident.to_string().as_str() {
            "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq"
            | "debug_assert_ne" | "print" | "println" | "eprint" | "eprintln" | "format"
            | "format_args" | "write" | "writeln" | "panic" | "todo" | "unimplemented"
            | "unreachable" | "dbg" => Punctuated::<Argument, Token![,]>::parse_terminated,
            _ => return,
        };
        let Ok(mut arguments) = arguments.parse2(mac.tokens.clone()) else {
            return;
        };
        for argument in &mut arguments {
            // Formatting takes references.
            self.expression(&mut argument.expression, Use::Look);
        }
        mac.tokens = TokenStream::new();
        for pair in arguments.into_pairs() {
            let (argument, comma) = pair.into_tuple();
            if let Some((name, eq)) = argument.name {
                name.to_tokens(&mut mac.tokens);
                eq.to_tokens(&mut mac.tokens);
            }
            argument.expression.to_tokens(&mut mac.tokens);
            comma.to_tokens(&mut mac.tokens);
        }
    }
}

/// `expression` or `name = expression`.
struct Argument {
    name: Option<(syn::Ident, Token![=])>,
    expression: Expr,
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_named = input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        Ok(Self {
            name: match is_named {
                true => Some((input.parse()?, input.parse()?)),
                false => None,
            },
            expression: input.parse()?,
        })
    }
}
