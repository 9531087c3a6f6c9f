//! Expressions as rustc writes them in messages: the text in the panic of `assert!(condition)`.
//!
//! rustc prints its syntax tree, not the source: one space around binary operators whatever the user wrote, lines broken at
//! 78 characters. What is short and made of the forms below is written here the same way; everything else is not, and
//! whoever asks does without.

use quote::ToTokens;
use syn::{BinOp, Expr, Member, UnOp};

use crate::site;
use crate::syntax;

/// Longer texts are broken into lines by rustc.
const LENGTH_MAX: usize = 76;

/// The text of an expression, if it can be foretold.
pub(crate) fn expression(expression: &Expr) -> Option<String> {
    let text = write(expression)?;
    (text.len() <= LENGTH_MAX && !text.contains('\n')).then_some(text)
}

fn write(expression: &Expr) -> Option<String> {
    if has_attributes(expression) {
        return None;
    }
    Some(match expression {
        Expr::Lit(literal) => literal.lit.to_token_stream().to_string(),
        Expr::Path(path) => source(path),
        Expr::Paren(paren) => format!("({})", write(&paren.expr)?),
        Expr::Binary(binary) => format!(
            "{} {} {}",
            write(&binary.left)?,
            operator(&binary.op)?,
            write(&binary.right)?
        ),
        Expr::Unary(unary) => {
            let operator = match unary.op {
                UnOp::Deref(_) => "*",
                UnOp::Not(_) => "!",
                UnOp::Neg(_) => "-",
                _ => return None,
            };
            format!("{operator}{}", write(&unary.expr)?)
        }
        Expr::Reference(reference) => {
            let mutability = if reference.mutability.is_some() {
                "mut "
            } else {
                ""
            };
            format!("&{mutability}{}", write(&reference.expr)?)
        }
        Expr::Field(field) => format!("{}.{}", write(&field.base)?, member(&field.member)),
        Expr::Index(index) => format!("{}[{}]", write(&index.expr)?, write(&index.index)?),
        Expr::Call(call) => format!("{}({})", write(&call.func)?, list(&call.args)?),
        Expr::MethodCall(call) => {
            let turbofish = call.turbofish.as_ref().map(source).unwrap_or_default();
            format!(
                "{}.{}{turbofish}({})",
                write(&call.receiver)?,
                call.method,
                list(&call.args)?
            )
        }
        Expr::Cast(cast) => format!("{} as {}", write(&cast.expr)?, source(&cast.ty)),
        Expr::Try(try_) => format!("{}?", write(&try_.expr)?),
        Expr::Array(array) => format!("[{}]", list(&array.elems)?),
        Expr::Tuple(tuple) if tuple.elems.len() > 1 => format!("({})", list(&tuple.elems)?),
        Expr::Unsafe(block) => format!("unsafe {}", tail(&block.block)?),
        Expr::Block(block) if block.label.is_none() => tail(&block.block)?,
        Expr::Macro(call) => source(call),
        _ => return None,
    })
}

/// `{ expression }`
fn tail(block: &syn::Block) -> Option<String> {
    match &block.stmts[..] {
        [syn::Stmt::Expr(tail, None)] => Some(format!("{{ {} }}", write(tail)?)),
        _ => None,
    }
}

fn list<P>(expressions: &syn::punctuated::Punctuated<Expr, P>) -> Option<String> {
    let all: Option<Vec<String>> = expressions.iter().map(write).collect();
    Some(all?.join(", "))
}

fn member(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

fn operator(operator: &BinOp) -> Option<&'static str> {
    use BinOp::*;
    Some(match operator {
        Add(_) => "+",
        Sub(_) => "-",
        Mul(_) => "*",
        Div(_) => "/",
        Rem(_) => "%",
        And(_) => "&&",
        Or(_) => "||",
        BitXor(_) => "^",
        BitAnd(_) => "&",
        BitOr(_) => "|",
        Shl(_) => "<<",
        Shr(_) => ">>",
        Eq(_) => "==",
        Lt(_) => "<",
        Le(_) => "<=",
        Ne(_) => "!=",
        Ge(_) => ">=",
        Gt(_) => ">",
        _ => return None,
    })
}

/// Types, paths and arguments of macros, which are written as people write them.
fn source(tokens: &impl ToTokens) -> String {
    site::source_text(&tokens.to_token_stream())
}

fn has_attributes(expression: &Expr) -> bool {
    syntax::attributes(expression).is_some_and(|attributes| !attributes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: Option<&str>) {
        let parsed: Expr = syn::parse_str(code).unwrap();
        assert_eq!(expression(&parsed).as_deref(), expected, "{code}");
    }

    #[test]
    fn spaces_are_those_of_rustc() {
        check("a+b==c", Some("a + b == c"));
        check("! x . is_some ( )", Some("!x.is_some()"));
        check("unsafe{COUNT}==3", Some("unsafe { COUNT } == 3"));
        check("f(a,b)[ 1 ].0", Some("f(a, b)[1].0"));
        check(
            "*p==1&&v.iter().sum::<u32>()>2",
            Some("*p == 1 && v.iter().sum::<u32>() > 2"),
        );
    }

    #[test]
    fn what_cannot_be_foretold_is_not_written() {
        check("match x { _ => true }", None);
        check("{ let a = 1; a == b }", None);
        check(
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            None,
        );
    }
}
