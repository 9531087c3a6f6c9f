//! Calls that never synchronize, by their names: after them nothing can have been ordered that we did not see.
//!
//! A name is a guess, and a wrong one invents a race. So the list of methods holds names that say it whatever the type
//! (`Option`, `Result`, numbers, lazy adapters of iterators). Names that people also give to methods which look at something
//! that another thread changes (`is_done`, `len`, `load`), and what runs an iterator to its end (`collect` of a channel's), are
//! in it with no type in mind, so there the receiver's type decides.

use crate::knowledge::Knowledge;

/// Whether calls of this method never synchronize, whatever the type.
fn method_never_synchronizes(name: &str) -> bool {
    NEVER.binary_search(&name).is_ok() || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// What the name of a call says about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    /// It never synchronizes.
    Inert,
    /// It makes a value, and synchronizes only if that holds something (a guard that locks in `new`).
    Makes,
    /// Nothing.
    Nothing,
}

/// What a call by path is. `knowledge` tells which names are not std's.
pub(crate) fn path(path: &syn::Path, knowledge: &Knowledge) -> Known {
    let (Some(last), of) = last_names(path) else {
        return Known::Nothing;
    };
    let is_variant = last.starts_with(char::is_uppercase);
    let is_of_std = match of {
        Some(of) if of == "thread" => {
            matches!(
                last.as_str(),
                "current" | "panicking" | "available_parallelism"
            ) && !knowledge.declares_module(&of)
        }
        Some(of) if of == "panic" => unwinds(&last) && !knowledge.declares_module(&of),
        Some(of) => {
            STD_OWNERS.binary_search(&of.as_str()).is_ok() && !knowledge.declares_module(&of)
        }
        None => {
            (STD_FUNCTIONS.contains(&last.as_str()) || unwinds(&last))
                && !knowledge.is_own_function(&last)
        }
    };
    if is_variant || is_of_std {
        return Known::Inert;
    }
    match CONSTRUCTORS.contains(&last.as_str()) {
        true => Known::Makes,
        false => Known::Nothing,
    }
}

/// Functions of `std::panic` that only unwind or stop it. Those that change the panic hook are ordered with who panics.
fn unwinds(name: &str) -> bool {
    matches!(name, "catch_unwind" | "resume_unwind" | "panic_any")
}

/// Whether this is `catch_unwind`, which calls its argument. `knowledge` tells which names are not std's.
pub(crate) fn calls_its_argument(path: &syn::Path, knowledge: &Knowledge) -> bool {
    let (last, _) = last_names(path);
    last.is_some_and(|last| last == "catch_unwind") && self::path(path, knowledge) == Known::Inert
}

/// What a method call is.
pub(crate) fn method(name: &str) -> Known {
    if MAKING.contains(&name) {
        Known::Makes
    } else if method_never_synchronizes(name) {
        Known::Inert
    } else {
        Known::Nothing
    }
}

/// Methods that make a value, whatever the type.
const MAKING: &[&str] = &["clone", "into", "parse", "try_into", "unwrap_or_default"];

/// Whether a function that stands as a value never synchronizes.
pub(crate) fn function_never_synchronizes(path: &syn::Path, knowledge: &Knowledge) -> bool {
    let owner = path.segments.iter().rev().nth(1);
    let owner = owner.map(|part| part.ident.to_string()).unwrap_or_default();
    let is_trait = TRAITS.contains(&owner.as_str());
    let is_atomic = owner.starts_with("Atomic");
    let converts = path.segments.last().is_some_and(|last| {
        let last = last.ident.to_string();
        matches!(last.as_str(), "from" | "into" | "try_from" | "try_into")
    });
    is_trait
        || match self::path(path, knowledge) {
            Known::Inert => !is_atomic,
            // It may make a guard.
            Known::Makes => !is_atomic && !converts,
            Known::Nothing => false,
        }
}

/// Traits of the prelude whose functions stand as values, and make nothing that holds more than its source did.
const TRAITS: &[&str] = &[
    "AsMut",
    "AsRef",
    "Clone",
    "Default",
    "IntoIterator",
    "ToOwned",
    "ToString",
];

/// The last name of a path, and what it is of.
fn last_names(path: &syn::Path) -> (Option<String>, Option<String>) {
    let mut names = path
        .segments
        .iter()
        .rev()
        .map(|part| part.ident.to_string());
    (names.next(), names.next())
}

/// Whether a call by path makes a value of a type of std's, and runs no code of anybody's.
pub(crate) fn makes_a_value(path: &syn::Path) -> bool {
    let (last, of) = last_names(path);
    let is_std = |of: String| STD_OWNERS.binary_search(&of.as_str()).is_ok();
    last.is_some_and(|last| makes(&last)) && of.is_some_and(|of| of == "ptr" || is_std(of))
}

