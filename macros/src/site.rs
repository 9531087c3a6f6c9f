//! Places of user tokens: line, column, text.
