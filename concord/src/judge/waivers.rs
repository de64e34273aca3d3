//! Waivers: which findings are let through, and which waivers do not hold, or not any more.

use super::content::Contents;
use crate::baseline::Baseline;
use crate::catalogue::Contracts;
use crate::command::explain;
use crate::report::{Finding, Report, Stage, WHOLE, Waived};
use contract_model::date::Date;
use contract_model::manifest::{Waiver, Weight};
use contract_model::{Severity, suggest};
use contract_schema::rule;
use std::collections::BTreeSet;

/// What became of a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Use {
    Not,
    /// There is a finding that it would answer, were the content the one it was granted for: the content's hash.
    Other(String),
    Answers(usize),
}

/// Marks the findings that waivers answer, and adds what is wrong with the waivers.
///
/// `judged` are the subjects whose findings are all in the report.
pub(super) fn apply(
    contracts: &Contracts,
    baselines: &[Baseline],
    judged: &BTreeSet<&str>,
    today: Date,
    report: &mut Report,
) {
    let mut contents = Contents::of(contracts.members(), baselines);
    let waivers = &contracts.manifest.waivers;
    let mut uses = vec![Use::Not; waivers.len()];
    for finding in report.findings.iter_mut().chain(&mut report.unshown) {
        if !can_be_waived(finding) {
            continue;
        }
        finding.content = contents.of_finding(finding);
        let Some(content) = &finding.content else { continue };
        let mut expired = None;
        for (waiver, used) in waivers.iter().zip(&mut uses) {
            if !speaks_of(waiver, finding, contracts) {
                continue;
            }
            if waiver.hash == *content {
                *used = Use::Answers(1 + if let Use::Answers(number) = used { *number } else { 0 });
                if waiver.expires < today {
                    expired = Some(waiver);
                } else {
                    finding.waived.get_or_insert_with(|| waived(waiver, contracts));
                }
            } else if *used == Use::Not {
                *used = Use::Other(content.clone());
            }
        }
        if let Some(Waiver { owner, expires, reason, .. }) =
            expired.filter(|_| finding.waived.is_none())
        {
            finding.is_open_again = true;
            finding.notes.push(format!("was waived until {expires} by {owner}: {reason}"));
        }
    }
    // What could not be read was not judged: nobody knows what its waivers are for.
    let is_whole = contracts.findings.is_empty();
    for (waiver, used) in waivers.iter().zip(uses) {
        let is_judged = is_whole && is_judged(waiver, contracts, baselines, judged);
        if let Some(found) = complaint(waiver, &used, is_judged, today, contracts) {
            report.findings.push(found);
        }
    }
}

/// What is no schema, and waivers themselves, cannot be waived.
fn can_be_waived(finding: &Finding) -> bool {
    let stage = match finding.stage {
        Stage::Policy | Stage::Compatibility => true,
        Stage::Parse | Stage::Lock | Stage::Waiver => false,
    };
    stage && !finding.subject.is_empty() && finding.severity != Severity::Info
}

fn speaks_of(waiver: &Waiver, finding: &Finding, contracts: &Contracts) -> bool {
    let subject = waiver.subject.as_ref().is_none_or(|subject| *subject == finding.subject);
    let file = waiver.file.as_ref().is_none_or(|file| contracts.shown(file) == finding.file);
    let path = waiver.path.as_ref().is_none_or(|path| path.matches(&finding.path));
    waiver.rule == finding.rule && subject && file && path
}

fn waived(waiver: &Waiver, contracts: &Contracts) -> Waived {
    Waived {
        owner: waiver.owner.clone(),
        reason: waiver.reason.clone(),
        expires: waiver.expires,
        file: contracts.manifest_file(),
        at: waiver.at,
    }
}

/// Whether a waiver without a finding is one too many: its rule was asked of its subject in this run.
fn is_judged(
    waiver: &Waiver,
    contracts: &Contracts,
    baselines: &[Baseline],
    judged: &BTreeSet<&str>,
) -> bool {
    if is_between_versions(&waiver.rule) {
        return !baselines.is_empty();
    }
    let is_its = |member: &&contract_model::Member| {
        waiver.subject.as_ref().is_none_or(|subject| *subject == member.subject)
            && waiver.file.as_ref().is_none_or(|file| *file == member.path)
    };
    // With a baseline, the policy speaks of changed contracts only.
    let member = contracts.members().iter().find(is_its);
    member.is_none_or(|member| judged.contains(member.subject.as_str()))
}

