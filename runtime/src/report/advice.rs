//! The sentences of the reports: the one table.
//!
//! Lower case start, no final full stop; memory, code and orderings between backquotes. A label is a few words beside a
//! place; labels of one path are read one after the other and joined by `..`.

use std::fmt;
use std::sync::atomic::Ordering;

use crate::event::AccessKind;
use crate::race::{
    Access, Change, MissingEdge, MissingKind, PathOperation, PathStep, Race, ThreadDescription,
    Verdict,
};
use crate::report::path::{Part, Role, changes_thread, is_same_thread, roles};
use crate::site::Site;

// Names of things.

/// An access in a word or two.
pub(crate) fn access_noun(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Read | AccessKind::CellRead => "read",
        AccessKind::Write | AccessKind::CellWrite => "write",
        AccessKind::AtomicRead => "atomic read",
        AccessKind::AtomicWrite => "atomic write",
        AccessKind::ReborrowShared => "shared reference",
        AccessKind::ReborrowExclusive => "exclusive reference",
    }
}

/// An access kind in JSON and SARIF.
pub(crate) fn access_word(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Read => "read",
        AccessKind::Write => "write",
        AccessKind::AtomicRead => "atomic_read",
        AccessKind::AtomicWrite => "atomic_write",
        AccessKind::ReborrowShared => "reborrow_shared",
        AccessKind::ReborrowExclusive => "reborrow_exclusive",
        AccessKind::CellRead => "cell_read",
        AccessKind::CellWrite => "cell_write",
    }
}

/// A missing kind in JSON and SARIF.
pub(crate) fn missing_word(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::PublishesNothing => "publishes_nothing",
        MissingKind::ReceivesNothing => "receives_nothing",
        MissingKind::SequenceCut => "sequence_cut",
        MissingKind::FenceMissing => "fence_missing",
        MissingKind::FenceMisplaced => "fence_misplaced",
        MissingKind::ReadsOlder => "reads_older",
        MissingKind::NotSequentiallyConsistent => "not_sequentially_consistent",
        MissingKind::NoPath => "no_path",
    }
}

/// An operation in a word: the method's own name where the site's text has it.
fn operation_noun(operation: PathOperation, site: Option<&Site>) -> String {
    let method = site.and_then(|site| method_name(site.text));
    match (operation, method) {
        (PathOperation::Store, Some("store") | None) => "store".to_owned(),
        (PathOperation::Load, Some("load") | None) => "load".to_owned(),
        (PathOperation::Store | PathOperation::Load | PathOperation::Update, Some(method)) => {
            format!("`{method}`")
        }
        (PathOperation::FailedExchange, Some(method)) => format!("failed `{method}`"),
        (PathOperation::Update, None) => "update".to_owned(),
        (PathOperation::FailedExchange, None) => "failed exchange".to_owned(),
        (PathOperation::Fence, _) => "fence".to_owned(),
        (PathOperation::Publish(edge) | PathOperation::Receive(edge), _) => edge.to_owned(),
    }
}

/// The atomic method that the text of a site calls.
fn method_name(text: &str) -> Option<&str> {
    const METHODS: [&str; 5] = ["load", "store", "swap", "update", "try_update"];
    let is_method = |name: &&str| {
        METHODS.contains(name) || name.starts_with("fetch_") || name.starts_with("compare_")
    };
    text.match_indices('(').find_map(|(end, _)| {
        let head = text[..end].trim_end();
        let start = head
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |at| at + 1);
        Some(&head[start..]).filter(is_method)
    })
}

/// A count with its noun.
pub(crate) fn counted(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

// The race itself.

/// What a verdict is called where rules are listed.
pub(crate) fn rule_title(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Race => "data race",
        Verdict::Unproven => "possible data race",
    }
}

/// What a verdict means.
pub(crate) fn rule_text(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Race => {
            "two accesses touch the same memory, at least one writes, at least one is not atomic, and neither happens \
             before the other: undefined behavior"
        }
        Verdict::Unproven => {
            "two conflicting accesses that nothing visible orders, but code without annotation ran in between, which may \
             have ordered them, or two references of which nothing was seen to be used"
        }
    }
}

