//! The least number of bytes that values of a type have.

use crate::avro::model::{AvroSchema, Kind, TypeId};

/// A bound need not be exact: sums end here, since shared records can double them at every level.
const BOUND: usize = 1 << 16;

/// By type: a fixpoint that grows from zero, so that no type is walked once for each path to it.
pub(super) fn least(schema: &AvroSchema) -> Vec<usize> {
    let mut sizes = vec![0; schema.types.len()];
    loop {
        let mut grown = false;
        // Parts mostly come after what has them.
        for index in (0..sizes.len()).rev() {
            let size = of(schema, TypeId(index as u32), &sizes);
            grown |= std::mem::replace(&mut sizes[index], size) != size;
        }
        if !grown {
            return sizes;
        }
    }
}

fn of(schema: &AvroSchema, id: TypeId, sizes: &[usize]) -> usize {
    match &schema.get(id).kind {
        Kind::Null => 0,
        Kind::Float => 4,
        Kind::Double => 8,
        Kind::Fixed(fixed) => fixed.size.min(BOUND),
        Kind::Record(record) => {
            let parts = record.fields.iter().map(|field| sizes[field.ty.0 as usize]);
            parts.fold(0, |sum: usize, size| sum.saturating_add(size).min(BOUND))
        }
        Kind::Boolean
        | Kind::Int
        | Kind::Long
        | Kind::Bytes
        | Kind::String
        | Kind::Array(_)
        | Kind::Map(_)
        | Kind::Union(_)
        | Kind::Enum(_) => 1,
    }
}
