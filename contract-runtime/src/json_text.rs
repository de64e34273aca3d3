//! JSON as generated types of JSON Schema contracts read and write it: text to value and back, without a tree between.
//!
//! Reading is strict where RFC 8259 is, bounded in depth, and exact: a whole number is never a rounded one. Every fault
//! says what was wrong, in which property of which type, and at which byte.

#[cfg(feature = "serde")]
mod bridge;
mod fault;
mod format;
#[cfg(feature = "json")]
mod judge;
mod number;
mod read;
#[cfg(feature = "json")]
mod unevaluated;
#[cfg(feature = "json")]
mod value;
mod write;

#[cfg(feature = "serde")]
pub use bridge::{deserialize, serialize};
pub use fault::{Fault, Form, Place, Property, What};
pub use format::fits;
#[cfg(feature = "json")]
pub use judge::{Keyword, Limit, Pattern, Schema, judge, judge_text};
pub use read::{Kind, Members, Reader};
#[cfg(feature = "json")]
pub use value::{Value, read_value, values, write_value};
#[cfg(feature = "json")]
pub use write::bytes;
pub use write::{Comma, Moment, double, flag, int, moment, null, string, text, uint};

use crate::avro::{DecodeError, Reason};

/// Reads a whole payload: one value, and nothing but blanks around it.
///
/// # Errors
/// The payload is no JSON, or not of the type.
pub fn decode<'a, T>(
    payload: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let text = std::str::from_utf8(payload)
        .map_err(|error| DecodeError::at(Reason::Utf8, error.valid_up_to()))?;
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads the value of a property that stands in an object once, and says of which property a fault is.
///
/// # Errors
/// The property stood there before, or `read` fails.
pub fn once<'a, T>(
    slot: &mut Option<T>,
    reader: &mut Reader<'a>,
    property: &'static Property,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<(), DecodeError> {
    if slot.is_some() {
        return Err(in_property(reader.fault(What::Duplicate), property));
    }
    *slot = Some(read(reader).map_err(|error| in_property(error, property))?);
    Ok(())
}

/// The value of a required property.
///
/// # Errors
/// It was not there.
pub fn present<T>(
    slot: Option<T>,
    reader: &Reader<'_>,
    property: &'static Property,
) -> Result<T, DecodeError> {
    slot.ok_or_else(|| in_property(reader.fault(What::Missing), property))
}

/// An object holds a property that its closed schema does not know.
#[cold]
pub fn unknown(reader: &Reader<'_>, property: &'static Property) -> DecodeError {
    in_property(reader.fault(What::Unknown), property)
}

/// A value that its type refuses.
#[cold]
pub fn refused(reader: &Reader<'_>, what: What, property: &'static Property) -> DecodeError {
    in_property(reader.fault(what), property)
}

/// The next element of a tuple, and says of which one a fault is.
///
/// # Errors
/// There is none, or `read` fails.
pub fn element<'a, T>(
    reader: &mut Reader<'a>,
    elements: &mut Members,
    property: &'static Property,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    match within(reader.element(elements), property)? {
        true => within(read(reader), property),
        false => Err(in_property(reader.fault(What::Length), property)),
    }
}

/// The end of a tuple.
///
/// # Errors
/// Another element follows.
pub fn last(
    reader: &mut Reader<'_>,
    elements: &mut Members,
    property: &'static Property,
) -> Result<(), DecodeError> {
    match within(reader.element(elements), property)? {
        true => Err(in_property(reader.fault(What::Length), property)),
        false => Ok(()),
    }
}

/// The result, of whose fault it is said which property it is of.
///
/// # Errors
/// Those of the result.
#[inline]
pub fn within<T>(
    result: Result<T, DecodeError>,
    property: &'static Property,
) -> Result<T, DecodeError> {
    result.map_err(|error| in_property(error, property))
}

/// The fault with the property it is of, if it does not name one of a type inside.
#[cold]
fn in_property(error: DecodeError, property: &'static Property) -> DecodeError {
    match error.reason {
        Reason::Json(fault) if fault.place == Place::NOWHERE => {
            let reason = Reason::Json(Fault { place: Place::of(property), ..fault });
            DecodeError { reason, ..error }
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests;
