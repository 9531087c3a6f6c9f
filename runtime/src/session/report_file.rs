//! The file that `DATARACE_REPORT` names: shared by all processes of a test run.
//!
//! A file lock keeps processes (and threads) apart; what the file then holds is decided by `report::file::append`.
//! Only what differs is written, so that a process that is killed meanwhile costs no report that was there.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::race::Race;
use crate::report::failure::FailureReport;
use crate::report::file::{FileError, FileFormat, append, append_failures};
use crate::report::source::SourceCache;

/// Why a report file could not be written.
#[derive(Debug)]
pub(crate) enum ReportError {
    /// The ending or the content is not ours.
    File(FileError),
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl From<FileError> for ReportError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<io::Error> for ReportError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Adds races to a report file; makes it, and the folder it lies in, if it is not there. Waits for other processes.
pub(crate) fn add(
    path: &Path,
    races: &[Race],
    sources: &mut SourceCache,
) -> Result<(), ReportError> {
    change(path, |format, existing| {
        append(format, existing, races, sources)
    })
}

/// The same for what an exploration found besides races.
pub(crate) fn add_failures(
    path: &Path,
    failures: &[FailureReport<'_>],
    sources: &mut SourceCache,
) -> Result<(), ReportError> {
    change(path, |format, existing| {
        append_failures(format, existing, failures, sources)
    })
}

fn change(
    path: &Path,
    add: impl FnOnce(FileFormat, &str) -> Result<String, FileError>,
) -> Result<(), ReportError> {
    let format = FileFormat::of_path(path)?;
    let mut file = open(path)?;
    file.lock()?;
    let mut existing = String::new();
    file.read_to_string(&mut existing)?;
    let text = add(format, &existing)?;
    replace(&mut file, &existing, &text)?;
    file.unlock()?;
    Ok(())
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

fn replace(file: &mut File, existing: &str, text: &str) -> io::Result<()> {
    let same = existing
        .bytes()
        .zip(text.bytes())
        .take_while(|(old, new)| old == new)
        .count();
    file.seek(SeekFrom::Start(same as u64))?;
    file.write_all(&text.as_bytes()[same..])?;
    file.set_len(text.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::programs::{lock_with_relaxed_store, no_ordering_can_help};

    fn folder(name: &str) -> std::path::PathBuf {
        let name = format!("datarace-{}-{name}", std::process::id());
        std::env::temp_dir().join(name)
    }

    #[test]
    fn concurrent_writers_lose_nothing() {
        const WRITERS: usize = 4;
        const EACH: usize = 5;
        let folder = folder("concurrent");
        for (name, once) in [
            ("races.json", "\"schema\":1"),
            ("races.sarif", "\"ruleId\""),
            ("races.html", "<section"),
        ] {
            let path = folder.join("made").join(name);
            std::thread::scope(|scope| {
                for _ in 0..WRITERS {
                    scope.spawn(|| {
                        for _ in 0..EACH {
                            let race = lock_with_relaxed_store().race;
                            add(&path, &[race], &mut SourceCache::default()).expect("written");
                        }
                    });
                }
            });
            let text = fs::read_to_string(&path).expect("it is there");
            assert_eq!(text.matches(once).count(), WRITERS * EACH, "{name}");
        }
        fs::remove_dir_all(folder).expect("it is ours");
    }

    #[test]
    fn a_foreign_file_is_refused_and_kept() {
        let folder = folder("foreign");
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("page.html");
        fs::write(&path, "<p>mine</p>").expect("a file");
        let races = [no_ordering_can_help().race];
        let error = add(&path, &races, &mut SourceCache::default()).expect_err("refused");
        assert!(error.to_string().contains("not a report of datarace"));
        assert_eq!(fs::read_to_string(&path).expect("kept"), "<p>mine</p>");
        fs::remove_dir_all(folder).expect("it is ours");
    }
}
