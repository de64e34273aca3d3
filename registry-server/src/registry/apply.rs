//! Folds one event into the state. Pure and total over what `decide` emits; anything else is an unreadable log.

use super::association::{Association, Resource};
use super::content::Content;
use super::event::{AssociationSet, Declaration, Event, SchemaAdded};
use super::name::{SchemaId, Subject};
use super::state::{ContextState, Known, Owner, State, Version};
use super::text::Text;
use contract_schema::Format;
use std::sync::Arc;

/// Texts that came with the entry, by hash.
pub type Texts<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// Folds `event`, which happened at `at_ms`.
///
/// # Errors
/// What is missing for the event to make sense.
pub fn apply(state: &mut State, event: Event, at_ms: i64, texts: &Texts<'_>) -> Result<(), String> {
    match event {
        Event::SchemaAdded(added) => add_schema(state, *added, texts)?,
        Event::VersionRegistered { subject, version, id, declares, warnings: _ } => {
            register(state, &subject, version, id, declares, at_ms)?;
        }
        Event::VersionsDeleted { subject, versions } => {
            let mut ids = Vec::new();
            change(state, &subject, |held| {
                for version in held.iter_mut().filter(|held| versions.contains(&held.number)) {
                    version.deleted = true;
                    version.at_ms = at_ms;
                    ids.push(version.id);
                }
            });
            note_owners(state, &subject, ids);
        }
        Event::VersionsPurged { subject, versions } => purge(state, &subject, &versions),
        Event::ConfigSet { place, config } => {
            state.configs.insert(place, Arc::new(*config));
        }
        Event::ConfigCleared { place } => {
            state.configs.remove(&place);
        }
        Event::ModeSet { place, mode } => {
            state.modes.insert(place, mode);
        }
        Event::ModeCleared { place } => {
            state.modes.remove(&place);
        }
        Event::ContextRemoved { context } => {
            state.contexts.remove(&context);
        }
        Event::AssociationSet(set) => associate(state, *set, at_ms),
        Event::AssociationEnded { resource_id, association_type } => {
            state.associations.remove(&resource_id, association_type);
        }
    }
    Ok(())
}

fn associate(state: &mut State, set: AssociationSet, at_ms: i64) {
    let before = state.associations.get(&set.resource_id, set.association_type);
    let created_ms = before.map_or(at_ms, |before| before.created_ms);
    state.associations.put(Association {
        guid: set.guid,
        subject: set.subject,
        resource: Resource {
            name: set.resource_name,
            namespace: set.resource_namespace,
            id: set.resource_id,
            kind: set.resource_type,
        },
        part: set.association_type,
        lifecycle: set.lifecycle,
        frozen: set.frozen,
        created_ms,
        updated_ms: at_ms,
    });
}

fn add_schema(state: &mut State, added: SchemaAdded, texts: &Texts<'_>) -> Result<(), String> {
    let SchemaAdded { context, id, schema_type, guid, text, references, metadata, rule_set } =
        added;
    let format = Format::from_name(&schema_type)
        .ok_or_else(|| format!("schema {id} is of the unknown type `{schema_type}`"))?;
    let text = texts(&text).ok_or_else(|| format!("the text {text} of schema {id} is missing"))?;
    let content = Content {
        format,
        guid,
        text: Text::new(text),
        references,
        metadata: metadata.map(Box::new),
        rule_set: rule_set.map(Box::new),
    };
    let held = state.contexts.entry(context).or_default();
    held.last_id = held.last_id.max(id.0);
    held.by_content.insert((content.guid, content.format, id));
    held.schemas.insert(id, Known { content: Arc::new(content), answer: None });
    Ok(())
}

fn register(
    state: &mut State,
    subject: &Subject,
    number: u32,
    id: SchemaId,
    declares: Option<Arc<Declaration>>,
    at_ms: i64,
) -> Result<(), String> {
    let held = state.contexts.get_mut(&subject.context);
    let known = held.and_then(|held| held.schemas.get_mut(id));
    let known = known.ok_or_else(|| format!("schema {id} of `{subject}` is not there"))?;
    if known.answer.is_none() {
        // Before anybody else holds the content.
        let name = Arc::clone(&subject.name);
        known.note(&subject.context, &Owner { subject: name, number, deleted: false, at_ms });
    }
    let content = Arc::clone(&known.content);
    if state.version(subject, number).is_some() {
        // An import may write over a version.
        purge(state, subject, &[number]);
        let held = state.contexts.entry(subject.context.clone()).or_default();
        let known = Known { content: Arc::clone(&content), answer: None };
        if held.schemas.insert(id, known).is_none() {
            held.by_content.insert((content.guid, content.format, id));
        }
    }
    for reference in &content.references {
        let target = Subject::parse_in(&subject.context, &reference.subject);
        let row = (target, reference.version.unsigned_abs(), subject.clone(), number);
        state.referrers.insert(row);
    }
    if let Some(declares) = &declares {
        state.declared.insert((Arc::clone(&declares.event), subject.clone(), number));
    }
    let held = state.contexts.entry(subject.context.clone()).or_default();
    held.owners.insert((id, Arc::clone(&subject.name), number));
    change(state, subject, |versions| {
        let at = versions.partition_point(|version| version.number < number);
        if versions.is_empty() {
            // Most subjects have one version; a list that grows takes room for four at once.
            versions.reserve_exact(1);
        }
        let version = Version { number, id, content, declares, deleted: false, at_ms };
        versions.insert(at, version);
    });
    note_owners(state, subject, [id]);
    Ok(())
}

/// Removes versions, and every content that no version carries any more.
fn purge(state: &mut State, subject: &Subject, numbers: &[u32]) {
    let mut gone = Vec::new();
    change(state, subject, |versions| {
        versions.retain(|version| {
            let stays = !numbers.contains(&version.number);
            if !stays {
                gone.push(version.clone());
            }
            stays
        });
    });
    for version in gone {
        for reference in &version.content.references {
            let target = Subject::parse_in(&subject.context, &reference.subject);
            let number = reference.version.unsigned_abs();
            state.referrers.remove(&(target, number, subject.clone(), version.number));
        }
        if let Some(declares) = &version.declares {
            let event = Arc::clone(&declares.event);
            state.declared.remove(&(event, subject.clone(), version.number));
        }
        let held = state.contexts.entry(subject.context.clone()).or_default();
        held.owners.remove(&(version.id, Arc::clone(&subject.name), version.number));
        if held.owners_of(version.id).next().is_none() {
            held.schemas.remove(version.id);
            held.by_content.remove(&(version.content.guid, version.content.format, version.id));
        } else {
            held.note_owner(&subject.context, version.id);
        }
    }
}

/// After some ids got or lost versions in a subject.
fn note_owners(state: &mut State, subject: &Subject, ids: impl IntoIterator<Item = SchemaId>) {
    if let Some(held) = state.contexts.get_mut(&subject.context) {
        ids.into_iter().for_each(|id| held.note_owner(&subject.context, id));
    }
}

/// Edits the versions of a subject; a subject without versions is none.
fn change(state: &mut State, subject: &Subject, edit: impl FnOnce(&mut Vec<Version>)) {
    let held: &mut ContextState = state.contexts.entry(subject.context.clone()).or_default();
    let versions = held.subjects.entry(Arc::clone(&subject.name)).or_default();
    let versions = Arc::make_mut(versions);
    edit(versions);
    if versions.is_empty() {
        held.subjects.remove(&subject.name);
    }
}
