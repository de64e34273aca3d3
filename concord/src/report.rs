//! What a check found, as values; each way to show it has a file below.

pub(crate) mod text;

use contract_model::Severity;
use contract_schema::Position;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stage of a check that a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// The text is no schema, or the manifest is wrong: nothing else can be said about it.
    Parse,
    Policy,
    Compatibility,
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
}

impl Finding {
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

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.all().filter(|finding| finding.severity == severity).count()
    }

    /// Errors of parsing stand above errors of judgement: nothing was judged there.
    pub(crate) fn exit(&self) -> crate::error::Exit {
        use crate::error::Exit;
        let worst = self.all().filter(|finding| finding.severity == Severity::Error);
        worst
            .map(|finding| match finding.stage {
                Stage::Parse => Exit::Invalid,
                Stage::Policy | Stage::Compatibility => Exit::Findings,
            })
            .max()
            .unwrap_or(Exit::Clean)
    }
}
