//! JSON text to tree: strict (RFC 8259), bounded in depth, with complaints that name the place and what was expected.

use super::{Member, Node, Value};
use crate::position::{LineIndex, Span};
use crate::schema::Complaint;

/// The deepest nesting that any caller may ask for: the parser and all that walk its trees recurse this far at most,
/// which fits the 2 MiB of a thread even without optimisation.
pub const MAX_DEPTH: usize = 256;

/// Reads one JSON value that fills the whole text.
///
/// # Errors
/// The first place where the text is not JSON, or where it nests deeper than `depth_limit` (at most [`MAX_DEPTH`]).
pub fn parse(text: &str, depth_limit: usize) -> Result<Node, Complaint> {
    Reader::new(text, depth_limit, Dialect::Strict).document()
}

/// As [`parse`], with `/* */` and `//` comments taken as blanks, as Avro's Java parser does.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_comments(text: &str, depth_limit: usize) -> Result<Node, Complaint> {
    Reader::new(text, depth_limit, Dialect::Comments).document()
}

/// As [`parse`], with the names of what is no number read as numbers, as Confluent's parser of JSON Schema does:
/// `NaN`, `Infinity`, `INF`.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_non_numbers(text: &str, depth_limit: usize) -> Result<Node, Complaint> {
    Reader::new(text, depth_limit, Dialect::NonNumbers).document()
}

/// What is read beyond RFC 8259.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Strict,
    Comments,
    NonNumbers,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    depth_limit: usize,
    dialect: Dialect,
    /// Start of each bracket that is still open: a truncated text is reported with the innermost.
    open: Vec<usize>,
}

type Outcome<T> = Result<T, Complaint>;

impl<'a> Reader<'a> {
    fn new(text: &'a str, depth_limit: usize, dialect: Dialect) -> Self {
        let depth_limit = depth_limit.min(MAX_DEPTH);
        Reader { text, at: 0, depth: 0, depth_limit, dialect, open: Vec::new() }
    }

    fn document(mut self) -> Outcome<Node> {
        if u32::try_from(self.text.len()).is_err() {
            let message = "the text is longer than 4 GiB".to_owned();
            return Err(Complaint { at: None, message, help: None });
        }
        self.skip_blanks()?;
        if self.at == self.text.len() {
            return Err(self.complaint(self.at, "the text is empty, expected a JSON value"));
        }
        let node = self.value()?;
        self.skip_blanks()?;
        if self.at < self.text.len() {
            let message = format!("expected the end of the text, found {}", self.found());
            let help = "one text holds one JSON value; remove what follows it";
            return Err(self.complaint(self.at, message).with_help(help));
        }
        Ok(node)
    }

