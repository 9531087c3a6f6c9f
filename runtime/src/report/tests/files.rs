use std::path::Path;

use expect_test::{Expect, expect};
use serde_json::Value;

use super::fixture::sources;
use super::programs::*;
use crate::report::file::{FileError, FileFormat, append};
use crate::report::sarif::VERSION;
use crate::report::source::SourceCache;

fn add(format: FileFormat, existing: &str, case: Case) -> Result<String, FileError> {
    let mut sources = sources(&case.files.iter().collect::<Vec<_>>());
    append(format, existing, &[case.race], &mut sources)
}

const FORMATS: [FileFormat; 3] = [FileFormat::Json, FileFormat::Sarif, FileFormat::Html];

#[test]
fn the_ending_decides_the_format() {
    let of = |path| FileFormat::of_path(Path::new(path));
    assert_eq!(of("a/b.json"), Ok(FileFormat::Json));
    assert_eq!(of("races.sarif"), Ok(FileFormat::Sarif));
    assert_eq!(of("a.b.html"), Ok(FileFormat::Html));
    assert_eq!(of("html"), Err(FileError::UnknownEnding));
    assert_eq!(of("a.txt"), Err(FileError::UnknownEnding));
}

#[test]
fn a_second_process_adds_and_loses_nothing() {
    for format in FORMATS {
        let one = add(format, "", lock_with_relaxed_store()).expect("a new file");
        let two = add(format, &one, no_ordering_can_help()).expect("our file");
        let both = [lock_with_relaxed_store().race, no_ordering_can_help().race];
        let files = [
            lock_with_relaxed_store().files,
            no_ordering_can_help().files,
        ];
        let mut sources = sources(&files.iter().flatten().collect::<Vec<_>>());
        assert_eq!(
            append(format, "", &both, &mut sources).as_ref(),
            Ok(&two),
            "{format:?}"
        );
        assert_eq!(
            append(format, &two, &[], &mut sources).as_ref(),
            Ok(&two),
            "{format:?}"
        );
    }
}

#[test]
fn a_foreign_file_stays_as_it_is() {
    for format in FORMATS {
        let foreign = "fn main() {}\n";
        assert_eq!(
            add(format, foreign, unproven()),
            Err(FileError::NotOurs),
            "{format:?}"
        );
    }
    let other_tool = r#"{"runs":[{"tool":{"driver":{"name":"clippy"}},"results":[]}]}"#;
    assert_eq!(
        add(FileFormat::Sarif, other_tool, unproven()),
        Err(FileError::NotOurs)
    );
}

#[test]
fn a_line_that_was_cut_off_does_not_swallow_the_next() {
    let text = add(FileFormat::Json, "{\"schema\":1,", unproven()).expect("ours");
    assert!(text.starts_with("{\"schema\":1,\n{\"schema\":1,\"kind\":\"unproven\""));
}

fn check(format: FileFormat, case: Case, expected: Expect) {
    let text = add(format, "", case).expect("a new file");
    let version = format!("\"{VERSION}\"");
    expected.assert_eq(&text.replace(&version, "\"VERSION\""));
}

