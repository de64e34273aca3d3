//! `google.protobuf.Any`: the URL of the type beside what it holds, which stays the bytes that it is.
//!
//! Protobuf's own JSON shows the message inside, for which one would have to know every type there is.

use crate::bytes::Bytes;
use crate::json::{Fields, Record, Writing, read_record};
use serde::de::{Deserializer, MapAccess};
use serde::ser::Serializer;

/// Writes `{"@type": url, "value": bytes}`; an empty `Any` is `{}`.
///
/// # Errors
/// What the serializer reports.
pub fn any_to_json<S: Serializer>(
    url: &str,
    value: &Bytes,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if url.is_empty() && value.is_empty() {
        return Writing::begin(serializer, "Any", 0).end();
    }
    let mut out = Writing::begin(serializer, "Any", 2);
    out.field("@type", url).field("value", value);
    out.end()
}

/// Reads what [`any_to_json`] writes.
///
/// # Errors
/// It is no object, or its members are of other types.
pub fn any_from_json<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(String, Bytes), D::Error> {
    let Any { url, value } = read_record(deserializer)?;
    Ok((url, value))
}

struct Any {
    url: String,
    value: Bytes,
}

impl Record for Any {
    const NAME: &'static str = "Any";
    const FIELDS: &'static [&'static str] = &["@type", "value"];

    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<A>) -> Result<Self, A::Error> {
        let (mut url, mut value) = (None, None);
        while let Some(index) = fields.next()? {
            match index {
                0 => fields.read(&mut url),
                _ => fields.read(&mut value),
            }?;
        }
        Ok(Any { url: url.unwrap_or_default(), value: value.unwrap_or_default() })
    }
}
