//! `/mode`

use crate::openapi::operation::{Group, delete, get, put};
use crate::openapi::parameter::*;
use crate::routes::mode;

pub(super) fn group() -> Group {
    Group {
        name: "Mode",
        meaning: "What is let in: READWRITE, READONLY, READONLY_OVERRIDE, IMPORT, or FORWARD (on `:.__GLOBAL:` only).",
        operations: vec![
            get("/mode", mode::get_global, "getMode", "Read the mode of all")
                .query(&[DEFAULT_TO_GLOBAL])
                .answered(READWRITE),
            put("/mode", mode::set_global, "setMode", "Change the mode of all")
                .says("`null` clears it. Answers what was sent.")
                .query(&[FORCE_MODE])
                .refuses(&[42204, 42205, 42206])
                .sent(READONLY)
                .answered(READONLY),
            delete("/mode", mode::clear_global, "clearMode", "Remove the mode of all")
                .says("Answers the mode that was set.")
                .query(&[RECURSIVE])
                .refuses(&[42205])
                .answered(READONLY),
            get("/mode/{subject}", mode::get, "getSubjectMode", "Read the mode of a subject")
                .query(&[DEFAULT_TO_GLOBAL])
                .refuses(&[40409])
                .answered(READWRITE),
            put("/mode/{subject}", mode::set, "setSubjectMode", "Change the mode of a subject")
                .says("The subject need not exist.")
                .query(&[FORCE_MODE])
                .refuses(&[42204, 42205, 42206, 42208])
                .sent(READONLY)
                .answered(READONLY),
            delete(
                "/mode/{subject}",
                mode::clear,
                "clearSubjectMode",
                "Remove the mode of a subject",
            )
            .query(&[RECURSIVE])
            .refuses(&[40401, 42205])
            .answered(READONLY),
        ],
    }
}

const READWRITE: &str = r#"{"mode": "READWRITE"}"#;
const READONLY: &str = r#"{"mode": "READONLY"}"#;
