//! Compiles `schemas/` into the event types of this crate.

fn main() {
    contract_codegen::Config::from_schemas("schemas").compile();
}
