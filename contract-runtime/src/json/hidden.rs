//! Errors of values that are not shown: serde's own texts quote what they were given.

use serde::de::Error;

/// How texts begin that quote nothing: those about names of the contract, and those of serde_json about its syntax, which
/// must stay what they are, since they tell a text that breaks off from a value that does not fit.
const HARMLESS: [&str; 20] = [
    "missing field `",
    "duplicate field `",
    "EOF while parsing",
    "control character",
    "expected `",
    "expected a `",
    "expected ident",
    "expected value",
    "expected double-quote",
    "expected numeric key",
    "float key must be finite",
    "invalid escape",
    "invalid number",
    "invalid unicode code point",
    "key must be a string",
    "lone leading surrogate",
    "number out of range",
    "recursion limit exceeded",
    "trailing c",
    "unexpected end of hex escape",
];

/// The error without the value.
pub(crate) fn hidden<E: Error>(error: E) -> E {
    let text = error.to_string();
    if HARMLESS.iter().any(|start| text.starts_with(start)) {
        error
    } else if text.starts_with("unknown variant") {
        E::custom("unknown variant, which is not shown")
    } else {
        E::custom("a value that does not fit its field, and is not shown")
    }
}