/// Whether a function writes to what its exclusive references refer to: `core::mem`'s `swap`, `replace` and `take`.
pub(crate) fn fills(function: &syn::Expr, knowledge: &Knowledge) -> bool {
    let syn::Expr::Path(path) = crate::syntax::bare(function) else {
        return false;
    };
    let is_mem = |of: &str| of == "mem";
    let (Some(last), of) = last_names(&path.path) else {
        return false;
    };
    matches!(last.as_str(), "swap" | "replace" | "take")
        && match of {
            Some(of) => is_mem(&of),
            None => knowledge
                .imported(&last)
                .and_then(|path| path.iter().rev().nth(1))
                .is_some_and(|of| is_mem(of)),
        }
}

/// Whether a call by path is `LazyLock::new`.
pub(crate) fn makes_a_lazy(path: &syn::Path) -> bool {
    let (last, of) = last_names(path);
    last.is_some_and(|last| last == "new") && of.is_some_and(|of| of == "LazyLock")
}

fn makes(name: &str) -> bool {
    matches!(
        name,
        "new" | "uninit" | "zeroed" | "with_capacity" | "null" | "null_mut" | "dangling"
    )
}

/// Whether a call by path makes a value of the type that it names: `Vec::new()`, `Arc::clone(&x)`.
pub(crate) fn constructs(path: &syn::Path) -> bool {
    let (last, of) = last_names(path);
    let is_type = |of: String| {
        let is_trait = matches!(
            of.as_str(),
            "Clone" | "Default" | "From" | "Into" | "TryFrom"
        );
        // A single letter is a parameter's.
        1 < of.len() && of.starts_with(char::is_uppercase) && !is_trait
    };
    last.is_some_and(|last| {
        CONSTRUCTORS.contains(&last.as_str()) || makes(&last) || last == "clone"
    }) && of.is_some_and(is_type)
}

