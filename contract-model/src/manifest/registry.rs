//! `[registry]` of a manifest: the settings and modes that `concord apply` gives a registry.

use super::{compatibility_policy, keys, level};
use crate::glob::Glob;
use crate::policy::safety;
use crate::toml_text::{Reader, Table};
use contract_schema::Level;
use contract_schema::compat::{self, Safety};

/// Settings for the registry, and for some of its subjects and contexts.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// What holds where a subject has nothing of its own.
    pub global: Wish,
    /// What holds for some; all rows that fit a subject count, and the first that sets a key wins.
    pub rows: Vec<Row>,
}

/// A row of `[[registry.subject]]`.
#[derive(Debug, Clone)]
pub struct Row {
    /// Names of subjects and contexts (`:.context:`), or patterns over the subjects of the folder.
    pub subjects: Vec<String>,
    /// What holds for them.
    pub wish: Wish,
}

/// Settings and a mode; what is absent is left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The compatibility level.
    pub level: Option<Level>,
    /// What is promised beyond the level.
    pub safety: Option<Safety>,
    /// How strictly the level is asked.
    pub compatibility_policy: Option<compat::Policy>,
    /// The metadata property whose value groups the versions that are compared.
    pub compatibility_group: Option<String>,
    /// What a registration does about referrers that it would break.
    pub impact: Option<String>,
    /// Whether the normalized form is registered.
    pub normalize: Option<bool>,
    /// `READWRITE` or `READONLY`.
    pub mode: Option<String>,
}

impl Wishes {
    /// What is wished for a subject, by all rows that fit it.
    pub fn of(&self, subject: &str) -> Wish {
        let fits = |row: &&Row| row.subjects.iter().any(|text| Glob::new(text).matches(subject));
        self.rows.iter().filter(fits).fold(Wish::default(), |sum, row| sum.or(&row.wish))
    }

    /// The names that are no patterns: what is wished for them holds even if the folder has no such subject.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.rows.iter().flat_map(|row| &row.subjects).map(String::as_str);
        names.filter(|name| !name.contains(['*', '?']))
    }
}

impl Wish {
    /// This, and what `other` says where this is silent.
    pub fn or(self, other: &Wish) -> Wish {
        Wish {
            level: self.level.or(other.level),
            safety: self.safety.or(other.safety),
            compatibility_policy: self.compatibility_policy.or(other.compatibility_policy),
            compatibility_group: self
                .compatibility_group
                .or_else(|| other.compatibility_group.clone()),
            impact: self.impact.or_else(|| other.impact.clone()),
            normalize: self.normalize.or(other.normalize),
            mode: self.mode.or_else(|| other.mode.clone()),
        }
    }
}

pub(super) fn read(reader: &mut Reader<'_>, root: Table<'_>) -> Wishes {
    let Some(table) = reader.table(root, "registry") else { return Wishes::default() };
    reader.keys(table, keys::REGISTRY);
    let mut wishes = Wishes { global: wish(reader, table), rows: Vec::new() };
    for row in reader.tables(table, "subject") {
        reader.keys(row, keys::REGISTRY_SUBJECT);
        reader.required(row, &["subjects"]);
        let subjects = reader.texts(row, "subjects").into_iter().map(|text| text.value).collect();
        wishes.rows.push(Row { subjects, wish: wish(reader, row) });
    }
    wishes
}

fn wish(reader: &mut Reader<'_>, table: Table<'_>) -> Wish {
    let one_of = |names: &'static [&'static str]| {
        move |word: &str| names.contains(&word).then(|| word.to_owned())
    };
    const IMPACTS: [&str; 3] = ["OFF", "WARN", "REFUSE"];
    // A folder that is registered cannot ask for IMPORT.
    const MODES: [&str; 2] = ["READWRITE", "READONLY"];
    Wish {
        level: level(reader, table),
        safety: safety(reader, table),
        compatibility_policy: compatibility_policy(reader, table),
        compatibility_group: reader.text(table, "compatibility-group").map(|text| text.value),
        impact: reader.word(table, "impact", &IMPACTS, one_of(&IMPACTS)),
        normalize: reader.flag(table, "normalize"),
        mode: reader.word(table, "mode", &MODES, one_of(&MODES)),
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::Manifest;
    use contract_schema::Level;

    #[test]
    fn rows_add_up_and_the_first_that_sets_a_key_wins() {
        let text = "[registry]\nlevel = \"FULL\"\nmode = \"READWRITE\"\n\
            [[registry.subject]]\nsubjects = [\"orders.placed-value\"]\nlevel = \"NONE\"\n\
            [[registry.subject]]\nsubjects = [\"orders.*\", \":.eu:\"]\nlevel = \"FORWARD\"\nnormalize = true\n";
        let wishes = Manifest::read(text).expect("a manifest").registry;
        assert_eq!(wishes.global.level, Some(Level::Full));
        let wish = wishes.of("orders.placed-value");
        assert_eq!((wish.level, wish.normalize), (Some(Level::None), Some(true)));
        assert_eq!(wishes.of("orders.x").level, Some(Level::Forward));
        assert_eq!(wishes.of("else"), super::Wish::default());
        assert_eq!(wishes.names().collect::<Vec<_>>(), ["orders.placed-value", ":.eu:"]);
    }

    #[test]
    fn a_key_or_word_that_is_none_is_told_with_its_neighbour() {
        let text = "[registry]\nmode = \"IMPORT\"\nlevl = \"FULL\"\n[[registry.subject]]\nimpact = \"warn\"\n";
        let found = Manifest::read(text).expect_err("three mistakes");
        let ids: Vec<&str> = found.iter().map(|found| found.id.as_str()).collect();
        let expected = [
            "manifest-wrong-value",
            "manifest-unknown-key",
            "manifest-missing-key",
            "manifest-wrong-value",
        ];
        assert_eq!(ids, expected, "{found:?}");
    }
}
