//! Decisions: which expression of an item becomes which event.
//!
//! One pass over the item, outside in. An expression is visited together with how it is used ([`Use`]); what it becomes
//! is a template of `expand`. Two laws: no token of the user's that can have an effect appears twice or moves, and an
//! event stands where its access happens. Where a form cannot keep both, there is no event.
//!
//! Not instrumented: what the compiler evaluates (`const`, `static`, array lengths, `const fn`), arguments of macros that
//! are not std's, and what `#[datarace(skip)]` and `untracked!` say.

mod calls;
mod lint_levels;
pub(crate) mod locals;
mod macros;
mod patterns;
mod places;
mod references;

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use syn::token::Paren;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr, Item, Pat, Signature, Stmt};

use crate::expand;
use crate::expand::function::Parts;
use crate::ir::{Effect, Operand, Reference, Use};
use crate::judge::Judge;
use crate::knowledge::{self, Knowledge};
use crate::known_calls;
use crate::names;
use crate::options::Options;
use crate::primitives::captured::Frame;
use crate::primitives::{self, LockSites};
use crate::site::{self, Site};
use crate::statics::Statics;
use crate::syntax::{self, Annotated};
use lint_levels::Allowed;
pub(crate) use locals::Locals;

/// Instruments everything inside the item.
pub(crate) fn instrument(item: &mut Annotated, options: &Options, statics: &Statics) {
    let judge = Judge::of(item, statics);
    let mut walker = Walker {
        krate: &options.crate_path,
        statics,
        judge: &judge,
        sites: Vec::new(),
        locals: Locals::default(),
        knowledge: Knowledge::around(item.span()),
        item: match item {
            Annotated::Item(item) => knowledge::name_of(item).unwrap_or_default(),
            Annotated::TraitFn(item) => item.sig.ident.to_string(),
        },
        in_unsafe: false,
        within: Vec::new(),
        self_type: String::new(),
        off: Off::No,
        traits: false,
        locks: LockSites::default(),
        parens: None,
        frames: Vec::new(),
        not_addressable: Vec::new(),
        untyped: Vec::new(),
        in_async: false,
        gives_exclusive: false,
        is_scope_body: false,
        lazies: Vec::new(),
        projection: None,
    };
    match item {
        Annotated::Item(item) => walker.visit_item_mut(item),
        Annotated::TraitFn(item) => walker.visit_trait_item_fn_mut(item),
    }
}

/// What the user has opted out of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Off {
    No,
    /// `allow(race)`: plain accesses.
    Accesses,
    /// `skip`: everything.
    All,
}

struct Walker<'a> {
    krate: &'a syn::Path,
    statics: &'a Statics,
    judge: &'a Judge<'a>,
    /// The sites of the function that is being walked.
    sites: Vec<Site>,
    locals: Locals,
    knowledge: Rc<Knowledge>,
    /// The name of the annotated item.
    item: String,
    in_unsafe: bool,
    /// The names around: modules, types, functions.
    within: Vec<String>,
    /// The last name of the type of the `impl` around.
    self_type: String,
    off: Off,
    /// Whether a template needs the traits of std's primitives.
    traits: bool,
    /// The sites of lock operations.
    locks: LockSites,
    /// The parentheses around the call that comes next.
    parens: Option<Paren>,
    /// The closures and `async` blocks that are being walked.
    frames: Vec<Frame>,
    /// Names whose address must not be taken: a closure that another thread runs would borrow the variable itself.
    not_addressable: Vec<String>,
    /// Parameters of closures that no type is written for.
    untyped: Vec<String>,
    in_async: bool,
    /// The closure that comes next may be called with exclusive references.
    gives_exclusive: bool,
    /// The closure that comes next is the body of `thread::scope`.
    is_scope_body: bool,
    /// Variables that were declared as a `LazyLock` so far.
    lazies: Vec<String>,
    /// The field for which the reference that comes next is made.
    projection: Option<places::Projection>,
}

