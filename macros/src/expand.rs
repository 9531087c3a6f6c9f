//! Templates: the only file with generated code. Above each one stand its input and its output.

pub(crate) mod judge;
pub(crate) mod session;

use proc_macro2::TokenStream;
use quote::quote;

/// The messages beside the user's own item.
// Input:   struct S;
// Output:  ::core::compile_error!{ ".." } struct S;
pub(crate) fn beside(messages: &TokenStream, item: TokenStream) -> TokenStream {
    quote!(#messages #item)
}
