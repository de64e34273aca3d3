//! Settings and modes: set, cleared, in force (3.10, 3.11).

use super::super::operation::{DEFAULT, EVERYWHERE, Patch, Subject};
use super::{Answer, Config, Model, no_subject, outwards, refuse, refuse_somehow};
use contract_schema::Level;
use serde_json::{Map, Value, json};

impl Subject {
    /// Whether a setting at this place is about the subject.
    pub(super) fn covers(self, subject: Subject) -> bool {
        self == subject
            || self == EVERYWHERE
            || (self.name.is_empty() && self.context == subject.context)
    }
}

impl Model {
    /// A subject's own, filled from the global one in all but the level; otherwise the next outwards.
    pub(super) fn config_in_force(&self, place: Subject) -> Config {
        if place.name.is_empty() {
            let found = outwards(place).into_iter().find_map(|place| self.configs.get(&place));
            return found.cloned().unwrap_or_default();
        }
        let Some(own) = self.configs.get(&place) else {
            return self.config_in_force(Subject { context: place.context, name: "" });
        };
        let global = self.configs.get(&DEFAULT).cloned().unwrap_or_default();
        Config {
            level: own.level.clone(),
            normalize: own.normalize.or(global.normalize),
            group: own.group.clone().or(global.group),
            alias: own.alias,
        }
    }

    pub(super) fn level(&self, subject: Subject) -> Level {
        let level = self.config_in_force(subject).level;
        level.map_or(Level::Backward, |level| level.parse().unwrap())
    }

    pub(super) fn put_config(
        &mut self,
        place: Subject,
        (level, normalize, group, alias): (
            Patch<&'static str>,
            Patch<bool>,
            Patch<&'static str>,
            Patch<Subject>,
        ),
    ) -> Answer {
        if level.flatten().is_some_and(|level| level.parse::<Level>().is_err()) {
            return refuse_somehow(42203);
        }
        self.writable(place, place)?;
        let config = self.configs.entry(place).or_default();
        if let Some(level) = level {
            config.level = level.map(str::to_uppercase);
        }
        if let Some(normalize) = normalize {
            config.normalize = normalize;
        }
        if let Some(group) = group {
            config.group = group.map(str::to_owned);
        }
        if let Some(alias) = alias {
            config.alias = alias;
        }
        Ok(vec![shown(config, "compatibility", false)])
    }

    pub(super) fn delete_config(&mut self, place: Subject) -> Answer {
        if place != DEFAULT && !self.configs.contains_key(&place) {
            self.writable(place, place)?;
            return no_subject(place);
        }
        self.writable(place, place)?;
        let before = if place == DEFAULT {
            self.get_config(place, false)
        } else {
            Ok(vec![shown(&self.configs[&place], "compatibilityLevel", true)])
        };
        self.configs.remove(&place);
        before
    }

    pub(super) fn get_config(&self, place: Subject, fall_back: bool) -> Answer {
        if fall_back {
            return Ok(vec![shown(&self.config_in_force(place), "compatibilityLevel", true)]);
        }
        match self.configs.get(&place) {
            Some(own) => Ok(vec![shown(own, "compatibilityLevel", true)]),
            None if place == DEFAULT => {
                Ok(vec![shown(&Config::default(), "compatibilityLevel", true)])
            }
            None => {
                let text = format!(
                    "Subject '{place}' does not have subject-level compatibility configured"
                );
                refuse(40408, text)
            }
        }
    }

    pub(super) fn mode_in_force(&self, place: Subject) -> String {
        let own = self.modes.get(&place);
        let found =
            own.or_else(|| outwards(place).into_iter().find_map(|place| self.modes.get(&place)));
        found.cloned().unwrap_or_else(|| "READWRITE".to_owned())
    }

    pub(super) fn put_mode(
        &mut self,
        place: Subject,
        mode: Option<&'static str>,
        force: bool,
    ) -> Answer {
        match mode {
            None => {
                self.modes.remove(&place);
            }
            Some("FORWARD") if place != EVERYWHERE => {
                return refuse(42204, "Forward mode only supported on global level");
            }
            Some(mode) => {
                if mode == "IMPORT" && self.mode_in_force(place) != "IMPORT" && !force {
                    self.clear_for_import(place)?;
                }
                self.modes.insert(place, mode.to_owned());
            }
        }
        Ok(vec![json!({ "mode": mode })])
    }

    pub(super) fn delete_mode(&mut self, place: Subject, recursive: bool) -> Answer {
        let before = self.modes.remove(&place);
        if recursive && place.name.is_empty() {
            self.modes.retain(|other, _| other.context != place.context || other.name.is_empty());
        }
        match before {
            Some(mode) => Ok(vec![json!({ "mode": mode })]),
            // What was in force, as with settings.
            None if place == DEFAULT => Ok(vec![json!({"mode": self.mode_in_force(place)})]),
            None if recursive => Ok(vec![json!({})]),
            None => no_subject(place),
        }
    }

    pub(super) fn get_mode(&self, place: Subject, fall_back: bool) -> Answer {
        if fall_back {
            return Ok(vec![json!({ "mode": self.mode_in_force(place) })]);
        }
        match self.modes.get(&place) {
            Some(mode) => Ok(vec![json!({ "mode": mode })]),
            None if place == DEFAULT => Ok(vec![json!({"mode": "READWRITE"})]),
            None => {
                let text = format!("Subject '{place}' does not have subject-level mode configured");
                refuse(40409, text)
            }
        }
    }
}

/// What is set; an answer of `GET` fills the level in from the server.
fn shown(config: &Config, level: &str, filled: bool) -> Value {
    let mut body = Map::new();
    let server = filled.then(|| "BACKWARD".to_owned());
    if let Some(found) = config.level.clone().or(server) {
        body.insert(level.to_owned(), json!(found));
    }
    if let Some(normalize) = config.normalize {
        body.insert("normalize".to_owned(), json!(normalize));
    }
    if let Some(group) = &config.group {
        body.insert("compatibilityGroup".to_owned(), json!(group));
    }
    if let Some(alias) = config.alias {
        body.insert("alias".to_owned(), json!(alias.to_string()));
    }
    Value::Object(body)
}
