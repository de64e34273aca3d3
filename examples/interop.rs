//! Reads and writes framed events for `tests/interop`: hexadecimal on one side, JSON on the other.
//!
//! `interop decode EVENT` reads a framed value, `interop encode EVENT SCHEMA_ID` the JSON of an event; both from stdin.

use contract_runtime::{Event, Violations, frame};
use event_contracts::fintech::orders::v1::OrderCreated;
use event_contracts::fintech::payments::v1::PaymentInitiated;
use event_contracts::fintech::swift::v1::SwiftGpiUpdated;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::error::Error;
use std::io::{Read, Write};

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let answer = match words.get(1).copied() {
        Some(PaymentInitiated::EVENT) => answer::<PaymentInitiated>(&words, &input)?,
        Some(OrderCreated::EVENT) => answer::<OrderCreated>(&words, &input)?,
        Some(SwiftGpiUpdated::EVENT) => answer::<SwiftGpiUpdated>(&words, &input)?,
        Some(other) => return Err(format!("no event `{other}` here").into()),
        None => return Err(USAGE.into()),
    };
    writeln!(std::io::stdout(), "{answer}")?;
    Ok(())
}

const USAGE: &str = "usage: interop decode EVENT | encode EVENT SCHEMA_ID";

fn answer<E: Event + Serialize + DeserializeOwned>(
    words: &[&str],
    input: &str,
) -> Result<Value, Failure> {
    match words {
        ["decode", _] => decode::<E>(input),
        ["encode", _, schema_id] => encode::<E>(input, schema_id.parse()?),
        _ => Err(USAGE.into()),
    }
}

/// What a consumer gets to see, and the same event written again.
fn decode<E: Event + Serialize>(hexadecimal: &str) -> Result<Value, Failure> {
    let (schema_id, event) = E::receive(&bytes(hexadecimal.trim())?)?;
    Ok(json!({
        "schemaId": schema_id,
        "event": event,
        "violations": violations(event.validate()),
        "reencoded": hex(&framed(&event, schema_id)?),
    }))
}

fn encode<E: Event + DeserializeOwned>(text: &str, schema_id: u32) -> Result<Value, Failure> {
    let event: E = serde_json::from_str(text)?;
    event.validate().map_err(|violations| violations.to_string())?;
    Ok(json!({ "framed": hex(&framed(&event, schema_id)?) }))
}

fn framed<E: Event>(event: &E, schema_id: u32) -> Result<Vec<u8>, Failure> {
    let mut value = Vec::new();
    frame::frame(&mut value, schema_id, E::FORMAT, E::MESSAGE_INDEXES);
    event.encode(&mut value)?;
    Ok(value)
}

fn violations(found: Result<(), Violations>) -> Vec<Value> {
    let Err(found) = found else { return Vec::new() };
    found.iter().map(|one| json!({ "path": one.path, "rule": one.rule_id })).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hexadecimal: &str) -> Result<Vec<u8>, Failure> {
    let digits = hexadecimal.as_bytes().chunks(2);
    let byte = |pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
    digits.map(byte).collect()
}
