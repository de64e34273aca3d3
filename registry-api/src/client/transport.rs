//! One HTTP exchange: request out, JSON in, and everything that may go wrong in between told apart.

use super::error::{Answered, ClientError};
use crate::{ErrorBody, MEDIA_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body};

const CONNECT: Duration = Duration::from_secs(5);
const EXCHANGE: Duration = Duration::from_secs(60);
/// Longer than any schema with its JSON escapes, short enough to survive an endless answer.
const LONGEST_ANSWER: u64 = 64 << 20;

/// An address and the way to talk to it.
pub(super) struct Transport {
    base: String,
    agent: Agent,
    authorization: Option<String>,
}

impl Transport {
    pub(super) fn new(url: &str, authorization: Option<String>) -> Result<Transport, ClientError> {
        let base = checked_address(url)?;
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!("concord/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(EXCHANGE));
        if is_loopback(&base) {
            // A proxy for the outside world must not stand between us and our own machine.
            config = config.proxy(None);
        }
        Ok(Transport { base, agent: config.build().new_agent(), authorization })
    }

    pub(super) fn address(&self) -> &str {
        &self.base
    }

    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let url = format!("{}{path}", self.base);
        let mut request = self.agent.get(&url).header("Accept", MEDIA_TYPE);
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        self.answer(&url, request.call())
    }

    pub(super) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let url = format!("{}{path}", self.base);
        let mut request =
            self.agent.post(&url).header("Accept", MEDIA_TYPE).header("Content-Type", MEDIA_TYPE);
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let text = serde_json::to_vec(body).expect("bodies are plain structs of strings");
        self.answer(&url, request.send(&text[..]))
    }

    fn answer<T: DeserializeOwned>(
        &self,
        url: &str,
        outcome: Result<Response<Body>, ureq::Error>,
    ) -> Result<T, ClientError> {
        let mut response = outcome.map_err(|error| self.unanswered(error))?;
        let status = response.status().as_u16();
        let content_type = response
            .body()
            .mime_type()
            .map_or_else(|| "no content type".to_owned(), |mime| format!("`{mime}`"));
        let body = response
            .body_mut()
            .with_config()
            .limit(LONGEST_ANSWER)
            .read_to_vec()
            .map_err(|error| self.interrupted(url, error))?;
        if status == 200 {
            return serde_json::from_slice(&body)
                .map_err(|error| misread(url, status, content_type, &body, &error));
        }
        Err(self.refused(url, status, content_type, &body))
    }

    fn refused(&self, url: &str, status: u16, content_type: String, body: &[u8]) -> ClientError {
        match (status, serde_json::from_slice::<ErrorBody>(body)) {
            (401 | 403, _) => ClientError::Unauthorized { url: self.base.clone(), status },
            (429 | 502..=504, _) => ClientError::Busy { url: self.base.clone(), status },
            (_, Ok(error)) => ClientError::Refused(Answered {
                status,
                code: error.error_code,
                message: error.message,
                violations: error.violations,
            }),
            (_, Err(_)) => ClientError::NotARegistry {
                url: url.to_owned(),
                status,
                content_type,
                beginning: beginning(body),
            },
        }
    }

    fn unanswered(&self, error: ureq::Error) -> ClientError {
        let url = self.base.clone();
        match error {
            ureq::Error::Timeout(waited) => {
                ClientError::TimedOut { url, waited: waited.to_string() }
            }
            ureq::Error::BadUri(reason) => ClientError::Address { url, reason },
            ureq::Error::Protocol(reason) => ClientError::NotARegistry {
                url,
                status: 0,
                content_type: "something that is not HTTP".into(),
                beginning: reason.to_string(),
            },
            other => ClientError::NotReachable { url, reason: other.to_string() },
        }
    }

    fn interrupted(&self, url: &str, error: ureq::Error) -> ClientError {
        match error {
            ureq::Error::Timeout(waited) => {
                ClientError::TimedOut { url: self.base.clone(), waited: waited.to_string() }
            }
            other => ClientError::HalfAnswer { url: url.to_owned(), reason: other.to_string() },
        }
    }
}

/// A 200 that is not what was asked for: HTML, half of a JSON text, or JSON of another kind.
fn misread(
    url: &str,
    status: u16,
    content_type: String,
    body: &[u8],
    error: &serde_json::Error,
) -> ClientError {
    let url = url.to_owned();
    match error.classify() {
        serde_json::error::Category::Eof if !body.is_empty() => {
            ClientError::HalfAnswer { url, reason: error.to_string() }
        }
        serde_json::error::Category::Data => {
            ClientError::UnexpectedAnswer { url, reason: error.to_string() }
        }
        serde_json::error::Category::Eof
        | serde_json::error::Category::Syntax
        | serde_json::error::Category::Io => {
            ClientError::NotARegistry { url, status, content_type, beginning: beginning(body) }
        }
    }
}

fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(400)]);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(80).collect()
}

fn checked_address(url: &str) -> Result<String, ClientError> {
    let refuse = |reason: &str| {
        // A password must not travel on into logs.
        let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
        Err(ClientError::Address { url: shown.to_owned(), reason: reason.to_owned() })
    };
    let base = url.trim().trim_end_matches('/');
    let Some((scheme, rest)) = base.split_once("://") else {
        return refuse("write it with its scheme, as in http://127.0.0.1:8081");
    };
    if !matches!(scheme, "http" | "https") {
        return refuse("the scheme must be http or https");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() {
        return refuse("it names no host");
    }
    if authority.contains('@') {
        return refuse(
            "credentials do not belong into the address: set CONCORD_REGISTRY_AUTH=user:password",
        );
    }
    Ok(base.to_owned())
}

fn is_loopback(base: &str) -> bool {
    let authority = base.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or("");
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost"
        || host.parse::<core::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_scheme_and_host_and_carries_no_credentials() {
        assert_eq!(checked_address("http://localhost:8081/").unwrap(), "http://localhost:8081");
        for (url, word) in [
            ("localhost:8081", "scheme"),
            ("ftp://x", "http or https"),
            ("http:///subjects", "no host"),
            ("http://me:secret@host", "credentials"),
        ] {
            let error = checked_address(url).unwrap_err().to_string();
            assert!(error.contains(word), "{url}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn loopback_addresses_are_known() {
        for (base, expected) in [
            ("http://localhost:1", true),
            ("http://127.0.0.1:8081/x", true),
            ("http://[::1]:8081", true),
            ("https://registry.example", false),
        ] {
            assert_eq!(is_loopback(base), expected, "{base}");
        }
    }
}
