//! The member `confluent:tags` of a JSON object: read, and written anew in its place.

use super::splice::Splices;
use super::{Changes, Survey, once_each};
use crate::json_text::{Node, Value, write_string};
use crate::position::Span;
use crate::schema::SchemaError;
use std::ops::Range;

/// The member that holds the tags.
pub(super) const MEMBER: &str = "confluent:tags";

/// The tags of an object, each once. A single text counts as a list of one; what is no text is no tag.
pub(super) fn tags_of(object: &Node) -> Vec<String> {
    let Some(held) = object.get(MEMBER) else { return Vec::new() };
    let single = std::slice::from_ref(held);
    let elements = if matches!(held.value, Value::Array(_)) { held.elements() } else { single };
    once_each(elements.iter().filter_map(Node::as_str))
}

/// `text` after the changes; `objects` are those of the survey's sites.
pub(super) fn apply(
    text: &str,
    survey: &Survey,
    objects: &[&Node],
    changes: &Changes,
) -> Result<String, SchemaError> {
    let after = survey.after(changes)?;
    let mut splices = Splices::default();
    for ((object, before), after) in objects.iter().zip(&survey.sites).zip(&after) {
        if before != after {
            set_tags(&mut splices, object, after);
        }
    }
    Ok(splices.apply(text))
}

/// Gives an object these tags; without any the member goes.
fn set_tags(splices: &mut Splices, object: &Node, tags: &[String]) {
    let members = object.members();
    let is_ours = |index: usize| &*members[index].key == MEMBER;
    let last = (0..members.len()).rev().find(|index| is_ours(*index));
    if tags.is_empty() {
        let places: Vec<Range<usize>> = members
            .iter()
            .map(|member| from(member.key_span).start..from(member.value.span).end)
            .collect();
        splices.thin_out(&places, is_ours);
        return;
    }
    let list = list(tags);
    match (last, members.last()) {
        (Some(index), _) => splices.replace(from(members[index].value.span), list),
        (None, Some(member)) => {
            splices.insert(from(member.value.span).end, format!(",\"{MEMBER}\":{list}"));
        }
        (None, None) => {
            splices.insert(from(object.span).start + 1, format!("\"{MEMBER}\":{list}"));
        }
    }
}

fn list(tags: &[String]) -> String {
    let mut out = String::from("[");
    for (index, tag) in tags.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(&mut out, tag);
    }
    out.push(']');
    out
}

fn from(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