impl Walker<'_> {
    /// Registers a site.
    fn site(&mut self, site: Site, span: Span) -> TokenStream {
        self.sites.push(site);
        expand::function::site(self.sites.len() - 1, span)
    }

    /// A function with a body.
    fn function(
        &mut self,
        attributes: &mut Vec<Attribute>,
        signature: &Signature,
        block: &mut Block,
    ) {
        let is_naked = attributes.iter().any(syntax::is_naked);
        if signature.constness.is_some() || is_naked || is_instrumented(block) {
            // Helper attributes inside must go all the same.
            return self.skipping(|walker| walker.plain_block(block));
        }
        let outer_sites = std::mem::take(&mut self.sites);
        let outer_locals = std::mem::take(&mut self.locals);
        let outer_frames = std::mem::take(&mut self.frames);
        let outer = (self.in_unsafe, self.traits, self.in_async);
        self.in_unsafe = matches!(signature.safety, syn::Safety::Unsafe(_));
        self.traits = false;
        self.in_async = signature.asyncness.is_some();
        self.within.push(signature.ident.to_string());
        self.locals.of_signature(signature);
        let parts = self.parts(signature);
        self.block(block);
        if self.off < Off::All {
            Allowed::all(attributes);
            Allowed.visit_block_mut(block);
            let file = site::file(signature.ident.span());
            let directory = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
            let name = self.within.join("::");
            let parts = Parts {
                traits: self.traits,
                forbids_imports: self.knowledge.forbids("unused_imports", &self.item),
                ..parts
            };
            let prelude = expand::function::prelude(
                self.krate,
                &file,
                &directory,
                &name,
                &self.sites,
                &parts,
            );
            if !self.sites.is_empty() || parts.enter {
                expand::function::begin(block, prelude);
                attributes.extend(expand::function::allowed(&|lint| {
                    self.knowledge.forbids(lint, &self.item)
                        || self.knowledge.expects(lint, &self.item)
                }));
            }
        }
        self.within.pop();
        self.sites = outer_sites;
        self.locals = outer_locals;
        self.frames = outer_frames;
        (self.in_unsafe, self.traits, self.in_async) = outer;
    }

    fn parts(&mut self, signature: &Signature) -> Parts {
        if self.off == Off::All || signature.asyncness.is_some() {
            return Parts::default();
        }
        let this = match signature.inputs.first() {
            Some(syn::FnArg::Receiver(receiver)) => match &receiver.kind {
                syn::ReceiverKind::Reference(_, _, Some(_)) => match signature.ident == "drop" {
                    true => Some("dropped"),
                    false => Some("exclusive"),
                },
                syn::ReceiverKind::Reference(_, _, None) => Some("shared"),
                _ => None,
            },
            _ => None,
        };
        let this = this.map(|hook| {
            let site = Site::of(&signature.ident, &quote_self());
            self.sites.push(site);
            (hook, self.sites.len() - 1)
        });
        Parts {
            enter: true,
            this,
            ..Parts::default()
        }
    }

    /// A body that is left as it is, apart from our helper attributes.
    fn plain_block(&mut self, block: &mut Block) {
        self.block(block);
    }

    fn skipping(&mut self, walk: impl FnOnce(&mut Self)) {
        self.with(Off::All, walk);
    }

    fn with(&mut self, off: Off, walk: impl FnOnce(&mut Self)) {
        let outer = self.off;
        self.off = outer.max(off);
        walk(self);
        self.off = outer;
    }

    /// Takes our helper attributes away and says what they ask for.
    fn helpers(attributes: &mut Vec<Attribute>) -> Off {
        let mut off = Off::No;
        attributes.retain(|attribute| {
            if !attribute.path().is_ident("datarace") {
                return true;
            }
            let asks = match &attribute.meta {
                syn::Meta::List(list) => match list.tokens.to_string() {
                    text if text.starts_with("skip") => Off::All,
                    text if text.starts_with("allow") && text.contains("race") => Off::Accesses,
                    _ => Off::No,
                },
                _ => Off::No,
            };
            off = off.max(asks);
            false
        });
        off
    }

    fn block(&mut self, block: &mut Block) {
        let original = block.clone();
        self.locals.enter();
        self.locals.of_items(&block.stmts);
        for statement in &mut block.stmts {
            self.statement(statement);
        }
        self.locals.leave();
        if self.off < Off::All {
            primitives::block(&original, block, &mut self.context());
        }
    }

    /// What an item around functions expects and forbids of the lints.
    fn lint_levels(&self, attributes: &mut [Attribute]) {
        if self.off < Off::All {
            Allowed::all(attributes);
        }
    }

    fn context(&mut self) -> primitives::Context<'_> {
        primitives::Context {
            krate: self.krate,
            sites: &mut self.sites,
            traits: &mut self.traits,
            locks: &mut self.locks,
            not_addressable: &self.not_addressable,
            untyped: &self.untyped,
            statics: self.statics,
            knowledge: Rc::clone(&self.knowledge),
            self_type: &self.self_type,
            lazies: &self.lazies,
            locals: &self.locals,
            frames: &mut self.frames,
            parens: None,
            forbids_unreachable: ["unreachable_code", "dangerous_implicit_autorefs"]
                .iter()
                .any(|lint| self.knowledge.forbids(lint, &self.item)),
        }
    }

    /// What std's primitives make of an expression whose children are rewritten.
    fn primitive(&mut self, original: &Expr, expression: &mut Expr) {
        self.primitive_in(None, original, expression);
    }

    /// The same of an expression in parentheses.
    fn primitive_in(&mut self, parens: Option<Paren>, original: &Expr, expression: &mut Expr) {
        if self.off < Off::All && !self.never_returns(original) {
            let rewritten = std::mem::replace(expression, Expr::Verbatim(TokenStream::new()));
            let allowed = !self.knowledge.forbids("unused_parens", &self.item);
            let mut context = self.context();
            context.parens = parens.filter(|_| allowed);
            *expression = primitives::expression(original, rewritten, &mut context);
        }
    }

    /// Whether a call does not come back: what we would put behind it were unreachable, and rustc would warn.
    fn never_returns(&self, expression: &Expr) -> bool {
        let name = match expression {
            Expr::MethodCall(call) => Some(&call.method),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.segments.last().map(|part| &part.ident),
                _ => None,
            },
            _ => None,
        };
        name.is_some_and(|name| {
            known_calls::never_returns(&name.to_string()) || self.statics.never_returns(name)
        })
    }

    fn statement(&mut self, statement: &mut Stmt) {
        match statement {
            Stmt::Local(local) => {
                let off = Self::helpers(&mut local.attrs);
                let lazy = primitives::lazies::declared(local);
                self.with(off, |walker| walker.local(local));
                self.lazies.extend(lazy);
            }
            Stmt::Item(item) => self.nested_item(item),
            Stmt::Expr(expression, _) => self.expression(expression, Use::Value),
            Stmt::Macro(call) => {
                let off = Self::helpers(&mut call.attrs);
                self.with(off, |walker| walker.mac(&mut call.mac));
            }
        }
    }

    fn local(&mut self, local: &mut syn::Local) {
        let known = self.known_init(local.init.as_ref().map(|init| &*init.expr));
        let init = local.init.as_ref().map(|init| &*init.expr);
        let reference = init.map(|init| self.locals.of_value(init));
        let may_refer = init.is_some_and(|init| self.locals.mentions_exclusive(init));
        let (made, mut made_at) = self.made(init);
        let sites = self.sites.len();
        if let Some(init) = &mut local.init {
            let use_ = use_of_pattern(&local.pat);
            if !self.taken_apart(&mut init.expr, &local.pat) {
                self.expression(&mut init.expr, use_);
            }
            made_at = self.site_of_reference(made_at, sites);
            if let Some((_, diverge)) = &mut init.diverge {
                self.expression(diverge, Use::Value);
            }
        }
        self.locals.bind_with(&local.pat, known);
        self.bind_reference(&local.pat, made, made_at);
        if let Some(reference) = reference {
            self.locals.refers(&local.pat, reference);
        }
        if may_refer && !matches!(local.pat, Pat::Ident(_)) {
            self.locals.may_refer(&local.pat);
        }
    }

    /// Whether a pattern that is more than a name has read its parts of a place.
    fn taken_apart(&mut self, place: &mut Expr, pattern: &Pat) -> bool {
        let is_name = matches!(use_of_pattern(pattern), Use::Value | Use::Raw);
        !is_name && self.destructured(place, std::iter::once(pattern))
    }

    /// What is known of a name that is bound to this.
    fn known_init(&self, init: Option<&Expr>) -> Operand {
        match init.map(|init| (self.operand(init), syntax::bare(init))) {
            Some((_, Expr::Closure(_))) => Operand::Closure,
            // `get`, `add` and their kin promise a pointer under `*` only: elsewhere other types have them too.
            Some((Operand::Raw { cell: true }, Expr::MethodCall(_))) => Operand::UnknownCell,
            Some((Operand::Raw { .. }, Expr::MethodCall(_))) | None => Operand::Unknown,
            Some((known, _)) => known,
        }
    }

    fn nested_item(&mut self, item: &mut Item) {
        let outer_sites = std::mem::take(&mut self.sites);
        let outer_unsafe = std::mem::replace(&mut self.in_unsafe, false);
        let outer_locals = std::mem::take(&mut self.locals);
        let outer_frames = std::mem::take(&mut self.frames);
        self.visit_item_mut(item);
        self.sites = outer_sites;
        self.in_unsafe = outer_unsafe;
        self.locals = outer_locals;
        self.frames = outer_frames;
    }

    /// An expression with its attributes; those that are not ours stay outermost, whatever it becomes.
    fn expression(&mut self, expression: &mut Expr, use_: Use) {
        let mut attributes = syntax::attributes_mut(expression)
            .map(std::mem::take)
            .unwrap_or_default();
        if attributes.is_empty() {
            return self.by_kind(expression, use_);
        }
        let off = Self::helpers(&mut attributes);
        let was_block_like = matches!(
            expression,
            Expr::ForLoop(_) | Expr::While(_) | Expr::If(_) | Expr::Match(_)
        );
        self.with(off, |walker| walker.by_kind(expression, use_));
        if !attributes.is_empty() {
            expand::attributed(expression, attributes, was_block_like);
        }
    }

    /// An operand: what it becomes keeps the place in the source that the operation takes from it.
    fn operand_of(&mut self, operand: &mut Expr, use_: Use) {
        let span = site::first_span(operand);
        self.expression(operand, use_);
        expand::anchored(operand, span);
    }

    /// What stands in parentheses needs no second pair.
    fn within_parentheses(&mut self, inner: &mut Expr, parens: Option<Paren>, use_: Use) {
        // Of a call in parentheses rustc takes the place from the outermost of them.
        if matches!(syntax::bare(inner), Expr::Call(_)) && self.parens.is_none() {
            self.parens = parens;
        }
        let had_its_own = matches!(inner, Expr::Paren(_));
        self.expression(inner, use_);
        if let (false, Expr::Paren(paren)) = (had_its_own, &mut *inner)
            && paren.attrs.is_empty()
        {
            *inner = std::mem::replace(&mut paren.expr, Expr::Verbatim(TokenStream::new()));
        }
    }

    fn by_kind(&mut self, expression: &mut Expr, use_: Use) {
        match expression {
            Expr::Paren(paren) => {
                self.within_parentheses(&mut paren.expr, Some(paren.paren_token), use_);
            }
            Expr::Group(group) => self.within_parentheses(&mut group.expr, None, use_),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => self.place(expression, use_),
            Expr::Unary(unary) => match unary.op {
                syn::UnOp::Deref(_) => self.place(expression, use_),
                _ => self.operand_of(&mut unary.expr, Use::Value),
            },
            Expr::Assign(assign) => {
                let right = match &*assign.left {
                    // `_ = P` does not read.
                    Expr::Infer(_) => Use::Raw,
                    _ => Use::Value,
                };
                let event = self.assignment(&assign.left, &assign.right);
                self.expression(&mut assign.right, right);
                if let Some(event) = event {
                    *assign.right = expand::reference::stored(&event, &assign.right, self.krate);
                }
                self.assigned(&mut assign.left);
            }
            Expr::Binary(binary) => {
                use syn::BinOp::*;
                let left = match binary.op {
                    AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_)
                    | BitXorAssign(_) | BitAndAssign(_) | BitOrAssign(_) | ShlAssign(_)
                    | ShrAssign(_) => Use::Write,
                    // Comparisons take their operands by reference.
                    Eq(_) | Lt(_) | Le(_) | Ne(_) | Ge(_) | Gt(_) => Use::Look,
                    _ => Use::Value,
                };
                let right = match left {
                    Use::Look => Use::Look,
                    _ => Use::Value,
                };
                let events = match left {
                    Use::Look => self.operands(&[(&binary.left, left), (&binary.right, right)]),
                    Use::Write if !syntax::may_run_code(&binary.right) => {
                        self.operands(&[(&binary.left, left)])
                    }
                    _ => Vec::new(),
                };
                self.operand_of(&mut binary.left, left);
                self.operand_of(&mut binary.right, right);
                expand::reference::before(&events, expression, self.krate);
            }
            Expr::Reference(reference) => {
                let use_ = match reference.mutability {
                    Some(_) => Use::Exclusive,
                    None => Use::Shared,
                };
                let is_call = matches!(*reference.expr, Expr::MethodCall(_) | Expr::Call(_));
                let original = is_call.then(|| expression.clone());
                if let Expr::Reference(reference) = expression {
                    self.expression(&mut reference.expr, use_);
                }
                if let Some(original) = original {
                    self.primitive(&original, expression);
                }
            }
            Expr::RawAddr(raw) => self.expression(&mut raw.expr, Use::Raw),
            Expr::MethodCall(_) => self.method_call(expression),
            Expr::Call(_) => self.call(expression),
            Expr::Macro(call) => self.mac(&mut call.mac),
            Expr::Let(let_) => {
                let use_ = use_of_pattern(&let_.pat);
                let known = self.known_init(Some(&let_.expr));
                let may_refer = self.locals.mentions_exclusive(&let_.expr);
                let (made, made_at) = self.made(Some(&let_.expr));
                let sites = self.sites.len();
                if !self.taken_apart(&mut let_.expr, &let_.pat) {
                    self.expression(&mut let_.expr, use_);
                }
                self.locals.bind_with(&let_.pat, known);
                let made_at = self.site_of_reference(made_at, sites);
                self.bind_reference(&let_.pat, made, made_at);
                if may_refer {
                    self.locals.may_refer(&let_.pat);
                }
            }
            Expr::If(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Match(_) => {
                let original = expression.clone();
                self.control(expression);
                self.primitive(&original, expression);
            }
            Expr::Loop(loop_) => self.block(&mut loop_.body),
            Expr::Block(block) => self.block(&mut block.block),
            Expr::Unsafe(block) => {
                let outer = std::mem::replace(&mut self.in_unsafe, true);
                self.block(&mut block.block);
                self.in_unsafe = outer;
            }
            Expr::Async(async_) => {
                let outer = std::mem::replace(&mut self.in_async, true);
                self.frames
                    .push(Frame::new(self.locals.depth(), async_.capture.is_some()));
                self.block(&mut async_.block);
                self.in_async = outer;
                self.leave_frame(expression);
            }
            Expr::Closure(closure) if closure.constness.is_none() => {
                let original = closure.clone();
                self.closure(closure);
                if self.off < Off::All {
                    primitives::mark_value(&original, closure, self.krate);
                }
                self.leave_frame(expression);
            }
            Expr::Closure(_) => {}
            // Evaluated by the compiler.
            Expr::Const(const_) => self.skipping(|walker| walker.plain_block(&mut const_.block)),
            Expr::Repeat(repeat) => self.expression(&mut repeat.expr, Use::Value),
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    if field.colon_token.is_some() {
                        self.expression(&mut field.expr, Use::Value);
                    }
                }
                if let Some(rest) = &mut literal.rest {
                    // Only some of its fields are read.
                    self.expression(rest, Use::Raw);
                }
            }
            Expr::Await(await_) => self.expression(&mut await_.base, Use::Value),
            Expr::Try(try_) => self.operand_of(&mut try_.expr, Use::Value),
            Expr::Cast(cast) => self.operand_of(&mut cast.expr, Use::Value),
            Expr::Tuple(tuple) => tuple
                .elems
                .iter_mut()
                .for_each(|e| self.expression(e, Use::Value)),
            Expr::Array(array) => array
                .elems
                .iter_mut()
                .for_each(|e| self.expression(e, Use::Value)),
            Expr::Range(range) => {
                for end in [&mut range.start, &mut range.end].into_iter().flatten() {
                    self.expression(end, Use::Value);
                }
            }
            Expr::Return(return_) => {
                if let Some(value) = &mut return_.expr {
                    self.expression(value, Use::Value);
                }
            }
            Expr::Break(break_) => {
                if let Some(value) = &mut break_.expr {
                    self.expression(value, Use::Value);
                }
            }
            Expr::Yield(yield_) => {
                if let Some(value) = &mut yield_.expr {
                    self.expression(value, Use::Value);
                }
            }
            _ => {}
        }
    }

    /// Branches and loops.
    fn control(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Match(matched) => self.matched(matched),
            Expr::If(if_) => {
                self.locals.enter();
                self.expression(&mut if_.cond, Use::Value);
                self.block(&mut if_.then_branch);
                self.locals.leave();
                if let Some((_, otherwise)) = &mut if_.else_branch {
                    self.expression(otherwise, Use::Value);
                }
            }
            Expr::While(while_) => {
                self.locals.enter();
                self.expression(&mut while_.cond, Use::Value);
                self.block(&mut while_.body);
                self.locals.leave();
            }
            Expr::ForLoop(for_) => {
                let known = self.operand(&for_.expr);
                let may_refer = self.locals.mentions_exclusive(&for_.expr);
                self.expression(&mut for_.expr, Use::Value);
                self.locals.enter();
                match known {
                    Operand::Orderings => self.locals.bind_orderings(&for_.pat),
                    _ => self.locals.bind(&for_.pat),
                }
                if may_refer {
                    self.locals.may_refer(&for_.pat);
                }
                self.block(&mut for_.body);
                self.locals.leave();
            }
            _ => {}
        }
    }

    /// The left side of `=`. The places of a destructuring assignment are evaluated and assigned one after the other, behind its
    /// right side.
    fn assigned(&mut self, left: &mut Expr) {
        match left {
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|e| self.assigned(e)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|e| self.assigned(e)),
            Expr::Call(call) => call.args.iter_mut().for_each(|e| self.assigned(e)),
            Expr::Struct(literal) => {
                for field in &mut literal.fields {
                    if field.colon_token.is_some() {
                        self.assigned(&mut field.expr);
                    }
                }
            }
            Expr::Paren(paren) if !syntax::is_place(&paren.expr) => self.assigned(&mut paren.expr),
            Expr::Infer(_) | Expr::Range(_) => {}
            place => self.expression(place, Use::Write),
        }
    }

    fn matched(&mut self, matched: &mut syn::ExprMatch) {
        let mutably = matched
            .arms
            .iter()
            .any(|arm| syntax::borrows_mutably(&arm.pat));
        let effect = if mutably { Effect::Write } else { Effect::Read };
        let may_refer = self.locals.mentions_exclusive(&matched.expr);
        let patterns = matched.arms.iter().map(|arm| &arm.pat);
        if !self.destructured(&mut matched.expr, patterns) {
            self.expression(&mut matched.expr, Use::Scrutinee(effect));
        }
        for arm in &mut matched.arms {
            self.locals.enter();
            self.locals.bind(&arm.pat);
            if may_refer {
                self.locals.may_refer(&arm.pat);
            }
            if let Pat::Guard(guard) = &mut arm.pat {
                self.expression(&mut guard.guard, Use::Value);
            }
            self.expression(&mut arm.body, Use::Value);
            self.locals.leave();
        }
    }

    fn closure(&mut self, closure: &mut syn::ExprClosure) {
        let frame = Frame::closure(self.locals.depth(), closure.capture.is_some());
        self.frames.push(frame);
        self.locals.enter();
        closure
            .inputs
            .iter()
            .for_each(|input| self.locals.bind(input));
        let opens_scope = std::mem::take(&mut self.is_scope_body);
        if let (true, Some(scope)) = (opens_scope, closure.inputs.first()) {
            self.locals.refers(scope, Reference::Scope);
        }
        if std::mem::take(&mut self.gives_exclusive) {
            let inputs = closure.inputs.iter();
            inputs.for_each(|input| self.locals.may_refer(input));
        }
        let typed = self.untyped.len();
        let without_type = closure
            .inputs
            .iter()
            .filter(|input| !matches!(input, Pat::Type(_)));
        self.untyped.extend(without_type.flat_map(locals::names));
        let outer = self.in_async;
        self.in_async |= closure.asyncness.is_some();
        let last = site::last_span(&closure.body);
        let body = closure.body.clone();
        self.expression(&mut closure.body, Use::Value);
        if !self.knowledge.forbids("unused_parens", &self.item) {
            expand::closed(&mut closure.body, last);
        }
        if self.off < Off::All {
            primitives::body(&body, closure, &mut self.context());
        }
        self.in_async = outer;
        self.untyped.truncate(typed);
        self.locals.leave();
    }

    /// The closure or `async` block that was entered last is walked.
    fn leave_frame(&mut self, expression: &mut Expr) {
        if let Some(frame) = self.frames.pop()
            && !frame.captured.is_empty()
        {
            let span = site::first_span(expression);
            expand::primitive::capturing(expression, &frame.captured, span, self.krate);
        }
    }

    /// An argument; whether a closure says that it was called is up to the call.
    fn argument(&mut self, argument: &mut Expr) {
        if let Expr::Closure(closure) = argument {
            closure.attrs.retain(|attribute| !is_hint(attribute));
        }
        match argument {
            Expr::Closure(closure) if closure.attrs.is_empty() && closure.constness.is_none() => {
                self.closure(closure);
                self.leave_frame(argument);
            }
            other => {
                self.gives_exclusive = false;
                self.expression(other, Use::Value);
            }
        }
    }

    /// The arguments of a call that may run its closure on another thread before the scope around it ends.
    ///
    /// A closure without `move` borrows what its variables refer to. What a probe names by address it would borrow
    /// itself, and a variable of the scope's closure does not live long enough for that.
    fn spawned_arguments<'e>(&mut self, arguments: impl Iterator<Item = &'e mut Expr>) {
        let outer = self.not_addressable.len();
        for argument in arguments {
            if matches!(argument, Expr::Closure(closure) if closure.capture.is_none()) {
                let outermost = self.frames.iter().find(|frame| frame.is_closure);
                let from = outermost.map_or(0, |frame| frame.depth);
                self.not_addressable.extend(self.locals.names_from(from));
            }
            self.argument(argument);
            self.not_addressable.truncate(outer);
        }
    }
}

