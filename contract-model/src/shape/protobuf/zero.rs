//! Whether absent, which is zero where there is no presence, keeps the rules of a field.

use crate::constraint::{Constraint, Literal, WellKnown};

/// Whether the rule refuses the zero value of its type, so that absent is invalid.
pub(super) fn refuses(rule: &Constraint) -> bool {
    use Literal as L;
    let zero = |literal: &L| match literal {
        L::Bool(value) => !value,
        L::Int(value) | L::Nanos(value) => *value == 0,
        L::Float(value) => *value == 0.0,
        L::Decimal(text) => text.bytes().all(|b| !b.is_ascii_digit() || b == b'0'),
        L::String(text) => text.is_empty(),
        L::Bytes(bytes) => bytes.is_empty(),
    };
    let sign = |literal: &L| match literal {
        L::Int(value) => value.signum() as i32,
        L::Float(value) if *value > 0.0 => 1,
        L::Float(value) if *value < 0.0 => -1,
        _ => 0,
    };
    let numeric = |literal: &L| matches!(literal, L::Int(_) | L::Float(_));
    match rule {
        Constraint::Const(value) => !zero(value),
        Constraint::In(values) => !values.iter().any(zero),
        Constraint::NotIn(values) => values.iter().any(zero),
        Constraint::Lower(bound) => {
            numeric(&bound.limit)
                && (sign(&bound.limit) > 0 || (!bound.inclusive && sign(&bound.limit) == 0))
        }
        Constraint::Upper(bound) => {
            numeric(&bound.limit)
                && (sign(&bound.limit) < 0 || (!bound.inclusive && sign(&bound.limit) == 0))
        }
        Constraint::Len(n)
        | Constraint::MinLen(n)
        | Constraint::LenBytes(n)
        | Constraint::MinBytes(n) => *n > 0,
        Constraint::Prefix(part) | Constraint::Suffix(part) | Constraint::Contains(part) => {
            !zero(part)
        }
        Constraint::Pattern(text) => {
            regex::Regex::new(text).is_ok_and(|pattern| !pattern.is_match(""))
        }
        // Every named format but `uri_ref` refuses the empty string.
        Constraint::WellKnown(format) => *format != WellKnown::UriRef,
        // No name is empty; a value may be.
        Constraint::Header { is_value, .. } => !is_value,
        Constraint::Finite
        | Constraint::Paths(_)
        | Constraint::MaxLen(_)
        | Constraint::MaxBytes(_)
        | Constraint::NotContains(_)
        | Constraint::DefinedOnly
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::Unique
        | Constraint::MinPairs(_)
        | Constraint::MaxPairs(_)
        | Constraint::BeforeNow
        | Constraint::AfterNow
        | Constraint::Within(_) => false,
    }
}
