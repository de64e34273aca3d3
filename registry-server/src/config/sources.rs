//! Where settings come from, in rising order of weight: defaults, files, Confluent's variables, ours, the command line.
//!
//! Every complaint of every source is reported at once; what has no meaning here is told in one note.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use super::confluent::{self, Meaning};
use super::environment::{self, THEIRS, Variable};
use super::settings::SettingError;
use super::{FileError, ServeConfig, properties};

/// What a server is told.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// A file of Confluent's, or of ours in the same syntax.
    pub properties: Option<&'a Path>,
    /// A TOML file, or one whose name ends in `.properties`.
    pub config: Option<&'a Path>,
    /// The environment.
    pub variables: Vec<(String, String)>,
    /// Name and value of what the command line says.
    pub flags: Vec<(String, String)>,
}

/// A configuration, and what is worth a word.
#[derive(Debug)]
pub struct Loaded {
    /// What holds.
    pub config: ServeConfig,
    /// What was left out.
    pub notes: Notes,
}

/// Settings that were left out, by the reason for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Notes {
    by_reason: BTreeMap<String, Vec<String>>,
}

impl Notes {
    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.by_reason.is_empty()
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("settings that have no effect here:")?;
        for (reason, names) in &self.by_reason {
            let shown = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            write!(f, "\n  {shown}: {reason}")?;
        }
        Ok(())
    }
}

impl Sources<'_> {
    /// Reads all of it.
    ///
    /// # Errors
    /// Every value that does not fit, and every wish for protection that is not given.
    pub fn load(&self) -> Result<Loaded, FileError> {
        let mut reading = Reading::default();
        for file in [self.properties, self.config].into_iter().flatten() {
            reading.file(file, self.properties == Some(file));
        }
        let mut variables: Vec<_> = self.variables.iter().collect();
        variables.sort_by_key(|(name, value)| {
            let is_old = matches!(environment::meaning(name), Variable::Theirs(old) if confluent::is_old(&old));
            (!is_old, name, value)
        });
        for (name, value) in &variables {
            if let Variable::Theirs(property) = environment::meaning(name) {
                reading.theirs(&property, value, name);
            }
        }
        for (name, value) in &variables {
            match environment::meaning(name) {
                Variable::Ours(setting) => reading.ours(setting, value, name),
                Variable::Unknown(near) => {
                    let reason = format!("did you mean `{}`?", environment::variable(near));
                    reading.left_out.insert(name.clone(), reason);
                }
                Variable::Theirs(_) | Variable::Other => {}
            }
        }
        for (name, value) in &self.flags {
            reading.ours(name, value, "the command line");
        }
        reading.finish()
    }
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    config: ServeConfig,
    complaints: Vec<String>,
    /// Names without a meaning here, with the reason; a later source says the same name again.
    left_out: BTreeMap<String, String>,
    /// Names that ask for protection, with what is missing; a later source may take the wish back.
    unprotected: BTreeMap<String, &'static str>,
}

impl Reading {
    fn file(&mut self, path: &Path, are_properties: bool) {
        if are_properties || path.extension().is_some_and(|ending| ending == "properties") {
            return self.properties(path);
        }
        match self.config.read_file(path) {
            Ok(()) => {}
            Err(FileError::Wrong(complaints)) => self.complaints.extend(complaints),
            Err(error @ FileError::Unreadable { .. }) => self.complaints.push(error.to_string()),
        }
    }

    fn properties(&mut self, path: &Path) {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let unreadable =
                    FileError::Unreadable { path: path.to_owned(), reason: error.to_string() };
                return self.complaints.push(unreadable.to_string());
            }
        };
        let (mut properties, malformed) = properties::parse(&properties::text(&bytes));
        properties.sort_by_key(|property| !confluent::is_old(&property.name));
        let place = |line| format!("{}:{line}", path.display());
        for (line, reason) in malformed {
            self.complaints.push(format!("{}: {reason}", place(line)));
        }
        for property in properties {
            self.theirs(&property.name, &property.value, &place(property.line));
        }
    }

    /// A setting of Confluent's, or one of ours where theirs stand.
    fn theirs(&mut self, name: &str, value: &str, place: &str) {
        let Some(foreign) = confluent::find(name) else {
            return match self.config.set(name, value) {
                Err(SettingError::Unknown { .. }) => {
                    let near =
                        confluent::nearest(name).map(|near| format!(", did you mean `{near}`?"));
                    let reason = format!("there is no such setting{}", near.unwrap_or_default());
                    self.left_out.insert(told(name, place), reason);
                }
                outcome => self.complain(outcome, place),
            };
        };
        match foreign.meaning {
            // An empty value is how a compose file leaves a setting at its default.
            Meaning::Maps(..) if value.trim().is_empty() => {}
            Meaning::Maps(..) => {
                let outcome = self.config.set(name, value);
                self.complain(outcome, place);
            }
            Meaning::Nothing(reason) => {
                self.left_out.insert(told(name, place), reason.to_owned());
            }
            Meaning::Refused { harmless, reason } => {
                let value = value.trim();
                if value.is_empty() || harmless(value) {
                    self.unprotected.remove(name);
                } else {
                    self.unprotected.insert(name.to_owned(), reason);
                }
            }
        }
    }

    fn ours(&mut self, name: &str, value: &str, place: &str) {
        let outcome = self.config.set(name, value);
        self.complain(outcome, place);
    }

    fn complain(&mut self, outcome: Result<(), SettingError>, place: &str) {
        self.complaints.extend(outcome.err().map(|error| format!("{place}: {error}")));
    }

    fn finish(mut self) -> Result<Loaded, FileError> {
        for (name, reason) in std::mem::take(&mut self.unprotected) {
            if self.config.accept_missing_security {
                self.left_out.insert(name, format!("NOT PROTECTED: {reason}"));
            } else {
                let variable = environment::variable("accept-missing-security");
                self.complaints.push(format!(
                    "`{name}` asks for protection that is not given: {reason}; {variable}=true starts the server without it"
                ));
            }
        }
        if !self.complaints.is_empty() {
            return Err(FileError::Wrong(self.complaints));
        }
        let mut notes = Notes::default();
        for (name, reason) in self.left_out {
            notes.by_reason.entry(reason).or_default().push(name);
        }
        Ok(Loaded { config: self.config, notes })
    }
}

