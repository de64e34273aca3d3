//! Questions to the state that change nothing.

use super::Rules;
use super::command::Candidate;
use super::content::{Content, Guid};
use super::identity::{Draft, Same};
use super::in_force;
use super::name::{Context, SchemaId, Subject, VersionAsked};
use super::references::Targets;
use super::state::{State, Version};
use registry_api::Refusal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which versions a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Live,
    All,
    /// Only what is soft-deleted.
    Deleted,
}

impl Shown {
    /// `deleted` and `deletedOnly` as they stand in a query; the second wins.
    pub fn new(deleted: bool, deleted_only: bool) -> Shown {
        match (deleted, deleted_only) {
            (_, true) => Shown::Deleted,
            (true, false) => Shown::All,
            (false, false) => Shown::Live,
        }
    }

    /// Whether this version is shown.
    pub fn shows(self, version: &Version) -> bool {
        match self {
            Shown::Live => !version.deleted,
            Shown::All => true,
            Shown::Deleted => version.deleted,
        }
    }
}

/// The subjects a prefix selects.
#[derive(Debug, Clone)]
pub struct Prefix {
    /// `None`: every context.
    context: Option<Context>,
    name: String,
}

impl Prefix {
    /// Reads `:*:`, `:*:name`, `:.context:name` or a name in the default context.
    pub fn parse(text: &str) -> Prefix {
        if let Some(name) = text.strip_prefix(":*:") {
            return Prefix { context: None, name: name.to_owned() };
        }
        let Subject { context, name } = Subject::parse(text);
        Prefix { context: Some(context), name: name.to_string() }
    }

    /// Whether the subject is one of those.
    pub fn selects(&self, subject: &Subject) -> bool {
        self.context.as_ref().is_none_or(|wanted| *wanted == subject.context)
            && subject.name.starts_with(&self.name)
    }
}

/// A version with the subject that holds it.
#[derive(Debug, Clone)]
pub struct Found<'s> {
    pub subject: Subject,
    pub version: &'s Version,
}

/// The subject that a name stands for: its own settings may say that it is another name of one. One hop.
pub fn aliased(state: &State, subject: Subject) -> Subject {
    let config = state.configs.get(&subject).filter(|_| !subject.is_context());
    match config.and_then(|config| config.fields.alias.as_deref()) {
        Some(alias) => Subject::parse_in(&subject.context, alias),
        None => subject,
    }
}

/// The other names of every subject that has some.
pub fn aliases(state: &State) -> BTreeMap<Subject, Vec<Subject>> {
    let mut names: BTreeMap<Subject, Vec<Subject>> = BTreeMap::new();
    for place in state.configs.keys() {
        let subject = aliased(state, place.clone());
        if subject != *place {
            names.entry(subject).or_default().push(place.clone());
        }
    }
    names
}

/// Every subject with its versions under a prefix, by context and name.
pub fn subjects_under<'s>(
    state: &'s State,
    prefix: &Prefix,
) -> impl Iterator<Item = (Subject, &'s [Version])> {
    let contexts = state
        .contexts
        .iter()
        .filter(|(context, _)| prefix.context.as_ref().is_none_or(|wanted| wanted == *context));
    contexts.flat_map(move |(context, held)| {
        let from: Arc<str> = prefix.name.as_str().into();
        let under = held.subjects.range(from..);
        let under = under.take_while(|(name, _)| name.starts_with(prefix.name.as_str()));
        under.map(move |(name, versions)| {
            (Subject { context: context.clone(), name: Arc::clone(name) }, versions.as_slice())
        })
    })
}

/// Qualified subject names, sorted as texts. `Deleted` shows subjects without a live version.
pub fn subjects(state: &State, prefix: &Prefix, shown: Shown) -> Vec<String> {
    let visible = subjects_under(state, prefix).filter(|(_, versions)| match shown {
        Shown::Live => versions.iter().any(|version| !version.deleted),
        Shown::All => true,
        Shown::Deleted => versions.iter().all(|version| version.deleted),
    });
    let mut names: Vec<String> = visible.map(|(subject, _)| subject.to_string()).collect();
    names.sort();
    names
}

