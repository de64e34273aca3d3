//! Is what is there what the file says: versions, ids, contents, settings, modes, read back one by one.

use super::import::say_some;
use super::inventory::Inventory;
use super::lanes;
use super::spelling::{self, Suspects};
use super::walk::Walk;
use crate::error::{Error, Exit};
use crate::plan::state as scopes;
use crate::report::text::counted;
use crate::terminal::Terminal;
use registry_api::client::Client;
use serde_json::{Map, Value};
use std::path::Path;

/// How the versions of the registry differ from the file's.
pub(super) fn versions(
    path: &Path,
    wanted: &Inventory,
    client: &Client,
    terminal: &Terminal,
) -> Result<Vec<String>, Error> {
    let mut walk = Walk::new(client, terminal);
    let there = Inventory::of_registry(&mut walk, &wanted.subjects())?;
    let mut differences = Vec::new();
    let mut suspects = Suspects::new();
    for (subject, versions) in &wanted.versions {
        for (number, held) in versions {
            let Some(found) = there.get(subject, *number) else {
                differences.push(format!("`{subject}` version {number} is missing"));
                continue;
            };
            let name = format!("`{subject}` version {number}");
            if found.id != held.id {
                differences
                    .push(format!("{name} has id {} and the file says {}", found.id, held.id));
            }
            if found.content != held.content {
                if found.id == held.id && found.content.is_like(held.content) {
                    suspects.insert((subject.clone(), *number), subject.clone());
                } else {
                    differences
                        .push(format!("{name} has another type, references, metadata or rules"));
                }
            }
            if found.deleted != held.deleted {
                let word = |deleted| if deleted { "soft-deleted" } else { "live" };
                differences.push(format!(
                    "{name} is {} and the file says {}",
                    word(found.deleted),
                    word(held.deleted)
                ));
            }
        }
    }
    let others = spelling::others(&suspects, path, client)?;
    let respelt = suspects.len() - others.len();
    if respelt > 0 {
        terminal.note(&format!(
            "{} in the spelling of this registry: the schemas are the same",
            counted(respelt, "version")
        ));
    }
    let another = |(subject, number)| format!("`{subject}` version {number} has another text");
    differences.extend(others.into_iter().map(another));
    Ok(differences)
}

/// Says what differs, versions first.
pub(super) fn settings(
    wanted: &Inventory,
    client: &Client,
    terminal: &Terminal,
    mut differences: Vec<String>,
) -> Result<Exit, Error> {
    for (scope, changes) in differing_settings(wanted, client)? {
        let names: Vec<&str> = changes.keys().map(String::as_str).collect();
        differences.push(format!(
            "the settings of {} differ in {}",
            scopes::named(&scope),
            names.join(", ")
        ));
    }
    for (scope, mode) in differing_modes(wanted, client)? {
        differences.push(format!("the mode of {} is not {mode}", scopes::named(&scope)));
    }
    say_some(terminal, "differs:", &differences)?;
    Ok(if differences.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// Scopes, and what must be set on each.
type Changes = Vec<(String, Map<String, Value>)>;

/// What must be set so that the settings are those of the file; `null` takes away.
pub(super) fn differing_settings(wanted: &Inventory, client: &Client) -> Result<Changes, Error> {
    let scopes: Vec<_> = wanted.settings.iter().collect();
    let found = lanes::each(&scopes, |(scope, _)| scopes::settings(client, scope))?;
    let mut differing = Vec::new();
    for ((scope, settings), now) in scopes.into_iter().zip(found) {
        let mut changes = Map::new();
        for (name, value) in settings {
            if now.get(name) != Some(value) {
                changes.insert(name.clone(), value.clone());
            }
        }
        for name in now.keys().filter(|name| !settings.contains_key(*name)) {
            changes.insert(name.clone(), Value::Null);
        }
        if !changes.is_empty() {
            differing.push((scope.clone(), changes));
        }
    }
    Ok(differing)
}

pub(super) fn differing_modes(
    wanted: &Inventory,
    client: &Client,
) -> Result<Vec<(String, String)>, Error> {
    let scopes: Vec<_> = wanted.modes.iter().collect();
    let found = lanes::each(&scopes, |(scope, _)| scopes::mode(client, scope))?;
    let differing =
        scopes.into_iter().zip(found).filter(|((_, mode), now)| now.as_ref() != Some(*mode));
    Ok(differing.map(|((scope, mode), _)| (scope.clone(), mode.clone())).collect())
}
