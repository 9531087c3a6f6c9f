//! From a path and its place to what it names.

use std::sync::Arc;

use super::files::{Module, Source};
use super::lexer::Position;
use super::scopes::{Declared, Import, ScopeKind};

/// What a path names in the namespace of values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    /// A `static mut`.
    StaticMut,
    /// Something else that is declared in sight, in words.
    Other(&'static str),
    /// Nothing that is declared in sight.
    Absent,
    /// It cannot be told.
    Unknown,
}

/// How many imports may lead to each other. A longer way is unknown.
const IMPORTS_MAX: u32 = 16;

/// What the path `names` names at `position`.
pub(super) fn path(source: &Arc<Source>, position: Position, names: &[String]) -> Answer {
    let scope = source.scopes.around(position);
    match names {
        [] => Answer::Unknown,
        _ if in_macro_rules(source, scope) => Answer::Unknown,
        [name] => name_in_scope(source, scope, name),
        [modules @ .., name] => {
            let module = Module::around(source, scope);
            match walk(&module, modules, IMPORTS_MAX) {
                Some(module) => name_in_module(&module, name, IMPORTS_MAX),
                None => Answer::Unknown,
            }
        }
    }
}

fn in_macro_rules(source: &Source, scope: usize) -> bool {
    let mut next = Some(scope);
    while let Some(scope) = next.map(|index| source.scopes.get(index)) {
        if scope.kind == ScopeKind::MacroRules {
            return true;
        }
        next = scope.parent;
    }
    false
}

/// From the innermost scope outwards, up to the module.
fn name_in_scope(source: &Arc<Source>, innermost: usize, name: &str) -> Answer {
    let mut index = innermost;
    loop {
        let scope = source.scopes.get(index);
        let answer = match scope.kind {
            ScopeKind::Root | ScopeKind::Module(_) => {
                let module = Module::around(source, index);
                return name_in_module(&module, name, IMPORTS_MAX);
            }
            ScopeKind::Associated => Answer::Absent,
            ScopeKind::MacroRules => Answer::Unknown,
            ScopeKind::MacroCall => match scope.declared(name) {
                Ok(None) => Answer::Absent,
                _ => Answer::Unknown,
            },
            ScopeKind::Block => name_in_block(source, index, name),
        };
        match (answer, scope.parent) {
            (Answer::Absent, Some(parent)) => index = parent,
            _ => return answer,
        }
    }
}

fn name_in_block(source: &Arc<Source>, index: usize, name: &str) -> Answer {
    let scope = source.scopes.get(index);
    let module = Module::around(source, index);
    match declared(scope.declared(name)) {
        Answer::Absent => {}
        answer => return answer,
    }
    if let Some(import) = named_import(&scope.imports, name) {
        return imported(&module, import, IMPORTS_MAX);
    }
    let globs = scope.imports.iter().filter(|import| import.name.is_none());
    for glob in globs.filter(|glob| !brings_no_static(glob)) {
        // A glob in a block comes before everything around the block.
        match from_glob(&module, glob, name, IMPORTS_MAX) {
            Answer::Absent => {}
            answer => return answer,
        }
    }
    Answer::Absent
}

fn name_in_module(module: &Module, name: &str, imports_left: u32) -> Answer {
    let scope = module.source.scopes.get(module.scope);
    match declared(scope.declared(name)) {
        Answer::Absent => {}
        answer => return answer,
    }
    if let Some(import) = named_import(&scope.imports, name) {
        return imported(module, import, imports_left);
    }
    if scope.macro_words.contains(name) {
        return Answer::Unknown;
    }
    // Two globs that bring the same name make an error of rustc's, so the first that is known to bring it is right.
    let globs = scope.imports.iter().filter(|import| import.name.is_none());
    let answers: Vec<Answer> = globs
        .filter(|glob| !brings_no_static(glob))
        .map(|glob| from_glob(module, glob, name, imports_left))
        .collect();
    let known = |answer: &&Answer| matches!(answer, Answer::StaticMut | Answer::Other(_));
    match answers.iter().find(known) {
        Some(answer) => *answer,
        None if answers.contains(&Answer::Unknown) => Answer::Unknown,
        None => Answer::Absent,
    }
}

fn declared(declared: Result<Option<Declared>, ()>) -> Answer {
    match declared {
        Ok(None) => Answer::Absent,
        Ok(Some(Declared::StaticMut)) => Answer::StaticMut,
        Ok(Some(Declared::Other(what))) => Answer::Other(what),
        Err(()) => Answer::Unknown,
    }
}

fn named_import<'s>(imports: &'s [Import], name: &str) -> Option<&'s Import> {
    imports
        .iter()
        .find(|import| import.name.as_deref() == Some(name))
}

fn imported(module: &Module, import: &Import, imports_left: u32) -> Answer {
    let Some(imports_left) = imports_left.checked_sub(1) else {
        return Answer::Unknown;
    };
    match &import.path[..] {
        [modules @ .., name] => match walk(module, modules, imports_left) {
            Some(module) => found(name_in_module(&module, name, imports_left)),
            None => Answer::Unknown,
        },
        [] => Answer::Unknown,
    }
}

/// An import that leads to nothing in sight leads to something that a macro made.
fn found(answer: Answer) -> Answer {
    match answer {
        Answer::Absent => Answer::Unknown,
        answer => answer,
    }
}

fn from_glob(module: &Module, glob: &Import, name: &str, imports_left: u32) -> Answer {
    let Some(imports_left) = imports_left.checked_sub(1) else {
        return Answer::Unknown;
    };
    match walk(module, &glob.path, imports_left) {
        Some(module) => name_in_module(&module, name, imports_left),
        None => Answer::Unknown,
    }
}

/// Globs of std that bring types, functions and variants, but no variable and no constant that a user would name so.
fn brings_no_static(glob: &Import) -> bool {
    let is_std = matches!(
        glob.path.first().map(String::as_str),
        Some("std" | "core" | "alloc")
    );
    let is_ordering = glob.path.last().is_some_and(|last| last == "Ordering");
    is_ordering || is_std && !glob.path.iter().any(|name| name == "consts")
}

/// Follows module names.
fn walk(from: &Module, names: &[String], imports_left: u32) -> Option<Module> {
    let mut module = from.clone();
    for (index, name) in names.iter().enumerate() {
        module = match name.as_str() {
            "self" if index == 0 => module,
            "crate" if index == 0 => module.root()?,
            "super" => module.parent()?,
            name => step(&module, name, imports_left)?,
        };
    }
    Some(module)
}

fn step(module: &Module, name: &str, imports_left: u32) -> Option<Module> {
    if let Some(child) = module.child(name) {
        return Some(child);
    }
    let imports_left = imports_left.checked_sub(1)?;
    let scope = module.source.scopes.get(module.scope);
    let import = named_import(&scope.imports, name)?;
    // `use name;` of a module that is not in sight would lead back here.
    let is_itself = import.path.len() == 1 && import.path[0] == name;
    match is_itself {
        true => None,
        false => walk(module, &import.path, imports_left),
    }
}
