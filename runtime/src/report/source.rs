//! Source lines for snippets.
//!
//! A relative path of rustc's is relative to the workspace root, while tests run in the package's folder: so the
//! package's folder and its ancestors are tried first, then the path as given. A file in which none of the places has
//! the text that the macro saw is another file of that name, or was edited since: then the places' own texts are shown.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::site::{Function, Site, Span};

/// The source files that were read so far.
#[derive(Default, Debug)]
pub(crate) struct SourceCache {
    files: HashMap<PathBuf, Option<Arc<str>>>,
}

/// The lines of a file that hold some places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Excerpt {
    /// The lines, first to last.
    pub(crate) text: String,
    /// The number of the first line, 1-based.
    pub(crate) first_line: u32,
}

impl SourceCache {
    /// Puts a file into the cache, as if it had been read.
    #[cfg(test)]
    pub(crate) fn insert(&mut self, path: &str, text: &str) {
        self.files.insert(path.into(), Some(text.into()));
    }

    /// The lines from the first to the last of the spans, all of which belong to the file of the sites.
    pub(crate) fn excerpt(&mut self, sites: &[&'static Site], spans: &[Span]) -> Excerpt {
        let first = spans.iter().map(|span| span.line).min().unwrap_or(1).max(1);
        let last = spans
            .iter()
            .map(|span| span.line)
            .max()
            .unwrap_or(1)
            .max(first);
        match self.file_of(sites, last) {
            Some(text) => lines_of(&text, first, last),
            None => texts_of(sites, first, last),
        }
    }

    /// The first line of a site, without the white space around it.
    pub(crate) fn line(&mut self, site: &'static Site) -> String {
        let excerpt = self.excerpt(&[site], &[site.span]);
        excerpt.text.trim().to_owned()
    }

    fn file_of(&mut self, sites: &[&'static Site], last_line: u32) -> Option<Arc<str>> {
        let function = sites.first()?.function;
        candidates(function).into_iter().find_map(|path| {
            let text = self.read(path)?;
            let long_enough = last_line as usize <= text.lines().count();
            let same = sites.iter().any(|site| stands_in(site, &text));
            (long_enough && same).then_some(text)
        })
    }

    fn read(&mut self, path: PathBuf) -> Option<Arc<str>> {
        self.files
            .entry(path)
            .or_insert_with_key(|path| std::fs::read_to_string(path).ok().map(Arc::from))
            .clone()
    }
}

fn candidates(function: &Function) -> Vec<PathBuf> {
    let file = Path::new(function.file);
    let manifest_dir = Path::new(function.manifest_dir);
    let mut candidates = Vec::new();
    if !file.is_absolute() && manifest_dir.is_absolute() {
        candidates.extend(manifest_dir.ancestors().map(|folder| folder.join(file)));
    }
    candidates.push(file.to_owned());
    candidates
}

/// Whether the site's text stands at its place in the file, as far as the first characters tell (the macro may have
/// shortened it and does not keep white space).
fn stands_in(site: &Site, text: &str) -> bool {
    const COMPARED: usize = 12;
    let line = site.span.line.max(1) as usize - 1;
    let column = site.span.column.max(1) as usize - 1;
    let visible = |c: &char| !c.is_whitespace();
    let mut found = text
        .lines()
        .skip(line)
        .enumerate()
        .flat_map(|(n, line)| line.chars().skip(if n == 0 { column } else { 0 }))
        .filter(visible);
    site.text
        .chars()
        .filter(visible)
        .take_while(|c| *c != '…')
        .take(COMPARED)
        .all(|c| found.next() == Some(c))
}

fn lines_of(text: &str, first: u32, last: u32) -> Excerpt {
    let lines: Vec<&str> = text
        .lines()
        .skip(first as usize - 1)
        .take((last - first) as usize + 1)
        .collect();
    Excerpt {
        text: lines.join("\n"),
        first_line: first,
    }
}

/// Lines made of the sites' own texts, each at its column.
fn texts_of(sites: &[&'static Site], first: u32, last: u32) -> Excerpt {
    let mut lines = vec![Vec::new(); (last - first) as usize + 1];
    let mut put = |span: Span, text: &str| {
        if let Some(line) = span
            .line
            .checked_sub(first)
            .and_then(|line| lines.get_mut(line as usize))
        {
            overwrite(line, span.column, text);
        }
    };
    let mut sites = sites.to_vec();
    sites.sort_by_key(|site| std::cmp::Reverse(site.text.len()));
    for site in &sites {
        put(site.span, site.text);
    }
    for argument in sites.iter().flat_map(|site| site.orderings) {
        put(argument.span, argument.text);
    }
    let lines: Vec<String> = lines.into_iter().map(String::from_iter).collect();
    Excerpt {
        text: lines.join("\n"),
        first_line: first,
    }
}

fn overwrite(line: &mut Vec<char>, column: u32, text: &str) {
    let start = column.max(1) as usize - 1;
    let end = start + text.chars().count();
    if line.len() < end {
        line.resize(end, ' ');
    }
    for (slot, c) in line[start..].iter_mut().zip(text.chars()) {
        *slot = c;
    }
}

impl Excerpt {
    /// The bytes of the excerpt that a span covers, on its first line.
    ///
    /// A span of several lines ends with its first line; a span outside of the excerpt is empty at its end.
    pub(crate) fn byte_range(&self, span: Span) -> std::ops::Range<usize> {
        let mut start_of_line = 0;
        let wanted = span.line.saturating_sub(self.first_line) as usize;
        for (n, line) in self.text.split('\n').enumerate() {
            if n == wanted {
                let from = byte_of_column(line, span.column);
                let to = match span.end_line {
                    end if end == span.line => byte_of_column(line, span.end_column),
                    _ => line.trim_end().len(),
                };
                return start_of_line + from..start_of_line + to.max(from);
            }
            start_of_line += line.len() + 1;
        }
        self.text.len()..self.text.len()
    }
}

fn byte_of_column(line: &str, column: u32) -> usize {
    line.char_indices()
        .nth(column.max(1) as usize - 1)
        .map_or(line.len(), |(byte, _)| byte)
}
