//! What a reader makes of one datum: refused, altered, or what was written.
//!
//! Source: Avro 1.12 specification, "Schema Resolution" and "Aliases". Where decoders differ, a datum is refused if the
//! specification's own reading refuses it, and altered if a widespread decoder alters it.

use super::build::DEEPEST;
use super::datum::{Datum, append, labelled, member, write_bytes};
use super::meaning::{Scalar, digits, reading};
use crate::avro::compat::{Place, Taken, Walk};
use crate::avro::fit::Fit;
use crate::avro::meaning::{Meaning, altered};
use crate::avro::model::{AvroSchema, Field, Kind, Logical, Record, TypeId};
use crate::avro::rules::wire;
use crate::json_text::{Node, write_string};
use crate::witness::Outcome;
use std::collections::HashMap;
use std::ops::Range;

/// What becomes of a datum of the writer's type; nothing if it arrives as it was written.
///
/// Of several reasons it tells that of the breach that is asked for: between the types `subject`, about `detail`.
pub(super) fn outcome<'s>(
    walk: &mut Walk<'s>,
    schemas: (&'s AvroSchema, &'s AvroSchema),
    datum: &Datum,
    (subject, detail): (Pair, &str),
) -> Option<Outcome> {
    let (reader, writer) = schemas;
    let (fit, out, refused) = (Fit::new(&reader.types), String::new(), Vec::new());
    let mut reading =
        Reading { walk, reader, writer, fit, subject, inside: None, refused, altered: false, out };
    reading.read((reader.root(), writer.root()), datum, None);
    let Reading { inside, refused, altered, out, .. } = reading;
    let Some(first) = refused.first() else { return altered.then_some(Outcome::Altered(out)) };
    let Inside { refused: own, altered } = inside.unwrap_or_default();
    let own = &refused[own];
    let named = format!("`{detail}`");
    let told = own.iter().find(|reason| reason.contains(&named)).or(own.first());
    Some(Outcome::Refused(match (told, altered) {
        (Some(reason), _) => reason.clone(),
        (None, Some(read)) => format!("{read}; besides, {first}"),
        (None, None) => first.clone(),
    }))
}

struct Reading<'w, 's> {
    walk: &'w mut Walk<'s>,
    reader: &'s AvroSchema,
    writer: &'s AvroSchema,
    fit: Fit<'s>,
    subject: Pair,
    inside: Option<Inside>,
    /// Why the datum is refused, in the order of the reader's fields.
    refused: Vec<String>,
    altered: bool,
    out: String,
}

/// What became of the datum between the types that are asked for.
#[derive(Default)]
struct Inside {
    /// Numbers of the reasons.
    refused: Range<usize>,
    /// What is read instead of what was written.
    altered: Option<String>,
}

/// A type of the reader and one of the writer.
type Pair = (TypeId, TypeId);

