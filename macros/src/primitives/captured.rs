//! What closures and `async` blocks capture.
//!
//! One that does not `move` captures the places that it uses, as precisely as it names them (RFC 2229): of `left.push(1)` with
//! `left: &mut Vec<u32>` it takes `*left`, and may outlive the variable. A probe that named `left` by its address would have it
//! take the variable. So the type is asked for outside, in code that is never run, and the probe names the answer.
//!
//! Before edition 2021 a closure takes whole variables, the one with the answer too, which it then would outlive; and since it takes
//! `left` anyway, a probe that names it changes nothing.

use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use syn::Expr;

use crate::compiler;
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
    if !compiler::captures_places() {
        return None;
    }
    frames
        .iter_mut()
        .rev()
        .take_while(|frame| scope < frame.depth && !frame.moves)
        .last()
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
