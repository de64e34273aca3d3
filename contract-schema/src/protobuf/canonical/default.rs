//! Default values as descriptors spell them.

use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

/// Spells the defaults of floating-point fields as `protoc` does.
pub(in crate::protobuf) fn spell(file: &mut FileDescriptorProto) {
    file.extension.iter_mut().for_each(field);
    file.message_type.iter_mut().for_each(message);
}

fn message(message: &mut DescriptorProto) {
    message.field.iter_mut().chain(&mut message.extension).for_each(field);
    message.nested_type.iter_mut().for_each(self::message);
}

fn field(field: &mut FieldDescriptorProto) {
    let kind = field.r#type();
    let Some(default) = &mut field.default_value else { return };
    let Ok(value) = default.parse::<f64>() else { return };
    match kind {
        Type::Double => *default = shortest(value, [15, 17], |text| text.parse() == Ok(value)),
        Type::Float => {
            let single = value as f32;
            *default = shortest(single.into(), [6, 9], |text| text.parse() == Ok(single));
        }
        _ => {}
    }
}

/// C's `%g` with the first number of digits, or the second where that does not read back as itself.
fn shortest(value: f64, digits: [i32; 2], is_exact: impl Fn(&str) -> bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let short = general(value, digits[0]);
    if is_exact(&short) { short } else { general(value, digits[1]) }
}

/// C's `%g` with so many significant digits.
fn general(value: f64, digits: i32) -> String {
    let scientific = format!("{value:.*e}", (digits - 1) as usize);
    let (mantissa, exponent) = scientific.split_once('e').expect("the format has an exponent");
    let exponent: i32 = exponent.parse().expect("a small number");
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if exponent < -4 || exponent >= digits {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trim(mantissa), exponent.abs());
    }
    trim(&format!("{value:.*}", (digits - 1 - exponent) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_c_does() {
        for (value, expected) in [
            (1e-7, "1e-07"),
            (0.0001, "0.0001"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (1e15, "1e+15"),
            (123456789012345.0, "123456789012345"),
            (0.1, "0.1"),
            (1.0 / 3.0, "0.33333333333333331"),
            (1e300, "1e+300"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(shortest(value, [15, 17], |text| text.parse() == Ok(value)), expected);
        }
        for (value, expected) in
            [(16_777_217.0, "16777216"), (3.402_823_5e38, "3.40282347e+38"), (0.1, "0.1")]
        {
            let single = value as f32;
            let is_exact = |text: &str| text.parse() == Ok(single);
            assert_eq!(shortest(single.into(), [6, 9], is_exact), expected);
        }
    }
}