/// `data race on .. : two unordered writes`
pub(crate) fn headline(race: &Race) -> String {
    let what = rule_title(race.verdict);
    let (earlier, later) = (place(&race.earlier), place(&race.later));
    let place = match name_of_both(&earlier, &later) {
        Some(name) => format!("on `{name}`"),
        None => format!("between `{earlier}` and `{later}`"),
    };
    let bytes = counted(race.bytes as u64, "byte");
    let pair = pair(race.earlier.kind, race.later.kind);
    format!("{what} {place} ({bytes}): {pair}")
}

/// The one name of memory that both sides name alike: by the same text, or by two paths to one static.
fn name_of_both<'a>(earlier: &'a str, later: &'a str) -> Option<&'a str> {
    if earlier == later {
        return Some(earlier);
    }
    let last = |path: &'a str| {
        let is_segment =
            |part: &str| !part.is_empty() && part.chars().all(|c| c == '_' || c.is_alphanumeric());
        path.split("::")
            .all(is_segment)
            .then(|| path.rsplit("::").next())
            .flatten()
    };
    let is_path = earlier.contains("::") || later.contains("::");
    last(earlier).filter(|name| is_path && last(later) == Some(*name))
}

/// The memory's name, or the code where it has none; of a long call only what is called.
fn place(access: &Access) -> String {
    const CHARACTERS_MAX: usize = 24;
    let place = match access.place() {
        "" => access.site.text,
        place => place,
    };
    match place.split_once('(') {
        Some((called, _)) if !called.is_empty() && CHARACTERS_MAX < place.chars().count() => {
            format!("{}(..)", called.trim_end())
        }
        _ => place.to_owned(),
    }
}

fn pair(earlier: AccessKind, later: AccessKind) -> String {
    if earlier.is_atomic() != later.is_atomic() {
        let noun = |kind| match kind {
            AccessKind::Read | AccessKind::Write | AccessKind::CellRead | AccessKind::CellWrite => {
                format!("plain {}", access_noun(kind))
            }
            _ => access_noun(kind).to_owned(),
        };
        return format!("unordered {} and {}", noun(earlier), noun(later));
    }
    let (earlier, later) = (access_noun(earlier), access_noun(later));
    match earlier == later {
        true => format!("two unordered {earlier}s"),
        false => format!("unordered {earlier} and {later}"),
    }
}

/// The label of an access.
pub(crate) fn access_label(when: When, access: &Access, names: &Names) -> String {
    let noun = access_noun(access.kind);
    format!("{when} {noun} by {}", names.of(access.thread()))
}

/// Which of the two accesses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// The access that was made first in this run.
    Earlier,
    /// The other one.
    Later,
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Earlier => "earlier",
            Self::Later => "later",
        })
    }
}

/// A note on what an access by a function is, where its name does not say it.
fn access_note(access: &Access) -> Option<String> {
    const TAKEN_BACK: &str = "takes the allocation back";
    const HANDED_OVER: &str = "hands the allocation over";
    const FREED: &str = "ends the life of the value";
    const CALLS: [(&str, &str); 9] = [
        ("Box::from_raw", TAKEN_BACK),
        ("Arc::from_raw", TAKEN_BACK),
        ("Rc::from_raw", TAKEN_BACK),
        ("Box::into_raw", HANDED_OVER),
        ("Arc::into_raw", HANDED_OVER),
        ("Rc::into_raw", HANDED_OVER),
        ("drop_in_place", FREED),
        ("dealloc", FREED),
        ("realloc", FREED),
    ];
    let call = CALLS
        .iter()
        .filter(|_| access.kind == AccessKind::Write)
        .find(|(call, _)| access.site.text.contains(call));
    match (call, access.kind) {
        (Some((call, what)), _) => Some(format!(
            "`{call}` {what}: it counts as a write of all its bytes"
        )),
        (None, AccessKind::ReborrowShared) => Some(
            "a shared reference promises that nobody writes as long as it lives: it counts as a read of all its bytes"
                .to_owned(),
        ),
        (None, AccessKind::ReborrowExclusive) => Some(
            "an exclusive reference promises that nobody else reads or writes as long as it lives: it counts as a \
             write of all its bytes"
                .to_owned(),
        ),
        (None, _) => None,
    }
}

