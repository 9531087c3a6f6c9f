//! One file of text per case: what does the path behind `@` name?

use std::path::PathBuf;
use std::sync::Arc;

use super::drops::Drops;
use super::files::Source;
use super::lexer::{self, Kind};
use super::lookup::{self, Answer};
use super::scopes::Scopes;

#[track_caller]
fn check(text: &str, expected: Answer) {
    let tokens = lexer::tokens(text);
    let marker = tokens
        .iter()
        .position(|token| token.is_mark('@'))
        .expect("the text has a marker");
    let mut names = Vec::new();
    for token in &tokens[marker + 1..] {
        match &token.kind {
            Kind::Word(word) => names.push(word.clone()),
            Kind::Mark(':') => {}
            _ => break,
        }
    }
    let source = Arc::new(Source {
        path: PathBuf::new(),
        scopes: Scopes::of(&tokens),
        drops: Drops::of(&tokens),
    });
    assert_eq!(
        lookup::path(&source, tokens[marker].at, &names),
        expected,
        "{text}"
    );
}

use Answer::{Absent, StaticMut, Unknown};

const CONSTANT: Answer = Answer::Other("a constant");
const LAZY: Answer = Answer::Other(super::scopes::LAZY);
const STATIC: Answer = Answer::Other("a static without `mut`");

#[test]
fn a_static_mut_is_seen_from_everywhere_in_its_module() {
    check(
        "static mut A: u8 = 0; fn f() { unsafe { @A = 1 } }",
        StaticMut,
    );
    check(
        "fn f() { { { @A } } } pub(crate) static mut A: [u8; 2] = [0; 2];",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; impl S { const A: u8 = 1; fn f() { @A } }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; trait T { const A: u8; fn f() { @A } }",
        StaticMut,
    );
    check(
        "unsafe extern \"C\" { static mut A: u8; } fn f() { @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f(x: [u8; 2]) -> impl Fn() { move || @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f() { assert_eq!(@A, 1) }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f<'a>() -> &'static mut u8 { @A }",
        StaticMut,
    );
}

#[test]
fn the_innermost_declaration_counts() {
    check(
        "static mut A: u8 = 0; fn f() { const A: u8 = 1; @A }",
        CONSTANT,
    );
    check(
        "static A: u8 = 0; fn f() { static mut A: u8 = 1; @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f() { { const A: u8 = 1; } @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f() { static A: u8 = 1; { @A } }",
        STATIC,
    );
    check(
        "static mut A: u8 = 0; fn g() { const A: u8 = 1; } fn f() { @A }",
        StaticMut,
    );
}

#[test]
fn modules_do_not_see_their_parents() {
    check("static mut A: u8 = 0; mod m { fn f() { @A } }", Absent);
    check(
        "const A: u8 = 0; mod m { static mut A: u8 = 0; fn f() { @A } }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; mod m { const A: u8 = 0; fn f() { @A } }",
        CONSTANT,
    );
    check(
        "mod m { static mut A: u8 = 0; } const A: u8 = 1; fn f() { @A }",
        CONSTANT,
    );
}

#[test]
fn paths_are_followed() {
    check(
        "mod m { pub static mut A: u8 = 0; } fn f() { @m::A }",
        StaticMut,
    );
    check(
        "mod m { pub const A: u8 = 0; } static mut A: u8 = 0; fn f() { @m::A }",
        CONSTANT,
    );
    check(
        "static mut A: u8 = 0; mod m { fn f() { @super::A } }",
        StaticMut,
    );
    check("static mut A: u8 = 0; fn f() { @self::A }", StaticMut);
    check("static mut A: u8 = 0; fn f() { @Self::A }", Unknown);
    check("static mut A: u8 = 0; fn f() { @Type::A }", Unknown);
    check("static mut A: u8 = 0; fn f() { @other_crate::A }", Unknown);
    check(
        "mod a { pub mod b { pub static mut A: u8 = 0; } } use a::b; fn f() { @b::A }",
        StaticMut,
    );
    check(
        "mod a { pub static mut A: u8 = 0; } use self::a as x; fn f() { @x::A }",
        StaticMut,
    );
}

#[test]
fn imports_and_aliases_are_followed() {
    check(
        "mod m { pub static mut A: u8 = 0; } use m::A; fn f() { @A }",
        StaticMut,
    );
    check(
        "mod m { pub static mut A: u8 = 0; } use m::{self, A as B}; fn f() { @B }",
        StaticMut,
    );
    check(
        "mod m { pub static mut A: u8 = 0; } use m::{A as B}; fn f() { @A }",
        Absent,
    );
    check(
        "mod m { pub const A: u8 = 0; pub static mut B: u8 = 0; } use m::{A as B}; fn f() { @B }",
        CONSTANT,
    );
    check(
        "mod m { pub static mut A: u8 = 0; } fn f() { use m::A as B; @B }",
        StaticMut,
    );
    check("static mut A: u8 = 0; fn f() { use other::A; @A }", Unknown);
    check(
        "mod a { pub use super::b::A; } mod b { pub static mut A: u8 = 0; } use a::A; fn f() { @A }",
        StaticMut,
    );
    check("use A as B; use B as A; fn f() { @A }", Unknown);
}

