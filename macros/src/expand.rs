//! Templates: the only files with generated code. Above each one stand its input and its output.
//!
//! Generated tokens bear the user's places with our hygiene, so that rustc's messages point at the user's code and lints
//! know that nobody wrote them. Parentheses around an operand bear the user's own span: see [`anchored`].

pub(crate) mod atomic;
pub(crate) mod function;
pub(crate) mod judge;
pub(crate) mod place;
pub(crate) mod primitive;
pub(crate) mod reference;
pub(crate) mod session;
#[cfg(test)]
mod tests;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;

use crate::syntax;

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

/// The crate's path, at a place of the user's.
///
/// rustc takes the place of an expression from its first token to its last. A message about one that begins with tokens of the
/// attribute's place would stand at the attribute.
pub(crate) fn placed(krate: &syn::Path, span: Span) -> syn::Path {
    let mut krate = krate.clone();
    if let Some(colons) = &mut krate.leading_colon {
        colons.spans = colons.spans.map(|own| own.located_at(span));
    }
    for pair in krate.segments.pairs_mut() {
        let (segment, colons) = pair.into_tuple();
        segment
            .ident
            .set_span(segment.ident.span().located_at(span));
        if let Some(colons) = colons {
            colons.spans = colons.spans.map(|own| own.located_at(span));
        }
    }
    krate
}

/// The same as if the user had written it there, so that a message does not speak of a macro; a path that the user gave keeps
/// its meaning (`$crate`).
fn placed_as_written(krate: &syn::Path, place: Span) -> TokenStream {
    let is_default = *krate == crate::names::crate_path();
    let moved = |mut token: TokenTree| {
        token.set_span(match is_default {
            true => place,
            false => token.span().located_at(place),
        });
        token
    };
    krate.to_token_stream().into_iter().map(moved).collect()
}

/// Tokens that are one operand whatever stands around them.
fn verbatim(tokens: TokenStream) -> Expr {
    Expr::Verbatim(tokens)
}

/// `*e`, with its operand at the user's place: the user's own `Deref` may name it.
fn deref(mut operand: Expr, span: Span) -> Expr {
    anchored(&mut operand, span);
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: syn::UnOp::Deref(syn::Token![*](span)),
        expr: Box::new(operand),
    })
}

/// An operand that begins with our tokens, in parentheses at the user's place.
///
/// rustc takes the place of an operation from where its operands begin and end: that of an overflow, of an index out of
/// bounds, or what `#[track_caller]` names. One that began with our tokens would stand at the attribute. Elsewhere our
/// parentheses are ours, so that no lint calls them the user's.
// Input:   x.load(Relaxed) - 1
// Output:  (__rt::receiver(&x).__resolve(&SITE)).load(Relaxed) - 1
pub(crate) fn anchored(expression: &mut Expr, span: Span) {
    match expression {
        Expr::Verbatim(_) => {
            let inner = std::mem::replace(expression, Expr::Verbatim(TokenStream::new()));
            *expression = parenthesized(inner, span);
        }
        Expr::Paren(paren) => paren.paren_token = syn::token::Paren(span),
        other => {
            if let Some(first) = first_operand(other) {
                anchored(first, span);
            }
        }
    }
}

/// The body of a closure that has become our tokens: rustc takes the place of a closure from its first token to its last.
// Input:   || x.load(Relaxed)
// Output:  || ((__rt::receiver(&x).__resolve(&SITE)).load(Relaxed))
pub(crate) fn closed(body: &mut Expr, span: Span) {
    if let Expr::Verbatim(_) = body {
        let inner = std::mem::replace(body, Expr::Verbatim(TokenStream::new()));
        *body = parenthesized(inner, span);
    }
}

/// The expression with whose first token this one begins.
fn first_operand(expression: &mut Expr) -> Option<&mut Expr> {
    match expression {
        Expr::Field(field) => Some(&mut field.base),
        Expr::Index(index) => Some(&mut index.expr),
        Expr::MethodCall(call) => Some(&mut call.receiver),
        Expr::Call(call) => Some(&mut call.func),
        Expr::Try(try_) => Some(&mut try_.expr),
        Expr::Cast(cast) => Some(&mut cast.expr),
        Expr::Await(await_) => Some(&mut await_.base),
        Expr::Binary(binary) => Some(&mut binary.left),
        Expr::Assign(assign) => Some(&mut assign.left),
        _ => None,
    }
}

/// `(e)`
fn parenthesized(expression: Expr, span: Span) -> Expr {
    Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        expr: Box::new(expression),
    })
}

/// The arguments of an `assert!` whose panic bears the text of the user's own condition.
// Input:   DONE == 1
// Output:  (**__rt::access::<0, _>(&raw const DONE, &SITE)) == 1, "{}", "assertion failed: DONE == 1"
pub(crate) fn asserted(condition: &Expr, text: &str, span: Span) -> TokenStream {
    let text = format!("assertion failed: {text}");
    let message = quote_spanned!(ours(span)=> "{}", #text);
    quote!(#condition, #message)
}

/// Attributes in front of an expression, in parentheses if it has become something that bears none; in a block if it ended
/// a statement by itself.
// Input:   #[cfg(unix)] x.load(Relaxed);
// Output:  #[cfg(unix)] (..);
// Input:   #[cfg(unix)] for x in list { .. }
// Output:  #[cfg(unix)] { .. }
pub(crate) fn attributed(
    expression: &mut Expr,
    attributes: Vec<syn::Attribute>,
    was_block_like: bool,
) {
    if syntax::attributes(expression).is_none() {
        let inner = std::mem::replace(expression, Expr::Verbatim(TokenStream::new()));
        let span = ours(Span::call_site());
        *expression = match was_block_like {
            true => Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block: syn::Block {
                    brace_token: syn::token::Brace(span),
                    stmts: vec![syn::Stmt::Expr(inner, None)],
                },
            }),
            false => parenthesized(inner, span),
        };
    }
    if let Some(bearer) = syntax::attributes_mut(expression) {
        bearer.splice(0..0, attributes);
    }
}
