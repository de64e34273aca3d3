//! JSON that is held as it is.

use super::fault::What;
use super::read::{Kind, Reader};
use super::write;
use crate::avro::{DecodeError, EncodeError};
use serde_json::{Map, Number};

/// Any value of JSON; whole numbers of 64 bits are exact, all others doubles.
pub use serde_json::Value;

/// Reads whatever stands there.
///
/// # Errors
/// The text is no JSON, too deep, has a name twice in an object, or a number beyond all doubles.
pub fn read_value(reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    Ok(match reader.kind()? {
        Kind::Null => {
            reader.null()?;
            Value::Null
        }
        Kind::Bool => Value::Bool(reader.flag()?),
        Kind::Number => Value::Number(number(reader)?),
        Kind::String => Value::String(reader.string()?.into_owned()),
        Kind::Array => {
            let (mut elements, mut list) = (reader.array()?, Vec::new());
            while reader.element(&mut elements)? {
                list.push(read_value(reader)?);
            }
            Value::Array(list)
        }
        Kind::Object => {
            let (mut members, mut map) = (reader.object()?, Map::new());
            while let Some(name) = reader.member(&mut members)? {
                let value = read_value(reader)?;
                if map.insert(name.into_owned(), value).is_some() {
                    return Err(reader.fault(What::Duplicate));
                }
            }
            Value::Object(map)
        }
    })
}

fn number(reader: &mut Reader<'_>) -> Result<Number, DecodeError> {
    let text = reader.clone().number()?;
    if let Ok(value) = text.parse::<i64>() {
        reader.number()?;
        return Ok(value.into());
    }
    if let Ok(value) = text.parse::<u64>() {
        reader.number()?;
        return Ok(value.into());
    }
    let value = reader.double()?;
    Number::from_f64(value).ok_or_else(|| reader.fault(What::Range))
}

/// Writes a value; names in the order in which the map has them.
///
/// # Errors
/// A number is beyond all doubles.
pub fn write_value(out: &mut Vec<u8>, value: &Value) -> Result<(), EncodeError> {
    match value {
        Value::Null => write::null(out),
        Value::Bool(value) => write::flag(out, *value),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => write::int(out, value),
            (None, Some(value), _) => write::uint(out, value),
            (None, None, Some(value)) => write::double(out, value)?,
            (None, None, None) => return Err(EncodeError::NotFinite),
        },
        Value::String(text) => write::string(out, text),
        Value::Array(list) => {
            let mut comma = write::Comma::open(out, b'[');
            for value in list {
                comma.next(out);
                write_value(out, value)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut comma = write::Comma::open(out, b'{');
            for (name, value) in map {
                comma.name(out, name);
                write_value(out, value)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// The values of an `enum` or `const`, from the list that the compiler wrote.
pub fn values(list: &'static str) -> Vec<Value> {
    match super::decode(list.as_bytes(), read_value) {
        Ok(Value::Array(values)) => values,
        // The compiler writes a list of what it has read.
        Ok(_) | Err(_) => Vec::new(),
    }
}
