//! Deletes in two steps (3.6), and what a switch to IMPORT clears away (3.10).

use super::super::operation::{Asked, Subject};
use super::{Answer, Model, Refused, no_subject, no_version, printed, refuse};
use serde_json::json;

impl Model {
    pub(super) fn delete_subject(&mut self, subject: Subject, permanent: bool) -> Answer {
        if !self.exists(subject, true) {
            return no_subject(subject);
        }
        if !permanent && !self.exists(subject, false) {
            let text = format!(
                "Subject '{subject}' was soft deleted.Set permanent=true to delete permanently"
            );
            return refuse(40404, text);
        }
        self.writable(subject, subject)?;
        let concerned = self.of(subject).filter(|(_, version)| permanent || !version.deleted);
        let numbers: Vec<u32> = concerned.map(|(number, _)| number).collect();
        for number in &numbers {
            let mut referrers = self.referrers(subject, *number).into_iter();
            if referrers
                .any(|(owner, _, version)| owner != subject && (permanent || !version.deleted))
            {
                return referenced(subject, *number);
            }
            if permanent && !self.versions[&subject][number].deleted {
                let text = format!(
                    "Subject '{subject}' was not deleted first before being permanently deleted"
                );
                return refuse(40405, text);
            }
        }
        for number in &numbers {
            self.remove(subject, *number, permanent);
        }
        Ok(vec![json!(numbers)])
    }

    pub(super) fn delete_version(
        &mut self,
        subject: Subject,
        asked: Asked,
        permanent: bool,
    ) -> Answer {
        let shown = asked.max(-1);
        let Some((number, version)) = self.find(subject, asked) else {
            return if self.exists(subject, true) {
                no_version(asked)
            } else {
                no_subject(subject)
            };
        };
        let deleted = version.deleted;
        if !permanent && deleted {
            let text = format!(
                "Subject '{subject}' Version {shown} was soft deleted.Set permanent=true to delete permanently"
            );
            return refuse(40406, text);
        }
        self.writable(subject, subject)?;
        let mut referrers = self.referrers(subject, number).into_iter();
        if referrers.any(|(_, _, version)| permanent || !version.deleted) {
            return referenced(subject, number);
        }
        if permanent && !deleted {
            let text = format!(
                "Subject '{subject}' Version {shown} was not deleted first before being permanently deleted"
            );
            return refuse(40407, text);
        }
        self.remove(subject, number, permanent);
        Ok(vec![json!(number)])
    }

    /// Soft or for good; the settings of a subject go with its last version.
    fn remove(&mut self, subject: Subject, number: u32, permanent: bool) {
        let versions = self.versions.entry(subject).or_default();
        if !permanent {
            versions.entry(number).and_modify(|version| version.deleted = true);
            return;
        }
        versions.remove(&number);
        if versions.is_empty() {
            self.versions.remove(&subject);
            self.configs.remove(&subject);
            self.modes.remove(&subject);
        }
    }

    /// IMPORT wants an empty scope: nothing live, and what is soft-deleted goes for good.
    pub(super) fn clear_for_import(&mut self, place: Subject) -> Result<(), Refused> {
        let scope: Vec<Subject> =
            self.versions.keys().copied().filter(|subject| place.covers(*subject)).collect();
        if scope.iter().any(|subject| self.exists(*subject, false)) {
            return refuse(42205, "Cannot import since found existing subjects");
        }
        for subject in &scope {
            for (number, _) in self.of(*subject) {
                let outside = |owner: &Subject| !scope.contains(owner);
                if self.referrers(*subject, number).iter().any(|(owner, ..)| outside(owner)) {
                    return referenced(*subject, number);
                }
            }
        }
        for subject in scope {
            self.versions.remove(&subject);
        }
        Ok(())
    }

    /// READONLY refuses deletes and settings.
    pub(super) fn writable(&self, place: Subject, named: Subject) -> Result<(), Refused> {
        if !self.mode_in_force(place).starts_with("READONLY") {
            return Ok(());
        }
        let subject = if named.name.is_empty() && named.context.is_empty() {
            "null".to_owned()
        } else {
            named.to_string()
        };
        let context = printed(place.context);
        refuse(42205, format!("Subject {subject} in context {context} is in read-only mode"))
    }
}

fn referenced<T>(subject: Subject, number: u32) -> Result<T, Refused> {
    let key = format!("{{magic=1,keytype=SCHEMA,subject={subject},version={number}}}");
    refuse(42206, format!("One or more references exist to the schema {key}."))
}
