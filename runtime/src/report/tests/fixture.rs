//! Races as data: sites found by their text in a source that lives in memory.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::event::AccessKind;
use crate::race::{
    Access, Change, Explanation, MissingKind, PathOperation, PathStep, Race, ThreadDescription,
    Verdict,
};
use crate::report::source::SourceCache;
use crate::site::{Function, OrderingArgument, Site, Span};

/// A source file.
pub(crate) struct File {
    pub(crate) function: &'static Function,
    pub(crate) text: &'static str,
}

impl File {
    pub(crate) fn new(file: &'static str, text: &'static str) -> Self {
        let function = Function {
            file,
            manifest_dir: "",
            name: "f",
        };
        Self {
            function: Box::leak(Box::new(function)),
            text,
        }
    }

    /// The site of `text` in the first line that contains `line`; the orderings are found inside it.
    pub(crate) fn site(
        &self,
        line: &str,
        text: &'static str,
        place: &'static str,
        orderings: &[&'static str],
    ) -> &'static Site {
        let start = self.text.find(line).expect("the line is in the file");
        let start = start
            + self.text[start..]
                .find(text)
                .expect("the text is in the line");
        let mut behind = start;
        let orderings: Vec<_> = orderings
            .iter()
            .map(|ordering| {
                let at = behind + self.text[behind..].find(ordering).expect("an ordering");
                behind = at + ordering.len();
                OrderingArgument {
                    span: self.span(at, ordering),
                    text: ordering,
                }
            })
            .collect();
        Box::leak(Box::new(Site::new(
            self.function,
            self.span(start, text),
            text,
            place,
            orderings.leak(),
        )))
    }

    fn span(&self, start: usize, text: &str) -> Span {
        let before = &self.text[..start];
        let line = before.matches('\n').count() as u32 + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() as u32 + 1;
        let lines = text.matches('\n').count() as u32;
        let last = text.chars().rev().take_while(|c| *c != '\n').count() as u32;
        let end_column = if lines == 0 { column + last } else { last + 1 };
        Span::new(line, column, line + lines, end_column)
    }
}

pub(crate) fn sources(files: &[&File]) -> SourceCache {
    let mut sources = SourceCache::default();
    for file in files {
        sources.insert(file.function.file, file.text);
    }
    sources
}

pub(crate) fn main_thread() -> Arc<ThreadDescription> {
    Arc::new(ThreadDescription {
        name: Some("main".to_owned()),
        number: 0,
        created: None,
    })
}

pub(crate) fn thread(
    name: Option<&str>,
    number: u32,
    spawned_at: &'static Site,
) -> Arc<ThreadDescription> {
    Arc::new(ThreadDescription {
        name: name.map(str::to_owned),
        number,
        created: Some((spawned_at, main_thread())),
    })
}

pub(crate) fn access(
    kind: AccessKind,
    site: &'static Site,
    thread: &Arc<ThreadDescription>,
) -> Access {
    Access {
        kind,
        site,
        thread: thread.clone(),
        stack: Vec::new(),
    }
}

pub(crate) fn step(
    operation: PathOperation,
    site: &'static Site,
    argument: usize,
    thread: &Arc<ThreadDescription>,
    missing: Option<MissingKind>,
) -> PathStep {
    PathStep {
        operation,
        site: Some(site),
        argument: Some(argument).filter(|n| *n < site.orderings.len()),
        thread: Some(thread.clone()),
        missing,
    }
}

pub(crate) fn change(site: &'static Site, argument: usize, from: Ordering, to: Ordering) -> Change {
    Change {
        site,
        argument,
        from,
        to,
    }
}

pub(crate) fn race(earlier: Access, later: Access, bytes: usize, explanation: Explanation) -> Race {
    Race {
        verdict: Verdict::Race,
        earlier,
        later,
        bytes,
        count: 1,
        explanation,
        token: None,
        unannotated: Vec::new(),
    }
}
