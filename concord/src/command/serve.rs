//! `concord serve`: settings in, a registry that answers until it is told to stop.

use crate::args::Serve;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use registry_server::config::ServeConfig;
use registry_server::serve::Server;
use registry_server::telemetry;
use std::net::SocketAddr;

pub(crate) fn run(args: Serve, terminal: &Terminal) -> Result<Exit, Error> {
    let config = config(args)?;
    telemetry::start(&config);
    let server = Server::open(&config).map_err(failed)?;
    greet(&config, server.address().map_err(failed)?, terminal)?;
    server.run().map(|()| Exit::Clean).map_err(failed)
}

/// Defaults, then the file, then environment and flags.
fn config(args: Serve) -> Result<ServeConfig, Error> {
    let mut config = ServeConfig::default();
    if let Some(path) = &args.config {
        config.read_file(path).map_err(|error| Error::Invalid(error.to_string()))?;
    }
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    if let Some(data) = args.data {
        config.data = data;
    }
    if let Some(policy) = args.policy {
        config.policy = policy;
    }
    Ok(config)
}

fn greet(config: &ServeConfig, address: SocketAddr, terminal: &Terminal) -> Result<(), Error> {
    // Nobody can call 0.0.0.0; on this machine the loopback address reaches it.
    let reachable = if address.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], address.port()))
    } else {
        address
    };
    let url = format!("http://{reachable}");
    let default = format!("http://{}", ServeConfig::default().listen);
    let registry = if url == default { String::new() } else { format!(" --registry {url}") };
    terminal.say(format!(
        "{} {url}\n  store    {}\n  policy   {}\n  try      curl {url}/subjects\n           concord push{registry}\n  stop     Ctrl-C: everything acknowledged is on the disk",
        terminal.paint(Paint::Good, "concord listens on"),
        config.data.display(),
        config.policy,
    ))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Serve(error.to_string())
}
