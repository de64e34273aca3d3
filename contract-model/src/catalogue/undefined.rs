//! What to do about a name that no file defines, and about a subject that two files have.

use super::Member;
use crate::suggest::nearest;
use contract_schema::Format;

/// The types that Avro itself defines.
const PRIMITIVES: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// What was most likely meant by `name`, of which `names` are the defined ones.
pub(super) fn help<'a>(
    format: Format,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    // A misspelt primitive has got the namespace that stands around it.
    let bare = name.rsplit('.').next().unwrap_or(name);
    // A capital begins the name of a record: `Unit` is no misspelt `int`.
    let is_small = bare.starts_with(|first: char| first.is_ascii_lowercase())
        || PRIMITIVES.iter().any(|known| known.eq_ignore_ascii_case(bare));
    let primitive = match format {
        Format::Avro if is_small => nearest(bare, PRIMITIVES),
        Format::Avro | Format::Json | Format::Protobuf => None,
    };
    match nearest(name, names).or(primitive) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add the file that defines it".to_owned(),
    }
}

/// How two files get subjects of their own.
pub(super) fn help_to_tell_apart(member: &Member) -> &'static str {
    match member.contract {
        Some(_) => "several events of one topic need `subject = \"topic-record\"` in their row",
        None => "leave one of the two out with `exclude`, or give their rows other `subject`s",
    }
}
