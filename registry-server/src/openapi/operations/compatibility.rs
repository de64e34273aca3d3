//! `/compatibility`

use super::REGISTER;
use crate::openapi::operation::{Group, post};
use crate::openapi::parameter::*;
use crate::routes::compatibility;

pub(super) fn group() -> Group {
    Group {
        name: "Compatibility",
        meaning: "What a registration would be told, without registering.",
        operations: vec![
            post("/compatibility/subjects/{subject}/versions", compatibility::with_all, "checkWithAll", "Compare a schema with all versions")
                .says("Under the level in force; a subject without versions is compatible with everything.")
                .query(&[NORMALIZE, VERBOSE, IMPACT, REHEARSE])
                .refuses(&[42201])
                .sent(REGISTER)
                .answered(COMPATIBLE),
            post("/compatibility/subjects/{subject}/versions/{version}", compatibility::with_one, "checkWithOne", "Compare a schema with one version")
                .says("Under the level in force, with this version alone.")
                .query(&[NORMALIZE, VERBOSE, IMPACT])
                .refuses(&[40402, 42201, 42202])
                .sent(REGISTER)
                .answered(COMPATIBLE),
        ],
    }
}

const COMPATIBLE: &str = r#"{"is_compatible": true}"#;
