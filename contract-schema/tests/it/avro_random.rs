//! Properties that hold for every pair of schemas, and an independent library (apache-avro) as the judge of data.
//!
//! The seed is fixed and printed; `SEED=… cargo test -p contract-schema --test it random` draws others.
//! Where the two libraries are known to differ (aliases, types used by name, logical types), nothing is generated.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_schema::avro::{AvroSchema, Kind, TypeId, can_read};
use contract_schema::{Format, Level, ParseOptions, Schema, check};
use std::sync::Arc;

/// A small generator of our own (xorshift64*): no dependency, one number repeats a run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(salt: u64) -> Dice {
        let seed = match std::env::var("SEED") {
            Ok(seed) => seed.parse::<u64>().unwrap(),
            Err(_) => 1,
        };
        eprintln!("SEED={seed}");
        Dice((seed ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    pub(crate) fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }
}

/// A type as we generate and change it.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Primitive(&'static str),
    /// A primitive with a logical type: its whole text.
    Logical(&'static str),
    Array(Box<Shape>),
    Map(Box<Shape>),
    Union(Vec<Shape>),
    Fixed(u32, usize),
    Enum(u32, Vec<usize>, bool),
    Record(u32, Vec<(usize, Shape, bool)>),
    /// Nothing, or the record of this name around.
    Back(u32),
}

