//! Options as written: names, scalars, and aggregates `{ a: 1 b { c: "x" } }` in one layout.

use prost_types::UninterpretedOption;

/// `name = value` without `option` and semicolon; lines after the first are indented for a line that starts at `indent`.
pub(super) fn option(option: &UninterpretedOption, indent: usize) -> String {
    format!("{} = {}", name(option), value(option, indent))
}

/// The option's name, extensions in parentheses.
pub(super) fn name(option: &UninterpretedOption) -> String {
    let parts = option.name.iter().map(|part| match part.is_extension {
        true => format!("({})", part.name_part),
        false => part.name_part.clone(),
    });
    parts.collect::<Vec<_>>().join(".")
}

/// The text with lines after the first two spaces further left: for an option that shares its element's line.
pub(super) fn outdented(option: &str) -> String {
    option.replace("\n  ", "\n")
}

/// A string literal; UTF-8 stays readable, other bytes are octal.
pub(super) fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                control if (control as u32) < 32 || control as u32 == 127 => {
                    text.push_str(&format!("\\{:03o}", control as u32));
                }
                other => text.push(other),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\{byte:03o}")));
    }
    text.push('"');
    text
}

/// The bytes that an escaped literal (without its quotes) stands for.
pub(super) fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' || at + 1 == bytes.len() {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let escape = bytes[at + 1];
        at += 2;
        let digits = |from: usize, most: usize, radix: u32| {
            let rest = bytes[from..].iter().take(most);
            rest.take_while(|byte| char::from(**byte).is_digit(radix)).count()
        };
        match escape {
            b'x' | b'X' => {
                let count = digits(at, 2, 16);
                out.push(u8::from_str_radix(&text[at..at + count], 16).unwrap_or(escape));
                at += count;
            }
            b'0'..=b'7' => {
                let count = 1 + digits(at, 2, 8);
                out.push(u32::from_str_radix(&text[at - 1..at - 1 + count], 8).unwrap_or(0) as u8);
                at += count - 1;
            }
            other => out.push(match other {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'a' => 7,
                b'b' => 8,
                b'f' => 12,
                b'v' => 11,
                same => same,
            }),
        }
    }
    out
}

/// A float that reads back as itself.
pub(super) fn float(value: f64) -> String {
    match value {
        _ if value.is_nan() => "nan".to_owned(),
        _ if value.is_infinite() => if value > 0.0 { "inf" } else { "-inf" }.to_owned(),
        _ if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.1}"),
        _ => format!("{value:?}"),
    }
}

fn value(option: &UninterpretedOption, indent: usize) -> String {
    if let Some(identifier) = &option.identifier_value {
        identifier.clone()
    } else if let Some(number) = option.positive_int_value {
        number.to_string()
    } else if let Some(number) = option.negative_int_value {
        number.to_string()
    } else if let Some(number) = option.double_value {
        float(number)
    } else if let Some(text) = &option.string_value {
        quoted(text)
    } else {
        aggregate(option.aggregate_value.as_deref().unwrap_or_default(), indent)
    }
}

/// Lays out the tokens of an aggregate; tokens that do not read as text format stay on one line as they are.
fn aggregate(text: &str, indent: usize) -> String {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, out: String::new(), indent };
    match reader.fields("") {
        Some(()) if reader.tokens.is_empty() => reader.out,
        _ => format!("{{ {} }}", tokens.join(" ")),
    }
}