/// A note on a pair that looks harmless because one or both sides are atomic.
fn pair_note(race: &Race) -> Option<String> {
    let (earlier, later) = (race.earlier.kind.is_atomic(), race.later.kind.is_atomic());
    let note = match (earlier, later) {
        (true, true) => "atomic accesses of one memory race if their addresses or sizes differ",
        (false, false) => return None,
        _ => "an atomic access and a plain one of the same memory race like two plain ones",
    };
    Some(note.to_owned())
}

// Why.

/// The labels of a path, one per step.
pub(crate) fn path_labels(path: &[PathStep], names: &Names) -> Vec<String> {
    let last = path.len().saturating_sub(1);
    let labels = roles(path).into_iter().enumerate().map(|(n, role)| {
        let open = if n == 0 { "" } else { ".. " };
        let close = if n == last { "" } else { " .." };
        format!("{open}{}{close}", step_label(&role, names))
    });
    labels.collect()
}

fn step_label(role: &Role<'_>, names: &Names) -> String {
    let noun = operation_noun(role.step.operation, role.step.site);
    let this = match &role.step.thread {
        Some(thread) => format!("this {noun} in {}", names.of(thread)),
        None => format!("this {noun}"),
    };
    label(role, &this)
}

/// The labels of a path where the thread is said by other means, each for itself.
pub(crate) fn short_labels(path: &[PathStep]) -> Vec<String> {
    let labels = roles(path).into_iter().map(|role| {
        let noun = operation_noun(role.step.operation, role.step.site);
        let label = label(&role, &format!("this {noun}"));
        let joined = ["but ", "and ", "that "]
            .iter()
            .find_map(|join| label.strip_prefix(join));
        joined.unwrap_or(&label).to_owned()
    });
    labels.collect()
}

fn label(role: &Role<'_>, this: &str) -> String {
    match role.step.missing {
        Some(missing) => missing_label(missing, role, this),
        None => intact_label(role, this),
    }
}

fn intact_label(role: &Role<'_>, this: &str) -> String {
    if role.is_buffering {
        return format!("{this} is `SeqCst`");
    }
    match (role.part, role.broken) {
        (Part::Publish | Part::ReleaseFence, None) if role.leans_on_last => format!("with {this}"),
        (Part::Publish | Part::ReleaseFence, None) => format!("{this} publishes the access"),
        (Part::Publish | Part::ReleaseFence, Some(_)) => format!("{this} would publish it"),
        (Part::Receive, None) if role.leans_on_next => format!("{this} reads it"),
        (Part::Receive, Some(_)) if role.leans_on_next => format!("{this} reads the value"),
        (Part::Receive | Part::AcquireFence, None) => format!("{this} receives it"),
        (
            Part::Receive | Part::AcquireFence,
            Some(MissingKind::PublishesNothing | MissingKind::SequenceCut),
        ) => format!("that {this} could receive"),
        (Part::Receive | Part::AcquireFence, Some(_)) => format!("{this} would receive it"),
        (Part::Relay, None) => format!("{this} hands it on"),
        (Part::Relay, Some(_)) => format!("{this} would hand it on"),
    }
}

fn missing_label(missing: MissingKind, role: &Role<'_>, this: &str) -> String {
    match (missing, role.broken) {
        (MissingKind::PublishesNothing, _) => format!("{this} publishes nothing"),
        (MissingKind::ReceivesNothing, None) => format!("but {this} does not receive it"),
        (MissingKind::ReceivesNothing, Some(_)) => format!("and {this} receives nothing"),
        (MissingKind::SequenceCut, _) => format!("{this} ends the release sequence"),
        (MissingKind::FenceMissing, _) if role.part.is_publishing() => {
            format!("{this} has no release fence before it")
        }
        (MissingKind::FenceMissing, _) => format!("{this} has no acquire fence after it"),
        (MissingKind::FenceMisplaced, _) => format!("{this} stands on the wrong side"),
        (MissingKind::ReadsOlder, _) => format!("but {this} read an older value"),
        (MissingKind::NotSequentiallyConsistent, _) => format!("{this} is not `SeqCst`"),
        (MissingKind::NoPath, _) => "nothing connects the two threads".to_owned(),
    }
}

impl fmt::Display for MissingEdge {
    /// What is missing, as a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.unwrap_or(PathOperation::Store);
        let noun = operation_noun(operation, self.site);
        f.write_str(&missing_sentence(self.kind, operation, &noun))
    }
}

