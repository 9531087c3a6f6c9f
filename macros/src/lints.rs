//! Policy lints: what a project may deny although it is not wrong.
//!
//! They are asked for (`deny(..)`), so they judge by what the source says: an ordering is what it is called, an atomic is
//! the static or field that the operation is called on. What may be another atomic under the same name, or the same one
//! under another name, is given the benefit of the doubt.

use std::collections::{HashMap, HashSet};

use syn::visit::Visit;
use syn::{Expr, ExprPath, Member};

use crate::message::Message;
use crate::options::{Helper, Lint, LintKind, Mistakes};
use crate::statics::Statics;
use crate::syntax::Annotated;

/// Reports what the denied lints find in the item.
pub(crate) fn check(denied: &[Lint], item: &Annotated, statics: &Statics, mistakes: &mut Mistakes) {
    if denied.is_empty() {
        return;
    }
    let mut reader = Reader {
        statics,
        found: Found::default(),
        allowed: Vec::new(),
        function: 0,
        functions: 0,
        unsafe_depth: 0,
        in_condition: false,
    };
    match item {
        Annotated::Item(item) => reader.visit_item(item),
        Annotated::TraitFn(item) => reader.visit_trait_item_fn(item),
    }
    let found = reader.found;
    for lint in denied {
        match lint.kind {
            LintKind::SeqCst => found.seq_cst(mistakes),
            LintKind::RelaxedPublish => found.relaxed_publish(mistakes),
            LintKind::Unpaired => match shows_both_sides(item) {
                true => found.unpaired(mistakes),
                false => mistakes.push(Message::UnpairedNeedsItem.at(lint.span)),
            },
            LintKind::Race => {}
        }
    }
}

fn shows_both_sides(item: &Annotated) -> bool {
    matches!(
        item,
        Annotated::Item(syn::Item::Impl(_) | syn::Item::Mod(_) | syn::Item::Trait(_))
    )
}

/// An ordering by the name that stands in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Named {
    Relaxed,
    Acquire,
    Release,
    AcqRel,
    SeqCst,
}

impl Named {
    fn of(path: &ExprPath) -> Option<Self> {
        let last = path.path.segments.last()?.ident.to_string();
        Some(match last.as_str() {
            "Relaxed" => Self::Relaxed,
            "Acquire" => Self::Acquire,
            "Release" => Self::Release,
            "AcqRel" => Self::AcqRel,
            "SeqCst" => Self::SeqCst,
            _ => return None,
        })
    }

    fn acquires(self) -> bool {
        matches!(self, Self::Acquire | Self::AcqRel | Self::SeqCst)
    }

    fn releases(self) -> bool {
        matches!(self, Self::Release | Self::AcqRel | Self::SeqCst)
    }
}

/// What happens, in the order of the source.
struct Event {
    what: What,
    /// Counts the functions of the item.
    function: usize,
    allowed: Vec<LintKind>,
}

enum What {
    Operation(Operation),
    Fence(Ordering),
    /// A plain write, and the place as the source writes it.
    Write(String),
}

/// An atomic operation.
struct Operation {
    /// The static or field; `None` for what may be any.
    atomic: Option<String>,
    reads: bool,
    writes: bool,
    /// The ordering, and for an exchange that of its failure. `None`: not a name, so it may be any.
    orderings: Vec<Option<Ordering>>,
    /// Whether a decision hangs on the value that was read.
    is_flag: bool,
}

#[derive(Clone)]
struct Ordering {
    named: Named,
    path: ExprPath,
}

impl Operation {
    fn may(&self, does: impl Fn(Named) -> bool) -> bool {
        self.orderings
            .iter()
            .any(|ordering| ordering.as_ref().is_none_or(|own| does(own.named)))
    }

    fn first(&self) -> Option<&Ordering> {
        self.orderings.first()?.as_ref()
    }
}

#[derive(Default)]
struct Found {
    events: Vec<Event>,
    /// How often a static or field is named, and how often as the receiver of an operation.
    named: HashMap<String, usize>,
    received: HashMap<String, usize>,
}

impl Found {
    fn operations(&self) -> impl Iterator<Item = (&Event, &Operation)> {
        self.events.iter().filter_map(|event| match &event.what {
            What::Operation(operation) => Some((event, operation)),
            _ => None,
        })
    }

