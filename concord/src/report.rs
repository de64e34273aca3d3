//! What a check found, as values; each way to show it has a file below.

pub(crate) mod text;

use contract_model::{Date, Severity};
use contract_schema::Position;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stage of a check that a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(dead_code, reason = "the two last stages are on their way")]
pub(crate) enum Stage {
    /// The text is no schema, or the manifest is wrong: nothing else can be said about it.
    Parse,
    Policy,
    Compatibility,
    /// What `concord pull` wrote is not what was pulled.
    Lock,
    /// A waiver has expired, waives nothing, or was granted for another content.
    Waiver,
}

/// One thing to be shown to the author of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) stage: Stage,
    /// Stable id of the rule, as `concord explain` takes it.
    pub(crate) rule: String,
    pub(crate) severity: Severity,
    /// Empty when it is not about one subject.
    pub(crate) subject: String,
    /// Path of the file as a person would type it.
    pub(crate) file: String,
    pub(crate) at: Option<Position>,
    /// Path inside the schema; may be empty.
    pub(crate) path: String,
    pub(crate) message: String,
    /// The other place that it is about: the old version's.
    pub(crate) also: Option<(String, Position)>,
    /// Further facts, in order: which version it clashes with, which level and why.
    pub(crate) notes: Vec<String>,
    pub(crate) help: Option<String>,
    /// Hash of the contract it is about and of all that this refers to, as a waiver names it; of errors that a waiver can answer.
    pub(crate) content: Option<String>,
    /// Why it stops nobody.
    pub(crate) waived: Option<Waived>,
}

/// The waiver that answers a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waived {
    pub(crate) owner: String,
    pub(crate) reason: String,
    /// The last day on which it holds.
    pub(crate) expires: Date,
    /// Where it stands: the manifest as a person would type it.
    pub(crate) file: String,
    pub(crate) at: Option<Position>,
}

impl Finding {
    /// An error that names no place yet.
    pub(crate) fn error(stage: Stage, rule: &str, message: impl Into<String>) -> Finding {
        Finding {
            stage,
            rule: rule.to_owned(),
            severity: Severity::Error,
            subject: String::new(),
            file: String::new(),
            at: None,
            path: String::new(),
            message: message.into(),
            also: None,
            notes: Vec::new(),
            help: None,
            content: None,
            waived: None,
        }
    }

    /// Whether it refuses the change.
    pub(crate) fn refuses(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }

    /// Whether it is about what earlier versions have.
    pub(crate) fn is_between_versions(&self) -> bool {
        self.stage == Stage::Compatibility || self.rule.starts_with("EVO-")
    }
}

/// A changed schema and those that refer to it, by subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ripple {
    pub(crate) subject: String,
    pub(crate) direct: Vec<String>,
    /// Those that refer to it through others.
    pub(crate) transitive: Vec<String>,
    /// Those of both that break.
    pub(crate) broken: Vec<String>,
}

/// Everything a check has to say.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    /// Findings that are counted and not shown: more of what others show, through one change.
    pub(crate) unshown: Vec<Finding>,
    /// The texts that findings point into, by the path shown.
    pub(crate) texts: BTreeMap<String, Arc<str>>,
    /// How many contracts were judged.
    pub(crate) judged: usize,
    /// How many of them differ from the baselines; `None` without one.
    pub(crate) changed: Option<usize>,
    /// What was compared with.
    pub(crate) baselines: Vec<String>,
    /// What changed, and who refers to it.
    pub(crate) ripples: Vec<Ripple>,
    /// For how many more breaches a datum is sought that shows them.
    pub(crate) witnesses: usize,
    /// Remarks that are no findings: new subjects, a baseline that holds no contracts.
    pub(crate) remarks: Vec<String>,
}

impl Report {
    /// Every finding, shown or not.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.unshown)
    }

    /// Findings of a severity that nobody waived.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        let counts = |finding: &&Finding| finding.severity == severity && finding.waived.is_none();
        self.all().filter(counts).count()
    }

    /// Findings that a waiver answers.
    pub(crate) fn waived(&self) -> usize {
        self.all().filter(|finding| finding.waived.is_some()).count()
    }

    /// Errors of parsing stand above errors of judgement: nothing was judged there.
    pub(crate) fn exit(&self) -> crate::error::Exit {
        use crate::error::Exit;
        self.all()
            .filter(|finding| finding.refuses())
            .map(|finding| match finding.stage {
                Stage::Parse => Exit::Invalid,
                Stage::Policy | Stage::Compatibility | Stage::Lock => Exit::Findings,
                Stage::Waiver => Exit::Waiver,
            })
            .max_by_key(|exit| exit.rank())
            .unwrap_or(Exit::Clean)
    }
}
