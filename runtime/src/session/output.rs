//! Where reports go.

use crate::race::Race;
use crate::report::color::{Style, Surroundings, color_choice};
use crate::report::failure::FailureReport;
use crate::report::source::SourceCache;
use crate::report::{failure, github, json, text};
use crate::session::environment::{Environment, Format};
use crate::session::report_file;
use std::io::{IsTerminal, Write};

/// Prints a race when it is found, in the format that the environment asks for.
pub(crate) fn print(race: &Race) {
    eprintln!("{}", as_asked(race));
}

/// Prints a race that no test will print again, past what a test harness keeps to itself.
pub(crate) fn print_aloud(race: &Race) {
    past_capture(&as_asked(race));
}

fn as_asked(race: &Race) -> String {
    match Environment::get().format {
        Format::Text => as_text(race, style()) + "\n",
        Format::Json => json::render(race),
        Format::Github => github::render(race),
    }
}

/// Prints a failure of an exploration for tools; people read it in the message of the panic.
pub(crate) fn print_failure(failure: &FailureReport<'_>) {
    match Environment::get().format {
        Format::Text => {}
        Format::Json => eprintln!("{}", failure::render_json(failure)),
        Format::Github => {
            let mut sources = SourceCache::default();
            eprintln!("{}", github::render_failure(failure, &mut sources));
        }
    }
}

/// Adds races to the file that the environment names, if it names one. Without races it shows that something ran.
pub(crate) fn collect(races: &[Race]) {
    let Some(path) = &Environment::get().report else {
        return;
    };
    if let Err(error) = report_file::add(path, races, &mut SourceCache::default()) {
        note(&format!("{}: {error}", path.display()));
    }
}

/// The whole report of some races, as the message of a panic.
pub(crate) fn message(races: &[Race]) -> String {
    let mut message = format!("{}:\n", headline(races.len()));
    for race in races {
        message += &as_text(race, style());
        message.push('\n');
    }
    message
}

/// A note that stands alone.
pub(crate) fn note(text: &str) {
    eprintln!("datarace: {text}");
}

/// A note that is read although its test passes: a harness keeps what `eprintln!` prints there.
pub(crate) fn note_aloud(text: &str) {
    past_capture(&format!("datarace: {text}"));
}

/// One write, so that lines of several threads stay whole. A standard error that is closed is no reason to fail.
fn past_capture(text: &str) {
    let _ = std::io::stderr().write_all(format!("{text}\n").as_bytes());
}

fn headline(count: usize) -> String {
    match count {
        1 => "datarace found a data race".to_owned(),
        count => format!("datarace found {count} data races"),
    }
}

fn as_text(race: &Race, style: Style) -> String {
    text::render(race, &mut SourceCache::default(), style)
}

fn style() -> Style {
    let variable = |name: &str| std::env::var(name).ok();
    let (no_color, cargo, term) = (
        variable("NO_COLOR"),
        variable("CARGO_TERM_COLOR"),
        variable("TERM"),
    );
    color_choice(Surroundings {
        no_color: no_color.as_deref(),
        cargo_term_color: cargo.as_deref(),
        term: term.as_deref(),
        // libtest prints again what it captured, on stdout.
        terminal: std::io::stderr().is_terminal() && std::io::stdout().is_terminal(),
    })
}
