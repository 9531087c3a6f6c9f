//! Recognition: from `syn` to `ir`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Attribute, Expr, Type};

use crate::ir::{Effect, Operand};
use crate::known_calls;

/// What the attribute can stand on.
pub(crate) enum Annotated {
    /// An item of a module or of a block. Functions in an `impl` and trait functions with a body look the same.
    Item(syn::Item),
    /// A function of a trait without a body.
    TraitFn(syn::TraitItemFn),
}

impl Annotated {
    /// Where it begins.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Item(item) => item.span(),
            Self::TraitFn(item) => item.span(),
        }
    }
}

impl ToTokens for Annotated {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Item(item) => item.to_tokens(tokens),
            Self::TraitFn(item) => item.to_tokens(tokens),
        }
    }
}

impl Parse for Annotated {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        match ahead.parse::<syn::Item>() {
            Ok(item) if ahead.is_empty() && !matches!(item, syn::Item::Verbatim(_)) => {
                input.parse::<syn::Item>()?;
                Ok(Self::Item(item))
            }
            Ok(_) => input.parse().map(Self::TraitFn),
            Err(error) => input.parse().map(Self::TraitFn).map_err(|_| error),
        }
    }
}

/// Reads the annotated item.
pub(crate) fn parse_item(tokens: TokenStream) -> syn::Result<Annotated> {
    syn::parse2(tokens)
}

/// The methods of std's atomics: name, number of arguments, which of them are orderings, and whether the name alone is
/// no evidence (a `swap` of two arguments may be a slice's).
const ATOMIC_METHODS: &[(&str, usize, &[usize], bool)] = &[
    ("load", 1, &[0], true),
    ("store", 2, &[1], true),
    ("swap", 2, &[1], true),
    ("compare_and_swap", 3, &[2], false),
    ("compare_exchange", 4, &[2, 3], false),
    ("compare_exchange_weak", 4, &[2, 3], false),
    ("fetch_add", 2, &[1], false),
    ("fetch_sub", 2, &[1], false),
    ("fetch_and", 2, &[1], false),
    ("fetch_nand", 2, &[1], false),
    ("fetch_or", 2, &[1], false),
    ("fetch_xor", 2, &[1], false),
    ("fetch_not", 1, &[0], false),
    ("fetch_max", 2, &[1], false),
    ("fetch_min", 2, &[1], false),
    ("fetch_update", 3, &[0, 1], false),
    ("update", 3, &[0, 1], true),
    ("try_update", 3, &[0, 1], true),
    ("fetch_ptr_add", 2, &[1], false),
    ("fetch_ptr_sub", 2, &[1], false),
    ("fetch_byte_add", 2, &[1], false),
    ("fetch_byte_sub", 2, &[1], false),
];

const ATOMIC_TYPES: &[&str] = &[
    "AtomicBool",
    "AtomicI8",
    "AtomicI16",
    "AtomicI32",
    "AtomicI64",
    "AtomicIsize",
    "AtomicU8",
    "AtomicU16",
    "AtomicU32",
    "AtomicU64",
    "AtomicUsize",
    "AtomicPtr",
];

/// Whether a name is that of one of std's atomic types.
pub(crate) fn is_atomic_name(name: &str) -> bool {
    ATOMIC_TYPES.contains(&name)
}

/// The last name of a place: `flag` of `self.flag`, `x` of `x`, `table` of `self.table[i]`.
pub(crate) fn last_name(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()),
        Expr::Field(field) => Some(match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        }),
        Expr::Index(index) => last_name(&index.expr),
        Expr::Reference(reference) => last_name(&reference.expr),
        Expr::Unary(unary) => last_name(&unary.expr),
        _ => None,
    }
}

