//! The table of Confluent's settings: which of ours each one sets, or why it has no meaning here.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use super::settings::{Reader, body_bytes, level, listen_address, mutability};
use super::words::{count, distance, duration, truth};
use super::{COMPRESS_FROM, ServeConfig, http};

/// A setting of Confluent's.
pub struct Foreign {
    /// Its name in a `.properties` file; `.*` at the end stands for all names that begin so.
    pub name: &'static str,
    /// What it does here.
    pub meaning: Meaning,
}

/// What a setting of Confluent's does here.
pub enum Meaning {
    /// Sets this setting of ours.
    Maps(&'static str, Reader),
    /// Nothing, for this reason.
    Nothing(&'static str),
    /// Asks, unless its value is harmless, for protection that is not given: the server does not start.
    Refused {
        /// Does the value ask for nothing?
        harmless: fn(&str) -> bool,
        /// What is missing, and what to do instead.
        reason: &'static str,
    },
}

const fn maps(name: &'static str, ours: &'static str, reader: Reader) -> Foreign {
    Foreign { name, meaning: Meaning::Maps(ours, reader) }
}

const fn nothing(name: &'static str, reason: &'static str) -> Foreign {
    Foreign { name, meaning: Meaning::Nothing(reason) }
}

const fn refused(name: &'static str, harmless: fn(&str) -> bool, reason: &'static str) -> Foreign {
    Foreign { name, meaning: Meaning::Refused { harmless, reason } }
}

const KAFKA: &str = "changes are kept in the embedded event log, not in a Kafka topic";
const ONE_NODE: &str = "one process serves and writes: there is no leader and nobody to forward to";
const TLS: &str = "TLS is not served here; let a proxy end it (an https listener is refused)";
const JVM: &str = "there is no Java machine to configure";
const DETAIL: &str = "a detail of `authentication.method`, which decides";
const KUBERNETES: &str = "set by Kubernetes for a service called schema-registry, not by you";
const METRICS: &str = "metrics are not reported";
const ENTERPRISE: &str = "belongs to a closed plugin of Confluent's";
const LOGIN: &str = "nobody is asked to log in here; put a proxy that does so before the registry, and let it listen on 127.0.0.1";

/// Every setting of Confluent's that is known here.
#[rustfmt::skip]
pub const CONFLUENT: &[Foreign] = &[
    maps("listeners", "listen", |config, text| {
        (config.listen, config.listen_also) = listeners(text)?;
        Ok(())
    }),
    maps("port", "listen", port),
    maps("schema.compatibility.level", "compatibility", level),
    maps("avro.compatibility.level", "compatibility", level),
    maps("mode.mutability", "mode-mutability", mutability),
    maps("schema.validate.fields", "validate-fields", |config, text| truth(&mut config.validate_fields, text)),
    maps("schema.validate.new.schemas", "validate-new-schemas", |config, text| truth(&mut config.validate_new_schemas, text)),
    maps("schema.providers.reference.versions.strict", "strict-reference-versions", |config, text| truth(&mut config.strict_reference_versions, text)),
    maps("associations.enable", "associations-enabled", |config, text| truth(&mut config.associations, text)),
    maps("schema.registry.group.id", "cluster.group-id", |config, text| { text.clone_into(&mut config.cluster.group_id); Ok(()) }),
    maps("schema.search.default.limit", "search.schemas-default", |config, text| count(&mut config.search.schemas.default, text)),
    maps("schema.search.max.limit", "search.schemas-most", |config, text| count(&mut config.search.schemas.most, text)),
    maps("subject.search.default.limit", "search.subjects-default", |config, text| count(&mut config.search.subjects.default, text)),
    maps("subject.search.max.limit", "search.subjects-most", |config, text| count(&mut config.search.subjects.most, text)),
    maps("subject.version.search.default.limit", "search.versions-default", |config, text| count(&mut config.search.versions.default, text)),
    maps("subject.version.search.max.limit", "search.versions-most", |config, text| count(&mut config.search.versions.most, text)),
    maps("context.search.default.limit", "search.contexts-default", |config, text| count(&mut config.search.contexts.default, text)),
    maps("context.search.max.limit", "search.contexts-most", |config, text| count(&mut config.search.contexts.most, text)),
    maps("size.limit.filter.max.request.body.size", "limits.body-bytes", body_bytes),
    maps("request.timeout.ms", "limits.request-seconds", |config, text| duration(&mut config.limits.request_timeout, text, Duration::from_millis)),
    maps("idle.timeout.ms", "limits.idle-seconds", |config, text| duration(&mut config.limits.idle_timeout, text, Duration::from_millis)),
    maps("compression.enable", "limits.compress-bytes", compression),
    maps("access.control.allow.origin", "http.cors-origins", |config, text| { config.http.cors.origins = http::origins(text)?; Ok(()) }),
    maps("access.control.allow.methods", "http.cors-methods", |config, text| { config.http.cors.methods = http::methods(text)?; Ok(()) }),
    maps("access.control.allow.headers", "http.cors-headers", |config, text| { config.http.cors.headers = http::words(text); Ok(()) }),
    maps("access.control.expose.headers", "http.cors-expose", |config, text| { config.http.cors.expose = http::header_names(text)?; Ok(()) }),
    maps("reject.options.request", "http.options", |config, text| { truth(&mut config.http.options, text)?; config.http.options = !config.http.options; Ok(()) }),
    maps("response.http.headers.config", "http.headers", |config, text| { config.http.headers = http::header_rules(text)?; Ok(()) }),
    maps("log4j.root.loglevel", "log.filter", log_level),

    nothing("access.control.skip.options", "nobody is asked to log in, for OPTIONS or else"),
    nothing("size.limit.filter.enabled", "the length of a body is always limited, see `limits.body-bytes`"),
    nothing("schema.reject.empty.subject", "the empty subject is always refused"),
    nothing("schema.canonicalize.on.consume", "what is stored is canonical already"),
    nothing("schema.cache.*", "parsed schemas are kept as memory allows, and never get stale"),
    nothing("schema.providers", "the formats are built in"),
    nothing("schema.providers.*", "the formats are built in; remote schemas are not fetched"),
    nothing("schema.linking.*", ENTERPRISE),
    nothing("exporter.*", ENTERPRISE),
    nothing("confluent.*", ENTERPRISE),
    nothing("password.encoder.*", ENTERPRISE),
    nothing("enable.fips", ENTERPRISE),
    nothing("metadata.encoder.*", "sensitive metadata are not encrypted in the event log: protect its directory"),
    nothing("kafkastore.*", KAFKA),
    nothing("kafkagroup.*", KAFKA),
    nothing("zookeeper.*", KAFKA),
    nothing("schema.registry.zk.*", KAFKA),
    nothing("schema.registry.inter.instance.*", ONE_NODE),
    nothing("inter.instance.*", ONE_NODE),
    nothing("leader.*", ONE_NODE),
    nothing("master.*", ONE_NODE),
    nothing("host.name", ONE_NODE),
    nothing("init.resource.extension.*", "Java extensions cannot be loaded"),
    nothing("resource.static.locations", "files are not served"),
    nothing("static.*", "files are not served"),
    nothing("websocket.*", "web sockets are not served"),
    nothing("http2.enabled", "HTTP/1.1 is served"),
    nothing("proxy.protocol.enabled", "the PROXY protocol is not read"),
    nothing("debug", "errors never carry insides of the server; for more logs see `log.filter`"),
    nothing("suppress.stack.trace.response", "errors never carry insides of the server"),
    nothing("response.mediatype.*", "the media types are those of the API"),
    nothing("request.logger.*", "see `log.filter`"),
    nothing("log4j.*", "see `log.filter` and `log.format`"),
    nothing("shutdown.graceful.ms", "requests under way get fifteen seconds"),
    nothing("thread.pool.*", "threads are as many as processors"),
    nothing("request.queue.*", "there is no queue to bound"),
    nothing("max.response.header.size", "answers have few headers"),
    nothing("max.request.header.size", "a request head is limited to what the HTTP library takes"),
    nothing("server.connection.limit", "connections are as many as the operating system allows"),
    nothing("connector.connection.limit", "connections are as many as the operating system allows"),
    nothing("dos.filter.*", "requests are not rationed; let a proxy do it"),
    nothing("csrf.prevention.*", "there is no session that another site could abuse"),
    nothing("hsts.header.enable", TLS),
    nothing("sni.*", TLS),
    nothing("nosniff.prevention.enable", "say `set X-Content-Type-Options: nosniff` in `http.headers`"),
    nothing("metric.*", METRICS),
    nothing("metrics.*", METRICS),
    nothing("telemetry.*", METRICS),
    nothing("listener.*", "listeners have no names, only addresses"),
    nothing("config.providers.*", "values are taken as they are written"),
    nothing("config.providers", "values are taken as they are written"),

    refused("authentication.method", |text| text.eq_ignore_ascii_case("none"), LOGIN),
    refused("ssl.client.authentication", |text| !text.eq_ignore_ascii_case("required"), "certificates of clients are not asked for here; let a proxy that does so stand before the registry"),
    refused("ssl.client.auth", |text| !text.eq_ignore_ascii_case("true"), "certificates of clients are not asked for here; let a proxy that does so stand before the registry"),
    refused("resource.extension.class", is_no_security, "the security plugin cannot be loaded, so nobody's rights would be checked; let a proxy do it"),
    refused("schema.registry.resource.extension.class", is_no_security, "the security plugin cannot be loaded, so nobody's rights would be checked; let a proxy do it"),
    refused("resource.extension.classes", is_no_security, "the security plugin cannot be loaded, so nobody's rights would be checked; let a proxy do it"),
    refused("rest.servlet.initializor.classes", is_no_security, LOGIN),
    refused("confluent.schema.registry.authorizer.class", |_| false, "nobody's rights are checked here; let a proxy do it"),
    nothing("authentication.*", DETAIL),
    nothing("rest.servlet.*", "Java extensions cannot be loaded"),
    nothing("websocket.servlet.*", "Java extensions cannot be loaded"),
    nothing("ssl.*", TLS),
    nothing("public.key.path", DETAIL),

    nothing("opts", JVM),
    nothing("heap.opts", JVM),
    nothing("jvm.*", JVM),
    nothing("jmx.*", JVM),
    nothing("gc.*", JVM),
    nothing("daemon.*", JVM),
    nothing("classpath", JVM),
    nothing("kafka.heap.opts", JVM),
    nothing("cub.*", JVM),
    nothing("ub.*", JVM),
    nothing("home", "a directory of Confluent's installation"),
    nothing("port.*", KUBERNETES),
    nothing("service.*", KUBERNETES),
];

/// The row for a name: the one that has it, else the one with the longest beginning.
pub(super) fn find(name: &str) -> Option<&'static Foreign> {
    let exact = CONFLUENT.iter().find(|foreign| foreign.name == name);
    exact.or_else(|| {
        let begins = |foreign: &&Foreign| {
            let start = foreign.name.strip_suffix('*');
            start.is_some_and(|start| name.starts_with(start) && name.len() > start.len())
        };
        CONFLUENT.iter().filter(begins).max_by_key(|foreign| foreign.name.len())
    })
}

/// The name that differs from this one by a few letters.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let names = CONFLUENT.iter().map(|foreign| foreign.name).filter(|name| !name.ends_with('*'));
    let closest = names.map(|known| (distance(known, name), known)).min()?;
    (closest.0 <= (name.len() / 5).min(3)).then_some(closest.1)
}

