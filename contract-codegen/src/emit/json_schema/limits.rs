//! What is declared of a value in the words of JSON Schema. A value that `validate()` takes is taken by the schema too;
//! the other way round only as far as JSON Schema goes.

use super::{Text, list, string};
use crate::emit::validate::{bounds, is_exclusive};
use crate::ir::{Body, Enum, Ir, Syntax, Ty};
use contract_model::{Bound, Constraint, FieldRules, Literal, WellKnown};

/// The rules of a value that JSON Schema has words for.
pub(super) fn of(ir: &Ir, syntax: Syntax, ty: &Ty, rules: &FieldRules) -> Text {
    let mut text = Text::default();
    if let Ty::Decimal(decimal) = ty {
        let whole = decimal.precision.saturating_sub(decimal.scale);
        let sign = if is_never_negative(&rules.value) { "[+]?" } else { "[+-]?" };
        let pattern = format!(r"^{sign}0*[0-9]{{0,{whole}}}(\.[0-9]+)?$");
        text.put("pattern", string(&pattern));
        return text;
    }
    let kind = kind(ir, syntax, ty);
    for constraint in &rules.value {
        match constraint {
            Constraint::Pattern(pattern) if ir.spellings.contains_key(pattern) => {
                text.put("pattern", string(&ir.spellings[pattern]));
            }
            _ => put(&mut text, constraint, &kind),
        }
    }
    // Text stands for some numbers in Protobuf, where no bound holds.
    let is_number = matches!(ty, Ty::Int | Ty::UInt | Ty::Float | Ty::Double)
        || (syntax != Syntax::Protobuf && matches!(ty, Ty::Long | Ty::ULong));
    if is_number {
        range(&mut text, &rules.value);
    }
    text
}

/// The schema of the value that stands for nothing.
pub(super) fn zero(ir: &Ir, syntax: Syntax, ty: &Ty) -> Option<String> {
    let zero = match kind(ir, syntax, ty) {
        Kind::Text | Kind::Bytes => r#"{"const":""}"#.to_owned(),
        Kind::Bool => r#"{"const":false}"#.to_owned(),
        Kind::Number { as_text } => match as_text {
            true => r#"{"enum":[0,"0"]}"#.to_owned(),
            false => r#"{"const":0}"#.to_owned(),
        },
        Kind::List => r#"{"maxItems":0}"#.to_owned(),
        Kind::Map => r#"{"maxProperties":0}"#.to_owned(),
        Kind::Enum(body) => {
            let first = body.symbols.iter().find(|symbol| symbol.number == 0)?;
            format!(r#"{{"enum":[{},0]}}"#, string(&first.name))
        }
        Kind::Other => return None,
    };
    Some(zero)
}

/// Values that the same words limit.
enum Kind<'a> {
    Text,
    Bytes,
    Bool,
    /// Protobuf also has their texts.
    Number {
        as_text: bool,
    },
    List,
    Map,
    Enum(&'a Enum),
    Other,
}

fn kind<'a>(ir: &'a Ir, syntax: Syntax, ty: &Ty) -> Kind<'a> {
    match ty {
        Ty::String => Kind::Text,
        Ty::Bytes => Kind::Bytes,
        Ty::Bool => Kind::Bool,
        Ty::Int | Ty::Long | Ty::UInt | Ty::ULong | Ty::Float | Ty::Double => {
            Kind::Number { as_text: syntax == Syntax::Protobuf }
        }
        Ty::Array(_) => Kind::List,
        Ty::Map(..) => Kind::Map,
        Ty::Named { id, .. } => match &ir.get(*id).body {
            Body::Enum(body) => Kind::Enum(body),
            Body::Record(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => Kind::Other,
        },
        Ty::Null
        | Ty::Uuid(_)
        | Ty::Decimal(_)
        | Ty::Time(_)
        | Ty::WellKnown(_)
        | Ty::Json
        | Ty::Option { .. } => Kind::Other,
    }
}

fn put(text: &mut Text, constraint: &Constraint, kind: &Kind<'_>) {
    match constraint {
        Constraint::Const(literal) => listed(text, "enum", std::slice::from_ref(literal), kind),
        Constraint::In(literals) => listed(text, "enum", literals, kind),
        Constraint::NotIn(literals) => listed(text, "not", literals, kind),
        Constraint::DefinedOnly => {
            if let Kind::Enum(body) = kind {
                let both = |number: i32, name: &str| [string(name), number.to_string()];
                let values = body.symbols.iter().flat_map(|one| both(one.number, &one.name));
                text.put("enum", list(&values.collect::<Vec<_>>()));
            }
        }
        Constraint::MinItems(n) => text.put("minItems", n.to_string()),
        Constraint::MaxItems(n) => text.put("maxItems", n.to_string()),
        Constraint::Unique => text.put("uniqueItems", "true".to_owned()),
        Constraint::MinPairs(n) => text.put("minProperties", n.to_string()),
        Constraint::MaxPairs(n) => text.put("maxProperties", n.to_string()),
        // Bounds are read together; the type of a float says whether it is finite.
        Constraint::Lower(_) | Constraint::Upper(_) | Constraint::Finite => {}
        Constraint::BeforeNow | Constraint::AfterNow | Constraint::Within(_) => {}
        Constraint::Header { .. } | Constraint::Paths(_) => {}
        Constraint::Len(_)
        | Constraint::MinLen(_)
        | Constraint::MaxLen(_)
        | Constraint::LenBytes(_)
        | Constraint::MinBytes(_)
        | Constraint::MaxBytes(_) => length(text, constraint, kind),
        Constraint::Pattern(_)
        | Constraint::Prefix(_)
        | Constraint::Suffix(_)
        | Constraint::Contains(_)
        | Constraint::NotContains(_)
        | Constraint::WellKnown(_) => {
            if matches!(kind, Kind::Text) {
                spelling(text, constraint);
            }
        }
    }
}

