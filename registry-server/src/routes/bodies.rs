//! From the registry's values to response bodies, and from request bodies to candidates.

use crate::extract::Query;
use crate::registry::command::{Candidate, VersionWanted};
use crate::registry::identity::parse_stored;
use crate::registry::lookup::Found;
use crate::registry::{Config, Content, Refusal, Rules, SchemaId, State, Subject};
use contract_schema::{Format, Schema};
use registry_api::{Register, Registered, SchemaById, SchemaReference, SubjectVersion};
use std::sync::Arc;

/// The answer of a registration: no `ts`, no `deleted`.
pub(crate) fn registered(version: u32, id: SchemaId, content: &Content) -> Registered {
    Registered {
        id: id.0,
        version,
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        references: content.references.clone(),
        metadata: content.metadata.clone(),
        rule_set: content.rule_set.clone(),
        schema: Arc::clone(&content.text),
    }
}

/// A version as it was stored.
pub(crate) fn stored_version(found: &Found<'_>, schema: Arc<str>) -> SubjectVersion {
    let version = found.version;
    let body = looked_up(found, schema);
    SubjectVersion { ts: Some(millis(version.at_ms)), deleted: Some(version.deleted), ..body }
}

/// A version as a lookup answers it: no `ts`, no `deleted`.
pub(crate) fn looked_up(found: &Found<'_>, schema: Arc<str>) -> SubjectVersion {
    let content = &found.version.content;
    SubjectVersion {
        subject: found.subject.to_string(),
        version: found.version.number,
        id: found.version.id.0,
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        references: content.references.clone(),
        metadata: content.metadata.clone(),
        rule_set: content.rule_set.clone(),
        schema,
        ts: None,
        deleted: None,
    }
}

/// A schema by id, with the version that carries it.
pub(crate) fn by_id(found: &Found<'_>, content: &Content, schema: Arc<str>) -> SchemaById {
    SchemaById {
        subject: Some(found.subject.to_string()),
        version: Some(found.version.number),
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        schema,
        references: content.references.clone(),
        metadata: content.metadata.clone(),
        rule_set: content.rule_set.clone(),
        max_id: None,
        ts: millis(found.version.at_ms),
        deleted: found.version.deleted,
    }
}

pub(crate) fn millis(at_ms: i64) -> u64 {
    u64::try_from(at_ms).unwrap_or_default()
}

/// `referenceFormat=qualified`: subjects of references with their context, if that is not the default one.
pub(crate) fn qualify(references: &mut [SchemaReference], query: &Query, home: &Subject) {
    let asked = query.text("referenceFormat").unwrap_or_default();
    if !asked.eq_ignore_ascii_case("qualified") || home.context.is_default() {
        return;
    }
    for reference in references {
        reference.subject = Subject::parse_in(&home.context, &reference.subject).to_string();
    }
}

/// The text in the `format` asked for; an unknown one is the stored text.
///
/// # Errors
/// 42201 if the stored text has to be parsed for it and is no schema.
pub(crate) fn text_in_format(
    state: &State,
    rules: &Rules,
    subject: &Subject,
    content: &Content,
    format: &str,
) -> Result<Arc<str>, Refusal> {
    if !needs_parse(content, format) {
        return Ok(Arc::clone(&content.text));
    }
    let parsed = parse_stored(state, rules, subject, content)?;
    Ok(match &*parsed.schema {
        Schema::Avro(schema) => schema.resolved_text().into(),
        Schema::Json(_) => Arc::clone(&content.text),
        Schema::Protobuf(schema) => schema.serialized().into(),
    })
}

/// Whether a format differs from the stored text.
pub(crate) fn needs_parse(content: &Content, format: &str) -> bool {
    match content.format {
        Format::Avro => format.eq_ignore_ascii_case("resolved"),
        Format::Json => false,
        Format::Protobuf => format.eq_ignore_ascii_case("serialized"),
    }
}

/// The candidate of a request body, its scalars checked.
///
/// # Errors
/// 42201 for an unknown format or a version that cannot be the next.
pub(crate) fn candidate(request: Register, query: &Query) -> Result<Candidate, Refusal> {
    let candidate = plain_candidate(request)?;
    let (normalize, force) = (query.flag("normalize"), query.flag("force"));
    Ok(Candidate { normalize, force, ..candidate })
}

/// The candidate of a request body that comes without a query.
///
/// # Errors
/// 42201 for an unknown format or a version that cannot be the next.
pub(crate) fn plain_candidate(request: Register) -> Result<Candidate, Refusal> {
    let name = request.schema_type.as_deref().unwrap_or(Format::Avro.name());
    let format = Format::from_name(name)
        .ok_or_else(|| Refusal::UnknownFormat { format: name.to_owned() })?;
    let version = match request.version.unwrap_or(0) {
        0 => VersionWanted::Next,
        -1 => VersionWanted::NextStamped,
        number => {
            VersionWanted::Number(u32::try_from(number).map_err(|_| Refusal::NotNextVersion {})?)
        }
    };
    Ok(Candidate {
        format,
        text: request.schema.unwrap_or_default().into(),
        references: request.references,
        metadata: request.metadata,
        rule_set: request.rule_set,
        version,
        id: request.id.and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0).map(SchemaId),
        normalize: false,
        force: false,
    })
}

/// Settings as `GET` prints them.
pub(crate) fn config(config: Config) -> registry_api::Config {
    registry_api::Config {
        fields: config.fields,
        compatibility_level: config.level.map(|level| level.name().to_owned()),
    }
}

/// Settings as `PUT` prints them.
pub(crate) fn config_updated(config: Config) -> registry_api::ConfigUpdated {
    registry_api::ConfigUpdated {
        fields: config.fields,
        compatibility: config.level.map(|level| level.name().to_owned()),
    }
}
