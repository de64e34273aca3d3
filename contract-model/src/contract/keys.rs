//! Keys are paths of fields that always have a value and print as text without loss.

use crate::diagnostic::Diagnostic;
use crate::shape::{Field, Presence, Shape, Type};
use crate::suggest;
use contract_schema::Format;

/// The canonical path and a warning, or what is wrong.
pub(super) fn check(
    shape: &Shape,
    path: &str,
) -> Result<(String, Option<Diagnostic>), Box<Diagnostic>> {
    let fields = shape.resolve(path).map_err(|unresolved| {
        let part = &unresolved.part;
        match unresolved.record {
            Some(record) => {
                let message = format!("`{path}` names no field: `{}` has no `{part}`", record.name);
                let names = record.fields.iter().map(|field| field.name.as_str());
                Diagnostic::error("contract-key", message).help(suggest::hint(part, names))
            }
            None => {
                let message =
                    format!("`{path}` names no field: what stands before `{part}` is no record");
                Diagnostic::error("contract-key", message)
            }
        }
    })?;
    if let Some(absent) =
        fields.iter().find(|field| !field.always_has_value() || field.oneof.is_some())
    {
        return Err(Box::new(nullable(shape.format, path, absent)));
    }
    let last = fields.last().expect("a path has at least one part");
    if !is_scalar(&last.ty) {
        let message =
            format!("`{path}` is {}, a key is text or a whole number", last.ty.describe(shape));
        let help = "name a string, uuid, integer, enum, date, timestamp or bool";
        return Err(Box::new(Diagnostic::error("contract-key", message).help(help)));
    }
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    Ok((names.join("."), may_be_empty(path, last)))
}

fn nullable(format: Format, path: &str, field: &Field) -> Diagnostic {
    let message = format!("`{path}` may be absent: `{}` is nullable", field.name);
    let help = match format {
        Format::Avro => {
            "a key needs a field that is never null; name another one or take `null` out of its union"
        }
        Format::Json => {
            "a key needs a property that is always there: list it in \"required\" and take `null` out of its type"
        }
        Format::Protobuf => {
            "a key needs a field that is always there: drop `optional`, or add [(buf.validate.field).required = true]"
        }
    };
    Diagnostic::error("contract-key", message).help(help)
}

/// Text with implicit presence: nothing keeps a producer from sending an empty key.
fn may_be_empty(path: &str, field: &Field) -> Option<Diagnostic> {
    let is_text = matches!(field.ty, Type::String | Type::Uuid);
    (is_text && field.presence == Presence::Implicit).then(|| {
        let message = format!("the key `{path}` may be empty");
        let help = format!("add to `{}`: [(buf.validate.field).string.min_len = 1]", field.native);
        Diagnostic::warn("contract-key-may-be-empty", message).help(help)
    })
}

fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::Int
        | Type::Long
        | Type::UInt
        | Type::ULong
        | Type::String
        | Type::Uuid
        | Type::Date
        | Type::Timestamp
        | Type::Enum { .. } => true,
        Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Bytes
        | Type::Fixed(_)
        | Type::Time
        | Type::Duration
        | Type::Money
        | Type::Array(_)
        | Type::Map(..)
        | Type::Nullable(_)
        | Type::Record(_)
        | Type::Union(_)
        | Type::Other(_) => false,
    }
}
