//! Compiled JSON Schema contracts held to an independent validator.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "the build script uses the rest")]
mod cases; // every construct, with documents that it takes and refuses
#[expect(dead_code, reason = "the build script uses the rest")]
mod random; // random schemas and random data
mod variants; // alternatives beside properties, in an event
mod verdicts; // the comparison
