//! What the declarations of the same source file tell about types, by name.
//!
//! A help, never a promise: a template that relies on it compiles whatever the type is. Names that are declared twice
//! with different answers tell nothing. Where the file cannot be read nothing is known.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::rc::Rc;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Expr, Member, ReturnType, Type};

use crate::expand;
use crate::ir::{Effect, Operand};
use crate::syntax;

/// The declarations of a file, and those of the item.
#[derive(Default)]
pub(crate) struct Knowledge {
    fields: HashMap<String, Operand>,
    returns: HashMap<String, Operand>,
    /// How many array types a `static mut` of this name is nested in; `None` if it is declared differently twice.
    arrays: HashMap<String, Option<usize>>,
    /// The types of statics; `None` if one is declared differently twice.
    static_types: HashMap<String, Option<Type>>,
    /// Whether the fields of this name are arrays; `None` if they differ.
    array_fields: HashMap<String, Option<bool>>,
    /// What the file, the crate or whoever started rustc says of lints.
    lints: Lints,
    /// What items of the file say of lints, by the names of the items in them: a name that is there twice has both.
    lints_around: HashMap<String, Lints>,
    /// What is said of lints where the file is being read.
    lints_here: Vec<Lints>,
    /// Macros that are declared or imported here, by their last name: they are not std's.
    macros: HashSet<String>,
    /// Names of methods that the type checker cannot tell from an atomic's by deref alone: they take their receiver by
    /// value or by `&mut`, or their type derefs.
    own_methods: HashSet<String>,
    /// Methods by the type they belong to, and the types that deref.
    methods_of: HashMap<String, HashSet<String>>,
    derefs: HashSet<String>,
    /// Whether a type of this file implements `Index`.
    indexes: bool,
    /// What each imported name stands for; `None` if two imports or a function of this file share the name.
    imports: HashMap<String, Option<Vec<String>>>,
    /// Modules all of whose names are imported.
    globs: HashSet<Vec<String>>,
    /// Types that are declared here: a `Box` may be one of the user's.
    types: HashSet<String>,
    /// Structs that are declared here; `false` if a variant or an import bears the name too.
    structs: HashMap<String, bool>,
    /// What the declared types of statics tell; those of one name that differ tell nothing.
    statics: HashMap<String, Operand>,
    /// Modules that are declared here: `ptr::write` may be a function of the user's.
    modules: HashSet<String>,
    /// Methods that are declared here, and whether they take `&self` or `&mut self`; `None` if some do one, some the other.
    methods: HashMap<(String, usize), Option<Effect>>,
    /// Statics, and whether they are declared as a `LazyLock` wherever they are.
    lazy_statics: HashMap<String, bool>,
    /// Fields that are declared as a `LazyLock`.
    lazy_fields: HashSet<String>,
    /// Types with a `Drop` of this file that is not annotated.
    unseen_drops: HashSet<String>,
    /// Whether what is being read is annotated.
    is_annotated: bool,
    /// Names of fields, statics and parameters whose declared type names one of std's atomics.
    atomics: HashSet<String>,
    /// Names of locals that are bound to an expression which makes or names one.
    atomic_locals: HashSet<String>,
}

/// Whose type a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Std,
    User,
    /// Imported from elsewhere than std, which may hand std's on.
    Unknown,
}

thread_local! {
    static FILES: RefCell<HashMap<PathBuf, Rc<Knowledge>>> = RefCell::default();
}

impl Knowledge {
    /// What the file around an item tells.
    pub(crate) fn around(span: Span) -> Rc<Self> {
        let path = match proc_macro::is_available() {
            true => span.unwrap().local_file(),
            false => None,
        };
        let Some(path) = path else {
            return Rc::default();
        };
        if let Some(known) = FILES.with_borrow(|files| files.get(&path).cloned()) {
            return known;
        }
        let mut knowledge = Self {
            lints: Lints {
                forbidden: forbidden_by(std::env::args()),
                ..Lints::default()
            },
            ..Self::default()
        };
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if let Ok(file) = syn::parse_file(&text) {
            knowledge.visit_file(&file);
            knowledge.settle();
            knowledge.lints.note(&file.attrs);
        }
        let root = crate::statics::root_of_the_crate().filter(|root| *root != path);
        if let Some(root) = root.and_then(|root| std::fs::read_to_string(root).ok())
            && let Ok(root) = syn::parse_file(&root)
        {
            knowledge.lints.note(&root.attrs);
        }
        let knowledge = Rc::new(knowledge);
        FILES.with_borrow_mut(|files| files.insert(path, Rc::clone(&knowledge)));
        knowledge
    }

