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
    if bytes < limit {
        return false;
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
    let mut value = [0u8; 16];
    let mut invalid = 0u8;
    for (byte, at) in value.iter_mut().zip(PAIRS) {
        let (high, low) = (HEX[text[at] as usize], HEX[text[at + 1] as usize]);
        invalid |= high | low;
        *byte = high << 4 | low;
    }
    // Digits stay below 16; the mark of a foreign byte is 0xff.
    (invalid & 0xf0 == 0).then(|| Uuid::from_bytes(value))
}

/// Where the two digits of each byte stand.
const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

const HEX: [u8; 256] = {
    let mut table = [0xff; 256];
    let mut digit = 0;
    while digit < 10 {
        table[b'0' as usize + digit] = digit as u8;
        digit += 1;
    }
    let mut letter = 0;
    while letter < 6 {
        table[b'a' as usize + letter] = letter as u8 + 10;
        table[b'A' as usize + letter] = letter as u8 + 10;
        letter += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_characters() {
        let text = "é".repeat(140);
        assert!(has_at_most(&text, 140) && !has_at_most(&text, 139));
        assert!(has_at_least(&text, 140) && !has_at_least(&text, 141));
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
}
