//! JSON, as much of it as reports need.
//!
//! Ours, because every crate that this one depends on is seen where the user's code is compiled: a library that compares
//! numbers with values of JSON (`impl PartialEq<Value> for u8`) makes `assert_eq!(bytes, [])` ambiguous there (E0283).

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A value of JSON; the fields of an object stay in their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(Cow<'static, str>),
    List(Vec<Value>),
    Object(Vec<(Cow<'static, str>, Value)>),
}

/// A value as it is written in JSON, with expressions in it.
macro_rules! json {
    (@fields $fields:ident) => {};
    (@fields $fields:ident $name:literal: { $($value:tt)* } $(, $($rest:tt)*)?) => {
        $fields.extend([($name.into(), json!({ $($value)* }))]);
        $(json!(@fields $fields $($rest)*);)?
    };
    (@fields $fields:ident $name:literal: [ $($value:tt)* ] $(, $($rest:tt)*)?) => {
        $fields.extend([($name.into(), json!([ $($value)* ]))]);
        $(json!(@fields $fields $($rest)*);)?
    };
    (@fields $fields:ident $name:literal: $value:expr $(, $($rest:tt)*)?) => {
        $fields.extend([($name.into(), $crate::report::value::Value::from($value))]);
        $(json!(@fields $fields $($rest)*);)?
    };
    ({ $($fields:tt)* }) => {{
        let mut fields = Vec::new();
        json!(@fields fields $($fields)*);
        $crate::report::value::Value::Object(fields)
    }};
    ([ { $($fields:tt)* } ]) => {
        $crate::report::value::Value::List(vec![json!({ $($fields)* })])
    };
    ([ $($value:expr),* ]) => {
        $crate::report::value::Value::List(vec![$($crate::report::value::Value::from($value)),*])
    };
}
pub(crate) use json;

impl Value {
    /// What a text says; `None` if it is no JSON.
    pub(crate) fn parse(text: &str) -> Option<Value> {
        let mut parser = Parser { rest: text };
        let value = parser.value(DEPTH)?;
        parser.space();
        parser.rest.is_empty().then_some(value)
    }

    /// The field of an object.
    pub(crate) fn field(&mut self, name: &str) -> Option<&mut Value> {
        match self {
            Value::Object(fields) => fields
                .iter_mut()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Adds a field to an object.
    pub(crate) fn add(&mut self, name: &'static str, value: impl Into<Value>) {
        if let Value::Object(fields) = self {
            fields.push((name.into(), value.into()));
        }
    }

    /// The elements of a list.
    pub(crate) fn elements(&mut self) -> Option<&mut Vec<Value>> {
        match self {
            Value::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// Over several lines, the fields of each object in the order of their names.
    pub(crate) fn pretty(&self) -> String {
        let mut text = String::new();
        self.write_pretty(&mut text, 0);
        text
    }

    fn write_pretty(&self, into: &mut String, depth: usize) {
        match self {
            Value::List(elements) if !elements.is_empty() => {
                into.push('[');
                for (index, element) in elements.iter().enumerate() {
                    next_line(into, index, depth + 1);
                    element.write_pretty(into, depth + 1);
                }
                next_line(into, 0, depth);
                into.push(']');
            }
            Value::Object(fields) if !fields.is_empty() => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by(|(one, _), (other, _)| one.cmp(other));
                into.push('{');
                for (index, (name, value)) in fields.into_iter().enumerate() {
                    next_line(into, index, depth + 1);
                    *into += &format!("{}: ", Quoted(name));
                    value.write_pretty(into, depth + 1);
                }
                next_line(into, 0, depth);
                into.push('}');
            }
            plain => *into += &plain.to_string(),
        }
    }
}

fn next_line(into: &mut String, index: usize, depth: usize) {
    if index > 0 {
        into.push(',');
    }
    into.push('\n');
    *into += &"  ".repeat(depth);
}

/// In one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Number(digits) => f.write_str(digits),
            Value::Text(text) => write!(f, "{}", Quoted(text)),
            Value::List(elements) => {
                f.write_char('[')?;
                for (index, element) in elements.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma}{element}")?;
                }
                f.write_char(']')
            }
            Value::Object(fields) => {
                f.write_char('{')?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma}{}:{value}", Quoted(name))?;
                }
                f.write_char('}')
            }
        }
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\u{8}' => f.write_str("\\b")?,
                '\u{c}' => f.write_str("\\f")?,
                control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
                other => f.write_char(other)?,
            }
        }
        f.write_char('"')
    }
}

