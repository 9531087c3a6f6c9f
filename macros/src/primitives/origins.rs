//! Where a value comes from: whether a call of code without annotation may have returned it.
//!
//! By the names of calls; in doubt it did. Whether it really did is known when the program runs.

use syn::{Block, Expr, Stmt};

use crate::knowledge::Knowledge;
use crate::known_calls::{self, Known};

/// Knows which names are the user's own.
#[derive(Clone, Copy)]
pub(super) struct Origins<'k>(pub(super) &'k Knowledge);

impl Origins<'_> {
    /// Whether an expression may hold the result of a call of code without annotation, which may be a guard.
    pub(super) fn may_hold_unknown(self, expression: &Expr) -> bool {
        match expression {
            Expr::MethodCall(call) => {
                known_calls::method(&call.method.to_string()) != Known::Inert
                    || self.may_hold_unknown(&call.receiver)
                    || call.args.iter().any(|part| self.may_hold_unknown(part))
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    known_calls::path(&path.path, self.0) != Known::Inert
                        || call.args.iter().any(|part| self.may_hold_unknown(part))
                }
                _ => true,
            },
            Expr::Closure(closure) => self.may_hold_unknown(&closure.body),
            Expr::Struct(value) => value
                .fields
                .iter()
                .any(|field| self.may_hold_unknown(&field.expr)),
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
