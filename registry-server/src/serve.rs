//! The life of a server: open the store, fold the log, listen, answer, and stop without losing anything.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::log::sled::OpenError;
use crate::writer::{FoldError, Machine, Writer, WriterThread};

/// Requests that are under way when the server is told to stop get this long.
const GRACE: Duration = Duration::from_secs(15);

/// Why the server did not start, or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the store in `{dir}` cannot be used: {error}")]
    Fold { dir: String, error: FoldError },
    #[error("cannot listen on {address}: {reason}")]
    Listen { address: SocketAddr, reason: String },
    #[error("the operating system does not let the server run: {0}")]
    System(#[from] io::Error),
}

/// Takes the address, so that a busy one is noticed before the log is read.
pub fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let refused = |error: io::Error| {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program listens there; stop that one, or choose another address with --listen".to_owned()
            }
            io::ErrorKind::PermissionDenied => {
                format!("{error}; choose a port from 1024 with --listen")
            }
            io::ErrorKind::AddrNotAvailable => {
                format!("{error}; choose an address of this machine with --listen, or 0.0.0.0 for all of them")
            }
            _other => error.to_string(),
        };
        ServeError::Listen { address, reason }
    };
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Answers until `stop` resolves; then lets requests end, drains the writer and closes the log.
pub async fn answer<M: Machine>(
    listener: TcpListener,
    routes: Router,
    writer: Writer<M>,
    thread: WriterThread,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let noticed = async move {
        stop.await;
        stopping.send_replace(true);
    };
    let served = axum::serve(listener, routes).with_graceful_shutdown(noticed);
    let overdue = async move {
        // The sender lives as long as the server, so an error means that it has ended.
        let _ended = stopped.wait_for(|stopping| *stopping).await;
        tracing::info!("stopping: requests under way are answered first");
        tokio::time::sleep(GRACE).await;
    };
    let outcome = tokio::select! {
        served = served => served,
        () = overdue => {
            tracing::warn!("some connections did not end in time and are cut");
            Ok(())
        }
    };
    writer.stop().await;
    drop(writer);
    tokio::task::spawn_blocking(move || thread.join()).await.map_err(io::Error::from)?;
    tracing::info!("stopped: everything acknowledged is on the disk");
    Ok(outcome?)
}

/// Resolves when the process is asked to end.
pub async fn asked_to_stop() -> io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
