//! Rules that no value can satisfy, or that nobody can evaluate, are refused before anybody depends on them.

use super::default::compare;
use super::{Bound, Constraint, FieldRules, Literal, Target};
use crate::diagnostic::Diagnostic;
use std::cmp::Ordering;

/// Everything wrong with the rules of one field, those of its elements included.
pub(crate) fn check(rules: &FieldRules, target: &Target) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(rules.value.iter().filter_map(pattern));
    found.extend(bounds(&rules.value));
    found.extend(lengths(&rules.value));
    found.extend(constants(&rules.value));
    if rules.value.contains(&Constraint::Unique) {
        found.extend(unique(target));
    }
    for (rules, target) in [
        (&rules.items, &target.items),
        (&rules.keys, &target.keys),
        (&rules.values, &target.values),
    ] {
        if let (Some(rules), Some(target)) = (rules, target) {
            found.extend(check(rules, target));
        }
    }
    found
}

fn pattern(constraint: &Constraint) -> Option<Diagnostic> {
    let Constraint::Pattern(text) = constraint else { return None };
    let error = crate::pattern::fault(text)?;
    let reason = match error {
        regex::Error::CompiledTooBig(_) => "is too large when compiled".to_owned(),
        // The library draws the pattern over several lines and gives the reason in the last.
        other => {
            let drawn = other.to_string();
            let last = drawn.lines().last().unwrap_or_default();
            format!("does not compile: {}", last.trim_start_matches("error: "))
        }
    };
    let shown: String = text.chars().take(80).collect();
    let message = format!("the pattern `{shown}` {reason}");
    Some(
        Diagnostic::error("constraint-pattern", message)
            .help("use RE2 syntax: no look-around, no back references"),
    )
}

fn bounds(rules: &[Constraint]) -> Vec<Diagnostic> {
    let lowers: Vec<&Bound> = rules
        .iter()
        .filter_map(|rule| if let Constraint::Lower(bound) = rule { Some(bound) } else { None })
        .collect();
    let uppers: Vec<&Bound> = rules
        .iter()
        .filter_map(|rule| if let Constraint::Upper(bound) = rule { Some(bound) } else { None })
        .collect();
    let mut found = Vec::new();
    for (names, bounds) in [("`gt` and `gte`", &lowers), ("`lt` and `lte`", &uppers)] {
        if bounds.len() > 1 {
            found.push(contradiction(format!("{names} stand on one field"), "keep one of them"));
        }
    }
    if let (Some(lower), Some(upper)) = (lowers.first(), uppers.first()) {
        let empty = match compare(&lower.limit, &upper.limit) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => !(lower.inclusive && upper.inclusive),
            Some(Ordering::Less) | None => false,
        };
        if empty {
            let message =
                format!("no value lies between {} and {}", show(&lower.limit), show(&upper.limit));
            // protovalidate reads such a pair as "outside of the range"; a contract states what is allowed.
            found.push(contradiction(message, "put the smaller limit into `gt` or `gte`"));
        }
    }
    found
}

/// Names of a least and a greatest count, and how to find each.
type Measure = (&'static str, &'static str, Count, Count);
type Count = fn(&Constraint) -> Option<u64>;

/// Least and greatest count of one measure must leave room.
fn lengths(rules: &[Constraint]) -> Vec<Diagnostic> {
    let measures: [Measure; 4] = [
        (
            "min_len",
            "max_len",
            |c| if let Constraint::MinLen(n) = c { Some(*n) } else { None },
            |c| {
                if let Constraint::MaxLen(n) = c { Some(*n) } else { None }
            },
        ),
        (
            "min_bytes",
            "max_bytes",
            |c| if let Constraint::MinBytes(n) = c { Some(*n) } else { None },
            |c| {
                if let Constraint::MaxBytes(n) = c { Some(*n) } else { None }
            },
        ),
        (
            "min_items",
            "max_items",
            |c| if let Constraint::MinItems(n) = c { Some(*n) } else { None },
            |c| {
                if let Constraint::MaxItems(n) = c { Some(*n) } else { None }
            },
        ),
        (
            "min_pairs",
            "max_pairs",
            |c| if let Constraint::MinPairs(n) = c { Some(*n) } else { None },
            |c| {
                if let Constraint::MaxPairs(n) = c { Some(*n) } else { None }
            },
        ),
    ];
    let mut found = Vec::new();
    for (least, most, lower, upper) in measures {
        let (Some(low), Some(high)) = (rules.iter().find_map(lower), rules.iter().find_map(upper))
        else {
            continue;
        };
        if low > high {
            let message =
                format!("`{least}` is {low} and `{most}` is {high}: no value satisfies both");
            found.push(contradiction(message, "lower the one or raise the other"));
        }
    }
    let exact = rules.iter().find_map(|c| if let Constraint::Len(n) = c { Some(*n) } else { None });
    let ranged = rules.iter().any(|c| matches!(c, Constraint::MinLen(_) | Constraint::MaxLen(_)));
    if let (Some(exact), true) = (exact, ranged) {
        let message = format!("`len` is {exact}, yet `min_len` or `max_len` stands beside it");
        found.push(contradiction(message, "keep `len` alone"));
    }
    found
}

fn constants(rules: &[Constraint]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let allowed =
        rules.iter().find_map(|c| if let Constraint::In(values) = c { Some(values) } else { None });
    let refused = rules
        .iter()
        .find_map(|c| if let Constraint::NotIn(values) = c { Some(values) } else { None });
    let constant = rules
        .iter()
        .find_map(|c| if let Constraint::Const(value) = c { Some(value) } else { None });
    if let Some(allowed) = allowed {
        let rest =
            allowed.iter().filter(|value| !refused.is_some_and(|refused| refused.contains(value)));
        if rest.count() == 0 {
            found.push(contradiction(
                "`in` leaves no value".to_owned(),
                "list the values that are allowed",
            ));
        }
    }
    if let Some(constant) = constant {
        let is_out = allowed.is_some_and(|allowed| !allowed.contains(constant));
        if is_out || refused.is_some_and(|refused| refused.contains(constant)) {
            let message = format!("`const` is {}, which `in` or `not_in` refuses", show(constant));
            found.push(contradiction(message, "keep `const` alone"));
        }
    }
    found
}

fn unique(target: &Target) -> Option<Diagnostic> {
    let items = target.items.as_deref()?;
    let countable = matches!(items.group, Some(group) if group != "repeated" && group != "map");
    (!countable).then(|| {
        let message =
            format!("`repeated.unique` needs elements that compare, {} does not", items.described);
        Diagnostic::error("constraint-wrong-type", message)
    })
}

fn contradiction(message: String, help: &str) -> Diagnostic {
    Diagnostic::error("constraint-contradiction", message).help(help)
}

fn show(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => format!("`{value}`"),
        Literal::Int(value) => format!("`{value}`"),
        Literal::Float(value) => format!("`{value}`"),
        Literal::Decimal(text) | Literal::String(text) => format!("`{text}`"),
        Literal::Bytes(bytes) => format!("{} bytes", bytes.len()),
        Literal::Nanos(nanos) => format!("`{nanos}` ns"),
    }
}
