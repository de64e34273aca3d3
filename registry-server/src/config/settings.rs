//! The table of settings: own name, Confluent's names for the same thing, and how the text of a value is read.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::{MAX_NESTING, ServeConfig};

/// One setting.
pub struct Setting {
    /// Dotted name in a configuration file.
    pub name: &'static str,
    /// What holds if nothing is said; `None` if that depends on the machine.
    pub default: Option<&'static str>,
    /// Names of Confluent's that set the same, perhaps in another unit.
    pub confluent: &'static [(&'static str, Reader)],
    /// Reads our own spelling of the value.
    pub read: Reader,
    /// What it does, for the documentation.
    pub meaning: &'static str,
}

/// Reads a value's text into the configuration. The error says what was expected.
pub type Reader = fn(&mut ServeConfig, &str) -> Result<(), String>;

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "listen",
        default: Some("127.0.0.1:8081"),
        confluent: &[("listeners", |config, text| {
            config.listen = listener(text)?;
            Ok(())
        })],
        read: |config, text| {
            config.listen = listen_address(text)?;
            Ok(())
        },
        meaning: "address and port to listen on",
    },
    Setting {
        name: "data",
        default: Some("./concord-data"),
        confluent: &[],
        read: |config, text| {
            if text.is_empty() {
                return Err("expected a directory".to_owned());
            }
            config.data = PathBuf::from(text);
            Ok(())
        },
        meaning: "directory of the store; created if it does not exist",
    },
    Setting {
        name: "policy",
        default: Some("enforce"),
        confluent: &[],
        read: |config, text| word(&mut config.policy, text),
        meaning: "what the contract policy does to a registration: off, warn, enforce, enforce-all; `pattern=setting` for some",
    },
    Setting {
        name: "compatibility",
        default: Some("BACKWARD"),
        confluent: &[("schema.compatibility.level", level), ("avro.compatibility.level", level)],
        read: level,
        meaning: "compatibility level where none is set",
    },
    Setting {
        name: "mode-mutability",
        default: Some("true"),
        confluent: &[("mode.mutability", mutability)],
        read: mutability,
        meaning: "whether modes may be changed",
    },
    Setting {
        name: "associations-enabled",
        default: Some("true"),
        confluent: &[("associations.enable", associations)],
        read: associations,
        meaning: "whether `/associations` is served; if not, its paths are unknown",
    },
    Setting {
        name: "limits.body-bytes",
        default: Some("8388608"),
        confluent: &[("size.limit.filter.max.request.body.size", body_bytes)],
        read: body_bytes,
        meaning: "longest request body",
    },
    Setting {
        name: "limits.schema-bytes",
        default: Some("8388608"),
        confluent: &[],
        read: |config, text| count(&mut config.limits.schema_bytes, text),
        meaning: "longest schema text",
    },
    Setting {
        name: "limits.nesting",
        default: Some("256"),
        confluent: &[],
        read: nesting,
        meaning: "deepest nesting of a schema",
    },
    Setting {
        name: "limits.request-seconds",
        default: Some("60"),
        confluent: &[("request.timeout.ms", |config, text| {
            duration(&mut config.limits.request_timeout, text, Duration::from_millis)
        })],
        read: |config, text| {
            duration(&mut config.limits.request_timeout, text, Duration::from_secs)
        },
        meaning: "after this long a request is answered with 504",
    },
    Setting {
        name: "limits.idle-seconds",
        default: Some("75"),
        confluent: &[("idle.timeout.ms", |config, text| {
            duration(&mut config.limits.idle_timeout, text, Duration::from_millis)
        })],
        read: |config, text| duration(&mut config.limits.idle_timeout, text, Duration::from_secs),
        meaning: "a connection that brings no whole request head for this long is closed",
    },
    Setting {
        name: "limits.parses",
        default: None,
        confluent: &[],
        read: |config, text| count(&mut config.limits.parses, text),
        meaning: "schemas parsed and compared at once; without it one per processor",
    },
    Setting {
        name: "store.reserve-bytes",
        default: Some("67108864"),
        confluent: &[],
        read: |config, text| read(&mut config.reserve_bytes, text, "a number of bytes"),
        meaning: "bytes kept free on the disk of the store; below that nothing is written",
    },
    Setting {
        name: "log.format",
        default: Some("text"),
        confluent: &[],
        read: |config, text| word(&mut config.log_format, text),
        meaning: "text or json",
    },
    Setting {
        name: "log.filter",
        default: Some("info"),
        confluent: &[],
        read: |config, text| {
            crate::telemetry::check_filter(text)?;
            text.clone_into(&mut config.log_filter);
            Ok(())
        },
        meaning: "which logs are written, such as info or registry_server=debug",
    },
];

