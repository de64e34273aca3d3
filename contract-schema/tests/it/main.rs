//! The suites of this crate, through its public functions:
//! - `fixtures`: every compatibility rule on every fixture folder
//! - `avro_laws`: laws of verdicts, data and witnesses over random pairs of Avro schemas
//! - `avro_parse`: what is an Avro schema, and what is said of a text that is none
//! - `avro_text`: canonical, normalized, resolved and parsing canonical form
//! - `avro_reference`: what Confluent's registry does with Avro, sentence by sentence
//! - `avro_compat`: reader and writer, pair by pair, as the specification's table has them
//! - `avro_java`: what Apache Avro for Java says of the same schemas and pairs, written down
//! - `avro_hostile`: truncated, deep, large and wide input
//! - `avro_witness`: data that show breaches, confirmed by an independent library (`avro_oracle`)
//! - `avro_random`: properties that hold for every pair of schemas, against an independent oracle
//! - `json_parse`: what is a JSON Schema, where its references lead, what its canonical text is
//! - `json_hostile`: deep, wide, circular and long JSON Schemas
//! - `json_oracle`: what is a JSON Schema, against an independent oracle
//! - `json_compat_hostile`: pairs of wide, deep, recursive and large JSON Schemas
//! - `json_laws`: laws of verdicts on JSON Schemas, over random pairs and the official tests
//! - `json_lenient`: what leniency takes for granted under WIRE
//! - `json_random`: verdicts on random pairs of JSON Schemas against a validator
//! - `protobuf_hostile`: deep, wide, circular and impossible Protobuf files at every safety
//! - `protobuf_laws`: what holds for every pair of random Protobuf files and for their data
//! - `protobuf_source`: random Protobuf files, changes and data
//! - `protobuf_meaning`: whether two Protobuf messages mean the same, for the suites beside it
//! - `protobuf_witness`: a message for every breach of the Protobuf fixtures, read by an independent library
//! - `json_witness`: values that show breaches of JSON Schemas, held to a validator
//! - `bounds`: every question of every format on deep, wide and recursive schemas, on a small stack
//! - `fuzz_replay`: the corpus of the fuzz targets, replayed and varied at random
//! - `docs`: the generated page of rules
//! - `tags`: inline tags found, added and removed in place
//! - `tags_random`: the same for random schemas
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod avro_compat;
mod avro_hostile;
mod avro_java;
mod avro_laws;
mod avro_oracle;
mod avro_parse;
mod avro_random;
mod avro_reference;
mod avro_text;
mod avro_witness;
mod bounds;
mod docs;
mod fixtures;
mod fuzz_replay;
mod json_compat_hostile;
mod json_hostile;
mod json_laws;
mod json_lenient;
mod json_oracle;
mod json_parse;
mod json_random;
mod json_witness;
mod protobuf_hostile;
mod protobuf_laws;
mod protobuf_meaning;
mod protobuf_source;
mod protobuf_witness;
mod tags;
mod tags_random;
