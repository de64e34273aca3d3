//! What can go wrong between us and a registry, worded for the person who typed the command.

use crate::Violation;

/// Why a call to a registry did not give an answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is not one we can call.
    #[error("`{url}` is no registry address: {reason}")]
    Address {
        /// As given.
        url: String,
        /// What is wrong with it and what to write instead.
        reason: String,
    },
    /// The proxy is not one we can use.
    #[error("the proxy that the environment names cannot be used: {reason}")]
    Proxy {
        /// What is wrong with it and what to write instead.
        reason: String,
    },
    /// A certificate or a key cannot be read.
    #[error("{what} cannot be used: {reason}")]
    Certificate {
        /// Which one.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// One side does not trust the other.
    #[error(
        "no trust between us and {url}: {reason}; an authority of your own is named by CONCORD_CA_FILE, a certificate that the registry asks for by CONCORD_CLIENT_CERT and CONCORD_CLIENT_KEY"
    )]
    Untrusted {
        /// The registry.
        url: String,
        /// The library's words.
        reason: String,
    },
    /// The registry sends us to where we do not go.
    #[error("the registry at {url} does not answer itself: {reason}; name the address that does")]
    Elsewhere {
        /// The registry.
        url: String,
        /// Where to, and why not.
        reason: String,
    },
    /// Nobody answered.
    #[error(
        "the registry at {url} could not be reached ({reason}): is it running? start one with `concord serve`, or name another with --registry URL"
    )]
    NotReachable {
        /// The registry.
        url: String,
        /// The operating system's reason.
        reason: String,
    },
    /// The answer did not come in time.
    #[error(
        "the registry at {url} did not answer in time ({waited}): try again, or look at its load; CONCORD_TIMEOUT sets other seconds"
    )]
    TimedOut {
        /// The registry.
        url: String,
        /// What was waited for, and how long.
        waited: String,
    },
    /// The connection ended in the middle of an answer.
    #[error(
        "the answer of {url} ended too early ({reason}): a proxy or the registry closed the connection, try again"
    )]
    HalfAnswer {
        /// What was called.
        url: String,
        /// What was noticed.
        reason: String,
    },
    /// Something answered that is no registry.
    #[error(
        "{url} answered {status} with {content_type}, which no schema registry does: is this the address of a registry, or of a proxy or login page in front of it? it began with `{beginning}`"
    )]
    NotARegistry {
        /// What was called.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The media type of the answer.
        content_type: String,
        /// The first characters of the answer.
        beginning: String,
    },
    /// JSON that is not the answer of the call.
    #[error("{url} answered JSON that is not what this call answers: {reason}")]
    UnexpectedAnswer {
        /// What was called.
        url: String,
        /// The parser's words.
        reason: String,
    },
    /// 401.
    #[error(
        "the registry at {url} refused the credentials (401): set CONCORD_REGISTRY_AUTH=user:password or CONCORD_REGISTRY_TOKEN, or give the host a line in ~/.netrc"
    )]
    Unauthorized {
        /// The registry.
        url: String,
    },
    /// 403.
    #[error(
        "the registry at {url} does not allow this to whoever asks (403): have its operator grant the right, or use other credentials"
    )]
    Forbidden {
        /// The registry.
        url: String,
    },
    /// 429, 502, 503 or 504.
    #[error("the registry at {url} is not able to answer now ({status}): try again later")]
    Busy {
        /// The registry.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The registry has a fault of its own: any other 5xx.
    #[error("the registry at {url} failed ({status}): {message}; try again, or look at its log")]
    Failed {
        /// The registry.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What it says about it.
        message: String,
    },
    /// The registry understood and said no.
    #[error(transparent)]
    Refused(Answered),
}

/// The registry's error body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (error code {code})")]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// `error_code`
    pub code: u32,
    /// `message`
    pub message: String,
    /// What the policy found; empty unless the code is 42291.
    pub violations: Vec<Violation>,
}

impl ClientError {
    /// The registry's own refusal, if that is what happened.
    pub fn refusal(&self) -> Option<&Answered> {
        match self {
            ClientError::Refused(refusal) => Some(refusal),
            ClientError::Address { .. }
            | ClientError::Proxy { .. }
            | ClientError::Certificate { .. }
            | ClientError::Untrusted { .. }
            | ClientError::Elsewhere { .. }
            | ClientError::NotReachable { .. }
            | ClientError::TimedOut { .. }
            | ClientError::HalfAnswer { .. }
            | ClientError::NotARegistry { .. }
            | ClientError::UnexpectedAnswer { .. }
            | ClientError::Unauthorized { .. }
            | ClientError::Forbidden { .. }
            | ClientError::Busy { .. }
            | ClientError::Failed { .. } => None,
        }
    }

    /// Whether the thing asked for does not exist: subject (40401), version (40402), schema (40403), config (40408).
    pub fn is_not_found(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == 404)
    }

    /// Whether there is no such thing, or no such path: registries of other makes lack some, and say so in words of their own.
    pub fn is_unserved(&self) -> bool {
        let is_missing = |status: u16| matches!(status, 404 | 405);
        if let ClientError::NotARegistry { status, .. } = self {
            return is_missing(*status);
        }
        self.refusal().is_some_and(|refusal| is_missing(refusal.status))
    }
}
