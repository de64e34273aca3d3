//! What LENIENT takes for granted under WIRE: nobody writes properties that the schema does not describe.

use contract_schema::compat::{Policy, Safety, Terms};
use contract_schema::{Format, ParseOptions, Schema};

#[test]
fn lenient_writers_write_no_property_that_their_schema_does_not_describe() {
    let parse =
        |text: &str| Schema::parse(Format::Json, text, &[], ParseOptions::stored()).unwrap();
    let old = parse(r#"{"type":"object","properties":{"a":{"type":"string"}}}"#);
    let broken = |policy, text: &str| {
        let terms = Terms { policy, safety: Safety::Wire };
        let found = contract_schema::can_read(&parse(text), &old, terms).unwrap();
        found.iter().map(|breach| breach.rule.id).collect::<Vec<_>>()
    };
    let grown = r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}"#;
    assert_ne!(broken(Policy::Strict, grown), [""; 0]);
    assert_eq!(broken(Policy::Lenient, grown), [""; 0]);
    let rest = r#"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}"#;
    assert_ne!(broken(Policy::Strict, rest), [""; 0]);
    assert_eq!(broken(Policy::Lenient, rest), [""; 0]);
    for other in [
        r#"{"type":"object","properties":{"a":{"type":"string"},"b":{}},"required":["b"]}"#,
        r#"{"type":"object","properties":{"a":{"type":"string","format":"date"}}}"#,
    ] {
        assert_ne!(broken(Policy::Lenient, other), [""; 0], "{other}");
    }
}
