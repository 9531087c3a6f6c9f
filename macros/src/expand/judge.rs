//! The template that lets the type checker judge an ordering.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::Path;

use super::placed_as_written;
use crate::judge::{Judged, Operation};
use crate::site::ends;

/// The site argument of `resolve`.
///
/// The first and the last token bear the places of the ordering's own first and last token: rustc's message is about
/// the expression between them, and so stands under the whole ordering.
// Input:   &SITE, for `x.load(Release)`
// Output:  __rt::judge::load::<{ __rt::judge::byte_of(&Release) }>(&SITE)
pub(crate) fn site(judged: &Judged<'_>, site: &TokenStream, krate: &Path) -> TokenStream {
    let ordering = judged.ordering;
    let (first, last) = ends(ordering);
    let name = match judged.operation {
        Operation::Load => "load",
        Operation::Store => "store",
        Operation::Failure => "failure",
        Operation::Fence => "fence",
    };
    let function = Ident::new(name, first);
    let krate = placed_as_written(krate, first);
    let path = quote_spanned!(first=> #krate::__rt::judge);
    let argument = quote_spanned!(last=> (#site));
    let value = quote_spanned!(first=> { #path::byte_of(&#ordering) });
    quote_spanned!(first=> #path::#function::<#value>#argument)
}
