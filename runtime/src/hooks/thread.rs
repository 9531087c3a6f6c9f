//! Threads: the user's spawn stays, its closure is wrapped; joins go by the handle's thread id.
//!
//! Source: [thread.thread.constr]/6, [thread.thread.member]/4 (N4861) and the documentation of `std::thread`.
//! Invariant: a spawn publishes after its arguments and before the real call; a thread publishes its end before its
//! closure returns to std, so whoever learns of the end from std learns it later.
//! Not seen here: threads made by code without the attribute (see `tracker::interpose`).

use crate::hooks::functions;
use crate::hooks::pending_forks as forks;
use crate::site::Site;
use crate::tracker;
use crate::tracker::engine::ForkTicket;
use std::io;
use std::thread::{Builder, JoinHandle, Scope, ScopedJoinHandle, ThreadId};

/// A spawn on its way: whoever drops it before the thread has started tells the tracker that it failed.
struct Started {
    ticket: ForkTicket,
    ran: bool,
}

impl Drop for Started {
    fn drop(&mut self) {
        if !self.ran {
            tracker::forked(self.ticket, None);
        }
    }
}

/// Reports the end of the thread, also by unwinding.
struct Finish(ForkTicket);

impl Drop for Finish {
    fn drop(&mut self) {
        tracker::finish(self.0, std::thread::panicking());
    }
}

/// Wraps the closure of `thread::spawn(f)`: it means the same for every `FnOnce`.
#[inline]
pub fn thread_closure<T, F: FnOnce() -> T>(f: F, site: &'static Site) -> impl FnOnce() -> T {
    wrap(f, tracker::fork(site), site, Root::Seen)
}

/// What is known of what a thread runs.
#[derive(Clone, Copy)]
enum Root {
    /// A closure that stands in annotated code.
    Seen,
    /// A value, which is called.
    Value,
}

/// The argument of a function named `thread::spawn`, where the syntax does not say that it is a closure without
/// parameters; made by generated code only.
#[derive(Debug)]
pub struct ThreadArgument<A>(pub *const A);