    /// The type of a field of this name.
    pub(crate) fn field(&self, name: &str) -> Operand {
        self.fields.get(name).copied().unwrap_or(Operand::Unknown)
    }

    /// The type that a function or method of this name returns.
    pub(crate) fn returned(&self, name: &str) -> Operand {
        self.returns.get(name).copied().unwrap_or(Operand::Unknown)
    }

    /// Whether a call of this method on this receiver may be that of a type of the user's which a template would break.
    pub(crate) fn may_be_own(&self, method: &str, receiver: Option<&str>) -> bool {
        self.own_methods.contains(method)
            && !receiver.is_some_and(|name| self.atomics.contains(name))
    }

    /// Whether something of this name is or holds one of std's atomics.
    pub(crate) fn is_atomic(&self, name: &str) -> bool {
        self.atomics.contains(name) || self.atomic_locals.contains(name)
    }

    /// Whether an expression makes an atomic, or is a place that holds one, a reference to it or a clone.
    fn makes_atomic(&self, expression: &Expr) -> bool {
        let other = match syntax::bare(expression) {
            Expr::MethodCall(call) if call.method == "clone" => &call.receiver,
            Expr::Call(call) if call.args.len() == 1 => &call.args[0],
            place => place,
        };
        names_atomic(expression)
            || syntax::last_name(other).is_some_and(|name| self.is_atomic(&name))
    }

    /// Notes the names that a pattern binds to what makes or names an atomic; tuples are taken apart.
    fn note_atomics(&mut self, pattern: &syn::Pat, init: &Expr) {
        match (pattern, syntax::bare(init)) {
            (syn::Pat::Ident(ident), init) if self.makes_atomic(init) => {
                self.atomic_locals.insert(ident.ident.to_string());
            }
            (syn::Pat::Type(typed), init) => self.note_atomics(&typed.pat, init),
            (syn::Pat::Tuple(pattern), Expr::Tuple(init)) => {
                for (part, init) in syntax::tuple_parts(pattern, &init.elems) {
                    self.note_atomics(part, init);
                }
            }
            _ => {}
        }
    }

    /// Whether a type of this file implements `Index`.
    pub(crate) fn declares_index(&self) -> bool {
        self.indexes
    }

