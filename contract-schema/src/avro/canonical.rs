//! Canonical, normalized and parsing canonical form (PCF) of an Avro schema.

use super::model::AvroSchema;

impl AvroSchema {
    /// The text as Confluent stores it.
    pub fn canonical_text(&self) -> String {
        String::new()
    }

    /// The text under `normalize=true`.
    pub fn normalized_text(&self) -> String {
        String::new()
    }

    /// Parsing Canonical Form, logical types and attributes stripped as in Java; the input of fingerprints.
    pub fn parsing_canonical_form(&self) -> String {
        String::new()
    }

    /// The schema with every referenced type defined in place (`format=resolved`).
    pub fn resolved_text(&self) -> String {
        String::new()
    }

    /// Equal but for layout, member order and the spelling of names.
    pub fn is_equivalent(&self, _other: &AvroSchema) -> bool {
        false
    }
}
