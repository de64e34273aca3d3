//! Witnesses of Avro breaches, and an independent library (apache-avro) that reads them.
//!
//! `QUIRKS` lists by rule where that library takes what the specification or Java's decoder refuses.

use crate::avro_oracle::Pair;
use contract_schema::compat::{Safety, Terms};
use contract_schema::level::Direction;
use contract_schema::witness::{Evidence, Outcome, Witness, evidence};
use contract_schema::{Breach, Dependency, Format, ParseOptions, Schema, can_read, keeps};
use std::collections::BTreeMap;
use std::path::Path;

/// Rules of which the library sees nothing, and why.
pub(crate) const QUIRKS: &[(&str, &str)] = &[
    (
        "avro-reader-name-differs",
        "it resolves named types by their parts; the specification, Python, and Java's enums and fixed by name",
    ),
    (
        "avro-namespace-differs",
        "it never compares names; Python does, and Java those of enums and fixed in unions",
    ),
    (
        "avro-reader-field-fits-two-writer-fields",
        "it does not know aliases of fields while it resolves; Java stops at a name that stands twice",
    ),
    (
        "avro-reader-union-lacks-branch",
        "it looks for a branch by value: a long that fits becomes an int, a record is read as any that has its fields",
    ),
    ("avro-union-branch-ambiguous", "a record in a union is the first branch that has its fields"),
    ("avro-union-branches-merge", "a record has no name once it is decoded, so none can be lost"),
];

/// Rules without a datum, and why.
const NO_WITNESS: &[(&str, &str)] =
    &[("avro-comparison-beyond-limit", "what is not judged is refused, whatever the data")];

