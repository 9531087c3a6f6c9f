//! Decisions about std's primitives: which calls, guards and closures become which template of `expand::primitive`.
//!
//! Names and arity choose the template; types choose whether it means anything (`runtime/src/hooks/sync.rs`). Each node is
//! given twice, as the user wrote it and as the walk has rewritten it: decisions and probes use the first.

pub(crate) mod captured;
mod kept;
pub(crate) mod lazies;
mod literals;
mod moved;
mod origins;
pub(crate) mod receivers;

use proc_macro2::{LineColumn, Span, TokenStream};
use std::collections::BTreeMap;
use std::rc::Rc;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprForLoop, ExprMethodCall, Pat, Stmt};

use crate::expand::primitive as template;
use crate::expand::{self, primitive::Receiver};
use crate::knowledge::Knowledge;
use crate::known_calls::{self, Known};
use crate::site::Site;
use crate::statics::Statics;
use crate::walk::Locals;
use captured::Frame;
use origins::Origins;

/// The sites of lock operations, by where they stand: what ends them names the same site.
#[derive(Default)]
pub(crate) struct LockSites(BTreeMap<(usize, usize), usize>);

/// What the walk lends.
pub(crate) struct Context<'a> {
    pub(crate) krate: &'a syn::Path,
    /// The sites of the function.
    pub(crate) sites: &'a mut Vec<Site>,
    /// Set where a template needs `sync_traits`.
    pub(crate) traits: &'a mut bool,
    pub(crate) locks: &'a mut LockSites,
    /// Names whose address must not be taken here.
    pub(crate) not_addressable: &'a [String],
    /// Parameters of closures without a type of their own.
    pub(crate) untyped: &'a [String],
    pub(crate) statics: &'a Statics,
    pub(crate) knowledge: Rc<Knowledge>,
    /// The type of the `impl` around, without its parameters.
    pub(crate) self_type: &'a str,
    /// Variables that were declared as a `LazyLock` so far, whatever scope they are in.
    pub(crate) lazies: &'a [String],
    pub(crate) locals: &'a Locals,
    /// The closures around.
    pub(crate) frames: &'a mut Vec<Frame>,
    /// The user's parentheses around a call by path: the call keeps them, whatever is put around it.
    pub(crate) parens: Option<syn::token::Paren>,
    /// Code that cannot be reached must not stand here.
    pub(crate) forbids_unreachable: bool,
}

impl Context<'_> {
    fn origins(&self) -> Origins<'_> {
        Origins {
            knowledge: &self.knowledge,
            statics: self.statics,
            self_type: self.self_type,
        }
    }

    /// How a receiver can be looked at.
    fn receiver(&mut self, receiver: &Expr) -> Option<Receiver> {
        let found = receivers::of(receiver)?;
        match captured::referred(receiver, &[], self.locals, self.frames) {
            // It outlives all closures that the scope runs.
            Some(scope) if captured::is_scope(receiver, self.locals) => {
                Some(Receiver::Place(scope))
            }
            Some(referred) => self.addressable(Receiver::Place(referred), receiver),
            None => self.addressable(found, receiver),
        }
    }

    /// How the type of a receiver can be looked at.
    fn typed(&mut self, receiver: &Expr) -> Option<Receiver> {
        // Of `&P` the place says as much, and rustc has lints about references.
        let receiver = match crate::syntax::bare(receiver) {
            Expr::Reference(reference) if crate::syntax::is_place(&reference.expr) => {
                &*reference.expr
            }
            _ => receiver,
        };
        let found = receivers::with_type_of(receiver)?;
        if !self.forbids_unreachable
            && let Some(captured) = captured::typed(receiver, self.locals, self.frames)
        {
            return Some(captured);
        }
        match self.addressable(found, receiver)? {
            Receiver::Unseen(_) if self.forbids_unreachable => None,
            // The lint about implicit references to what raw pointers refer to is off in code that cannot be reached.
            Receiver::Place(place)
                if !self.forbids_unreachable && crate::syntax::is_behind_deref(&place) =>
            {
                Some(Receiver::Unseen(place))
            }
            found => Some(found),
        }
    }

    fn addressable(&self, found: Receiver, receiver: &Expr) -> Option<Receiver> {
        let root = crate::syntax::root_name(receiver);
        match (&found, root) {
            (Receiver::Local(_) | Receiver::Place(_) | Receiver::Unseen(_), Some(root))
                if self.not_addressable.contains(&root) =>
            {
                None
            }
            // A reference to a `static mut` has a lint of its own.
            (Receiver::Local(place) | Receiver::Named(place), _)
                if self.begins_with_static(place) =>
            {
                Some(Receiver::Place(place.clone()))
            }
            _ => Some(found),
        }
    }

    /// Whether the type of an expression may be known only behind it: nothing may ask for it here.
    fn has_no_type_yet(&self, expression: &Expr) -> bool {
        crate::syntax::root_name(expression).is_some_and(|root| self.untyped.contains(&root))
    }

    /// The name of a function that stands as a value and may synchronize.
    fn function(&self, expression: &Expr) -> Option<String> {
        let Expr::Path(path) = expression else {
            return None;
        };
        let name = path.path.segments.last()?.ident.to_string();
        let is_variable = path.path.get_ident().is_some()
            && (self.locals.contains(&name) || !self.knowledge.is_own_function(&name));
        let is_inert = name.starts_with(char::is_uppercase)
            || known_calls::function_never_synchronizes(&path.path, &self.knowledge);
        (!is_variable && !is_inert).then_some(name)
    }

    /// What a call runs that runs its argument: the name of a function, or nothing for a value; `None` if it is a closure that
    /// stands here, which is annotated code.
    fn runs(&self, argument: &Expr) -> Option<String> {
        match argument {
            Expr::Closure(_) => None,
            Expr::Call(call) if call.args.len() == 1 => self.runs(&call.args[0]),
            other => Some(self.function(other).unwrap_or_default()),
        }
    }

    /// The function that a method call hands on by its name.
    fn handed_function(&self, call: &ExprMethodCall) -> Option<String> {
        call.args
            .iter()
            .find_map(|argument| self.function(argument))
    }

    /// Whether the values of an iterator may come out of a function that was handed to one of its adapters.
    fn comes_from_a_function(&self, values: &Expr) -> bool {
        match values {
            Expr::MethodCall(call) => {
                self.handed_function(call).is_some() || self.comes_from_a_function(&call.receiver)
            }
            Expr::Paren(paren) => self.comes_from_a_function(&paren.expr),
            _ => false,
        }
    }

    fn begins_with_static(&self, place: &Expr) -> bool {
        match crate::syntax::bare(place) {
            Expr::Path(path) => path.qself.is_none() && self.statics.contains(&path.path),
            Expr::Field(field) => self.begins_with_static(&field.base),
            Expr::Index(index) => self.begins_with_static(&index.expr),
            _ => false,
        }
    }

    fn site(&mut self, expression: &Expr, place: &Expr) -> (TokenStream, Span) {
        *self.traits = true;
        let span = expression.span();
        self.sites.push(Site::of(expression, place));
        (expand::function::site(self.sites.len() - 1, span), span)
    }

    fn lock_site(&mut self, call: &ExprMethodCall) -> (TokenStream, Span) {
        let expression = Expr::MethodCall(call.clone());
        let (site, span) = self.site(&expression, &call.receiver);
        self.locks.0.insert(key(call), self.sites.len() - 1);
        (site, span)
    }

    fn site_of_lock(&mut self, call: &ExprMethodCall) -> Option<TokenStream> {
        let index = *self.locks.0.get(&key(call))?;
        *self.traits = true;
        Some(expand::function::site(index, call.method.span()))
    }
}