fn is_no_security(classes: &str) -> bool {
    !classes.to_ascii_lowercase().contains("security")
}

/// Whether it is an old name of a setting, which yields to the new one beside it.
pub(super) fn is_old(name: &str) -> bool {
    matches!(name, "port" | "avro.compatibility.level")
}

/// The first listener and the others: `http://host:port`, as Confluent writes it, parted by commas.
fn listeners(text: &str) -> Result<(SocketAddr, Vec<SocketAddr>), String> {
    let each = text.split(',').map(str::trim).filter(|listener| !listener.is_empty());
    let mut each = each.map(listener).collect::<Result<Vec<_>, _>>()?.into_iter();
    let first = each.next().ok_or("expected listeners, such as http://0.0.0.0:8081")?;
    Ok((first, each.collect()))
}

/// One listener. A name of a host is looked up.
fn listener(text: &str) -> Result<SocketAddr, String> {
    let expected = || "expected listeners, such as http://0.0.0.0:8081".to_owned();
    let (scheme, rest) = text.split_once("://").ok_or_else(expected)?;
    match scheme.to_ascii_lowercase().as_str() {
        "http" => {}
        "https" => {
            return Err(format!("{}; TLS is not served here: let a proxy end it", expected()));
        }
        _other => return Err(expected()),
    }
    let rest = rest.trim_end_matches('/');
    listen_address(rest).or_else(|_| {
        let found = rest.to_socket_addrs().map_err(|error| format!("{}: {error}", expected()))?;
        let mut found: Vec<SocketAddr> = found.collect();
        found.sort_by_key(SocketAddr::is_ipv6);
        found.first().copied().ok_or_else(expected)
    })
}

