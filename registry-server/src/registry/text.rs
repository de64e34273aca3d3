//! The text of a schema as it is kept: once, as the JSON string that answers bear.
//!
//! Reading by id is what a registry is asked for all day, and writing the string is most of such an answer. Who needs the
//! text itself, above all a parser, takes far longer than undoing the string does.

use bytes::Bytes;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;
use std::str;
use std::sync::Arc;

/// A schema text; clones share it.
#[derive(Debug, Clone, PartialEq)]
pub struct Text(Bytes);

impl Text {
    /// Keeps a text.
    pub fn new(plain: &str) -> Text {
        // To the byte: a hundred thousand allocations that grow and shrink leave holes in the memory.
        let length = 2 + plain.len() + plain.bytes().map(escape_bytes).sum::<usize>();
        let mut json = Vec::with_capacity(length);
        serde_json::to_writer(&mut json, plain).expect("a text can be written into memory");
        Text(json.into())
    }

    /// The text that stands in an answer, as a JSON string at `place`; it keeps the whole answer.
    pub(super) fn within(answer: &Bytes, place: Range<usize>) -> Text {
        Text(answer.slice(place))
    }

    /// As it stands in an answer, quotes included.
    pub fn json(&self) -> &str {
        str::from_utf8(&self.0).expect("JSON of a text is text")
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

impl Default for Text {
    fn default() -> Text {
        Text::new("")
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let json: &RawValue = serde_json::from_str(self.json()).map_err(S::Error::custom)?;
        json.serialize(to)
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
