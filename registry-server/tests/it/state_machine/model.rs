//! The registry as the reference describes it, in the plainest structures: maps that are searched from end to end.

mod deletes;
mod in_force;
mod reads;
mod register;
mod schemas;

use super::operation::{Asked, EVERYWHERE, Operation, Subject, rule_set};
use super::pool::Engine;
use contract_schema::Format;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Metadata: the properties alone.
type Metadata = BTreeMap<String, String>;

/// What makes two schemas the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    format: Format,
    text: String,
    /// Name, subject as written, version as a number.
    references: Vec<(String, String, u32)>,
    labels: Labels,
}

/// What is kept beside a schema and makes it another content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Labels {
    metadata: Option<Metadata>,
    /// The name of the one rule.
    rules: Option<&'static str>,
}

impl Labels {
    /// What is absent is taken from the others.
    fn or(self, others: &Labels) -> Labels {
        Labels {
            metadata: self.metadata.or_else(|| others.metadata.clone()),
            rules: self.rules.or(others.rules),
        }
    }
}

#[derive(Debug, Clone)]
struct Version {
    id: u32,
    content: Content,
    deleted: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Config {
    level: Option<String>,
    normalize: Option<bool>,
    group: Option<String>,
    alias: Option<Subject>,
}

pub(crate) struct Model {
    engine: Rc<Engine>,
    versions: BTreeMap<Subject, BTreeMap<u32, Version>>,
    /// Context to the highest id given there; a context is here once it had a version.
    last_ids: BTreeMap<&'static str, u32>,
    configs: BTreeMap<Subject, Config>,
    modes: BTreeMap<Subject, String>,
}

/// Any of these bodies, or a refusal.
pub(crate) type Answer = Result<Vec<Value>, Refused>;

/// Why not; the text where the reference gives it.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: u32,
    pub(crate) message: Option<String>,
}

fn refuse<T>(code: u32, message: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { code, message: Some(message.into()) })
}

fn refuse_somehow<T>(code: u32) -> Result<T, Refused> {
    Err(Refused { code, message: None })
}

fn no_subject<T>(subject: Subject) -> Result<T, Refused> {
    refuse(40401, format!("Subject '{subject}' not found."))
}

fn no_version<T>(version: Asked) -> Result<T, Refused> {
    refuse(40402, format!("Version {} not found.", version.max(-1)))
}

impl Model {
    pub(crate) fn new(engine: Rc<Engine>) -> Model {
        Model {
            engine,
            versions: BTreeMap::new(),
            last_ids: BTreeMap::new(),
            configs: BTreeMap::new(),
            modes: BTreeMap::new(),
        }
    }

    /// What the answer must be. Where the reference leaves the choice of an id, the registry's choice is taken over.
    pub(crate) fn answer(&mut self, operation: &Operation, observed: &Value) -> Answer {
        use Operation as O;
        match &self.redirected(operation) {
            O::Register { subject, candidate, normalize, force } => {
                self.register(*subject, candidate, *normalize, *force, observed)
            }
            O::Lookup { subject, candidate, normalize, deleted } => {
                self.lookup(*subject, candidate, *normalize, *deleted)
            }
            O::Compatible { subject, candidate, version } => {
                self.compatible(*subject, candidate, *version)
            }
            O::DeleteSubject { subject, permanent } => self.delete_subject(*subject, *permanent),
            O::DeleteVersion { subject, version, permanent } => {
                self.delete_version(*subject, *version, *permanent)
            }
            O::PutConfig { place, level, normalize, group, alias } => {
                self.put_config(*place, (*level, *normalize, *group, *alias))
            }
            O::DeleteConfig { place } => self.delete_config(*place),
            O::GetConfig { place, fall_back } => self.get_config(*place, *fall_back),
            O::PutMode { place, mode, force } => self.put_mode(*place, *mode, *force),
            O::DeleteMode { place, recursive } => self.delete_mode(*place, *recursive),
            O::GetMode { place, fall_back } => self.get_mode(*place, *fall_back),
            O::Subjects { shown } => Ok(vec![self.subjects(*shown)]),
            O::Schemas { deleted, latest_only } => Ok(vec![self.schemas(*deleted, *latest_only)]),
            O::Versions { subject, shown } => self.list_versions(*subject, *shown),
            O::Version { subject, version, deleted } => {
                self.get_version(*subject, *version, *deleted)
            }
            O::ReferencedBy { subject, version, deleted } => {
                self.referenced_by(*subject, *version, *deleted)
            }
            O::ById { subject, id } => self.by_id(*subject, *id),
            O::SubjectsOfId { context, id, deleted } => {
                self.subjects_of_id(context.context, *id, *deleted)
            }
            O::VersionsOfId { context, id, deleted } => {
                self.versions_of_id(context.context, *id, *deleted)
            }
            O::Contexts => Ok(vec![self.contexts()]),
            O::Page { list, offset, limit } => {
                let bodies = self.answer(list, observed)?.into_iter();
                Ok(bodies.map(|body| page(body, *offset, *limit)).collect())
            }
            O::Restart => Ok(vec![Value::Null]),
        }
    }

