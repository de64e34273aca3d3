//! Reads Java's `.properties`: comments, three separators, continued lines, escapes. Line numbers are kept.

/// One setting of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// Where its logical line begins, from 1.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) value: String,
}

/// A `\u` that is not followed by four hexadecimal digits: the line and what is wrong.
pub(super) type Malformed = (usize, String);

/// Bytes as text: UTF-8, or Latin-1 where they are none, which is what Java reads.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Every property in the order of the file, and what could not be read.
pub(super) fn parse(text: &str) -> (Vec<Property>, Vec<Malformed>) {
    let (mut properties, mut malformed) = (Vec::new(), Vec::new());
    for (line, logical) in logical_lines(text) {
        let (name, value) = split(&logical);
        match (unescaped(name), unescaped(value)) {
            (Ok(name), Ok(value)) => properties.push(Property { line, name, value }),
            (Err(reason), _) | (_, Err(reason)) => malformed.push((line, reason)),
        }
    }
    (properties, malformed)
}

/// Lines with their continuations, without comments and blank lines; escapes are still in them.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (number, line) in text.split('\n').enumerate() {
        let line = line.trim_start_matches(is_blank);
        if !continues && (line.is_empty() || line.starts_with(['#', '!'])) {
            continue;
        }
        let goes_on = line.chars().rev().take_while(|letter| *letter == '\\').count() % 2 == 1;
        let part = if goes_on { &line[..line.len() - 1] } else { line };
        match found.last_mut().filter(|_| continues) {
            Some((_, logical)) => logical.push_str(part),
            None => found.push((number + 1, part.to_owned())),
        }
        continues = goes_on;
    }
    found
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\u{c}')
}

/// Name and value: parted by the first `=`, `:` or blank that is not escaped, blanks around it left out.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line.find(|letter: char| {
        let ends = !escaped && (is_blank(letter) || letter == '=' || letter == ':');
        escaped = !escaped && letter == '\\';
        ends
    });
    let (name, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (name, rest.trim_start_matches(is_blank))
}

/// The text that the escapes stand for. Surrogates come in pairs, as Java writes them.
fn unescaped(text: &str) -> Result<String, String> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let meant = match (letter, letters.clone().next().filter(|_| letter == '\\')) {
            (_, Some('u')) => {
                letters.next();
                let digits: String = letters.by_ref().take(4).collect();
                let number = u16::from_str_radix(&digits, 16).ok();
                let number = number.filter(|_| digits.len() == 4 && !digits.starts_with('+'));
                units.push(number.ok_or_else(|| {
                    format!("`\\u{digits}` is no character: four hexadecimal digits are expected")
                })?);
                continue;
            }
            (_, Some(escaped)) => {
                letters.next();
                match escaped {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\u{c}',
                    other => other,
                }
            }
            (letter, None) => letter,
        };
        units.extend_from_slice(meant.encode_utf16(&mut [0; 2]));
    }
    Ok(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_syntax_of_java_is_read() {
        for (text, name, value) in [
            ("a=b", "a", "b"),
            ("  a  =  b c ", "a", "b c "),
            ("a:b", "a", "b"),
            ("a b", "a", "b"),
            ("a\t:\tb", "a", "b"),
            ("a", "a", ""),
            ("a=", "a", ""),
            ("a==b", "a", "=b"),
            ("=b", "", "b"),
            (r"a\=b\:c\ d=e", "a=b:c d", "e"),
            (r"a=\u0041\u00e9\t\q\\", "a", "A\u{e9}\tq\\"),
            (r"a=\ud83d\ude00", "a", "\u{1f600}"),
            ("a=b\\\n    c\\\n\td", "a", "bcd"),
            ("a=b\\\\", "a", "b\\"),
            ("a=b\\", "a", "b"),
            ("a=b \\\r\n  c", "a", "b c"),
            ("a=b#c!d", "a", "b#c!d"),
            ("a=\\\n# no comment", "a", "# no comment"),
        ] {
            let (found, malformed) = parse(text);
            assert!(malformed.is_empty(), "{text:?}: {malformed:?}");
            let expected = Property { line: 1, name: name.to_owned(), value: value.to_owned() };
            assert_eq!(found, [expected], "{text:?}");
        }
    }

    #[test]
    fn comments_and_blank_lines_count_as_lines() {
        let (found, _) = parse("# one\\\n! two\n\n \t \n a=1\nb=\\\n\nc=3\n");
        let lines: Vec<_> = found.iter().map(|one| (one.line, &*one.name, &*one.value)).collect();
        assert_eq!(lines, [(5, "a", "1"), (6, "b", ""), (8, "c", "3")]);
    }

    #[test]
    fn a_character_that_is_none_is_named_with_its_line() {
        let (found, malformed) = parse("a=1\nb=\\u00g0\nc=\\u12");
        assert_eq!(found.len(), 1);
        assert_eq!(malformed[0].0, 2);
        assert!(malformed[0].1.contains("`\\u00g0`") && malformed[1].1.contains("`\\u12`"));
    }

    #[test]
    fn bytes_are_utf8_or_what_java_takes_them_for() {
        assert_eq!(text("é=ü".as_bytes()), "é=ü");
        assert_eq!(text(b"\xe9=1"), "é=1");
    }
}
