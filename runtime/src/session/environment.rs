//! The switches: the one file that reads `DATARACE_*`.
//!
//! | variable | values | default |
//! | --- | --- | --- |
//! | `DATARACE_FORMAT` | `text`, `json`, `github` | `text` |
//! | `DATARACE_REPORT` | a path that ends in `.json`, `.sarif` or `.html` | no file |
//! | `DATARACE_SEED` | a number, decimal or `0x..` | as the program says; 0 for `DATARACE_WEAK` |
//! | `DATARACE_REPLAY` | a replay token | none |
//! | `DATARACE_EXECUTIONS` | a number from 1 | as the program says |
//! | `DATARACE_WEAK` | `0`, `1` | `0`; with `1`, loads of ordinary runs may be stale, and threads pause |
//! | `DATARACE_UNPROVEN` | `print`, `fail` | `print` |
//!
//! A value that is none of these is an error that names them, and ends the process with status 2 before anything runs. A
//! variable of the prefix that is not in the table is said: what it was meant to do is not done. `DATARACE_TEST` begins those
//! of this repository's own tests.

use crate::report::file::FileFormat;
use crate::tracker::weak;
use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What the environment asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Environment {
    /// How races are printed.
    pub format: Format,
    /// Where reports are collected.
    pub report: Option<PathBuf>,
    /// The seed of explorations.
    pub seed: Option<u64>,
    /// The one execution to repeat.
    pub replay: Option<String>,
    /// How many executions an exploration may take.
    pub executions: Option<u64>,
    /// Whether ordinary runs see stale values.
    pub weak: bool,
    /// What an unproven pair does.
    pub unproven: Unproven,
}

/// How races are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
    /// Workflow commands of GitHub.
    Github,
}

/// What an unproven pair does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Unproven {
    /// It is printed.
    #[default]
    Print,
    /// It is as bad as a race.
    Fail,
}

/// A variable with a value that it cannot have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mistake {
    variable: &'static str,
    value: String,
    allowed: &'static str,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            variable,
            value,
            allowed,
        } = self;
        write!(f, "`{variable}` is `{value}`; allowed is {allowed}")
    }
}

impl Environment {
    /// What the process was started with. Ends the process if that is wrong.
    pub(crate) fn get() -> &'static Self {
        static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
        ENVIRONMENT.get_or_init(|| {
            let variable =
                |name: &str| Some(std::env::var_os(name)?.to_string_lossy().into_owned());
            match Self::read(&variable) {
                Ok(environment) => {
                    let names =
                        std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
                    for name in names.filter(|name| is_unknown(name)) {
                        say(&unknown(&name));
                    }
                    if environment.weak {
                        weak::switch_on(environment.seed.unwrap_or_default());
                    }
                    environment
                }
                Err(mistakes) => refuse(&mistakes),
            }
        })
    }

    /// Reads all variables; the mistakes are all of them.
    fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<Mistake>> {
        let mut environment = Self::default();
        let mut mistakes = Vec::new();
        for (name, allowed, set) in VARIABLES {
            let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
                continue;
            };
            if set(&mut environment, &value).is_none() {
                mistakes.push(Mistake {
                    variable: name,
                    value,
                    allowed,
                });
            }
        }
        match mistakes.is_empty() {
            true => Ok(environment),
            false => Err(mistakes),
        }
    }
}

type Set = fn(&mut Environment, &str) -> Option<()>;

/// Each variable, what it may be in words, and what takes it.
const VARIABLES: &[(&str, &str, Set)] = &[
    (
        "DATARACE_FORMAT",
        "`text`, `json` or `github`",
        |to, value| {
            to.format = match value {
                "text" => Format::Text,
                "json" => Format::Json,
                "github" => Format::Github,
                _ => return None,
            };
            Some(())
        },
    ),
    (
        "DATARACE_REPORT",
        "a path that ends in `.json`, `.sarif` or `.html`",
        |to, value| {
            let path = PathBuf::from(value);
            FileFormat::of_path(&path).ok()?;
            to.report = Some(path);
            Some(())
        },
    ),
    (
        "DATARACE_SEED",
        "a number, decimal or `0x..`",
        |to, value| {
            to.seed = Some(number(value)?);
            Some(())
        },
    ),
    (
        "DATARACE_REPLAY",
        "a replay token as a report names it",
        |to, value| {
            to.replay = Some(value.to_owned());
            Some(())
        },
    ),
    ("DATARACE_EXECUTIONS", "a number from 1", |to, value| {
        to.executions = Some(number(value).filter(|number| *number != 0)?);
        Some(())
    }),
    ("DATARACE_WEAK", "`0` or `1`", |to, value| {
        to.weak = match value {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        Some(())
    }),
    ("DATARACE_UNPROVEN", "`print` or `fail`", |to, value| {
        to.unproven = match value {
            "print" => Unproven::Print,
            "fail" => Unproven::Fail,
            _ => return None,
        };
        Some(())
    }),
];

fn number(value: &str) -> Option<u64> {
    match value.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => value.parse().ok(),
    }
}

/// Whether a variable looks like one of ours and is none.
fn is_unknown(name: &str) -> bool {
    name.starts_with("DATARACE_")
        && !name.starts_with("DATARACE_TEST")
        && !VARIABLES.iter().any(|(known, ..)| *known == name)
}

fn unknown(name: &str) -> String {
    let known: Vec<_> = VARIABLES
        .iter()
        .map(|(name, ..)| format!("`{name}`"))
        .collect();
    format!(
        "`{name}` is no variable of datarace, and does nothing; there are {}",
        known.join(", ")
    )
}

/// Past every capture of output.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "datarace: {text}");
}

fn refuse(mistakes: &[Mistake]) -> ! {
    mistakes
        .iter()
        .for_each(|mistake| say(&mistake.to_string()));
    std::process::exit(2);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str, expected: Result<Environment, &str>) {
        let answer = Environment::read(&|asked| (asked == name).then(|| value.to_owned()));
        let answer = answer.map_err(|mistakes| mistakes[0].to_string());
        assert_eq!(answer, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_value_is_taken_or_the_allowed_ones_are_named() {
        check(
            "DATARACE_FORMAT",
            "json",
            Ok(Environment {
                format: Format::Json,
                ..Environment::default()
            }),
        );
        check(
            "DATARACE_FORMAT",
            "xml",
            Err("`DATARACE_FORMAT` is `xml`; allowed is `text`, `json` or `github`"),
        );
        check(
            "DATARACE_SEED",
            "0x10",
            Ok(Environment {
                seed: Some(16),
                ..Environment::default()
            }),
        );
        check(
            "DATARACE_EXECUTIONS",
            "0",
            Err("`DATARACE_EXECUTIONS` is `0`; allowed is a number from 1"),
        );
        check("DATARACE_FORMAT", "", Ok(Environment::default()));
    }

    #[test]
    fn a_variable_that_is_none_is_named() {
        for (name, expected) in [
            ("DATARACE_UNPROVED", true),
            ("DATARACE_UNPROVEN", false),
            ("DATARACE_TEST_CASES", false),
            ("DATARACES", false),
        ] {
            assert_eq!(is_unknown(name), expected, "{name}");
        }
        let said = unknown("DATARACE_UNPROVED");
        assert!(said.starts_with("`DATARACE_UNPROVED` is no variable of datarace"));
        assert!(said.contains("`DATARACE_UNPROVEN`"));
    }
}
