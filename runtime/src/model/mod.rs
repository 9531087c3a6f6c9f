//! The rules: pure functions on the view of a thread and the state of an object.
