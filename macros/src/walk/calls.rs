//! Calls: atomics, fences, pointer functions, threads.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::{Off, Walker};
use crate::expand;
use crate::ir::{Effect, Kind, Operand, Use};
use crate::knowledge::Owner;
use crate::known_calls;
use crate::primitives::{self, captured, receivers};
use crate::site::{self, Site};
use crate::syntax;

/// Functions of `core::ptr` that are done by us with their events: name and number of arguments.
const POINTER_FUNCTIONS: &[(&str, usize)] = &[
    ("read", 1),
    ("read_volatile", 1),
    ("read_unaligned", 1),
    ("write", 2),
    ("write_volatile", 2),
    ("write_unaligned", 2),
    ("write_bytes", 3),
    ("replace", 2),
    ("swap", 2),
    ("copy", 3),
    ("copy_nonoverlapping", 3),
    ("swap_nonoverlapping", 3),
    ("drop_in_place", 1),
];

/// Methods of raw pointers and `NonNull` with arguments, and how many: the runtime's own report them.
const POINTER_METHODS: &[(&str, usize)] = &[
    ("write", 1),
    ("write_volatile", 1),
    ("write_unaligned", 1),
    ("write_bytes", 2),
    ("replace", 1),
    ("swap", 1),
    ("copy_to", 2),
    ("copy_to_nonoverlapping", 2),
    ("copy_from", 2),
    ("copy_from_nonoverlapping", 2),
];

/// Those of them that write their argument to the whole pointee.
const WRITES_OF_VALUES: &[&str] = &["write", "write_volatile", "write_unaligned", "replace"];

/// Methods of raw pointers and `NonNull` without arguments that touch the whole pointee.
const POINTEE_METHODS: &[(&str, Kind)] = &[
    ("read", Kind::Read),
    ("read_volatile", Kind::Read),
    ("read_unaligned", Kind::Read),
    ("as_ref", Kind::ReborrowShared),
    ("as_mut", Kind::ReborrowExclusive),
    ("as_ref_unchecked", Kind::ReborrowShared),
    ("as_mut_unchecked", Kind::ReborrowExclusive),
    ("drop_in_place", Kind::Write),
];

/// Whether a method of a raw pointer's name may be one of the user's that takes `self`, so that the receiver has to stand there as
/// written: no reference to it can be moved out of. To name a field twice runs a `Deref` twice, so fields count only for what
/// is no method of references.
fn may_consume(call: &ExprMethodCall) -> bool {
    match syntax::bare(&call.receiver) {
        Expr::Path(_) => true,
        receiver => call.method == "drop_in_place" && syntax::is_field_path(receiver),
    }
}

