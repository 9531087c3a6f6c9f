//! Imports point down, pure modules stay pure, and each stage of the macro keeps to its work.
//!
//! The lists below are the ones of ARCHITECTURE.md; change both together.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of `runtime/src` with their layer. A module may import those of lower layers and itself.
const LAYERS: &[(&str, u32)] = &[
    ("access", 0),
    ("clock", 0),
    ("order", 0),
    ("primitive", 0),
    ("random", 0),
    ("site", 1),
    ("event", 2),
    ("race", 3),
    ("model", 4),
    ("shadow", 5),
    ("tracker", 6),
    ("report", 6),
    ("session", 7),
    ("hooks", 8),
    ("explore", 8),
];

/// Modules that are functions of their arguments: no unsafe, no lock, no global, no wall clock, no environment.
const PURE: &[&str] = &[
    "access", "clock", "order", "random", "event", "race", "model", "report",
];

/// What a pure module may not name.
const IMPURE: &[&str] = &[
    "unsafe",
    "static",
    "thread_local",
    "Mutex",
    "RwLock",
    "OnceLock",
    "LazyLock",
    "Instant",
    "SystemTime",
    "env",
    "UnsafeCell",
];

/// Which stages of the macro may write tokens, and which may refuse.
const MAY_QUOTE: &[&str] = &["expand"];

fn runtime_sources() -> Vec<(String, PathBuf)> {
    sources("../runtime/src")
}

/// The files below a folder of the workspace, each with the first component of its path: `model` for `model/fence.rs`.
fn sources(folder: &str) -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(
        !files.is_empty(),
        "the sources are where this test looks for them"
    );
    files
        .into_iter()
        .map(|file| (module_of(&root, &file), file))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    for path in paths {
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|ending| ending == "rs") => files.push(path),
            false => {}
        }
    }
}

fn module_of(root: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(root).expect("below the root");
    let first = relative.components().next().expect("a file has a name");
    first
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

/// The tokens of a file without items under `#[cfg(test)]`; a file of tests only has none.
fn code_of(file: &Path) -> TokenStream {
    if file.ends_with("tests.rs") {
        return TokenStream::new();
    }
    let text = fs::read_to_string(file).expect("readable");
    let parsed =
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    parsed
        .items
        .iter()
        .filter(|item| !is_test(item))
        .map(ToTokens::to_token_stream)
        .collect()
}

fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    let is_cfg_test = |attribute: &syn::Attribute| {
        attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test")
    };
    attributes.iter().any(is_cfg_test)
}

/// All identifiers that are not lifetimes.
fn words(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut after_quote = false;
    for token in tokens {
        let is_quote = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '\'');
        match token {
            TokenTree::Ident(word) if !after_quote => {
                found.insert(word.to_string());
            }
            TokenTree::Group(group) => words(group.stream(), found),
            _ => {}
        }
        after_quote = is_quote;
    }
}

/// The modules that follow `crate::` anywhere in the tokens.
fn imports(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => imports(group.stream(), found),
            TokenTree::Ident(word) if word == "crate" => match tokens.get(index + 3) {
                Some(TokenTree::Ident(module)) => {
                    found.insert(module.to_string());
                }
                Some(TokenTree::Group(group)) => heads(group.stream(), found),
                _ => {}
            },
            _ => {}
        }
    }
}

/// The first identifier of each element of `crate::{a::b, c}`.
fn heads(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut at_start = true;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if at_start => {
                found.insert(word.to_string());
                at_start = false;
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' => at_start = true,
            _ => {}
        }
    }
}

fn layer(module: &str) -> Option<u32> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, layer)| *layer)
}

#[test]
fn every_module_has_a_layer() {
    for (module, file) in runtime_sources() {
        let known = ["lib", "off"].contains(&module.as_str()) || layer(&module).is_some();
        assert!(
            known,
            "{} is in no layer: add `{module}` to LAYERS and to ARCHITECTURE.md",
            file.display()
        );
    }
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, file) in runtime_sources() {
        let Some(own) = layer(&module) else { continue };
        let mut found = BTreeSet::new();
        imports(code_of(&file), &mut found);
        for import in found {
            let Some(other) = layer(&import) else {
                continue;
            };
            seen += 1;
            if import != module && other >= own {
                wrong.push(format!(
                    "{} (layer {own}) imports crate::{import} (layer {other})",
                    file.display()
                ));
            }
        }
    }
    assert!(seen > 0, "this test reads imports: it saw {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_name_nothing_impure() {
    let mut wrong = Vec::new();
    for (module, file) in runtime_sources()
        .into_iter()
        .filter(|(module, _)| PURE.contains(&module.as_str()))
    {
        let mut found = BTreeSet::new();
        words(code_of(&file), &mut found);
        for word in IMPURE.iter().filter(|word| found.contains(**word)) {
            wrong.push(format!(
                "{} ({module} is pure) names `{word}`",
                file.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The shell's modules; they take locks and atomics from `primitive`, so that loom can drive them.
const SHELL: &[&str] = &["site", "shadow", "tracker"];

#[test]
fn the_shell_takes_its_atomics_from_one_place() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (_, file) in runtime_sources()
        .into_iter()
        .filter(|(module, _)| SHELL.contains(&module.as_str()))
        // It operates on the program's own atomics.
        .filter(|(_, file)| !file.ends_with("tracker/perform.rs"))
    {
        let code = code_of(&file).to_string().replace(' ', "");
        seen += usize::from(code.contains("crate::primitive::"));
        let found = ["sync::", "cell::", "hint::", "thread::"]
            .into_iter()
            .flat_map(|path| code.split(path).skip(1).map(move |rest| (path, rest)))
            .filter_map(|(path, rest)| Some((path, of_primitive(rest)?)));
        wrong.extend(found.map(|(path, name)| format!("{} names {path}{name}", file.display())));
    }
    assert!(seen > 0, "this test reads imports: it saw {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The name behind a path, or the first in the braces behind it, that has to come from `primitive`.
fn of_primitive(rest: &str) -> Option<&str> {
    let names = match rest.strip_prefix('{') {
        Some(group) => group.split('}').next()?,
        None => rest
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?,
    };
    names.split(',').find(|name| {
        let own = ["atomic", "Mutex", "UnsafeCell", "spin_loop", "yield_now"];
        own.contains(&name.split(':').next().unwrap_or(name))
    })
}

#[test]
fn only_templates_write_tokens() {
    let mut wrong = Vec::new();
    for (module, file) in sources("../macros/src") {
        let mut found = BTreeSet::new();
        macro_calls(code_of(&file), &mut found);
        for word in ["quote", "quote_spanned"] {
            if found.contains(word) && !MAY_QUOTE.contains(&module.as_str()) {
                wrong.push(format!("{} uses `{word}!`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names of the macros that are called.
fn macro_calls(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for pair in tokens.windows(2) {
        if let [TokenTree::Ident(name), TokenTree::Punct(mark)] = pair
            && mark.as_char() == '!'
        {
            found.insert(name.to_string());
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            macro_calls(group.stream(), found);
        }
    }
}

#[test]
fn the_macros_forbid_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../macros/src/lib.rs");
    assert!(
        fs::read_to_string(root)
            .expect("readable")
            .contains("#![forbid(unsafe_code)]")
    );
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::a::b; use crate::{c, d::{e, f}}; fn g() { crate::h::i() }";
    let mut found = BTreeSet::new();
    imports(code.parse().expect("tokens"), &mut found);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "c", "d", "h"]);
}