    /// The type of a place that is parts of tuples and elements of arrays of a static.
    pub(crate) fn type_of(&self, place: &Expr) -> Option<&Type> {
        match syntax::bare(place) {
            Expr::Path(_) => self.static_types.get(&syntax::root_name(place)?)?.as_ref(),
            Expr::Field(field) => match (self.type_of(&field.base)?, &field.member) {
                (Type::Tuple(tuple), Member::Unnamed(index)) => {
                    tuple.elems.iter().nth(index.index as usize)
                }
                _ => None,
            },
            Expr::Index(index) => match self.type_of(&index.expr)? {
                Type::Array(array) => Some(&array.elem),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the fields of this name are arrays.
    pub(crate) fn is_array_field(&self, name: &str) -> bool {
        self.array_fields.get(name).copied().flatten() == Some(true)
    }

    /// Whether a lint is forbidden around an item, by itself or in a group: allowing it were an error.
    pub(crate) fn forbids(&self, lint: &str, item: &str) -> bool {
        let around = self.lints_around.get(item);
        let forbids =
            |lints: &Lints| lints.forbidden.contains(lint) || lints.forbids_group_of(lint);
        forbids(&self.lints) || around.is_some_and(forbids)
    }

    /// Whether a lint is expected around an item: allowing it, or not setting it off, were a warning.
    pub(crate) fn expects(&self, lint: &str, item: &str) -> bool {
        let around = self.lints_around.get(item);
        let expects = |lints: &Lints| lints.expected.contains(lint);
        expects(&self.lints) || around.is_some_and(expects)
    }

    /// Reads an item under this name with what it says of lints.
    fn within(
        &mut self,
        name: String,
        attributes: &[syn::Attribute],
        read: impl FnOnce(&mut Self),
    ) {
        if !self.lints_here.is_empty() {
            let around = self.lints_around.entry(name).or_default();
            for lints in &self.lints_here {
                around.forbidden.extend(lints.forbidden.iter().cloned());
                around.expected.extend(lints.expected.iter().cloned());
            }
        }
        let mut own = Lints::default();
        own.note(attributes);
        let says = own != Lints::default();
        if says {
            self.lints_here.push(own);
        }
        let around = self.is_annotated;
        self.is_annotated = annotated(attributes).unwrap_or(around);
        read(self);
        self.is_annotated = around;
        if says {
            self.lints_here.pop();
        }
    }

    /// Whether the file declares or imports a macro of this name.
    pub(crate) fn declares_macro(&self, name: &str) -> bool {
        self.macros.contains(name)
    }

    /// Whose type a path of a name and what belongs to it stands for, where std has one of that name.
    pub(crate) fn owner_of_type(&self, name: &str) -> Owner {
        match self.imports.get(name) {
            _ if self.types.contains(name) => Owner::User,
            Some(Some(path)) if self.is_of_std(path) => Owner::Std,
            Some(_) => Owner::Unknown,
            None => Owner::Std,
        }
    }

    /// Whether a name is that of a struct declared in this file and of nothing else.
    pub(crate) fn is_struct(&self, name: &str) -> bool {
        self.structs.get(name) == Some(&true) && !self.imports.contains_key(name)
    }

    /// The type of a static of this name.
    pub(crate) fn of_static(&self, name: &str) -> Operand {
        self.statics.get(name).copied().unwrap_or(Operand::Unknown)
    }

    /// What a name stands for that is imported in this file, and means nothing else in it.
    pub(crate) fn imported(&self, name: &str) -> Option<&[String]> {
        self.imports.get(name)?.as_deref()
    }

    /// Whether a name may come from `use std::alloc::*`: nothing else of the file has it.
    pub(crate) fn may_be_of_alloc(&self, name: &str) -> bool {
        let is_alloc =
            |path: &Vec<String>| path.len() == 2 && path[0] == "std" && path[1] == "alloc";
        !self.imports.contains_key(name) && self.globs.iter().any(is_alloc)
    }

    /// Whether a function of this name, without a path, is certainly none of std's: it is declared in this file, or imported from
    /// elsewhere.
    pub(crate) fn is_own_function(&self, name: &str) -> bool {
        match self.imports.get(name) {
            None => false,
            Some(None) => true,
            Some(Some(path)) => !self.is_of_std(path),
        }
    }

    fn is_of_std(&self, path: &[String]) -> bool {
        let Some(first) = path.first() else {
            return false;
        };
        let is_crate = |name: &String| matches!(name.as_str(), "std" | "core" | "alloc");
        // `use std::thread; use thread::park;`
        let module = self.imported(first).and_then(<[String]>::first);
        is_crate(first) || (1 < path.len() && module.is_some_and(is_crate))
    }

    fn import(&mut self, name: &str, path: Vec<String>) {
        self.imports
            .entry(name.to_owned())
            .and_modify(|known| {
                if known.as_ref() != Some(&path) {
                    *known = None;
                }
            })
            .or_insert(Some(path));
    }

    fn use_tree(&mut self, tree: &syn::UseTree, path: &[String]) {
        let with = |name: &syn::Ident| [path, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(inner) => self.use_tree(&inner.tree, &with(&inner.ident)),
            syn::UseTree::Name(name) if name.ident == "self" => {
                if let Some(last) = path.last() {
                    self.import(last, path.to_vec());
                }
            }
            syn::UseTree::Name(name) => self.import(&name.ident.to_string(), with(&name.ident)),
            syn::UseTree::Rename(name) if name.ident == "self" => {
                self.import(&name.rename.to_string(), path.to_vec());
            }
            syn::UseTree::Rename(name) => self.import(&name.rename.to_string(), with(&name.ident)),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, path);
                }
            }
            syn::UseTree::Glob(_) => {
                self.globs.insert(path.to_vec());
            }
        }
    }

