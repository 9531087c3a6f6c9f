//! What the integration tests in `tests/` share: the oracle, and types of another crate than theirs.

#[cfg(feature = "track")]
pub mod oracle;

pub mod foreign;
