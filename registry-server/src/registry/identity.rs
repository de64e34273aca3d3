//! When two schemas are the same: by hash first, then by meaning, newest version first.

use super::Rules;
use super::command::Candidate;
use super::content::{Content, Guid};
use super::library::Parsed;
use super::name::Subject;
use super::references::{self, Names, Targets};
use super::state::{State, Version};
use super::text::Text;
use crate::config::MAX_NESTING;
use crate::log::MAX_ENTRY_BYTES;
use contract_schema::{Dependency, Format, ParseOptions, SchemaError};
use registry_api::{Metadata, Refusal, SchemaReference};
use std::sync::Arc;

/// Longest text that is hashed before it is parsed; a look at it may happen on the async threads.
const SHORT: usize = 64 << 10;

/// The metadata property that carries the version number.
pub const VERSION_PROPERTY: &str = "confluent:version";

/// A version that is the same schema.
#[derive(Debug, Clone, Copy)]
pub struct Same<'s> {
    pub version: &'s Version,
    /// Found among the parsed versions, not by its hash: answers then show it as it is stored, with its time.
    pub by_meaning: bool,
}

/// A candidate in the course of a decision: references pinned, everything inherited filled in.
#[derive(Debug, Clone)]
pub struct Draft {
    pub candidate: Candidate,
    pub normalize: bool,
    pub targets: Targets,
}

impl Draft {
    /// Pins the references.
    ///
    /// # Errors
    /// 42201 for a reference that points at nothing.
    pub fn new(
        state: &State,
        subject: &Subject,
        candidate: &Candidate,
        normalize: bool,
        targets: Targets,
    ) -> Result<Draft, Refusal> {
        let Candidate { format, references, .. } = candidate;
        let pinned = references::pin(state, &subject.context, *format, references, targets)?;
        let candidate = Candidate { references: pinned, ..candidate.clone() };
        Ok(Draft { candidate, normalize, targets })
    }

    /// The parsed candidate, checked as a new schema if `as_new`.
    ///
    /// # Errors
    /// 42201 with every complaint of the parser.
    pub fn parse(
        &self,
        state: &State,
        rules: &Rules,
        subject: &Subject,
        as_new: bool,
    ) -> Result<Arc<Parsed>, Refusal> {
        let Candidate { format, text, references, .. } = &self.candidate;
        let names = if rules.strict_reference_versions { Names::Strict } else { Names::First };
        let closure =
            references::closure(state, &subject.context, *format, references, self.targets, names)?;
        parse(rules, *format, text, &closure, as_new)
    }

    /// What would be stored: the text that is served and the hash that identifies it.
    pub fn content(&self, parsed: &Parsed) -> Content {
        let identity = if self.normalize { parsed.normalized() } else { parsed.canonical() };
        let Candidate { format, references, metadata, rule_set, .. } = &self.candidate;
        let guid = Guid::of(&identity, references, metadata.as_ref(), rule_set.as_ref());
        Content {
            format: *format,
            guid,
            text: Text::new(&served_text(*format, &self.candidate.text, identity, self.normalize)),
            references: references.clone(),
            metadata: metadata.clone().map(Box::new),
            rule_set: rule_set.clone().map(Box::new),
        }
    }