/// Why a setting was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    #[error("there is no setting `{name}`{}", nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default())]
    Unknown { name: String, nearest: Option<&'static str> },
    #[error("`{name}` cannot be `{value}`: {reason}")]
    Value { name: String, value: String, reason: String },
}

impl ServeConfig {
    /// Sets one setting by its name or a name of Confluent's.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        let reader = reader(name).ok_or_else(|| SettingError::Unknown {
            name: name.to_owned(),
            nearest: nearest(name),
        })?;
        reader(self, value.trim()).map_err(|reason| SettingError::Value {
            name: name.to_owned(),
            value: value.to_owned(),
            reason,
        })
    }
}

fn reader(name: &str) -> Option<Reader> {
    SETTINGS.iter().find_map(|setting| {
        let confluent = setting.confluent.iter().find(|(other, _)| *other == name);
        if setting.name == name { Some(setting.read) } else { confluent.map(|(_, reader)| *reader) }
    })
}

/// Is there a setting below this name, so that a table of it makes sense?
pub(super) fn is_group(name: &str) -> bool {
    let names = SETTINGS.iter().flat_map(|setting| {
        std::iter::once(setting.name).chain(setting.confluent.iter().map(|(name, _)| *name))
    });
    names
        .into_iter()
        .any(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// The setting whose name, or last word of it, differs by at most two letters.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let last =
        |name: &str| name.rsplit('.').next().unwrap_or_default().replace('_', "-").to_lowercase();
    let wanted = last(name);
    let distances =
        SETTINGS.iter().map(|setting| (distance(&last(setting.name), &wanted), setting.name));
    let closest = distances.min_by_key(|(distance, _)| *distance);
    closest.filter(|(distance, _)| *distance <= 2.min(wanted.len() / 2)).map(|(_, name)| name)
}

/// How many letters must be changed, added or removed to come from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in to.chars().enumerate() {
            let change = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.chars().count()]
}

fn read<T: FromStr>(target: &mut T, text: &str, expected: &str) -> Result<(), String> {
    *target = text.parse().map_err(|_| format!("expected {expected}"))?;
    Ok(())
}

fn word<T: FromStr<Err: ToString>>(target: &mut T, text: &str) -> Result<(), String> {
    *target = text.parse().map_err(|error: T::Err| error.to_string())?;
    Ok(())
}

fn count(target: &mut usize, text: &str) -> Result<(), String> {
    let expected = || "expected a whole number from 1".to_owned();
    let number: usize = text.parse().map_err(|_| expected())?;
    if number == 0 {
        return Err(expected());
    }
    *target = number;
    Ok(())
}

fn duration(target: &mut Duration, text: &str, unit: fn(u64) -> Duration) -> Result<(), String> {
    match text.parse() {
        Ok(number @ 1..=86_400_000) => {
            *target = unit(number);
            Ok(())
        }
        Ok(_) | Err(_) => Err("expected a whole number from 1 to 86400000".to_owned()),
    }
}

fn level(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    config.compatibility =
        text.parse().map_err(|error: contract_schema::level::UnknownLevel| error.to_string())?;
    Ok(())
}

fn mutability(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    read(&mut config.mode_mutability, text, "true or false")
}

fn associations(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    read(&mut config.associations, text, "true or false")
}

fn body_bytes(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    count(&mut config.limits.body_bytes, text)
}

fn nesting(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    match text.parse() {
        Ok(depth @ 1..=MAX_NESTING) => {
            config.limits.nesting = depth;
            Ok(())
        }
        Ok(_) | Err(_) => Err(format!("expected a whole number from 1 to {MAX_NESTING}")),
    }
}

