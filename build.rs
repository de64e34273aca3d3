//! Compiles `schemas/` into the event types of this crate.

fn main() {}
