//! One HTTP exchange: request out, JSON in, and everything that may go wrong in between told apart.

use super::connection::{Connection, Credentials};
use super::error::{Answered, ClientError};
use super::tls;
use crate::{ErrorBody, MEDIA_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use ureq::http::{Method, Request, Response};
use ureq::{Agent, Body, Proxy};

const CONNECT: Duration = Duration::from_secs(5);
const EXCHANGE: Duration = Duration::from_secs(60);
/// So many threads may ask side by side, and each finds its connection again.
const CONNECTIONS: usize = 16;
/// Longer than any schema with its JSON escapes, short enough to survive an endless answer.
const LONGEST_ANSWER: u64 = 64 << 20;

/// So many times a registry may ask us to come again.
const MOST_WAITS: usize = 3;
/// A registry that asks us to wait longer than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// So many times a registry may send us elsewhere on its own machine.
const MOST_REDIRECTS: usize = 5;

/// An address and the way to talk to it.
pub(super) struct Transport {
    base: String,
    agent: Agent,
    authorization: Option<String>,
    timeout: Duration,
    /// Host and port of the proxy in between.
    proxy: Option<String>,
}

impl Transport {
    pub(super) fn new(url: &str, connection: &Connection) -> Result<Transport, ClientError> {
        let base = checked_address(url)?;
        let timeout = connection.timeout.unwrap_or(EXCHANGE);
        let proxy = proxy(connection.proxy.as_deref())?;
        let between = proxy.as_ref().map(|proxy| format!("{}:{}", proxy.host(), proxy.port()));
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!("concord/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .max_idle_connections(CONNECTIONS)
            .max_idle_connections_per_host(CONNECTIONS)
            .timeout_global(Some(timeout))
            // Where to is decided here: credentials and bodies go to no other machine.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy);
        if base.starts_with("https://") {
            let tls = tls::config(&connection.roots, connection.identity.as_ref())?;
            config = config.tls_config(tls);
        }
        let authorization = connection.credentials.as_ref().map(Credentials::header);
        let agent = config.build().new_agent();
        Ok(Transport { base, agent, authorization, timeout, proxy: between })
    }

    pub(super) fn address(&self) -> &str {
        &self.base
    }

    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.exchange(&Method::GET, path, None)
    }

    pub(super) fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.exchange(&Method::DELETE, path, None)
    }

    pub(super) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let text = serde_json::to_vec(body).expect("bodies are plain structs of strings");
        self.exchange(&Method::POST, path, Some(&text))
    }

    pub(super) fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let text = serde_json::to_vec(body).expect("bodies are plain structs of strings");
        self.exchange(&Method::PUT, path, Some(&text))
    }

    fn exchange<T: DeserializeOwned>(
        &self,
        method: &Method,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<T, ClientError> {
        let mut url = format!("{}{path}", self.base);
        for _ in 0..MOST_REDIRECTS {
            let mut response = self.patient(method, &url, body)?;
            match self.redirected(method, &url, &response)? {
                Some(next) => url = next,
                None => return self.answer(&url, &mut response),
            }
        }
        let (url, reason) = (self.base.clone(), "it sends us in a circle".to_owned());
        Err(ClientError::Elsewhere { url, reason })
    }

    /// Sends; a registry that has too much to do and says for how long is waited for, within reason.
    fn patient(
        &self,
        method: &Method,
        url: &str,
        body: Option<&[u8]>,
    ) -> Result<Response<Body>, ClientError> {
        let mut waits = 0;
        loop {
            let response = self.send(method, url, body).map_err(|error| self.unanswered(error))?;
            match asked_to_wait(method, &response).filter(|_| waits < MOST_WAITS) {
                Some(wait) => std::thread::sleep(wait),
                None => return Ok(response),
            }
            waits += 1;
        }
    }

    fn send(
        &self,
        method: &Method,
        url: &str,
        body: Option<&[u8]>,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut request = Request::builder().method(method).uri(url).header("Accept", MEDIA_TYPE);
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        match body {
            Some(body) => self.agent.run(request.header("Content-Type", MEDIA_TYPE).body(body)?),
            None => self.agent.run(request.body(())?),
        }
    }

    /// Where the registry sends us, if it stays where it is; another machine gets neither credentials nor bodies.
    fn redirected(
        &self,
        method: &Method,
        url: &str,
        response: &Response<Body>,
    ) -> Result<Option<String>, ClientError> {
        let keeps_method = match response.status().as_u16() {
            307 | 308 => true,
            301..=303 => *method == Method::GET,
            _ => return Ok(None),
        };
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        let Some(location) = location else { return Ok(None) };
        let next = if location.starts_with('/') && !location.starts_with("//") {
            format!("{}{location}", origin(url))
        } else {
            location.to_owned()
        };
        if keeps_method && origin(&next) == origin(url) {
            return Ok(Some(next));
        }
        let target = origin(&next).rsplit('@').next().unwrap_or_default().to_owned();
        let reason = match keeps_method {
            true => format!(
                "it sends us to `{target}`, and neither credentials nor schemas go to another host unasked"
            ),
            false => format!(
                "it answers a {method} with {} to `{target}`, which would lose the request",
                response.status().as_u16()
            ),
        };
        Err(ClientError::Elsewhere { url: self.base.clone(), reason })
    }

    fn answer<T: DeserializeOwned>(
        &self,
        url: &str,
        response: &mut Response<Body>,
    ) -> Result<T, ClientError> {
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
            (401, _) => ClientError::Unauthorized { url: self.base.clone() },
            (403, _) => ClientError::Forbidden { url: self.base.clone() },
            (429 | 502..=504, _) => ClientError::Busy { url: self.base.clone(), status },
            (500.., Ok(error)) => {
                ClientError::Failed { url: self.base.clone(), status, message: error.message }
            }
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
            ureq::Error::Timeout(waited) => self.timed_out(waited),
            ureq::Error::BadUri(reason) => ClientError::Address { url, reason },
            ureq::Error::Protocol(reason) => ClientError::NotARegistry {
                url,
                status: 0,
                content_type: "something that is not HTTP".into(),
                beginning: reason.to_string(),
            },
            ureq::Error::ConnectProxyFailed(reason) => ClientError::NotReachable {
                url,
                reason: format!("the proxy does not let us through: {reason}"),
            },
            other => match untrusted(&other) {
                Some(reason) => ClientError::Untrusted { url, reason },
                None => {
                    let between = self.proxy.as_ref();
                    let through = between.map(|proxy| format!("through the proxy {proxy}: "));
                    let reason = format!("{}{other}", through.unwrap_or_default());
                    ClientError::NotReachable { url, reason }
                }
            },
        }
    }

    fn timed_out(&self, waited: ureq::Timeout) -> ClientError {
        let waited = match waited {
            ureq::Timeout::Connect => format!("no connection after {} seconds", CONNECT.as_secs()),
            ureq::Timeout::Global => format!("after {} seconds", self.timeout.as_secs()),
            other => other.to_string(),
        };
        ClientError::TimedOut { url: self.base.clone(), waited }
    }

    fn interrupted(&self, url: &str, error: ureq::Error) -> ClientError {
        match error {
            ureq::Error::Timeout(waited) => self.timed_out(waited),
            other => ClientError::HalfAnswer { url: url.to_owned(), reason: other.to_string() },
        }
    }
}

