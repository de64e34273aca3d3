//! What one catalogue has read and another need not read again: the same text under the same path.

use super::scan::{Names, Scan};
use super::{Build, Catalogue, Member};
use crate::diagnostic::Diagnostic;
use contract_schema::{Dependency, Format};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Known {
    text: Arc<str>,
    import_path: String,
    format: Format,
    names: Arc<Names>,
    /// Its place among the members.
    member: Option<usize>,
}

impl<'a> Build<'a> {
    pub(super) fn names(
        &self,
        path: &str,
        import_path: &str,
        text: &Arc<str>,
        format: Format,
    ) -> Result<Arc<Names>, Vec<Diagnostic>> {
        let known = self.like.known.get(path).filter(|known| {
            known.text == *text && known.import_path == import_path && known.format == format
        });
        match known {
            Some(known) => Ok(known.names.clone()),
            None => Names::read(path, import_path, text, format).map(Arc::new),
        }
    }

    /// Keeps what was read, for [`Catalogue::read_like`].
    pub(super) fn remember(&mut self) {
        let Catalogue { members, known, .. } = &mut self.catalogue;
        let places = members.iter().enumerate();
        let places: BTreeMap<&str, usize> =
            places.map(|(index, member)| (member.path.as_str(), index)).collect();
        for scan in &self.scans {
            let read = Known {
                text: scan.text.clone(),
                import_path: scan.import_path.to_owned(),
                format: scan.format,
                names: scan.names.clone(),
                member: places.get(scan.path).copied(),
            };
            known.insert(scan.path.to_owned(), read);
        }
    }

    /// The member of the other catalogue that is the same schema: its own text and those it refers to are.
    pub(super) fn same(&self, scan: &Scan<'_>, dependencies: &[Dependency]) -> Option<&'a Member> {
        let known = self.like.known.get(scan.path)?;
        let member = &self.like.members[known.member?];
        let is_same = member.format == scan.format
            && member.text == *scan.text
            && member.dependencies.len() == dependencies.len()
            && member.dependencies.iter().zip(dependencies).all(|(one, other)| {
                (&one.name, &one.subject, &one.text) == (&other.name, &other.subject, &other.text)
            });
        is_same.then_some(member)
    }
}
