//! The stages in their order.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::options::{Form, Options};
use crate::statics::Statics;
use crate::{check, expand, plain, sessions, syntax, walk};

/// `#[datarace::check]` and `#[datarace::test]`.
pub(crate) fn run(form: Form, arguments: TokenStream, item: TokenStream) -> TokenStream {
    match instrumented(form, arguments, item.clone()) {
        Ok(tokens) => tokens,
        // The user's item stays beside the message: one mistake is one message, and the editor keeps working.
        Err(mistakes) => {
            let item = plain::strip(item.into()).into();
            expand::beside(&mistakes.into_compile_error(), item)
        }
    }
}

fn instrumented(form: Form, arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let options = Options::parse(form, arguments)?;
    let mut item = syntax::parse_item(item)?;
    let statics = Statics::find(&item, &options);
    check::check(form, &item, &options, &statics)?;
    walk::instrument(&mut item, &options, &statics);
    sessions::open(form, &mut item, &options);
    Ok(item.into_token_stream())
}