fn missing_sentence(missing: MissingKind, operation: PathOperation, noun: &str) -> String {
    match missing {
        MissingKind::PublishesNothing => format!(
            "the {noun} is not `Release`: what its thread did before it is not published with the value"
        ),
        MissingKind::ReceivesNothing => format!(
            "the {noun} is not `Acquire`: it sees the value, but receives nothing of what was published with it"
        ),
        MissingKind::SequenceCut => format!(
            "the {noun} replaced a published value: it ends the release sequence, and whoever reads its value receives \
             nothing of what was published before"
        ),
        MissingKind::FenceMissing if operation == PathOperation::Store => {
            format!("there is no release fence between the access and the {noun}")
        }
        MissingKind::FenceMissing => {
            format!("there is no acquire fence between the {noun} and the access")
        }
        MissingKind::FenceMisplaced => {
            "the fence must stand between the access and the atomic operation: a release fence after the access and \
             before the store, an acquire fence after the load and before the access"
                .to_owned()
        }
        MissingKind::ReadsOlder => format!(
            "the {noun} read a value from before the other thread's store, and its thread went on all the same: \
             without that value there is no edge"
        ),
        MissingKind::NotSequentiallyConsistent if operation == PathOperation::Fence => {
            "unless the fence is `SeqCst`, a thread's store before it and its later load of another atomic may change \
             places, and each thread can miss the other's store"
                .to_owned()
        }
        MissingKind::NotSequentiallyConsistent => {
            "unless all of these operations are `SeqCst`, a thread's store and its later load of another atomic may \
             change places, and each thread can miss the other's store"
                .to_owned()
        }
        MissingKind::NoPath => {
            "nothing connects the two threads between the accesses: no atomic, lock, join or channel".to_owned()
        }
    }
}

/// What is missing at a step, as a sentence that knows the steps around it.
fn role_sentence(role: &Role<'_>) -> Option<String> {
    let missing = role.step.missing?;
    let noun = operation_noun(role.step.operation, role.step.site);
    Some(match (missing, role.part) {
        (MissingKind::FenceMisplaced, Part::ReleaseFence) => {
            "a release fence publishes what stands before it, with the stores that stand behind it: it belongs between \
             the access and the store"
                .to_owned()
        }
        (MissingKind::FenceMisplaced, Part::AcquireFence) => {
            "an acquire fence receives what the loads before it have read, for what stands behind it: it belongs \
             between the load and the access"
                .to_owned()
        }
        (MissingKind::PublishesNothing, _) if role.step.operation == PathOperation::Fence => {
            "the fence is not `Release`: the stores behind it publish nothing".to_owned()
        }
        (MissingKind::ReceivesNothing, _) if role.step.operation == PathOperation::Fence => {
            "the fence is not `Acquire`: what the loads before it have read is not received".to_owned()
        }
        _ => missing_sentence(missing, role.step.operation, &noun),
    })
}

/// All notes, in the order in which a reader needs them.
pub(crate) fn notes(race: &Race, names: &Names) -> Vec<String> {
    let mut notes = match race.verdict {
        Verdict::Race => why(race, names),
        Verdict::Unproven => Vec::new(),
    };
    notes.extend(unannotated_note(race));
    notes.extend(pair_note(race));
    notes.extend(access_note(&race.earlier));
    notes.extend(access_note(&race.later));
    notes.extend(origins(race, names));
    notes.extend(stack_note(When::Earlier, &race.earlier));
    notes.extend(stack_note(When::Later, &race.later));
    if 1 < race.count {
        notes.push(format!("seen {} times", race.count));
    }
    notes.extend(
        race.token()
            .map(|token| format!("replay with DATARACE_REPLAY={token}")),
    );
    notes.dedup();
    notes
}