/// Confluent's `listeners`: one `http://host:port`.
fn listener(text: &str) -> Result<SocketAddr, String> {
    let expected =
        || "expected one listener, such as http://0.0.0.0:8081 (https is not served)".to_owned();
    let rest = text.strip_prefix("http://").ok_or_else(expected)?;
    listen_address(rest.trim_end_matches('/')).map_err(|_| expected())
}

/// An address and a port. Names are not looked up, but everybody knows where `localhost` is.
///
/// # Errors
/// What was expected instead.
pub fn listen_address(text: &str) -> Result<SocketAddr, String> {
    let expected = || "expected an address and a port, such as 127.0.0.1:8081".to_owned();
    let (host, port) = text.rsplit_once(':').ok_or_else(expected)?;
    let port = port.parse().map_err(|_| expected())?;
    let host = match host {
        // As at Confluent, no host means all addresses.
        "" => IpAddr::from([0, 0, 0, 0]),
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        host => match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(v6) => IpAddr::V6(v6.parse().map_err(|_| expected())?),
            None => IpAddr::V4(host.parse().map_err(|_| expected())?),
        },
    };
    Ok(SocketAddr::new(host, port))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_there_once_and_has_a_meaning() {
        let mut names = BTreeSet::new();
        for setting in SETTINGS {
            assert!(!setting.meaning.is_empty());
            for name in
                std::iter::once(setting.name).chain(setting.confluent.iter().map(|(name, _)| *name))
            {
                assert!(names.insert(name), "{name} is there twice");
                assert!(!is_group(name), "{name} is also the name of a group");
            }
        }
    }

    #[test]
    fn the_defaults_of_the_table_are_the_defaults() {
        let mut config = ServeConfig::default();
        for setting in SETTINGS {
            if let Some(default) = setting.default {
                assert_eq!(config.set(setting.name, default), Ok(()), "{}", setting.name);
                assert_eq!(config, ServeConfig::default(), "{}", setting.name);
            }
        }
    }

    #[test]
    fn values_are_read_or_refused_with_what_was_expected() {
        let mut config = ServeConfig::default();
        for (name, value, expected) in [
            ("listen", "8081", Some("an address and a port")),
            ("listen", "[::1]:9000", None),
            ("listen", "::1:9000", Some("an address and a port")),
            ("listen", "localhost:9000", None),
            ("listen", ":9000", None),
            ("listen", "127.0.0.1:70000", Some("such as 127.0.0.1:8081")),
            ("listeners", "https://0.0.0.0:8081", Some("https is not served")),
            ("listeners", "http://:8085", None),
            ("policy", "strict", Some("use off, warn, enforce or enforce-all")),
            ("policy", "enforce-all,legacy.*=off", None),
            ("compatibility", "sideways", Some("sideways")),
            ("schema.compatibility.level", "full", None),
            ("limits.body-bytes", "0", Some("a whole number from 1")),
            ("limits.request-seconds", "-1", Some("a whole number")),
            ("request.timeout.ms", "1500", None),
            ("limits.nesting", "257", Some("from 1 to 256")),
            ("log.filter", "registry_server=loud", Some("")),
            ("data", "", Some("a directory")),
        ] {
            let set = config.set(name, value);
            match expected {
                None => assert_eq!(set, Ok(()), "{name} = {value}"),
                Some(text) => {
                    assert!(set.unwrap_err().to_string().contains(text), "{name} = {value}")
                }
            }
        }
        assert_eq!(config.listen.to_string(), "0.0.0.0:8085");
        assert_eq!(config.limits.request_timeout, Duration::from_millis(1500));
        assert_eq!(config.compatibility, contract_schema::Level::Full);
    }

    #[test]
    fn a_wrong_name_gets_the_right_one() {
        let mut config = ServeConfig::default();
        let message =
            |name: &str, config: &mut ServeConfig| config.set(name, "1").unwrap_err().to_string();
        assert_eq!(
            message("body_bytes", &mut config),
            "there is no setting `body_bytes`, did you mean `limits.body-bytes`?"
        );
        assert_eq!(message("x", &mut config), "there is no setting `x`");
    }
}
