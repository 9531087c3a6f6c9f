//! Recognition: from `syn` to `ir`.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;

/// What the attribute can stand on.
pub(crate) enum Annotated {
    /// An item of a module or of a block. Functions in an `impl` and trait functions with a body look the same.
    Item(syn::Item),
    /// A function of a trait without a body.
    TraitFn(syn::TraitItemFn),
}

impl Annotated {
    /// Where it begins.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Item(item) => item.span(),
            Self::TraitFn(item) => item.span(),
        }
    }
}

impl ToTokens for Annotated {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Item(item) => item.to_tokens(tokens),
            Self::TraitFn(item) => item.to_tokens(tokens),
        }
    }
}

impl Parse for Annotated {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        match ahead.parse::<syn::Item>() {
            Ok(item) if ahead.is_empty() && !matches!(item, syn::Item::Verbatim(_)) => {
                input.parse::<syn::Item>()?;
                Ok(Self::Item(item))
            }
            Ok(_) => input.parse().map(Self::TraitFn),
            Err(error) => input.parse().map(Self::TraitFn).map_err(|_| error),
        }
    }
}

/// Reads the annotated item.
pub(crate) fn parse_item(tokens: TokenStream) -> syn::Result<Annotated> {
    syn::parse2(tokens)
}
