//! The syntax of `.netrc`: words parted by blanks, `machine`, `default`, `login`, `password`, `account`, `macdef`; comments after `#`.

/// What a file says of a host.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// `None` is `default`.
    machine: Option<String>,
    pub(super) login: String,
    pub(super) password: String,
}

/// Where a file cannot be understood; the words themselves may be secrets and are not repeated.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) line: usize,
    pub(super) reason: &'static str,
}

/// The first entry of this host that has a login or a password, else the default.
pub(super) fn find(entries: Vec<Entry>, host: &str) -> Option<Entry> {
    let is_of = |entry: &Entry| match &entry.machine {
        Some(machine) => machine.eq_ignore_ascii_case(host),
        // What follows it is never reached.
        None => true,
    };
    let says = |entry: &Entry| !entry.login.is_empty() || !entry.password.is_empty();
    entries.into_iter().find(|entry| is_of(entry) && says(entry))
}

/// Every entry, in order.
pub(super) fn parse(text: &str) -> Result<Vec<Entry>, Wrong> {
    let mut words = Words { text, line: 1 };
    let mut entries: Vec<Entry> = Vec::new();
    while let Some(word) = words.next()? {
        match word.as_str() {
            "machine" => {
                let machine = Some(words.value("`machine` names no host")?);
                entries.push(Entry { machine, ..Entry::default() });
            }
            "default" => entries.push(Entry::default()),
            "login" => {
                let login = words.value("`login` names nobody")?;
                words.entry(&mut entries)?.login = login;
            }
            "password" => {
                let password = words.value("`password` is followed by nothing")?;
                words.entry(&mut entries)?.password = password;
            }
            "account" => {
                words.value("`account` is followed by nothing")?;
            }
            "macdef" => words.skip_macro(),
            _ => {
                return Err(words.wrong(
                    "a word that is none of machine, default, login, password, account, macdef",
                ));
            }
        }
    }
    Ok(entries)
}

struct Words<'t> {
    text: &'t str,
    line: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Result<Option<String>, Wrong> {
        loop {
            self.skip(|letter| letter.is_whitespace());
            if !self.text.starts_with('#') {
                break;
            }
            self.skip(|letter| letter != '\n');
        }
        if self.text.starts_with('"') {
            return self.quoted().map(Some);
        }
        let end = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        Ok((!word.is_empty()).then(|| word.to_owned()))
    }

    /// A word in double quotes, in which a backslash takes the next letter as it is.
    fn quoted(&mut self) -> Result<String, Wrong> {
        let mut word = String::new();
        let mut letters = self.text.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.text = &self.text[at + 1..];
                    return Ok(word);
                }
                '\\' => word.extend(letters.next().map(|(_, letter)| letter)),
                '\n' => break,
                _ => word.push(letter),
            }
        }
        Err(self.wrong("a quote is opened and not closed"))
    }

    fn value(&mut self, missing: &'static str) -> Result<String, Wrong> {
        let line = self.line;
        self.next()?.ok_or(Wrong { line, reason: missing })
    }

    fn entry<'e>(&self, entries: &'e mut [Entry]) -> Result<&'e mut Entry, Wrong> {
        entries.last_mut().ok_or(self.wrong("it belongs to no `machine`"))
    }

    /// A macro ends at the first empty line.
    fn skip_macro(&mut self) {
        let end = self.text.find("\n\n").unwrap_or(self.text.len());
        self.line += self.text[..end].matches('\n').count();
        self.text = &self.text[end..];
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let end = self.text.find(|letter| !wanted(letter)).unwrap_or(self.text.len());
        self.line += self.text[..end].matches('\n').count();
        self.text = &self.text[end..];
    }

    fn wrong(&self, reason: &'static str) -> Wrong {
        Wrong { line: self.line, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# who is who\nmachine a.example login me password s3cret # trailing\n\
        machine b.example\n\tlogin you\n\taccount x\n\tpassword \"two words \\\" #1\"\n\
        macdef init\n\tmachine evil login no password no\n\n\
        machine c.example password alone\ndefault login anonymous password guest\n\
        machine late.example login x password y\n";

    fn found(host: &str) -> Option<(String, String)> {
        let entries = parse(FILE).unwrap_or_default();
        find(entries, host).map(|entry| (entry.login, entry.password))
    }

    fn pair(login: &str, password: &str) -> Option<(String, String)> {
        Some((login.to_owned(), password.to_owned()))
    }

    #[test]
    fn each_host_has_its_entry_and_the_rest_the_default() {
        assert_eq!(found("a.example"), pair("me", "s3cret"));
        assert_eq!(found("B.EXAMPLE"), pair("you", "two words \" #1"));
        assert_eq!(found("c.example"), pair("", "alone"));
        assert_eq!(found("evil"), pair("anonymous", "guest"));
        assert_eq!(found("late.example"), pair("anonymous", "guest"));
        assert!(find(parse("machine a login x password y").unwrap_or_default(), "b").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line_and_without_its_words() {
        for (text, line) in [
            ("machine a login me\npasswort s3cret", 2),
            ("login me", 1),
            ("\nmachine", 2),
            ("machine a password \"open\n", 1),
        ] {
            let wrong = parse(text).map(|_| ()).unwrap_err();
            assert_eq!(wrong.line, line, "{text}");
            assert!(!wrong.reason.contains("s3cret"));
        }
    }
}
