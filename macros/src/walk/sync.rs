//! Calls into std's threads and primitives: the user's call stays, events stand beside it.
//!
//! Which name with how many arguments may be which primitive's is decided here, by syntax; whether it *is* that
//! primitive's is decided by types in `hooks/sync.rs` and `hooks/thread.rs`, and anything else passes through.

use quote::ToTokens as _;
use syn::{Expr, ExprCall, ExprForLoop, ExprMethodCall, Stmt};

use super::{Off, Walker};
use crate::expand::sync as template;
use crate::ir::Use;
use crate::site::{self, Site};
use crate::syntax;

/// Method, number of arguments, its name in `__rt::Method`, and whether its event stands behind its arguments.
const METHODS: &[(&str, usize, &str, bool)] = &[
    ("lock", 0, "Lock", false),
    ("try_lock", 0, "TryLock", false),
    ("read", 0, "Read", false),
    ("write", 0, "Write", false),
    ("try_read", 0, "TryRead", false),
    ("try_write", 0, "TryWrite", false),
    ("wait", 0, "Wait", false),
    ("wait", 1, "Wait", true),
    ("wait_while", 2, "WaitWhile", true),
    ("wait_timeout", 2, "WaitTimeout", true),
    ("wait_timeout_ms", 2, "WaitTimeoutMs", true),
    ("wait_timeout_while", 3, "WaitTimeoutWhile", true),
    ("notify_one", 0, "NotifyOne", false),
    ("notify_all", 0, "NotifyAll", false),
    ("call_once", 1, "CallOnce", false),
    ("call_once_force", 1, "CallOnceForce", false),
    ("is_completed", 0, "IsCompleted", false),
    ("get", 0, "Get", false),
    ("get_or_init", 1, "GetOrInit", false),
    ("set", 1, "Set", true),
    ("send", 1, "Send", true),
    ("try_send", 1, "TrySend", true),
    ("recv", 0, "Recv", false),
    ("try_recv", 0, "TryRecv", false),
    ("recv_timeout", 1, "RecvTimeout", false),
    ("try_iter", 0, "TryIter", false),
    ("join", 0, "Join", false),
    ("unpark", 0, "Unpark", false),
];

/// The same for functions, with the module that must stand before the name if the name alone is not enough.
const FUNCTIONS: &[(&str, usize, &str, &str)] = &[
    ("park", 0, "Park", "thread"),
    ("park_timeout", 1, "ParkTimeout", "thread"),
    ("yield_now", 0, "YieldNow", "thread"),
    ("sleep", 1, "Sleep", "thread"),
    ("spin_loop", 0, "SpinLoop", "hint"),
];

/// Associated functions of `Arc` and `LazyLock`.
const OF_POINTERS: &[(&str, &str, &str)] = &[
    ("LazyLock", "force", "Force"),
    ("Arc", "get_mut", "ArcGetMut"),
    ("Arc", "try_unwrap", "ArcTryUnwrap"),
    ("Arc", "into_inner", "ArcIntoInner"),
    ("Arc", "make_mut", "ArcMakeMut"),
    ("Arc", "unwrap_or_clone", "ArcUnwrapOrClone"),
];

/// What a method call may be, found before its parts change.
pub(super) struct SyncCall {
    method: &'static str,
    receiver: Expr,
    is_place: bool,
    site: proc_macro2::TokenStream,
    span: proc_macro2::Span,
}

