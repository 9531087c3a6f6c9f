//! Turns a race into text, JSON, SARIF, HTML; decides nothing.
//!
//! A [`Race`](crate::race::Race) is complete when the rule finds it. Here are the words ([`advice`], the one table), the
//! source lines ([`source`]) and a printer per format. All are functions of their arguments; the only look at the world
//! is that [`source`] reads source files.

mod advice;
mod diagnostic;
mod lanes;
mod path;
mod value;

pub(crate) mod color;
pub(crate) mod failure;
pub(crate) mod file;
pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod source;
pub(crate) mod text;

#[cfg(test)]
pub(crate) mod tests;
