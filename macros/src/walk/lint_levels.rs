//! Levels of lints that the user writes in instrumented code.
//!
//! What we put in the place of an expression may no longer set off a lint that the expression did (a reference to a
//! `static mut`, a result that nobody uses), and an expectation that nothing fulfils is a new warning. So within
//! instrumented code `#[expect(..)]` becomes `#[allow(..)]`, and only a complaint about the expectation is lost.
//!
//! What is forbidden cannot be allowed further in, and there our templates need allowances. So `#[forbid(..)]` of one of
//! those lints becomes `#[deny(..)]`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Item, Meta};

use crate::expand;

/// Makes allowances of the expectations in a function, its own and those of what is inside, and allows that more be made.
pub(super) struct Allowed;

impl Allowed {
    pub(super) fn all(attributes: &mut [Attribute]) {
        attributes
            .iter_mut()
            .for_each(|attribute| Self.visit_attribute_mut(attribute));
    }
}

impl VisitMut for Allowed {
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        let Meta::List(list) = &mut attribute.meta else {
            return;
        };
        if let Some(name) = list.path.get_ident() {
            if name == "cfg_attr" {
                list.tokens = conditional(std::mem::take(&mut list.tokens));
            } else if let Some(level) = level(name, &list.tokens) {
                list.path = level.into();
            }
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        // Other items are as they were, and so are their lints.
        if let Item::Fn(_) | Item::Impl(_) | Item::Trait(_) | Item::Mod(_) = item {
            visit_mut::visit_item_mut(self, item);
        }
    }
}

/// The level that takes the place of another for these lints.
fn level(name: &Ident, lints: &TokenStream) -> Option<Ident> {
    let needs_allowance = |lint: TokenTree| matches!(lint, TokenTree::Ident(lint) if expand::function::is_allowed(&lint.to_string()));
    let level = match name.to_string().as_str() {
        "expect" => "allow",
        "forbid" if lints.clone().into_iter().any(needs_allowance) => "deny",
        _ => return None,
    };
    Some(Ident::new(level, name.span()))
}

/// The arguments of `cfg_attr`.
fn conditional(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(token) = tokens.next() {
        let stands_alone =
            !matches!(all.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        let level = match (&token, tokens.peek()) {
            (TokenTree::Ident(name), Some(TokenTree::Group(lints))) if stands_alone => {
                level(name, &lints.stream())
            }
            _ => None,
        };
        all.push(match (level, token) {
            (Some(level), _) => TokenTree::Ident(level),
            (None, TokenTree::Group(group)) if is_conditional(all.last()) => {
                let mut inside = Group::new(group.delimiter(), conditional(group.stream()));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            (None, other) => other,
        });
    }
    all.into_iter().collect()
}

fn is_conditional(before: Option<&TokenTree>) -> bool {
    matches!(before, Some(TokenTree::Ident(name)) if name == "cfg_attr")
}
