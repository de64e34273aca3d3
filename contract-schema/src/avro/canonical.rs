//! Canonical, normalized and parsing canonical form (PCF) of an Avro schema.

pub(super) mod number;
mod printer;
mod value;

use super::model::AvroSchema;
use printer::{Shape, print};
pub(super) use value::{comparable, printed};

impl AvroSchema {
    /// The text as Confluent stores it: as Java's Avro prints a schema, types of dependencies left as names.
    pub fn canonical_text(&self) -> String {
        print(self, Shape::Java, false)
    }

    /// The text under `normalize=true`: full names, members and attributes in a fixed order, `order` written out.
    pub fn normalized_text(&self) -> String {
        print(self, Shape::Normalized, false)
    }

    /// Parsing Canonical Form, logical types and attributes stripped as in Java; the input of fingerprints.
    ///
    /// Source: Avro 1.12 specification, "Transforming into Parsing Canonical Form".
    pub fn parsing_canonical_form(&self) -> String {
        print(self, Shape::Parsing, true)
    }

    /// The schema with every referenced type defined in place (`format=resolved`).
    pub fn resolved_text(&self) -> String {
        print(self, Shape::Java, true)
    }

    /// Equal but for layout, member order and the spelling of names.
    ///
    /// Types of dependencies count as if they were defined in place; docs, aliases, defaults and attributes count.
    pub fn is_equivalent(&self, other: &AvroSchema) -> bool {
        print(self, Shape::Comparison, true) == print(other, Shape::Comparison, true)
    }
}
