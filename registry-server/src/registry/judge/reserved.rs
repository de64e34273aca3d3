//! Names that the metadata reserve under `validateFields`: no field may bear one, and none may be given up again.

use super::explain::PROMISE;
use super::{Place, property};
use crate::registry::library::Parsed;
use contract_schema::{Position, Schema};
use registry_api::Metadata;
use registry_api::explained::Breach;

/// The metadata property that lists the names.
const PROPERTY: &str = "confluent:reserved";

/// What is wrong about a reserved name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    name: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// A field bears it, at this place.
    Used(Option<Position>),
    /// This version reserves it and the candidate does not.
    Dropped(u32),
}

/// Everything that is wrong about the names that candidate and latest version reserve.
pub(super) fn of(
    place: &Place<'_>,
    metadata: Option<&Metadata>,
    candidate: &Parsed,
) -> Vec<Reserved> {
    let reserved = names(metadata);
    let used = reserved.iter().filter_map(|name| {
        let at = field(candidate, name)?;
        Some(Reserved { name: (*name).to_owned(), what: What::Used(at) })
    });
    let mut found: Vec<Reserved> = used.collect();
    if let Some(latest) = place.state.latest(place.subject) {
        let before = names(latest.content.metadata.as_deref());
        let dropped = before.into_iter().filter(|name| !reserved.contains(name));
        found.extend(
            dropped
                .map(|name| Reserved { name: name.to_owned(), what: What::Dropped(latest.number) }),
        );
    }
    found
}

fn names(metadata: Option<&Metadata>) -> Vec<&str> {
    let names = property(metadata, PROPERTY).map(String::as_str).unwrap_or_default();
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Whether the root has a field of this name, and where it stands if that is known.
fn field(candidate: &Parsed, name: &str) -> Option<Option<Position>> {
    let fields = candidate.shape().root().map_or(&[][..], |root| &root.fields);
    let found = fields.iter().find(|field| &*field.native == name);
    match &*candidate.schema {
        Schema::Json(schema) => {
            schema.properties().contains(&name).then(|| found.and_then(|field| field.at))
        }
        Schema::Avro(_) | Schema::Protobuf(_) => found.map(|field| field.at),
    }
}

impl Reserved {
    /// In Confluent's words.
    pub fn message(&self) -> String {
        let name = &self.name;
        match self.what {
            What::Used(_) => {
                format!("The new schema has field that conflicts with the reserved field {name}.")
            }
            What::Dropped(_) => format!(
                "The new schema has reserved field {name} removed from its metadata which is present in the old schema's metadata."
            ),
        }
    }

    /// With rule, place and remedy.
    pub fn breach(&self) -> Breach {
        let name = &self.name;
        let (rule, version, at, reason, help) = match self.what {
            What::Used(at) => (
                "reserved-name-used",
                None,
                at,
                format!("the field `{name}` bears a name that the metadata reserve"),
                "give the field another name".to_owned(),
            ),
            What::Dropped(version) => (
                "reserved-name-dropped",
                Some(version),
                None,
                format!("version {version} reserves the name `{name}`, the new schema does not"),
                format!("list `{name}` under `{PROPERTY}` in the metadata"),
            ),
        };
        Breach {
            rule: rule.to_owned(),
            version,
            path: name.clone(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            reason,
            help: Some(help),
            evidence: Some(PROMISE.to_owned()),
            ..Breach::default()
        }
    }
}
