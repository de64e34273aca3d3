//! Which schemas have no type that rules could look into; the compiler holds their values as JSON, or as tuples.

use super::{branches, is_record, listed, symbols, types};
use contract_schema::json::Place;
use contract_schema::json_text::{Node, Value};

/// Why values of a schema have no type.
pub(super) fn reason(parts: &[Place<'_>]) -> Option<&'static str> {
    let has = |key: &str| parts.iter().any(|part| part.get(key).is_some());
    let names = types(parts);
    let is_nullable = names.as_ref().is_some_and(|names| names.contains(&"null"));
    let speaks_of_null = ["not", "if", "anyOf", "oneOf"];
    if is_nullable
        && (is_record(parts) || branches(parts).is_none())
        && speaks_of_null.into_iter().any(has)
    {
        return Some("it may be null, and says more than its type");
    }
    if !agree(parts) {
        return Some("its parts allow different types");
    }
    if is_record(parts) || branches(parts).is_some() {
        return None;
    }
    let names: Vec<&str> = names?.into_iter().filter(|name| *name != "null").collect();
    match names[..] {
        ["array"] if has("enum") || has("const") => Some("its values are lists"),
        ["array"] if has("prefixItems") || has_listed(parts) => {
            Some("its elements have types by their positions")
        }
        ["array"] if has("unevaluatedItems") => Some("it says `unevaluatedItems`"),
        ["object"] if has("patternProperties") && !is_map_by_pattern(parts) => {
            Some("its properties are known by patterns")
        }
        ["object"] if !has("patternProperties") && (is_closed(parts) || is_demanding(parts)) => {
            Some("it names no `properties`")
        }
        _ => None,
    }
}

/// Whether some type is allowed by every part, and by the values that are listed.
fn agree(parts: &[Place<'_>]) -> bool {
    let mut left: Option<Vec<&str>> = None;
    for part in parts.iter().filter(|part| part.get("type").is_some()) {
        let own = types(std::slice::from_ref(part)).unwrap_or_default();
        let allows = |own: &[&str], name: &str| {
            own.contains(&name)
                || name == "integer" && own.contains(&"number")
                || name == "number" && own.contains(&"integer")
        };
        left = Some(match left {
            None => own,
            Some(names) => names.into_iter().filter(|name| allows(&own, name)).collect(),
        });
    }
    let Some(names) = left else { return true };
    let is_any_taken =
        |values: &[Node]| values.iter().any(|value| names.iter().any(|name| is_of(value, name)));
    let is_text = symbols(parts).is_none() || names.contains(&"string");
    !names.is_empty() && is_text && listed(parts).is_none_or(is_any_taken)
}

fn is_of(value: &Node, name: &str) -> bool {
    match &value.value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(_) => name == "integer" || name == "number",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// `items` of the older drafts, a schema for each element.
fn has_listed(parts: &[Place<'_>]) -> bool {
    let mut items = parts.iter().filter_map(|part| part.get("items"));
    items.any(|items| matches!(items.node().value, Value::Array(_)))
}

fn is_closed(parts: &[Place<'_>]) -> bool {
    let mut rests = parts.iter().filter_map(|part| part.get("additionalProperties"));
    rests.any(|rest| rest.node().as_bool() == Some(false))
}

fn is_demanding(parts: &[Place<'_>]) -> bool {
    let mut lists = parts.iter().filter_map(|part| part.get("required"));
    lists.any(|list| !list.node().elements().is_empty())
}

/// One pattern, and no other properties.
fn is_map_by_pattern(parts: &[Place<'_>]) -> bool {
    let mut patterns = parts.iter().filter_map(|part| part.get("patternProperties"));
    let is_one = patterns.next().is_some_and(|one| one.node().members().len() == 1);
    is_one && patterns.next().is_none() && is_closed(parts)
}