/// Why nothing orders the pair: what was read from what, and what was missing there.
fn why(race: &Race, names: &Names) -> Vec<String> {
    let mut notes: Vec<String> = reads_from(&race.explanation.path, names)
        .into_iter()
        .collect();
    let path = roles(&race.explanation.path);
    let of_path = path.iter().filter_map(role_sentence);
    let pathless = race.missing().iter().filter(|_| path.is_empty());
    for note in of_path.chain(pathless.map(MissingEdge::to_string)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// The reads-from on the path that is not an edge, in words.
fn reads_from(path: &[PathStep], names: &Names) -> Option<String> {
    let pair = path.windows(2).find(|pair| is_broken_read(pair))?;
    let (writer, reader) = (pair[0].thread.as_deref()?, pair[1].thread.as_deref()?);
    let value = match pair[0].site?.place {
        "" => "a value".to_owned(),
        place => format!("the value of `{place}`"),
    };
    Some(format!(
        "{} read {value} that {} had written, but that does not order the accesses",
        names.of(reader),
        names.of(writer)
    ))
}

fn is_broken_read(pair: &[PathStep]) -> bool {
    let writes = matches!(
        pair[0].operation,
        PathOperation::Store | PathOperation::Update
    );
    let reads = matches!(
        pair[1].operation,
        PathOperation::Load | PathOperation::Update | PathOperation::FailedExchange
    );
    let another_story = |step: &PathStep| {
        matches!(
            step.missing,
            Some(MissingKind::ReadsOlder | MissingKind::NotSequentiallyConsistent)
        )
    };
    writes
        && reads
        && changes_thread(&pair[0], &pair[1])
        && pair.iter().any(|step| step.missing.is_some())
        && !pair.iter().any(another_story)
}

// What to change.

/// The last word: the change, or that none of this kind exists.
pub(crate) fn what_to_change(race: &Race) -> Option<String> {
    if are_references_alone(race) {
        return Some(
            "if both are used at a time, order them; not all that is done through a reference is seen"
                .to_owned(),
        );
    }
    if race.verdict == Verdict::Unproven {
        return Some(
            "annotate that code with `#[datarace::check]`, and the answer becomes exact".to_owned(),
        );
    }
    let explanation = &race.explanation;
    let [first, rest @ ..] = explanation.advice.as_slice() else {
        return no_ordering_helps(race);
    };
    let mut text = match rest {
        [] => change_phrase(first, &explanation.path),
        _ => change_list(&explanation.advice, &explanation.path),
    };
    text += match explanation.verified {
        true => ": verified, the race is gone and no other appears",
        false => " (not verified)",
    };
    let misplaced = |missing: &MissingEdge| missing.kind == MissingKind::FenceMisplaced;
    if race.missing().iter().any(misplaced) {
        text += "; or move the fence";
    }
    if rest.is_empty() && explanation.path.iter().any(is_count_down) {
        text += "; `fence(Acquire)` between it and the later access does it too";
    }
    Some(text)
}

/// What `Arc` has a fence for: only the last owner needs to acquire.
fn is_count_down(step: &PathStep) -> bool {
    let method = step.site.and_then(|site| method_name(site.text));
    method.is_some_and(|method| method.starts_with("fetch_"))
        && step.missing == Some(MissingKind::ReceivesNothing)
}

fn change_list(changes: &[Change], path: &[PathStep]) -> String {
    let (first, same) = (
        &changes[0],
        changes.windows(2).all(|pair| pair[0].to == pair[1].to),
    );
    let phrases: Vec<String> = changes
        .iter()
        .map(|change| match same {
            true => place_of_change(change),
            false => format!(
                "{} at {}",
                change_phrase(change, path),
                place_of_change(change)
            ),
        })
        .collect();
    match same {
        true => format!(
            "use `{}` at {}",
            ordering_name(first.to),
            enumerated(&phrases)
        ),
        false => enumerated(&phrases),
    }
}

/// `a`, `a and b`, `a, b and c`
fn enumerated(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What to do where no ordering can help.
fn no_ordering_helps(race: &Race) -> Option<String> {
    let mixed = race.earlier.kind.is_atomic() != race.later.kind.is_atomic();
    let decisive = race.missing().iter().find_map(|edge| match edge.kind {
        MissingKind::NoPath if mixed => Some(
            "make both accesses atomic, or put a lock, a join or a channel between them",
        ),
        MissingKind::NoPath => {
            Some("a lock, a join or a channel between the two accesses is missing")
        }
        MissingKind::ReadsOlder => Some(
            "the later thread must not go on without that value: wait for it, or use a lock, a join or a channel",
        ),
        MissingKind::SequenceCut => Some(
            "that store must not overwrite the published value: an update (`swap`, `fetch_add`, ..) in its place hands \
             on what was published",
        ),
        _ => None,
    })?;
    Some(format!("no ordering can help: {decisive}"))
}

fn change_phrase(change: &Change, path: &[PathStep]) -> String {
    let to = ordering_name(change.to);
    let operation = path
        .iter()
        .find(|step| step.site == Some(change.site))
        .map(|step| step.operation);
    match (operation, method_name(change.site.text)) {
        (Some(PathOperation::Fence), _) => format!("make the fence `{to}`"),
        (Some(PathOperation::Store), _) | (None, Some("store")) => format!("store with `{to}`"),
        (Some(PathOperation::Load), _) | (None, Some("load")) => format!("load with `{to}`"),
        (_, Some(method)) if change.site.orderings.len() == 2 => {
            format!(
                "give `{method}` the {} ordering `{to}`",
                which_ordering(method, change.argument)
            )
        }
        (_, Some(method)) => format!("`{method}` with `{to}`"),
        (_, None) => format!("use `{to}`"),
    }
}

/// The two orderings of an operation as std's documentation names them.
fn which_ordering(method: &str, argument: usize) -> &'static str {
    match (method.starts_with("compare_"), argument) {
        (true, 0) => "success",
        (true, _) => "failure",
        (false, 0) => "set",
        (false, _) => "fetch",
    }
}

fn place_of_change(change: &Change) -> String {
    let (line, column) = place_of_ordering(change);
    format!("{}:{line}:{column}", change.site.file())
}

/// Where the text of the ordering to change stands: the name itself, without a path before it, so that replacing it is
/// the whole change.
pub(crate) fn place_of_ordering(change: &Change) -> (u32, u32) {
    let Some(argument) = change.site.orderings.get(change.argument) else {
        return (change.site.line(), change.site.column());
    };
    let (span, name) = (argument.span, ordering_name(change.from));
    match argument.text.ends_with(name) && span.line == span.end_line {
        true => (
            span.line,
            span.end_column.saturating_sub(name.len() as u32).max(1),
        ),
        false => (span.line, span.column),
    }
}

/// The name of an ordering.
pub(crate) fn ordering_name(ordering: Ordering) -> &'static str {
    match ordering {
        Ordering::Relaxed => "Relaxed",
        Ordering::Release => "Release",
        Ordering::Acquire => "Acquire",
        Ordering::AcqRel => "AcqRel",
        Ordering::SeqCst => "SeqCst",
        _ => "unknown",
    }
}

impl fmt::Display for Change {
    /// `src/lock.rs:10:25: Relaxed -> Release`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = place_of_ordering(self);
        write!(
            f,
            "{}:{line}:{column}: {} -> {}",
            self.site.file(),
            ordering_name(self.from),
            ordering_name(self.to)
        )
    }
}

