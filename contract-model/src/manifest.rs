//! `contracts.toml`: which files are which subjects, and what holds for them. Text in, model out.

mod check;
pub mod keys;
mod naming;
pub mod registry;
mod waiver;

pub use check::{Against, Check, Weight};
pub use naming::{Naming, Part};
pub use waiver::{HASH_PREFIX, Waiver};

use crate::diagnostic::Diagnostic;
use crate::policy::{Setting, safety};
use crate::toml_text::{Placed, Reader, Table};
use contract_schema::compat::{self, Safety};
use contract_schema::{Format, Level, Position};
use globset::{GlobBuilder, GlobMatcher};

/// The manifest of a folder of contracts. Every path in it is relative to that folder, with `/` between its parts.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Folder from which Protobuf imports are counted; empty for the manifest's own.
    pub import_root: String,
    /// The policy document to use instead of the built-in one.
    pub policy_file: Option<String>,
    /// Patterns of subjects, or `subject@version`, that `concord pull` fetches.
    pub pull: Vec<String>,
    /// What `concord apply` sets in a registry besides schemas.
    pub registry: registry::Wishes,
    /// Rows in order of writing; the first whose files fit counts.
    pub entries: Vec<Entry>,
    /// What holds for `concord check`.
    pub check: Check,
    /// Findings that are let through.
    pub waivers: Vec<Waiver>,
}

/// A row: some files and what holds for them.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Which files.
    pub files: Vec<FileGlob>,
    /// Which of them not.
    pub exclude: Vec<FileGlob>,
    /// How their subjects are called.
    pub subject: Naming,
    /// Their format, if the file name does not tell.
    pub format: Option<Format>,
    /// Compatibility level, if the registry's own shall not count.
    pub level: Option<Level>,
    /// What is promised beyond the level, if the registry's own shall not count.
    pub safety: Option<Safety>,
    /// Compatibility policy, if the registry's own shall not count.
    pub compatibility_policy: Option<compat::Policy>,
    /// Setting of the policy, if the registry's own shall not count.
    pub policy: Option<Setting>,
    /// The team that owns them.
    pub owner: Option<String>,
    /// Names that the files use, and the files that are meant.
    pub references: Vec<Referred>,
    /// Where the row stands.
    pub at: Option<Position>,
}

/// A name that a file uses, and the file that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referred {
    /// As the schema writes it: a full name, an import, a `$ref` without its fragment.
    pub name: String,
    /// Path below the manifest's folder.
    pub file: String,
    /// Where it stands.
    pub at: Option<Position>,
}

/// A pattern over paths: `*` within a folder, `**` across folders, `{a,b}`, `[a-z]`, `?`.
#[derive(Debug, Clone)]
pub struct FileGlob {
    matcher: GlobMatcher,
    text: String,
    /// Where it stands.
    pub at: Option<Position>,
}

impl Default for Manifest {
    /// What holds without a `contracts.toml`: every schema file, subjects by topic.
    fn default() -> Self {
        let files = ["**/*.avsc", "**/*.schema.json", "**/*.proto"].iter();
        let files =
            files.map(|text| FileGlob::new(text, None).expect("all are patterns")).collect();
        let entry = Entry {
            files,
            exclude: Vec::new(),
            subject: Naming::Topic,
            format: None,
            level: None,
            safety: None,
            compatibility_policy: None,
            policy: None,
            owner: None,
            references: Vec::new(),
            at: None,
        };
        Manifest {
            import_root: String::new(),
            policy_file: None,
            pull: Vec::new(),
            registry: registry::Wishes::default(),
            entries: vec![entry],
            check: Check::default(),
            waivers: Vec::new(),
        }
    }
}

impl Manifest {
    /// Reads a `contracts.toml`.
    ///
    /// # Errors
    /// Every complaint about the text, with its place.
    pub fn read(text: &str) -> Result<Manifest, Vec<Diagnostic>> {
        let mut reader = Reader::new("manifest", text);
        let document = reader.document();
        let root = reader.root(&document);
        let manifest = manifest(&mut reader, root);
        if reader.found.is_empty() { Ok(manifest) } else { Err(reader.complaints()) }
    }

