//! JSON Schema contracts: the printed Rust is kept and compiled; `tests/json` holds such types to an independent validator.

/// The output for `tests/schemas/json`, as a test of the library keeps it.
#[allow(unreachable_pub, reason = "generated as a file of its own")]
pub(crate) mod generated {
    include!("../generated/json.snap");
}