/// How deep values may nest that are read.
const DEPTH: usize = 128;

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Whether the next token is this, which is then behind us.
    fn eats(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.space();
        match self.rest.chars().next()? {
            '{' => self.object(depth),
            '[' => self.list(depth),
            '"' => Some(Value::Text(self.text()?.into())),
            _ if self.eats("null") => Some(Value::Null),
            _ if self.eats("true") => Some(Value::Bool(true)),
            _ if self.eats("false") => Some(Value::Bool(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut fields = Vec::new();
        self.eats("{");
        while !self.eats("}") {
            if !fields.is_empty() && !self.eats(",") {
                return None;
            }
            self.space();
            let name = self.text()?;
            if !self.eats(":") {
                return None;
            }
            fields.push((name.into(), self.value(depth)?));
        }
        Some(Value::Object(fields))
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let mut elements = Vec::new();
        self.eats("[");
        while !self.eats("]") {
            if !elements.is_empty() && !self.eats(",") {
                return None;
            }
            elements.push(self.value(depth)?);
        }
        Some(Value::List(elements))
    }

    fn number(&mut self) -> Option<Value> {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        digits.parse::<f64>().ok()?;
        self.rest = rest;
        Some(Value::Number(digits.to_owned()))
    }

    fn text(&mut self) -> Option<String> {
        let mut characters = self.rest.strip_prefix('"')?.chars();
        let mut text = String::new();
        loop {
            match characters.next()? {
                '"' => break,
                '\\' => text.push(escaped(&mut characters)?),
                control if control < ' ' => return None,
                other => text.push(other),
            }
        }
        self.rest = characters.as_str();
        Some(text)
    }
}

fn escaped(characters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match characters.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => {
            let first = unit(characters)?;
            let mut units = vec![first];
            if (0xd800..0xdc00).contains(&first) {
                if (characters.next()?, characters.next()?) != ('\\', 'u') {
                    return None;
                }
                units.push(unit(characters)?);
            }
            char::decode_utf16(units).next()?.ok()?
        }
        plain @ ('"' | '\\' | '/') => plain,
        _ => return None,
    })
}

fn unit(characters: &mut std::str::Chars<'_>) -> Option<u16> {
    let digits: String = characters.by_ref().take(4).collect();
    let is_hex = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(&digits, 16).ok())?
}

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $made
            }
        }
    )*};
}

from! {
    bool, value => Value::Bool(value);
    u32, value => Value::Number(value.to_string());
    u64, value => Value::Number(value.to_string());
    usize, value => Value::Number(value.to_string());
    &str, value => Value::Text(value.to_owned().into());
    String, value => Value::Text(value.into());
    Vec<Value>, value => Value::List(value);
}

impl<const N: usize> From<[Value; N]> for Value {
    fn from(elements: [Value; N]) -> Value {
        Value::List(elements.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, T::into)
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(elements: I) -> Value {
        Value::List(elements.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The library reads what we write, and we read what it writes.
    #[test]
    fn another_implementation_agrees() {
        for text in [
            "null",
            "[]",
            "{}",
            "[1, -2.5e+3, true, false, null]",
            r#"{"a": {"b": [{"c": []}]}, "z": "\"\\\/\b\f\n\r\t\u0001\u00e4\ud83d\ude00 ö"}"#,
        ] {
            let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
            let ours = Value::parse(text).unwrap();
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(read(&ours.to_string()), theirs);
            assert_eq!(read(&ours.pretty()), theirs);
            let written = serde_json::to_string_pretty(&theirs).unwrap();
            assert_eq!(read(&Value::parse(&written).unwrap().pretty()), theirs);
        }
    }

    #[test]
    fn every_character_is_written_as_the_library_writes_it() {
        for character in ('\0'..'\u{250}').chain(['\u{2028}', '\u{ffff}', '\u{1f600}']) {
            let text = format!("a{character}b");
            let written = Value::from(text.as_str()).to_string();
            assert_eq!(written, serde_json::to_string(&text).unwrap());
            assert_eq!(Value::parse(&written), Some(Value::from(text)));
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "[",
            "[1",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "nul",
            "\"\\ud800\"",
            "\"\\u12\"",
            "1 2",
            "-",
            "\"\n\"",
        ] {
            assert_eq!(Value::parse(text), None, "{text}");
            assert!(
                serde_json::from_str::<serde_json::Value>(text).is_err(),
                "{text}"
            );
        }
        assert_eq!(Value::parse(&"[".repeat(1 << 20)), None);
    }
}
