//! An independent library (apache-avro) as the judge of data: encode, decode, resolve, and whether two values mean the same.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_schema::Schema;
use contract_schema::avro::{AvroSchema, Field, Kind, Logical, TypeId};

/// A reader and a writer in both libraries.
pub(crate) struct Pair<'s> {
    reader: &'s AvroSchema,
    writer: &'s AvroSchema,
    /// The library looks at defaults at once; a reader that it refuses reads nothing.
    their_reader: Result<apache_avro::Schema, String>,
    their_writer: apache_avro::Schema,
}

fn avro(schema: &Schema) -> &AvroSchema {
    match schema {
        Schema::Avro(schema) => schema,
        Schema::Json(_) | Schema::Protobuf(_) => panic!("an Avro schema"),
    }
}

impl<'s> Pair<'s> {
    /// The pair, if the library takes the writer's schema.
    pub(crate) fn new(pair: (&'s Schema, &'s Schema)) -> Result<Pair<'s>, String> {
        let (reader, writer) = (avro(pair.0), avro(pair.1));
        let theirs = |schema: &AvroSchema| {
            apache_avro::Schema::parse_str(schema.text()).map_err(|error| error.to_string())
        };
        Ok(Pair { reader, writer, their_reader: theirs(reader), their_writer: theirs(writer)? })
    }

    pub(crate) fn encode(&self, value: Value) -> Vec<u8> {
        let writing = GenericDatumWriter::builder(&self.their_writer).build().unwrap();
        writing.write_value_to_vec(value).unwrap()
    }

    /// The writer reads what it wrote; nothing may be left over.
    pub(crate) fn decode(&self, mut bytes: &[u8]) -> Result<Value, String> {
        let reading = GenericDatumReader::builder(&self.their_writer).build().unwrap();
        let value = reading.read_value(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.is_empty() { Ok(value) } else { Err(format!("{} bytes left", bytes.len())) }
    }

    /// The reader reads what the writer wrote.
    pub(crate) fn resolve(&self, mut bytes: &[u8]) -> Result<Value, String> {
        let their_reader = self.their_reader.as_ref().map_err(Clone::clone)?;
        let reading = GenericDatumReader::builder(&self.their_writer);
        let reading = reading.reader_schema(their_reader).build();
        let reading = reading.map_err(|error| error.to_string())?;
        reading.read_value(&mut bytes).map_err(|error| error.to_string())
    }

    /// A value of the writer in Avro's JSON encoding, as the library's values say.
    pub(crate) fn json(&self, value: &Value) -> serde_json::Value {
        json(self.writer, self.writer.root(), value)
    }

    /// Whether what was read means what was written, in every field that the reader has from the writer.
    pub(crate) fn same(&self, written: &Value, read: &Value) -> bool {
        self.same_at((self.reader.root(), self.writer.root()), written, read)
    }

    fn same_at(&self, pair: (TypeId, TypeId), written: &Value, read: &Value) -> bool {
        let (reader, writer) = (self.reader.get(pair.0), self.writer.get(pair.1));
        match (&reader.kind, &writer.kind, written, read) {
            (_, Kind::Union(branches), Value::Union(number, inner), _) => {
                self.same_at((pair.0, branches[*number as usize]), inner, read)
            }
            (Kind::Union(branches), _, _, Value::Union(number, inner)) => {
                self.same_at((branches[*number as usize], pair.1), written, inner)
            }
            (Kind::Array(inner), Kind::Array(other), Value::Array(wrote), Value::Array(read)) => {
                wrote.len() == read.len()
                    && wrote.iter().zip(read).all(|(w, r)| self.same_at((*inner, *other), w, r))
            }
            (Kind::Map(inner), Kind::Map(other), Value::Map(wrote), Value::Map(read)) => {
                let one = |(key, wrote): (&String, &Value)| {
                    read.get(key).is_some_and(|read| self.same_at((*inner, *other), wrote, read))
                };
                wrote.len() == read.len() && wrote.iter().all(one)
            }
            (
                Kind::Record(record),
                Kind::Record(other),
                Value::Record(wrote),
                Value::Record(read),
            ) => {
                let one = |(field, (_, read)): (&Field, &(String, Value))| {
                    let fits = |name: &str| {
                        *name == *field.name || field.aliases.iter().any(|a| **a == *name)
                    };
                    let Some(source) = other.fields.iter().position(|field| fits(&field.name))
                    else {
                        return true;
                    };
                    self.same_at((field.ty, other.fields[source].ty), &wrote[source].1, read)
                };
                record.fields.iter().zip(read).all(one)
            }
            (Kind::Enum(_), Kind::Enum(_), Value::Enum(_, wrote), Value::Enum(_, read)) => {
                wrote == read
            }
            _ => match (reader.logical, writer.logical) {
                (
                    Some(Logical::Decimal { scale, precision }),
                    Some(Logical::Decimal { scale: written_scale, .. }),
                ) => {
                    scale == written_scale
                        && whole(read) == whole(written)
                        && whole(read).is_none_or(|n| {
                            n.unsigned_abs().to_string().len() <= precision as usize
                        })
                }
                (None, Some(Logical::Uuid)) => scalar(written) == scalar(read),
                (reads, wrote) if reads != wrote => false,
                (Some(_), _) => written == read,
                (None, _) => match (number(written), number(read)) {
                    (Some(wrote), Some(read)) => wrote == read,
                    _ => scalar(written) == scalar(read),
                },
            },
        }
    }
}

