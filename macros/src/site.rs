//! Places of user tokens: line, column, text.
//!
//! Taken at expansion time, because `Location::caller()` and `line!()` in generated code give the attribute's line.

use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// How much of an expression's text a site keeps (characters).
const TEXT_LEN_MAX: usize = 80;

/// A stretch of source text; lines and columns are 1-based, columns count characters.
#[derive(Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) start: LineColumn,
    pub(crate) end: LineColumn,
}

/// What one `static` site says.
pub(crate) struct Site {
    pub(crate) stretch: Stretch,
    pub(crate) text: String,
    pub(crate) place: String,
    pub(crate) orderings: Vec<(Stretch, String)>,
}

impl Site {
    /// The site of an expression; `place` is the memory as the source names it.
    pub(crate) fn of(expression: &impl ToTokens, place: &impl ToTokens) -> Self {
        let tokens = expression.to_token_stream();
        Self {
            stretch: stretch(&tokens),
            text: text(&tokens),
            place: text(&place.to_token_stream()),
            orderings: Vec::new(),
        }
    }

    /// The same with its ordering arguments.
    pub(crate) fn with_orderings<'e>(
        mut self,
        orderings: impl Iterator<Item = &'e syn::Expr>,
    ) -> Self {
        self.orderings = orderings
            .map(|ordering| {
                let tokens = ordering.to_token_stream();
                (stretch(&tokens), text(&tokens))
            })
            .collect();
        self
    }
}

/// The first token's span: where messages about generated code point.
pub(crate) fn first_span(node: &impl ToTokens) -> Span {
    let tokens = node.to_token_stream();
    let mut all = Vec::new();
    flatten(tokens, &mut all);
    all.first().map_or_else(Span::call_site, |(_, span)| *span)
}

/// A type as text without spaces.
pub(crate) fn type_name(ty: &syn::Type) -> String {
    text(&ty.to_token_stream())
}

/// The file of a token as rustc was given it.
pub(crate) fn file(span: Span) -> String {
    match proc_macro::is_available() {
        true => span.unwrap().file(),
        false => String::new(),
    }
}

fn stretch(tokens: &TokenStream) -> Stretch {
    let mut all = Vec::new();
    flatten(tokens.clone(), &mut all);
    let start = all.first().map_or_else(Span::call_site, |(_, span)| *span);
    let last = all.last().map_or(start, |(_, span)| *span);
    let from = start.start();
    let in_order = last.end().line > from.line
        || (last.end().line == from.line && last.end().column > from.column);
    let to = match in_order {
        true => last.end(),
        false => start.end(),
    };
    Stretch {
        start: one_based(from),
        end: one_based(to),
    }
}

fn one_based(place: LineColumn) -> LineColumn {
    LineColumn {
        line: place.line.max(1),
        column: place.column + 1,
    }
}

/// The source text on one line, shortened: spaces as in the source, as far as the places of its tokens tell.
fn text(tokens: &TokenStream) -> String {
    let mut all = Vec::new();
    flatten(tokens.clone(), &mut all);
    let mut text = String::new();
    let mut before: Option<LineColumn> = None;
    for (token, span) in all {
        let start = span.start();
        let touches =
            before.is_some_and(|end| end.line == start.line && end.column == start.column);
        if before.is_some() && !touches && !(token == "." || token == ",") {
            text.push(' ');
        }
        text.push_str(&token);
        before = Some(span.end());
        if text.chars().count() > TEXT_LEN_MAX {
            let mut short: String = text.chars().take(TEXT_LEN_MAX - 2).collect();
            short.push_str("..");
            return short;
        }
    }
    text
}

fn flatten(tokens: TokenStream, into: &mut Vec<(String, Span)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if !open.is_empty() {
                    into.push((open.into(), group.span_open()));
                }
                flatten(group.stream(), into);
                if !close.is_empty() {
                    into.push((close.into(), group.span_close()));
                }
            }
            other => into.push((other.to_string(), other.span())),
        }
    }
}
