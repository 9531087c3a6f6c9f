//! Shuttle.

use crate::End;
use shuttle::scheduler::{DfsScheduler, RandomScheduler};
use shuttle::{Config, Runner};
use std::time::{Duration, Instant};

fn config(limit: Duration) -> Config {
    let mut config = Config::new();
    config.max_time = Some(limit);
    config.failure_persistence = shuttle::FailurePersistence::None;
    config
}

pub fn all(body: impl Fn() + Send + Sync + 'static, limit: Duration) -> End {
    let began = Instant::now();
    Runner::new(DfsScheduler::new(None, false), config(limit)).run(body);
    match began.elapsed() < limit {
        true => End::Complete,
        false => End::Bounded,
    }
}

pub fn random(body: impl Fn() + Send + Sync + 'static, limit: Duration) -> End {
    let scheduler = RandomScheduler::new_from_seed(1, usize::MAX);
    Runner::new(scheduler, config(limit)).run(body);
    End::Bounded
}
