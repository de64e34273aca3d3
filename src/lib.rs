//! The event types of the payments catalogue, compiled from `schemas/` by `build.rs`.
