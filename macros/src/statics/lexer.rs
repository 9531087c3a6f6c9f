//! Words of a source file, with their places.
//!
//! rustc's own lexer would answer without places (tokens made from text bear the place of the macro call), so this one
//! knows what it must: comments, strings and characters end where they end. Everything else is a word or a mark.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A place in a file: line and column, 1-based, columns in characters, as rustc counts them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    /// Before everything.
    pub(super) const START: Self = Self { line: 0, column: 0 };
    /// Behind everything.
    pub(super) const END: Self = Self {
        line: usize::MAX,
        column: usize::MAX,
    };
}

/// A word, a mark, or what stands for a literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// An identifier or keyword; raw ones without `r#`.
    Word(String),
    /// A lifetime or a label.
    Lifetime,
    /// A string (its text, for `#[path = ".."]`), number or character.
    Literal(String),
    /// Any other character.
    Mark(char),
    /// `(`, `[` or `{`, by the character that closes it.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
}

/// A [`Kind`] and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Position,
}

impl Token {
    /// Whether it is this word.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        rest: text.chars().collect::<Vec<_>>().into_iter(),
        at: Position { line: 1, column: 1 },
    };
    let mut tokens = Vec::new();
    while let Some(first) = lexer.peek(0) {
        let at = lexer.at;
        if let Some(kind) = lexer.token(first) {
            tokens.push(Token { kind, at });
        }
    }
    tokens
}

/// The tokens of what the compiler hands over. Their places are those of no one file.
pub(super) fn tokens_of_stream(stream: TokenStream) -> Vec<Token> {
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    for (index, token) in tokens.iter_mut().enumerate() {
        token.at = Position {
            line: 1,
            column: index + 1,
        };
    }
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut after_tick = false;
    for tree in stream {
        let is_tick = matches!(&tree, TokenTree::Punct(mark) if mark.as_char() == '\'');
        match tree {
            TokenTree::Ident(_) if after_tick => tokens.push(unplaced(Kind::Lifetime)),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                let word = word.trim_start_matches("r#").to_owned();
                tokens.push(unplaced(Kind::Word(word)));
            }
            TokenTree::Literal(literal) => {
                tokens.push(unplaced(Kind::Literal(literal.to_string())));
            }
            TokenTree::Punct(_) if is_tick => {}
            TokenTree::Punct(mark) => tokens.push(unplaced(Kind::Mark(mark.as_char()))),
            TokenTree::Group(group) => {
                let close = match group.delimiter() {
                    Delimiter::Parenthesis => Some(')'),
                    Delimiter::Bracket => Some(']'),
                    Delimiter::Brace => Some('}'),
                    Delimiter::None => None,
                };
                tokens.extend(close.map(|close| unplaced(Kind::Open(close))));
                flatten(group.stream(), tokens);
                tokens.extend(close.map(|close| unplaced(Kind::Close(close))));
            }
        }
        after_tick = is_tick;
    }
}

fn unplaced(kind: Kind) -> Token {
    Token {
        kind,
        at: Position::START,
    }
}

struct Lexer {
    rest: std::vec::IntoIter<char>,
    at: Position,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.as_slice().get(ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        match next {
            '\n' => {
                self.at.line += 1;
                self.at.column = 1;
            }
            // rustc takes "\r\n" for one character.
            '\r' if self.peek(0) == Some('\n') => {}
            _ => self.at.column += 1,
        }
        Some(next)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn take_while(&mut self, matches: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(next) = self.peek(0).filter(|next| matches(*next)) {
            taken.push(next);
            self.next();
        }
        taken
    }

    /// Takes one token, or what is none: spaces and comments.
    fn token(&mut self, first: char) -> Option<Kind> {
        match first {
            '/' if self.peek(1) == Some('/') => {
                self.take_while(|next| next != '\n');
                None
            }
            '/' if self.peek(1) == Some('*') => {
                self.block_comment();
                None
            }
            '"' => Some(self.string(0)),
            '\'' => Some(self.tick()),
            '(' | '[' | '{' => {
                self.next();
                Some(Kind::Open(closing(first)))
            }
            ')' | ']' | '}' => {
                self.next();
                Some(Kind::Close(first))
            }
            _ if first.is_whitespace() => {
                self.next();
                None
            }
            _ if first.is_ascii_digit() => Some(self.number()),
            _ if is_word_start(first) => Some(self.word()),
            _ => {
                self.next();
                Some(Kind::Mark(first))
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.skip(2);
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                (Some(_), _) => self.skip(1),
                (None, _) => return,
            }
        }
    }

    /// A string without hashes before it; `prefix` are the letters before its quote.
    fn string(&mut self, prefix: usize) -> Kind {
        self.skip(prefix + 1);
        let mut text = String::new();
        while let Some(next) = self.next() {
            match next {
                '"' => break,
                '\\' => {
                    text.extend(self.next());
                }
                _ => text.push(next),
            }
        }
        Kind::Literal(text)
    }

    fn raw_string(&mut self, prefix: usize, hashes: usize) -> Kind {
        self.skip(prefix + hashes + 1);
        let mut text = String::new();
        while let Some(next) = self.next() {
            if next == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.skip(hashes);
                break;
            }
            text.push(next);
        }
        Kind::Literal(text)
    }

