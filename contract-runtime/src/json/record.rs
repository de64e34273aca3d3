//! Records as JSON objects: what a generated type leaves to be said once.

use crate::protobuf::number::{Json, Number, Shown};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A record while it is written; the first error is kept, and what follows it is not written.
pub struct Writing<S: Serializer> {
    out: Result<S::SerializeStruct, S::Error>,
}

impl<S: Serializer> fmt::Debug for Writing<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writing").field("is_ok", &self.out.is_ok()).finish()
    }
}

impl<S: Serializer> Writing<S> {
    /// Begins a record of so many fields.
    pub fn begin(serializer: S, name: &'static str, fields: usize) -> Self {
        Writing { out: serializer.serialize_struct(name, fields) }
    }

    /// Writes a field.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> &mut Self {
        if let Ok(out) = &mut self.out
            && let Err(error) = out.serialize_field(name, value)
        {
            self.out = Err(error);
        }
        self
    }

    /// Writes a field of numbers that have a form of their own in JSON.
    pub fn number<T: Number>(&mut self, name: &'static str, value: &T) -> &mut Self {
        self.field(name, &Shown(value))
    }

    /// Writes a field of which null is a value, if it is there.
    pub fn present<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> &mut Self {
        if let Some(value) = value {
            return self.field(name, value);
        }
        if let Ok(out) = &mut self.out
            && let Err(error) = out.skip_field(name)
        {
            self.out = Err(error);
        }
        self
    }

    /// Writes the member that a oneof holds, if it holds one, beside the other fields.
    pub fn member<T: Member>(&mut self, value: &Option<T>) -> &mut Self {
        if let Some(value) = value {
            value.write_member(self);
        }
        self
    }

    /// Ends the record.
    ///
    /// # Errors
    /// What the serializer reported of a field, or reports of the end.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.out?.end()
    }
}

/// A oneof of Protobuf: its members stand among the fields of their message.
pub trait Member {
    /// Writes the member that is there as a field.
    fn write_member<S: Serializer>(&self, out: &mut Writing<S>);
}

impl<T: Member> Member for Box<T> {
    fn write_member<S: Serializer>(&self, out: &mut Writing<S>) {
        (**self).write_member(out);
    }
}

/// A record that is read from the members of an object.
pub trait Record: Sized {
    /// Its name, for messages.
    const NAME: &'static str;
    /// The names of its fields in JSON.
    const FIELDS: &'static [&'static str];
    /// The indexes of those whose values are not shown, by errors neither.
    const TAGGED: &'static [usize] = &[];

    /// Reads the fields in the order in which they come.
    ///
    /// # Errors
    /// A field stands twice or is missing, or has a value of another type.
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error>;
}

/// Reads a record; members that it does not know are passed over.
///
/// # Errors
/// It is no object, or [`Record::read`] fails.
pub fn read_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, RecordVisitor(PhantomData))
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(&mut Fields::of::<T>(map))
    }

    /// Formats that write no names have the fields in their order.
    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<T, A::Error> {
        let map = InOrder { values, next: 0, names: T::FIELDS };
        T::read(&mut Fields::of::<T>(map))
    }
}

/// The members of an object, one after the other; the first error is kept, and nothing comes after it.
pub struct Fields<'de, A: MapAccess<'de>> {
    map: A,
    names: &'static [&'static str],
    tagged: &'static [usize],
    /// The field whose value comes.
    at: usize,
    /// The field that is likely to come after it.
    next: usize,
    seen: Seen,
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> fmt::Debug for Fields<'de, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fields").field("names", &self.names).finish_non_exhaustive()
    }
}

