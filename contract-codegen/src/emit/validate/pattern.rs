//! Patterns: a row of ASCII classes where the pattern is one, the regex engine where it is not.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::collections::BTreeSet;

/// An expression that is true if the text behind `place` matches.
pub(super) fn matches(pattern: &str, place: &TokenStream) -> TokenStream {
    if let Some(rows) = rows(pattern) {
        if let [row] = &rows[..] {
            return one_of(row, place);
        }
        let rows = rows.iter().map(|row| one_of(row, &quote! { text }));
        return quote! { match #place { text => (#(#rows)||*) } };
    }
    quote! {{
        static PATTERN: ::std::sync::LazyLock<::contract_runtime::regex::Regex> =
            ::std::sync::LazyLock::new(|| {
                ::contract_runtime::regex::Regex::new(#pattern)
                    .expect("the compiler has parsed this pattern")
            });
        PATTERN.is_match(#place)
    }}
}

/// An expression that is true if the text is this row.
fn one_of(row: &[Run], place: &TokenStream) -> TokenStream {
    let runs = row.iter().map(|Run { class, min, max }| {
        let class = Literal::u128_unsuffixed(*class);
        let min = Literal::usize_unsuffixed(*min);
        let max = match max {
            Some(max) => {
                let max = Literal::usize_unsuffixed(*max);
                quote! { #max }
            }
            None => quote! { ::core::primitive::usize::MAX },
        };
        quote! { ::contract_runtime::pattern::Run { class: #class, min: #min, max: #max } }
    });
    let length = row.iter().map(|run| run.min).sum();
    let (ty, made) = match fixed_length(row) {
        true => {
            let length = Literal::usize_unsuffixed(length);
            (quote! { Fixed<#length> }, quote! { Fixed::new(&[#(#runs),*]) })
        }
        false => {
            let count = Literal::usize_unsuffixed(row.len());
            (quote! { Row<#count> }, quote! { Row::new([#(#runs),*]) })
        }
    };
    quote! {{
        static PATTERN: ::contract_runtime::pattern::#ty = ::contract_runtime::pattern::#made;
        PATTERN.matches(#place)
    }}
}

/// A run of characters of one class.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    class: u128,
    min: usize,
    max: Option<usize>,
}

/// The longest row that is compared place by place; it takes as many bytes.
const LONGEST_FIXED: usize = 64;

fn fixed_length(row: &[Run]) -> bool {
    row.iter().all(|run| run.max == Some(run.min))
        && row.iter().map(|run| run.min).fold(0, usize::saturating_add) <= LONGEST_FIXED
}

/// The pattern as a row of runs, or two if its end may be missing; if it is anchored at both ends, ASCII only, and
/// greedy matching cannot go wrong.
fn rows(pattern: &str) -> Option<Vec<Vec<Run>>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let HirKind::Concat(parts) = hir.kind() else {
        return None;
    };
    let (first, rest) = parts.split_first()?;
    let (last, middle) = rest.split_last()?;
    if !matches!(first.kind(), HirKind::Look(Look::Start))
        || !matches!(last.kind(), HirKind::Look(Look::End))
    {
        return None;
    }
    let mut rows = vec![Vec::new()];
    for (index, part) in middle.iter().enumerate() {
        if push(part, &mut rows[0]).is_none() {
            let end = optional(part).filter(|_| index + 1 == middle.len())?;
            let mut longer = rows[0].clone();
            push(end, &mut longer)?;
            rows.push(longer);
        }
    }
    rows.iter().all(|row| is_greedy_safe(row) && classes(row) <= MOST_CLASSES).then_some(rows)
}

/// As many as a byte has bits, one for each: `contract_runtime::pattern::MOST_CLASSES`.
const MOST_CLASSES: usize = 8;

fn classes(row: &[Run]) -> usize {
    row.iter().map(|run| run.class).collect::<BTreeSet<_>>().len()
}

/// What may be missing: `(-[A-Z]{3})?`.
fn optional(hir: &Hir) -> Option<&Hir> {
    match hir.kind() {
        HirKind::Repetition(one) if one.greedy && (one.min, one.max) == (0, Some(1)) => {
            Some(&one.sub)
        }
        _ => None,
    }
}

fn push(hir: &Hir, row: &mut Vec<Run>) -> Option<()> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            for byte in literal.0.iter() {
                row.push(Run { class: bit(*byte)?, min: 1, max: Some(1) });
            }
        }
        HirKind::Class(class) => row.push(Run { class: bits(class)?, min: 1, max: Some(1) }),
        HirKind::Repetition(repetition) if repetition.greedy => {
            let mut inner = Vec::new();
            push(&repetition.sub, &mut inner)?;
            let [Run { class, min: 1, max: Some(1) }] = inner[..] else {
                return None;
            };
            let min = usize::try_from(repetition.min).ok()?;
            let max = repetition.max.map(usize::try_from).transpose().ok()?;
            row.push(Run { class, min, max });
        }
        HirKind::Concat(parts) => {
            for part in parts {
                push(part, row)?;
            }
        }
        HirKind::Capture(capture) => push(&capture.sub, row)?,
        _ => return None,
    }
    Some(())
}

fn bit(byte: u8) -> Option<u128> {
    byte.is_ascii().then(|| 1 << byte)
}

fn bits(class: &Class) -> Option<u128> {
    let mut bits = 0u128;
    let mut add = |start: u32, end: u32| {
        if end > 127 {
            return None;
        }
        (start..=end).for_each(|bit| bits |= 1 << bit);
        Some(())
    };
    match class {
        Class::Unicode(class) => {
            class.iter().try_for_each(|range| add(range.start() as u32, range.end() as u32))?;
        }
        Class::Bytes(class) => {
            class.iter().try_for_each(|range| add(range.start().into(), range.end().into()))?;
        }
    }
    Some(bits)
}

/// A run of variable length must have no character in common with anything that can follow it directly.
fn is_greedy_safe(row: &[Run]) -> bool {
    row.iter().enumerate().all(|(index, run)| {
        if run.max == Some(run.min) {
            return true;
        }
        for next in &row[index + 1..] {
            if next.class & run.class != 0 {
                return false;
            }
            if next.min > 0 {
                return true;
            }
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_patterns_are_rows_and_others_are_not() {
        for simple in [
            "^[A-Z]{3}-[A-Z]{3}$",
            "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$",
            "^RA[0-9]{6}$",
            "^[a-f0-9]{8}-(4[a-f0-9]{3})-x?$",
        ] {
            assert_eq!(rows(simple).map(|rows| rows.len()), Some(1), "{simple}");
        }
        for other in
            ["[A-Z]{3}", "^a|b$", "^[0-9]*0$", "^(ab)+$", "^ä$", "^[^x]$", "^a*?b$", "^\\w$"]
        {
            assert_eq!(rows(other), None, "{other}");
        }
        for either in ["^[A-Z]{6}([A-Z0-9]{3})?$", "^a(-b+)?$", "^[0-9]+(xy)?$"] {
            let count = rows(either).map(|rows| rows.len());
            assert_eq!(count, Some(2), "{either}");
        }
        assert_eq!(rows("^[A-Z]+([A-Z0-9]{3})?$"), None, "the end has letters of the beginning");
    }
}
