//! `concord serve`: settings in, a registry that answers until it is told to stop.

use crate::args::Serve;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use registry_server::config::ServeConfig;
use registry_server::log::sled::SledLog;
use registry_server::registry::{Core, Rules};
use registry_server::writer::{Writer, WriterSettings, WriterThread};
use registry_server::{Handle, app, serve, telemetry};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

pub(crate) fn run(args: Serve, terminal: &Terminal) -> Result<Exit, Error> {
    let config = config(args)?;
    telemetry::start(&config);
    // The address first: a busy one should be noticed before a long log is read.
    let listener = serve::listen(config.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let log = SledLog::open(&config.data, config.reserve_bytes).map_err(failed)?;
    let rules = Arc::new(Rules::from(&config));
    let machine = Core(rules.clone());
    let (writer, thread) = Writer::start(machine, Box::new(log), WriterSettings::default())
        .map_err(|error| unusable(&config, error))?;
    let registry = Handle::new(writer.clone(), rules, config.limits.parses);
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    greet(&config, address, terminal)?;
    let served = runtime.block_on(answer(listener, registry, config, writer, thread));
    served.map(|()| Exit::Clean).map_err(failed)
}

async fn answer(
    listener: TcpListener,
    registry: Handle,
    config: ServeConfig,
    writer: Writer<Core>,
    thread: WriterThread,
) -> Result<(), serve::ServeError> {
    let stop = async {
        if let Err(error) = serve::asked_to_stop().await {
            // Without signals it runs until it is killed, which loses nothing either.
            tracing::warn!(%error, "signals cannot be received");
            std::future::pending::<()>().await;
        }
    };
    serve::answer(listener, app(registry, config.limits), writer, thread, stop).await
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

fn unusable(config: &ServeConfig, error: registry_server::writer::FoldError) -> Error {
    failed(serve::ServeError::Fold { dir: config.data.display().to_string(), error })
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Serve(error.to_string())
}