/// How long a registry asks us to wait, if that is not too long. A 429 was not acted upon; a 503 of a request that changes something may have been.
fn asked_to_wait(method: &Method, response: &Response<Body>) -> Option<Duration> {
    let may_repeat = match response.status().as_u16() {
        429 => true,
        503 => *method == Method::GET,
        _ => false,
    };
    let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    let wait = Duration::from_secs(seconds);
    (may_repeat && wait <= LONGEST_WAIT).then_some(wait)
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
    // What is no JSON at all says more than what is none of this call.
    let syntax = serde_json::from_slice::<serde::de::IgnoredAny>(body).err();
    let error = syntax.as_ref().unwrap_or(error);
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

/// Scheme, host and port.
fn origin(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    let end = url[after..].find(['/', '?', '#']).map_or(url.len(), |at| after + at);
    &url[..end]
}

fn proxy(address: Option<&str>) -> Result<Option<Proxy>, ClientError> {
    let Some(address) = address else { return Ok(None) };
    // The address may hold a password: it is not repeated.
    let refuse = |reason: &str| ClientError::Proxy { reason: reason.to_owned() };
    if address.split_once("://").is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https")) {
        return Err(refuse("only proxies of the schemes http and https are spoken to"));
    }
    Proxy::new(address).map(Some).map_err(|_| refuse("write it as http://proxy.example.com:3128"))
}

/// Whether the exchange failed over certificates, in the words of the library.
fn untrusted(error: &ureq::Error) -> Option<String> {
    match error {
        ureq::Error::Rustls(error) => Some(error.to_string()),
        ureq::Error::Tls(reason) => Some((*reason).to_owned()),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Some(error.to_string())
        }
        _ => None,
    }
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
    fn an_origin_is_scheme_host_and_port() {
        assert_eq!(origin("https://a.example:8081/x/y?z"), "https://a.example:8081");
        assert_eq!(origin("http://a.example"), "http://a.example");
        assert_ne!(origin("http://a.example:1"), origin("http://a.example:2"));
    }
}
