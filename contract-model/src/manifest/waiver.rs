//! `[[waiver]]`: a finding that is known and let through, by whom, why, until when, and for which content.

use super::{keys, relative};
use crate::date::Date;
use crate::glob::Glob;
use crate::toml_text::{Placed, Reader, Table};
use contract_schema::Position;

/// How the hash of a content begins.
pub const HASH_PREFIX: &str = "sha256:";

/// A finding that is let through for a time.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Id of the rule.
    pub rule: String,
    /// The subject it is about.
    pub subject: Option<String>,
    /// The file it is about, below the manifest's folder.
    pub file: Option<String>,
    /// Pattern of the path inside the schema; every path unless stated.
    pub path: Option<Glob>,
    /// Why it is let through.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Hash of the content it was granted for: [`HASH_PREFIX`] and 64 hexadecimal digits.
    pub hash: String,
    /// Where the row stands.
    pub at: Option<Position>,
}

pub(super) fn read(reader: &mut Reader<'_>, root: Table<'_>) -> Vec<Waiver> {
    let rows = reader.tables(root, "waiver");
    rows.into_iter().filter_map(|row| waiver(reader, row)).collect()
}

fn waiver(reader: &mut Reader<'_>, row: Table<'_>) -> Option<Waiver> {
    reader.keys(row, keys::WAIVER);
    reader.required(row, &["rule", "reason", "owner", "expires", "hash"]);
    if !row.has("subject") && !row.has("file") {
        let message = "a waiver names what it is about: `subject` or `file` is missing";
        reader.complain("missing-key", message.to_owned(), row.at);
    }
    let rule = said(reader, row, "rule");
    let subject = row.has("subject").then(|| said(reader, row, "subject")).flatten();
    let file = reader.text(row, "file").map(|text| relative(reader, text));
    let path = reader.text(row, "path").map(|text| Glob::new(text.value));
    let (reason, owner) = (said(reader, row, "reason"), said(reader, row, "owner"));
    let expires = reader.date(row, "expires");
    let hash = reader.text(row, "hash").and_then(|text| hash(reader, text));
    Some(Waiver {
        rule: rule?,
        subject,
        file,
        path,
        reason: reason?,
        owner: owner?,
        expires: expires?,
        hash: hash?,
        at: row.at,
    })
}

/// A text that says something.
fn said(reader: &mut Reader<'_>, row: Table<'_>, key: &str) -> Option<String> {
    let text = reader.text(row, key)?;
    if text.value.trim().is_empty() {
        reader.complain("wrong-value", format!("`{key}` of a waiver is empty"), text.at);
        return None;
    }
    Some(text.value)
}

fn hash(reader: &mut Reader<'_>, text: Placed<String>) -> Option<String> {
    let digits = text.value.strip_prefix(HASH_PREFIX).unwrap_or_default();
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() == 64 && digits.bytes().all(is_hex) {
        return Some(text.value);
    }
    let message = format!("`{}` is no hash of a content", text.value);
    reader.complain("wrong-value", message, text.at).help = Some(format!(
        "write `{HASH_PREFIX}` and 64 hexadecimal digits; `concord waive` fills it in"
    ));
    None
}
