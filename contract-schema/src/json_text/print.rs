//! JSON trees back to text: compact, strings escaped as Jackson does.

use super::{Node, Value};
use std::fmt::{self, Write};

impl fmt::Display for Node {
    /// Compact JSON; numbers as they were written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_compact())
    }
}

impl Node {
    /// Compact JSON text of this value; numbers as they were written, members in order.
    pub fn to_compact(&self) -> String {
        let mut out = String::new();
        write_value(&mut out, self, &|number| number.to_owned());
        out
    }

    /// The first characters of the compact text, with `…` if there are more: for sentences, at a cost that the size of
    /// the value does not raise.
    pub fn to_compact_start(&self, characters: usize) -> String {
        let mut out = String::new();
        // A character of a JSON string has at most six bytes for one, and may need four.
        write_start(&mut out, self, characters * 8);
        match out.char_indices().nth(characters) {
            Some((end, _)) => format!("{}…", &out[..end]),
            None => out,
        }
    }
}

/// Appends `node` in compact form; `number` rewrites the spelling of numbers.
pub fn write_value(out: &mut String, node: &Node, number: &dyn Fn(&str) -> String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(text) => out.push_str(&number(text)),
        Value::String(text) => write_string(out, text),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, element, number);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, &member.key);
                out.push(':');
                write_value(out, &member.value, number);
            }
            out.push('}');
        }
    }
}

/// Appends compact text until there are so many bytes, or a few more.
fn write_start(out: &mut String, node: &Node, bytes: usize) {
    let text = |text: &str| -> String { text.chars().take(bytes).collect() };
    match &node.value {
        Value::Null | Value::Bool(_) => write_value(out, node, &str::to_owned),
        Value::Number(number) => out.push_str(&text(number)),
        Value::String(string) => write_string(out, &text(string)),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if out.len() > bytes {
                    return;
                }
                out.push_str(if index > 0 { "," } else { "" });
                write_start(out, element, bytes);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                if out.len() > bytes {
                    return;
                }
                out.push_str(if index > 0 { "," } else { "" });
                write_string(out, &text(&member.key));
                out.push(':');
                write_start(out, &member.value, bytes);
            }
            out.push('}');
        }
    }
}

/// Appends `text` as a JSON string: quotes, backslashes and control characters escaped, everything else as it is.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_escaped) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            8 => out.push_str("\\b"),
            12 => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                write!(out, "\\u{control:04X}").expect("writing to a string cannot fail");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// No part of a longer character is one of these bytes.
fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}
