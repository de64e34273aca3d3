//! Can data of one Avro schema be read with another: the walk over the pair.

use super::model::AvroSchema;
use crate::rule::Breach;

/// Every place where `reader` cannot read what `writer` writes.
pub fn can_read(_reader: &AvroSchema, _writer: &AvroSchema) -> Vec<Breach> {
    Vec::new()
}
