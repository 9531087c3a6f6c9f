//! Our explorer.

use crate::End;
use datarace::{Exploration, Explorer};
use std::time::Duration;

fn end(found: &Exploration) -> End {
    match found.races().is_empty() && found.failures().is_empty() {
        false => End::Found,
        true if found.is_complete() => End::Complete,
        true => End::Bounded,
    }
}

/// All of them; it goes on after something went wrong, since others may go wrong in other ways.
pub fn all(body: impl Fn() + Send + Sync + 'static, limit: Duration) -> End {
    let found = Explorer::exhaustive().time(limit).run(&body);
    end(&found)
}

pub fn random(body: impl Fn() + Send + Sync + 'static, limit: Duration) -> End {
    let explorer = Explorer::random(1).executions(u64::MAX).time(limit);
    end(&explorer.run(&body))
}
