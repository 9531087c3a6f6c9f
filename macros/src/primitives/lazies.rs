//! Places with a `LazyLock` that an expression may force by an implicit deref: `*CONFIG`, `CONFIG.len()`, `f(&CONFIG)`.
//!
//! No call stands there, so each statement that names such a place looks at it before and behind. By names, as the sources of the
//! crate declare them; whether the place holds a `LazyLock` is for its type to say (`hooks/lazy.rs`). What stands in blocks and closures belongs to the
//! statements there.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprField, ExprPath, Macro, Member, Path, Stmt};

use super::{Context, receivers};
use crate::known_calls;
use crate::syntax;

/// The places that a statement names, each once. `before` are variables that statements before it have declared as such.
pub(super) fn of_statement(statement: &Stmt, before: &[String], cx: &Context<'_>) -> Vec<Expr> {
    match statement {
        Stmt::Local(local) => local
            .init
            .as_ref()
            .map_or_else(Vec::new, |init| of(&init.expr, before, cx)),
        Stmt::Expr(expression, _) => of(expression, before, cx),
        Stmt::Macro(call) => {
            let mut found = Lazies::new(before, cx);
            found.visit_macro(&call.mac);
            found.found
        }
        Stmt::Item(_) => Vec::new(),
    }
}

/// The places that an expression names, each once.
pub(super) fn of(expression: &Expr, before: &[String], cx: &Context<'_>) -> Vec<Expr> {
    if receivers::awaits(expression) {
        return Vec::new();
    }
    let mut found = Lazies::new(before, cx);
    found.visit_expr(expression);
    found.found
}

struct Lazies<'c, 'k> {
    before: &'c [String],
    cx: &'c Context<'k>,
    found: Vec<Expr>,
}

impl<'c, 'k> Lazies<'c, 'k> {
    fn new(before: &'c [String], cx: &'c Context<'k>) -> Self {
        Self {
            before,
            cx,
            found: Vec::new(),
        }
    }

    fn add(&mut self, place: Expr) {
        let text = |place: &Expr| place.to_token_stream().to_string();
        if !self.found.iter().any(|known| text(known) == text(&place)) {
            self.found.push(place);
        }
    }

    fn is_lazy(&self, path: &Path) -> bool {
        let Some(last) = path.segments.last() else {
            return false;
        };
        let name = last.ident.to_string();
        let is_static = || match self.cx.statics.is_lazy(path) {
            Some(answer) => answer,
            None => self.cx.knowledge.is_lazy_static(&name),
        };
        match path.get_ident() {
            Some(_) if self.before.contains(&name) => true,
            Some(_) if self.cx.locals.contains(&name) => {
                self.cx.lazies.contains(&name) && !self.cx.not_addressable.contains(&name)
            }
            _ => is_static(),
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_mark = |index: usize, mark: char| matches!(tokens.get(index), Some(TokenTree::Punct(found)) if found.as_char() == mark);
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            next += 1;
            let first = match token {
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    continue;
                }
                TokenTree::Ident(first) => first,
                _ => continue,
            };
            // A field, or what follows a type's parameters.
            let is_part = 2 <= next && (is_mark(next - 2, '.') || is_mark(next - 2, ':'));
            let mut path = Path::from(first.clone());
            while is_mark(next, ':')
                && is_mark(next + 1, ':')
                && let Some(TokenTree::Ident(name)) = tokens.get(next + 2)
            {
                path.segments.push(name.clone().into());
                next += 3;
            }
            if !is_part && self.is_lazy(&path) {
                self.add(syn::parse_quote!(#path));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Lazies<'_, '_> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if path.qself.is_none() && self.is_lazy(&path.path) {
            self.add(Expr::Path(path.clone()));
        }
    }

    fn visit_expr_field(&mut self, field: &'ast ExprField) {
        let is_lazy = matches!(&field.member, Member::Named(name) if self.cx.knowledge.is_lazy_field(&name.to_string()));
        let place = Expr::Field(field.clone());
        let root = syntax::root_name_of_path(&place);
        let known = self.found.len();
        visit::visit_expr_field(self, field);
        // A look at a field of what is in a `LazyLock` would force that.
        let is_behind_another = known < self.found.len();
        if is_lazy
            && !is_behind_another
            && syntax::is_field_path(&place)
            && root.is_some_and(|root| !self.cx.not_addressable.contains(&root))
        {
            self.add(place);
        }
    }

    fn visit_expr_assign(&mut self, assignment: &'ast syn::ExprAssign) {
        // What is assigned to may not be there yet.
        self.visit_expr(&assignment.right);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.tokens(call.tokens.clone());
    }

    fn visit_block(&mut self, _: &'ast Block) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
}

/// Whether a pattern and its value declare such a variable.
pub(crate) fn declared(local: &syn::Local) -> Option<String> {
    let (pattern, ty) = match &local.pat {
        syn::Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
        pattern => (pattern, None),
    };
    let syn::Pat::Ident(ident) = pattern else {
        return None;
    };
    let is_made = match local.init.as_ref().map(|init| &*init.expr) {
        Some(Expr::Call(call)) => {
            matches!(&*call.func, Expr::Path(path) if known_calls::makes_a_lazy(&path.path))
        }
        _ => false,
    };
    let is_lazy = is_made || (local.init.is_some() && ty.is_some_and(syntax::is_lazy_type));
    (is_lazy && ident.by_ref.is_none()).then(|| ident.ident.to_string())
}
