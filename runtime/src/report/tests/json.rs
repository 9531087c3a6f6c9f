use expect_test::{Expect, expect};
use serde_json::Value;

use super::programs::*;
use crate::report::json::render;

fn check(case: Case, expected: Expect) {
    let line = render(&case.race);
    assert!(!line.contains('\n'), "one line");
    let value: Value = serde_json::from_str(&line).expect("JSON");
    let pretty = serde_json::to_string_pretty(&value).expect("JSON") + "\n";
    expected.assert_eq(&pretty);
}

#[test]
fn a_line_of_json() {
    let line = render(&lock_with_relaxed_store().race);
    expect![[r#"{"schema":1,"kind":"race","place":"DATA","bytes":24,"earlier":{"kind":"write","file":"src/lock.rs","line":9,"column":18,"thread":"thread 3"},"later":{"kind":"write","file":"src/lock.rs","line":9,"column":18,"thread":"thread 7"},"missing":[{"kind":"publishes_nothing","file":"src/lock.rs","line":10,"column":29,"thread":"thread 3","text":"the store is not `Release`: what its thread did before it is not published with the value"}],"fix":[{"file":"src/lock.rs","line":10,"column":29,"from":"Relaxed","to":"Release"}],"verified":true,"count":1,"replay":null}"#]].assert_eq(&line);
}

#[test]
fn the_place_of_a_fix_is_the_name_of_the_ordering() {
    check(
        lock_with_both_relaxed(),
        expect![[r#"
        {
          "bytes": 24,
          "count": 12,
          "earlier": {
            "column": 18,
            "file": "src/lock.rs",
            "kind": "write",
            "line": 3,
            "thread": "a"
          },
          "fix": [
            {
              "column": 39,
              "file": "src/lock.rs",
              "from": "Relaxed",
              "line": 4,
              "to": "Release"
            },
            {
              "column": 55,
              "file": "src/lock.rs",
              "from": "Relaxed",
              "line": 2,
              "to": "Acquire"
            }
          ],
          "kind": "race",
          "later": {
            "column": 18,
            "file": "src/lock.rs",
            "kind": "write",
            "line": 3,
            "thread": "b"
          },
          "missing": [
            {
              "column": 29,
              "file": "src/lock.rs",
              "kind": "publishes_nothing",
              "line": 4,
              "text": "the store is not `Release`: what its thread did before it is not published with the value",
              "thread": "a"
            },
            {
              "column": 45,
              "file": "src/lock.rs",
              "kind": "receives_nothing",
              "line": 2,
              "text": "the `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it",
              "thread": "b"
            }
          ],
          "place": "DATA",
          "replay": "r1.Zm9vYmFy",
          "schema": 1,
          "verified": true
        }
    "#]],
    );
}

#[test]
fn what_has_no_place_is_null() {
    check(
        no_ordering_can_help(),
        expect![[r#"
        {
          "bytes": 8,
          "count": 1,
          "earlier": {
            "column": 14,
            "file": "src/main.rs",
            "kind": "write",
            "line": 4,
            "thread": "main"
          },
          "fix": [],
          "kind": "race",
          "later": {
            "column": 39,
            "file": "src/main.rs",
            "kind": "read",
            "line": 3,
            "thread": "thread 1"
          },
          "missing": [
            {
              "column": null,
              "file": null,
              "kind": "no_path",
              "line": null,
              "text": "nothing connects the two threads between the accesses: no atomic, lock, join or channel",
              "thread": null
            }
          ],
          "place": "COUNTER",
          "replay": null,
          "schema": 1,
          "verified": false
        }
    "#]],
    );
}

#[test]
fn unproven_names_the_code_without_annotation() {
    check(
        unproven(),
        expect![[r#"
        {
          "bytes": 4,
          "count": 1,
          "earlier": {
            "column": 14,
            "file": "src/pool.rs",
            "kind": "write",
            "line": 2,
            "thread": "pool (4)"
          },
          "fix": [],
          "kind": "unproven",
          "later": {
            "column": 14,
            "file": "src/pool.rs",
            "kind": "write",
            "line": 2,
            "thread": "pool (5)"
          },
          "missing": [
            {
              "column": null,
              "file": null,
              "kind": "unannotated",
              "line": null,
              "text": "`rayon::yield_now()` at src/pool.rs:3:5",
              "thread": null
            }
          ],
          "place": "*p.0",
          "replay": null,
          "schema": 1,
          "verified": false
        }
    "#]],
    );
}

#[test]
fn every_line_has_the_fields_of_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema-1.json")).expect("JSON");
    for case in all() {
        let line = serde_json::from_str(&render(&case.race)).expect("JSON");
        conforms(&line, &schema, &schema);
    }
}

/// As much of JSON Schema as `schema-1.json` uses; and no field that it does not name.
fn conforms(value: &Value, schema: &Value, root: &Value) {
    if let Some(path) = schema["$ref"].as_str() {
        let target = root
            .pointer(&path[1..])
            .expect("the reference has a target");
        return conforms(value, target, root);
    }
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(allowed.contains(value), "{value} is not among {allowed:?}");
    }
    if !schema["const"].is_null() {
        assert_eq!(value, &schema["const"]);
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        Value::Null => vec![],
        one => vec![one.clone()],
    };
    assert!(
        types.is_empty() || types.iter().any(|name| is_a(value, name)),
        "{value}: {types:?}"
    );
    for item in value.as_array().into_iter().flatten() {
        conforms(item, &schema["items"], root);
    }
    let Some(object) = value.as_object() else {
        return;
    };
    for name in schema["required"]
        .as_array()
        .expect("objects list what they require")
    {
        assert!(
            object.contains_key(name.as_str().expect("a name")),
            "{name} is missing"
        );
    }
    for (name, field) in object {
        let field_schema = &schema["properties"][name];
        assert!(!field_schema.is_null(), "{name} is not in the schema");
        conforms(field, field_schema, root);
    }
}

fn is_a(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some("null") => value.is_null(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn applying_the_fixes_gives_the_repaired_program() {
    let case = lock_with_both_relaxed();
    let line: Value = serde_json::from_str(&render(&case.race)).expect("JSON");
    let mut lines: Vec<String> = case.files[0].text.lines().map(str::to_owned).collect();
    for fix in line["fix"].as_array().expect("an array") {
        let line = &mut lines[fix["line"].as_u64().expect("a number") as usize - 1];
        let column = fix["column"].as_u64().expect("a number") as usize - 1;
        let (from, to) = (
            fix["from"].as_str().expect("text"),
            fix["to"].as_str().expect("text"),
        );
        assert!(line[column..].starts_with(from));
        line.replace_range(column..column + from.len(), to);
    }
    expect![[r#"
        fn f() {
            if LOCKED.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok() {
                unsafe { DATA.push('!') };
                LOCKED.store(false, Ordering::Release);
            }
        }
    "#]]
    .assert_eq(&(lines[..6].join("\n") + "\n"));
}
