//! `[check]`: what the gate compares with, and how it takes what is gone.

use super::keys;
use crate::toml_text::{Reader, Table};
use contract_schema::Position;

/// What holds for `concord check`.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// Baselines, as the command line takes them, where the command line names none.
    pub against: Vec<Against>,
    /// What an event contract is that a baseline has and the folder has not.
    pub removed_subjects: Weight,
    /// What a waiver is that answers no finding.
    pub unused_waivers: Weight,
}

/// A baseline by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// `git:main`, `registry:URL`, `bundle:FILE`, `dir:PATH`.
    pub text: String,
    /// Where it stands.
    pub at: Option<Position>,
}

/// How much something weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// It fails the check.
    #[default]
    Error,
    /// It is a warning.
    Warn,
    /// It is a note.
    Allow,
}

impl Weight {
    /// All of them.
    pub const ALL: [Weight; 3] = [Weight::Error, Weight::Warn, Weight::Allow];

    /// The word in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warn => "warn",
            Weight::Allow => "allow",
        }
    }
}

pub(super) fn read(reader: &mut Reader<'_>, root: Table<'_>) -> Check {
    let Some(table) = reader.table(root, "check") else { return Check::default() };
    reader.keys(table, keys::CHECK);
    let against = reader.texts(table, "against").into_iter();
    Check {
        against: against.map(|text| Against { text: text.value, at: text.at }).collect(),
        removed_subjects: weight(reader, table, "removed-subjects"),
        unused_waivers: weight(reader, table, "unused-waivers"),
    }
}

fn weight(reader: &mut Reader<'_>, table: Table<'_>, key: &str) -> Weight {
    let find = |word: &str| Weight::ALL.into_iter().find(|weight| weight.name() == word);
    reader.word(table, key, &Weight::ALL.map(Weight::name), find).unwrap_or_default()
}
