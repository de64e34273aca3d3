//! How far the policy reaches: off, warn, enforce, enforce-all; per subject pattern.

use crate::glob::Glob;

/// What a registry does with the policy's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Setting {
    /// Nothing is judged: plain Confluent behaviour.
    Off,
    /// Contracts are judged, nothing is refused.
    Warn,
    /// What declares a contract must keep the policy; a plain schema passes.
    #[default]
    Enforce,
    /// As `Enforce`, and every record or message must declare a contract.
    EnforceAll,
}

/// Every setting and its word.
const WORDS: [(Setting, &str); 4] = [
    (Setting::Off, "off"),
    (Setting::Warn, "warn"),
    (Setting::Enforce, "enforce"),
    (Setting::EnforceAll, "enforce-all"),
];

impl Setting {
    /// Every word, in the order of strictness.
    pub fn names() -> impl Iterator<Item = &'static str> + Clone {
        WORDS.iter().map(|row| row.1)
    }

    /// The word.
    pub fn name(self) -> &'static str {
        WORDS.iter().find(|row| row.0 == self).map_or("enforce", |row| row.1)
    }
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is no setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no policy setting: use off, warn, enforce or enforce-all, or for some subjects `pattern=setting`"
)]
pub struct UnknownSetting(pub String);

impl std::str::FromStr for Setting {
    type Err = UnknownSetting;

    fn from_str(text: &str) -> Result<Self, UnknownSetting> {
        let found = WORDS.iter().find(|row| row.1 == text);
        found.map(|row| row.0).ok_or_else(|| UnknownSetting(text.to_owned()))
    }
}

/// A setting for all subjects, and others for some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    general: Setting,
    particular: Vec<(Glob, Setting)>,
}

impl Settings {
    /// One setting for every subject.
    pub fn all(general: Setting) -> Self {
        Settings { general, particular: Vec::new() }
    }

    /// Adds a setting for the subjects that fit a pattern; the first pattern that fits counts.
    #[must_use]
    pub fn with(mut self, pattern: Glob, setting: Setting) -> Self {
        self.particular.push((pattern, setting));
        self
    }

    /// The setting of a subject.
    pub fn of(&self, subject: &str) -> Setting {
        let found = self.particular.iter().find(|(pattern, _)| pattern.matches(subject));
        found.map_or(self.general, |(_, setting)| *setting)
    }
}

impl std::str::FromStr for Settings {
    type Err = UnknownSetting;

    /// Reads `enforce` or `enforce,legacy.*=off,*-value=enforce-all`.
    fn from_str(text: &str) -> Result<Self, UnknownSetting> {
        let mut settings = Settings::default();
        for part in text.split(',').map(str::trim) {
            match part.rsplit_once('=') {
                Some((pattern, word)) => {
                    settings.particular.push((Glob::new(pattern.trim()), word.trim().parse()?));
                }
                None => settings.general = part.parse()?,
            }
        }
        Ok(settings)
    }
}

impl std::fmt::Display for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.general)?;
        self.particular.iter().try_for_each(|(pattern, setting)| write!(f, ",{pattern}={setting}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pattern_that_fits_counts() {
        let settings: Settings = "warn, legacy.pay*=enforce, legacy.*=off".parse().unwrap();
        assert_eq!(settings.to_string(), "warn,legacy.pay*=enforce,legacy.*=off");
        for (subject, setting) in [
            ("a-value", Setting::Warn),
            ("legacy.a", Setting::Off),
            ("legacy.pay-value", Setting::Enforce),
        ] {
            assert_eq!(settings.of(subject), setting, "{subject}");
        }
        assert!("".parse::<Settings>().is_err() && "enforce,x=loose".parse::<Settings>().is_err());
    }
}
