//! Whether a guard may leave its variable before its scope ends.
//!
//! Decided on tokens, and in doubt it may: then nothing watches the variable, and the next locker takes more than the
//! unlock left. The other way round would invent a race.
//!
//! A guard in something that can give it away in place (`Option`, a list, a struct's field) may leave the variable while that stays:
//! [`may_be_emptied`]. Whether the variable is such a thing is known when the program runs.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Ident, Stmt};

use crate::std_macros::{self, Takes};

/// Whether one of the statements may move `variable` away.
pub(crate) fn in_statements(variable: &Ident, statements: &[Stmt]) -> bool {
    moves(&variable.to_string(), &tokens(statements), Around::Code)
}

/// Whether one of the statements may drop something that `variable` holds, and leave the variable where it is.
pub(crate) fn may_be_emptied(variable: &Ident, statements: &[Stmt]) -> bool {
    empties(&variable.to_string(), &tokens(statements), false)
}

fn tokens(statements: &[Stmt]) -> Vec<TokenTree> {
    let mut tokens = TokenStream::new();
    for statement in statements {
        statement.to_tokens(&mut tokens);
    }
    tokens.into_iter().collect()
}

/// The word at a place; empty if something else is there, or nothing.
fn word(tokens: &[TokenTree], place: usize) -> String {
    match tokens.get(place) {
        Some(TokenTree::Ident(ident)) => ident.to_string(),
        _ => String::new(),
    }
}

