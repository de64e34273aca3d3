//! A registry seen as versions and their reference closures; every version is fetched once.

use crate::connection;
use crate::error::Error;
use contract_schema::{Dependency, Format};
use registry_api::SubjectVersion;
use registry_api::client::{Client, Which};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More references than this are a cycle or an accident.
const MOST_REFERENCES: usize = 2_000;

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

    /// One version.
    pub(crate) fn version(
        &mut self,
        subject: &str,
        number: u32,
    ) -> Result<Arc<SubjectVersion>, Error> {
        if let Some(version) = self.seen.get(&(subject.to_owned(), number)) {
            return Ok(version.clone());
        }
        let version = Arc::new(self.fetch(subject, Which::Number(number))?);
        self.seen.insert((subject.to_owned(), number), version.clone());
        Ok(version)
    }

    /// The newest live version.
    pub(crate) fn latest(&mut self, subject: &str) -> Result<Arc<SubjectVersion>, Error> {
        let version = Arc::new(self.fetch(subject, Which::Latest)?);
        self.seen.insert((subject.to_owned(), version.version), version.clone());
        Ok(version)
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

    /// What `version` refers to, transitively, each after those it needs.
    pub(crate) fn closure(&mut self, version: &SubjectVersion) -> Result<Vec<Dependency>, Error> {
        let mut closure = Vec::new();
        self.reach(version, &mut closure, &mut Vec::new())?;
        Ok(closure)
    }

    fn reach(
        &mut self,
        version: &SubjectVersion,
        closure: &mut Vec<Dependency>,
        path: &mut Vec<(String, u32)>,
    ) -> Result<(), Error> {
        for reference in &version.references {
            let target = self.target(&reference.subject, reference.version)?;
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

    /// A reference's version -1 means the latest.
    pub(crate) fn target(
        &mut self,
        subject: &str,
        version: i32,
    ) -> Result<Arc<SubjectVersion>, Error> {
        match u32::try_from(version) {
            Ok(number) => self.version(subject, number),
            Err(_) => self.latest(subject),
        }
    }
}

/// The format of a `schemaType`; servers leave it out for Avro.
pub(crate) fn format(schema_type: &str) -> Option<Format> {
    if schema_type.is_empty() { Some(Format::Avro) } else { Format::from_name(schema_type) }
}
