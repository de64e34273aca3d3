//! Compiled rules against an interpreter of CEL, and against what is written down here.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agree; // random expressions over random values: the interpreter says the same
#[path = "../../made.rs"]
#[expect(dead_code, reason = "the schema is the build's")]
mod made; // the expressions, as the build made them
mod written; // rules of every kind, each with a value that keeps it and one that breaks it