/// Where the method's name stands: no two calls share it.
fn key(call: &ExprMethodCall) -> (usize, usize) {
    let LineColumn { line, column } = call.method.span().start();
    (line, column)
}

/// Methods of primitives: name, arity, variant of `__rt::Method`, how.
const METHODS: &[(&str, usize, &str, How)] = &[
    ("lock", 0, "Lock", How::Lock),
    ("try_lock", 0, "TryLock", How::Lock),
    ("read", 0, "Read", How::Lock),
    ("write", 0, "Write", How::Lock),
    ("try_read", 0, "TryRead", How::Lock),
    ("try_write", 0, "TryWrite", How::Lock),
    ("wait", 0, "Wait", How::Any),
    ("wait", 1, "Wait", How::Wait),
    ("wait_while", 2, "WaitWhile", How::Wait),
    ("wait_timeout", 2, "WaitTimeout", How::Wait),
    ("wait_timeout_ms", 2, "WaitTimeoutMs", How::Wait),
    ("wait_timeout_while", 3, "WaitTimeoutWhile", How::Wait),
    ("notify_one", 0, "NotifyOne", How::Any),
    ("notify_all", 0, "NotifyAll", How::Any),
    ("call_once", 1, "CallOnce", How::Initialize),
    ("call_once_force", 1, "CallOnceForce", How::Initialize),
    ("is_completed", 0, "IsCompleted", How::Place),
    ("get", 0, "Get", How::Place),
    ("get_or_init", 1, "GetOrInit", How::Initialize),
    ("set", 1, "Set", How::PublishPlace),
    ("send", 1, "Send", How::Publish),
    ("try_send", 1, "TrySend", How::Publish),
    ("recv", 0, "Recv", How::Any),
    ("try_recv", 0, "TryRecv", How::Any),
    ("recv_timeout", 1, "RecvTimeout", How::Any),
    ("join", 0, "Join", How::Any),
    ("unpark", 0, "Unpark", How::Any),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// On any receiver.
    Any,
    /// On any receiver; what it returns may be a guard.
    Lock,
    /// On places only: the name is too common.
    Place,
    /// The last argument ends what comes before the event.
    Publish,
    PublishPlace,
    /// The first argument may be a guard.
    Wait,
    /// The argument may be a closure that initializes.
    Initialize,
}

/// An expression whose children are rewritten.
pub(crate) fn expression(original: &Expr, rewritten: Expr, cx: &mut Context<'_>) -> Expr {
    match (original, rewritten) {
        (Expr::MethodCall(call), Expr::MethodCall(rewritten)) => {
            method_call(original, call, rewritten, cx)
        }
        (Expr::Call(call), Expr::Call(rewritten)) => path_call(original, call, rewritten, cx),
        (Expr::ForLoop(loop_), Expr::ForLoop(rewritten)) => for_loop(loop_, rewritten, cx),
        (Expr::Reference(reference), Expr::Reference(mut rewritten)) => {
            // A call that was wrapped.
            if let (Expr::MethodCall(_) | Expr::Call(_), Expr::Verbatim(_)) =
                (&*reference.expr, &*rewritten.expr)
            {
                let wrapped = template::wrapped(&rewritten.expr, reference.expr.span(), cx.krate);
                *rewritten.expr = wrapped;
            }
            Expr::Reference(rewritten)
        }
        (Expr::If(if_), Expr::If(mut rewritten)) => {
            if let Expr::Let(let_) = &*if_.cond {
                bound(
                    &let_.pat,
                    &let_.expr,
                    &if_.then_branch,
                    &mut rewritten.then_branch,
                    cx,
                );
            }
            Expr::If(rewritten)
        }
        (Expr::While(while_), Expr::While(mut rewritten)) => {
            if let Expr::Let(let_) = &*while_.cond {
                bound(&let_.pat, &let_.expr, &while_.body, &mut rewritten.body, cx);
            }
            Expr::While(rewritten)
        }
        (Expr::Match(match_), Expr::Match(mut rewritten)) => {
            for (arm, new) in match_.arms.iter().zip(&mut rewritten.arms) {
                if let (Expr::Block(body), Expr::Block(new)) = (&*arm.body, &mut *new.body) {
                    bound(&arm.pat, &match_.expr, &body.block, &mut new.block, cx);
                }
            }
            Expr::Match(rewritten)
        }
        (_, rewritten) => rewritten,
    }
}