// Threads.

impl fmt::Display for ThreadDescription {
    /// A thread's name, or its number where it has none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, self.number) {
            (Some(name), 0) if name == "main" => f.write_str("the main thread"),
            (Some(name), _) => write!(f, "thread `{name}`"),
            (None, number) => write!(f, "thread {number}"),
        }
    }
}

/// How the threads of one report are called: by name, and by number too where two of them share a name.
#[derive(Default, Debug)]
pub(crate) struct Names {
    shared: Vec<String>,
}

impl Names {
    /// The names of a race's threads.
    pub(crate) fn new(race: &Race) -> Self {
        Self::of_threads(threads_of(race))
    }

    /// The names of some threads.
    pub(crate) fn of_threads<'a>(threads: impl IntoIterator<Item = &'a ThreadDescription>) -> Self {
        let threads: Vec<_> = threads.into_iter().collect();
        let is_shared = |thread: &&&ThreadDescription| {
            threads
                .iter()
                .any(|other| other.name == thread.name && other.number != thread.number)
        };
        let shared = threads.iter().filter(is_shared);
        Self {
            shared: shared.filter_map(|thread| thread.name.clone()).collect(),
        }
    }

    /// Whether two threads bear this name.
    pub(crate) fn are_shared(&self, name: &str) -> bool {
        self.shared.iter().any(|shared| shared == name)
    }

    /// A thread's name.
    pub(crate) fn of(&self, thread: &ThreadDescription) -> String {
        match &thread.name {
            Some(name) if self.are_shared(name) => format!("{thread} ({})", thread.number),
            _ => thread.to_string(),
        }
    }
}

