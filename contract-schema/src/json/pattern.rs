//! Is this a regular expression at all? What ECMA-262 or Java's engine reads is accepted; nothing is ever run here.
//!
//! Look-around, back references, named groups, possessive quantifiers and inline flags all count, so that no engine's
//! dialect is refused; what is refused no engine reads. One pass, no backtracking.

/// What keeps `pattern` from being a regular expression.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    let mut scan = Scan { rest: pattern, open: 0, repeats: Repeats::Nothing, may_quote: true };
    while let Some(next) = scan.next() {
        scan.token(next)?;
    }
    match scan.open {
        0 => Ok(()),
        _ => Err("a `(` is never closed".to_owned()),
    }
}

/// What a quantifier at this place would repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeats {
    /// Nothing: the beginning of a branch.
    Nothing,
    Atom,
    /// A quantifier, which may only be made lazy or possessive.
    Quantifier,
}

struct Scan<'a> {
    rest: &'a str,
    open: usize,
    repeats: Repeats,
    /// Whether a `\E` may still come: looked for once only.
    may_quote: bool,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn token(&mut self, token: char) -> Result<(), String> {
        match token {
            '\\' => self.escape()?,
            '[' => self.class()?,
            '(' => return self.group(),
            ')' if self.open == 0 => return Err("a `)` closes nothing".to_owned()),
            ')' => self.open -= 1,
            '|' => {
                self.repeats = Repeats::Nothing;
                return Ok(());
            }
            '*' | '+' | '?' => return self.quantifier(token),
            '{' => {
                if let Some(length) = self.counted()? {
                    self.rest = &self.rest[length..];
                    return self.quantifier(token);
                }
            }
            _ => {}
        }
        self.repeats = Repeats::Atom;
        Ok(())
    }

    fn quantifier(&mut self, token: char) -> Result<(), String> {
        if self.repeats != Repeats::Atom {
            return Err(format!("`{token}` stands where there is nothing to repeat"));
        }
        self.rest = self.rest.strip_prefix(['?', '+']).unwrap_or(self.rest);
        self.repeats = Repeats::Quantifier;
        Ok(())
    }

    /// The length of `n}`, `n,}` or `n,m}`; a brace that begins none of them is a character.
    fn counted(&self) -> Result<Option<usize>, String> {
        let length = self.rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',');
        let inside = &self.rest[..length.count()];
        if !self.rest[inside.len()..].starts_with('}') {
            return Ok(None);
        }
        let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(low) || !(high.is_empty() || is_number(high)) {
            return Ok(None);
        }
        let value = |text: &str| {
            let digits = text.trim_start_matches('0');
            (digits.len(), digits.to_owned())
        };
        if !high.is_empty() && value(low) > value(high) {
            return Err(format!("`{{{inside}}}` counts down"));
        }
        Ok(Some(inside.len() + 1))
    }

    fn group(&mut self) -> Result<(), String> {
        self.open += 1;
        self.repeats = Repeats::Nothing;
        let Some(rest) = self.rest.strip_prefix('?') else { return Ok(()) };
        for opening in [":", "=", "!", ">", "<=", "<!"] {
            if let Some(rest) = rest.strip_prefix(opening) {
                self.rest = rest;
                return Ok(());
            }
        }
        if let Some(named) = rest.strip_prefix('<') {
            let (name, rest) = named.split_once('>').unwrap_or(("", named));
            let is_name = !name.is_empty()
                && !name.starts_with(|first: char| first.is_ascii_digit())
                && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
            self.rest = rest;
            return match is_name {
                true => Ok(()),
                false => Err("`(?<` is not followed by a name and `>`".to_owned()),
            };
        }
        let flags = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-');
        let flags = flags.count();
        match rest.as_bytes().get(flags) {
            Some(b':') if flags > 0 => self.rest = &rest[flags + 1..],
            Some(b')') if flags > 0 => {
                self.rest = &rest[flags + 1..];
                self.open -= 1;
            }
            _ => return Err("`(?` is not followed by anything known".to_owned()),
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(escaped) = self.next() else { return Err("it ends in a single `\\`".to_owned()) };
        // Java's quotation; elsewhere `\Q` is a letter.
        if escaped == 'Q' && self.may_quote {
            match self.rest.split_once("\\E") {
                Some((_, rest)) => self.rest = rest,
                None => self.may_quote = false,
            }
        }
        Ok(())
    }

    fn class(&mut self) -> Result<(), String> {
        self.rest = self.rest.strip_prefix('^').unwrap_or(self.rest);
        let mut before: Option<char> = None;
        let mut is_range = false;
        loop {
            let Some(next) = self.next() else { return Err("a `[` is never closed".to_owned()) };
            let single = match next {
                ']' => return Ok(()),
                '\\' => {
                    let escaped = self.next();
                    escaped.filter(|escaped| escaped.is_ascii_punctuation())
                }
                '-' if before.is_some() && !is_range && !self.rest.starts_with(']') => {
                    is_range = true;
                    continue;
                }
                // A class in a class, in Java.
                '[' => None,
                other => Some(other),
            };
            if is_range {
                if let (Some(low), Some(high)) = (before, single)
                    && low > high
                {
                    return Err(format!("the range `{low}-{high}` runs backwards"));
                }
                is_range = false;
                before = None;
            } else {
                before = single;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_engine_reads_is_a_pattern() {
        for pattern in [
            "",
            "^[a-z]+$",
            "a{2}",
            "a{2,}",
            "a{2,3}?",
            "a++",
            "a*+",
            "(?i)abc",
            "(?i:abc)",
            "(?<year>\\d{4})-\\k<year>",
            "(?=a)(?!b)(?<=c)(?<!d)(?>e)",
            "\\p{L}+\\P{Nd}",
            "[\\w.-]+@[\\w-]+",
            "[]a]",
            "[^]]",
            "a{",
            "{a}",
            "x{,3}",
            "\\Q[\\E",
            "[a&&[^b]]",
            "[a-[b]]",
            "[-a]",
            "[a-]",
            "[\\]-_]",
            "a|",
            "()",
            "(|a)",
            "\\u{1F600}",
            "[+--]",
            "é+",
            "^(?:[A-Z]{2}[0-9]{2})(?:\\s?[A-Z0-9]{4}){1,7}$",
            "$^",
        ] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn what_no_engine_reads_is_refused_with_the_reason() {
        for (pattern, reason) in [
            ("(", "a `(` is never closed"),
            ("a)", "a `)` closes nothing"),
            ("[a", "a `[` is never closed"),
            ("[a\\]", "a `[` is never closed"),
            ("*a", "`*` stands where there is nothing to repeat"),
            ("(+)", "`+` stands where there is nothing to repeat"),
            ("a|?", "`?` stands where there is nothing to repeat"),
            ("a**", "`*` stands where there is nothing to repeat"),
            ("a{3,2}", "`{3,2}` counts down"),
            ("a{99999999999999999999999,1}", "`{99999999999999999999999,1}` counts down"),
            ("[z-a]", "the range `z-a` runs backwards"),
            ("a\\", "it ends in a single `\\`"),
            ("(?#a)", "`(?` is not followed by anything known"),
            ("(?<1a>b)", "`(?<` is not followed by a name and `>`"),
        ] {
            assert_eq!(check(pattern), Err(reason.to_owned()), "{pattern}");
        }
    }

    #[test]
    fn long_and_nested_patterns_take_one_pass() {
        assert_eq!(check(&"(".repeat(1 << 20)), Err("a `(` is never closed".to_owned()));
        assert_eq!(check(&format!("{}{}", "(a+".repeat(100_000), ")+".repeat(100_000))), Ok(()));
        assert_eq!(check(&"{1".repeat(1 << 20)), Ok(()));
        assert_eq!(check(&"\\Q".repeat(1 << 20)), Ok(()));
    }
}
