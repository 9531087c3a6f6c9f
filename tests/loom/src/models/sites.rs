//! Sites get their numbers at their first event, which may be everywhere at once.

use super::{bounded, every};
use crate::primitive::{AtomicU64, Ordering};
use crate::shadow::sites;
use crate::site::{Function, Site, Span};
use loom::sync::Arc;
use loom::thread;

static FUNCTION: Function = Function {
    file: "model.rs",
    manifest_dir: "",
    name: "model",
};

fn site() -> &'static Site {
    let span = Span::new(1, 1, 1, 2);
    Box::leak(Box::new(Site::new(&FUNCTION, span, "x", "x", &[])))
}

#[test]
fn a_site_has_one_number_and_the_number_leads_back() {
    every(|| {
        let site = site();
        let other = thread::spawn(move || sites::number(site));
        let number = sites::number(site);
        assert_eq!(sites::site(number), Some(site));
        let others = other.join().expect("no thread panics");
        assert_eq!(number, others);
    });
}

/// Who finds a number in a shadow word, behind the lock of the granule (here a released word), finds its site; also where the
/// thread that put it there had the number from a third one.
#[test]
fn a_number_that_was_passed_on_leads_to_its_site() {
    bounded(3, || {
        let site = site();
        let word = Arc::new(AtomicU64::new(0));
        let writers: Vec<_> = (0..2)
            .map(|_| {
                let word = word.clone();
                thread::spawn(move || {
                    let number = sites::number(site);
                    word.store(number.into(), Ordering::Release);
                })
            })
            .collect();
        let number = word.load(Ordering::Acquire) as u32;
        if number != 0 {
            assert_eq!(sites::site(number), Some(site));
        }
        for writer in writers {
            writer.join().expect("no thread panics");
        }
    });
}