/// The indices of the ordering arguments, if this may be a call of an atomic's method.
///
/// Methods of other types bear the names of some: there each ordering must look like one, or be `known` to be one.
pub(crate) fn atomic_orderings(
    method: &str,
    arguments: &[&Expr],
    known: impl Fn(&Expr) -> bool,
) -> Option<&'static [usize]> {
    let (_, arity, orderings, ambiguous) =
        ATOMIC_METHODS.iter().find(|(name, ..)| *name == method)?;
    let fits = arguments.len() == *arity
        && orderings
            .iter()
            .all(|index| !is_no_ordering(arguments[*index]))
        && (!ambiguous
            || orderings
                .iter()
                .all(|index| looks_like_ordering(arguments[*index]) || known(arguments[*index])));
    fits.then_some(*orderings)
}

/// The type in `AtomicU8::load`, if it is one of std's names, or one by which it is `imported`.
pub(crate) fn atomic_type<'p>(
    path: &'p syn::ExprPath,
    imported: &dyn Fn(&str) -> bool,
) -> Option<(syn::Path, &'p syn::Ident)> {
    let mut segments = path.path.segments.clone();
    let method = &path.path.segments.last()?.ident;
    segments.pop();
    segments.pop_punct();
    let last = segments.last_mut()?;
    let name = last.ident.to_string();
    if path.qself.is_some() || !(is_atomic_name(&name) || imported(&name)) {
        return None;
    }
    if last.ident == "AtomicPtr" && last.arguments.is_none() {
        last.arguments = syn::PathArguments::AngleBracketed(syn::parse_quote!(<_>));
    }
    if let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments {
        arguments.colon2_token = None;
    }
    let path = syn::Path {
        leading_colon: path.path.leading_colon,
        segments,
    };
    Some((path, method))
}

/// Whether an expression mentions an ordering, by one of the names that they have or that people give them.
pub(crate) fn looks_like_ordering(expression: &Expr) -> bool {
    fn any(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let lower = name.to_lowercase();
                matches!(
                    name.as_str(),
                    "Relaxed" | "Acquire" | "Release" | "AcqRel" | "SeqCst"
                ) || lower.contains("ord")
                    || matches!(
                        lower.as_str(),
                        "success" | "failure" | "relaxed" | "acquire" | "release" | "seqcst" | "o"
                    )
            }
            TokenTree::Group(group) => any(group.stream()),
            _ => false,
        })
    }
    !is_no_ordering(expression) && any(expression.to_token_stream())
}

fn is_no_ordering(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Lit(_)
            | Expr::Binary(_)
            | Expr::Closure(_)
            | Expr::Range(_)
            | Expr::Cast(_)
            | Expr::Reference(_)
            | Expr::Array(_)
            | Expr::Tuple(_)
            | Expr::Unary(syn::ExprUnary {
                op: syn::UnOp::Neg(_) | syn::UnOp::Not(_),
                ..
            })
    )
}

/// Without the parentheses and invisible groups around it.
pub(crate) fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => bare(&paren.expr),
        Expr::Group(group) => bare(&group.expr),
        other => other,
    }
}

/// Whether an expression is a place as Rust has it (a field of a value is a place too, of a temporary).
pub(crate) fn is_place(expression: &Expr) -> bool {
    match bare(expression) {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}

/// Whether a type is std's `LazyLock` by its name.
pub(crate) fn is_lazy_type(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|last| is_lazy_name(&last.ident.to_string()))
        }
        Type::Paren(paren) => is_lazy_type(&paren.elem),
        _ => false,
    }
}

/// Whether a type is called as a `LazyLock` may be that was imported by another name.
pub(crate) fn is_lazy_name(name: &str) -> bool {
    matches!(name, "LazyLock" | "Lazy")
}

/// Whether a place is a path with fields, without anything that runs.
pub(crate) fn is_field_path(expression: &Expr) -> bool {
    match bare(expression) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_field_path(&field.base),
        _ => false,
    }
}

/// `addr_of!(P)` or `addr_of_mut!(P)`
pub(crate) fn is_address_of(call: &syn::Macro) -> bool {
    let last = call.path.segments.last();
    last.is_some_and(|last| last.ident == "addr_of" || last.ident == "addr_of_mut")
}

