//! What a method takes out of a box of a type that is not written: annotated code compiles, and does what it does without us.
#![cfg(feature = "track")]

use datarace_tests::foreign::Token;

#[derive(Debug)]
struct Label(String);

#[datarace::check]
impl Label {
    fn spelled(self) -> String {
        self.0
    }
}

#[derive(Debug)]
struct Parts {
    label: Label,
    name: Option<String>,
    list: Vec<u32>,
    text: String,
}

fn parts() -> Parts {
    Parts {
        label: Label("l".to_owned()),
        name: Some("a".to_owned()),
        list: vec![1, 2],
        text: "t".to_owned(),
    }
}

// SAFETY: nothing in these functions is unsafe; the word makes the attribute look at what is under `*`.
#[datarace::check]
#[allow(
    unused_unsafe,
    clippy::explicit_auto_deref,
    clippy::undocumented_unsafe_blocks
)]
mod taken {
    use super::{Parts, Token, parts};

    /// A box whose type no name tells.
    pub(super) fn all_of<T>(value: T) -> (Box<T>,) {
        (Box::new(value),)
    }

    pub(super) fn fields() -> (String, u32, usize, String) {
        let (first,) = all_of(parts());
        let (second,) = all_of(parts());
        let (third,) = all_of(parts());
        let (mut fourth,) = all_of(parts());
        let (fifth,) = all_of(parts());
        unsafe {
            (*fourth).text.push('u');
            (*fourth).list.retain(|x| *x > 1);
            (
                (*first).name.unwrap(),
                (*second).list.into_iter().sum(),
                (*third).name.map_or(0, |name| name.len()) + (*fourth).list.len(),
                (*fourth).text.into_boxed_str().into_string() + &(*fifth).label.spelled(),
            )
        }
    }

    pub(super) fn wholes() -> (String, usize) {
        let (first,) = all_of(Some("a".to_owned()));
        let (second,) = all_of(Some("bc".to_owned()));
        unsafe {
            (
                (*first).unwrap(),
                (*second).map(|name| name.len()).unwrap_or(usize::MAX),
            )
        }
    }

    pub(super) fn tokens(list: Vec<Token>) -> Vec<u32> {
        let mut all = Vec::new();
        for token in list {
            unsafe {
                match all.len() {
                    0 => all.push(token.write(1)),
                    1 => all.push(token.replace(2)),
                    _ => all.push(token.write_volatile(all.len() as u32)),
                }
            }
        }
        all
    }

    pub(super) fn assigned(mut left: Box<Parts>, right: &mut Parts) -> (Box<Parts>, usize) {
        let mut count = 0;
        let pair = (&mut count, right);
        let (number, other) = pair;
        unsafe {
            ((*left).name, *number, (*other).text) = (None, 3, "w".to_owned());
            [(*left).list[0], *number] = [5, *number];
        }
        (left, count as usize)
    }
}

#[test]
fn fields_and_pointees_are_taken() {
    let (name, sum, length, text) = taken::fields();
    assert_eq!(
        (name.as_str(), sum, length, text.as_str()),
        ("a", 3, 2, "tul")
    );
    assert_eq!(taken::wholes(), ("a".to_owned(), 2));
}

#[test]
fn a_method_takes_what_it_is_called_on() {
    let tokens = (1..4).map(|number| Token(Box::new(number))).collect();
    assert_eq!(taken::tokens(tokens), [2, 4, 5]);
}

#[test]
fn several_places_are_assigned() {
    let mut right = parts();
    let (left, count) = taken::assigned(Box::new(parts()), &mut right);
    assert_eq!((left.name, left.list, count), (None, vec![5, 2], 3));
    assert_eq!(right.text, "w");
}
