//! The loop of schema and type: bytes with apache-avro as the judge, JSON with the crate `jsonschema`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agree; // random values through both libraries, and through JSON
mod catalogue; // every contract of the catalogue, whatever its format
#[path = "../../../resolution/tests/it/data.rs"]
mod data; // random data of a schema
#[path = "../../../resolution/tests/it/random.rs"]
#[expect(dead_code, reason = "shared with the build script, which uses the rest")]
mod random; // dice
mod values; // values that a JSON Schema takes
mod views; // views of the catalogue's events against their types, by value