/// Splits at blanks outside strings, and around punctuation; strings are brought to one spelling.
pub(in crate::protobuf) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => string_length(rest, first),
            '{' | '}' | '[' | ']' | '<' | '>' | ':' | ',' | ';' | '/' | '-' | '(' | ')' => 1,
            _ => rest
                .find(|c: char| c.is_whitespace() || "{}[]<>:,;/()\"'".contains(c))
                .unwrap_or(rest.len())
                .max(first.len_utf8()),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(match first {
            '"' | '\'' => {
                let inner = &token[1..];
                quoted(&unescaped(inner.strip_suffix(first).unwrap_or(inner)))
            }
            _ => token.to_owned(),
        });
        rest = after.trim_start();
    }
    tokens
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Reads tokens of the text format and prints them as it goes; `None` where they are not text format.
struct Reader<'a> {
    tokens: &'a [String],
    out: String,
    indent: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<&str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn peek(&self) -> &str {
        self.tokens.first().map_or("", String::as_str)
    }

    /// Fields up to the closing bracket (which is taken), or to the end of the tokens if it is empty.
    fn fields(&mut self, close: &str) -> Option<()> {
        self.out.push('{');
        self.indent += 2;
        let mut is_empty = true;
        while self.peek() != close {
            is_empty = false;
            self.newline();
            self.field_name()?;
            let has_colon = self.peek() == ":";
            if has_colon {
                self.next();
            } else if !matches!(self.peek(), "{" | "<") {
                return None;
            }
            self.out.push_str(": ");
            self.value()?;
            if matches!(self.peek(), "," | ";") {
                self.next();
            }
        }
        if !close.is_empty() {
            self.next();
        }
        self.indent -= 2;
        if !is_empty {
            self.newline();
        }
        self.out.push('}');
        Some(())
    }

    fn field_name(&mut self) -> Option<()> {
        if self.peek() != "[" {
            let name = self.next().filter(|name| is_word(name))?.to_owned();
            self.out.push_str(&name);
            return Some(());
        }
        self.next();
        self.out.push('[');
        loop {
            let token = self.next()?.to_owned();
            self.out.push_str(&token);
            if token == "]" {
                return Some(());
            }
        }
    }

    fn value(&mut self) -> Option<()> {
        match self.peek() {
            "{" => {
                self.next();
                self.fields("}")
            }
            "<" => {
                self.next();
                self.fields(">")
            }
            "[" => {
                self.next();
                self.list()
            }
            _ => self.scalar(),
        }
    }

    fn list(&mut self) -> Option<()> {
        self.out.push('[');
        let mut is_first = true;
        while self.peek() != "]" {
            if !std::mem::take(&mut is_first) {
                if self.next()? != "," {
                    return None;
                }
                self.out.push_str(", ");
            }
            self.value()?;
        }
        self.next();
        self.out.push(']');
        Some(())
    }

    fn scalar(&mut self) -> Option<()> {
        if self.peek() == "-" {
            self.next();
            self.out.push('-');
        }
        let first = self.next()?.to_owned();
        if !first.starts_with('"') {
            let is_scalar = is_word(&first);
            self.out.push_str(&first);
            return is_scalar.then_some(());
        }
        // Neighbouring strings are one string.
        let mut whole = first[1..first.len() - 1].to_owned();
        while self.peek().starts_with('"') {
            let next = self.next()?.to_owned();
            whole.push_str(&next[1..next.len() - 1]);
        }
        self.out.push_str(&format!("\"{whole}\""));
        Some(())
    }

    fn newline(&mut self) {
        let indent = self.indent;
        self.out.push_str(&format!("\n{:indent$}", ""));
    }
}

fn is_word(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c)) && !token.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aggregates_have_one_layout_whatever_was_written() {
        let expected = "{\n  a: 1\n  b: {\n    c: [\"x\", \"yü\"]\n    [p.q]: -2\n  }\n  d: {}\n}";
        let spellings = [
            "a:1 b{c:[\"x\",'y\\xc3\\xbc'][p.q]:-2} d<>",
            "a : 1 , b : < c : [ \"x\" , \"y\" \"\\303\\274\" ] ; [ p.q ] : - 2 > ; d : { }",
        ];
        for spelling in spellings {
            assert_eq!(aggregate(spelling, 0), expected);
        }
        assert_eq!(aggregate("", 4), "{}");
        for odd in ["a", "a:", "a: [1", "} {", ": ,", "a: (", "[x", "\"a"] {
            assert!(aggregate(odd, 0).starts_with("{ "), "{odd}");
        }
    }

    #[test]
    fn quoting_is_undone_by_unescaping() {
        for bytes in
            [&b"plain"[..], b"\x00\x01\xff\xc3\xbc\"'\\\n\t\r\x7f9", "Zürich 🏦".as_bytes()]
        {
            let literal = quoted(bytes);
            assert_eq!(unescaped(&literal[1..literal.len() - 1]), bytes);
        }
        assert_eq!(unescaped("\\x41\\101\\e\\"), b"AAe\\");
    }
}