impl Walker<'_> {
    /// Whether a method call may be a primitive's. Its arguments are prepared here.
    pub(super) fn sync_call(&mut self, call: &mut ExprMethodCall) -> Option<SyncCall> {
        let name = call.method.to_string();
        let (_, _, method, delayed) = METHODS
            .iter()
            .find(|(method, arity, ..)| *method == name && *arity == call.args.len())?;
        let is_place = is_simple_place(&call.receiver);
        // A place that runs code may not appear twice.
        if (syntax::is_place(&call.receiver) && !is_place) || has_await(call) {
            return None;
        }
        // `cell.get()` in unsafe code is an `UnsafeCell`'s; on values `get` and `read` are a reference's or a pointer's.
        let is_common = matches!(name.as_str(), "get" | "set" | "read" | "write");
        if is_common && (self.in_unsafe || !is_place) {
            return None;
        }
        let span = site::first_span(call);
        let site = self.site(Site::of(call, &call.receiver), span);
        self.traits = true;
        let receiver = (*call.receiver).clone();
        if name.starts_with("wait") && !call.args.is_empty() {
            let guard = &mut call.args[0];
            if syntax::is_field_path(guard) {
                template::waiting(guard, &site, span, self.krate);
            }
        }
        if *delayed {
            let last = call
                .args
                .iter_mut()
                .enumerate()
                .rfind(|(_, e)| !matches!(e, Expr::Closure(_)));
            let is_guard = |index: usize| index == 0 && name.starts_with("wait");
            if let Some((index, last)) = last
                && !is_guard(index)
            {
                self.expression(last, Use::Value);
                template::arguments_done(last, &site, span, self.krate);
            }
        }
        if matches!(
            name.as_str(),
            "call_once" | "call_once_force" | "get_or_init"
        ) && let Expr::Closure(closure) = &mut call.args[0]
        {
            template::initializing(closure, &site, span, self.krate);
        }
        Some(SyncCall {
            method,
            receiver,
            is_place,
            site,
            span,
        })
    }

    /// Puts the events beside the call.
    pub(super) fn beside(&mut self, sync: &SyncCall, expression: &mut Expr) {
        let SyncCall {
            method,
            receiver,
            is_place,
            site,
            span,
        } = sync;
        if *is_place {
            *expression = template::on_place(receiver, method, expression, site, *span, self.krate);
        } else if let Expr::MethodCall(call) = expression {
            template::on_value(call, method, site, *span, self.krate);
            *expression = template::settle(expression, site, *span, self.krate);
        }
    }

    /// `RECEIVER.spawn(closure)` of a scope or a builder.
    pub(super) fn spawn_method(&mut self, expression: &mut Expr) -> bool {
        let Expr::MethodCall(call) = expression else {
            return false;
        };
        let scoped = match (call.method.to_string().as_str(), call.args.len()) {
            ("spawn", 1) => false,
            ("spawn_scoped", 2) => true,
            _ => return false,
        };
        let Some(body) = call.args.last() else {
            return false;
        };
        let fits = match syntax::bare(body) {
            Expr::Closure(closure) => closure.inputs.is_empty() && closure.asyncness.is_none(),
            Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_) => true,
            _ => false,
        };
        let is_place = is_simple_place(&call.receiver);
        let text = call.receiver.to_token_stream().to_string();
        if !fits || has_await(call) || !(is_place || text.contains("Builder")) {
            return false;
        }
        let span = site::first_span(call);
        let site = self.site(Site::of(call, &call.receiver), span);
        self.traits = true;
        if !is_place {
            self.expression(&mut call.receiver, Use::Value);
        }
        call.args
            .iter_mut()
            .for_each(|argument| self.expression(argument, Use::Value));
        *expression = template::spawn_method(call, is_place, scoped, &site, span, self.krate);
        true
    }

    /// A call by path into a primitive; `None` if it is none.
    pub(super) fn sync_function(&mut self, call: &mut ExprCall) -> Option<Expr> {
        let Expr::Path(path) = syntax::bare(&call.func) else {
            return None;
        };
        if path.qself.is_some() {
            return None;
        }
        let names: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let name = names.last()?.as_str();
        let before = names
            .len()
            .checked_sub(2)
            .map(|index| names[index].as_str());
        let from_std = names.len() <= 2 || matches!(names[0].as_str(), "std" | "core");
        if !from_std {
            return None;
        }
        let span = site::first_span(call);
        match (before, name, call.args.len()) {
            (Some("thread"), "spawn", 1) => {
                let site = self.site(Site::of(call, &call.func), span);
                self.traits = true;
                self.expression(&mut call.args[0], Use::Value);
                Some(template::spawn(call, &site, span, self.krate))
            }
            (Some("thread"), "scope", 1) => {
                let site = self.site(Site::of(call, &call.func), span);
                self.traits = true;
                self.expression(&mut call.args[0], Use::Value);
                if let Expr::Closure(closure) = &mut call.args[0] {
                    template::scope_opened(closure, &site, span, self.krate);
                }
                Some(template::scope(call, &site, span, self.krate))
            }
            (Some("mpsc") | None, "channel", 0) | (Some("mpsc") | None, "sync_channel", 1) => {
                let site = self.site(Site::of(call, &call.func), span);
                self.traits = true;
                call.args
                    .iter_mut()
                    .for_each(|argument| self.expression(argument, Use::Value));
                Some(template::made(call, &site, span, self.krate))
            }
            (Some("mem") | None, "drop", 1) if is_simple_place(&call.args[0]) && !self.in_async => {
                let site = self.site(Site::of(call, &call.args[0]), span);
                self.traits = true;
                Some(template::dropping(call, &site, span, self.krate))
            }
            (Some(owner), name, 1)
                if OF_POINTERS
                    .iter()
                    .any(|(o, n, _)| (*o, *n) == (owner, name)) =>
            {
                let (_, _, method) = OF_POINTERS
                    .iter()
                    .find(|(o, n, _)| (*o, *n) == (owner, name))?;
                let argument = match syntax::bare(&call.args[0]) {
                    Expr::Reference(reference) => syntax::bare(&reference.expr),
                    other => other,
                };
                if !is_simple_place(argument) {
                    return None;
                }
                let argument = argument.clone();
                let site = self.site(Site::of(call, &argument), span);
                self.traits = true;
                Some(template::of_pointer(
                    call, &argument, method, &site, span, self.krate,
                ))
            }
            (before, name, arity) => {
                let (_, _, method, module) = FUNCTIONS
                    .iter()
                    .find(|(function, count, ..)| (*function, *count) == (name, arity))?;
                if before.is_some_and(|before| before != *module) {
                    return None;
                }
                if before.is_none() && *method == "Sleep" {
                    return None;
                }
                let site = self.site(Site::of(call, &call.func), span);
                call.args
                    .iter_mut()
                    .for_each(|argument| self.expression(argument, Use::Value));
                Some(template::function(call, method, &site, span, self.krate))
            }
        }
    }

    /// `for value in receiver`; `None` if it is no place.
    pub(super) fn iteration(&mut self, loop_: &mut ExprForLoop, source: &Expr) -> Option<Expr> {
        if self.off == Off::All {
            return None;
        }
        let source = match syntax::bare(source) {
            Expr::Reference(reference) => &reference.expr,
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "iter" | "try_iter") =>
            {
                let name = syntax::root_name(&call.receiver)?.to_lowercase();
                if !(name.contains("rx") || name.contains("rec")) {
                    return None;
                }
                &call.receiver
            }
            other => other,
        };
        if !matches!(syntax::bare(source), Expr::Path(_)) || self.is_static(source) {
            return None;
        }
        let source = source.clone();
        let span = site::first_span(&source);
        let site = self.site(Site::of(&loop_.expr, &source), span);
        self.traits = true;
        Some(template::iteration(loop_, &source, &site, span, self.krate))
    }
}

