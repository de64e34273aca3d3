//! Resolution of Avro writers, compiled and at run time, with an independent library as the judge of data.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod compiled; // compiled decoders against the plan
mod data; // random data of a schema
mod hostile; // broken payloads and schemas that cost much
mod oracle; // random pairs and random data, and what apache-avro makes of them
mod random; // schemas and changes that repeat for a seed
mod rules; // each rule of resolution by itself
