//! Which functions open a session.
//!
//! A test and `main` do. Where `#[test]` stands above our attribute, rustc has taken it away before we see the function,
//! so every plain function without parameters asks at run time whether it is one (`Opening::Unknown`).

use syn::{Item, ItemFn};

use crate::check::is_std_test;
use crate::expand;
use crate::options::{Explore, Form, Options};
use crate::syntax::Annotated;

/// How a function opens its session.
pub(crate) enum Opening<'o> {
    /// It is a test.
    Test,
    /// It is a test that is run again and again.
    Explore(&'o Explore),
    /// It is `main`, if it stands in the root of its crate.
    Main,
    /// It may be a test: known at run time.
    Unknown,
}

/// What the test harness expects of the body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Expect {
    /// To return.
    Return,
    /// `#[should_panic]`: a race must not pass for the panic that is expected.
    Panic,
}

/// Puts the sessions into an instrumented item.
pub(crate) fn open(form: Form, item: &mut Annotated, options: &Options) {
    let Annotated::Item(item) = item else { return };
    match item {
        Item::Fn(function) => open_function(form, Place::Annotated, function, options),
        Item::Mod(module) => open_module(module, options),
        _ => {}
    }
}

/// Whether a function bears the attribute itself or stands in a module that does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Annotated,
    InModule,
}

fn open_module(module: &mut syn::ItemMod, options: &Options) {
    let Some((_, items)) = &mut module.content else {
        return;
    };
    for item in items {
        match item {
            Item::Fn(function) => open_function(Form::Check, Place::InModule, function, options),
            Item::Mod(module) => open_module(module, options),
            _ => {}
        }
    }
}

fn open_function(form: Form, place: Place, function: &mut ItemFn, options: &Options) {
    if form == Form::Test && !function.attrs.iter().any(is_test) {
        expand::session::mark_as_test(function);
    }
    // It comes to us again, and opens its session then.
    if function.attrs.iter().any(is_ours) {
        return;
    }
    let Some(opening) = opening(form, place, function, options) else {
        return;
    };
    let expect = match function.attrs.iter().any(is_should_panic) {
        true => Expect::Panic,
        false => Expect::Return,
    };
    expand::session::open(&opening, expect, function, &options.crate_path);
}

fn opening<'o>(
    form: Form,
    place: Place,
    function: &ItemFn,
    options: &'o Options,
) -> Option<Opening<'o>> {
    let signature = &function.sig;
    let is_plain = signature.constness.is_none()
        && signature.abi.is_none()
        && signature.generics.params.is_empty()
        && signature.generics.where_clause.is_none()
        && signature.variadic.is_none();
    let has_parameters = !signature.inputs.is_empty();
    if !is_plain || function.attrs.iter().any(is_naked) {
        return None;
    }
    match (form, &options.explore) {
        (Form::Test, Some(explore)) => Some(Opening::Explore(explore)),
        (Form::Test, None) => Some(Opening::Test),
        // Tests with parameters are made by other attributes, such as rstest's.
        (Form::Check, _) if function.attrs.iter().any(is_test) => Some(Opening::Test),
        (Form::Check, _)
            if has_parameters || matches!(signature.safety, syn::Safety::Unsafe(_)) =>
        {
            None
        }
        (Form::Check, _) if place == Place::Annotated && signature.ident == "main" => {
            Some(Opening::Main)
        }
        (Form::Check, _) => Some(Opening::Unknown),
    }
}

/// Another attribute of ours, under an annotated module or below this one.
fn is_ours(attribute: &syn::Attribute) -> bool {
    let mut names = attribute.path().segments.iter().rev();
    let last = names.next().map(|part| part.ident.to_string());
    let is_from_us = names.next().is_some_and(|part| part.ident == "datarace");
    let takes_options = matches!(attribute.meta, syn::Meta::List(_));
    match last.as_deref() {
        Some("check") => true,
        // The `test` of std has no options.
        Some("test") => is_from_us || (takes_options && attribute.path().is_ident("test")),
        _ => false,
    }
}

/// Whether an attribute below ours makes a test of the function: `#[test]`, `#[tokio::test]`, `#[rstest]`, ..
///
/// A wrong answer is harmless: a session inside a session does nothing.
fn is_test(attribute: &syn::Attribute) -> bool {
    let Some(last) = attribute.path().segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    is_std_test(attribute)
        || name == "test"
        || name.ends_with("_test")
        || ["rstest", "test_case", "quickcheck"].contains(&name.as_str())
}

fn is_should_panic(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("should_panic")
}

/// `#[unsafe(naked)]`: the body is one block of assembly.
fn is_naked(attribute: &syn::Attribute) -> bool {
    match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("unsafe") => list.tokens.to_string() == "naked",
        meta => meta.path().is_ident("naked"),
    }
}