    /// The row that holds for a file, if the manifest covers it.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.covers(path))
    }

    /// The path by which Protobuf files import a file.
    pub fn import_path<'p>(&self, path: &'p str) -> &'p str {
        let below = path.strip_prefix(self.import_root.as_str()).and_then(|rest| {
            match self.import_root.as_str() {
                "" => Some(rest),
                _ => rest.strip_prefix('/'),
            }
        });
        below.unwrap_or(path)
    }
}

impl Entry {
    fn covers(&self, path: &str) -> bool {
        let any = |globs: &[FileGlob]| globs.iter().any(|glob| glob.matches(path));
        any(&self.files) && !any(&self.exclude)
    }
}

impl FileGlob {
    fn new(text: &str, at: Option<Position>) -> Result<FileGlob, String> {
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        let glob = glob.map_err(|error| error.kind().to_string())?;
        Ok(FileGlob { matcher: glob.compile_matcher(), text: text.to_owned(), at })
    }

    /// Whether the whole path fits.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folders in or below which a new file may fit; an empty text is the manifest's own folder. A pattern that is the
    /// name of one file has none.
    pub fn folders(&self) -> Vec<String> {
        let is_wild = |text: &str| text.contains(['*', '?', '[', '\\']);
        let alternatives = alternatives(&self.text).into_iter().filter(|text| is_wild(text));
        alternatives
            .map(|text| {
                let fixed = text.split('/').take_while(|part| !is_wild(part));
                fixed.collect::<Vec<_>>().join("/")
            })
            .collect()
    }
}