    /// The same about the subjects that aliases lead to, one step.
    fn redirected(&self, operation: &Operation) -> Operation {
        use Operation as O;
        let mut redirected = operation.clone();
        if let O::Register { subject, .. }
        | O::Lookup { subject, .. }
        | O::Compatible { subject, .. }
        | O::DeleteSubject { subject, .. }
        | O::DeleteVersion { subject, .. }
        | O::Versions { subject, .. }
        | O::Version { subject, .. }
        | O::ReferencedBy { subject, .. }
        | O::ById { subject, .. }
        | O::SubjectsOfId { context: subject, .. }
        | O::VersionsOfId { context: subject, .. } = &mut redirected
            && let Some(alias) = self.configs.get(subject).and_then(|config| config.alias)
        {
            *subject = alias;
        }
        redirected
    }

    /// The highest number and the highest id that any question should name.
    pub(crate) fn bounds(&self) -> (u32, u32) {
        let numbers = self.versions.values().flat_map(|versions| versions.keys());
        let ids = self.last_ids.values();
        (numbers.max().copied().unwrap_or(0), ids.max().copied().unwrap_or(0))
    }

    fn of(&self, subject: Subject) -> impl DoubleEndedIterator<Item = (u32, &Version)> {
        self.versions
            .get(&subject)
            .into_iter()
            .flatten()
            .map(|(number, version)| (*number, version))
    }

    fn live(&self, subject: Subject) -> impl DoubleEndedIterator<Item = (u32, &Version)> {
        self.of(subject).filter(|(_, version)| !version.deleted)
    }

    fn exists(&self, subject: Subject, deleted: bool) -> bool {
        self.of(subject).any(|(_, version)| deleted || !version.deleted)
    }

    fn latest(&self, subject: Subject) -> Option<(u32, &Version)> {
        self.live(subject).next_back()
    }

    /// The version asked for; `latest` is the highest live one.
    fn find(&self, subject: Subject, asked: Asked) -> Option<(u32, &Version)> {
        match asked {
            -1 | -2 => self.latest(subject),
            number => self.of(subject).find(|(found, _)| i64::from(*found) == number),
        }
    }

    fn all(&self) -> impl Iterator<Item = (Subject, u32, &Version)> {
        self.versions.iter().flat_map(|(subject, versions)| {
            versions.iter().map(|(number, version)| (*subject, *number, version))
        })
    }

    /// Versions that refer to this one.
    fn referrers(&self, target: Subject, number: u32) -> Vec<(Subject, u32, &Version)> {
        let refers = |(subject, _, version): &(Subject, u32, &Version)| {
            version.content.references.iter().any(|(_, text, to)| {
                *to == number && resolve(subject.context, text) == Some(target)
            })
        };
        self.all().filter(refers).collect()
    }

    /// The ids under which a content is known in a context.
    fn ids_of(&self, context: &str, content: &Content) -> BTreeSet<u32> {
        let same = self.all().filter(|(subject, _, version)| {
            subject.context == context && version.content == *content
        });
        same.map(|(_, _, version)| version.id).collect()
    }

    fn contexts(&self) -> Value {
        let others = self.last_ids.keys().filter(|context| !context.is_empty());
        json!(["."].into_iter().chain(others.copied()).collect::<Vec<_>>())
    }
}

/// The subject that a reference or a listing names, seen from a context.
fn resolve(context: &'static str, text: &str) -> Option<Subject> {
    let known = super::operation::SUBJECTS.into_iter();
    known.clone().find(|subject| match text.strip_prefix(":.x:") {
        Some(name) => subject.context == ".x" && subject.name == name,
        None => subject.context == context && subject.name == text,
    })
}

/// The members that every answer with a schema has.
fn described(content: &Content) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("schemaType".into(), json!(content.format.name()));
    body.insert("schema".into(), json!(content.text));
    if !content.references.is_empty() {
        let references = content.references.iter().map(
            |(name, subject, version)| json!({"name": name, "subject": subject, "version": version}),
        );
        body.insert("references".into(), references.collect());
    }
    let metadata = content.labels.metadata.as_ref();
    if let Some(properties) = metadata.filter(|metadata| !metadata.is_empty()) {
        body.insert("metadata".into(), json!({ "properties": properties }));
    }
    if let Some(name) = content.labels.rules {
        body.insert("ruleSet".into(), rule_set(name));
    }
    body
}

fn with(mut body: Map<String, Value>, members: &[(&str, Value)]) -> Value {
    body.extend(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Value::Object(body)
}

/// The part of a list: a negative offset is none, a limit that is no count is the default one.
fn page(body: Value, offset: i64, limit: i64) -> Value {
    let Value::Array(rows) = body else { return body };
    let limit = if limit > 0 { limit as usize } else { usize::MAX };
    rows.into_iter().skip(offset.max(0) as usize).take(limit).collect()
}

/// The context as messages print it: the default one as nothing.
fn printed(context: &str) -> String {
    if context.is_empty() { String::new() } else { format!(":{context}:") }
}

/// Where settings of a subject are sought when it has none of its own, outwards.
fn outwards(place: Subject) -> Vec<Subject> {
    let context = Subject { context: place.context, name: "" };
    if place == EVERYWHERE { vec![place] } else { vec![context, EVERYWHERE] }
}
