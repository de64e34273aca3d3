//! Logical types: valid ones are recognised, invalid ones stay what they are, attributes.

use crate::avro::model::{Kind, Logical};
use crate::json_text::Node;

/// The logical type that the attributes declare, if it is valid on `kind`.
///
/// Source: Avro 1.12 specification, "Logical Types": an implementation ignores a logical type that is invalid.
pub(super) fn logical(kind: &Kind, attributes: &[(Box<str>, Node)]) -> Option<Logical> {
    let attribute =
        |key: &str| attributes.iter().find(|(name, _)| &**name == key).map(|(_, value)| value);
    let name = attribute("logicalType")?.as_str()?;
    let size = if let Kind::Fixed(fixed) = kind { Some(fixed.size) } else { None };
    match (name, kind) {
        ("decimal", Kind::Bytes | Kind::Fixed(_)) => {
            let precision = u32::try_from(attribute("precision")?.as_i64()?).ok()?;
            let scale = match attribute("scale") {
                Some(scale) => u32::try_from(scale.as_i64()?).ok()?,
                None => 0,
            };
            let fits = size.is_none_or(|size| precision <= most_digits(size));
            (precision > 0 && scale <= precision && fits)
                .then_some(Logical::Decimal { precision, scale })
        }
        ("uuid", Kind::String) => Some(Logical::Uuid),
        ("uuid", Kind::Fixed(_)) => (size == Some(16)).then_some(Logical::Uuid),
        ("duration", Kind::Fixed(_)) => (size == Some(12)).then_some(Logical::Duration),
        ("date", Kind::Int) => Some(Logical::Date),
        ("time-millis", Kind::Int) => Some(Logical::TimeMillis),
        ("time-micros", Kind::Long) => Some(Logical::TimeMicros),
        ("timestamp-millis", Kind::Long) => Some(Logical::TimestampMillis),
        ("timestamp-micros", Kind::Long) => Some(Logical::TimestampMicros),
        ("timestamp-nanos", Kind::Long) => Some(Logical::TimestampNanos),
        ("local-timestamp-millis", Kind::Long) => Some(Logical::LocalTimestampMillis),
        ("local-timestamp-micros", Kind::Long) => Some(Logical::LocalTimestampMicros),
        ("local-timestamp-nanos", Kind::Long) => Some(Logical::LocalTimestampNanos),
        _ => None,
    }
}

/// Decimal digits that always fit into a two's-complement number of `size` bytes: ⌊log10(2^(8·size−1) − 1)⌋.
fn most_digits(size: usize) -> u32 {
    if size == 0 {
        return 0;
    }
    // The power of two is never a power of ten, so the "− 1" does not move the floor.
    let digits = (8.0 * size as f64 - 1.0) * std::f64::consts::LOG10_2;
    digits as u32
}

#[cfg(test)]
mod tests {
    use super::most_digits;

    #[test]
    fn digits_that_fit_a_fixed() {
        for (size, digits) in [(0, 0), (1, 2), (2, 4), (4, 9), (8, 18), (16, 38), (32, 76)] {
            assert_eq!(most_digits(size), digits, "{size} bytes");
        }
    }
}
