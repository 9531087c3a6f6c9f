//! Whether to color: the decision, without a look at the world.
//!
//! Source: <https://no-color.org>, cargo's `term.color` (`CARGO_TERM_COLOR`).
//! Departs from cargo: `NO_COLOR` wins over `CARGO_TERM_COLOR=always`, which many set for all of a CI run.

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Style {
    /// Characters only.
    #[default]
    Plain,
    /// With ANSI colors.
    Colored,
}

/// What the decision depends on; the session reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Surroundings<'a> {
    /// The value of `NO_COLOR`; an empty one counts as unset.
    pub(crate) no_color: Option<&'a str>,
    /// The value of `CARGO_TERM_COLOR`: `always`, `never`, `auto`; anything else counts as unset.
    pub(crate) cargo_term_color: Option<&'a str>,
    /// The value of `TERM`; `dumb` knows no colors.
    pub(crate) term: Option<&'a str>,
    /// Whether the report ends on a terminal.
    pub(crate) terminal: bool,
}

/// Decides.
pub(crate) fn color_choice(surroundings: Surroundings<'_>) -> Style {
    if surroundings.no_color.is_some_and(|value| !value.is_empty()) {
        return Style::Plain;
    }
    match surroundings.cargo_term_color {
        Some("always") => Style::Colored,
        Some("never") => Style::Plain,
        _ if surroundings.terminal && surroundings.term != Some("dumb") => Style::Colored,
        _ => Style::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn color_is_for_terminals_and_whoever_asks_for_it() {
        let check = |no_color, cargo_term_color, term, terminal, expected| {
            let surroundings = Surroundings {
                no_color,
                cargo_term_color,
                term,
                terminal,
            };
            assert_eq!(color_choice(surroundings), expected, "{surroundings:?}");
        };
        check(None, None, None, true, Style::Colored);
        check(None, None, None, false, Style::Plain);
        check(None, None, Some("dumb"), true, Style::Plain);
        check(Some("1"), None, None, true, Style::Plain);
        check(Some(""), None, None, true, Style::Colored);
        check(None, Some("always"), None, false, Style::Colored);
        check(None, Some("never"), None, true, Style::Plain);
        check(None, Some("auto"), None, true, Style::Colored);
        check(None, Some("auto"), None, false, Style::Plain);
        check(Some("1"), Some("always"), None, true, Style::Plain);
    }
}