/// The threads that a report on a race names, each once: its two threads, those of the path, and who spawned the two.
pub(crate) fn threads_of(race: &Race) -> Vec<&ThreadDescription> {
    let (earlier, later) = (race.earlier.thread(), race.later.thread());
    let path = &race.explanation.path;
    let creators = [earlier, later]
        .into_iter()
        .filter_map(ThreadDescription::spawned_by);
    let mut threads = vec![earlier];
    for thread in [later]
        .into_iter()
        .chain(path.iter().filter_map(|step| step.thread.as_deref()))
        .chain(creators)
    {
        if !threads.iter().any(|known| is_same_thread(known, thread)) {
            threads.push(thread);
        }
    }
    threads
}

/// How the threads of a race came to be, one sentence per thread.
fn origins(race: &Race, names: &Names) -> Vec<String> {
    let (earlier, later) = (race.earlier.thread(), race.later.thread());
    match (&earlier.created, &later.created) {
        (Some((site, by)), Some((other, _))) if site == other => {
            let (earlier, later, by) = (names.of(earlier), names.of(later), names.of(by));
            vec![format!(
                "{earlier} and {later} were spawned by {by} at {site}"
            )]
        }
        _ => [earlier, later]
            .into_iter()
            .filter_map(|thread| origin(thread, names))
            .collect(),
    }
}

/// How a thread came to be; `None` for the one that opened the session.
pub(crate) fn origin(thread: &ThreadDescription, names: &Names) -> Option<String> {
    let name = names.of(thread);
    match &thread.created {
        Some((site, by)) => Some(format!("{name} was spawned by {} at {site}", names.of(by))),
        None if thread.number == 0 => None,
        None => Some(format!("{name} was spawned by code without annotation")),
    }
}

/// The annotated calls around an access.
fn stack_note(when: When, access: &Access) -> Option<String> {
    const CALLS_SHOWN_MAX: usize = 8;
    if access.stack.is_empty() {
        return None;
    }
    let noun = access_noun(access.kind);
    let mut text = format!("the {when} {noun} was reached through");
    let separator = match access.stack.len() {
        1 => ' ',
        _ => '\n',
    };
    for site in access.stack.iter().take(CALLS_SHOWN_MAX) {
        text += &format!("{separator}`{}` at {site}", site.text);
    }
    if CALLS_SHOWN_MAX < access.stack.len() {
        text += &format!("\nand {} more", access.stack.len() - CALLS_SHOWN_MAX);
    }
    Some(text)
}

/// Whether two references that must not coexist were made, and no code without annotation is the reason why that proves nothing.
fn are_references_alone(race: &Race) -> bool {
    let is_reference = |access: &Access| {
        matches!(
            access.kind,
            AccessKind::ReborrowShared | AccessKind::ReborrowExclusive
        )
    };
    race.verdict == Verdict::Unproven
        && race.unannotated.is_empty()
        && is_reference(&race.earlier)
        && is_reference(&race.later)
}

/// What an unproven race could not see.
fn unannotated_note(race: &Race) -> Option<String> {
    if race.verdict == Verdict::Race {
        return None;
    }
    if are_references_alone(race) {
        return Some(
            "nothing was seen to be touched through the two references, so it is not known whether both were in use at once"
                .to_owned(),
        );
    }
    let code = match race.unannotated.as_slice() {
        [] => "code without annotation".to_owned(),
        names => names.join(", "),
    };
    Some(format!(
        "between the accesses {code} ran, which may have ordered them unseen"
    ))
}

impl fmt::Display for Access {
    /// ``write of `DATA` by thread `a` at src/lock.rs:9:14``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = access_noun(self.kind);
        write!(
            f,
            "{noun} of `{}` by {} at {}",
            self.place(),
            self.thread(),
            self.site
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Race => "race",
            Self::Unproven => "unproven",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::name_of_both;

    #[test]
    fn two_paths_to_one_static_are_one_name() {
        for (earlier, later, name) in [
            ("DATA", "DATA", Some("DATA")),
            ("super::DATA", "crate::state::DATA", Some("DATA")),
            ("DATA", "super::DATA", Some("DATA")),
            ("super::DATA", "super::OTHER", None),
            ("*p", "*q", None),
            ("(*p).value", "*p", None),
            ("a::DATA.field", "DATA.field", None),
        ] {
            assert_eq!(name_of_both(earlier, later), name, "{earlier} and {later}");
        }
    }
}
