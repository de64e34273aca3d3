//! Registering a schema: the same one again, or a new version that mode, compatibility and policy let in.

use super::Outcome;
use crate::log::Digest;
use crate::registry::Rules;
use crate::registry::command::{Candidate, Reply, VersionWanted};
use crate::registry::content::Content;
use crate::registry::event::{Declaration, Event, SchemaAdded};
use crate::registry::identity::{self, Draft, Same, VERSION_PROPERTY};
use crate::registry::in_force;
use crate::registry::judge::{self, Case, Place};
use crate::registry::library::Parsed;
use crate::registry::name::{SchemaId, Subject};
use crate::registry::references::Targets;
use crate::registry::retag::retagged;
use crate::registry::rule_set::{self, overlay_metadata, overlay_rules};
use crate::registry::state::{Config, ContextState, State, Version};
use registry_api::{Mode, Refusal};
use std::sync::Arc;

/// The order is Confluent's: an identical live schema is answered in every mode, then the mode speaks, then the rest.
pub(super) fn decide(
    rules: &Rules,
    state: &State,
    subject: &Subject,
    candidate: &Candidate,
    now_ms: i64,
) -> Result<Outcome, Refusal> {
    if candidate.text.len() > rules.schema_bytes {
        let (bytes, limit) = (candidate.text.len(), rules.schema_bytes);
        return Err(Refusal::SchemaTooLarge { bytes, limit });
    }
    let config = in_force::config(state, rules, subject);
    let mode = in_force::mode(state, subject);
    let wishes = candidate.normalize || config.fields.normalize == Some(true);
    let normalize = wishes && !mode.is_import();
    if !candidate.text.is_empty() && !candidate.is_retagged() && !has_overlays(&config) {
        let draft = Draft::new(state, subject, candidate, normalize, Targets::All)?;
        if let Some(same) = existing(state, rules, subject, &draft)? {
            return Ok(Outcome::unchanged(reply(same)));
        }
    }
    check_mode(mode, subject, candidate)?;
    if let Some(rules) = &candidate.rule_set {
        rule_set::check(rules)?;
    }
    if mode.is_import() {
        return import(rules, state, subject, candidate);
    }
    let merged = inherit(state, subject, candidate, &config)?;
    let merged = retagged(state, rules, subject, merged)?;
    let place = Place { rules, state, subject, config: &config };
    add(&place, &merged, normalize, now_ms)
}

/// The answer to a registration whose text a version of the subject has, in a spelling seen before: nothing is parsed.
pub fn known(
    state: &State,
    rules: &Rules,
    subject: &Subject,
    candidate: &Candidate,
) -> Option<Reply> {
    let config = in_force::config(state, rules, subject);
    let normalize = candidate.normalize || config.fields.normalize == Some(true);
    let any = candidate.version == VersionWanted::Next;
    if normalize
        || !any
        || candidate.text.is_empty()
        || candidate.is_retagged()
        || has_overlays(&config)
    {
        return None;
    }
    let draft = Draft::new(state, subject, candidate, false, Targets::All).ok()?;
    let found = draft.find_as_sent(state, rules, subject, false)?;
    let same = Same { version: found, by_meaning: false };
    candidate.id.is_none_or(|id| id == found.id).then(|| reply(same))
}

/// The version that makes a registration needless.
fn existing<'s>(
    state: &'s State,
    rules: &Rules,
    subject: &Subject,
    draft: &Draft,
) -> Result<Option<Same<'s>>, Refusal> {
    let find = |draft: &Draft| match draft.candidate.version {
        VersionWanted::Next => draft.find(state, rules, subject, false),
        VersionWanted::NextStamped => draft.find_latest(state, rules, subject),
        // No version is the one asked for; a text that is no schema is refused at this point all the same.
        VersionWanted::Number(_) => draft.read(state, rules, subject).map(|_parsed| None),
    };
    let found = match find(draft)? {
        Some(same) => Some(same),
        None => match draft.as_inherited(state, subject) {
            Some(inherited) => find(&inherited)?,
            None => None,
        },
    };
    let (Some(found), Some(id)) = (found, draft.candidate.id) else { return Ok(found) };
    // After an import the subject may hold the schema under several ids; the one asked for is wanted.
    let content = |version: &Version| (version.content.guid, version.content.format);
    let mut live = state.versions(subject).iter().rev().filter(|version| !version.deleted);
    let wanted =
        live.find(|version| version.id == id && content(version) == content(found.version));
    Ok(wanted.map(|version| Same { version, ..found }))
}

fn has_overlays(config: &Config) -> bool {
    let fields = &config.fields;
    fields.default_metadata.is_some()
        || fields.override_metadata.is_some()
        || fields.default_rule_set.is_some()
        || fields.override_rule_set.is_some()
}

