//! What would change in a registry, as a file: bound by its hash to what the registry had when it was made.

pub(crate) mod apply;
mod candidate;
mod local;
pub(crate) mod make;
mod prune;
mod settings;
pub(crate) mod state;
pub(crate) mod text;

use crate::error::Error;
use crate::whole_file::WholeFile;
use contract_model::lock::sha256;
use registry_api::Register;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
pub(crate) use state::State;
use std::path::Path;

/// The form of the file; another one is not guessed at.
const FORM: u64 = 1;

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Plan {
    /// [`FORM`]
    pub(crate) concord_plan: u64,
    /// Address of the registry.
    pub(crate) registry: String,
    /// What the registry had.
    pub(crate) observed: State,
    /// What to do, in this order.
    pub(crate) steps: Vec<Step>,
    /// What the registry would refuse; a plan with any is not applied.
    pub(crate) refusals: Vec<Refused>,
    /// Remarks for people.
    pub(crate) notes: Vec<String>,
    /// How many contracts are registered as they are.
    pub(crate) unchanged: usize,
    /// SHA-256 of all of this with an empty hash.
    pub(crate) hash: String,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Step {
    /// Changes settings: the members are those of `PUT /config`.
    Settings {
        /// A subject or context; empty for the registry itself.
        scope: String,
        /// What is set.
        changes: Map<String, Value>,
        /// What these were.
        before: Map<String, Value>,
    },
    Mode {
        scope: String,
        mode: String,
        before: Option<String>,
    },
    /// Registers a schema with this very body.
    Register {
        subject: String,
        /// Where it stands, for people.
        file: String,
        request: Box<Register>,
        /// The number that the version will have.
        version: u32,
        judge: Judge,
        /// What changes in it, for people.
        changes: Vec<String>,
    },
    /// Soft-deletes a subject.
    Delete {
        subject: String,
        versions: Vec<u32>,
    },
}

/// Who said that a candidate will be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Judge {
    /// The registry, asked what the registration would be answered.
    Registry,
    /// The registry, asked about compatibility only: it cannot be asked more.
    Compatibility,
    /// This program with the same engine, because something before it in the plan changes the question.
    Here,
}

/// What would be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Refused {
    pub(crate) subject: String,
    pub(crate) file: String,
    pub(crate) judge: Judge,
    /// Each possibly several lines.
    pub(crate) reasons: Vec<String>,
}

impl Plan {
    /// Whether there is neither anything to do nor anything that cannot be done.
    pub(crate) fn is_idle(&self) -> bool {
        self.steps.is_empty() && self.refusals.is_empty()
    }

    /// Binds the plan to its content.
    pub(crate) fn seal(mut self) -> Plan {
        self.hash = self.content_hash();
        self
    }

    fn content_hash(&self) -> String {
        let bare = Plan { hash: String::new(), ..self.clone() };
        sha256(&serde_json::to_string(&bare).expect("a plan is plain values"))
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(self).expect("a plan is plain values");
        WholeFile::write(path, &(text + "\n"))
    }

    pub(crate) fn read(path: &Path) -> Result<Plan, Error> {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|reason| Error::Read { path: path.to_owned(), reason })?;
        let anew = "make it anew with `concord plan --out`";
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            Error::Invalid(format!("`{shown}` is no whole plan: {error}; {anew}"))
        })?;
        match value.get("concord-plan").and_then(Value::as_u64) {
            Some(FORM) => {}
            Some(other) => {
                return Err(Error::Invalid(format!(
                    "`{shown}` is a plan of form {other}, and this program knows form {FORM}: {anew}"
                )));
            }
            None => {
                return Err(Error::Invalid(format!(
                    "`{shown}` is no plan: `concord plan --out FILE` writes one"
                )));
            }
        }
        let plan: Plan = serde_json::from_value(value).map_err(|error| {
            Error::Invalid(format!("`{shown}` is no whole plan: {error}; {anew}"))
        })?;
        if plan.hash != plan.content_hash() {
            return Err(Error::Invalid(format!(
                "`{shown}` was changed after it was made (its hash does not fit): {anew}"
            )));
        }
        Ok(plan)
    }
}

impl Step {
    /// What it is about: a subject, a context, or nothing for the registry itself.
    pub(crate) fn scope(&self) -> &str {
        match self {
            Step::Settings { scope, .. } | Step::Mode { scope, .. } => scope,
            Step::Register { subject, .. } | Step::Delete { subject, .. } => subject,
        }
    }
}