    /// What the declaration of a method of this name, with so many arguments, says about its receiver.
    pub(crate) fn effect_of(&self, method: &str, arity: usize) -> Option<Effect> {
        self.methods
            .get(&(method.to_owned(), arity))
            .map(|effect| effect.unwrap_or(Effect::Unknown))
    }

    /// Whether all statics of this name are declared as a `LazyLock`.
    pub(crate) fn is_lazy_static(&self, name: &str) -> bool {
        self.lazy_statics.get(name) == Some(&true)
    }

    /// Whether a field of this name is declared as a `LazyLock`.
    pub(crate) fn is_lazy_field(&self, name: &str) -> bool {
        self.lazy_fields.contains(name)
    }

    /// Whether a type of this name has a `Drop` in this file that is not annotated.
    pub(crate) fn drops_unseen(&self, name: &str) -> bool {
        self.unseen_drops.contains(name)
    }

    /// Whether the file declares a module of this name.
    pub(crate) fn declares_module(&self, name: &str) -> bool {
        self.modules.contains(name)
    }

    fn settle(&mut self) {
        for ty in &self.derefs {
            if let Some(methods) = self.methods_of.get(ty) {
                self.own_methods.extend(methods.iter().cloned());
            }
        }
    }

    /// How many indices of a static of this name are an array's own.
    pub(crate) fn array_depth(&self, name: &str) -> usize {
        self.arrays.get(name).copied().flatten().unwrap_or(0)
    }
}

fn note(map: &mut HashMap<String, Operand>, name: String, operand: Operand) {
    map.entry(name)
        .and_modify(|known| {
            if *known != operand {
                *known = Operand::Unknown;
            }
        })
        .or_insert(operand);
}

/// The lints and groups of lints that attributes name, by the last part of their paths.
#[derive(Default, PartialEq, Eq)]
struct Lints {
    /// In `forbid(..)`.
    forbidden: HashSet<String>,
    /// In `expect(..)`.
    expected: HashSet<String>,
}

impl Lints {
    /// Whether a group that a lint may be in is forbidden.
    fn forbids_group_of(&self, lint: &str) -> bool {
        const GROUPS: [&str; 2] = ["unused", "warnings"];
        const CLIPPY: [&str; 4] = ["all", "pedantic", "nursery", "warnings"];
        let groups: &[&str] = match expand::function::is_of_clippy(lint) {
            true => &CLIPPY,
            false => &GROUPS,
        };
        groups.iter().any(|group| self.forbidden.contains(*group))
    }

    /// Notes what attributes say, those too that depend on a condition.
    fn note(&mut self, attributes: &[syn::Attribute]) {
        for attribute in attributes {
            self.read(attribute.meta.to_token_stream(), "");
        }
    }

    fn read(&mut self, tokens: TokenStream, level: &str) {
        let mut before = String::new();
        for token in tokens {
            let name = match &token {
                TokenTree::Ident(name) => name.to_string(),
                _ => String::new(),
            };
            match (&token, level) {
                (TokenTree::Group(group), _)
                    if matches!(before.as_str(), "forbid" | "expect" | "cfg_attr") =>
                {
                    self.read(group.stream(), &before);
                }
                (TokenTree::Ident(_), "forbid") => _ = self.forbidden.insert(name.clone()),
                (TokenTree::Ident(_), "expect") => _ = self.expected.insert(name.clone()),
                _ => {}
            }
            before = name;
        }
    }
}

/// The lints that rustc's arguments forbid, as Cargo writes them for its table of lints and users in `RUSTFLAGS`.
fn forbidden_by(arguments: impl Iterator<Item = String>) -> HashSet<String> {
    let mut arguments = arguments.skip(1);
    let mut lints = HashSet::new();
    while let Some(argument) = arguments.next() {
        let lint = match argument.as_str() {
            "--forbid" | "-F" => arguments.next(),
            other => other
                .strip_prefix("--forbid=")
                .or_else(|| other.strip_prefix("-F"))
                .map(str::to_owned),
        };
        lints.extend(lint.map(|lint| lint.replace('-', "_")));
    }
    lints
}

