//! A field's default as the bytes of a value: what a reader finds where a writer wrote nothing.

use crate::avro::canonical::number::double_in_text;
use crate::avro::fit::Fit;
use crate::avro::model::{AvroSchema, Kind, TypeId};
use crate::avro::witness::{prefixed, varint};
use crate::json_text::{Node, Value};

/// Levels of values in values; following defaults recurses.
const DEEPEST: usize = 400;
/// Bytes of one default; fields that fill in further ones can double it at every level.
const LONGEST: usize = 1 << 20;

/// The encoding of `value` as a value of type `ty`; nothing if it is none.
pub(super) fn encode(
    schema: &AvroSchema,
    fit: &mut Fit<'_>,
    ty: TypeId,
    value: &Node,
) -> Option<Vec<u8>> {
    if !fit.fits_field(ty, value) {
        return None;
    }
    let mut out = Vec::new();
    Filling { schema, fit, out: &mut out }.value(ty, value, DEEPEST)?;
    Some(out)
}

struct Filling<'f, 's, 't> {
    schema: &'s AvroSchema,
    fit: &'f mut Fit<'t>,
    out: &'f mut Vec<u8>,
}

impl Filling<'_, '_, '_> {
    fn value(&mut self, ty: TypeId, value: &Node, levels: usize) -> Option<()> {
        let levels = levels.checked_sub(1).filter(|_| self.out.len() <= LONGEST)?;
        let schema = self.schema;
        match (&schema.get(ty).kind, &value.value) {
            (Kind::Null, Value::Null) => {}
            (Kind::Boolean, Value::Bool(value)) => self.out.push(u8::from(*value)),
            (Kind::Int | Kind::Long, Value::Number(text)) => varint(text.parse().ok()?, self.out),
            (Kind::Float, _) => {
                let number = number(value)?;
                self.out.extend((number as f32).to_le_bytes());
            }
            (Kind::Double, _) => self.out.extend(number(value)?.to_le_bytes()),
            (Kind::Bytes, Value::String(text)) => prefixed(&bytes(text), self.out),
            (Kind::Fixed(_), Value::String(text)) => self.out.extend(bytes(text)),
            (Kind::String, Value::String(text)) => prefixed(text.as_bytes(), self.out),
            (Kind::Enum(kind), Value::String(text)) => {
                let symbol = kind.symbols.iter().position(|symbol| symbol == text)?;
                varint(symbol as i64, self.out);
            }
            (Kind::Array(items), Value::Array(elements)) => {
                self.count(elements.len());
                for element in elements {
                    self.value(*items, element, levels)?;
                }
                self.out.push(0);
            }
            (Kind::Map(values), Value::Object(members)) => {
                self.count(members.len());
                for member in members {
                    prefixed(member.key.as_bytes(), self.out);
                    self.value(*values, &member.value, levels)?;
                }
                self.out.push(0);
            }
            (Kind::Union(branches), _) => {
                let branch = branches.iter().position(|branch| self.fit.fits(*branch, value))?;
                varint(branch as i64, self.out);
                self.value(branches[branch], value, levels)?;
            }
            (Kind::Record(record), Value::Object(_)) => {
                for field in &record.fields {
                    let value = value.get(&field.name).or(field.default.as_ref())?;
                    self.value(field.ty, value, levels)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn count(&mut self, items: usize) {
        if items > 0 {
            varint(items as i64, self.out);
        }
    }
}

/// A number, or the text of one, as Java writes NaN and the infinities.
fn number(value: &Node) -> Option<f64> {
    match &value.value {
        Value::Number(text) => text.parse().ok(),
        Value::String(text) => double_in_text(text),
        _ => None,
    }
}

/// Bytes as Avro's JSON has them: a character from U+0000 to U+00FF for each.
fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|character| u32::from(character) as u8).collect()
}
