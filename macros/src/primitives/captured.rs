//! What closures and `async` blocks capture.
//!
//! One that does not `move` captures the places that it uses, as precisely as it names them (RFC 2229): of `left.push(1)` with
//! `left: &mut Vec<u32>` it takes `*left`, and may outlive the variable. A probe that named `left` by its address would have it
//! take the variable. So the type is asked for outside, in code that is never run, and the probe names the answer.
//!
//! Before edition 2021 a closure takes whole variables, the one with the answer too, which it then would outlive; and since it takes
//! `left` anyway, a probe that names it changes nothing.

use std::sync::OnceLock;

use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use syn::Expr;

use crate::expand::{self, primitive::Receiver};
use crate::ir::Reference;
use crate::names;
use crate::syntax;
use crate::walk::Locals;

/// A closure or an `async` block that is being walked.
pub(crate) struct Frame {
    /// How many scopes of names stand around it.
    pub(crate) depth: usize,
    moves: bool,
    pub(crate) is_closure: bool,
    /// Places of which it asks the type, each with the name of the answer.
    pub(crate) captured: Vec<(Expr, Ident)>,
}

impl Frame {
    pub(crate) fn new(depth: usize, moves: bool) -> Self {
        Self {
            depth,
            moves,
            is_closure: false,
            captured: Vec::new(),
        }
    }

    pub(crate) fn closure(depth: usize, moves: bool) -> Self {
        Self {
            is_closure: true,
            ..Self::new(depth, moves)
        }
    }

    /// The name of the answer for a place.
    fn ask(&mut self, place: &Expr) -> Ident {
        let text = place.to_token_stream().to_string();
        let known = self
            .captured
            .iter()
            .find(|(known, _)| known.to_token_stream().to_string() == text);
        if let Some((_, name)) = known {
            return name.clone();
        }
        let name = Ident::new(
            &names::captured(self.depth, self.captured.len()),
            Span::mixed_site(),
        );
        self.captured.push((place.clone(), name.clone()));
        name
    }
}

/// The outermost closure that captures a variable of this scope by how it is used inside all of them.
fn capturing(frames: &mut [Frame], scope: usize) -> Option<&mut Frame> {
    if !captures_places() {
        return None;
    }
    frames
        .iter_mut()
        .rev()
        .take_while(|frame| scope < frame.depth && !frame.moves)
        .last()
}

/// Whether closures of the crate that is compiled capture places, and not whole variables.
fn captures_places() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| edition(std::env::args()).is_none_or(|edition| edition >= 2021))
}

/// The edition of the crate, by the arguments of the compiler that this macro runs in; `None` if it is no compiler, or does not say.
fn edition(arguments: impl Iterator<Item = String>) -> Option<u16> {
    let mut is_compiler = false;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        is_compiler |= argument == "--crate-name";
        let edition = match argument.as_str() {
            "--edition" => arguments.next(),
            other => other.strip_prefix("--edition=").map(str::to_owned),
        };
        if let Some(edition) = edition {
            return edition.parse().ok();
        }
    }
    is_compiler.then_some(2015)
}

/// How the type of a receiver is found where a closure captures it; `None` if none does, or it makes no difference.
pub(crate) fn typed(receiver: &Expr, locals: &Locals, frames: &mut [Frame]) -> Option<Receiver> {
    if !syntax::is_field_path(receiver) {
        return None;
    }
    let (reference, scope) = locals.reference(&syntax::root_name_of_path(receiver)?)?;
    let frame = capturing(frames, scope)?;
    let is_variable = matches!(syntax::bare(receiver), Expr::Path(_));
    match (reference, is_variable) {
        (Reference::No, true) => None,
        _ => Some(Receiver::Captured(frame.ask(receiver))),
    }
}

/// Whether a receiver is the `&Scope` that `thread::scope` gives to its closure.
pub(crate) fn is_scope(receiver: &Expr, locals: &Locals) -> bool {
    let name = syntax::root_name_of_path(receiver);
    let known = name.and_then(|name| locals.reference(&name));
    matches!(known, Some((Reference::Scope, _)))
}

/// What a captured variable refers to, if it is an exclusive reference by its look, or may well be one: if it is `short_lived`, its
/// own address would be no use to the closure. So it is with the reference to a scope.
pub(crate) fn referred(
    receiver: &Expr,
    short_lived: &[String],
    locals: &Locals,
    frames: &mut [Frame],
) -> Option<Expr> {
    let Expr::Path(path) = syntax::bare(receiver) else {
        return None;
    };
    let name = path.path.get_ident()?.to_string();
    let (reference, scope) = locals.reference(&name)?;
    capturing(frames, scope)?;
    match reference {
        Reference::Exclusive | Reference::Scope => Some(syntax::referred(receiver)),
        Reference::Likely => Some(expand::place::referred(receiver)),
        Reference::Unknown if short_lived.contains(&name) => {
            Some(expand::place::referred(receiver))
        }
        Reference::Unknown | Reference::No => None,
    }
}

#[cfg(test)]
mod tests {
    use super::edition;

    fn of(line: &str) -> Option<u16> {
        edition(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn the_compiler_is_told_its_edition() {
        assert_eq!(of("rustc --crate-name a --edition=2018 a.rs"), Some(2018));
        assert_eq!(of("rustc --edition 2024 --crate-name a"), Some(2024));
        assert_eq!(of("rustc --crate-name a a.rs"), Some(2015));
        assert_eq!(of("rust-analyzer-proc-macro-srv"), None);
        assert_eq!(of("rustc @arguments --edition=future"), None);
    }
}
