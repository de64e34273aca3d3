//! Everything the registry holds, as persistent maps: a clone costs nothing, and readers keep theirs.

use super::association::Associations;
use super::content::{Content, Guid};
use super::event::Declaration;
use super::ids::Ids;
use super::name::{Context, SchemaId, Subject};
use super::written::AnswerById;
use bytes::Bytes;
use contract_schema::{Format, Level};
use imbl::{OrdMap, OrdSet};
use registry_api::{ConfigFields, Mode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The fold of the log.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Contexts that ever got a schema; the default one may be missing.
    pub contexts: OrdMap<Context, ContextState>,
    /// Settings of subjects and, under the empty name, of contexts.
    pub configs: OrdMap<Subject, Arc<Config>>,
    /// Modes of subjects and, under the empty name, of contexts.
    pub modes: OrdMap<Subject, Mode>,
    /// Who refers to whom: target, then referrer, each with its version.
    pub referrers: OrdSet<(Subject, u32, Subject, u32)>,
    /// Which versions declare which event.
    pub declared: OrdSet<(Arc<str>, Subject, u32)>,
    /// Which subjects hold the schemas of which resources.
    pub associations: Associations,
}

/// One context: ids are counted here.
#[derive(Debug, Clone, Default)]
pub struct ContextState {
    /// The highest id ever given.
    pub last_id: u32,
    /// What an id stands for.
    pub schemas: Ids,
    /// The ids of a content; more than one only after imports.
    pub by_content: OrdSet<(Guid, Format, SchemaId)>,
    /// The versions that carry an id.
    pub owners: OrdSet<(SchemaId, Arc<str>, u32)>,
    /// Versions of each subject, ascending; never empty.
    pub subjects: OrdMap<Arc<str>, Arc<Vec<Version>>>,
}

/// What an id of a context stands for.
#[derive(Debug, Clone)]
pub struct Known {
    pub content: Arc<Content>,
    /// What reading the id answers, as JSON; `None` outside of the default context.
    pub answer: Option<Bytes>,
}

/// A version that stands for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub subject: Arc<str>,
    pub number: u32,
    pub deleted: bool,
    pub at_ms: i64,
}

impl Known {
    /// Writes the answer anew if it is another one now that `owner` stands for the id. Only the default context's are kept,
    /// where deserializers ask all day long.
    pub fn note(&mut self, context: &Context, owner: &Owner) {
        if !context.is_default() {
            return;
        }
        let answer = AnswerById::new(context, owner, &self.content);
        if self.answer.as_ref().is_some_and(|written| answer.is(written)) {
            return;
        }
        let (written, text) = answer.write();
        self.answer = Some(written);
        // Nobody else holds a content that is new.
        if let Some(content) = Arc::get_mut(&mut self.content) {
            content.text = text;
        }
    }
}

impl Owner {
    /// The version of this subject.
    pub fn of(subject: &Arc<str>, version: &Version) -> Owner {
        let Version { number, deleted, at_ms, .. } = *version;
        Owner { subject: Arc::clone(subject), number, deleted, at_ms }
    }
}

/// One version of a subject.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: u32,
    pub id: SchemaId,
    pub content: Arc<Content>,
    pub deleted: bool,
    /// The event contract it declares.
    pub declares: Option<Arc<Declaration>>,
    /// When it was registered or soft-deleted, in milliseconds.
    pub at_ms: i64,
}

/// Settings of one place, as they were set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    #[serde(with = "level_name", skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(flatten)]
    pub fields: ConfigFields,
}

impl State {
    /// The context's schemas, if it has or had any.
    pub fn context(&self, context: &Context) -> Option<&ContextState> {
        self.contexts.get(context)
    }

    /// The default context's schemas, if it has or had any.
    pub fn default_context(&self) -> Option<&ContextState> {
        self.contexts.get(Context::DEFAULT)
    }

    /// All versions of a subject, soft-deleted ones included, ascending; empty if there is none.
    pub fn versions(&self, subject: &Subject) -> &[Version] {
        let versions =
            self.context(&subject.context).and_then(|held| held.subjects.get(&subject.name));
        versions.map_or(&[], |versions| versions.as_slice())
    }

    /// The live versions of a subject, newest first.
    pub fn live(&self, subject: &Subject) -> impl Iterator<Item = &Version> {
        self.versions(subject).iter().rev().filter(|version| !version.deleted)
    }

