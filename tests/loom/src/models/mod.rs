mod biased;
mod objects;
mod ownership;
mod shadow;
mod sites;
mod spin;

use loom::model::Builder;

/// All interleavings.
fn every(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.max_branches = BRANCHES_MAX;
    builder.check(model);
}

/// All interleavings in which at most `preemptions` threads lose the processor where they could go on.
fn bounded(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.max_branches = BRANCHES_MAX;
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// Steps of one execution in which a thread may lose the processor (count); spinning on a lock takes many.
const BRANCHES_MAX: usize = 100_000;
