//! The table of settings: name, default, meaning, and how the text of a value is read.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::confluent::{self, CONFLUENT, Meaning};
use super::words::{count, distance, duration, read, truth, word};
use super::{MAX_NESTING, ServeConfig, http};

/// One setting.
pub struct Setting {
    /// Dotted name in a configuration file.
    pub name: &'static str,
    /// What holds if nothing is said; `None` if that depends on the machine.
    pub default: Option<&'static str>,
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
        read: |config, text| {
            config.listen = listen_address(text)?;
            config.listen_also.clear();
            Ok(())
        },
        meaning: "address and port to listen on",
    },
    Setting {
        name: "data",
        default: Some("./concord-data"),
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
        read: |config, text| word(&mut config.policy, text),
        meaning: "what the contract policy does to a registration: off, warn, enforce, enforce-all; `pattern=setting` for some",
    },
    Setting {
        name: "compatibility",
        default: Some("BACKWARD"),
        read: level,
        meaning: "compatibility level where none is set",
    },
    Setting {
        name: "safety",
        default: Some("STANDARD"),
        read: |config, text| word(&mut config.safety, text),
        meaning: "what is promised beyond the level where nothing is set: STANDARD, WIRE, GOLDEN",
    },
    Setting {
        name: "impact",
        default: Some("OFF"),
        read: |config, text| word(&mut config.impact, text),
        meaning: "what a registration does about referrers that it would break, where nothing is set: OFF, WARN, REFUSE",
    },
    Setting {
        name: "mode-mutability",
        default: Some("true"),
        read: mutability,
        meaning: "whether modes may be changed",
    },
    Setting {
        name: "associations-enabled",
        default: Some("true"),
        read: |config, text| truth(&mut config.associations, text),
        meaning: "whether `/associations` is served; if not, its paths are unknown",
    },
    Setting {
        name: "answers",
        default: Some("8"),
        read: |config, text| word(&mut config.answers, text),
        meaning: "the release of Confluent's registry whose answers clients get: 8 or 7, see docs/http-api.md",
    },
    Setting {
        name: "validate-fields",
        default: Some("false"),
        read: |config, text| truth(&mut config.validate_fields, text),
        meaning: "whether reserved fields are checked where `validateFields` is not set",
    },
    Setting {
        name: "validate-new-schemas",
        default: Some("true"),
        read: |config, text| truth(&mut config.validate_new_schemas, text),
        meaning: "whether new schemas are held to stricter rules where `validateNewSchemas` is not set",
    },
    Setting {
        name: "strict-reference-versions",
        default: Some("false"),
        read: |config, text| truth(&mut config.strict_reference_versions, text),
        meaning: "whether two versions under one reference name are refused",
    },
    Setting {
        name: "accept-missing-security",
        default: Some("false"),
        read: |config, text| truth(&mut config.accept_missing_security, text),
        meaning: "start although a setting of Confluent's asks for protection that is not given here",
    },
    Setting {
        name: "cluster.group-id",
        default: Some("schema-registry"),
        read: |config, text| {
            text.clone_into(&mut config.cluster.group_id);
            Ok(())
        },
        meaning: "name of the registry in `/v1/metadata/id`",
    },
    Setting {
        name: "cluster.kafka-id",
        default: Some(""),
        read: |config, text| {
            text.clone_into(&mut config.cluster.kafka_id);
            Ok(())
        },
        meaning: "id of the Kafka cluster in `/v1/metadata/id`",
    },
    Setting {
        name: "limits.body-bytes",
        default: Some("17825792"),
        read: body_bytes,
        meaning: "longest request body; more than twice the longest schema, which JSON may double",
    },
    Setting {
        name: "limits.schema-bytes",
        default: Some("8388608"),
        read: |config, text| count(&mut config.limits.schema_bytes, text),
        meaning: "longest schema text",
    },
    Setting {
        name: "limits.nesting",
        default: Some("256"),
        read: nesting,
        meaning: "deepest nesting of a schema; of a Protobuf file 64 at most",
    },
    Setting {
        name: "limits.request-seconds",
        default: Some("60"),
        read: |config, text| {
            duration(&mut config.limits.request_timeout, text, Duration::from_secs)
        },
        meaning: "after this long a request is answered with 504",
    },
    Setting {
        name: "limits.idle-seconds",
        default: Some("75"),
        read: |config, text| duration(&mut config.limits.idle_timeout, text, Duration::from_secs),
        meaning: "a connection that brings no whole request head for this long is closed",
    },
    Setting {
        name: "limits.parses",
        default: None,
        read: |config, text| count(&mut config.limits.parses, text),
        meaning: "schemas parsed and compared at once; without it one per processor",
    },
    Setting {
        name: "limits.compress-bytes",
        default: Some("8192"),
        read: |config, text| {
            let mut bytes = 0;
            read(&mut bytes, text, "a number of bytes")?;
            config.limits.compress_from = Some(bytes).filter(|bytes| *bytes > 0);
            Ok(())
        },
        meaning: "answers of this length and more are compressed for clients that accept gzip; 0 for none",
    },
    Setting {
        name: "search.schemas-default",
        default: Some("1000"),
        read: |config, text| count(&mut config.search.schemas.default, text),
        meaning: "length of a list of `/schemas` and `referencedby` where no `limit` is asked for, or one above the most",
    },
    Setting {
        name: "search.schemas-most",
        default: Some("1000"),
        read: |config, text| count(&mut config.search.schemas.most, text),
        meaning: "the longest list of `/schemas` and `referencedby` that can be asked for",
    },
    Setting {
        name: "search.subjects-default",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.subjects.default, text),
        meaning: "length of a list of `/subjects` and who carries an id where no `limit` is asked for, or one above the most",
    },
    Setting {
        name: "search.subjects-most",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.subjects.most, text),
        meaning: "the longest list of `/subjects` and who carries an id that can be asked for",
    },
    Setting {
        name: "search.versions-default",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.versions.default, text),
        meaning: "length of a list of versions of a subject where no `limit` is asked for, or one above the most",
    },
    Setting {
        name: "search.versions-most",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.versions.most, text),
        meaning: "the longest list of versions of a subject that can be asked for",
    },
    Setting {
        name: "search.contexts-default",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.contexts.default, text),
        meaning: "length of a list of `/contexts` where no `limit` is asked for, or one above the most",
    },
    Setting {
        name: "search.contexts-most",
        default: Some("2147483647"),
        read: |config, text| count(&mut config.search.contexts.most, text),
        meaning: "the longest list of `/contexts` that can be asked for",
    },
    Setting {
        name: "http.cors-origins",
        default: Some(""),
        read: |config, text| {
            config.http.cors.origins = http::origins(text)?;
            Ok(())
        },
        meaning: "origins whose pages may read answers in a browser, parted by commas; `*` stands for any text",
    },
    Setting {
        name: "http.cors-methods",
        default: Some("GET,POST,HEAD"),
        read: |config, text| {
            config.http.cors.methods = http::methods(text)?;
            Ok(())
        },
        meaning: "methods that pages of other origins may use",
    },
    Setting {
        name: "http.cors-headers",
        default: Some("X-Requested-With,Content-Type,Accept,Origin"),
        read: |config, text| {
            config.http.cors.headers = http::words(text);
            Ok(())
        },
        meaning: "request headers that pages of other origins may send; `*` for any",
    },
    Setting {
        name: "http.cors-expose",
        default: Some(""),
        read: |config, text| {
            config.http.cors.expose = http::header_names(text)?;
            Ok(())
        },
        meaning: "answer headers that pages of other origins may read",
    },
    Setting {
        name: "http.headers",
        default: Some(""),
        read: |config, text| {
            config.http.headers = http::header_rules(text)?;
            Ok(())
        },
        meaning: "headers of every answer: `set Name: value` or `add Name: value`, parted by commas, in double quotes where one holds a comma",
    },
    Setting {
        name: "http.options",
        default: Some("true"),
        read: |config, text| truth(&mut config.http.options, text),
        meaning: "whether `OPTIONS` is answered",
    },
    Setting {
        name: "store.reserve-bytes",
        default: Some("67108864"),
        read: |config, text| read(&mut config.reserve_bytes, text, "a number of bytes"),
        meaning: "bytes kept free on the disk of the store; below that nothing is written",
    },
    Setting {
        name: "log.format",
        default: Some("text"),
        read: |config, text| word(&mut config.log_format, text),
        meaning: "text or json",
    },
    Setting {
        name: "log.filter",
        default: Some("info"),
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
    #[error("`{name}` of Confluent's has no effect here: {reason}")]
    WithoutEffect { name: String, reason: &'static str },
    #[error("`{name}` cannot be `{value}`: {reason}")]
    Value { name: String, value: String, reason: String },
}

impl ServeConfig {
    /// Sets one setting by its name or a name of Confluent's.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        let reader = reader(name)?;
        reader(self, value.trim()).map_err(|reason| SettingError::Value {
            name: name.to_owned(),
            value: value.to_owned(),
            reason,
        })
    }
}

