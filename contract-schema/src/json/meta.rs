//! The bundled meta-schemas: a `$ref` to one of them needs no registration.

use super::documents::Documents;
use std::sync::LazyLock;

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(Documents::default);

/// Every bundled meta-schema.
pub(super) fn documents() -> &'static Documents {
    &DOCUMENTS
}
