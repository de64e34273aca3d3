//! Questions (1.2 to 1.4, 3.7).

use super::super::operation::{Asked, Shown, Subject};
use super::{Answer, Model, Version, described, no_subject, no_version, refuse, with};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Model {
    /// Where a subject is sought when it is read: an unqualified one that the default context does not have, elsewhere.
    pub(super) fn seek(&self, subject: Subject) -> Subject {
        let elsewhere = Subject { context: ".x", ..subject };
        let is_there = !subject.context.is_empty() || self.exists(subject, true);
        if is_there || !self.exists(elsewhere, true) { subject } else { elsewhere }
    }

    pub(super) fn shown(&self, subject: Subject, number: u32, stored: bool) -> Value {
        let version = &self.versions[&subject][&number];
        let mut members = vec![
            ("subject", json!(subject.to_string())),
            ("version", json!(number)),
            ("id", json!(version.id)),
        ];
        if stored {
            members.push(("deleted", json!(version.deleted)));
        }
        with(described(&version.content), &members)
    }

    pub(super) fn subjects(&self, shown: Shown) -> Value {
        let visible = |subject: &&Subject| match shown {
            Shown::Live => self.exists(**subject, false),
            Shown::Deleted | Shown::AsNegative => true,
            Shown::DeletedOnly => !self.exists(**subject, false),
        };
        let names: BTreeSet<String> =
            self.versions.keys().filter(visible).map(ToString::to_string).collect();
        json!(names)
    }

    pub(super) fn schemas(&self, deleted: bool, latest_only: bool) -> Value {
        let mut rows = Vec::new();
        // The default context first: the reference orders by subject and is silent about contexts.
        for subject in self.versions.keys().copied() {
            let visible = self.of(subject).filter(|(_, version)| deleted || !version.deleted);
            let numbers: Vec<u32> = visible.map(|(number, _)| number).collect();
            let skipped = if latest_only { numbers.len().saturating_sub(1) } else { 0 };
            let numbers = numbers.into_iter().skip(skipped);
            rows.extend(numbers.map(|number| self.shown(subject, number, true)));
        }
        Value::Array(rows)
    }

    pub(super) fn list_versions(&self, subject: Subject, shown: Shown) -> Answer {
        let visible = self.of(subject).filter(|(_, version)| match shown {
            Shown::Live => !version.deleted,
            Shown::Deleted | Shown::AsNegative => true,
            Shown::DeletedOnly => version.deleted,
        });
        let numbers: Vec<i64> = visible
            .map(|(number, version)| match shown {
                Shown::AsNegative if version.deleted => -i64::from(number),
                Shown::Live | Shown::Deleted | Shown::DeletedOnly | Shown::AsNegative => {
                    i64::from(number)
                }
            })
            .collect();
        if numbers.is_empty() { no_subject(subject) } else { Ok(vec![json!(numbers)]) }
    }

    pub(super) fn get_version(&self, asked_of: Subject, asked: Asked, deleted: bool) -> Answer {
        let subject = self.seek(asked_of);
        let found = self.find(subject, asked).filter(|(_, version)| deleted || !version.deleted);
        match found {
            Some((number, _)) => Ok(vec![self.shown(subject, number, true)]),
            None if self.exists(asked_of, deleted) => no_version(asked),
            None => no_subject(asked_of),
        }
    }

    pub(super) fn referenced_by(&self, asked_of: Subject, asked: Asked, deleted: bool) -> Answer {
        let subject = self.seek(asked_of);
        let Some((number, _)) = self.find(subject, asked) else {
            let is_there = self.exists(asked_of, true);
            return if is_there { no_version(asked) } else { no_subject(asked_of) };
        };
        let referrers = self.referrers(subject, number).into_iter();
        let ids: BTreeSet<(&str, u32)> = referrers
            .filter(|(_, _, version)| deleted || !version.deleted)
            .map(|(owner, _, version)| (owner.context, version.id))
            .collect();
        Ok(vec![json!(ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>())])
    }

    fn carriers(&self, context: &str, id: u32) -> Vec<(Subject, u32, &Version)> {
        self.all()
            .filter(|(owner, _, version)| owner.context == context && version.id == id)
            .collect()
    }

    /// The subject asked for is named if it carries the id, otherwise anyone who does; an unqualified one that does not
    /// carry it in the default context is tried in the others.
    pub(super) fn by_id(&self, asked: Subject, id: u32) -> Answer {
        let owned = |place: Subject| -> Vec<(Subject, u32, &Version)> {
            let all = self.carriers(place.context, id).into_iter();
            all.filter(|(owner, ..)| *owner == place).collect()
        };
        let elsewhere = (asked.context.is_empty() && !asked.name.is_empty())
            .then_some(Subject { context: ".x", ..asked });
        let mut places = [Some(asked), elsewhere].into_iter().flatten();
        let own = places.find_map(|place| Some(owned(place)).filter(|found| !found.is_empty()));
        let carriers = own.unwrap_or_else(|| self.carriers(asked.context, id));
        let Some(sought) = carriers.first().map(|(owner, ..)| owner.context) else {
            return refuse(40403, format!("Schema {id} not found"));
        };
        let highest = self.last_ids.get(sought).copied().unwrap_or(1);
        let named = carriers.into_iter().map(|(owner, number, version)| {
            let members = [
                ("subject", json!(owner.to_string())),
                ("version", json!(number)),
                ("maxId", json!(highest)),
                ("deleted", json!(version.deleted)),
            ];
            with(described(&version.content), &members)
        });
        Ok(named.collect())
    }

    /// Everyone in the context who carries the same schema as the id.
    fn same(&self, context: &str, id: u32, deleted: bool) -> Option<Vec<(String, u32)>> {
        let content = self.carriers(context, id).first().map(|(_, _, version)| &version.content)?;
        let same = self.all().filter(|(owner, _, version)| {
            owner.context == context && version.content == *content && (deleted || !version.deleted)
        });
        Some(same.map(|(owner, number, _)| (owner.to_string(), number)).collect())
    }

    pub(super) fn subjects_of_id(&self, context: &str, id: u32, deleted: bool) -> Answer {
        let Some(owners) = self.same(context, id, deleted) else {
            return refuse(40403, "Schema not found");
        };
        let names: BTreeSet<String> = owners.into_iter().map(|(name, _)| name).collect();
        Ok(vec![json!(names)])
    }

    pub(super) fn versions_of_id(&self, context: &str, id: u32, deleted: bool) -> Answer {
        let Some(mut owners) = self.same(context, id, deleted) else {
            return refuse(40403, "Schema not found");
        };
        owners.sort();
        let rows = owners.iter().map(|(name, number)| json!({"subject": name, "version": number}));
        Ok(vec![rows.collect()])
    }
}
