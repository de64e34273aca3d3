//! Messages that are objects in JSON and nothing else: what serde derives takes a list of the fields too.

use super::{Date, Money};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

macro_rules! object {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $name::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Object;

                impl<'de> Visitor<'de> for Object {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("an object of `", stringify!($name), "`"))
                    }

                    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<$name, A::Error> {
                        // The derived function, which is the type's own where serde is told `remote`.
                        $name::deserialize(MapAccessDeserializer::new(members))
                    }
                }

                deserializer.deserialize_map(Object)
            }
        }
    )*};
}

object!(Date, Money);

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_no_object() {
        let money = Money { currency_code: "EUR".to_owned(), units: 7, nanos: 0 };
        let text = r#"{"currencyCode":"EUR","units":"7","nanos":0}"#;
        assert_eq!(serde_json::to_string(&money).unwrap(), text);
        assert_eq!(serde_json::from_str::<Money>(text).unwrap(), money);
        assert_eq!(serde_json::from_str::<Date>("{}").unwrap(), Date::default());
        for text in ["[]", r#"["EUR","7",0]"#, "null", "\"\""] {
            let error = serde_json::from_str::<Money>(text).unwrap_err().to_string();
            assert!(error.contains("an object of `Money`"), "{text}: {error}");
            assert!(serde_json::from_str::<Date>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Money>(r#"{"Units":1}"#).is_err());
    }
}
