//! Tests of the compiler through its front door: folders in, Rust or complaints out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod avro; // generated Avro decoders against hostile bytes
mod codec_replay; // the laws of the fuzz targets, over kept and mutated payloads
mod complaints; // what is refused, with place, reason and remedy
mod deprecated; // what should be left is told by the compiler, and only where it is used
mod folder; // a folder for a test
mod formats; // formats of JSON Schema, to generated code and to the validator
mod json; // the kept output for JSON Schema, for the laws of its codec
mod json_schemas; // constructs of JSON Schema and what they become, a row each
mod locked; // contracts from a lock file
mod nasty; // names and shapes that are hard on a compiler, and an older writer of them
mod printed; // the Rust of small schemas, and that the same input gives the same bytes
mod protobuf; // Protobuf from schema to bytes and back
mod sealed; // tagged fields in wrappers that do not show them
