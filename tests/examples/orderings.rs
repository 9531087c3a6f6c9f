//! Finds the orderings that a source tree could weaken: `orderings list PATH..`, `orderings weaken FILE OFFSET`,
//! `orderings probe PATH..`.
//!
//! `list` prints `file offset line column word` for each `Acquire`, `Release`, `AcqRel` and `SeqCst` in code (not in imports,
//! comments or strings, and not in items under `#[cfg(test)]`). `weaken` replaces the word at the offset by `Relaxed`, with
//! the path in front of it, and a whole fence by `()`. `probe` makes each of them say `exercised: line:column of file` when it
//! is evaluated for the first time; it takes for granted that the root of the crate names `std` as `probe_std`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const WORDS: [&str; 4] = ["Acquire", "Release", "AcqRel", "SeqCst"];

/// An ordering in the source.
struct Place {
    offset: usize,
    line: usize,
    column: usize,
    word: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["list", paths @ ..] if !paths.is_empty() => {
            paths.iter().for_each(|path| each(Path::new(path), &list));
            ExitCode::SUCCESS
        }
        ["probe", paths @ ..] if !paths.is_empty() => {
            paths.iter().for_each(|path| each(Path::new(path), &probe));
            ExitCode::SUCCESS
        }
        ["weaken", file, offset] => weaken(
            Path::new(file),
            offset.parse().expect("an offset is a number"),
        ),
        _ => {
            eprintln!(
                "usage: orderings list PATH.. | orderings weaken FILE OFFSET | orderings probe PATH.."
            );
            ExitCode::from(2)
        }
    }
}

/// Calls `f` with each file below the path and the orderings in it.
fn each(path: &Path, f: &dyn Fn(&Path, &[Place])) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)
            .expect("readable")
            .map(|entry| entry.expect("readable").path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| each(entry, f));
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        let text = fs::read_to_string(path).expect("readable");
        let Ok(parsed) = syn::parse_file(&text) else {
            return;
        };
        let mut places = Vec::new();
        for item in parsed.items.iter().filter(|item| is_code(item)) {
            words(item.to_token_stream(), &mut places);
        }
        f(path, &places);
    }
}

fn list(file: &Path, places: &[Place]) {
    for place in places {
        println!(
            "{} {} {} {} {}",
            file.display(),
            place.offset,
            place.line,
            place.column,
            place.word
        );
    }
}

fn probe(file: &Path, places: &[Place]) {
    let mut text = fs::read_to_string(file).expect("readable");
    for place in places.iter().rev() {
        let path = path_before(&text, place.offset)..place.offset + place.word.len();
        let said = format!(
            "{{ static SAID: ::core::sync::atomic::AtomicBool = ::core::sync::atomic::AtomicBool::new(false); \
             if !SAID.swap(true, ::core::sync::atomic::Ordering::Relaxed) {{ ::probe_std::eprintln!(\"exercised: {}:{} of {{}}\", ::core::file!()) }} {} }}",
            place.line,
            place.column,
            &text[path.clone()]
        );
        text.replace_range(path, &said);
    }
    fs::write(file, text).expect("writable");
}

/// Where the path begins that ends in the word at `offset`.
fn path_before(text: &str, offset: usize) -> usize {
    text[..offset]
        .rfind(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':')
        .map_or(0, |before| before + 1)
}

/// The whole call, if the ordering at `path` is the argument of a fence.
fn fence_around(text: &str, path: &Range<usize>) -> Option<Range<usize>> {
    let call = text[..path.start].trim_end().strip_suffix('(')?.len();
    let behind = text[path.end..].find(')')?;
    let start = path_before(text, call);
    let name = text[start..call].rsplit("::").next()?;
    (name == "fence").then_some(start..path.end + behind + 1)
}

/// Imports hold no operation, and test modules are not what is on trial.
fn is_code(item: &syn::Item) -> bool {
    let attributes: &[syn::Attribute] = match item {
        syn::Item::Use(_) => return false,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        _ => &[],
    };
    !attributes
        .iter()
        .any(|attribute| attribute.to_token_stream().to_string().contains("test"))
}

fn words(tokens: TokenStream, places: &mut Vec<Place>) {
    let mut in_import = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if !in_import => words(group.stream(), places),
            TokenTree::Ident(word) if word == "use" => in_import = true,
            TokenTree::Punct(mark) if mark.as_char() == ';' => in_import = false,
            TokenTree::Ident(word) if !in_import && WORDS.iter().any(|known| word == known) => {
                let span = word.span();
                let start = span.start();
                places.push(Place {
                    offset: span.byte_range().start,
                    line: start.line,
                    column: start.column + 1,
                    word: word.to_string(),
                });
            }
            _ => {}
        }
    }
}

fn weaken(file: &Path, offset: usize) -> ExitCode {
    let mut text = fs::read_to_string(file).expect("readable");
    let Some(word) = WORDS.iter().find(|word| text[offset..].starts_with(**word)) else {
        eprintln!(
            "{}:{offset}: no ordering that could be weakened",
            file.display()
        );
        return ExitCode::from(2);
    };
    let path = path_before(&text, offset)..offset + word.len();
    match fence_around(&text, &path) {
        Some(call) => text.replace_range(call, "()"),
        None => text.replace_range(path, "::core::sync::atomic::Ordering::Relaxed"),
    }
    fs::write(file, text).expect("writable");
    ExitCode::SUCCESS
}
