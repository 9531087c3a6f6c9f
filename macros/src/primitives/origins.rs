//! Where a value comes from: whether a call of code without annotation may have returned it.
//!
//! By the names of calls and of types; in doubt it did. Whether it really did is known when the program runs.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Block, Expr, Path, Stmt};

use crate::knowledge::Knowledge;
use crate::known_calls::{self, Known};
use crate::statics::Statics;

/// Knows which names are the user's own.
#[derive(Clone, Copy)]
pub(super) struct Origins<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) statics: &'k Statics,
    /// The type of the `impl` around.
    pub(super) self_type: &'k str,
}

impl Origins<'_> {
    /// Whether a path names a type with a `Drop` that is not annotated, or a variant of it: such a value may be a guard itself.
    pub(super) fn drops_unseen(self, path: &Path) -> bool {
        let names: Vec<&Ident> = path.segments.iter().map(|part| &part.ident).collect();
        let [.., last] = names[..] else {
            return false;
        };
        let last_two = names.len().saturating_sub(2)..names.len();
        let is_upper = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
        is_upper(last)
            && last_two.into_iter().any(|index| {
                // Behind a module's name it may be another type than that of this file.
                let is_behind_module = index.checked_sub(1).is_some_and(|at| !is_upper(names[at]));
                self.is_unseen(names[index])
                    || is_behind_module
                        && self
                            .statics
                            .drops_unseen_anywhere(&names[index].to_string())
            })
    }

    /// Whether this is the name of such a type.
    pub(super) fn is_unseen(self, name: &Ident) -> bool {
        let text = name.to_string();
        let text = match text.as_str() {
            "Self" => self.self_type,
            text => text,
        };
        self.knowledge.drops_unseen(text) || self.statics.drops_unseen(text, name.span())
    }

    /// Whether such a type is named among these tokens.
    fn is_named_in(self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => self.is_named_in(group.stream()),
            TokenTree::Ident(name) => self.is_unseen(&name),
            _ => false,
        })
    }

    /// Whether an expression may hold the result of a call of code without annotation, which may be a guard.
    pub(super) fn may_hold_unknown(self, expression: &Expr) -> bool {
        match expression {
            Expr::MethodCall(call) => {
                known_calls::method(&call.method.to_string()) != Known::Inert
                    || self.may_hold_unknown(&call.receiver)
                    || call.args.iter().any(|part| self.may_hold_unknown(part))
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if self.drops_unseen(&path.path) => true,
                Expr::Path(path) => {
                    known_calls::path(&path.path, self.knowledge) != Known::Inert
                        || call.args.iter().any(|part| self.may_hold_unknown(part))
                }
                _ => true,
            },
            Expr::Closure(closure) => self.may_hold_unknown(&closure.body),
            Expr::Struct(value) => {
                let mut fields = value.fields.iter();
                self.drops_unseen(&value.path)
                    || fields.any(|field| self.may_hold_unknown(&field.expr))
            }
            Expr::Path(path) => self.drops_unseen(&path.path),
            Expr::Macro(call) => self.is_named_in(call.mac.tokens.clone()),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|part| self.may_hold_unknown(part)),
            Expr::Array(array) => array.elems.iter().any(|part| self.may_hold_unknown(part)),
            Expr::Try(try_) => self.may_hold_unknown(&try_.expr),
            Expr::Paren(paren) => self.may_hold_unknown(&paren.expr),
            Expr::Block(block) => self.may_end_in_unknown(&block.block),
            Expr::Unsafe(block) => self.may_end_in_unknown(&block.block),
            Expr::If(if_) => {
                self.may_end_in_unknown(&if_.then_branch)
                    || self.may_hold_unknown(&if_.cond)
                    || if_
                        .else_branch
                        .iter()
                        .any(|(_, other)| self.may_hold_unknown(other))
            }
            Expr::Let(let_) => self.may_hold_unknown(&let_.expr),
            Expr::Match(match_) => {
                self.may_hold_unknown(&match_.expr)
                    || match_
                        .arms
                        .iter()
                        .any(|arm| self.may_hold_unknown(&arm.body))
            }
            // What leaves it stands anywhere inside.
            Expr::Loop(_) => true,
            _ => false,
        }
    }

    fn may_end_in_unknown(self, block: &Block) -> bool {
        matches!(block.stmts.last(), Some(Stmt::Expr(last, None)) if self.may_hold_unknown(last))
    }
}
