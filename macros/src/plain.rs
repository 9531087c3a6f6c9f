//! The attributes without the feature `track`: the tokens as they came, without our helper attributes.
//!
//! Written on `proc_macro` alone, so that a build that tracks nothing builds no parser.

use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// `#[datarace::check]`: the item without `#[datarace(..)]` at any depth.
pub(crate) fn strip(item: TokenStream) -> TokenStream {
    without_helpers(&item).unwrap_or(item)
}

/// `#[datarace::test]`: the same with `#[test]` above it.
///
/// `test` may mean ours where the user has imported it, so the path is the full one.
pub(crate) fn test(item: TokenStream) -> TokenStream {
    let mut tokens = test_attribute();
    tokens.extend(strip(item));
    tokens
}

/// `#[::core::prelude::v1::test]`
fn test_attribute() -> TokenStream {
    let span = Span::call_site();
    let mut path = TokenStream::new();
    for name in ["core", "prelude", "v1", "test"] {
        path.extend([
            TokenTree::from(Punct::new(':', Spacing::Joint)),
            TokenTree::from(Punct::new(':', Spacing::Alone)),
            TokenTree::from(Ident::new(name, span)),
        ]);
    }
    [
        TokenTree::from(Punct::new('#', Spacing::Alone)),
        TokenTree::from(Group::new(Delimiter::Bracket, path)),
    ]
    .into_iter()
    .collect()
}

/// The tokens without our helper attributes; `None` if there are none, so that untouched groups stay as they are.
fn without_helpers(tokens: &TokenStream) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut kept = Vec::with_capacity(tokens.len());
    let mut changed = false;
    let mut rest = &tokens[..];
    while let [first, after @ ..] = rest {
        match helper_length(rest) {
            0 => {
                let inner = inside(first);
                changed |= inner.is_some();
                kept.push(inner.unwrap_or_else(|| first.clone()));
                rest = after;
            }
            length => {
                changed = true;
                rest = &rest[length..];
            }
        }
    }
    changed.then(|| kept.into_iter().collect())
}

/// A group whose content had helper attributes, without them.
fn inside(token: &TokenTree) -> Option<TokenTree> {
    let TokenTree::Group(group) = token else {
        return None;
    };
    let mut stripped = Group::new(group.delimiter(), without_helpers(&group.stream())?);
    stripped.set_span(group.span());
    Some(stripped.into())
}

/// How many tokens `#[datarace(..)]` or `#![datarace(..)]` takes at the start; 0 if it does not stand there.
fn helper_length(tokens: &[TokenTree]) -> usize {
    match tokens {
        [TokenTree::Punct(hash), TokenTree::Group(brackets), ..]
            if hash.as_char() == '#' && is_helper(brackets) =>
        {
            2
        }
        [
            TokenTree::Punct(hash),
            TokenTree::Punct(bang),
            TokenTree::Group(brackets),
            ..,
        ] if hash.as_char() == '#' && bang.as_char() == '!' && is_helper(brackets) => 3,
        _ => 0,
    }
}

/// `[datarace(..)]`, also without its parentheses, but not `[datarace::check(..)]`.
fn is_helper(brackets: &Group) -> bool {
    let mut content = brackets.stream().into_iter();
    let is_ours =
        matches!(content.next(), Some(TokenTree::Ident(name)) if name.to_string() == "datarace");
    let is_path = matches!(content.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    brackets.delimiter() == Delimiter::Bracket && is_ours && !is_path
}