/// Whether a place is, or begins with, what a call, a block or a reference gives.
pub(crate) fn is_part_of_value(place: &Expr) -> bool {
    match bare(place) {
        Expr::Field(field) => is_part_of_value(&field.base),
        Expr::Index(index) => is_part_of_value(&index.expr),
        Expr::Block(_)
        | Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Reference(_)
        | Expr::Unsafe(_) => true,
        _ => false,
    }
}

/// Whether a place is a part of what is behind a deref, where another `Deref` or an index may come between: `**p`, `(*p).f.g`,
/// `(*p)[..2]`.
pub(crate) fn is_behind_deref(place: &Expr) -> bool {
    match bare(place) {
        Expr::Field(field) => derefs(&field.base),
        Expr::Index(index) => derefs(&index.expr),
        Expr::Unary(unary) => derefs(&unary.expr),
        _ => false,
    }
}

fn derefs(place: &Expr) -> bool {
    match bare(place) {
        Expr::Field(field) => derefs(&field.base),
        Expr::Index(index) => derefs(&index.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}

/// The variable at the root of a path of fields.
pub(crate) fn root_name_of_path(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Field(field) => root_name_of_path(&field.base),
        _ => None,
    }
}

/// `(*P)`
pub(crate) fn referred(place: &Expr) -> Expr {
    let span = crate::site::first_span(place);
    Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        expr: Box::new(Expr::Unary(syn::ExprUnary {
            attrs: Vec::new(),
            op: syn::UnOp::Deref(syn::Token![*](span)),
            expr: Box::new(bare(place).clone()),
        })),
    })
}

/// A place with more fields behind it.
pub(crate) fn with_fields(place: &Expr, fields: &[syn::Member]) -> Expr {
    let mut place = bare(place).clone();
    if matches!(place, Expr::Unary(_)) {
        place = Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token: syn::token::Paren::default(),
            expr: Box::new(place),
        });
    }
    for member in fields {
        place = Expr::Field(syn::ExprField {
            attrs: Vec::new(),
            base: Box::new(place),
            dot_token: syn::Token![.](Span::mixed_site()),
            member: member.clone(),
        });
    }
    place
}

/// The name at the root of a field path.
pub(crate) fn root_name(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()),
        Expr::Field(field) => root_name(&field.base),
        Expr::Index(index) => root_name(&index.expr),
        _ => None,
    }
}

/// Whether evaluating the expression may run code that we do not see: then an event that stands before it may be early.
pub(crate) fn may_run_code(expression: &Expr) -> bool {
    struct Runs(bool);
    impl<'ast> Visit<'ast> for Runs {
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            let makes = matches!(bare(&call.func), Expr::Path(path) if known_calls::makes_a_value(&path.path));
            if !makes && !is_constructor(&call.func) {
                self.0 = true;
            }
            syn::visit::visit_expr_call(self, call);
        }
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            let name = call.method.to_string();
            if !HARMLESS_METHODS.contains(&name.as_str()) {
                self.0 = true;
            }
            syn::visit::visit_expr_method_call(self, call);
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            let harmless = mac.path.segments.last().is_some_and(|part| {
                matches!(
                    part.ident.to_string().as_str(),
                    "format" | "vec" | "stringify" | "concat" | "line"
                )
            });
            if !harmless {
                self.0 = true;
            }
        }
        fn visit_expr_await(&mut self, _: &'ast syn::ExprAwait) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut runs = Runs(false);
    runs.visit_expr(expression);
    runs.0
}

const HARMLESS_METHODS: &[&str] = &[
    "len",
    "clone",
    "to_string",
    "into",
    "as_str",
    "to_owned",
    "as_bytes",
    "is_empty",
    "to_vec",
    "as_ref",
    "as_ptr",
    "wrapping_add",
    "wrapping_sub",
    "wrapping_mul",
    "min",
    "max",
    "abs",
    "pow",
    "copied",
    "cloned",
    "iter",
    "chars",
    "bytes",
    "trim",
    "id",
];

