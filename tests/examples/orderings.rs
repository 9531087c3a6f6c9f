//! Finds the orderings that a source tree could weaken: `orderings list PATH..`, `orderings weaken FILE OFFSET`.
//!
//! `list` prints `file offset line column word` for each `Acquire`, `Release` and `AcqRel` in code (not in imports, comments or
//! strings, and not in items under `#[cfg(test)]`). `weaken` replaces the word at the offset by `Relaxed`; a path in front of it
//! (`Ordering::`) stays. A word that was imported alone becomes a full path.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const WORDS: [&str; 3] = ["Acquire", "Release", "AcqRel"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["list", paths @ ..] if !paths.is_empty() => {
            paths.iter().for_each(|path| list(Path::new(path)));
            ExitCode::SUCCESS
        }
        ["weaken", file, offset] => weaken(
            Path::new(file),
            offset.parse().expect("an offset is a number"),
        ),
        _ => {
            eprintln!("usage: orderings list PATH.. | orderings weaken FILE OFFSET");
            ExitCode::from(2)
        }
    }
}

fn list(path: &Path) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)
            .expect("readable")
            .map(|entry| entry.expect("readable").path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| list(entry));
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        let text = fs::read_to_string(path).expect("readable");
        let Ok(parsed) = syn::parse_file(&text) else {
            return;
        };
        for item in parsed.items.iter().filter(|item| is_code(item)) {
            words(item.to_token_stream(), path);
        }
    }
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

fn words(tokens: TokenStream, file: &Path) {
    let mut in_import = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if !in_import => words(group.stream(), file),
            TokenTree::Ident(word) if word == "use" => in_import = true,
            TokenTree::Punct(mark) if mark.as_char() == ';' => in_import = false,
            TokenTree::Ident(word) if !in_import && WORDS.iter().any(|known| word == known) => {
                let span = word.span();
                let start = span.start();
                println!(
                    "{} {} {} {} {word}",
                    file.display(),
                    span.byte_range().start,
                    start.line,
                    start.column + 1
                );
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
    let qualified = text[..offset].trim_end().ends_with("::");
    let relaxed = if qualified {
        "Relaxed"
    } else {
        "::core::sync::atomic::Ordering::Relaxed"
    };
    text.replace_range(offset..offset + word.len(), relaxed);
    fs::write(file, text).expect("writable");
    ExitCode::SUCCESS
}
