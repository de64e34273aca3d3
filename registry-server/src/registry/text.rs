//! The text of a schema as it is kept: once, as the JSON string that answers bear.
//!
//! Reading by id is what a registry is asked for all day, and writing the string is most of such an answer. Who needs the
//! text itself, above all a parser, takes far longer than undoing the string does.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// A schema text.
#[derive(Debug, Clone)]
pub struct Text(Box<RawValue>);

impl Text {
    /// Keeps a text.
    pub fn new(plain: &str) -> Text {
        // To the byte: a hundred thousand allocations that grow and shrink leave holes in the memory.
        let length = 2 + plain.len() + plain.bytes().map(escape_bytes).sum::<usize>();
        let mut json = Vec::with_capacity(length);
        serde_json::to_writer(&mut json, plain).expect("a text can be written into memory");
        let json = String::from_utf8(json).expect("JSON of a text is text");
        Text(RawValue::from_string(json).expect("what was written as a JSON string is one"))
    }

    /// As it stands in an answer, quotes included.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// As it was given; made anew at every call.
    pub fn plain(&self) -> Arc<str> {
        serde_json::from_str(self.json()).expect("what was written as a JSON string is one")
    }
}

/// Bytes that a byte of a text takes more than one in a JSON string.
fn escape_bytes(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 1,
        0..0x20 => 5,
        _other => 0,
    }
}

impl PartialEq for Text {
    /// There is one JSON string for a text.
    fn eq(&self, other: &Text) -> bool {
        self.json() == other.json()
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::new("")
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// To the readers of answers it is a string.
impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was_given() {
        for plain in ["", "\"string\"", "message M {}\n\t// \\ \u{1} \u{7f} é \u{2028} \u{10ffff}"]
        {
            let text = Text::new(plain);
            assert_eq!(&*text.plain(), plain);
            assert_eq!(text.json(), serde_json::to_string(plain).unwrap());
            assert_eq!(text, Text::new(&text.plain()));
            let escapes: usize = plain.bytes().map(escape_bytes).sum();
            assert_eq!(text.json().len(), 2 + plain.len() + escapes, "{plain:?}");
        }
        assert_ne!(Text::new("a"), Text::new("b"));
    }
}
