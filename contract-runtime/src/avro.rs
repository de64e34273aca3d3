//! Avro's binary encoding as straight-line pieces: a cursor over a slice, and writers onto a `Vec`.
//!
//! Generated decoders call these one after the other; nothing here knows a schema.
//! Source: Avro 1.12 specification, "Binary encoding".

mod error;
mod lazy;
mod notes;
mod read;
mod write;

pub use error::{DecodeError, EncodeError, Reason};
pub use lazy::{Items, Lazy, List};
pub use notes::{Decoded, Notes};
pub use read::{
    BUDGET, Blocks, Reader, decode, decode_noted, decode_part, decode_within, read_bytes_into,
    read_string_into,
};
pub use write::{
    optional_length, write_bool, write_bytes, write_decimal, write_decimal_fixed, write_double,
    write_duration, write_float, write_int, write_long, write_optional_string, write_string,
    write_uuid,
};