fn method_call(
    original: &Expr,
    call: &ExprMethodCall,
    mut rewritten: ExprMethodCall,
    cx: &mut Context<'_>,
) -> Expr {
    if receivers::awaits(original) {
        return Expr::MethodCall(rewritten);
    }
    let name = call.method.to_string();
    taken(&call.receiver, &mut rewritten.receiver, cx);
    if name == "extend" && call.args.len() == 1 {
        fed(&call.args, &mut rewritten.args, cx);
    }
    if matches!(
        (name.as_str(), call.args.len()),
        ("spawn", 1) | ("spawn_scoped", 2)
    ) {
        return spawn(original, call, rewritten, cx);
    }
    let known = METHODS
        .iter()
        .find(|(method, arity, ..)| *method == name && *arity == call.args.len());
    match known {
        Some((_, _, method, how)) => primitive(original, call, rewritten, (method, *how), cx),
        None => unknown_method(original, call, rewritten, &name, cx),
    }
}

fn primitive(
    original: &Expr,
    call: &ExprMethodCall,
    mut rewritten: ExprMethodCall,
    (method, how): (&str, How),
    cx: &mut Context<'_>,
) -> Expr {
    let mut computed = None;
    let mut receiver = cx.receiver(&call.receiver);
    if receiver.is_none()
        && let Some(place) = receivers::with_index_bound(&call.receiver)
    {
        receiver = cx.receiver(&place);
        computed = receiver
            .is_some()
            .then(|| receivers::take_index(&mut rewritten.receiver))
            .flatten();
        receiver = receiver.filter(|_| computed.is_some());
    }
    let receiver = match (receiver, how) {
        (Some(Receiver::Value), How::Place | How::PublishPlace) => {
            return unknown_method(original, call, rewritten, &call.method.to_string(), cx);
        }
        (Some(receiver), _) => receiver,
        (None, How::Lock) => {
            let (site, span) = cx.lock_site(call);
            return template::locked(&rewritten, &site, span, cx.krate);
        }
        (None, _) => {
            return unknown_method(original, call, rewritten, &call.method.to_string(), cx);
        }
    };
    let (site, span) = cx.lock_site(call);
    let krate = cx.krate;
    let waiter = (how == How::Wait)
        .then(|| template::Waiter::of(&receiver, cx.forbids_unreachable, span, krate));
    match how {
        How::Publish | How::PublishPlace => {
            mark_closures(&call.args, rewritten.args.iter_mut(), krate);
            if let Some(argument) = rewritten.args.last_mut() {
                *argument = match template::closure_in(argument).is_some() {
                    true => template::closure_done(argument, &site, span, krate),
                    false => template::arguments_done(argument, &site, span, krate),
                };
            }
        }
        How::Wait => {
            let is_typed = !matches!(receiver, Receiver::Value);
            if is_typed
                || call
                    .args
                    .first()
                    .is_some_and(|guard| has_type_of_its_own(guard, cx))
            {
                let waiter = template::Waiter::of(&receiver, cx.forbids_unreachable, span, krate);
                wait_arguments(call, &mut rewritten, &waiter, &site, span, krate);
            }
            mark_closures(&call.args, rewritten.args.iter_mut(), krate);
        }
        How::Initialize => {
            let argument = rewritten.args.last_mut();
            if let Some(closure) = argument.and_then(template::closure_in) {
                insert_first(closure, template::initializing(&site, span, krate));
            }
        }
        How::Any | How::Lock | How::Place => {}
    }
    if call.method == "recv_timeout"
        && let Some(timeout) = rewritten.args.first_mut()
    {
        *timeout = template::pause(timeout, span, krate);
    }
    let call = template::method(
        &rewritten,
        &receiver,
        method,
        waiter.as_ref(),
        &site,
        span,
        krate,
    );
    match computed {
        Some(index) => template::index_bound(&index, &call, span),
        None => call,
    }
}

/// Whether the type of a guard is known before the wait takes it: a variable's, or what a lock or another wait returns. Of anything
/// else the wait itself may be what decides the type.
fn has_type_of_its_own(guard: &Expr, cx: &Context<'_>) -> bool {
    match crate::syntax::bare(guard) {
        Expr::Path(_) => !cx.has_no_type_yet(guard),
        Expr::Try(try_) => has_type_of_its_own(&try_.expr, cx),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "unwrap" | "expect" | "unwrap_or_else" => has_type_of_its_own(&call.receiver, cx),
            name => METHODS
                .iter()
                .any(|(method, _, _, how)| *method == name && matches!(how, How::Lock | How::Wait)),
        },
        _ => false,
    }
}

/// A wait with its guard, its timeout, and its condition.
fn wait_arguments(
    call: &ExprMethodCall,
    rewritten: &mut ExprMethodCall,
    waiter: &template::Waiter,
    site: &TokenStream,
    span: Span,
    krate: &syn::Path,
) {
    let Some(guard) = rewritten
        .args
        .first_mut()
        .filter(|_| !matches!(call.args[0], Expr::Closure(_)))
    else {
        return;
    };
    let has_condition = match call.args.last() {
        Some(Expr::Closure(closure)) if call.method.to_string().ends_with("_while") => {
            closure.asyncness.is_none() && !leaves_early(&closure.body)
        }
        _ => false,
    };
    let wait = match has_condition {
        true => "waiting_while",
        false => "waiting",
    };
    *guard = waiter.waiting(wait, guard, site, span);
    if has_condition && let Some(closure) = rewritten.args.last_mut().and_then(template::closure_in)
    {
        *closure.body = template::condition(&closure.body, site, span, krate);
    }
    if matches!(
        call.method.to_string().as_str(),
        "wait_timeout" | "wait_timeout_while"
    ) && let Some(timeout) = rewritten.args.get_mut(1)
    {
        *timeout = template::timeout(timeout, span, krate);
    }
}

