//! `/config`

use crate::openapi::operation::{Group, delete, get, put};
use crate::openapi::parameter::*;
use crate::routes::config;

pub(super) fn group() -> Group {
    Group {
        name: "Config",
        meaning: "The compatibility level and what else is set: for all (`/config`), for a context (`/config/:.context:`) or for a subject. A change keeps what it does not name and clears what it sets to `null`.",
        operations: vec![
            get("/config", config::get_global, "getConfig", "Read the settings of all")
                .query(&[DEFAULT_TO_GLOBAL])
                .answered(HELD),
            put("/config", config::set_global, "setConfig", "Change the settings of all")
                .refuses(&[42203, 42205, 42210])
                .sent(CHANGE)
                .answered(CHANGE),
            delete("/config", config::clear_global, "clearConfig", "Remove the settings of all")
                .says("Answers what was in force.")
                .refuses(&[42205])
                .answered(HELD),
            get(
                "/config/{subject}",
                config::get,
                "getSubjectConfig",
                "Read the settings of a subject",
            )
            .query(&[DEFAULT_TO_GLOBAL])
            .refuses(&[40408])
            .answered(HELD),
            put(
                "/config/{subject}",
                config::set,
                "setSubjectConfig",
                "Change the settings of a subject",
            )
            .says("The subject need not exist.")
            .refuses(&[42203, 42205, 42208, 42210])
            .sent(CHANGE)
            .answered(CHANGE),
            delete(
                "/config/{subject}",
                config::clear,
                "clearSubjectConfig",
                "Remove the settings of a subject",
            )
            .says("Answers what was set.")
            .refuses(&[40401, 42205])
            .answered(HELD),
        ],
    }
}

const HELD: &str = r#"{"compatibilityLevel": "FULL"}"#;
const CHANGE: &str = r#"{"compatibility": "FULL"}"#;
