//! The options in the parentheses of an attribute.

use proc_macro2::TokenStream;

/// What the user asked for.
pub(crate) struct Options {
    /// Where generated code finds the `datarace` crate; `::datarace` unless `crate = path` says otherwise.
    pub(crate) crate_path: syn::Path,
    /// `static_mut(NAME, ..)`: these names are `static mut`, wherever they are declared.
    pub(crate) static_muts: Vec<syn::Ident>,
}

impl Options {
    /// Reads them, or says everything that is wrong with them.
    pub(crate) fn parse(_arguments: TokenStream) -> syn::Result<Self> {
        Ok(Self {
            crate_path: syn::parse_quote!(::datarace),
            static_muts: Vec::new(),
        })
    }
}
