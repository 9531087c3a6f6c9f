//! Places in the user's source.
//!
//! One `static` per event site, made by the macro at expansion time. Lines and columns are 1-based; columns count
//! characters.

use crate::primitive::{AtomicU32, Ordering, shell_const};
use core::fmt;

/// A stretch of source text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// First line, 1-based.
    pub line: u32,
    /// First column, 1-based, in characters.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column behind the last character.
    pub end_column: u32,
}

impl Span {
    /// A span from its four numbers.
    pub const fn new(line: u32, column: u32, end_line: u32, end_column: u32) -> Self {
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// The function that holds some sites.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct Function {
    /// The source file as rustc was given it.
    pub file: &'static str,
    /// `CARGO_MANIFEST_DIR` at expansion, or empty: where a relative `file` may be looked up.
    pub manifest_dir: &'static str,
    /// The path of the function as far as the macro knows it: `impl` type and name, or the name.
    pub name: &'static str,
}

/// An argument of type `Ordering` at a site.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct OrderingArgument {
    /// Where it stands.
    pub span: Span,
    /// Its source text, such as `Ordering::Relaxed`.
    pub text: &'static str,
}

/// One place in the source where an event happens.
pub struct Site {
    /// The function around it.
    pub function: &'static Function,
    /// The expression.
    pub span: Span,
    /// The source text of the expression, shortened by the macro to one line.
    pub text: &'static str,
    /// The name of the memory: `DATA`, `*node`, `self.flag`.
    pub place: &'static str,
    /// The `Ordering` arguments in their order (success before failure).
    pub orderings: &'static [OrderingArgument],
    /// Where the reference was made through which the place is used; `None` if it is no such use.
    pub reference: Option<&'static Site>,
    /// Zero, or the number given at the first event (see `shadow::sites`).
    number: AtomicU32,
}

impl Site {
    shell_const! {
        /// A site; called by generated code only.
        pub fn new(
            function: &'static Function,
            span: Span,
            text: &'static str,
            place: &'static str,
            orderings: &'static [OrderingArgument],
        ) -> Self {
            Self {
                function,
                span,
                text,
                place,
                orderings,
                reference: None,
                number: AtomicU32::new(0),
            }
        }
    }

    /// The same for a use of a reference that was made at another site of the function.
    pub const fn through(mut self, reference: &'static Site) -> Self {
        self.reference = Some(reference);
        self
    }

    /// The source file as rustc was given it.
    pub fn file(&self) -> &'static str {
        self.function.file
    }

    /// Line, 1-based.
    pub fn line(&self) -> u32 {
        self.span.line
    }

    /// Column, 1-based, in characters.
    pub fn column(&self) -> u32 {
        self.span.column
    }

    /// Whether `inner` stands within this place.
    pub(crate) fn contains(&self, inner: &Self) -> bool {
        let (outer, within) = (&self.span, &inner.span);
        core::ptr::eq(self.function, inner.function)
            && (outer.line, outer.column) <= (within.line, within.column)
            && (within.end_line, within.end_column) <= (outer.end_line, outer.end_column)
    }

    /// The number given to this site, or zero.
    #[inline]
    pub(crate) fn number(&self) -> u32 {
        // ORDER: Acquire; pairs with the Release in `set_number`: whoever has the number, and whoever gets it from there,
        // finds its entry in the table (model: `a_number_that_was_passed_on_leads_to_its_site`).
        self.number.load(Ordering::Acquire)
    }

    /// Remembers the number, whose entry is made; the first one stays.
    pub(crate) fn set_number(&self, number: u32) -> u32 {
        // ORDER: Release and Acquire; see `number`.
        match self
            .number
            .compare_exchange(0, number, Ordering::Release, Ordering::Acquire)
        {
            Ok(_) => number,
            Err(first) => first,
        }
    }
}

impl PartialEq for Site {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }
}

impl Eq for Site {}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{} `{}`",
            self.file(),
            self.line(),
            self.column(),
            self.text
        )
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}
