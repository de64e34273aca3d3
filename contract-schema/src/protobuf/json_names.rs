//! JSON names that collide where the language lets them: the linker wants them unique, so one of two goes by its field's
//! name while linked, and descriptors name it as the language does.

use super::edition::features::Resolved;
use prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorProto, UninterpretedOption,
};
use std::collections::HashSet;

/// The JSON name a field has unless it says otherwise.
pub(super) fn usual(name: &str) -> String {
    let mut json = String::new();
    let mut upper = false;
    for character in name.chars() {
        match character {
            '_' => upper = true,
            other if std::mem::take(&mut upper) => json.push(other.to_ascii_uppercase()),
            other => json.push(other),
        }
    }
    json
}

/// A field that goes by another JSON name while linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(super) path: Vec<i32>,
    /// The name it has.
    pub(super) name: String,
    /// The name it goes by.
    pub(super) linked: String,
}

/// Makes the names of lenient messages unique; `features` are those of a file with an edition.
pub(super) fn separate(file: &mut FileDescriptorProto, features: Option<&Resolved>) -> Vec<Hidden> {
    let is_proto2 = features.is_none() && file.syntax() != "proto3";
    let mut walk = Walk { is_proto2, features, hidden: Vec::new(), path: Vec::new() };
    walk.messages(4, &mut file.message_type);
    walk.hidden
}

struct Walk<'a> {
    is_proto2: bool,
    features: Option<&'a Resolved>,
    hidden: Vec<Hidden>,
    path: Vec<i32>,
}

impl Walk<'_> {
    fn messages(&mut self, tag: i32, messages: &mut [DescriptorProto]) {
        for (index, message) in messages.iter_mut().enumerate() {
            self.path.extend([tag, index as i32]);
            if self.is_lenient(message) {
                self.separate(message);
            }
            self.messages(3, &mut message.nested_type);
            self.path.truncate(self.path.len() - 2);
        }
    }

    fn is_lenient(&self, message: &DescriptorProto) -> bool {
        let options = message.options.as_ref().map(|options| &*options.uninterpreted_option);
        let allows = |option: &UninterpretedOption| {
            option.name.first().is_some_and(|part| {
                part.name_part == "deprecated_legacy_json_field_conflicts" && !part.is_extension
            })
        };
        let by_feature = self.features.and_then(|features| features.get(self.path.as_slice()));
        self.is_proto2
            || by_feature.is_some_and(|found| !found.is_json)
            || options.unwrap_or_default().iter().any(allows)
    }

    fn separate(&mut self, message: &mut DescriptorProto) {
        let mut taken: HashSet<String> = HashSet::new();
        // Names that are written win over usual ones.
        let is_given = |field: &FieldDescriptorProto| {
            // Descriptors hold every name.
            field.json_name.as_deref().is_some_and(|name| name != usual(field.name()))
        };
        let given = message.field.iter().filter(|field| is_given(field));
        taken.extend(given.filter_map(|field| field.json_name.clone()));
        for (index, field) in message.field.iter_mut().enumerate() {
            if is_given(field) {
                continue;
            }
            let name = usual(field.name());
            let mut linked = name.clone();
            if taken.contains(&linked) {
                linked = field.name().to_owned();
                while taken.contains(&linked) {
                    linked.push('_');
                }
                let path = [&self.path[..], &[2, index as i32]].concat();
                self.hidden.push(Hidden { path, name, linked: linked.clone() });
                field.json_name = Some(linked.clone());
            }
            taken.insert(linked);
        }
    }
}