impl Walker<'_> {
    pub(super) fn method_call(&mut self, expression: &mut Expr) {
        let original = expression.clone();
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let name = call.method.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let receiver = syntax::last_name(&call.receiver);
        if self.off < Off::All
            && let Some(orderings) = syntax::atomic_orderings(&name, &arguments, |argument| {
                self.is_ordering(argument)
                    || receiver
                        .as_deref()
                        .is_some_and(|name| self.knowledge.is_atomic(name))
            })
            && !self.knowledge.may_be_own(&name, receiver.as_deref())
        {
            return self.atomic_method(call, orderings);
        }
        if self.in_unsafe && self.off == Off::No && self.pointer_method(expression) {
            // A raw pointer's `read` and a lock's look the same; types decide for each.
            if name == "read" {
                self.primitive(&original, expression);
            }
            return;
        }
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let last = call.args.iter().rposition(syntax::may_run_code);
        let named = match (
            self.knowledge.effect_of(&name, call.args.len()),
            syntax::effect_of_method(&name),
        ) {
            (Some(Effect::Taken), Effect::Taken) => Effect::Taken,
            // A method of another type may have the name, and look at its receiver only.
            (Some(Effect::Taken), _) if self.may_be_moved_out(&call.receiver) => Effect::None,
            (Some(Effect::Taken), _) => Effect::Unknown,
            (Some(declared), Effect::None) => declared,
            // A method of the user's and one of another type may share the name: only the type checker knows which it is.
            (Some(declared), other) if declared != other => Effect::Unknown,
            (_, other) => other,
        };
        // `(*slice).into_iter()` is one on what `*` gives, which may have no size.
        let is_deref = matches!(syntax::bare(&call.receiver), Expr::Unary(_));
        let named = match named {
            Effect::Taken if is_deref && name.starts_with("into_") => Effect::Unknown,
            named => named,
        };
        let event = match self.off {
            Off::No => {
                let declared = self.knowledge.effect_of(&name, call.args.len());
                let call = call.clone();
                self.method_of_reference(&call, named, declared)
            }
            _ => None,
        };
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let effect = match (named, last) {
            (Effect::None, _) => Effect::None,
            // It is taken before the arguments run.
            (Effect::Taken, Some(_)) if self.may_be_moved_out(&call.receiver) => Effect::Taken,
            // The event would stand before the arguments, so it waits for the last one that runs code.
            (_, Some(last)) => match can_wait(&call.args[last]) {
                true => Effect::Later,
                false => Effect::None,
            },
            (effect, None) => effect,
        };
        let has_closure = call
            .args
            .iter()
            .any(|argument| matches!(argument, Expr::Closure(_)));
        let gives_exclusive = has_closure && self.locals.mentions_exclusive(&call.receiver);
        let sites = self.sites.len();
        self.operand_of(&mut call.receiver, Use::Receiver(effect));
        // The receiver's own site is its last.
        let receiver = (self.sites.len() > sites).then(|| self.sites.len() - 1);
        match name.starts_with("spawn") {
            true => self.spawned_arguments(call.args.iter_mut()),
            false => {
                for argument in &mut call.args {
                    self.gives_exclusive = gives_exclusive;
                    self.argument(argument);
                }
                self.gives_exclusive = false;
            }
        }
        if let (Effect::Later, Some(site), Some(last)) = (effect, receiver, last) {
            let span = site::first_span(&original);
            let site = expand::function::site(site, span);
            expand::place::Template::arguments_ran(&mut call.args[last], &site, span, self.krate);
        }
        self.primitive(&original, expression);
        if let Some((event, hook)) = event {
            expand::reference::method(&event, hook, expression, self.krate);
        }
    }

    /// Whether a receiver is a place behind something that may be a box.
    fn may_be_moved_out(&self, receiver: &Expr) -> bool {
        match syntax::bare(receiver) {
            Expr::Field(field) => self.may_be_moved_out(&field.base),
            Expr::Unary(unary) => {
                matches!(unary.op, syn::UnOp::Deref(_))
                    && !matches!(self.operand(&unary.expr), Operand::Raw { .. })
            }
            _ => false,
        }
    }

    /// Whether an argument is declared to be an ordering.
    fn is_ordering(&self, argument: &Expr) -> bool {
        matches!(argument, Expr::Path(path) if self.statics.is_ordering(&path.path))
            || self.operand(argument) == Operand::Ordering
    }

    fn atomic_method(&mut self, call: &mut ExprMethodCall, orderings: &[usize]) {
        let span = site::first_span(call);
        let site = Site::of(call, &call.receiver)
            .with_orderings(orderings.iter().map(|index| &call.args[*index]));
        let site = self.site(site, span);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let site = self.judged(&call.method.to_string(), &arguments, site);
        let is_static = self.is_static(&call.receiver);
        let is_variable = receivers::is_variable(&call.receiver);
        let referred = captured::referred(
            &call.receiver,
            &self.not_addressable,
            &self.locals,
            &mut self.frames,
        );
        let is_variable = is_variable && referred.is_none();
        self.traits |= (is_variable || referred.is_some()) && !is_static;
        match referred {
            Some(referred) => *call.receiver = referred,
            None => self.expression(&mut call.receiver, Use::Raw),
        }
        for argument in &mut call.args {
            self.argument(argument);
        }
        expand::atomic::method(call, is_static, is_variable, &site, span, self.krate);
    }

    fn judged(&self, method: &str, arguments: &[&Expr], site: TokenStream) -> TokenStream {
        match self.judge.look(method, arguments) {
            Some(judged) => expand::judge::site(&judged, &site, self.krate),
            None => site,
        }
    }

    /// A method of raw pointers; whether it was one.
    fn pointer_method(&mut self, expression: &mut Expr) -> bool {
        let Expr::MethodCall(call) = expression else {
            return false;
        };
        let name = call.method.to_string();
        let known = self.operand(&call.receiver);
        let cell = matches!(known, Operand::Raw { cell: true } | Operand::UnknownCell);
        let is_raw = matches!(known, Operand::Raw { .. });
        let pointee = POINTEE_METHODS.iter().find(|(method, _)| *method == name);
        if let (Some((_, kind)), true) = (pointee, call.args.is_empty()) {
            if known.is_not_raw() {
                return false;
            }
            let kind = if cell { kind.through_cell() } else { *kind };
            let whole = call.clone();
            let receiver_is_watched = self.is_watched(&call.receiver);
            // What is no raw pointer has methods of that name which may borrow it mutably: `Option::as_mut`.
            let use_ = match name.starts_with("as_ref") || is_raw || !receiver_is_watched {
                true => Use::Look,
                false => Use::Receiver(Effect::Unknown),
            };
            self.expression(&mut call.receiver, use_);
            if receiver_is_watched && !is_raw {
                return true;
            }
            let receiver = (*call.receiver).clone();
            let place = pointee_text(&whole.receiver);
            let template = self.template_of(&whole, &place);
            if !is_raw && may_consume(&whole) {
                *expression = template.touched_before(call, kind);
                return true;
            }
            *call.receiver = template.touched(&receiver, kind);
            return true;
        }
        let takes_arguments = POINTER_METHODS.contains(&(name.as_str(), call.args.len()));
        let is_other = known.is_not_raw()
            || !is_raw
                && (self.is_watched(&call.receiver)
                    || self
                        .knowledge
                        .may_be_own(&name, syntax::last_name(&call.receiver).as_deref()));
        if !takes_arguments || is_other {
            return false;
        }
        let whole = call.clone();
        let stays = !is_raw
            && matches!(syntax::bare(&call.receiver), Expr::Path(_))
            && WRITES_OF_VALUES.contains(&name.as_str())
            && call.args.iter().all(is_ready);
        self.expression(&mut call.receiver, Use::Look);
        call.args
            .iter_mut()
            .for_each(|argument| self.expression(argument, Use::Value));
        let receiver = (*call.receiver).clone();
        let place = pointee_text(&whole.receiver);
        let kind = if cell { Kind::CellWrite } else { Kind::Write };
        let template = self.template_of(&whole, &place);
        if stays {
            *expression = template.touched_before(call, kind);
            return true;
        }
        *call.receiver = template.pointer(&receiver, kind);
        true
    }

    /// Whether the receiver is a place with events of its own: then those are the events.
    pub(super) fn is_watched(&self, receiver: &Expr) -> bool {
        match syntax::bare(receiver) {
            Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::Field(field) => self.is_watched(&field.base) || self.is_static(receiver),
            Expr::Index(index) => self.is_watched(&index.expr) || self.is_static(receiver),
            other => self.is_static(other),
        }
    }

    fn template_of(
        &mut self,
        call: &impl quote::ToTokens,
        place: &impl quote::ToTokens,
    ) -> expand::place::Template<'_> {
        let span = site::first_span(call);
        let site = self.site(Site::of(call, place), span);
        expand::place::Template {
            krate: self.krate,
            site,
            span,
            sets_off: false,
        }
    }

    pub(super) fn call(&mut self, expression: &mut Expr) {
        let parens = self.parens.take();
        let original = expression.clone();
        let Expr::Call(call) = expression else {
            return;
        };
        if self.off < Off::All {
            if let Some(replacement) = self.atomic_path(call) {
                *expression = replacement;
                return;
            }
            if self.fence(call) {
                return;
            }
        }
        let Expr::Call(call) = expression else {
            return;
        };
        if self.off == Off::No
            && let Some(replacement) = self.pointer_function(call)
        {
            *expression = replacement;
            return;
        }
        let Expr::Call(call) = expression else {
            return;
        };
        if !matches!(syntax::bare(&call.func), Expr::Path(_)) || self.is_static(&call.func) {
            self.expression(&mut call.func, Use::Look);
        }
        let fills = known_calls::fills(&call.func, &self.knowledge);
        let opens_scope = call.args.len() == 1 && is_scope(&call.func);
        for argument in &mut call.args {
            self.is_scope_body = opens_scope && matches!(argument, Expr::Closure(_));
            match argument {
                Expr::Reference(reference) if fills && reference.mutability.is_some() => {
                    self.expression(&mut reference.expr, Use::Filled);
                }
                other => self.argument(other),
            }
        }
        match self.called_local(&original) {
            // What it does is seen where it stands.
            Some(Operand::Closure) => {}
            _ if self.off == Off::All || self.never_returns(&original) => {}
            Some(_) => {
                let rewritten = std::mem::replace(expression, Expr::Verbatim(TokenStream::new()));
                *expression = primitives::value_call(&original, rewritten, &mut self.context());
            }
            None => self.primitive_in(parens, &original, expression),
        }
    }

    /// What is known of the local that a call runs.
    fn called_local(&self, call: &Expr) -> Option<Operand> {
        let Expr::Call(call) = call else {
            return None;
        };
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return None;
        };
        self.locals.known(&path.path.get_ident()?.to_string())
    }

    fn atomic_path(&mut self, call: &mut ExprCall) -> Option<Expr> {
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return None;
        };
        let (atomic, method) = syntax::atomic_type(path, &|name| {
            let imported = self.knowledge.imported(name).and_then(<[String]>::last);
            imported.is_some_and(|last| last != "AtomicPtr" && syntax::is_atomic_name(last))
        })?;
        let method = method.clone();
        let name = method.to_string();
        let arguments: Vec<&Expr> = call.args.iter().skip(1).collect();
        let orderings = syntax::atomic_orderings(&name, &arguments, |_| true)?;
        let span = site::first_span(call);
        let site = Site::of(call, call.args.first()?)
            .with_orderings(orderings.iter().map(|index| arguments[*index]));
        let site = {
            let arguments: Vec<Expr> = arguments.into_iter().cloned().collect();
            let site = self.site(site, span);
            self.judged(&name, &arguments.iter().collect::<Vec<_>>(), site)
        };
        for argument in &mut call.args {
            self.argument(argument);
        }
        Some(expand::atomic::path(
            call, &atomic, &method, &site, span, self.krate,
        ))
    }

    fn fence(&mut self, call: &mut ExprCall) -> bool {
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return false;
        };
        let is_fence = path
            .path
            .segments
            .last()
            .is_some_and(|part| part.ident == "fence");
        // A relaxed fence is left to rustc's own lint, but a constant of that name may be anything.
        let is_relaxed = |order: &Expr| match syntax::bare(order) {
            Expr::Path(path) => {
                let last = path.path.segments.last();
                last.is_some_and(|part| part.ident == "Relaxed")
                    && !self.statics.is_ordering(&path.path)
            }
            _ => false,
        };
        if !is_fence || call.args.len() != 1 || is_relaxed(&call.args[0]) {
            return false;
        }
        let span = site::first_span(call);
        let site = Site::of(call, &path.path).with_orderings(call.args.iter());
        let site = self.site(site, span);
        let site = self.judged("fence", &[&call.args[0]], site);
        let order = &mut call.args[0];
        self.expression(order, Use::Value);
        expand::atomic::fence(order, &site, span, self.krate);
        true
    }

    /// `<*mut T>::write(p, v)`: as `ptr::write`, or as a method of the pointer.
    fn pointer_method_by_path(&mut self, call: &ExprCall) -> Option<Expr> {
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return None;
        };
        let name = path.path.segments.last()?.ident.clone();
        let arity = call.args.len().checked_sub(1)?;
        let is_known = POINTER_METHODS.contains(&(name.to_string().as_str(), arity))
            || arity == 0 && POINTEE_METHODS.iter().any(|(method, _)| name == method);
        if !is_known {
            return None;
        }
        let mut whole = call.clone();
        for argument in &mut whole.args {
            self.expression(argument, Use::Value);
        }
        let place = pointee_text(call.args.first()?);
        let kind = POINTEE_METHODS
            .iter()
            .find(|(method, _)| name == method && arity == 0)
            .map(|(_, kind)| *kind);
        let template = self.template_of(call, &place);
        Some(match kind {
            Some(kind) => {
                whole.args[0] = template.value_event_of(&whole.args[0], kind);
                Expr::Call(whole)
            }
            None => template.pointer_function(&name, Some(&whole.func), whole.args.iter()),
        })
    }

    /// `NonNull::write(p, v)`: as the method of that name.
    fn non_null_method_by_path(&mut self, call: &ExprCall, name: &syn::Ident) -> Option<Expr> {
        let arity = call.args.len().checked_sub(1)?;
        let pointee = POINTEE_METHODS
            .iter()
            .find(|(method, _)| name == method && arity == 0)
            .map(|(_, kind)| *kind);
        if pointee.is_none() && !POINTER_METHODS.contains(&(name.to_string().as_str(), arity)) {
            return None;
        }
        let mut whole = call.clone();
        for argument in &mut whole.args {
            self.expression(argument, Use::Value);
        }
        let place = pointee_text(call.args.first()?);
        let template = self.template_of(call, &place);
        Some(match pointee {
            Some(kind) => {
                whole.args[0] = template.through(&whole.args[0], kind);
                Expr::Call(whole)
            }
            None => template.method_of_value(&whole, name),
        })
    }

    fn pointer_function(&mut self, call: &mut ExprCall) -> Option<Expr> {
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return None;
        };
        let names: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let last = path.path.segments.last()?.ident.clone();
        if let Some(qself) = &path.qself {
            let is_method = matches!(*qself.ty, syn::Type::Ptr(_)) && names.len() == 1;
            return match is_method && self.in_unsafe {
                true => self.pointer_method_by_path(call),
                false => None,
            };
        }
        if names.len() > 1 && self.knowledge.declares_module(names[0]) {
            return None;
        }
        let owner = match &names[..] {
            [name, _] => self.knowledge.owner_of_type(name),
            [.., name, _] if names[0] == "self" || names[0] == "super" || names[0] == "crate" => {
                match self.knowledge.owner_of_type(name) {
                    Owner::Std => Owner::Unknown,
                    other => other,
                }
            }
            _ => Owner::Std,
        };
        let imported = match self.locals.contains(names[0]) {
            true => None,
            false => self.knowledge.imported(names[0]),
        };
        let imported: Option<Vec<&str>> = imported.map(|path| {
            let path = path.iter().map(String::as_str);
            path.chain(names[1..].iter().copied()).collect()
        });
        let names = match &imported {
            Some(imported) if imported.len() > 1 => imported,
            _ => &names,
        };
        // A raw name is nothing of std's.
        let last = match (&imported, names.last()) {
            (Some(_), Some(name)) if !name.starts_with("r#") => syn::Ident::new(name, last.span()),
            _ => last,
        };
        match (&names[..], call.args.len()) {
            ([.., "ptr", "NonNull", _], _) if self.in_unsafe => {
                self.non_null_method_by_path(call, &last)
            }
            (["ptr", name] | ["std" | "core", "ptr", name], arity)
                if self.in_unsafe && POINTER_FUNCTIONS.contains(&(*name, arity)) =>
            {
                let whole = call.clone();
                call.args
                    .iter_mut()
                    .for_each(|argument| self.expression(argument, Use::Value));
                let place = pointee_text(whole.args.first()?);
                let template = self.template_of(&whole, &place);
                Some(template.pointer_function(&last, Some(&whole.func), call.args.iter()))
            }
            (["alloc", "dealloc"] | ["std", "alloc", "dealloc"] | ["dealloc"], 2)
            | (["alloc", "realloc"] | ["std", "alloc", "realloc"] | ["realloc"], 3)
                if self.in_unsafe && (names.len() != 1 || self.is_glob_of_alloc(names[0])) =>
            {
                let whole = call.clone();
                for argument in &mut call.args {
                    self.expression(argument, Use::Value);
                }
                let place = pointee_text(whole.args.first()?);
                let template = self.template_of(&whole, &place);
                Some(template.pointer_function(&last, Some(&whole.func), call.args.iter()))
            }
            (["slice", "from_raw_parts" | "from_raw_parts_mut"], 2)
            | (
                [
                    "std" | "core",
                    "slice",
                    "from_raw_parts" | "from_raw_parts_mut",
                ],
                2,
            )
            | ([.., "Vec" | "String", "from_raw_parts"], 3)
                if self.in_unsafe && (call.args.len() < 3 || owner == Owner::Std) =>
            {
                let whole = call.clone();
                for argument in &mut call.args {
                    self.expression(argument, Use::Value);
                }
                let owned = call.args.len() == 3;
                let name = if owned {
                    "owned_from_raw_parts".into()
                } else {
                    last.to_string()
                };
                let name = syn::Ident::new(&name, last.span());
                let place = pointee_text(whole.args.first()?);
                let template = self.template_of(&whole, &place);
                Some(template.pointer_function(&name, Some(&whole.func), call.args.iter()))
            }
            ([.., "Box", "from_raw"], 1) if self.in_unsafe && owner != Owner::User => {
                let mut whole = call.clone();
                self.expression(&mut call.args[0], Use::Value);
                let place = pointee_text(whole.args.first()?);
                let template = self.template_of(&whole, &place);
                Some(match owner {
                    Owner::Std => {
                        template.pointer_function(&last, Some(&whole.func), call.args.iter())
                    }
                    // It may be the user's, and take something else.
                    _ => {
                        whole.args[0] = template.value_event_of(&call.args[0], Kind::Write);
                        Expr::Call(whole)
                    }
                })
            }
            ([.., "Box", "into_raw" | "leak"], 1) => {
                let whole = call.clone();
                self.expression(&mut call.args[0], Use::Value);
                let call = Expr::Call(call.clone());
                let template = self.template_of(&whole, &whole);
                Some(template.published(&call))
            }
            _ => None,
        }
    }
}