    fn seq_cst(&self, mistakes: &mut Mistakes) {
        for event in self
            .events
            .iter()
            .filter(|event| !event.allows(LintKind::SeqCst))
        {
            let orderings: Vec<&Ordering> = match &event.what {
                What::Operation(operation) => operation.orderings.iter().flatten().collect(),
                What::Fence(ordering) => vec![ordering],
                What::Write(_) => Vec::new(),
            };
            for ordering in orderings {
                if ordering.named == Named::SeqCst {
                    mistakes.push(Message::SeqCst.on(&ordering.path));
                }
            }
        }
    }

    fn relaxed_publish(&self, mistakes: &mut Mistakes) {
        let flags: HashSet<&str> = self
            .operations()
            .filter(|(_, operation)| operation.is_flag && operation.reads)
            .filter_map(|(_, operation)| operation.atomic.as_deref())
            .collect();
        let mut written: Option<(usize, &str)> = None;
        for event in &self.events {
            match &event.what {
                What::Write(place) => written = Some((event.function, place)),
                What::Fence(fence) if fence.named.releases() => written = None,
                What::Fence(_) => {}
                What::Operation(operation) => {
                    let (Some((function, place)), Some(atomic), Some(ordering)) =
                        (written, &operation.atomic, operation.first())
                    else {
                        continue;
                    };
                    let publishes_nothing = function == event.function
                        && operation.writes
                        && !operation.reads
                        && ordering.named == Named::Relaxed
                        && flags.contains(atomic.as_str());
                    if publishes_nothing && !event.allows(LintKind::RelaxedPublish) {
                        let message = Message::RelaxedPublish {
                            flag: atomic.clone(),
                            written: place.to_owned(),
                        };
                        mistakes.push(message.on(&ordering.path));
                    }
                }
            }
        }
    }

    fn unpaired(&self, mistakes: &mut Mistakes) {
        for (event, operation) in self.operations() {
            let (Some(atomic), Some(ordering)) = (&operation.atomic, operation.first()) else {
                continue;
            };
            if event.allows(LintKind::Unpaired) || self.escapes(atomic) {
                continue;
            }
            let atomic_name = atomic.clone();
            if operation.writes && ordering.named.releases() && !self.is_acquired(atomic) {
                let message = Message::UnpairedRelease {
                    atomic: atomic_name,
                };
                mistakes.push(message.on(&ordering.path));
            } else if operation.reads
                && ordering.named.acquires()
                && self.is_written(atomic)
                && !self.is_released(atomic)
            {
                let message = Message::UnpairedAcquire {
                    atomic: atomic_name,
                };
                mistakes.push(message.on(&ordering.path));
            }
        }
    }

    /// Whether the item hands the atomic to something that we do not follow.
    fn escapes(&self, atomic: &str) -> bool {
        self.named.get(atomic) > self.received.get(atomic)
    }

    fn may_be<'f>(&'f self, atomic: &'f str) -> impl Iterator<Item = &'f Operation> {
        self.operations()
            .map(|(_, operation)| operation)
            .filter(move |operation| operation.atomic.as_deref().is_none_or(|own| own == atomic))
    }

    fn has_fence(&self, does: fn(Named) -> bool) -> bool {
        self.events
            .iter()
            .any(|event| matches!(&event.what, What::Fence(fence) if does(fence.named)))
    }

    fn is_acquired(&self, atomic: &str) -> bool {
        let fenced = self.has_fence(Named::acquires);
        self.may_be(atomic)
            .any(|operation| operation.reads && (fenced || operation.may(Named::acquires)))
    }

    fn is_released(&self, atomic: &str) -> bool {
        let fenced = self.has_fence(Named::releases);
        self.may_be(atomic)
            .any(|operation| operation.writes && (fenced || operation.may(Named::releases)))
    }

    fn is_written(&self, atomic: &str) -> bool {
        self.may_be(atomic).any(|operation| operation.writes)
    }
}

impl Event {
    fn allows(&self, lint: LintKind) -> bool {
        self.allowed.contains(&lint)
    }
}

struct Reader<'s> {
    statics: &'s Statics,
    found: Found,
    allowed: Vec<LintKind>,
    function: usize,
    functions: usize,
    unsafe_depth: usize,
    in_condition: bool,
}

