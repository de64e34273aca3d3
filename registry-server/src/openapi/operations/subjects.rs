//! `/subjects`

use super::REGISTER;
use crate::openapi::operation::{Group, Link, delete, get, post};
use crate::openapi::parameter::*;
use crate::routes::subjects;

pub(super) fn group() -> Group {
    Group {
        name: "Subjects",
        meaning: "Names under which versions of one schema are kept.",
        operations: vec![
            get("/subjects", subjects::list, "listSubjects", "List the subjects")
                .says("Sorted by name. A subject counts as deleted when all its versions are.")
                .query(&[PREFIX_OF_SUBJECTS, DELETED, DELETED_ONLY, OFFSET, LIMIT])
                .answered(r#"["stock.counted-key", "stock.counted-value"]"#),
            post("/subjects/{subject}", subjects::lookup, "lookUp", "Find the version that is this schema")
                .says("Compares content: canonical text, references, metadata and rules. Registers nothing.")
                .query(&[NORMALIZE, FORMAT, DELETED])
                .refuses(&[40401, 40403, 42201])
                .sent(REGISTER)
                .answered(VERSION)
                .leads(&[LINK]),
            delete("/subjects/{subject}", subjects::delete, "deleteSubject", "Delete all versions of a subject")
                .says("Soft first: the versions stay readable by id. Then, with `permanent`, for good. Answers the numbers.")
                .query(&[PERMANENT])
                .refuses(&[40401, 40404, 40405, 40904, 42205, 42206])
                .answered("[1, 2]"),
            get("/subjects/{subject}/metadata", subjects::by_metadata, "getVersionByMetadata", "Find the newest version with these properties")
                .says("Without `key`, the newest version that has metadata at all.")
                .query(&[KEY, VALUE, DELETED, FORMAT])
                .refuses(&[40401, 40403, 42201])
                .answered(VERSION),
        ],
    }
}

/// From a lookup to the version it found.
const LINK: Link = Link {
    to: "getVersion",
    with: &[("subject", "$request.path.subject"), ("version", "$response.body#/version")],
};

const VERSION: &str = r#"{"subject": "stock.counted-value", "version": 1, "id": 1, "guid": "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d", "schemaType": "AVRO", "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\"}]}"}"#;