/// A name as the person who wrote it knows it: of a variable, the variable.
fn told(name: &str, place: &str) -> String {
    if place.starts_with(THEIRS) { place.to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn load(pairs: &[(&str, &str)]) -> Result<Loaded, FileError> {
        Sources { variables: variables(pairs), ..Sources::default() }.load()
    }

    #[test]
    fn an_old_name_yields_to_the_new_one_beside_it() {
        let asked = [
            ("SCHEMA_REGISTRY_AVRO_COMPATIBILITY_LEVEL", "none"),
            ("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:1,http://0.0.0.0:2"),
            ("SCHEMA_REGISTRY_PORT", "3"),
            ("SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL", "full"),
        ];
        let config = load(&asked).unwrap().config;
        assert_eq!((config.listen.port(), config.listen_also.len()), (1, 1));
        assert_eq!(config.compatibility, contract_schema::Level::Full);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.properties");
        let text = "schema.compatibility.level=full\nlisteners=http://:1\navro.compatibility.level=none\nport=3\n";
        fs::write(&file, text).unwrap();
        let sources = Sources { config: Some(&file), ..Sources::default() };
        let config = sources.load().unwrap().config;
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.compatibility, contract_schema::Level::Full);
        let nearer = variables(&[("SCHEMA_REGISTRY_PORT", "3")]);
        assert_eq!(
            Sources { variables: nearer, ..sources }.load().unwrap().config.listen.port(),
            3
        );
    }

    #[test]
    fn a_compose_file_as_people_write_it_starts() {
        let loaded = load(&[
            ("SCHEMA_REGISTRY_HOST_NAME", "schema-registry"),
            ("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:8085"),
            ("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://broker:29092"),
            ("SCHEMA_REGISTRY_KAFKASTORE_TOPIC", "_schemas"),
            ("SCHEMA_REGISTRY_LOG4J_ROOT_LOGLEVEL", "WARN"),
            ("SCHEMA_REGISTRY_HEAP_OPTS", "-Xmx1g"),
            ("SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL", "full"),
            ("SCHEMA_REGISTRY_ACCESS_CONTROL_ALLOW_ORIGIN", "*"),
            ("SCHEMA_REGISTRY_PORT", "tcp://10.0.0.1:8081"),
            ("SCHEMA_REGISTRY_ACCESS_CONTROL_ALLOW_HEADERS", ""),
            ("SCHEMA_REGISTRY_REQUEST_TIMEOUT_MS", " "),
            ("SCHEMA_REGISTRY_PORT_8081_TCP_ADDR", "10.0.0.1"),
            ("SCHEMA_REGISTRY_SCHEMA_REGISTRY_GROUP_ID", "payments"),
            ("CUB_CLASSPATH", "/etc/x"),
            ("PATH", "/bin"),
        ])
        .unwrap();
        let config = &loaded.config;
        assert_eq!(config.listen.to_string(), "0.0.0.0:8085");
        assert_eq!(config.compatibility, contract_schema::Level::Full);
        assert_eq!(config.cluster.group_id, "payments");
        assert_eq!(config.http.cors.origins, ["*"]);
        assert_eq!(config.http.cors.headers, ServeConfig::default().http.cors.headers);
        assert_eq!(config.log_filter, "warn");
        let notes = loaded.notes.to_string();
        for part in [
            "`SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS`, `SCHEMA_REGISTRY_KAFKASTORE_TOPIC`: changes are kept",
            "`SCHEMA_REGISTRY_HOST_NAME`: one process",
            "`SCHEMA_REGISTRY_HEAP_OPTS`, `cub.classpath`: there is no Java machine",
            "`SCHEMA_REGISTRY_PORT_8081_TCP_ADDR`: set by Kubernetes",
        ] {
            assert!(notes.contains(part), "{part}\nis not in\n{notes}");
        }
    }

    #[test]
    fn the_later_source_wins() {
        let dir = tempfile::tempdir().unwrap();
        let properties = dir.path().join("schema-registry.properties");
        let toml = dir.path().join("concord.toml");
        fs::write(
            &properties,
            "listeners=http://0.0.0.0:1\nschema.compatibility.level=none\nschema.search.max.limit=1\nmode.mutability=false\n",
        )
        .unwrap();
        fs::write(&toml, "compatibility = \"full\"\n[search]\nschemas-most = 2\n").unwrap();
        let sources = Sources {
            properties: Some(&properties),
            config: Some(&toml),
            variables: variables(&[
                ("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:2"),
                ("SCHEMA_REGISTRY_SCHEMA_SEARCH_MAX_LIMIT", "3"),
                ("CONCORD_SEARCH_SCHEMAS_MOST", "4"),
            ]),
            flags: vec![("listen".to_owned(), "0.0.0.0:3".to_owned())],
        };
        let config = sources.load().unwrap().config;
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.compatibility, contract_schema::Level::Full);
        assert_eq!(config.search.schemas.most, 4);
        assert!(!config.mode_mutability);
    }

    #[test]
    fn every_wrong_value_of_every_source_is_named_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.properties");
        fs::write(
            &file,
            "# a comment\nlisteners=https://0.0.0.0:8081\nmode.mutability=perhaps\nx=\\u1\n",
        )
        .unwrap();
        let sources = Sources {
            config: Some(&file),
            variables: variables(&[
                ("SCHEMA_REGISTRY_REQUEST_TIMEOUT_MS", "soon"),
                ("SCHEMA_REGISTRY_AUTHENTICATION_METHOD", "BASIC"),
                ("CONCORD_LIMITS_NESTING", "0"),
            ]),
            ..Sources::default()
        };
        let message = sources.load().unwrap_err().to_string();
        for part in [
            "a.properties:4: `\\u1` is no character",
            "a.properties:2: `listeners` cannot be `https://0.0.0.0:8081`: ",
            "a.properties:3: `mode.mutability` cannot be `perhaps`: expected true or false",
            "SCHEMA_REGISTRY_REQUEST_TIMEOUT_MS: `request.timeout.ms` cannot be `soon`",
            "CONCORD_LIMITS_NESTING: `limits.nesting` cannot be `0`",
            "`authentication.method` asks for protection that is not given: nobody is asked to log in here",
        ] {
            assert!(message.contains(part), "{part}\nis not in\n{message}");
        }
        assert_eq!(message.lines().count(), 6, "{message}");
    }

    #[test]
    fn protection_that_is_not_given_is_refused_until_it_is_waived_or_taken_back() {
        let asked = ("SCHEMA_REGISTRY_SSL_CLIENT_AUTH", "true");
        assert!(load(&[asked]).is_err());
        let waived = load(&[asked, ("CONCORD_ACCEPT_MISSING_SECURITY", "true")]).unwrap();
        assert!(waived.notes.to_string().contains("`ssl.client.auth`: NOT PROTECTED"));
        assert!(load(&[("SCHEMA_REGISTRY_SSL_CLIENT_AUTH", "false")]).unwrap().notes.is_empty());
        for harmless in ["none", "NONE", ""] {
            assert!(load(&[("SCHEMA_REGISTRY_AUTHENTICATION_METHOD", harmless)]).is_ok());
        }
        let plugin =
            "io.confluent.kafka.schemaregistry.security.SchemaRegistrySecurityResourceExtension";
        assert!(load(&[("SCHEMA_REGISTRY_RESOURCE_EXTENSION_CLASS", plugin)]).is_err());
        let keys = "io.confluent.dekregistry.DekRegistryResourceExtension";
        assert!(load(&[("SCHEMA_REGISTRY_RESOURCE_EXTENSION_CLASS", keys)]).is_ok());
    }

    #[test]
    fn an_unknown_name_is_a_note_with_the_right_one() {
        let loaded = load(&[
            ("SCHEMA_REGISTRY_SCHEMA_COMPATIBLITY_LEVEL", "full"),
            ("SCHEMA_REGISTRY_COLOUR", "red"),
            ("CONCORD_LISTN", "1"),
            ("CONCORD_TEST_SEED", "1"),
        ]);
        assert_eq!(
            loaded.unwrap().notes.to_string(),
            "settings that have no effect here:\n  \
             `CONCORD_LISTN`: did you mean `CONCORD_LISTEN`?\n  \
             `SCHEMA_REGISTRY_COLOUR`: there is no such setting\n  \
             `SCHEMA_REGISTRY_SCHEMA_COMPATIBLITY_LEVEL`: there is no such setting, did you mean `schema.compatibility.level`?"
        );
    }

    #[test]
    fn secrets_stand_in_no_note() {
        let loaded = load(&[("SCHEMA_REGISTRY_SSL_KEYSTORE_PASSWORD", "hush")]).unwrap();
        assert!(!loaded.notes.to_string().contains("hush"));
    }
}
