//! Which file is which module of the crate.
//!
//! The crate's root is the source file that rustc was started with; from there the `mod name;` declarations lead to the
//! other files. Everything read is kept for the other attributes of the same compiler process, until the file changes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use super::drops::Drops;
use super::lexer;
use super::scopes::{FileModule, Scopes};

/// A source file that was read.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path, without links and dots.
    pub(super) path: PathBuf,
    /// What it declares.
    pub(super) scopes: Scopes,
    pub(super) drops: Drops,
}

/// A module: a file or an inline module in it.
#[derive(Clone, Debug)]
pub(super) struct Module {
    pub(super) source: Arc<Source>,
    pub(super) scope: usize,
}

type Stamp = (Option<SystemTime>, u64);

/// Sources by the path under which they were asked for. Bounded by the number of files of the crate.
static SOURCES: Mutex<Option<Sources>> = Mutex::new(None);

type Sources = HashMap<PathBuf, (Stamp, Arc<Source>)>;

/// The module tree of the crate, by its root's path and stamp.
static TREE: Mutex<Option<(PathBuf, Stamp, Arc<Tree>)>> = Mutex::new(None);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while it was held left at worst an entry out.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The scopes of a file; `None` if it cannot be read.
pub(super) fn source(path: &Path) -> Option<Arc<Source>> {
    let stamp = stamp(path)?;
    let known = lock(&SOURCES)
        .get_or_insert_default()
        .get(path)
        .filter(|(known, _)| *known == stamp)
        .map(|(_, source)| Arc::clone(source));
    if known.is_some() {
        return known;
    }
    let text = fs::read_to_string(path).ok()?;
    let tokens = lexer::tokens(&text);
    let source = Arc::new(Source {
        path: path.canonicalize().ok()?,
        scopes: Scopes::of(&tokens),
        drops: Drops::of(&tokens),
    });
    lock(&SOURCES)
        .get_or_insert_default()
        .insert(path.to_owned(), (stamp, Arc::clone(&source)));
    Some(source)
}

fn stamp(path: &Path) -> Option<Stamp> {
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok(), data.len()))
}

impl Module {
    /// The module that holds a scope.
    pub(super) fn around(source: &Arc<Source>, scope: usize) -> Self {
        Self {
            source: Arc::clone(source),
            scope: source.scopes.module_of(scope),
        }
    }

    /// The module with this name in it.
    pub(super) fn child(&self, name: &str) -> Option<Self> {
        let scopes = &self.source.scopes;
        if let Some(scope) = scopes.child_module(self.scope, name) {
            return Some(Self {
                source: Arc::clone(&self.source),
                scope,
            });
        }
        let declared = &scopes.get(self.scope).files;
        let module = declared.iter().find(|module| module.name == name)?;
        let tree = tree()?;
        let folder = &tree.files.get(&self.source.path)?.folder;
        let path = file_of(&self.source, self.scope, folder, module)?;
        Some(Self {
            source: source(&path)?,
            scope: 0,
        })
    }

    /// The module around it.
    pub(super) fn parent(&self) -> Option<Self> {
        let scopes = &self.source.scopes;
        if let Some(parent) = scopes.get(self.scope).parent {
            return Some(Self::around(&self.source, parent));
        }
        let tree = tree()?;
        let (path, scope) = tree.files.get(&self.source.path)?.parent.as_ref()?;
        Some(Self {
            source: source(path)?,
            scope: *scope,
        })
    }

    /// The crate's root, if this file is known to belong to the crate.
    pub(super) fn root(&self) -> Option<Self> {
        let tree = tree()?;
        tree.files.get(&self.source.path)?;
        Some(Self {
            source: source(&tree.root)?,
            scope: 0,
        })
    }
}

struct Tree {
    root: PathBuf,
    files: HashMap<PathBuf, Place>,
    /// Types with a `Drop` that is not annotated, and whether the file where that stands declares a type of this name.
    unseen_drops: HashMap<String, IsBesideType>,
}

