//! Lints that the user expects.
//!
//! What we put in the place of an expression may no longer set off a lint that the expression did (a reference to a
//! `static mut`, a result that nobody uses), and an expectation that nothing fulfils is a new warning. So within
//! instrumented code `#[expect(..)]` becomes `#[allow(..)]`, and only a complaint about the expectation is lost.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Item, Meta};

/// Makes allowances of the expectations in a function, its own and those of what is inside.
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
            if name == "expect" {
                list.path = Ident::new("allow", name.span()).into();
            } else if name == "cfg_attr" {
                list.tokens = conditional(std::mem::take(&mut list.tokens));
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

/// The arguments of `cfg_attr`.
fn conditional(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(token) = tokens.next() {
        let followed = matches!(tokens.peek(), Some(TokenTree::Group(_)));
        let stands_alone =
            !matches!(all.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        all.push(match token {
            TokenTree::Ident(name) if name == "expect" && followed && stands_alone => {
                TokenTree::Ident(Ident::new("allow", name.span()))
            }
            TokenTree::Group(group) if is_conditional(all.last()) => {
                let mut inside = Group::new(group.delimiter(), conditional(group.stream()));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            other => other,
        });
    }
    all.into_iter().collect()
}

fn is_conditional(before: Option<&TokenTree>) -> bool {
    matches!(before, Some(TokenTree::Ident(name)) if name == "cfg_attr")
}
