//! `google.protobuf.FieldMask`: the paths in one text, in lower camel case.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use std::borrow::Cow;

/// Writes `a_b.c,d` as `aB.c,d`.
///
/// # Errors
/// A path does not come back: it has a capital letter, or an underscore before anything but a small letter.
pub fn mask_to_json<S: Serializer>(paths: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    for (index, path) in paths.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if !path_to_camel(path, &mut text) {
            return Err(S::Error::custom("a path of a field mask does not come back from JSON"));
        }
    }
    serializer.serialize_str(&text)
}

/// Reads paths.
///
/// # Errors
/// It is no text, or a path has an underscore, as none in lower camel case has.
pub fn mask_from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let paths = text.split(',').map(path_from_camel).collect::<Option<Vec<String>>>();
    paths.ok_or_else(|| D::Error::custom("a path of a field mask is not in lower camel case"))
}

/// Whether the path comes back.
fn path_to_camel(path: &str, out: &mut String) -> bool {
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            'A'..='Z' | ',' => return false,
            '_' => match letters.next() {
                Some(small @ 'a'..='z') => small.to_ascii_uppercase(),
                _ => return false,
            },
            other => other,
        };
        out.push(letter);
    }
    true
}

fn path_from_camel(path: &str) -> Option<String> {
    let mut snake = String::new();
    for letter in path.chars() {
        match letter {
            '_' => return None,
            'A'..='Z' => snake.extend(['_', letter.to_ascii_lowercase()]),
            other => snake.push(other),
        }
    }
    Some(snake)
}
