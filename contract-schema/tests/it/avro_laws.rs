//! Laws of Avro verdicts over random pairs of schemas, with logical types and namespaces; data are judged by an
//! independent library.
//!
//! The seed is fixed and printed, `SEED=…` draws others; `CONCORD_LAWS=n` asks about n times as many pairs.

use crate::avro_oracle::{Pair, random_bytes};
use crate::avro_random::{Source, text};
use crate::avro_witness::{QUIRKS, schema, wire};
use contract_schema::avro::{AvroSchema, Kind};
use contract_schema::compat::{Safety, Terms, check_under};
use contract_schema::witness::{Evidence, evidence};
use contract_schema::{Level, Schema, can_read, keeps};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What the standard lets through though data are altered or unreadable, by the rule that says so beyond the standard.
/// Data of random pairs must break in each of these ways and in no other.
const FALSE_YES: &[(&str, &str)] = &[
    ("avro-logical-type-differs", "logical types are ignored"),
    ("avro-decimal-differs", "logical types are ignored: scale and precision"),
    ("avro-promotion-loses-precision", "promotions of the specification that lose digits"),
    ("avro-reader-takes-bytes-for-text", "bytes are promoted to string, UTF-8 or not"),
    ("avro-reader-replaces-symbol", "the default of an enum takes the place of unknown symbols"),
];

/// Classes of which the library shows nothing: it has no names of enums, fixed and records once a value is decoded.
const UNSEEN: &[&str] =
    &["avro-namespace-differs", "avro-union-branch-ambiguous", "avro-union-branches-merge"];

/// Rules of whose witnesses the library takes some, besides those in [`QUIRKS`].
const MORE_QUIRKS: &[(&str, &str)] = &[
    (
        "avro-reader-takes-bytes-for-text",
        "bytes of the right length are read as a fixed of the union",
    ),
    ("avro-reader-type-differs", "a long that fits into 32 bits is read as int, a double as float"),
    (
        "avro-promotion-loses-precision",
        "of a union with float and double it takes what holds the value, not the first",
    ),
];

fn rounds(short: usize) -> usize {
    let factor = std::env::var("CONCORD_LAWS").map_or(1, |factor| factor.parse::<usize>().unwrap());
    short * factor
}

fn avro(schema: &Schema) -> &AvroSchema {
    match schema {
        Schema::Avro(schema) => schema,
        Schema::Json(_) | Schema::Protobuf(_) => panic!("an Avro schema"),
    }
}

/// An old and a new schema, as texts and parsed.
fn pair(source: &mut Source) -> (String, String, Schema, Schema) {
    let old = source.shape(3);
    let new = source.changed(&old);
    let (old, new) = (text(&old), text(&new));
    let parsed = (schema(&old), schema(&new));
    (old, new, parsed.0, parsed.1)
}

/// Where the library takes a branch of a union by its value, it may take another one than by name.
fn is_guessed(schema: &AvroSchema) -> bool {
    let mut open = vec![schema.root()];
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &schema.get(id).kind {
            Kind::Union(branches) => {
                let parts = |kind: &Kind| matches!(kind, Kind::Record(_) | Kind::Map(_));
                let count = |test: &dyn Fn(&Kind) -> bool| {
                    branches.iter().filter(|branch| test(&schema.get(**branch).kind)).count()
                };
                let named =
                    |word: &str| count(&|kind| kind.word() == word && kind.name().is_some());
                if count(&parts) > 1 || named("enum") > 1 || named("fixed") > 1 {
                    return true;
                }
                // A text is a symbol or a UUID to it, a whole number of 32 bits an int.
                let texts = |kind: &Kind| {
                    matches!(kind, Kind::String | Kind::Bytes | Kind::Enum(_) | Kind::Fixed(_))
                };
                let numbers = |kind: &Kind| {
                    matches!(kind, Kind::Int | Kind::Long | Kind::Float | Kind::Double)
                };
                if count(&texts) > 1 || count(&numbers) > 1 {
                    return true;
                }
                open.extend(branches);
            }
            Kind::Array(inner) | Kind::Map(inner) => open.push(*inner),
            Kind::Record(record) => open.extend(record.fields.iter().map(|field| field.ty)),
            _ => {}
        }
    }
    false
}

