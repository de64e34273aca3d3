//! Tags of Protobuf messages and fields: read off the linked options, written into the text as it was sent.
//!
//! Entities are called as Confluent's registry calls them: a dot, the message inside its messages, the field. The package
//! and the oneof may be given too.

mod outline;
mod rewrite;
mod token;

use super::splice::Splices;
use super::{Changes, Entity, EntityKind, Spot, Survey, bare, once_each};
use crate::protobuf::ProtoSchema;
use crate::schema::{Complaint, SchemaError};
use outline::Outline;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, Value};

/// The import that defines the options.
const META: &str = "confluent/meta.proto";

/// Every message and field of the file.
pub(super) fn survey(schema: &ProtoSchema) -> Survey {
    let file = schema.file();
    let mut walk = Walk {
        pool: schema.pool(),
        package: file.package_name().to_owned(),
        survey: Survey::default(),
    };
    for message in file.messages() {
        walk.message(&message, "");
    }
    walk.survey
}

pub(super) fn apply(
    schema: &ProtoSchema,
    text: &str,
    changes: &Changes,
) -> Result<String, SchemaError> {
    let survey = survey(schema);
    let after = survey.after(changes)?;
    let canonical;
    let text = if text.contains([';', '{']) {
        text
    } else {
        canonical = schema.canonical_text();
        &canonical
    };
    let outline = Outline::of(text);
    let mut splices = Splices::default();
    let mut adds = false;
    for spot in &survey.spots {
        let (before, after) = (&survey.sites[spot.site], &after[spot.site]);
        if before == after {
            continue;
        }
        let place =
            outline.find(spot.entity.kind, bare(&spot.entity.path)).ok_or_else(|| lost(spot))?;
        let hidden = hides_confluent(schema.file().package_name(), bare(&spot.entity.path));
        rewrite::set_tags(&mut splices, text, place, after, hidden);
        adds |= after.iter().any(|tag| !before.contains(tag));
    }
    if adds && !schema.imports().iter().any(|import| import == META) {
        rewrite::add_import(&mut splices, text, &outline, META);
    }
    Ok(splices.apply(text))
}

/// Whether a name of the scope hides the package `confluent`, so that options must be named from the root.
fn hides_confluent(package: &str, path: &str) -> bool {
    package.split('.').chain(path.split('.')).any(|part| part == "confluent")
}

fn lost(spot: &Spot) -> SchemaError {
    let message = format!("`{}` is not found in the text of the file", spot.entity.path);
    let help = Some("send the text with the tag in it".to_owned());
    SchemaError { complaints: vec![Complaint { at: None, message, help }] }
}

struct Walk<'s> {
    pool: &'s DescriptorPool,
    package: String,
    survey: Survey,
}

impl Walk<'_> {
    fn message(&mut self, message: &MessageDescriptor, scope: &str) {
        let name = format!("{scope}{}", message.name());
        let tags = self.tags(&message.options(), "confluent.message_meta");
        self.entity(EntityKind::Record, vec![name.clone()], tags);
        let mut fields: Vec<_> = message.fields().collect();
        // In order of writing, as in the other formats.
        fields.sort_by_key(|field| field.path().last().copied());
        for field in fields {
            let mut names = vec![format!("{name}.{}", field.name())];
            if let Some(oneof) = field.containing_oneof() {
                names.push(format!("{name}.{}.{}", oneof.name(), field.name()));
            }
            let tags = self.tags(&field.options(), "confluent.field_meta");
            self.entity(EntityKind::Field, names, tags);
        }
        let scope = format!("{name}.");
        for nested in message.child_messages().filter(|nested| !nested.is_map_entry()) {
            self.message(&nested, &scope);
        }
    }

    fn entity(&mut self, kind: EntityKind, mut names: Vec<String>, tags: Vec<String>) {
        if !self.package.is_empty() {
            let full: Vec<String> =
                names.iter().map(|name| format!("{}.{name}", self.package)).collect();
            names.extend(full);
        }
        let site = self.survey.site(tags);
        let path = format!(".{}", names.remove(0));
        self.survey.add(Spot { entity: Entity { path, kind }, others: names, site });
    }

    fn tags(&self, options: &DynamicMessage, extension: &str) -> Vec<String> {
        let extensions = self.pool.get_extension_by_name(extension);
        let Some(extension) = extensions.filter(|one| options.has_extension(one)) else {
            return Vec::new();
        };
        let meta = options.get_extension(&extension);
        let Some(meta) = meta.as_message() else { return Vec::new() };
        let tags = meta.get_field_by_name("tags");
        let listed = tags.as_deref().and_then(Value::as_list).unwrap_or_default();
        once_each(listed.iter().filter_map(Value::as_str))
    }
}
