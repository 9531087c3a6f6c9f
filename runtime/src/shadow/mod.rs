//! The last accesses per byte range; the one home of lock-free code.