/// `enum` or what is not among the values, if all of them have a form in JSON.
fn listed(text: &mut Text, keyword: &'static str, literals: &[Literal], kind: &Kind<'_>) {
    let forms: Option<Vec<Vec<String>>> =
        literals.iter().map(|literal| forms(literal, kind)).collect();
    let Some(forms) = forms else {
        return;
    };
    let values = list(&forms.concat());
    match keyword {
        "not" => text.put("not", format!(r#"{{"enum":{values}}}"#)),
        _ => text.put("enum", values),
    }
}

/// The forms in JSON that a value can have.
fn forms(literal: &Literal, kind: &Kind<'_>) -> Option<Vec<String>> {
    Some(match (kind, literal) {
        (Kind::Text, Literal::String(text)) => vec![string(text)],
        (Kind::Bool, Literal::Bool(value)) => vec![value.to_string()],
        (Kind::Number { as_text }, Literal::Int(value)) => number(value.to_string(), *as_text),
        (Kind::Number { as_text }, Literal::Float(value)) if value.is_finite() => {
            number(value.to_string(), *as_text)
        }
        (Kind::Enum(_), Literal::String(symbol)) => vec![string(symbol)],
        (Kind::Enum(body), Literal::Int(number)) => {
            let names = body.symbols.iter().filter(|one| i128::from(one.number) == *number);
            let names = names.map(|one| string(&one.name));
            names.chain([number.to_string()]).collect()
        }
        _ => return None,
    })
}

fn number(digits: String, as_text: bool) -> Vec<String> {
    let text = as_text.then(|| string(&digits));
    [digits].into_iter().chain(text).collect()
}

fn length(text: &mut Text, constraint: &Constraint, kind: &Kind<'_>) {
    let (least, most) = match *constraint {
        Constraint::Len(n) | Constraint::LenBytes(n) => (Some(n), Some(n)),
        Constraint::MinLen(n) | Constraint::MinBytes(n) => (Some(n), None),
        Constraint::MaxLen(n) | Constraint::MaxBytes(n) => (None, Some(n)),
        _ => return,
    };
    let is_in_bytes = matches!(
        constraint,
        Constraint::LenBytes(_) | Constraint::MinBytes(_) | Constraint::MaxBytes(_)
    );
    let (least, most) = match kind {
        // A character has up to four bytes.
        Kind::Text if is_in_bytes => (least.map(|n| n.div_ceil(4)), most),
        Kind::Text => (least, most),
        Kind::Bytes => return base64_length(text, least, most),
        _ => return,
    };
    least.into_iter().for_each(|n| text.put("minLength", n.to_string()));
    most.into_iter().for_each(|n| text.put("maxLength", n.to_string()));
}

/// As many bytes have one number of characters before the padding, which may be left out.
fn base64_length(text: &mut Text, least: Option<u64>, most: Option<u64>) {
    // Beyond it a pattern costs its readers too much.
    const COUNTED: u64 = 1_000;
    let characters = |bytes: u64| bytes.saturating_mul(4).div_ceil(3);
    let most_shown = most.filter(|n| *n <= COUNTED).map(characters);
    let least_shown = least.filter(|n| *n <= COUNTED).map(characters);
    if least_shown.or(most_shown).is_some() {
        let most = most_shown.map(|n| n.to_string()).unwrap_or_default();
        let pattern = format!("^[^=]{{{},{most}}}=*$", least_shown.unwrap_or_default());
        text.put("pattern", string(&pattern));
    }
    if let Some(n) = most.filter(|n| *n > COUNTED) {
        text.put("maxLength", n.div_ceil(3).saturating_mul(4).to_string());
    }
    if let Some(n) = least.filter(|n| *n > COUNTED) {
        text.put("minLength", characters(n).to_string());
    }
}

fn spelling(text: &mut Text, constraint: &Constraint) {
    match constraint {
        Constraint::Pattern(pattern) if is_everywhere_alike(pattern) => {
            text.put("pattern", string(pattern));
        }
        Constraint::Prefix(Literal::String(part)) => {
            text.put("pattern", string(&format!("^{}", escaped(part))));
        }
        Constraint::Suffix(Literal::String(part)) => {
            text.put("pattern", string(&format!("{}$", escaped(part))));
        }
        Constraint::Contains(Literal::String(part)) => {
            text.put("pattern", string(&escaped(part)));
        }
        Constraint::NotContains(Literal::String(part)) => {
            text.put("not", format!(r#"{{"pattern":{}}}"#, string(&escaped(part))));
        }
        Constraint::WellKnown(format) => match well_known(*format) {
            ("pattern", pattern) => text.put("pattern", string(pattern)),
            (keyword, value) => text.put(keyword, string(value)),
        },
        _ => {}
    }
}

/// Whether a pattern of RE2 means the same to whoever reads JSON Schemas.
fn is_everywhere_alike(pattern: &str) -> bool {
    let escapes = pattern.split('\\').skip(1).filter_map(|rest| rest.chars().next());
    let only_common = escapes.clone().all(|escape| escape == 'd' || escape.is_ascii_punctuation());
    // `\\` begins a piece that is empty.
    let no_double = !pattern.contains("\\\\");
    only_common && no_double && !pattern.contains("(?") && !pattern.contains("[:")
}

/// A text as a pattern of itself.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for character in text.chars() {
        if r"\^$.*+?()[]{}|/".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// The keyword and its value that stand for a format; where JSON Schema has no format, what it looks like.
fn well_known(format: WellKnown) -> (&'static str, &'static str) {
    match format {
        WellKnown::Email => ("format", "email"),
        WellKnown::Hostname => ("format", "hostname"),
        WellKnown::Ipv4 => ("format", "ipv4"),
        WellKnown::Ipv6 => ("format", "ipv6"),
        WellKnown::Uri => ("format", "uri"),
        WellKnown::UriRef => ("format", "uri-reference"),
        WellKnown::Uuid => ("format", "uuid"),
        WellKnown::Ip => ("pattern", "^[0-9a-fA-F.:]+(%.+)?$"),
        WellKnown::Address => ("minLength", "1"),
        WellKnown::Tuuid => ("pattern", "^[0-9a-fA-F]{32}$"),
        WellKnown::Uetr => {
            ("pattern", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        }
        WellKnown::Iban => ("pattern", "^[A-Z]{2}[0-9]{2}[0-9A-Za-z]{1,30}$"),
        WellKnown::Bic => ("pattern", "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
        WellKnown::Lei => ("pattern", "^[A-Z0-9]{18}[0-9]{2}$"),
        WellKnown::Currency => ("pattern", "^[A-Z]{3}$"),
        WellKnown::Country => ("pattern", "^[A-Z]{2}$"),
        WellKnown::Corridor => ("pattern", "^[A-Z]{3}-[A-Z]{3}$"),
        WellKnown::IpWithPrefixlen | WellKnown::IpPrefix => {
            ("pattern", "^[0-9a-fA-F.:]+(%.+)?/[0-9]{1,3}$")
        }
        WellKnown::Ipv4WithPrefixlen | WellKnown::Ipv4Prefix => {
            ("pattern", "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$")
        }
        WellKnown::Ipv6WithPrefixlen | WellKnown::Ipv6Prefix => {
            ("pattern", "^[0-9a-fA-F.:]+(%.+)?/[0-9]{1,3}$")
        }
        WellKnown::HostAndPort => ("pattern", ":[0-9]{1,5}$"),
        WellKnown::Ulid => ("pattern", "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"),
        WellKnown::ProtobufFqn => {
            ("pattern", "^[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*$")
        }
        WellKnown::ProtobufDotFqn => ("pattern", "^(\\.[A-Za-z_][A-Za-z_0-9]*)+$"),
    }
}

/// Bounds; a lower one above the upper one leaves out what lies between.
fn range(text: &mut Text, constraints: &[Constraint]) {
    let (lower, upper) = bounds(constraints);
    let is_exclusive = is_exclusive(lower, upper);
    let lower = lower.and_then(|bound| side(bound, "minimum", "exclusiveMinimum"));
    let upper = upper.and_then(|bound| side(bound, "maximum", "exclusiveMaximum"));
    let sides = [lower, upper].into_iter().flatten();
    match is_exclusive {
        true => {
            let sides = sides.map(|(keyword, limit)| format!("{{{}:{limit}}}", string(keyword)));
            text.put("anyOf", list(&sides.collect::<Vec<_>>()));
        }
        false => sides.for_each(|(keyword, limit)| text.put(keyword, limit)),
    }
}

fn side(
    bound: &Bound,
    inclusive: &'static str,
    exclusive: &'static str,
) -> Option<(&'static str, String)> {
    let keyword = if bound.inclusive { inclusive } else { exclusive };
    let limit = match bound.limit {
        Literal::Int(limit) => limit.to_string(),
        Literal::Float(limit) if limit.is_finite() => limit.to_string(),
        _ => return None,
    };
    Some((keyword, limit))
}

/// Whether the bounds of a decimal leave no value below zero.
fn is_never_negative(constraints: &[Constraint]) -> bool {
    let (lower, upper) = bounds(constraints);
    let is_from_zero = lower.is_some_and(|bound| match &bound.limit {
        Literal::Int(limit) => *limit >= 0,
        Literal::Decimal(text) | Literal::String(text) => !text.starts_with('-'),
        _ => false,
    });
    is_from_zero && !is_exclusive(lower, upper)
}
