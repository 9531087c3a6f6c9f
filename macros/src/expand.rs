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

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Expr;

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

/// `*e`
fn deref(operand: Expr, span: Span) -> Expr {
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Deref(syn::Token![*](ours(span))),
        expr: Box::new(operand),
    })
}

/// `(e)`
fn parenthesized(expression: Expr, span: Span) -> Expr {
    Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        expr: Box::new(expression),
    })
}
