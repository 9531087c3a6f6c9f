//! A message in the look of rustc's: title, labelled places in their source lines, notes, help.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Renderer, Snippet, normalize_untrusted_str,
};

use crate::report::color::Style;
use crate::report::source::SourceCache;
use crate::site::{Site, Span};

/// What is to be drawn.
pub(crate) struct Diagnostic {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What stands in brackets behind the severity.
    pub(crate) id: String,
    /// The first line.
    pub(crate) title: String,
    /// Places, in the order in which a reader should meet their files.
    pub(crate) marks: Vec<Mark>,
    /// What explains it; a note may have several lines.
    pub(crate) notes: Vec<String>,
    /// What to do.
    pub(crate) help: Option<String>,
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    /// It is wrong.
    Error,
    /// It may be wrong.
    Warning,
}

/// A labelled place.
pub(crate) struct Mark {
    pub(crate) site: &'static Site,
    pub(crate) span: Span,
    pub(crate) role: Role,
    pub(crate) label: String,
}

/// What a place is marked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// The title is about it: `^^^`.
    Subject,
    /// It helps to understand: `---`.
    Context,
}

impl Diagnostic {
    /// The text, without a line end.
    pub(crate) fn draw(self, sources: &mut SourceCache, style: Style) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.title).id(self.id);
        let snippets = files_of(merged(self.marks)).into_iter();
        let snippets: Vec<_> = snippets.map(|marks| snippet(&marks, sources)).collect();
        let group = Group::with_title(title)
            .elements(snippets)
            .elements(self.notes.iter().map(|note| message(Level::NOTE, note)))
            .elements(self.help.iter().map(|help| message(Level::HELP, help)));
        renderer(style).render(&[group])
    }
}

fn renderer(style: Style) -> Renderer {
    match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    }
}

fn message<'a>(level: Level<'a>, text: &str) -> Message<'a> {
    let lines: Vec<String> = text.lines().map(normalize_untrusted_str).collect();
    level.message(lines.join("\n"))
}

/// What is said about one and the same place is said in one label.
fn merged(marks: Vec<Mark>) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        let same_place =
            |known: &&mut Mark| known.site.file() == mark.site.file() && known.span == mark.span;
        match merged.iter_mut().find(same_place) {
            Some(known) => known.label = joined(&known.label, &mark.label),
            None => merged.push(mark),
        }
    }
    merged
}

/// Two labels as one; the `..` between labels that follow each other is a comma.
fn joined(one: &str, other: &str) -> String {
    match (one.strip_suffix(" .."), other.strip_prefix(".. ")) {
        (Some(one), Some(other)) => format!("{one}, {other}"),
        _ => format!("{one}; {other}"),
    }
}

/// The marks by file, in the order in which the files appear.
fn files_of(marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    let mut files: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let same_file = |file: &&mut Vec<Mark>| file[0].site.file() == mark.site.file();
        match files.iter_mut().find(same_file) {
            Some(file) => file.push(mark),
            None => files.push(vec![mark]),
        }
    }
    files
}

fn snippet<'a>(marks: &[Mark], sources: &mut SourceCache) -> Snippet<'a, Annotation<'a>> {
    let sites: Vec<_> = marks.iter().map(|mark| mark.site).collect();
    let spans: Vec<_> = marks.iter().map(|mark| mark.span).collect();
    let excerpt = sources.excerpt(&sites, &spans);
    let annotations: Vec<_> = marks
        .iter()
        .map(|mark| {
            let kind = match mark.role {
                Role::Subject => AnnotationKind::Primary,
                Role::Context => AnnotationKind::Context,
            };
            let range = excerpt.byte_range(mark.span);
            kind.span(range).label(mark.label.clone())
        })
        .collect();
    Snippet::source(excerpt.text)
        .line_start(excerpt.first_line as usize)
        .path(marks[0].site.file())
        .annotations(annotations)
}
