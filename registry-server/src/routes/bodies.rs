//! From the registry's values to response bodies, and from request bodies to candidates.

use crate::extract::Query;
use crate::registry::command::{Candidate, Tagging, VersionWanted};
use crate::registry::identity::parse_stored;
use crate::registry::lookup::Found;
use crate::registry::text::Text;
use crate::registry::written::millis;
use crate::registry::{Config, Content, Refusal, Rules, SchemaId, State, Subject};
use contract_schema::tags::{self, Changes, Entity, EntityKind, Tagged};
use contract_schema::{Format, Schema};
use registry_api::{
    EntityType, Register, Registered, SchemaEntity, SchemaReference, SchemaTags, SubjectVersion,
    TagSchema,
};

/// The answer of a registration: `ts` and `deleted` only if it led to an earlier version by its meaning.
pub(crate) fn registered(
    version: u32,
    id: SchemaId,
    content: &Content,
    since_ms: Option<i64>,
) -> Registered<Text> {
    Registered {
        id: id.0,
        version,
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        references: content.references.clone(),
        metadata: content.metadata.as_deref().cloned(),
        rule_set: content.rule_set.as_deref().cloned(),
        schema: content.text.clone(),
        ts: since_ms.map(millis),
        deleted: since_ms.map(|_| false),
    }
}

/// A version as it was stored.
pub(crate) fn stored_version<T>(found: &Found<'_>, schema: T) -> SubjectVersion<T> {
    let version = found.version;
    let body = looked_up(found, schema);
    SubjectVersion { ts: Some(millis(version.at_ms)), deleted: Some(version.deleted), ..body }
}

/// A version as a lookup by hash answers it: no `ts`, no `deleted`.
pub(crate) fn looked_up<T>(found: &Found<'_>, schema: T) -> SubjectVersion<T> {
    let content = &found.version.content;
    SubjectVersion {
        subject: found.subject.to_string(),
        version: found.version.number,
        id: found.version.id.0,
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        references: content.references.clone(),
        metadata: content.metadata.as_deref().cloned(),
        rule_set: content.rule_set.as_deref().cloned(),
        schema,
        schema_tags: Vec::new(),
        ts: None,
        deleted: None,
    }
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
) -> Result<Text, Refusal> {
    let Some(form) = form(content, format) else { return Ok(content.text.clone()) };
    let parsed = parse_stored(state, rules, subject, content)?;
    Ok(match (&*parsed.schema, form) {
        (Schema::Avro(schema), Form::Resolved) => Text::new(&schema.resolved_text()),
        (Schema::Protobuf(schema), Form::Serialized) => Text::new(&schema.serialized()),
        (Schema::Protobuf(schema), Form::WithoutExtensions) => {
            Text::new(&schema.text_without_extensions())
        }
        (Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_), _) => content.text.clone(),
    })
}

/// A text other than the stored one.
#[derive(Clone, Copy)]
enum Form {
    /// Referenced types written out.
    Resolved,
    /// Base64 of the descriptor.
    Serialized,
    /// For readers that know no custom options.
    WithoutExtensions,
}

/// The values of `format`, in any case; what is not here is the stored text.
const FORMS: [(Format, &str, Form); 3] = [
    (Format::Avro, "resolved", Form::Resolved),
    (Format::Protobuf, "serialized", Form::Serialized),
    (Format::Protobuf, "ignore_extensions", Form::WithoutExtensions),
];

fn form(content: &Content, asked: &str) -> Option<Form> {
    let row = FORMS
        .iter()
        .find(|(format, name, _)| *format == content.format && name.eq_ignore_ascii_case(asked));
    row.map(|(_, _, form)| *form)
}

/// Whether a format differs from the stored text.
pub(crate) fn needs_parse(content: &Content, format: &str) -> bool {
    form(content, format).is_some()
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
    let tags = changes(request.schema_tags_to_add, request.schema_tags_to_remove);
    let version = version_wanted(request.version)?;
    Ok(Candidate {
        format,
        // Blanks are no text, in any format.
        text: request.schema.filter(|text| !text.trim().is_empty()).unwrap_or_default().into(),
        references: request.references,
        metadata: request.metadata,
        rule_set: request.rule_set,
        version,
        id: request.id.and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0).map(SchemaId),
        normalize: false,
        force: false,
        tags,
        propagate_tags: request.propagate_schema_tags,
    })
}

fn version_wanted(asked: Option<i32>) -> Result<VersionWanted, Refusal> {
    Ok(match asked.unwrap_or(0) {
        0 => VersionWanted::Next,
        -1 => VersionWanted::NextStamped,
        number => {
            VersionWanted::Number(u32::try_from(number).map_err(|_| Refusal::NotNextVersion {})?)
        }
    })
}

/// What a request to tag a version asks for. The new version is stamped, whether its number was asked for or not.
///
/// # Errors
/// 42201 for a version that cannot be the next.
pub(crate) fn tagging(request: TagSchema) -> Result<Tagging, Refusal> {
    let TagSchema { new_version, tags_to_add, tags_to_remove, metadata, rule_set, .. } = request;
    let version = match version_wanted(new_version)? {
        VersionWanted::Next => VersionWanted::NextStamped,
        asked => asked,
    };
    Ok(Tagging {
        version,
        tags: changes(tags_to_add, tags_to_remove),
        metadata,
        rule_set,
        rules_to_merge: request.rules_to_merge,
        rules_to_remove: request.rules_to_remove,
    })
}

fn changes(add: Vec<SchemaTags>, remove: Vec<SchemaTags>) -> Changes {
    let all = |listed: Vec<SchemaTags>| listed.into_iter().map(tagged).collect();
    Changes { add: all(add), remove: all(remove) }
}

fn tagged(listed: SchemaTags) -> Tagged {
    let kind = match listed.schema_entity.entity_type {
        EntityType::Record => EntityKind::Record,
        EntityType::Field => EntityKind::Field,
    };
    let entity = Entity { path: listed.schema_entity.entity_path, kind };
    Tagged { entity, tags: listed.tags }
}

/// The values of `findTags`: names of tags, or `*` for all.
pub(crate) fn tags_asked(query: &Query) -> Vec<String> {
    query.texts("findTags").map(str::to_owned).collect()
}

/// The entities of a stored schema that carry one of the tags asked for, with all their tags.
///
/// # Errors
/// 42201 if the stored text is no schema.
pub(crate) fn tags_found(
    state: &State,
    rules: &Rules,
    subject: &Subject,
    content: &Content,
    asked: &[String],
) -> Result<Vec<SchemaTags>, Refusal> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let parsed = parse_stored(state, rules, subject, content)?;
    let is_wanted = |tag: &String| asked.iter().any(|asked| asked == "*" || asked == tag);
    let found = tags::find(&parsed.schema).into_iter();
    let found = found.filter(|tagged| tagged.tags.iter().any(is_wanted));
    Ok(found.map(schema_tags).collect())
}

fn schema_tags(tagged: Tagged) -> SchemaTags {
    let entity_type = match tagged.entity.kind {
        EntityKind::Record => EntityType::Record,
        EntityKind::Field => EntityType::Field,
    };
    let schema_entity = SchemaEntity { entity_path: tagged.entity.path, entity_type };
    SchemaTags { schema_entity, tags: tagged.tags }
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