impl<'s> Reading<'_, 's> {
    /// Appends what the reader gets, in JSON, and notes why it gets nothing; `place` tells a datum that was taken out of
    /// a union.
    fn read(&mut self, pair: Pair, datum: &Datum, place: Place) {
        let (start, before) = (self.out.len(), self.refused.len());
        let altered = std::mem::take(&mut self.altered);
        let read = self.read_pair(pair, datum, place);
        self.note(read);
        let is_broken = self.altered || self.refused.len() > before;
        if pair == self.subject && is_broken && self.inside.is_none() {
            let refused = before..self.refused.len();
            let altered = self.altered.then(|| self.out[start..].to_owned());
            self.inside = Some(Inside { refused, altered });
        }
        self.altered |= altered;
    }

    fn note(&mut self, read: Result<(), String>) {
        self.refused.extend(read.err());
    }

    fn read_pair(&mut self, pair: Pair, datum: &Datum, place: Place) -> Result<(), String> {
        let (reader, writer) = (self.reader.get(pair.0), self.writer.get(pair.1));
        if let (Kind::Union(branches), Datum::Union(number, inner)) = (&writer.kind, datum) {
            let (branch, of) = (branches[*number], branches.len());
            self.altered |= self.is_merged(pair.0, branches, branch);
            self.read((pair.0, branch), inner, Some((*number, of)));
            return Ok(());
        }
        if let Kind::Union(branches) = &reader.kind {
            return self.branch(pair, branches, datum, place);
        }
        match (&reader.kind, &writer.kind, datum) {
            (Kind::Array(inner), Kind::Array(other), Datum::Array(items)) => {
                self.each(['[', ']'], items, |reading, item| {
                    reading.read((*inner, *other), item, None);
                    Ok(())
                })
            }
            (Kind::Map(inner), Kind::Map(other), Datum::Map(entries)) => {
                self.each(['{', '}'], entries, |reading, (key, value)| {
                    member(&mut reading.out, key);
                    reading.read((*inner, *other), value, None);
                    Ok(())
                })
            }
            (Kind::Record(record), Kind::Record(other), Datum::Record(values)) => {
                self.check_name(pair)?;
                self.record((pair.1, record, other), values)
            }
            (Kind::Enum(kind), Kind::Enum(other), Datum::Enum(symbol)) => {
                self.check_name(pair)?;
                let written = &other.symbols[*symbol];
                let read = kind.symbols.iter().find(|known| *known == written);
                self.altered |= read.is_none();
                let Some(read) = read.or(kind.default.as_ref()) else {
                    return Err(format!("enum `{}` has no symbol `{written}`", kind.name.full()));
                };
                write_string(&mut self.out, read);
                Ok(())
            }
            (Kind::Fixed(kind), Kind::Fixed(other), Datum::Bytes(_)) => {
                self.check_name(pair)?;
                if kind.size != other.size {
                    let (name, size, wrote) = (kind.name.full(), kind.size, other.size);
                    return Err(format!("fixed `{name}` has {size} bytes, {wrote} were written"));
                }
                self.scalar(pair, datum)
            }
            _ => self.scalar(pair, datum),
        }
    }

    fn each<T>(
        &mut self,
        brackets: [char; 2],
        items: &[T],
        mut one: impl FnMut(&mut Self, &T) -> Result<(), String>,
    ) -> Result<(), String> {
        self.out.push(brackets[0]);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            one(self, item)?;
        }
        self.out.push(brackets[1]);
        Ok(())
    }

    /// Not every decoder takes a type of another full name: Java all records, and enums and fixed outside of unions if their
    /// simple names agree; Python none.
    fn check_name(&self, pair: Pair) -> Result<(), String> {
        let kinds = (&self.reader.get(pair.0).kind, &self.writer.get(pair.1).kind);
        let (Some(name), Some(written)) = (kinds.0.name(), kinds.1.name()) else { return Ok(()) };
        if name == written || kinds.0.aliases().contains(written) {
            return Ok(());
        }
        let (word, name, written) = (kinds.0.word(), name.full(), written.full());
        Err(format!(
            "{word} `{name}` is expected, `{written}` was written: decoders that compare names refuse it"
        ))
    }

    fn branch(
        &mut self,
        pair: Pair,
        branches: &'s [TypeId],
        datum: &Datum,
        place: Place,
    ) -> Result<(), String> {
        let at = match self.walk.taken(pair.0, pair.1, place) {
            Taken::Branch(at) => at,
            Taken::Unclear(first) => {
                self.altered = true;
                first
            }
            Taken::None => {
                let kind = &self.writer.get(pair.1).kind;
                let candidate = self.walk.candidates_of(pair.0, pair.1).first().copied();
                let Some(at) =
                    candidate.and_then(|found| branches.iter().position(|b| *b == found))
                else {
                    let wrote = kind.name().map_or(kind.word(), |name| name.full());
                    return Err(format!("no branch of the union reads `{wrote}`"));
                };
                at
            }
        };
        let mut out = std::mem::take(&mut self.out);
        let (reader, branch) = (self.reader, branches[at]);
        labelled(reader, branch, &mut out, |out| {
            std::mem::swap(out, &mut self.out);
            self.read((branch, pair.1), datum, None);
            std::mem::swap(out, &mut self.out);
        });
        self.out = out;
        Ok(())
    }

    /// Whether another named branch of the writer's union is read as the same type.
    fn is_merged(&mut self, reader: TypeId, branches: &[TypeId], branch: TypeId) -> bool {
        let is_named = |ty: TypeId| self.writer.get(ty).kind.name().is_some();
        if !is_named(branch) {
            return false;
        }
        let others: Vec<TypeId> =
            branches.iter().copied().filter(|other| *other != branch && is_named(*other)).collect();
        if !matches!(self.reader.get(reader).kind, Kind::Union(_)) {
            return self.walk.reads(reader, branch)
                && others.into_iter().any(|other| self.walk.reads(reader, other));
        }
        let Taken::Branch(at) = self.walk.taken(reader, branch, None) else { return false };
        others.into_iter().any(|other| self.walk.taken(reader, other, None) == Taken::Branch(at))
    }

    fn record(
        &mut self,
        records: (TypeId, &'s Record, &'s Record),
        values: &[Datum],
    ) -> Result<(), String> {
        let (id, reader, writer) = records;
        // Decoders that rename the writer's fields first leave a name to the last reader field that claims it.
        let mut sources: Vec<Option<usize>> = Vec::with_capacity(reader.fields.len());
        let mut claimed: HashMap<usize, usize> = HashMap::new();
        for field in &reader.fields {
            match self.walk.fields_for(id, field) {
                (Some(_), Some(_)) => {
                    let name = &field.name;
                    return Err(format!("field `{name}` fits several fields that were written"));
                }
                (source, _) => {
                    if let Some(source) = source
                        && let Some(before) = claimed.insert(source, sources.len())
                    {
                        sources[before] = None;
                        self.altered = true;
                    }
                    sources.push(source);
                }
            }
        }
        let fields: Vec<(&Field, Option<usize>)> = reader.fields.iter().zip(sources).collect();
        self.each(['{', '}'], &fields, |reading, (field, source)| {
            member(&mut reading.out, &field.name);
            match (source, &field.default) {
                (Some(source), _) => {
                    reading.read((field.ty, writer.fields[*source].ty), &values[*source], None);
                }
                (None, Some(default)) => {
                    let read = reading.default(field, default);
                    reading.note(read);
                }
                (None, None) => {
                    let name = &field.name;
                    reading.note(Err(format!("field `{name}` was not written and has no default")));
                }
            }
            Ok(())
        })
    }

    fn default(&mut self, field: &Field, default: &Node) -> Result<(), String> {
        if !self.fit.fits_field(field.ty, default) {
            return Err(format!("the default of field `{}` does not fit its type", field.name));
        }
        self.fill_in(field.ty, default, DEEPEST)
    }

    /// Appends a default as a datum of the reader: branches of unions named, missing fields filled in.
    fn fill_in(&mut self, ty: TypeId, value: &Node, levels: u32) -> Result<(), String> {
        let Some(levels) = levels.checked_sub(1) else {
            return Err("a default fills in too many further ones".to_owned());
        };
        let reader = self.reader;
        match &reader.get(ty).kind {
            Kind::Union(branches) => {
                let fits = branches.iter().find(|branch| self.fit.fits(**branch, value));
                let branch = *fits.ok_or("a default fits no branch of its union")?;
                let mut rest = Ok(());
                let mut out = std::mem::take(&mut self.out);
                labelled(reader, branch, &mut out, |out| {
                    std::mem::swap(out, &mut self.out);
                    rest = self.fill_in(branch, value, levels);
                    std::mem::swap(out, &mut self.out);
                });
                self.out = out;
                rest
            }
            Kind::Array(inner) => self.each(['[', ']'], value.elements(), |reading, item| {
                reading.fill_in(*inner, item, levels)
            }),
            Kind::Map(inner) => self.each(['{', '}'], value.members(), |reading, entry| {
                member(&mut reading.out, &entry.key);
                reading.fill_in(*inner, &entry.value, levels)
            }),
            Kind::Record(record) => self.each(['{', '}'], &record.fields, |reading, field| {
                member(&mut reading.out, &field.name);
                match value.get(&field.name).or(field.default.as_ref()) {
                    Some(value) => reading.fill_in(field.ty, value, levels),
                    None => Err(format!("a default lacks field `{}`", field.name)),
                }
            }),
            _ => {
                append(&mut self.out, value);
                Ok(())
            }
        }
    }

    /// A value without parts, or with parts of a default.
    fn scalar(&mut self, pair: Pair, datum: &Datum) -> Result<(), String> {
        let (reader, writer) = (self.reader.get(pair.0), self.writer.get(pair.1));
        if !self.walk.reads(pair.0, pair.1) {
            let (reads, wrote) = (reader.kind.word(), writer.kind.word());
            return Err(format!("{reads} is expected, {wrote} was written"));
        }
        if let Some(rule) = altered(reader, writer)
            && (*rule == wire::LOGICAL_TYPE_DIFFERS || *rule == wire::DECIMAL_DIFFERS)
            && let Some(value) = scalar(datum)
        {
            return self.meaning(pair, value);
        }
        self.carrier(&reader.kind, datum)
    }

    /// The value as the reader understands it, and as it was meant.
    fn meaning(&mut self, pair: Pair, value: Scalar) -> Result<(), String> {
        let (reader, writer) = (self.reader.get(pair.0), self.writer.get(pair.1));
        let (reads, wrote) = (Meaning::of(reader), Meaning::of(writer));
        if let (Meaning::Known(Logical::Decimal { precision, .. }), Scalar::Bytes(bytes)) =
            (reads, value)
            && let Some(digits) = digits(bytes)
            && digits.trim_start_matches('-').len() > precision as usize
        {
            return Err(format!("{digits} has more than {precision} digits"));
        }
        let read = reading(reads, &reader.kind, value)?;
        let meant = reading(wrote, &writer.kind, value).unwrap_or_default();
        let same_text =
            matches!(reads, Meaning::Known(Logical::Uuid)) && read == meant.trim_matches('"');
        if same_text {
            write_string(&mut self.out, &read);
            return Ok(());
        }
        self.altered = true;
        let (is, was) = (reads.describe(&reader.kind), wrote.describe(&writer.kind));
        write_string(&mut self.out, &format!("{read} as {is}, written as {was}: {meant}"));
        Ok(())
    }

    /// The value on the reader's kind, promoted where it must be.
    fn carrier(&mut self, kind: &Kind, datum: &Datum) -> Result<(), String> {
        match (kind, datum) {
            (_, Datum::Null) => self.out.push_str("null"),
            (_, Datum::Boolean(value)) => append(&mut self.out, value),
            (Kind::Float, Datum::Int(_) | Datum::Long(_)) => {
                let written = whole(datum);
                let read = written as f32;
                self.altered |= read as i128 != i128::from(written);
                append(&mut self.out, format_args!("{read:.1}"));
            }
            (Kind::Double, Datum::Int(_) | Datum::Long(_)) => {
                let written = whole(datum);
                let read = written as f64;
                self.altered |= read as i128 != i128::from(written);
                append(&mut self.out, format_args!("{read:.1}"));
            }
            (_, Datum::Int(value)) => append(&mut self.out, value),
            (_, Datum::Long(value)) => append(&mut self.out, value),
            (_, Datum::Float(value)) => append(&mut self.out, format_args!("{value:?}")),
            (_, Datum::Double(value)) => append(&mut self.out, format_args!("{value:?}")),
            (Kind::String, Datum::Bytes(bytes)) => {
                let value = Scalar::Bytes(bytes);
                self.out.push_str(&reading(Meaning::Plain, kind, value)?);
            }
            (_, Datum::Bytes(bytes)) => write_bytes(&mut self.out, bytes),
            (Kind::Bytes, Datum::String(text)) => write_bytes(&mut self.out, text.as_bytes()),
            (_, Datum::String(text)) => write_string(&mut self.out, text),
            (
                _,
                Datum::Array(_)
                | Datum::Map(_)
                | Datum::Union(..)
                | Datum::Enum(_)
                | Datum::Record(_),
            ) => return Err(format!("{} is expected", kind.word())),
        }
        Ok(())
    }
}

fn whole(datum: &Datum) -> i64 {
    match datum {
        Datum::Int(value) => i64::from(*value),
        Datum::Long(value) => *value,
        _ => 0,
    }
}

fn scalar(datum: &Datum) -> Option<Scalar<'_>> {
    match datum {
        Datum::Int(value) => Some(Scalar::Whole(i64::from(*value))),
        Datum::Long(value) => Some(Scalar::Whole(*value)),
        Datum::Bytes(bytes) => Some(Scalar::Bytes(bytes)),
        Datum::String(text) => Some(Scalar::Text(text)),
        Datum::Null
        | Datum::Boolean(_)
        | Datum::Float(_)
        | Datum::Double(_)
        | Datum::Array(_)
        | Datum::Map(_)
        | Datum::Union(..)
        | Datum::Enum(_)
        | Datum::Record(_) => None,
    }
}
