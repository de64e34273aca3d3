//! The words of an expression, each with the place where it begins.

use super::Fault;

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    /// Digits of a whole number, decimal or `0x…`.
    Int(String),
    /// The same with a final `u`.
    Uint(String),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

/// Two characters before one, so that the longer is found first.
const SIGNS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}",
];

/// Words that CEL keeps for itself.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// The words of `text`, the last of them [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut lexer = Lexer { text, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.space();
        let at = lexer.at;
        let token = lexer.token()?;
        let is_end = token == Token::End;
        found.push((at, token));
        if is_end {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(Token::End) };
        if let Some(found) = self.quoted()? {
            return Ok(found);
        }
        if first.is_ascii_digit()
            || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.name();
        }
        match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            Some(sign) => {
                self.at += sign.len();
                Ok(Token::Sign(sign))
            }
            None => Err(Fault::syntax(self.at, format!("`{first}` has no meaning here"))),
        }
    }

    fn name(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        if RESERVED.contains(&name) {
            let message = format!("`{name}` is a word that CEL keeps for itself");
            return Err(Fault::syntax(self.at, message));
        }
        self.at += name.len();
        Ok(Token::Name(name.to_owned()))
    }

    fn number(&mut self) -> Result<Token, Fault> {
        let (rest, start) = (self.rest(), self.at);
        if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
            let digits = &hex[..hex.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hex.len())];
            if digits.is_empty() {
                return Err(Fault::syntax(start, "`0x` has no digits"));
            }
            self.at += 2 + digits.len();
            return Ok(self.whole(format!("0x{digits}")));
        }
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let mut length = digits(rest);
        let mut is_double = false;
        if rest[length..].starts_with('.') && digits(&rest[length + 1..]) > 0 {
            is_double = true;
            length += 1 + digits(&rest[length + 1..]);
        }
        if rest[length..].starts_with(['e', 'E']) {
            let exponent = &rest[length + 1..];
            let sign = usize::from(exponent.starts_with(['+', '-']));
            if digits(&exponent[sign..]) == 0 {
                return Err(Fault::syntax(start, "the exponent has no digits"));
            }
            is_double = true;
            length += 1 + sign + digits(&exponent[sign..]);
        }
        self.at += length;
        if !is_double {
            return Ok(self.whole(rest[..length].to_owned()));
        }
        let value = rest[..length].parse::<f64>().ok().filter(|value| value.is_finite());
        value.map(Token::Double).ok_or_else(|| Fault::syntax(start, "the number is too large"))
    }

    fn whole(&mut self, digits: String) -> Token {
        if self.rest().starts_with(['u', 'U']) {
            self.at += 1;
            return Token::Uint(digits);
        }
        Token::Int(digits)
    }

    /// A text or bytes in quotes, if such begin here.
    fn quoted(&mut self) -> Result<Option<Token>, Fault> {
        let (rest, start) = (self.rest(), self.at);
        let prefix = rest.len() - rest.trim_start_matches(['r', 'R', 'b', 'B']).len();
        let marks = rest[..prefix].to_ascii_lowercase();
        if !matches!(&*marks, "" | "r" | "b" | "rb" | "br")
            || !rest[prefix..].starts_with(['"', '\''])
        {
            return Ok(None);
        }
        let body = &rest[prefix..];
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| body.starts_with(quote));
        let quote = quote.expect("the text begins with a quote");
        self.at += prefix + quote.len();
        let (is_raw, is_bytes) = (marks.contains('r'), marks.contains('b'));
        let mut found = Vec::new();
        loop {
            let rest = self.rest();
            let Some(next) = rest.chars().next() else {
                return Err(Fault::syntax(start, "the text has no closing quote"));
            };
            if rest.starts_with(quote) {
                self.at += quote.len();
                break;
            }
            if next == '\n' && quote.len() == 1 {
                return Err(Fault::syntax(start, "the text has no closing quote in its line"));
            }
            if next == '\\' && !is_raw {
                self.escape(is_bytes, &mut found)?;
                continue;
            }
            self.at += next.len_utf8();
            found.extend(next.encode_utf8(&mut [0; 4]).as_bytes());
        }
        if is_bytes {
            return Ok(Some(Token::Bytes(found)));
        }
        let text =
            String::from_utf8(found).map_err(|_| Fault::syntax(start, "the text is no Unicode"))?;
        Ok(Some(Token::Text(text)))
    }

    fn escape(&mut self, is_bytes: bool, found: &mut Vec<u8>) -> Result<(), Fault> {
        let rest = &self.rest()[1..];
        let bad = Fault::syntax(self.at, "this escape is not known to CEL")
            .help("write `\\\\` for a backslash, or put `r` before the quote");
        let Some(letter) = rest.chars().next() else { return Err(bad) };
        let single = match letter {
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => b'\n',
            'r' => b'\r',
            't' => b'\t',
            'v' => 11,
            '\\' | '?' | '"' | '\'' | '`' => letter as u8,
            _ => 0,
        };
        if single != 0 {
            found.push(single);
            self.at += 2;
            return Ok(());
        }
        let (skip, length, radix) = match letter {
            'x' | 'X' => (1, 2, 16),
            'u' if !is_bytes => (1, 4, 16),
            'U' if !is_bytes => (1, 8, 16),
            '0'..='3' => (0, 3, 8),
            _ => return Err(bad),
        };
        let digits = rest
            .get(skip..skip + length)
            .filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(value) = digits.and_then(|text| u32::from_str_radix(text, radix).ok()) else {
            return Err(bad);
        };
        match is_bytes {
            true => found.push(u8::try_from(value).map_err(|_| bad)?),
            false => {
                let letter = char::from_u32(value).ok_or(bad)?;
                found.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        self.at += 1 + skip + length;
        Ok(())
    }
}
