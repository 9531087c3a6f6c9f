//! The attributes of `datarace`. Use them through that crate.
