//! Tests of the compiler through its front door: folders in, Rust or complaints out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod protobuf;