/// Whether a closure's body may end other than by its value.
fn leaves_early(body: &Expr) -> bool {
    struct Leaves(bool);
    impl<'ast> Visit<'ast> for Leaves {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            let tokens = call.tokens.to_string();
            self.0 |= tokens.contains("return") || tokens.contains('?');
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut leaves = Leaves(false);
    leaves.visit_expr(body);
    leaves.0
}

fn unknown_method(
    original: &Expr,
    call: &ExprMethodCall,
    mut rewritten: ExprMethodCall,
    name: &str,
    cx: &mut Context<'_>,
) -> Expr {
    let known = known_calls::method(name);
    if known == Known::Makes {
        let (site, span) = cx.site(original, &call.receiver);
        let rewritten = Expr::MethodCall(rewritten);
        return template::made_value(&rewritten, name, &site, span, cx.krate);
    }
    let never = known == Known::Inert
        || (name == "then" && is_bool(&call.receiver))
        || never_calls(&call.receiver);
    if never {
        return match cx.handed_function(call) {
            None => Expr::MethodCall(rewritten),
            Some(function) => {
                let (site, span) = cx.site(original, &call.receiver);
                template::handed(
                    &Expr::MethodCall(rewritten),
                    &function,
                    &site,
                    span,
                    cx.krate,
                )
            }
        };
    }
    mark_closures(&call.args, rewritten.args.iter_mut(), cx.krate);
    let receiver = cx.typed(&call.receiver);
    let (site, span) = cx.site(original, &call.receiver);
    if let Some(function) = cx.handed_function(call) {
        let call = Expr::MethodCall(rewritten);
        return template::call(&call, &function, &site, span, cx.krate);
    }
    if cx.comes_from_a_function(&call.receiver) {
        return template::call(&Expr::MethodCall(rewritten), "", &site, span, cx.krate);
    }
    match receiver {
        Some(Receiver::Value) => {
            template::value_method_call(rewritten, name, &site, span, cx.krate)
        }
        Some(receiver) => template::method_call(&rewritten, &receiver, name, &site, span, cx.krate),
        None => template::call(&Expr::MethodCall(rewritten), name, &site, span, cx.krate),
    }
}

/// Whether an expression is a `bool` by its look.
fn is_bool(expression: &Expr) -> bool {
    use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    match crate::syntax::bare(expression) {
        Expr::Binary(binary) => matches!(
            binary.op,
            And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)
        ),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Not(_)),
        Expr::Macro(call) => call.mac.path.is_ident("matches"),
        _ => false,
    }
}

fn spawn(
    original: &Expr,
    call: &ExprMethodCall,
    rewritten: ExprMethodCall,
    cx: &mut Context<'_>,
) -> Expr {
    let wraps = match call.args.last() {
        Some(Expr::Closure(closure)) => closure.inputs.is_empty() && closure.asyncness.is_none(),
        Some(_) => true,
        None => false,
    };
    let scope_is_path = call.args.len() == 1 || matches!(call.args.first(), Some(Expr::Path(_)));
    let receiver = match cx.receiver(&call.receiver) {
        Some(Receiver::Value) if !receivers::mentions(&call.receiver, "Builder") => None,
        other => other,
    };
    match receiver {
        Some(receiver) if wraps && scope_is_path => {
            let (site, span) = cx.site(original, original);
            template::spawn_method(&rewritten, &receiver, &site, span, cx.krate)
        }
        _ => unknown_method(original, call, rewritten, &call.method.to_string(), cx),
    }
}

/// Calls by path that have no receiver.
const PATHS: &[(&str, usize, &str)] = &[
    ("park", 0, "Park"),
    ("park_timeout", 1, "ParkTimeout"),
    ("yield_now", 0, "YieldNow"),
    ("sleep", 1, "Sleep"),
    ("spin_loop", 0, "SpinLoop"),
];

/// Associated functions of pointers.
const POINTERS: &[(&str, &str, &str)] = &[
    ("Arc", "get_mut", "ArcGetMut"),
    ("Arc", "try_unwrap", "ArcTryUnwrap"),
    ("Arc", "into_inner", "ArcIntoInner"),
    ("Arc", "make_mut", "ArcMakeMut"),
    ("Arc", "unwrap_or_clone", "ArcUnwrapOrClone"),
    ("LazyLock", "force", "Force"),
];

