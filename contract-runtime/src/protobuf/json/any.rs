//! `google.protobuf.Any`: the URL of the type, and the message inside as its own JSON where generated code knows the
//! type; of any other type the bytes, in Base64 under `value`.

use super::held::Held;
use crate::avro::DecodeError;
use crate::bytes::Bytes;
use crate::json::Writing;
use crate::protobuf::{Reader, decode};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IntoDeserializer};
use serde::ser::Serializer;
use std::cell::Cell;

/// How deep an `Any` may stand in others when it is written: each is decoded on the way.
const DEEPEST: u32 = 8;

const URL: &str = "@type";
const VALUE: &str = "value";

/// Reads the fields of a message.
type Merge<T> = fn(&mut T, &mut Reader<'_>) -> Result<(), DecodeError>;

/// The full name of the message in the URL of a type.
pub fn any_name(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

/// Writes an `Any` of a type that is not known, `{"@type": url, "value": bytes}`; an empty one is `{}`.
///
/// # Errors
/// What the serializer reports.
pub fn any_to_json<S: Serializer>(
    url: &str,
    value: &Bytes,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if url.is_empty() && value.is_empty() {
        return Writing::begin(serializer, "Any", 0).end();
    }
    value_of(url, value, serializer)
}

/// Writes the fields of the message inside beside the URL.
///
/// # Errors
/// The bytes are no such message, and what the serializer reports.
pub fn any_fields_to_json<T: Default, S: Serializer>(
    url: &str,
    value: &Bytes,
    serializer: S,
    merge: Merge<T>,
    write: impl FnOnce(&T, &mut Writing<S>),
) -> Result<S::Ok, S::Error> {
    inside(url, value, merge, |message| {
        let mut out = Writing::begin(serializer, "Any", 2);
        write(&message, out.field(URL, url));
        out.end()
    })
}

/// Writes the message inside, whose JSON is no object of its fields, as `value`.
///
/// # Errors
/// The bytes are no such message, and what the serializer reports.
pub fn any_value_to_json<T: Default + Serialize, S: Serializer>(
    url: &str,
    value: &Bytes,
    serializer: S,
    merge: Merge<T>,
) -> Result<S::Ok, S::Error> {
    inside(url, value, merge, |message| value_of(url, &message, serializer))
}

fn value_of<S: Serializer>(
    url: &str,
    value: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut out = Writing::begin(serializer, "Any", 2);
    out.field(URL, url).field(VALUE, value);
    out.end()
}

/// Decodes the message, and minds how deep it stands in others.
fn inside<T: Default, O, E: serde::ser::Error>(
    url: &str,
    value: &Bytes,
    merge: Merge<T>,
    write: impl FnOnce(T) -> Result<O, E>,
) -> Result<O, E> {
    thread_local! {
        static DEPTH: Cell<u32> = const { Cell::new(0) };
    }
    struct Level;
    impl Drop for Level {
        fn drop(&mut self) {
            DEPTH.set(DEPTH.get() - 1);
        }
    }
    if DEPTH.get() == DEEPEST {
        return Err(E::custom(format_args!("an `Any` stands in more than {DEEPEST} others")));
    }
    DEPTH.set(DEPTH.get() + 1);
    let _level = Level;
    let name = any_name(url);
    let message = decode(value, T::default(), merge);
    let message = message.map_err(|error| {
        E::custom(format_args!("the bytes of an `Any` are no `{name}`: {error}"))
    })?;
    write(message)
}

/// The members of an `Any` beside the URL of its type.
#[derive(Default)]
pub struct AnyBody {
    members: Vec<(String, Held)>,
}

impl std::fmt::Debug for AnyBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnyBody").finish_non_exhaustive()
    }
}

/// Reads the URL of the type, which may stand anywhere, and what stands beside it.
///
/// # Errors
/// It is no object, or has members and no URL, or the URL stands twice.
pub fn any_from_json<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(String, AnyBody), D::Error> {
    let Held::Object(members) = Held::deserialize(deserializer)? else {
        return Err(D::Error::custom("an `Any` is an object with a member `@type`"));
    };
    let (urls, members): (Vec<_>, Vec<_>) = members.into_iter().partition(|(name, _)| name == URL);
    let mut urls = urls.into_iter().map(|(_, url)| url);
    match (urls.next(), urls.next()) {
        (Some(Held::Text(url)), None) => Ok((url, AnyBody { members })),
        (None, None) if members.is_empty() => Ok(Default::default()),
        (None, _) => Err(D::Error::missing_field(URL)),
        (Some(_), None) => Err(D::Error::custom("the `@type` of an `Any` is a text")),
        (Some(_), Some(_)) => Err(D::Error::duplicate_field(URL)),
    }
}

impl AnyBody {
    /// The bytes of the message whose fields these are.
    ///
    /// # Errors
    /// They are those of no such message.
    pub fn fields<T: DeserializeOwned, E: Error>(
        self,
        encode: fn(&T, &mut Vec<u8>),
    ) -> Result<Bytes, E> {
        bytes_of(Held::Object(self.members), encode)
    }

    /// The bytes of the message whose JSON is the member `value`.
    ///
    /// # Errors
    /// There is none, or it is no such message.
    pub fn value<T: DeserializeOwned, E: Error>(
        self,
        encode: fn(&T, &mut Vec<u8>),
    ) -> Result<Bytes, E> {
        bytes_of(self.only()?, encode)
    }

    /// The bytes of a message of a type that is not known.
    ///
    /// # Errors
    /// `value` is no text in Base64, or something else stands beside it.
    pub fn bytes<E: Error>(self, url: &str) -> Result<Bytes, E> {
        if self.members.is_empty() {
            return Ok(Bytes::default());
        }
        let name = any_name(url);
        let unknown = |_| {
            E::custom(format_args!(
                "`{name}` is no type that is known here: its bytes are expected in Base64 as `value`"
            ))
        };
        if self.members.iter().any(|(name, _)| name != VALUE) {
            return Err(unknown(E::custom("")));
        }
        Bytes::deserialize(self.only::<E>()?.into_deserializer()).map_err(unknown)
    }

    fn only<E: Error>(self) -> Result<Held, E> {
        let mut values = self.members.into_iter().filter(|(name, _)| name == VALUE);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(value),
            (None, _) => Err(E::missing_field(VALUE)),
            (Some(_), Some(_)) => Err(E::duplicate_field(VALUE)),
        }
    }
}

fn bytes_of<T: DeserializeOwned, E: Error>(
    held: Held,
    encode: fn(&T, &mut Vec<u8>),
) -> Result<Bytes, E> {
    let message = T::deserialize(held.into_deserializer())?;
    let mut out = Vec::new();
    encode(&message, &mut out);
    Ok(Bytes(out))
}
