//! The same finding against several baselines is one: who broke something has it to repair once.

use crate::report::{Against, Finding, Report};
use std::collections::BTreeMap;

/// Keeps the first of the findings that have one fingerprint and one place, and notes what the others clash with.
pub(super) fn merge(report: &mut Report) {
    let mut first: BTreeMap<(String, String, u32, u32), usize> = BTreeMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(report.findings.len());
    for finding in std::mem::take(&mut report.findings) {
        let key = (
            report.fingerprint(&finding),
            finding.file.clone(),
            finding.at.line,
            finding.at.column,
        );
        match first.get(&key).filter(|_| finding.against.is_some()) {
            Some(index) => {
                let note = also(&kept[*index], &finding);
                kept[*index].notes.extend(note);
            }
            None => {
                first.entry(key).or_insert(kept.len());
                kept.push(finding);
            }
        }
    }
    report.findings = kept;
}

/// What else it clashes with, unless the first one says that.
fn also(first: &Finding, finding: &Finding) -> Option<String> {
    let Against { place, .. } = finding.against.as_ref()?;
    let note = match &finding.asked {
        Some(asked) => format!("clashes with {place} too, {asked}"),
        None => format!("the same against {place}"),
    };
    let is_said = first.against == finding.against || first.notes.contains(&note);
    (!is_said).then_some(note)
}