impl Reader<'_> {
    fn push(&mut self, what: What) {
        self.found.events.push(Event {
            what,
            function: self.function,
            allowed: self.allowed.clone(),
        });
    }

    /// Visits with what the attributes allow.
    fn with(&mut self, attributes: &[syn::Attribute], visit: impl FnOnce(&mut Self)) {
        let before = self.allowed.len();
        let mut skip = false;
        for attribute in attributes.iter().filter(|attribute| Helper::is(attribute)) {
            // A mistake in it has its own message.
            let helper = Helper::parse(attribute).unwrap_or_default();
            self.allowed.extend(helper.allowed);
            skip |= helper.skip;
        }
        if !skip {
            visit(self);
        }
        self.allowed.truncate(before);
    }

    fn in_function(&mut self, is_unsafe: bool, visit: impl FnOnce(&mut Self)) {
        self.functions += 1;
        let outer = (self.function, self.unsafe_depth, self.in_condition);
        self.function = self.functions;
        self.unsafe_depth = usize::from(is_unsafe);
        self.in_condition = false;
        visit(self);
        (self.function, self.unsafe_depth, self.in_condition) = outer;
    }

    fn in_condition(&mut self, condition: &Expr) {
        let outer = std::mem::replace(&mut self.in_condition, true);
        self.visit_expr(condition);
        self.in_condition = outer;
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
            is_flag: self.in_condition,
        };
        self.push(What::Operation(operation));
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
        if self.unsafe_depth > 0 && self.is_shared(place) {
            self.push(What::Write(text(place)));
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
        self.in_function(is_unsafe, |this| this.visit_block(&function.block));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let is_unsafe = matches!(function.sig.safety, syn::Safety::Unsafe(_));
        self.with(&function.attrs, |this| {
            this.in_function(is_unsafe, |this| this.visit_block(&function.block));
        });
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        let is_unsafe = matches!(function.sig.safety, syn::Safety::Unsafe(_));
        self.with(&function.attrs, |this| {
            this.in_function(is_unsafe, |this| {
                syn::visit::visit_trait_item_fn(this, function);
            });
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.with(&local.attrs, |this| syn::visit::visit_local(this, local));
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.unsafe_depth += 1;
        self.visit_block(&block.block);
        self.unsafe_depth -= 1;
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        let attributes = attributes(expression);
        self.with(attributes, |this| this.expression(expression));
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.in_condition(&branch.cond);
        self.visit_block(&branch.then_branch);
        if let Some((_, other)) = &branch.else_branch {
            self.visit_expr(other);
        }
    }

    fn visit_expr_while(&mut self, repeat: &'ast syn::ExprWhile) {
        self.in_condition(&repeat.cond);
        self.visit_block(&repeat.body);
    }

    fn visit_expr_match(&mut self, choice: &'ast syn::ExprMatch) {
        self.in_condition(&choice.expr);
        choice.arms.iter().for_each(|arm| self.visit_arm(arm));
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(name) = atomic_name(&Expr::Path(path.clone())) {
            *self.found.named.entry(name).or_default() += 1;
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
                if self.unsafe_depth > 0 && method == "write" && arguments.len() == 1 {
                    self.push(What::Write(format!("*{}", text(&call.receiver))));
                }
            }
            Expr::Call(call) => {
                syn::visit::visit_expr(self, expression);
                self.path_call(call);
            }
            _ => syn::visit::visit_expr(self, expression),
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
                    self.push(What::Fence(ordering));
                }
            }
            (method, [receiver, rest @ ..]) if is_atomic_type(&path.path) => {
                self.operation(method, receiver, rest);
            }
            _ => {}
        }
    }
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

/// The attributes of the expressions that stand as statements.
fn attributes(expression: &Expr) -> &[syn::Attribute] {
    match expression {
        Expr::Assign(inner) => &inner.attrs,
        Expr::Binary(inner) => &inner.attrs,
        Expr::Block(inner) => &inner.attrs,
        Expr::Call(inner) => &inner.attrs,
        Expr::Closure(inner) => &inner.attrs,
        Expr::ForLoop(inner) => &inner.attrs,
        Expr::If(inner) => &inner.attrs,
        Expr::Loop(inner) => &inner.attrs,
        Expr::Match(inner) => &inner.attrs,
        Expr::MethodCall(inner) => &inner.attrs,
        Expr::Paren(inner) => &inner.attrs,
        Expr::Return(inner) => &inner.attrs,
        Expr::Unary(inner) => &inner.attrs,
        Expr::Unsafe(inner) => &inner.attrs,
        Expr::While(inner) => &inner.attrs,
        _ => &[],
    }
}
