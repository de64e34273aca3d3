//! One constraint as a condition, protovalidate's rule id, and a message that says what is allowed.

use super::super::{Emitter, argument, ident};
use super::{formats, numbers, parts, pattern};
use crate::ir::{Body, Ir, Named, Syntax, TimeTy, Ty, WellKnownTy};
use contract_model::{Constraint, FieldRules, Literal};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

/// A check of a value.
pub(super) struct Check {
    /// A Rust expression that is true if all is well.
    pub(super) holds: TokenStream,
    pub(super) id: String,
    /// Where the rule stands: its id, but for rules that have several.
    pub(super) place: String,
    /// protovalidate calls a format that an empty text breaks by another id.
    pub(super) empty: Option<TokenStream>,
    pub(super) message: String,
}

/// What the rules of a value depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Uuid,
    Bytes,
    Number,
    Bool,
    Timestamp,
    Enum,
    /// `google.protobuf.Any`: rules are about the type it holds.
    Any,
    /// `google.protobuf.FieldMask`: rules are about its paths.
    FieldMask,
    List,
    Map,
    /// Nothing can be declared.
    Other,
}

pub(super) fn family(ir: &Ir, ty: &Ty) -> Family {
    match ty {
        Ty::String => Family::Text,
        Ty::Uuid(_) => Family::Uuid,
        Ty::Bytes => Family::Bytes,
        Ty::Int | Ty::Long | Ty::UInt | Ty::ULong => Family::Number,
        Ty::Float | Ty::Double | Ty::Decimal(_) => Family::Number,
        Ty::Bool => Family::Bool,
        Ty::Time(TimeTy::TimestampMillis | TimeTy::TimestampMicros | TimeTy::TimestampNanos) => {
            Family::Timestamp
        }
        Ty::WellKnown(WellKnownTy::Timestamp | WellKnownTy::Duration) => Family::Timestamp,
        Ty::Array(_) => Family::List,
        Ty::Map(..) => Family::Map,
        Ty::Option { inner, .. } => family(ir, inner),
        Ty::Named { id, .. } => match (&ir.get(*id).body, &*ir.get(*id).full_name) {
            (Body::Enum(_), _) => Family::Enum,
            (Body::Fixed(_), _) => Family::Bytes,
            (Body::Record(_), "google.protobuf.Any") => Family::Any,
            (Body::Record(_), "google.protobuf.FieldMask") => Family::FieldMask,
            (Body::Record(_) | Body::Union(_) | Body::Value(_), _) => Family::Other,
        },
        Ty::Null | Ty::Time(_) | Ty::WellKnown(_) | Ty::Json => Family::Other,
    }
}

/// The first part of a rule id.
pub(super) fn prefix(ty: &Ty, family: Family) -> &'static str {
    match (family, ty) {
        (_, Ty::Int) => "int32",
        (_, Ty::Long) => "int64",
        (_, Ty::UInt) => "uint32",
        (_, Ty::ULong) => "uint64",
        (_, Ty::Float) => "float",
        (_, Ty::Double) => "double",
        (_, Ty::Decimal(_)) => "decimal",
        (Family::Text | Family::Uuid, _) => "string",
        (Family::Bytes, _) => "bytes",
        (Family::Bool, _) => "bool",
        (_, Ty::WellKnown(WellKnownTy::Duration)) => "duration",
        (Family::Timestamp, _) => "timestamp",
        (Family::Enum, _) => "enum",
        (Family::Any, _) => "any",
        (Family::FieldMask, _) => "field_mask",
        (Family::List, _) => "repeated",
        (Family::Map, _) => "map",
        (Family::Number | Family::Other, _) => "value",
    }
}

