//! `/subjects/{subject}/versions`

use super::REGISTER;
use crate::openapi::operation::{Group, Link, delete, get, post};
use crate::openapi::parameter::*;
use crate::routes::versions;

pub(super) fn group() -> Group {
    Group {
        name: "Versions",
        meaning: "The versions of a subject: registering, reading, deleting.",
        operations: vec![
            get("/subjects/{subject}/versions", versions::list, "listVersions", "List the numbers of the versions")
                .query(&[DELETED, DELETED_ONLY, DELETED_AS_NEGATIVE, OFFSET, LIMIT])
                .refuses(&[40401])
                .answered("[1, 2]"),
            post("/subjects/{subject}/versions", versions::register, "register", "Register a schema")
                .says("The same content answers the version that exists. A new one is judged by the mode, the policy and the level in force, and gets the next number and, unless the content is known in the context, a new id.")
                .query(&[NORMALIZE, FORMAT, FORCE_REGISTER])
                .refuses(&[40901, 42201, 42205, 42208, 42209, 42210, 42291])
                .sent(REGISTER)
                .answered(REGISTERED)
                .leads(&[BY_NUMBER, LOOK_UP, BY_ID, CHECK, DELETE]),
            get("/subjects/{subject}/versions/{version}", versions::get, "getVersion", "Read a version")
                .query(&[FORMAT, REFERENCE_FORMAT, FIND_TAGS, DELETED])
                .refuses(&[40401, 40402, 42201, 42202])
                .answered(VERSION)
                .leads(&[BY_ID]),
            delete("/subjects/{subject}/versions/{version}", versions::delete, "deleteVersion", "Delete a version")
                .says("Soft first, then, with `permanent`, for good. Answers the number.")
                .query(&[PERMANENT])
                .refuses(&[40401, 40402, 40406, 40407, 40907, 42202, 42205, 42206])
                .answered("1"),
            get("/subjects/{subject}/versions/{version}/schema", versions::text, "getVersionText", "Read the text of a version")
                .query(&[FORMAT, DELETED])
                .refuses(&[40401, 40402, 42201, 42202])
                .answered(TEXT),
            get("/subjects/{subject}/versions/{version}/referencedby", versions::referenced_by, "listReferrers", "List the ids of schemas that refer to a version")
                .query(&[DELETED, OFFSET, LIMIT])
                .refuses(&[40401, 40402, 42202])
                .answered("[7]"),
            post("/subjects/{subject}/versions/{version}/tags", versions::tag, "tagVersion", "Register a version anew with other tags, metadata or rules")
                .says("The text is that of the version with tags written into it or taken out of it, in place. Without `newVersion` nothing is registered if nothing changes.")
                .refuses(&[40401, 40402, 40901, 42201, 42202, 42205, 42209, 42210, 42291])
                .sent(TAG)
                .answered(TAGGED),
        ],
    }
}

const BY_NUMBER: Link = Link {
    to: "getVersion",
    with: &[("subject", "$request.path.subject"), ("version", "$response.body#/version")],
};
const LOOK_UP: Link = Link { to: "listVersions", with: &[("subject", "$request.path.subject")] };
const BY_ID: Link = Link { to: "getSchema", with: &[("id", "$response.body#/id")] };
const CHECK: Link = Link {
    to: "checkWithOne",
    with: &[("subject", "$request.path.subject"), ("version", "$response.body#/version")],
};
const DELETE: Link = Link {
    to: "deleteVersion",
    with: &[("subject", "$request.path.subject"), ("version", "$response.body#/version")],
};

const REGISTERED: &str = r#"{"id": 1, "version": 1, "guid": "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d", "schemaType": "AVRO", "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\"}]}"}"#;

const VERSION: &str = r#"{"subject": "stock.counted-value", "version": 1, "id": 1, "guid": "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d", "schemaType": "AVRO", "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\"}]}", "ts": 1700000000000, "deleted": false}"#;

const TAG: &str = r#"{"newVersion": 2, "tagsToAdd": [{"schemaEntity": {"entityPath": "myrecord.f1", "entityType": "sr_field"}, "tags": ["PII"]}]}"#;

const TAGGED: &str = r#"{"id": 2, "version": 2, "guid": "5e1c78d8-0a01-cdda-2d31-9b7c5f62bd8f", "schemaType": "AVRO", "metadata": {"properties": {"confluent:version": "2"}}, "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\",\"confluent:tags\":[\"PII\"]}]}"}"#;

const TEXT: &str =
    r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}"#;