/// The versions of a subject that are shown, ascending.
///
/// # Errors
/// 40401 if there is none.
pub fn versions<'s>(
    state: &'s State,
    subject: &Subject,
    shown: Shown,
) -> Result<Vec<&'s Version>, Refusal> {
    let versions: Vec<_> =
        state.versions(subject).iter().filter(|version| shown.shows(version)).collect();
    if versions.is_empty() {
        return Err(Refusal::SubjectNotFound { subject: subject.to_string() });
    }
    Ok(versions)
}

/// One version. A subject of the default context that is not there is sought in the others.
///
/// # Errors
/// 40401 or 40402.
pub fn version<'s>(
    state: &'s State,
    subject: &Subject,
    asked: VersionAsked,
    with_deleted: bool,
) -> Result<Found<'s>, Refusal> {
    let in_subject = |subject: &Subject| match asked {
        VersionAsked::Latest => state.latest(subject),
        VersionAsked::Number(number) => {
            state.version(subject, number).filter(|version| with_deleted || !version.deleted)
        }
    };
    let places = std::iter::once(subject.clone()).chain(elsewhere(state, subject));
    let found = places.into_iter().find_map(|subject| {
        let version = in_subject(&subject)?;
        Some(Found { subject, version })
    });
    found.ok_or_else(|| {
        let mut visible = state.versions(subject).iter();
        if visible.any(|version| with_deleted || !version.deleted) {
            Refusal::VersionNotFound { version: asked.in_message() }
        } else {
            Refusal::SubjectNotFound { subject: subject.to_string() }
        }
    })
}

/// The subject of the same name in the other contexts, if it is not in the default one.
pub fn elsewhere(state: &State, subject: &Subject) -> Vec<Subject> {
    if state.versions(subject).is_empty() { namesakes(state, subject) } else { Vec::new() }
}

/// The subjects of the same name in the other contexts; none of a qualified subject.
fn namesakes(state: &State, subject: &Subject) -> Vec<Subject> {
    let others = state.contexts.iter().filter(|(context, held)| {
        subject.context.is_default()
            && !context.is_default()
            && held.subjects.contains_key(&subject.name)
    });
    others
        .map(|(context, _)| Subject { context: context.clone(), name: Arc::clone(&subject.name) })
        .collect()
}

/// The live version that has the candidate's text, or one that was parsed before: found without parsing.
pub fn as_sent<'s>(
    state: &'s State,
    rules: &Rules,
    subject: &Subject,
    candidate: &Candidate,
) -> Option<Found<'s>> {
    let config = in_force::config(state, rules, subject);
    if candidate.normalize || config.fields.normalize == Some(true) {
        return None;
    }
    let draft = Draft::new(state, subject, candidate, false, Targets::All).ok()?;
    let version = draft.find_as_sent(state, rules, subject, false)?;
    Some(Found { subject: subject.clone(), version })
}

/// The version that is the same schema as `candidate`, as a registration would find it, and whether its meaning told.
///
/// # Errors
/// 42201 if the candidate is no schema; 40401 or 40403 if nobody has it.
pub fn same<'s>(
    state: &'s State,
    rules: &Rules,
    subject: &Subject,
    candidate: &Candidate,
    with_deleted: bool,
) -> Result<(Found<'s>, bool), Refusal> {
    for place in std::iter::once(subject.clone()).chain(elsewhere(state, subject)) {
        let config = in_force::config(state, rules, &place);
        let import = in_force::mode(state, &place).is_import();
        let normalize = !import && (candidate.normalize || config.fields.normalize == Some(true));
        let draft = Draft::new(state, &place, candidate, normalize, Targets::All)?;
        let same = match draft.find(state, rules, &place, with_deleted)? {
            Some(same) => Some(same),
            None => match draft.as_inherited(state, &place) {
                Some(inherited) => inherited.find(state, rules, &place, with_deleted)?,
                None => None,
            },
        };
        if let Some(Same { version, by_meaning }) = same {
            return Ok((Found { subject: place, version }, by_meaning));
        }
    }
    let mut visible = state.versions(subject).iter();
    if visible.any(|version| with_deleted || !version.deleted) {
        return Err(Refusal::SchemaNotFound {});
    }
    Err(Refusal::SubjectNotFound { subject: subject.to_string() })
}

