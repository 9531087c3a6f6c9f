//! The oracle, shared by the integration tests in `tests/`.
