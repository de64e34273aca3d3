//! What a compiled type takes and refuses, and what the validator says of it.

use crate::cases::CASES;
use crate::random::{Dice, SCHEMAS, SEED};
use contract_runtime::json_text::{self, Reader};
use contract_runtime::schemars::{JsonSchema, schema_for};
use contract_runtime::{DecodeError, EncodeError, Now, Path, Violations};
use serde_json::{Value, json};

/// What the tests ask of a type.
trait Checked: Sized + PartialEq + std::fmt::Debug {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
    fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError>;
    fn check_all(&self) -> Violations;
}

macro_rules! impl_checked {
    ($name:path) => {
        impl Checked for $name {
            fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Self::read_json(reader)
            }

            fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
                self.write_json(out)
            }

            fn check_all(&self) -> Violations {
                let mut found = Violations::new();
                self.check(&Path::Root, &Now::of_clock(), &mut found);
                found
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/types.rs"));

/// A type with the schema that it was made of.
struct Compiled {
    name: &'static str,
    schema: &'static str,
    judge: fn(&str) -> Result<String, String>,
    /// The JSON Schema of the type.
    derived: fn() -> Value,
}

const TYPES: &[Compiled] = &include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The text that is written of what is read, or why the text is refused.
fn judge<T: Checked>(text: &str) -> Result<String, String> {
    let value = json_text::decode(text.as_bytes(), T::read).map_err(|error| error.to_string())?;
    let found = value.check_all();
    if !found.is_empty() {
        return Err(found.to_string());
    }
    let mut out = Vec::new();
    value.write(&mut out).unwrap();
    let again = json_text::decode(&out, T::read).unwrap();
    assert_eq!(again, value, "{text}");
    Ok(String::from_utf8(out).unwrap())
}

fn derived<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// The contract's schema and that of the type, as the validator understands them.
struct Validators {
    contract: jsonschema::Validator,
    derived: jsonschema::Validator,
    /// For messages.
    text: Value,
}

impl Validators {
    fn of(compiled: &Compiled) -> Self {
        let text = (compiled.derived)();
        let contract = serde_json::from_str(compiled.schema).unwrap();
        Validators { contract: validator(&contract), derived: validator(&text), text }
    }
}

/// Compares one document; both validators also take what is written again.
fn compare(compiled: &Compiled, validators: &Validators, document: &Value) -> bool {
    let text = document.to_string();
    let (ours, theirs) = ((compiled.judge)(&text), validators.contract.is_valid(document));
    let place = || format!("{}: {}\n{text}", compiled.name, compiled.schema);
    assert_eq!(ours.is_ok(), theirs, "{}\n{ours:?}", place());
    let derived = || format!("{}\nderived {}", place(), validators.text);
    assert_eq!(validators.derived.is_valid(document), theirs, "{}", derived());
    if let Ok(written) = ours {
        let written: Value = serde_json::from_str(&written).unwrap();
        assert!(validators.contract.is_valid(&written), "written as {written}: {}", place());
        assert!(validators.derived.is_valid(&written), "written as {written}: {}", derived());
    }
    theirs
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

#[test]
fn every_construct_takes_and_refuses_what_the_validator_does() {
    for (case, compiled) in CASES.iter().zip(TYPES) {
        let validators = Validators::of(compiled);
        for (list, is_taken) in [(case.taken, true), (case.refused, false)] {
            for text in list {
                let value: Value = serde_json::from_str(text).unwrap();
                let document = if case.is_whole { value } else { json!({ "value": value }) };
                let found = compare(compiled, &validators, &document);
                assert_eq!(found, is_taken, "{}: {text}", case.name);
            }
        }
    }
}

#[test]
fn random_schemas_take_and_refuse_what_the_validator_does() {
    eprintln!("seed {SEED}");
    let documents: u64 =
        std::env::var("DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(300);
    let (mut taken, mut refused) = (0, 0);
    for (index, compiled) in TYPES[CASES.len()..].iter().enumerate() {
        assert!(index < SCHEMAS);
        let schema: Value = serde_json::from_str(compiled.schema).unwrap();
        let validators = Validators::of(compiled);
        for turn in 0..documents {
            let document = Dice::of(SEED ^ 0xda7a, (index as u64) << 20 | turn).document(&schema);
            match compare(compiled, &validators, &document) {
                true => taken += 1,
                false => refused += 1,
            }
        }
    }
    eprintln!("{taken} taken, {refused} refused");
    assert!(taken > refused / 10 && refused > taken / 10);
}

#[test]
fn broken_texts_are_refused_and_none_panics() {
    let mut dice = Dice::of(SEED, 77);
    for compiled in TYPES {
        let schema: Value = serde_json::from_str(compiled.schema).unwrap();
        for _ in 0..20 {
            let mut text = dice.document(&schema).to_string().into_bytes();
            for _ in 0..2 {
                let at = dice.below(text.len());
                text[at] = b"{}[],:\"0e.-\\x n"[dice.below(15)];
            }
            if let Ok(text) = std::str::from_utf8(&text) {
                let _ = (compiled.judge)(text);
            }
        }
        for text in ["", "[", "{\"value\":", "nul", &"[".repeat(10_000), "{\"value\":01}"] {
            assert!((compiled.judge)(text).is_err(), "{}: {text:.20}", compiled.name);
        }
    }
}

#[test]
fn what_has_no_type_is_told_with_its_place_and_reason() {
    let warnings = include_str!(concat!(env!("OUT_DIR"), "/warnings.txt"));
    for reason in [
        "its values are of different types",
        "its alternatives cannot be told apart by the type of the value",
        "no property tells its alternatives apart",
        "it is a list or map of itself",
    ] {
        assert!(warnings.contains(reason), "{reason}: {warnings}");
    }
    assert!(warnings.lines().all(|line| !line.contains("leads to no schema")));
}
