//! Which names are a `static mut`.
//!
//! `&raw const X` does not compile for a `const`, so a wrong guess would break the user's program. Declarations are read:
//! those of the item, those of its source file, those named by the option `static_mut(..)`.

use std::collections::HashSet;

use syn::visit::Visit;

use crate::options::Options;
use crate::syntax::Annotated;

/// The names that may be a `static mut` where the item stands. What shadows them inside the item is `walk`'s business.
#[derive(Default)]
pub(crate) struct Statics {
    names: HashSet<String>,
}

impl Statics {
    /// Reads the declarations that can be seen from the item.
    pub(crate) fn find(item: &Annotated, options: &Options) -> Self {
        let mut statics = Self::default();
        statics
            .names
            .extend(options.static_muts.iter().map(ToString::to_string));
        if let Some(file) = source_file(item) {
            statics.visit_file(&file);
        }
        statics
    }

    /// Whether a path of one segment names one.
    pub(crate) fn contains(&self, path: &syn::Path) -> bool {
        match path.get_ident() {
            Some(name) => self.names.contains(&name.to_string()),
            None => false,
        }
    }
}

impl<'ast> Visit<'ast> for Statics {
    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        if matches!(item.mutability, syn::StaticMutability::Mut(_)) {
            self.names.insert(item.ident.to_string());
        }
    }
}

fn source_file(item: &Annotated) -> Option<syn::File> {
    let path = item.span().local_file()?;
    syn::parse_file(&std::fs::read_to_string(path).ok()?).ok()
}
