//! `/contexts`

use crate::openapi::operation::{Group, delete, get};
use crate::openapi::parameter::*;
use crate::routes::contexts;

pub(super) fn group() -> Group {
    Group {
        name: "Contexts",
        meaning: "Separate worlds of subjects and ids in one registry. A context begins with its first schema.",
        operations: vec![
            get("/contexts", contexts::list, "listContexts", "List the contexts")
                .says("`.` is the default one and always there.")
                .query(&[PREFIX_OF_CONTEXT, OFFSET, LIMIT])
                .answered(r#"[".", ".staging"]"#),
            delete(
                "/contexts/{context}",
                contexts::remove,
                "deleteContext",
                "Remove an empty context",
            )
            .refuses(&[42211]),
        ],
    }
}
