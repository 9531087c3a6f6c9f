//! Which types a file declares, and which of them have a `Drop` there that is not annotated.
//!
//! By their names. What stands in macros counts too: in doubt there is such a `Drop`.

use std::collections::HashSet;

use super::lexer::{Kind, Token};

/// What a file says of types.
#[derive(Default, Debug)]
pub(super) struct Drops {
    unseen: HashSet<String>,
    types: HashSet<String>,
}

impl Drops {
    /// Of the tokens of a file.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut drops = Self::default();
        // Of each open brace, whether what stands in it is annotated; and what the next one opens.
        let mut around = vec![false];
        let mut next = None;
        for (index, token) in tokens.iter().enumerate() {
            let is_annotated = *around.last().unwrap_or(&false);
            match &token.kind {
                Kind::Open('}') => around.push(next.take().unwrap_or(is_annotated)),
                Kind::Close('}') => drop(around.pop()),
                Kind::Mark(';') => next = None,
                Kind::Word(word) => match word.as_str() {
                    "mod" | "fn" | "trait" => {
                        next = Some(annotated(&tokens[..index]).unwrap_or(is_annotated));
                    }
                    "impl" if begins_an_item(&tokens[..index]) => {
                        let is_annotated = annotated(&tokens[..index]).unwrap_or(is_annotated);
                        next = Some(is_annotated);
                        if !is_annotated {
                            drops.unseen.extend(dropped(&tokens[index..]));
                        }
                    }
                    "struct" | "enum" | "union" => {
                        let name = tokens.get(index + 1).and_then(Token::word);
                        drops.types.extend(name.map(str::to_owned));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        drops
    }

    /// The types with a `Drop` in this file that is not annotated.
    pub(super) fn unseen(&self) -> impl Iterator<Item = &str> {
        self.unseen.iter().map(String::as_str)
    }

    /// Whether a type of this name is declared here.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.types.contains(name)
    }
}

/// Whether `impl` is no part of a type here.
fn begins_an_item(before: &[Token]) -> bool {
    match before.last().map(|token| &token.kind) {
        None | Some(Kind::Mark(';') | Kind::Open('}') | Kind::Close('}' | ']')) => true,
        Some(Kind::Word(word)) => matches!(word.as_str(), "unsafe" | "default"),
        _ => false,
    }
}

/// The type of `impl .. Drop for Type`.
fn dropped(header: &[Token]) -> Option<String> {
    let end = header
        .iter()
        .position(|token| token.kind == Kind::Open('}'))?;
    let header = &header[..end];
    let start = header
        .windows(2)
        .position(|pair| pair[0].is("Drop") && pair[1].is("for"))?;
    let path = header[start + 2..].iter();
    let path = path.take_while(|token| token.is_mark(':') || !matches!(token.kind, Kind::Mark(_)));
    let names = path.filter_map(Token::word);
    names
        .take_while(|word| *word != "where")
        .last()
        .map(str::to_owned)
}

/// Whether the attributes right before an item say that it is annotated, or that it is not.
fn annotated(before: &[Token]) -> Option<bool> {
    let mut rest = before;
    loop {
        let (last, others) = rest.split_last()?;
        match &last.kind {
            // A visibility, an ABI, `unsafe`.
            Kind::Word(word) if !matches!(word.as_str(), "in") => {
                if !MODIFIERS.contains(&word.as_str()) {
                    return None;
                }
                rest = others;
            }
            Kind::Literal(_) => rest = others,
            Kind::Close(')') => {
                let open = others
                    .iter()
                    .rposition(|token| token.kind == Kind::Open(')'))?;
                rest = &others[..open];
            }
            Kind::Close(']') => {
                let open = opening(others)?;
                let (mark, outside) = others[..open].split_last()?;
                if !mark.is_mark('#') {
                    return None;
                }
                if let Some(answer) = says(&others[open + 1..]) {
                    return Some(answer);
                }
                rest = outside;
            }
            _ => return None,
        }
    }
}

/// Words that may stand between an attribute and `impl`, `mod`, `fn` or `trait`.
const MODIFIERS: &[&str] = &[
    "pub", "crate", "unsafe", "default", "const", "async", "extern",
];

/// Where the bracket opens that closes behind these tokens.
fn opening(before: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in before.iter().enumerate().rev() {
        match token.kind {
            Kind::Close(_) => depth += 1,
            Kind::Open(_) if depth == 0 => return Some(index),
            Kind::Open(_) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What the content of an attribute says; as `knowledge::annotated` reads it.
fn says(attribute: &[Token]) -> Option<bool> {
    let holds = |name: &str| attribute.iter().any(|token| token.is(name));
    let path = attribute
        .iter()
        .take_while(|token| token.is_mark(':') || token.word().is_some());
    let path: Vec<&str> = path.filter_map(Token::word).collect();
    match *path.last()? {
        "check" => Some(true),
        "test" => (1 < path.len()).then_some(true),
        "datarace" => holds("skip").then_some(false),
        "cfg_attr" => holds("check").then_some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statics::lexer;

    fn unseen(text: &str) -> Vec<String> {
        let drops = Drops::of(&lexer::tokens(text));
        let mut names: Vec<String> = drops.unseen().map(str::to_owned).collect();
        names.sort();
        names
    }

    #[test]
    fn a_drop_that_is_not_annotated_is_found() {
        for text in [
            "impl Drop for A { }",
            "impl<'a, T: Fn() -> u8> Drop for A<'a, T> where T: Copy { }",
            "mod m { unsafe impl<#[may_dangle] T> core::ops::Drop for super::inner::A<T> { } }",
            "struct B; #[allow(unused)] /* check */ impl Drop for A { fn drop(&mut self) {} }",
            "#[check] impl B { fn f() {} } impl Drop for A { }",
            "#[datarace::check] mod m { #[datarace(skip)] impl Drop for A { } }",
            "#[datarace::check] mod m; impl Drop for A { }",
            "fn f(x: impl Fn()) -> impl Copy { } impl Drop for A { }",
        ] {
            assert_eq!(unseen(text), ["A"], "{text}");
        }
    }

    #[test]
    fn an_annotated_one_is_not() {
        for text in [
            "#[datarace::check] impl Drop for A { }",
            "#[check] #[allow(unused)] impl Drop for A { }",
            "#[cfg_attr(test, datarace::check)] pub(crate) mod m { mod n { impl Drop for A { } } }",
            "#[datarace::test(explore = \"exhaustive\")] async fn f() { impl Drop for A { } }",
            "#[datarace::check(deny(seq_cst))] pub(in crate::m) fn f() { impl Drop for A { } }",
            "impl A { fn drop(&mut self) {} } impl Dropped for A {}",
            "struct Drop; fn drop_all(x: impl Drop) {}",
        ] {
            assert_eq!(unseen(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn declarations_of_types_are_known_by_name() {
        let drops = Drops::of(&lexer::tokens(
            "pub struct A<T>(T); mod m { enum B {} union C { a: u8 } }",
        ));
        for name in ["A", "B", "C"] {
            assert!(drops.declares(name), "{name}");
        }
        assert!(!drops.declares("D"));
    }
}