/// Whether attributes say that an item is annotated, or that it is not.
fn annotated(attributes: &[syn::Attribute]) -> Option<bool> {
    attributes.iter().find_map(|attribute| {
        let path = attribute.path();
        let last = path.segments.last()?.ident.to_string();
        let text = attribute.meta.to_token_stream().to_string();
        match last.as_str() {
            "check" => Some(true),
            "test" => (1 < path.segments.len()).then_some(true),
            "datarace" => text.contains("skip").then_some(false),
            // It depends on the configuration; most likely it is on while this runs.
            "cfg_attr" => text.contains("check").then_some(true),
            _ => None,
        }
    })
}

/// The name under which what is forbidden around an item is known.
pub(crate) fn name_of(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Fn(item) => Some(item.sig.ident.to_string()),
        syn::Item::Trait(item) => Some(item.ident.to_string()),
        syn::Item::Mod(item) => Some(item.ident.to_string()),
        syn::Item::Impl(item) => Some(name_of_type(&item.self_ty)),
        _ => None,
    }
}

/// The last name of a type's path; empty if it has none.
pub(crate) fn name_of_type(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()),
        _ => None,
    }
    .unwrap_or_default()
}

fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

/// The names that an import brings, those of std left out.
fn note_imports(tree: &syn::UseTree, into: &mut HashSet<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            if !matches!(path.ident.to_string().as_str(), "std" | "core" | "alloc") {
                note_imports(&path.tree, into);
            }
        }
        syn::UseTree::Name(name) => {
            into.insert(name.ident.to_string());
        }
        syn::UseTree::Rename(rename) => {
            into.insert(rename.rename.to_string());
        }
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                note_imports(tree, into);
            }
        }
        syn::UseTree::Glob(_) => {}
    }
}

fn depth(ty: &Type) -> usize {
    match ty {
        Type::Array(array) => 1 + depth(&array.elem),
        Type::Paren(paren) => depth(&paren.elem),
        _ => 0,
    }
}

/// Whether a type or an expression names one of std's atomics.
fn names_atomic(ty: &impl ToTokens) -> bool {
    fn any(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => syntax::is_atomic_name(&ident.to_string()),
            TokenTree::Group(group) => any(group.stream()),
            _ => false,
        })
    }
    any(ty.to_token_stream())
}

