//! What is refused: everything that is proven wrong, all mistakes of an item at once, each on the user's own tokens.
//!
//! Not here: an ordering that its operation cannot take. Whether `x` in `x.load(Release)` is an atomic and what
//! `Release` evaluates to is known to the type checker only, so `expand` lets it judge (`hooks/judge.rs`).

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::Visit;

use crate::lints;
use crate::message::Message;
use crate::options::{Form, Helper, Mistakes, Options};
use crate::statics::Statics;
use crate::syntax::Annotated;

/// All mistakes of an item, combined.
pub(crate) fn check(
    form: Form,
    item: &Annotated,
    options: &Options,
    statics: &Statics,
) -> syn::Result<()> {
    let mut mistakes = Mistakes::default();
    match (form, item) {
        (Form::Check, Annotated::Item(item)) => instrumentable(item, &mut mistakes),
        (Form::Check, Annotated::TraitFn(_)) => {}
        (Form::Test, Annotated::Item(syn::Item::Fn(function))) => {
            test(function, options, &mut mistakes);
        }
        (Form::Test, other) => {
            let what = match other {
                Annotated::Item(item) => kind(item).unwrap_or("this"),
                Annotated::TraitFn(_) => "a function without a body",
            };
            mistakes.push(Message::NotATest { what }.on(head(other)));
        }
    }
    for name in &options.static_muts {
        if let Some(what) = Statics::something_else(name, item) {
            let message = Message::NotAStaticMut {
                name: name.to_string(),
                what,
            };
            mistakes.push(message.on(name));
        }
    }
    lints::check(&options.denied, item, statics, &mut mistakes);
    let mut helpers = Helpers {
        mistakes: &mut mistakes,
    };
    match item {
        Annotated::Item(item) => helpers.visit_item(item),
        Annotated::TraitFn(item) => helpers.visit_trait_item_fn(item),
    }
    mistakes.or(())
}

fn instrumentable(item: &syn::Item, mistakes: &mut Mistakes) {
    match item {
        syn::Item::Fn(_) | syn::Item::Impl(_) | syn::Item::Trait(_) => {}
        syn::Item::Mod(module) if module.content.is_some() => {}
        // Syntax newer than syn: left as it is.
        syn::Item::Verbatim(_) => {}
        other => {
            if let Some(what) = kind(other) {
                mistakes.push(Message::NotInstrumentable { what }.on(item_head(other)));
            }
        }
    }
}

fn test(function: &syn::ItemFn, options: &Options, mistakes: &mut Mistakes) {
    if !function.sig.inputs.is_empty() {
        mistakes.push(Message::TestWithParameters.on(&function.sig.inputs));
    }
    // The full path is what another macro writes, such as a runtime's `test` above ours.
    for attribute in &function.attrs {
        if attribute.path().is_ident("test") {
            mistakes.push(Message::TestTwice.on(attribute));
        }
    }
    if let (Some(_), Some(token)) = (&options.explore, &function.sig.asyncness) {
        mistakes.push(Message::ExploreAsync.on(token));
    }
}

/// `#[test]`, or the path that stands for it.
pub(crate) fn is_std_test(attribute: &syn::Attribute) -> bool {
    let path = attribute.path();
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|part| part.ident.to_string())
        .collect();
    match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["test"] => path.leading_colon.is_none(),
        ["core" | "std", "prelude", _, "test"] => true,
        _ => false,
    }
}

/// Our helper attributes, at any depth.
struct Helpers<'m> {
    mistakes: &'m mut Mistakes,
}

impl<'ast> Visit<'ast> for Helpers<'_> {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if Helper::is(attribute)
            && let Err(mistake) = Helper::parse(attribute)
        {
            self.mistakes.push(mistake);
        }
    }
}

/// What an item is, for a message.
fn kind(item: &syn::Item) -> Option<&'static str> {
    Some(match item {
        syn::Item::Const(_) => "a constant",
        syn::Item::Enum(_) => "an enum",
        syn::Item::ExternCrate(_) => "an `extern crate`",
        syn::Item::Fn(_) => "a function",
        syn::Item::ForeignMod(_) => "an `extern` block",
        syn::Item::Impl(_) => "an `impl`",
        syn::Item::Macro(_) => "a macro",
        syn::Item::Mod(_) => "a module",
        syn::Item::Static(_) => "a static",
        syn::Item::Struct(_) => "a struct",
        syn::Item::Trait(_) => "a trait",
        syn::Item::TraitAlias(_) => "a trait alias",
        syn::Item::Type(_) => "a type alias",
        syn::Item::Union(_) => "a union",
        syn::Item::Use(_) => "an import",
        _ => return None,
    })
}

fn head(item: &Annotated) -> TokenStream {
    match item {
        Annotated::Item(item) => item_head(item),
        Annotated::TraitFn(item) => item.sig.to_token_stream(),
    }
}

/// The tokens that say what an item is: `struct Node`.
fn item_head(item: &syn::Item) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut put = |keyword: &dyn ToTokens, name: &dyn ToTokens| {
        keyword.to_tokens(&mut tokens);
        name.to_tokens(&mut tokens);
    };
    match item {
        syn::Item::Const(item) => put(&item.const_token, &item.ident),
        syn::Item::Enum(item) => put(&item.enum_token, &item.ident),
        syn::Item::ExternCrate(item) => put(&item.extern_token, &item.ident),
        syn::Item::ForeignMod(item) => put(&item.abi, &TokenStream::new()),
        syn::Item::Impl(item) => put(&item.impl_token, &item.self_ty),
        syn::Item::Macro(item) => put(&item.mac.path, &item.mac.bang_token),
        syn::Item::Mod(item) => put(&item.mod_token, &item.ident),
        syn::Item::Static(item) => put(&item.static_token, &item.ident),
        syn::Item::Struct(item) => put(&item.struct_token, &item.ident),
        syn::Item::Trait(item) => put(&item.trait_token, &item.ident),
        syn::Item::Type(item) => put(&item.type_token, &item.ident),
        syn::Item::Union(item) => put(&item.union_token, &item.ident),
        syn::Item::Use(item) => put(&item.use_token, &item.tree),
        other => put(other, &TokenStream::new()),
    }
    tokens
}
