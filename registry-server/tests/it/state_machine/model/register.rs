//! Registration and lookup (3.3, 3.4).

use super::super::operation::{Candidate, Subject};
use super::super::pool::Parsed;
use super::schemas::{Same, labels};
use super::{
    Answer, Content, Labels, Metadata, Model, Refused, Version, described, no_subject, printed,
    refuse, refuse_somehow, with,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::rc::Rc;

impl Model {
    pub(super) fn lookup(
        &self,
        subject: Subject,
        candidate: &Candidate,
        normalize: bool,
        deleted: bool,
    ) -> Answer {
        // The text is read before the subject is sought.
        if self.content(subject, candidate, Labels::default(), (false, false)).is_none() {
            return refuse_somehow(42201);
        }
        let (asked, subject) = (subject, self.seek(subject));
        if self.content(subject, candidate, Labels::default(), (false, false)).is_none() {
            return refuse_somehow(42201);
        }
        let found = self.looked_up(subject, candidate, normalize, deleted, false);
        if found.numbers.is_empty() {
            let is_there = self.exists(asked, deleted);
            return if is_there { refuse(40403, "Schema not found") } else { no_subject(asked) };
        }
        let shown =
            |stored| found.numbers.iter().map(move |number| self.shown(subject, *number, stored));
        Ok(shown(false)
            .chain(found.by_meaning.then(|| shown(true)).into_iter().flatten())
            .collect())
    }

    /// First with metadata and rules as sent, then with those of the latest version where they are absent.
    fn looked_up(
        &self,
        subject: Subject,
        candidate: &Candidate,
        normalize: bool,
        deleted: bool,
        latest_only: bool,
    ) -> Same {
        let normalize = self.normalizes(subject, normalize);
        let mut among: Vec<u32> = self
            .of(subject)
            .filter(|(_, version)| deleted || !version.deleted)
            .map(|(number, _)| number)
            .collect();
        if latest_only {
            among = self.latest(subject).map(|(number, _)| number).into_iter().collect();
        }
        let pass = |labels| {
            let content = self.content(subject, candidate, labels, (false, normalize));
            let found =
                content.map(|(content, parsed)| self.identical(subject, &content, &parsed, &among));
            let none = Same { numbers: Vec::new(), by_meaning: false };
            let found = found.unwrap_or(none);
            // Of the latest version alone no hash is asked.
            Same { by_meaning: found.by_meaning || latest_only, ..found }
        };
        let (sent, inherited) = (labels(candidate), self.inherited(subject, candidate));
        let found = pass(sent.clone());
        if !found.numbers.is_empty() || sent == inherited { found } else { pass(inherited) }
    }

    pub(super) fn register(
        &mut self,
        subject: Subject,
        candidate: &Candidate,
        normalize: bool,
        force: bool,
        observed: &Value,
    ) -> Answer {
        let wanted = candidate.version.unwrap_or(0);
        // Looking an identical schema up comes first, and reads the text.
        let read = self.content(subject, candidate, Labels::default(), (false, false));
        if candidate.text.is_some() && read.is_none() {
            return refuse_somehow(42201);
        }
        if wanted <= 0 && candidate.text.is_some() {
            let found = self.looked_up(subject, candidate, normalize, false, wanted == -1);
            let fits = |number: &u32| {
                candidate.id.is_none_or(|id| self.versions[&subject][number].id == id)
            };
            let numbers: Vec<u32> = found.numbers.into_iter().filter(fits).collect();
            if !numbers.is_empty() {
                return Ok(self.existing(subject, &Same { numbers, ..found }));
            }
        }
        let mode = self.mode_in_force(subject);
        let context = printed(subject.context);
        let refused =
            |kind| refuse(42205, format!("Subject {subject} in context {context} is {kind}"));
        match (mode.as_str(), candidate.id) {
            ("READONLY" | "READONLY_OVERRIDE", _) => refused("in read-only mode"),
            ("IMPORT" | "FORWARD", None) => refused("not in read-write mode"),
            (mode, Some(_)) if mode != "IMPORT" && mode != "FORWARD" => {
                refused("not in import mode")
            }
            _ if candidate.rules == Some("not a name") => refuse_somehow(42210),
            (_, Some(id)) => self.import(subject, candidate, id),
            (_, None) => self.register_new(subject, candidate, normalize, force, observed),
        }
    }

    /// With an id, unchecked: any version, as long as one id keeps one content.
    fn import(&mut self, subject: Subject, candidate: &Candidate, id: u32) -> Answer {
        let content = self.content(subject, candidate, labels(candidate), (false, false));
        let Some((content, _)) = content else { return refuse_somehow(42201) };
        let another = self.all().any(|(owner, _, version)| {
            owner.context == subject.context && version.id == id && version.content != content
        });
        if another {
            let context = printed(subject.context);
            let text =
                format!("Overwrite new schema with id {id} in context {context} is not permitted.");
            return refuse(42205, text);
        }
        let number = match candidate.version.unwrap_or(0) {
            number @ 1.. => number as u32,
            _ => self.next(subject),
        };
        Ok(self.insert(subject, number, Version { id, content, deleted: false }))
    }

    fn register_new(
        &mut self,
        subject: Subject,
        candidate: &Candidate,
        normalize: bool,
        force: bool,
        observed: &Value,
    ) -> Answer {
        let wanted = candidate.version.unwrap_or(0);
        let number = self.next(subject);
        let labels = self.inherited(subject, candidate);
        let normalize = self.normalizes(subject, normalize);
        let (mut content, parsed) = self.full(subject, candidate, labels, normalize)?;
        if wanted <= 0 {
            let live: Vec<u32> = self.live(subject).map(|(number, _)| number).collect();
            let latest = if wanted == 0 { 0 } else { live.len().saturating_sub(1) };
            let found = self.identical(subject, &content, &parsed, &live[latest..]);
            if !found.numbers.is_empty() {
                let by_meaning = found.by_meaning || wanted != 0;
                return Ok(self.existing(subject, &Same { by_meaning, ..found }));
            }
        }
        let history: Vec<(u32, &Version)> = self.live(subject).rev().collect();
        let passes = self.passes(subject, (&content, &parsed), &history, self.level(subject));
        if !force && !passes {
            return refuse_somehow(40901);
        }
        if wanted > 0 && wanted != i64::from(number) {
            return refuse(42201, "Version is not one more than previous version");
        }
        // The number goes into the metadata if one was asked for, or if there is one already.
        let says = |found: &Metadata| found.contains_key("confluent:version");
        let metadata = &mut content.labels.metadata;
        if wanted != 0 || metadata.as_ref().is_some_and(says) {
            let stamped = metadata.get_or_insert_default();
            stamped.insert("confluent:version".to_owned(), number.to_string());
        }
        let ids = self.ids_of(subject.context, &content);
        let id = self.chosen(subject, ids, observed);
        Ok(self.insert(subject, number, Version { id, content, deleted: false }))
    }

    /// Text and references of the latest version where the request has none.
    fn full(
        &self,
        subject: Subject,
        candidate: &Candidate,
        labels: Labels,
        normalize: bool,
    ) -> Result<(Content, Rc<Parsed>), Refused> {
        if candidate.text.is_some() {
            let content = self.content(subject, candidate, labels, (true, normalize));
            return content.map_or_else(|| refuse_somehow(42201), Ok);
        }
        let Some((_, latest)) = self.latest(subject) else { return refuse(42201, "Empty schema") };
        let content = Content { labels, ..latest.content.clone() };
        let dead = content.references.iter().any(|(_, text, number)| {
            let target = super::resolve(subject.context, text);
            let found = target.and_then(|target| self.find(target, i64::from(*number)));
            found.is_none_or(|(_, version)| version.deleted)
        });
        match self.parse(subject.context, &content, true) {
            Some(parsed) if !dead => {
                let text = if normalize {
                    parsed.schema.normalized_text()
                } else {
                    parsed.schema.canonical_text()
                };
                Ok((Content { text, ..content }, parsed))
            }
            Some(_) | None => refuse_somehow(42201),
        }
    }

    fn inherited(&self, subject: Subject, candidate: &Candidate) -> Labels {
        match self.latest(subject) {
            Some((_, latest)) => labels(candidate).or(&latest.content.labels),
            None => labels(candidate),
        }
    }

    /// One more than the highest there, the soft-deleted included.
    fn next(&self, subject: Subject) -> u32 {
        self.of(subject).next_back().map_or(1, |(number, _)| number + 1)
    }

    /// A known content keeps an id it has; a new one gets the next.
    fn chosen(&self, subject: Subject, known: BTreeSet<u32>, observed: &Value) -> u32 {
        let seen = observed["id"].as_u64().and_then(|id| u32::try_from(id).ok());
        let next = self.last_ids.get(subject.context).map_or(1, |last| last + 1);
        match (known.first(), seen) {
            (Some(_), Some(seen)) if known.contains(&seen) => seen,
            (Some(first), _) => *first,
            (None, _) => next,
        }
    }

    fn insert(&mut self, subject: Subject, number: u32, version: Version) -> Vec<Value> {
        let last = self.last_ids.entry(subject.context).or_default();
        *last = (*last).max(version.id);
        let id = version.id;
        self.versions.entry(subject).or_default().insert(number, version);
        // Soft-deleted versions below it with the same id make room, unless something refers to them.
        let lower: Vec<u32> = self
            .of(subject)
            .filter(|(other, version)| *other < number && version.deleted && version.id == id)
            .map(|(other, _)| other)
            .filter(|other| self.referrers(subject, *other).is_empty())
            .collect();
        let versions = self.versions.entry(subject).or_default();
        versions.retain(|other, _| !lower.contains(other));
        self.existing(subject, &Same { numbers: vec![number], by_meaning: false })
    }

    fn existing(&self, subject: Subject, found: &Same) -> Vec<Value> {
        let body = |number: &u32, stored: bool| {
            let version = &self.versions[&subject][number];
            let mut members = vec![("id", json!(version.id)), ("version", json!(number))];
            if stored {
                members.push(("deleted", json!(false)));
            }
            with(described(&version.content), &members)
        };
        let stored = found.by_meaning.then_some(true);
        let shapes = [false].into_iter().chain(stored);
        shapes
            .flat_map(|stored| found.numbers.iter().map(move |number| body(number, stored)))
            .collect()
    }

    /// `normalize` means nothing in IMPORT and FORWARD.
    fn normalizes(&self, subject: Subject, asked: bool) -> bool {
        let configured = self.config_in_force(subject).normalize.unwrap_or(false);
        (asked || configured) && !matches!(&*self.mode_in_force(subject), "IMPORT" | "FORWARD")
    }
}