impl<'ast> Visit<'ast> for Knowledge {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if let syn::Item::Struct(syn::ItemStruct { ident, .. })
        | syn::Item::Enum(syn::ItemEnum { ident, .. })
        | syn::Item::Union(syn::ItemUnion { ident, .. })
        | syn::Item::Type(syn::ItemType { ident, .. })
        | syn::Item::Trait(syn::ItemTrait { ident, .. }) = item
        {
            self.types.insert(ident.to_string());
        }
        match name_of(item) {
            Some(name) => self.within(name, attributes_of(item), |knowledge| {
                syn::visit::visit_item(knowledge, item);
            }),
            None => syn::visit::visit_item(self, item),
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.within(item.sig.ident.to_string(), &item.attrs, |knowledge| {
            syn::visit::visit_impl_item_fn(knowledge, item);
        });
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.within(item.sig.ident.to_string(), &item.attrs, |knowledge| {
            syn::visit::visit_trait_item_fn(knowledge, item);
        });
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.structs.entry(item.ident.to_string()).or_insert(true);
        syn::visit::visit_item_struct(self, item);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.structs.insert(variant.ident.to_string(), false);
        syn::visit::visit_variant(self, variant);
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.structs.insert(item.ident.to_string(), false);
        syn::visit::visit_item_union(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.imports.insert(item.sig.ident.to_string(), None);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_fields_unnamed(&mut self, fields: &'ast syn::FieldsUnnamed) {
        for (index, field) in fields.unnamed.iter().enumerate() {
            if names_atomic(&field.ty) {
                self.atomics.insert(index.to_string());
            }
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.modules.insert(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
    }

    fn visit_pat_type(&mut self, typed: &'ast syn::PatType) {
        if let syn::Pat::Ident(ident) = &*typed.pat
            && names_atomic(&typed.ty)
        {
            self.atomics.insert(ident.ident.to_string());
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.note_atomics(&local.pat, &init.expr);
        }
        syn::visit::visit_local(self, local);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let ty = match &*item.self_ty {
            Type::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()),
            _ => None,
        };
        let implements = |name: &str| {
            item.trait_.as_ref().is_some_and(|(path, _)| {
                path.segments.last().is_some_and(|part| part.ident == name)
            })
        };
        if implements("Drop") && !self.is_annotated {
            self.unseen_drops.extend(ty.clone());
        }
        let is_deref = implements("Deref");
        self.indexes |= implements("Index");
        if let Some(ty) = ty {
            if is_deref {
                self.derefs.insert(ty.clone());
            }
            let methods = item.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(function) if function.sig.receiver().is_some() => {
                    Some(function.sig.ident.to_string())
                }
                _ => None,
            });
            self.methods_of.entry(ty).or_default().extend(methods);
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = &item.ident {
            self.macros.insert(name.to_string());
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        note_imports(&item.tree, &mut self.macros);
        self.use_tree(&item.tree, &[]);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            let found = depth(&field.ty) > 0;
            self.array_fields
                .entry(name.to_string())
                .and_modify(|known| {
                    if *known != Some(found) {
                        *known = None;
                    }
                })
                .or_insert(Some(found));
        }
        if let Some(name) = &field.ident
            && syntax::is_lazy_type(&field.ty)
        {
            self.lazy_fields.insert(name.to_string());
        }
        if let Some(name) = &field.ident
            && names_atomic(&field.ty)
        {
            self.atomics.insert(name.to_string());
        }
        if let Some(name) = &field.ident {
            note(
                &mut self.fields,
                name.to_string(),
                syntax::operand_of_type(&field.ty),
            );
        }
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let operand = match &signature.output {
            ReturnType::Default => Operand::Unknown,
            ReturnType::Type(_, ty) => syntax::operand_of_type(ty),
        };
        note(&mut self.returns, signature.ident.to_string(), operand);
        if let Some(syn::FnArg::Receiver(receiver)) = signature.inputs.first() {
            let effect = match receiver.kind {
                syn::ReceiverKind::Reference(_, _, Some(_)) => Effect::Write,
                syn::ReceiverKind::Reference(_, _, None) => Effect::Read,
                _ => Effect::Taken,
            };
            self.methods
                .entry((signature.ident.to_string(), signature.inputs.len() - 1))
                .and_modify(|known| *known = known.filter(|known| *known == effect))
                .or_insert(Some(effect));
        }
        if let Some(syn::FnArg::Receiver(receiver)) = signature.inputs.first()
            && !matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, None))
        {
            self.own_methods.insert(signature.ident.to_string());
        }
        syn::visit::visit_signature(self, signature);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        let is_lazy = syntax::is_lazy_type(&item.ty);
        self.lazy_statics
            .entry(item.ident.to_string())
            .and_modify(|known| *known &= is_lazy)
            .or_insert(is_lazy);
        note(
            &mut self.statics,
            item.ident.to_string(),
            syntax::operand_of_type(&item.ty),
        );
        if names_atomic(&item.ty) {
            self.atomics.insert(item.ident.to_string());
        }
        self.static_types
            .entry(item.ident.to_string())
            .and_modify(|known| {
                let text = |ty: &Type| ty.to_token_stream().to_string();
                if known.as_ref().map(text) != Some(text(&item.ty)) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some((*item.ty).clone()));
        let found = depth(&item.ty);
        self.arrays
            .entry(item.ident.to_string())
            .and_modify(|known| {
                if *known != Some(found) {
                    *known = None;
                }
            })
            .or_insert(Some(found));
    }
}

#[cfg(test)]
mod tests {
    use super::forbidden_by;

    #[test]
    fn lints_are_forbidden_by_arguments_in_every_spelling() {
        let arguments = "rustc --forbid=unused src/lib.rs -F unused-mut -Funused_parens --forbid warnings --deny=unused_braces";
        let mut lints: Vec<String> = forbidden_by(arguments.split(' ').map(str::to_owned))
            .into_iter()
            .collect();
        lints.sort();
        assert_eq!(lints, ["unused", "unused_mut", "unused_parens", "warnings"]);
    }
}
