//! Templates of the sessions.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::visit::Visit;
use syn::{ItemFn, Path, parse_quote};

use crate::names;
use crate::options::{Bound, BoundValue, Explore, Memory, Strategy};
use crate::sessions::{Expect, Opening};

/// Makes a test of the function.
// Input:   fn f() { .. }
// Output:  #[::core::prelude::v1::test] fn f() { .. }
pub(crate) fn mark_as_test(function: &mut ItemFn) {
    // The full path: `test` may mean ours where the user has imported it.
    function
        .attrs
        .insert(0, parse_quote!(#[::core::prelude::v1::test]));
}

/// Opens the session of a function.
///
/// A guard as the first statement leaves everything else as it was: `return` and `?`, the names of nested items, the
/// order of drops. A closure is needed only where the body runs again and again or its panic is held back.
pub(crate) fn open(opening: &Opening<'_>, expect: Expect, function: &mut ItemFn, krate: &Path) {
    let path = path_of(function);
    match (opening, expect) {
        (Opening::Explore(explore), _) => {
            again_and_again(explore, expect, function, krate, &path);
        }
        (Opening::Main, _) => first(
            function,
            quote!(#krate::__rt::MainSession::begin(::core::module_path!())),
        ),
        (Opening::Test, Expect::Return) => {
            first(function, quote!(#krate::__rt::TestSession::begin(#path)));
        }
        (Opening::Unknown, Expect::Return) => {
            first(function, quote!(#krate::__rt::UnknownSession::enter(#path)));
        }
        (Opening::Test, Expect::Panic) if function.sig.asyncness.is_some() => {
            let body = &function.block;
            function.block = parse_quote!({ #krate::__rt::run_should_panic_async(#path, async move #body).await });
        }
        (Opening::Test, Expect::Panic) => {
            around(function, quote!(#krate::__rt::run_should_panic), &path);
        }
        // An async function is no test of libtest's, and an attribute that made one of it has expanded already.
        (Opening::Unknown, Expect::Panic) if function.sig.asyncness.is_some() => {}
        (Opening::Unknown, Expect::Panic) => {
            around(
                function,
                quote!(#krate::__rt::enter_unknown_should_panic),
                &path,
            );
        }
    }
}

// Input:   fn f() -> R { body }
// Output:  fn f() -> R { let __datarace_session = begin; body }
fn first(function: &mut ItemFn, begin: TokenStream) {
    let guard = names::session();
    super::function::begin(
        &mut function.block,
        vec![parse_quote!(let #guard = #begin;)],
    );
}

// Input:   #[should_panic] fn f() { body }
// Output:  #[should_panic] fn f() { run_should_panic("module::f", || { body }) }
//
// Input:   #[runtime::test] #[should_panic] async fn f() { body }
// Output:  #[runtime::test] #[should_panic] async fn f() { run_should_panic_async("module::f", async move { body }).await }
fn around(function: &mut ItemFn, run: TokenStream, path: &TokenStream) {
    let body = &function.block;
    function.block = parse_quote!({ #run(#path, || #body) });
}

// Input:   #[datarace::test(explore = "random", seed = 7, executions = 100)] fn f() -> R { body }
// Output:  fn f() { Explorer::random(7).executions(100).__test("module::f", false, || -> R { body }) }
fn again_and_again(
    explore: &Explore,
    expect: Expect,
    function: &mut ItemFn,
    krate: &Path,
    path: &TokenStream,
) {
    let explorer = explorer(explore, krate);
    let should_panic = expect == Expect::Panic;
    let body = &function.block;
    let returned = match &function.sig.output {
        // A closure cannot promise `impl Trait`.
        output if has_impl_trait(output) => TokenStream::new(),
        output => quote!(#output),
    };
    function.block = parse_quote!({ #explorer.__test(#path, #should_panic, || #returned #body) });
    function.sig.output = syn::ReturnType::Default;
}

fn has_impl_trait(output: &syn::ReturnType) -> bool {
    struct Finder(bool);
    impl Visit<'_> for Finder {
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    finder.visit_return_type(output);
    finder.0
}

fn explorer(explore: &Explore, krate: &Path) -> TokenStream {
    let start = match &explore.strategy {
        Strategy::Exhaustive => quote!(exhaustive()),
        Strategy::Random { seed } => {
            let seed = number_or(seed.as_ref(), 0);
            quote!(random(#seed))
        }
        Strategy::Pct { seed, depth } => {
            let seed = number_or(seed.as_ref(), 0);
            let depth = number_or(depth.as_ref(), 3);
            quote!(pct(#seed, #depth))
        }
    };
    let bounds = explore.bounds.iter().map(bound);
    let memory = explore.memory.map(|memory| {
        let name = match memory {
            Memory::Rust => format_ident!("Rust"),
            Memory::SequentiallyConsistent => format_ident!("SequentiallyConsistent"),
        };
        quote!(.memory(#krate::MemoryModel::#name))
    });
    quote!(#krate::Explorer::#start #(#bounds)* #memory)
}

fn bound(bound: &Bound) -> TokenStream {
    let method = &bound.method;
    match &bound.value {
        BoundValue::Count(count) => quote!(.#method(#count)),
        BoundValue::Milliseconds(time) => {
            quote!(.#method(::core::time::Duration::from_millis(#time)))
        }
    }
}

fn number_or(written: Option<&syn::LitInt>, default: u32) -> TokenStream {
    match written {
        Some(number) => quote!(#number),
        None => {
            let default = Literal::u32_unsuffixed(default);
            quote!(#default)
        }
    }
}

/// The path of a function as libtest names its thread, with the name of the crate before it.
fn path_of(function: &ItemFn) -> TokenStream {
    let name = format!("::{}", function.sig.ident);
    quote!(::core::concat!(::core::module_path!(), #name))
}