fn reader(name: &str) -> Result<Reader, SettingError> {
    if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) {
        return Ok(setting.read);
    }
    let name = name.to_owned();
    match confluent::find(&name).map(|foreign| &foreign.meaning) {
        Some(Meaning::Maps(_, reader)) => Ok(*reader),
        Some(Meaning::Nothing(reason) | Meaning::Refused { reason, .. }) => {
            Err(SettingError::WithoutEffect { name, reason })
        }
        None => Err(SettingError::Unknown { nearest: nearest(&name), name }),
    }
}

/// Is there a setting below this name, so that a table of it makes sense?
pub(super) fn is_group(name: &str) -> bool {
    let own = SETTINGS.iter().map(|setting| setting.name);
    let mut names = own.chain(CONFLUENT.iter().map(|foreign| foreign.name));
    names.any(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
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

pub(super) fn level(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    config.compatibility =
        text.parse().map_err(|error: contract_schema::level::UnknownLevel| error.to_string())?;
    Ok(())
}

pub(super) fn mutability(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    truth(&mut config.mode_mutability, text)
}

pub(super) fn body_bytes(config: &mut ServeConfig, text: &str) -> Result<(), String> {
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
            assert!(names.insert(setting.name), "{} is there twice", setting.name);
            assert!(!is_group(setting.name), "{} is also the name of a group", setting.name);
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
            ("listeners", "https://0.0.0.0:8081", Some("TLS is not served")),
            ("answers", "6", Some("expected 7 or 8")),
            ("http.cors-origins", "example.com", Some("origins such as")),
            ("search.schemas-most", "0", Some("a whole number from 1")),
            ("listeners", "http://:8085", None),
            ("policy", "strict", Some("use off, warn, enforce or enforce-all")),
            ("policy", "enforce-all,legacy.*=off", None),
            ("compatibility", "sideways", Some("sideways")),
            ("schema.compatibility.level", "full", None),
            ("impact", "refuse", None),
            ("impact", "always", Some("expected OFF, WARN or REFUSE")),
            ("safety", "wire", None),
            ("safety", "platinum", Some("use STANDARD, WIRE or GOLDEN")),
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
        assert_eq!(
            message("kafkastore.topic", &mut config),
            "`kafkastore.topic` of Confluent's has no effect here: changes are kept in the embedded event log, not in a Kafka topic"
        );
    }
}
