//! The executor that protovalidate's harness talks to: cases on standard input, results on standard output.
//!
//! Each case goes through the Rust that `contract-codegen` printed for its message; nothing here looks at rules.
//! With the argument `mirror`, the cases that the harness dumped go through Avro schemas that say the same.

mod answer;
mod dump;
mod mirror;
mod path;

/// Their counterparts in Avro.
mod mirrored {
    include!(concat!(env!("OUT_DIR"), "/mirror.rs"));
}

/// The compiled cases.
mod cases {
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

use answer::Answer;
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MapKey, ReflectMessage, Value};
use std::error::Error;
use std::io::{Read, Write};

/// Decodes and checks.
macro_rules! check {
    ($ty:ty, $bytes:expr) => {{
        let mut message = <$ty>::default();
        match message.merge(&mut contract_runtime::protobuf::Reader::new($bytes)) {
            Err(error) => Answer::Undecodable(error.to_string()),
            Ok(()) => {
                let mut found = contract_runtime::Violations::new();
                message.check(
                    &contract_runtime::Path::Root,
                    &contract_runtime::Now::of_clock(),
                    &mut found,
                );
                Answer::Found(found)
            }
        }
    }};
}

include!(concat!(env!("OUT_DIR"), "/table.rs"));

const HARNESS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/harness.bin"));

fn main() -> Result<(), Box<dyn Error>> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let harness = DescriptorPool::decode(HARNESS)?;
    if std::env::args().nth(1).as_deref() == Some("mirror") {
        return mirror::run(&input, &harness);
    }
    let message = |name: &str| {
        let name = format!("buf.validate.conformance.harness.{name}");
        harness.get_message_by_name(&name).ok_or(format!("the harness has no message `{name}`"))
    };
    let request = DynamicMessage::decode(message("TestConformanceRequest")?, &input[..])?;
    let mut files = request.get_field_by_name("fdset").ok_or("no files")?.into_owned();
    let pool = match &mut files {
        Value::Message(files) => {
            dump::spell(files)?;
            DescriptorPool::decode(&files.encode_to_vec()[..])?
        }
        _ => return Err("the files are no message".into()),
    };
    let mut response = DynamicMessage::new(message("TestConformanceResponse")?);
    let cases = request.get_field_by_name("cases").ok_or("no cases")?.into_owned();
    let mut results = std::collections::HashMap::new();
    for (name, case) in cases.as_map().ok_or("the cases are no map")? {
        let any = case.as_message().ok_or("a case is no message")?;
        let url = any
            .get_field_by_name("type_url")
            .and_then(|url| url.as_str().map(str::to_owned))
            .unwrap_or_default();
        let bytes = any
            .get_field_by_name("value")
            .and_then(|value| value.as_bytes().cloned())
            .unwrap_or_default();
        let full_name = url.rsplit('/').next().unwrap_or_default();
        let key = full_name.replace('_', "").to_lowercase();
        let answer = ask(&key, &bytes).unwrap_or(Answer::Refused);
        let mut result = DynamicMessage::new(message("TestResult")?);
        answer
            .fill(&mut result, &pool, full_name)
            .map_err(|error| format!("{full_name}: {error}"))?;
        results.insert(name.clone() as MapKey, Value::Message(result));
    }
    let _ = response.descriptor();
    response.set_field_by_name("results", Value::Map(results));
    std::io::stdout().write_all(&response.encode_to_vec())?;
    Ok(())
}
