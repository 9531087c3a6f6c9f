//! How far an exploration is: an estimate of its size, and a line on a terminal while it runs.
//!
//! Source: Knuth, "Estimating the efficiency of backtrack programs", Mathematics of Computation 29, 1975: each way out of a
//! branching weighs the same. Taken depth first, and read off on the way, as the weighted backtrack estimator of Kilby, Slaney,
//! Thiébaux & Walsh, "Estimating search tree size", AAAI 2006: executions so far, divided by the weight of the ways behind.
//! Exact at the end; before, as good as the part that was seen is like the rest.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Before an exploration has taken so long, nothing is shown.
const FIRST: Duration = Duration::from_secs(2);

/// And so long apart.
const APART: Duration = Duration::from_millis(250);

/// The line; it is gone when dropped.
#[derive(Debug)]
pub(super) struct Progress {
    began: Instant,
    next: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// A line that is shown only where a person looks: standard error is a terminal, and no service runs the tests.
    pub(super) fn new() -> Self {
        let began = Instant::now();
        let person = std::io::stderr().is_terminal()
            && std::env::var_os("CI").is_none()
            && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        Self {
            began,
            next: person.then(|| began + FIRST),
            shown: false,
        }
    }

    /// Shows how far it is, if it is time to.
    pub(super) fn show(&mut self, executions: u64, done: Option<f64>) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + APART);
        self.shown = true;
        let line = line(executions, done, now - self.began);
        // Nothing depends on whether it is seen.
        drop(write!(std::io::stderr(), "\r{line}\u{1b}[K"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            drop(write!(std::io::stderr(), "\r\u{1b}[K"));
        }
    }
}

/// How many executions there are in all, if the search has an end.
pub(super) fn estimate(executions: u64, done: Option<f64>) -> Option<u64> {
    let done = done.filter(|done| 0.0 < *done)?;
    Some(((executions as f64 / done.min(1.0)).round() as u64).max(executions))
}

fn line(executions: u64, done: Option<f64>, time: Duration) -> String {
    let rate = executions as f64 / time.as_secs_f64().max(0.001);
    let of = match (estimate(executions, done), done) {
        (Some(estimate), Some(done)) => format!(" of about {estimate} ({:.1}%)", done * 100.0),
        _ => String::new(),
    };
    format!("datarace: {executions} executions{of}, {rate:.0} a second")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_the_estimate_where_there_is_one() {
        let time = Duration::from_secs(4);
        assert_eq!(
            line(200, Some(0.125), time),
            "datarace: 200 executions of about 1600 (12.5%), 50 a second"
        );
        assert_eq!(
            line(200, None, time),
            "datarace: 200 executions, 50 a second"
        );
        assert_eq!(estimate(7, Some(1.0)), Some(7));
        assert_eq!(estimate(7, Some(0.0)), None);
    }
}
