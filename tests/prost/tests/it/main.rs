//! Generated Protobuf messages against prost's own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agree; // random messages: the same values, bytes and JSON on both sides
mod known; // JSON of the well-known types
mod message; // `prost::Message` and `prost::Name` as tonic and `Any` use them
mod random; // random messages of a descriptor
