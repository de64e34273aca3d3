//! The bundled meta-schemas: a `$ref` to one of them needs no registration.

use super::documents::Documents;
use super::draft::Draft;
use crate::json_text;
use std::sync::LazyLock;

/// Address and text.
pub(super) const TEXTS: [(&str, &str); 19] = [
    ("http://json-schema.org/draft-04/schema", include_str!("meta/draft-04.json")),
    ("http://json-schema.org/draft-06/schema", include_str!("meta/draft-06.json")),
    ("http://json-schema.org/draft-07/schema", include_str!("meta/draft-07.json")),
    ("https://json-schema.org/draft/2019-09/schema", include_str!("meta/2019-09-schema.json")),
    (
        "https://json-schema.org/draft/2019-09/meta/applicator",
        include_str!("meta/2019-09-applicator.json"),
    ),
    (
        "https://json-schema.org/draft/2019-09/meta/content",
        include_str!("meta/2019-09-content.json"),
    ),
    ("https://json-schema.org/draft/2019-09/meta/core", include_str!("meta/2019-09-core.json")),
    ("https://json-schema.org/draft/2019-09/meta/format", include_str!("meta/2019-09-format.json")),
    (
        "https://json-schema.org/draft/2019-09/meta/meta-data",
        include_str!("meta/2019-09-meta-data.json"),
    ),
    (
        "https://json-schema.org/draft/2019-09/meta/validation",
        include_str!("meta/2019-09-validation.json"),
    ),
    ("https://json-schema.org/draft/2020-12/schema", include_str!("meta/2020-12-schema.json")),
    (
        "https://json-schema.org/draft/2020-12/meta/applicator",
        include_str!("meta/2020-12-applicator.json"),
    ),
    (
        "https://json-schema.org/draft/2020-12/meta/content",
        include_str!("meta/2020-12-content.json"),
    ),
    ("https://json-schema.org/draft/2020-12/meta/core", include_str!("meta/2020-12-core.json")),
    (
        "https://json-schema.org/draft/2020-12/meta/format-annotation",
        include_str!("meta/2020-12-format-annotation.json"),
    ),
    (
        "https://json-schema.org/draft/2020-12/meta/format-assertion",
        include_str!("meta/2020-12-format-assertion.json"),
    ),
    (
        "https://json-schema.org/draft/2020-12/meta/meta-data",
        include_str!("meta/2020-12-meta-data.json"),
    ),
    (
        "https://json-schema.org/draft/2020-12/meta/unevaluated",
        include_str!("meta/2020-12-unevaluated.json"),
    ),
    (
        "https://json-schema.org/draft/2020-12/meta/validation",
        include_str!("meta/2020-12-validation.json"),
    ),
];

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(|| {
    let mut documents = Documents::default();
    for (address, text) in TEXTS {
        let root = json_text::parse(text, json_text::MAX_DEPTH)
            .expect("the bundled texts are JSON, which a test sees to");
        let named = root.get("$schema").and_then(|node| Draft::from_uri(node.as_str()?));
        documents.add(text, root, named.unwrap_or(Draft::Seven), address, None);
    }
    documents
});

/// Every bundled meta-schema.
pub(super) fn documents() -> &'static Documents {
    &DOCUMENTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meta_schema_is_found_by_its_address() {
        for (address, _) in TEXTS {
            let place = documents().find(address, address).unwrap();
            assert_eq!(place.base(), address);
            assert!(!place.is_own());
        }
    }
}
