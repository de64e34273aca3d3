//! `concord serve`: settings in, a registry that answers until it is told to stop.

use crate::args::Serve;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use registry_server::config::{Loaded, ServeConfig, Sources};
use registry_server::serve::Server;
use registry_server::telemetry;
use std::env;
use std::net::SocketAddr;

pub(crate) fn run(args: Serve, terminal: &Terminal) -> Result<Exit, Error> {
    let Loaded { config, notes } = load(args)?;
    telemetry::start(&config);
    if !notes.is_empty() {
        tracing::warn!("{notes}");
    }
    let server = Server::open(&config)?;
    server.run(|addresses| greet(&config, addresses, terminal))?;
    Ok(Exit::Clean)
}

/// Defaults, then the files, then the environment, then flags.
fn load(args: Serve) -> Result<Loaded, Error> {
    let named = [
        ("listen", args.listen.map(|listen| listen.to_string())),
        ("data", args.data.map(|data| data.display().to_string())),
        ("policy", args.policy.map(|policy| policy.to_string())),
        ("answers", args.answers),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let variables = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let sources = Sources {
        properties: args.properties.as_deref(),
        config: args.config.as_deref(),
        variables: variables.collect(),
        flags: args.set.into_iter().chain(named).collect(),
    };
    sources.load().map_err(|error| Error::Invalid(error.to_string()))
}

fn greet(config: &ServeConfig, addresses: &[SocketAddr], terminal: &Terminal) -> Result<(), Error> {
    let [first, others @ ..] = addresses else { return Ok(()) };
    let url = reachable(first);
    let also: String =
        others.iter().map(|other| format!("\n  also     {}", reachable(other))).collect();
    let default = format!("http://{}", ServeConfig::default().listen);
    let registry = if url == default { String::new() } else { format!(" --registry {url}") };
    terminal.say(format!(
        "{} {url}{also}\n  store    {}\n  policy   {}\n  try      curl {url}/subjects\n           concord push{registry}\n  stop     Ctrl-C: everything acknowledged is on the disk",
        terminal.paint(Paint::Good, "concord listens on"),
        config.data.display(),
        config.policy,
    ))
}

/// Nobody can call 0.0.0.0; on this machine the loopback address reaches it.
fn reachable(address: &SocketAddr) -> String {
    let callable = match address.ip() {
        ip if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], address.port())),
        _specified => *address,
    };
    format!("http://{callable}")
}