pub(crate) fn schema(text: &str) -> Schema {
    Schema::parse(Format::Avro, text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn wire() -> Terms {
    Terms { safety: Safety::Wire, ..Terms::default() }
}

/// Witnesses by rule, and which quirks the library has shown.
type Counts = BTreeMap<&'static str, (usize, usize)>;

/// The witnesses of every breach of a pair; each is shown to the library.
fn check(name: &str, pair: (&Schema, &Schema), counts: &mut Counts) {
    let (reader, writer) = pair;
    for breach in can_read(reader, writer, wire()).unwrap() {
        let rule = breach.rule.id;
        let found = evidence(reader, writer, &breach);
        let listed = NO_WITNESS.iter().any(|row| row.0 == rule);
        match &found {
            Evidence::Shown(witness) => {
                assert!(!listed, "{name}: {rule} has a witness");
                let name = format!("{name}, {rule} at {}", breach.path);
                let quirk = show(&name, pair, rule, witness);
                let (shown, quirks) = counts.entry(rule).or_default();
                (*shown, *quirks) = (*shown + 1, *quirks + usize::from(quirk));
            }
            // The fixture's records contain themselves: there is no datum at all.
            Evidence::NotFound | Evidence::FalseAlarm if listed => {}
            Evidence::FalseAlarm | Evidence::Promise | Evidence::NotFound => {
                panic!("{name}: {found:?} for {breach:?}")
            }
        }
    }
}

/// The library encodes the datum to the same bytes, and refuses it or reads something else with the reader;
/// whether it does neither, as a quirk.
fn show(name: &str, pair: (&Schema, &Schema), rule: &str, witness: &Witness) -> bool {
    let Ok(oracle) = Pair::new(pair) else {
        assert!(name.contains("avro-reader-default-does-not-fit"), "{name}: no oracle");
        return false;
    };
    let written = oracle.decode(&witness.bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(oracle.encode(written.clone()), witness.bytes, "{name}");
    let json: serde_json::Value = serde_json::from_str(&witness.json).unwrap();
    assert_eq!(oracle.json(&written), json, "{name}");
    let read = oracle.resolve(&witness.bytes);
    if let Outcome::Altered(text) = &witness.outcome {
        serde_json::from_str::<serde_json::Value>(text).unwrap();
    }
    // Refused or altered is one to the library: it refuses some values that Java's decoder alters.
    let agrees = !read.as_ref().is_ok_and(|read| oracle.same(&written, read));
    let quirk = QUIRKS.iter().any(|row| row.0 == rule);
    assert!(agrees || quirk, "{name}: {witness:?}, the library reads {read:?}");
    !agrees
}

fn fixture(folder: &Path, file: &str) -> Option<Schema> {
    let references = folder.join("references");
    let mut paths: Vec<_> = std::fs::read_dir(references)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    paths.sort();
    let dependencies = paths.iter().map(|path| Dependency {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        subject: String::new(),
        version: 1,
        text: std::fs::read_to_string(path).unwrap().into(),
    });
    let dependencies: Vec<Dependency> = dependencies.collect();
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    // The library is given one text: schemas with references have suites of their own.
    let options = ParseOptions::stored();
    dependencies
        .is_empty()
        .then(|| Schema::parse(Format::Avro, &text, &dependencies, options).unwrap())
}

#[test]
fn every_breach_of_a_fixture_has_a_witness_that_the_library_confirms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/avro");
    let mut counts = BTreeMap::new();
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(old) = fixture(&folder, "old.avsc") else { continue };
        let Some(new) = fixture(&folder, "new.avsc") else { continue };
        check(&format!("{name}, new reads old"), (&new, &old), &mut counts);
        check(&format!("{name}, old reads new"), (&old, &new), &mut counts);
    }
    eprintln!("rule, witnesses, of which the library takes as they are: {counts:?}");
    for (rule, reason) in QUIRKS {
        assert!(counts.get(rule).is_some_and(|counts| counts.1 > 0), "no longer: {rule}, {reason}");
    }
    for rule in contract_schema::rule::all() {
        let speaks = rule.format == Format::Avro && rule.safety != Safety::Golden;
        let listed = NO_WITNESS.iter().any(|row| row.0 == rule.id);
        assert!(!speaks || listed || counts.contains_key(rule.id), "{} has no witness", rule.id);
    }
}

/// The one breach of a pair and what is known about it.
fn only(reader: &str, writer: &str) -> (Breach, Evidence) {
    let (reader, writer) = (schema(reader), schema(writer));
    let breaches = can_read(&reader, &writer, wire()).unwrap();
    assert_eq!(breaches.len(), 1, "{breaches:?}");
    let found = evidence(&reader, &writer, &breaches[0]);
    (breaches[0].clone(), found)
}

#[track_caller]
fn shown(reader: &str, writer: &str) -> (String, String, Outcome) {
    match only(reader, writer) {
        (_, Evidence::Shown(witness)) => (witness.json.clone(), witness.hex(), witness.outcome),
        (breach, other) => panic!("{other:?} for {breach:?}"),
    }
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"n.R","fields":[{fields}]}}"#)
}

