//! Tests of the compiler through its front door: folders in, Rust or complaints out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod avro; // generated Avro decoders against hostile bytes
mod complaints; // what is refused, with place, reason and remedy
mod deprecated; // what should be left is told by the compiler, and only where it is used
mod folder; // a folder for a test
mod locked; // contracts from a lock file
mod printed; // the Rust of small schemas, and that the same input gives the same bytes
mod protobuf; // Protobuf from schema to bytes and back
