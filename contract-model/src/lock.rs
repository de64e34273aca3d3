//! The text of `contracts.lock`: which versions of which subjects a build uses, where their sources are, what they hash to.
//!
//! Written by `concord pull`, read by the compiler. One entry for each version, sorted by subject and version, so that the
//! same registry gives the same bytes and a change is a readable diff.

use crate::diagnostic::Diagnostic;
use contract_schema::{Dependency, Format, LineIndex, Reference};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The layout that this crate writes and the only one it reads.
const LAYOUT: u32 = 1;

/// The content of a lock file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lock {
    /// Sorted by subject and version.
    pub contracts: Vec<Locked>,
}

/// One version of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The subject.
    pub subject: String,
    /// The version number.
    pub version: u32,
    /// The schema id in the registry it was pulled from.
    pub id: u32,
    /// The language of the source.
    pub format: Format,
    /// Asked for by name; the others are there because something refers to them.
    pub direct: bool,
    /// The subject whose readers also read what was written with this schema; it has no type of its own.
    pub writer_of: Option<String>,
    /// Path of the source below the directory of the lock file, with `/`.
    pub file: String,
    /// SHA-256 of the source in lower-case hexadecimal.
    pub sha256: String,
    /// What the source refers to, each with its version.
    pub references: Vec<Reference>,
}

impl Lock {
    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// Findings with the ids `lock-…`: broken syntax, unknown keys or formats, references that are not locked.
    pub fn parse(text: &str) -> Result<Lock, Vec<Diagnostic>> {
        let document: Document =
            toml::from_str(text).map_err(|error| vec![syntax(text, &error)])?;
        if document.layout != LAYOUT {
            let message = format!(
                "the lock file has layout {}, this version reads layout {LAYOUT}",
                document.layout
            );
            return Err(vec![
                Diagnostic::error("lock-layout", message).help("run `concord pull` again"),
            ]);
        }
        let mut found = Vec::new();
        let contracts = document.contract.into_iter().map(|entry| entry.read(&mut found)).collect();
        let lock = Lock { contracts };
        lock.check(&mut found);
        if found.is_empty() { Ok(lock) } else { Err(found) }
    }

    /// The text of the lock file.
    pub fn text(&self) -> String {
        let mut text = format!(
            "# Written by `concord pull`; run it again rather than edit this file.\nlayout = {LAYOUT}\n"
        );
        let mut sorted: Vec<&Locked> = self.contracts.iter().collect();
        sorted.sort_by_key(|locked| (&locked.subject, locked.version));
        for locked in sorted {
            locked.write(&mut text);
        }
        text
    }

    /// The entry of this version.
    pub fn find(&self, subject: &str, version: u32) -> Option<&Locked> {
        self.contracts.iter().find(|locked| locked.is(subject, version))
    }

    /// What `locked` refers to, transitively: the name it is referred to by and the entry, each after those it needs.
    pub fn closure<'a>(&'a self, locked: &'a Locked) -> Vec<(&'a str, &'a Locked)> {
        let mut closure = Vec::new();
        self.reach(locked, &mut BTreeSet::new(), &mut closure);
        closure
    }

    /// The closure as a parse takes it; `source` gives the text of an entry.
    pub fn dependencies(
        &self,
        locked: &Locked,
        source: impl Fn(&Locked) -> String,
    ) -> Vec<Dependency> {
        let dependency = |(name, locked): (&str, &Locked)| Dependency {
            name: name.to_owned(),
            subject: locked.subject.clone(),
            version: locked.version,
            text: source(locked).into(),
        };
        self.closure(locked).into_iter().map(dependency).collect()
    }

    fn reach<'a>(
        &'a self,
        locked: &'a Locked,
        seen: &mut BTreeSet<(&'a str, &'a str, i32)>,
        closure: &mut Vec<(&'a str, &'a Locked)>,
    ) {
        for reference in &locked.references {
            if !seen.insert((&reference.name, &reference.subject, reference.version)) {
                continue;
            }
            if let Some(target) = self.target(reference) {
                self.reach(target, seen, closure);
                closure.push((&reference.name, target));
            }
        }
    }

    fn target(&self, reference: &Reference) -> Option<&Locked> {
        let version = u32::try_from(reference.version).ok()?;
        self.find(&reference.subject, version)
    }

    fn check(&self, found: &mut Vec<Diagnostic>) {
        let mut seen = BTreeSet::new();
        for locked in &self.contracts {
            let name = format!("`{}` version {}", locked.subject, locked.version);
            if !seen.insert((&locked.subject, locked.version)) {
                found.push(Diagnostic::error("lock-twice", format!("{name} is there twice")));
            }
            if !is_below(&locked.file) {
                let message = format!("{name} has its source outside: `{}`", locked.file);
                found.push(Diagnostic::error("lock-file-outside", message));
            }
            for reference in locked.references.iter().filter(|to| self.target(to).is_none()) {
                let (subject, version) = (&reference.subject, reference.version);
                let message =
                    format!("{name} refers to `{subject}` version {version}, which is not locked");
                let finding = Diagnostic::error("lock-reference-missing", message);
                found.push(finding.help("run `concord pull` again"));
            }
        }
    }
}

impl Locked {
    /// Whether this is the entry of that version.
    pub fn is(&self, subject: &str, version: u32) -> bool {
        self.subject == subject && self.version == version
    }

