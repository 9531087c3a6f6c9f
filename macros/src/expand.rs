//! Templates: the only files with generated code. Above each one stand its input and its output.
//!
//! Generated tokens bear the user's places with our hygiene, so that rustc's messages point at the user's code and lints
//! know that nobody wrote them. Parentheses bear the user's own span: they may begin an expression whose place a panic
//! names.

pub(crate) mod atomic;
pub(crate) mod function;
pub(crate) mod judge;
pub(crate) mod place;
pub(crate) mod primitive;
pub(crate) mod session;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::Expr;

use crate::walk::attributes_of;

/// The messages beside the user's own item.
// Input:   struct S;
// Output:  ::core::compile_error!{ ".." } struct S;
pub(crate) fn beside(messages: &TokenStream, item: TokenStream) -> TokenStream {
    quote!(#messages #item)
}

/// The user's place with our hygiene.
pub(crate) fn ours(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}

/// Tokens that are one operand whatever stands around them.
fn verbatim(tokens: TokenStream) -> Expr {
    Expr::Verbatim(tokens)
}

/// `*e`. Its first and its last token bear the user's own span: an operator with `#[track_caller]` names the place that
/// begins and ends there.
fn deref(mut operand: Expr, span: Span) -> Expr {
    if let Expr::Verbatim(tokens) = &mut operand {
        *tokens = ending_at(std::mem::take(tokens), span);
    }
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Deref(syn::Token![*](span)),
        expr: Box::new(operand),
    })
}

/// The same tokens, the last group with another span.
fn ending_at(tokens: TokenStream, span: Span) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    if let Some(TokenTree::Group(group)) = trees.last_mut() {
        group.set_span(span);
    }
    trees.into_iter().collect()
}

/// `(e)`
fn parenthesized(expression: Expr, span: Span) -> Expr {
    Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        expr: Box::new(expression),
    })
}

/// Attributes in front of an expression, in parentheses if it has become something that bears none.
// Input:   #[cfg(unix)] x.load(Relaxed);
// Output:  #[cfg(unix)] (..);
pub(crate) fn attributed(expression: &mut Expr, attributes: Vec<syn::Attribute>) {
    if attributes_of(expression).is_none() {
        let inner = std::mem::replace(expression, Expr::Verbatim(TokenStream::new()));
        *expression = parenthesized(inner, ours(Span::call_site()));
    }
    if let Some(bearer) = attributes_of(expression) {
        bearer.splice(0..0, attributes);
    }
}