/// Whether a called path is a constructor: its last name starts with a capital.
pub(crate) fn is_constructor(function: &Expr) -> bool {
    match bare(function) {
        Expr::Path(path) => path.path.segments.last().is_some_and(|part| {
            let name = part.ident.to_string();
            name.chars().next().is_some_and(char::is_uppercase)
        }),
        _ => false,
    }
}

/// The attributes of an expression, by the kind of reference; `None` for a kind that bears none.
macro_rules! attributes {
    (@ [$($by:tt)+] $attributes:expr) => { $($by)+ $attributes };
    ($expression:expr, $($by:tt)+) => {
        attributes!(@ $expression, [$($by)+] Array Assign Async Await Binary Block Break Call Cast Closure Const Continue
            Field ForLoop Group If Index Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat
            Return Struct Try Tuple Unary Unsafe While Yield)
    };
    (@ $expression:expr, $by:tt $($kind:ident)*) => {
        match $expression {
            $(Expr::$kind(inner) => Some(attributes!(@ $by inner.attrs)),)*
            _ => None,
        }
    };
}

pub(crate) fn attributes(expression: &Expr) -> Option<&[Attribute]> {
    attributes!(expression, &)
}

pub(crate) fn attributes_mut(expression: &mut Expr) -> Option<&mut Vec<Attribute>> {
    attributes!(expression, &mut)
}

/// Whether a pattern binds by `ref mut`.
pub(crate) fn borrows_mutably(pattern: &syn::Pat) -> bool {
    struct RefMut(bool);
    impl<'ast> Visit<'ast> for RefMut {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0 |= pattern.by_ref.is_some() && pattern.mutability.is_some();
            syn::visit::visit_pat_ident(self, pattern);
        }
    }
    let mut found = RefMut(false);
    found.visit_pat(pattern);
    found.0
}

/// What a method's name says about its receiver.
pub(crate) fn effect_of_method(name: &str) -> Effect {
    const WRITES: &[&str] = &[
        "push",
        "push_str",
        "push_back",
        "push_front",
        "pop",
        "pop_front",
        "pop_back",
        "insert",
        "remove",
        "clear",
        "take",
        "replace",
        "extend",
        "extend_from_slice",
        "append",
        "drain",
        "retain",
        "sort",
        "sort_by",
        "sort_unstable",
        "sort_by_key",
        "swap",
        "swap_remove",
        "truncate",
        "resize",
        "reserve",
        "iter_mut",
        "as_mut",
        "as_mut_slice",
        "get_mut",
        "get_or_insert",
        "get_or_insert_with",
        "entry",
        "fill",
        "reverse",
        "write",
        "split_at_mut",
        "dedup",
        "last_mut",
        "first_mut",
        "assume_init_drop",
        "make_ascii_lowercase",
        "make_ascii_uppercase",
        "copy_from_slice",
        "clone_from_slice",
        "clone_from",
        "rotate_left",
        "rotate_right",
        "values_mut",
        "or_insert",
        "assume_init_mut",
        "next",
    ];
    const READS: &[&str] = &[
        "len",
        "is_empty",
        "clone",
        "to_string",
        "to_owned",
        "to_vec",
        "iter",
        "as_ref",
        "as_str",
        "as_slice",
        "as_bytes",
        "contains",
        "contains_key",
        "starts_with",
        "ends_with",
        "first",
        "last",
        "keys",
        "values",
        "is_some",
        "is_none",
        "is_ok",
        "is_err",
        "eq",
        "ne",
        "cmp",
        "partial_cmp",
        "chars",
        "bytes",
        "trim",
        "capacity",
        "copied",
        "cloned",
        "wrapping_add",
        "wrapping_sub",
        "wrapping_mul",
        "checked_add",
        "checked_sub",
        "saturating_sub",
        "saturating_add",
        "min",
        "max",
        "abs",
        "pow",
        "assume_init_ref",
        "assume_init_read",
        "is_null",
        "as_deref",
        "to_bits",
        "split_at",
        "count_ones",
    ];
    const TAKES: &[&str] = &[
        "unwrap",
        "expect",
        "unwrap_or",
        "unwrap_or_default",
        "unwrap_or_else",
        "unwrap_unchecked",
        "unwrap_err",
        "expect_err",
        "map",
        "map_or",
        "map_or_else",
        "map_err",
        "and_then",
        "or_else",
        "ok",
        "err",
        "ok_or",
        "ok_or_else",
        "assume_init",
    ];
    const NONE: &[&str] = &[
        "as_ptr",
        "as_mut_ptr",
        "lock",
        "try_lock",
        "read",
        "try_read",
        "try_write",
        "load",
        "store",
        "get_or_init",
        "wait",
        "notify_one",
        "notify_all",
        "call_once",
        "send",
        "recv",
        "try_recv",
        "try_send",
        "with",
        "is_completed",
        "join",
        "spawn",
        "unpark",
    ];
    match name {
        name if WRITES.contains(&name) => Effect::Write,
        name if READS.contains(&name) => Effect::Read,
        name if TAKES.contains(&name) || name.starts_with("into_") => Effect::Taken,
        name if NONE.contains(&name) => Effect::None,
        name if name.starts_with("fetch_") || name.starts_with("compare_") => Effect::None,
        _ => Effect::Unknown,
    }
}

