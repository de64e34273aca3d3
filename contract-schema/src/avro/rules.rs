//! The rules of Avro resolution.

use crate::rule::Rule;

/// Every rule, in the order of the docs.
pub const ALL: &[&Rule] = &[];