#[test]
fn what_is_silent_under_wire_is_read_as_it_was_written() {
    let mut source = Source::wild(11);
    let (mut data, mut guessed, mut uuids) = (0, 0, 0);
    let mut classes: BTreeMap<&'static str, usize> = BTreeMap::new();
    for round in 0..rounds(12_000) {
        let (old_text, new_text, old, new) = pair(&mut source);
        if !can_read(&new, &old, Terms::default()).unwrap().is_empty() {
            continue;
        }
        let beyond = can_read(&new, &old, wire()).unwrap();
        let oracle = Pair::new((&new, &old)).unwrap();
        for _ in 0..4 {
            let mut bytes = Vec::new();
            random_bytes(avro(&old), avro(&old).root(), &mut source.dice, 0, &mut bytes);
            let written =
                oracle.decode(&bytes).unwrap_or_else(|error| panic!("{old_text}: {error}"));
            let read = oracle.resolve(&bytes);
            let arrives = read.as_ref().is_ok_and(|read| oracle.same(&written, read));
            data += 1;
            if arrives {
                continue;
            }
            if matches!(&read, Err(error) if error.contains("got: Uuid") || error.contains("Uuid("))
            {
                // The library does not read a UUID as the text that it is.
                uuids += 1;
                continue;
            }
            if beyond.is_empty() {
                assert!(
                    is_guessed(avro(&new)),
                    "round {round}: {written:?} is read as {read:?}\nwriter {old_text}\nreader {new_text}"
                );
                guessed += 1;
            } else if let [only] = &beyond[..] {
                // With one breach it is plain which one broke the datum.
                *classes.entry(only.rule.id).or_default() += usize::from(!is_guessed(avro(&new)));
            }
        }
    }
    eprintln!(
        "{data} data, {guessed} guessed by the library, {uuids} UUIDs as text; broken: {classes:?}"
    );
    classes.retain(|rule, count| *count > 0 && !UNSEEN.contains(rule));
    let met: Vec<&str> = classes.keys().copied().collect();
    let mut listed: Vec<&str> = FALSE_YES.iter().map(|row| row.0).collect();
    listed.sort_unstable();
    assert_eq!(met, listed, "ways in which data break under the standard's silence");
    assert!(data > rounds(10_000), "only {data} data were judged");
}

#[test]
fn every_breach_of_a_random_pair_has_a_witness() {
    let mut source = Source::wild(12);
    let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for round in 0..rounds(4_000) {
        let (old_text, new_text, old, new) = pair(&mut source);
        let message = || format!("round {round}\nwriter {old_text}\nreader {new_text}");
        for breach in can_read(&new, &old, wire()).unwrap() {
            let rule = breach.rule.id;
            let Evidence::Shown(witness) = evidence(&new, &old, &breach) else {
                panic!("{}: no witness for {breach:?}", message());
            };
            let oracle = Pair::new((&new, &old)).unwrap();
            let written = oracle.decode(&witness.bytes).unwrap();
            assert_eq!(oracle.encode(written.clone()), witness.bytes, "{}", message());
            let read = oracle.resolve(&witness.bytes);
            let taken = read.is_ok_and(|read| oracle.same(&written, &read));
            let (shown, quirks) = counts.entry(rule).or_default();
            (*shown, *quirks) = (*shown + 1, *quirks + usize::from(taken));
        }
    }
    eprintln!("rule, witnesses, of which the library takes as they are: {counts:?}");
    let known = |rule: &str| QUIRKS.iter().chain(MORE_QUIRKS).any(|row| row.0 == rule);
    for (rule, (shown, quirks)) in &counts {
        assert!(*quirks == 0 || known(rule), "the library takes {quirks} of {shown} of {rule}");
    }
    assert!(counts.len() >= 11, "{counts:?}");
}

