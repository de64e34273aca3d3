//! The words of a .proto text with their places; blanks and comments are left out.

use std::ops::Range;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword, a number.
    Word,
    /// A text in quotes.
    Text,
    /// One character of punctuation.
    Mark(u8),
}

/// The words of a text that a parser has accepted.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                at += 1;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = text[at + 2..].find("*/").map_or(bytes.len(), |end| at + end + 4);
                continue;
            }
            b'"' | b'\'' => end_of_text(bytes, at),
            byte if is_of_word(*byte) => {
                at + bytes[at..].iter().take_while(|byte| is_of_word(**byte)).count()
            }
            _ => at + 1,
        };
        let kind = match byte {
            b'"' | b'\'' => Kind::Text,
            byte if is_of_word(*byte) => Kind::Word,
            byte => Kind::Mark(*byte),
        };
        found.push(Token { kind, span: start..at });
    }
    found
}

fn is_of_word(byte: u8) -> bool {
    // What is not ASCII stands in texts and comments only.
    byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != bytes[start] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// What a text in quotes says.
pub(super) fn unquoted(quoted: &str) -> String {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let bytes = inner.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let escape = bytes.get(at).copied().unwrap_or(b'\\');
        at += 1;
        match ESCAPES.iter().find(|(letter, _)| *letter == escape) {
            Some((_, meant)) => out.push(*meant),
            None => at = push_number(&mut out, bytes, at, escape),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

const ESCAPES: [(u8, u8); 11] = [
    (b'a', 7),
    (b'b', 8),
    (b'f', 12),
    (b'n', b'\n'),
    (b'r', b'\r'),
    (b't', b'\t'),
    (b'v', 11),
    (b'\\', b'\\'),
    (b'\'', b'\''),
    (b'"', b'"'),
    (b'?', b'?'),
];

/// `\101`, `\x41`, `\u0041`, `\U00000041`: appends the character, returns where its digits end.
fn push_number(out: &mut Vec<u8>, bytes: &[u8], at: usize, escape: u8) -> usize {
    let (from, most, radix) = match escape {
        b'x' | b'X' => (at, 2, 16),
        b'u' => (at, 4, 16),
        b'U' => (at, 8, 16),
        _ => (at - 1, 3, 8),
    };
    let rest = bytes.get(from..).unwrap_or_default();
    let is_digit = |byte: &&u8| char::from(**byte).is_digit(radix);
    let count = rest.iter().take(most).take_while(is_digit).count();
    let digits = std::str::from_utf8(&rest[..count]).unwrap_or_default();
    let value = u32::from_str_radix(digits, radix).unwrap_or_default();
    if matches!(escape, b'u' | b'U') {
        let character = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend(character.encode_utf8(&mut [0; 4]).bytes());
    } else {
        out.push(value as u8);
    }
    (from + count).max(at)
}

/// `text` in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            control if (control as u32) < 0x20 || control == '\u{7f}' => {
                out.push_str(&format!("\\{:03o}", control as u32));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_marks_have_their_places() {
        let text = "a /* b */ = 'x\\'y' // c\n;\"é\"";
        let found: Vec<&str> = tokens(text).iter().map(|token| &text[token.span.clone()]).collect();
        assert_eq!(found, ["a", "=", "'x\\'y'", ";", "\"é\""]);
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            tokens(&text[..cut]);
        }
    }

    #[test]
    fn a_quoted_text_says_what_it_said() {
        for text in ["PII", "a\"b\\c\nd\te\u{7f}", "é😀", ""] {
            assert_eq!(unquoted(&quoted(text)), text);
        }
        assert_eq!(unquoted(r"'\101\x42\u0043\U00000044\?'"), "ABCD?");
        assert_eq!(unquoted("\"\\"), "");
    }
}
