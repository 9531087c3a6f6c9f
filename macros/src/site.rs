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
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) stretch: Stretch,
    pub(crate) text: String,
    pub(crate) place: String,
    pub(crate) orderings: Vec<(Stretch, String)>,
    /// The index of the site where the reference was made through which this is a use.
    pub(crate) reference: Option<usize>,
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
            reference: None,
        }
    }

    /// The same as a use of a reference that was made at another site.
    pub(crate) fn through(mut self, reference: usize) -> Self {
        self.reference = Some(reference);
        self
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
    first_of(node.to_token_stream()).unwrap_or_else(Span::call_site)
}

fn first_of(tokens: TokenStream) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => first_of(group.stream()),
        TokenTree::Group(group) => Some(group.span_open()),
        token => Some(token.span()),
    })
}

/// The places of the first and the last token.
pub(crate) fn ends(node: &impl ToTokens) -> (Span, Span) {
    let place = |token: TokenTree| match token {
        TokenTree::Group(group) => (group.span_open(), group.span_close()),
        token => (token.span(), token.span()),
    };
    let mut tokens = node.to_token_stream().into_iter();
    let nowhere = (Span::call_site(), Span::call_site());
    let (first, end) = tokens.next().map_or(nowhere, place);
    (first, tokens.last().map_or(end, |token| place(token).1))
}

/// The last token's span.
pub(crate) fn last_span(node: &impl ToTokens) -> Span {
    ends(node).1
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

/// Tokens as text, with spaces as in the source.
pub(crate) fn source_text(tokens: &TokenStream) -> String {
    text(tokens)
}

fn stretch(tokens: &TokenStream) -> Stretch {
    let mut all = Vec::new();
    flatten(tokens.clone(), &mut all);
    let whole = |token: &Token| (token.start, token.end);
    let nowhere = LineColumn { line: 1, column: 0 };
    let (from, first_end) = all.first().map_or((nowhere, nowhere), whole);
    let (_, last_end) = all.last().map_or((nowhere, nowhere), whole);
    // Tokens of a macro may stand anywhere.
    let in_order = (last_end.line, last_end.column) > (from.line, from.column);
    Stretch {
        start: one_based(from),
        end: one_based(if in_order { last_end } else { first_end }),
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
    for token in all {
        let touches = before.is_none_or(|end| end == token.start);
        let starts_line = before.is_some_and(|end| end.line != token.start.line);
        // A chain of methods is written over several lines, and read on one.
        let joins = starts_line && matches!(token.text.as_str(), "." | "?" | ")" | "]");
        let after_open = starts_line && text.ends_with(['(', '[']);
        // The `*` before a pointer that a call took is ours.
        if !touches && !joins && !after_open && text != "*" {
            text.push(' ');
        }
        text.push_str(&token.text);
        before = Some(token.end);
        if text.chars().count() > TEXT_LEN_MAX {
            let mut short: String = text.chars().take(TEXT_LEN_MAX - 2).collect();
            short.push_str("..");
            return short;
        }
    }
    text
}

struct Token {
    text: String,
    start: LineColumn,
    end: LineColumn,
}

fn flatten(tokens: TokenStream, into: &mut Vec<Token>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let ends = match group.delimiter() {
                    Delimiter::Parenthesis => Some(("(", ")")),
                    Delimiter::Brace => Some(("{", "}")),
                    Delimiter::Bracket => Some(("[", "]")),
                    Delimiter::None => None,
                };
                // A group that syn printed bears one span: its delimiters are the first and the last character.
                let (start, end) = (group.span_open().start(), group.span_close().end());
                if let Some((open, _)) = ends {
                    let behind = LineColumn {
                        line: start.line,
                        column: start.column + 1,
                    };
                    into.push(Token {
                        text: open.into(),
                        start,
                        end: behind,
                    });
                }
                flatten(group.stream(), into);
                if let Some((_, close)) = ends {
                    let before = LineColumn {
                        line: end.line,
                        column: end.column.saturating_sub(1),
                    };
                    into.push(Token {
                        text: close.into(),
                        start: before,
                        end,
                    });
                }
            }
            other => {
                let span = other.span();
                into.push(Token {
                    text: other.to_string(),
                    start: span.start(),
                    end: span.end(),
                });
            }
        }
    }
}