/// What a pattern's `{a,b}` stand for, each written out.
fn alternatives(text: &str) -> Vec<String> {
    let Some((before, rest)) = text.split_once('{') else {
        return vec![text.to_owned()];
    };
    let mut depth = 0;
    let mut ends = Vec::new();
    for (at, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            ',' if depth == 0 => ends.push(at),
            '}' if depth == 0 => {
                ends.push(at);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    let Some(last) = ends.last().copied() else {
        return vec![text.to_owned()];
    };
    let after = &rest[last + 1..];
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    let inner =
        starts.zip(&ends).map(|(start, end)| format!("{before}{}{after}", &rest[start..*end]));
    inner.flat_map(|text| alternatives(&text)).collect()
}

/// The format that a file's name tells.
pub fn format_of(path: &str) -> Option<Format> {
    match path.rsplit_once('.')?.1 {
        "avsc" => Some(Format::Avro),
        "json" => Some(Format::Json),
        "proto" => Some(Format::Protobuf),
        _ => None,
    }
}

/// What holds for rows that do not say otherwise.
struct Defaults {
    subject: Naming,
    level: Option<Level>,
    safety: Option<Safety>,
    compatibility_policy: Option<compat::Policy>,
    policy: Option<Setting>,
    owner: Option<String>,
    exclude: Vec<FileGlob>,
}

fn manifest(reader: &mut Reader<'_>, root: Table<'_>) -> Manifest {
    reader.keys(root, keys::TOP);
    let defaults = Defaults {
        subject: naming::read(reader, root).unwrap_or(Naming::Topic),
        level: level(reader, root),
        safety: safety(reader, root),
        compatibility_policy: compatibility_policy(reader, root),
        policy: setting(reader, root),
        owner: reader.text(root, "owner").map(|text| text.value),
        exclude: globs(reader, root, "exclude"),
    };
    let import_root =
        reader.text(root, "import-root").map(|text| relative(reader, text)).unwrap_or_default();
    let policy_file = reader.text(root, "policy-file").map(|text| relative(reader, text));
    let mut pull = Vec::new();
    if let Some(table) = reader.table(root, "pull") {
        reader.keys(table, keys::PULL);
        reader.required(table, &["subjects"]);
        pull = reader.texts(table, "subjects").into_iter().map(|text| text.value).collect();
    }
    let registry = registry::read(reader, root);
    let rows = reader.tables(root, "contract");
    let mut entries: Vec<Entry> =
        rows.into_iter().map(|row| entry(reader, row, &defaults)).collect();
    if !root.has("contract") {
        // A manifest that only sets defaults covers what no manifest would cover.
        let covered = Manifest::default().entries.remove(0);
        let Defaults { subject, level, safety, compatibility_policy, policy, owner, exclude } =
            defaults;
        entries.push(Entry {
            subject,
            level,
            safety,
            compatibility_policy,
            policy,
            owner,
            exclude,
            ..covered
        });
    }
    let (check, waivers) = (check::read(reader, root), waiver::read(reader, root));
    Manifest { import_root, policy_file, pull, registry, entries, check, waivers }
}

fn entry(reader: &mut Reader<'_>, row: Table<'_>, defaults: &Defaults) -> Entry {
    reader.keys(row, keys::CONTRACT);
    reader.required(row, &["files"]);
    let mut exclude = globs(reader, row, "exclude");
    exclude.extend(defaults.exclude.iter().cloned());
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let read_format = |word: &str| Format::from_name(&word.to_uppercase());
    Entry {
        files: globs(reader, row, "files"),
        exclude,
        subject: naming::read(reader, row).unwrap_or_else(|| defaults.subject.clone()),
        format: reader.word(row, "format", &formats, read_format),
        level: level(reader, row).or(defaults.level),
        safety: safety(reader, row).or(defaults.safety),
        compatibility_policy: compatibility_policy(reader, row).or(defaults.compatibility_policy),
        policy: setting(reader, row).or(defaults.policy),
        owner: reader.text(row, "owner").map(|text| text.value).or_else(|| defaults.owner.clone()),
        references: references(reader, row),
        at: row.at,
    }
}

/// `references = { "shop.v1.Address" = "shared/address.avsc" }`
fn references(reader: &mut Reader<'_>, row: Table<'_>) -> Vec<Referred> {
    let Some(table) = reader.table(row, "references") else { return Vec::new() };
    let mut references = Vec::new();
    for (name, text) in reader.pairs(table) {
        let at = text.at;
        references.push(Referred { name, file: relative(reader, text), at });
    }
    references
}

fn globs(reader: &mut Reader<'_>, table: Table<'_>, key: &str) -> Vec<FileGlob> {
    let mut globs = Vec::new();
    for text in reader.texts(table, key) {
        match FileGlob::new(&text.value, text.at) {
            Ok(glob) => globs.push(glob),
            Err(reason) => {
                let message = format!("`{}` is no pattern of files: {reason}", text.value);
                reader.complain("wrong-value", message, text.at);
            }
        }
    }
    globs
}

fn level(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Level> {
    let names: Vec<&str> = Level::all().map(Level::name).collect();
    reader.word(table, "level", &names, |word| word.parse().ok())
}

fn compatibility_policy(reader: &mut Reader<'_>, table: Table<'_>) -> Option<compat::Policy> {
    let names = compat::Policy::ALL.map(compat::Policy::name);
    reader.word(table, "compatibility-policy", &names, |word| word.parse().ok())
}

fn setting(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Setting> {
    let names: Vec<&str> = Setting::names().collect();
    reader.word(table, "policy", &names, |word| word.parse().ok())
}

/// A path below the manifest's folder, without `.` and the closing `/`.
fn relative(reader: &mut Reader<'_>, text: Placed<String>) -> String {
    let leaves = text.value.starts_with('/') || text.value.split('/').any(|part| part == "..");
    if leaves || text.value.contains('\\') {
        let message = format!("`{}` is no path below the manifest's folder", text.value);
        reader.complain("wrong-value", message, text.at).help =
            Some("write it relative to the manifest, with `/`, without `..`".to_owned());
    }
    let parts: Vec<&str> =
        text.value.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/")
}
