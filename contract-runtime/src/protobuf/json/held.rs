//! JSON that is kept until it is known what it is: the type of an `Any` may be told after its fields.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::marker::PhantomData;

/// A value of JSON.
pub(super) enum Held {
    Null,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Double(f64),
    Text(String),
    List(Vec<Held>),
    Object(Vec<(String, Held)>),
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HeldVisitor)
    }
}

struct HeldVisitor;

impl<'de> Visitor<'de> for HeldVisitor {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Held, E> {
        Ok(Held::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Held, E> {
        Ok(Held::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Held, E> {
        Ok(Held::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Held, E> {
        Ok(Held::Unsigned(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Held, E> {
        Ok(Held::Double(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Held, E> {
        Ok(Held::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Held, E> {
        Ok(Held::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Held, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Held::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Held, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Held::Object(object))
    }
}

/// Gives what is held to a type, which reports faults as the format does.
pub(super) struct Given<E>(Held, PhantomData<E>);

impl<'de, E: Error> IntoDeserializer<'de, E> for Held {
    type Deserializer = Given<E>;

    fn into_deserializer(self) -> Given<E> {
        Given(self, PhantomData)
    }
}

impl<'de, E: Error> Deserializer<'de> for Given<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Null => visitor.visit_unit(),
            Held::Flag(flag) => visitor.visit_bool(flag),
            Held::Signed(number) => visitor.visit_i64(number),
            Held::Unsigned(number) => visitor.visit_u64(number),
            Held::Double(number) => visitor.visit_f64(number),
            Held::Text(text) => visitor.visit_string(text),
            Held::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Held::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
