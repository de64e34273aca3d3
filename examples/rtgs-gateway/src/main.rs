//! A service of the clearing team: debits come in, what was handed to the RTGS system goes out.
//!
//! `rtgs-gateway` shows one debit on its way through; `rtgs-gateway sample` prints it in hexadecimal, and
//! `rtgs-gateway -` reads such lines from standard input, as a consumer would read values from the topic.

mod gateway;
mod sample;

/// The event types, compiled from contracts.lock.
mod events {
    include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
}

use contract_runtime::{Message, Stamp};
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};
use std::process::ExitCode;

/// Who this service is; what another service is to publish, it cannot.
const SERVICE: &str = "rtgs-gateway";

/// The registry's id of `rtgs.submitted-value`, as contracts.lock has it; a service asks its registry at start.
const SUBMITTED_SCHEMA_ID: u32 = 28;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Box<dyn Error>> {
    match words {
        [] => show(&handle(&sample::debited()?)?)?,
        ["sample"] => writeln!(stdout(), "{}", hex(&sample::debited()?))?,
        ["-"] => {
            for line in stdin().lock().lines() {
                show(&handle(&bytes(line?.trim())?)?)?;
            }
        }
        _ => return Err("usage: rtgs-gateway [sample | -]".into()),
    }
    Ok(())
}

/// One value of the topic `account.debited` becomes one message for `rtgs.submitted`.
fn handle(value: &[u8]) -> Result<Message, Box<dyn Error>> {
    let debited = gateway::receive(value)?;
    let submitted = gateway::submit(&debited, Stamp::now())?;
    Ok(submitted.into_message(&SERVICE.parse()?, SUBMITTED_SCHEMA_ID)?)
}

fn show(message: &Message) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "topic    {}", message.topic)?;
    writeln!(out, "key      {}", message.key)?;
    for (name, value) in &message.headers {
        writeln!(out, "header   {name}: {value}")?;
    }
    writeln!(out, "value    {} bytes: {}", message.value.len(), hex(&message.value))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hexadecimal: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    if !hexadecimal.len().is_multiple_of(2) || !hexadecimal.is_ascii() {
        return Err("a value is an even number of hexadecimal digits".into());
    }
    let pair = |at: usize| u8::from_str_radix(&hexadecimal[at..at + 2], 16);
    let bytes: Result<Vec<u8>, _> = (0..hexadecimal.len()).step_by(2).map(pair).collect();
    bytes.map_err(|error| format!("a value is hexadecimal digits: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::fintech::accounts::v1::AccountDebited;
    use crate::events::fintech::clearing::v1::RtgsSubmitted;
    use contract_runtime::Event;

    #[test]
    fn the_effect_carries_the_flow_of_its_cause() {
        let value = sample::debited().unwrap();
        let (_, debited) = AccountDebited::receive(&value).unwrap();
        let message = handle(&value).unwrap();
        let (schema_id, submitted) = RtgsSubmitted::receive(&message.value).unwrap();
        assert_eq!(schema_id, SUBMITTED_SCHEMA_ID);
        assert_eq!(submitted.correlation_id, debited.correlation_id);
        assert_eq!(submitted.causation_id, Some(debited.event_id));
        assert_eq!(submitted.amount, debited.amount);
        assert_eq!(submitted.corridor_code.as_deref(), Some("ZWE-ZAF"));
        assert_eq!(message.key, debited.account_id);
    }

    #[test]
    fn what_is_no_debit_is_refused() {
        for value in [&b""[..], b"{\"a\":1}", &[0, 0, 0, 0, 1, 2, 3]] {
            assert!(handle(value).is_err(), "{value:?}");
        }
        let mut cut = sample::debited().unwrap();
        cut.truncate(cut.len() - 1);
        assert!(handle(&cut).is_err());
    }

    #[test]
    fn the_id_is_the_one_of_the_lock_file() {
        let lock = include_str!("../contracts.lock");
        let entry = lock.split("[[contract]]").find(|entry| entry.contains("rtgs.submitted-value"));
        assert!(entry.unwrap().contains(&format!("\nid = {SUBMITTED_SCHEMA_ID}\n")), "{lock}");
    }
}
