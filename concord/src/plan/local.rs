//! Candidates that the registry cannot be asked about, because something before them in the plan changes the question: judged here, by the same engine.

use super::make::Maker;
use super::{Judge, Step};
use crate::args::ColorWhen;
use crate::baseline::{self, Depth};
use crate::clock;
use crate::error::Error;
use crate::judge;
use crate::report::text::render_finding;
use crate::terminal::Terminal;
use contract_model::Severity;
use std::collections::BTreeSet;

impl Maker<'_> {
    /// The steps without those that would be refused, and without those that refer to them.
    pub(super) fn judge_here(&mut self, steps: Vec<Step>) -> Result<Vec<Step>, Error> {
        let ours: Vec<String> =
            steps.iter().filter(|step| is_ours(step)).map(|step| step.scope().to_owned()).collect();
        if ours.is_empty() {
            return Ok(steps);
        }
        let mut kept = baseline::of_registry(self.url, self.contracts, Depth::Whole)?;
        for (subject, kept) in &mut kept.subjects {
            let wish = self.contracts.manifest.registry.of(subject).or(&self
                .contracts
                .manifest
                .registry
                .global);
            kept.level = wish.level.or(kept.level);
            kept.safety = wish.safety.or(kept.safety);
            kept.compatibility_policy = wish.compatibility_policy.or(kept.compatibility_policy);
        }
        let plain = Terminal::new(ColorWhen::Never);
        let report = judge::judge(
            self.contracts,
            std::slice::from_ref(&kept),
            clock::today()?,
            false,
            &plain,
        );
        let mut refused: BTreeSet<String> = BTreeSet::new();
        let mut unsure: BTreeSet<String> = BTreeSet::new();
        for index in 0..self.items.len() {
            let subject = self.items[index].subject.clone();
            if !ours.contains(&subject) {
                continue;
            }
            // Waivers are the gate's: no registry knows them.
            let errors = report
                .all()
                .filter(|found| found.severity == Severity::Error && found.subject == subject);
            let mut reasons = Vec::new();
            for found in errors {
                if !found.is_between_versions() {
                    unsure.insert(subject.clone());
                    continue;
                }
                let mut told = String::new();
                render_finding(&mut told, &report, found, &plain);
                reasons.push(told.trim_end().to_owned());
            }
            let culprit = self.items[index]
                .references
                .iter()
                .map(|(_, target)| self.items[*target].subject.clone())
                .find(|target| refused.contains(target));
            if let Some(culprit) = culprit {
                reasons.push(format!("it refers to {culprit}, which would be refused"));
            }
            if !reasons.is_empty() {
                refused.insert(subject);
                self.refuse(index, Judge::Here, reasons);
            }
        }
        unsure.retain(|subject| !refused.contains(subject));
        if !unsure.is_empty() {
            let named: Vec<&str> = unsure.iter().take(5).map(String::as_str).collect();
            self.notes.push(format!(
                "the policy has errors in {} of the contracts judged here ({}…): a registry that enforces it refuses them, `concord check` shows them",
                unsure.len(),
                named.join(", ")
            ));
        }
        Ok(steps.into_iter().filter(|step| !refused.contains(step.scope())).collect())
    }
}

fn is_ours(step: &Step) -> bool {
    matches!(step, Step::Register { judge: Judge::Here, .. })
}
