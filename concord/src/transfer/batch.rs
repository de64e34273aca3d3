//! Versions that are sent together, parted into groups that know nothing of each other.

use super::VersionLine;
use crate::remote::qualified;
use std::collections::{BTreeMap, BTreeSet};

/// A batch holds no more versions, and hardly more bytes, than these.
const MOST_VERSIONS: usize = 1_024;
const MOST_BYTES: usize = 16 << 20;

/// Versions in the order of a file.
#[derive(Default)]
pub(super) struct Batch {
    versions: Vec<VersionLine>,
    bytes: usize,
}

impl Batch {
    pub(super) fn add(&mut self, version: VersionLine) {
        self.bytes += version.schema.len();
        self.versions.push(version);
    }

    pub(super) fn is_full(&self) -> bool {
        self.versions.len() >= MOST_VERSIONS || self.bytes >= MOST_BYTES
    }

    /// Takes everything out: versions of one subject, and those that refer to each other, are in one group, in their order.
    pub(super) fn take(&mut self) -> Vec<Vec<VersionLine>> {
        let versions = std::mem::take(self).versions;
        let mut groups: Vec<Vec<VersionLine>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for version in versions {
            let of = &version.subject;
            let near: BTreeSet<usize> = version
                .references
                .iter()
                .filter_map(|reference| places.get(&*qualified(of, &reference.subject)))
                .chain(places.get(of))
                .copied()
                .collect();
            let mut near = near.into_iter();
            let place = near.next().unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            for other in near {
                let joining = std::mem::take(&mut groups[other]);
                groups[place].extend(joining);
                for moved in places.values_mut().filter(|moved| **moved == other) {
                    *moved = place;
                }
            }
            places.insert(version.subject.clone(), place);
            groups[place].push(version);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use registry_api::SchemaReference;

    fn version(subject: &str, number: u32, references: &[&str]) -> VersionLine {
        let refer = |subject: &&str| SchemaReference {
            name: (*subject).to_owned(),
            subject: (*subject).to_owned(),
            version: 1,
        };
        VersionLine {
            subject: subject.to_owned(),
            version: number,
            id: 1,
            deleted: false,
            schema_type: "AVRO".to_owned(),
            references: references.iter().map(refer).collect(),
            metadata: None,
            rule_set: None,
            schema: String::new(),
        }
    }

    #[test]
    fn what_refers_to_each_other_goes_together_and_in_order() {
        let mut batch = Batch::default();
        for (subject, number, references) in [
            ("a", 1, &[][..]),
            ("b", 1, &[]),
            ("c", 1, &[]),
            ("a", 2, &[]),
            ("d", 1, &["b", "a"]),
            (":.eu:c", 1, &[]),
            (":.eu:e", 1, &["c"]),
            (":.eu:f", 1, &[":.:c"]),
        ] {
            batch.add(version(subject, number, references));
        }
        let named = |group: Vec<VersionLine>| {
            group.iter().map(|one| format!("{}/{}", one.subject, one.version)).collect::<Vec<_>>()
        };
        let groups: Vec<_> = batch.take().into_iter().map(named).collect();
        let expected: [&[&str]; 3] =
            [&["a/1", "a/2", "b/1", "d/1"], &["c/1", ":.eu:f/1"], &[":.eu:c/1", ":.eu:e/1"]];
        assert_eq!(groups, expected);
        assert!(batch.take().is_empty());
    }
}
