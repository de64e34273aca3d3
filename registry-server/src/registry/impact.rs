//! Blast radius: what a new version of a subject means for the schemas that refer to it, directly or through others.
//!
//! A referrer keeps what it refers to until its own next version. So the question is: were its latest version written
//! once more with the candidate in the place of what it refers to, would it parse, and would its subject accept it?

use super::Rules;
use super::command::{Candidate, VersionWanted};
use super::identity::{self, Draft, parse_stored};
use super::in_force;
use super::judge::{Case, Place};
use super::library::Parsed;
use super::name::Subject;
use super::references::{self, Instead, Names, Targets};
use super::state::{State, Version};
use contract_schema::tags::Changes;
use registry_api::explained::{BrokenReferrer, Impact, Referrer};
use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Arc;

/// So many referrers are checked and listed.
const MOST: usize = 10_000;
/// So many broken ones are told with their breaches, each with so many.
const TOLD: usize = 100;
const BREACHES: usize = 5;

/// What a registration does about referrers that it would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Vigilance {
    /// They are not looked at.
    #[default]
    Off,
    /// They are logged and kept with the version in the event log.
    Warn,
    /// The registration is refused.
    Refuse,
}

const TABLE: [(Vigilance, &str); 3] =
    [(Vigilance::Off, "OFF"), (Vigilance::Warn, "WARN"), (Vigilance::Refuse, "REFUSE")];

impl Vigilance {
    /// The name in settings.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }
}

/// The text is none of the three names.
#[derive(Debug, thiserror::Error)]
#[error("expected OFF, WARN or REFUSE")]
pub struct UnknownVigilance;

impl FromStr for Vigilance {
    type Err = UnknownVigilance;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, UnknownVigilance> {
        let row = TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(text));
        row.map(|row| row.0).ok_or(UnknownVigilance)
    }
}

/// Checks every referrer of the subject of `place` with `draft` in its place.
pub fn of(place: &Place<'_>, draft: &Draft, now_ms: i64) -> Impact {
    let (direct, transitive) = referrers(place.state, place.subject);
    let mut impact = Impact::default();
    let candidate = &draft.candidate;
    let instead = Instead {
        subject: place.subject,
        format: candidate.format,
        text: &candidate.text,
        references: &candidate.references,
    };
    let check = Check { place, instead, now_ms };
    let both = direct.iter().map(|found| (true, found));
    let both = both.chain(transitive.iter().map(|found| (false, found)));
    for (index, (is_direct, (subject, version))) in both.enumerate() {
        if index >= MOST {
            impact.unchecked = impact.unchecked.saturating_add(1);
            continue;
        }
        let referrer =
            Referrer { subject: subject.to_string(), version: version.number, id: version.id.0 };
        let list = if is_direct { &mut impact.direct } else { &mut impact.transitive };
        list.push(referrer.clone());
        match check.referrer(subject, version) {
            Fate::Whole => {}
            Fate::Unknown => impact.unchecked = impact.unchecked.saturating_add(1),
            Fate::Broken(mut broken) => {
                broken.referrer = referrer;
                if impact.broken.len() >= TOLD {
                    broken.breaches.clear();
                }
                impact.broken.push(*broken);
            }
        }
    }
    impact
}

/// Subjects whose latest version is a referrer, with that version.
type Found<'s> = Vec<(Subject, &'s Version)>;

/// Those that refer to the subject itself, and those that do through others; each list by subject.
fn referrers<'s>(state: &'s State, target: &Subject) -> (Found<'s>, Found<'s>) {
    let mut seen: HashSet<(Subject, u32)> = HashSet::new();
    let (mut direct, mut transitive) = (Found::new(), Found::new());
    let mut note = |list: &mut Found<'s>, waiting: &mut Vec<_>, who: &Subject, number: u32| {
        if who == target || !seen.insert((who.clone(), number)) {
            return;
        }
        if let Some(latest) = state.latest(who).filter(|latest| latest.number == number) {
            list.push((who.clone(), latest));
        }
        waiting.push((who.clone(), number));
    };
    let mut waiting: Vec<(Subject, u32)> = Vec::new();
    for (who, number) in state.referrers_of_any(target) {
        note(&mut direct, &mut waiting, who, number);
    }
    // What refers to an older version of a referrer has not to do with what its latest refers to.
    while let Some((through, number)) = waiting.pop() {
        for (who, version) in state.referrers_of(&through, number) {
            note(&mut transitive, &mut waiting, who, version.number);
        }
    }
    transitive.sort_by(|one, other| one.0.cmp(&other.0));
    (direct, transitive)
}

