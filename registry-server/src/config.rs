//! What `concord serve` can be told: every setting is one row of [`SETTINGS`], for files, flags and environment alike.

mod confluent;
mod environment;
mod file;
mod http;
mod properties;
mod search;
mod settings;
mod sources;
mod words;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::registry::impact::Vigilance;
use contract_schema::Level;
use contract_schema::compat::Safety;

pub use confluent::{CONFLUENT, Foreign, Meaning};
/// `off`, `warn`, `enforce` or `enforce-all`, with other words for some subjects.
pub use contract_model::policy::Settings as PolicySetting;
pub use environment::variable;
pub use file::FileError;
pub use http::{Cors, HeaderRule, Http, RuleValue};
pub use search::{PageLimits, Search};
pub use settings::{Reader, SETTINGS, Setting, SettingError, listen_address};
pub use sources::{Loaded, Notes, Sources};

/// Everything the server needs to know before it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to listen as well; only Confluent's `listeners` names several addresses.
    pub listen_also: Vec<SocketAddr>,
    /// Directory of the store.
    pub data: PathBuf,
    /// What the contract policy does to a registration.
    pub policy: PolicySetting,
    /// The compatibility level where none is set.
    pub compatibility: Level,
    /// What is promised beyond the level where nothing is set.
    pub safety: Safety,
    /// What a registration does about referrers that it would break, where nothing is set.
    pub impact: Vigilance,
    /// May modes be changed at all?
    pub mode_mutability: bool,
    /// Is `/associations` served?
    pub associations: bool,
    /// The release whose answers clients get.
    pub answers: Answers,
    /// Are reserved fields checked where nothing is set?
    pub validate_fields: bool,
    /// Are new schemas held to stricter rules where nothing is set?
    pub validate_new_schemas: bool,
    /// Are two versions under one reference name refused?
    pub strict_reference_versions: bool,
    /// Start although a setting asks for protection that is not given?
    pub accept_missing_security: bool,
    /// What the registry says of itself.
    pub cluster: Cluster,
    /// How long lists get.
    pub search: Search,
    /// What is added to answers.
    pub http: Http,
    /// What one request may cost.
    pub limits: Limits,
    /// Bytes kept free on the disk of the store.
    pub reserve_bytes: u64,
    /// How logs are written.
    pub log_format: LogFormat,
    /// Which logs are written: directives of `tracing_subscriber::EnvFilter`, such as `info` or `registry_server=debug`.
    pub log_filter: String,
}

impl Default for ServeConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8081)),
            listen_also: Vec::new(),
            data: PathBuf::from("./concord-data"),
            policy: PolicySetting::default(),
            compatibility: Level::Backward,
            safety: Safety::Standard,
            impact: Vigilance::Off,
            mode_mutability: true,
            associations: true,
            answers: Answers::default(),
            validate_fields: false,
            validate_new_schemas: true,
            strict_reference_versions: false,
            accept_missing_security: false,
            cluster: Cluster::default(),
            search: Search::default(),
            http: Http::default(),
            limits: Limits::default(),
            reserve_bytes: crate::log::sled::DEFAULT_RESERVE_BYTES,
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
        }
    }
}

/// No configuration allows a deeper nesting: the parsers stop there in any case.
pub const MAX_NESTING: usize = 256;

/// Stack of the threads that parse: parsers recurse.
pub(crate) const STACK_BYTES: usize = 16 * 1024 * 1024;

/// A schema of common size is sent sooner than it is compressed; lists and large schemas are not.
const COMPRESS_FROM: usize = 8 * 1024;

/// What one request may cost, and how many may cost it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest request body.
    pub body_bytes: usize,
    /// Longest schema text.
    pub schema_bytes: usize,
    /// Deepest nesting of a schema.
    pub nesting: usize,
    /// After this long a request is answered with 504.
    pub request_timeout: Duration,
    /// A connection that brings no whole request head for this long is closed.
    pub idle_timeout: Duration,
    /// Schemas parsed and compared at once, off the async threads.
    pub parses: usize,
    /// Answers of at least this many bytes are compressed for clients that accept it; `None`: none are.
    pub compress_from: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // JSON may write each character of a schema as two, and other members come with it.
            body_bytes: 17 * 1024 * 1024,
            schema_bytes: 8 * 1024 * 1024,
            nesting: contract_schema::Limits::default().depth,
            request_timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(75),
            parses: std::thread::available_parallelism().map_or(2, usize::from),
            compress_from: Some(COMPRESS_FROM),
        }
    }
}

/// The release of Confluent's registry whose answers clients get.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answers {
    /// 7.9: code 409, a registration answers its id alone, no guid, no time, AVRO goes without saying.
    Seven,
    /// 8.2.
    #[default]
    Eight,
}

impl std::str::FromStr for Answers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "7" => Ok(Self::Seven),
            "8" => Ok(Self::Eight),
            _other => Err("expected 7 or 8".to_owned()),
        }
    }
}

/// What `/v1/metadata/id` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Name of the registry.
    pub group_id: String,
    /// Id of the Kafka cluster.
    pub kafka_id: String,
}

impl Default for Cluster {
    fn default() -> Self {
        Self { group_id: "schema-registry".to_owned(), kafka_id: String::new() }
    }
}

/// How logs are written to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people, coloured on a terminal.
    Text,
    /// One JSON object per line.
    Json,
}

impl std::str::FromStr for LogFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _other => Err("expected text or json".to_owned()),
        }
    }
}
