//! Types whose rules are written in CEL, as `contract-codegen` prints them.
//!
//! What it is: the compiled side of a comparison with an interpreter. What it is not: anything to depend on.

/// Of `schemas/`.
pub mod written {
    include!(concat!(env!("OUT_DIR"), "/written.rs"));
}

/// Of the expressions that `made.rs` makes.
pub mod made {
    include!(concat!(env!("OUT_DIR"), "/made.rs"));
}
