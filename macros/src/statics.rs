//! What the sources of the crate say of a name: which paths name a `static mut` or a `LazyLock`, which types have a `Drop` that is not annotated.
//!
//! `&raw const X` does not compile for a `const`, so a wrong guess would break the user's program. The answer is looked
//! up as rustc would: in the scopes around the path, from the inside out, with imports, globs and modules in other
//! files. What cannot be looked up is left alone: a missed event is better than a changed program. Reading a source file
//! is a lookup, never a requirement: `static_mut(NAME)` is the explicit way.
//!
//! [`lexer`] makes words of a source file, [`scopes`] makes scopes of the words, [`files`] knows which file is which
//! module, [`lookup`] follows a path through them, [`drops`] reads which types are dropped how.
//!
//! Not modelled: local variables. A pattern cannot shadow a static (E0530), so where a static is in scope there is none.

mod drops;
mod files;
mod lexer;
mod lookup;
mod scopes;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{Ident, Span};
use quote::ToTokens as _;

use crate::options::Options;
use crate::syntax::Annotated;
pub(crate) use files::root_of_the_crate;
use lexer::Position;
use lookup::Answer;
use scopes::Scopes;

/// The names that are a `static mut`, by the place where they stand.
pub(crate) struct Statics {
    /// `static_mut(..)`.
    named: Vec<String>,
    /// What the annotated item declares, in tokens whose places may be anywhere (macros).
    own: Scopes,
}

impl Statics {
    /// Gets ready to look names of this item up.
    pub(crate) fn find(item: &Annotated, options: &Options) -> Self {
        Self {
            named: options.static_muts.iter().map(Ident::to_string).collect(),
            own: Scopes::of_tokens(item.to_token_stream()),
        }
    }

    /// Whether a path names a `static mut` where it stands.
    pub(crate) fn contains(&self, path: &syn::Path) -> bool {
        let plain = path.segments.iter().all(|part| part.arguments.is_none());
        if path.leading_colon.is_some() || !plain {
            return false;
        }
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let Some(last) = path.segments.last() else {
            return false;
        };
        match self.look_up(&names, last.ident.span()) {
            Answer::StaticMut => true,
            Answer::Other(_) => false,
            // A type's own constant may have the same name: `Type::NAME` is left alone.
            Answer::Unknown | Answer::Absent => {
                let in_modules = names.iter().rev().skip(1).all(|name| is_module_name(name));
                in_modules && self.named.contains(&last.ident.to_string())
            }
        }
    }

    /// Whether a path names a static that is declared as a `LazyLock`; `None` if nothing of that name is in sight.
    pub(crate) fn is_lazy(&self, path: &syn::Path) -> Option<bool> {
        let last = path.segments.last()?;
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        if path.leading_colon.is_some() {
            return None;
        }
        match self.look_up(&names, last.ident.span()) {
            Answer::Other(what) => Some(what == scopes::LAZY),
            Answer::StaticMut => Some(false),
            Answer::Absent | Answer::Unknown => None,
        }
    }

    /// Whether a type of this name, where it stands, has a `Drop` in another file of the crate that is not annotated.
    pub(crate) fn drops_unseen(&self, name: &str, span: Span) -> bool {
        proc_macro::is_available()
            && files::drops_unseen(name, || place(span).map(|(source, _)| source))
    }

    /// Whether any type of this name has one in the crate.
    pub(crate) fn drops_unseen_anywhere(&self, name: &str) -> bool {
        proc_macro::is_available() && files::drops_unseen_anywhere(name)
    }

    /// What a name in `static_mut(..)` is, if it is proven to be something else.
    pub(crate) fn something_else(name: &Ident, item: &Annotated) -> Option<&'static str> {
        let own = Scopes::of_tokens(item.to_token_stream());
        let names = [name.to_string()];
        if own.only_static_muts(&names[0]) == Some(true) {
            return None;
        }
        let statics = Self {
            named: Vec::new(),
            own,
        };
        match statics.look_up(&names, name.span()) {
            Answer::Other(what) => Some(what),
            _ => None,
        }
    }

    /// Whether a path names a constant that is declared in sight with a type called `Ordering`, or may name one of a type's.
    pub(crate) fn is_ordering(&self, path: &syn::Path) -> bool {
        if let [.., owner, _] = &path.segments.iter().collect::<Vec<_>>()[..]
            && owner.ident.to_string().starts_with(char::is_uppercase)
        {
            return path
                .segments
                .last()
                .is_some_and(|last| self.has_associated_ordering(&last.ident));
        }
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let answer = path
            .segments
            .last()
            .map(|last| self.look_up(&names, last.ident.span()));
        answer == Some(Answer::Other(scopes::ORDERING))
    }

    fn has_associated_ordering(&self, name: &Ident) -> bool {
        let text = name.to_string();
        self.own.has_associated_ordering(&text)
            || source_place(name.span())
                .and_then(|(path, _)| files::source(&path))
                .is_some_and(|source| source.scopes.has_associated_ordering(&text))
    }

    /// Whether a function of this name is declared `-> !` in the item or in its file.
    pub(crate) fn never_returns(&self, name: &Ident) -> bool {
        let text = name.to_string();
        self.own.never_returns(&text)
            || source_place(name.span())
                .and_then(|(path, _)| files::source(&path))
                .is_some_and(|source| source.scopes.never_returns(&text))
    }

    fn look_up(&self, names: &[String], span: Span) -> Answer {
        let Some((source, position)) = place(span) else {
            return self.unique(names, None);
        };
        match lookup::path(&source, position, names) {
            // Out of a macro's body nothing can be looked up: a name with one meaning in the whole file has it there.
            Answer::Unknown => self.unique(names, Some(&source.scopes)),
            answer => answer,
        }
    }

    /// A single name that is declared as `static mut` wherever it is declared.
    fn unique(&self, names: &[String], file: Option<&Scopes>) -> Answer {
        let [name] = names else {
            return Answer::Unknown;
        };
        let everywhere = [Some(&self.own), file];
        let mut declared = everywhere
            .iter()
            .flatten()
            .filter_map(|scopes| scopes.only_static_muts(name))
            .peekable();
        match declared.peek().is_some() && declared.all(|only| only) {
            true => Answer::StaticMut,
            false => Answer::Unknown,
        }
    }
}

/// Whether a name is written as modules are.
fn is_module_name(name: &str) -> bool {
    name.chars()
        .next()
        .is_some_and(|first| !first.is_uppercase())
}

fn place(span: Span) -> Option<(Arc<files::Source>, Position)> {
    let (path, position) = source_place(span)?;
    Some((files::source(&path)?, position))
}

/// The file and the place of a token. Outside the compiler, as in unit tests, there is none.
fn source_place(span: Span) -> Option<(PathBuf, Position)> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    let position = Position {
        line: span.line(),
        column: span.column(),
    };
    Some((span.local_file()?, position))
}