    /// The version of `subject` that is the same schema. Parses only if no version has the text as it was sent.
    ///
    /// # Errors
    /// 42201 if the text is no schema.
    pub fn find<'s>(
        &self,
        state: &'s State,
        rules: &Rules,
        subject: &Subject,
        with_deleted: bool,
    ) -> Result<Option<Same<'s>>, Refusal> {
        let by_hash_alone = |version| Same { version, by_meaning: false };
        if let Some(version) = self.find_as_sent(state, rules, subject, with_deleted) {
            return Ok(Some(by_hash_alone(version)));
        }
        let parsed = self.read(state, rules, subject)?;
        let content = self.content(&parsed);
        let found = by_hash(state, subject, content.guid, content.format, with_deleted);
        Ok(found.map(by_hash_alone).or_else(|| {
            let version = self.by_meaning(state, rules, subject, &parsed, with_deleted)?;
            Some(Same { version, by_meaning: true })
        }))
    }

    /// The latest live version, if it is the same schema. Hashes are no help to Confluent's registry here.
    ///
    /// # Errors
    /// 42201 if the draft is no schema.
    pub fn find_latest<'s>(
        &self,
        state: &'s State,
        rules: &Rules,
        subject: &Subject,
    ) -> Result<Option<Same<'s>>, Refusal> {
        let parsed = self.read(state, rules, subject)?;
        let content = self.content(&parsed);
        let latest = state.latest(subject).filter(|latest| {
            (latest.content.guid, latest.content.format) == (content.guid, content.format)
                || self.means(state, rules, subject, &parsed, latest)
        });
        Ok(latest.map(|version| Same { version, by_meaning: true }))
    }

    /// Parses it as new or as stored: what passes as new reads the same as stored; only what does not is parsed twice.
    ///
    /// # Errors
    /// 42201.
    pub fn read(
        &self,
        state: &State,
        rules: &Rules,
        subject: &Subject,
    ) -> Result<Arc<Parsed>, Refusal> {
        let parsed = self.parse(state, rules, subject, true);
        parsed.or_else(|_| self.parse(state, rules, subject, false))
    }

    /// The text may be canonical as it is, or have been parsed before: hashes tell, and nothing is parsed.
    pub fn find_as_sent<'s>(
        &self,
        state: &'s State,
        rules: &Rules,
        subject: &Subject,
        with_deleted: bool,
    ) -> Option<&'s Version> {
        if self.normalize || self.candidate.text.len() > SHORT {
            return None;
        }
        let Candidate { format, text, references, metadata, rule_set, .. } = &self.candidate;
        let find = |canonical: &str| {
            let guid = Guid::of(canonical, references, metadata.as_ref(), rule_set.as_ref());
            by_hash(state, subject, guid, *format, with_deleted)
        };
        find(text).or_else(|| {
            // What it refers to would have to be gathered first.
            let as_new = options(rules, true);
            let known = || rules.library.remembered(*format, text, as_new);
            find(&references.is_empty().then(known)??.canonical())
        })
    }

    /// The draft with the metadata and rules it would inherit, if that changes it.
    pub fn as_inherited(&self, state: &State, subject: &Subject) -> Option<Draft> {
        let latest = &state.latest(subject)?.content;
        let mut inherited = self.clone();
        let candidate = &mut inherited.candidate;
        candidate.metadata =
            candidate.metadata.take().or_else(|| latest.metadata.as_deref().cloned());
        candidate.rule_set =
            candidate.rule_set.take().or_else(|| latest.rule_set.as_deref().cloned());
        (inherited.candidate != self.candidate).then_some(inherited)
    }

    fn by_meaning<'s>(
        &self,
        state: &'s State,
        rules: &Rules,
        subject: &Subject,
        parsed: &Parsed,
        with_deleted: bool,
    ) -> Option<&'s Version> {
        let versions = state.versions(subject).iter().rev();
        let mut visible = versions.filter(|version| with_deleted || !version.deleted);
        visible.find(|version| self.means(state, rules, subject, parsed, version))
    }

    /// Whether this version means the same, however it is written.
    fn means(
        &self,
        state: &State,
        rules: &Rules,
        subject: &Subject,
        parsed: &Parsed,
        version: &Version,
    ) -> bool {
        self.is_comparable(version)
            && parse_stored(state, rules, subject, &version.content)
                .is_ok_and(|stored| stored.schema.is_equivalent(&parsed.schema))
    }

    fn is_comparable(&self, version: &Version) -> bool {
        let Candidate { format, references, metadata, rule_set, .. } = &self.candidate;
        let Content { format: old_format, references: old_references, .. } = &*version.content;
        let inlined = references.is_empty() && !old_references.is_empty();
        format == old_format
            && (references == old_references || inlined)
            && same_metadata(metadata.as_ref(), version)
            && rule_set.as_ref() == version.content.rule_set.as_deref()
    }
}