/// Every check of a value; `place` is an expression of a reference to it.
pub(super) fn checks(
    emitter: &Emitter<'_>,
    from: &Named,
    ty: &Ty,
    rules: &FieldRules,
    place: &TokenStream,
) -> Vec<Check> {
    let family = family(emitter.ir, ty);
    let constraints = &rules.value;
    let group = rules.group.unwrap_or_else(|| prefix(ty, family));
    let mut checks = Vec::new();
    if let Ty::Decimal(decimal) = ty {
        let precision = decimal.precision;
        checks.push(Check {
            holds: quote! { #place.has_at_most(#precision) },
            id: "decimal.precision".to_owned(),
            place: "decimal.precision".to_owned(),
            empty: None,
            message: format!("must have at most {precision} digits"),
        });
    }
    checks.extend(numbers::range(ty, family, group, constraints, place));
    for constraint in constraints {
        if matches!(constraint, Constraint::Pattern(_)) && family == Family::Bytes {
            checks.push(Check {
                holds: quote! { ::core::str::from_utf8(&#place[..]).is_ok() },
                id: format!("{group}.pattern"),
                place: format!("{group}.pattern"),
                empty: None,
                message: "the rule cannot be evaluated: the bytes are no text".to_owned(),
            });
        }
        let found = check(emitter, from, ty, family, constraint, place);
        checks.extend(
            found.map(|(rule, holds, message)| Check {
                holds,
                place: format!("{group}.{}", rule.split('.').next().unwrap_or_default()),
                id: format!("{group}.{rule}"),
                empty: formats::is_said_apart(constraint)
                    .then(|| is_zero(emitter.ir, ty, place))
                    .flatten(),
                message,
            }),
        );
    }
    checks
}

pub(super) type Found = Option<(String, TokenStream, String)>;

fn check(
    emitter: &Emitter<'_>,
    from: &Named,
    ty: &Ty,
    family: Family,
    constraint: &Constraint,
    place: &TokenStream,
) -> Found {
    let found =
        |rule: &str, holds: TokenStream, message: String| Some((rule.to_owned(), holds, message));
    match constraint {
        Constraint::Const(literal) => {
            let literal = equal(emitter, from, ty, family, std::slice::from_ref(literal), place)?;
            found("const", literal, "must be the one allowed value".to_owned())
        }
        Constraint::Paths(paths) => {
            let holds = quote! { #place.paths.iter().eq(&[#(#paths),*] as &[&str]) };
            found("const", holds, "must be the one allowed mask".to_owned())
        }
        Constraint::In(list) | Constraint::NotIn(list) if family == Family::FieldMask => {
            masks(matches!(constraint, Constraint::In(_)), list, place)
        }
        Constraint::In(list) => {
            let holds = equal(emitter, from, ty, family, list, place)?;
            found("in", holds, "must be one of the allowed values".to_owned())
        }
        Constraint::NotIn(list) => {
            let holds = equal(emitter, from, ty, family, list, place)?;
            found(
                "not_in",
                quote! { !(#holds) },
                "must not be one of the refused values".to_owned(),
            )
        }
        // Ranges are checked in pairs.
        Constraint::Lower(_) | Constraint::Upper(_) => None,
        Constraint::Finite => {
            found("finite", quote! { #place.is_finite() }, "must be finite".to_owned())
        }
        Constraint::Len(_)
        | Constraint::MinLen(_)
        | Constraint::MaxLen(_)
        | Constraint::LenBytes(_)
        | Constraint::MinBytes(_)
        | Constraint::MaxBytes(_)
        | Constraint::MinItems(_)
        | Constraint::MaxItems(_)
        | Constraint::MinPairs(_)
        | Constraint::MaxPairs(_) => parts::length(family, constraint, place),
        Constraint::Pattern(text) => {
            let holds = pattern_holds(text, family, place);
            found("pattern", holds, format!("must match `{text}`"))
        }
        Constraint::Prefix(literal) => parts::part("prefix", "starts_with", literal, place),
        Constraint::Suffix(literal) => parts::part("suffix", "ends_with", literal, place),
        Constraint::Contains(literal) => parts::part("contains", "contains", literal, place),
        Constraint::NotContains(literal) => parts::part("not_contains", "contains", literal, place),
        Constraint::WellKnown(format) => formats::well_known(*format, family, place),
        Constraint::Header { is_value, strict } => {
            formats::header(*is_value, *strict, family, place)
        }
        Constraint::Unique => {
            let (function, place) = (unique(emitter.ir, ty), argument(place));
            let holds = quote! { ::contract_runtime::#function(#place) };
            found("unique", holds, "must not contain an element twice".to_owned())
        }
        // Unknown symbols do not decode in Avro.
        Constraint::DefinedOnly => match emitter.named_of(ty)?.syntax {
            Syntax::Avro | Syntax::Json => None,
            Syntax::Protobuf => found(
                "defined_only",
                quote! { #place.symbol().is_some() },
                "must be a value that the schema names".to_owned(),
            ),
        },
        Constraint::BeforeNow | Constraint::AfterNow | Constraint::Within(_) => {
            now(constraint, place)
        }
    }
}

/// Every path of a mask is one of the list, or below one of them; or none is.
fn masks(within: bool, list: &[Literal], place: &TokenStream) -> Found {
    let tests = list.iter().map(|literal| match literal {
        Literal::String(path) => {
            let below = format!("{path}.");
            quote! { path == #path || path.starts_with(#below) }
        }
        _ => quote! { false },
    });
    let any = if list.is_empty() {
        quote! { false }
    } else {
        quote! { #(#tests)||* }
    };
    let (rule, holds, message) = match within {
        true => ("in", any, "must only name allowed paths"),
        false => ("not_in", quote! { !(#any) }, "must not name a refused path"),
    };
    let holds = quote! { #place.paths.iter().all(|path| #holds) };
    Some((rule.to_owned(), holds, message.to_owned()))
}

/// Bytes match as the text they are; of what is no text the rule has no answer, which is said apart.
fn pattern_holds(text: &str, family: Family, place: &TokenStream) -> TokenStream {
    if family != Family::Bytes {
        return pattern::matches(text, &text_argument(family, place));
    }
    let holds = pattern::matches(text, &quote! { text });
    quote! { ::core::str::from_utf8(&#place[..]).map_or(true, |text| #holds) }
}

/// Rules about the time of the validation.
fn now(constraint: &Constraint, place: &TokenStream) -> Found {
    let (rule, holds, message) = match constraint {
        Constraint::BeforeNow => {
            ("lt_now", quote! { #place.nanos() < now.nanos() }, "must be less than now".to_owned())
        }
        Constraint::AfterNow => {
            let holds = quote! { #place.nanos() > now.nanos() };
            ("gt_now", holds, "must be greater than now".to_owned())
        }
        Constraint::Within(nanos) => {
            let limit = Token::u128_unsuffixed(nanos.unsigned_abs());
            let holds = quote! { #place.nanos().abs_diff(now.nanos()) <= #limit };
            ("within", holds, format!("must be within {} s of now", nanos / 1_000_000_000))
        }
        _ => return None,
    };
    Some((rule.to_owned(), holds, message))
}

/// Whether a value is the zero of its type, for types that have one.
pub(super) fn is_zero(ir: &Ir, ty: &Ty, place: &TokenStream) -> Option<TokenStream> {
    match family(ir, ty) {
        Family::Text | Family::List | Family::Map => Some(quote! { #place.is_empty() }),
        Family::Bytes if *ty == Ty::Bytes => Some(quote! { #place.is_empty() }),
        Family::Bytes => Some(quote! { #place.iter().all(|byte| *byte == 0) }),
        Family::Bool => Some(quote! { !*#place }),
        Family::Number => {
            let value = numbers::value(ty, Family::Number, place);
            let zero = match ty {
                Ty::Float | Ty::Double => quote! { 0.0 },
                _ => quote! { 0 },
            };
            Some(quote! { #value == #zero })
        }
        Family::Enum => match ty {
            Ty::Named { id, .. } if ir.get(*id).syntax == Syntax::Protobuf => {
                Some(quote! { #place.number() == 0 })
            }
            _ => None,
        },
        Family::Uuid | Family::Timestamp | Family::Any | Family::FieldMask | Family::Other => None,
    }
}

/// Why a constraint cannot be compiled for this type.
pub(super) fn unsupported(ir: &Ir, ty: &Ty, constraint: &Constraint) -> Option<&'static str> {
    if let Ty::Named { id, .. } = ty
        && let Body::Record(record) = &ir.get(*id).body
        && super::is_wrapper(ir.get(*id))
    {
        // Rules of a wrapper are about the value in it.
        return unsupported(ir, &record.fields.first()?.ty, constraint);
    }
    let family = family(ir, ty);
    match constraint {
        Constraint::Paths(_) if family != Family::FieldMask => Some("only field masks have paths"),
        Constraint::BeforeNow | Constraint::AfterNow | Constraint::Within(_)
            if family != Family::Timestamp =>
        {
            Some("values of this type are no points in time")
        }
        Constraint::WellKnown(format) if family == Family::Bytes => {
            formats::well_known_bytes(*format, &TokenStream::new())
                .is_none()
                .then_some("the format is for text")
        }
        Constraint::Const(_) | Constraint::In(_) | Constraint::NotIn(_)
            if matches!(family, Family::Other | Family::List | Family::Map) =>
        {
            Some("values of this type are not compared")
        }
        Constraint::Lower(bound) | Constraint::Upper(bound)
            if numbers::literal(ty, family, &bound.limit).is_none() =>
        {
            Some("the limit does not fit the type")
        }
        _ => None,
    }
}

/// As [`text_place`], as a whole argument.
pub(super) fn text_argument(family: Family, place: &TokenStream) -> TokenStream {
    argument(&text_place(family, place))
}

/// The value as text: a uuid is checked in its canonical form.
pub(super) fn text_place(family: Family, place: &TokenStream) -> TokenStream {
    match family {
        Family::Uuid => quote! { ::std::string::ToString::to_string(#place).as_str() },
        _ => quote! { #place },
    }
}

/// Whether the value is one of `list`.
fn equal(
    emitter: &Emitter<'_>,
    from: &Named,
    ty: &Ty,
    family: Family,
    list: &[Literal],
    place: &TokenStream,
) -> Option<TokenStream> {
    let one = |literal: &Literal| -> Option<TokenStream> {
        Some(match (family, literal) {
            (Family::Text, Literal::String(text)) => quote! { #place == #text },
            (Family::Any, Literal::String(text)) => quote! { #place.type_url == #text },
            (Family::Uuid, Literal::String(text)) => {
                quote! { ::std::string::ToString::to_string(#place) == #text }
            }
            (Family::Bytes, Literal::Bytes(bytes)) => {
                let bytes = Token::byte_string(bytes);
                quote! { #place[..] == #bytes[..] }
            }
            (Family::Bool, Literal::Bool(value)) => quote! { *#place == #value },
            (Family::Enum, Literal::String(symbol)) => {
                let (Ty::Named { id, .. }, named) = (ty, emitter.named_of(ty)?) else {
                    return None;
                };
                let Body::Enum(body) = &named.body else {
                    return None;
                };
                let variant = body.symbols.iter().find(|known| known.name == *symbol)?;
                let (path, variant) = (emitter.path(from, *id), ident(&variant.ident));
                quote! { *#place == #path::#variant }
            }
            (Family::Enum, Literal::Int(number)) => {
                let number = Token::i32_unsuffixed(i32::try_from(*number).ok()?);
                quote! { #place.number() == #number }
            }
            (Family::Number | Family::Timestamp, literal) => {
                let value = numbers::value(ty, family, place);
                let literal = numbers::literal(ty, family, literal)?;
                quote! { #value == #literal }
            }
            _ => return None,
        })
    };
    let any: Option<Vec<TokenStream>> = list.iter().map(one).collect();
    let any = any?;
    if any.is_empty() {
        return Some(quote! { false });
    }
    Some(quote! { #(#any)||* })
}

/// The function that decides uniqueness: by order where there is one.
fn unique(ir: &Ir, ty: &Ty) -> TokenStream {
    let ordered = match ty {
        Ty::Array(items) => match items.as_ref() {
            Ty::Named { id, .. } => matches!(ir.get(*id).body, Body::Enum(_) | Body::Fixed(_)),
            Ty::Time(TimeTy::Duration) => false,
            Ty::Bool | Ty::Int | Ty::Long | Ty::UInt | Ty::ULong | Ty::String => true,
            Ty::Bytes | Ty::Uuid(_) | Ty::Decimal(_) | Ty::Time(_) => true,
            _ => false,
        },
        _ => false,
    };
    if ordered {
        quote! { is_unique_ord }
    } else {
        quote! { is_unique }
    }
}
