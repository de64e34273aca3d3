//! How the environment says to reach a registry: credentials, proxies, certificates. Nothing of it is ever an argument, or printed.

mod netrc;
mod proxy;

use crate::error::Error;
use crate::terminal;
use registry_api::client::{Client, Connection, Credentials, Identity, Roots};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `user:password`
const AUTH: &str = "CONCORD_REGISTRY_AUTH";
/// A bearer token; wins over the pair.
const TOKEN: &str = "CONCORD_REGISTRY_TOKEN";
/// Seconds that an answer may take.
const TIMEOUT: &str = "CONCORD_TIMEOUT";
/// A file with a line for each host, in the syntax of `.netrc`.
const NETRC: [&str; 2] = ["CONCORD_NETRC", "NETRC"];
/// A file of authorities in PEM, to be trusted instead of those of the machine.
const AUTHORITIES: [&str; 2] = ["CONCORD_CA_FILE", "SSL_CERT_FILE"];
/// A certificate of our own and its key, in PEM.
const CERTIFICATE: &str = "CONCORD_CLIENT_CERT";
const KEY: &str = "CONCORD_CLIENT_KEY";

/// A client of the registry at `url`, reached as the environment says.
pub(crate) fn client(url: &str) -> Result<Client, Error> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let place = proxy::Place::of(url);
    let connection = Connection {
        credentials: credentials(&variable, &place.host)?,
        proxy: proxy::choose(&variable, &place),
        roots: if place.is_secure { roots(&variable)? } else { Roots::Web },
        timeout: timeout(&variable)?,
        identity: if place.is_secure { identity(&variable)? } else { None },
    };
    Ok(Client::new(url, &connection)?)
}

fn timeout(variable: &impl Fn(&str) -> Option<String>) -> Result<Option<Duration>, Error> {
    let Some(text) = variable(TIMEOUT) else { return Ok(None) };
    match text.trim().parse::<u64>() {
        Ok(seconds) if seconds > 0 => Ok(Some(Duration::from_secs(seconds))),
        Ok(_) | Err(_) => Err(Error::Usage(format!(
            "{TIMEOUT} is `{text}`: write seconds, a whole number from 1"
        ))),
    }
}

fn credentials(
    variable: &impl Fn(&str) -> Option<String>,
    host: &str,
) -> Result<Option<Credentials>, Error> {
    if let Some(token) = variable(TOKEN) {
        return Ok(Some(Credentials::Bearer(token.trim().to_owned())));
    }
    if let Some(pair) = variable(AUTH) {
        let Some((user, password)) = pair.split_once(':') else {
            return Err(Error::Invalid(format!(
                "{AUTH} holds no colon: write it as user:password (a token belongs into {TOKEN})"
            )));
        };
        return Ok(Some(Credentials::Basic {
            user: user.to_owned(),
            password: password.to_owned(),
        }));
    }
    let named = NETRC.iter().find_map(|name| Some((*name, PathBuf::from(variable(name)?))));
    let (path, text) = match named {
        Some((name, path)) => {
            let text = std::fs::read_to_string(&path)
                .map_err(|reason| unreadable(name, &path, &reason))?;
            (path, text)
        }
        None => {
            let Some(home) = variable("HOME") else { return Ok(None) };
            let path = Path::new(&home).join(".netrc");
            // Nobody asked for this file: one that is not there, or not ours to read, is none.
            let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
            (path, text)
        }
    };
    let entries = netrc::parse(&text).map_err(|wrong| {
        Error::Invalid(format!("`{}` line {}: {}", path.display(), wrong.line, wrong.reason))
    })?;
    let entry = netrc::find(entries, host);
    if entry.is_some() && is_open(&path) {
        terminal::warn(&format!(
            "`{}` holds passwords and others may read it: chmod 600 {0}",
            path.display()
        ));
    }
    Ok(entry.map(|entry| Credentials::Basic { user: entry.login, password: entry.password }))
}

fn roots(variable: &impl Fn(&str) -> Option<String>) -> Result<Roots, Error> {
    let named = AUTHORITIES.iter().find_map(|name| Some((*name, PathBuf::from(variable(name)?))));
    if let Some((name, path)) = named {
        return read(name, &path).map(Roots::Pem);
    }
    let found = rustls_native_certs::load_native_certs().certs;
    // A container without certificates still knows the web's.
    if found.is_empty() {
        return Ok(Roots::Web);
    }
    Ok(Roots::Only(found.into_iter().map(|certificate| certificate.to_vec()).collect()))
}

fn identity(variable: &impl Fn(&str) -> Option<String>) -> Result<Option<Identity>, Error> {
    match (variable(CERTIFICATE), variable(KEY)) {
        (None, None) => Ok(None),
        (Some(chain), Some(key)) => Ok(Some(Identity {
            chain: read(CERTIFICATE, Path::new(&chain))?,
            key: read(KEY, Path::new(&key))?,
        })),
        (Some(_), None) => Err(alone(CERTIFICATE, KEY)),
        (None, Some(_)) => Err(alone(KEY, CERTIFICATE)),
    }
}

fn alone(given: &str, missing: &str) -> Error {
    Error::Invalid(format!("{given} is set and {missing} is not: a certificate needs its key"))
}

fn read(name: &str, path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|reason| unreadable(name, path, &reason))
}

fn unreadable(name: &str, path: &Path, reason: &std::io::Error) -> Error {
    Error::Invalid(format!("{name} names `{}`, which could not be read: {reason}", path.display()))
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).is_ok_and(|file| file.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_path: &Path) -> bool {
    false
}