/// Parses a text with its closure.
///
/// # Errors
/// 42201 with every complaint of the parser.
pub fn parse(
    rules: &Rules,
    format: Format,
    text: &str,
    closure: &[Dependency],
    as_new: bool,
) -> Result<Arc<Parsed>, Refusal> {
    rules
        .library
        .parse(format, text, closure, options(rules, as_new))
        .map_err(|error| invalid(format, &error))
}

fn options(rules: &Rules, as_new: bool) -> ParseOptions {
    let mut options = if as_new { ParseOptions::new_schema() } else { ParseOptions::stored() };
    // What was accepted under another configuration stays readable; a new text's length is looked at before.
    options.limits.depth = if as_new { rules.nesting } else { MAX_NESTING };
    options.limits.bytes = MAX_ENTRY_BYTES;
    options
}

/// The parser's complaints as a refusal.
pub fn invalid(format: Format, error: &SchemaError) -> Refusal {
    let details = match format {
        Format::Protobuf => format!("Could not parse Protobuf - {error}"),
        Format::Avro | Format::Json => error.to_string(),
    };
    Refusal::InvalidSchema { format: format.name().to_owned(), details }
}

/// Parses what is stored, with what it refers to, soft-deleted or not.
///
/// # Errors
/// 42201 if the text is no schema, which only an import can bring about.
pub fn parse_stored(
    state: &State,
    rules: &Rules,
    subject: &Subject,
    content: &Content,
) -> Result<Arc<Parsed>, Refusal> {
    let Content { format, text, references, .. } = content;
    if references.is_empty() {
        let stored = rules.library.stored(content, options(rules, false));
        return stored.map_err(|error| invalid(*format, &error));
    }
    let home = &subject.context;
    let closure =
        references::closure(state, home, *format, references, Targets::All, Names::First)?;
    parse(rules, *format, &text.plain(), &closure, false)
}

fn by_hash<'s>(
    state: &'s State,
    subject: &Subject,
    guid: Guid,
    format: Format,
    with_deleted: bool,
) -> Option<&'s Version> {
    let context = state.context(&subject.context)?;
    let own = |id| {
        let versions = context.owned_by(id, &subject.name);
        versions.filter(|version| with_deleted || !version.deleted).last()
    };
    context.ids_of(guid, format).find_map(own)
}

/// Avro and JSON are served in their canonical form, Protobuf as it was written (comments are worth keeping).
fn served_text(format: Format, sent: &Arc<str>, identity: Arc<str>, normalize: bool) -> Arc<str> {
    match format {
        Format::Avro | Format::Json => identity,
        Format::Protobuf if normalize || is_encoded(sent) => identity,
        Format::Protobuf => Arc::clone(sent),
    }
}

/// Whether a Protobuf text is a descriptor in Base64: no file of any use has neither a semicolon nor a brace.
fn is_encoded(text: &str) -> bool {
    !text.contains([';', '{'])
}

/// Equal, but for a version stamp that the candidate need not repeat.
fn same_metadata(candidate: Option<&Metadata>, version: &Version) -> bool {
    let stored = version.content.metadata.as_deref();
    if candidate == stored {
        return true;
    }
    let stamp = candidate.and_then(|metadata| metadata.properties.get(VERSION_PROPERTY));
    if stamp.is_some_and(|stamp| *stamp != version.number.to_string()) {
        return false;
    }
    let unstamped = |metadata: Option<&Metadata>| {
        let mut metadata = metadata.cloned().unwrap_or_default();
        metadata.properties.remove(VERSION_PROPERTY);
        metadata
    };
    let stored_stamp =
        stored.is_some_and(|metadata| metadata.properties.contains_key(VERSION_PROPERTY));
    stored_stamp && unstamped(candidate) == unstamped(stored)
}

/// References in the order of the normalized form, each once.
pub fn sorted(mut references: Vec<SchemaReference>) -> Vec<SchemaReference> {
    references.sort();
    references.dedup();
    references
}
