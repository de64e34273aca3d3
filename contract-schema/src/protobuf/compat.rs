//! Can data of one .proto file be read with another: the walk over the pair.

use super::model::ProtoSchema;
use crate::rule::Breach;

/// Every incompatible difference between `writer` (the original) and `reader` (the update).
pub fn can_read(_reader: &ProtoSchema, _writer: &ProtoSchema) -> Vec<Breach> {
    Vec::new()
}
