//! The oracle, shared by the integration tests in `tests/`.

#[cfg(feature = "track")]
pub mod oracle;
