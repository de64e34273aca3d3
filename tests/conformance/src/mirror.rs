//! The Avro mirror: the same cases through Avro schemas that say the same, their values written as Avro.

use crate::answer::Answer;
use crate::dump;
use prost_reflect::{
    Cardinality, DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MapKey, ReflectMessage,
    Value,
};
use std::error::Error;

/// Decodes a datum and checks it.
macro_rules! check {
    ($ty:ty, $bytes:expr) => {
        match contract_runtime::avro::decode($bytes, <$ty>::read_avro) {
            Err(error) => Answer::Undecodable(error.to_string()),
            Ok(value) => {
                let mut found = contract_runtime::Violations::new();
                let now = contract_runtime::Now::of_clock();
                value.check(&contract_runtime::Path::Root, &now, &mut found);
                Answer::Found(found)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/mirror_table.rs"));

/// Messages that have an Avro counterpart, those among them that the compiler refused too.
const COUNTERPARTS: &str = include_str!(concat!(env!("OUT_DIR"), "/counterparts.txt"));

/// Asks every case that has a counterpart; an error if one fails.
pub(crate) fn run(dump: &[u8], harness: &DescriptorPool) -> Result<(), Box<dyn Error>> {
    let (mut passed, mut failed, mut without) = (0, 0, 0);
    dump::each(dump, harness, |name, message, wanted| {
        let full_name = message.descriptor().full_name().to_owned();
        let mut bytes = Vec::new();
        let is_counted = COUNTERPARTS.lines().any(|line| line == full_name);
        if !is_counted || datum(&message, &mut bytes).is_none() {
            without += 1;
            return Ok(());
        }
        let simple = full_name.replace(['.', '_'], "").to_lowercase();
        let answer = ask(&format!("mirror.{simple}.{simple}"), &bytes).unwrap_or(Answer::Refused);
        let (wanted, got) = (expected(wanted), told(&answer));
        if wanted == got {
            passed += 1;
        } else {
            failed += 1;
            eprintln!("--- FAIL: {name} ({full_name})\n    want: {wanted:?}\n     got: {got:?}");
        }
        Ok(())
    })?;
    let total = passed + failed + without;
    println!(
        "Avro mirror: {passed} passed, {failed} failed; {without} of {total} cases have no counterpart in Avro"
    );
    if failed == 0 { Ok(()) } else { Err("cases fail in the mirror".into()) }
}

/// What came out, in words that both formats share.
fn told(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Undecodable(error) => vec![format!("undecodable: {error}")],
        Answer::Refused => vec!["refused".to_owned()],
        Answer::Found(found) => {
            let mut lines: Vec<String> = found
                .iter()
                .map(|one| match one.message.starts_with("the rule cannot be evaluated") {
                    true => "no answer".to_owned(),
                    false => line(one.rule_id, &one.path, one.rule, one.for_key),
                })
                .collect();
            lines.sort();
            lines
        }
    }
}

fn line(id: &str, path: &str, rule: &str, for_key: bool) -> String {
    let of = if for_key { " (key)" } else { "" };
    format!("{id} at {path}{of} by {rule}")
}

fn expected(wanted: &DynamicMessage) -> Vec<String> {
    let has = |name: &str| wanted.has_field_by_name(name);
    if has("compilation_error") {
        return vec!["refused".to_owned()];
    }
    if has("runtime_error") {
        return vec!["no answer".to_owned()];
    }
    let Some(errors) =
        wanted.get_field_by_name("validation_error").filter(|_| has("validation_error"))
    else {
        return Vec::new();
    };
    let Some(errors) = errors.as_message() else { return Vec::new() };
    let mut lines: Vec<String> = dump::messages(errors, "violations")
        .into_iter()
        .map(|one| {
            let for_key =
                one.get_field_by_name("for_key").and_then(|flag| flag.as_bool()).unwrap_or(false);
            let (id, rule) = (renamed(&dump::text(one, "rule_id")), renamed(&path(one, "rule")));
            line(&id, &path(one, "field"), &rule, for_key)
        })
        .collect();
    lines.sort();
    lines
}

/// Avro's int and long stand for all of Protobuf's numbers that fit.
fn renamed(path: &str) -> String {
    let part = |part: &str| match part {
        "sint32" | "sfixed32" => "int32".to_owned(),
        "sint64" | "sfixed64" | "uint32" | "fixed32" => "int64".to_owned(),
        other => other.to_owned(),
    };
    path.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// A path as text.
fn path(violation: &DynamicMessage, name: &str) -> String {
    let Some(path) = violation.get_field_by_name(name) else { return String::new() };
    let Some(path) = path.as_message() else { return String::new() };
    let steps = dump::messages(path, "elements").into_iter().map(|element| {
        let name = dump::text(element, "field_name");
        let behind = if element.has_field_by_name("index") {
            let index = element.get_field_by_name("index").and_then(|index| index.as_u64());
            format!("[{}]", index.unwrap_or_default())
        } else if element.has_field_by_name("string_key") {
            format!("[{:?}]", dump::text(element, "string_key"))
        } else {
            String::new()
        };
        format!("{name}{behind}")
    });
    steps.collect::<Vec<_>>().join(".")
}

/// The message as Avro; nothing if the value has no place there.
fn datum(message: &DynamicMessage, out: &mut Vec<u8>) -> Option<()> {
    let mut fields: Vec<FieldDescriptor> = message.descriptor().fields().collect();
    fields.sort_by_key(|field| field.path().to_vec());
    for field in fields {
        let is_set = message.has_field(&field);
        if field.supports_presence() {
            if field.cardinality() == Cardinality::Required {
                is_set.then_some(())?;
            } else {
                long(out, i64::from(is_set));
                if !is_set {
                    continue;
                }
            }
        }
        write(&field.kind(), &message.get_field(&field), out)?;
    }
    Some(())
}

fn write(kind: &Kind, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Bool(flag) => out.push(u8::from(*flag)),
        Value::I32(number) => long(out, i64::from(*number)),
        Value::I64(number) => long(out, *number),
        Value::U32(number) => long(out, i64::from(*number)),
        Value::U64(_) => return None,
        Value::F32(number) => out.extend(number.to_le_bytes()),
        Value::F64(number) => out.extend(number.to_le_bytes()),
        Value::String(text) => bytes(out, text.as_bytes()),
        Value::Bytes(content) => bytes(out, content),
        Value::EnumNumber(number) => {
            let numbers = symbols(kind);
            let index = numbers.iter().position(|known| known == number)?;
            long(out, i64::try_from(index).ok()?);
        }
        Value::Message(message) => return self::message(message, out),
        Value::List(items) => {
            blocks(items.len(), out);
            for item in items {
                element(kind, item, out)?;
            }
            out.push(0);
        }
        Value::Map(entries) => {
            let entry = kind.as_message()?.map_entry_value_field().kind();
            blocks(entries.len(), out);
            for (key, value) in entries {
                let MapKey::String(key) = key else { return None };
                bytes(out, key.as_bytes());
                element(&entry, value, out)?;
            }
            out.push(0);
        }
    }
    Some(())
}

/// A wrapper in a list or map may be null in Avro; here it never is.
fn element(kind: &Kind, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    if kind.as_message().is_some_and(|message| {
        message.full_name().starts_with("google.protobuf.")
            && message.full_name().ends_with("Value")
    }) {
        long(out, 1);
    }
    write(kind, value, out)
}

fn message(message: &DynamicMessage, out: &mut Vec<u8>) -> Option<()> {
    let descriptor = message.descriptor();
    let number = |name: &str| {
        let value = message.get_field_by_name(name)?;
        value.as_i64().or_else(|| value.as_i32().map(i64::from))
    };
    match descriptor.full_name() {
        "google.protobuf.Timestamp" => {
            let nanos =
                number("seconds")?.checked_mul(1_000_000_000)?.checked_add(number("nanos")?)?;
            long(out, nanos);
            Some(())
        }
        name if name.starts_with("google.protobuf.") => {
            let field = descriptor.get_field_by_name("value")?;
            write(&field.kind(), &message.get_field(&field), out)
        }
        _ => datum(message, out),
    }
}

/// Numbers of the symbols of an enum, each once, in order of the text.
fn symbols(kind: &Kind) -> Vec<i32> {
    let mut numbers = Vec::new();
    if let Kind::Enum(found) = kind {
        for value in &found.enum_descriptor_proto().value {
            if !numbers.contains(&value.number()) {
                numbers.push(value.number());
            }
        }
    }
    numbers
}

fn blocks(length: usize, out: &mut Vec<u8>) {
    if length > 0 {
        long(out, i64::try_from(length).unwrap_or(i64::MAX));
    }
}

fn bytes(out: &mut Vec<u8>, content: &[u8]) {
    long(out, i64::try_from(content.len()).unwrap_or(i64::MAX));
    out.extend(content);
}

/// ZigZag.
fn long(out: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}