fn path_call(
    original: &Expr,
    call: &ExprCall,
    mut rewritten: ExprCall,
    cx: &mut Context<'_>,
) -> Expr {
    if receivers::awaits(original) {
        return Expr::Call(rewritten);
    }
    let parens = cx.parens.take();
    let whole = |call: ExprCall| parenthesized(Expr::Call(call), parens);
    let Expr::Path(function) = &*call.func else {
        return value_call(original, Expr::Call(rewritten), cx);
    };
    let names: Vec<String> = function
        .path
        .segments
        .iter()
        .map(|part| part.ident.to_string())
        .collect();
    let last = names.last().map_or("", String::as_str);
    let of = names
        .len()
        .checked_sub(2)
        .map_or("", |index| names[index].as_str());
    let arity = call.args.len();
    let krate = cx.krate;
    // A function of the user's that is called as one of std's.
    let is_own = of.is_empty() && cx.knowledge.is_own_function(last);
    let (of, arity) = match is_own {
        true => ("-", usize::MAX),
        false => (of, arity),
    };
    if let Some((.., method)) = PATHS
        .iter()
        .find(|(name, takes, _)| *name == last && *takes == arity)
        && matches!(of, "" | "thread" | "hint")
    {
        let (site, span) = cx.site(original, original);
        if let Some(duration) = rewritten.args.first_mut() {
            *duration = template::pause(duration, span, krate);
        }
        return template::path_call(&whole(rewritten), method, &site, span, krate);
    }
    if let Some((.., method)) = POINTERS
        .iter()
        .find(|(owner, name, _)| *owner == of && *name == last)
        && let Some(place) = call.args.first().and_then(receivers::of_argument)
    {
        let (site, span) = cx.site(original, original);
        return template::pointer_call(&whole(rewritten), &place, method, &site, span, krate);
    }
    match (of, last, arity) {
        ("" | "mem", "drop", 1) => {
            let is_variable = matches!(&call.args[0], Expr::Path(path) if path.path.get_ident().is_some())
                && !cx.has_no_type_yet(&call.args[0]);
            let (site, span) = cx.site(original, original);
            let argument = &mut rewritten.args[0];
            *argument = match is_variable {
                true => template::dropping(argument, &site, span, krate),
                false => template::dropping_value(argument, &site, span, krate),
            };
            Expr::Call(rewritten)
        }
        // A module of the user's may be called `mpsc`.
        ("mpsc", "sync_channel", 1) | ("", "sync_channel", 1)
            if !cx.knowledge.is_own_function(last) =>
        {
            let (site, span) = cx.site(original, original);
            let argument = template::capacity(&rewritten.args[0], span, krate);
            rewritten.args[0] = argument;
            template::made(&whole(rewritten), &site, span, krate)
        }
        ("mpsc" | "", "channel", 0) => {
            let (site, span) = cx.site(original, original);
            template::made(&whole(rewritten), &site, span, krate)
        }
        ("thread", "spawn", 1) => {
            let (site, span) = cx.site(original, original);
            let is_closure = matches!(
                &call.args[0],
                Expr::Closure(closure) if closure.inputs.is_empty() && closure.asyncness.is_none()
            );
            let argument = &rewritten.args[0];
            rewritten.args[0] = match is_closure {
                true => template::thread_closure(argument, &site, krate),
                false => template::thread_argument(argument, &site, span, krate),
            };
            template::spawned(&whole(rewritten), &site, span, krate)
        }
        ("thread", "scope", 1) | ("", "scope", 1) => {
            let (site, span) = cx.site(original, original);
            if let Some(closure) = rewritten.args.first_mut().and_then(template::closure_in)
                && let Some(scope) = scope_parameter(closure)
            {
                let opened = template::scope_opened(&scope, &site, span, krate);
                insert_first(closure, opened);
            }
            template::scope(&whole(rewritten), &site, span, krate)
        }
        ("LazyLock" | "Lazy", "new", 1) => {
            let (site, span) = cx.site(original, original);
            if let Some(initializer) = rewritten.args.first_mut() {
                if is_function(initializer) {
                    *initializer = Expr::Closure(template::closure_of(initializer, span));
                }
                if let Some(closure) = template::closure_in(initializer) {
                    insert_first(closure, template::initializing_lazily(&site, span, krate));
                }
            }
            Expr::Call(rewritten)
        }
        ("Arc", "new", 1) => {
            mark_closures(&call.args, rewritten.args.iter_mut(), krate);
            *cx.traits = true;
            template::arc_made(&Expr::Call(rewritten), original.span(), krate)
        }
        (_, "from_iter", 1) => {
            fed(&call.args, &mut rewritten.args, cx);
            Expr::Call(rewritten)
        }
        _ => {
            let known = known_calls::path(&function.path, &cx.knowledge);
            // It may keep a closure: `Box::new(|| ..)`.
            mark_closures(&call.args, rewritten.args.iter_mut(), krate);
            if known_calls::calls_its_argument(&function.path, &cx.knowledge)
                && let Some(called) = call.args.first().and_then(|argument| cx.runs(argument))
            {
                let (site, span) = cx.site(original, original);
                return template::call(&whole(rewritten), &called, &site, span, krate);
            }
            if known == Known::Inert {
                return Expr::Call(rewritten);
            }
            let (site, span) = cx.site(original, original);
            let rewritten = whole(rewritten);
            match known {
                Known::Makes => template::made_value(&rewritten, last, &site, span, krate),
                _ => template::call(&rewritten, last, &site, span, krate),
            }
        }
    }
}

/// Whether an expression is the path of a function, and no variable.
fn is_function(expression: &Expr) -> bool {
    let Expr::Path(path) = expression else {
        return false;
    };
    let last = path.path.segments.last().map(|part| part.ident.to_string());
    // A single name may be a variable.
    1 < path.path.segments.len() && last.is_some_and(|last| !last.starts_with(char::is_uppercase))
}

/// A call of a value: a function pointer, a closure from elsewhere. Whatever annotated code runs first in it answers the call, if
/// its arguments run none of a value themselves.
pub(crate) fn value_call(original: &Expr, mut rewritten: Expr, cx: &mut Context<'_>) -> Expr {
    let (Expr::Call(call), Expr::Call(new)) = (original, &mut rewritten) else {
        return rewritten;
    };
    if receivers::awaits(original) {
        return rewritten;
    }
    mark_closures(&call.args, new.args.iter_mut(), cx.krate);
    let runs_another = call.args.iter().any(runs_a_value);
    let callee = match crate::syntax::bare(&call.func) {
        Expr::Path(_) | Expr::Field(_) => cx.receiver(&call.func),
        _ => None,
    };
    let is_variable = matches!(crate::syntax::bare(&call.func), Expr::Path(path) if path.path.get_ident().is_some());
    let (site, span) = cx.site(original, original);
    match (runs_another, callee) {
        // Nothing is called so: of what runs, nothing is known.
        (true, _) => template::call(&rewritten, "call", &site, span, cx.krate),
        (false, None) if is_variable => template::call(&rewritten, "call", &site, span, cx.krate),
        (false, Some(place @ (Receiver::Local(_) | Receiver::Place(_)))) => {
            template::call_of(&rewritten, &place, &site, span, cx.krate)
        }
        (false, _) => template::call(&rewritten, "", &site, span, cx.krate),
    }
}

