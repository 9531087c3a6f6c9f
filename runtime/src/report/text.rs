//! The report for people, in the look of rustc's diagnostics.

use std::fmt;

use crate::race::{PathStep, Race, Verdict};
use crate::report::advice::{self, Names, When};
use crate::report::color::Style;
use crate::report::diagnostic::{Diagnostic, Mark, Role, Severity};
use crate::report::source::SourceCache;

/// A whole report, without a line end.
pub(crate) fn render(race: &Race, sources: &mut SourceCache, style: Style) -> String {
    let names = Names::new(race);
    let diagnostic = Diagnostic {
        severity: match race.verdict {
            Verdict::Race => Severity::Error,
            Verdict::Unproven => Severity::Warning,
        },
        id: race.verdict.to_string(),
        title: advice::headline(race),
        marks: marks(race, &names),
        notes: advice::notes(race, &names),
        help: advice::what_to_change(race),
    };
    diagnostic.draw(sources, style)
}

fn marks(race: &Race, names: &Names) -> Vec<Mark> {
    let path = &race.explanation.path;
    let accesses = [(When::Earlier, &race.earlier), (When::Later, &race.later)];
    let accesses = accesses.map(|(when, access)| Mark {
        site: access.site,
        span: access.site.span,
        role: Role::Subject,
        label: advice::access_label(when, access, names),
    });
    let steps = path.iter().zip(advice::path_labels(path, names));
    let steps = steps.filter_map(|(step, label)| step_mark(step, label));
    accesses.into_iter().chain(steps).collect()
}

fn step_mark(step: &PathStep, label: String) -> Option<Mark> {
    let site = step.site?;
    let argument = step.argument.and_then(|n| site.orderings.get(n));
    Some(Mark {
        site,
        span: argument.map_or(site.span, |argument| argument.span),
        role: Role::Context,
        label,
    })
}

impl fmt::Display for Race {
    /// The whole report, without color.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(self, &mut SourceCache::default(), Style::Plain))
    }
}
