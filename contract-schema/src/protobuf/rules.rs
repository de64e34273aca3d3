//! The rules of Protobuf comparison.

use crate::rule::Rule;

/// Every rule, in the order of the docs.
pub const ALL: &[&Rule] = &[];
