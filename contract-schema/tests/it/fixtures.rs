//! A fixture is a folder named after a rule: `old.*`, `new.*`, perhaps `references/`, and the verdict of both directions.
//!
//! `UPDATE_EXPECTED=1 cargo test -p contract-schema` rewrites the verdicts; review them before you commit.

use contract_schema::compat::{Policy, Safety, Terms};
use contract_schema::level::Direction;
use contract_schema::{Breach, Dependency, Format, ParseOptions, Schema, rule};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder(format: Format) -> (PathBuf, &'static str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    match format {
        Format::Avro => (root.join("avro"), "avsc"),
        Format::Json => (root.join("json"), "json"),
        Format::Protobuf => (root.join("protobuf"), "proto"),
    }
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The schemas of a fixture's `references/`, in the order of their file names.
fn references(format: Format, fixture: &Path) -> Vec<Dependency> {
    let files = sorted(&fixture.join("references"));
    let dependency = |path: PathBuf| {
        let name = match format {
            Format::Avro => path.file_stem().unwrap(),
            Format::Json | Format::Protobuf => path.file_name().unwrap(),
        };
        let name = name.to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap().into();
        Dependency { subject: name.clone(), name, version: 1, text }
    };
    files.into_iter().map(dependency).collect()
}

fn schema(format: Format, path: &Path) -> Schema {
    read(format, &std::fs::read_to_string(path).unwrap(), path.parent().unwrap())
}

