//! A small blocking client of a Confluent-compatible registry, for command lines and build tools.
//!
//! What it is not: it caches nothing, serialises no events and retries nothing; what fails is said in words for people.

mod admin;
mod connection;
mod error;
mod tls;
mod transport;

pub use admin::Scope;
pub use connection::{Connection, Credentials, Identity, Roots};
pub use error::{Answered, ClientError};

use crate::{Compatibility, Config, Register, Registered, SchemaById, SubjectVersion};

use transport::Transport;

/// A connection to one registry.
pub struct Client {
    transport: Transport,
}

/// Which version of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The newest one that is not deleted.
    Latest,
    /// This one.
    Number(u32),
}

impl std::fmt::Display for Which {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Which::Latest => f.write_str("latest"),
            Which::Number(number) => number.fmt(f),
        }
    }
}

impl Client {
    /// A client of the registry at `url`, reached as `connection` says.
    ///
    /// # Errors
    /// The address has no scheme or host, or carries credentials; the proxy, a certificate or a key cannot be used.
    pub fn new(url: &str, connection: &Connection) -> Result<Client, ClientError> {
        Ok(Client { transport: Transport::new(url, connection)? })
    }

    /// The address of the registry, without a final slash.
    pub fn address(&self) -> &str {
        self.transport.address()
    }

    /// Every live subject, sorted.
    ///
    /// # Errors
    /// No answer, or none that a registry gives.
    pub fn subjects(&self) -> Result<Vec<String>, ClientError> {
        let mut subjects: Vec<String> = self.transport.get("/subjects")?;
        subjects.sort_unstable();
        Ok(subjects)
    }

    /// The live versions of a subject, ascending.
    ///
    /// # Errors
    /// No answer, or the subject does not exist.
    pub fn versions(&self, subject: &str) -> Result<Vec<u32>, ClientError> {
        self.transport.get(&format!("/subjects/{}/versions", segment(subject)))
    }

    /// One version of a subject.
    ///
    /// # Errors
    /// No answer, or the subject or the version does not exist.
    pub fn version(&self, subject: &str, which: Which) -> Result<SubjectVersion, ClientError> {
        self.transport.get(&format!("/subjects/{}/versions/{which}", segment(subject)))
    }

    /// The schema with this id.
    ///
    /// # Errors
    /// No answer, or the id does not exist.
    pub fn schema(&self, id: u32) -> Result<SchemaById, ClientError> {
        self.transport.get(&format!("/schemas/ids/{id}"))
    }

    /// Registers a candidate; one that exists answers its own id and version.
    ///
    /// # Errors
    /// No answer, or a refusal: 409 incompatible, 422 invalid or against the policy.
    pub fn register(&self, subject: &str, candidate: &Register) -> Result<Registered, ClientError> {
        self.transport.post(&format!("/subjects/{}/versions", segment(subject)), candidate)
    }

    /// The version of `subject` that has this very schema; `None` if there is none.
    ///
    /// # Errors
    /// No answer, or the candidate is no schema.
    pub fn lookup(
        &self,
        subject: &str,
        candidate: &Register,
    ) -> Result<Option<SubjectVersion>, ClientError> {
        match self.transport.post(&format!("/subjects/{}", segment(subject)), candidate) {
            Ok(version) => Ok(Some(version)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Asks what a registration would be told about compatibility, with every message.
    ///
    /// # Errors
    /// No answer, or one that is not a verdict.
    pub fn compatibility(
        &self,
        subject: &str,
        candidate: &Register,
    ) -> Result<Compatibility, ClientError> {
        let path = format!("/compatibility/subjects/{}/versions?verbose=true", segment(subject));
        self.transport.post(&path, candidate)
    }

    /// The settings in force for a subject.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn settings(&self, subject: &str) -> Result<Config, ClientError> {
        let path = format!("/config/{}?defaultToGlobal=true", segment(subject));
        self.transport.get(&path)
    }
}

/// A subject as one path segment: everything but unreserved characters percent-encoded.
fn segment(subject: &str) -> String {
    let mut encoded = String::with_capacity(subject.len());
    for byte in subject.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_path_segment() {
        assert_eq!(segment("payment.initiated-value"), "payment.initiated-value");
        assert_eq!(segment("a/b c%é"), "a%2Fb%20c%25%C3%A9");
    }
}
