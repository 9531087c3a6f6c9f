//! What stands before the dot: a place whose address can be taken beside the call, a value, or neither.

use syn::Expr;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::expand::primitive::Receiver;
use crate::known_calls;

/// How the receiver of a method call can be looked at; `None` if not without changing the program.
pub(crate) fn of(receiver: &Expr) -> Option<Receiver> {
    match receiver {
        Expr::Paren(paren) => of(&paren.expr),
        Expr::Group(group) => of(&group.expr),
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) => Some(Receiver::Value),
        place
            if is_place(
                place,
                &|index| matches!(index, Expr::Lit(_) | Expr::Path(_)),
                &|_| false,
            ) =>
        {
            Some(match place {
                _ if may_be_const(place) => Receiver::Named(place.clone()),
                Expr::Path(_) => Receiver::Local(place.clone()),
                _ => Receiver::Place(place.clone()),
            })
        }
        _ => None,
    }
}

/// The receiver with a name for its index, where that is computed and all else is a place that may stand twice; the index is
/// bound to the name before the call.
pub(crate) fn with_index_bound(receiver: &Expr) -> Option<Expr> {
    let mut place = receiver.clone();
    take_index(&mut place)?;
    Some(place)
}

/// Puts the name in the place of the computed index; `None` if there is none, or another one.
pub(crate) fn take_index(receiver: &mut Expr) -> Option<Expr> {
    let mut computed = Vec::new();
    computed_indices(receiver, &mut computed);
    let [index] = computed.as_mut_slice() else {
        return None;
    };
    let name = crate::expand::primitive::bound_index(index.span());
    Some(std::mem::replace(*index, name))
}

fn computed_indices<'e>(place: &'e mut Expr, found: &mut Vec<&'e mut Expr>) {
    match place {
        Expr::Index(index) => {
            computed_indices(&mut index.expr, found);
            let is_computed = matches!(
                &*index.index,
                Expr::Binary(_)
                    | Expr::Call(_)
                    | Expr::Cast(_)
                    | Expr::Field(_)
                    | Expr::MethodCall(_)
                    | Expr::Paren(_)
                    | Expr::Reference(_)
                    | Expr::Unary(_)
                    | Expr::Verbatim(_)
            );
            if is_computed {
                found.push(&mut index.index);
            }
        }
        Expr::Field(field) => computed_indices(&mut field.base, found),
        Expr::Paren(paren) => computed_indices(&mut paren.expr, found),
        Expr::Unary(unary) => computed_indices(&mut unary.expr, found),
        _ => {}
    }
}

/// How the type of a receiver can be looked at.
pub(crate) fn with_type_of(receiver: &Expr) -> Option<Receiver> {
    let is_simple = |place| is_place(place, &|index| matches!(index, Expr::Lit(_)), &|_| false);
    match crate::syntax::bare(receiver) {
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) => Some(Receiver::Value),
        place if is_simple(place) => of(place),
        place if is_place(place, &is_number, &is_chain) => Some(Receiver::Unseen(place.clone())),
        place if is_reached(place) => Some(Receiver::Unseen(place.clone())),
        other => of(other),
    }
}

/// What is reached by a pointer or a reference that stands here: `*p.add(1)`, `(*p.cast::<T>()).f[i]`, `&mut *p`.
fn is_reached(receiver: &Expr) -> bool {
    match crate::syntax::bare(receiver) {
        Expr::Field(field) => is_reached(&field.base),
        Expr::Index(index) => is_reached(&index.expr) && may_stand_twice(&index.index),
        Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Deref(_),
            expr: pointer,
            ..
        })
        | Expr::Reference(syn::ExprReference { expr: pointer, .. }) => may_stand_twice(pointer),
        Expr::Unsafe(syn::ExprUnsafe { block, .. }) | Expr::Block(syn::ExprBlock { block, .. }) => {
            value_of(block).is_some_and(is_reached)
        }
        _ => false,
    }
}

/// Whether an expression may stand a second time in code that cannot be reached: it declares nothing, leaves nothing and awaits
/// nothing. That it moves or borrows is nobody's concern there.
fn may_stand_twice(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Binary(binary) => may_stand_twice(&binary.left) && may_stand_twice(&binary.right),
        Expr::Block(block) if block.label.is_none() => {
            value_of(&block.block).is_some_and(may_stand_twice)
        }
        Expr::Call(call) => may_stand_twice(&call.func) && call.args.iter().all(may_stand_twice),
        // It stands for its type.
        Expr::Cast(cast) => !is_inferred(&cast.ty),
        Expr::Field(field) => may_stand_twice(&field.base),
        Expr::Group(group) => may_stand_twice(&group.expr),
        Expr::Index(index) => may_stand_twice(&index.expr) && may_stand_twice(&index.index),
        Expr::Macro(call) => crate::syntax::is_address_of(&call.mac),
        Expr::MethodCall(call) => {
            may_stand_twice(&call.receiver) && call.args.iter().all(may_stand_twice)
        }
        Expr::Paren(paren) => may_stand_twice(&paren.expr),
        Expr::Range(range) => {
            let ends = [&range.start, &range.end];
            ends.into_iter().flatten().all(|end| may_stand_twice(end))
        }
        Expr::RawAddr(address) => may_stand_twice(&address.expr),
        Expr::Reference(reference) => may_stand_twice(&reference.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(may_stand_twice),
        Expr::Unary(unary) => may_stand_twice(&unary.expr),
        Expr::Unsafe(unsafe_) => value_of(&unsafe_.block).is_some_and(may_stand_twice),
        _ => false,
    }
}

