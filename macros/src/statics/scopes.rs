//! The scopes of a source file and what they declare in the namespace of values.
//!
//! Every pair of braces is a scope, and so is the content of a macro call. What looks like a declaration and may not be
//! one (a const generic in the header of a function counts for the scope around it) makes a name ambiguous, never wrong:
//! a name that is declared in two ways in one scope is unknown.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;

use super::lexer::{self, Kind, Position, Token};
use crate::syntax;

/// What a name is declared as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Declared {
    /// A `static mut`.
    StaticMut,
    /// Something else, in words.
    Other(&'static str),
}

/// A constant of a type that is called `Ordering`.
pub(super) const ORDERING: &str = "an ordering";

/// A static that holds one.
pub(super) const LAZY: &str = "a `LazyLock` without `mut`";

/// What a pair of braces is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ScopeKind {
    /// The file.
    Root,
    /// `mod name { .. }`.
    Module(String),
    /// A body or a block: its names are seen inside it only.
    Block,
    /// The braces of an `impl`, a trait or a type: its names are reached through a type only.
    Associated,
    /// The content of a macro call: what it declares is up to the macro.
    MacroCall,
    /// The content of `macro_rules!`: where it is used is not known.
    MacroRules,
}

/// `use path as name;`
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name it has here; `None` for a glob.
    pub(super) name: Option<String>,
}

/// `mod name;`
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct FileModule {
    pub(super) name: String,
    /// `#[path = ".."]`.
    pub(super) path: Option<String>,
}

/// A scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    start: Position,
    end: Position,
    declared: HashMap<String, Vec<Declared>>,
    pub(super) imports: Vec<Import>,
    pub(super) files: Vec<FileModule>,
    /// The words in macro calls of a module: any of them may be declared by the macro.
    pub(super) macro_words: HashSet<String>,
}

/// The scopes of a file; the first one is the file.
#[derive(Debug)]
pub(super) struct Scopes(Vec<Scope>, HashSet<String>);

impl Scopes {
    /// Those of an item.
    pub(super) fn of_tokens(tokens: TokenStream) -> Self {
        Self::of(&lexer::tokens_of_stream(tokens))
    }

    /// Those of a file.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut reader = Reader {
            tokens,
            next: 0,
            scopes: Vec::new(),
            never_return: HashSet::new(),
        };
        let root = reader.open(ScopeKind::Root, None, Position::START);
        // A closing brace too many ends a scope early; the rest is read as if it stood outside.
        while reader.next < tokens.len() {
            reader.read(root, None);
        }
        reader.scopes[root].end = Position::END;
        Self(reader.scopes, reader.never_return)
    }

    /// Whether a function of this name is declared `-> !` anywhere in the file.
    pub(super) fn never_returns(&self, name: &str) -> bool {
        self.1.contains(name)
    }

    /// A scope by its number.
    pub(super) fn get(&self, index: usize) -> &Scope {
        &self.0[index]
    }

    /// The innermost scope around a place.
    pub(super) fn around(&self, position: Position) -> usize {
        let mut innermost = 0;
        while let Some(inner) = self.0[innermost]
            .children
            .iter()
            .find(|child| self.0[**child].holds(position))
        {
            innermost = *inner;
        }
        innermost
    }

    /// The module around a scope: the file, or an inline module.
    pub(super) fn module_of(&self, mut scope: usize) -> usize {
        while !self.0[scope].is_module() {
            match self.0[scope].parent {
                Some(parent) => scope = parent,
                None => return scope,
            }
        }
        scope
    }

    /// The inline modules from the file down to this one.
    pub(super) fn module_names(&self, module: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut scope = Some(module);
        while let Some(index) = scope {
            if let ScopeKind::Module(name) = &self.0[index].kind {
                names.insert(0, name.clone());
            }
            scope = self.0[index].parent;
        }
        names
    }

    /// A child module with this name.
    pub(super) fn child_module(&self, scope: usize, name: &str) -> Option<usize> {
        let is_it = |child: &&usize| self.0[**child].kind == ScopeKind::Module(name.to_owned());
        self.0[scope].children.iter().find(is_it).copied()
    }

    /// All modules of the file, itself first.
    pub(super) fn modules(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len()).filter(|index| self.0[*index].is_module())
    }

    /// Whether a name is declared as `static mut` wherever the file declares it; `None` if it does not declare it.
    pub(super) fn only_static_muts(&self, name: &str) -> Option<bool> {
        let is_imported = self
            .0
            .iter()
            .flat_map(|scope| &scope.imports)
            .any(|import| import.name.as_deref() == Some(name));
        let mut declared = self
            .0
            .iter()
            .filter(|scope| scope.kind != ScopeKind::Associated)
            .filter_map(|scope| scope.declared.get(name))
            .flatten()
            .peekable();
        declared.peek()?;
        Some(!is_imported && declared.all(|kind| *kind == Declared::StaticMut))
    }

    /// Whether an `impl` or a trait of the file has a constant of this name that is an ordering.
    pub(super) fn has_associated_ordering(&self, name: &str) -> bool {
        self.0
            .iter()
            .filter(|scope| scope.kind == ScopeKind::Associated)
            .filter_map(|scope| scope.declared.get(name))
            .flatten()
            .any(|kind| *kind == Declared::Other(ORDERING))
    }
}

