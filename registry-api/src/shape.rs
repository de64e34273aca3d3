//! JSON Schemas of what `lenient` reads: the type to send, and under `x-also-read` what is understood besides.
//!
//! In answers the same member has its plain type.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A text that stands for a 32-bit integer, or for nothing.
pub const INT32_TEXT: &str = concat!(
    r"^[ \t\r\n]*(-2147483648|[+-]?0*([0-9]{1,9}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|",
    r"2147[0-3][0-9]{5}|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|",
    r"214748364[0-7]))?[ \t\r\n]*$"
);

/// A member read by `lenient::text`.
pub(crate) struct Text;

/// A member read by `lenient::patch_text` and answered as it was sent, `null` included.
pub(crate) struct Echo;

/// A member read by `lenient::int`.
pub(crate) struct Int;

/// A member read by `lenient::flag`.
pub(crate) struct Flag;

/// A member whose `null` is its absence.
pub(crate) struct OrNull<T>(PhantomData<T>);

macro_rules! lenient_shape {
    ($name:ident, answered $plain:tt, sent $sent:tt) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                match generator.contract().is_serialize() {
                    true => json_schema!($plain),
                    false => json_schema!($sent),
                }
            }
        }
    };
}

lenient_shape! { Text,
    answered { "type": "string" },
    sent { "type": ["string", "null"], "x-also-read": { "type": ["number", "boolean"] } }
}

lenient_shape! { Echo,
    answered { "oneOf": [{ "type": "string" }, { "type": "null" }] },
    sent { "type": ["string", "null"], "x-also-read": { "type": ["number", "boolean"] } }
}

lenient_shape! { Int,
    answered { "type": "integer", "format": "int32" },
    sent {
        "type": ["integer", "null"],
        "format": "int32",
        "minimum": i32::MIN,
        "maximum": i32::MAX,
        "x-also-read": { "anyOf": [
            // Fractions are cut off.
            { "type": "number", "minimum": i32::MIN, "maximum": i32::MAX },
            { "type": "string", "pattern": INT32_TEXT },
        ] },
    }
}

lenient_shape! { Flag,
    answered { "type": "boolean" },
    sent {
        "type": ["boolean", "null"],
        "x-also-read": { "anyOf": [
            { "type": "number" },
            { "type": "string", "pattern": r"^[ \t\r\n]*(true|True|TRUE|false|False|FALSE)?[ \t\r\n]*$" },
        ] },
    }
}

impl<T: JsonSchema> JsonSchema for OrNull<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}OrNull", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        match generator.contract().is_serialize() {
            true => generator.subschema_for::<T>(),
            false => generator.subschema_for::<Option<T>>(),
        }
    }
}
