//! Settings and modes: what the manifest wishes, against what is set.

use super::make::Maker;
use super::state;
use super::{Judge, Refused, Step};
use crate::error::Error;
use crate::tree::MANIFEST;
use contract_model::catalogue::Member;
use contract_model::manifest::registry::Wish;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

impl Maker<'_> {
    /// The steps that come before registrations, and those that come after: a scope is locked last.
    pub(super) fn settings(&mut self) -> Result<(Vec<Step>, Vec<Step>), Error> {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for (scope, wish) in self.wishes() {
            if let Some(wanted) = &wish.mode {
                let now = state::mode(self.client(), &scope)?;
                self.observed.modes.insert(scope.clone(), now.clone());
                if now.as_ref() != Some(wanted) && !(now.is_none() && wanted == "READWRITE") {
                    let (mode, before) = (wanted.clone(), now);
                    let step = Step::Mode { scope: scope.clone(), mode, before };
                    if wanted == "READWRITE" { first.push(step) } else { last.push(step) }
                }
            }
            let wanted = members(&wish);
            if wanted.is_empty() {
                continue;
            }
            let now = state::settings(self.client(), &scope)?;
            let differs = |(name, value): &(&String, &Value)| now.get(*name) != Some(*value);
            let changes: Map<String, Value> = wanted
                .iter()
                .filter(differs)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            let before: Map<String, Value> = changes
                .keys()
                .filter_map(|name| Some((name.clone(), now.get(name)?.clone())))
                .collect();
            let has_level = ["compatibility"]
                .iter()
                .any(|name| now.contains_key(*name) || wanted.contains_key(*name));
            if !has_level && !scope.is_empty() {
                self.notes.push(format!(
                    "`{scope}` has settings of its own and no level: the registry judges it under the level of its configuration, not under that of `PUT /config`; give it a `level`"
                ));
            }
            self.observed.settings.insert(scope.clone(), now);
            if changes.is_empty() {
                continue;
            }
            self.refuse_locked(&scope, &first)?;
            first.push(Step::Settings { scope, changes, before });
        }
        // Modes first: a scope that is read-only takes no settings.
        first.sort_by_key(|step| !matches!(step, Step::Mode { .. }));
        Ok((first, last))
    }

    /// A scope that is read-only takes no settings, unless the plan unlocks it before.
    fn refuse_locked(&mut self, scope: &str, first: &[Step]) -> Result<(), Error> {
        let mode = self.client().mode_in_force(state::of(scope))?.unwrap_or_default();
        let unlocks = |step: &Step| {
            matches!(step, Step::Mode { .. }) && (step.scope() == scope || step.scope().is_empty())
        };
        if mode.starts_with("READONLY") && !first.iter().any(unlocks) {
            let subject = if scope.is_empty() { "(registry)" } else { scope };
            self.refusals.push(Refused {
                subject: subject.to_owned(),
                file: MANIFEST.to_owned(),
                judge: Judge::Registry,
                reasons: vec![format!(
                    "mode {mode} is in force, and its settings cannot be changed: set `mode = \"READWRITE\"` first"
                )],
            });
        }
        Ok(())
    }

    /// By scope; the registry itself has the empty name.
    fn wishes(&self) -> BTreeMap<String, Wish> {
        let wishes = &self.contracts.manifest.registry;
        let mut wanted = BTreeMap::from([(String::new(), wishes.global.clone())]);
        let names: BTreeSet<&str> = wishes.names().collect();
        wanted.extend(names.into_iter().map(|name| (name.to_owned(), wishes.of(name))));
        for member in self.contracts.members() {
            let wish = wishes.of(&member.subject).or(&row(member));
            wanted.insert(member.subject.clone(), wish);
        }
        wanted.retain(|_, wish| *wish != Wish::default());
        wanted
    }
}

/// What the row of a contract says.
fn row(member: &Member) -> Wish {
    Wish {
        level: member.level,
        safety: member.safety,
        compatibility_policy: member.compatibility_policy,
        ..Wish::default()
    }
}

/// In the words of `PUT /config`.
fn members(wish: &Wish) -> Map<String, Value> {
    let texts = [
        ("compatibility", wish.level.map(|level| level.name().to_owned())),
        ("safety", wish.safety.map(|safety| safety.to_string())),
        ("compatibilityPolicy", wish.compatibility_policy.map(|policy| policy.name().to_owned())),
        ("compatibilityGroup", wish.compatibility_group.clone()),
        ("impact", wish.impact.clone()),
    ];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Value::from(text?))));
    let flags = wish.normalize.map(|flag| ("normalize", Value::from(flag)));
    texts.chain(flags).map(|(name, value)| (name.to_owned(), value)).collect()
}