/// Methods that return a raw pointer, on whatever std has them (`NonNull::cast` and its kin cannot stand under `*`).
const RAW_POINTER_METHODS: &[&str] = &[
    "as_ptr",
    "as_mut_ptr",
    "add",
    "sub",
    "offset",
    "byte_add",
    "byte_sub",
    "byte_offset",
    "wrapping_add",
    "wrapping_sub",
    "wrapping_offset",
    "wrapping_byte_add",
    "wrapping_byte_sub",
    "cast_mut",
    "cast_const",
    "cast",
    "map_addr",
    "with_addr",
];

/// What the syntax of a deref's operand tells about its type; names are looked up by `local`.
pub(crate) fn operand(expression: &Expr, local: &dyn Fn(&Expr) -> Operand) -> Operand {
    match bare(expression) {
        Expr::Cast(cast) => match &*cast.ty {
            syn::Type::Ptr(_) => match operand(&cast.expr, local) {
                Operand::Raw { cell: true } | Operand::UnknownCell => Operand::Raw { cell: true },
                _ => Operand::Raw { cell: false },
            },
            _ => Operand::Unknown,
        },
        Expr::RawAddr(_) => Operand::Raw { cell: false },
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            match (name.as_str(), call.args.len()) {
                ("get", 0) => Operand::Raw { cell: true },
                (name, _) if RAW_POINTER_METHODS.contains(&name) => {
                    match operand(&call.receiver, local) {
                        Operand::Raw { cell: true } | Operand::UnknownCell => {
                            Operand::Raw { cell: true }
                        }
                        _ => Operand::Raw { cell: false },
                    }
                }
                _ => local(expression),
            }
        }
        Expr::Macro(call) if is_address_of(&call.mac) => Operand::Raw { cell: false },
        Expr::Call(call) => match bare(&call.func) {
            Expr::Path(path) => match path.path.segments.last() {
                Some(part)
                    if path.path.segments.len() >= 2
                        && matches!(
                            part.ident.to_string().as_str(),
                            "new" | "default" | "clone" | "from"
                        )
                        && is_owner(
                            &path.path.segments[path.path.segments.len() - 2]
                                .ident
                                .to_string(),
                        ) =>
                {
                    Operand::NotRaw
                }
                Some(part) if part.ident == "raw_get" => Operand::Raw { cell: true },
                Some(part) if part.ident == "into_raw" => match path.path.segments.len() {
                    2 if path.path.segments[0].ident == "Box" => Operand::Raw { cell: false },
                    _ => Operand::Unknown,
                },
                Some(part) if part.ident == "null_mut" || part.ident == "null" => {
                    Operand::Raw { cell: false }
                }
                _ => local(expression),
            },
            _ => Operand::Unknown,
        },
        Expr::Reference(_) => Operand::NotRaw,
        bare if is_named_ordering(bare) => Operand::Ordering,
        Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. }) => {
            several(elems.iter().map(|element| operand(element, local)))
        }
        Expr::Path(_) | Expr::Field(_) => local(expression),
        _ => Operand::Unknown,
    }
}