fn read(format: Format, text: &str, fixture: &Path) -> Schema {
    Schema::parse(format, text, &references(format, fixture), ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{}: {error}\n{text}", fixture.display()))
}

/// What is printed of a schema is that schema: nothing is said of the two, whatever is asked.
fn is_what_is_printed_of_it(schema: &Schema, fixture: &Path) {
    let name = fixture.display();
    for text in [schema.canonical_text(), schema.normalized_text()] {
        let printed = read(schema.format(), &text, fixture);
        for (new, old) in [(schema, &printed), (&printed, schema)] {
            for safety in Safety::ALL {
                let terms = Terms { safety, ..Terms::default() };
                let found = contract_schema::can_read(new, old, terms).unwrap();
                assert_eq!(found, [], "{name} under {safety}: {text}");
            }
            assert_eq!(contract_schema::keeps(new, old).unwrap(), [], "{name}: {text}");
            assert_eq!(contract_schema::retires(new, old).unwrap(), [], "{name}: {text}");
        }
    }
}

fn can_read(reader: &Schema, writer: &Schema, policy: Policy) -> Vec<Breach> {
    let terms = Terms { policy, ..Terms::default() };
    contract_schema::can_read(reader, writer, terms).expect("a fixture keeps to one format")
}

/// What a safety adds to the standard: what WIRE finds beyond it, what GOLDEN finds beyond WIRE.
fn beyond(safety: Safety, (new, old): (&Schema, &Schema), direction: Direction) -> Vec<Breach> {
    let (reader, writer) = direction.reader_and_writer(new, old);
    let found = match (safety, direction) {
        (Safety::Standard, _) | (Safety::Golden, Direction::OldReadsNew) => Vec::new(),
        (Safety::Wire, _) => {
            let terms = Terms { safety, ..Terms::default() };
            let mut found = contract_schema::can_read(reader, writer, terms).unwrap();
            if direction == Direction::NewReadsOld {
                found.extend(contract_schema::retires(new, old).unwrap());
            }
            found
        }
        (Safety::Golden, Direction::NewReadsOld) => contract_schema::keeps(new, old).unwrap(),
    };
    found.into_iter().filter(|breach| breach.rule.safety == safety).collect()
}

fn report(title: &str, direction: Direction, breaches: &[Breach]) -> String {
    let mut text = format!("{title}: {}\n", if breaches.is_empty() { "yes" } else { "no" });
    for breach in breaches {
        let place =
            |at: Option<contract_schema::Position>| at.map_or("-".to_owned(), |at| at.to_string());
        let (reader, writer) = (place(breach.reader_at), place(breach.writer_at));
        writeln!(text, "  {} at {}", breach.rule.id, breach.path).unwrap();
        writeln!(text, "    {} | {}", breach.rule.upstream, breach.detail).unwrap();
        writeln!(text, "    reader {reader}, writer {writer}").unwrap();
        writeln!(text, "    {}", breach.reason_in(direction)).unwrap();
        if let Some(help) = breach.help_in(direction) {
            writeln!(text, "    help: {help}").unwrap();
        }
    }
    text
}

/// Judges both directions of a fixture; the broken rules and the complaint about it, if there is one.
fn check(format: Format, fixture: &Path, extension: &str) -> (Vec<&'static str>, Option<String>) {
    let name = fixture.display();
    let old = schema(format, &fixture.join(format!("old.{extension}")));
    let new = schema(format, &fixture.join(format!("new.{extension}")));
    for (same, which) in [(&old, "old"), (&new, "new")] {
        let breaches = can_read(same, same, Policy::Strict);
        assert_eq!(breaches, [], "{name}: {which} does not read itself");
        for safety in Safety::ALL {
            let breaches = beyond(safety, (same, same), Direction::NewReadsOld);
            assert_eq!(breaches, [], "{name}: {which} does not keep itself under {safety}");
        }
        // A proof about JSON Schemas says of some that nothing is promised, also of what is printed of them.
        if format != Format::Json {
            is_what_is_printed_of_it(same, fixture);
        }
    }
    let backward = can_read(&new, &old, Policy::Strict);
    let forward = can_read(&old, &new, Policy::Strict);
    let mut found = report("new reads old", Direction::NewReadsOld, &backward)
        + &report("old reads new", Direction::OldReadsNew, &forward);
    for (title, direction, strict, lenient) in [
        ("new reads old", Direction::NewReadsOld, &backward, can_read(&new, &old, Policy::Lenient)),
        ("old reads new", Direction::OldReadsNew, &forward, can_read(&old, &new, Policy::Lenient)),
    ] {
        if *strict != lenient {
            found += &report(&format!("{title} under LENIENT"), direction, &lenient);
        }
    }
    let mut broken: Vec<&'static str> =
        backward.iter().chain(&forward).map(|breach| breach.rule.id).collect();
    for (title, safety, direction) in [
        ("new reads old under WIRE", Safety::Wire, Direction::NewReadsOld),
        ("old reads new under WIRE", Safety::Wire, Direction::OldReadsNew),
        ("new keeps old under GOLDEN", Safety::Golden, Direction::NewReadsOld),
    ] {
        let breaches = beyond(safety, (&new, &old), direction);
        if !breaches.is_empty() {
            found += &report(title, direction, &breaches);
            broken.extend(breaches.iter().map(|breach| breach.rule.id));
        }
    }
    let path = fixture.join("expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let complaint =
        (found != expected).then(|| format!("{name}: expected\n{expected}\nfound\n{found}"));
    (broken, complaint)
}

/// A breach of a fixture.
pub(crate) struct Broken {
    pub(crate) fixture: String,
    pub(crate) direction: Direction,
    pub(crate) reader: Schema,
    pub(crate) writer: Schema,
    pub(crate) breach: Breach,
}

/// Every breach of the fixtures of a format, in both directions and under every safety.
pub(crate) fn broken(format: Format) -> Vec<Broken> {
    let (root, extension) = folder(format);
    let mut found = Vec::new();
    for fixture in sorted(&root) {
        let name = fixture.file_name().unwrap().to_str().unwrap();
        let old = schema(format, &fixture.join(format!("old.{extension}")));
        let new = schema(format, &fixture.join(format!("new.{extension}")));
        for (reader, writer, direction) in
            [(&new, &old, Direction::NewReadsOld), (&old, &new, Direction::OldReadsNew)]
        {
            let standard = can_read(reader, writer, Policy::Strict);
            let further = [Safety::Wire, Safety::Golden]
                .into_iter()
                .flat_map(|safety| beyond(safety, (&new, &old), direction));
            found.extend(standard.into_iter().chain(further).map(|breach| Broken {
                fixture: name.to_owned(),
                direction,
                reader: reader.clone(),
                writer: writer.clone(),
                breach,
            }));
        }
    }
    found
}

fn check_format(format: Format) {
    let (root, extension) = folder(format);
    let mut complaints = Vec::new();
    for fixture in sorted(&root) {
        let (broken, complaint) = check(format, &fixture, extension);
        complaints.extend(complaint);
        let name = fixture.file_name().unwrap().to_str().unwrap();
        // A folder called `<format>-compatible-…` holds a change that breaks nothing in at least one direction.
        let harmless = name.starts_with(&format!("{}-compatible-", format.name().to_lowercase()));
        match rule::find(name) {
            Some(rule) if !broken.contains(&rule.id) => {
                complaints.push(format!("{name}: the rule of that name does not fire on it"));
            }
            None if !harmless => complaints.push(format!("{name}: no rule has this name")),
            _ => {}
        }
    }
    for rule in rule::all().filter(|rule| rule.format == format) {
        if !root.join(rule.id).is_dir() {
            complaints.push(format!("rule {} has no fixture", rule.id));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn every_avro_rule_has_a_fixture_and_every_fixture_its_verdict() {
    check_format(Format::Avro);
}

#[test]
fn every_json_rule_has_a_fixture_and_every_fixture_its_verdict() {
    check_format(Format::Json);
}

#[test]
fn every_protobuf_rule_has_a_fixture_and_every_fixture_its_verdict() {
    check_format(Format::Protobuf);
}