/// Whether a type has parts that the compiler infers.
fn is_inferred(ty: &syn::Type) -> bool {
    struct Infers(bool);
    impl<'ast> Visit<'ast> for Infers {
        fn visit_type(&mut self, ty: &'ast syn::Type) {
            self.0 |= matches!(ty, syn::Type::Infer(_) | syn::Type::Macro(_));
            visit::visit_type(self, ty);
        }
    }
    let mut found = Infers(false);
    found.visit_type(ty);
    found.0
}

/// The expression that a block consists of.
fn value_of(block: &syn::Block) -> Option<&Expr> {
    match &block.stmts[..] {
        [syn::Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}

type Condition<'a> = &'a dyn Fn(&Expr) -> bool;

/// Whether a receiver is a variable by its look: a single name that is no constant's.
pub(crate) fn is_variable(receiver: &Expr) -> bool {
    let receiver = crate::syntax::bare(receiver);
    matches!(receiver, Expr::Path(_)) && !may_be_const(receiver)
}

/// Methods without arguments and fields, from a name on: the base of `self.data().cell`.
fn is_chain(base: &Expr) -> bool {
    match base {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => is_chain(&field.base),
        Expr::MethodCall(call) => call.args.is_empty() && is_chain(&call.receiver),
        _ => false,
    }
}

/// An index, or a range of them, that is computed from names.
fn is_number(index: &Expr) -> bool {
    match index {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => is_number(&field.base),
        Expr::Paren(paren) => is_number(&paren.expr),
        Expr::Cast(cast) => is_number(&cast.expr),
        Expr::Binary(binary) => is_number(&binary.left) && is_number(&binary.right),
        Expr::Range(range) => {
            let ends = [&range.start, &range.end];
            ends.into_iter().flatten().all(|end| is_number(end))
        }
        Expr::MethodCall(call) => {
            known_calls::answers_with_a_number(&call.method.to_string())
                && is_number(&call.receiver)
                && call.args.iter().all(is_number)
        }
        _ => false,
    }
}

/// The place in `P`, `&P` or `&mut P`.
pub(crate) fn of_argument(argument: &Expr) -> Option<Receiver> {
    let place = match argument {
        Expr::Reference(reference) => &*reference.expr,
        other => other,
    };
    match of(place)? {
        Receiver::Value => None,
        place => Some(place),
    }
}

/// A place that may stand twice: nothing in it runs but `Deref`s and index computations of std's.
fn is_place(expression: &Expr, index_may: Condition<'_>, base_may: Condition<'_>) -> bool {
    let is_repeatable = |part| is_place(part, index_may, base_may);
    match expression {
        Expr::Path(path) => path.qself.is_none(),
        Expr::Field(field) => is_repeatable(&field.base),
        Expr::Index(index) => is_repeatable(&index.expr) && index_may(&index.index),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_repeatable(&unary.expr),
        Expr::Paren(paren) => is_repeatable(&paren.expr),
        Expr::MethodCall(_) => base_may(expression),
        _ => false,
    }
}

/// Whether the root of a place may be a `const`, a function or a unit struct: all but a lower-case name.
pub(crate) fn may_be_const(place: &Expr) -> bool {
    match place {
        Expr::Path(path) => match path.path.get_ident() {
            Some(name) => name != "self" && name.to_string().starts_with(char::is_uppercase),
            None => true,
        },
        Expr::Field(field) => may_be_const(&field.base),
        Expr::Index(index) => may_be_const(&index.expr),
        Expr::Paren(paren) => may_be_const(&paren.expr),
        // What is behind a pointer has an address.
        Expr::Unary(_) => false,
        _ => true,
    }
}

/// Whether the expression awaits, outside closures and blocks of its own that are `async`.
pub(crate) fn awaits(expression: &Expr) -> bool {
    struct Awaits(bool);
    impl<'ast> Visit<'ast> for Awaits {
        fn visit_expr_await(&mut self, _: &'ast syn::ExprAwait) {
            self.0 = true;
        }
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_macro(&mut self, _: &'ast syn::Macro) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut found = Awaits(false);
    found.visit_expr(expression);
    found.0
}

/// Whether a name is mentioned in a path.
pub(crate) fn mentions(expression: &Expr, name: &str) -> bool {
    struct Mentions<'n>(&'n str, bool);
    impl<'ast> Visit<'ast> for Mentions<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.1 |= path.segments.iter().any(|part| part.ident == self.0);
            visit::visit_path(self, path);
        }
    }
    let mut found = Mentions(name, false);
    found.visit_expr(expression);
    found.1
}