/// A schema by id with an owner: the subject of `near` if it carries the id, if it does not its namesakes in other
/// contexts, else any, live ones first.
///
/// # Errors
/// 40403.
pub fn by_id<'s>(
    state: &'s State,
    id: SchemaId,
    near: &Subject,
) -> Result<(Found<'s>, &'s Arc<Content>), Refusal> {
    let mut places = vec![near.clone()];
    places.extend(namesakes(state, near).into_iter().filter(|_| !near.is_context()));
    let owner = places.iter().find_map(|place| {
        let held = state.context(&place.context)?;
        let own = held.owned_by(id, &place.name).last();
        Some((place, held, own?))
    });
    let (context, held) = match owner {
        Some((place, held, _)) => (&place.context, Some(held)),
        None => (&near.context, state.context(&near.context)),
    };
    let found = held.and_then(|held| {
        let content = held.content(id)?;
        let own = owner.map(|(place, _, own)| (&place.name, own));
        let (name, version) = own.or_else(|| held.owner(id))?;
        let subject = Subject { context: context.clone(), name: Arc::clone(name) };
        Some((Found { subject, version }, content))
    });
    found.ok_or_else(|| Refusal::SchemaNotFoundBy { key: id.to_string() })
}

/// The versions of a context whose schema is that of an id, by subject and number. After an import the same schema may
/// bear several ids; all of its owners are listed under each of them.
///
/// # Errors
/// 40403 if the id stands for nothing there.
pub fn owners<'s>(
    state: &'s State,
    context: &Context,
    id: SchemaId,
    with_deleted: bool,
) -> Result<Vec<Found<'s>>, Refusal> {
    let unknown = || Refusal::SchemaNotFound {};
    let held = state.context(context).ok_or_else(unknown)?;
    let content = held.content(id).ok_or_else(unknown)?;
    let carriers = held.ids_of(content.guid, content.format).flat_map(|id| held.owners_of(id));
    let visible = carriers.filter(|(_, version)| with_deleted || !version.deleted);
    let mut found: Vec<_> = visible
        .map(|(name, version)| {
            let subject = Subject { context: context.clone(), name: Arc::clone(name) };
            Found { subject, version }
        })
        .collect();
    found.sort_by(|a, b| (&a.subject, a.version.number).cmp(&(&b.subject, b.version.number)));
    Ok(found)
}

/// Every context and id of a guid, sorted; the default context comes first.
pub fn by_guid(state: &State, guid: Guid) -> Vec<(&Context, SchemaId, &Arc<Content>)> {
    let mut found = Vec::new();
    for (context, held) in &state.contexts {
        for format in contract_schema::Format::ALL {
            let ids = held.ids_of(guid, format);
            found.extend(ids.filter_map(|id| Some((context, id, held.content(id)?))));
        }
    }
    found
}

/// The ids of the direct referrers of a version, by context and id.
pub fn referrer_ids(
    state: &State,
    subject: &Subject,
    version: &Version,
    with_deleted: bool,
) -> Vec<SchemaId> {
    let referrers = state.referrers_of(subject, version.number);
    let visible = referrers.filter(|(_, referrer)| with_deleted || !referrer.deleted);
    let ids: BTreeSet<_> =
        visible.map(|(who, referrer)| (who.context.clone(), referrer.id)).collect();
    ids.into_iter().map(|(_, id)| id).collect()
}

/// The names of all contexts; the default one is always there, and first.
pub fn contexts(state: &State) -> Vec<&str> {
    let others = state.contexts.keys().filter(|context| !context.is_default());
    std::iter::once(".").chain(others.map(Context::as_str)).collect()
}
