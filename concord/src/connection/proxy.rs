//! Which proxy stands between us and a registry: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, and `NO_PROXY` with hosts, domains, ports and networks.

use std::net::IpAddr;

/// Where a registry is, as far as proxies and certificates ask.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) is_secure: bool,
    pub(super) host: String,
    port: u16,
}

impl Place {
    /// Of an address; one that is none has an empty host, and is refused elsewhere.
    pub(super) fn of(url: &str) -> Place {
        let (scheme, rest) = url.trim().split_once("://").unwrap_or(("", ""));
        let is_secure = scheme == "https";
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = host_and_port(authority);
        let port = port.unwrap_or(if is_secure { 443 } else { 80 });
        Place { is_secure, host: host.to_ascii_lowercase(), port }
    }

    fn is_loopback(&self) -> bool {
        self.host == "localhost"
            || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// The proxy for a place. A proxy for the outside world never stands between us and our own machine.
pub(super) fn choose(variable: &impl Fn(&str) -> Option<String>, place: &Place) -> Option<String> {
    let either = |name: &str| variable(&name.to_lowercase()).or_else(|| variable(name));
    if place.is_loopback() || either("NO_PROXY").is_some_and(|list| is_exempt(&list, place)) {
        return None;
    }
    let own = if place.is_secure { "HTTPS_PROXY" } else { "HTTP_PROXY" };
    let address = either(own).or_else(|| either("ALL_PROXY"))?;
    let address = address.trim();
    Some(if address.contains("://") { address.to_owned() } else { format!("http://{address}") })
}

fn is_exempt(list: &str, place: &Place) -> bool {
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        if entry == "*" {
            return true;
        }
        if let Some((network, length)) = entry.split_once('/') {
            return is_in(network, length, &place.host);
        }
        let (host, port) = host_and_port(entry);
        port.is_none_or(|port| port == place.port) && covers(host, &place.host)
    })
}

/// `example.com`, `.example.com` and `*.example.com` stand for the domain and everything below it, as for curl.
fn covers(entry: &str, host: &str) -> bool {
    let domain = entry.trim_start_matches('*').trim_start_matches('.').to_ascii_lowercase();
    !domain.is_empty()
        && (host == domain
            || host.strip_suffix(&domain).is_some_and(|before| before.ends_with('.')))
}

/// Whether the host is an address of the network `10.0.0.0/8`.
fn is_in(network: &str, length: &str, host: &str) -> bool {
    let Ok(length) = length.parse::<u32>() else { return false };
    match (network.parse(), host.parse()) {
        (Ok(IpAddr::V4(network)), Ok(IpAddr::V4(host))) => {
            let differing = u32::from(network) ^ u32::from(host);
            length <= 32 && differing.checked_shr(32 - length).unwrap_or(0) == 0
        }
        (Ok(IpAddr::V6(network)), Ok(IpAddr::V6(host))) => {
            let differing = u128::from(network) ^ u128::from(host);
            length <= 128 && differing.checked_shr(128 - length).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// `host`, `host:port`, `[::1]`, `[::1]:port`, `::1`.
fn host_and_port(text: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, port.parse().ok()),
        Some(_) | None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: &str, variables: &[(&str, &str)]) -> Option<String> {
        let variable = |name: &str| {
            let row = variables.iter().find(|(known, _)| *known == name);
            row.map(|(_, value)| (*value).to_owned())
        };
        choose(&variable, &Place::of(url))
    }

    #[test]
    fn each_scheme_has_its_proxy() {
        let both = [("HTTP_PROXY", "http://plain:1"), ("https_proxy", "secure:2")];
        assert_eq!(chosen("http://r.example", &both).as_deref(), Some("http://plain:1"));
        assert_eq!(chosen("https://r.example", &both).as_deref(), Some("http://secure:2"));
        let all = [("ALL_PROXY", "http://any:3")];
        assert_eq!(chosen("https://r.example", &all).as_deref(), Some("http://any:3"));
        for own in ["http://localhost:8081", "http://127.0.0.1", "https://[::1]:8081"] {
            assert_eq!(chosen(own, &both), None, "{own}");
        }
    }

    #[test]
    fn no_proxy_takes_hosts_domains_ports_and_networks() {
        for (list, url, exempt) in [
            ("r.example", "http://r.example", true),
            ("example", "http://r.example", true),
            (".example", "http://r.example:8081", true),
            ("*.example", "http://r.example", true),
            ("r.example:8081", "http://r.example:8081", true),
            ("r.example:8081", "http://r.example", false),
            ("r.example:80", "http://r.example", true),
            ("ample", "http://r.example", false),
            ("other, R.Example", "http://r.example", true),
            ("10.0.0.0/8", "http://10.1.2.3:8081", true),
            ("10.0.0.0/8", "http://11.1.2.3", false),
            ("0.0.0.0/0", "http://11.1.2.3", true),
            ("fd00::/8", "http://[fd12::1]:8081", true),
            ("[fd12::1]:8081", "http://[fd12::1]:8081", true),
            ("*", "http://r.example", true),
        ] {
            let variables = [("HTTP_PROXY", "p:1"), ("NO_PROXY", list)];
            assert_eq!(chosen(url, &variables).is_none(), exempt, "{list} {url}");
        }
    }
}
