//! Names of properties, for the registry's rules about names (`validateFields`).

use super::model::JsonSchema;
use crate::json_text::Node;
use crate::position::LineIndex;
use crate::schema::{Complaint, SchemaError};
use std::collections::HashSet;

/// What Confluent's clients keep for themselves.
const RESTRICTED: &str = "$$";
/// So many complaints help.
const MOST: usize = 100;

impl JsonSchema {
    /// The properties of the root, or of what its `$ref` means, in order.
    pub fn properties(&self) -> Vec<&str> {
        let mut place = self.root_place();
        let mut seen = HashSet::new();
        while seen.insert(place.key())
            && let Some(reference) = place.get("$ref").and_then(|place| place.node().as_str())
            && let Some(target) = place.resolve(reference)
        {
            place = target;
        }
        let properties = place.get("properties").map_or(&[][..], |place| place.node().members());
        properties.iter().map(|member| &*member.key).collect()
    }

    /// Whether no property of its root begins with `$$`; deeper ones are free, as in Confluent's registry.
    ///
    /// # Errors
    /// Every property that does, with its place.
    pub fn check_names(&self) -> Result<(), SchemaError> {
        let lines = LineIndex::new(self.text());
        let mut complaints = Vec::new();
        let properties = self.root().get("properties").map_or(&[][..], Node::members);
        for name in properties.iter().filter(|name| name.key.starts_with(RESTRICTED)).take(MOST) {
            let at = Some(lines.position(name.key_span.start));
            let message = format!("the property `{}` begins with `$$`", name.key);
            let help = "such names are kept for clients; rename it, or switch `validateFields` off";
            complaints.push(Complaint { at, message, help: None }.with_help(help));
        }
        match complaints.is_empty() {
            true => Ok(()),
            false => Err(SchemaError { complaints }.clipped()),
        }
    }
}
