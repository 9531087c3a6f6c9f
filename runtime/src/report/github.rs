//! The report as GitHub workflow commands: annotations beside the lines of a pull request.
//!
//! Source: "Workflow commands for GitHub Actions", `::error`, and `actions/toolkit`, `command.ts`, for the escapes.

use crate::race::{Race, Verdict};
use crate::report::advice::{self, Names, When};
use crate::report::color::Style;
use crate::report::failure::{self, FailureReport};
use crate::report::source::SourceCache;
use crate::site::{Site, Span};

/// One annotation at the later access and one at each ordering to change, a line each, without a last line end.
pub(crate) fn render(race: &Race) -> String {
    let level = match race.verdict {
        Verdict::Race => "error",
        Verdict::Unproven => "warning",
    };
    let title = advice::headline(race);
    let site = race.later.site;
    let mut commands = vec![command(level, site, site.span, &title, &message(race))];
    for change in race.advice() {
        let (line, column) = advice::place_of_ordering(change);
        let from = advice::ordering_name(change.from);
        let span = Span::new(line, column, line, column + from.len() as u32);
        let to = advice::ordering_name(change.to);
        let message = format!("`{to}` here instead of `{from}` closes the race");
        commands.push(command("notice", change.site, span, &title, &message));
    }
    commands.join("\n")
}

/// One annotation where the first thread stands, without a line end.
pub(crate) fn render_failure(failure: &FailureReport<'_>, sources: &mut SourceCache) -> String {
    let text = failure::render(failure, sources, Style::Plain);
    match failure.standing.iter().find_map(|standing| standing.site) {
        Some(site) => command("error", site, site.span, failure.message, &text),
        None => format!(
            "::error title={}::{}",
            property(failure.message),
            data(&text)
        ),
    }
}

fn message(race: &Race) -> String {
    let names = Names::new(race);
    let place = |when, access: &crate::race::Access| {
        let label = advice::access_label(when, access, &names);
        format!("{label} at {}", access.site)
    };
    let mut lines = vec![
        place(When::Earlier, &race.earlier),
        place(When::Later, &race.later),
    ];
    lines.extend(advice::notes(race, &names));
    lines.extend(advice::what_to_change(race));
    lines.join("\n")
}

fn command(level: &str, site: &Site, span: Span, title: &str, message: &str) -> String {
    let (file, title) = (property(site.file()), property(title));
    let (line, column) = (span.line, span.column);
    let end = match span.end_line == line {
        // The last column is included.
        true => format!(
            ",endColumn={}",
            span.end_column.saturating_sub(1).max(column)
        ),
        false => String::new(),
    };
    let end_line = span.end_line;
    let message = data(message);
    format!(
        "::{level} file={file},line={line},endLine={end_line},col={column}{end},title={title}::{message}"
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