/// Whether a rule needs an older version to speak.
fn is_between_versions(id: &str) -> bool {
    const OF_THE_POLICY: [&str; 4] = [
        "CONTRACT-DROPPED",
        "CONTRACT-EVENT-RENAMED",
        "CONTRACT-KEY-CHANGED",
        "reserved-name-dropped",
    ];
    rule::find(id).is_some()
        || id.starts_with("EVO-")
        || id.starts_with("contract-moved")
        || id.starts_with("contract-removed")
        || id == contract_schema::compat::FORMAT_CHANGED
        || OF_THE_POLICY.contains(&id)
}

fn complaint(
    waiver: &Waiver,
    used: &Use,
    is_judged: bool,
    today: Date,
    contracts: &Contracts,
) -> Option<Finding> {
    let named = named(waiver);
    let found = if waiver.expires < today {
        let message = format!("the waiver of {named} expired on {}", waiver.expires);
        let also = match used {
            Use::Answers(1) => "it answers one finding, which is open again".to_owned(),
            Use::Answers(number) => format!("it answers {number} findings, which are open again"),
            Use::Other(_) => "what is here now has another content".to_owned(),
            Use::Not if !is_judged => "its rule was not asked in this run".to_owned(),
            Use::Not => "nothing needs it any more: delete it".to_owned(),
        };
        Finding {
            notes: vec![also],
            help: Some(
                "repair what it was granted for and delete it, or have it granted again".into(),
            ),
            ..Finding::error(Stage::Waiver, "waiver-expired", message)
        }
    } else {
        match used {
            Use::Answers(_) => return None,
            Use::Other(content) => other_content(waiver, content, &named),
            Use::Not if !is_judged => return None,
            Use::Not => unused(waiver, contracts, &named)?,
        }
    };
    let subject = waiver.subject.clone().unwrap_or_default();
    Some(Finding {
        subject,
        file: contracts.manifest_file(),
        at: waiver.at.unwrap_or(WHOLE),
        ..found
    })
}

fn other_content(waiver: &Waiver, content: &str, named: &str) -> Finding {
    let message = format!("the waiver of {named} was granted for another content");
    Finding {
        notes: vec![
            format!("granted for {}", waiver.hash),
            format!("what is here is {content}"),
        ],
        help: Some("show the change to whoever granted it; if it holds for this content too, put the new hash in its place".into()),
        ..Finding::error(Stage::Waiver, "waiver-other-content", message)
    }
}

fn unused(waiver: &Waiver, contracts: &Contracts, named: &str) -> Option<Finding> {
    let severity = match contracts.manifest.check.unused_waivers {
        Weight::Error => Severity::Error,
        Weight::Warn => Severity::Warn,
        Weight::Allow => return None,
    };
    let rules = explain::ids(&contracts.policy);
    let rules = rules.iter().map(String::as_str);
    let subjects = contracts.members().iter().map(|member| member.subject.as_str());
    let is_known = rules
        .clone()
        .any(|id| waiver.rule == id || id.ends_with('-') && waiver.rule.starts_with(id));
    let help = match &waiver.subject {
        _ if !is_known => {
            format!("no rule is called `{}`: {}", waiver.rule, suggest::hint(&waiver.rule, rules))
        }
        Some(subject) if !subjects.clone().any(|known| known == subject) => {
            format!("no contract has the subject `{subject}`: {}", suggest::hint(subject, subjects))
        }
        Some(_) | None => {
            "delete it: what it was granted for is repaired, or is part of what is compared with"
                .to_owned()
        }
    };
    let message = format!("the waiver of {named} answers no finding");
    let found = Finding::error(Stage::Waiver, "waiver-unused", message);
    Some(Finding { severity, help: Some(help), ..found })
}

fn named(waiver: &Waiver) -> String {
    let about = waiver.subject.as_ref().or(waiver.file.as_ref());
    format!("`{}` for `{}`", waiver.rule, about.map_or("", String::as_str))
}
