//! A plan for a person: `+` what comes, `~` what changes, `-` what goes, `!` what would be refused.

use super::{Judge, Plan, Step};
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use serde_json::{Map, Value};

pub(crate) fn render(plan: &Plan, terminal: &Terminal) -> String {
    let mut lines = Vec::new();
    for step in &plan.steps {
        lines.push(shown(plan, step, terminal));
        if let Step::Register { changes, .. } = step {
            lines.extend(changes.iter().map(|change| format!("      {change}")));
        }
    }
    for refused in &plan.refusals {
        let mark = terminal.paint(Paint::Error, "!");
        let by = match refused.judge {
            Judge::Registry | Judge::Compatibility => "refused by the registry",
            Judge::Here => "would be refused, judged here",
        };
        lines.push(format!("{mark} {}  {by}", refused.subject));
        let reasons = refused.reasons.iter().flat_map(|reason| reason.lines());
        lines.extend(reasons.map(|line| format!("      {line}").trim_end().to_owned()));
    }
    lines.extend(plan.notes.iter().map(|note| format!("note: {note}")));
    lines.push(summary(plan, terminal));
    lines.join("\n")
}

/// One line for one step.
pub(crate) fn shown(plan: &Plan, step: &Step, terminal: &Terminal) -> String {
    match step {
        Step::Settings { scope, changes, before } => {
            let mark = terminal.paint(Paint::Warning, "~");
            format!("{mark} {}  {}", named(scope), differences(changes, before))
        }
        Step::Mode { scope, mode, before } => {
            let mark = terminal.paint(Paint::Warning, "~");
            let before = before.as_deref().unwrap_or("unset");
            format!("{mark} {}  mode {before} -> {mode}", named(scope))
        }
        Step::Register { subject, version, judge, .. } => {
            let latest = plan.observed.subjects.get(subject).copied().flatten();
            let (mark, what) = match latest {
                None => (terminal.paint(Paint::Good, "+"), format!("version {version}, new")),
                Some(latest) => (
                    terminal.paint(Paint::Warning, "~"),
                    format!("version {} -> {version}", latest.version),
                ),
            };
            let by = match judge {
                Judge::Registry => "",
                Judge::Compatibility => "  (compatible; the registry cannot be asked more)",
                Judge::Here => "  (judged here: the plan changes what the registry would be asked)",
            };
            format!("{mark} {subject}  {what}{by}")
        }
        Step::Delete { subject, versions } => {
            let mark = terminal.paint(Paint::Error, "-");
            format!("{mark} {subject}  {}, deleted softly", counted(versions.len(), "version"))
        }
    }
}

fn named(scope: &str) -> &str {
    if scope.is_empty() { "(registry)" } else { scope }
}

fn differences(changes: &Map<String, Value>, before: &Map<String, Value>) -> String {
    let word = |value: Option<&Value>| match value {
        None => "unset".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let lines = changes
        .iter()
        .map(|(name, value)| format!("{name} {} -> {}", word(before.get(name)), word(Some(value))));
    lines.collect::<Vec<_>>().join(", ")
}

fn summary(plan: &Plan, terminal: &Terminal) -> String {
    let count = |wanted: fn(&Plan, &Step) -> bool| {
        plan.steps.iter().filter(|step| wanted(plan, step)).count()
    };
    let is_new = |plan: &Plan, step: &Step| {
        let Step::Register { subject, .. } = step else { return false };
        plan.observed.subjects.get(subject).copied().flatten().is_none()
    };
    let created = count(is_new);
    let registered = count(|_, step| matches!(step, Step::Register { .. })) - created;
    let set = count(|_, step| matches!(step, Step::Settings { .. } | Step::Mode { .. }));
    let deleted = count(|_, step| matches!(step, Step::Delete { .. }));
    let parts = [
        (created, "to create"),
        (registered, "to change"),
        (set, "settings to change"),
        (deleted, "to delete"),
        (plan.refusals.len(), "refused"),
        (plan.unchanged, "unchanged"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let (paint, word) = match (plan.refusals.is_empty(), plan.steps.is_empty()) {
        (false, _) => (Paint::Error, "refused:"),
        (true, true) => (Paint::Good, "nothing to do:"),
        (true, false) => (Paint::Good, "plan:"),
    };
    let parts = if parts.is_empty() { "no contracts".to_owned() } else { parts.join(", ") };
    format!("{} {parts} at {}", terminal.paint(paint, word), plan.registry)
}
