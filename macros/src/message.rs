//! The sentences for users: what is wrong, and what is allowed.
//!
//! Lower case start, no final full stop, the user's own words in backquotes. Where a sentence stands is the business of
//! `check` and `options`, which put it on the user's own tokens. The sentences about an ordering that its operation
//! cannot take are in the runtime (`hooks/judge.rs`), because only the type checker can tell.

use proc_macro2::Span;
use quote::ToTokens;
use std::fmt;

/// One sentence of the table, with what fills it.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// An option that the attribute does not have.
    UnknownOption {
        name: String,
        allowed: &'static [&'static str],
    },
    /// Something in the parentheses that is no option at all.
    NotAnOption { allowed: &'static [&'static str] },
    /// An option that stands there twice.
    RepeatedOption { name: String },
    /// An option without its value, or with one of another shape.
    OptionShape { shape: &'static str },
    /// A value that is not in the list.
    UnknownValue {
        option: &'static str,
        allowed: &'static [&'static str],
    },
    /// A number or time that must not be zero.
    Zero { option: String },
    /// An option that means nothing without another one.
    Needs { name: String, needs: &'static str },
    /// A lint that is both denied and allowed for the same item.
    DeniedAndAllowed { lint: String },
    /// An `allow(..)` without a reason.
    NoReason { lint: String },
    /// An `allow(..)` of a lint that nothing denies.
    AllowedButNotDenied { lint: String },
    /// Two helper options that exclude each other.
    SkipAndMore,
    /// An item that has no code in it, or none that runs.
    NotInstrumentable { what: &'static str },
    /// `#[datarace::test]` on something that is no function.
    NotATest { what: &'static str },
    /// `#[datarace::test]` on a function with parameters.
    TestWithParameters,
    /// `#[datarace::test]` and `#[test]` on one function.
    TestTwice,
    /// An exploration of an async test.
    ExploreAsync,
    /// A name in `static_mut(..)` that this file declares as something else.
    NotAStaticMut { name: String, what: &'static str },
    /// `deny(seq_cst)`.
    SeqCst,
    /// `deny(relaxed_publish)`.
    RelaxedPublish { flag: String, written: String },
    /// `deny(unpaired)`: nothing could observe the release.
    UnpairedRelease { atomic: String },
    /// `deny(unpaired)`: nothing releases what is acquired.
    UnpairedAcquire { atomic: String },
    /// `deny(unpaired)` on a function, which does not show both sides.
    UnpairedNeedsItem,
}

impl Message {
    /// The sentence on these tokens.
    pub(crate) fn on(self, tokens: impl ToTokens) -> syn::Error {
        syn::Error::new_spanned(tokens, self)
    }

    /// The sentence at this place.
    pub(crate) fn at(self, span: Span) -> syn::Error {
        syn::Error::new(span, self)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOption { name, allowed } => {
                write!(
                    f,
                    "unknown option `{name}`; the options here are {}",
                    List(allowed)
                )
            }
            Self::NotAnOption { allowed } => {
                write!(
                    f,
                    "an option is expected; the options here are {}",
                    List(allowed)
                )
            }
            Self::RepeatedOption { name } => {
                write!(f, "`{name}` stands here twice; once is enough")
            }
            Self::OptionShape { shape } => write!(f, "this option is written `{shape}`"),
            Self::UnknownValue { option, allowed } => {
                write!(f, "unknown value of `{option}`; it takes {}", List(allowed))
            }
            Self::Zero { option } => write!(f, "`{option}` must not be zero"),
            Self::Needs { name, needs } => {
                write!(f, "`{name}` means something only together with `{needs}`")
            }
            Self::DeniedAndAllowed { lint } => {
                write!(
                    f,
                    "`{lint}` is denied and allowed for the same item; put the `allow` on the part that needs it: \
                     `#[datarace(allow({lint}, reason = \"..\"))]`"
                )
            }
            Self::NoReason { lint } => {
                write!(f, "say why: `allow({lint}, reason = \"..\")`")
            }
            Self::AllowedButNotDenied { lint } => {
                write!(
                    f,
                    "`{lint}` is not denied here; `deny({lint})` on the annotated item asks for it"
                )
            }
            Self::SkipAndMore => f.write_str("`skip` leaves this code alone; no other option can stand beside it"),
            Self::NotInstrumentable { what } => {
                write!(
                    f,
                    "{what} cannot be instrumented; `check` goes on a function, an `impl`, a trait or an inline module"
                )
            }
            Self::NotATest { what } => write!(f, "{what} is no test; `test` goes on a function"),
            Self::TestWithParameters => {
                f.write_str("a test takes no parameters; to instrument a function with parameters use `check`")
            }
            Self::TestTwice => {
                f.write_str("`datarace::test` already makes this a test; remove this attribute, or use `check` above it")
            }
            Self::ExploreAsync => {
                f.write_str("an async test cannot be explored: its runtime decides who runs; remove `explore`")
            }
            Self::NotAStaticMut { name, what } => {
                write!(
                    f,
                    "`{name}` is {what}; `static_mut(..)` names variables declared as `static mut`"
                )
            }
            Self::SeqCst => f.write_str(
                "`SeqCst` is denied here: `Acquire`, `Release` or `AcqRel` order everything but independent locations; \
                 if one total order is needed, say why: `#[datarace(allow(seq_cst, reason = \"..\"))]`",
            ),
            Self::RelaxedPublish { flag, written } => {
                write!(
                    f,
                    "this relaxed store does not publish the write to `{written}` before it, but `{flag}` is loaded as a \
                     flag in this item: store with `Release` and load with `Acquire`, or say why: \
                     `#[datarace(allow(relaxed_publish, reason = \"..\"))]`"
                )
            }
            Self::UnpairedRelease { atomic } => {
                write!(
                    f,
                    "nothing in this item acquires `{atomic}`, so this release orders nothing: load it with `Acquire`, \
                     store with `Relaxed`, or say why: `#[datarace(allow(unpaired, reason = \"..\"))]`"
                )
            }
            Self::UnpairedAcquire { atomic } => {
                write!(
                    f,
                    "`{atomic}` is only stored `Relaxed` in this item, so this acquire orders nothing: store with \
                     `Release`, load with `Relaxed`, or say why: `#[datarace(allow(unpaired, reason = \"..\"))]`"
                )
            }
            Self::UnpairedNeedsItem => f.write_str(
                "`unpaired` compares the stores and loads of a whole `impl` or inline module; a function does not show both sides",
            ),
        }
    }
}

/// `a`, `b` and `c`.
struct List(&'static [&'static str]);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            match index {
                0 => {}
                last if last + 1 == self.0.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "`{word}`")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What fills the sentences here: no word of theirs.
    const FILL: &str = "§";

    /// The place of a variant in [`samples`]; a new one does not compile without.
    fn index(message: &Message) -> usize {
        match message {
            Message::UnknownOption { .. } => 0,
            Message::NotAnOption { .. } => 1,
            Message::RepeatedOption { .. } => 2,
            Message::OptionShape { .. } => 3,
            Message::UnknownValue { .. } => 4,
            Message::Zero { .. } => 5,
            Message::Needs { .. } => 6,
            Message::DeniedAndAllowed { .. } => 7,
            Message::NoReason { .. } => 8,
            Message::AllowedButNotDenied { .. } => 9,
            Message::SkipAndMore => 10,
            Message::NotInstrumentable { .. } => 11,
            Message::NotATest { .. } => 12,
            Message::TestWithParameters => 13,
            Message::TestTwice => 14,
            Message::ExploreAsync => 15,
            Message::NotAStaticMut { .. } => 16,
            Message::SeqCst => 17,
            Message::RelaxedPublish { .. } => 18,
            Message::UnpairedRelease { .. } => 19,
            Message::UnpairedAcquire { .. } => 20,
            Message::UnpairedNeedsItem => 21,
        }
    }

    fn samples() -> Vec<Message> {
        let fill = || String::from(FILL);
        let allowed = &[FILL];
        vec![
            Message::UnknownOption {
                name: fill(),
                allowed,
            },
            Message::NotAnOption { allowed },
            Message::RepeatedOption { name: fill() },
            Message::OptionShape { shape: FILL },
            Message::UnknownValue {
                option: FILL,
                allowed,
            },
            Message::Zero { option: fill() },
            Message::Needs {
                name: fill(),
                needs: FILL,
            },
            Message::DeniedAndAllowed { lint: fill() },
            Message::NoReason { lint: fill() },
            Message::AllowedButNotDenied { lint: fill() },
            Message::SkipAndMore,
            Message::NotInstrumentable { what: FILL },
            Message::NotATest { what: FILL },
            Message::TestWithParameters,
            Message::TestTwice,
            Message::ExploreAsync,
            Message::NotAStaticMut {
                name: fill(),
                what: FILL,
            },
            Message::SeqCst,
            Message::RelaxedPublish {
                flag: fill(),
                written: fill(),
            },
            Message::UnpairedRelease { atomic: fill() },
            Message::UnpairedAcquire { atomic: fill() },
            Message::UnpairedNeedsItem,
        ]
    }

    /// All expected messages of the files that must not compile.
    fn expected() -> String {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui-tests/tests/fail");
        let files = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
            let entries = std::fs::read_dir(folder).expect("the workspace has ui-tests");
            entries
                .map(|entry| entry.expect("readable").path())
                .collect()
        };
        files(root.as_ref())
            .iter()
            .flat_map(|area| files(area))
            .filter(|path| path.extension().is_some_and(|ending| ending == "stderr"))
            .map(|path| std::fs::read_to_string(path).expect("text"))
            .collect()
    }

    #[test]
    fn each_sentence_has_a_file_that_must_not_compile() {
        let expected = expected();
        let samples = samples();
        let indices: Vec<usize> = samples.iter().map(index).collect();
        assert!(indices.iter().copied().eq(0..samples.len()));
        for message in samples {
            let sentence = message.to_string();
            let own = sentence
                .split(FILL)
                .max_by_key(|part| part.len())
                .unwrap_or_default();
            assert!(
                own.len() > 10 && expected.contains(own.trim()),
                "{sentence}"
            );
        }
    }

    #[test]
    fn sentences_start_small_and_have_no_full_stop() {
        for message in samples() {
            let sentence = message.to_string();
            assert!(!sentence.ends_with('.'), "{sentence}");
            assert!(!sentence.starts_with(char::is_uppercase), "{sentence}");
        }
    }
}
