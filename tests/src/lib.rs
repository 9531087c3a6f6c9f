//! What the integration tests in `tests/` share: the oracle, what makes many programs, and types of another crate than theirs.

#[cfg(feature = "track")]
pub mod oracle;

pub mod corpus;
pub mod foreign;