/// The unscaled number of a decimal.
fn whole(value: &Value) -> Option<i128> {
    let bytes: Vec<u8> = match value {
        Value::Decimal(decimal) => Vec::<u8>::try_from(decimal).ok()?,
        Value::Bytes(bytes) | Value::Fixed(_, bytes) => bytes.clone(),
        _ => return None,
    };
    let first = *bytes.first()?;
    let start = if first & 0x80 == 0 { 0_i128 } else { -1 };
    Some(bytes.iter().fold(start, |number, byte| number << 8 | i128::from(*byte)))
}

/// A number, exactly: a whole one, or the bits of what is none.
fn number(value: &Value) -> Option<Result<i128, u64>> {
    let real = |real: f64| {
        let is_whole = real.fract() == 0.0 && real.abs() < 1e30;
        if is_whole { Ok(real as i128) } else { Err(real.to_bits()) }
    };
    match value {
        Value::Int(value) => Some(Ok(i128::from(*value))),
        Value::Long(value) => Some(Ok(i128::from(*value))),
        Value::Float(value) => Some(real(f64::from(*value))),
        Value::Double(value) => Some(real(*value)),
        _ => None,
    }
}

/// What has no parts; text and bytes are one.
fn scalar(value: &Value) -> String {
    match value {
        Value::Bytes(bytes) | Value::Fixed(_, bytes) => format!("{bytes:?}"),
        Value::String(text) => format!("{:?}", text.as_bytes()),
        Value::Uuid(uuid) => format!("{:?}", uuid.to_string().as_bytes()),
        other => format!("{other:?}"),
    }
}

fn json(schema: &AvroSchema, id: TypeId, value: &Value) -> serde_json::Value {
    use serde_json::{Map, json};
    let latin =
        |bytes: &[u8]| json!(bytes.iter().map(|byte| char::from(*byte)).collect::<String>());
    match (&schema.get(id).kind, value) {
        (_, Value::Null) => json!(null),
        (_, Value::Boolean(value)) => json!(value),
        (_, Value::Int(value) | Value::Date(value) | Value::TimeMillis(value)) => json!(value),
        (
            _,
            Value::Long(value)
            | Value::TimeMicros(value)
            | Value::TimestampMillis(value)
            | Value::TimestampMicros(value)
            | Value::TimestampNanos(value)
            | Value::LocalTimestampMillis(value)
            | Value::LocalTimestampMicros(value)
            | Value::LocalTimestampNanos(value),
        ) => json!(value),
        (_, Value::Float(value)) => json!(value),
        (_, Value::Double(value)) => json!(value),
        (_, Value::Bytes(bytes) | Value::Fixed(_, bytes)) => latin(bytes),
        (_, Value::String(text)) => json!(text),
        (Kind::String, Value::Uuid(uuid)) => json!(uuid.to_string()),
        (_, Value::Uuid(uuid)) => latin(uuid.as_bytes()),
        (_, Value::Decimal(decimal)) => latin(&Vec::<u8>::try_from(decimal).unwrap()),
        (_, Value::Duration(duration)) => latin(&<[u8; 12]>::from(*duration)),
        (_, Value::Enum(_, symbol)) => json!(symbol),
        (Kind::Array(inner), Value::Array(items)) => {
            items.iter().map(|item| json(schema, *inner, item)).collect()
        }
        (Kind::Map(inner), Value::Map(entries)) => entries
            .iter()
            .map(|(key, value)| (key.clone(), json(schema, *inner, value)))
            .collect::<Map<_, _>>()
            .into(),
        (Kind::Union(branches), Value::Union(number, inner)) => {
            let branch = branches[*number as usize];
            let kind = &schema.get(branch).kind;
            let inner = json(schema, branch, inner);
            let label = kind.name().map_or(kind.word(), |name| name.full());
            if matches!(kind, Kind::Null) { inner } else { json!({ label: inner }) }
        }
        (Kind::Record(record), Value::Record(values)) => record
            .fields
            .iter()
            .zip(values)
            .map(|(field, (name, value))| (name.clone(), json(schema, field.ty, value)))
            .collect::<Map<_, _>>()
            .into(),
        (kind, value) => panic!("{value:?} is no {}", kind.word()),
    }
}

