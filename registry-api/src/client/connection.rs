//! How to reach a registry besides its address: who we are, through which proxy, whom we trust. Values only; the caller reads them from wherever they are kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;

/// What a client needs to know besides the address; the default is nobody, no proxy and the authorities of the web.
#[derive(Default)]
pub struct Connection {
    /// Who we are.
    pub credentials: Option<Credentials>,
    /// The proxy in between, `http://user:password@proxy:3128`.
    pub proxy: Option<String>,
    /// The authorities whose certificates are trusted.
    pub roots: Roots,
    /// The certificate that we show when we are asked for one.
    pub identity: Option<Identity>,
    /// How long an answer may take; a minute unless stated.
    pub timeout: Option<Duration>,
}

/// Who we are. It has no `Debug`: what cannot be printed is not printed by mistake.
pub enum Credentials {
    /// A name and a password.
    Basic {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A bearer token.
    Bearer(String),
}

/// The authorities that are trusted.
#[derive(Default)]
pub enum Roots {
    /// Those of the web, as they were when this program was built.
    #[default]
    Web,
    /// These and no others, in DER.
    Only(Vec<Vec<u8>>),
    /// Those of this text and no others, in PEM.
    Pem(Vec<u8>),
}

/// A certificate of our own, both parts in PEM.
pub struct Identity {
    /// The certificate, and those between it and its authority.
    pub chain: Vec<u8>,
    /// The private key.
    pub key: Vec<u8>,
}

impl Credentials {
    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> String {
        match self {
            Credentials::Basic { user, password } => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
            Credentials::Bearer(token) => format!("Bearer {token}"),
        }
    }
}
