//! What is known of the names in scope.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::{Expr, FnArg, Item, Pat, ReceiverKind, Signature, Stmt, Type};

use crate::ir::{Operand, Reference};
use crate::known_calls;
use crate::syntax;

#[derive(Clone, Copy)]
struct Variable {
    operand: Operand,
    reference: Reference,
    /// It is no reference, but its type names exclusive ones.
    holds_exclusive: bool,
    /// It is a reference that this function made of a watched place: the index of the site.
    made_at: Option<usize>,
}

/// The scopes of a function, innermost last.
#[derive(Default)]
pub(crate) struct Locals {
    scopes: Vec<HashMap<String, Variable>>,
    /// What `self` is, of a method.
    this: Option<Reference>,
}

impl Locals {
    pub(super) fn enter(&mut self) {
        self.scopes.push(HashMap::new());
    }

    /// How many scopes stand around.
    pub(super) fn depth(&self) -> usize {
        self.scopes.len()
    }

    /// The names of the scopes from one on.
    pub(super) fn names_from(&self, scope: usize) -> impl Iterator<Item = String> + '_ {
        self.scopes
            .iter()
            .skip(scope)
            .flat_map(|names| names.keys().cloned())
    }

    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// What is known of the type of a name; `None` if nothing in scope has it.
    pub(super) fn known(&self, name: &str) -> Option<Operand> {
        match name {
            "self" => Some(Operand::NotRaw),
            _ => self
                .scopes
                .iter()
                .rev()
                .find_map(|scope| Some(scope.get(name)?.operand)),
        }
    }

    /// What a name refers to, and the number of the scope that declares it; `None` if nothing in scope has it.
    pub(crate) fn reference(&self, name: &str) -> Option<(Reference, usize)> {
        if name == "self" {
            return Some((self.this?, 0));
        }
        let scope = self
            .scopes
            .iter()
            .rposition(|scope| scope.contains_key(name))?;
        Some((self.scopes[scope][name].reference, scope))
    }

    /// A name that was bound last turns out to be this.
    pub(super) fn refers(&mut self, pattern: &Pat, reference: Reference) {
        if let Pat::Ident(ident) = pattern
            && ident.by_ref.is_none()
            && let Some(scope) = self.scopes.last_mut()
            && let Some(variable) = scope.get_mut(&ident.ident.to_string())
            && variable.reference == Reference::Unknown
        {
            variable.reference = reference;
        }
    }

    /// The names that were bound last may be exclusive references, or hold some.
    pub(super) fn may_refer(&mut self, pattern: &Pat) {
        self.mark(pattern, |variable| {
            if variable.reference == Reference::Unknown {
                variable.reference = Reference::Likely;
            }
        });
    }

    /// The name that was bound last is a reference that this function made of a watched place.
    pub(super) fn made_here(&mut self, name: &str, site: usize) {
        let scope = self.scopes.last_mut();
        if let Some(variable) = scope.and_then(|scope| scope.get_mut(name)) {
            variable.made_at = Some(site);
        }
    }

    /// The index of the site where a name's reference was made, if this function made it of a watched place.
    pub(super) fn made_at(&self, name: &str) -> Option<usize> {
        let variable = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        variable?.made_at
    }

    fn mark(&mut self, pattern: &Pat, mark: impl Fn(&mut Variable)) {
        let Some(scope) = self.scopes.last_mut() else {
            return;
        };
        for name in names(pattern) {
            if let Some(variable) = scope.get_mut(&name) {
                mark(variable);
            }
        }
    }

    fn is_or_holds_exclusive(&self, name: &str) -> bool {
        let variable = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        variable.is_some_and(|variable| {
            let reference = variable.reference;
            variable.holds_exclusive
                || matches!(reference, Reference::Exclusive | Reference::Likely)
        })
    }

    /// What a value says by its look.
    pub(super) fn of_value(&self, value: &Expr) -> Reference {
        match of_value(value) {
            Reference::Unknown if self.mentions_exclusive(value) => Reference::Likely,
            reference => reference,
        }
    }

    /// Whether a value may be made of exclusive references: it names a local that is one, or a method that returns some.
    pub(super) fn mentions_exclusive(&self, value: &Expr) -> bool {
        let mut found = Exclusive(self, false);
        found.visit_expr(value);
        found.1
    }

    /// Whether a name is a local's.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.contains_key(name))
    }

    fn insert(&mut self, name: String, operand: Operand) {
        if self.scopes.is_empty() {
            self.enter();
        }
        if let Some(scope) = self.scopes.last_mut() {
            let reference = Reference::Unknown;
            let variable = Variable {
                operand,
                reference,
                holds_exclusive: false,
                made_at: None,
            };
            scope.insert(name, variable);
        }
    }

    /// The parameters of a function.
    pub(super) fn of_signature(&mut self, signature: &Signature) {
        self.enter();
        for input in &signature.inputs {
            match input {
                FnArg::Typed(typed) => self.bind_as(&typed.pat, &typed.ty),
                FnArg::Receiver(receiver) => self.this = Some(of_receiver(&receiver.kind)),
            }
        }
    }

    /// Items of a block may have the name of an outer local.
    pub(super) fn of_items(&mut self, statements: &[Stmt]) {
        for statement in statements {
            if let Stmt::Item(Item::Const(item)) = statement {
                self.insert(item.ident.to_string(), Operand::Unknown);
            }
        }
    }

    /// The names that a pattern binds.
    pub(super) fn bind(&mut self, pattern: &Pat) {
        self.insert_all(pattern, Operand::Unknown);
        if let Pat::Type(typed) = pattern {
            self.bind_as(&typed.pat, &typed.ty);
        }
    }

    /// The same with the declared type.
    fn bind_as(&mut self, pattern: &Pat, ty: &Type) {
        self.bind_with(pattern, syntax::operand_of_type(ty));
        self.refers(pattern, of_type(ty));
        if of_type(ty) == Reference::No && holds_exclusive(ty) {
            self.mark(pattern, |variable| variable.holds_exclusive = true);
        }
        if let (Pat::Tuple(pattern), Type::Tuple(ty)) = (pattern, ty) {
            for (part, ty) in syntax::tuple_parts(pattern, &ty.elems) {
                self.bind_as(part, ty);
            }
        }
    }

    /// The same with what is known of the value.
    pub(super) fn bind_with(&mut self, pattern: &Pat, known: Operand) {
        self.bind(pattern);
        match pattern {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
                self.insert(ident.ident.to_string(), known);
            }
            Pat::Tuple(_) | Pat::Slice(_) if known == Operand::Orderings => {
                self.bind_orderings(pattern);
            }
            _ => {}
        }
    }

    /// All that a pattern binds is an ordering, or made of orderings: what takes orderings takes it only if it is one.
    pub(super) fn bind_orderings(&mut self, pattern: &Pat) {
        self.insert_all(pattern, Operand::Ordering);
    }

    fn insert_all(&mut self, pattern: &Pat, operand: Operand) {
        for name in names(pattern) {
            self.insert(name, operand);
        }
    }
}

