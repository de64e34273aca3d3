//! Enums by symbol and unions by branch: what a generated type leaves to be said once.

use crate::protobuf::number::{Json, Number, Shown};
use serde::Serialize;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Unexpected, VariantAccess, Visitor,
};
use std::fmt;
use std::marker::PhantomData;

/// The index of a symbol.
///
/// # Errors
/// There is no such symbol.
pub fn read_symbol<'de, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
    symbols: &'static [&'static str],
) -> Result<usize, D::Error> {
    deserializer.deserialize_enum(name, symbols, SymbolVisitor { name, symbols })
}

struct SymbolVisitor {
    name: &'static str,
    symbols: &'static [&'static str],
}

impl<'de> Visitor<'de> for SymbolVisitor {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "enum {}", self.name)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<usize, A::Error> {
        let (index, variant) = value.variant_seed(Name(self.symbols))?;
        variant.unit_variant()?;
        Ok(index)
    }
}

/// A union whose branch is named in JSON, as Avro's own JSON does.
pub trait Union: Sized {
    /// Its name, for messages.
    const NAME: &'static str;
    /// The names of its branches.
    const BRANCHES: &'static [&'static str];

    /// Reads the value of the branch with this index.
    ///
    /// # Errors
    /// The value is of another type.
    fn read<'de, V: VariantAccess<'de>>(branch: usize, value: V) -> Result<Self, V::Error>;
}

/// Reads a union.
///
/// # Errors
/// It names no branch, or [`Union::read`] fails.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_enum(T::NAME, T::BRANCHES, UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<'de, T: Union> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "enum {}", T::NAME)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<T, A::Error> {
        let (branch, value) = value.variant_seed(Name(T::BRANCHES))?;
        T::read(branch, value)
    }
}

/// Reads a branch of numbers that have a form of their own in JSON.
///
/// # Errors
/// The value is of another type.
pub fn read_number<'de, T: Number, V: VariantAccess<'de>>(value: V) -> Result<T, V::Error> {
    value.newtype_variant().map(|Json(value)| value)
}

/// Numbers in the form that they have in JSON.
pub fn write_number<T: Number>(value: &T) -> impl Serialize {
    Shown(value)
}

/// The index of a name among those of symbols or branches.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let found = self.0.iter().position(|one| *one == name);
        found.ok_or_else(|| E::unknown_variant(name, self.0))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        match std::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::unknown_variant(&String::from_utf8_lossy(name), self.0)),
        }
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<usize, E> {
        let found = usize::try_from(index).ok().filter(|index| *index < self.0.len());
        found.ok_or_else(|| {
            let expected = format!("variant index 0 <= i < {}", self.0.len());
            E::invalid_value(Unexpected::Unsigned(index), &expected.as_str())
        })
    }
}
