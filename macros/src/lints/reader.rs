//! From the source of an item to the events that the lints judge.
//!
//! Control flow is followed as far as a lint needs it: which plain write may come before a store in its own function.
//! Branches are joined, what returns goes no further, and a closure is a function of its own.

use std::collections::HashMap;

use syn::visit::Visit;
use syn::{Expr, ExprPath, Member};

use super::{Event, Found, Named, Operation, Ordering, What};
use crate::ir::Effect;
use crate::options::{Helper, LintKind};
use crate::statics::Statics;
use crate::std_macros::{self, Elements, Takes};
use crate::syntax::{self, Annotated};

pub(super) fn read(item: &Annotated, statics: &Statics) -> Found {
    let mut reader = Reader {
        statics,
        found: Found::default(),
        allowed: Vec::new(),
        function: Function::default(),
    };
    match item {
        Annotated::Item(item) => reader.visit_item(item),
        Annotated::TraitFn(item) => reader.visit_trait_item_fn(item),
    }
    reader.found
}

struct Reader<'s> {
    statics: &'s Statics,
    found: Found,
    allowed: Vec<LintKind>,
    function: Function,
}

/// What is known at one place of the function that is being read.
#[derive(Default)]
struct Function {
    flow: Flow,
    /// What leaves the innermost loops by `break` and `continue`.
    loops: Vec<Flow>,
    unsafe_depth: usize,
    in_condition: bool,
    /// The operations, by their index among the events, whose value a variable holds.
    bound: HashMap<String, Vec<usize>>,
}

/// The ways to one place.
#[derive(Clone)]
enum Flow {
    /// None: it comes after a `return` or the like.
    Nowhere,
    /// There is one; with a plain write that is not published on it, if there may be one.
    Here(Option<String>),
}

impl Default for Flow {
    fn default() -> Self {
        Self::Here(None)
    }
}

impl Flow {
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nowhere, flow) | (flow, Self::Nowhere) => flow,
            (Self::Here(one), Self::Here(other)) => Self::Here(one.or(other)),
        }
    }
}