/// The argument can be run.
pub trait ThreadArgumentRuns {
    /// What wraps it.
    fn __spawner(self, site: &'static Site) -> ThreadSpawner;
}

impl<F: FnOnce() -> T, T> ThreadArgumentRuns for &&ThreadArgument<F> {
    #[inline]
    fn __spawner(self, site: &'static Site) -> ThreadSpawner {
        ThreadSpawner { site, scope: None }
    }
}

/// The argument is something else: the function is not std's.
pub trait ThreadArgumentOther {
    /// What hands it through.
    fn __spawner(self, site: &'static Site) -> OtherSpawner;
}

impl<A> ThreadArgumentOther for &ThreadArgument<A> {
    #[inline]
    fn __spawner(self, _: &'static Site) -> OtherSpawner {
        OtherSpawner
    }
}

fn wrap<T, F: FnOnce() -> T>(
    f: F,
    ticket: ForkTicket,
    site: &'static Site,
    root: Root,
) -> impl FnOnce() -> T + use<T, F> {
    forks::push(ticket, site);
    let started = Started { ticket, ran: false };
    move || {
        let mut started = started;
        started.ran = true;
        tracker::start(ticket);
        let _finish = Finish(ticket);
        match root {
            Root::Seen => f(),
            // A call that began at its `spawn`.
            Root::Value => functions::call_of(&raw const f, site).after(f()),
        }
    }
}

/// What a spawn returned; made by generated code only.
#[derive(Debug)]
pub struct Spawned<H>(pub H);

impl<T> Spawned<JoinHandle<T>> {
    /// The thread has an id now.
    #[inline]
    pub fn __forked(self, site: &'static Site) -> JoinHandle<T> {
        forked(site, Some(self.0.thread().id()));
        self.0
    }
}

/// A function named `spawn` that returns something else.
pub trait SpawnedOther<H> {
    /// Hands it through.
    fn __forked(self, site: &'static Site) -> H;
}

impl<H> SpawnedOther<H> for Spawned<H> {
    #[inline]
    fn __forked(self, _: &'static Site) -> H {
        self.0
    }
}

fn forked(site: &'static Site, thread: Option<ThreadId>) {
    if let Some(ticket) = forks::take(site)
        && thread.is_some()
    {
        tracker::forked(ticket, thread);
    }
}

/// The place of the receiver of `.spawn(..)`, or of a scope; made by generated code only.
#[derive(Debug)]
pub struct Spawner<T: ?Sized>(pub *const T);

/// std's `Scope` and `Builder`, and references to them.
pub trait StdSpawner {
    /// The address of the scope, if it is one.
    fn scope(&self) -> Option<usize>;
}

impl StdSpawner for Scope<'_, '_> {
    fn scope(&self) -> Option<usize> {
        Some(core::ptr::from_ref(self) as usize)
    }
}

impl StdSpawner for Builder {
    fn scope(&self) -> Option<usize> {
        None
    }
}

impl<S: StdSpawner + ?Sized> StdSpawner for &S {
    fn scope(&self) -> Option<usize> {
        S::scope(self)
    }
}

/// The receiver is std's.
pub trait SpawnerKnown {
    /// What wraps the closure and looks at the handle.
    fn __spawner(self, site: &'static Site) -> ThreadSpawner;
    /// The first statement of the closure of `thread::scope`.
    fn __scope_opened(self, site: &'static Site) -> ScopeBody;
}

impl<S: StdSpawner + ?Sized> SpawnerKnown for &&Spawner<S> {
    #[inline]
    fn __spawner(self, site: &'static Site) -> ThreadSpawner {
        // SAFETY: generated code makes the pointer by `&raw const PLACE` right before it calls a method on PLACE.
        let scope = unsafe { &*self.0 }.scope();
        ThreadSpawner { site, scope }
    }

    #[inline]
    fn __scope_opened(self, _: &'static Site) -> ScopeBody {
        // SAFETY: generated code makes the pointer by `&raw const s`, where `s` is the closure's parameter.
        let scope = unsafe { &*self.0 }.scope();
        ScopeBody::begin(scope)
    }
}

/// The receiver is something else.
pub trait SpawnerUnknown {
    /// What hands the closure and the handle through.
    fn __spawner(self, site: &'static Site) -> OtherSpawner;
    /// Nothing to say about a scope that is not std's.
    fn __scope_opened(self, site: &'static Site) -> ScopeBody;
}

impl<T: ?Sized> SpawnerUnknown for &Spawner<T> {
    #[inline]
    fn __spawner(self, _: &'static Site) -> OtherSpawner {
        OtherSpawner
    }

    #[inline]
    fn __scope_opened(self, _: &'static Site) -> ScopeBody {
        ScopeBody(None)
    }
}

/// Wraps the closures that std's `Scope` and `Builder` take.
#[derive(Clone, Copy, Debug)]
pub struct ThreadSpawner {
    site: &'static Site,
    scope: Option<usize>,
}

impl ThreadSpawner {
    /// The closure of a thread.
    #[inline]
    pub fn wrap<T, F: FnOnce() -> T>(&self, f: F) -> impl FnOnce() -> T + use<T, F> {
        wrap(f, self.fork(self.scope), self.site, Root::Seen)
    }

    /// As [`ThreadSpawner::wrap`] for what is no closure literal.
    #[inline]
    pub fn wrap_value<T, F: FnOnce() -> T>(&self, f: F) -> impl FnOnce() -> T + use<T, F> {
        wrap(f, self.fork(self.scope), self.site, Root::Value)
    }

    fn fork(&self, scope: Option<usize>) -> ForkTicket {
        match scope {
            Some(scope) => tracker::fork_in_scope(self.site, scope),
            None => tracker::fork(self.site),
        }
    }

    /// As [`ThreadSpawner::wrap`] for `builder.spawn_scoped(scope, f)`.
    #[inline]
    pub fn wrap_scoped<T, F: FnOnce() -> T>(
        &self,
        scope: &Scope<'_, '_>,
        f: F,
    ) -> impl FnOnce() -> T + use<T, F> {
        let scope = core::ptr::from_ref(scope) as usize;
        wrap(f, self.fork(Some(scope)), self.site, Root::Seen)
    }

    /// As [`ThreadSpawner::wrap_scoped`] for what is no closure literal.
    #[inline]
    pub fn wrap_value_scoped<T, F: FnOnce() -> T>(
        &self,
        scope: &Scope<'_, '_>,
        f: F,
    ) -> impl FnOnce() -> T + use<T, F> {
        let scope = core::ptr::from_ref(scope) as usize;
        wrap(f, self.fork(Some(scope)), self.site, Root::Value)
    }

    /// The spawn has returned.
    #[inline]
    pub fn forked<H: SpawnResult>(&self, handle: H) -> H {
        forked(self.site, handle.id());
        handle
    }
}

/// Hands everything through.
#[derive(Clone, Copy, Debug)]
pub struct OtherSpawner;

impl OtherSpawner {
    /// See [`ThreadSpawner::wrap`].
    #[inline]
    pub fn wrap<A>(&self, argument: A) -> A {
        argument
    }

    /// See [`ThreadSpawner::wrap_value`].
    #[inline]
    pub fn wrap_value<A>(&self, argument: A) -> A {
        argument
    }

    /// See [`ThreadSpawner::wrap_value_scoped`].
    #[inline]
    pub fn wrap_value_scoped<S: ?Sized, A>(&self, _: &S, argument: A) -> A {
        argument
    }

    /// See [`ThreadSpawner::wrap_scoped`].
    #[inline]
    pub fn wrap_scoped<S: ?Sized, A>(&self, _: &S, argument: A) -> A {
        argument
    }

    /// See [`ThreadSpawner::forked`].
    #[inline]
    pub fn forked<H>(&self, handle: H) -> H {
        handle
    }
}

/// What std's spawning methods return.
pub trait SpawnResult {
    /// The id of the new thread.
    fn id(&self) -> Option<ThreadId>;
}

impl<T> SpawnResult for JoinHandle<T> {
    fn id(&self) -> Option<ThreadId> {
        Some(self.thread().id())
    }
}

impl<T> SpawnResult for ScopedJoinHandle<'_, T> {
    fn id(&self) -> Option<ThreadId> {
        Some(self.thread().id())
    }
}

impl<H: SpawnResult> SpawnResult for io::Result<H> {
    fn id(&self) -> Option<ThreadId> {
        self.as_ref().ok().and_then(SpawnResult::id)
    }
}

/// A `thread::scope` that has begun.
#[derive(Debug)]
#[must_use]
pub struct ScopeToken(Option<u64>);

/// `thread::scope(f)` begins.
#[inline]
pub fn scope(site: &'static Site) -> ScopeToken {
    let scope = tracker::scope_begin(site);
    forks::scope_begun(scope);
    ScopeToken(Some(scope))
}

impl ScopeToken {
    /// The scope has returned `result`, and so joined its threads.
    #[inline]
    pub fn after<R>(mut self, result: R) -> R {
        self.end();
        result
    }

    fn end(&mut self) {
        if let Some(scope) = self.0.take() {
            forks::scope_ended(scope);
            tracker::scope_end(scope);
        }
    }
}

impl Drop for ScopeToken {
    fn drop(&mut self) {
        // Also by unwinding: the threads are joined before a panic leaves `thread::scope`.
        self.end();
    }
}

/// Inside the closure of a scope; when it ends the implicit joins begin.
#[derive(Debug)]
pub struct ScopeBody(Option<u64>);

impl ScopeBody {
    fn begin(address: Option<usize>) -> Self {
        let scope = forks::scope_current();
        if let (Some(scope), Some(address)) = (scope, address) {
            tracker::scope_opened(scope, address);
        }
        Self(scope)
    }
}

impl Drop for ScopeBody {
    fn drop(&mut self) {
        if let Some(scope) = self.0.take() {
            tracker::scope_closing(scope);
        }
    }
}
