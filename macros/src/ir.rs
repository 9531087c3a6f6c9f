//! What an expression means to us: nodes between recognition and templates.
//!
//! Nodes borrow the user's own `syn` nodes, so every message and every site has its span.