impl Reader<'_> {
    fn push(&mut self, what: What) {
        self.found.events.push(Event {
            what,
            allowed: self.allowed.clone(),
        });
    }

    /// Visits with what the attributes allow. What is skipped may be the other side of something, and is allowed all.
    fn with(&mut self, attributes: &[syn::Attribute], visit: impl FnOnce(&mut Self)) {
        let before = self.allowed.len();
        let mut skip = false;
        for attribute in attributes.iter().filter(|attribute| Helper::is(attribute)) {
            // A mistake in it has its own message.
            let helper = Helper::parse(attribute).unwrap_or_default();
            self.allowed.extend(helper.allowed);
            skip |= helper.skip;
        }
        if skip {
            self.allowed.extend(LintKind::DENIABLE);
        }
        visit(self);
        self.allowed.truncate(before);
    }

    fn in_function(&mut self, is_unsafe: bool, visit: impl FnOnce(&mut Self)) {
        let inner = Function {
            unsafe_depth: usize::from(is_unsafe),
            ..Function::default()
        };
        let outer = std::mem::replace(&mut self.function, inner);
        visit(self);
        self.function = outer;
    }

    /// The body of a function; what a predicate returns is a decision.
    fn body(&mut self, output: &syn::ReturnType, block: &syn::Block) {
        let [statements @ .., syn::Stmt::Expr(last, None)] = &block.stmts[..] else {
            return self.visit_block(block);
        };
        let returns_bool = matches!(output, syn::ReturnType::Type(_, ty)
            if matches!(&**ty, syn::Type::Path(path) if path.path.is_ident("bool")));
        statements
            .iter()
            .for_each(|statement| self.visit_stmt(statement));
        match returns_bool {
            true => self.in_condition(last),
            false => self.visit_expr(last),
        }
    }

    fn in_condition(&mut self, condition: &Expr) {
        let outer = std::mem::replace(&mut self.function.in_condition, true);
        self.visit_expr(condition);
        self.function.in_condition = outer;
    }

    /// One of several ways on from here. Gives where it ends, and goes back to its beginning.
    fn branch(&mut self, visit: impl FnOnce(&mut Self)) -> Flow {
        let before = self.function.flow.clone();
        let in_condition = std::mem::take(&mut self.function.in_condition);
        visit(self);
        self.function.in_condition = in_condition;
        std::mem::replace(&mut self.function.flow, before)
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        self.function.loops.push(Flow::Nowhere);
        let end = self.branch(visit);
        let left = self.function.loops.pop().unwrap_or(Flow::Nowhere);
        let before = std::mem::take(&mut self.function.flow);
        self.function.flow = before.or(end).or(left);
    }

    fn leave(&mut self, is_loop: bool) {
        let flow = std::mem::replace(&mut self.function.flow, Flow::Nowhere);
        if let Some(innermost) = self.function.loops.last_mut().filter(|_| is_loop) {
            *innermost = std::mem::replace(innermost, Flow::Nowhere).or(flow);
        }
    }

    /// What has been written is published, or may be.
    fn published(&mut self) {
        if let Flow::Here(written) = &mut self.function.flow {
            *written = None;
        }
    }

    fn written(&self) -> Option<String> {
        match &self.function.flow {
            Flow::Here(written) => written.clone(),
            Flow::Nowhere => None,
        }
    }

    /// An operation by the name of its method, after its arguments.
    fn operation(&mut self, method: &str, receiver: &Expr, arguments: &[&Expr]) {
        let Some((reads, writes, orderings)) = shape(method, arguments.len()) else {
            return;
        };
        let orderings: Vec<Option<Ordering>> = orderings
            .iter()
            .map(|index| ordering(arguments[*index]))
            .collect();
        // Without one ordering by name it may be a method of anything.
        if orderings.iter().all(Option::is_none) {
            return;
        }
        let atomic = atomic_name(receiver);
        if let Some(name) = &atomic {
            *self.found.received.entry(name.clone()).or_default() += 1;
        }
        let operation = Operation {
            atomic,
            reads,
            writes,
            orderings,
            is_flag: self.function.in_condition,
            written: self.written(),
        };
        let releases = writes && operation.may(Named::releases);
        self.push(What::Operation(operation));
        if releases {
            self.published();
        }
    }

    /// A place that is shared memory by its syntax: behind a pointer, or a `static mut`.
    fn is_shared(&self, place: &Expr) -> bool {
        match place {
            Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::Field(field) => self.is_shared(&field.base),
            Expr::Index(index) => self.is_shared(&index.expr),
            Expr::Paren(inner) => self.is_shared(&inner.expr),
            Expr::Path(path) => self.statics.contains(&path.path),
            _ => false,
        }
    }

    fn write(&mut self, place: &Expr) {
        if self.is_shared(place) {
            self.write_to(text(place));
        }
    }

    fn write_to(&mut self, place: String) {
        if self.function.unsafe_depth > 0
            && let Flow::Here(written) = &mut self.function.flow
        {
            *written = Some(place);
        }
    }
}

/// Whether a method reads and writes, and which of its arguments are orderings.
fn shape(method: &str, arguments: usize) -> Option<(bool, bool, &'static [usize])> {
    Some(match (method, arguments) {
        ("load", 1) => (true, false, &[0]),
        ("store", 2) => (false, true, &[1]),
        ("swap", 2) => (true, true, &[1]),
        ("compare_exchange" | "compare_exchange_weak", 4) => (true, true, &[2, 3]),
        ("fetch_update" | "update" | "try_update", 3) => (true, true, &[0, 1]),
        ("fetch_not", 1) => (true, true, &[0]),
        (name, 2) if name.starts_with("fetch_") => (true, true, &[1]),
        _ => return None,
    })
}

fn ordering(argument: &Expr) -> Option<Ordering> {
    match argument {
        Expr::Path(path) => Some(Ordering {
            named: Named::of(path)?,
            path: path.clone(),
        }),
        _ => None,
    }
}

/// The static or field that an operation is called on.
fn atomic_name(receiver: &Expr) -> Option<String> {
    match receiver {
        Expr::Reference(inner) => atomic_name(&inner.expr),
        Expr::Paren(inner) => atomic_name(&inner.expr),
        Expr::Unary(inner) => atomic_name(&inner.expr),
        Expr::Index(inner) => atomic_name(&inner.expr),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name.to_string()),
            Member::Unnamed(_) => None,
        },
        Expr::Path(path) => {
            let name = path.path.segments.last()?.ident.to_string();
            let is_static = name.chars().any(char::is_uppercase);
            is_static.then_some(name)
        }
        _ => None,
    }
}

