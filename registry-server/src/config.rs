//! What `concord serve` can be told: every setting is one row of [`SETTINGS`], for files, flags and environment alike.

mod file;
mod settings;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use contract_schema::Level;

pub use file::FileError;
pub use settings::{Reader, SETTINGS, Setting, SettingError};

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
            policy: PolicySetting::Enforce,
            compatibility: Level::Backward,
            mode_mutability: true,
            limits: Limits::default(),
            reserve_bytes: crate::log::sled::DEFAULT_RESERVE_BYTES,
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
        }
    }
}

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
            parses: std::thread::available_parallelism().map_or(2, usize::from),
        }
    }
}

/// A closed set of words in a table.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( #[doc = $meaning:literal] $variant:ident = $word:literal, )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $( #[doc = $meaning] $variant, )*
        }

        impl $name {
            /// Every value with its word.
            pub const TABLE: &'static [(Self, &'static str)] = &[ $( (Self::$variant, $word), )* ];

            /// The word for this value.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            /// Reads a word in any case.
            fn from_str(text: &str) -> Result<Self, String> {
                let found = Self::TABLE.iter().find(|(_, word)| word.eq_ignore_ascii_case(text));
                let words: Vec<&str> = Self::TABLE.iter().map(|(_, word)| *word).collect();
                found.map(|(value, _)| *value).ok_or_else(|| format!("expected one of {}", words.join(", ")))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What the contract policy does to a registration.
    PolicySetting {
        /// Nothing: a drop-in for Confluent's registry.
        Off = "off",
        /// Breaches are logged, the schema is registered.
        Warn = "warn",
        /// A schema that declares a contract is refused if it breaches the policy.
        Enforce = "enforce",
        /// Every schema must declare a contract, and keep to it.
        EnforceAll = "enforce-all",
    }
}

words! {
    /// How logs are written to standard error.
    LogFormat {
        /// For people, coloured on a terminal.
        Text = "text",
        /// One JSON object per line.
        Json = "json",
    }
}