/// Whether an argument has a closure in it, or may call one.
fn runs_a_value(argument: &Expr) -> bool {
    struct Runs(bool);
    impl<'ast> Visit<'ast> for Runs {
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
            self.0 = true;
        }
        fn visit_expr_call(&mut self, call: &'ast ExprCall) {
            self.0 |= !matches!(&*call.func, Expr::Path(path) if 1 < path.path.segments.len());
            visit::visit_expr_call(self, call);
        }
        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            self.0 = true;
        }
    }
    let mut found = Runs(false);
    found.visit_expr(argument);
    found.0
}

fn parenthesized(expression: Expr, parens: Option<syn::token::Paren>) -> Expr {
    match parens {
        Some(paren_token) => Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token,
            expr: Box::new(expression),
        }),
        None => expression,
    }
}

/// Closures that stand as arguments say that they were called.
fn mark_closures<'a>(
    originals: impl IntoIterator<Item = &'a Expr>,
    arguments: impl Iterator<Item = &'a mut Expr>,
    krate: &syn::Path,
) {
    for (original, argument) in originals.into_iter().zip(arguments) {
        if let Some(closure) = template::closure_in(argument) {
            let keeps =
                matches!(crate::syntax::bare(original), Expr::Closure(own) if kept::keeps_all(own));
            mark(closure, keeps, krate);
        }
    }
}

/// A closure says that it was called, and whether it keeps what it has captured until its end.
fn mark(closure: &mut syn::ExprClosure, keeps: bool, krate: &syn::Path) {
    if closure.asyncness.is_none() && closure.constness.is_none() {
        let span = closure.body.span();
        insert_first(closure, template::called_back(keeps, span, krate));
    }
}

/// The same of a closure that is no argument.
pub(crate) fn mark_value(
    original: &syn::ExprClosure,
    closure: &mut syn::ExprClosure,
    krate: &syn::Path,
) {
    mark(closure, kept::keeps_all(original), krate);
}

fn scope_parameter(closure: &syn::ExprClosure) -> Option<syn::Ident> {
    let pattern = match closure.inputs.first()? {
        Pat::Type(typed) => &*typed.pat,
        pattern => pattern,
    };
    match pattern {
        Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
            Some(ident.ident.clone())
        }
        _ => None,
    }
}

/// Puts a statement first into a closure's body.
fn insert_first(closure: &mut syn::ExprClosure, statement: Stmt) {
    if let Expr::Block(body) = &mut *closure.body
        && body.label.is_none()
    {
        body.block.stmts.insert(0, statement);
        return;
    }
    let body = std::mem::replace(&mut *closure.body, Expr::Verbatim(TokenStream::new()));
    // At the user's place: the end of the closure is the end of its body.
    let last = crate::site::last_span(&body);
    *closure.body = Expr::Block(syn::ExprBlock {
        attrs: Vec::new(),
        label: None,
        block: Block {
            brace_token: syn::token::Brace(last),
            stmts: vec![statement, Stmt::Expr(body, None)],
        },
    });
}

/// A loop, unless what it runs over never calls anything.
fn for_loop(loop_: &ExprForLoop, rewritten: ExprForLoop, cx: &mut Context<'_>) -> Expr {
    if never_calls(&loop_.expr) || cx.has_no_type_yet(&loop_.expr) {
        return Expr::ForLoop(rewritten);
    }
    let how = match cx.comes_from_a_function(&loop_.expr) {
        true => "__looped_over_values",
        false => "__looped",
    };
    let (site, span) = cx.site(&loop_.expr, &loop_.expr);
    template::for_loop(rewritten, how, &site, span, cx.krate)
}

/// What may be an iterator over a channel, where a method of it is called: `receiver.iter()` in `receiver.iter().sum()`.
fn taken(original: &Expr, rewritten: &mut Expr, cx: &mut Context<'_>) {
    let Expr::MethodCall(call) = original else {
        return;
    };
    let name = call.method.to_string();
    let iterates = matches!(name.as_str(), "iter" | "try_iter" | "into_iter");
    if iterates && call.args.is_empty() && !never_calls(&call.receiver) {
        let (site, span) = cx.site(original, original);
        *rewritten = template::taken(rewritten, &site, span, cx.krate);
    }
}

/// The arguments of `extend` and `from_iter`.
fn fed(
    original: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    rewritten: &mut syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    cx: &mut Context<'_>,
) {
    for (original, rewritten) in original.iter().zip(rewritten) {
        let has_a_type = has_a_type(original) && !cx.has_no_type_yet(original);
        if has_a_type && !never_calls(original) && !receivers::awaits(original) {
            let (site, span) = cx.site(original, original);
            *rewritten = template::fed(rewritten, &site, span, cx.krate);
        }
    }
}

/// Whether the type of an argument is its own: what a method like `into` returns may depend on who takes it.
fn has_a_type(argument: &Expr) -> bool {
    const OPEN: &[&str] = &[
        "collect",
        "default",
        "expect",
        "from_reader",
        "from_slice",
        "from_str",
        "into",
        "parse",
        "product",
        "sum",
        "try_into",
        "unwrap",
        "unwrap_or_default",
        "unwrap_or_else",
    ];
    match argument {
        Expr::Path(_) | Expr::Field(_) | Expr::Reference(_) => true,
        Expr::MethodCall(call) => !OPEN.contains(&call.method.to_string().as_str()),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let last = path.path.segments.last();
                !last.is_some_and(|last| OPEN.contains(&last.ident.to_string().as_str()))
            }
            _ => false,
        },
        Expr::Paren(paren) => has_a_type(&paren.expr),
        _ => false,
    }
}