/// An expression in one line.
fn text(expression: &Expr) -> String {
    let tokens = quote::ToTokens::to_token_stream(expression).to_string();
    let mut text = String::new();
    let mut characters = tokens.chars().peekable();
    while let Some(next) = characters.next() {
        let tight = |letter: char| "*.()[]&:".contains(letter);
        let is_loose = next == ' '
            && (text.ends_with(tight) || characters.peek().is_some_and(|after| tight(*after)));
        if !is_loose {
            text.push(next);
        }
    }
    text
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Fn(item) => &item.attrs[..],
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Trait(item) => &item.attrs,
            _ => &[],
        };
        self.with(attributes, |this| syn::visit::visit_item(this, item));
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let is_unsafe = matches!(function.sig.safety, syn::Safety::Unsafe(_));
        self.in_function(is_unsafe, |this| {
            this.body(&function.sig.output, &function.block);
        });
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let is_unsafe = matches!(function.sig.safety, syn::Safety::Unsafe(_));
        self.with(&function.attrs, |this| {
            this.in_function(is_unsafe, |this| {
                this.body(&function.sig.output, &function.block);
            });
        });
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        let is_unsafe = matches!(function.sig.safety, syn::Safety::Unsafe(_));
        self.with(&function.attrs, |this| {
            this.in_function(is_unsafe, |this| {
                if let Some(block) = &function.default {
                    this.body(&function.sig.output, block);
                }
            });
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.with(&local.attrs, |this| {
            let before = this.found.events.len();
            let Some(init) = &local.init else {
                return;
            };
            this.visit_expr(&init.expr);
            if let Some(name) = variable(&local.pat) {
                let operations = before..this.found.events.len();
                this.function.bound.insert(name, operations.collect());
            }
            if let Some((_, diverges)) = &init.diverge {
                this.branch(|this| this.visit_expr(diverges));
            }
        });
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.function.unsafe_depth += 1;
        self.visit_block(&block.block);
        self.function.unsafe_depth -= 1;
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        let attributes = syntax::attributes(expression);
        self.with(attributes.unwrap_or_default(), |this| {
            this.expression(expression)
        });
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.in_condition(&branch.cond);
        let then = self.branch(|this| this.visit_block(&branch.then_branch));
        let other = self.branch(|this| {
            if let Some((_, other)) = &branch.else_branch {
                this.visit_expr(other);
            }
        });
        self.function.flow = then.or(other);
    }

    fn visit_expr_while(&mut self, repeat: &'ast syn::ExprWhile) {
        self.in_condition(&repeat.cond);
        self.in_loop(|this| this.visit_block(&repeat.body));
    }

    fn visit_expr_for_loop(&mut self, repeat: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeat.expr);
        self.in_loop(|this| this.visit_block(&repeat.body));
    }

    fn visit_expr_loop(&mut self, repeat: &'ast syn::ExprLoop) {
        self.in_loop(|this| this.visit_block(&repeat.body));
    }

    fn visit_expr_match(&mut self, choice: &'ast syn::ExprMatch) {
        self.in_condition(&choice.expr);
        let mut flow = Flow::Nowhere;
        for arm in &choice.arms {
            let end = self.branch(|this| {
                if let syn::Pat::Guard(guard) = &arm.pat {
                    this.in_condition(&guard.guard);
                }
                this.visit_expr(&arm.body);
            });
            flow = flow.or(end);
        }
        self.function.flow = flow;
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        let is_unsafe = self.function.unsafe_depth > 0;
        self.in_function(is_unsafe, |this| this.visit_expr(&closure.body));
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        let is_unsafe = self.function.unsafe_depth > 0;
        self.in_function(is_unsafe, |this| this.visit_block(&block.block));
    }

    fn visit_expr_return(&mut self, expression: &'ast syn::ExprReturn) {
        syn::visit::visit_expr_return(self, expression);
        self.leave(false);
    }

    fn visit_expr_break(&mut self, expression: &'ast syn::ExprBreak) {
        syn::visit::visit_expr_break(self, expression);
        self.leave(true);
    }

    fn visit_expr_continue(&mut self, _: &'ast syn::ExprContinue) {
        self.leave(true);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let name = mac.path.segments.last().map(|last| last.ident.to_string());
        let name = name.unwrap_or_default();
        let Some(arguments) = arguments(&name, mac) else {
            self.mentioned(mac.tokens.clone());
            return;
        };
        for (index, argument) in arguments.iter().enumerate() {
            let decides = matches!(&name[..], "assert" | "debug_assert" | "matches");
            match decides && index == 0 {
                true => self.in_condition(argument),
                false => self.visit_expr(argument),
            }
        }
        if matches!(
            &name[..],
            "panic" | "todo" | "unimplemented" | "unreachable"
        ) {
            self.leave(false);
        }
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(name) = atomic_name(&Expr::Path(path.clone())) {
            *self.found.named.entry(name).or_default() += 1;
        }
        if self.function.in_condition
            && let Some(variable) = path.path.get_ident()
            && let Some(operations) = self.function.bound.get(&variable.to_string())
        {
            for index in operations {
                if let What::Operation(operation) = &mut self.found.events[*index].what {
                    operation.is_flag = true;
                }
            }
        }
    }

    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        if let Member::Named(name) = &field.member {
            *self.found.named.entry(name.to_string()).or_default() += 1;
        }
        syn::visit::visit_expr_field(self, field);
    }
}