/// A path, with fields, indices that are names or numbers, and derefs of such: it may be named twice.
fn is_simple_place(expression: &Expr) -> bool {
    match syntax::bare(expression) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_simple_place(&field.base),
        Expr::Index(index) => {
            is_simple_place(&index.expr)
                && matches!(syntax::bare(&index.index), Expr::Path(_) | Expr::Lit(_))
        }
        Expr::Unary(unary) => {
            matches!(unary.op, syn::UnOp::Deref(_)) && is_simple_place(&unary.expr)
        }
        _ => false,
    }
}

fn has_await(call: &ExprMethodCall) -> bool {
    struct Await(bool);
    impl<'ast> syn::visit::Visit<'ast> for Await {
        fn visit_expr_await(&mut self, _: &'ast syn::ExprAwait) {
            self.0 = true;
        }
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    }
    let mut found = Await(false);
    syn::visit::Visit::visit_expr_method_call(&mut found, call);
    found.0
}

/// The statements of a closure's body, so that one can be put first.
pub(crate) fn with_first(body: &mut Expr, first: Stmt) {
    match body {
        Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
            block.block.stmts.insert(0, first)
        }
        other => {
            let value = std::mem::replace(other, Expr::Verbatim(proc_macro2::TokenStream::new()));
            *other = Expr::Block(syn::ExprBlock {
                attrs: Vec::new(),
                label: None,
                block: syn::Block {
                    brace_token: syn::token::Brace::default(),
                    stmts: vec![first, Stmt::Expr(value, None)],
                },
            });
        }
    }
}
