//! Everything that SeqCst adds.
//!
//! Source: [atomics.order]/4 to /7 (N4861), RC11's `psc` axiom.
//! To happens-before it adds nothing: a SeqCst load acquires, a SeqCst store releases, a SeqCst fence does both, and two
//! SeqCst operations are ordered by that alone. It restricts which store a load may read. In an ordinary run each load
//! reads the latest store, and the order in which the run performed its operations is a single total order of all of
//! them: such a run satisfies `psc` whatever is SeqCst in it, so nothing is to be decided.
