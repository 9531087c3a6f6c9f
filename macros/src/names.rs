//! Names in generated code that the user did not write.

use proc_macro2::{Ident, Span};

/// Where generated code finds us unless `crate = path` says otherwise.
pub(crate) fn crate_path() -> syn::Path {
    let name = Ident::new("datarace", Span::mixed_site());
    syn::Path {
        leading_colon: Some(syn::Token![::](Span::mixed_site())),
        segments: std::iter::once(syn::PathSegment::from(name)).collect(),
    }
}

/// The guard whose drop ends a session. Mixed-site: no name of the user's can meet it.
pub(crate) fn session() -> Ident {
    Ident::new("__datarace_session", Span::mixed_site())
}

/// The descriptor of a function. A static is no local, so its name is unusual rather than hygienic.
pub(crate) fn function() -> Ident {
    Ident::new("__DATARACE_FUNCTION", Span::mixed_site())
}

/// The sites of a function.
pub(crate) fn sites() -> Ident {
    Ident::new("__DATARACE_SITES", Span::mixed_site())
}

/// The guard that says which annotated function runs.
pub(crate) fn entered() -> Ident {
    Ident::new("__datarace_entered", Span::mixed_site())
}

/// The guard that says that code without annotation runs a closure.
pub(crate) fn called_back() -> Ident {
    Ident::new("__datarace_called_back", Span::mixed_site())
}

/// The type of a place that a closure captures; one inside another stands deeper.
pub(crate) fn captured(depth: usize, index: usize) -> String {
    format!("__datarace_captured_{depth}_{index}")
}
