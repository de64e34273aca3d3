//! Tests of the runtime through its public names.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cursor; // hostile and honest bytes through the Avro cursor
mod flow; // a hand-written event from draft to message and back
mod refused; // what must not compile
mod tables; // countries, currencies and account numbers against the tables of others
mod text; // JSON of the wire types
