//! What stands once in a function: its descriptor, its sites, its guard.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::names;
use crate::site::{Site, Stretch};

/// The statements at the start of an instrumented body.
// Input:   fn f() { x.load(Relaxed); }
// Output:  fn f() {
//              static __DATARACE_FUNCTION: __rt::Function = __rt::Function { .. };
//              static __DATARACE_SITES: [__rt::Site; 1] = [__rt::Site::new(..)];
//              use __rt::sync_traits::*;
//              let __datarace_entered = __rt::enter(&__DATARACE_FUNCTION);
//              ..
pub(crate) fn prelude(
    krate: &Path,
    file: &str,
    manifest_dir: &str,
    name: &str,
    sites: &[Site],
    parts: &Parts,
) -> Vec<syn::Stmt> {
    let function = names::function();
    let array = names::sites();
    let mut tokens = quote! {
        static #function: #krate::__rt::Function = #krate::__rt::Function {
            file: #file,
            manifest_dir: #manifest_dir,
            name: #name,
        };
    };
    if !sites.is_empty() {
        let length = Literal::usize_unsuffixed(sites.len());
        let sites = sites.iter().map(|site| new_site(krate, site));
        tokens.extend(quote!(static #array: [#krate::__rt::Site; #length] = [#(#sites),*];));
    }
    if parts.traits {
        let allowed = (!parts.forbids_imports).then(|| quote!(#[allow(unused_imports)]));
        tokens.extend(quote!(#allowed use #krate::__rt::sync_traits::*;));
    }
    if parts.enter {
        let entered = names::entered();
        tokens.extend(quote!(let #entered = #krate::__rt::enter(&#function);));
    }
    if let Some((this, index)) = &parts.this {
        let hook = proc_macro2::Ident::new(this, Span::mixed_site());
        let index = Literal::usize_unsuffixed(*index);
        tokens.extend(quote!(#krate::__rt::#hook(&*self, &#array[#index]);));
    }
    let block: syn::Block = syn::parse_quote!({ #tokens });
    block.stmts
}

/// Puts the prelude at the start of a body: its statements behind the user's first items, so that no lint says that items stand
/// behind statements.
pub(crate) fn begin(body: &mut syn::Block, prelude: Vec<syn::Stmt>) {
    let is_item = |statement: &syn::Stmt| matches!(statement, syn::Stmt::Item(_));
    let (items, statements): (Vec<_>, Vec<_>) = prelude.into_iter().partition(is_item);
    let first = body
        .stmts
        .iter()
        .position(|statement| !is_item(statement))
        .unwrap_or(body.stmts.len());
    body.stmts.splice(first..first, statements);
    body.stmts.splice(0..0, items);
}

/// The lints that our templates would set off: the type checker may choose a shared borrow where the user's own
/// expression needs a mutable one; a user's parentheses become an argument's; code behind a call that does not return
/// is ours; so are uses of a variable that the user does not use. What the user forbids cannot be allowed, and what is
/// expected must come.
// Output:  #[allow(unused_mut, unused_parens, unused_braces, unreachable_code)]
//          #[allow(clippy::used_underscore_binding, ..)]
pub(crate) fn allowed(is_said: &dyn Fn(&str) -> bool) -> Vec<syn::Attribute> {
    let named = |lints: &[&str]| -> Vec<proc_macro2::Ident> {
        lints
            .iter()
            .filter(|lint| !is_said(lint))
            .map(|lint| proc_macro2::Ident::new(lint, Span::call_site()))
            .collect()
    };
    let (lints, of_clippy) = (named(&ALLOWED), named(&ALLOWED_OF_CLIPPY));
    let lints = (!lints.is_empty()).then(|| syn::parse_quote!(#[allow(#(#lints),*)]));
    let of_clippy =
        (!of_clippy.is_empty()).then(|| syn::parse_quote!(#[allow(#(clippy::#of_clippy),*)]));
    lints.into_iter().chain(of_clippy).collect()
}

const ALLOWED: [&str; 4] = [
    "unused_mut",
    "unused_parens",
    "unused_braces",
    "unreachable_code",
];

const ALLOWED_OF_CLIPPY: [&str; 14] = [
    "cast_lossless",
    "cast_ptr_alignment",
    "default_trait_access",
    "deref_addrof",
    "expect_fun_call",
    "explicit_auto_deref",
    "or_fun_call",
    "ptr_as_ptr",
    "ref_as_ptr",
    "shadow_reuse",
    "significant_drop_tightening",
    "unit_arg",
    "unused_unit",
    "used_underscore_binding",
];

/// Whether a lint is one that our code allows, or a group of such.
pub(crate) fn is_allowed(lint: &str) -> bool {
    ALLOWED.contains(&lint)
        || is_of_clippy(lint)
        || matches!(lint, "unused_imports" | "unused" | "warnings")
        || matches!(lint, "all" | "pedantic" | "nursery")
}

/// Whether a lint that our code allows is one of clippy's.
pub(crate) fn is_of_clippy(lint: &str) -> bool {
    ALLOWED_OF_CLIPPY.contains(&lint)
}

/// Which parts the prelude has.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) traits: bool,
    /// The lint for imports that turn out to be unused cannot be allowed.
    pub(crate) forbids_imports: bool,
    pub(crate) enter: bool,
    /// `exclusive`, `dropped` or `shared`, and the site, for a method with `&mut self` or `&self`.
    pub(crate) this: Option<(&'static str, usize)>,
}

fn new_site(krate: &Path, site: &Site) -> TokenStream {
    let names = names::function();
    let Site { text, place, .. } = site;
    let span = stretch(krate, &site.stretch);
    let orderings = site.orderings.iter().map(|(place, text)| {
        let span = stretch(krate, place);
        quote!(#krate::__rt::OrderingArgument { span: #span, text: #text })
    });
    let reference = site.reference.map(|index| {
        let made = self::site(index, Span::call_site());
        quote!(.through(#made))
    });
    quote!(#krate::__rt::Site::new(&#names, #span, #text, #place, &[#(#orderings),*]) #reference)
}

fn stretch(krate: &Path, stretch: &Stretch) -> TokenStream {
    let number = |value: usize| Literal::u32_unsuffixed(u32::try_from(value).unwrap_or(u32::MAX));
    let (line, column) = (number(stretch.start.line), number(stretch.start.column));
    let (end_line, end_column) = (number(stretch.end.line), number(stretch.end.column));
    quote!(#krate::__rt::Span::new(#line, #column, #end_line, #end_column))
}

/// A site as hooks take it.
// Output:  &__DATARACE_SITES[3]
pub(crate) fn site(index: usize, span: Span) -> TokenStream {
    let array = names::sites();
    let index = Literal::usize_unsuffixed(index);
    quote_spanned!(super::ours(span)=> &#array[#index])
}
