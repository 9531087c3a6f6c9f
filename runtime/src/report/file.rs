//! Report files: how new races join what other processes have written.
//!
//! The session locks the file, reads it, calls [`append`] and writes the answer.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use crate::race::Race;
use crate::report::failure::{self, FailureReport};
use crate::report::source::SourceCache;
use crate::report::{html, json, sarif};

/// What a report file holds, by the ending of its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FileFormat {
    /// `.json`: one object per line.
    Json,
    /// `.sarif`: one SARIF 2.1.0 log with one run.
    Sarif,
    /// `.html`: one page.
    Html,
}

/// Why a file cannot take a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FileError {
    /// The ending is none of ours.
    UnknownEnding,
    /// What is in the file is not what we write; it stays as it is.
    NotOurs,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownEnding => "a report file ends in `.json`, `.sarif` or `.html`",
            Self::NotOurs => {
                "the file exists and is not a report of datarace; it was left as it is"
            }
        })
    }
}

impl FileFormat {
    /// The format that a path asks for.
    pub(crate) fn of_path(path: &Path) -> Result<Self, FileError> {
        match path.extension().and_then(OsStr::to_str) {
            Some("json") => Ok(Self::Json),
            Some("sarif") => Ok(Self::Sarif),
            Some("html") => Ok(Self::Html),
            _ => Err(FileError::UnknownEnding),
        }
    }
}

/// What the file holds when `races` have been added to what it held. A file that is new is empty.
///
/// Without races it is a report that says so: a file that is there shows that the tests ran.
pub(crate) fn append(
    format: FileFormat,
    existing: &str,
    races: &[Race],
    sources: &mut SourceCache,
) -> Result<String, FileError> {
    match format {
        FileFormat::Json => append_lines(existing, races.iter().map(json::render)),
        FileFormat::Sarif => sarif::append(existing, races).ok_or(FileError::NotOurs),
        FileFormat::Html => html::append(existing, races, sources).ok_or(FileError::NotOurs),
    }
}

/// The same for what an exploration found besides races.
pub(crate) fn append_failures(
    format: FileFormat,
    existing: &str,
    failures: &[FailureReport<'_>],
    sources: &mut SourceCache,
) -> Result<String, FileError> {
    let added = match format {
        FileFormat::Json => {
            return append_lines(existing, failures.iter().map(failure::render_json));
        }
        FileFormat::Sarif => sarif::append_failures(existing, failures),
        FileFormat::Html => html::append_failures(existing, failures, sources),
    };
    added.ok_or(FileError::NotOurs)
}

fn append_lines(existing: &str, lines: impl Iterator<Item = String>) -> Result<String, FileError> {
    let first = existing.trim_start();
    if !first.is_empty() && !first.starts_with('{') {
        return Err(FileError::NotOurs);
    }
    let mut text = existing.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in lines {
        text += &line;
        text.push('\n');
    }
    Ok(text)
}
