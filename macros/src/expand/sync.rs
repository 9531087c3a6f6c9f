//! Threads and std's primitives.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, ExprCall, ExprClosure, ExprForLoop, ExprMethodCall, Path};

use super::place::address;
use super::{ours, verbatim};
use crate::walk::with_first;

fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// A method on a place.
// Input:   self.list.lock()
// Output:  (&&&&&&__rt::SyncReceiver(&raw const self.list)).__sync(__rt::Method::Lock, &SITE).after(self.list.lock())
pub(crate) fn on_place(
    receiver: &Expr,
    method: &str,
    call: &Expr,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let address = address(receiver, span);
    let method = local(method);
    verbatim(quote_spanned! {ours(span)=>
        (&&&&&&#krate::__rt::SyncReceiver(#address)).__sync(#krate::__rt::Method::#method, #site).after(#call)
    })
}

/// A method on a value: the receiver is looked at on its way, and `settle` ends the call.
// Input:   list().lock()
// Output:  match list() { r => { (&&&&&&__rt::SyncReceiver(&raw const r)).__sync(__rt::Method::Lock, &SITE).__pend(); r } }.lock()
pub(crate) fn on_value(
    call: &mut ExprMethodCall,
    method: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) {
    let receiver = &call.receiver;
    let method = local(method);
    let value = local("__datarace_receiver");
    let tokens = quote_spanned! {ours(span)=>
        #krate::__rt::passing(match #receiver {
            #value => {
                (&&&&&&#krate::__rt::SyncReceiver(&raw const #value))
                    .__sync(#krate::__rt::Method::#method, #site)
                    .__pend();
                #value
            }
        })
    };
    call.receiver = Box::new(verbatim(tokens));
}