fn check_mode(mode: Mode, subject: &Subject, candidate: &Candidate) -> Result<(), Refusal> {
    let (name, context) = (subject.to_string(), subject.context.prefix());
    match (mode, candidate.id) {
        (Mode::Readonly | Mode::ReadonlyOverride, _) => {
            Err(Refusal::ReadOnly { subject: name, context })
        }
        (Mode::Readwrite, Some(_)) => Err(Refusal::NotImport { subject: name, context }),
        (Mode::Import | Mode::Forward, None) => {
            Err(Refusal::NotReadWrite { subject: name, context })
        }
        (Mode::Readwrite, None) | (Mode::Import | Mode::Forward, Some(_)) => Ok(()),
    }
}

/// Fills in what the request leaves out: from the latest version, then defaults under and overrides over it.
fn inherit(
    state: &State,
    subject: &Subject,
    candidate: &Candidate,
    config: &Config,
) -> Result<Candidate, Refusal> {
    let mut merged = candidate.clone();
    let latest = state.latest(subject).map(|version| &version.content);
    if merged.text.is_empty() {
        let latest = latest.ok_or(Refusal::EmptySchema {})?;
        merged.text = latest.text.plain();
        merged.format = latest.format;
        merged.references.clone_from(&latest.references);
    }
    let fields = &config.fields;
    let metadata =
        merged.metadata.or_else(|| latest.and_then(|latest| latest.metadata.as_deref().cloned()));
    let metadata = overlay_metadata(fields.default_metadata.as_ref(), metadata.as_ref());
    merged.metadata = overlay_metadata(metadata.as_ref(), fields.override_metadata.as_ref());
    let rules =
        merged.rule_set.or_else(|| latest.and_then(|latest| latest.rule_set.as_deref().cloned()));
    let rules = overlay_rules(fields.default_rule_set.as_ref(), rules.as_ref());
    merged.rule_set = overlay_rules(rules.as_ref(), fields.override_rule_set.as_ref());
    Ok(merged)
}

/// A new version, unless the merged candidate turns out to exist.
fn add(
    place: &Place<'_>,
    merged: &Candidate,
    normalize: bool,
    now_ms: i64,
) -> Result<Outcome, Refusal> {
    let Place { rules, state, subject, config } = *place;
    let as_new = in_force::validates_new_schemas(rules, config);
    let targets = if as_new { Targets::Live } else { Targets::All };
    let mut draft = Draft::new(state, subject, merged, normalize, targets)?;
    if normalize {
        draft.candidate.references = identity::sorted(draft.candidate.references);
    }
    let parsed = draft.parse(state, rules, subject, as_new)?;
    judge::check_names(place, &parsed)?;
    refuse_strong(state, subject, &draft.candidate)?;
    if let Some(same) = existing(state, rules, subject, &draft)? {
        return Ok(Outcome::unchanged(reply(same)));
    }
    let number = next_number(state, subject);
    let warnings = Case { place, draft: &draft, parsed: &parsed }.admit(number, now_ms)?;
    if matches!(merged.version, VersionWanted::Number(wanted) if wanted != number) {
        return Err(Refusal::NotNextVersion {});
    }
    stamp(&mut draft, number);
    let new =
        New { number, content: draft.content(&parsed), declares: declares(&parsed), warnings };
    Ok(write(state, subject, new, None))
}

/// A subject that belongs to a resource may go with it, so nothing may build on it.
fn refuse_strong(state: &State, subject: &Subject, candidate: &Candidate) -> Result<(), Refusal> {
    let targets = candidate.references.iter();
    let mut targets =
        targets.map(|reference| Subject::parse_in(&subject.context, &reference.subject));
    match targets.find(|target| state.associations.is_strong(target)) {
        Some(target) => Err(Refusal::StrongReference { subject: target.to_string() }),
        None => Ok(()),
    }
}

/// What a new version is about to be.
struct New {
    number: u32,
    content: Content,
    declares: Option<Arc<Declaration>>,
    warnings: Vec<String>,
}

fn declares(parsed: &Parsed) -> Option<Arc<Declaration>> {
    let contract = parsed.contract()?;
    let event = contract.event.as_str().into();
    Some(Arc::new(Declaration { event, producer: contract.producer.clone() }))
}