#[test]
fn a_schema_reads_and_keeps_itself() {
    let mut source = Source::wild(13);
    for round in 0..rounds(2_000) {
        let written = text(&source.shape(4));
        let (one, other) = (schema(&written), schema(&written));
        // What is printed of a schema is that schema.
        let canonical = schema(&one.canonical_text());
        let normalized = schema(&one.normalized_text());
        for (a, b) in [
            (&one, &one),
            (&one, &other),
            (&one, &canonical),
            (&canonical, &one),
            (&one, &normalized),
            (&normalized, &one),
        ] {
            assert_eq!(can_read(a, b, Terms::default()).unwrap(), [], "round {round}: {written}");
            assert_eq!(can_read(a, b, wire()).unwrap(), [], "round {round}: {written}");
            assert_eq!(keeps(a, b).unwrap(), [], "round {round}: {written}");
        }
    }
}

#[test]
fn levels_are_sums_of_pairs_at_every_safety() {
    let mut source = Source::wild(14);
    for round in 0..rounds(300) {
        let first = source.shape(3);
        let mut shapes = vec![first];
        for _ in 0..3 {
            let next = source.changed(shapes.last().unwrap());
            shapes.push(next);
        }
        let schemas: Vec<Arc<Schema>> =
            shapes.iter().map(|shape| Arc::new(schema(&text(shape)))).collect();
        let history: Vec<(u32, Arc<Schema>)> = (1_u32..4)
            .rev()
            .map(|version| (version, schemas[version as usize - 1].clone()))
            .collect();
        let candidate = &schemas[3];
        for safety in Safety::ALL {
            let terms = Terms { safety, ..Terms::default() };
            let clashes = |level: Level, history: &[(u32, Arc<Schema>)]| {
                check_under(terms, level, candidate, history).is_some()
            };
            for (level, single) in [
                (Level::BackwardTransitive, Level::Backward),
                (Level::ForwardTransitive, Level::Forward),
                (Level::FullTransitive, Level::Full),
            ] {
                let any = history.chunks(1).any(|one| clashes(single, one));
                assert_eq!(clashes(level, &history), any, "round {round}: {level} under {safety}");
            }
            if safety != Safety::Golden {
                // GOLDEN knows what is new and what is old; the others only who reads whom.
                let turned = |a: &Arc<Schema>, b: &Arc<Schema>| {
                    check_under(terms, Level::Full, a, &[(1, b.clone())]).is_some()
                };
                let (a, b) = (&schemas[3], &schemas[2]);
                assert_eq!(turned(a, b), turned(b, a), "round {round}: FULL under {safety}");
            }
        }
    }
}

#[test]
fn what_golden_lets_through_wire_reads() {
    let mut source = Source::wild(15);
    let mut kept = 0;
    for round in 0..rounds(4_000) {
        let (old_text, new_text, old, new) = pair(&mut source);
        if !keeps(&new, &old).unwrap().is_empty() {
            continue;
        }
        kept += 1;
        let found = can_read(&new, &old, wire()).unwrap();
        // A field that came without a default is the level's affair.
        let other = found.iter().find(|breach| {
            let lacks =
                ["avro-reader-field-without-default", "avro-reader-enum-field-without-default"];
            !lacks.contains(&breach.rule.id) && breach.rule.id != "avro-reader-union-lacks-branch"
        });
        assert_eq!(other, None, "round {round}\nold {old_text}\nnew {new_text}");
    }
    eprintln!("{kept} pairs kept everything");
    assert!(kept > rounds(200), "only {kept} pairs kept everything");
}

#[test]
fn an_optional_field_with_a_default_is_kept_and_read_at_every_safety() {
    let mut source = Source::wild(16);
    let optional = r#"{"name":"f99","type":["null","string"],"default":null}"#;
    for round in 0..rounds(1_000) {
        let old = text(&source.record(3));
        let at = old.rfind("\"fields\":[").unwrap() + "\"fields\":[".len();
        // The last list of fields may be that of an inner record; there too the field is optional.
        let comma = if old[at..].starts_with(']') { "" } else { "," };
        let new = format!("{}{optional}{comma}{}", &old[..at], &old[at..]);
        let (old, new) = (schema(&old), schema(&new));
        assert_eq!(can_read(&new, &old, wire()).unwrap(), [], "round {round}");
        assert_eq!(can_read(&old, &new, wire()).unwrap(), [], "round {round}");
        assert_eq!(keeps(&new, &old).unwrap(), [], "round {round}");
    }
}
