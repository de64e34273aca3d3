//! A baseline from a registry: the live versions of each subject, as many as its level asks for.

use super::{Baseline, Kept, Old};
use crate::error::Error;
use crate::remote::Remote;
use contract_model::Shape;
use contract_schema::compat::{Policy, Safety};
use contract_schema::{Level, ParseOptions, Schema};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The live versions of those of `subjects` that the registry has.
pub(crate) fn read(url: &str, subjects: &[String]) -> Result<Baseline, Error> {
    let mut remote = Remote::new(url)?;
    let known: BTreeSet<String> = remote.client().subjects()?.into_iter().collect();
    let mut baseline = Baseline { label: format!("registry:{url}"), ..Baseline::default() };
    for subject in subjects.iter().filter(|subject| known.contains(*subject)) {
        let settings = remote.client().settings(subject)?;
        let level = settings.compatibility_level.and_then(|name| name.parse::<Level>().ok());
        let fields = settings.fields;
        let safety = fields.safety.and_then(|name| name.parse::<Safety>().ok());
        let policy = fields.compatibility_policy.and_then(|name| name.parse::<Policy>().ok());
        let mut versions: Vec<Old> = Vec::new();
        for number in remote.client().versions(subject)?.into_iter().rev() {
            match read_version(&mut remote, subject, number)? {
                Ok(old) => versions.push(old),
                Err(remark) => baseline.remarks.push(remark),
            }
        }
        if let Some(newest) = versions.first() {
            let record = Shape::of(&newest.schema).root().map(|root| root.name.clone());
            let kept = Kept {
                baseline: baseline.label.clone(),
                path: None,
                record,
                versions,
                level,
                safety,
                compatibility_policy: policy,
            };
            baseline.subjects.insert(subject.clone(), kept);
        }
    }
    Ok(baseline)
}

fn read_version(
    remote: &mut Remote,
    subject: &str,
    number: u32,
) -> Result<Result<Old, String>, Error> {
    let version = remote.version(subject, number)?;
    let place = format!("version {number} of {subject}");
    let Some(format) = crate::remote::format(&version.schema_type) else {
        return Ok(Err(format!("{place} is {} and was not compared", version.schema_type)));
    };
    let closure = remote.closure(&version)?;
    Ok(match Schema::parse(format, &version.schema, &closure, ParseOptions::stored()) {
        Ok(schema) => {
            Ok(Old { number, place, text: version.schema.clone(), schema: Arc::new(schema) })
        }
        Err(error) => Err(format!("{place} is no valid schema and was not compared: {error}")),
    })
}
