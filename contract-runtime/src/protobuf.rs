//! Protocol Buffers' wire format as straight-line pieces, and the well-known types that have a meaning of their own.
//!
//! Generated codecs call these one after the other; nothing here knows a schema. Unknown fields are skipped.
//! Source: Protobuf encoding guide.

#[cfg(feature = "serde")]
mod json;
pub mod length;
#[cfg(feature = "prost")]
mod message;
#[cfg(feature = "serde")]
pub mod number;
#[cfg(feature = "serde")]
mod object;
mod read;
mod well_known;
mod write;

#[cfg(feature = "serde")]
pub use json::{
    AnyBody, JsonValue, any_fields_to_json, any_from_json, any_name, any_to_json,
    any_value_to_json, enum_from_json, mask_from_json, mask_to_json, null_from_json,
    value_from_json, value_number_to_json,
};
#[cfg(feature = "prost")]
pub use message::{encode_raw, merge_field};
pub use read::{Reader, decode, decode_within};
pub use well_known::{Date, Duration, Money, Timestamp, WellKnownError};
pub use write::{
    begin, finish, write_bool, write_bytes, write_double, write_fixed32, write_fixed64,
    write_float, write_int32, write_int64, write_sint32, write_sint64, write_string, write_uint32,
    write_uint64,
};
