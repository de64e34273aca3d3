//! What `concord serve` can be told: every setting is one row of [`SETTINGS`], for files, flags and environment alike.

mod file;
mod settings;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use contract_schema::Level;

/// `off`, `warn`, `enforce` or `enforce-all`, with other words for some subjects.
pub use contract_model::policy::Settings as PolicySetting;
pub use file::FileError;
pub use settings::{Reader, SETTINGS, Setting, SettingError, listen_address};

/// Everything the server needs to know before it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Directory of the store.
    pub data: PathBuf,
    /// What the contract policy does to a registration.
    pub policy: PolicySetting,
    /// The compatibility level where none is set.
    pub compatibility: Level,
    /// May modes be changed at all?
    pub mode_mutability: bool,
    /// Is `/associations` served?
    pub associations: bool,
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
            data: PathBuf::from("./concord-data"),
            policy: PolicySetting::default(),
            compatibility: Level::Backward,
            mode_mutability: true,
            associations: true,
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
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 8 * 1024 * 1024,
            schema_bytes: 8 * 1024 * 1024,
            nesting: contract_schema::Limits::default().depth,
            request_timeout: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(75),
            parses: std::thread::available_parallelism().map_or(2, usize::from),
        }
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
