//! Types that should be left: which, and what the compiler tells those who still use them.
//!
//! A contract says it by its stability, any other type in the way of its language. The reason is the text of Avro's
//! attribute, else the line of the documentation that begins with `Deprecated:`.

use super::Lowering;
use crate::ir::{Event, TypeId};
use crate::source::Parsed;
use contract_model::Stability;
use contract_schema::Schema;
use contract_schema::avro::{AvroSchema, Origin};
use contract_schema::json::Place;
use contract_schema::protobuf::ProtoSchema;
use prost_reflect::MessageDescriptor;

/// How a reason begins in documentation, as protoc-gen-go and others read it.
const MARK: &str = "Deprecated:";

/// Notes the types of a schema that their own text calls deprecated.
pub(super) fn types(one: &Parsed, lowering: &mut Lowering<'_>) {
    let declared = match &one.schema {
        Schema::Avro(schema) => of_avro(schema),
        // Noted as they are made.
        Schema::Json(_) => Vec::new(),
        Schema::Protobuf(schema) => of_protobuf(schema),
    };
    for (name, reason) in declared {
        let Some(id) = lowering.ids.get(&name).copied() else { continue };
        let reason = reason.or_else(|| documented(id, lowering));
        lowering.ir.deprecated.insert(id, note(&format!("`{name}` is deprecated"), reason));
    }
}

/// Notes an event that is to be left; its words are better than those of its type.
pub(super) fn event(event: &Event, one: &Parsed, lowering: &mut Lowering<'_>) {
    let contract = &event.contract;
    let what = match contract.stability {
        Stability::Draft | Stability::Stable => return,
        Stability::Deprecated => format!("the contract `{}` is deprecated", contract.event),
        Stability::Sunset => format!("the contract `{}` is no longer published", contract.event),
    };
    let told = match &one.schema {
        Schema::Avro(schema) => of_avro(schema),
        Schema::Json(_) | Schema::Protobuf(_) => Vec::new(),
    };
    let own = told.into_iter().find(|(name, _)| *name == contract.record);
    let reason = own.and_then(|(_, reason)| reason);
    let reason = reason.or_else(|| documented(event.record, lowering));
    lowering.ir.deprecated.insert(event.record, note(&what, reason));
}

/// What the documentation of a type or field says about leaving it.
pub(crate) fn reason(doc: Option<&str>) -> Option<String> {
    let line = doc?.lines().find_map(|line| line.trim().strip_prefix(MARK))?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

fn documented(id: TypeId, lowering: &Lowering<'_>) -> Option<String> {
    reason(lowering.ir.get(id).doc.as_deref())
}

fn note(what: &str, reason: Option<String>) -> String {
    reason.map_or_else(|| what.to_owned(), |reason| format!("{what}: {reason}"))
}

/// `"deprecated": true` or `"deprecated": "use X"` on a record, enum or fixed.
fn of_avro(schema: &AvroSchema) -> Vec<(String, Option<String>)> {
    let mut declared = Vec::new();
    for (name, id) in schema.names() {
        let ty = schema.get(id);
        let attribute = ty.attributes.iter().find(|(key, _)| &**key == "deprecated");
        let Some((_, value)) = attribute.filter(|_| ty.origin == Origin::Own) else { continue };
        match (value.as_bool(), value.as_str()) {
            (Some(true), _) => declared.push((name.to_owned(), None)),
            (_, Some(reason)) => declared.push((name.to_owned(), Some(reason.to_owned()))),
            _ => {}
        }
    }
    declared
}

/// `"deprecated": true` in a JSON Schema that a type is made of: what is told of the type.
pub(super) fn of_json(places: &[Place<'_>], name: &str) -> Option<String> {
    let is_deprecated = |place: &&Place<'_>| {
        place.get("deprecated").and_then(|flag| flag.node().as_bool()) == Some(true)
    };
    let place = places.iter().find(is_deprecated)?;
    let doc = place.get("description").and_then(|text| text.node().as_str());
    Some(note(&format!("`{name}` is deprecated"), reason(doc)))
}

/// `option deprecated = true;` in a message or enum of the file.
fn of_protobuf(schema: &ProtoSchema) -> Vec<(String, Option<String>)> {
    let mut declared = Vec::new();
    let mut waiting: Vec<MessageDescriptor> = schema.file().messages().collect();
    let mut enums: Vec<_> = schema.file().enums().collect();
    while let Some(message) = waiting.pop() {
        if message.descriptor_proto().options.as_ref().is_some_and(|own| own.deprecated()) {
            declared.push((message.full_name().to_owned(), None));
        }
        waiting.extend(message.child_messages());
        enums.extend(message.child_enums());
    }
    for found in enums {
        if found.enum_descriptor_proto().options.as_ref().is_some_and(|own| own.deprecated()) {
            declared.push((found.full_name().to_owned(), None));
        }
    }
    declared
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn the_reason_is_the_line_that_says_so() {
        assert_eq!(reason(Some("A.\n  Deprecated: use B.\nC.")).as_deref(), Some("use B."));
        assert_eq!(reason(Some("Deprecated:\nuse B.")), None);
        assert_eq!(reason(Some("It is not Deprecated: no.")), None);
        assert_eq!(reason(None), None);
    }
}
