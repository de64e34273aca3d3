//! What a check found, as values; each way to show it has a file below.

pub(crate) mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
pub(crate) mod output;
pub(crate) mod place;
mod sarif;
pub(crate) mod text;

use crate::error::{Error, Exit};
use crate::tree::{self, Tree};
use crate::witness::Evidence;
use contract_model::{Date, Severity};
use contract_schema::compat::{Policy, Safety};
use contract_schema::level::Direction;
use contract_schema::{Level, Position};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The stage of a check that a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Path of the file as a person would type it; it may be gone.
    pub(crate) file: String,
    /// [`WHOLE`] when it is about the file.
    pub(crate) at: Position,
    /// Path inside the schema; may be empty.
    pub(crate) path: String,
    /// The same without positions in lists, which move when something is added before; `None` if there is no difference.
    pub(crate) anchor: Option<String>,
    pub(crate) message: String,
    /// The other place that it is about: the old version's.
    pub(crate) also: Option<(String, Position)>,
    /// The earlier version that it clashes with.
    pub(crate) against: Option<Against>,
    /// What was asked of the contract, and by whom.
    pub(crate) asked: Option<Asked>,
    /// Whom it hurts, and the data that show it.
    pub(crate) effects: Vec<Effect>,
    /// The policy that demands it, `fintech-default@1`.
    pub(crate) policy: Option<String>,
    /// Further facts, in order.
    pub(crate) notes: Vec<String>,
    /// A suggested edit, possibly several lines.
    pub(crate) help: Option<String>,
    /// Hash of the contract it is about and of all that this refers to, as a waiver names it; of errors that a waiver can answer.
    pub(crate) content: Option<String>,
    /// Why it stops nobody.
    pub(crate) waived: Option<Waived>,
    /// Whether a waiver let it through until it expired: somebody has to decide again.
    pub(crate) is_open_again: bool,
}

/// The rule of what stopped a run.
pub(crate) const STOPPED: &str = "check-stopped";

/// The place of what concerns a whole file.
pub(crate) const WHOLE: Position = Position { line: 1, column: 1 };

/// An earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Against {
    /// As the command line names the baseline: `git:main`.
    pub(crate) baseline: String,
    /// Its number, where versions have one.
    pub(crate) version: Option<u32>,
    /// Where it can be read: `git:main:schemas/x.avsc`, or `version 3 of x-value`.
    pub(crate) place: String,
}

/// What is asked of a contract, and where each of it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) level: Level,
    /// `set in contracts.toml`.
    pub(crate) level_by: String,
    pub(crate) safety: Safety,
    pub(crate) safety_by: String,
    pub(crate) compatibility_policy: Policy,
    pub(crate) compatibility_policy_by: String,
}

/// What a breach does to one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) direction: Direction,
    /// Whom it hurts: `a consumer with the old schema cannot read new events`.
    pub(crate) consequence: &'static str,
    pub(crate) why: &'static str,
    pub(crate) evidence: Option<Evidence>,
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

/// `level FULL (set in contracts.toml), safety GOLDEN (event contract, by policy …)`.
impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Asked { level, level_by, safety, safety_by, .. } = self;
        match safety {
            Safety::Standard => write!(f, "level {level} ({level_by})")?,
            Safety::Wire | Safety::Golden if level_by == safety_by => {
                write!(f, "level {level}, safety {safety} ({level_by})")?;
            }
            Safety::Wire | Safety::Golden => {
                write!(f, "level {level} ({level_by}), safety {safety} ({safety_by})")?;
            }
        }
        let (policy, by) = (self.compatibility_policy, &self.compatibility_policy_by);
        if policy == Policy::default() {
            return Ok(());
        }
        write!(f, ", compatibility policy {policy} ({by})")
    }
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
            at: WHOLE,
            path: String::new(),
            anchor: None,
            message: message.into(),
            also: None,
            against: None,
            asked: None,
            effects: Vec::new(),
            policy: None,
            notes: Vec::new(),
            help: None,
            content: None,
            waived: None,
            is_open_again: false,
        }
    }

    /// Whether it refuses the change.
    pub(crate) fn refuses(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }

    /// Everything in one text, for what shows nothing else of a finding.
    pub(crate) fn told(&self) -> String {
        let help = self.help.iter().map(|help| format!("help: {help}"));
        let lines: Vec<String> =
            std::iter::once(self.message.clone()).chain(self.facts()).chain(help).collect();
        lines.join("\n")
    }

    /// What is known beyond reason and help, one fact a line, in order.
    pub(crate) fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        if let (Some(Against { place, .. }), Some(asked)) = (&self.against, &self.asked) {
            facts.push(format!("clashes with {place}, {asked}"));
        }
        facts.extend(self.policy.iter().map(|policy| format!("required by policy {policy}")));
        for Effect { consequence, why, evidence, .. } in &self.effects {
            facts.push(format!("{consequence}: {why}"));
            facts.extend(evidence.iter().map(ToString::to_string));
        }
        facts.extend(self.notes.iter().cloned());
        if let Some(Waived { reason, owner, expires, .. }) = &self.waived {
            facts.push(format!("waived until {expires} by {owner}: {reason}"));
        }
        facts
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
    /// The directory of the contracts as a person would type it.
    pub(crate) root: String,
    /// The texts that findings point into, by the path shown.
    pub(crate) texts: BTreeMap<String, Arc<str>>,
    /// Subject and file of every contract that was judged.
    pub(crate) contracts: Vec<(String, String)>,
    /// What the contracts were held to.
    pub(crate) policy: Option<contract_model::policy::Policy>,
    /// How the run ended, if something stopped it before there was a verdict.
    pub(crate) stopped: Option<Exit>,
    /// How many contracts were judged.
    pub(crate) judged: usize,
    /// How many of them differ from the baselines; `None` without one.
    pub(crate) changed: Option<usize>,
    /// What is said of a check that had no baseline.
    pub(crate) alone: Option<&'static str>,
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
    /// What is told of a run that could not judge: why, at the manifest.
    pub(crate) fn stopped(error: &Error, root: &Path) -> Report {
        let tree = Tree { label: tree::label(root), ..Tree::default() };
        let told = error.to_string();
        let (message, help) = match told.split_once("\n  help: ") {
            Some((message, help)) => (message, Some(help.to_owned())),
            None => (told.as_str(), None),
        };
        let finding = Finding {
            file: tree.shown(tree::MANIFEST),
            help,
            ..Finding::error(Stage::Parse, STOPPED, message)
        };
        Report {
            findings: vec![finding],
            root: tree.label,
            stopped: Some(error.exit()),
            ..Report::default()
        }
    }

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

    /// A name for a finding that stays when lines move, on every machine, whatever else is found.
    pub(crate) fn fingerprint(&self, finding: &Finding) -> String {
        fingerprint::of(finding, &self.root)
    }

    /// Errors of parsing stand above errors of judgement: nothing was judged there.
    pub(crate) fn exit(&self) -> crate::error::Exit {
        if let Some(exit) = self.stopped {
            return exit;
        }
        self.all()
            .filter(|finding| finding.refuses())
            .map(|finding| match finding.stage {
                Stage::Parse => Exit::Invalid,
                Stage::Policy | Stage::Compatibility if finding.is_open_again => Exit::Waiver,
                Stage::Policy | Stage::Compatibility | Stage::Lock => Exit::Findings,
                Stage::Waiver => Exit::Waiver,
            })
            .max_by_key(|exit| exit.rank())
            .unwrap_or(Exit::Clean)
    }
}
