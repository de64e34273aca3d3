//! Events of random schemas, each with the way through its generated type and back.

use contract_runtime::schemars::{JsonSchema, schema_for};
use contract_runtime::serde::Serialize;
use contract_runtime::serde::de::DeserializeOwned;
use contract_runtime::{Event, Format};
use serde_json::Value;

/// One event.
#[derive(Debug)]
pub struct Looped {
    /// What it is called.
    pub event: &'static str,
    /// Its type in the schema.
    pub name: &'static str,
    /// The format of its payloads.
    pub format: Format,
    /// Its schema, with what it refers to in place (Avro).
    pub schema: &'static str,
    /// From bytes to a value and on.
    pub of_bytes: fn(&[u8]) -> Result<Value, String>,
    /// From bytes to a value and back.
    pub again: fn(&[u8]) -> Result<Vec<u8>, String>,
    /// From JSON to bytes.
    pub of_json: fn(&Value) -> Result<Vec<u8>, String>,
    /// The ids of the rules that a value in JSON breaks, if it is one.
    pub broken: fn(&Value) -> Result<Vec<String>, String>,
    /// The JSON Schema of the type.
    pub json_schema: fn() -> Value,
}

/// The way through a type.
pub fn looped<E: Event + Serialize + DeserializeOwned + JsonSchema>() -> Looped {
    Looped {
        event: E::EVENT,
        name: E::NAME,
        format: E::FORMAT,
        schema: E::RESOLVED_SCHEMA,
        of_bytes: |payload| {
            let event = E::decode(payload).map_err(|error| error.to_string())?;
            serde_json::to_value(event).map_err(|error| error.to_string())
        },
        again: |payload| {
            let event = E::decode(payload).map_err(|error| error.to_string())?;
            event.to_payload().map_err(|error| error.to_string())
        },
        of_json: |json| {
            let event: E = read(json)?;
            event.to_payload().map_err(|error| error.to_string())
        },
        broken: |json| {
            let event: E = read(json)?;
            let found = event.validate().err();
            Ok(found.iter().flat_map(|all| all.iter()).map(|one| one.rule_id.to_owned()).collect())
        },
        json_schema: || schema_for!(E).to_value(),
    }
}

fn read<E: DeserializeOwned>(json: &Value) -> Result<E, String> {
    E::deserialize(json).map_err(|error| error.to_string())
}

/// Every event.
pub fn all() -> Vec<Looped> {
    table::all()
}

/// What the compiler said of the schemas that it refused.
pub fn refused() -> &'static [&'static str] {
    include!(concat!(env!("OUT_DIR"), "/refused.rs"))
}

mod table {
    use super::{Looped, looped};

    pub(super) fn all() -> Vec<Looped> {
        include!(concat!(env!("OUT_DIR"), "/table.rs")).into()
    }
}

mod compiled {
    include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
}
