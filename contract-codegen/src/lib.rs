//! Event contracts in, Rust types out; used from build.rs.