impl<'de, A: MapAccess<'de>> Fields<'de, A> {
    fn of<T: Record>(map: A) -> Self {
        let (names, tagged, seen) = (T::FIELDS, T::TAGGED, Seen::default());
        Fields { map, names, tagged, at: 0, next: 0, seen, error: None }
    }

    /// The index of the next field; its value has to be read before the next one is asked for. None at the end, and
    /// after an error, which [`Fields::end`] tells.
    #[expect(clippy::should_implement_trait, reason = "an iterator does not hand its values on")]
    pub fn next(&mut self) -> Option<usize> {
        if self.error.is_some() {
            return None;
        }
        let found = self.find();
        found.unwrap_or_else(|error| {
            self.error = Some(error);
            None
        })
    }

    fn find(&mut self) -> Result<Option<usize>, A::Error> {
        loop {
            let name = FieldName { names: self.names, likely: self.next };
            match self.map.next_key_seed(name)? {
                None => return Ok(None),
                Some(Some(index)) if self.seen.insert(index) => {
                    (self.at, self.next) = (index, index + 1);
                    return Ok(Some(index));
                }
                Some(Some(index)) => return Err(A::Error::duplicate_field(self.names[index])),
                Some(None) => {
                    self.map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    /// Reads the value of a field that may be missing over its default.
    pub fn read<T: Deserialize<'de>>(&mut self, place: &mut T) {
        if let Some(value) = self.value() {
            *place = value;
        }
    }

    /// Reads the value of a field into its place.
    pub fn fill<T: Deserialize<'de>>(&mut self, place: &mut Option<T>) {
        *place = self.value();
    }

    /// As [`Fields::read`], of numbers that have a form of their own in JSON.
    pub fn read_number<T: Number>(&mut self, place: &mut T) {
        if let Some(Json(value)) = self.value() {
            *place = value;
        }
    }

    /// As [`Fields::fill`], of numbers that have a form of their own in JSON.
    pub fn fill_number<T: Number>(&mut self, place: &mut Option<T>) {
        *place = self.value().map(|Json(value)| value);
    }

    /// Reads the value of a field of which null is a value.
    pub fn read_present<T: Deserialize<'de>>(&mut self, place: &mut Option<T>) {
        *place = self.value();
    }

    /// As [`Fields::read_present`], of a field that has to be there.
    pub fn fill_present<T: Deserialize<'de>>(&mut self, place: &mut Option<Option<T>>) {
        *place = self.value().map(Some);
    }

    /// Reads a member of a oneof of which null is a value.
    pub fn read_present_member<T: Deserialize<'de>, U>(
        &mut self,
        place: &mut Option<U>,
        variant: fn(T) -> U,
    ) {
        if let Some(value) = self.value() {
            self.only(place, variant(value));
        }
    }

    /// Reads a member of a oneof; null is no member.
    pub fn read_member<T: Deserialize<'de>, U>(
        &mut self,
        place: &mut Option<U>,
        variant: fn(T) -> U,
    ) {
        if let Some(Some(value)) = self.value::<Option<T>>() {
            self.only(place, variant(value));
        }
    }

    /// Reads a member of a oneof that is a number; null is no member.
    pub fn read_number_member<T: Number, U>(&mut self, place: &mut Option<U>, variant: fn(T) -> U) {
        if let Some(Some(Json(value))) = self.value::<Option<Json<T>>>() {
            self.only(place, variant(value));
        }
    }

    /// Ends the fields.
    ///
    /// # Errors
    /// A field stood twice, or had a value of another type, or what the deserializer reported.
    pub fn end(&mut self) -> Result<(), A::Error> {
        self.error.take().map_or(Ok(()), Err)
    }

    /// The value of a field that has to be there.
    ///
    /// # Errors
    /// It is not.
    pub fn need<T>(&self, value: Option<T>, index: usize) -> Result<T, A::Error> {
        value.ok_or_else(|| A::Error::missing_field(self.names[index]))
    }

    /// The value of the field; an error of one that is not shown does not quote it.
    fn value<T: Deserialize<'de>>(&mut self) -> Option<T> {
        let read = self.map.next_value();
        read.map_err(|error| {
            let is_tagged = self.tagged.contains(&self.at);
            self.error = Some(if is_tagged { super::hidden(error) } else { error });
        })
        .ok()
    }

    /// Sets the member of a oneof that has none yet.
    fn only<U>(&mut self, place: &mut Option<U>, member: U) {
        if place.replace(member).is_some() {
            let name = self.names[self.at];
            let message = format_args!("`{name}`, where its oneof has a member already");
            self.error = Some(A::Error::custom(message));
        }
    }
}

/// Which fields there were: a bit for each, the first 64 without allocation.
#[derive(Debug, Default)]
struct Seen {
    first: u64,
    more: Vec<u64>,
}

