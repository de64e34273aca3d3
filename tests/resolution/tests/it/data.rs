//! Random data of a schema, in Avro binary.

use crate::random::Dice;
use contract_runtime::avro::{write_bytes, write_double, write_float, write_long, write_string};
use contract_schema::avro::{AvroSchema, Kind, Logical, TypeId};

/// A value of the schema, in Avro binary.
pub(crate) fn datum(schema: &AvroSchema, id: TypeId, dice: &mut Dice, out: &mut Vec<u8>) {
    datum_within(schema, id, dice, out, 12);
}

fn datum_within(
    schema: &AvroSchema,
    id: TypeId,
    dice: &mut Dice,
    out: &mut Vec<u8>,
    levels: usize,
) {
    let ty = schema.get(id);
    match (&ty.kind, ty.logical) {
        (Kind::Null, _) => {}
        (Kind::Boolean, _) => out.push(dice.below(2) as u8),
        (Kind::Int, Some(_)) => write_long(out, dice.below(86_400_000) as i64),
        (Kind::Int, _) => write_long(out, i64::from(dice.next() as i32 >> dice.below(32))),
        (Kind::Long, _) => write_long(out, dice.next() as i64 >> dice.below(64)),
        (Kind::Float, _) => write_float(out, dice.below(100_000) as f32 / 8.0 - 500.0),
        (Kind::Double, _) => write_double(out, dice.next() as i64 as f64 / 1024.0),
        // Eight bytes: the oracle wants as many as the most digits could take.
        (Kind::Bytes, Some(_)) => write_bytes(out, &(dice.next() as i64 >> 40).to_be_bytes()),
        (Kind::Bytes, _) => write_bytes(out, &b"byt\xc3\xa9\xff"[..dice.below(7)]),
        (Kind::String, Some(Logical::Uuid)) => {
            write_string(
                out,
                &contract_runtime::Uuid::from_u64_pair(dice.next(), dice.next()).to_string(),
            );
        }
        (Kind::String, _) => {
            let text: String =
                (0..dice.below(5)).map(|_| ['a', 'ü', '€', '𝄞'][dice.below(4)]).collect();
            write_string(out, &text);
        }
        (Kind::Array(items), _) => blocks(dice, out, levels, |dice, out, _| {
            datum_within(schema, *items, dice, out, levels.saturating_sub(1));
        }),
        (Kind::Map(values), _) => blocks(dice, out, levels, |dice, out, key| {
            write_string(out, &format!("k{key}"));
            datum_within(schema, *values, dice, out, levels.saturating_sub(1));
        }),
        (Kind::Union(branches), _) => {
            let null = branches.iter().position(|id| matches!(schema.get(*id).kind, Kind::Null));
            let branch = match null.filter(|_| levels == 0) {
                Some(null) => null,
                None => dice.below(branches.len()),
            };
            write_long(out, branch as i64);
            datum_within(schema, branches[branch], dice, out, levels.saturating_sub(1));
        }
        (Kind::Fixed(fixed), _) => (0..fixed.size).for_each(|_| out.push(dice.next() as u8)),
        (Kind::Enum(kind), _) => write_long(out, dice.below(kind.symbols.len()) as i64),
        (Kind::Record(record), _) => {
            for field in &record.fields {
                datum_within(schema, field.ty, dice, out, levels.saturating_sub(1));
            }
        }
    }
}

/// Up to three items, in one or two blocks, with or without their sizes.
fn blocks(
    dice: &mut Dice,
    out: &mut Vec<u8>,
    levels: usize,
    mut item: impl FnMut(&mut Dice, &mut Vec<u8>, usize),
) {
    let count = if levels == 0 { 0 } else { dice.below(4) };
    let first = dice.below(count + 1);
    for range in [0..first, first..count] {
        if range.is_empty() {
            continue;
        }
        let mut items = Vec::new();
        let length = range.len() as i64;
        range.for_each(|index| item(dice, &mut items, index));
        if dice.one_in(3) {
            write_long(out, -length);
            write_long(out, items.len() as i64);
        } else {
            write_long(out, length);
        }
        out.extend(items);
    }
    out.push(0);
}
