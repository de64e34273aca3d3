//! Every operation, by resource, in the order of the page.

mod associations;
mod compatibility;
mod config;
mod contexts;
mod mode;
mod schemas;
mod server;
mod subjects;
mod versions;

use super::operation::Group;

pub(super) fn groups() -> Vec<Group> {
    vec![
        subjects::group(),
        versions::group(),
        schemas::group(),
        compatibility::group(),
        config::group(),
        mode::group(),
        contexts::group(),
        associations::group(),
        server::group(),
    ]
}

/// A body that registers the schema of the examples.
const REGISTER: &str = r#"{"schemaType": "AVRO", "schema": "{\"type\":\"record\",\"name\":\"myrecord\",\"fields\":[{\"name\":\"f1\",\"type\":\"string\"}]}"}"#;
