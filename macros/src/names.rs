//! Names in generated code that the user did not write.

use proc_macro2::{Ident, Span};

/// Where generated code finds us unless `crate = path` says otherwise.
pub(crate) fn crate_path() -> syn::Path {
    syn::parse_quote!(::datarace)
}

/// The guard whose drop ends a session. Mixed-site: no name of the user's can meet it.
pub(crate) fn session() -> Ident {
    Ident::new("__datarace_session", Span::mixed_site())
}