const PRIMITIVES: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// A decimal of 16 bytes: the library wants as many as the most digits take.
const DECIMAL: &str = r#""\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001""#;
/// Text and default of primitives with logical types; decimals first, so that scales and digits differ often.
const LOGICALS: [(&str, &str); 14] = [
    (r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#, DECIMAL),
    (r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":4}"#, DECIMAL),
    (r#"{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}"#, DECIMAL),
    (r#"{"type":"string","logicalType":"uuid"}"#, "\"00112233-4455-6677-8899-aabbccddeeff\""),
    (r#"{"type":"int","logicalType":"date"}"#, "1"),
    (r#"{"type":"int","logicalType":"time-millis"}"#, "1"),
    (r#"{"type":"long","logicalType":"time-micros"}"#, "1"),
    (r#"{"type":"long","logicalType":"timestamp-millis"}"#, "1"),
    (r#"{"type":"long","logicalType":"timestamp-micros"}"#, "1"),
    (r#"{"type":"long","logicalType":"timestamp-nanos"}"#, "1"),
    (r#"{"type":"long","logicalType":"local-timestamp-millis"}"#, "1"),
    (r#"{"type":"long","logicalType":"local-timestamp-micros"}"#, "1"),
    (r#"{"type":"long","logicalType":"local-timestamp-nanos"}"#, "1"),
    (r#"{"type":"int","logicalType":"decimal"}"#, "1"),
];

/// Names count up to here; how often it is contained in a name's number tells the namespace.
const NAMESPACE: u32 = 1_000_000;

pub(crate) struct Source {
    pub(crate) dice: Dice,
    names: u32,
    /// Logical types and namespaces, on which the other library's verdicts differ.
    wild: bool,
}

impl Source {
    fn new(salt: u64) -> Source {
        Source { dice: Dice::new(salt), names: 0, wild: false }
    }

    pub(crate) fn wild(salt: u64) -> Source {
        Source { dice: Dice::new(salt), names: 0, wild: true }
    }

    pub(crate) fn shape(&mut self, depth: usize) -> Shape {
        let kind = if depth == 0 { 0 } else { self.dice.below(10) };
        if kind < 5 && self.wild && self.dice.one_in(3) {
            return self.logical();
        }
        match kind {
            5 => Shape::Array(Box::new(self.shape(depth - 1))),
            6 => Shape::Map(Box::new(self.shape(depth - 1))),
            7 => self.union(depth),
            8 if self.dice.one_in(2) => Shape::Fixed(self.name(), 1 + self.dice.below(4)),
            8 => Shape::Enum(self.name(), self.symbols(), self.dice.one_in(3)),
            9 => self.record(depth),
            _ => Shape::Primitive(PRIMITIVES[self.dice.below(8)]),
        }
    }

    fn logical(&mut self) -> Shape {
        Shape::Logical(LOGICALS[self.dice.below(LOGICALS.len())].0)
    }

    fn union(&mut self, depth: usize) -> Shape {
        let mut branches: Vec<Shape> = Vec::new();
        for _ in 0..1 + self.dice.below(4) {
            let branch = self.shape(depth - 1);
            let label = |shape: &Shape| match shape {
                Shape::Primitive(name) => Some((*name).to_owned()),
                Shape::Logical(text) => {
                    let kinds = PRIMITIVES.iter();
                    let mut kinds = kinds.filter(|kind| text.contains(&format!("\"{kind}\"")));
                    kinds.next().map(|kind| (*kind).to_owned())
                }
                Shape::Array(_) => Some("array".to_owned()),
                Shape::Map(_) => Some("map".to_owned()),
                Shape::Union(_) => Some("union".to_owned()),
                Shape::Fixed(..) | Shape::Enum(..) | Shape::Record(..) | Shape::Back(_) => None,
            };
            let taken = |other: &Shape| label(other).is_some() && label(other) == label(&branch);
            if !matches!(branch, Shape::Union(_)) && !branches.iter().any(taken) {
                branches.push(branch);
            }
        }
        if self.wild && self.dice.one_in(5) {
            // Two records that only their namespaces tell apart.
            let name = self.name();
            for name in [name + NAMESPACE, name + 2 * NAMESPACE] {
                let field = (0, Shape::Primitive(PRIMITIVES[2 + self.dice.below(2)]), false);
                branches.push(Shape::Record(name, vec![field]));
            }
        }
        if branches.is_empty() {
            branches.push(Shape::Primitive("null"));
        }
        Shape::Union(branches)
    }

    /// Records of a union in other namespaces, unless two would have one name then.
    fn move_branches(&mut self, branches: &mut [Shape]) {
        for index in 0..branches.len() {
            let Shape::Record(name, _) = branches[index] else { continue };
            let moved = self.moved(name);
            let taken = |other: &Shape| matches!(other, Shape::Record(name, _) if *name == moved);
            if !branches.iter().any(taken)
                && let Shape::Record(name, fields) = &mut branches[index]
            {
                let old = std::mem::replace(name, moved);
                fields.iter_mut().for_each(|(_, shape, _)| rename(shape, old, moved));
            }
        }
    }

    pub(crate) fn record(&mut self, depth: usize) -> Shape {
        let name = self.name();
        let mut fields: Vec<(usize, Shape, bool)> = Vec::new();
        for _ in 0..self.dice.below(5) {
            let field = self.dice.below(8);
            if !fields.iter().any(|(other, ..)| *other == field) {
                fields.push((field, self.shape(depth - 1), self.dice.one_in(2)));
            }
        }
        if self.wild && self.dice.one_in(4) {
            fields.push((20, Shape::Back(name), self.dice.one_in(2)));
        }
        Shape::Record(name, fields)
    }

    fn name(&mut self) -> u32 {
        self.names += 1;
        self.names
    }

    fn symbols(&mut self) -> Vec<usize> {
        let first = self.dice.below(4);
        (first..first + 1 + self.dice.below(4)).collect()
    }

    /// A schema like `shape` with one thing changed here and there.
    pub(crate) fn changed(&mut self, shape: &Shape) -> Shape {
        if self.dice.one_in(12) {
            return self.shape(1);
        }
        let has_null = matches!(shape, Shape::Union(_) | Shape::Primitive("null") | Shape::Back(_));
        if self.dice.one_in(12) && !has_null {
            return Shape::Union(vec![Shape::Primitive("null"), shape.clone()]);
        }
        match shape {
            Shape::Back(name) => Shape::Back(*name),
            Shape::Primitive(_) | Shape::Logical(_) if self.wild && self.dice.one_in(4) => {
                self.logical()
            }
            Shape::Logical(_) if self.dice.one_in(4) => {
                Shape::Primitive(PRIMITIVES[self.dice.below(8)])
            }
            Shape::Logical(text) => Shape::Logical(text),
            Shape::Primitive(_) if self.dice.one_in(4) => {
                Shape::Primitive(PRIMITIVES[self.dice.below(8)])
            }
            Shape::Primitive(name) => Shape::Primitive(name),
            Shape::Array(inner) => Shape::Array(Box::new(self.changed(inner))),
            Shape::Map(inner) => Shape::Map(Box::new(self.changed(inner))),
            Shape::Union(branches) => {
                let mut branches = branches.clone();
                if self.dice.one_in(3) && branches.len() > 1 {
                    branches.remove(self.dice.below(branches.len()));
                }
                if self.dice.one_in(3) {
                    branches.reverse();
                }
                self.move_branches(&mut branches);
                Shape::Union(branches)
            }
            Shape::Fixed(name, size) if self.dice.one_in(4) => Shape::Fixed(*name, size + 1),
            Shape::Fixed(name, size) => Shape::Fixed(self.moved(*name), *size),
            Shape::Enum(name, symbols, default) => {
                let symbols = if self.dice.one_in(3) { self.symbols() } else { symbols.clone() };
                Shape::Enum(self.moved(*name), symbols, *default)
            }
            Shape::Record(name, fields) => self.changed_record(*name, fields),
        }
    }

    /// The same name, now and then in another namespace.
    fn moved(&mut self, name: u32) -> u32 {
        let moves = self.wild && self.dice.one_in(8);
        if moves { name % NAMESPACE + NAMESPACE * (1 + self.dice.below(3) as u32) } else { name }
    }

    fn changed_record(&mut self, name: u32, fields: &[(usize, Shape, bool)]) -> Shape {
        let old_name = name;
        let name = if self.dice.one_in(20) { self.name() } else { self.moved(name) };
        let mut kept = Vec::new();
        for (field, shape, default) in fields {
            if !self.dice.one_in(6) {
                let shape = if self.dice.one_in(2) { self.changed(shape) } else { shape.clone() };
                kept.push((*field, shape, *default));
            }
        }
        if self.dice.one_in(3) {
            let field = 8 + self.dice.below(4);
            if !kept.iter().any(|(other, ..)| *other == field) {
                kept.push((field, self.shape(1), self.dice.one_in(2)));
            }
        }
        if self.dice.one_in(3) {
            kept.reverse();
        }
        if name != old_name {
            kept.iter_mut().for_each(|(_, shape, _)| rename(shape, old_name, name));
        }
        Shape::Record(name, kept)
    }
}

/// Where a record refers to itself, it does so by its new name.
fn rename(shape: &mut Shape, old: u32, new: u32) {
    match shape {
        Shape::Back(name) if *name == old => *name = new,
        Shape::Array(inner) | Shape::Map(inner) => rename(inner, old, new),
        Shape::Union(branches) => branches.iter_mut().for_each(|branch| rename(branch, old, new)),
        Shape::Record(_, fields) => {
            fields.iter_mut().for_each(|(_, shape, _)| rename(shape, old, new));
        }
        Shape::Primitive(_) | Shape::Logical(_) | Shape::Fixed(..) | Shape::Enum(..) => {}
        Shape::Back(_) => {}
    }
}

fn full_name(name: u32) -> String {
    match name / NAMESPACE {
        0 => format!("N{name}"),
        space => format!("s{space}.N{}", name % NAMESPACE),
    }
}

pub(crate) fn text(shape: &Shape) -> String {
    match shape {
        Shape::Primitive(name) => format!("\"{name}\""),
        Shape::Logical(text) => (*text).to_owned(),
        Shape::Back(name) => format!(r#"["null","{}"]"#, full_name(*name)),
        Shape::Array(inner) => format!(r#"{{"type":"array","items":{}}}"#, text(inner)),
        Shape::Map(inner) => format!(r#"{{"type":"map","values":{}}}"#, text(inner)),
        Shape::Union(branches) => {
            format!("[{}]", branches.iter().map(text).collect::<Vec<_>>().join(","))
        }
        Shape::Fixed(name, size) => {
            let name = full_name(*name);
            format!(r#"{{"type":"fixed","name":"{name}","size":{size}}}"#)
        }
        Shape::Enum(name, symbols, default) => {
            let list: Vec<String> = symbols.iter().map(|symbol| format!("\"S{symbol}\"")).collect();
            let default =
                if *default { format!(r#","default":{}"#, list[0]) } else { String::new() };
            let (list, name) = (list.join(","), full_name(*name));
            format!(r#"{{"type":"enum","name":"{name}","symbols":[{list}]{default}}}"#)
        }
        Shape::Record(name, fields) => {
            let field = |(field, shape, default): &(usize, Shape, bool)| {
                let default = match simple_default(shape).filter(|_| *default) {
                    Some(default) => format!(r#","default":{default}"#),
                    None => String::new(),
                };
                format!(r#"{{"name":"f{field}","type":{}{default}}}"#, text(shape))
            };
            let fields = fields.iter().map(field).collect::<Vec<_>>().join(",");
            let name = full_name(*name);
            format!(r#"{{"type":"record","name":"{name}","fields":[{fields}]}}"#)
        }
    }
}

fn simple_default(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Primitive("null") => Some("null".to_owned()),
        Shape::Primitive("boolean") => Some("true".to_owned()),
        Shape::Primitive("string" | "bytes") => Some("\"x\"".to_owned()),
        Shape::Primitive("float" | "double") => Some("1.5".to_owned()),
        Shape::Primitive(_) => Some("1".to_owned()),
        Shape::Logical(text) => {
            let row = LOGICALS.iter().find(|row| row.0 == *text)?;
            Some(row.1.to_owned())
        }
        Shape::Array(_) => Some("[]".to_owned()),
        Shape::Map(_) => Some("{}".to_owned()),
        Shape::Enum(_, symbols, _) => Some(format!("\"S{}\"", symbols[0])),
        Shape::Union(branches) => simple_default(branches.first()?),
        Shape::Back(_) => Some("null".to_owned()),
        Shape::Fixed(..) | Shape::Record(..) => None,
    }
}

fn parse(text: &str) -> AvroSchema {
    AvroSchema::parse(text, &[], ParseOptions::new_schema())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A value that `schema` can write, as the other library has it.
fn value(schema: &AvroSchema, id: TypeId, dice: &mut Dice) -> apache_avro::types::Value {
    use apache_avro::types::Value;
    match &schema.get(id).kind {
        Kind::Null => Value::Null,
        Kind::Boolean => Value::Boolean(dice.one_in(2)),
        Kind::Int => Value::Int(dice.below(1000) as i32 - 500),
        Kind::Long => Value::Long(dice.below(1 << 30) as i64 - 500),
        Kind::Float => Value::Float(dice.below(1000) as f32 / 8.0),
        Kind::Double => Value::Double(dice.below(1000) as f64 / 8.0),
        Kind::Bytes => Value::Bytes(b"bytes"[..dice.below(6)].to_vec()),
        Kind::String => Value::String("text"[..dice.below(5)].to_owned()),
        Kind::Array(inner) => {
            Value::Array((0..dice.below(3)).map(|_| value(schema, *inner, dice)).collect())
        }
        Kind::Map(inner) => {
            let entry = |key: usize| (format!("k{key}"), value(schema, *inner, dice));
            Value::Map((0..2).map(entry).collect())
        }
        Kind::Union(branches) => {
            let branch = dice.below(branches.len());
            Value::Union(branch as u32, Box::new(value(schema, branches[branch], dice)))
        }
        Kind::Fixed(fixed) => Value::Fixed(fixed.size, vec![7; fixed.size]),
        Kind::Enum(kind) => {
            let symbol = dice.below(kind.symbols.len());
            Value::Enum(symbol as u32, kind.symbols[symbol].to_string())
        }
        Kind::Record(record) => {
            let fields = record.fields.iter();
            let fields =
                fields.map(|field| (field.name.to_string(), value(schema, field.ty, dice)));
            Value::Record(fields.collect())
        }
    }
}

#[test]
fn random_schemas_print_and_read_back_the_same_in_both_libraries() {
    let mut source = Source::new(1);
    for round in 0..2_000 {
        let written = text(&source.shape(4));
        let schema = parse(&written);
        let canonical = schema.canonical_text();
        let again = parse(&canonical);
        assert_eq!(again.canonical_text(), canonical, "round {round}: {written}");
        assert!(schema.is_equivalent(&again), "round {round}: {written}");
        assert!(
            schema.is_equivalent(&parse(&schema.normalized_text())),
            "round {round}: {written}"
        );
        assert_eq!(can_read(&schema, &again), [], "round {round}: {written}");
        let theirs = apache_avro::Schema::parse_str(&canonical).unwrap();
        assert_eq!(schema.parsing_canonical_form(), theirs.canonical_form(), "round {round}");
        let print = theirs.fingerprint::<apache_avro::rabin::Rabin>();
        assert_eq!(schema.rabin_fingerprint().to_le_bytes(), print.bytes[..], "round {round}");
    }
}

#[test]
fn random_data_of_a_readable_writer_is_read() {
    let mut source = Source::new(2);
    let mut read = 0;
    for round in 0..4_000 {
        let old = source.shape(3);
        let new = source.changed(&old);
        let (reader, writer) = (text(&new), text(&old));
        let (ours_reader, ours_writer) = (parse(&reader), parse(&writer));
        if !can_read(&ours_reader, &ours_writer).is_empty() {
            continue;
        }
        let theirs_writer = apache_avro::Schema::parse_str(&writer).unwrap();
        let theirs_reader = apache_avro::Schema::parse_str(&reader).unwrap();
        for _ in 0..4 {
            let value = value(&ours_writer, ours_writer.root(), &mut source.dice);
            let writing = GenericDatumWriter::builder(&theirs_writer).build().unwrap();
            let bytes = writing.write_value_to_vec(value.clone()).unwrap();
            let reading = GenericDatumReader::builder(&theirs_writer);
            let reading = reading.reader_schema(&theirs_reader).build().unwrap();
            let resolved = reading.read_value(&mut &bytes[..]);
            if let Err(error) = resolved {
                panic!("round {round}: {error}\nvalue {value:?}\nwriter {writer}\nreader {reader}");
            }
            read += 1;
        }
    }
    assert!(read > 2_000, "only {read} values were judged");
}

#[test]
fn random_verdicts_are_those_of_the_other_library() {
    use apache_avro::schema_compatibility::{Compatibility, SchemaCompatibility};
    let mut source = Source::new(3);
    let mut refused = 0;
    for round in 0..4_000 {
        let old = source.shape(3);
        let new = source.changed(&old);
        let (reader, writer) = (text(&new), text(&old));
        let ours = can_read(&parse(&reader), &parse(&writer));
        let theirs = SchemaCompatibility::can_read(
            &apache_avro::Schema::parse_str(&writer).unwrap(),
            &apache_avro::Schema::parse_str(&reader).unwrap(),
        );
        let readable = matches!(theirs, Ok(Compatibility::Full));
        let message =
            format!("round {round}: {theirs:?}\n{ours:?}\nwriter {writer}\nreader {reader}");
        assert_eq!(ours.is_empty(), readable, "{message}");
        refused += usize::from(!readable);
    }
    assert!(refused > 500, "only {refused} pairs were refused");
}

#[test]
fn random_pairs_obey_the_levels() {
    let mut source = Source::new(4);
    for round in 0..2_000 {
        let old = source.shape(3);
        let new = source.changed(&old);
        let schema = |shape: &Shape| {
            let options = ParseOptions::new_schema();
            Arc::new(Schema::parse(Format::Avro, &text(shape), &[], options).unwrap())
        };
        let (old, new) = (schema(&old), schema(&new));
        let clashes = |level: Level, candidate: &Arc<Schema>, history: &Arc<Schema>| {
            check(level, candidate, &[(1, history.clone())]).is_some()
        };
        for (a, b) in [(&old, &new), (&new, &old)] {
            let (backward, forward) =
                (clashes(Level::Backward, a, b), clashes(Level::Forward, a, b));
            assert_eq!(clashes(Level::Full, a, b), backward || forward, "round {round}");
            assert_eq!(
                backward,
                clashes(Level::Forward, b, a),
                "round {round}: one question, two names"
            );
            assert!(!clashes(Level::None, a, b) && !clashes(Level::Full, a, a), "round {round}");
        }
    }
}

#[test]
fn adding_an_optional_field_with_a_default_breaks_nobody() {
    let mut source = Source::new(5);
    for round in 0..1_000 {
        let record = source.record(3);
        let Shape::Record(name, mut fields) = record.clone() else { unreachable!("a record") };
        let optional = Shape::Union(vec![Shape::Primitive("null"), Shape::Primitive("string")]);
        fields.insert(source.dice.below(fields.len() + 1), (99, optional, true));
        let (old, new) = (parse(&text(&record)), parse(&text(&Shape::Record(name, fields))));
        assert_eq!(can_read(&new, &old), [], "round {round}");
        assert_eq!(can_read(&old, &new), [], "round {round}");
    }
}