enum Fate {
    Whole,
    Broken(Box<BrokenReferrer>),
    /// It does not parse as it is, so nothing can be said.
    Unknown,
}

struct Check<'a> {
    place: &'a Place<'a>,
    instead: Instead<'a>,
    now_ms: i64,
}

impl Check<'_> {
    fn referrer(&self, subject: &Subject, version: &Version) -> Fate {
        let Place { rules, state, .. } = *self.place;
        let Ok(before) = parse_stored(state, rules, subject, &version.content) else {
            return Fate::Unknown;
        };
        let after = match self.parse(rules, state, subject, version) {
            Ok(after) => after,
            Err(error) => {
                return broken(BrokenReferrer { error: Some(error), ..BrokenReferrer::default() });
            }
        };
        let config = in_force::config(state, rules, subject);
        let place = Place { rules, state, subject, config: &config };
        let draft = as_draft(version);
        let case = Case { place: &place, draft: &draft, parsed: &after };
        let mut breaches = case.against((version, before), self.now_ms).breaches();
        if breaches.is_empty() {
            return Fate::Whole;
        }
        breaches.truncate(BREACHES);
        for breach in &mut breaches {
            // Places would be those of several texts, most of them not the one that was sent.
            (breach.line, breach.column) = (None, None);
            (breach.old_line, breach.old_column, breach.evidence) = (None, None, None);
        }
        broken(BrokenReferrer { breaches, ..BrokenReferrer::default() })
    }

    fn parse(
        &self,
        rules: &Rules,
        state: &State,
        subject: &Subject,
        version: &Version,
    ) -> Result<Arc<Parsed>, String> {
        let content = &version.content;
        let closure = references::closure_with(
            state,
            &subject.context,
            (content.format, &content.references),
            Targets::All,
            Names::First,
            Some(self.instead),
        );
        let parsed = closure.and_then(|closure| {
            identity::parse(rules, content.format, &content.text.plain(), &closure, false)
        });
        parsed.map_err(|refusal| refusal.to_string())
    }
}

fn broken(referrer: BrokenReferrer) -> Fate {
    Fate::Broken(Box::new(referrer))
}

/// A version as it would be submitted once more.
fn as_draft(version: &Version) -> Draft {
    let content = &version.content;
    let candidate = Candidate {
        format: content.format,
        text: content.text.plain(),
        references: content.references.clone(),
        metadata: content.metadata.as_deref().cloned(),
        rule_set: content.rule_set.as_deref().cloned(),
        version: VersionWanted::Next,
        id: None,
        normalize: false,
        force: false,
        tags: Changes::default(),
        propagate_tags: false,
    };
    Draft { candidate, normalize: false, targets: Targets::All }
}

/// `orders-value version 3 (avro-…, path)`: the broken ones for a message, the first few.
pub fn named(impact: &Impact) -> String {
    const NAMED: usize = 10;
    let told = impact.broken.iter().take(NAMED).map(|broken| {
        let Referrer { subject, version, .. } = &broken.referrer;
        let why = match (&broken.error, broken.breaches.first()) {
            (Some(error), _) => error.clone(),
            (None, Some(breach)) => format!("{}: {}", breach.rule, breach.reason),
            (None, None) => String::new(),
        };
        format!("{subject} version {version} ({why})")
    });
    let mut told: Vec<String> = told.collect();
    if impact.broken.len() > NAMED {
        told.push(format!("and {} more", impact.broken.len() - NAMED));
    }
    told.join(", ")
}

/// The broken ones as warnings in the event log.
pub fn warnings(impact: &Impact) -> Vec<String> {
    let broken = impact.broken.iter().map(|broken| &broken.referrer);
    broken.take(TOLD).map(|one| format!("IMPACT {} {}", one.subject, one.version)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_one_row_and_its_name_reads_back() {
        for (index, (vigilance, name)) in TABLE.into_iter().enumerate() {
            assert_eq!((vigilance as usize, vigilance.name()), (index, name));
            assert_eq!(name.to_lowercase().parse::<Vigilance>().ok(), Some(vigilance));
        }
        assert!("always".parse::<Vigilance>().is_err());
    }
}