/// The names that a pattern binds.
pub(super) fn names(pattern: &Pat) -> Vec<String> {
    let mut names = Names(Vec::new());
    names.visit_pat(pattern);
    names.0
}

fn of_receiver(receiver: &ReceiverKind) -> Reference {
    match receiver {
        ReceiverKind::Reference(_, _, Some(_)) => Reference::Exclusive,
        ReceiverKind::Typed(_, ty) => of_type(ty),
        _ => Reference::No,
    }
}

/// What a type says by its look.
fn of_type(ty: &Type) -> Reference {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => Reference::Exclusive,
        Type::Infer(_) | Type::Macro(_) => Reference::Unknown,
        Type::Paren(paren) => of_type(&paren.elem),
        _ => Reference::No,
    }
}

/// Whether a type holds exclusive references, as `Option<&mut T>` does.
fn holds_exclusive(ty: &Type) -> bool {
    struct Holds(bool);
    impl<'ast> Visit<'ast> for Holds {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            self.0 |= reference.mutability.is_some();
        }
    }
    let mut found = Holds(false);
    found.visit_type(ty);
    found.0
}

struct Exclusive<'l>(&'l Locals, bool);

impl<'ast> Visit<'ast> for Exclusive<'_> {
    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        self.1 |= reference.mutability.is_some();
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        self.1 |= name.ends_with("_mut");
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let name = path.path.get_ident();
        self.1 |= name.is_some_and(|name| self.0.is_or_holds_exclusive(&name.to_string()));
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_block(&mut self, _: &'ast syn::Block) {}
}

/// What a value says by its look.
fn of_value(value: &Expr) -> Reference {
    match syntax::bare(value) {
        Expr::Reference(reference) if reference.mutability.is_some() => Reference::Exclusive,
        Expr::Reference(_) | Expr::Lit(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Tuple(_) => {
            Reference::No
        }
        Expr::Struct(_) | Expr::Closure(_) | Expr::Range(_) | Expr::Binary(_) => Reference::No,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if known_calls::constructs(&path.path) => Reference::No,
            _ => Reference::Unknown,
        },
        Expr::Macro(call) if call.mac.path.is_ident("vec") => Reference::No,
        Expr::Macro(call) if call.mac.path.is_ident("format") => Reference::No,
        _ => Reference::Unknown,
    }
}

struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.push(pattern.ident.to_string());
        syn::visit::visit_pat_ident(self, pattern);
    }
}
