//! Which orderings look wrong for their operation, so that the type checker shall judge them (`hooks/judge.rs`).
//!
//! By name: `Release` as the ordering of a load may be a constant of the user's with the value `Relaxed`, or belong to an
//! enum of the user's, and the judge finds that out. A constant of any name that is declared in sight with a type called
//! `Ordering` is judged too, one of a module or one of a type. What may be a local variable or depend on a generic parameter is
//! left to the run time, because a constant cannot refer to it.

use std::collections::HashSet;

use syn::visit::Visit;
use syn::{Expr, ExprPath};

use crate::statics::Statics;
use crate::syntax::Annotated;

/// An ordering that looks wrong, and for what.
pub(crate) struct Judged<'e> {
    pub(crate) operation: Operation,
    pub(crate) ordering: &'e ExprPath,
}

/// What is asked of an ordering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operation {
    Load,
    Store,
    /// The load of a failed exchange, or before an update.
    Failure,
    Fence,
}

impl Operation {
    /// The names that it cannot take.
    fn illegal(self) -> &'static [&'static str] {
        match self {
            Self::Load | Self::Failure => &["Release", "AcqRel"],
            Self::Store => &["Acquire", "AcqRel"],
            Self::Fence => &["Relaxed"],
        }
    }
}

/// Which names of an item may be judged.
pub(crate) struct Judge<'s> {
    /// Bound by a pattern, or a generic parameter: no constant.
    bound: HashSet<String>,
    /// `Self` is one type everywhere in the item.
    self_is_one_type: bool,
    statics: &'s Statics,
}

impl<'s> Judge<'s> {
    /// Looks through the item.
    pub(crate) fn of(item: &Annotated, statics: &'s Statics) -> Self {
        let mut judge = Self {
            bound: HashSet::new(),
            // The `impl` around a single function is not in sight.
            self_is_one_type: !matches!(item, Annotated::Item(syn::Item::Fn(_))),
            statics,
        };
        match item {
            Annotated::Item(item) => judge.visit_item(item),
            Annotated::TraitFn(item) => {
                judge.self_is_one_type = false;
                judge.visit_trait_item_fn(item);
            }
        }
        judge
    }

    /// The ordering to judge, if one looks wrong. `arguments` are without the receiver.
    pub(crate) fn look<'e>(&self, method: &str, arguments: &[&'e Expr]) -> Option<Judged<'e>> {
        let (operation, index) = match (method, arguments.len()) {
            ("load", 1) => (Operation::Load, 0),
            ("store", 2) => (Operation::Store, 1),
            ("compare_exchange" | "compare_exchange_weak", 4) => (Operation::Failure, 3),
            ("fetch_update" | "update" | "try_update", 3) => (Operation::Failure, 1),
            ("fence", 1) => (Operation::Fence, 0),
            _ => return None,
        };
        let Expr::Path(ordering) = arguments[index] else {
            return None;
        };
        let looks_wrong = self.ordering_name(ordering).is_some_and(|name| {
            operation.illegal().contains(&name.as_str()) || self.statics.is_ordering(&ordering.path)
        });
        looks_wrong.then_some(Judged {
            operation,
            ordering,
        })
    }

    /// The last name of `Ordering::X`, `..::Ordering::X` or `X`.
    fn ordering_name(&self, path: &ExprPath) -> Option<String> {
        let names: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let [.., last] = &names[..] else { return None };
        let is_foreign = path.qself.is_none()
            && path
                .path
                .segments
                .iter()
                .all(|part| part.arguments.is_none())
            && (names[0] != "Self" || self.self_is_one_type)
            && !self.bound.contains(&names[0]);
        is_foreign.then(|| last.clone())
    }
}

impl<'ast> Visit<'ast> for Judge<'_> {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.bound.insert(pattern.ident.to_string());
        syn::visit::visit_pat_ident(self, pattern);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.self_is_one_type &= item.generics.params.is_empty();
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.self_is_one_type = false;
        syn::visit::visit_item_trait(self, item);
    }

    fn visit_const_param(&mut self, parameter: &'ast syn::ConstParam) {
        self.bound.insert(parameter.ident.to_string());
    }

    fn visit_type_param(&mut self, parameter: &'ast syn::TypeParam) {
        self.bound.insert(parameter.ident.to_string());
    }
}
