//! Random values of every schema: the same to apache-avro, the same through JSON, and as the JSON Schema says.
//!
//! Where apache-avro departs from the specification [`QUIRKS`] says how; what a JSON Schema does not say is in [`UNSAID`].

use crate::data::datum;
use crate::random::Dice;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;
use jsonschema::Validator;
use loop_oracle::{Looped, all, refused};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Values of each schema; `VALUES` sets another number.
const VALUES: usize = 40;

/// Why apache-avro does not read or write what the specification has: what it says, and the reason.
const QUIRKS: [(&str, &str); 0] = [];

/// What generated types refuse and a JSON Schema lets through: a part of the message, and the reason.
const UNSAID: [(&str, &str); 10] = [
    ("not a duration", "the format of a text is a remark"),
    ("not of the form", "the format of a text is a remark"),
    ("not a decimal", "the format of a text is a remark"),
    ("UUID parsing failed", "the format of a text is a remark"),
    ("Invalid symbol", "the encoding of a text is a remark"),
    ("Invalid padding", "the encoding of a text is a remark"),
    ("Invalid last symbol", "the encoding of a text is a remark"),
    ("Invalid input length", "the encoding of a text is a remark"),
    ("expected i32", "the width of a number is a remark"),
    ("is no value of the field's type", "the width of a number is a remark"),
];

#[derive(Default, Debug)]
pub(crate) struct Tally {
    pub(crate) same: usize,
    valid: usize,
    invalid: usize,
    refused: usize,
    excused: BTreeMap<&'static str, usize>,
}

#[test]
fn schemas_are_refused_for_their_names_only() {
    for complaint in refused() {
        assert!(complaint.contains("are both"), "{complaint}");
    }
    assert!(refused().len() * 4 < all().len(), "{} refused", refused().len());
}

#[test]
fn types_agree_with_apache_avro_and_with_their_json_schemas() {
    let values = std::env::var("VALUES").ok().and_then(|text| text.parse().ok()).unwrap_or(VALUES);
    let mut dice = Dice::new(11);
    let mut tally = Tally::default();
    for event in all() {
        let schema = AvroSchema::parse(event.schema, &[], ParseOptions::stored()).unwrap();
        let validator = jsonschema::validator_for(&(event.json_schema)()).unwrap();
        for _ in 0..values {
            let mut payload = Vec::new();
            datum(&schema, schema.root(), &mut dice, &mut payload);
            let payload = through_apache_avro(&event, &payload, &mut tally);
            through_json(&event, &payload, &validator, &mut dice, &mut tally);
        }
    }
    eprintln!("{tally:?}");
    assert!(tally.same > tally.excused.values().sum(), "{tally:?}");
    assert!(tally.valid > 0 && tally.invalid > 0 && tally.refused > 0, "{tally:?}");
}

