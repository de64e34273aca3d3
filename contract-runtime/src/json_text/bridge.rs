//! Types of JSON Schema contracts for serde: their JSON text is the one truth, so serde sees what that says.

use super::read::{Kind, Reader};
use super::write;
use crate::avro::{DecodeError, EncodeError};
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;

/// Serializes what `write` writes.
///
/// # Errors
/// The value has no text, or the serializer refuses it.
pub fn serialize<S: Serializer>(
    serializer: S,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<S::Ok, S::Error> {
    let mut text = Vec::new();
    write(&mut text).map_err(S::Error::custom)?;
    let text = String::from_utf8(text).map_err(S::Error::custom)?;
    Walk(RefCell::new(&mut Reader::new(&text))).serialize(serializer)
}

/// Deserializes by way of the text that `read` reads.
///
/// # Errors
/// The deserializer gives something else than JSON, or `read` refuses it.
pub fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<T, D::Error> {
    let mut text = Vec::new();
    deserializer.deserialize_any(Write(&mut text))?;
    super::decode(&text, read).map_err(D::Error::custom)
}

/// The next value of a reader, read once.
struct Walk<'r, 'a>(RefCell<&'r mut Reader<'a>>);

impl Serialize for Walk<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut guard = self.0.borrow_mut();
        let reader = &mut **guard;
        match reader.kind().map_err(S::Error::custom)? {
            Kind::Null => {
                reader.null().map_err(S::Error::custom)?;
                serializer.serialize_unit()
            }
            Kind::Bool => serializer.serialize_bool(reader.flag().map_err(S::Error::custom)?),
            Kind::Number => number(reader.number().map_err(S::Error::custom)?, serializer),
            Kind::String => serializer.serialize_str(&reader.string().map_err(S::Error::custom)?),
            Kind::Array => {
                let mut elements = reader.array().map_err(S::Error::custom)?;
                let mut list = serializer.serialize_seq(None)?;
                while reader.element(&mut elements).map_err(S::Error::custom)? {
                    list.serialize_element(&Walk(RefCell::new(&mut *reader)))?;
                }
                list.end()
            }
            Kind::Object => {
                let mut members = reader.object().map_err(S::Error::custom)?;
                let mut map = serializer.serialize_map(None)?;
                while let Some(name) = reader.member(&mut members).map_err(S::Error::custom)? {
                    map.serialize_entry(&name, &Walk(RefCell::new(&mut *reader)))?;
                }
                map.end()
            }
        }
    }
}

fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse::<i64>() {
        return serializer.serialize_i64(value);
    }
    if let Ok(value) = text.parse::<u64>() {
        return serializer.serialize_u64(value);
    }
    serializer.serialize_f64(text.parse().map_err(S::Error::custom)?)
}

/// Writes whatever comes as text.
struct Write<'o>(&'o mut Vec<u8>);

impl<'de> Visitor<'de> for Write<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        write::null(self.0);
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        write::flag(self.0, value);
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        write::int(self.0, value);
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        write::uint(self.0, value);
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        write::double(self.0, value).map_err(E::custom)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        write::string(self.0, text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut comma = write::Comma::open(self.0, b'[');
        loop {
            // Whether an element follows is known only when it has been written.
            let before = self.0.len();
            comma.next(self.0);
            if list.next_element_seed(Seed(self.0))?.is_none() {
                self.0.truncate(before);
                break;
            }
        }
        self.0.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut comma = write::Comma::open(self.0, b'{');
        while let Some(name) = map.next_key::<String>()? {
            comma.name(self.0, &name);
            map.next_value_seed(Seed(self.0))?;
        }
        self.0.push(b'}');
        Ok(())
    }
}

struct Seed<'o>(&'o mut Vec<u8>);

impl<'de> serde::de::DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(Write(self.0))
    }
}
