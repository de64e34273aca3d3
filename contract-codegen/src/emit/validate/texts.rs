//! Rules of texts that may be missing and have no others than a length or a format: a call for each field.

use super::super::argument;
use super::rules::Family;
use super::{Where, formats, parts};
use contract_model::{Constraint, FieldRules, WellKnown};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The calls that check the text behind the reference `place` to an option; none if something of it takes more.
pub(super) fn calls(
    rules: &FieldRules,
    place: &TokenStream,
    at: &Where<'_>,
) -> Option<TokenStream> {
    let is_plain = rules.cel.is_empty()
        && matches!(rules.group, None | Some("string"))
        && !rules.required
        && !rules.ignores_always;
    let step = at.step().filter(|_| is_plain && !rules.value.is_empty())?;
    let (mut calls, place) = (TokenStream::new(), &argument(place));
    let mut left = &rules.value[..];
    while let Some((call, rest)) = next(left, place, &step) {
        calls.extend(call);
        left = rest;
    }
    left.is_empty().then_some(calls)
}

/// The call for the first of the rules, or the first two, and the rules after them.
fn next<'a>(
    rules: &'a [Constraint],
    place: &TokenStream,
    step: &TokenStream,
) -> Option<(TokenStream, &'a [Constraint])> {
    match rules {
        [least @ Constraint::MinLen(min), most @ Constraint::MaxLen(max), rest @ ..] => {
            let (_, _, short) = parts::length(Family::Text, least, place)?;
            let (_, _, long) = parts::length(Family::Text, most, place)?;
            let (min, max) = (Literal::u64_unsuffixed(*min), Literal::u64_unsuffixed(*max));
            let call = quote! {
                found.optional_chars(#place, at, #step, [#min, #max], [#short, #long]);
            };
            Some((call, rest))
        }
        [Constraint::WellKnown(format), rest @ ..] if !formats::is_said_apart(&rules[0]) => {
            Some((well_known(*format, place, step), rest))
        }
        _ => None,
    }
}

fn well_known(format: WellKnown, place: &TokenStream, step: &TokenStream) -> TokenStream {
    let (function, message) = formats::of_text(format);
    let id = format!("string.{}", format.name());
    quote! { found.optional_format(#place, at, #step, #function, #id, #message); }
}
