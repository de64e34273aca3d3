//! `/associations`

use crate::openapi::operation::{Group, Operation, delete, get, post, put};
use crate::openapi::parameter::*;
use crate::routes::associations;

const QUESTION: &[Parameter] = &[RESOURCE_TYPE, ASSOCIATION_TYPE, LIFECYCLE, OFFSET, LIMIT];

/// What associating comes to, and what registering the schema that comes with it comes to.
const CHANGE: &[u32] = &[
    40410, 40901, 40903, 40904, 40905, 40907, 40908, 42201, 42205, 42206, 42208, 42209, 42210,
    42212, 42291,
];

pub(super) fn group() -> Group {
    Group {
        name: "Associations",
        meaning: "Which subjects hold the schemas of which resources: a topic's keys and values.",
        operations: questions().into_iter().chain(changes()).collect(),
    }
}

fn questions() -> Vec<Operation> {
    vec![
        get("/associations", associations::list, "listAssociations", "List all associations")
            .says("Or those of one name. Confluent has no such path; some clients ask so.")
            .query(&[
                RESOURCE_NAME,
                RESOURCE_NAMESPACE,
                RESOURCE_TYPE,
                ASSOCIATION_TYPE,
                LIFECYCLE,
                OFFSET,
                LIMIT,
            ])
            .answered(LIST),
        get(
            "/associations/subjects/{subject}",
            associations::by_subject,
            "listAssociationsOfSubject",
            "List the associations of a subject",
        )
        .query(QUESTION)
        .answered(LIST),
        get(
            "/associations/resources/{resource}/{name}",
            associations::by_name,
            "listAssociationsOfName",
            "List the associations of resources with this name",
        )
        .query(QUESTION)
        .answered(LIST),
        get(
            "/associations/resources/{resource}",
            associations::by_id,
            "listAssociationsOfResource",
            "List the associations of a resource",
        )
        .query(QUESTION)
        .answered(LIST),
    ]
}

fn changes() -> Vec<Operation> {
    vec![
        post(
            "/associations",
            associations::create,
            "associate",
            "Associate subjects with a resource",
        )
        .says("What is there already must be the same.")
        .query(&[CONTEXT_OF_SUBJECTS, DRY_RUN])
        .refuses(CHANGE)
        .sent(REQUEST),
        put(
            "/associations/resources/{resource}",
            associations::upsert,
            "changeAssociations",
            "Associate subjects with a resource, or change that",
        )
        .query(&[CONTEXT_OF_SUBJECTS, DRY_RUN])
        .refuses(CHANGE)
        .sent(REQUEST),
        delete(
            "/associations/resources/{resource}",
            associations::end,
            "endAssociations",
            "End the associations of a resource",
        )
        .query(&[RESOURCE_TYPE, ASSOCIATION_TYPE, CASCADE_LIFECYCLE, DRY_RUN])
        .refuses(&[40410, 40908, 42205, 42206]),
        post(
            "/associations:batchGet",
            associations::batch_get,
            "getAssociations",
            "Ask for the associations of many resources",
        )
        .query(&[INCLUDE_SCHEMAS])
        .refuses(&[42212])
        .status(207)
        .sent(r#"{"requests": [{"resourceId": "lkc-1.stock.counted"}]}"#),
        post(
            "/associations:batchMutate",
            associations::mutate,
            "mutateAssociations",
            "Associate, change and end for many resources",
        )
        .says("Each request stands or falls by itself.")
        .query(&[CONTEXT_OF_SUBJECTS, DRY_RUN])
        .refuses(&[42209, 42212])
        .status(207)
        .sent(BATCH),
    ]
}

const REQUEST: &str = r#"{"resourceName": "stock.counted", "resourceNamespace": "lkc-1", "resourceId": "lkc-1.stock.counted", "associations": [{"subject": "stock.counted-value", "associationType": "value", "lifecycle": "WEAK"}]}"#;

const BATCH: &str = r#"{"requests": [{"resourceName": "stock.counted", "resourceNamespace": "lkc-1", "resourceId": "lkc-1.stock.counted", "associations": [{"opType": "DELETE", "associationType": "value"}]}]}"#;

const LIST: &str = r#"[{"subject": "stock.counted-value", "guid": "095d71cf-1255-6b9d-5e33-0ad575b3df5d", "resourceName": "stock.counted", "resourceNamespace": "lkc-1", "resourceId": "lkc-1.stock.counted", "resourceType": "topic", "associationType": "value", "lifecycle": "WEAK", "frozen": false, "createTs": 1700000000000, "updateTs": 1700000000000}]"#;