/// Whether this mark is at a place.
fn is_mark(tokens: &[TokenTree], place: usize, mark: char) -> bool {
    matches!(tokens.get(place), Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Methods and functions of std's that take something out of a place, or put something else there.
const EMPTYING: &[&str] = &[
    "append",
    "clear",
    "dedup",
    "drain",
    "extract_if",
    "get_or_insert",
    "get_or_insert_with",
    "insert",
    "pop",
    "pop_back",
    "pop_first",
    "pop_front",
    "pop_last",
    "push",
    "remove",
    "remove_entry",
    "replace",
    "resize",
    "resize_with",
    "retain",
    "retain_mut",
    "set",
    "splice",
    "split_off",
    "swap",
    "swap_remove",
    "take",
    "take_if",
    "truncate",
];

fn empties(name: &str, tokens: &[TokenTree], in_emptying: bool) -> bool {
    let is_mark = |place, mark| is_mark(tokens, place, mark);
    let word = |place| word(tokens, place);
    tokens.iter().enumerate().any(|(index, token)| match token {
        TokenTree::Group(group) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let called = word(index.wrapping_sub(1));
            empties(name, &inner, EMPTYING.contains(&called.as_str()))
        }
        TokenTree::Ident(ident) if ident == name => {
            let mut end = index + 1;
            // A field or an element, and a field or an element of it.
            loop {
                let is_part = match tokens.get(end) {
                    Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Bracket,
                    _ => {
                        is_mark(end, '.')
                            && !matches!(tokens.get(end + 2), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    }
                };
                match (is_part, is_mark(end, '.')) {
                    (false, _) => break,
                    (true, true) => end += 2,
                    (true, false) => end += 1,
                }
            }
            let is_assigned = is_mark(end, '=') && !is_mark(end + 1, '=') && index + 1 < end;
            let is_emptied = is_mark(end, '.') && EMPTYING.contains(&word(end + 1).as_str());
            let is_lent = in_emptying && word(index.wrapping_sub(1)) == "mut";
            is_assigned || is_emptied || is_lent
        }
        _ => false,
    })
}

/// What a group of tokens belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Code,
    /// The arguments of `drop`.
    Drop,
    /// The arguments of a macro that takes its operands by reference.
    Formatting,
    /// The arguments of a wait whose result goes back into the same variable.
    Wait,
    /// Something that we do not know.
    Unknown,
}

fn moves(name: &str, tokens: &[TokenTree], around: Around) -> bool {
    let mut after_move = false;
    for (index, token) in tokens.iter().enumerate() {
        let before = |distance: usize| index.checked_sub(distance).map(|place| &tokens[place]);
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let of = match after_move {
                    true => Around::Unknown,
                    false => belongs_to(name, tokens, index, group.delimiter(), around),
                };
                if moves(name, &inner, of) {
                    return true;
                }
            }
            TokenTree::Ident(ident) if ident == "move" => after_move = true,
            TokenTree::Ident(ident) if ident == name => {
                let alone = tokens.len() == 1
                    || matches!(tokens.get(1), Some(TokenTree::Punct(mark)) if mark.as_char() == ',');
                let allowed = match around {
                    Around::Drop => tokens.len() == 1,
                    Around::Wait => index == 0 && alone,
                    Around::Formatting => true,
                    Around::Unknown => false,
                    Around::Code => {
                        !after_move
                            && is_used_in_place(tokens.get(index + 1), before(1), before(2))
                            && !is_replaced(name, tokens, index)
                    }
                };
                if !allowed {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether a new value is assigned to the variable at `index`, other than by a wait that gives back what it took.
fn is_replaced(name: &str, tokens: &[TokenTree], index: usize) -> bool {
    let before = word(tokens, index.wrapping_sub(1));
    let is_declared = matches!(before.as_str(), "let" | "mut");
    let is_assigned = is_mark(tokens, index + 1, '=') && !is_mark(tokens, index + 2, '=');
    if !is_assigned || is_declared {
        return false;
    }
    let statement = tokens[index + 2..].iter();
    let statement: Vec<&TokenTree> = statement
        .take_while(|token| !matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';'))
        .collect();
    !statement.windows(2).any(|pair| match pair {
        [TokenTree::Ident(called), TokenTree::Group(arguments)] => {
            let first = arguments.stream().into_iter().next();
            called.to_string().starts_with("wait")
                && matches!(first, Some(TokenTree::Ident(first)) if first == name)
        }
        _ => false,
    })
}

/// Whether what stands beside the name says that the variable keeps its value.
fn is_used_in_place(
    next: Option<&TokenTree>,
    before: Option<&TokenTree>,
    before_that: Option<&TokenTree>,
) -> bool {
    let is = |token: Option<&TokenTree>, mark: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    let is_word = |token: Option<&TokenTree>, word: &str| matches!(token, Some(TokenTree::Ident(ident)) if ident == word);
    let is_index =
        matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket);
    let is_borrowed = is(before, '&') || (is_word(before, "mut") && is(before_that, '&'));
    let is_bound =
        is_word(before, "let") || (is_word(before, "mut") && is_word(before_that, "let"));
    let is_field_of_another = is(before, '.');
    let is_field_name = is(next, ':');
    is(next, '.')
        || is(next, '=')
        || is_index
        || is(before, '*')
        || is_borrowed
        || is_bound
        || is_field_of_another
        || is_field_name
}

fn belongs_to(
    name: &str,
    tokens: &[TokenTree],
    index: usize,
    delimiter: Delimiter,
    around: Around,
) -> Around {
    if around == Around::Unknown {
        return Around::Unknown;
    }
    let previous = index.wrapping_sub(1);
    if is_mark(tokens, previous, '!') {
        return match std_macros::takes(&word(tokens, index.wrapping_sub(2))) {
            Some(Takes::Condition | Takes::Arguments) => Around::Formatting,
            _ => Around::Unknown,
        };
    }
    if delimiter != Delimiter::Parenthesis {
        return Around::Code;
    }
    match word(tokens, previous).as_str() {
        "drop" => Around::Drop,
        called if called.starts_with("wait") && is_put_back(name, tokens, index) => Around::Wait,
        _ => Around::Code,
    }
}

/// Whether the statement around a wait is `name = ..wait(..)..`.
fn is_put_back(name: &str, tokens: &[TokenTree], index: usize) -> bool {
    let start = tokens[..index]
        .iter()
        .rposition(|token| {
            matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';')
                || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        })
        .map_or(0, |place| place + 1);
    word(tokens, start) == name && is_mark(tokens, start + 1, '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: bool) {
        let block: syn::Block = syn::parse_str(&format!("{{ {code} }}")).unwrap();
        let guard = syn::parse_str("guard").unwrap();
        assert_eq!(in_statements(&guard, &block.stmts), expected, "{code}");
    }

    #[test]
    fn uses_in_place_keep_the_guard() {
        for code in [
            "*guard += 1;",
            "guard.push(1);",
            "guard[0] = 1;",
            "let n = *guard;",
            "f(&guard); g(&mut guard);",
            "drop(guard);",
            "mem::drop(guard);",
            "println!(\"{}\", guard);",
            "assert_eq!(*guard, 1);",
            "while !*guard { guard = condvar.wait(guard).unwrap(); }",
            "if guard.is_empty() { return; }",
            "let f = || guard.len();",
            "if guard == other { f(); }",
        ] {
            check(code, false);
        }
    }

    #[test]
    fn everything_else_may_move_it() {
        for code in [
            "f(guard);",
            "return guard;",
            "guard",
            "Wrapper { guard }",
            "let other = guard;",
            "let f = move || guard.len();",
            "custom!(guard);",
            "let (other, _) = condvar.wait_timeout(guard, d).unwrap();",
            "list.push(guard);",
            "guard = lock.lock().unwrap();",
            "if f() { guard = None; }",
        ] {
            check(code, true);
        }
    }

    #[track_caller]
    fn check_emptied(code: &str, expected: bool) {
        let block: syn::Block = syn::parse_str(&format!("{{ {code} }}")).unwrap();
        let guard = syn::parse_str("guard").unwrap();
        assert_eq!(may_be_emptied(&guard, &block.stmts), expected, "{code}");
    }

    #[test]
    fn what_takes_a_part_out_is_seen() {
        for code in [
            "guard.take();",
            "f(|| guard.inner.pop());",
            "guard.inner = None;",
            "guard[0].inner = None;",
            "mem::take(&mut guard);",
            "let old = std::mem::replace(&mut guard.inner, None);",
            "guard.0[1].clear();",
        ] {
            check_emptied(code, true);
        }
        for code in [
            "guard.len();",
            "f(&guard); g(&mut guard);",
            "drop(guard);",
            "*guard = 1;",
            "if guard.inner == None { other.take(); }",
            "list.push(other); guard.push_str(x);",
        ] {
            check_emptied(code, false);
        }
    }
}
