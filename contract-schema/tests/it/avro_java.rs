//! Apache Avro for Java as the judge: its texts, fingerprints and verdicts, written down in `tests/java/expected.jsonl`.
//!
//! `tests/java/README.md` says how the file is made. Where we differ on purpose, `KNOWN` says where and why.

use contract_schema::avro::{AvroSchema, Logical, can_read};
use contract_schema::{Dependency, ParseOptions};
use serde_json::Value;

/// Entry, what differs, and why it should. Every row must differ: one that agrees is out of date.
const KNOWN: &[(&str, &str, &str)] = &[
    ("record-double-dot", "lenient", OLDER),
    ("namespace-trailing-dot", "lenient", OLDER),
    ("bad-namespace", "lenient", OLDER),
    ("aliases-bad-name", "lenient", OLDER),
    ("aliases-empty-name", "lenient", OLDER),
    ("unicode-number-name", "lenient", OLDER),
    ("unicode-combining", "lenient", OLDER),
    ("unicode-astral", "lenient", OLDER),
    ("default-float-word", "lenient", OLDER),
    ("default-float-words", "lenient", OLDER),
    ("namespace-shadowed", "strict", LEADING_DOT),
    ("namespace-shadowed", "lenient", LEADING_DOT),
    ("aliases-leading-dot", "canonical", LEADING_DOT),
    ("record-alias-leading-dot", "newReadsOld", LEADING_DOT),
    ("attribute-number-shapes", "canonical", OLD_JAVA),
    ("forward", "strict", FORWARD),
    ("forward", "lenient", FORWARD),
    ("forward-array", "strict", FORWARD),
    ("forward-array", "lenient", FORWARD),
    ("random pair 145", "lenient", FORWARD),
    ("default-bytes-wide", "strict", MISFIT),
    ("default-fixed-short", "strict", MISFIT),
    ("default-fixed-wide", "strict", MISFIT),
    ("default-enum-unknown", "strict", MISFIT),
    ("default-enum-unknown-with-enum-default", "strict", MISFIT),
    ("enum-default-number", "strict", ENUM_DEFAULT),
    ("default-recursive", "strict", OPEN_RECORD),
    ("name-sought-open-record", "strict", OPEN_RECORD),
    ("name-sought-open-record", "lenient", OPEN_RECORD),
    ("redefined-recursive", "strict", OPEN_RECORD),
    ("redefined-recursive", "lenient", OPEN_RECORD),
    ("random 37", "strict", OPEN_RECORD),
    ("random 37", "lenient", OPEN_RECORD),
    ("default-float-string-shapes", "strict", HEXADECIMAL),
    ("default-float-string-shapes", "canonical", HEXADECIMAL),
    ("logical-big-decimal", "logical", BIG_DECIMAL),
];

const OLDER: &str = "A stored text may come from a registry whose Java checked less (Avro before 1.12 left namespaces and aliases alone).";
const LEADING_DOT: &str = "A leading dot means no namespace, and is the only way to say so inside another; Java 1.12.1 reads names with it, but neither uses nor aliases.";
const OLD_JAVA: &str = "Up to version 18 Java prints some doubles longer than needed (JDK-4511638); we print what Java prints since 19.";
const FORWARD: &str = "The specification wants a definition before its first use; the complaint says where it stands and what to do.";
const MISFIT: &str = "Java accepts a default that fails when it is needed: at the first record that lacks the field.";
const ENUM_DEFAULT: &str =
    "Java drops an enum default that is no text without a word; the author meant something.";
const OPEN_RECORD: &str =
    "Java fails on a good schema: it looks at the record, or for it, before it is complete.";
const HEXADECIMAL: &str =
    "Hexadecimal floating point is Java's own notation, no other client reads it.";
const BIG_DECIMAL: &str =
    "Arbitrary scale in the bytes themselves is Java's own; to us it is an attribute of bytes.";

/// The lines of the file after the first, which names the library.
fn lines() -> Vec<Value> {
    let text = include_str!("../java/expected.jsonl");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["library"], "org.apache.avro:avro 1.12.1");
    lines.into_iter().skip(1).collect()
}

fn dependencies(line: &Value) -> Vec<Dependency> {
    let texts = line["references"].as_array().into_iter().flatten();
    texts
        .enumerate()
        .map(|(index, text)| Dependency {
            name: format!("reference-{index}"),
            subject: format!("reference-{index}"),
            version: 1,
            text: text.as_str().unwrap().into(),
        })
        .collect()
}

