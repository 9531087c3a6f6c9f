//! References that the function itself makes of a raw pointer or a `static mut` and gives a name: what is done through the name.
//!
//! The name is always a reference (`let x = &mut P`), so the user's tokens stay as they are and events stand beside them. Named
//! twice are at most the reference and one field: behind more there may be a `Deref` that runs code.

use syn::{Expr, ExprField, ExprUnary, Pat, Stmt, UnOp};

use super::Walker;
use super::places::Root;
use crate::expand::reference::{self, Event};
use crate::ir::{Effect, Operand, Use};
use crate::primitives::receivers;
use crate::site::{self, Site};
use crate::syntax;

impl Walker<'_> {
    /// What a value makes, and the site of the reference that it is a part of, if it is one.
    pub(super) fn made(&self, value: Option<&Expr>) -> (Made, Option<usize>) {
        match value {
            Some(value) if self.makes_reference_in(value, self.in_unsafe) => {
                (Made::Reference, self.made_at(value))
            }
            Some(value) if self.may_make_reference(value) => (Made::Option, None),
            _ => (Made::Nothing, None),
        }
    }

    fn makes_reference_in(&self, value: &Expr, in_unsafe: bool) -> bool {
        match syntax::bare(value) {
            Expr::Reference(reference) => {
                self.is_part_of_reference(&reference.expr)
                    || in_unsafe && self.is_watched_by_itself(&reference.expr)
            }
            Expr::Unsafe(block) => match &block.block.stmts[..] {
                [Stmt::Expr(tail, None)] => self.makes_reference_in(tail, true),
                _ => false,
            },
            Expr::MethodCall(call) => match call.method.to_string().as_str() {
                "unwrap" | "expect" | "unwrap_unchecked" => {
                    matches!(syntax::bare(&call.receiver), Expr::MethodCall(inner)
                        if in_unsafe && self.is_made_of_pointer(inner, &["as_ref", "as_mut"]))
                }
                _ => {
                    in_unsafe
                        && self.is_made_of_pointer(call, &["as_ref_unchecked", "as_mut_unchecked"])
                }
            },
            _ => false,
        }
    }

    /// Whether a value is `Some` of such a reference.
    fn may_make_reference(&self, value: &Expr) -> bool {
        match syntax::bare(value) {
            Expr::MethodCall(call) => {
                self.in_unsafe && self.is_made_of_pointer(call, &["as_ref", "as_mut"])
            }
            Expr::Unsafe(block) => match &block.block.stmts[..] {
                [Stmt::Expr(tail, None)] => matches!(syntax::bare(tail), Expr::MethodCall(call)
                    if self.is_made_of_pointer(call, &["as_ref", "as_mut"])),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_made_of_pointer(&self, call: &syn::ExprMethodCall, methods: &[&str]) -> bool {
        methods.iter().any(|method| call.method == method)
            && call.args.is_empty()
            && self.is_raw(&call.receiver)
    }

    fn is_raw(&self, pointer: &Expr) -> bool {
        matches!(self.operand(pointer), Operand::Raw { .. })
    }

    /// A `static mut`, or what a raw pointer refers to, with fields and indices, in unsafe code.
    fn is_watched_by_itself(&self, place: &Expr) -> bool {
        match syntax::bare(place) {
            Expr::Path(path) => path.qself.is_none() && self.statics.contains(&path.path),
            Expr::Field(field) => self.is_watched_by_itself(&field.base),
            Expr::Index(index) => self.is_watched_by_itself(&index.expr),
            Expr::Unary(ExprUnary {
                op: UnOp::Deref(_),
                expr,
                ..
            }) => self.is_raw(expr),
            _ => false,
        }
    }

    /// `x`, `*x`, `x.f` or `(*x).f`
    fn is_part_of_reference(&self, place: &Expr) -> bool {
        self.is_reference(place) || self.target(place).is_some()
    }

    /// `x`
    fn is_reference(&self, expression: &Expr) -> bool {
        match syntax::bare(expression) {
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.locals.made_at(&name.to_string()).is_some()),
            _ => false,
        }
    }

    /// `*x`
    pub(super) fn is_referred(&self, expression: &Expr) -> bool {
        matches!(syntax::bare(expression), Expr::Unary(ExprUnary { op: UnOp::Deref(_), expr, .. })
            if self.is_reference(expr))
    }

    /// The place that an event names: `*x`, `x.f` or `(*x).f`.
    fn target<'e>(&self, place: &'e Expr) -> Option<&'e Expr> {
        let place = syntax::bare(place);
        let is_field = matches!(place, Expr::Field(ExprField { base, .. })
            if self.is_reference(base) || self.is_referred(base));
        let is_watched = matches!(self.root(place), Root::Reference);
        (is_watched && (is_field || self.is_referred(place))).then_some(place)
    }

    /// A place that begins with such a reference.
    pub(super) fn place_of_reference(&mut self, expression: &mut Expr, use_: Use) {
        if let Expr::Index(index) = expression {
            let base = match self.is_reference(&index.expr) {
                true => Some(syntax::referred(&index.expr)),
                false => self.target(&index.expr).cloned(),
            };
            match base {
                Some(base) if matches!(use_, Use::Value | Use::Write) => {
                    let event = self.event(expression, &base);
                    if let Expr::Index(index) = expression {
                        *index.expr = reference::indexed(&event, self.krate);
                        self.expression(&mut index.index, Use::Value);
                    }
                }
                _ => self.inner(expression),
            }
            return;
        }
        if use_ == Use::Value
            && let Some(target) = self.target(expression).cloned()
        {
            let event = self.event(expression, &target);
            *expression = reference::read(&event, expression, self.krate);
        }
    }

    /// The index of the site where the reference was made that a place begins with.
    fn made_at(&self, place: &Expr) -> Option<usize> {
        match syntax::bare(place) {
            Expr::Path(path) => self.locals.made_at(&path.path.get_ident()?.to_string()),
            Expr::Field(field) => self.made_at(&field.base),
            Expr::Index(index) => self.made_at(&index.expr),
            Expr::Unary(unary) => self.made_at(&unary.expr),
            Expr::Reference(reference) => self.made_at(&reference.expr),
            _ => None,
        }
    }

    /// The index of the site where a value's reference was just made, the value having been walked from `sites` on.
    pub(super) fn site_of_reference(
        &self,
        made_before: Option<usize>,
        sites: usize,
    ) -> Option<usize> {
        match self.sites.len() {
            len if len > sites => Some(len - 1),
            _ => made_before,
        }
    }

    fn event(&mut self, expression: &Expr, place: &Expr) -> Event {
        let span = site::first_span(expression);
        let mut site = Site::of(expression, expression);
        if let Some(made) = self.made_at(place) {
            site = site.through(made);
        }
        let site = self.site(site, span);
        Event {
            place: place.clone(),
            site,
            span,
        }
    }

    /// The event of `P = value`, which stands behind the value.
    pub(super) fn assignment(&mut self, left: &Expr, right: &Expr) -> Option<Event> {
        let target = self.target(left)?.clone();
        let is_left = matches!(
            syntax::bare(right),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_)
        );
        let stays = !is_left && !self.never_returns(right) && !receivers::awaits(right);
        stays.then(|| self.event(left, &target))
    }

    /// The events of operands that are compared or assigned to, which stand before the whole.
    pub(super) fn operands(&mut self, operands: &[(&Expr, Use)]) -> Vec<(Event, Use)> {
        if operands
            .iter()
            .any(|(operand, _)| syntax::may_run_code(operand) || receivers::awaits(operand))
        {
            return Vec::new();
        }
        let mut events = Vec::new();
        for (operand, use_) in operands {
            if let Some(target) = self.target(operand).cloned() {
                events.push((self.event(operand, &target), *use_));
            }
        }
        events
    }

    /// The event of a method whose effect its name tells.
    pub(super) fn method_of_reference(
        &mut self,
        call: &syn::ExprMethodCall,
        named: Effect,
        declared: Option<Effect>,
    ) -> Option<(Event, &'static str)> {
        let receiver = &call.receiver;
        let target =
            match self.is_reference(receiver) && matches!(self.root(receiver), Root::Reference) {
                true => syntax::referred(receiver),
                false => self.target(receiver)?.clone(),
            };
        if call
            .args
            .iter()
            .any(|argument| syntax::may_run_code(argument) || receivers::awaits(argument))
        {
            return None;
        }
        let how = match (named, declared) {
            (_, Some(Effect::Write)) => "__written_if_plain",
            (Effect::Write, None) => "__written_by_name",
            (Effect::Read, None) => "__read_by_name",
            _ => return None,
        };
        Some((self.event(receiver, &target), how))
    }

    /// Remembers the variables of a pattern that are such references, with the index of the site.
    pub(super) fn bind_reference(&mut self, pattern: &Pat, made: Made, site: Option<usize>) {
        let Some(site) = site else { return };
        let name = match (pattern, made) {
            (Pat::Type(typed), Made::Reference) if matches!(*typed.ty, syn::Type::Reference(_)) => {
                &*typed.pat
            }
            (Pat::TupleStruct(some), Made::Option)
                if some.path.is_ident("Some") && some.elems.len() == 1 =>
            {
                &some.elems[0]
            }
            (name, Made::Reference) => name,
            _ => return,
        };
        if let Pat::Ident(name) = name
            && name.by_ref.is_none()
            && name.mutability.is_none()
            && name.subpat.is_none()
        {
            self.locals.made_here(&name.ident.to_string(), site);
        }
    }
}

/// What a value makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Made {
    /// A reference to a watched place.
    Reference,
    /// `Some` of one, or `None`.
    Option,
    /// Nothing of that kind.
    Nothing,
}
