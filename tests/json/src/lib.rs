//! Nothing but the types that the build script compiles: of every construct of JSON Schema, and of random schemas.

#[allow(unreachable_pub, reason = "generated as a file of its own")]
pub mod compiled {
    //! Types of the schemas that the build script wrote.
    include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
}
