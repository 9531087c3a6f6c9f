//! Macros of std whose arguments are expressions.
//!
//! Not among them: `dbg!`, whose output is the text of its arguments.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

use super::Walker;
use crate::expand;
use crate::ir::{Effect, Use};
use crate::site;
use crate::written;

impl Walker<'_> {
    /// The arguments of a macro call, if std's macro of that name takes expressions.
    pub(super) fn mac(&mut self, mac: &mut Macro) {
        let Some(last) = mac.path.segments.last() else {
            return;
        };
        let name = last.ident.to_string();
        if mac.path.get_ident().is_some() && self.knowledge.declares_macro(&name) {
            return;
        }
        match name.as_str() {
            "assert" | "debug_assert" => self.asserted(mac),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" | "print"
            | "println" | "eprint" | "eprintln" | "format" | "format_args" | "write"
            | "writeln" | "panic" | "todo" | "unimplemented" | "unreachable" => {
                self.arguments(mac);
            }
            "vec" => self.elements(mac),
            "matches" => self.matches(mac),
            _ => {}
        }
    }

    /// `name!(expression, name = expression)`
    fn arguments(&mut self, mac: &mut Macro) {
        let parser = Punctuated::<Argument, Token![,]>::parse_terminated;
        let Ok(mut arguments) = parser.parse2(mac.tokens.clone()) else {
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

    /// `assert!(condition)`, whose panic says the text of the condition. Where that text cannot be foretold there is no
    /// event in it.
    fn asserted(&mut self, mac: &mut Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let Ok(arguments) = parser.parse2(mac.tokens.clone()) else {
            return;
        };
        if arguments.len() != 1 {
            return self.arguments(mac);
        }
        let Some(text) = written::expression(&arguments[0]) else {
            return;
        };
        let sites = self.sites.len();
        let mut condition = arguments[0].clone();
        self.expression(&mut condition, Use::Look);
        if self.sites.len() > sites {
            mac.tokens = expand::asserted(&condition, &text, site::first_span(&arguments[0]));
        }
    }

    /// `vec![a, b]` and `vec![a; n]`
    fn elements(&mut self, mac: &mut Macro) {
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        let repeat = |input: ParseStream<'_>| {
            Ok((
                input.parse::<Expr>()?,
                input.parse::<Token![;]>()?,
                input.parse::<Expr>()?,
            ))
        };
        if let Ok((mut element, semicolon, mut length)) = repeat.parse2(mac.tokens.clone()) {
            self.expression(&mut element, Use::Value);
            self.expression(&mut length, Use::Value);
            mac.tokens = TokenStream::new();
            element.to_tokens(&mut mac.tokens);
            semicolon.to_tokens(&mut mac.tokens);
            length.to_tokens(&mut mac.tokens);
        } else if let Ok(mut elements) = list.parse2(mac.tokens.clone()) {
            for element in &mut elements {
                self.expression(element, Use::Value);
            }
            mac.tokens = elements.into_token_stream();
        }
    }

    /// `matches!(expression, pattern if guard)`; the guard is left as it is.
    fn matches(&mut self, mac: &mut Macro) {
        let parser = |input: ParseStream<'_>| {
            Ok((
                input.parse::<Expr>()?,
                input.parse::<Token![,]>()?,
                input.parse::<TokenStream>()?,
            ))
        };
        let Ok((mut matched, comma, pattern)) = parser.parse2(mac.tokens.clone()) else {
            return;
        };
        let words = pattern.to_string();
        let effect = match words.contains("ref mut") {
            true => Effect::Write,
            false => Effect::Read,
        };
        self.expression(&mut matched, Use::Scrutinee(effect));
        mac.tokens = matched.into_token_stream();
        comma.to_tokens(&mut mac.tokens);
        mac.tokens.extend(pattern);
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
