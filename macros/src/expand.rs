//! Templates: the only file with generated code. Above each one stand its input and its output.
