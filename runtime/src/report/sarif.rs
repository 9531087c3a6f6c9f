//! The report as SARIF 2.1.0: one log, one run, one result per race.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0 plus Errata 01".
//! The two threads are thread flows of one code flow, in the order of the run (`executionOrder`); a change of orderings
//! is a fix; columns count characters (`unicodeCodePoints`). Relative files are relative to the workspace root, which
//! the base `SRCROOT` stands for.

use crate::race::{Change, PathStep, Race, ThreadDescription, Verdict};
use crate::report::advice::{self, Names, When};
use crate::report::failure::{self, FailureReport};
use crate::report::path::is_same_thread;
use crate::report::value::{Value, json};
use crate::site::{Site, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The version of this crate; a build without cargo may not know it.
pub(crate) const VERSION: &str = match option_env!("CARGO_PKG_VERSION") {
    Some(version) => version,
    None => "unknown",
};

/// Where this crate comes from.
const REPOSITORY: Option<&str> = option_env!("CARGO_PKG_REPOSITORY");

/// The log with the results of `races` added; `None` if `existing` is not a log of ours.
pub(crate) fn append(existing: &str, races: &[Race]) -> Option<String> {
    extend(existing, races.iter().map(result).collect())
}

/// The log with the results of `failures` added; `None` if `existing` is not a log of ours.
pub(crate) fn append_failures(existing: &str, failures: &[FailureReport<'_>]) -> Option<String> {
    extend(existing, failures.iter().map(failure_result).collect())
}

fn extend(existing: &str, new: Vec<Value>) -> Option<String> {
    let mut log = match existing.trim() {
        "" => log(),
        text => Value::parse(text)?,
    };
    let run = log.field("runs")?.elements()?.first_mut()?;
    let name = run.field("tool")?.field("driver")?.field("name")?;
    if *name != Value::from("datarace") {
        return None;
    }
    run.field("results")?.elements()?.extend(new);
    let mut text = log.pretty();
    text.push('\n');
    Some(text)
}

fn log() -> Value {
    let mut driver = json!({
        "name": "datarace",
        "version": VERSION,
        "rules": Verdict::ALL.map(rule),
    });
    if let Some(repository) = REPOSITORY {
        driver.add("informationUri", repository);
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SRCROOT": {
                "description": { "text": "the root of the workspace" },
            }},
            "results": [],
        }],
    })
}

fn rule(verdict: Verdict) -> Value {
    json!({
        "id": verdict.to_string(),
        "shortDescription": { "text": advice::rule_title(verdict) },
        "fullDescription": { "text": advice::rule_text(verdict) },
        "defaultConfiguration": { "level": level(verdict) },
    })
}

fn level(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Race => "error",
        Verdict::Unproven => "warning",
    }
}

fn result(race: &Race) -> Value {
    let names = Names::new(race);
    let mut result = json!({
        "ruleId": race.verdict.to_string(),
        "ruleIndex": Verdict::ALL.iter().position(|verdict| *verdict == race.verdict),
        "level": level(race.verdict),
        "message": { "text": message(race, &names) },
        "locations": [location(race.later.site, race.later.site.span, None)],
        "relatedLocations": related(race, &names),
        "codeFlows": [{ "threadFlows": thread_flows(race, &names) }],
        "occurrenceCount": race.count,
        "partialFingerprints": { "sites/v1": fingerprint(race) },
        "properties": {
            "bytes": race.bytes,
            "verified": race.is_verified(),
            "replay": race.token(),
        },
    });
    if !race.advice().is_empty() {
        result.add("fixes", [fix(race)]);
    }
    result
}

fn message(race: &Race, names: &Names) -> String {
    let mut lines = vec![advice::headline(race)];
    lines.extend(advice::notes(race, names));
    lines.extend(advice::what_to_change(race));
    lines.join("\n")
}

/// What stays the same when lines move: files, functions and texts.
fn fingerprint(race: &Race) -> String {
    let side = |site: &Site| format!("{}:{}:{}", site.file(), site.function.name, site.text);
    format!("{} | {}", side(race.earlier.site), side(race.later.site))
}

fn location(site: &Site, span: Span, message: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": artifact(site.file()),
            "region": region(span),
        },
        "logicalLocations": [{ "fullyQualifiedName": site.function.name, "kind": "function" }],
    });
    if let Some(message) = message {
        location.add("message", json!({ "text": message }));
    }
    location
}

fn region(span: Span) -> Value {
    json!({
        "startLine": span.line.max(1),
        "startColumn": span.column.max(1),
        "endLine": span.end_line.max(1),
        "endColumn": span.end_column.max(1),
    })
}

fn artifact(file: &str) -> Value {
    let path = file.replace('\\', "/");
    let absolute = path.starts_with('/') || path.as_bytes().get(1) == Some(&b':');
    match absolute {
        true => json!({ "uri": format!("file:///{}", encoded(path.trim_start_matches('/'))) }),
        false => json!({ "uri": encoded(&path), "uriBaseId": "SRCROOT" }),
    }
}