    /// A character or a lifetime.
    fn tick(&mut self) -> Kind {
        let is_character = matches!(
            (self.peek(1), self.peek(2)),
            (Some('\\'), _) | (_, Some('\''))
        );
        self.next();
        if !is_character {
            self.take_while(is_word_part);
            return Kind::Lifetime;
        }
        while let Some(next) = self.next() {
            match next {
                '\\' => {
                    self.next();
                }
                '\'' => break,
                _ => {}
            }
        }
        Kind::Literal(String::new())
    }

    fn number(&mut self) -> Kind {
        let mut text = self.take_while(is_word_part);
        let has_fraction =
            self.peek(0) == Some('.') && self.peek(1).is_some_and(|next| next.is_ascii_digit());
        if has_fraction {
            self.next();
            text.push('.');
            text.push_str(&self.take_while(is_word_part));
        }
        Kind::Literal(text)
    }

    /// An identifier, or a literal that begins with letters: `b"..", r#".."#, b'.'`.
    fn word(&mut self) -> Kind {
        let length = self
            .rest
            .as_slice()
            .iter()
            .take_while(|next| is_word_part(**next))
            .count();
        let prefix: String = self.rest.as_slice()[..length].iter().collect();
        let hashes = self.rest.as_slice()[length..]
            .iter()
            .take_while(|next| **next == '#')
            .count();
        let after_hashes = self.peek(length + hashes);
        match (prefix.as_str(), hashes, after_hashes) {
            ("r" | "br" | "cr", _, Some('"')) => self.raw_string(length, hashes),
            ("b" | "c", 0, Some('"')) => self.string(length),
            ("b", 0, Some('\'')) => {
                self.skip(1);
                self.tick()
            }
            ("r", 1, Some(next)) if is_word_start(next) => {
                self.skip(2);
                Kind::Word(self.take_while(is_word_part))
            }
            _ => {
                self.skip(length);
                Kind::Word(prefix)
            }
        }
    }
}

fn is_word_start(character: char) -> bool {
    character == '_' || character.is_alphabetic()
}

fn is_word_part(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words: Vec<String> = tokens(text)
            .into_iter()
            .map(|token| match token.kind {
                Kind::Word(word) => word,
                Kind::Lifetime => "'".to_owned(),
                Kind::Literal(text) => format!("<{text}>"),
                Kind::Mark(mark) | Kind::Open(mark) | Kind::Close(mark) => mark.to_string(),
            })
            .collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn comments_and_literals_end_where_they_end() {
        check("a // b { \n c", "a c");
        check("a /* { /* } */ \" */ b", "a b");
        check(r#"a "}\"{" b"#, "a <}\"{> b");
        check(r###"r#"a "quoted" }"# b"###, "<a \"quoted\" }> b");
        check(r#"b"{" c"{" r"\" x"#, "<{> <{> <\\> x");
        check("'{' '\\'' b'}' x", "<> <> <> x");
        check("&'static mut A", "& ' mut A");
        check("'a: loop { break 'a }", "' : loop } break ' }");
        check("r#fn r#type", "fn type");
        check(
            "1.max(2) 1.5e3 0..3 x.0.1",
            "<1> . max ) <2> ) <1.5e3> <0> . . <3> x . <0.1>",
        );
    }

    #[test]
    fn places_are_counted_in_characters_from_one() {
        let places: Vec<_> = tokens("a é b\r\n\tc")
            .into_iter()
            .map(|token| (token.at.line, token.at.column))
            .collect();
        assert_eq!(places, [(1, 1), (1, 3), (1, 5), (2, 2)]);
    }
}
