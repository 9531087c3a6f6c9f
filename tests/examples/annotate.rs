//! Puts an attribute on every function of some source files: `annotate ATTRIBUTE PATH..`.
//!
//! Free functions, `impl` blocks and traits each get the attribute at their start, in inline modules too; the text is
//! otherwise left as it is. Prints how many functions the attribute covers and how many are out of its reach (functions
//! that come out of a macro definition are not counted: they do not exist in the text).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use syn::spanned::Spanned;
use syn::visit::Visit;

/// Where to insert, and what it covers.
#[derive(Default)]
struct Plan {
    offsets: Vec<usize>,
    covered: usize,
    constant: usize,
    /// Depth of items that already have the attribute.
    inside: usize,
}

impl Plan {
    fn count(&mut self, signature: &syn::Signature) {
        match signature.constness {
            Some(_) => self.constant += 1,
            None => self.covered += 1,
        }
    }

    fn annotate(&mut self, item: &impl Spanned, visit: impl FnOnce(&mut Self)) {
        if self.inside == 0 {
            self.offsets.push(item.span().byte_range().start);
        }
        self.inside += 1;
        visit(self);
        self.inside -= 1;
    }
}

impl<'ast> Visit<'ast> for Plan {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.count(&item.sig);
        match item.sig.constness {
            Some(_) => {}
            None => self.annotate(item, |plan| syn::visit::visit_item_fn(plan, item)),
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.annotate(item, |plan| syn::visit::visit_item_impl(plan, item));
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.annotate(item, |plan| syn::visit::visit_item_trait(plan, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.count(&item.sig);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if item.default.is_some() {
            self.count(&item.sig);
        }
        syn::visit::visit_trait_item_fn(self, item);
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(attribute) = arguments.next() else {
        eprintln!("usage: annotate ATTRIBUTE PATH.. (such as `#[datarace::check]` src tests)");
        return ExitCode::from(2);
    };
    let mut files = Vec::new();
    arguments.for_each(|path| collect(Path::new(&path), &mut files));
    let (mut covered, mut constant, mut unread) = (0, 0, 0);
    for file in files {
        match annotate(&file, &attribute) {
            Ok(plan) => {
                covered += plan.covered;
                constant += plan.constant;
            }
            Err(error) => {
                unread += 1;
                eprintln!("{}: left as it is: {error}", file.display());
            }
        }
    }
    println!("{covered} {constant} {unread}");
    ExitCode::SUCCESS
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)
            .expect("readable")
            .map(|entry| entry.expect("readable").path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| collect(entry, files));
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        files.push(path.to_owned());
    }
}

fn annotate(file: &Path, attribute: &str) -> Result<Plan, String> {
    let mut text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let parsed = syn::parse_file(&text).map_err(|error| error.to_string())?;
    let mut plan = Plan::default();
    plan.visit_file(&parsed);
    // `parse_file` strips a byte order mark and a shebang line; spans count from behind them.
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    plan.offsets.sort_unstable_by(|left, right| right.cmp(left));
    for offset in &plan.offsets {
        text.insert_str(base + offset, &format!("{attribute} "));
    }
    fs::write(file, text).map_err(|error| error.to_string())?;
    Ok(plan)
}