/// Percent-encodes what may not stand in the path of a URI.
fn encoded(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => uri.push(char::from(byte)),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

fn related(race: &Race, names: &Names) -> Vec<Value> {
    events(race, names)
        .into_iter()
        .filter(|event| event.site != race.later.site)
        .enumerate()
        .map(|(id, event)| {
            let mut location = location(event.site, event.span, Some(&event.label));
            location.add("id", id);
            location
        })
        .collect()
}

/// Something that a thread did.
struct Event<'a> {
    site: &'static Site,
    span: Span,
    label: String,
    thread: Option<&'a ThreadDescription>,
    /// Whether the report is about it, or whether it only helps to understand.
    essential: bool,
}

/// The access, the path, the access.
fn events<'a>(race: &'a Race, names: &Names) -> Vec<Event<'a>> {
    let access = |when, access: &'a crate::race::Access| Event {
        site: access.site,
        span: access.site.span,
        label: advice::access_label(when, access, names),
        thread: Some(access.thread()),
        essential: true,
    };
    let path = &race.explanation.path;
    let labels = advice::path_labels(path, names);
    let mut events = vec![access(When::Earlier, &race.earlier)];
    events.extend(path.iter().zip(labels).filter_map(|(step, label)| {
        let site = step.site?;
        Some(Event {
            site,
            span: span_of(step, site),
            label,
            thread: step.thread.as_deref(),
            essential: step.missing.is_some(),
        })
    }));
    events.push(access(When::Later, &race.later));
    events
}

fn span_of(step: &PathStep, site: &Site) -> Span {
    let argument = step.argument.and_then(|n| site.orderings.get(n));
    argument.map_or(site.span, |argument| argument.span)
}

fn thread_flows(race: &Race, names: &Names) -> Vec<Value> {
    let events = events(race, names);
    let is_of = |event: &Event<'_>, thread| {
        event
            .thread
            .is_some_and(|other| is_same_thread(other, thread))
    };
    advice::threads_of(race)
        .into_iter()
        .filter(|thread| events.iter().any(|event| is_of(event, thread)))
        .map(|thread| {
            let steps = events
                .iter()
                .enumerate()
                .filter(|(_, event)| is_of(event, thread))
                .map(|(order, event)| flow_location(event, order));
            json!({
                "id": names.of(thread),
                "message": { "text": advice::origin(thread, names).unwrap_or_else(|| names.of(thread)) },
                "locations": steps.collect::<Vec<_>>(),
            })
        })
        .collect()
}

fn failure_result(failure: &FailureReport<'_>) -> Value {
    let names = failure::names(failure);
    let standing: Vec<Value> = failure
        .standing
        .iter()
        .filter_map(|standing| {
            let label = format!("{} {}", names.of(&standing.thread), standing.what);
            Some(location(standing.site?, standing.site?.span, Some(&label)))
        })
        .collect();
    let mut result = json!({
        "ruleId": failure.kind,
        "level": "error",
        "message": { "text": failure.message },
        "locations": standing.first().cloned().into_iter().collect::<Value>(),
        "properties": { "replay": failure.token },
    });
    let flows = failure_flows(failure, &names);
    if !flows.is_empty() {
        result.add("codeFlows", json!([{ "threadFlows": flows }]));
    }
    let related: Value = standing
        .into_iter()
        .enumerate()
        .skip(1)
        .map(|(id, mut place)| {
            place.add("id", id);
            place
        })
        .collect();
    result.add("relatedLocations", related);
    result
}

fn failure_flows(failure: &FailureReport<'_>, names: &Names) -> Vec<Value> {
    let mut flows = Vec::new();
    for thread in failure::threads_of(failure) {
        let steps = failure.steps.iter().enumerate();
        let steps: Vec<Value> = steps
            .filter(|(_, step)| is_same_thread(&step.thread, thread))
            .filter_map(|(order, step)| {
                let site = step.site?;
                let label = format!("{} {}", site.text, step.words());
                Some(json!({
                    "location": location(site, site.span, Some(label.trim_end())),
                    "executionOrder": order,
                }))
            })
            .collect();
        if !steps.is_empty() {
            flows.push(json!({ "id": names.of(thread), "locations": steps }));
        }
    }
    flows
}

fn flow_location(event: &Event<'_>, order: usize) -> Value {
    json!({
        "location": location(event.site, event.span, Some(&event.label)),
        "executionOrder": order,
        "importance": if event.essential { "essential" } else { "important" },
    })
}

fn fix(race: &Race) -> Value {
    let mut files: Vec<(&'static str, Vec<Value>)> = Vec::new();
    for change in race.advice() {
        let file = change.site.file();
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, replacements)) => replacements.push(replacement(change)),
            None => files.push((file, vec![replacement(change)])),
        }
    }
    let changes = files.into_iter().map(|(file, replacements)| {
        json!({ "artifactLocation": artifact(file), "replacements": replacements })
    });
    json!({
        "description": { "text": advice::what_to_change(race) },
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

fn replacement(change: &Change) -> Value {
    let (line, column) = advice::place_of_ordering(change);
    let from = advice::ordering_name(change.from);
    json!({
        "deletedRegion": region(Span::new(line, column, line, column + from.len() as u32)),
        "insertedContent": { "text": advice::ordering_name(change.to) },
    })
}
