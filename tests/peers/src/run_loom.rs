//! Loom.

use crate::End;
use std::time::{Duration, Instant};

pub fn all(body: impl Fn() + Send + Sync + 'static, limit: Duration) -> End {
    let began = Instant::now();
    let mut builder = loom::model::Builder::new();
    builder.max_duration = Some(limit);
    builder.max_branches = 100_000;
    builder.check(body);
    match began.elapsed() < limit {
        true => End::Complete,
        false => End::Bounded,
    }
}

/// It has no random mode.
pub fn random(_body: impl Fn() + Send + Sync + 'static, _limit: Duration) -> End {
    End::Bounded
}