/// In IMPORT and FORWARD a schema comes with its id, is not judged, and may write over a version.
fn import(
    rules: &Rules,
    state: &State,
    subject: &Subject,
    candidate: &Candidate,
) -> Result<Outcome, Refusal> {
    if candidate.text.is_empty() {
        return Err(Refusal::EmptySchema {});
    }
    // What an import inherits from earlier versions is nothing, their tags included.
    let candidate = Candidate { propagate_tags: false, ..candidate.clone() };
    let candidate = retagged(state, rules, subject, candidate)?;
    let draft = Draft::new(state, subject, &candidate, false, Targets::All)?;
    let parsed: Arc<Parsed> = draft.parse(state, rules, subject, false)?;
    refuse_strong(state, subject, &draft.candidate)?;
    let content = draft.content(&parsed);
    let number = match candidate.version {
        VersionWanted::Number(number) => number,
        VersionWanted::Next | VersionWanted::NextStamped => next_number(state, subject),
    };
    let id = candidate.id.expect("the mode check demands an id");
    let held = state.context(&subject.context).and_then(|held| held.content(id));
    if held.is_some_and(|held| held.guid != content.guid || held.format != content.format) {
        return Err(Refusal::IdTaken { id: id.0, context: subject.context.prefix() });
    }
    let new = New { number, content, declares: declares(&parsed), warnings: Vec::new() };
    Ok(write(state, subject, new, Some(id)))
}

/// One more than the highest number there, soft-deleted ones included.
fn next_number(state: &State, subject: &Subject) -> u32 {
    state.versions(subject).last().map_or(1, |version| version.number.saturating_add(1))
}

/// Writes the version into the metadata if it was asked for, or is there already.
fn stamp(draft: &mut Draft, number: u32) {
    let candidate = &mut draft.candidate;
    let stamped = candidate
        .metadata
        .as_ref()
        .is_some_and(|metadata| metadata.properties.contains_key(VERSION_PROPERTY));
    if stamped || candidate.version != VersionWanted::Next {
        let metadata = candidate.metadata.get_or_insert_default();
        metadata.properties.insert(VERSION_PROPERTY.to_owned(), number.to_string());
    }
}

/// The facts of a new version; older soft-deleted ones of the same id give way to it.
fn write(state: &State, subject: &Subject, new: New, wanted: Option<SchemaId>) -> Outcome {
    let New { number, content, declares, warnings } = new;
    let context = state.context(&subject.context);
    let known = context.and_then(|held| held.ids_of(content.guid, content.format).next());
    let id = wanted.or(known).unwrap_or_else(|| fresh_id(context));
    let held = context.and_then(|held| held.content(id));
    let (mut events, mut texts) = (Vec::new(), Vec::new());
    let content = held.cloned().unwrap_or_else(|| {
        let text = content.text.plain();
        events.push(added(subject, id, &content, &text));
        texts.push(text);
        Arc::new(content)
    });
    let subject = subject.clone();
    let versions = replaced(state, &subject, number, id);
    let (registered, version) = (subject.clone(), number);
    events.push(Event::VersionRegistered { subject: registered, version, id, declares, warnings });
    if !versions.is_empty() {
        events.push(Event::VersionsPurged { subject, versions });
    }
    Outcome { events, texts, reply: Reply::Registered { version, id, content, since_ms: None } }
}

fn added(subject: &Subject, id: SchemaId, content: &Content, text: &str) -> Event {
    Event::SchemaAdded(Box::new(SchemaAdded {
        context: subject.context.clone(),
        id,
        schema_type: content.format.name().to_owned(),
        guid: content.guid,
        text: Digest::of(text.as_bytes()).to_string(),
        references: content.references.clone(),
        metadata: content.metadata.as_deref().cloned(),
        rule_set: content.rule_set.as_deref().cloned(),
    }))
}

fn replaced(state: &State, subject: &Subject, number: u32, id: SchemaId) -> Vec<u32> {
    let lower = state.versions(subject).iter().filter(|version| version.number < number);
    let same = lower.filter(|version| version.deleted && version.id == id);
    let free = same.filter(|version| state.referrers_of(subject, version.number).next().is_none());
    free.map(|version| version.number).collect()
}

/// One more than the highest ever given; when an import has used that up, the lowest free one.
fn fresh_id(context: Option<&ContextState>) -> SchemaId {
    let Some(context) = context else { return SchemaId(1) };
    let highest = i32::MAX.unsigned_abs();
    let mut candidates = (context.last_id.saturating_add(1)..=highest).chain(1..=highest);
    let free = candidates.find(|id| context.schemas.get(SchemaId(*id)).is_none());
    SchemaId(free.expect("two thousand million schemas do not fit in memory"))
}

fn reply(Same { version, by_meaning }: Same<'_>) -> Reply {
    let Version { number, id, content, at_ms, .. } = version;
    let since_ms = by_meaning.then_some(*at_ms);
    Reply::Registered { version: *number, id: *id, content: Arc::clone(content), since_ms }
}
