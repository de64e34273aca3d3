//! JSON Schemas of what `lenient` reads: the type to send, and under `x-also-read` what is understood besides.
//!
//! In answers the same member has its plain type.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A pattern of a whole text that may have blanks around it.
macro_rules! blanks_around {
    ($($part:literal),+ $(,)?) => {
        concat!("^", blanks!(), $($part,)+ blanks!(), "$")
    };
}

/// White space of Unicode, which is what Rust trims; patterns of other languages mean more or less by `\s`.
macro_rules! blanks {
    () => {
        r"[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*"
    };
}

/// A text that stands for a 32-bit integer, or for nothing; blanks are what Unicode calls so.
pub const INT32_TEXT: &str = blanks_around!(
    r"(-2147483648|[+-]?0*([0-9]{1,9}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|",
    r"2147[0-3][0-9]{5}|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|",
    r"214748364[0-7]))?"
);

/// A text that stands for a flag, or for nothing.
const FLAG_TEXT: &str = blanks_around!("(true|True|TRUE|false|False|FALSE)?");

/// A text that names a version.
pub const VERSION_TEXT: &str = blanks_around!("(0*[1-9][0-9]{0,8}|-1|[Ll][Aa][Tt][Ee][Ss][Tt])");

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
            { "type": "string", "pattern": FLAG_TEXT },
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
