//! What the compiler that this macro runs in was told about the crate.

use std::sync::OnceLock;

/// Whether closures of the crate that is compiled capture places, and not whole variables.
pub(crate) fn captures_places() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| edition(std::env::args()).is_none_or(|edition| edition >= 2021))
}

/// The edition of the crate, by the arguments of the compiler that this macro runs in; `None` if it is no compiler, or does not say.
fn edition(arguments: impl Iterator<Item = String>) -> Option<u16> {
    let mut is_compiler = false;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        is_compiler |= argument == "--crate-name";
        let edition = match argument.as_str() {
            "--edition" => arguments.next(),
            other => other.strip_prefix("--edition=").map(str::to_owned),
        };
        if let Some(edition) = edition {
            return edition.parse().ok();
        }
    }
    is_compiler.then_some(2015)
}

/// Whether functions of the crate may be compiled into those that call them.
pub(crate) fn inlines() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| is_optimized(std::env::args()))
}

/// Whether the last word in the arguments is an optimization. (`-O` and the long form of `-C` may not stand beside the level that cargo
/// gives.)
fn is_optimized(arguments: impl Iterator<Item = String>) -> bool {
    let mut is_optimized = false;
    for argument in arguments {
        let option = argument
            .strip_prefix("-C")
            .or_else(|| argument.strip_prefix("--codegen="))
            .unwrap_or(&argument);
        match option.split_once('=') {
            Some(("opt-level", level)) => is_optimized = level != "0",
            _ => is_optimized |= option == "-O",
        }
    }
    is_optimized
}

#[cfg(test)]
mod tests {
    use super::{edition, is_optimized};

    fn of(line: &str) -> Option<u16> {
        edition(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn the_compiler_is_told_its_edition() {
        assert_eq!(of("rustc --crate-name a --edition=2018 a.rs"), Some(2018));
        assert_eq!(of("rustc --edition 2024 --crate-name a"), Some(2024));
        assert_eq!(of("rustc --crate-name a a.rs"), Some(2015));
        assert_eq!(of("rust-analyzer-proc-macro-srv"), None);
        assert_eq!(of("rustc @arguments --edition=future"), None);
    }

    #[test]
    fn the_compiler_is_told_its_level() {
        let of = |line: &str| is_optimized(line.split(' ').map(str::to_owned));
        assert!(of("rustc --crate-name a -C opt-level=1 a.rs"));
        assert!(of("rustc -Copt-level=s") && of("rustc --codegen=opt-level=3") && of("rustc -O"));
        assert!(!of("rustc --crate-name a -C debuginfo=2 a.rs"));
        assert!(!of("rustc -C opt-level=3 -C opt-level=0"));
    }
}
