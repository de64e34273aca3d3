//! The formats of JSON Schema are judged twice, by the registry's validator and by generated code, which links no parser
//! of schemas: both must say the same of every text that the validator decides about.

use contract_runtime::json_text::fits;
use contract_schema::json::has_format;

const FORMATS: [&str; 8] =
    ["date", "date-time", "duration", "ipv4", "ipv6", "json-pointer", "time", "uuid"];

const TEXTS: [&str; 24] = [
    "2026-02-28",
    "2024-02-29",
    "0001-01-01",
    "9999-12-31",
    "2026-02-28T12:00:00Z",
    "2026-02-28t12:00:00.123456789+05:30",
    "1990-12-31T23:59:60Z",
    "1990-12-31T15:59:60-08:00",
    "12:00:00Z",
    "23:59:59.5+01:00",
    "23:59:60Z",
    "00:59:60+01:00",
    "P1Y2M3DT4H5M6S",
    "P2W",
    "PT5M",
    "P1D",
    "10.0.0.1",
    "255.255.255.255",
    "::1",
    "2001:db8::ffff:10.0.0.1",
    "/a/b~0c~1d/0",
    "",
    "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f",
    "0190A5B0-5B7E-7C3E-8F4D-1C2B3A4D5E6F",
];

const LETTERS: &[u8] = b"0123459:-+.~/TtZzPWYMDHS fF\xc3\xa9";

#[test]
fn generated_code_and_the_validator_agree_about_formats() {
    let mut seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7u64);
    eprintln!("seed {seed}");
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % end
    };
    let (mut taken, mut refused) = (0, 0);
    for turn in 0..200_000 {
        let mut text = TEXTS[below(TEXTS.len())].as_bytes().to_vec();
        for _ in 0..turn % 3 {
            let (at, letter) = (below(text.len() + 1), LETTERS[below(LETTERS.len())]);
            match below(3) {
                0 => text.insert(at, letter),
                1 if at < text.len() => text[at] = letter,
                _ if at < text.len() => drop(text.remove(at)),
                _ => {}
            }
        }
        let Ok(text) = String::from_utf8(text) else { continue };
        for format in FORMATS {
            let Some(expected) = has_format(format, &text) else { continue };
            assert_eq!(fits(format, &text), expected, "{format}: {text:?}");
            match expected {
                true => taken += 1,
                false => refused += 1,
            }
        }
    }
    assert!(taken > 10_000 && refused > 10_000, "{taken} taken, {refused} refused");
}
