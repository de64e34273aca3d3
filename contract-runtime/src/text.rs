//! Text as constraints and codecs see it: length in characters, the canonical form of a uuid.

use uuid::Uuid;

/// Number of characters (code points), not bytes.
#[inline]
pub fn char_count(text: &str) -> u64 {
    text.chars().count() as u64
}

/// Whether the text has at least `limit` characters; most texts are decided by their byte length.
#[inline]
pub fn has_at_least(text: &str, limit: u64) -> bool {
    let bytes = text.len() as u64;
    // A character has one to four bytes.
    if bytes < limit || limit <= 1 {
        return bytes >= limit;
    }
    bytes / 4 >= limit || char_count(text) >= limit
}

/// Whether the text has at most `limit` characters; most texts are decided by their byte length.
#[inline]
pub fn has_at_most(text: &str, limit: u64) -> bool {
    text.len() as u64 <= limit || char_count(text) <= limit
}

/// A uuid in the form 8-4-4-4-12 with hex digits of either case; no other spelling.
#[inline]
pub fn parse_uuid(text: &[u8]) -> Option<Uuid> {
    let text: &[u8; 36] = text.try_into().ok()?;
    if text[8] != b'-' || text[13] != b'-' || text[18] != b'-' || text[23] != b'-' {
        return None;
    }
    let digits = |first: usize, second: usize| {
        let (a, b) = (&text[first..first + 4], &text[second..second + 4]);
        bytes_of(u64::from_le_bytes([a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]]))
    };
    let (a, b, c, d) = (digits(0, 4)?, digits(9, 14)?, digits(19, 24)?, digits(28, 32)?);
    let value = u128::from(a) | u128::from(b) << 32 | u128::from(c) << 64 | u128::from(d) << 96;
    Some(Uuid::from_bytes(value.to_le_bytes()))
}

/// The four bytes of eight hex digits, the first lowest; all digits are looked at together.
#[inline(always)]
fn bytes_of(text: u64) -> Option<u32> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let letters = text >> 6 & ONES;
    let digits = (text & (0x0f * ONES)) + 9 * letters;
    // What is no digit is not what its digit is written as.
    let above_nine = (digits + 6 * ONES) >> 4 & ONES;
    let again = digits + 0x30 * ONES + 0x27 * above_nine;
    if again != text | letters << 5 || digits & (0xf0 * ONES) != 0 {
        return None;
    }
    let pairs = (digits << 4 | digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    Some((fours | fours >> 16) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_characters() {
        let text = "é".repeat(140);
        assert!(has_at_most(&text, 140) && !has_at_most(&text, 139));
        assert!(has_at_least(&text, 140) && !has_at_least(&text, 141));
        assert!(has_at_least("", 0) && !has_at_least("", 1) && has_at_least("é", 1));
        let wide = "😀".repeat(8);
        assert!(has_at_least(&wide, 8) && !has_at_least(&wide, 9) && has_at_most(&wide, 8));
    }

    #[test]
    fn a_uuid_has_one_form() {
        let text = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
        assert_eq!(parse_uuid(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(parse_uuid(text.to_uppercase().as_bytes()), parse_uuid(text.as_bytes()));
        for bad in [
            "",
            "6f9619ff8b86d011b42d00c04fc964ff",
            "6f9619ff-8b86-d011-b42d-00c04fc964fg",
            "6f9619ff-8b86-d011-b42d000c04fc964ff",
            "{6f9619ff-8b86-d011-b42d-00c04fc964}",
        ] {
            assert_eq!(parse_uuid(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn every_byte_at_every_place_of_a_uuid_is_judged_as_by_the_uuid_crate() {
        let text = *b"6f9619ff-8b86-d011-b42d-00c04fc964ff";
        for at in 0..36 {
            for byte in 0..=255 {
                let mut changed = text;
                changed[at] = byte;
                assert_eq!(
                    parse_uuid(&changed),
                    Uuid::try_parse_ascii(&changed).ok(),
                    "{changed:?}"
                );
            }
        }
    }
}