/// An attribute that only hints at how a closure is compiled, and that rustc takes on arguments but not in the blocks that we make of
/// them.
fn is_hint(attribute: &syn::Attribute) -> bool {
    ["inline", "cold"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

impl VisitMut for Walker<'_> {
    fn visit_item_mut(&mut self, item: &mut Item) {
        let off = match item_attributes(item) {
            Some(attributes) => Self::helpers(attributes),
            None => Off::No,
        };
        self.with(off, |walker| visit_mut::visit_item_mut(walker, item));
    }

    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        self.function(&mut item.attrs, &item.sig, &mut item.block);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        let off = Self::helpers(&mut item.attrs);
        self.with(off, |walker| {
            walker.function(&mut item.attrs, &item.sig, &mut item.block);
        });
    }

    fn visit_trait_item_fn_mut(&mut self, item: &mut syn::TraitItemFn) {
        let off = Self::helpers(&mut item.attrs);
        if let Some(block) = &mut item.default {
            self.with(off, |walker| {
                walker.function(&mut item.attrs, &item.sig, block)
            });
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        self.lint_levels(&mut item.attrs);
        self.within.push(site::type_name(&item.self_ty));
        let own = crate::knowledge::name_of_type(&item.self_ty);
        let around = std::mem::replace(&mut self.self_type, own);
        for item in &mut item.items {
            if let syn::ImplItem::Fn(function) = item {
                self.visit_impl_item_fn_mut(function);
            }
        }
        self.self_type = around;
        self.within.pop();
    }

    fn visit_item_trait_mut(&mut self, item: &mut syn::ItemTrait) {
        self.lint_levels(&mut item.attrs);
        self.within.push(item.ident.to_string());
        for item in &mut item.items {
            if let syn::TraitItem::Fn(function) = item {
                self.visit_trait_item_fn_mut(function);
            }
        }
        self.within.pop();
    }

    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        self.lint_levels(&mut item.attrs);
        if let Some((_, items)) = &mut item.content {
            for item in items {
                self.visit_item_mut(item);
            }
        }
    }

    // Evaluated by the compiler.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_item_enum_mut(&mut self, _: &mut syn::ItemEnum) {}
    fn visit_item_struct_mut(&mut self, _: &mut syn::ItemStruct) {}
    fn visit_item_union_mut(&mut self, _: &mut syn::ItemUnion) {}
    fn visit_item_type_mut(&mut self, _: &mut syn::ItemType) {}
    fn visit_item_macro_mut(&mut self, _: &mut syn::ItemMacro) {}
}