#[test]
fn sarif() {
    check(
        FileFormat::Sarif,
        lock_with_relaxed_store(),
        expect![[r#"
            {
              "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
              "runs": [
                {
                  "columnKind": "unicodeCodePoints",
                  "originalUriBaseIds": {
                    "SRCROOT": {
                      "description": {
                        "text": "the root of the workspace"
                      }
                    }
                  },
                  "results": [
                    {
                      "codeFlows": [
                        {
                          "threadFlows": [
                            {
                              "id": "thread 3",
                              "locations": [
                                {
                                  "executionOrder": 0,
                                  "importance": "essential",
                                  "location": {
                                    "logicalLocations": [
                                      {
                                        "fullyQualifiedName": "f",
                                        "kind": "function"
                                      }
                                    ],
                                    "message": {
                                      "text": "earlier write by thread 3"
                                    },
                                    "physicalLocation": {
                                      "artifactLocation": {
                                        "uri": "src/lock.rs",
                                        "uriBaseId": "SRCROOT"
                                      },
                                      "region": {
                                        "endColumn": 22,
                                        "endLine": 9,
                                        "startColumn": 18,
                                        "startLine": 9
                                      }
                                    }
                                  }
                                },
                                {
                                  "executionOrder": 1,
                                  "importance": "essential",
                                  "location": {
                                    "logicalLocations": [
                                      {
                                        "fullyQualifiedName": "f",
                                        "kind": "function"
                                      }
                                    ],
                                    "message": {
                                      "text": "this store in thread 3 publishes nothing .."
                                    },
                                    "physicalLocation": {
                                      "artifactLocation": {
                                        "uri": "src/lock.rs",
                                        "uriBaseId": "SRCROOT"
                                      },
                                      "region": {
                                        "endColumn": 36,
                                        "endLine": 10,
                                        "startColumn": 29,
                                        "startLine": 10
                                      }
                                    }
                                  }
                                }
                              ],
                              "message": {
                                "text": "thread 3 was spawned by the main thread at src/lock.rs:17:13"
                              }
                            },
                            {
                              "id": "thread 7",
                              "locations": [
                                {
                                  "executionOrder": 2,
                                  "importance": "important",
                                  "location": {
                                    "logicalLocations": [
                                      {
                                        "fullyQualifiedName": "f",
                                        "kind": "function"
                                      }
                                    ],
                                    "message": {
                                      "text": ".. that this `compare_exchange` in thread 7 could receive"
                                    },
                                    "physicalLocation": {
                                      "artifactLocation": {
                                        "uri": "src/lock.rs",
                                        "uriBaseId": "SRCROOT"
                                      },
                                      "region": {
                                        "endColumn": 52,
                                        "endLine": 7,
                                        "startColumn": 45,
                                        "startLine": 7
                                      }
                                    }
                                  }
                                },
                                {
                                  "executionOrder": 3,
                                  "importance": "essential",
                                  "location": {
                                    "logicalLocations": [
                                      {
                                        "fullyQualifiedName": "f",
                                        "kind": "function"
                                      }
                                    ],
                                    "message": {
                                      "text": "later write by thread 7"
                                    },
                                    "physicalLocation": {
                                      "artifactLocation": {
                                        "uri": "src/lock.rs",
                                        "uriBaseId": "SRCROOT"
                                      },
                                      "region": {
                                        "endColumn": 22,
                                        "endLine": 9,
                                        "startColumn": 18,
                                        "startLine": 9
                                      }
                                    }
                                  }
                                }
                              ],
                              "message": {
                                "text": "thread 7 was spawned by the main thread at src/lock.rs:17:13"
                              }
                            }
                          ]
                        }
                      ],
                      "fixes": [
                        {
                          "artifactChanges": [
                            {
                              "artifactLocation": {
                                "uri": "src/lock.rs",
                                "uriBaseId": "SRCROOT"
                              },
                              "replacements": [
                                {
                                  "deletedRegion": {
                                    "endColumn": 36,
                                    "endLine": 10,
                                    "startColumn": 29,
                                    "startLine": 10
                                  },
                                  "insertedContent": {
                                    "text": "Release"
                                  }
                                }
                              ]
                            }
                          ],
                          "description": {
                            "text": "store with `Release`: verified, the race is gone and no other appears"
                          }
                        }
                      ],
                      "level": "error",
                      "locations": [
                        {
                          "logicalLocations": [
                            {
                              "fullyQualifiedName": "f",
                              "kind": "function"
                            }
                          ],
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "src/lock.rs",
                              "uriBaseId": "SRCROOT"
                            },
                            "region": {
                              "endColumn": 22,
                              "endLine": 9,
                              "startColumn": 18,
                              "startLine": 9
                            }
                          }
                        }
                      ],
                      "message": {
                        "text": "data race on `DATA` (24 bytes): two unordered writes\nthread 7 read the value of `LOCKED` that thread 3 had written, but that does not order the accesses\nthe store is not `Release`: what its thread did before it is not published with the value\nthread 3 and thread 7 were spawned by the main thread at src/lock.rs:17:13\nstore with `Release`: verified, the race is gone and no other appears"
                      },
                      "occurrenceCount": 1,
                      "partialFingerprints": {
                        "sites/v1": "src/lock.rs:f:DATA | src/lock.rs:f:DATA"
                      },
                      "properties": {
                        "bytes": 24,
                        "replay": null,
                        "verified": true
                      },
                      "relatedLocations": [
                        {
                          "id": 0,
                          "logicalLocations": [
                            {
                              "fullyQualifiedName": "f",
                              "kind": "function"
                            }
                          ],
                          "message": {
                            "text": "this store in thread 3 publishes nothing .."
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "src/lock.rs",
                              "uriBaseId": "SRCROOT"
                            },
                            "region": {
                              "endColumn": 36,
                              "endLine": 10,
                              "startColumn": 29,
                              "startLine": 10
                            }
                          }
                        },
                        {
                          "id": 1,
                          "logicalLocations": [
                            {
                              "fullyQualifiedName": "f",
                              "kind": "function"
                            }
                          ],
                          "message": {
                            "text": ".. that this `compare_exchange` in thread 7 could receive"
                          },
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "src/lock.rs",
                              "uriBaseId": "SRCROOT"
                            },
                            "region": {
                              "endColumn": 52,
                              "endLine": 7,
                              "startColumn": 45,
                              "startLine": 7
                            }
                          }
                        }
                      ],
                      "ruleId": "race",
                      "ruleIndex": 0
                    }
                  ],
                  "tool": {
                    "driver": {
                      "informationUri": "https://github.com/datarace/datarace",
                      "name": "datarace",
                      "rules": [
                        {
                          "defaultConfiguration": {
                            "level": "error"
                          },
                          "fullDescription": {
                            "text": "two accesses touch the same memory, at least one writes, at least one is not atomic, and neither happens before the other: undefined behavior"
                          },
                          "id": "race",
                          "shortDescription": {
                            "text": "data race"
                          }
                        },
                        {
                          "defaultConfiguration": {
                            "level": "warning"
                          },
                          "fullDescription": {
                            "text": "two conflicting accesses that nothing visible orders, but code without annotation ran in between, which may have ordered them, or two references of which nothing was seen to be used"
                          },
                          "id": "unproven",
                          "shortDescription": {
                            "text": "possible data race"
                          }
                        }
                      ],
                      "version": "VERSION"
                    }
                  }
                }
              ],
              "version": "2.1.0"
            }
        "#]],
    );
}

