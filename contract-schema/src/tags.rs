//! Inline tags: who in a schema carries which (`PII` on a field), and the same text with tags added or removed.
//!
//! Avro and JSON Schema keep them in `confluent:tags`, Protobuf in `(confluent.message_meta).tags` and
//! `(confluent.field_meta).tags`. Entities are named as Confluent's clients name them.

mod avro;
mod json;
mod member;
mod protobuf;
mod splice;

use crate::schema::{Complaint, Schema, SchemaError};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What carries tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A record, a message, an object.
    Record,
    /// A field, a property.
    Field,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [EntityKind; 2] = [EntityKind::Record, EntityKind::Field];

    /// The `entityType` of the REST API.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Record => "sr_record",
            EntityKind::Field => "sr_field",
        }
    }

    /// The kind with this `entityType`, in any case.
    pub fn from_name(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    fn word(self) -> &'static str {
        match self {
            EntityKind::Record => "record",
            EntityKind::Field => "field",
        }
    }
}

/// A place in a schema that can carry tags.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity {
    /// Avro: `namespace.Record` or `namespace.Record.field`. Protobuf: `.Message.Nested.field`, with or without the dot
    /// in front, the package and the oneof. JSON Schema: `object.property.object.inner`.
    pub path: String,
    /// What it is.
    pub kind: EntityKind,
}

/// An entity and tags: those that it has, shall get or shall lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// Who.
    pub entity: Entity,
    /// The tags, in order.
    pub tags: Vec<String>,
}

/// What to do with the tags of a schema. What is added and removed at once is removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Tags to add; one that is there already stays as it is.
    pub add: Vec<Tagged>,
    /// Tags to remove; one that is not there is no mistake.
    pub remove: Vec<Tagged>,
}

impl Changes {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }
}

/// Every entity of the schema's own text that carries tags, in order of writing.
pub fn find(schema: &Schema) -> Vec<Tagged> {
    let survey = match schema {
        Schema::Avro(schema) => avro::survey(schema.text()),
        Schema::Json(schema) => json::survey(schema.text()),
        Schema::Protobuf(schema) => protobuf::survey(schema),
    };
    survey.tagged()
}

/// Every entity of the schema's own text, in order of writing.
pub fn entities(schema: &Schema) -> Vec<Entity> {
    let survey = match schema {
        Schema::Avro(schema) => avro::survey(schema.text()),
        Schema::Json(schema) => json::survey(schema.text()),
        Schema::Protobuf(schema) => protobuf::survey(schema),
    };
    survey.spots.into_iter().map(|spot| spot.entity).collect()
}

/// `text` with changed tags; all else stays as it is written. `schema` is what `text` was parsed to.
///
/// A Protobuf descriptor in Base64 comes back as canonical text. Tags in a Protobuf text need `confluent/meta.proto`: the
/// import is added if it is not there, and stays when the last tag goes.
///
/// # Errors
/// Every entity that the text does not have, with those it has; every tag without a letter.
pub fn apply(schema: &Schema, text: &str, changes: &Changes) -> Result<String, SchemaError> {
    match schema {
        Schema::Avro(_) => avro::apply(text, changes),
        Schema::Json(_) => json::apply(text, changes),
        Schema::Protobuf(schema) => protobuf::apply(schema, text, changes),
    }
}

/// The changes that concern entities which the schema has; the others are left out.
pub fn applicable(schema: &Schema, tagged: Vec<Tagged>) -> Vec<Tagged> {
    let known: BTreeSet<Entity> = entities(schema).into_iter().collect();
    tagged.into_iter().filter(|tagged| known.contains(&tagged.entity)).collect()
}

/// Everything in a text that can carry tags.
#[derive(Debug, Default)]
struct Survey {
    spots: Vec<Spot>,
    /// The tags of each site. A site is a place in the text; the spots that share it share its tags.
    sites: Vec<Vec<String>>,
    /// Bytes of all names so far.
    bytes: usize,
}

/// Bytes of names in one survey: long names inside each other could take any amount. What follows is left out.
const MOST_BYTES: usize = 64 << 20;

/// An entity and where its tags stand.
#[derive(Debug)]
struct Spot {
    entity: Entity,
    /// Further names under which it is found, the first before the second and so on.
    others: Vec<String>,
    site: usize,
}

/// Sites by kind and name; several if a text repeats a definition word by word.
type Index<'s> = HashMap<(EntityKind, &'s str), Vec<usize>>;

impl Survey {
    /// A new site with these tags.
    fn site(&mut self, tags: Vec<String>) -> usize {
        self.sites.push(tags);
        self.sites.len() - 1
    }

    fn add(&mut self, spot: Spot) {
        self.bytes += spot.entity.path.len() + spot.others.iter().map(String::len).sum::<usize>();
        self.spots.push(spot);
    }

    /// Whether the names are more than anybody needs.
    fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    fn tagged(self) -> Vec<Tagged> {
        let Survey { spots, sites, .. } = self;
        let tagged = spots.into_iter().filter(|spot| !sites[spot.site].is_empty());
        tagged.map(|spot| Tagged { tags: sites[spot.site].clone(), entity: spot.entity }).collect()
    }

