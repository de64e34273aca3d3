//! Which members or items of a value some schema has described.

use super::Verdict;
use crate::json_text::Node;

/// The members or items of one value that were evaluated.
pub(super) struct Seen {
    marked: Vec<bool>,
    /// Something may have been evaluated besides.
    is_blurred: bool,
}

impl Seen {
    pub(super) fn of(value: &Node) -> Seen {
        let length = value.members().len() + value.elements().len();
        Seen { marked: vec![false; length], is_blurred: false }
    }

    pub(super) fn mark(&mut self, at: usize) {
        self.marked[at] = true;
    }

    pub(super) fn mark_all(&mut self) {
        self.marked.fill(true);
    }

    /// Nobody can tell whether more was evaluated.
    pub(super) fn blur(&mut self) {
        self.is_blurred = true;
    }

    pub(super) fn is_marked(&self, at: usize) -> bool {
        self.marked[at]
    }

    /// What is refused as unevaluated may yet have been evaluated.
    pub(super) fn judge(&self, verdict: Verdict) -> Verdict {
        if self.is_blurred && verdict == Verdict::Refused { Verdict::Unknown } else { verdict }
    }

    pub(super) fn add(&mut self, other: &Seen) {
        self.is_blurred |= other.is_blurred;
        for (mark, more) in self.marked.iter_mut().zip(&other.marked) {
            *mark |= more;
        }
    }
}