    /// Whether `source` is the text that was pulled.
    pub fn has_source(&self, source: &str) -> bool {
        sha256(source) == self.sha256
    }

    fn write(&self, text: &mut String) {
        let _ = write!(
            text,
            "\n[[contract]]\nsubject = {}\nversion = {}\nid = {}\nformat = {}\n",
            quoted(&self.subject),
            self.version,
            self.id,
            quoted(self.format.name())
        );
        if self.direct {
            text.push_str("direct = true\n");
        }
        if let Some(subject) = &self.writer_of {
            let _ = writeln!(text, "writer_of = {}", quoted(subject));
        }
        let _ = write!(text, "file = {}\nsha256 = {}\n", quoted(&self.file), quoted(&self.sha256));
        if self.references.is_empty() {
            return;
        }
        text.push_str("references = [\n");
        for reference in &self.references {
            let _ = writeln!(
                text,
                "  {{ name = {}, subject = {}, version = {} }},",
                quoted(&reference.name),
                quoted(&reference.subject),
                reference.version
            );
        }
        text.push_str("]\n");
    }
}

/// The hash of a source as a lock file spells it.
pub fn sha256(source: &str) -> String {
    let digest = Sha256::digest(source.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    layout: u32,
    #[serde(default)]
    contract: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    subject: String,
    version: u32,
    id: u32,
    format: String,
    #[serde(default)]
    direct: bool,
    writer_of: Option<String>,
    file: String,
    sha256: String,
    #[serde(default)]
    references: Vec<To>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct To {
    name: String,
    subject: String,
    version: i32,
}

impl Entry {
    fn read(self, found: &mut Vec<Diagnostic>) -> Locked {
        let format = Format::from_name(&self.format).unwrap_or_else(|| {
            let known: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
            let message = format!("`{}` has the unknown format `{}`", self.subject, self.format);
            let help = format!("known formats: {}", known.join(", "));
            found.push(Diagnostic::error("lock-format", message).help(help));
            Format::Avro
        });
        let references = self.references.into_iter().map(|to| Reference {
            name: to.name,
            subject: to.subject,
            version: to.version,
        });
        Locked {
            references: references.collect(),
            subject: self.subject,
            version: self.version,
            id: self.id,
            format,
            direct: self.direct,
            writer_of: self.writer_of,
            file: self.file,
            sha256: self.sha256,
        }
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> Diagnostic {
    let lines = LineIndex::new(text);
    let at = error.span().map(|span| lines.position(u32::try_from(span.start).unwrap_or(u32::MAX)));
    let message = error.message().replace('\n', "; ");
    Diagnostic::error("lock-syntax", message).at(at).help("run `concord pull` again")
}

/// A path that cannot leave the directory of the lock file.
fn is_below(file: &str) -> bool {
    !file.is_empty()
        && !file.starts_with('/')
        && !file.contains(['\\', ':'])
        && file.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            other if other.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(subject: &str, references: &[&str]) -> Locked {
        let reference =
            |to: &&str| Reference { name: (*to).to_owned(), subject: (*to).to_owned(), version: 1 };
        Locked {
            subject: subject.to_owned(),
            version: 1,
            id: 7,
            format: Format::Avro,
            direct: references.is_empty(),
            writer_of: references.first().map(|to| (*to).to_owned()),
            file: format!("contracts/{}.avsc", subject.replace(['"', '\\', '\u{7f}'], "")),
            sha256: sha256("{}"),
            references: references.iter().map(reference).collect(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let contracts = vec![locked("a\"\\\u{7f}", &[]), locked("b", &["c"]), locked("c", &[])];
        let lock = Lock { contracts };
        assert_eq!(Lock::parse(&lock.text()), Ok(lock));
    }

    #[test]
    fn the_order_of_the_entries_does_not_change_the_text() {
        let (a, b) = (locked("a", &[]), locked("b", &[]));
        let one = Lock { contracts: vec![a.clone(), b.clone()] };
        let other = Lock { contracts: vec![b, a] };
        assert_eq!(one.text(), other.text());
    }

    #[test]
    fn a_closure_names_everything_once_and_what_is_needed_first() {
        let contracts = vec![locked("top", &["b", "a"]), locked("b", &["a"]), locked("a", &[])];
        let lock = Lock { contracts };
        let closure = lock.closure(&lock.contracts[0]);
        let names: Vec<&str> = closure.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn a_cycle_of_references_ends() {
        let lock = Lock { contracts: vec![locked("a", &["b"]), locked("b", &["a"])] };
        assert_eq!(lock.closure(&lock.contracts[0]).len(), 2);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let valid = Lock { contracts: vec![locked("a", &[])] }.text();
        for (broken, id) in [
            (valid.replace("layout = 1", "layout = 9"), "lock-layout"),
            (valid.replace("version = 1", "versoin = 1"), "lock-syntax"),
            (valid.replace("AVRO", "XML"), "lock-format"),
            (valid.replace("contracts/", "../"), "lock-file-outside"),
            (Lock { contracts: vec![locked("a", &["gone"])] }.text(), "lock-reference-missing"),
            (Lock { contracts: vec![locked("a", &[]), locked("a", &[])] }.text(), "lock-twice"),
            ("layout = ".to_owned(), "lock-syntax"),
        ] {
            let found = Lock::parse(&broken).unwrap_err();
            assert_eq!(found[0].id, id, "{broken}");
        }
    }
}
