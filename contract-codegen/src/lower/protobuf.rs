//! Protobuf messages to the IR.

use super::Lowering;
use crate::diagnostics::Findings;
use crate::parse::Parsed;
use contract_schema::protobuf::ProtoSchema;

/// Gives every message and enum of the file its place.
pub(super) fn declare(
    _schema: &ProtoSchema,
    _parsed: &Parsed,
    _lowering: &mut Lowering<'_>,
    _findings: &mut Findings,
) {
}

/// Fills in their bodies.
pub(super) fn define(
    _schema: &ProtoSchema,
    _parsed: &Parsed,
    _lowering: &mut Lowering<'_>,
    _findings: &mut Findings,
) {
}

/// Where a message stands in its file: its index among the top-level messages, then among those nested, and so on.
pub(super) fn message_indexes(schema: &ProtoSchema, full_name: &str) -> Vec<i32> {
    let mut message = schema.pool().get_message_by_name(full_name);
    let mut indexes = Vec::new();
    while let Some(inner) = message {
        let outer = inner.parent_message();
        let position = match &outer {
            Some(outer) => outer.child_messages().position(|child| child == inner),
            None => schema.file().messages().position(|child| child == inner),
        };
        indexes.extend(position.and_then(|position| i32::try_from(position).ok()));
        message = outer;
    }
    indexes.reverse();
    indexes
}
