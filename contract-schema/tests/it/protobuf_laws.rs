//! What holds for every pair of Protobuf files, whatever is in them; prost-reflect writes and reads the data.
//!
//! The seed is fixed and printed, `SEED=…` draws others; `CONCORD_LAWS=n` asks n times as many pairs.

use crate::avro_random::Dice;
use crate::protobuf_meaning::same;
use crate::protobuf_source::{Field, File, IMPORT, Source, Type, imported_text, message, text};
use contract_schema::compat::{Safety, Terms, check_under};
use contract_schema::witness::{Evidence, Outcome, evidence};
use contract_schema::{
    Breach, Dependency, Format, Level, ParseOptions, Schema, can_read, keeps, retires,
};
use prost_reflect::{Cardinality, DynamicMessage, MessageDescriptor, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the standard lets through though data break, by the rule of WIRE that says so.
const FALSE_YES: &[(&str, &str)] = &[
    ("protobuf-field-renumbered", "fields are matched by number only"),
    ("protobuf-field-narrowed", "64 bits, 32 bits and bool are one family of encodings"),
    ("protobuf-field-sign-changed", "signed and unsigned are one family of encodings"),
    ("protobuf-field-enum-number-changed", "enums are of the family of numbers"),
    ("protobuf-field-enum-changed", "enums are of the family of numbers, whichever it is"),
    ("protobuf-enum-const-meaning-changed", "constants are not judged"),
    ("protobuf-enum-const-renumbered", "constants are not judged"),
    ("protobuf-enum-closed", "constants are not judged, nor syntax and features"),
    ("protobuf-field-bytes-to-string", "text and bytes are one family of encodings"),
    ("protobuf-field-utf8-checked", "syntax and features are not looked at"),
    ("protobuf-field-became-repeated", "labels count where both are written, and of numbers only"),
    ("protobuf-field-became-singular", "labels count where both are written, and of numbers only"),
    ("protobuf-field-became-required", "labels count where both are written, and of numbers only"),
    ("protobuf-field-presence-dropped", "presence is not looked at"),
    ("protobuf-field-default-changed", "defaults are not looked at"),
    ("protobuf-field-encoding-changed", "groups are not looked at"),
    ("protobuf-extension-type-changed", "extensions are not looked at"),
    ("protobuf-fields-share-oneof", "groups are not looked at"),
    ("protobuf-oneof-member-unknown", "groups are not looked at"),
];

/// Pairs in the short form.
const PAIRS: usize = 400;
/// Data for each message of a pair.
const DATA: usize = 12;

fn pairs() -> usize {
    let times = std::env::var("CONCORD_LAWS").ok().and_then(|times| times.parse().ok());
    PAIRS * times.unwrap_or(1)
}

fn dependencies(file: &File) -> Vec<Dependency> {
    let text = imported_text(file).into();
    let name = IMPORT.to_owned();
    match file.imported.is_empty() {
        true => Vec::new(),
        false => {
            vec![Dependency { name, subject: "common".into(), version: 1 + file.revision, text }]
        }
    }
}

fn parse(file: &File) -> Arc<Schema> {
    read(&text(file), file)
}

fn read(text: &str, file: &File) -> Arc<Schema> {
    let options = ParseOptions::new_schema();
    let parsed = Schema::parse(Format::Protobuf, text, &dependencies(file), options);
    Arc::new(parsed.unwrap_or_else(|error| panic!("{error}\n{text}")))
}

/// The same file in the spelling of its syntax: the library knows no editions.
fn plain(file: &File) -> Arc<Schema> {
    parse(&File { in_edition: false, ..file.clone() })
}

fn terms(safety: Safety) -> Terms {
    Terms { safety, ..Terms::default() }
}

fn breaches(reader: &Schema, writer: &Schema, safety: Safety) -> Vec<Breach> {
    can_read(reader, writer, terms(safety)).unwrap()
}

fn messages(schema: &Schema) -> Vec<MessageDescriptor> {
    let Schema::Protobuf(schema) = schema else { return Vec::new() };
    schema.file().messages().collect()
}

/// A datum of the writer that the reader gets wrong.
fn broken(dice: &mut Dice, reader: &Schema, writer: &Schema) -> Option<String> {
    let readers = messages(reader);
    for of in messages(writer) {
        let Some(reader) = readers.iter().find(|reader| reader.name() == of.name()) else {
            continue;
        };
        for _ in 0..DATA {
            let written = message(dice, &of, 3);
            let bytes = written.encode_as_bytes();
            let written = DynamicMessage::decode(of.clone(), &*bytes).unwrap();
            match DynamicMessage::decode(reader.clone(), &*bytes) {
                Err(error) => return Some(format!("{written} is not read: {error}")),
                Ok(read) if !same(&written, &read) => {
                    return Some(format!("{written} is read as {read}"));
                }
                Ok(read) if !is_complete(&read) => {
                    return Some(format!("{written} lacks what is required"));
                }
                Ok(_) => {}
            }
        }
    }
    None
}

/// Whether everything is there that is required: prost-reflect does not ask.
fn is_complete(message: &DynamicMessage) -> bool {
    let required =
        |field: &prost_reflect::FieldDescriptor| field.cardinality() == Cardinality::Required;
    let has_all = prost_reflect::ReflectMessage::descriptor(message)
        .fields()
        .all(|field| !required(&field) || message.has_field(&field));
    fn inner(value: &Value) -> bool {
        match value {
            Value::Message(message) => is_complete(message),
            Value::List(values) => values.iter().all(inner),
            Value::Map(entries) => entries.values().all(inner),
            _ => true,
        }
    }
    let extensions = message.extensions().map(|(_, value)| value);
    has_all && message.fields().map(|(_, value)| value).chain(extensions).all(inner)
}

trait EncodeAsBytes {
    fn encode_as_bytes(&self) -> Vec<u8>;
}

impl EncodeAsBytes for DynamicMessage {
    fn encode_as_bytes(&self) -> Vec<u8> {
        prost::Message::encode_to_vec(self)
    }
}

#[test]
fn silence_at_wire_means_that_data_keep_their_meaning() {
    let mut source = Source { dice: Dice::new(21) };
    let (mut silent, mut refused, mut let_through) = (0, 0, BTreeMap::new());
    for round in 0..pairs() {
        let old = source.file();
        let new = source.changed(&old);
        let (plain_old, plain_new) = (plain(&old), plain(&new));
        let (old, new) = (parse(&old), parse(&new));
        for (reader, writer, plain) in
            [(&new, &old, (&plain_new, &plain_old)), (&old, &new, (&plain_old, &plain_new))]
        {
            let standard = breaches(reader, writer, Safety::Standard);
            let wire = breaches(reader, writer, Safety::Wire);
            assert_eq!(
                standard[..],
                wire[..standard.len()],
                "round {round}: the standard comes first"
            );
            let found = broken(&mut source.dice, plain.0, plain.1);
            match &found {
                Some(datum) if wire.is_empty() => panic!(
                    "round {round}: {datum}\nwriter {}\nreader {}",
                    writer.canonical_text(),
                    reader.canonical_text()
                ),
                // What the standard lets through is what WIRE has rules for.
                Some(_) if standard.is_empty() => {
                    for breach in &wire {
                        assert_eq!(breach.rule.safety, Safety::Wire);
                        let is_listed = FALSE_YES.iter().any(|row| row.0 == breach.rule.id);
                        assert!(is_listed, "round {round}: {breach:?}");
                        *let_through.entry(breach.rule.id).or_insert(0) += 1;
                    }
                }
                Some(_) => refused += 1,
                None => silent += usize::from(wire.is_empty()),
            }
        }
    }
    eprintln!(
        "{silent} silent pairs, {refused} broken and refused, let through by the standard: {let_through:#?}"
    );
    assert!(silent > pairs() / 4 && refused > pairs() / 20);
    assert!(let_through.len() >= 10, "random pairs break in few of the ways listed");
}

#[test]
fn every_rule_about_data_stands_for_a_false_yes_of_the_standard() {
    let is_of_data = |rule: &&contract_schema::Rule| {
        rule.format == Format::Protobuf
            && rule.safety == Safety::Wire
            && !rule.id.ends_with("-not-reserved")
            && !rule.id.ends_with("-taken-back")
    };
    let rules: BTreeSet<&str> =
        contract_schema::rule::all().filter(is_of_data).map(|rule| rule.id).collect();
    assert_eq!(rules, FALSE_YES.iter().map(|row| row.0).collect());
}

#[test]
fn every_breach_has_a_witness_that_the_independent_library_gets_wrong() {
    let mut source = Source { dice: Dice::new(22) };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut complaints = Vec::new();
    for round in 0..pairs() {
        let old = source.file();
        let new = source.changed(&old);
        let (plain_old, plain_new) = (plain(&old), plain(&new));
        let imported = [imported_text(&old), imported_text(&new)].join("\n");
        let (old, new) = (parse(&old), parse(&new));
        for (reader, writer, plain) in
            [(&new, &old, (&plain_new, &plain_old)), (&old, &new, (&plain_old, &plain_new))]
        {
            for breach in breaches(reader, writer, Safety::Wire) {
                let place = || {
                    let (reader, writer) = (reader.canonical_text(), writer.canonical_text());
                    format!(
                        "round {round}: {} at {}: {}\nwriter {writer}\nreader {reader}\nimported, old and new {imported}",
                        breach.rule.id, breach.path, breach.reason
                    )
                };
                let found = match evidence(reader, writer, &breach) {
                    Evidence::Shown(witness) => {
                        let Schema::Protobuf(of) = &**plain.1 else { continue };
                        let written = of.pool().get_message_by_name(&witness.of);
                        let written = written.unwrap_or_else(|| panic!("no root: {}", place()));
                        let confirmed = confirm(
                            &written,
                            plain.0,
                            &witness.bytes,
                            &witness.outcome,
                            breach.rule.id,
                        );
                        complaints.extend(confirmed.err().map(|why| format!("{why}: {}", place())));
                        "shown"
                    }
                    Evidence::FalseAlarm => "false alarm",
                    Evidence::Promise => "of an enum that no message holds",
                    Evidence::NotFound => {
                        complaints.push(format!("nothing found: {}", place()));
                        continue;
                    }
                };
                *counts.entry((breach.rule.id, found)).or_default() += 1;
            }
        }
    }
    eprintln!("{counts:#?}");
    let shown = complaints.iter().take(6).cloned().collect::<Vec<_>>();
    assert!(complaints.is_empty(), "{} of them\n{}", complaints.len(), shown.join("\n\n"));
    for ((rule, found), _) in counts {
        let is_listed = match found {
            "false alarm" => matches!(
                rule,
                "protobuf-field-numeric-label-changed"
                    | "protobuf-field-named-type-changed"
                    // It lives on as the body of a group.
                    | "protobuf-message-removed"
                    // It is there as a group, which Confluent does not see.
                    | "protobuf-required-field-removed"
                    | "protobuf-required-field-added"
            ),
            "of an enum that no message holds" => rule.starts_with("protobuf-enum-"),
            _ => true,
        };
        assert!(is_listed, "{rule}: {found}");
    }
}

/// That prost-reflect gets the witness wrong, too; where it is known not to, the rule is let off.
fn confirm(
    of: &MessageDescriptor,
    reader: &Schema,
    bytes: &[u8],
    outcome: &Outcome,
    rule: &str,
) -> Result<(), String> {
    let is_quirk = matches!(
        rule,
        // It keeps numbers that a closed enum does not define, and checks the text of proto2.
        "protobuf-enum-closed" | "protobuf-field-utf8-checked"
            // The value is in no field of the reader's; the rules mind that.
            | "protobuf-oneof-field-removed" | "protobuf-oneof-member-unknown" | "protobuf-required-field-removed"
            | "protobuf-field-named-type-changed" | "protobuf-field-encoding-changed"
            | "protobuf-extension-type-changed"
    );
    let Some(reader) = messages(reader).into_iter().find(|reader| reader.name() == of.name())
    else {
        return Ok(());
    };
    let Ok(written) = DynamicMessage::decode(of.clone(), bytes) else {
        return if is_quirk { Ok(()) } else { Err("the writer does not read it".into()) };
    };
    match DynamicMessage::decode(reader, bytes) {
        Err(_) => Ok(()),
        Ok(read) if is_quirk || !is_complete(&read) || !same(&written, &read) => Ok(()),
        // Constants that a closed enum drops are kept by it.
        Ok(_)
            if matches!(
                rule,
                "protobuf-field-enum-number-changed"
                    | "protobuf-field-enum-changed"
                    | "protobuf-field-numeric-label-changed"
            ) =>
        {
            Ok(())
        }
        Ok(read) => Err(format!("{written} is read as {read}, not {outcome:?}")),
    }
}

#[test]
fn a_file_reads_and_keeps_itself_at_every_safety() {
    let mut source = Source { dice: Dice::new(23) };
    for round in 0..pairs() {
        let file = source.file();
        let schema = parse(&file);
        // What is printed of a file is that file.
        let canonical = read(&schema.canonical_text(), &file);
        let normalized = read(&schema.normalized_text(), &file);
        for (new, old) in [
            (&schema, &schema),
            (&canonical, &schema),
            (&schema, &canonical),
            (&normalized, &schema),
            (&schema, &normalized),
        ] {
            let place = || format!("round {round}: {}", text(&file));
            for safety in Safety::ALL {
                assert_eq!(breaches(new, old, safety), [], "{}", place());
            }
            assert_eq!(keeps(new, old).unwrap(), [], "{}", place());
            assert_eq!(retires(new, old).unwrap(), [], "{}", place());
        }
    }
}

#[test]
fn an_edition_that_says_what_a_syntax_says_is_read_and_kept() {
    let mut source = Source { dice: Dice::new(26) };
    for round in 0..pairs() {
        let file = source.file();
        let spelled = |in_edition| parse(&File { in_edition, ..file.clone() });
        let (edition, syntax) = (spelled(true), spelled(false));
        for (new, old) in [(&edition, &syntax), (&syntax, &edition)] {
            let place = || format!("round {round}: {}", text(&file));
            let mut found = breaches(new, old, Safety::Wire);
            // Confluent does not see groups, neither as fields nor as messages.
            let unseen = [
                "protobuf-message-removed",
                "protobuf-required-field-removed",
                "protobuf-required-field-added",
            ];
            found.retain(|breach| {
                !unseen.contains(&breach.rule.id)
                    || evidence(new, old, breach) != Evidence::FalseAlarm
            });
            assert_eq!(found, [], "{}", place());
            assert_eq!(keeps(new, old).unwrap(), [], "{}", place());
            assert_eq!(retires(new, old).unwrap(), [], "{}", place());
        }
    }
}

#[test]
fn levels_and_safeties_are_made_of_their_questions() {
    let mut source = Source { dice: Dice::new(24) };
    for round in 0..pairs() / 2 {
        let first = source.file();
        let second = source.changed(&first);
        let third = source.changed(&second);
        let [a, b, c] = [&first, &second, &third].map(parse);
        let clashes = |safety, level, new: &Arc<Schema>, old: &[&Arc<Schema>]| {
            let history: Vec<_> = old.iter().map(|old| (1, (*old).clone())).collect();
            check_under(terms(safety), level, new, &history).is_some()
        };
        assert_eq!(
            clashes(Safety::Standard, Level::Full, &a, &[&b]),
            clashes(Safety::Standard, Level::Full, &b, &[&a]),
            "round {round}: FULL is symmetric"
        );
        for (transitive, level) in [
            (Level::BackwardTransitive, Level::Backward),
            (Level::ForwardTransitive, Level::Forward),
            (Level::FullTransitive, Level::Full),
        ] {
            for safety in Safety::ALL {
                let all = clashes(safety, transitive, &c, &[&b, &a]);
                let each = clashes(safety, level, &c, &[&b]) || clashes(safety, level, &c, &[&a]);
                assert_eq!(all, each, "round {round}: {transitive} is every pair");
            }
            let [standard, wire, golden] =
                Safety::ALL.map(|safety| clashes(safety, level, &b, &[&a]));
            assert!(standard <= wire && wire <= golden, "round {round}: each safety refuses more");
        }
    }
}

#[test]
fn adding_an_optional_field_breaks_nobody_at_any_safety() {
    let mut source = Source { dice: Dice::new(25) };
    for round in 0..pairs() {
        let old = source.file();
        let mut new = old.clone();
        let (number, label) = (new.used + 1, if new.is_proto2 { "optional" } else { "" });
        let of = Type::Scalar(source.dice.below(15));
        let added =
            Field { number, name: format!("f{number}"), label, of, oneof: None, default: None };
        new.messages[0].fields.push(added);
        let (plain_old, plain_new) = (plain(&old), plain(&new));
        let (old, new) = (parse(&old), parse(&new));
        assert_eq!(broken(&mut source.dice, &plain_new, &plain_old), None, "round {round}");
        for safety in Safety::ALL {
            let clash =
                check_under(terms(safety), Level::FullTransitive, &new, &[(1, old.clone())]);
            assert_eq!(clash, None, "round {round} at {safety}");
        }
    }
}
