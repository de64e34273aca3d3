//! Files that every schema may import without a reference: Google's, Confluent's, protovalidate's and our vocabulary.

use prost_reflect::DescriptorPool;
use prost_types::FileDescriptorProto;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// The file with this import path, parsed but not linked.
pub(super) fn find(path: &str) -> Option<Arc<FileDescriptorProto>> {
    PARSED.get(path).cloned()
}

/// Whether every schema may import this path without a reference.
pub fn is_bundled(path: &str) -> bool {
    PARSED.contains_key(path)
}

/// The bundled files that clients of a registry do not know by themselves: path and text.
///
/// Confluent's clients bring `google/*` and `confluent/*`; these must reach them as references.
pub fn vocabulary() -> impl Iterator<Item = (&'static str, &'static str)> {
    let known = |path: &str| path.starts_with("google/") || path.starts_with("confluent/");
    TEXTS.iter().copied().filter(move |(path, _)| !known(path))
}

/// Import paths that come with the crate, apart from most of `google/protobuf/*`, and their texts.
const TEXTS: &[(&str, &str)] = &[
    ("buf/validate/validate.proto", include_str!("../../proto/buf/validate/validate.proto")),
    ("confluent/meta.proto", include_str!("../../proto/confluent/meta.proto")),
    ("confluent/type/decimal.proto", include_str!("../../proto/confluent/type/decimal.proto")),
    ("confluent/type/variant.proto", include_str!("../../proto/confluent/type/variant.proto")),
    ("contract/v1/contract.proto", include_str!("../../proto/contract/v1/contract.proto")),
    (
        "fintech/validate/v1/formats.proto",
        include_str!("../../proto/fintech/validate/v1/formats.proto"),
    ),
    (
        "google/protobuf/cpp_features.proto",
        include_str!("../../proto/google/protobuf/cpp_features.proto"),
    ),
    (
        "google/protobuf/descriptor.proto",
        include_str!("../../proto/google/protobuf/descriptor.proto"),
    ),
    (
        "google/protobuf/go_features.proto",
        include_str!("../../proto/google/protobuf/go_features.proto"),
    ),
    (
        "google/protobuf/java_features.proto",
        include_str!("../../proto/google/protobuf/java_features.proto"),
    ),
    (
        "google/type/calendar_period.proto",
        include_str!("../../proto/google/type/calendar_period.proto"),
    ),
    ("google/type/color.proto", include_str!("../../proto/google/type/color.proto")),
    ("google/type/date.proto", include_str!("../../proto/google/type/date.proto")),
    ("google/type/datetime.proto", include_str!("../../proto/google/type/datetime.proto")),
    ("google/type/dayofweek.proto", include_str!("../../proto/google/type/dayofweek.proto")),
    ("google/type/decimal.proto", include_str!("../../proto/google/type/decimal.proto")),
    ("google/type/expr.proto", include_str!("../../proto/google/type/expr.proto")),
    ("google/type/fraction.proto", include_str!("../../proto/google/type/fraction.proto")),
    ("google/type/interval.proto", include_str!("../../proto/google/type/interval.proto")),
    ("google/type/latlng.proto", include_str!("../../proto/google/type/latlng.proto")),
    ("google/type/money.proto", include_str!("../../proto/google/type/money.proto")),
    ("google/type/month.proto", include_str!("../../proto/google/type/month.proto")),
    ("google/type/phone_number.proto", include_str!("../../proto/google/type/phone_number.proto")),
    (
        "google/type/postal_address.proto",
        include_str!("../../proto/google/type/postal_address.proto"),
    ),
    ("google/type/quaternion.proto", include_str!("../../proto/google/type/quaternion.proto")),
    ("google/type/timeofday.proto", include_str!("../../proto/google/type/timeofday.proto")),
];

static PARSED: LazyLock<HashMap<String, Arc<FileDescriptorProto>>> = LazyLock::new(|| {
    let own = TEXTS.iter().map(|(path, text)| {
        let mut file = protox_parse::parse(path, text).expect("bundled files parse, tested below");
        file.source_code_info = None;
        file
    });
    // The library brings the descriptors of `google/protobuf/*` itself.
    let google: Vec<_> =
        DescriptorPool::global().files().map(|file| file.file_descriptor_proto().clone()).collect();
    // Ours knows the editions.
    google.into_iter().chain(own).map(|file| (file.name().to_owned(), Arc::new(file))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    /// What Confluent's registry brings, and what is added to it.
    const PROMISED: [&str; 38] = [
        "buf/validate/validate.proto",
        "confluent/meta.proto",
        "confluent/type/decimal.proto",
        "confluent/type/variant.proto",
        "contract/v1/contract.proto",
        "fintech/validate/v1/formats.proto",
        "google/protobuf/any.proto",
        "google/protobuf/api.proto",
        "google/protobuf/compiler/plugin.proto",
        "google/protobuf/cpp_features.proto",
        "google/protobuf/descriptor.proto",
        "google/protobuf/duration.proto",
        "google/protobuf/empty.proto",
        "google/protobuf/field_mask.proto",
        "google/protobuf/go_features.proto",
        "google/protobuf/java_features.proto",
        "google/protobuf/source_context.proto",
        "google/protobuf/struct.proto",
        "google/protobuf/timestamp.proto",
        "google/protobuf/type.proto",
        "google/protobuf/wrappers.proto",
        "google/type/calendar_period.proto",
        "google/type/color.proto",
        "google/type/date.proto",
        "google/type/datetime.proto",
        "google/type/dayofweek.proto",
        "google/type/decimal.proto",
        "google/type/expr.proto",
        "google/type/fraction.proto",
        "google/type/interval.proto",
        "google/type/latlng.proto",
        "google/type/money.proto",
        "google/type/month.proto",
        "google/type/phone_number.proto",
        "google/type/postal_address.proto",
        "google/type/quaternion.proto",
        "google/type/timeofday.proto",
        "google/protobuf/unknown.proto",
    ];

    #[test]
    fn every_promised_import_resolves_without_a_reference() {
        let (unknown, promised) = PROMISED.split_last().unwrap();
        assert!(!is_bundled(unknown));
        let bundled: std::collections::BTreeSet<&str> = PARSED.keys().map(String::as_str).collect();
        assert_eq!(bundled, promised.iter().copied().collect());
        for path in promised {
            let file = &PARSED[*path];
            let names = file.message_type.iter().map(|message| message.name());
            let mut names = names.chain(file.enum_type.iter().map(|found| found.name()));
            let Some(name) = names.next() else { continue };
            let text = format!(
                "import \"{path}\"; message M {{ optional .{}.{name} a = 1; }}",
                file.package()
            );
            ProtoSchema::parse(&text, &[], ParseOptions::new_schema())
                .unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }

    #[test]
    fn every_bundled_file_parses_and_all_link_together() {
        let mut pool = DescriptorPool::new();
        pool.add_file_descriptor_protos(PARSED.values().map(|file| (**file).clone())).unwrap();
        assert!(pool.files().len() >= TEXTS.len() + 11);
        let rules = pool.get_message_by_name("buf.validate.StringRules").unwrap();
        assert_eq!(rules.get_extension(50002).unwrap().name(), "bic");
        let options = pool.get_message_by_name("google.protobuf.MessageOptions").unwrap();
        assert_eq!(options.get_extension(50191).unwrap().full_name(), "contract.v1.event");
    }
}
