//! What the contract policy demands of a candidate.

use super::Judged;
use crate::baseline::Baseline;
use contract_model::Diagnostic;

/// The findings of the policy in force.
pub(super) fn judge(_judged: &Judged<'_>, _baselines: &[Baseline]) -> Vec<Diagnostic> {
    Vec::new()
}
