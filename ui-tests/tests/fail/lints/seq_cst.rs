use std::sync::atomic::{AtomicUsize, Ordering, fence};

static COUNT: AtomicUsize = AtomicUsize::new(0);

#[datarace::check(deny(seq_cst))]
mod strict {
    use super::*;
    use std::sync::atomic::Ordering::SeqCst;

    pub fn all_at_once() {
        COUNT.fetch_add(1, Ordering::SeqCst);
        let _ = COUNT.compare_exchange(1, 2, SeqCst, std::sync::atomic::Ordering::SeqCst);
        fence(SeqCst);
        AtomicUsize::store(&COUNT, 0, SeqCst);
    }

    pub fn weaker() {
        COUNT.fetch_add(1, Ordering::AcqRel);
    }

    pub fn with_a_reason() {
        #[datarace(allow(seq_cst, reason = "one total order with the other flag"))]
        COUNT.store(1, SeqCst);
    }

    #[datarace(allow(seq_cst), reason = "the same, for a whole function")]
    pub fn with_a_reason_above() {
        COUNT.store(1, SeqCst);
    }

    #[datarace(skip)]
    pub fn left_alone() {
        COUNT.store(1, SeqCst);
    }
}

fn main() {
    strict::all_at_once();
    strict::weaker();
    strict::with_a_reason();
    strict::with_a_reason_above();
    strict::left_alone();
}
