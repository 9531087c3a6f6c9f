//! The attribute changes nothing that a program can see: the same source, with and without it, leaves the same log of
//! evaluations, drops, results and panics (texts and places).

#![cfg(feature = "track")]

#[path = "../programs/meaning.rs"]
mod meaning;

#[test]
fn evaluations_drops_results_and_panics_are_the_same() {
    let (plain, annotated) = meaning::logs();
    assert_eq!(plain.len(), annotated.len());
    for (plain, annotated) in plain.iter().zip(&annotated) {
        assert_eq!(plain, annotated);
    }
    assert!(plain.len() > 100, "the program ran to its end");
}