    fn value(&mut self) -> Outcome<Node> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(b'\'') => {
                let help = "JSON strings stand in double quotes";
                return Err(self.expected("a JSON value").with_help(help));
            }
            _ => return Err(self.expected("a JSON value")),
        };
        Ok(Node { value, span: self.span_from(start) })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Outcome<Value>) -> Outcome<Value> {
        if self.depth == self.depth_limit {
            let message = format!("brackets nest deeper than {} levels", self.depth_limit);
            return Err(self.complaint(self.at, message));
        }
        self.depth += 1;
        self.open.push(self.at);
        self.at += 1;
        let value = read(self)?;
        self.open.pop();
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Outcome<Value> {
        let mut members = Vec::new();
        self.skip_blanks()?;
        if self.eat(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_blanks()?;
            if self.peek() != Some(b'"') {
                return Err(self.expected(if members.is_empty() {
                    "a key in double quotes or `}`"
                } else {
                    "a key in double quotes after `,`"
                }));
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span_from(start);
            self.skip_blanks()?;
            if !self.eat(b':') {
                return Err(self.expected(&format!("`:` after the key `{}`", brief(&key))));
            }
            self.skip_blanks()?;
            let value = self.value()?;
            members.push(Member { key, key_span, value });
            self.skip_blanks()?;
            if self.eat(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn array(&mut self) -> Outcome<Value> {
        let mut elements = Vec::new();
        self.skip_blanks()?;
        if self.eat(b']') {
            return Ok(Value::Array(elements));
        }
        loop {
            self.skip_blanks()?;
            elements.push(self.value()?);
            self.skip_blanks()?;
            if self.eat(b']') {
                return Ok(Value::Array(elements));
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn word(&mut self) -> Outcome<Value> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let word = &self.text[self.at..self.at + length];
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "NaN" | "Infinity" | "INF" if self.dialect == Dialect::NonNumbers => {
                Value::Number(word.into())
            }
            _ => {
                let help = format!("if a name is meant, write \"{}\" with quotes", brief(word));
                return Err(self.expected("a JSON value").with_help(&help));
            }
        };
        self.at += length;
        Ok(value)
    }

    fn number(&mut self) -> Outcome<Value> {
        let start = self.at;
        self.eat(b'-');
        if self.dialect == Dialect::NonNumbers {
            let mut names = ["Infinity", "INF"].into_iter();
            if let Some(name) = names.find(|name| self.text[self.at..].starts_with(name)) {
                self.at += name.len();
                return Ok(Value::Number(self.text[start..self.at].into()));
            }
        }
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits()?;
        if leading_zero && whole > 1 {
            let message = "a number must not begin with a zero";
            return Err(self.complaint(start, message).with_help("write it without the zero"));
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(Value::Number(self.text[start..self.at].into()))
    }

    fn digits(&mut self) -> Outcome<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += length;
        if length == 0 { Err(self.expected("a digit")) } else { Ok(length) }
    }

    fn string(&mut self) -> Outcome<Box<str>> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let plain = rest.iter().take_while(|b| !matches!(b, b'"' | b'\\' | 0..0x20)).count();
            text.push_str(&self.text[self.at..self.at + plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(control) => {
                    let message =
                        format!("a string holds the raw control character U+{control:04X}");
                    let help = format!("write it as \\u{control:04x}");
                    return Err(self.complaint(self.at, message).with_help(&help));
                }
                None => {
                    let message = "the text ends inside the string that begins here";
                    return Err(self
                        .complaint(start, message)
                        .with_help("the text looks truncated"));
                }
            }
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        let start = self.at;
        self.at += 1;
        let Some(letter) = self.peek() else { return Err(self.truncated()) };
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode_escape(start)?,
            _ => {
                let help = "known escapes: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX";
                return Err(self.complaint(start, "unknown escape in a string").with_help(help));
            }
        })
    }

    fn unicode_escape(&mut self, start: usize) -> Outcome<char> {
        let first = self.four_hex(start)?;
        let code = match first {
            0xD800..=0xDBFF => {
                let low = self.text[self.at..].starts_with("\\u").then(|| {
                    self.at += 2;
                    self.four_hex(start)
                });
                match low.transpose()? {
                    Some(low @ 0xDC00..=0xDFFF) => {
                        0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00)
                    }
                    _ => first,
                }
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| {
            let help = "a surrogate counts only as a pair, high half first";
            self.complaint(start, "half of a surrogate pair in a string").with_help(help)
        })
    }

    fn four_hex(&mut self, start: usize) -> Outcome<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else {
            return Err(self.complaint(start, "expected four hexadecimal digits after `\\u`"));
        };
        let value = digits.iter().fold(0, |value, digit| {
            value * 16 + char::from(*digit).to_digit(16).expect("checked to be hexadecimal above")
        });
        self.at += 4;
        Ok(value)
    }

    fn skip_blanks(&mut self) -> Outcome<()> {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at +=
                rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            if self.dialect != Dialect::Comments || self.peek() != Some(b'/') {
                return Ok(());
            }
            let rest = &self.text[self.at..];
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                let Some(end) = rest.find("*/") else {
                    return Err(self.complaint(self.at, "the comment that begins here never ends"));
                };
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn span_from(&self, start: usize) -> Span {
        // Texts beyond 4 GiB were refused at the start.
        Span { start: start as u32, end: self.at as u32 }
    }

    fn found(&self) -> String {
        match self.text[self.at..].chars().next() {
            None => "the end of the text".to_owned(),
            Some('\u{feff}') => "a byte order mark".to_owned(),
            Some(character) if character.is_control() => format!("U+{:04X}", character as u32),
            Some(character) if character.is_alphanumeric() => {
                let word = self.text[self.at..].chars().take_while(|c| c.is_alphanumeric());
                format!("`{}`", brief(&word.take(41).collect::<String>()))
            }
            Some(character) => format!("`{character}`"),
        }
    }

    fn expected(&self, what: &str) -> Complaint {
        if self.at == self.text.len() {
            return self.truncated();
        }
        self.complaint(self.at, format!("expected {what}, found {}", self.found()))
    }

    fn truncated(&self) -> Complaint {
        let message = match self.open.last() {
            Some(start) => {
                let bracket = if self.text.as_bytes()[*start] == b'{' { "object" } else { "array" };
                let place = LineIndex::new(self.text).position(*start as u32);
                let (line, column) = (place.line, place.column);
                format!(
                    "the text ends inside the {bracket} that begins at line {line}, column {column}"
                )
            }
            None => "the text ends in the middle of a value".to_owned(),
        };
        self.complaint(self.text.len(), message).with_help("the text looks truncated")
    }

    fn complaint(&self, at: usize, message: impl Into<String>) -> Complaint {
        let at = LineIndex::new(self.text).position(at as u32);
        Complaint { at: Some(at), message: message.into(), help: None }
    }
}

/// A word short enough for a message.
fn brief(word: &str) -> String {
    let mut brief: String = word.chars().take(40).collect();
    if brief.len() < word.len() {
        brief.push('…');
    }
    brief
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_json_is_read_and_printed_as_it_was() {
        let text = r#"{"a":[1,-0.5e+10,true,false,null,"é\"\\\n\u0001"],"b":{},"a":[]}"#;
        let node = parse(text, 10).unwrap();
        assert_eq!(node.to_compact(), text);
        assert_eq!(node.get("a").unwrap().to_compact(), "[]", "of repeated keys the last wins");
        let span = node.members()[1].key_span;
        assert_eq!(&text[span.start as usize..span.end as usize], "\"b\"");
        assert_eq!(parse(r#""\ud83d\ude00\u00e9\/""#, 1).unwrap().as_str(), Some("😀é/"));
    }

    #[test]
    fn what_is_no_json_is_refused_with_place_and_expectation() {
        for (text, line, column, message) in [
            ("", 1, 1, "the text is empty, expected a JSON value"),
            ("{\n \"a\" 1}", 2, 6, "expected `:` after the key `a`, found `1`"),
            ("{\"a\":1,}", 1, 8, "expected a key in double quotes after `,`, found `}`"),
            ("[1 2]", 1, 4, "expected `,` or `]`, found `2`"),
            ("[1] x", 1, 5, "expected the end of the text, found `x`"),
            ("[\n[1", 2, 3, "the text ends inside the array that begins at line 2, column 1"),
            ("\"ab", 1, 1, "the text ends inside the string that begins here"),
            ("string", 1, 1, "expected a JSON value, found `string`"),
            ("01", 1, 1, "a number must not begin with a zero"),
            ("-", 1, 2, "the text ends in the middle of a value"),
            ("\"\\x\"", 1, 2, "unknown escape in a string"),
            ("\"\\ud800\"", 1, 2, "half of a surrogate pair in a string"),
            ("\"\\ud800\\u0041\"", 1, 2, "half of a surrogate pair in a string"),
            ("\"a\tb\"", 1, 3, "a string holds the raw control character U+0009"),
            ("[[[1]]]", 1, 3, "brackets nest deeper than 2 levels"),
            ("// no\n1", 1, 1, "expected a JSON value, found `/`"),
        ] {
            let complaint = parse(text, 2).unwrap_err();
            let at = complaint.at.unwrap();
            assert_eq!((at.line, at.column, &*complaint.message), (line, column, message));
        }
    }

    #[test]
    fn comments_are_blanks_where_they_are_allowed() {
        let text = "/* a */ [ // b\n 1 /**/, 2 ]//";
        assert_eq!(parse_with_comments(text, 5).unwrap().to_compact(), "[1,2]");
        let complaint = parse_with_comments("[1 /* 2]", 5).unwrap_err();
        assert_eq!(complaint.message, "the comment that begins here never ends");
    }
}
