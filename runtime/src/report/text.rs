//! The report for people, in the look of rustc's diagnostics.

use std::fmt;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};

use crate::race::{PathStep, Race, Verdict};
use crate::report::advice::{self, Names, When};
use crate::report::color::Style;
use crate::report::source::SourceCache;
use crate::site::{Site, Span};

/// A whole report, without a line end.
pub(crate) fn render(race: &Race, sources: &mut SourceCache, style: Style) -> String {
    let level = match race.verdict {
        Verdict::Race => Level::ERROR,
        Verdict::Unproven => Level::WARNING,
    };
    let title = level
        .primary_title(advice::headline(race))
        .id(race.verdict.to_string());
    let names = Names::new(race);
    let files = files_of(marks(race, &names)).into_iter();
    let group = files.fold(Group::with_title(title), |group, marks| {
        group.element(snippet(&marks, sources))
    });
    let group = advice::notes(race, &names)
        .into_iter()
        .fold(group, |group, note| {
            group.element(Level::NOTE.message(normalize_untrusted_str(&note)))
        });
    let group = advice::what_to_change(race)
        .into_iter()
        .fold(group, |group, help| {
            group.element(Level::HELP.message(normalize_untrusted_str(&help)))
        });
    renderer(style).render(&[group])
}

fn renderer(style: Style) -> Renderer {
    match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    }
}

/// A labelled place. Primary are the two accesses, which the title names; what explains them is context.
struct Mark {
    site: &'static Site,
    span: Span,
    kind: AnnotationKind,
    label: String,
}

fn marks(race: &Race, names: &Names) -> Vec<Mark> {
    let mut marks = access_marks(race, names);
    let path = &race.explanation.path;
    for (step, label) in path.iter().zip(advice::path_labels(path, names)) {
        if let Some(mark) = step_mark(step, label) {
            add(&mut marks, mark);
        }
    }
    marks
}

fn access_marks(race: &Race, names: &Names) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (when, access) in [(When::Earlier, &race.earlier), (When::Later, &race.later)] {
        let mark = Mark {
            site: access.site,
            span: access.site.span,
            kind: AnnotationKind::Primary,
            label: advice::access_label(when, access, names),
        };
        add(&mut marks, mark);
    }
    marks
}

fn step_mark(step: &PathStep, label: String) -> Option<Mark> {
    let site = step.site?;
    let argument = step.argument.and_then(|n| site.orderings.get(n));
    Some(Mark {
        site,
        span: argument.map_or(site.span, |argument| argument.span),
        kind: AnnotationKind::Context,
        label,
    })
}

/// Adds a mark; what is said about one and the same place is said in one label.
fn add(marks: &mut Vec<Mark>, mark: Mark) {
    let same_place =
        |known: &&mut Mark| known.site.file() == mark.site.file() && known.span == mark.span;
    match marks.iter_mut().find(same_place) {
        Some(known) => known.label = format!("{}; {}", known.label, mark.label),
        None => marks.push(mark),
    }
}

/// The marks by file, in the order in which the files appear.
fn files_of(marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    let mut files: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match files
            .iter_mut()
            .find(|file| file[0].site.file() == mark.site.file())
        {
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
    let annotations = marks.iter().map(|mark| {
        let range = excerpt.byte_range(mark.span);
        mark.kind.span(range).label(mark.label.clone())
    });
    let annotations: Vec<_> = annotations.collect();
    Snippet::source(excerpt.text)
        .line_start(excerpt.first_line as usize)
        .path(marks[0].site.file())
        .annotations(annotations)
}

impl fmt::Display for Race {
    /// The whole report, without color.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(self, &mut SourceCache::default(), Style::Plain))
    }
}