fn excuse(
    reasons: &[(&str, &'static str)],
    message: &str,
    tally: &mut Tally,
) -> Option<&'static str> {
    let (_, reason) = reasons.iter().find(|(part, _)| message.contains(part))?;
    *tally.excused.entry(reason).or_default() += 1;
    Some(reason)
}

/// Both read the bytes as the same value, and each reads what the other wrote; gives our bytes.
pub(crate) fn through_apache_avro(event: &Looped, payload: &[u8], tally: &mut Tally) -> Vec<u8> {
    let place = || format!("schema {}\npayload {payload:x?}", event.schema);
    let ours = (event.again)(payload).unwrap_or_else(|error| panic!("{error}\n{}", place()));
    let theirs = (|| {
        let schema =
            apache_avro::Schema::parse_str(event.schema).map_err(|error| error.to_string())?;
        let reader =
            GenericDatumReader::builder(&schema).build().map_err(|error| error.to_string())?;
        let writer =
            GenericDatumWriter::builder(&schema).build().map_err(|error| error.to_string())?;
        let value = reader.read_value(&mut &payload[..]).map_err(|error| error.to_string())?;
        let written =
            writer.write_value_to_vec(value.clone()).map_err(|error| error.to_string())?;
        let again = reader.read_value(&mut &ours[..]).map_err(|error| error.to_string())?;
        Ok((value, written, again))
    })();
    match theirs {
        Ok((value, written, again)) => {
            assert_eq!(value, again, "{}", place());
            let read =
                (event.again)(&written).unwrap_or_else(|error| panic!("{error}\n{}", place()));
            assert_eq!(read, ours, "{}", place());
            tally.same += 1;
        }
        Err(error) => {
            let error: String = error;
            excuse(&QUIRKS, &error, tally).unwrap_or_else(|| panic!("{error}\n{}", place()));
        }
    }
    ours
}

/// JSON and back is the same value; the JSON Schema takes it if `validate()` does; and so after one thing is broken.
fn through_json(
    event: &Looped,
    payload: &[u8],
    validator: &Validator,
    dice: &mut Dice,
    tally: &mut Tally,
) {
    let json = match (event.of_bytes)(payload) {
        Ok(json) => json,
        Err(error) => {
            let is_outside = error == "a time of day outside the day has no text";
            assert!(is_outside, "{error}\n{}", event.schema);
            *tally.excused.entry("a time of day outside the day").or_default() += 1;
            return;
        }
    };
    let back =
        (event.of_json)(&json).unwrap_or_else(|error| panic!("{error}\n{json}\n{}", event.schema));
    assert_eq!(back, payload, "{json}\n{}", event.schema);
    judge(event, &json, validator, tally);
    for _ in 0..4 {
        let mut broken = json.clone();
        mutate(&mut broken, dice);
        judge(event, &broken, validator, tally);
    }
}

/// The type with its rules and its JSON Schema take and refuse the same.
fn judge(event: &Looped, json: &Value, validator: &Validator, tally: &mut Tally) {
    let ours = (event.broken)(json);
    let theirs = validator.is_valid(json);
    let place = || {
        let errors: Vec<String> = validator
            .iter_errors(json)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        format!(
            "ours {ours:?}\ntheirs {errors:?}\n{json}\n{}\n{}",
            event.schema,
            (event.json_schema)()
        )
    };
    match (&ours, theirs) {
        (Ok(rules), true) if rules.is_empty() => tally.valid += 1,
        (Ok(rules), false) => {
            assert!(!rules.is_empty(), "{}", place());
            tally.invalid += 1;
        }
        (Err(_), false) => tally.refused += 1,
        (Ok(rules), true) => {
            let rules = rules.join(", ");
            excuse(&UNSAID, &rules, tally).unwrap_or_else(|| panic!("{}", place()));
        }
        (Err(error), true) => {
            excuse(&UNSAID, error, tally).unwrap_or_else(|| panic!("{}", place()));
        }
    }
}

/// Changes one value somewhere.
pub(crate) fn mutate(json: &mut Value, dice: &mut Dice) {
    match json {
        Value::Object(members) if !members.is_empty() && !dice.one_in(12) => {
            let name = members.keys().nth(dice.below(members.len())).cloned().unwrap();
            if dice.one_in(12) {
                members.remove(&name);
            } else {
                mutate(&mut members[&name], dice);
            }
        }
        Value::Array(items) if !items.is_empty() && !dice.one_in(4) => {
            let at = dice.below(items.len());
            if dice.one_in(3) {
                let item = items[at].clone();
                items.extend(std::iter::repeat_n(item, 5));
            } else {
                mutate(&mut items[at], dice);
            }
        }
        Value::String(text) if dice.one_in(2) => text.push_str("aaaaaaaaa"),
        Value::Number(_) if dice.one_in(2) => {
            *json =
                [json!(-2_000_000_000), json!(2_000_000_000), json!(1.25)][dice.below(3)].clone();
        }
        other => {
            let values = [json!(null), json!(true), json!(7), json!("x"), json!([]), json!({})];
            *other = values[dice.below(values.len())].clone();
        }
    }
}
