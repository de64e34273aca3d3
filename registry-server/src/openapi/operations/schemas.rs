//! `/schemas`

use crate::openapi::operation::{Group, Link, get};
use crate::openapi::parameter::*;
use crate::routes::schemas;
use registry_api::SchemaById;

pub(super) fn group() -> Group {
    Group {
        name: "Schemas",
        meaning: "Schemas by id and by content, whatever their subject.",
        operations: vec![
            get("/schemas", schemas::list, "listSchemas", "List every version")
                .says("By subject and version; at most 1000 at once.")
                .query(LIST_OF_SCHEMAS),
            get("/schemas/types", schemas::types, "listFormats", "List the formats")
                .answered(r#"["AVRO", "JSON", "PROTOBUF"]"#),
            get("/schemas/ids/{id}", schemas::by_id, "getSchema", "Read the schema with this id")
                .says("With one subject and version that carry it. What deserializers ask for.")
                .query(&[NEAR, FORMAT, REFERENCE_FORMAT, FIND_TAGS, FETCH_MAX_ID])
                .answers::<SchemaById>()
                .refuses(&[40403, 42201])
                .answered(BY_ID)
                .leads(&[GUID_OF]),
            get(
                "/schemas/ids/{id}/schema",
                schemas::text_by_id,
                "getSchemaText",
                "Read the text of the schema with this id",
            )
            .query(&[NEAR, FORMAT])
            .refuses(&[40403, 42201])
            .answered(
                r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}"#,
            ),
            get(
                "/schemas/ids/{id}/subjects",
                schemas::subjects,
                "listSubjectsOfSchema",
                "List the subjects that carry this schema",
            )
            .query(&[NEAR, DELETED, OFFSET, LIMIT])
            .refuses(&[40403])
            .answered(r#"["stock.counted-value"]"#),
            get(
                "/schemas/ids/{id}/versions",
                schemas::versions,
                "listVersionsOfSchema",
                "List the versions that carry this schema",
            )
            .query(&[NEAR, DELETED, OFFSET, LIMIT])
            .refuses(&[40403])
            .answered(r#"[{"subject": "stock.counted-value", "version": 1}]"#),
            get(
                "/schemas/guids/{guid}",
                schemas::by_guid,
                "getSchemaByGuid",
                "Read the schema with this content hash",
            )
            .query(&[FORMAT])
            .refuses(&[40403, 42201]),
            get(
                "/schemas/guids/{guid}/ids",
                schemas::ids_of_guid,
                "listIdsOfGuid",
                "List the ids of this content",
            )
            .says("One for each context; none if the content is unknown.")
            .answered(r#"[{"context": ".", "id": 1}]"#),
        ],
    }
}

const LIST_OF_SCHEMAS: &[Parameter] = &[
    PREFIX_OF_SCHEMAS,
    ALIASES,
    DELETED,
    LATEST_ONLY,
    RULE_TYPE,
    RESOURCE_TYPE,
    ASSOCIATION_TYPE,
    LIFECYCLES,
    OFFSET,
    LIMIT,
];

const GUID_OF: Link = Link { to: "getSchemaByGuid", with: &[("guid", "$response.body#/guid")] };

const BY_ID: &str = r#"{"subject": "stock.counted-value", "version": 1, "guid": "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d", "schemaType": "AVRO", "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\"}]}", "ts": 1700000000000, "deleted": false}"#;