impl Walker<'_> {
    /// Whether a single name is one of `std::alloc`, all of whose names the file imports.
    fn is_glob_of_alloc(&self, name: &str) -> bool {
        !self.locals.contains(name) && self.knowledge.may_be_of_alloc(name)
    }
}

/// Whether this is `thread::scope` by its name.
fn is_scope(function: &Expr) -> bool {
    let Expr::Path(path) = syntax::bare(function) else {
        return false;
    };
    let mut names = path.path.segments.iter().rev();
    let is_named = names.next().is_some_and(|last| last.ident == "scope");
    is_named && names.next().is_none_or(|of| of.ident == "thread")
}

/// Whether an argument may go through a function: a value (a place might be a `&mut` that the call reborrows), and
/// nothing in it awaits.
fn can_wait(argument: &Expr) -> bool {
    let text = argument.to_token_stream().to_string();
    !syntax::is_place(argument) && !text.contains("await")
}

/// Whether an argument runs no code and leaves no temporary: an event may stand before it, and the call in a block.
fn is_ready(argument: &Expr) -> bool {
    match syntax::bare(argument) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_ready(&field.base),
        Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Deref(_)) && is_ready(&unary.expr),
        Expr::Binary(binary) => is_ready(&binary.left) && is_ready(&binary.right),
        Expr::Cast(cast) => is_ready(&cast.expr),
        Expr::MethodCall(call) => {
            call.args.is_empty()
                && syntax::is_field_path(&call.receiver)
                && !syntax::may_run_code(argument)
        }
        _ => false,
    }
}

/// The pointee as the source would name it.
fn pointee_text(pointer: &Expr) -> TokenStream {
    let pointer = syntax::bare(pointer);
    let mut tokens = TokenStream::new();
    syn::Token![*](site::first_span(pointer)).to_tokens(&mut tokens);
    pointer.to_tokens(&mut tokens);
    tokens
}
