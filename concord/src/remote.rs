//! Registered versions and their reference closures, wherever they are kept; from a registry every version is fetched once.

use crate::connection;
use crate::error::Error;
use contract_schema::{Dependency, Format};
use registry_api::client::{Client, Which};
use registry_api::{Config, SchemaReference, SubjectVersion};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// More references than this are a cycle or an accident.
const MOST_REFERENCES: usize = 2_000;

/// The histories of so many subjects are asked for one by one; those of more come with everything that is there.
const FEW: usize = 2;

/// Registered versions: those of a registry, or of a file that was made of one.
pub(crate) trait Registered {
    /// One version.
    fn version(&mut self, subject: &str, number: u32) -> Result<Arc<SubjectVersion>, Error>;

    /// The newest live version.
    fn latest(&mut self, subject: &str) -> Result<Arc<SubjectVersion>, Error>;

    /// The newest live versions of those of `subjects` that are there.
    fn newest(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Arc<SubjectVersion>>, Error>;

    /// The settings in force for a subject.
    fn settings(&mut self, subject: &str) -> Result<Config, Error>;

    /// The live versions of each of `subjects`, newest first.
    fn histories(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Vec<Arc<SubjectVersion>>>, Error>;

    /// What `version` refers to, transitively, each after those it needs.
    fn closure(&mut self, version: &SubjectVersion) -> Result<Vec<Dependency>, Error> {
        let mut closure = Vec::new();
        self.reach(version, &mut closure, &mut Vec::new())?;
        Ok(closure)
    }

    /// One step of [`Registered::closure`].
    fn reach(
        &mut self,
        version: &SubjectVersion,
        closure: &mut Vec<Dependency>,
        path: &mut Vec<(String, u32)>,
    ) -> Result<(), Error> {
        for reference in &version.references {
            let target = self.target(&version.subject, reference)?;
            let key = (target.subject.clone(), target.version);
            let known = closure.iter().any(|seen| {
                (&seen.subject, seen.version) == (&key.0, key.1) && seen.name == reference.name
            });
            if known || path.contains(&key) {
                continue;
            }
            if closure.len() >= MOST_REFERENCES {
                return Err(Error::Invalid(format!(
                    "`{}` refers to more than {MOST_REFERENCES} schemas",
                    version.subject
                )));
            }
            path.push(key);
            self.reach(&target, closure, path)?;
            path.pop();
            closure.push(Dependency {
                name: reference.name.clone(),
                subject: target.subject.clone(),
                version: target.version,
                text: target.schema.clone(),
            });
        }
        Ok(())
    }

    /// What a version of `referrer` refers to; version -1 means the latest.
    fn target(
        &mut self,
        referrer: &str,
        reference: &SchemaReference,
    ) -> Result<Arc<SubjectVersion>, Error> {
        let subject = qualified(referrer, &reference.subject);
        match u32::try_from(reference.version) {
            Ok(number) => self.version(&subject, number),
            Err(_) => self.latest(&subject),
        }
    }
}

/// A registry and what was read from it.
pub(crate) struct Remote {
    client: Client,
    seen: BTreeMap<(String, u32), Arc<SubjectVersion>>,
}

impl Remote {
    pub(crate) fn new(url: &str) -> Result<Remote, Error> {
        Ok(Remote { client: connection::client(url)?, seen: BTreeMap::new() })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    fn keep(&mut self, version: SubjectVersion) -> Arc<SubjectVersion> {
        let version = Arc::new(version);
        self.seen.insert((version.subject.clone(), version.version), version.clone());
        version
    }

    /// A version that does not exist is a mistake in what was asked for, not a finding.
    fn fetch(&self, subject: &str, which: Which) -> Result<SubjectVersion, Error> {
        self.client.version(subject, which).map_err(|error| match error.refusal() {
            Some(refusal) if refusal.status == 404 => Error::Invalid(format!(
                "{} ({subject}@{which}); what is there: curl {}/subjects",
                refusal.message.trim_end_matches('.'),
                self.client.address()
            )),
            Some(_) | None => error.into(),
        })
    }

    /// Every live version whose subject begins with `prefix`; `None` from registries that have no such list.
    fn listed(
        &mut self,
        prefix: &str,
        is_latest: bool,
    ) -> Result<Option<Vec<Arc<SubjectVersion>>>, Error> {
        match self.client.list(prefix, is_latest) {
            // Registries of other makes lack it, or give texts that do not say whose they are.
            Ok(versions) if versions.iter().any(|version| version.subject.is_empty()) => Ok(None),
            Ok(versions) => {
                Ok(Some(versions.into_iter().map(|version| self.keep(version)).collect()))
            }
            Err(error) if error.is_unserved() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The live versions of a subject one by one, newest first.
    fn walked(&mut self, subject: &str) -> Result<Vec<Arc<SubjectVersion>>, Error> {
        let numbers = self.client.versions(subject)?;
        numbers.into_iter().rev().map(|number| self.version(subject, number)).collect()
    }
}

impl Registered for Remote {
    fn version(&mut self, subject: &str, number: u32) -> Result<Arc<SubjectVersion>, Error> {
        if let Some(version) = self.seen.get(&(subject.to_owned(), number)) {
            return Ok(version.clone());
        }
        let version = self.fetch(subject, Which::Number(number))?;
        Ok(self.keep(version))
    }

    fn latest(&mut self, subject: &str) -> Result<Arc<SubjectVersion>, Error> {
        let version = self.fetch(subject, Which::Latest)?;
        Ok(self.keep(version))
    }

    fn newest(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Arc<SubjectVersion>>, Error> {
        let by_subject = |version: Arc<SubjectVersion>| (version.subject.clone(), version);
        if let Some(mut listed) = self.listed(everything(subjects), true)? {
            // Where a registry gives older ones too, the newest comes to stand last.
            listed.sort_by_key(|version| version.version);
            return Ok(listed.into_iter().map(by_subject).collect());
        }
        let known = self.client.subjects()?;
        let known = subjects.iter().filter(|subject| known.binary_search(subject).is_ok());
        known.map(|subject| self.latest(subject).map(by_subject)).collect()
    }

    fn settings(&mut self, subject: &str) -> Result<Config, Error> {
        Ok(self.client.settings(subject)?)
    }

    fn histories(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Vec<Arc<SubjectVersion>>>, Error> {
        let is_all = subjects.len() > FEW;
        let prefixes = if is_all {
            vec![everything(subjects)]
        } else {
            subjects.iter().map(String::as_str).collect()
        };
        let mut histories: BTreeMap<String, Vec<Arc<SubjectVersion>>> = BTreeMap::new();
        for prefix in prefixes {
            let Some(listed) = self.listed(prefix, false)? else {
                for subject in subjects {
                    histories.insert(subject.clone(), self.walked(subject)?);
                }
                return Ok(histories);
            };
            // Other names may begin like this one.
            for version in listed.into_iter().filter(|one| is_all || one.subject == prefix) {
                histories.entry(version.subject.clone()).or_default().push(version);
            }
        }
        histories.retain(|subject, _| subjects.contains(subject));
        for history in histories.values_mut() {
            history.sort_by_key(|version| std::cmp::Reverse(version.version));
        }
        Ok(histories)
    }
}

/// The prefix of a list that holds all of `subjects`: the empty one is the default context only.
fn everything(subjects: &[String]) -> &'static str {
    if subjects.iter().any(|subject| subject.starts_with(":.")) { ":*:" } else { "" }
}

/// The context of a qualified subject, with its colons; empty for the default one.
pub(crate) fn context(subject: &str) -> &str {
    let Some(rest) = subject.strip_prefix(":.") else { return "" };
    rest.find(':').map_or(subject, |end| &subject[..end + 3])
}

/// The subject that `name` stands for in a reference of `referrer`: without a context it is in the referrer's.
pub(crate) fn qualified<'n>(referrer: &str, name: &'n str) -> Cow<'n, str> {
    if let Some(plain) = name.strip_prefix(":.:") {
        return Cow::Borrowed(plain);
    }
    match (name.starts_with(":."), context(referrer)) {
        (true, _) | (false, "") => Cow::Borrowed(name),
        (false, context) => Cow::Owned(format!("{context}{name}")),
    }
}

/// The format of a `schemaType`; servers leave it out for Avro.
pub(crate) fn format(schema_type: &str) -> Option<Format> {
    if schema_type.is_empty() { Some(Format::Avro) } else { Format::from_name(schema_type) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_tells_its_context() {
        for (subject, expected) in [
            ("a-value", ""),
            (":.eu:a-value", ":.eu:"),
            (":.eu:", ":.eu:"),
            (":x", ""),
            ("a:.b:c", ""),
        ] {
            assert_eq!(context(subject), expected, "{subject}");
        }
    }

    #[test]
    fn a_name_without_context_is_one_of_the_referrer_s() {
        for (referrer, name, expected) in [
            ("a", "b", "b"),
            (":.eu:a", "b", ":.eu:b"),
            (":.eu:a", ":.us:b", ":.us:b"),
            (":.eu:a", ":.:b", "b"),
            ("a", ":.:b", "b"),
        ] {
            assert_eq!(qualified(referrer, name), expected, "{referrer} to {name}");
        }
    }
}