/// Whether some type of this name has a `Drop` in the crate that is not annotated.
pub(super) fn drops_unseen_anywhere(name: &str) -> bool {
    tree().is_some_and(|tree| tree.unseen_drops.contains_key(name))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum IsBesideType {
    /// A file that declares such a type speaks of another one.
    InAllFiles,
    NotInAll,
}

/// Whether a type which this file names so has a `Drop` in another file of the crate that is not annotated.
pub(super) fn drops_unseen(name: &str, source: impl FnOnce() -> Option<Arc<Source>>) -> bool {
    let Some(tree) = tree() else {
        return false;
    };
    match tree.unseen_drops.get(name) {
        None => false,
        Some(IsBesideType::NotInAll) => true,
        Some(IsBesideType::InAllFiles) => {
            source().is_some_and(|source| !source.drops.declares(name))
        }
    }
}

/// Where a file stands in the tree of modules.
struct Place {
    /// The file and scope that declare it; `None` for the root.
    parent: Option<(PathBuf, usize)>,
    /// Where the files of its own modules are looked for.
    folder: PathBuf,
}

fn tree() -> Option<Arc<Tree>> {
    let root = root_of_the_crate()?;
    let stamp = stamp(&root)?;
    let mut known = lock(&TREE);
    match &*known {
        Some((path, at, tree)) if *path == root && *at == stamp => Some(Arc::clone(tree)),
        _ => {
            let tree = Arc::new(Tree::of(&root)?);
            *known = Some((root, stamp, Arc::clone(&tree)));
            Some(tree)
        }
    }
}

/// The source file among rustc's own arguments: a macro runs inside rustc, which compiles one crate.
pub(crate) fn root_of_the_crate() -> Option<PathBuf> {
    static ROOT: OnceLock<Option<PathBuf>> = OnceLock::new();
    let look = || {
        let argument = std::env::args().skip(1).find(|argument| {
            !argument.starts_with('-') && argument.ends_with(".rs") && Path::new(argument).is_file()
        })?;
        Path::new(&argument).canonicalize().ok()
    };
    ROOT.get_or_init(look).clone()
}

impl Tree {
    fn of(root: &Path) -> Option<Self> {
        let mut files = HashMap::new();
        let place = Place {
            parent: None,
            folder: root.parent()?.to_owned(),
        };
        files.insert(root.to_owned(), place);
        let mut unseen_drops = HashMap::new();
        let mut unread = vec![root.to_owned()];
        while let Some(path) = unread.pop() {
            let Some(source) = source(&path) else {
                continue;
            };
            let folder = files.get(&source.path)?.folder.clone();
            for name in source.drops.unseen() {
                let beside = match source.drops.declares(name) {
                    true => IsBesideType::InAllFiles,
                    false => IsBesideType::NotInAll,
                };
                unseen_drops
                    .entry(name.to_owned())
                    .and_modify(|known| {
                        if beside == IsBesideType::NotInAll {
                            *known = beside;
                        }
                    })
                    .or_insert(beside);
            }
            for scope in source.scopes.modules() {
                for module in &source.scopes.get(scope).files {
                    let file = file_of(&source, scope, &folder, module)
                        .and_then(|file| file.canonicalize().ok());
                    let Some(file) = file.filter(|file| !files.contains_key(file)) else {
                        continue;
                    };
                    let place = Place {
                        parent: Some((source.path.clone(), scope)),
                        folder: folder_of(&file, module),
                    };
                    files.insert(file.clone(), place);
                    unread.push(file);
                }
            }
        }
        Some(Self {
            root: root.to_owned(),
            files,
            unseen_drops,
        })
    }
}

/// The file of `mod name;`.
fn file_of(source: &Source, scope: usize, folder: &Path, module: &FileModule) -> Option<PathBuf> {
    let inline = source.scopes.module_names(scope);
    let base = inline
        .iter()
        .fold(folder.to_owned(), |folder, name| folder.join(name));
    let candidates = match &module.path {
        Some(path) if inline.is_empty() => vec![source.path.parent()?.join(path)],
        Some(path) => vec![base.join(path)],
        None => vec![
            base.join(format!("{}.rs", module.name)),
            base.join(&module.name).join("mod.rs"),
        ],
    };
    candidates.into_iter().find(|path| path.is_file())
}

/// Where the modules of a file are looked for.
fn folder_of(file: &Path, module: &FileModule) -> PathBuf {
    let beside = file.parent().map(Path::to_owned).unwrap_or_default();
    let is_folder_file = module.path.is_some() || file.ends_with("mod.rs");
    match is_folder_file {
        true => beside,
        false => beside.join(&module.name),
    }
}
