//! Texts with their references: resolved, parsed, compared (3.3, 3.8, 3.12).

use super::super::operation::{Asked, Candidate, Subject};
use super::super::pool::{Parsed, TEXTS};
use super::{
    Answer, Content, Labels, Metadata, Model, Version, no_version, refuse_somehow, resolve,
};
use contract_schema::{Dependency, Level};
use serde_json::json;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The versions that are a candidate's schema, any of which may be answered.
pub(super) struct Same {
    pub(super) numbers: Vec<u32>,
    /// Read back from the store, so the answer says whether the version is deleted; not if the very text of a normalized
    /// version was sent, whose hash is known.
    pub(super) by_meaning: bool,
}

impl Model {
    /// The content of a candidate with references as numbers, or nothing if it cannot be parsed.
    /// A new schema may only refer to what is live.
    pub(super) fn content(
        &self,
        subject: Subject,
        candidate: &Candidate,
        labels: Labels,
        (as_new, normalize): (bool, bool),
    ) -> Option<(Content, Rc<Parsed>)> {
        let row = &TEXTS[candidate.text?];
        let mut references = Vec::new();
        if let Some(reference) = &candidate.reference {
            let text = reference.subject.to_string();
            let target = resolve(subject.context, &text)?;
            let (number, version) = self.find(target, reference.version)?;
            if as_new && version.deleted {
                return None;
            }
            references.push((reference.name.to_owned(), text, number));
        }
        let content = Content { format: row.format, text: row.text.to_owned(), references, labels };
        let parsed = self.parse(subject.context, &content, as_new)?;
        let text = if normalize {
            parsed.schema.normalized_text()
        } else {
            parsed.schema.canonical_text()
        };
        Some((Content { text, ..content }, parsed))
    }

    pub(super) fn parse(
        &self,
        context: &'static str,
        content: &Content,
        as_new: bool,
    ) -> Option<Rc<Parsed>> {
        let (mut names, mut closure) = (BTreeSet::new(), Vec::new());
        self.collect(context, content, &mut names, &mut closure)?;
        self.engine.parse(content.format, &content.text, &closure, as_new)
    }

    fn collect(
        &self,
        context: &'static str,
        content: &Content,
        names: &mut BTreeSet<String>,
        closure: &mut Vec<Dependency>,
    ) -> Option<()> {
        for (name, subject, number) in &content.references {
            // Of two references with one name the first met on the way down counts.
            if !names.insert(name.clone()) {
                continue;
            }
            let target = resolve(context, subject)?;
            let found = self.find(target, i64::from(*number));
            // A reference leads to a schema of the same language.
            let (_, version) = found.filter(|(_, old)| old.content.format == content.format)?;
            self.collect(target.context, &version.content, names, closure)?;
            closure.push(Dependency {
                name: name.clone(),
                subject: subject.clone(),
                version: *number,
                text: version.content.text.as_str().into(),
            });
        }
        Some(())
    }

    /// The versions of the subject that are this schema: those with its hash, otherwise the newest that means the same.
    pub(super) fn identical(
        &self,
        subject: Subject,
        content: &Content,
        parsed: &Parsed,
        among: &[u32],
    ) -> Same {
        let of = |number: &u32| &self.versions[&subject][number];
        let same: Vec<u32> =
            among.iter().copied().filter(|number| of(number).content == *content).collect();
        if !same.is_empty() {
            return Same { numbers: same, by_meaning: false };
        }
        let mut newest_first = among.iter().copied().rev();
        let found = newest_first
            .find(|number| self.means_the_same(subject.context, content, parsed, of(number)));
        Same { numbers: found.into_iter().collect(), by_meaning: true }
    }

    fn means_the_same(
        &self,
        context: &'static str,
        content: &Content,
        parsed: &Parsed,
        stored: &Version,
    ) -> bool {
        let old = &stored.content;
        let references = content.references == old.references
            || (content.references.is_empty() && !old.references.is_empty());
        old.format == content.format
            && references
            && content.labels.rules == old.labels.rules
            && same_metadata(content.labels.metadata.as_ref(), old.labels.metadata.as_ref())
            && self
                .parse(context, old, false)
                .is_some_and(|old| self.engine.equivalent(parsed, &old))
    }

    /// Whether a candidate goes together with these versions, newest first, under the level in force.
    pub(super) fn passes(
        &self,
        subject: Subject,
        candidate: (&Content, &Parsed),
        history: &[(u32, &Version)],
        level: Level,
    ) -> bool {
        let (base, all) = match level {
            Level::None => return true,
            Level::BackwardTransitive => (Level::Backward, true),
            Level::ForwardTransitive => (Level::Forward, true),
            Level::FullTransitive => (Level::Full, true),
            Level::Backward | Level::Forward | Level::Full => (level, false),
        };
        let group = self.config_in_force(subject).group;
        let grouped = |metadata: Option<&Metadata>| {
            group.as_ref().map(|group| metadata.and_then(|found| found.get(group)).cloned())
        };
        let wanted = grouped(candidate.0.labels.metadata.as_ref());
        let mut asked = history
            .iter()
            .filter(|(_, version)| grouped(version.content.labels.metadata.as_ref()) == wanted)
            .take(if all { usize::MAX } else { 1 });
        asked.all(|(_, version)| {
            version.content.format == candidate.0.format
                && self
                    .parse(subject.context, &version.content, false)
                    .is_some_and(|old| self.engine.compatible(base, candidate.1, &old))
        })
    }

    pub(super) fn compatible(
        &self,
        subject: Subject,
        candidate: &Candidate,
        version: Option<Asked>,
    ) -> Answer {
        let parsed = self.content(subject, candidate, labels(candidate), (true, false));
        let mut history: Vec<(u32, &Version)> = self.live(subject).rev().collect();
        if let Some(asked) = version {
            let found = self.find(subject, asked).filter(|(_, version)| !version.deleted);
            if found.is_none() && asked > 0 {
                return no_version(asked);
            }
            history = found.into_iter().collect();
        }
        let Some((content, parsed)) = parsed else { return refuse_somehow(42201) };
        let level = self.level(subject);
        let verdict = self.passes(subject, (&content, &parsed), &history, level);
        Ok(vec![json!({ "is_compatible": verdict })])
    }
}

/// Metadata and rules as they were sent.
pub(super) fn labels(candidate: &Candidate) -> Labels {
    let of = |value: &str| Metadata::from([("k".to_owned(), value.to_owned())]);
    let metadata = candidate.metadata.map(|value| value.map(of).unwrap_or_default());
    Labels { metadata, rules: candidate.rules }
}

/// A candidate that does not say which version it is may be any.
fn same_metadata(candidate: Option<&Metadata>, stored: Option<&Metadata>) -> bool {
    let says = |metadata: Option<&Metadata>| {
        metadata.is_some_and(|metadata| metadata.contains_key("confluent:version"))
    };
    if says(candidate) || !says(stored) {
        return candidate == stored;
    }
    let mut bare = stored.cloned().unwrap_or_default();
    bare.remove("confluent:version");
    candidate.cloned().unwrap_or_default() == bare
}
