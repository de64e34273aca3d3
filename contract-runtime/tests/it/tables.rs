//! The tables of countries, currencies and account numbers against those of other crates; where they differ, why.

use contract_runtime::format::{alpha_3, is_country, is_country_alpha_3, is_iban, minor_units};
use iban::Iban;
use iso_currency::Currency;
use std::collections::{BTreeMap, BTreeSet};

/// Every word of so many capital letters.
fn words(letters: u32) -> impl Iterator<Item = String> {
    (0..26_u32.pow(letters)).map(move |number| {
        let letter = |place: u32| char::from(b'A' + (number / 26_u32.pow(place) % 26) as u8);
        (0..letters).rev().map(letter).collect()
    })
}

/// A code with what we and what the other says of it, and why they may differ.
type Known<T> = (&'static str, T, T, &'static str);

/// Each difference is known, and each known one is there.
fn check<T: PartialEq + Copy + std::fmt::Debug>(
    ours: &BTreeMap<String, T>,
    theirs: &BTreeMap<String, T>,
    known: &[Known<Option<T>>],
) {
    let codes: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let differ = codes.into_iter().filter(|code| ours.get(*code) != theirs.get(*code));
    let found: Vec<_> = differ
        .map(|code| (code.as_str(), ours.get(code).copied(), theirs.get(code).copied()))
        .collect();
    let known: Vec<_> =
        known.iter().map(|(code, ours, theirs, _)| (*code, *ours, *theirs)).collect();
    assert_eq!(found, known);
}

#[test]
fn countries_are_those_of_iso_3166() {
    let ours = words(2).filter_map(|code| Some((code.clone(), alpha_3(&code)?)));
    let ours: BTreeMap<String, &str> = ours.collect();
    let theirs =
        rust_iso3166::ALL.iter().map(|country| (country.alpha2.to_owned(), country.alpha3));
    let theirs: BTreeMap<String, &str> = theirs.collect();
    check(&ours, &theirs, &[]);
    assert!(words(2).all(|code| is_country(&code) == ours.contains_key(&code)));
    let threes: BTreeSet<&str> = ours.values().copied().collect();
    assert!(words(3).all(|code| is_country_alpha_3(&code) == threes.contains(code.as_str())));
}

#[test]
fn currencies_and_their_minor_units_are_those_of_iso_4217() {
    let ours = words(3).filter_map(|code| Some((code.clone(), minor_units(&code)?)));
    let theirs = words(3).filter_map(|code| {
        let exponent = Currency::from_code(&code)?.exponent()?;
        Some((code, u8::try_from(exponent).unwrap()))
    });
    let withdrawn = |code, why| (code, None, Some(2), why);
    let known = [
        withdrawn("BGN", "Bulgaria has the euro since 2026"),
        withdrawn("CUC", "withdrawn in 2021"),
        withdrawn("HRK", "Croatia has the euro since 2023"),
        withdrawn("SLL", "replaced by SLE in 2024"),
        withdrawn("ZWL", "replaced by ZWG in 2024"),
    ];
    check(&ours.collect(), &theirs.collect(), &known);
}

/// The other crate also looks at what stands where, so every text that some country could have is tried: letters, then
/// digits, then letters, of every length.
#[test]
fn account_numbers_have_the_lengths_of_the_iban_registry() {
    let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
    for country in words(2) {
        for length in 15..=34_usize {
            for (before, after) in
                (0..=6).flat_map(|before| (0..=4).map(move |after| (before, after)))
            {
                let digits = length - 4 - before - after;
                let bban = ["A".repeat(before), "0".repeat(digits), "A".repeat(after)].concat();
                let text = format!("{country}{:02}{bban}", check_digits(&country, &bban));
                if text.parse::<Iban>().is_ok() {
                    assert_eq!(theirs.insert(country.clone(), length).unwrap_or(length), length);
                }
                if is_iban(&text) {
                    assert_eq!(ours.insert(country.clone(), length).unwrap_or(length), length);
                }
            }
        }
    }
    let known = [
        ("HN", Some(28), None, "Honduras came to the registry after the other table was made"),
        ("PK", Some(24), None, "Pakistan is in the registry and not in the other table"),
    ];
    check(&ours, &theirs, &known);
}

/// ISO 7064, mod 97-10, digit by digit.
fn check_digits(country: &str, bban: &str) -> u32 {
    let rest = format!("{bban}{country}00").chars().fold(0, |rest, letter| {
        let value = letter.to_digit(36).unwrap();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    98 - rest
}