#[test]
fn html() {
    check(
        FileFormat::Html,
        sequence_cut_in_two_files(),
        expect![[r#"
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>datarace report</title>
            <style>
            :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --faint: #6b7280; --line: #d1d5db; --card: #f6f7f9;
              --bad: #c81e1e; --good: #1d6f42; --access: #1e50a0; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #15171b; --faint: #9ca3af; --line: #3b4048;
              --card: #1e2127; --bad: #ff7b72; --good: #56d364; --access: #79b8ff; } }
            body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
              font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.3rem; }
            h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
            section { border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.2rem; margin: 1.5rem 0; }
            code, pre, .code { font-family: ui-monospace, monospace; font-size: 13px; }
            pre { background: var(--card); padding: .8rem; overflow-x: auto; }
            .tag { color: var(--bad); }
            .unproven .tag { color: var(--faint); }
            .help { color: var(--good); font-weight: 600; }
            .faint { color: var(--faint); }
            .lanes { overflow-x: auto; }
            svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
            svg .code { font: 12px ui-monospace, monospace; }
            svg .faint { fill: var(--faint); font-size: 12px; }
            svg .lane { stroke: var(--line); stroke-width: 2; }
            svg .node { fill: var(--card); stroke: var(--line); }
            svg .access { stroke: var(--access); stroke-width: 2; }
            svg .missing { stroke: var(--bad); stroke-width: 2; }
            svg .edge { stroke: var(--good); stroke-width: 2; fill: none; }
            svg .gap { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 5; fill: none; }
            svg .gap-text { fill: var(--bad); font-size: 12px; }
            svg .read { stroke: var(--faint); fill: none; }
            svg .read-head { fill: var(--faint); }
            svg .edge-head { fill: var(--good); }
            svg .gap-head { fill: var(--bad); }
            </style>
            </head>
            <body>
            <h1>datarace report</h1>
            <p class="faint">Time runs downwards. A solid arrow orders what is above it before what is below; the dashed one is
            missing. A thin arrow is a value that was read.</p>
            <svg width="0" height="0" aria-hidden="true"><defs>
            <marker id="edge-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="edge-head" d="M0 0 L10 5 L0 10 z"/></marker>
            <marker id="gap-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="gap-head" d="M0 0 L10 5 L0 10 z"/></marker>
            <marker id="read-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="read-head" d="M0 0 L10 5 L0 10 z"/></marker>
            </defs></svg>
            <section class="race">
            <h2><span class="tag">race</span> data race on <code>*slot.value.get()</code> (8 bytes): unordered write and read</h2>
            <div class="lanes"><svg viewBox="0 0 1200 702" width="1200" height="702" role="img">
            <text x="200" y="18" text-anchor="middle">the main thread</text>
            <line class="lane" x1="200" y1="30" x2="200" y2="702"/>
            <text x="600" y="18" text-anchor="middle">thread writer</text>
            <line class="lane" x1="600" y1="30" x2="600" y2="702"/>
            <text x="1000" y="18" text-anchor="middle">thread reader</text>
            <line class="lane" x1="1000" y1="30" x2="1000" y2="702"/>
            <g><title>pub fn write(slot: &amp;Slot) {
            spawns thread writer
            src/writer.rs:1:1</title>
            <rect class="node" x="18" y="44" width="364" height="68" rx="4"/>
            <text class="code" x="28" y="64">pub fn write(slot: &amp;Slot) {</text>
            <text class="label" x="28" y="83">spawns thread writer</text>
            <text class="faint" x="28" y="101">src/writer.rs:1:1</text>
            </g>
            <g><title>pub fn write(slot: &amp;Slot) {
            spawns thread reader
            src/writer.rs:1:1</title>
            <rect class="node" x="18" y="140" width="364" height="68" rx="4"/>
            <text class="code" x="28" y="160">pub fn write(slot: &amp;Slot) {</text>
            <text class="label" x="28" y="179">spawns thread reader</text>
            <text class="faint" x="28" y="197">src/writer.rs:1:1</text>
            </g>
            <g><title>unsafe { *slot.value.get() = 1 };
            earlier write of *slot.value.get()
            src/writer.rs:2:14</title>
            <rect class="node access" x="418" y="236" width="364" height="68" rx="4"/>
            <text class="code" x="428" y="256">unsafe { *slot.value.get() = 1 };</text>
            <text class="label" x="428" y="275">earlier write of *slot.value.get()</text>
            <text class="faint" x="428" y="293">src/writer.rs:2:14</text>
            </g>
            <g><title>slot.ready.store(1, Release);
            this store publishes the access
            src/writer.rs:3:16</title>
            <rect class="node" x="418" y="332" width="364" height="68" rx="4"/>
            <text class="code" x="428" y="352">slot.ready.store(1, Release);</text>
            <text class="label" x="428" y="371">this store publishes the access</text>
            <text class="faint" x="428" y="389">src/writer.rs:3:16</text>
            </g>
            <g><title>slot.ready.store(2, Relaxed);
            this store ends the release sequence
            src/writer.rs:4:16</title>
            <rect class="node missing" x="418" y="428" width="364" height="68" rx="4"/>
            <text class="code" x="428" y="448">slot.ready.store(2, Relaxed);</text>
            <text class="label" x="428" y="467">this store ends the release sequence</text>
            <text class="faint" x="428" y="485">src/writer.rs:4:16</text>
            </g>
            <g><title>while slot.ready.load(Acquire) != 2 {}
            this load could receive
            src/reader.rs:2:11</title>
            <rect class="node" x="818" y="524" width="364" height="68" rx="4"/>
            <text class="code" x="828" y="544">while slot.ready.load(Acquire) != 2 {}</text>
            <text class="label" x="828" y="563">this load could receive</text>
            <text class="faint" x="828" y="581">src/reader.rs:2:11</text>
            </g>
            <g><title>unsafe { *slot.value.get() }
            later read of *slot.value.get()
            src/reader.rs:3:14</title>
            <rect class="node access" x="818" y="620" width="364" height="68" rx="4"/>
            <text class="code" x="828" y="640">unsafe { *slot.value.get() }</text>
            <text class="label" x="828" y="659">later read of *slot.value.get()</text>
            <text class="faint" x="828" y="677">src/reader.rs:3:14</text>
            </g>
            <path class="edge" d="M382 78 L600 78" marker-end="url(#edge-head)"/>
            <path class="edge" d="M382 174 L1000 174" marker-end="url(#edge-head)"/>
            <path class="gap" d="M782 462 L1000 524" marker-end="url(#gap-head)"/>
            <text class="gap-text" x="891" y="481" text-anchor="middle">missing</text>
            </svg></div>
            <ul>
            <li>thread <code>reader</code> read the value of <code>slot.ready</code> that thread <code>writer</code> had written, but that does not order the accesses</li>
            <li>the store replaced a published value: it ends the release sequence, and whoever reads its value receives nothing of what was published before</li>
            <li>thread <code>writer</code> and thread <code>reader</code> were spawned by the main thread at src/writer.rs:1:1</li>
            </ul>
            <p class="help">store with <code>Release</code>: verified, the race is gone and no other appears</p>
            <details open><summary>source</summary><pre>error[race]: data race on `*slot.value.get()` (8 bytes): unordered write and read
             --&gt; src/writer.rs:2:14
              |
            2 |     unsafe { *slot.value.get() = 1 };
              |              ^^^^^^^^^^^^^^^^^ earlier write by thread `writer`
            3 |     slot.ready.store(1, Release);
              |                         ------- this store in thread `writer` publishes the access ..
            4 |     slot.ready.store(2, Relaxed);
              |                         ------- .. this store in thread `writer` ends the release sequence ..
              |
             ::: src/reader.rs:2:27
              |
            2 |     while slot.ready.load(Acquire) != 2 {}
              |                           ------- .. that this load in thread `reader` could receive
            3 |     unsafe { *slot.value.get() }
              |              ^^^^^^^^^^^^^^^^^ later read by thread `reader`
              |
              = note: thread `reader` read the value of `slot.ready` that thread `writer` had written, but that does not order the accesses
              = note: the store replaced a published value: it ends the release sequence, and whoever reads its value receives nothing of what was published before
              = note: thread `writer` and thread `reader` were spawned by the main thread at src/writer.rs:1:1
              = help: store with `Release`: verified, the race is gone and no other appears</pre></details>
            </section>
            <!-- datarace: further reports go above this line -->
            </body>
            </html>
        "#]],
    );
}

/// The parts of SARIF 2.1.0 that consumers reject a log for.
#[test]
fn sarif_has_what_its_schema_requires() {
    for case in all() {
        let text = add(FileFormat::Sarif, "", case).expect("a new file");
        let log: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        for result in run["results"].as_array().expect("results") {
            let rule = &rules[result["ruleIndex"].as_u64().expect("an index") as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["error", "warning"].contains(&result["level"].as_str().expect("a level")));
            assert!(result["message"]["text"].is_string());
            check_places(result);
            check_flows(&result["codeFlows"][0]["threadFlows"]);
        }
    }
}

fn check_places(value: &Value) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match name.as_str() {
            "region" | "deletedRegion" => {
                for field in ["startLine", "startColumn", "endLine", "endColumn"] {
                    assert!(1 <= value[field].as_u64().expect("a number"));
                }
            }
            "artifactLocation" => assert!(value["uri"].is_string()),
            _ => check_places(value),
        }
    }
    value
        .as_array()
        .into_iter()
        .flatten()
        .for_each(check_places);
}

fn check_flows(flows: &Value) {
    let flows = flows.as_array().expect("thread flows");
    assert!(2 <= flows.len(), "both threads");
    let mut orders: Vec<u64> = Vec::new();
    for flow in flows {
        let locations = flow["locations"].as_array().expect("locations");
        assert!(!locations.is_empty());
        orders.extend(
            locations
                .iter()
                .map(|step| step["executionOrder"].as_u64().expect("order")),
        );
    }
    orders.sort_unstable();
    assert!(orders.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn html_is_one_page_that_asks_nothing_of_the_net() {
    for case in all() {
        let page = add(FileFormat::Html, "", case).expect("a new file");
        for resource in [
            "http:", "https:", "src=", "href=", "@import", "<script", "url(h",
        ] {
            assert!(!page.contains(resource), "{resource}");
        }
        for element in [
            "section", "svg", "ul", "pre", "body", "html", "style", "head",
        ] {
            let open = page.matches(&format!("<{element}>")).count()
                + page.matches(&format!("<{element} ")).count();
            assert_eq!(
                open,
                page.matches(&format!("</{element}>")).count(),
                "{element}"
            );
        }
    }
}

#[test]
fn html_escapes_every_text_of_the_program() {
    let evil = "<script>alert('x')</script>&\"`\u{1}";
    let mut case = lock_with_relaxed_store();
    let thread = std::sync::Arc::make_mut(&mut case.race.earlier.thread);
    thread.name = Some(evil.to_owned());
    case.race.token = Some(evil.to_owned());
    let page = append(
        FileFormat::Html,
        "",
        &[case.race],
        &mut SourceCache::default(),
    );
    let page = page.expect("a new file");
    assert!(!page.contains("<script"));
    assert!(!page.contains('\u{1}'));
    assert!(page.contains("&lt;script&gt;"));
}
