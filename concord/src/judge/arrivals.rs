//! What is new against a baseline, and what has another subject there: remarks, for neither is wrong by itself.

use super::Case;
use crate::baseline::{Baseline, Kept};
use crate::report::Report;
use std::collections::HashMap;
use std::ptr;

/// Longer lists of subjects are cut.
const MOST: usize = 10;

/// Says of each baseline which contracts it does not have, and which it has under another subject.
pub(super) fn tell(cases: &[Case<'_>], baselines: &[Baseline], report: &mut Report) {
    for baseline in baselines {
        let label = &baseline.label;
        if baseline.subjects.is_empty() && baseline.unread.is_empty() {
            report
                .remarks
                .push(format!("{label} holds none of these contracts: everything is new"));
            continue;
        }
        let before: HashMap<*const Kept, &String> = baseline
            .subjects
            .iter()
            .map(|(subject, kept)| (ptr::from_ref(kept), subject))
            .collect();
        let of = |case: &Case<'_>| {
            case.kept.iter().find_map(|kept| before.get(&ptr::from_ref(*kept)).copied())
        };
        let is_new = |case: &&Case<'_>| {
            of(case).is_none() && !baseline.unread.contains(&case.member.subject)
        };
        let new = cases.iter().filter(is_new).map(|case| format!("`{}`", case.member.subject));
        if let Some(list) = listed(new) {
            report.remarks.push(format!("new against {label}: {list}"));
        }
        let moved = cases.iter().filter(|case| case.member.contract.is_none()).filter_map(|case| {
            let before = of(case).filter(|before| **before != case.member.subject)?;
            Some(format!("`{}`, before `{before}`", case.member.subject))
        });
        if let Some(list) = listed(moved) {
            report.remarks.push(format!("under another subject than in {label}: {list}"));
        }
    }
}

/// The first few in the order of the alphabet, and how many more there are; nothing of nothing.
fn listed(names: impl Iterator<Item = String>) -> Option<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let first = names.first()?;
    let shown = names.iter().take(MOST).skip(1);
    let mut list = shown.fold(first.clone(), |list, name| format!("{list}, {name}"));
    if names.len() > MOST {
        list.push_str(&format!(" and {} more", names.len() - MOST));
    }
    Some(list)
}