/// The parts of a tuple pattern beside those of what it takes apart; none where a `..` leaves open which belong together.
pub(crate) fn tuple_parts<'a, T>(
    pattern: &'a syn::PatTuple,
    parts: &'a syn::punctuated::Punctuated<T, syn::Token![,]>,
) -> impl Iterator<Item = (&'a syn::Pat, &'a T)> {
    let is_whole = pattern.elems.len() == parts.len()
        && !pattern
            .elems
            .iter()
            .any(|part| matches!(part, syn::Pat::Rest(_)));
    is_whole
        .then(|| pattern.elems.iter().zip(parts))
        .into_iter()
        .flatten()
}

/// What is known of a tuple or an array, by its elements.
fn several(elements: impl Iterator<Item = Operand>) -> Operand {
    let mut elements = elements.peekable();
    let all = elements.peek().is_some()
        && elements.all(|element| matches!(element, Operand::Ordering | Operand::Orderings));
    match all {
        true => Operand::Orderings,
        false => Operand::Unknown,
    }
}

/// Whether each value that an expression may have is an ordering by its own name.
fn is_named_ordering(expression: &Expr) -> bool {
    let tail = |block: &syn::Block| match block.stmts.last() {
        Some(syn::Stmt::Expr(last, None)) => is_named_ordering(last),
        _ => false,
    };
    match bare(expression) {
        Expr::Path(path) => path.path.segments.last().is_some_and(|part| {
            matches!(
                part.ident.to_string().as_str(),
                "Relaxed" | "Acquire" | "Release" | "AcqRel" | "SeqCst"
            )
        }),
        Expr::Block(block) => tail(&block.block),
        Expr::If(choice) => {
            tail(&choice.then_branch)
                && choice
                    .else_branch
                    .as_ref()
                    .is_some_and(|(_, other)| is_named_ordering(other))
        }
        Expr::Match(choice) => {
            !choice.arms.is_empty() && choice.arms.iter().all(|arm| is_named_ordering(&arm.body))
        }
        _ => false,
    }
}

/// Types that are no raw pointers, and may be moved out of.
fn is_owner(name: &str) -> bool {
    matches!(name, "Box" | "Arc" | "Rc" | "Vec" | "String")
}

/// What a declared type tells.
pub(crate) fn operand_of_type(ty: &syn::Type) -> Operand {
    match ty {
        syn::Type::Ptr(_) => Operand::Raw { cell: false },
        syn::Type::Reference(_) => Operand::NotRaw,
        syn::Type::Tuple(tuple) => several(tuple.elems.iter().map(operand_of_type)),
        syn::Type::Array(array) => several(std::iter::once(operand_of_type(&array.elem))),
        syn::Type::Paren(paren) => operand_of_type(&paren.elem),
        syn::Type::Group(group) => operand_of_type(&group.elem),
        syn::Type::Path(path) => match path.path.segments.last() {
            Some(part) if is_owner(&part.ident.to_string()) => Operand::NotRaw,
            Some(part) if part.ident == "Ordering" => Operand::Ordering,
            _ => Operand::Unknown,
        },
        _ => Operand::Unknown,
    }
}

/// `#[naked]`, `#[unsafe(naked)]`: the body must stay one `naked_asm!`.
pub(crate) fn is_naked(attribute: &syn::Attribute) -> bool {
    match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("unsafe") => list.tokens.to_string() == "naked",
        meta => meta.path().is_ident("naked"),
    }
}
