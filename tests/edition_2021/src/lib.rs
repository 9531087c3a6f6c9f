//! Nothing: the programs stand in `tests/tests`, and are compiled here in another edition.