/// Whether the values of a loop are of the language's own making by its look.
fn never_calls(values: &Expr) -> bool {
    match values {
        Expr::Range(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Closure(_) | Expr::Lit(_) => true,
        Expr::Paren(paren) => never_calls(&paren.expr),
        Expr::Reference(reference) => never_calls(&reference.expr),
        _ => false,
    }
}

/// A block whose statements are rewritten, still one for one.
pub(crate) fn block(original: &Block, rewritten: &mut Block, cx: &mut Context<'_>) {
    if original.stmts.len() != rewritten.stmts.len() {
        return;
    }
    let mut statements = Vec::with_capacity(rewritten.stmts.len());
    let mut first = Vec::new();
    let mut declared = Vec::new();
    for (index, statement) in std::mem::take(&mut rewritten.stmts).into_iter().enumerate() {
        let user = &original.stmts[index];
        let is_last = index + 1 == original.stmts.len();
        let literals = literals::of_statement(user, cx.origins());
        statements.extend(made_by(&literals, cx));
        let lazies = lazies::of_statement(user, &declared, cx);
        if let Stmt::Local(local) = user {
            declared.retain(|name| variables(&local.pat).iter().all(|bound| bound != name));
            declared.extend(lazies::declared(local));
        }
        statements.extend(looks_at(&lazies, cx));
        let around = temporaries(user, is_last, cx);
        let watches = match user {
            Stmt::Local(local) => watches(local, &original.stmts[index + 1..], cx),
            _ => Vec::new(),
        };
        match around {
            Some(Around::Statement(before, after)) => {
                statements.extend([before, statement, after]);
            }
            Some(Around::Tail(start, before)) => {
                first.push(start);
                statements.extend([before, statement]);
            }
            None => statements.push(statement),
        }
        statements.extend(watches);
        if goes_on(user) {
            let krate = cx.krate;
            let ends =
                (0..lazies.len()).map(|index| template::looked_at(index, user.span(), krate));
            statements.extend(ends);
        }
    }
    statements.splice(0..0, first);
    rewritten.stmts = statements;
}

/// The body of a closure that is no block.
pub(crate) fn body(original: &Expr, closure: &mut syn::ExprClosure, cx: &mut Context<'_>) {
    if matches!(original, Expr::Block(_)) {
        return;
    }
    let literals = literals::of(original, cx.origins());
    let lazies = lazies::of(original, &[], cx);
    let mut first = made_by(&literals, cx);
    first.extend(looks_at(&lazies, cx));
    for statement in first.into_iter().rev() {
        insert_first(closure, statement);
    }
}

/// What says that these literals come next.
fn made_by(literals: &[Expr], cx: &mut Context<'_>) -> Vec<Stmt> {
    let made = |literal: &Expr| {
        let (site, span) = cx.site(literal, literal);
        template::unknown_made(&site, span, cx.krate)
    };
    literals.iter().map(made).collect()
}

/// What looks at these places before they are used.
fn looks_at(lazies: &[Expr], cx: &mut Context<'_>) -> Vec<Stmt> {
    let look = |(index, place): (usize, &Expr)| {
        let (site, span) = cx.site(place, place);
        // The name may be that of something else in another module of the file.
        let place = match receivers::may_be_const(place) {
            true => Receiver::Named(place.clone()),
            false => Receiver::Place(place.clone()),
        };
        template::look_at(index, &place, &site, span, cx.krate)
    };
    lazies.iter().enumerate().map(look).collect()
}

/// Whether a statement is followed by what comes behind it, by its look.
fn goes_on(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(_) => true,
        Stmt::Expr(expression, Some(_)) => matches!(
            expression,
            Expr::MethodCall(_) | Expr::Call(_) | Expr::Assign(_) | Expr::Binary(_)
        ),
        Stmt::Macro(call) => {
            let name = call.mac.path.segments.last();
            name.is_some_and(|name| {
                let name = name.ident.to_string();
                ["assert", "debug_assert", "print", "eprint", "write"]
                    .iter()
                    .any(|start| name.starts_with(start))
            })
        }
        _ => false,
    }
}

/// The statements that guards need which are temporaries.
enum Around {
    /// Before and behind the statement whose temporaries they are.
    Statement(Stmt, Stmt),
    /// At the start of the block, and before what its value comes from.
    Tail(Stmt, Stmt),
}

fn watches(local: &syn::Local, rest: &[Stmt], cx: &mut Context<'_>) -> Vec<Stmt> {
    let Some(init) = &local.init else {
        return Vec::new();
    };
    // It may be configured out.
    if !local.attrs.is_empty() {
        return Vec::new();
    }
    let lock = guard_source(&init.expr);
    if lock.is_none() && !cx.origins().may_hold_unknown(&init.expr) {
        return Vec::new();
    }
    let kept = |variable: &syn::Ident| !moved::in_statements(variable, rest);
    variables(&local.pat)
        .into_iter()
        .filter(kept)
        .map(|variable| watch(&variable, lock, &init.expr, rest, cx))
        .collect()
}

/// What watches a variable that holds the guard of `lock`, or something else of `origin`, while the statements `rest` run.
fn watch(
    variable: &syn::Ident,
    lock: Option<&ExprMethodCall>,
    origin: &Expr,
    rest: &[Stmt],
    cx: &mut Context<'_>,
) -> Stmt {
    if moved::may_be_emptied(variable, rest) {
        let (site, span) = cx.site(origin, origin);
        return template::watch_whole(variable, &site, span, cx.krate);
    }
    if let Some(lock) = lock
        && let Some(site) = cx.site_of_lock(lock)
    {
        return template::watch(variable, &site, lock.method.span(), cx.krate);
    }
    let (site, span) = cx.site(origin, origin);
    template::watch_result(variable, &site, span, cx.krate)
}

/// A body whose pattern may bind guards.
fn bound(
    pattern: &Pat,
    scrutinee: &Expr,
    original: &Block,
    rewritten: &mut Block,
    cx: &mut Context<'_>,
) {
    let lock = guard_source(scrutinee);
    if lock.is_none() && !cx.origins().may_hold_unknown(scrutinee) {
        return;
    }
    let kept = |variable: &syn::Ident| !moved::in_statements(variable, &original.stmts);
    for variable in variables(pattern).into_iter().filter(kept) {
        let watch = watch(&variable, lock, scrutinee, &original.stmts, cx);
        rewritten.stmts.insert(0, watch);
    }
}

