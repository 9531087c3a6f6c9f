//! Every message of the attributes on the user's own tokens, and every kind of item that compiles.
//!
//! `fail/<area>/<mistake>.rs` has its expected message beside it (`just bless` rewrites it; read the difference).

#[test]
fn messages_stand_on_the_users_tokens() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/fail/*/*.rs");
}

#[test]
fn annotated_items_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
}
