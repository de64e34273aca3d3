//! Reads a configuration file: TOML, where a nested table is a dotted name. What is not understood is an error.

use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ServeConfig;
use super::settings::{SettingError, is_group, nearest};

/// Everything that is wrong with a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("cannot read the configuration file `{}`: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{}", .0.join("\n"))]
    Wrong(Vec<String>),
}

impl ServeConfig {
    /// Sets what the file sets. Reports every complaint with its line.
    pub fn read_file(&mut self, path: &Path) -> Result<(), FileError> {
        let text = fs::read_to_string(path).map_err(|error| FileError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        let complaints = self.read_text(&text);
        if complaints.is_empty() {
            return Ok(());
        }
        let placed = |(offset, message)| {
            let (line, column) = place(&text, offset);
            format!("{}:{line}:{column}: {message}", path.display())
        };
        Err(FileError::Wrong(complaints.into_iter().map(placed).collect()))
    }

    /// Complaints with their offset in the text.
    fn read_text(&mut self, text: &str) -> Vec<(usize, String)> {
        let mut complaints = Vec::new();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            complaints
                .push((error.span().map_or(0, |span| span.start), error.message().to_owned()));
        }
        if complaints.is_empty() {
            self.read_table("", table.get_ref(), &mut complaints);
        }
        complaints.sort_by_key(|(offset, _)| *offset);
        complaints
    }

    fn read_table(
        &mut self,
        group: &str,
        table: &DeTable<'_>,
        complaints: &mut Vec<(usize, String)>,
    ) {
        for (key, value) in table {
            let name = if group.is_empty() {
                key.get_ref().to_string()
            } else {
                format!("{group}.{}", key.get_ref())
            };
            let outcome = match value.get_ref() {
                DeValue::Table(inner) if is_group(&name) => {
                    self.read_table(&name, inner, complaints);
                    continue;
                }
                DeValue::Table(_) => Err(SettingError::Unknown { nearest: nearest(&name), name }),
                DeValue::Array(_) => Err(SettingError::Value {
                    name,
                    value: "[…]".to_owned(),
                    reason: "expected a single value".to_owned(),
                }),
                DeValue::String(_)
                | DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_) => self.set(&name, &value_text(value)),
            };
            let offset = match &outcome {
                Err(SettingError::Value { .. }) => value.span().start,
                Ok(()) | Err(SettingError::Unknown { .. } | SettingError::WithoutEffect { .. }) => {
                    key.span().start
                }
            };
            complaints.extend(outcome.err().map(|error| (offset, error.to_string())));
        }
    }
}

/// A value as a flag or an environment variable would spell it.
fn value_text(value: &Spanned<DeValue<'_>>) -> String {
    match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

/// Line and column of an offset, both from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_what_it_names_and_nothing_else() {
        let mut config = ServeConfig::default();
        let text = "listen = \"0.0.0.0:80\"\nmode.mutability = false\n[limits]\nbody-bytes = 1_000\n[log]\nformat = \"json\"\n";
        assert_eq!(config.read_text(text), []);
        let mut expected = ServeConfig {
            listen: ([0, 0, 0, 0], 80).into(),
            mode_mutability: false,
            ..ServeConfig::default()
        };
        expected.limits.body_bytes = 1000;
        expected.log_format = super::super::LogFormat::Json;
        assert_eq!(config, expected);
    }

    #[test]
    fn every_complaint_comes_with_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("concord.toml");
        fs::write(
            &path,
            "polcy = \"off\"\n[limits]\nbody-bytes = \"many\"\nparse = 3\n[colour]\na = 1\n",
        )
        .unwrap();
        let message = ServeConfig::default().read_file(&path).unwrap_err().to_string();
        let file = path.display();
        let expected = [
            format!("{file}:1:1: there is no setting `polcy`, did you mean `policy`?"),
            format!(
                "{file}:3:14: `limits.body-bytes` cannot be `many`: expected a whole number from 1"
            ),
            format!(
                "{file}:4:1: there is no setting `limits.parse`, did you mean `limits.parses`?"
            ),
            format!("{file}:5:2: there is no setting `colour`"),
        ];
        let mut lines: Vec<&str> = message.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, expected);

        fs::write(&path, "listen = ").unwrap();
        let message = ServeConfig::default().read_file(&path).unwrap_err().to_string();
        assert!(message.starts_with(&format!("{file}:1:1")), "{message}");
        let absent = ServeConfig::default()
            .read_file(&dir.path().join("absent.toml"))
            .unwrap_err()
            .to_string();
        assert!(absent.contains("cannot read the configuration file"), "{absent}");
    }
}
