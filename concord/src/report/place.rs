//! Where a finding is, as tools want it: a path from the top of the repository, so that an annotation lands on its line.

use super::fingerprint::below;
use std::path::Path;

/// Turns the paths of findings, which are as a person would type them, into paths of the repository.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Places {
    /// The directory of the contracts as findings have it.
    root: String,
    /// The same from the top of the repository; empty for the top itself.
    prefix: String,
}

impl Places {
    /// For contracts at `root`. Without a repository the working directory is the top.
    pub(crate) fn of(root: &str) -> Places {
        let shown = if root.is_empty() { "." } else { root };
        let real = Path::new(shown).canonicalize();
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let prefix = real.ok().and_then(|real| {
            let top = real.ancestors().find(|directory| directory.join(".git").exists());
            let below = match (top, here) {
                (Some(top), _) => real.strip_prefix(top).ok(),
                (None, Ok(here)) => real.strip_prefix(here).ok(),
                (None, Err(_)) => None,
            };
            below.map(|below| below.to_string_lossy().replace('\\', "/"))
        });
        Places { root: root.to_owned(), prefix: prefix.unwrap_or_else(|| root.to_owned()) }
    }

    /// The path of a file that a finding names.
    pub(crate) fn path(&self, file: &str) -> String {
        // What is not below the contracts is somewhere else altogether, such as a policy outside.
        let is_below = matches!(self.root.as_str(), "" | ".") || file.starts_with(&self.root);
        if !is_below || file.starts_with('/') && !self.root.starts_with('/') {
            return file.to_owned();
        }
        let file =
            if self.root == "." { file.trim_start_matches("./") } else { below(file, &self.root) };
        if self.prefix.is_empty() { file.to_owned() } else { format!("{}/{file}", self.prefix) }
    }

    /// The same as a relative reference of a URI.
    pub(crate) fn uri(&self, file: &str) -> String {
        let encoded = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        };
        self.path(file).bytes().map(encoded).collect()
    }
}

/// Text without control characters: in a log they would move the cursor, in XML they may not be.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => plain.push(character),
            _ if character.is_control() || is_invisible(character) => {
                plain.extend(character.escape_unicode());
            }
            _ => plain.push(character),
        }
    }
    plain
}

/// The same in one line.
pub(crate) fn plain_line(text: &str) -> String {
    plain(text).replace('\n', "\\n").replace('\t', " ")
}

/// What turns the direction of text, and what no XML document may hold.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(root: &str, prefix: &str) -> Places {
        Places { root: root.into(), prefix: prefix.into() }
    }

    #[test]
    fn a_path_is_told_from_the_top_of_the_repository() {
        assert_eq!(places("schemas", "schemas").path("schemas/a.avsc"), "schemas/a.avsc");
        assert_eq!(places(".", "team/schemas").path("a.avsc"), "team/schemas/a.avsc");
        assert_eq!(places("", "").path("a.avsc"), "a.avsc");
        assert_eq!(places("../x", "x").path("../x/b/a.avsc"), "x/b/a.avsc");
        assert_eq!(
            places("/tmp/r/schemas", "schemas").path("/tmp/r/schemas/a.avsc"),
            "schemas/a.avsc"
        );
    }

    #[test]
    fn a_path_becomes_a_reference_of_a_uri() {
        assert_eq!(places("", "").uri("a b/ü%.avsc"), "a%20b/%C3%BC%25.avsc");
    }

    #[test]
    fn control_characters_are_told_and_not_sent() {
        assert_eq!(plain("a\x1b[31m\tb\nc\u{202e}"), "a\\u{1b}[31m\tb\nc\\u{202e}");
        assert_eq!(plain_line("a\r\nb"), "a\\u{d}\\nb");
    }
}