/// Names that return guards.
fn may_return_guard(call: &ExprMethodCall) -> bool {
    METHODS.iter().any(|(name, arity, _, how)| {
        matches!(how, How::Lock | How::Wait) && call.method == name && call.args.len() == *arity
    })
}

/// The lock operation from which an expression takes its guard.
fn guard_source(expression: &Expr) -> Option<&ExprMethodCall> {
    match expression {
        Expr::MethodCall(call) if may_return_guard(call) => Some(call),
        Expr::MethodCall(call) => guard_source(&call.receiver),
        Expr::Try(try_) => guard_source(&try_.expr),
        Expr::Paren(paren) => guard_source(&paren.expr),
        Expr::Match(match_) => guard_source(&match_.expr),
        _ => None,
    }
}

/// The variables that a pattern binds by value.
fn variables(pattern: &Pat) -> Vec<syn::Ident> {
    struct Variables(Vec<syn::Ident>);
    impl<'ast> Visit<'ast> for Variables {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            let is_variable = !pattern.ident.to_string().starts_with(char::is_uppercase);
            if pattern.by_ref.is_none() && pattern.subpat.is_none() && is_variable {
                self.0.push(pattern.ident.clone());
            }
        }
        fn visit_pat_or(&mut self, _: &'ast syn::PatOr) {}
    }
    let mut found = Variables(Vec::new());
    found.visit_pat(pattern);
    found.0
}

/// The statements around one whose guards are temporaries of its own.
fn temporaries(statement: &Stmt, is_last: bool, cx: &mut Context<'_>) -> Option<Around> {
    let mut is_tail = false;
    let expression = match statement {
        Stmt::Local(local) if matches!(local.pat, Pat::Wild(_)) => {
            // `let _ = m.lock().unwrap();` drops the guard at once.
            let init = local.init.as_ref()?;
            let lock = guard_source(&init.expr)?;
            let site = cx.site_of_lock(lock)?;
            let span = lock.method.span();
            let (before, after) = template::around_temporaries(&[site], span, cx.krate);
            return Some(Around::Statement(before, after));
        }
        Stmt::Local(local) => {
            let init = local.init.as_ref()?;
            let simple = matches!(
                *init.expr,
                Expr::MethodCall(_) | Expr::Unary(_) | Expr::Field(_) | Expr::Binary(_)
            );
            let by_value = matches!(&local.pat, Pat::Ident(ident) if ident.by_ref.is_none())
                || matches!(&local.pat, Pat::Type(_));
            (simple && by_value && init.diverge.is_none()).then_some(&*init.expr)?
        }
        Stmt::Expr(Expr::Return(return_), _) => {
            is_tail = true;
            return_.expr.as_deref()?
        }
        Stmt::Expr(Expr::Break(_) | Expr::Continue(_), _) => return None,
        Stmt::Expr(expression, Some(_)) => expression,
        Stmt::Expr(expression, None) => {
            is_tail = is_last;
            expression
        }
        Stmt::Item(_) | Stmt::Macro(_) => return None,
    };
    let mut found = Temporaries(Vec::new());
    if let Stmt::Expr(dropped, Some(_)) = statement {
        // `m.lock().unwrap();` drops its guard, too.
        found.used_in_place(dropped);
    }
    found.visit_expr(expression);
    let sites: Vec<TokenStream> = found
        .0
        .into_iter()
        .filter_map(|call| cx.site_of_lock(call))
        .collect();
    let span = expression.span();
    if sites.is_empty() {
        return None;
    }
    Some(match is_tail {
        true => {
            let (start, before) = template::around_tail(&sites, span, cx.krate);
            Around::Tail(start, before)
        }
        false => {
            let (before, after) = template::around_temporaries(&sites, span, cx.krate);
            Around::Statement(before, after)
        }
    })
}

/// Lock operations whose guard is a temporary: used in place and never named.
struct Temporaries<'ast>(Vec<&'ast ExprMethodCall>);

impl<'ast> Temporaries<'ast> {
    fn used_in_place(&mut self, expression: &'ast Expr) {
        fn peel(expression: &Expr, peeled: bool) -> Option<&ExprMethodCall> {
            const UNWRAPS: &[&str] = &["unwrap", "expect", "unwrap_or_else"];
            match expression {
                Expr::Try(try_) => peel(&try_.expr, true),
                Expr::Paren(paren) => peel(&paren.expr, peeled),
                Expr::MethodCall(call) if peeled && is_lock(call) => Some(call),
                Expr::MethodCall(call) if UNWRAPS.contains(&call.method.to_string().as_str()) => {
                    peel(&call.receiver, true)
                }
                _ => None,
            }
        }
        fn is_lock(call: &ExprMethodCall) -> bool {
            METHODS.iter().any(|(name, arity, _, how)| {
                *how == How::Lock && call.method == name && call.args.len() == *arity
            })
        }
        self.0.extend(peel(expression, false));
    }
}

impl<'ast> Visit<'ast> for Temporaries<'ast> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        const UNWRAPS: &[&str] = &["unwrap", "expect", "unwrap_or_else"];
        if !UNWRAPS.contains(&call.method.to_string().as_str()) {
            self.used_in_place(&call.receiver);
        }
        visit::visit_expr_method_call(self, call);
    }
    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if let syn::UnOp::Deref(_) = unary.op {
            self.used_in_place(&unary.expr);
        }
        visit::visit_expr_unary(self, unary);
    }
    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        self.used_in_place(&field.base);
        visit::visit_expr_field(self, field);
    }
    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        self.used_in_place(&index.expr);
        visit::visit_expr_index(self, index);
    }
    fn visit_block(&mut self, _: &'ast Block) {}
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_expr_struct(&mut self, _: &'ast syn::ExprStruct) {}
}