impl Reader<'_> {
    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Assign(assign) => {
                syn::visit::visit_expr(self, expression);
                self.write(&assign.left);
            }
            Expr::Binary(binary) if is_compound(&binary.op) => {
                syn::visit::visit_expr(self, expression);
                self.write(&binary.left);
            }
            Expr::MethodCall(call) => {
                syn::visit::visit_expr(self, expression);
                let arguments: Vec<&Expr> = call.args.iter().collect();
                let method = call.method.to_string();
                self.operation(&method, &call.receiver, &arguments);
                let writes = syntax::effect_of_method(&method) == Effect::Write;
                if self.is_shared(&call.receiver) && writes {
                    self.write(&call.receiver);
                } else if is_pointer_write(&method) && arguments.len() == 1 {
                    self.write_to(format!("*{}", text(&call.receiver)));
                }
            }
            Expr::Call(call) => {
                syn::visit::visit_expr(self, expression);
                self.path_call(call);
            }
            _ => syn::visit::visit_expr(self, expression),
        }
    }

    /// Words that we cannot read may do anything with what they name.
    fn mentioned(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(name) => {
                    *self.found.named.entry(name.to_string()).or_default() += 1;
                }
                proc_macro2::TokenTree::Group(group) => self.mentioned(group.stream()),
                _ => {}
            }
        }
    }

    fn path_call(&mut self, call: &syn::ExprCall) {
        let Expr::Path(path) = &*call.func else {
            return;
        };
        let Some(last) = path.path.segments.last() else {
            return;
        };
        let name = last.ident.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (name.as_str(), &arguments[..]) {
            ("fence" | "compiler_fence", [argument]) => {
                if let Some(ordering) = ordering(argument) {
                    let releases = ordering.named.releases();
                    self.push(What::Fence(ordering));
                    if releases {
                        self.published();
                    }
                }
            }
            (method, [receiver, rest @ ..]) if is_atomic_type(&path.path) => {
                self.operation(method, receiver, rest);
            }
            (method, [pointer, _]) if is_pointer_write(method) => {
                self.write_to(format!("*{}", text(pointer)));
            }
            _ => {}
        }
    }
}

/// The variable that a pattern binds, if it is no more than that.
fn variable(pattern: &syn::Pat) -> Option<String> {
    match pattern {
        syn::Pat::Ident(name) if name.subpat.is_none() => Some(name.ident.to_string()),
        syn::Pat::Type(typed) => variable(&typed.pat),
        _ => None,
    }
}

/// The expressions among the arguments of a macro of std; `None` where it is not known to take such.
fn arguments(name: &str, mac: &syn::Macro) -> Option<Vec<Expr>> {
    let takes = match name {
        // Nobody rewrites them here.
        "dbg" => Takes::Arguments,
        name => std_macros::takes(name)?,
    };
    let arguments = match takes {
        Takes::Condition | Takes::Arguments => std_macros::arguments(mac)
            .ok()?
            .into_iter()
            .map(|argument| argument.expression)
            .collect(),
        Takes::Elements => match std_macros::elements(mac).ok()? {
            Elements::List(elements) => elements.into_iter().collect(),
            Elements::Repeat(element, _, length) => vec![*element, *length],
        },
        Takes::Matched => vec![std_macros::matched(mac).ok()?.0],
    };
    Some(arguments)
}

/// `p.write(value)` and `ptr::write(p, value)`
fn is_pointer_write(name: &str) -> bool {
    matches!(name, "write" | "write_volatile" | "write_unaligned")
}

/// `AtomicUsize::..`
fn is_atomic_type(path: &syn::Path) -> bool {
    let mut segments = path.segments.iter().rev().skip(1);
    segments
        .next()
        .is_some_and(|part| part.ident.to_string().starts_with("Atomic"))
}

fn is_compound(operator: &syn::BinOp) -> bool {
    use syn::BinOp::{
        AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, MulAssign, RemAssign,
        ShlAssign, ShrAssign, SubAssign,
    };
    matches!(
        operator,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}