    /// The highest live version.
    pub fn latest(&self, subject: &Subject) -> Option<&Version> {
        self.live(subject).next()
    }

    /// The version of this number, soft-deleted or not.
    pub fn version(&self, subject: &Subject, number: u32) -> Option<&Version> {
        let versions = self.versions(subject);
        let at = versions.binary_search_by_key(&number, |version| version.number).ok()?;
        versions.get(at)
    }

    /// The versions that refer to this one.
    pub fn referrers_of(
        &self,
        subject: &Subject,
        number: u32,
    ) -> impl Iterator<Item = (&Subject, &Version)> {
        let from = (subject.clone(), number, Subject::registry(), 0);
        let target = (subject.clone(), number);
        self.referrers
            .range(from..)
            .take_while(move |(to, version, ..)| (to, *version) == (&target.0, target.1))
            .filter_map(|(_, _, who, version)| Some((who, self.version(who, *version)?)))
    }
}

impl State {
    /// The versions that refer to any version of a subject, by subject and number; some stand there several times.
    pub fn referrers_of_any(&self, target: &Subject) -> Vec<(&Subject, u32)> {
        let from = (target.clone(), 0, Subject::registry(), 0);
        let rows = self.referrers.range(from..).take_while(|row| row.0 == *target);
        let mut found: Vec<(&Subject, u32)> = rows.map(|row| (&row.2, row.3)).collect();
        found.sort();
        found
    }

    /// The subjects whose latest live version declares this event.
    pub fn publishers(&self, event: &str) -> Vec<(&Subject, &Declaration)> {
        let rows = self.declared.range((Arc::from(event), Subject::registry(), 0)..);
        let rows = rows.take_while(|row| &*row.0 == event);
        let latest = rows.filter_map(|(_, subject, number)| {
            let latest = self.latest(subject).filter(|latest| latest.number == *number)?;
            Some((subject, latest.declares.as_deref()?))
        });
        latest.collect()
    }
}

impl ContextState {
    /// The ids of a content, ascending.
    pub fn ids_of(&self, guid: Guid, format: Format) -> impl Iterator<Item = SchemaId> {
        self.by_content
            .range((guid, format, SchemaId(0))..)
            .take_while(move |row| (row.0, row.1) == (guid, format))
            .map(|row| row.2)
    }

    /// The versions of one subject that carry an id, ascending.
    pub fn owned_by(&self, id: SchemaId, subject: &Arc<str>) -> impl Iterator<Item = &Version> {
        let versions = self.subjects.get(subject).map_or(&[][..], |versions| versions.as_slice());
        versions.iter().filter(move |version| version.id == id)
    }

    /// What an id stands for.
    pub fn content(&self, id: SchemaId) -> Option<&Arc<Content>> {
        self.schemas.get(id).map(|known| &known.content)
    }

    /// The version that stands for an id: the first live one, else the first.
    pub fn owner(&self, id: SchemaId) -> Option<(&Arc<str>, &Version)> {
        let live = self.owners_of(id).find(|(_, version)| !version.deleted);
        live.or_else(|| self.owners_of(id).next())
    }

    /// Writes the answer to an id anew if another version stands for it now, after its versions changed.
    pub fn note_owner(&mut self, context: &Context, id: SchemaId) {
        let owner = self.owner(id).map(|(subject, version)| Owner::of(subject, version));
        if let (Some(owner), Some(known)) = (owner, self.schemas.get_mut(id)) {
            known.note(context, &owner);
        }
    }

    /// The versions that carry an id, by subject and number.
    pub fn owners_of(&self, id: SchemaId) -> impl Iterator<Item = (&Arc<str>, &Version)> {
        self.owners.range((id, Arc::from(""), 0)..).take_while(move |row| row.0 == id).filter_map(
            |(_, subject, number)| {
                let versions = self.subjects.get(subject)?;
                let at = versions.binary_search_by_key(number, |version| version.number).ok()?;
                Some((subject, versions.get(at)?))
            },
        )
    }
}

mod level_name {
    //! A level as its name in the log.

    use contract_schema::Level;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        level: &Option<Level>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        level.map(Level::name).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Level>, D::Error> {
        let name = Option::<String>::deserialize(from)?;
        name.map(|name| name.parse().map_err(serde::de::Error::custom)).transpose()
    }
}