/// Whether a nested attribute has been here already.
fn is_instrumented(block: &Block) -> bool {
    let is_ours = |statement: &Stmt| matches!(statement, Stmt::Item(Item::Static(item)) if item.ident == names::function());
    block.stmts.iter().any(is_ours)
}

fn quote_self() -> syn::Ident {
    syn::Ident::new("self", Span::call_site())
}

/// How `let PATTERN = place` uses the place.
fn use_of_pattern(pattern: &Pat) -> Use {
    match pattern {
        Pat::Wild(_) => Use::Raw,
        Pat::Type(typed) => use_of_pattern(&typed.pat),
        Pat::Paren(paren) => use_of_pattern(&paren.pat),
        Pat::Ident(ident) => match (&ident.by_ref, &ident.mutability) {
            (None, _) => Use::Value,
            (Some(_), None) => Use::Scrutinee(Effect::Read),
            (Some(_), Some(_)) => Use::Scrutinee(Effect::Write),
        },
        other if syntax::borrows_mutably(other) => Use::Scrutinee(Effect::Write),
        _ => Use::Scrutinee(Effect::Read),
    }
}

fn item_attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    macro_rules! attributes {
        ($($kind:ident)*) => {
            match item {
                $(Item::$kind(inner) => Some(&mut inner.attrs),)*
                _ => None,
            }
        };
    }
    attributes!(Const Enum ExternCrate Fn ForeignMod Impl Macro Mod Static Struct Trait TraitAlias Type Union Use)
}
