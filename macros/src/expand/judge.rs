//! The template that lets the type checker judge an ordering.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::Path;

use crate::judge::{Judged, Operation};

/// The site argument of `resolve`.
///
/// The first and the last token bear the places of the ordering's own first and last token: rustc's message is about
/// the expression between them, and so stands under the whole ordering.
// Input:   &SITE, for `x.load(Release)`
// Output:  __rt::judge::load::<{ __rt::judge::byte_of(&Release) }>(&SITE)
pub(crate) fn site(judged: &Judged<'_>, site: &TokenStream, krate: &Path) -> TokenStream {
    let ordering = judged.ordering;
    let (first, last) = ends(&ordering.to_token_stream());
    let name = match judged.operation {
        Operation::Load => "load",
        Operation::Store => "store",
        Operation::Failure => "failure",
    };
    let function = Ident::new(name, first);
    let krate = placed_at(krate, first);
    let path = quote_spanned!(first=> #krate::__rt::judge);
    let argument = quote_spanned!(last=> (#site));
    let value = quote_spanned!(first=> { #path::byte_of(&#ordering) });
    quote_spanned!(first=> #path::#function::<#value>#argument)
}

fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

/// The crate's path at a place of the user's.
///
/// As if the user had written it there, so that the message does not speak of a macro; a path that the user gave keeps
/// its meaning (`$crate`).
fn placed_at(krate: &Path, place: Span) -> TokenStream {
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
