//! Codecs of eleven shapes in turns: generated, by hand, apache-avro, serde_avro_fast, prost.
//!
//! `cargo bench -p codec-shapes` prints the tables and ends with 1 if a bound is broken. Without `--bench`, as
//! `cargo test` runs it, it only asserts that the codecs agree.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]

mod amounts;
mod deep;
#[path = "../../codec/encoder.rs"]
mod encoder;
mod flat;
mod ids;
mod maps;
mod nullable;
mod numbers;
#[path = "../../codec/primitives.rs"]
mod primitives;
mod raw;
mod records;
mod shape;
mod strings;
mod tables;
mod tree;
#[path = "../../codec/turns.rs"]
mod turns;
mod unions;

use std::process::ExitCode;
use tables::Tables;

fn main() -> ExitCode {
    let mut tables = Tables::new(std::env::args().any(|argument| argument == "--bench"));
    tables.add::<flat::Flat>();
    tables.add_with_view::<strings::Strings>();
    tables.add_with_view::<deep::Deep>();
    tables.add_with_view::<tree::Tree>();
    tables.add_with_view::<unions::Unions>();
    tables.add_with_view::<numbers::Numbers>();
    tables.add_with_view::<records::Records>();
    tables.add_with_view::<maps::Maps>();
    tables.add_with_view::<ids::Ids>();
    tables.add::<amounts::Amounts>();
    tables.add_with_view::<nullable::Nullable>();
    tables.print()
}
