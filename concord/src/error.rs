//! What stopped a command, worded once; `main.rs` turns the kind into an exit code.

use registry_api::client::{Answered, ClientError};
use registry_server::serve::ServeError;
use std::path::PathBuf;

/// Why a command could not do its work. Findings are no errors: they are what a command finds.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{0}")]
    Usage(String),
    #[error("`{path}` could not be read: {reason}")]
    Read { path: PathBuf, reason: std::io::Error },
    #[error("`{path}` could not be written: {reason}")]
    Write { path: PathBuf, reason: std::io::Error },
    #[error("{0}")]
    Invalid(String),
    #[error(transparent)]
    Registry(#[from] ClientError),
    /// It does not give what every registry gives, such as its list of subjects.
    #[error("the registry at {url} does not let us read it: {refusal}")]
    Unread { url: String, refusal: Answered },
    #[error("{message}\n  help: {help}")]
    Git { message: String, help: String },
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("the output could not be written: {0}")]
    Output(#[from] std::io::Error),
}

/// How a command ended; the numbers are part of the command line's promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Clean = 0,
    Findings = 1,
    Invalid = 2,
    Unreachable = 3,
    Waiver = 4,
    Usage = 64,
}

impl Exit {
    /// Which of several reasons a run ends with: the highest. A change that is refused says more than a waiver that is not used.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Waiver => 1,
            Exit::Findings => 2,
            Exit::Invalid => 3,
            Exit::Unreachable => 4,
            Exit::Usage => 5,
        }
    }
}

impl Error {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Error::Usage(_) => Exit::Usage,
            Error::Read { .. } | Error::Write { .. } | Error::Invalid(_) => Exit::Invalid,
            Error::Registry(error) => registry_exit(error),
            Error::Git { .. } | Error::Unread { .. } => Exit::Unreachable,
            Error::Serve(_) => Exit::Findings,
            // Whoever closed our output (`| head`) has seen enough.
            Error::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Clean,
            Error::Output(_) => Exit::Invalid,
        }
    }

    /// Whether there is anybody left to tell.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self, Error::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn registry_exit(error: &ClientError) -> Exit {
    match error {
        ClientError::Address { .. } => Exit::Usage,
        ClientError::Proxy { .. } | ClientError::Certificate { .. } => Exit::Invalid,
        ClientError::Refused(_) => Exit::Findings,
        ClientError::NotReachable { .. }
        | ClientError::Untrusted { .. }
        | ClientError::Elsewhere { .. }
        | ClientError::TimedOut { .. }
        | ClientError::HalfAnswer { .. }
        | ClientError::NotARegistry { .. }
        | ClientError::UnexpectedAnswer { .. }
        | ClientError::Unauthorized { .. }
        | ClientError::Forbidden { .. }
        | ClientError::Busy { .. }
        | ClientError::Failed { .. } => Exit::Unreachable,
    }
}
