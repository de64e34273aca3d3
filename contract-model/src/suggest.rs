//! The nearest of several names: what an unknown key most likely meant.

/// The known name that `wrong` most resembles, if one is near enough to be what was meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    let limit = folded.chars().count().div_ceil(3).min(3);
    let ranked = known.into_iter().map(|name| (distance(&folded, &fold(name)), name));
    ranked.filter(|(far, _)| *far <= limit).min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

/// As many names as one still reads.
const MOST_NAMES: usize = 12;

/// The sentence for a help line: the nearest name, else the list.
pub fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(wrong, known.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            let all: Vec<&str> = known.into_iter().collect();
            match all.len() {
                0 => "there is none to choose from yet".to_owned(),
                1..=MOST_NAMES => format!("use one of {}", list(&all)),
                many => format!("use one of {} … ({many} in all)", list(&all[..MOST_NAMES])),
            }
        }
    }
}

/// Names in backticks, joined by commas.
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Spelling without case and separators, so that `max-len`, `maxLen` and `max_len` are one.
fn fold(name: &str) -> String {
    name.chars().take(64).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_never_empty_and_never_endless() {
        assert_eq!(hint("x", []), "there is none to choose from yet");
        assert_eq!(hint("zzz", ["one", "two"]), "use one of `one`, `two`");
        let many: Vec<String> = (0..10_000).map(|number| format!("field{number}")).collect();
        let long = hint("zzz", many.iter().map(String::as_str));
        assert!(long.ends_with("`field11` … (10000 in all)"), "{long}");
    }

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        let known = ["partitionKey", "idempotencyKey", "owner", "max_len"];
        for (wrong, expected) in [
            ("partition_key", Some("partitionKey")),
            ("partionKey", Some("partitionKey")),
            ("maxLen", Some("max_len")),
            ("ownr", Some("owner")),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, known), expected, "{wrong}");
        }
    }
}
