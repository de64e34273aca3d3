//! What a registry has, as far as a plan rests on it: the latest version of subjects, the settings and modes of scopes.

use crate::error::Error;
use registry_api::client::{Client, Scope, Which};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Observed, and observed again before anything is changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct State {
    /// The latest live version; `None` where there is none.
    pub(crate) subjects: BTreeMap<String, Option<Latest>>,
    /// Settings and modes by subject or context; the registry's own under the empty name.
    pub(crate) settings: BTreeMap<String, Map<String, Value>>,
    pub(crate) modes: BTreeMap<String, Option<String>>,
}

/// A version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Latest {
    pub(crate) version: u32,
    pub(crate) id: u32,
}

impl State {
    /// Looks at what `before` looked at.
    pub(crate) fn again(before: &State, client: &Client) -> Result<State, Error> {
        let mut now = State::default();
        for subject in before.subjects.keys() {
            now.subjects.insert(subject.clone(), latest(client, subject)?);
        }
        for scope in before.settings.keys() {
            now.settings.insert(scope.clone(), settings(client, scope)?);
        }
        for scope in before.modes.keys() {
            now.modes.insert(scope.clone(), mode(client, scope)?);
        }
        Ok(now)
    }
}

/// The latest live version of a subject.
pub(crate) fn latest(client: &Client, subject: &str) -> Result<Option<Latest>, Error> {
    match client.version(subject, Which::Latest) {
        Ok(found) => Ok(Some(Latest { version: found.version, id: found.id })),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What is set on a scope, in the words of `PUT /config`.
pub(crate) fn settings(client: &Client, scope: &str) -> Result<Map<String, Value>, Error> {
    let Some(config) = client.own_settings(of(scope))? else { return Ok(Map::new()) };
    let mut members = match serde_json::to_value(config) {
        Ok(Value::Object(members)) => members,
        Ok(_) | Err(_) => Map::new(),
    };
    if let Some(level) = members.remove("compatibilityLevel") {
        members.insert("compatibility".to_owned(), level);
    }
    Ok(members)
}

pub(crate) fn mode(client: &Client, scope: &str) -> Result<Option<String>, Error> {
    Ok(client.own_mode(of(scope))?)
}

pub(crate) fn of(scope: &str) -> Scope<'_> {
    if scope.is_empty() { Scope::Global } else { Scope::Of(scope) }
}

/// A scope for a person.
pub(crate) fn named(scope: &str) -> String {
    if scope.is_empty() { "the registry".to_owned() } else { format!("`{scope}`") }
}
