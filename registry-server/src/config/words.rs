//! How far two names are apart, and how the texts of single values are read.

use std::str::FromStr;
use std::time::Duration;

/// How many letters must be changed, added or removed to come from one word to the other.
pub(super) fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in to.chars().enumerate() {
            let change = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.chars().count()]
}

/// A value of any type that can be read from a text; `expected` says what it is.
pub(super) fn read<T: FromStr>(target: &mut T, text: &str, expected: &str) -> Result<(), String> {
    *target = text.parse().map_err(|_| format!("expected {expected}"))?;
    Ok(())
}

/// A value whose type says itself what was expected.
pub(super) fn word<T: FromStr<Err: ToString>>(target: &mut T, text: &str) -> Result<(), String> {
    *target = text.parse().map_err(|error: T::Err| error.to_string())?;
    Ok(())
}

/// `true` or `false` in any case, as Java reads it.
pub(super) fn truth(target: &mut bool, text: &str) -> Result<(), String> {
    read(target, &text.to_ascii_lowercase(), "true or false")
}

/// A number that cannot be 0.
pub(super) fn count(target: &mut usize, text: &str) -> Result<(), String> {
    let expected = || "expected a whole number from 1".to_owned();
    let number: usize = text.parse().map_err(|_| expected())?;
    if number == 0 {
        return Err(expected());
    }
    *target = number;
    Ok(())
}

/// A time of at least one `unit`.
pub(super) fn duration(
    target: &mut Duration,
    text: &str,
    unit: fn(u64) -> Duration,
) -> Result<(), String> {
    match text.parse() {
        Ok(number @ 1..=86_400_000) => {
            *target = unit(number);
            Ok(())
        }
        Ok(_) | Err(_) => Err("expected a whole number from 1 to 86400000".to_owned()),
    }
}
