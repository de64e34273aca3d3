//! Words, strings and marks of a .proto text with their offsets; blanks and comments are skipped.

/// A piece of text that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Letters, digits and underscores.
    Word(&'a str),
    /// A literal with its quotes.
    Text(&'a str),
    /// Any other character.
    Mark(u8),
}

#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scanner { text, at: 0 }
    }

    /// The next token and its offset, without taking it.
    pub(super) fn peek(&self) -> Option<(Token<'a>, usize)> {
        let start = self.after_blanks();
        self.token(start).map(|token| (token, start))
    }

    pub(super) fn next(&mut self) -> Option<(Token<'a>, usize)> {
        let start = self.after_blanks();
        let token = self.token(start)?;
        self.at = start + length(token);
        Some((token, start))
    }

    /// Goes past the next token.
    pub(super) fn skip(&mut self) {
        self.next();
    }

    fn token(&self, start: usize) -> Option<Token<'a>> {
        let rest = &self.text[start..];
        let first = *rest.as_bytes().first()?;
        Some(match first {
            b'"' | b'\'' => Token::Text(&rest[..text_length(rest.as_bytes(), first)]),
            _ if is_word(first) => {
                let end = rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len());
                Token::Word(&rest[..end])
            }
            other => Token::Mark(other),
        })
    }

    fn after_blanks(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at) {
            match (byte, bytes.get(at + 1)) {
                (b'/', Some(b'/')) => at = end_of(&self.text[at..], "\n", at),
                (b'/', Some(b'*')) => at = end_of(&self.text[at + 2..], "*/", at + 2),
                // The parser tells of what is no ASCII outside strings and comments.
                (byte, _) if byte.is_ascii_whitespace() || !byte.is_ascii() => at += 1,
                (11, _) => at += 1,
                _ => break,
            }
        }
        at
    }
}

fn length(token: Token<'_>) -> usize {
    match token {
        Token::Word(text) | Token::Text(text) => text.len(),
        Token::Mark(_) => 1,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// With the quotes; up to the end of the line if it does not end.
fn text_length(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'\n' {
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(|next| next.is_ascii() && *next != b'\n') => {
                at += 2;
            }
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

fn end_of(rest: &str, end: &str, offset: usize) -> usize {
    offset + rest.find(end).map_or(rest.len(), |found| found + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_skipped_and_strings_are_whole() {
        let mut scanner = Scanner::new("/* ü */ a_1 // x {\n \"q\\\"; '\" ; 'ü' \"open");
        let mut seen = Vec::new();
        while let Some((token, _)) = scanner.next() {
            seen.push(token);
        }
        let expected = [
            Token::Word("a_1"),
            Token::Text("\"q\\\"; '\""),
            Token::Mark(b';'),
            Token::Text("'ü'"),
            Token::Text("\"open"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(Scanner::new("/* open").peek(), None);
    }
}