/// The old way to choose a port. Kubernetes sets a variable of the same name to an address of its own.
fn port(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    if text.starts_with("tcp://") {
        return Ok(());
    }
    let port: u16 = text.parse().map_err(|_| "expected a port, such as 8081".to_owned())?;
    config.listen = SocketAddr::from(([0, 0, 0, 0], port));
    config.listen_also.clear();
    Ok(())
}

/// On or off; from which length on is a setting of ours.
fn compression(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    let mut enabled = true;
    truth(&mut enabled, text)?;
    let from = &mut config.limits.compress_from;
    *from = if enabled { from.or(Some(COMPRESS_FROM)) } else { None };
    Ok(())
}

/// A level of Log4j's.
fn log_level(config: &mut ServeConfig, text: &str) -> Result<(), String> {
    let level = text.to_ascii_lowercase();
    config.log_filter = match level.as_str() {
        "trace" | "debug" | "info" | "warn" | "error" | "off" => level,
        "all" => "trace".to_owned(),
        "fatal" => "error".to_owned(),
        _other => return Err("expected TRACE, DEBUG, INFO, WARN, ERROR or OFF".to_owned()),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::SETTINGS;
    use super::*;

    #[test]
    fn every_name_is_there_once_and_maps_to_a_setting_of_ours() {
        let mut names = BTreeSet::new();
        for Foreign { name, meaning } in CONFLUENT {
            assert!(names.insert(name), "{name} is there twice");
            assert_eq!(*name, name.to_lowercase());
            match meaning {
                Meaning::Maps(ours, _) => {
                    assert!(SETTINGS.iter().any(|setting| setting.name == *ours), "{name}: {ours}");
                }
                Meaning::Nothing(reason) | Meaning::Refused { reason, .. } => {
                    assert!(!reason.is_empty() && !reason.ends_with('.'), "{name}: {reason}");
                }
            }
        }
    }

    #[test]
    fn the_longest_beginning_wins_and_an_exact_name_before_it() {
        let row = |name: &str| find(name).map(|foreign| foreign.name);
        assert_eq!(row("kafkastore.bootstrap.servers"), Some("kafkastore.*"));
        assert_eq!(row("ssl.client.auth"), Some("ssl.client.auth"));
        assert_eq!(row("ssl.keystore.password"), Some("ssl.*"));
        assert_eq!(row("log4j.loggers"), Some("log4j.*"));
        assert_eq!(row("schema.registry.zk.namespace"), Some("schema.registry.zk.*"));
        assert_eq!(row("kafkastore."), None);
        assert_eq!(row("colour"), None);
    }

    #[test]
    fn listeners_are_plain_addresses() {
        for (text, expected) in [
            ("http://0.0.0.0:8081", Ok("0.0.0.0:8081")),
            ("http://0.0.0.0:8081/", Ok("0.0.0.0:8081")),
            ("HTTP://:8082", Ok("0.0.0.0:8082")),
            ("http://localhost:8083,", Ok("127.0.0.1:8083")),
            ("http://[::]:8084", Ok("[::]:8084")),
            ("https://0.0.0.0:8081", Err("TLS is not served here")),
            ("http://0.0.0.0:1, http://[::1]:2,", Ok("0.0.0.0:1 [::1]:2")),
            ("http://0.0.0.0:1,https://0.0.0.0:2", Err("TLS is not served here")),
            (",", Err("such as http://0.0.0.0:8081")),
            ("0.0.0.0:8081", Err("such as http://0.0.0.0:8081")),
            ("SASL://0.0.0.0:8081", Err("such as http://0.0.0.0:8081")),
            ("http://no.such.host.invalid:8081", Err("such as http://0.0.0.0:8081")),
        ] {
            let found = listeners(text).map(|(first, others)| {
                others.iter().fold(first.to_string(), |all, other| format!("{all} {other}"))
            });
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
                (Err(found), Err(part)) => assert!(found.contains(part), "{text}: {found}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_name_that_is_nearly_right_is_recognised() {
        assert_eq!(nearest("schema.compatiblity.level"), Some("schema.compatibility.level"));
        assert_eq!(nearest("listener"), Some("listeners"));
        assert_eq!(nearest("something.else.entirely"), None);
    }
}
