//! What is not shown: marks in place of tagged fields in `Debug`, and wrappers for values on their own.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Prints its text without quotes.
#[derive(Clone, Copy)]
pub struct Redacted(&'static str);

/// In place of personal data.
pub const PII: Redacted = Redacted("[PII]");
/// In place of other sensitive data.
pub const SENSITIVE: Redacted = Redacted("[SENSITIVE]");

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! wrapper {
    ($name:ident, $mark:literal, $about:literal) => {
        #[doc = $about]
        ///
        /// `Debug` and `Display` print a mark in its place, so that it can stand in any log line. It reads and writes as
        /// the value in it (`Deref`, serde, JSON Schema): who takes it out means to.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name<T>(
            /// The value.
            pub T,
        );

        impl<T> $name<T> {
            /// The value.
            pub fn expose(&self) -> &T {
                &self.0
            }

            /// The value, taken out.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($mark)
            }
        }

        impl<T> fmt::Display for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($mark)
            }
        }

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                $name(value)
            }
        }

        impl From<&str> for $name<String> {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        #[cfg(feature = "serde")]
        impl<T: serde::Serialize> serde::Serialize for $name<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for $name<T> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // What does not fit is not quoted.
                T::deserialize(deserializer).map($name).map_err(crate::json::hidden)
            }
        }

        #[cfg(feature = "schemars")]
        impl<T: schemars::JsonSchema> schemars::JsonSchema for $name<T> {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                T::schema_name()
            }

            fn inline_schema() -> bool {
                T::inline_schema()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                T::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                T::json_schema(generator)
            }
        }
    };
}

wrapper!(Pii, "[PII]", "Personal data.");
wrapper!(
    Sensitive,
    "[SENSITIVE]",
    "Sensitive data that is not personal: account numbers, balances."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_value_is_used_and_not_shown() {
        let mut name: Pii<String> = "Tariro".into();
        name.push('!');
        assert_eq!((name.len(), name.expose().as_str()), (7, "Tariro!"));
        assert_eq!(format!("{name} {name:?} {:?}", Some(&name)), "[PII] [PII] Some([PII])");
        let balance = Sensitive(Some(7));
        assert_eq!(format!("{balance:?} {balance}"), "[SENSITIVE] [SENSITIVE]");
        assert_eq!(balance.into_inner(), Some(7));
        #[cfg(feature = "serde")]
        {
            assert_eq!(serde_json::to_string(&name).unwrap(), "\"Tariro!\"");
            assert_eq!(serde_json::from_str::<Pii<String>>("\"Tariro!\"").unwrap(), name);
        }
    }
}