/// Appends a random datum in Avro binary: extremes as often as the ordinary.
pub(crate) fn random_bytes(
    schema: &AvroSchema,
    id: TypeId,
    dice: &mut crate::avro_random::Dice,
    depth: usize,
    out: &mut Vec<u8>,
) {
    let ty = schema.get(id);
    let wide = |dice: &mut crate::avro_random::Dice| {
        let high = dice.below(1 << 31) as i64;
        match dice.below(4) {
            0 => i64::MAX - high,
            1 => i64::MIN + high,
            2 => (1 << 53) + 1,
            _ => high - (1 << 20),
        }
    };
    let short = |bytes: &[u8], out: &mut Vec<u8>| {
        varint(bytes.len() as i64, out);
        out.extend(bytes);
    };
    match (&ty.kind, ty.logical) {
        (Kind::Null, _) => {}
        (Kind::Boolean, _) => out.push(u8::from(dice.one_in(2))),
        (Kind::Int, _) => {
            let value = [i32::MIN, i32::MAX, (1 << 24) + 1, dice.below(1000) as i32 - 500];
            varint(i64::from(value[dice.below(4)]), out);
        }
        (Kind::Long, _) => varint(wide(dice), out),
        (Kind::Float, _) => {
            let value = [f32::NAN, f32::INFINITY, f32::MIN, dice.below(1000) as f32 / 8.0];
            out.extend(value[dice.below(4)].to_le_bytes());
        }
        (Kind::Double, _) => {
            let value = [f64::NAN, f64::NEG_INFINITY, 1e300, dice.below(1000) as f64 / 8.0];
            out.extend(value[dice.below(4)].to_le_bytes());
        }
        (Kind::Bytes, Some(Logical::Decimal { precision, .. })) => {
            // The library wants as many bytes as the most digits take.
            let most = 10_i128.pow(precision) - 1;
            let value = if dice.one_in(2) { most } else { dice.below(1000) as i128 - 500 };
            short(&value.to_be_bytes(), out);
        }
        (Kind::Bytes, _) => short([&b"text"[..], &[0xFF, 0xFE], &[]][dice.below(3)], out),
        (Kind::String, Some(Logical::Uuid)) => short(b"00112233-4455-6677-8899-aabbccddeeff", out),
        (Kind::String, _) => short(["", "text", "zwölf"][dice.below(3)].as_bytes(), out),
        (Kind::Fixed(fixed), _) => out.extend((0..fixed.size).map(|_| dice.below(256) as u8)),
        (Kind::Enum(kind), _) => varint(dice.below(kind.symbols.len()) as i64, out),
        (Kind::Array(inner), _) => {
            let count = if depth > 6 { 0 } else { dice.below(3) };
            blocks(count, out, |out| random_bytes(schema, *inner, dice, depth + 1, out));
        }
        (Kind::Map(inner), _) => {
            // One entry at most: the library forgets their order.
            let count = if depth > 6 { 0 } else { dice.below(2) };
            blocks(count, out, |out| {
                short(b"key", out);
                random_bytes(schema, *inner, dice, depth + 1, out);
            });
        }
        (Kind::Union(branches), _) => {
            // A record may come back to itself; its first branch is null then.
            let branch = if depth > 8 { 0 } else { dice.below(branches.len()) };
            varint(branch as i64, out);
            random_bytes(schema, branches[branch], dice, depth + 1, out);
        }
        (Kind::Record(record), _) => {
            for field in &record.fields {
                random_bytes(schema, field.ty, dice, depth + 1, out);
            }
        }
    }
}

fn blocks(count: usize, out: &mut Vec<u8>, mut item: impl FnMut(&mut Vec<u8>)) {
    if count > 0 {
        varint(count as i64, out);
        (0..count).for_each(|_| item(out));
    }
    out.push(0);
}

fn varint(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest > 0x7F {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}
