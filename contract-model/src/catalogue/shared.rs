//! What the schemas of a catalogue refer to; Avro schemas with the same references parse it once.

use super::Member;
use contract_schema::avro::{AvroSchema, Shared};
use contract_schema::{Dependency, Format, ParseOptions, Schema, SchemaError};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// The types that lists of members define.
#[derive(Default)]
pub(super) struct SharedTypes(Mutex<BTreeMap<Vec<usize>, Arc<Shared>>>);

impl SharedTypes {
    /// Parses an Avro schema that refers to the members at these `places`, whose texts are `dependencies`.
    pub(super) fn parse(
        &self,
        text: &str,
        places: Vec<usize>,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<Schema, SchemaError> {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // By itself: nobody waits while another parses.
        let known = all().get(&places).cloned();
        let shared = match known {
            Some(shared) => shared,
            None => {
                let shared = Arc::new(Shared::parse(dependencies, options)?);
                all().insert(places, shared.clone());
                shared
            }
        };
        AvroSchema::parse_after(text, &shared, options).map(Schema::Avro)
    }
}

/// The transitive references; members stand in topological order, so their indexes are one too.
pub(super) fn closure(
    members: &[Member],
    references: &[(String, usize)],
) -> (Vec<usize>, Vec<Dependency>) {
    let mut named: BTreeMap<(usize, Option<String>), String> = BTreeMap::new();
    let mut waiting: Vec<(String, usize)> = references.to_vec();
    while let Some((name, index)) = waiting.pop() {
        let member = &members[index];
        let key = (index, (member.format == Format::Json).then(|| name.clone()));
        if let Entry::Vacant(place) = named.entry(key) {
            waiting.extend(member.references.iter().cloned());
            place.insert(name);
        }
    }
    let dependency = |((index, _), name): ((usize, Option<String>), String)| {
        let member = &members[index];
        Dependency { name, subject: member.subject.clone(), version: 0, text: member.text.clone() }
    };
    (named.keys().map(|(index, _)| *index).collect(), named.into_iter().map(dependency).collect())
}
