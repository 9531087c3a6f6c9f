//! std's primitives: locks, channels, threads, and calls that may be of code without the attribute.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Path, Stmt};

use super::{ours, placed, placed_as_written, verbatim};
use crate::compiler;
use crate::names;
use crate::site::ends;
use crate::syntax;

/// How the receiver of a method call is reached before the call.
#[derive(Clone)]
pub(crate) enum Receiver {
    /// A variable; it is asked for its address, which a closure around it captures as the call itself does.
    Local(Expr),
    /// A place; its address is taken.
    Place(Expr),
    /// A place that may be a `const`, whose address cannot be taken.
    Named(Expr),
    /// A value; it is looked at on its way into the call.
    Value,
    /// A place that is not evaluated twice; its type is asked for in code that cannot be reached.
    Unseen(Expr),
    /// A place that a closure captures; its type was asked for outside.
    Captured(Ident),
}

fn pointer(receiver: &Receiver, value: &Ident) -> TokenStream {
    match receiver {
        Receiver::Local(variable) => quote_spanned!(value.span()=> #variable.__address()),
        // A `Deref` of what a raw pointer refers to makes a reference, which rustc wants to see written.
        Receiver::Place(place @ Expr::Unary(_)) if syntax::is_behind_deref(place) => {
            quote_spanned!(value.span()=> &#place)
        }
        Receiver::Place(place) => quote_spanned!(value.span()=> &raw const #place),
        Receiver::Named(path) => {
            quote_spanned!(value.span()=> ::core::ptr::from_ref(&#path))
        }
        Receiver::Value => quote_spanned!(value.span()=> &raw const #value),
        // A part of a value has no address of its own.
        Receiver::Unseen(place) if syntax::is_part_of_value(place) => {
            quote_spanned!(value.span()=> &#place)
        }
        Receiver::Unseen(place) => quote_spanned!(value.span()=> &raw const #place),
        Receiver::Captured(answer) => quote_spanned!(value.span()=> #answer),
    }
}

/// A look at a place, whose pointer is gone where the look ends: a future that awaits the call is as sendable as without us.
// Input:   (&__rt::SyncReceiver(&raw const x)).__sync(__rt::Method::Send, &SITE)
// Output:  ({ let looked = (&__rt::SyncReceiver(&raw const x)).__sync(__rt::Method::Send, &SITE); looked })
fn looked(look: &TokenStream, span: Span) -> TokenStream {
    let name = Ident::new("__datarace_looked", span);
    quote_spanned!(span=> ({ let #name = #look; #name }))
}

/// A method of a primitive; `waiter` is that of a wait.
// Input:   self.list.lock()
// Output:  ({ let t = (&&&&&&&&&__rt::SyncReceiver(&raw const self.list)).__sync(__rt::Method::Lock, &SITE); t })
//              .after(self.list.lock())
// Input:   list().lock()
// Output:  __rt::settling(&SITE).settle(match list() { r => {
//              (&&&&&&&&&__rt::SyncReceiver(&raw const r)).__sync(__rt::Method::Lock, &SITE).__pend(); r
//          } }.lock())
pub(crate) fn method(
    call: &syn::ExprMethodCall,
    receiver: &Receiver,
    method: &str,
    waiter: Option<&Waiter>,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let value = Ident::new("__datarace_receiver", ours);
    let pointer = pointer(receiver, &value);
    let timed = |call: TokenStream| match (method, waiter) {
        ("WaitTimeout" | "WaitTimeoutWhile", Some(waiter)) => waiter.timed_out(&call, span),
        _ => call,
    };
    let method = Ident::new(method, ours);
    let token = quote_spanned! {ours=>
        (&&&&&&&&&#krate::__rt::SyncReceiver(#pointer)).__sync(#krate::__rt::Method::#method, #site)
    };
    if !matches!(receiver, Receiver::Value) {
        let call = timed(call.to_token_stream());
        let token = looked(&token, ours);
        return verbatim(quote_spanned!(ours=> #token.after(#call)));
    }
    let mut call = call.clone();
    let original = &call.receiver;
    *call.receiver = verbatim(quote_spanned! {ours=>
        match #original { #value => { #token.__pend(); #value } }
    });
    let call = timed(call.to_token_stream());
    verbatim(quote_spanned!(ours=> #krate::__rt::settling(#site).settle(#call)))
}

/// The name of an index that is computed once, before a call whose receiver stands twice.
pub(crate) fn bound_index(span: Span) -> Expr {
    let name = Ident::new("__datarace_index", ours(span));
    Expr::Path(syn::ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: name.into(),
    })
}

/// A call whose receiver has a computed index.
// Input:   self.forks[(i + 1) % n].lock()
// Output:  match (i + 1) % n { index => ({ let t = (&&&&&&&&&__rt::SyncReceiver(&raw const self.forks[index])).__sync(..); t })
//              .after(self.forks[index].lock()) }
pub(crate) fn index_bound(index: &Expr, call: &Expr, span: Span) -> Expr {
    let name = bound_index(span);
    verbatim(quote_spanned!(ours(span)=> (match #index { #name => #call })))
}

/// A lock whose receiver is neither a plain place nor a value: only its result is looked at.
// Input:   self.shared().list.lock()
// Output:  __rt::call("lock", &SITE).after(__rt::Locked(self.shared().list.lock()).__locked(&SITE))
pub(crate) fn locked(
    method: &syn::ExprMethodCall,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let name = method.method.to_string();
    let locked =
        verbatim(quote_spanned!(ours(span)=> #krate::__rt::Locked(#method).__locked(#site)));
    call(&locked, &name, site, span, krate)
}

/// The last argument of a call that publishes.
// Input:   f(x)
// Output:  __rt::arguments_done(f(x), &SITE)
pub(crate) fn arguments_done(
    argument: &Expr,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::arguments_done(#argument, #site)))
}

/// The same for a closure, which still gets the types of its parameters from the function that it is passed to.
// Input:   |x| x + 1
// Output:  { __rt::arguments_done((), &SITE); |x| x + 1 }
pub(crate) fn closure_done(closure: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> { #krate::__rt::arguments_done((), #site); #closure }))
}

/// How the guard and the result of a wait are looked at.
pub(crate) enum Waiter {
    /// By the type of what the wait is called on.
    Typed(TokenStream),
    /// By their own types: the wait is called on a value, of which nothing can be said beforehand.
    Value(Path),
}

impl Waiter {
    /// The wait may take what it is called on, so the type is told in code that cannot be reached, if that may stand here.
    // Output:  (&&&&&&{ let w = __rt::CallReceiver::some(); 'unseen: { break 'unseen; w.__is(&raw const c); }; w })
    // Output:  (&&&&&&match false { true => __rt::CallReceiver::of(&raw const c), false => __rt::CallReceiver::some() })
    pub(crate) fn of(
        receiver: &Receiver,
        forbids_unreachable: bool,
        span: Span,
        krate: &Path,
    ) -> Self {
        let krate = &placed(krate, span);
        let ours = ours(span);
        if let Receiver::Value = receiver {
            return Self::Value(krate.clone());
        }
        let pointer = pointer(receiver, &Ident::new("_unused", ours));
        if forbids_unreachable {
            return Self::Typed(quote_spanned! {ours=>
                (&&&&&&match false {
                    true => #krate::__rt::CallReceiver::of(#pointer),
                    false => #krate::__rt::CallReceiver::some(),
                })
            });
        }
        let waiter = Ident::new("__datarace_waiter", ours);
        let asked = asked(&waiter, &pointer, ours);
        Self::Typed(quote_spanned! {ours=>
            (&&&&&&{ let #waiter = #krate::__rt::CallReceiver::some(); #asked #waiter })
        })
    }

    /// The guard that a wait takes.
    // Input:   guard
    // Output:  (&&&&&&..).__waiting(guard, &SITE)
    // Output:  match guard { g => __rt::waiting(({ let l = (&&&__rt::Guard(&raw const g)).__lock(); l }), g, &SITE) }
    pub(crate) fn waiting(&self, wait: &str, guard: &Expr, site: &TokenStream, span: Span) -> Expr {
        let ours = ours(span);
        verbatim(match self {
            Self::Typed(waiter) => {
                let wait = Ident::new(&format!("__{wait}"), ours);
                quote_spanned!(ours=> #waiter.#wait(#guard, #site))
            }
            Self::Value(krate) => {
                let wait = Ident::new(wait, ours);
                let variable = Ident::new("__datarace_waiting", ours);
                let lock =
                    quote_spanned!(ours=> (&&#krate::__rt::Guard(&raw const #variable)).__lock());
                let lock = looked(&lock, ours);
                quote_spanned! {ours=>
                    match #guard { #variable => #krate::__rt::#wait(#lock, #variable, #site) }
                }
            }
        })
    }

    /// What a wait with a timeout returns.
    // Input:   c.wait_timeout(guard, d)
    // Output:  (&&&&&&..).__timed_out(c.wait_timeout(guard, d))
    // Output:  __rt::Timed(c().wait_timeout(guard, d)).__timed_out()
    fn timed_out(&self, call: &TokenStream, span: Span) -> TokenStream {
        match self {
            Self::Typed(waiter) => quote_spanned!(ours(span)=> #waiter.__timed_out(#call)),
            Self::Value(krate) => {
                quote_spanned!(ours(span)=> #krate::__rt::Timed(#call).__timed_out())
            }
        }
    }
}

/// The body of the condition of a wait.
// Input:   |pending| *pending
// Output:  |pending| { let answer = *pending; __rt::condition(answer, &SITE) }
pub(crate) fn condition(body: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    let answer = Ident::new("__datarace_answer", ours(span));
    let statements = quote_spanned! {ours(span)=>
        let #answer = #body; #krate::__rt::condition(#answer, #site)
    };
    // At the user's place: the end of the closure is the end of its body.
    let (_, last) = ends(body);
    verbatim(quote_spanned!(last=> { #statements }))
}

/// How long a wait lasts.
// Input:   d
// Output:  __rt::timeout(d)
pub(crate) fn timeout(duration: &Expr, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::timeout(#duration)))
}

/// How long a thread sleeps.
// Input:   d
// Output:  __rt::pause(d)
pub(crate) fn pause(duration: &Expr, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::pause(#duration)))
}

/// The first statement of an initializer's closure.
// Output:  let initializing = __rt::initializing(&SITE);
pub(crate) fn initializing(site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    guard(
        quote_spanned!(ours(span)=> #krate::__rt::initializing(#site)),
        span,
    )
}

/// The first statement of the closure that a `LazyLock` gets.
// Output:  let initializing = __rt::initializing_lazily(&SITE);
pub(crate) fn initializing_lazily(site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    guard(
        quote_spanned!(ours(span)=> #krate::__rt::initializing_lazily(#site)),
        span,
    )
}

/// A function in place of a closure.
// Input:   make
// Output:  || make()
pub(crate) fn closure_of(function: &Expr, span: Span) -> syn::ExprClosure {
    syn::parse_quote_spanned!(ours(span)=> || #function())
}

/// A new `Arc`.
// Input:   Arc::new(x)
// Output:  __rt::arc_made(Arc::new(x), |made| __rt::MadeArc(made).__made())
pub(crate) fn arc_made(call: &Expr, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    let made = Ident::new("__datarace_made", ours(span));
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::arc_made(#call, |#made| #krate::__rt::MadeArc(#made).__made())
    })
}

/// The first statement of a scope's closure.
// Output:  let opened = (&&__rt::Spawner(&raw const s)).__scope_opened(&SITE);
pub(crate) fn scope_opened(scope: &Ident, site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    let opened = quote_spanned! {ours(span)=>
        (&&#krate::__rt::Spawner(&raw const #scope)).__scope_opened(#site)
    };
    guard(opened, span)
}

/// A statement that watches a guard until its scope ends.
// Output:  let watch = (&&__rt::Guard(&raw const guard)).__watch(&SITE);
pub(crate) fn watch(variable: &Ident, site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    let watch = quote_spanned! {ours(span)=>
        (&&#krate::__rt::Guard(&raw const #variable)).__watch(#site)
    };
    guard(watch, span)
}

/// The same for what a call of a name that says nothing returned: its type may be open here, and is asked for when it is known.
// Output:  let watch = __rt::Guard(&raw const result).__watched(&SITE);
pub(crate) fn watch_result(variable: &Ident, site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    let watch =
        quote_spanned!(ours(span)=> #krate::__rt::Guard(&raw const #variable).__watched(#site));
    guard(watch, span)
}

/// The same for a variable from which something is taken while its scope lasts.
// Output:  let watch = __rt::Guard(&raw const result).__watched_whole(&SITE);
pub(crate) fn watch_whole(variable: &Ident, site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let watch = quote_spanned!(ours(span)=> #krate::__rt::Guard(&raw const #variable).__watched_whole(#site));
    guard(watch, span)
}

/// Before a statement with the literal of a type whose `Drop` is not annotated.
// Output:  __rt::unknown_made(&SITE);
pub(crate) fn unknown_made(site: &TokenStream, span: Span, krate: &Path) -> Stmt {
    let made = quote_spanned!(ours(span)=> #krate::__rt::unknown_made(#site););
    Stmt::Expr(verbatim(made), None)
}

/// Before a statement that may force a `LazyLock`.
// Output:  let __datarace_lazy_0 = __rt::Lazily(::core::ptr::from_ref(&CONFIG)).__look(&SITE);
pub(crate) fn look_at(
    index: usize,
    place: &Receiver,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Stmt {
    let name = Ident::new(&format!("__datarace_lazy_{index}"), ours(span));
    let pointer = pointer(place, &Ident::new("_unused", ours(span)));
    let look = quote_spanned! {ours(span)=>
        let #name = #krate::__rt::Lazily(#pointer).__look(#site);
    };
    Stmt::Expr(verbatim(look), None)
}

/// And behind it. Where it does not go on, the end of the block does this.
// Output:  __rt::looked_at(__datarace_lazy_0);
pub(crate) fn looked_at(index: usize, span: Span, krate: &Path) -> Stmt {
    let name = Ident::new(&format!("__datarace_lazy_{index}"), ours(span));
    let end = quote_spanned!(ours(span)=> #krate::__rt::looked_at(#name););
    Stmt::Expr(verbatim(end), None)
}

fn guard(value: TokenStream, span: Span) -> Stmt {
    let name = Ident::new("__datarace_guard", ours(span));
    let tokens = quote_spanned!(ours(span)=> let #name = #value;);
    Stmt::Expr(verbatim(tokens), None)
}

/// The statement before one whose guards are temporaries, and the one after it.
// Output:  let held = __rt::locks_held();  f(m.lock().unwrap().len());  __rt::temporaries_end(held, &[&SITE]);
pub(crate) fn around_temporaries(sites: &[TokenStream], span: Span, krate: &Path) -> (Stmt, Stmt) {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let name = Ident::new("__datarace_held", ours);
    let before = quote_spanned!(ours=> let #name = #krate::__rt::locks_held(););
    let after = quote_spanned!(ours=> #krate::__rt::temporaries_end(#name, &[#(#sites),*]););
    (
        Stmt::Expr(verbatim(before), None),
        Stmt::Expr(verbatim(after), None),
    )
}

/// The first statement of a block whose last expression has guards that are temporaries: it goes out of scope last. And the one
/// before that expression.
// Output:  let held = __rt::tail([&SITE]);  ..  held.begins();  f(m.lock().unwrap().len())
pub(crate) fn around_tail(sites: &[TokenStream], span: Span, krate: &Path) -> (Stmt, Stmt) {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let name = Ident::new("__datarace_tail", ours);
    let first = quote_spanned!(ours=> let #name = #krate::__rt::tail([#(#sites),*]););
    let before = quote_spanned!(ours=> #name.begins(););
    (
        Stmt::Expr(verbatim(first), None),
        Stmt::Expr(verbatim(before), None),
    )
}

/// A call by path of park, yield, sleep or spin.
// Input:   thread::park()
// Output:  __rt::path_call(__rt::Method::Park, &SITE).after(thread::park())
pub(crate) fn path_call(
    call: &Expr,
    method: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let method = Ident::new(method, ours);
    verbatim(quote_spanned! {ours=>
        #krate::__rt::path_call(#krate::__rt::Method::#method, #site).after(#call)
    })
}

/// An associated function that takes an `Arc` or a `LazyLock`.
// Input:   Arc::get_mut(&mut this)
// Output:  ({ let t = (&&&__rt::PointerArgument(&raw const this)).__sync(__rt::Method::ArcGetMut, &SITE); t })
//              .after(Arc::get_mut(&mut this))
pub(crate) fn pointer_call(
    call: &Expr,
    place: &Receiver,
    method: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let method = Ident::new(method, ours);
    let pointer = pointer(place, &Ident::new("_unused", ours));
    let token = quote_spanned! {ours=>
        (&&&#krate::__rt::PointerArgument(#pointer)).__sync(#krate::__rt::Method::#method, #site)
    };
    let token = looked(&token, ours);
    verbatim(quote_spanned!(ours=> #token.after(#call)))
}

/// The argument of `drop`.
// Input:   guard
// Output:  __rt::dropping((&&&__rt::Dropped(&raw const guard)).__dropping(&SITE), guard)
pub(crate) fn dropping(argument: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::dropping((&&&#krate::__rt::Dropped(&raw const #argument)).__dropping(#site), #argument)
    })
}

/// The argument of `drop` that is no variable.
// Input:   self.guard.take()
// Output:  __rt::dropping_value(self.guard.take(), &SITE)
pub(crate) fn dropping_value(
    argument: &Expr,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::dropping_value(#argument, #site)))
}

/// A new channel.
// Input:   mpsc::channel()
// Output:  __rt::Made(mpsc::channel()).__made(&SITE)
pub(crate) fn made(call: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::Made(#call).__made(#site)))
}

/// The capacity of a channel.
// Input:   n
// Output:  __rt::capacity(n)
pub(crate) fn capacity(argument: &Expr, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::capacity(#argument)))
}

/// The closure of `thread::spawn`.
// Input:   move || work()
// Output:  __rt::thread_closure(move || work(), &SITE)
pub(crate) fn thread_closure(closure: &Expr, site: &TokenStream, krate: &Path) -> Expr {
    // As if the user had written it there: rustc says what is wrong with the argument of a call at the argument, but not if
    // it stands within a macro.
    let (first, last) = ends(closure);
    let krate = placed_as_written(krate, first);
    let function = quote_spanned!(first=> #krate::__rt::thread_closure);
    let arguments = quote_spanned!(last=> (#closure, #site));
    verbatim(quote!(#function #arguments))
}

/// The argument of `thread::spawn` that is no closure literal.
// Input:   worker
// Output:  match worker { f => (&&__rt::ThreadArgument(&raw const f)).__spawner(&SITE).wrap_value(f) }
pub(crate) fn thread_argument(
    argument: &Expr,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let value = Ident::new("__datarace_argument", ours);
    verbatim(quote_spanned! {ours=>
        match #argument {
            #value => (&&#krate::__rt::ThreadArgument(&raw const #value)).__spawner(#site).wrap_value(#value)
        }
    })
}

/// The operand of `&` or `&mut`: without it the reference coerces as the user's own does.
// Input:   f(self.list.lock())
// Output:  __rt::Wrapped(f(self.list.lock())).0
pub(crate) fn wrapped(operand: &Expr, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::Wrapped(#operand).0))
}

/// What `thread::spawn` returns.
// Input:   thread::spawn(f)
// Output:  __rt::Spawned(thread::spawn(f)).__forked(&SITE)
pub(crate) fn spawned(call: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::Spawned(#call).__forked(#site)))
}

/// `receiver.spawn(f)` and `builder.spawn_scoped(scope, f)`.
// Input:   s.spawn(f)
// Output:  match ({ let p = (&&__rt::Spawner(&raw const s)).__spawner(&SITE); p }) { p => p.forked(s.spawn(p.wrap_value(f))) }
// Input:   Builder::new().spawn(f)
// Output:  match Builder::new() { r => match ({ let p = (&&__rt::Spawner(&raw const r)).__spawner(&SITE); p }) {
//              p => p.forked(r.spawn(p.wrap_value(f)))
//          } }
pub(crate) fn spawn_method(
    call: &syn::ExprMethodCall,
    receiver: &Receiver,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let value = Ident::new("__datarace_receiver", ours);
    let spawner = Ident::new("__datarace_spawner", ours);
    let pointer = pointer(receiver, &value);
    let mut call = call.clone();
    let scope = match call.args.len() {
        2 => call
            .args
            .first()
            .map(|scope| quote_spanned!(ours=> &*#scope, )),
        _ => None,
    };
    let is_closure = call.args.last_mut().and_then(closure_in).is_some();
    let wraps = match (is_closure, scope.is_some()) {
        (true, false) => "wrap",
        (true, true) => "wrap_scoped",
        (false, false) => "wrap_value",
        (false, true) => "wrap_value_scoped",
    };
    let wrap = Ident::new(wraps, ours);
    if let Some(closure) = call.args.last_mut() {
        let (first, last) = ends(closure);
        let spawner = quote_spanned!(first=> (#spawner));
        let arguments = quote_spanned!(last=> (#scope #closure));
        let wrapped = quote_spanned!(ours=> #spawner.#wrap #arguments);
        *closure = verbatim(wrapped);
    }
    let original = call.receiver.clone();
    if let Receiver::Value = receiver {
        *call.receiver = verbatim(value.to_token_stream());
    }
    let look = quote_spanned!(ours=> (&&#krate::__rt::Spawner(#pointer)).__spawner(#site));
    let look = looked(&look, ours);
    let inner = quote_spanned! {ours=>
        match #look {
            #spawner => #spawner.forked(#call)
        }
    };
    verbatim(match receiver {
        Receiver::Value => quote_spanned!(ours=> (match #original { #value => #inner })),
        _ => quote_spanned!(ours=> (#inner)),
    })
}

/// `thread::scope`
// Input:   thread::scope(f)
// Output:  __rt::scope(&SITE).after(thread::scope(f))
pub(crate) fn scope(call: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::scope(#site).after(#call)))
}

/// A loop over something whose type says whether it may synchronize.
// Input:   for x in tickets() { .. }
// Output:  for x in __rt::Looped(tickets()).__looped(&SITE) { .. }
pub(crate) fn for_loop(
    mut loop_: syn::ExprForLoop,
    how: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let values = &loop_.expr;
    let how = Ident::new(how, ours(span));
    *loop_.expr = verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::Looped(#values).#how(#site)
    });
    Expr::ForLoop(loop_)
}

/// What may be an iterator over a channel, where a method of it is called.
// Input:   receiver.iter()
// Output:  __rt::Looped(receiver.iter()).__taken(&SITE)
pub(crate) fn taken(values: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::Looped(#values).__taken(#site)))
}

/// An argument whose values a call may use up.
// Input:   tickets()
// Output:  __rt::Fed(::core::mem::ManuallyDrop::new(tickets())).__fed(&SITE)
pub(crate) fn fed(values: &Expr, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned! {ours(span)=>
        #krate::__rt::Fed(::core::mem::ManuallyDrop::new(#values)).__fed(#site)
    })
}

/// The first statement of a closure that is handed to a call of which nobody knows whether it is annotated.
// Output:  let __datarace_called_back = __rt::called_back(|| {});
// Output:  let __datarace_called_back = __rt::called_back_inline(|| {}).__keeps();
pub(crate) fn called_back(keeps: bool, span: Span, krate: &Path) -> Stmt {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let called_back = match compiler::inlines() {
        true => Ident::new("called_back_inline", ours),
        false => Ident::new("called_back", ours),
    };
    let guard = names::called_back();
    let keeps = keeps.then(|| quote_spanned!(ours=> .__keeps()));
    let statement = quote_spanned!(ours=> let #guard = #krate::__rt::#called_back(|| {}) #keeps;);
    Stmt::Expr(verbatim(statement), None)
}

/// A call that may be of code without the attribute.
// Input:   helper(x)
// Output:  __rt::call("helper", &SITE).after(helper(x))
pub(crate) fn call(call: &Expr, name: &str, site: &TokenStream, span: Span, krate: &Path) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::call(#name, #site).after(#call)))
}

/// The call of a value at a place.
// Input:   f(x)
// Output:  __rt::call_of(&raw const f, &SITE).after(f(x))
pub(crate) fn call_of(
    call: &Expr,
    place: &Receiver,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let ours = ours(span);
    let pointer = pointer(place, &Ident::new("_unused", ours));
    verbatim(quote_spanned!(ours=> #krate::__rt::call_of(#pointer, #site).after(#call)))
}

/// A method that gets a function by its name, and runs it at once or returns an iterator that will.
// Input:   x.map(helper)
// Output:  __rt::call("helper", &SITE).after(__rt::Handed(x.map(helper)).__handed())
pub(crate) fn handed(
    method: &Expr,
    name: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let handed = verbatim(quote_spanned!(ours(span)=> #krate::__rt::Handed(#method).__handed()));
    call(&handed, name, site, span, krate)
}

/// A call that by its name makes a value.
// Input:   Guard::new(&LOCK)
// Output:  __rt::call("new", &SITE).made(Guard::new(&LOCK))
pub(crate) fn made_value(
    call: &Expr,
    name: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    verbatim(quote_spanned!(ours(span)=> #krate::__rt::call(#name, #site).made(#call)))
}

/// A method call of which the receiver's type says whether it may synchronize.
// Input:   list.push(x)
// Output:  ({ let t = (&&&&match false {
//              true => __rt::CallReceiver::of(list.__address()),
//              false => __rt::CallReceiver::some(),
//          }).__call("push", &SITE); t }).after(list.push(x))
// Input:   slots[at % N].push(x)
// Output:  ({ let t = {
//              let r = __rt::CallReceiver::some();
//              'unseen: { break 'unseen; r.__is(&raw const slots[at % N]); }
//              (&&&&r).__call("push", &SITE)
//          }; t }).after(slots[at % N].push(x))
// Input:   list.push(x), in a closure that captures `*list`
// Output:  ({ let t = (&&&&*captured_0).__call("push", &SITE); t }).after(list.push(x))
pub(crate) fn method_call(
    call: &syn::ExprMethodCall,
    receiver: &Receiver,
    name: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let value = Ident::new("__datarace_receiver", ours);
    let pointer = match receiver {
        Receiver::Unseen(place) => {
            let mut place = place.clone();
            WithoutCasts { krate, span: ours }.visit_expr_mut(&mut place);
            pointer(&Receiver::Unseen(place), &value)
        }
        receiver => pointer(receiver, &value),
    };
    let look = match receiver {
        Receiver::Captured(_) => quote_spanned!(ours=> (&&&&*#pointer).__call(#name, #site)),
        Receiver::Unseen(_) => {
            let asked = asked(&value, &pointer, ours);
            quote_spanned! {ours=> {
                let #value = #krate::__rt::CallReceiver::some();
                #asked
                (&&&&#value).__call(#name, #site)
            }}
        }
        _ => quote_spanned! {ours=>
            (&&&&match false {
                true => #krate::__rt::CallReceiver::of(#pointer),
                false => #krate::__rt::CallReceiver::some(),
            }).__call(#name, #site)
        },
    };
    let token = looked(&look, ours);
    verbatim(quote_spanned!(ours=> #token.after(#call)))
}

/// Puts a value of the type in the place of each cast: rustc and clippy have many lints about casts, and would give them twice.
struct WithoutCasts<'a> {
    krate: &'a Path,
    span: Span,
}

impl VisitMut for WithoutCasts<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Cast(cast) = expression {
            let (krate, ty) = (self.krate, &cast.ty);
            *expression = verbatim(quote_spanned!(self.span=> #krate::__rt::anything::<#ty>()));
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// The type of a place is told to a receiver in code that cannot be reached, which the borrow checker does not look at.
// Output:  'unseen: { break 'unseen; r.__is(&raw const P); };
//          (other parsers than rustc's take a closure behind a block without `;` for an operand)
// Input:   (*(address as *mut T)).push(x)
// Output:  .. r.__is(&raw const (*(__rt::anything::<*mut T>()))); ..
fn asked(receiver: &Ident, pointer: &TokenStream, span: Span) -> TokenStream {
    let unseen = syn::Lifetime::new("'__datarace_unseen", Span::mixed_site());
    quote_spanned! {span=>
        #[allow(dangerous_implicit_autorefs)]
        #unseen: { break #unseen; #receiver.__is(#pointer); };
    }
}

/// A closure or an `async` block, with the types of the places that it captures.
// Input:   || left.push(1)
// Output:  ({
//              let captured_0 = __rt::captured();
//              'unseen: { break 'unseen; captured_0.__is(&raw const left); }
//              || ..
//          })
pub(crate) fn capturing(closure: &mut Expr, places: &[(Expr, Ident)], span: Span, krate: &Path) {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let mut statements: Vec<Stmt> = places
        .iter()
        .map(|(place, name)| {
            let asked = asked(name, &quote_spanned!(ours=> &raw const #place), ours);
            let tokens = quote_spanned!(ours=> let #name = #krate::__rt::captured(); #asked);
            Stmt::Expr(verbatim(tokens), None)
        })
        .collect();
    let inner = std::mem::replace(closure, verbatim(TokenStream::new()));
    statements.push(Stmt::Expr(inner, None));
    let block = Expr::Block(syn::ExprBlock {
        attrs: Vec::new(),
        label: None,
        block: syn::Block {
            brace_token: syn::token::Brace(ours),
            stmts: statements,
        },
    });
    *closure = super::parenthesized(block, ours);
}

/// The closure in what [`capturing`] made of one.
pub(crate) fn closure_in(expression: &mut Expr) -> Option<&mut syn::ExprClosure> {
    match expression {
        Expr::Closure(closure) => Some(closure),
        Expr::Paren(paren) => match &mut *paren.expr {
            Expr::Block(block) => match block.block.stmts.as_mut_slice() {
                [
                    Stmt::Expr(Expr::Verbatim(_), None),
                    ..,
                    Stmt::Expr(Expr::Closure(closure), None),
                ] => Some(closure),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// A method call on a value, whose type says likewise.
// Input:   queue().push(x)
// Output:  __rt::call("push", &SITE).after(match queue() {
//              r => { (&&&&__rt::CallReceiver::of(&raw const r)).__answer(); r }
//          }.push(x))
pub(crate) fn value_method_call(
    mut method: syn::ExprMethodCall,
    name: &str,
    site: &TokenStream,
    span: Span,
    krate: &Path,
) -> Expr {
    let krate = &placed(krate, span);
    let ours = ours(span);
    let value = Ident::new("__datarace_receiver", ours);
    let original = &method.receiver;
    *method.receiver = verbatim(quote_spanned! {ours=>
        match #original {
            #value => { (&&&&#krate::__rt::CallReceiver::of(&raw const #value)).__answer(); #value }
        }
    });
    call(&Expr::MethodCall(method), name, site, span, krate)
}