#[test]
fn globs_are_followed_where_their_module_is_in_sight() {
    check(
        "static mut A: u8 = 0; mod tests { use super::*; fn f() { @A } }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; mod tests { use super::*; const A: u8 = 1; fn f() { @A } }",
        CONSTANT,
    );
    check(
        "mod m { pub const A: u8 = 0; } static mut A: u8 = 0; fn f() { use m::*; @A }",
        CONSTANT,
    );
    check("static mut A: u8 = 0; fn f() { use other::*; @A }", Unknown);
    check(
        "static mut A: u8 = 0; use other::*; fn f() { @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f() { use std::sync::atomic::*; @A }",
        StaticMut,
    );
    check(
        "static mut A: u8 = 0; fn f() { use Ordering::*; @A }",
        StaticMut,
    );
    check(
        "static mut E: u8 = 0; fn f() { use std::f64::consts::*; @E }",
        Unknown,
    );
    check(
        "static mut A: u8 = 0; fn f() { use Letter::*; @A }",
        Unknown,
    );
}

#[test]
fn what_a_macro_may_have_made_is_unknown() {
    check("make! { static mut A: u8 = 0; } fn f() { @A }", Unknown);
    check(
        "static mut A: u8 = 0; macro_rules! m { () => { @A } }",
        Unknown,
    );
    check(
        "static mut A: u8 = 0; mod m { use super::*; constant!(A); fn f() { @A } }",
        Unknown,
    );
    check(
        "static mut A: u8 = 0; thread_local! { static B: u8 = 0 } fn f() { @A }",
        StaticMut,
    );
}

#[test]
fn what_may_shadow_makes_a_name_unknown() {
    check(
        "static mut N: u8 = 0; fn f<const N: usize>() { @N }",
        Unknown,
    );
    check(
        "#[cfg(a)] static mut A: u8 = 0; #[cfg(not(a))] static A: u8 = 0; fn f() { @A }",
        Unknown,
    );
    check("static mut P: u8 = 0; fn f(p: *const P) { @P }", StaticMut);
}

#[test]
fn a_name_with_one_meaning_in_the_whole_file_is_found() {
    let only = |text: &str| Scopes::of(&lexer::tokens(text)).only_static_muts("A");
    assert_eq!(
        only("macro_rules! m { () => { static mut A: u8 = 0; } }"),
        Some(true)
    );
    assert_eq!(
        only("static mut A: u8 = 0; mod m { const A: u8 = 0; }"),
        Some(false)
    );
    assert_eq!(
        only("static mut A: u8 = 0; mod m { use x::A; }"),
        Some(false)
    );
    assert_eq!(only("fn f() {}"), None);
}

#[test]
fn functions_that_never_return_are_known_by_their_name() {
    let text = "fn a() -> ! { loop {} } impl S { fn b(x: [u8; 2]) -> ! where S: T {} } fn c() -> u8 { !1 } fn d(f: fn() -> !) {}";
    let scopes = Scopes::of(&lexer::tokens(text));
    let known = ["a", "b", "c", "d"].map(|name| scopes.never_returns(name));
    assert_eq!(known, [true, true, false, false]);
}

#[test]
fn a_static_is_a_lazy_one_by_the_name_of_its_type() {
    for ty in [
        "LazyLock<u8>",
        "std::sync::LazyLock<Vec<u8>, fn() -> u8>",
        "Lazy<u8>",
        "::std::sync::LazyLock<u8>",
    ] {
        check(&format!("static A: {ty} = new(); fn f() {{ @A }}"), LAZY);
        check(
            &format!("mod m {{ pub static A: {ty} = new(); }} use m::A as B; fn f() {{ @B }}"),
            LAZY,
        );
        check(
            &format!("mod m {{ pub static A: {ty} = new(); }} fn f() {{ @m::A }}"),
            LAZY,
        );
        check(
            &format!("static mut A: {ty} = new(); fn f() {{ @A }}"),
            StaticMut,
        );
    }
    for ty in [
        "u8",
        "Mutex<LazyLock<u8>>",
        "[LazyLock<u8>; 2]",
        "&LazyLock<u8>",
        "LazyLocks",
    ] {
        check(&format!("static A: {ty} = new(); fn f() {{ @A }}"), STATIC);
    }
}
