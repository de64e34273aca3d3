//! What is registered: the contracts, and before them the vocabulary files that they import.

use crate::catalogue::Contracts;
use contract_schema::{Format, Limits, protobuf};
use registry_api::{Register, SchemaReference};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A schema on its way to a registry.
pub(crate) struct Item {
    pub(crate) subject: String,
    /// Path as a person would type it.
    pub(crate) file: String,
    pub(crate) format: Format,
    pub(crate) text: Arc<str>,
    /// Name and index of an item that stands before this one.
    pub(crate) references: Vec<(String, usize)>,
}

impl Item {
    /// The body of its registration.
    pub(crate) fn request(&self, references: Vec<SchemaReference>) -> Register {
        Register {
            schema: Some(self.text.to_string()),
            schema_type: Some(self.format.name().to_owned()),
            references,
            ..Register::default()
        }
    }

    /// What refers to it by `name` at a version; its subject if no registry can number one so high.
    pub(crate) fn reference(&self, name: &str, version: u32) -> Result<SchemaReference, String> {
        let (name, subject) = (name.to_owned(), self.subject.clone());
        let version = i32::try_from(version).map_err(|_| subject.clone())?;
        Ok(SchemaReference { name, subject, version })
    }
}

/// Everything to register, in an order in which references come first.
///
/// Concord knows the vocabulary files without being told; other registries and every client must find them registered.
pub(crate) fn items(contracts: &Contracts) -> Vec<Item> {
    let mut vocabulary = Vocabulary { items: Vec::new(), places: BTreeMap::new() };
    let imported: Vec<Vec<(String, usize)>> = contracts
        .members()
        .iter()
        .map(|member| match member.format {
            Format::Avro | Format::Json => Vec::new(),
            Format::Protobuf => vocabulary.imports(&member.text),
        })
        .collect();
    let mut items = vocabulary.items;
    let offset = items.len();
    for (member, imported) in contracts.members().iter().zip(imported) {
        let own = member.references.iter().map(|(name, target)| (name.clone(), target + offset));
        items.push(Item {
            subject: member.subject.clone(),
            file: contracts.file(member),
            format: member.format,
            text: member.text.clone(),
            references: own.chain(imported).collect(),
        });
    }
    items
}

struct Vocabulary {
    items: Vec<Item>,
    places: BTreeMap<&'static str, usize>,
}

impl Vocabulary {
    /// The vocabulary files that `text` imports, each added after those it imports itself.
    fn imports(&mut self, text: &str) -> Vec<(String, usize)> {
        let imports = protobuf::imports(text, Limits::default()).unwrap_or_default();
        imports.iter().filter_map(|path| Some((path.clone(), self.place(path)?))).collect()
    }

    fn place(&mut self, path: &str) -> Option<usize> {
        if let Some(place) = self.places.get(path) {
            return Some(*place);
        }
        let (path, text) = protobuf::vocabulary().find(|(known, _)| *known == path)?;
        let references = self.imports(text);
        let item = Item {
            subject: path.to_owned(),
            file: path.to_owned(),
            format: Format::Protobuf,
            text: text.into(),
            references,
        };
        self.items.push(item);
        self.places.insert(path, self.items.len() - 1);
        Some(self.items.len() - 1)
    }
}
