//! Literals of types whose `Drop` is not annotated: such a value may be the guard of a lock, or wake somebody, when it is dropped.
//!
//! By the names of types, as the sources of the crate tell them; in doubt a literal counts, which hides races and invents none. Those in
//! blocks and closures belong to the statements there.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprPath, ExprStruct, Macro, Stmt};

use super::origins::Origins;

/// The literals of an expression whose values somebody may have to watch.
pub(super) fn of(expression: &Expr, origins: Origins<'_>) -> Vec<Expr> {
    let mut found = Literals::new(origins);
    found.visit_expr(expression);
    found.found
}

/// Those of a statement.
pub(super) fn of_statement(statement: &Stmt, origins: Origins<'_>) -> Vec<Expr> {
    let mut found = Literals::new(origins);
    if !matches!(statement, Stmt::Item(_)) {
        found.visit_stmt(statement);
    }
    found.found
}

struct Literals<'k> {
    origins: Origins<'k>,
    found: Vec<Expr>,
}

impl<'k> Literals<'k> {
    fn new(origins: Origins<'k>) -> Self {
        Self {
            origins,
            found: Vec::new(),
        }
    }

    /// What stands in a macro is read by its names.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(name) if self.origins.is_unseen(&name) => {
                    let is_path = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), ':' | '!' | '<' | '>'));
                    if !tokens.peek().is_some_and(is_path) {
                        self.found.push(syn::parse_quote!(#name));
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Literals<'_> {
    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        visit::visit_expr_struct(self, literal);
        if self.origins.drops_unseen(&literal.path) {
            self.found.push(Expr::Struct(literal.clone()));
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        match &*call.func {
            Expr::Path(path) if self.origins.drops_unseen(&path.path) => {
                call.args
                    .iter()
                    .for_each(|argument| self.visit_expr(argument));
                self.found.push(Expr::Call(call.clone()));
            }
            _ => visit::visit_expr_call(self, call),
        }
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if path.qself.is_none() && self.origins.drops_unseen(&path.path) {
            self.found.push(Expr::Path(path.clone()));
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.tokens(call.tokens.clone());
    }

    fn visit_block(&mut self, _: &'ast Block) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
}