/// Whether a method is one of numbers, or one that tells how many.
pub(crate) fn answers_with_a_number(name: &str) -> bool {
    tells_how_many(name)
        || matches!(
            name,
            "min"
                | "max"
                | "pow"
                | "rem_euclid"
                | "trailing_zeros"
                | "leading_zeros"
                | "count_ones"
        )
        || ["wrapping_", "saturating_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Whether a method borrows its receiver and says how much is in it.
pub(crate) fn tells_how_many(name: &str) -> bool {
    matches!(name, "len" | "capacity")
}

/// Whether a function of std's by this name does not return.
pub(crate) fn never_returns(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "abort",
        "exit",
        "handle_alloc_error",
        "panic_any",
        "resume_unwind",
        "unreachable_unchecked",
    ];
    NAMES.contains(&name)
}

/// Functions that make a value of their own.
const CONSTRUCTORS: &[&str] = &[
    "new",
    "default",
    "from",
    "with_capacity",
    "into",
    "try_from",
    "from_str",
];

/// Functions of the prelude and of `core::mem` and its neighbours, imported by name.
const STD_FUNCTIONS: &[&str] = &[
    "drop",
    "size_of",
    "align_of",
    "size_of_val",
    "align_of_val",
    "black_box",
    "forget",
    "swap",
    "replace",
    "take",
    "transmute",
    "null",
    "null_mut",
    "from_fn",
    "repeat",
    "once",
    "empty",
    "unreachable_unchecked",
    "fence",
    "compiler_fence",
    "min",
    "max",
    "identity",
    "type_name",
];

/// Types and modules of std none of whose functions synchronize with other threads' code.
const STD_OWNERS: &[&str] = &[
    "Arc",
    "AtomicBool",
    "AtomicI16",
    "AtomicI32",
    "AtomicI64",
    "AtomicI8",
    "AtomicIsize",
    "AtomicPtr",
    "AtomicU16",
    "AtomicU32",
    "AtomicU64",
    "AtomicU8",
    "AtomicUsize",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Bound",
    "Box",
    "CStr",
    "CString",
    "Cell",
    "Context",
    "Cow",
    "Duration",
    "HashMap",
    "HashSet",
    "Instant",
    "Iterator",
    "Layout",
    "LinkedList",
    "Location",
    "ManuallyDrop",
    "MaybeUninit",
    "NonNull",
    "NonZero",
    "NonZeroI128",
    "NonZeroI16",
    "NonZeroI32",
    "NonZeroI64",
    "NonZeroI8",
    "NonZeroIsize",
    "NonZeroU128",
    "NonZeroU16",
    "NonZeroU32",
    "NonZeroU64",
    "NonZeroU8",
    "NonZeroUsize",
    "Option",
    "Ordering",
    "OsStr",
    "OsString",
    "Path",
    "PathBuf",
    "PhantomData",
    "Pin",
    "Poll",
    "RangeInclusive",
    "RawWaker",
    "RawWakerVTable",
    "Rc",
    "RefCell",
    "Result",
    "Some",
    "String",
    "SystemTime",
    "TypeId",
    "UnsafeCell",
    "Vec",
    "VecDeque",
    "Weak",
    "Wrapping",
    "any",
    "array",
    "bool",
    "char",
    "cmp",
    "convert",
    "f32",
    "f64",
    "hint",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "iter",
    "mem",
    "ops",
    "ptr",
    "slice",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

const PREFIXES: &[&str] = &[
    "assume_init",
    "byte_",
    "cast",
    "checked_",
    "expect",
    "from_be",
    "from_le",
    "ok_or",
    "overflowing_",
    "saturating_",
    "sort_",
    "split_at",
    "to_be",
    "to_le",
    "trim",
    "wrapping_",
];

/// Sorted.
const NEVER: &[&str] = &[
    "abs",
    "add",
    "and_then",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_micros",
    "as_millis",
    "as_mut",
    "as_mut_bytes",
    "as_mut_ptr",
    "as_mut_slice",
    "as_mut_str",
    "as_nanos",
    "as_path",
    "as_ptr",
    "as_ref",
    "as_secs",
    "as_slice",
    "as_str",
    "by_ref",
    "bytes",
    "ceil",
    "chain",
    "chars",
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "cloned",
    "cmp",
    "copied",
    "count_ones",
    "cycle",
    "ends_with",
    "enumerate",
    "eq",
    "err",
    "filter",
    "filter_map",
    "first_mut",
    "flat_map",
    "flatten",
    "floor",
    "fuse",
    "ge",
    "get_unchecked_mut",
    "gt",
    "hash",
    "inspect",
    "into_boxed_slice",
    "into_raw",
    "is_aligned",
    "is_alphabetic",
    "is_alphanumeric",
    "is_ascii",
    "is_char_boundary",
    "is_digit",
    "is_err",
    "is_err_and",
    "is_finite",
    "is_infinite",
    "is_lowercase",
    "is_nan",
    "is_negative",
    "is_none",
    "is_none_or",
    "is_null",
    "is_numeric",
    "is_ok",
    "is_ok_and",
    "is_positive",
    "is_power_of_two",
    "is_some",
    "is_some_and",
    "is_uppercase",
    "is_whitespace",
    "last_mut",
    "le",
    "leading_zeros",
    "lines",
    "lt",
    "map",
    "map_err",
    "map_or",
    "map_or_else",
    "ne",
    "next_power_of_two",
    "now",
    "ok",
    "or",
    "or_else",
    "partial_cmp",
    "peekable",
    "pow",
    "rchunks",
    "rchunks_mut",
    "rem_euclid",
    "rev",
    "rotate_left",
    "rotate_right",
    "round",
    "scan",
    "skip",
    "skip_while",
    "sort",
    "split",
    "split_first_mut",
    "split_last_mut",
    "sqrt",
    "starts_with",
    "step_by",
    "sub",
    "take_while",
    "then_some",
    "thread",
    "to_bits",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "trailing_zeros",
    "transpose",
    "unwrap",
    "unwrap_err",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_unchecked",
    "windows",
    "zip",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(NEVER.is_sorted());
        assert!(STD_OWNERS.is_sorted());
    }

    #[test]
    fn names_that_people_give_to_locks_are_in_no_list() {
        for name in [
            "lock",
            "unlock",
            "acquire",
            "release",
            "push",
            "pop",
            "get",
            "insert",
            "send",
            "recv",
            "wait",
            "notify",
            "signal",
            "enter",
            "exit",
            "with",
            "run",
            "execute",
            "install",
            "join",
            "spawn",
            "put",
            "take",
            "read",
            "write",
            "update",
            "set",
            "increment",
            "remove",
            "is_ready",
            "is_done",
            "is_empty",
            "len",
            "load",
            "first",
            "contains",
            "iter",
            "iter_mut",
            "get_mut",
            "collect",
            "for_each",
            "as_option",
            "fetch_add",
            "then",
            "into",
            "parse",
            "unwrap_or_default",
        ] {
            assert!(!method_never_synchronizes(name), "{name}");
        }
    }

    #[test]
    fn paths_of_std_are_known() {
        let file = Knowledge::default();
        let path = |text: &str| path(&syn::parse_str(text).unwrap(), &file);
        let known = |text: &str| path(text) == Known::Inert;
        assert!(known("std::mem::take"));
        assert!(known("Box::into_raw"));
        assert!(known("Some"));
        assert!(!known("helper"));
        assert!(!known("queue::push"));
        assert!(known("std::panic::catch_unwind"));
        assert!(!known("std::panic::set_hook"));
        assert_eq!(path("Guard::new"), Known::Makes);
        assert_eq!(method("clone"), Known::Makes);
        assert_eq!(method("into"), Known::Makes);
    }
}