/// What is compared, what Java says and what we say; only where they differ.
type Difference = (&'static str, String, String);

struct Judge(Vec<Difference>);

impl Judge {
    fn compare(&mut self, what: &'static str, java: impl ToString, ours: impl ToString) {
        let (java, ours) = (java.to_string(), ours.to_string());
        if java != ours {
            self.0.push((what, java, ours));
        }
    }
}

fn schema(line: &Value) -> Vec<Difference> {
    let text = line["text"].as_str().unwrap();
    let dependencies = dependencies(line);
    let mut judge = Judge(Vec::new());
    let verdict = |ok: &Value, error: &Value| match ok.as_bool().unwrap() {
        true => "accepted".to_owned(),
        false => format!("refused: {error}"),
    };
    let strict = AvroSchema::parse(text, &dependencies, ParseOptions::new_schema());
    let lenient = AvroSchema::parse(text, &dependencies, ParseOptions::stored());
    for (what, java, ours) in
        [("strict", "strictError", &strict), ("lenient", "lenientError", &lenient)]
    {
        if line[what].as_bool() != Some(ours.is_ok()) {
            let ours = ours.as_ref().map_or_else(ToString::to_string, |_| "accepted".to_owned());
            judge.compare(what, verdict(&line[what], &line[java]), ours);
        }
    }
    let (Ok(schema), Some(true)) = (lenient, line["lenient"].as_bool()) else { return judge.0 };
    judge.compare("canonical", line["canonical"].as_str().unwrap(), schema.canonical_text());
    let (canonical, resolved) = (schema.canonical_text(), schema.resolved_text());
    for (again, references) in [(canonical, &dependencies[..]), (resolved, &[])] {
        match AvroSchema::parse(&again, references, ParseOptions::stored()) {
            Ok(read) if read.is_equivalent(&schema) => {}
            Ok(_) => judge.compare("read again", again, "another schema"),
            Err(error) => judge.compare("read again", again, error),
        }
    }
    judge.compare("parsing", line["parsing"].as_str().unwrap(), schema.parsing_canonical_form());
    let crc64 = format!("{:016x}", schema.rabin_fingerprint());
    judge.compare("crc64", line["crc64"].as_str().unwrap(), crc64);
    let sha256: String =
        schema.sha256_fingerprint().iter().map(|byte| format!("{byte:02x}")).collect();
    judge.compare("sha256", line["sha256"].as_str().unwrap(), sha256);
    let logical = schema.get(schema.root()).logical.map_or("", Logical::name);
    judge.compare("logical", line["logical"].as_str().unwrap_or_default(), logical);
    judge.0
}

fn pair(line: &Value) -> Vec<Difference> {
    let dependencies = dependencies(line);
    let mut judge = Judge(Vec::new());
    let parse = |side: &str| {
        let text = line[side].as_str().unwrap();
        AvroSchema::parse(text, &dependencies, ParseOptions::stored())
    };
    let (new, old) = match (parse("new"), parse("old")) {
        (Ok(new), Ok(old)) => (new, old),
        (Err(error), _) | (_, Err(error)) => {
            judge.compare("lenient", "accepted", error);
            return judge.0;
        }
    };
    for (what, reader, writer) in [("newReadsOld", &new, &old), ("oldReadsNew", &old, &new)] {
        judge.compare(what, java_verdict(&line[what]), our_verdict(reader, writer));
    }
    judge.0
}

const THROWN: &str = "the comparison is impossible";

fn java_verdict(verdict: &Value) -> String {
    if let Some(thrown) = verdict["throws"].as_str() {
        // Java stops the whole comparison here; we go on and report it as a breach without an upstream type.
        assert!(thrown.contains("matches multiple fields"), "{thrown}");
        return THROWN.to_owned();
    }
    let list = verdict["incompatibilities"].as_array().unwrap();
    assert_eq!(verdict["type"] == "COMPATIBLE", list.is_empty());
    let word = |found: &Value, key: &str| found[key].as_str().unwrap().to_owned();
    let row = |found: &Value| {
        format!("{} {} {}", word(found, "type"), word(found, "location"), word(found, "detail"))
    };
    // Java repeats what it found in a type for every further use of that type, with the path of the first use.
    let mut rows: Vec<String> = Vec::new();
    for row in list.iter().map(row) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows.join("\n")
}

fn our_verdict(reader: &AvroSchema, writer: &AvroSchema) -> String {
    let breaches = can_read(reader, writer);
    if breaches.iter().any(|breach| breach.rule.id == "avro-reader-field-fits-two-writer-fields") {
        return THROWN.to_owned();
    }
    let rows = breaches.iter().map(|breach| {
        let (upstream, path, detail) = (breach.rule.upstream, &breach.path, &breach.detail);
        format!("{upstream} {path} {detail}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Normalized text is a schema that means the same and has no other normalized text, whatever Java's parser is given.
#[test]
fn normalized_text_reads_back_as_the_same_schema() {
    let mut complaints = Vec::new();
    for line in lines().iter().filter(|line| line["lenient"] == true) {
        let Some(id) = line["schema"].as_str() else { continue };
        let (text, dependencies) = (line["text"].as_str().unwrap(), dependencies(line));
        let parse = |text: &str| AvroSchema::parse(text, &dependencies, ParseOptions::stored());
        let Ok(schema) = parse(text) else { continue };
        let normalized = schema.normalized_text();
        match parse(&normalized) {
            Err(error) => complaints.push(format!("{id}: {error}\n  {text}\n  {normalized}")),
            Ok(again) => {
                let forms = [&schema, &again].map(AvroSchema::parsing_canonical_form);
                if forms[0] != forms[1] || again.normalized_text() != normalized {
                    complaints.push(format!("{id}: another schema\n  {text}\n  {normalized}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{} differences\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn we_say_what_java_says() {
    let lines = lines();
    let mut complaints = Vec::new();
    let mut met = vec![false; KNOWN.len()];
    for line in &lines {
        let (id, differences) = match (&line["schema"], &line["pair"]) {
            (Value::String(id), _) => (id, schema(line)),
            (_, Value::String(id)) => (id, pair(line)),
            _ => panic!("neither schema nor pair: {line}"),
        };
        for (what, java, ours) in differences {
            match KNOWN.iter().position(|known| known.0 == id && known.1 == what) {
                Some(known) => met[known] = true,
                None => complaints.push(format!("{id}: {what}\n  java {java}\n  ours {ours}")),
            }
        }
    }
    for (known, met) in KNOWN.iter().zip(met) {
        if !met {
            let (id, what, reason) = known;
            complaints.push(format!("{id}: {what} no longer differs ({reason})"));
        }
    }
    assert!(complaints.is_empty(), "{} differences\n{}", complaints.len(), complaints.join("\n"));
    assert!(lines.len() > 900, "only {} lines were judged", lines.len());
}
