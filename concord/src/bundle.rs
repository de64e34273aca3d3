//! A registry as one file: every live version with its ids, settings and content hash, the same bytes for the same registry.
//!
//! The file is text, one JSON value a line: a head, for each subject its settings and its versions, and an end that counts
//! them and holds the hash of everything before it.

use crate::error::Error;
use crate::remote::Registered;
use contract_model::lock::sha256;
use registry_api::{Config, SubjectVersion};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What the file says it is.
const KIND: &str = "concord-bundle";
/// The layout that is written, and the only one that is read.
const LAYOUT: u32 = 1;

/// Live versions and the settings in force.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) versions: BTreeMap<(String, u32), Arc<SubjectVersion>>,
    pub(crate) settings: BTreeMap<String, Config>,
}

impl Bundle {
    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}\n", json!({"kind": KIND, "layout": LAYOUT}));
        let mut line = |value: Value| {
            text.push_str(&value.to_string());
            text.push('\n');
        };
        for (subject, config) in &self.settings {
            line(json!({"subject": subject, "settings": config}));
            let versions = self.of(subject);
            for (_, version) in versions {
                // When it was registered is of no use to a comparison, and not the same after an import.
                let version = SubjectVersion { ts: None, deleted: None, ..(**version).clone() };
                line(json!({"version": version, "sha256": sha256(&version.schema)}));
            }
        }
        let counts = (self.settings.len(), self.versions.len());
        let end = json!({"subjects": counts.0, "versions": counts.1, "sha256": sha256(&text)});
        text.push_str(&format!("{}\n", json!({"end": end})));
        text
    }

    /// Reads a file; every hash in it must be right.
    pub(crate) fn read(path: &Path) -> Result<Bundle, Error> {
        let unreadable = |reason| Error::Read { path: path.to_owned(), reason };
        let text = std::fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8(text).map_err(|_| "it is no text in UTF-8".to_owned());
        text.and_then(|text| Bundle::parse(&text)).map_err(|reason| {
            Error::Invalid(format!(
                "the bundle `{}` cannot be used: {reason}; write it again with `concord snapshot`",
                path.display()
            ))
        })
    }

    fn parse(text: &str) -> Result<Bundle, String> {
        let (head, _) = text.split_once('\n').ok_or("it has no head")?;
        let head: Value = serde_json::from_str(head).unwrap_or_default();
        if head["kind"] != KIND {
            return Err(format!("it does not begin as a bundle does, with `\"kind\":\"{KIND}\"`"));
        }
        if head["layout"] != LAYOUT {
            let layout = &head["layout"];
            return Err(format!("it has layout {layout}, this version reads layout {LAYOUT}"));
        }
        let whole = text.strip_suffix('\n').ok_or("it ends in the middle of a line")?;
        let (before, end) = whole.rsplit_once('\n').ok_or("its end is missing")?;
        let end: Value = serde_json::from_str(end).unwrap_or_default();
        let (before, end) = (&text[..=before.len()], &end["end"]);
        if !end.is_object() {
            return Err("its end is missing: it was cut".to_owned());
        }
        if end["sha256"] != sha256(before) {
            return Err(
                "its content is not what its hash at the end says: it was changed".to_owned()
            );
        }
        let mut bundle = Bundle::default();
        for (index, line) in before.lines().enumerate().skip(1) {
            bundle.line(line).map_err(|reason| format!("line {}: {reason}", index + 1))?;
        }
        if end["versions"] != bundle.versions.len() || end["subjects"] != bundle.settings.len() {
            return Err("it does not hold as many versions as its end says".to_owned());
        }
        Ok(bundle)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let mut value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if let Some(subject) = value["subject"].as_str().map(str::to_owned) {
            let settings = serde_json::from_value(value["settings"].take());
            self.settings.insert(subject, settings.map_err(|error| error.to_string())?);
            return Ok(());
        }
        let version: SubjectVersion =
            serde_json::from_value(value["version"].take()).map_err(|error| error.to_string())?;
        if value["sha256"] != sha256(&version.schema) {
            return Err(format!(
                "the text of version {} of {} is not what its hash says",
                version.version, version.subject
            ));
        }
        self.versions.insert((version.subject.clone(), version.version), Arc::new(version));
        Ok(())
    }

    /// The versions of a subject, ascending.
    fn of(
        &self,
        subject: &str,
    ) -> impl DoubleEndedIterator<Item = (&(String, u32), &Arc<SubjectVersion>)> {
        let (from, to) = ((subject.to_owned(), 0), (subject.to_owned(), u32::MAX));
        self.versions.range(from..=to)
    }
}

impl Registered for Bundle {
    fn version(&mut self, subject: &str, number: u32) -> Result<Arc<SubjectVersion>, Error> {
        self.versions.get(&(subject.to_owned(), number)).cloned().ok_or_else(|| {
            Error::Invalid(format!(
                "the bundle lacks version {number} of {subject}, which it refers to"
            ))
        })
    }

    fn latest(&mut self, subject: &str) -> Result<Arc<SubjectVersion>, Error> {
        let newest = self.of(subject).next_back().map(|(_, version)| version.clone());
        newest.ok_or_else(|| {
            Error::Invalid(format!("the bundle lacks {subject}, which it refers to"))
        })
    }

    fn newest(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Arc<SubjectVersion>>, Error> {
        let newest = |subject: &String| {
            let (_, version) = self.of(subject).next_back()?;
            Some((subject.clone(), version.clone()))
        };
        Ok(subjects.iter().filter_map(newest).collect())
    }

    fn settings(&mut self, subject: &str) -> Result<Config, Error> {
        Ok(self.settings.get(subject).cloned().unwrap_or_default())
    }

    fn histories(
        &mut self,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Vec<Arc<SubjectVersion>>>, Error> {
        let history = |subject: &String| {
            let versions = self.of(subject).rev().map(|(_, version)| version.clone());
            (subject.clone(), versions.collect())
        };
        Ok(subjects.iter().map(history).collect())
    }
}
