//! The arguments of std's macros.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

use super::Walker;
use crate::expand;
use crate::ir::{Effect, Use};
use crate::site;
use crate::std_macros::{self, Elements, Takes};
use crate::syntax;
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
        match std_macros::takes(&name) {
            Some(Takes::Condition) => self.asserted(mac),
            Some(Takes::Arguments) => self.arguments(mac, name.starts_with("write")),
            Some(Takes::Elements) => self.elements(mac),
            Some(Takes::Matched) => self.matches(mac),
            None => {}
        }
    }

    /// `name!(expression, name = expression)`; of `write!` and `writeln!` the first one is the receiver of a method.
    fn arguments(&mut self, mac: &mut Macro, has_receiver: bool) {
        let Ok(mut arguments) = std_macros::arguments(mac) else {
            return;
        };
        let mut rest = arguments.iter().skip(1);
        let effect = match rest.any(|argument| syntax::may_run_code(&argument.expression)) {
            // The event would stand before them.
            true => Effect::None,
            false => Effect::Unknown,
        };
        for (index, argument) in arguments.iter_mut().enumerate() {
            let use_ = match has_receiver && index == 0 {
                true => Use::Receiver(effect),
                // Formatting takes references.
                false => Use::Look,
            };
            self.expression(&mut argument.expression, use_);
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
            return self.arguments(mac, false);
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
        match std_macros::elements(mac) {
            Ok(Elements::Repeat(mut element, semicolon, mut length)) => {
                self.expression(&mut element, Use::Value);
                self.expression(&mut length, Use::Value);
                mac.tokens = TokenStream::new();
                element.to_tokens(&mut mac.tokens);
                semicolon.to_tokens(&mut mac.tokens);
                length.to_tokens(&mut mac.tokens);
            }
            Ok(Elements::List(mut elements)) => {
                for element in &mut elements {
                    self.expression(element, Use::Value);
                }
                mac.tokens = elements.into_token_stream();
            }
            Err(_) => {}
        }
    }

    /// `matches!(expression, pattern if guard)`; the guard is left as it is.
    fn matches(&mut self, mac: &mut Macro) {
        let Ok((mut matched, comma, pattern)) = std_macros::matched(mac) else {
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
