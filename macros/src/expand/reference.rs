//! Uses of references that the function itself made of a watched place.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, Path};

use super::place::raw;
use super::{deref, ours, parenthesized, placed, verbatim};
use crate::ir::Use;

/// An access through such a reference.
pub(crate) struct Event {
    /// `*x`, `x.f` or `(*x).f`
    pub(crate) place: Expr,
    pub(crate) site: TokenStream,
    /// The user's own span of the place.
    pub(crate) span: Span,
}

impl Event {
    fn call(&self, hook: &str, krate: &Path) -> TokenStream {
        let krate = &placed(krate, self.span);
        let place = raw(&self.place, false, self.span);
        let hook = Ident::new(hook, Span::mixed_site());
        let site = &self.site;
        quote_spanned!(ours(self.span)=> #krate::__rt::used(#place).#hook(#site))
    }
}

/// A value that is copied.
// Input:   x.f
// Output:  ({ __rt::used(&raw const x.f).__read(&SITE); x.f })
pub(crate) fn read(event: &Event, expression: &Expr, krate: &Path) -> Expr {
    let call = event.call("__read", krate);
    let block = quote_spanned!(ours(event.span)=> { #call; #expression });
    parenthesized(verbatim(block), ours(event.span))
}

/// The base of an index expression.
// Input:   x[i] = v
// Output:  (*__rt::used(&raw const *x).__indexed(&SITE))[i] = v
pub(crate) fn indexed(event: &Event, krate: &Path) -> Expr {
    let call = verbatim(event.call("__indexed", krate));
    parenthesized(deref(call, event.span), event.span)
}

/// A value that is assigned.
// Input:   x.f = v
// Output:  x.f = __rt::stored(&raw const x.f, v, &SITE)
pub(crate) fn stored(event: &Event, value: &Expr, krate: &Path) -> Expr {
    let krate = &placed(krate, event.span);
    let (place, site) = (raw(&event.place, false, event.span), &event.site);
    verbatim(quote_spanned!(ours(event.span)=> #krate::__rt::stored(#place, #value, #site)))
}

/// An operation whose operands run no code.
// Input:   *x += 1
// Output:  ({ __rt::used(&raw const *x).__written(&SITE); *x += 1 })
pub(crate) fn before(events: &[(Event, Use)], operation: &mut Expr, krate: &Path) {
    let Some((first, _)) = events.first() else {
        return;
    };
    let span = ours(first.span);
    let calls = events.iter().map(|(event, use_)| {
        let hook = match use_ {
            Use::Write => "__written",
            _ => "__read",
        };
        event.call(hook, krate)
    });
    let block = quote_spanned!(span=> { #(#calls;)* #operation });
    *operation = parenthesized(verbatim(block), span);
}

/// A method call.
// Input:   x.push(v)
// Output:  __rt::then(__rt::used(&raw const *x).__written_by_name(&SITE), x.push(v))
pub(crate) fn method(event: &Event, hook: &str, call: &mut Expr, krate: &Path) {
    let look = event.call(hook, krate);
    let krate = &placed(krate, event.span);
    let tokens = call.to_token_stream();
    *call = verbatim(quote_spanned!(ours(event.span)=> #krate::__rt::then(#look, #tokens)));
}
