//! What is known of the names in scope.

use std::collections::HashMap;

use syn::visit::Visit;
use syn::{Expr, FnArg, Item, Pat, Signature, Stmt};

use crate::ir::Operand;
use crate::syntax;

/// The scopes of a function, innermost last.
#[derive(Default)]
pub(super) struct Locals {
    scopes: Vec<HashMap<String, Operand>>,
}

impl Locals {
    pub(super) fn enter(&mut self) {
        self.scopes.push(HashMap::new());
    }

    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// What the syntax around a name or a field path tells about its type.
    pub(super) fn operand(&self, expression: &Expr) -> Operand {
        let Expr::Path(path) = syntax::bare(expression) else {
            return Operand::Unknown;
        };
        match path.path.get_ident().map(ToString::to_string) {
            Some(name) if name == "self" => Operand::NotRaw,
            Some(name) => self.known(&name).unwrap_or(Operand::Unknown),
            None => Operand::Unknown,
        }
    }

    fn known(&self, name: &str) -> Option<Operand> {
        self.scopes
            .iter()
            .rev()
            .find_map(|scope| scope.get(name).copied())
    }

    fn insert(&mut self, name: String, operand: Operand) {
        if self.scopes.is_empty() {
            self.enter();
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name, operand);
        }
    }

    /// The parameters of a function.
    pub(super) fn of_signature(&mut self, signature: &Signature) {
        self.enter();
        for input in &signature.inputs {
            if let FnArg::Typed(typed) = input {
                self.bind(&typed.pat);
                if let Pat::Ident(ident) = &*typed.pat {
                    if ident.by_ref.is_none() {
                        self.insert(ident.ident.to_string(), syntax::operand_of_type(&typed.ty));
                    }
                }
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
        let mut names = Names(Vec::new());
        names.visit_pat(pattern);
        for name in names.0 {
            self.insert(name, Operand::Unknown);
        }
        if let Pat::Type(typed) = pattern {
            if let Pat::Ident(ident) = &*typed.pat {
                self.insert(ident.ident.to_string(), syntax::operand_of_type(&typed.ty));
            }
        }
    }

    /// The same with what they are bound to.
    pub(super) fn bind_with(&mut self, pattern: &Pat, init: Option<&Expr>) {
        let known = init.map(|init| syntax::operand(init, &|local| self.operand(local)));
        self.bind(pattern);
        if let (Pat::Ident(ident), Some(known)) = (pattern, known) {
            // `.get()` alone promises nothing about a name: a map has one too.
            let certain = match (known, init.map(syntax::bare)) {
                (Operand::Raw { .. }, Some(Expr::MethodCall(_))) => Operand::Unknown,
                (known, _) => known,
            };
            if ident.by_ref.is_none() && ident.subpat.is_none() {
                self.insert(ident.ident.to_string(), certain);
            }
        }
    }
}

struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.push(pattern.ident.to_string());
        syn::visit::visit_pat_ident(self, pattern);
    }
}
