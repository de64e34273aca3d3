//! Ranges of numbers, decimals and timestamps; a lower and an upper bound together are one rule.

use super::rules::{Check, Family};
use crate::ir::Ty;
use contract_model::{Bound, Constraint, Literal};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

/// The check of the bounds, if there are any.
///
/// If the lower bound lies above the upper one, values between the two are refused: protovalidate's "exclusive" ranges.
pub(super) fn range(
    ty: &Ty,
    family: Family,
    group: &str,
    constraints: &[Constraint],
    place: &TokenStream,
) -> Option<Check> {
    let (lower, upper) = bounds(constraints);
    let value = value(ty, family, place);
    let side = |bound: &Bound, names: [&str; 2], words: [&str; 2]| {
        let limit = literal(ty, family, &bound.limit)?;
        let index = usize::from(bound.inclusive);
        let holds = match (names[index], &value) {
            ("gt", value) => quote! { #value > #limit },
            ("gte", value) => quote! { #value >= #limit },
            ("lt", value) => quote! { #value < #limit },
            (_, value) => quote! { #value <= #limit },
        };
        let words = format!("{} {}", words[index], shown(&bound.limit));
        Some((names[index].to_owned(), holds, words))
    };
    let lower_side = lower.and_then(|bound| side(bound, ["gt", "gte"], ["above", "at least"]));
    let upper_side = upper.and_then(|bound| side(bound, ["lt", "lte"], ["below", "at most"]));
    let (rule, holds, words) = match (lower_side, upper_side) {
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => one,
        (Some((low, above, more)), Some((high, below, less))) => {
            if is_exclusive(lower, upper) {
                (
                    format!("{low}_{high}_exclusive"),
                    quote! { #above || #below },
                    format!("{more} or {less}"),
                )
            } else {
                (format!("{low}_{high}"), quote! { #above && #below }, format!("{more} and {less}"))
            }
        }
    };
    let id = format!("{group}.{rule}");
    let place = format!("{group}.{}", rule.split('_').next().unwrap_or_default());
    Some(Check { holds, id, place, empty: None, message: format!("must be {words}") })
}

/// The lower and the upper bound.
pub(in crate::emit) fn bounds(constraints: &[Constraint]) -> (Option<&Bound>, Option<&Bound>) {
    let lower = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Lower(bound) => Some(bound),
        _ => None,
    });
    let upper = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Upper(bound) => Some(bound),
        _ => None,
    });
    (lower, upper)
}

/// Whether the lower bound lies above the upper one.
pub(in crate::emit) fn is_exclusive(lower: Option<&Bound>, upper: Option<&Bound>) -> bool {
    let (Some(lower), Some(upper)) = (lower, upper) else {
        return false;
    };
    match (&lower.limit, &upper.limit) {
        (Literal::Int(low), Literal::Int(high)) => low > high,
        (Literal::Nanos(low), Literal::Nanos(high)) => low > high,
        (Literal::Float(low), Literal::Float(high)) => low > high,
        (Literal::Decimal(low), Literal::Decimal(high)) => {
            matches!((unscaled(low, 38), unscaled(high, 38)), (Some(low), Some(high)) if low > high)
        }
        _ => false,
    }
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Decimal(text) | Literal::String(text) => text.clone(),
        Literal::Bool(value) => value.to_string(),
        Literal::Bytes(_) => "the declared bytes".to_owned(),
        Literal::Nanos(_) => "the declared time".to_owned(),
    }
}

/// The number behind the reference `place`.
pub(super) fn value(ty: &Ty, family: Family, place: &TokenStream) -> TokenStream {
    match (ty, family) {
        (Ty::Decimal(_), _) => quote! { #place.unscaled() },
        (_, Family::Timestamp) => quote! { #place.nanos() },
        _ => quote! { *#place },
    }
}

/// A constant of the type that [`value`] has; none if it does not fit.
pub(super) fn literal(ty: &Ty, family: Family, literal: &Literal) -> Option<TokenStream> {
    let token = match (ty, literal) {
        (Ty::Int, Literal::Int(value)) => Token::i32_unsuffixed(i32::try_from(*value).ok()?),
        (Ty::Long, Literal::Int(value)) => Token::i64_unsuffixed(i64::try_from(*value).ok()?),
        (Ty::UInt, Literal::Int(value)) => Token::u32_unsuffixed(u32::try_from(*value).ok()?),
        (Ty::ULong, Literal::Int(value)) => Token::u64_unsuffixed(u64::try_from(*value).ok()?),
        (Ty::Float, Literal::Float(value)) => return float(*value as f32 as f64),
        (Ty::Float | Ty::Double, Literal::Int(value)) => return float(*value as f64),
        (Ty::Double, Literal::Float(value)) => return float(*value),
        (Ty::Decimal(decimal), Literal::Decimal(text) | Literal::String(text)) => {
            Token::i128_unsuffixed(unscaled(text, decimal.scale)?)
        }
        (Ty::Decimal(decimal), Literal::Int(value)) => {
            Token::i128_unsuffixed(value.checked_mul(10i128.checked_pow(decimal.scale)?)?)
        }
        (_, Literal::Nanos(nanos)) if family == Family::Timestamp => Token::i128_unsuffixed(*nanos),
        _ => return None,
    };
    Some(quote! { #token })
}

fn float(value: f64) -> Option<TokenStream> {
    value.is_finite().then(|| {
        let token = Token::f64_unsuffixed(value);
        quote! { #token }
    })
}

/// A decimal text times `10^scale`; none if it has digits beyond the scale or too many.
fn unscaled(text: &str, scale: u32) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let missing = (scale as usize).checked_sub(fraction.len())?;
    let value: i128 = format!("{whole}{fraction}").parse().ok()?;
    let value = value.checked_mul(10i128.checked_pow(u32::try_from(missing).ok()?)?)?;
    Some(if negative { -value } else { value })
}