impl Scope {
    fn holds(&self, position: Position) -> bool {
        self.start <= position && position < self.end
    }

    fn is_module(&self) -> bool {
        matches!(self.kind, ScopeKind::Root | ScopeKind::Module(_))
    }

    /// What it declares a name as: nothing, one thing, or `Err` for two.
    pub(super) fn declared(&self, name: &str) -> Result<Option<Declared>, ()> {
        let Some((first, others)) = self.declared.get(name).and_then(|all| all.split_first())
        else {
            return Ok(None);
        };
        match others.iter().all(|other| other == first) {
            true => Ok(Some(*first)),
            false => Err(()),
        }
    }
}

struct Reader<'t> {
    tokens: &'t [Token],
    next: usize,
    scopes: Vec<Scope>,
    never_return: HashSet<String>,
}

/// Words before `!` and a bracket that are no macro's name.
const KEYWORDS: &[&str] = &[
    "as", "break", "else", "if", "in", "match", "move", "return", "while", "yield",
];

impl Reader<'_> {
    fn open(&mut self, kind: ScopeKind, parent: Option<usize>, start: Position) -> usize {
        let index = self.scopes.len();
        self.scopes.push(Scope {
            kind,
            parent,
            children: Vec::new(),
            start,
            end: Position::END,
            declared: HashMap::new(),
            imports: Vec::new(),
            files: Vec::new(),
            macro_words: HashSet::new(),
        });
        if let Some(parent) = parent {
            self.scopes[parent].children.push(index);
        }
        index
    }

    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.next + ahead)
    }

    fn word(&self, ahead: usize) -> Option<String> {
        self.peek(ahead)?.word().map(str::to_owned)
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.peek(ahead).is_some_and(|token| token.is_mark(mark))
    }

    fn declare(&mut self, scope: usize, name: String, what: Declared) {
        self.scopes[scope]
            .declared
            .entry(name)
            .or_default()
            .push(what);
    }

    /// Reads a scope's content up to what closes it.
    fn read(&mut self, scope: usize, close: Option<char>) {
        // What the next brace opens, and how deep in brackets the words stood that say so.
        let mut header: Option<(ScopeKind, usize)> = None;
        let mut depth = 0;
        while let Some(token) = self.peek(0) {
            let (kind, at) = (token.kind.clone(), token.at);
            match kind {
                Kind::Close(mark) if depth == 0 => {
                    self.next += 1;
                    debug_assert!(close.is_none() || close == Some(mark) || cfg!(not(test)));
                    return;
                }
                Kind::Close(_) => {
                    depth -= 1;
                    self.next += 1;
                }
                Kind::Open('}') => {
                    self.next += 1;
                    let kind = match header.take() {
                        Some((kind, _)) => kind,
                        None => ScopeKind::Block,
                    };
                    self.inner(kind, scope, at, '}');
                }
                Kind::Open(_) => {
                    depth += 1;
                    self.next += 1;
                }
                Kind::Mark(';') => {
                    self.next += 1;
                    header = header.filter(|(_, own)| *own < depth);
                }
                Kind::Word(word) => self.item(scope, &word, depth, &mut header),
                Kind::Lifetime | Kind::Literal(_) | Kind::Mark(_) => self.next += 1,
            }
        }
    }

    fn inner(&mut self, kind: ScopeKind, scope: usize, at: Position, close: char) {
        let inner = self.open(kind, Some(scope), at);
        self.read(inner, Some(close));
        let last = &self.tokens[self.next.saturating_sub(1)];
        self.scopes[inner].end = last.at;
    }

    /// A word that may begin an item; takes at least that word.
    fn item(
        &mut self,
        scope: usize,
        word: &str,
        depth: usize,
        header: &mut Option<(ScopeKind, usize)>,
    ) {
        let before = self.next.checked_sub(1).map(|last| &self.tokens[last]);
        let after_star = before.is_some_and(|token| token.is_mark('*') || token.is("raw"));
        let name = self.word(1);
        match (word, name) {
            ("static", Some(first)) => {
                let is_mut = first == "mut";
                let at = match is_mut {
                    true => 2,
                    false => 1,
                };
                let type_name = self.type_name(at + 1).map(|(name, _)| name);
                let what = match is_mut {
                    true => Declared::StaticMut,
                    false if type_name.is_some_and(syntax::is_lazy_name) => Declared::Other(LAZY),
                    false => Declared::Other("a static without `mut`"),
                };
                match self.word(at) {
                    Some(name) if self.is_mark(at + 1, ':') => {
                        self.declare(scope, name, what);
                        self.next += at + 1;
                    }
                    _ => self.next += 1,
                }
            }
            ("const", Some(name))
                if !after_star && (self.is_mark(2, ':') || self.is_mark(2, '=')) =>
            {
                let what = match self.is_ordering(2) {
                    true => ORDERING,
                    false => "a constant",
                };
                self.declare(scope, name, Declared::Other(what));
                self.next += 2;
            }
            ("fn", Some(name)) => {
                if self.has_never_type() {
                    self.never_return.insert(name.clone());
                }
                self.declare(scope, name, Declared::Other("a function"));
                *header = Some((ScopeKind::Block, depth));
                self.next += 2;
            }
            ("mod", Some(name)) if self.is_mark(2, ';') => {
                let path = self.path_attribute();
                self.scopes[scope].files.push(FileModule { name, path });
                self.next += 3;
            }
            ("mod", Some(name)) => {
                *header = Some((ScopeKind::Module(name), depth));
                self.next += 2;
            }
            ("struct" | "enum" | "union", Some(name)) if header.is_none() => {
                if word == "struct" {
                    self.declare(scope, name, Declared::Other("a type"));
                }
                *header = Some((ScopeKind::Associated, depth));
                self.next += 2;
            }
            ("trait", Some(_)) if header.is_none() => {
                *header = Some((ScopeKind::Associated, depth));
                self.next += 2;
            }
            ("impl", _) if header.is_none() && depth == 0 => {
                *header = Some((ScopeKind::Associated, depth));
                self.next += 1;
            }
            ("use", _) => {
                self.next += 1;
                self.import(scope, &[]);
            }
            ("extern", _) => self.extern_block(scope),
            _ => self.macro_call(scope, word),
        }
    }

    /// Whether the type behind the colon is called `Ordering`.
    fn is_ordering(&self, colon: usize) -> bool {
        self.type_name(colon) == Some(("Ordering", '='))
    }

    /// The last name of the path behind the colon, and the mark that follows it.
    fn type_name(&self, colon: usize) -> Option<(&str, char)> {
        let mut last = None;
        for token in self.tokens.get(self.next + colon + 1..)? {
            match &token.kind {
                Kind::Mark(':') => {}
                Kind::Word(word) => last = Some(word.as_str()),
                Kind::Mark(mark @ ('=' | '<')) => return Some((last?, *mark)),
                _ => return None,
            }
        }
        None
    }

    /// Whether the signature that begins here returns `!`.
    fn has_never_type(&self) -> bool {
        let mut depth = 0_usize;
        let rest = &self.tokens[self.next..];
        for (index, token) in rest.iter().enumerate() {
            match token.kind {
                Kind::Mark(';') | Kind::Open('}') if depth == 0 => return false,
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Mark('!') if depth == 0 => {
                    return index >= 2
                        && rest[index - 1].is_mark('>')
                        && rest[index - 2].is_mark('-');
                }
                _ => {}
            }
        }
        false
    }

    /// `#[path = ".."]` right before `mod`, perhaps with a visibility between.
    fn path_attribute(&self) -> Option<String> {
        let before = &self.tokens[..self.next];
        let attribute = before
            .windows(4)
            .rev()
            .take(8)
            .take_while(|window| !window[3].is_mark(';') && window[3].kind != Kind::Close('}'))
            .find(|window| {
                window[0].kind == Kind::Open(']') && window[1].is("path") && window[2].is_mark('=')
            })?;
        match &attribute[3].kind {
            Kind::Literal(path) => Some(path.clone()),
            _ => None,
        }
    }

    /// `extern "C" { .. }`: what it declares belongs to the scope around it.
    fn extern_block(&mut self, scope: usize) {
        self.next += 1;
        if let Some(Kind::Literal(_)) = self.peek(0).map(|token| &token.kind) {
            self.next += 1;
        }
        if let Some(Kind::Open('}')) = self.peek(0).map(|token| &token.kind) {
            self.next += 1;
            self.read(scope, Some('}'));
        }
    }

    /// `name!(..)`, `macro_rules! name { .. }`, or any other word.
    fn macro_call(&mut self, scope: usize, word: &str) {
        let is_rules = word == "macro_rules";
        let opening = match is_rules {
            true => 3,
            false => 2,
        };
        let open = match self.peek(opening) {
            Some(Token {
                kind: Kind::Open(close),
                at,
            }) if self.is_mark(1, '!') && !KEYWORDS.contains(&word) => Some((*close, *at)),
            _ => None,
        };
        let Some((close, at)) = open else {
            self.next += 1;
            return;
        };
        self.next += opening + 1;
        let first = self.next;
        let kind = match is_rules {
            true => ScopeKind::MacroRules,
            false => ScopeKind::MacroCall,
        };
        self.inner(kind, scope, at, close);
        if self.scopes[scope].is_module() && !is_rules {
            let words = self.tokens[first..self.next].iter().filter_map(Token::word);
            let words: Vec<String> = words.map(str::to_owned).collect();
            self.scopes[scope].macro_words.extend(words);
        }
    }

    /// The tree of a `use`, up to its end; `prefix` are the names before it.
    fn import(&mut self, scope: usize, prefix: &[String]) {
        let mut path = prefix.to_vec();
        loop {
            let Some(token) = self.peek(0) else { return };
            match token.kind.clone() {
                Kind::Word(word) if word == "as" => {
                    let name = self.word(1);
                    self.next += 2;
                    self.scopes[scope].imports.push(Import { path, name });
                    return;
                }
                Kind::Word(word) => {
                    self.next += 1;
                    path.push(word);
                }
                Kind::Mark(':') => self.next += 1,
                Kind::Mark('*') => {
                    self.next += 1;
                    self.scopes[scope].imports.push(Import { path, name: None });
                    return;
                }
                Kind::Open('}') => {
                    self.next += 1;
                    while let Some(token) = self.peek(0) {
                        match token.kind {
                            Kind::Close(_) => {
                                self.next += 1;
                                return;
                            }
                            Kind::Mark(',') => self.next += 1,
                            _ => {
                                let before = self.next;
                                self.import(scope, &path);
                                // Not a `use` that rustc would take: do not stay here.
                                self.next = self.next.max(before + 1);
                            }
                        }
                    }
                    return;
                }
                _ => {
                    // The end of a plain path: `a::b` or `a::{self}`.
                    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                        path.pop();
                    }
                    if let Some(name) = path.last().cloned() {
                        let name = Some(name);
                        self.scopes[scope].imports.push(Import { path, name });
                    }
                    return;
                }
            }
        }
    }
}