// Output:  __rt::settle(CALL, &SITE)
pub(crate) fn settle(call: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::settle(#call, #site)))
}

/// The last argument that runs code.
// Input:   sender.send(make())
// Output:  sender.send(__rt::arguments_done(make(), &SITE))
pub(crate) fn arguments_done(argument: &mut Expr, site: &TokenStream, span: Span, krate: &Path) {
    let tokens = quote_spanned!(ours(span)=> #krate::__rt::arguments_done(#argument, #site));
    *argument = verbatim(tokens);
}

/// The guard of a wait.
// Input:   condvar.wait(guard)
// Output:  condvar.wait(__rt::waiting((&&__rt::Guard(&raw const guard)).__lock(), guard, &SITE))
pub(crate) fn waiting(guard: &mut Expr, site: &TokenStream, span: Span, krate: &Path) {
    let address = address(guard, span);
    let tokens = quote_spanned! {ours(span)=>
        #krate::__rt::waiting((&&#krate::__rt::Guard(#address)).__lock(), #guard, #site)
    };
    *guard = verbatim(tokens);
}

/// The closure of an initializer.
// Input:   cell.get_or_init(|| 1)
// Output:  cell.get_or_init(|| { let _i = __rt::initializing(&SITE); 1 })
pub(crate) fn initializing(
    closure: &mut ExprClosure,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) {
    let guard = local("__datarace_initializing");
    let first = quote_spanned!(ours(span)=> let #guard = #krate::__rt::initializing(#site););
    with_first(&mut closure.body, syn::parse_quote!(#first));
}

/// A thread.
// Input:   thread::spawn(f)
// Output:  __rt::Spawned(thread::spawn(__rt::thread_closure(f, &SITE))).__forked(&SITE)
pub(crate) fn spawn(call: &ExprCall, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let (function, body) = (&call.func, &call.args[0]);
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::Spawned(#function(#krate::__rt::thread_closure(#body, #site))).__forked(#site)
    })
}

/// A thread of a scope or a builder.
// Input:   s.spawn(f)
// Output:  match (&&&&&&__rt::Spawner(&raw const s)).__spawner(&SITE) { p => p.forked(s.spawn(p.wrap(f))) }
// Input:   Builder::new().spawn(f)
// Output:  match Builder::new() { r => match (&&&&&&__rt::Spawner(&raw const r)).__spawner(&SITE) { p => p.forked(r.spawn(p.wrap(f))) } }
pub(crate) fn spawn_method(
    call: &ExprMethodCall,
    is_place: bool,
    scoped: bool,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let spawner = local("__datarace_spawner");
    let value = local("__datarace_receiver");
    let receiver = match is_place {
        true => call.receiver.to_token_stream(),
        false => value.to_token_stream(),
    };
    let address = match is_place {
        true => address(&call.receiver, span),
        false => quote_spanned!(ours(span)=> &raw const #value),
    };
    let (method, turbofish) = (&call.method, &call.turbofish);
    let arguments = match scoped {
        false => {
            let body = &call.args[0];
            quote_spanned!(ours(span)=> #spawner.wrap(#body))
        }
        true => {
            let (scope, body) = (&call.args[0], &call.args[1]);
            quote_spanned!(ours(span)=> #scope, #spawner.wrap_scoped(#scope, #body))
        }
    };
    let spawned = quote_spanned! {ours(span)=>
        match (&&&&&&#krate::__rt::Spawner(#address)).__spawner(#site) {
            #spawner => #spawner.forked(#receiver.#method #turbofish(#arguments)),
        }
    };
    let original = &call.receiver;
    verbatim(match is_place {
        true => quote_spanned!(ours(span)=> (#spawned)),
        false => quote_spanned!(ours(span)=> (match #original { #value => #spawned })),
    })
}

/// A scope of threads.
// Input:   thread::scope(f)
// Output:  __rt::scope(&SITE).after(thread::scope(f))
pub(crate) fn scope(call: &ExprCall, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::scope(#site).after(#call)))
}

/// The closure of a scope.
// Input:   |s| body
// Output:  |s| { let _b = (&&&&&&__rt::Spawner(&raw const s)).__scope_opened(&SITE); body }
pub(crate) fn scope_opened(
    closure: &mut ExprClosure,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) {
    let scope = match closure.inputs.first() {
        Some(syn::Pat::Ident(ident)) => &ident.ident,
        Some(syn::Pat::Type(typed)) => match &*typed.pat {
            syn::Pat::Ident(ident) => &ident.ident,
            _ => return,
        },
        _ => return,
    };
    let guard = local("__datarace_scope");
    let first = quote_spanned! {ours(span)=>
        let #guard = (&&&&&&#krate::__rt::Spawner(&raw const #scope)).__scope_opened(#site);
    };
    with_first(&mut closure.body, syn::parse_quote!(#first));
}

/// A channel.
// Input:   mpsc::sync_channel(n)
// Output:  __rt::Made(mpsc::sync_channel(__rt::capacity(n))).__made(&SITE)
pub(crate) fn made(call: &ExprCall, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let function = &call.func;
    let capacity = call
        .args
        .first()
        .map(|capacity| quote_spanned!(ours(span)=> #krate::__rt::capacity(#capacity)));
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::Made(#function(#capacity)).__made(#site)
    })
}

/// A value that may be a guard.
// Input:   drop(guard)
// Output:  drop(__rt::dropping((&&&__rt::Dropped(&raw const guard)).__dropping(&SITE), guard))
pub(crate) fn dropping(call: &ExprCall, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let (function, value) = (&call.func, &call.args[0]);
    let address = address(value, span);
    verbatim(quote_spanned! {ours(span)=>
        #function(#krate::__rt::dropping((&&&#krate::__rt::Dropped(#address)).__dropping(#site), #value))
    })
}

/// An associated function of `Arc` or `LazyLock`.
// Input:   Arc::get_mut(&mut arc)
// Output:  (&&&__rt::PointerArgument(&raw const arc)).__sync(__rt::Method::ArcGetMut, &SITE).after(Arc::get_mut(&mut arc))
pub(crate) fn of_pointer(
    call: &ExprCall,
    argument: &Expr,
    method: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let address = address(argument, span);
    let method = local(method);
    verbatim(quote_spanned! {ours(span)=>
        (&&&#krate::__rt::PointerArgument(#address)).__sync(#krate::__rt::Method::#method, #site).after(#call)
    })
}

/// A function without a receiver.
// Input:   thread::park()
// Output:  __rt::path_call(__rt::Method::Park, &SITE).after(thread::park())
pub(crate) fn function(
    call: &ExprCall,
    method: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let method = local(method);
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::path_call(#krate::__rt::Method::#method, #site).after(#call)
    })
}

/// A loop over what a channel receives.
// Input:   for value in receiver { body }
// Output:  match (&&&&&&__rt::SyncReceiver(&raw const receiver)).__iterate(&SITE) { i => for value in receiver { i.received(); body } }
pub(crate) fn iteration(
    loop_: &mut ExprForLoop,
    source: &Expr,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let address = address(source, span);
    let iterating = local("__datarace_iterating");
    let first = quote_spanned!(ours(span)=> #iterating.received(););
    loop_.body.stmts.insert(0, syn::parse_quote!(#first));
    let tokens = quote_spanned! {ours(span)=>
        match (&&&&&&#krate::__rt::SyncReceiver(#address)).__iterate(#site) { #iterating => #loop_ }
    };
    verbatim(tokens)
}