#[test]
fn a_witness_is_small_and_says_what_becomes_of_it() {
    let field = |name: &str, ty: &str| format!(r#"{{"name":"{name}","type":{ty}}}"#);
    let at = |logical: &str| {
        record(&field("at", &format!(r#"{{"type":"long","logicalType":"{logical}"}}"#)))
    };
    let (json, hex, outcome) = shown(&at("timestamp-micros"), &at("timestamp-millis"));
    assert_eq!((json.as_str(), hex.as_str()), (r#"{"at":1700000000000}"#, "80a0abfef962"));
    let altered = r#"{"at":"1970-01-20T16:13:20.000000Z as timestamp-micros, written as timestamp-millis: 2023-11-14T22:13:20.000Z"}"#;
    assert_eq!(outcome, Outcome::Altered(altered.to_owned()));
    let amount = |scale: u32| {
        record(&field(
            "amount",
            &format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#),
        ))
    };
    let (_, _, outcome) = shown(&amount(4), &amount(2));
    let altered =
        r#"{"amount":"0.1234 as decimal(9, 4), written as decimal(9, 2): 12.34"}"#.to_owned();
    assert_eq!(outcome, Outcome::Altered(altered));
    let (json, hex, outcome) = shown(
        &record(&field("a", r#"["null","int"]"#)),
        &record(&field("a", r#"["null","string"]"#)),
    );
    assert_eq!((json.as_str(), hex.as_str()), (r#"{"a":{"string":"a"}}"#, "020261"));
    assert_eq!(outcome, Outcome::Refused("no branch of the union reads `string`".to_owned()));
}

/// Each witness speaks of its own breach, whatever else is wrong.
#[test]
fn each_of_several_breaches_is_told_what_becomes_of_its_own_part() {
    let (reader, writer) = (
        schema(&record(
            r#"{"name":"first","type":"long"},{"name":"kind","type":{"type":"enum","name":"n.K","symbols":["A"]}},
               {"name":"day","type":{"type":"int","logicalType":"time-millis"}},{"name":"last","type":"long"}"#,
        )),
        schema(&record(
            r#"{"name":"day","type":{"type":"int","logicalType":"date"}},
               {"name":"kind","type":{"type":"enum","name":"n.K","symbols":["A","B"]}}"#,
        )),
    );
    let told =
        can_read(&reader, &writer, wire()).unwrap().into_iter().map(|breach| {
            match evidence(&reader, &writer, &breach) {
                Evidence::Shown(witness) => match witness.outcome {
                    Outcome::Refused(told) => (breach.path, told),
                    Outcome::Altered(read) => panic!("{}: reads {read}", breach.path),
                },
                other => panic!("{}: {other:?}", breach.path),
            }
        });
    let wanted = [
        ("/fields/0", "field `first` was not written and has no default"),
        ("/fields/1/type/symbols", "enum `n.K` has no symbol `B`"),
        ("/fields/3", "field `last` was not written and has no default"),
        (
            "/fields/2/type",
            "\"00:00:20.000 as time-millis, written as date: 2024-10-04\"; besides, field `first` was not written and has no default",
        ),
    ];
    let mut told: Vec<(String, String)> = told.collect();
    let mut wanted: Vec<(String, String)> =
        wanted.map(|(path, told)| (path.to_owned(), told.to_owned())).into();
    told.sort();
    wanted.sort();
    assert_eq!(told, wanted);
}

#[test]
fn a_missing_branch_is_shown_by_what_breaks_inside_of_it() {
    let list = |ty: &str| {
        format!(
            r#"["null",{{"type":"record","name":"n.B","fields":[{{"name":"items","type":{{"type":"array","items":["null","{ty}"]}}}}]}}]"#
        )
    };
    let (json, _, outcome) = shown(&list("boolean"), &list("string"));
    assert_eq!(json, r#"{"n.B":{"items":[{"string":"a"}]}}"#);
    assert_eq!(outcome, Outcome::Refused("no branch of the union reads `string`".to_owned()));
}

/// What Apache Avro for Java does with a datum of the first schema under the second; so say 1.11.3 and 1.12.1
/// alike, asked by `Decode` of `tests/java`. Each pair is compatible to its `SchemaCompatibility`.
const JAVA: &[(&str, &str, &str)] = &[
    (
        r#"{"type":"enum","name":"a.E","symbols":["X"]}"#,
        r#"["null",{"type":"enum","name":"b.E","symbols":["X"]}]"#,
        "refuses: Found a.E, expecting union",
    ),
    (
        r#"{"type":"fixed","name":"a.F","size":1}"#,
        r#"["null",{"type":"fixed","name":"b.F","size":1}]"#,
        "refuses: Found a.F, expecting union",
    ),
    (
        r#"[{"type":"record","name":"debit.A","fields":[]},{"type":"record","name":"credit.A","fields":[]}]"#,
        r#"[{"type":"record","name":"credit.A","fields":[]},{"type":"record","name":"debit.A","fields":[]}]"#,
        "reads debit.A as credit.A",
    ),
    (
        r#"{"type":"record","name":"x.A","fields":[]}"#,
        r#"[{"type":"record","name":"credit.A","fields":[]},{"type":"record","name":"debit.A","fields":[]}]"#,
        "reads the last, debit.A",
    ),
    (
        r#"{"type":"record","name":"d.A","fields":[{"name":"v","type":"long"}]}"#,
        r#"[{"type":"record","name":"d.A","fields":[{"name":"v","type":"string"}]},{"type":"record","name":"c.A","fields":[{"name":"v","type":"long"}]}]"#,
        "refuses: Found long, expecting string",
    ),
    (
        r#"{"type":"record","name":"P","fields":[{"name":"a","type":"long"}]}"#,
        r#"{"type":"record","name":"P","fields":[{"name":"v","type":"long","aliases":["a"],"default":5},{"name":"t","type":"long","aliases":["a"],"default":0}]}"#,
        "reads the default 5 as v",
    ),
];

#[test]
fn what_java_alters_or_refuses_under_the_standards_silence_wire_refuses_with_a_witness() {
    for (writer, reader, java) in JAVA {
        let (reader, writer) = (schema(reader), schema(writer));
        assert_eq!(can_read(&reader, &writer, Terms::default()).unwrap(), [], "{java}");
        let breaches = can_read(&reader, &writer, wire()).unwrap();
        assert!(!breaches.is_empty(), "java {java}");
        for breach in &breaches {
            let found = evidence(&reader, &writer, breach);
            assert!(matches!(found, Evidence::Shown(_)), "java {java}: {found:?}");
        }
    }
}

#[test]
fn a_breach_that_no_datum_reaches_is_a_false_alarm() {
    let with = |ty: &str| format!(r#"{{"name":"a","type":{ty}}}"#);
    let nothing = r#"{"type":"enum","name":"E","symbols":[]}"#;
    let (_, found) = only(&record(&with("\"int\"")), &record(&with(nothing)));
    assert_eq!(found, Evidence::FalseAlarm);
    let endless = format!(r#"{{"name":"more","type":"R"}},{}"#, with("\"string\""));
    let (_, found) = only(&record(&endless.replace("string", "int")), &record(&endless));
    assert_eq!(found, Evidence::FalseAlarm);
}

#[test]
fn promises_have_no_witness() {
    let (new, old) = (schema(&record("")), schema(&record(r#"{"name":"a","type":"int"}"#)));
    let breaches = keeps(&new, &old).unwrap();
    assert_eq!(breaches.len(), 1);
    assert_eq!(evidence(&new, &old, &breaches[0]), Evidence::Promise);
    assert!(breaches[0].reason_in(Direction::NewReadsOld).contains("no field `a`"));
}

#[test]
fn deep_recursive_and_wide_schemas_end_soon() {
    let began = std::time::Instant::now();
    let chain = |count: usize, last: &str| {
        let mut text = last.to_owned();
        for level in (0..count).rev() {
            text = format!(
                r#"{{"type":"record","name":"R{level}","fields":[{{"name":"f","type":{text}}}]}}"#
            );
        }
        text
    };
    // Within the depth of a text: a witness. Deeper, by name: none, but an end.
    let (_, found) = only(&chain(80, "\"int\""), &chain(80, "\"string\""));
    assert!(matches!(found, Evidence::Shown(_)), "{found:?}");
    let by_name = |last: &str| {
        let mut dependencies = Vec::new();
        for level in (0..10_000).rev() {
            let inner =
                if level == 9_999 { last.to_owned() } else { format!("\"D{}\"", level + 1) };
            dependencies.push(format!(
                r#"{{"type":"record","name":"D{level}","fields":[{{"name":"f","type":{inner}}}]}}"#
            ));
        }
        schema(&format!("[{}]", dependencies.join(",")))
    };
    let (reader, writer) = (by_name("\"int\""), by_name("\"string\""));
    let breaches = can_read(&reader, &writer, wire()).unwrap();
    assert!(!breaches.is_empty());
    for breach in breaches.iter().take(3).chain(breaches.last()) {
        let found = evidence(&reader, &writer, breach);
        assert!(matches!(found, Evidence::Shown(_) | Evidence::NotFound), "{found:?}");
    }
    let wide = |ty: &str| {
        let branches: Vec<String> = (0..5_000)
            .map(|n| {
                format!(
                    r#"{{"type":"record","name":"B{n}","fields":[{{"name":"f","type":"{ty}"}}]}}"#
                )
            })
            .collect();
        schema(&format!("[{}]", branches.join(",")))
    };
    let (reader, writer) = (wide("int"), wide("string"));
    let breaches = can_read(&reader, &writer, wire()).unwrap();
    assert_eq!(breaches.len(), 5_000);
    let found = evidence(&reader, &writer, &breaches[4_999]);
    assert!(matches!(found, Evidence::Shown(_)), "{found:?}");
    // What is told beyond the standard is bounded.
    assert_eq!(keeps(&reader, &writer).unwrap().len(), 500);
    // Two records of periods that have no factor in common meet in every pair of their parts.
    let ring = |space: &str, count: usize, logical: &str| {
        let mut text = format!("\"{space}0.R\"");
        for level in (0..count).rev() {
            text = format!(
                r#"{{"type":"record","name":"{space}{level}.R","fields":[{{"name":"at","type":{{"type":"long","logicalType":"{logical}"}}}},{{"name":"f","type":["null",{text}]}}]}}"#
            );
        }
        schema(&text)
    };
    let (reader, writer) = (ring("a", 61, "timestamp-millis"), ring("b", 59, "timestamp-micros"));
    let breaches = can_read(&reader, &writer, wire()).unwrap();
    assert!(!breaches.is_empty() && breaches.len() <= 500, "{}", breaches.len());
    for breach in breaches.iter().take(3).chain(breaches.last()) {
        let found = evidence(&reader, &writer, breach);
        assert!(matches!(found, Evidence::Shown(_) | Evidence::NotFound), "{found:?}");
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn the_search_for_a_reason_in_unions_of_unions_ends_soon() {
    // Three records a layer that differ in the namespace only, each with a union of those of the layer below.
    let layers = |space: &str, last: &str| {
        let record = |number: usize| {
            let (layer, place) = (number / 3, number % 3);
            let below = |other: usize| format!("\"{space}{}.p{other}.R\"", layer.saturating_sub(1));
            let ty = match layer {
                0 => last.to_owned(),
                _ => format!("[{},{},{}]", below(0), below(1), below(2)),
            };
            format!(
                r#"{{"type":"record","name":"{space}{layer}.p{place}.R","fields":[{{"name":"x","type":{ty}}}]}}"#
            )
        };
        let records: Vec<String> = (0..3 * 25).map(record).collect();
        // Defined where the other side does not look.
        schema(&format!(
            r#"{{"type":"record","name":"Root","fields":[
                {{"name":"of_{space}","type":{{"type":"array","items":[{}]}},"default":[]}},
                {{"name":"top","type":["{space}24.p0.R","{space}24.p1.R","{space}24.p2.R"]}}]}}"#,
            records.join(",")
        ))
    };
    let began = std::time::Instant::now();
    let (reader, writer) = (layers("a", "\"int\""), layers("b", "\"string\""));
    let breaches = can_read(&reader, &writer, wire()).unwrap();
    for breach in breaches.iter().take(3).chain(breaches.last()) {
        evidence(&reader, &writer, breach);
    }
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn wide_records_around_the_broken_place_are_filled_in_soon() {
    // Nullable fields and enums that have no symbol in common: each is given a value that does not break.
    let wide = |ty: &str, symbol: &str| {
        let symbols: Vec<String> = (0..3_000).map(|at| format!("\"{symbol}{at}\"")).collect();
        let mut fields = vec![format!(
            r#"{{"name":"e","type":{{"type":"enum","name":"E","symbols":["{symbol}",{}],"default":"{symbol}"}}}}"#,
            symbols.join(",")
        )];
        fields.extend((0..20_000).map(|at| match at % 10 {
            0 => format!(r#"{{"name":"f{at}","type":"E"}}"#),
            _ => format!(r#"{{"name":"f{at}","type":["null","int"]}}"#),
        }));
        fields.push(format!(r#"{{"name":"x","type":"{ty}"}}"#));
        schema(&format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, fields.join(",")))
    };
    let (reader, writer) = (wide("int", "A"), wide("string", "B"));
    let breaches = can_read(&reader, &writer, Terms::default()).unwrap();
    assert_eq!(breaches.len(), 1);
    let began = std::time::Instant::now();
    let found = evidence(&reader, &writer, &breaches[0]);
    assert!(matches!(found, Evidence::Shown(_)), "{found:?}");
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