impl Seen {
    /// Whether the field is new.
    fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let bits = match word.checked_sub(1) {
            None => &mut self.first,
            Some(word) => {
                if self.more.len() <= word {
                    self.more.resize(word + 1, 0);
                }
                &mut self.more[word]
            }
        };
        let is_new = *bits & bit == 0;
        *bits |= bit;
        is_new
    }
}

/// The index of a field's name; none if there is no such field.
struct FieldName {
    names: &'static [&'static str],
    /// Where to look first: fields mostly come in their order.
    likely: usize,
}

impl FieldName {
    fn find(&self, name: &[u8]) -> Option<usize> {
        let is_likely = self.names.get(self.likely).is_some_and(|one| one.as_bytes() == name);
        match is_likely {
            true => Some(self.likely),
            false => self.names.iter().position(|one| one.as_bytes() == name),
        }
    }
}

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.find(name.as_bytes()))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(self.find(name))
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Self::Value, E> {
        Ok(usize::try_from(index).ok().filter(|index| *index < self.names.len()))
    }
}

/// A sequence of all fields as an object whose names are their indexes.
struct InOrder<A> {
    values: A,
    next: usize,
    names: &'static [&'static str],
}

impl<'de, A: SeqAccess<'de>> MapAccess<'de> for InOrder<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        if self.next == self.names.len() {
            return Ok(None);
        }
        let index = serde::de::value::U64Deserializer::new(self.next as u64);
        self.next += 1;
        seed.deserialize(index).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let fields = self.names.len();
        let missing = || {
            A::Error::invalid_length(
                self.next - 1,
                &format!("a record of {fields} fields").as_str(),
            )
        };
        self.values.next_element_seed(seed)?.ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Pair {
        left: i64,
        right: Option<i64>,
    }

    impl Serialize for Pair {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut out = Writing::begin(serializer, "Pair", 2);
            out.field("left", &self.left).number("right", &self.right);
            out.end()
        }
    }

    impl Record for Pair {
        const NAME: &'static str = "Pair";
        const FIELDS: &'static [&'static str] = &["left", "right"];

        fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
            let (mut left, mut right) = (None, None);
            while let Some(index) = fields.next() {
                match index {
                    0 => fields.fill(&mut left),
                    _ => fields.read_number(&mut right),
                }
            }
            fields.end()?;
            Ok(Pair { left: fields.need(left, 0)?, right })
        }
    }

    impl<'de> Deserialize<'de> for Pair {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read_record(deserializer)
        }
    }

    #[test]
    fn fields_are_read_in_any_order_and_unknown_ones_passed_over() {
        let whole = Pair { left: 1, right: Some(2) };
        assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"left":1,"right":"2"}"#);
        for text in
            [r#"{"left":1,"right":"2"}"#, r#"{"right":2,"more":{"left":3},"left":1}"#, "[1, \"2\"]"]
        {
            assert_eq!(serde_json::from_str::<Pair>(text).unwrap(), whole, "{text}");
        }
        let short = Pair { left: 1, right: None };
        for text in [r#"{"left":1}"#, r#"{"left":1,"right":null}"#] {
            assert_eq!(serde_json::from_str::<Pair>(text).unwrap(), short, "{text}");
        }
    }

    #[test]
    fn a_field_is_seen_once_however_many_there_are() {
        let mut seen = Seen::default();
        for index in (0..300).rev() {
            assert!(seen.insert(index), "{index}");
        }
        assert!((0..300).all(|index| !seen.insert(index)));
    }

    #[test]
    fn what_is_wrong_with_a_record_is_said_by_name() {
        for (text, expected) in [
            ("{}", "missing field `left`"),
            (r#"{"left":1,"left":2}"#, "duplicate field `left`"),
            (r#"{"right":null,"right":2,"left":1}"#, "duplicate field `right`"),
            (r#"{"left":"x"}"#, "invalid type: string \"x\", expected i64"),
            ("[1]", "invalid length 1, expected a record of 2 fields"),
            ("7", "invalid type: integer `7`, expected struct Pair"),
        ] {
            let error = serde_json::from_str::<Pair>(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }
}
