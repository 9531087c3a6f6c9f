//! The stages in their order.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::options::Options;
use crate::statics::Statics;
use crate::{syntax, walk};

/// `#[datarace::check]`.
pub(crate) fn check(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match instrumented(arguments, item.clone()) {
        Ok(tokens) => tokens,
        Err(error) => {
            // The user's item stays beside the message: one mistake is one message, and the editor keeps working.
            let error = error.into_compile_error();
            quote!(#error #item)
        }
    }
}

fn instrumented(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let options = Options::parse(arguments)?;
    let mut item = syntax::parse_item(item)?;
    crate::check::check(&item, &options)?;
    let statics = Statics::find(&item, &options);
    walk::instrument(&mut item, &options, &statics);
    Ok(item.into_token_stream())
}