    /// The tags of each site after the changes.
    fn after(&self, changes: &Changes) -> Result<Vec<Vec<String>>, SchemaError> {
        let index = self.index();
        let mut complaints = Vec::new();
        let mut added: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
        let mut removed: BTreeMap<usize, HashSet<&String>> = BTreeMap::new();
        for tagged in &changes.add {
            let blank_tag = tagged.tags.iter().any(|tag| tag.trim().is_empty());
            if blank_tag && complaints.len() < MOST_COMPLAINTS {
                complaints.push(blank(&tagged.entity));
            }
            for site in self.sought(&index, &tagged.entity, &mut complaints) {
                added.entry(*site).or_default().extend(&tagged.tags);
            }
        }
        for tagged in &changes.remove {
            for site in self.sought(&index, &tagged.entity, &mut complaints) {
                removed.entry(*site).or_default().extend(&tagged.tags);
            }
        }
        if !complaints.is_empty() {
            return Err(SchemaError { complaints }.clipped());
        }
        let none = HashSet::new();
        let after = self.sites.iter().enumerate().map(|(site, before)| {
            let added = added.get(&site).into_iter().flatten().copied();
            let removed = removed.get(&site).unwrap_or(&none);
            let tags = before.iter().chain(added).filter(|tag| !removed.contains(tag));
            once_each(tags.map(String::as_str))
        });
        Ok(after.collect())
    }

    /// By rank of the name.
    fn index(&self) -> Vec<Index<'_>> {
        let mut index: Vec<Index<'_>> = vec![Index::new()];
        for spot in &self.spots {
            let first = bare(&spot.entity.path);
            for (rank, name) in
                [first].into_iter().chain(spot.others.iter().map(|name| &**name)).enumerate()
            {
                if index.len() <= rank {
                    index.push(Index::new());
                }
                index[rank].entry((spot.entity.kind, name)).or_default().push(spot.site);
            }
        }
        index
    }

    /// The sites of an entity; none, and a complaint, if the text does not have it.
    fn sought<'i>(
        &self,
        index: &'i [Index<'_>],
        entity: &'i Entity,
        complaints: &mut Vec<Complaint>,
    ) -> &'i [usize] {
        let found = sites_of(index, entity.kind, &entity.path);
        if found.is_empty() && complaints.len() < MOST_COMPLAINTS {
            complaints.push(self.unknown(index, entity));
        }
        found
    }

    fn unknown(&self, index: &[Index<'_>], entity: &Entity) -> Complaint {
        let Entity { path, kind } = entity;
        let message = format!("the schema has no {} `{path}` to tag", kind.word());
        let others = EntityKind::ALL.into_iter().filter(|other| other != kind);
        let other = others.into_iter().find(|other| !sites_of(index, *other, path).is_empty());
        let help = match other {
            Some(other) => {
                format!("it is a {}: say `\"entityType\": \"{}\"`", other.word(), other.name())
            }
            None => self.candidates(entity),
        };
        Complaint { at: None, message, help: Some(help) }
    }

    /// Entities of the kind, those with the same last name first.
    fn candidates(&self, entity: &Entity) -> String {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let wanted = last(&entity.path);
        let of_kind = self.spots.iter().filter(|spot| spot.entity.kind == entity.kind);
        let mut known: Vec<&str> = of_kind.map(|spot| spot.entity.path.as_str()).collect();
        known.dedup();
        known.sort_by_key(|path| last(path) != wanted);
        let word = entity.kind.word();
        let named: Vec<&str> = known.iter().copied().take(MOST_CANDIDATES).collect();
        match known.len() {
            0 => format!("it has no {word} at all"),
            1 => format!("its only {word} is `{}`", named[0]),
            count if count <= MOST_CANDIDATES => {
                format!("its {word}s are `{}`", named.join("`, `"))
            }
            count => format!(
                "its {word}s are `{}` and {} more",
                named.join("`, `"),
                count - MOST_CANDIDATES
            ),
        }
    }
}

/// Entities named in one remedy.
const MOST_CANDIDATES: usize = 5;
/// Unknown entities told at once.
const MOST_COMPLAINTS: usize = 20;

fn sites_of<'i>(index: &'i [Index<'_>], kind: EntityKind, path: &'i str) -> &'i [usize] {
    let mut ranks = index.iter();
    ranks.find_map(|names| names.get(&(kind, bare(path)))).map_or(&[], Vec::as_slice)
}

/// A path without the dot in front.
fn bare(path: &str) -> &str {
    path.strip_prefix('.').unwrap_or(path)
}

/// Tags in order, each once.
fn once_each<'t>(tags: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen = HashSet::new();
    tags.filter(|tag| seen.insert(*tag)).map(str::to_owned).collect()
}

fn blank(entity: &Entity) -> Complaint {
    let message = format!("a tag of `{}` is empty", entity.path);
    Complaint { at: None, message, help: Some("give the tag a name, like `PII`".to_owned()) }
}
