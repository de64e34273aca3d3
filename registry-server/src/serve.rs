//! The life of a server: open the store, fold the log, listen, answer, and stop without losing anything.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{STACK_BYTES, ServeConfig};
use crate::dress::dress;
use crate::log::Head;
use crate::log::sled::{OpenError, SledLog};
use crate::registry::{Core, Rules};
use crate::writer::{FoldError, Machine, Writer, WriterSettings, WriterThread};
use crate::{Handle, app};

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

/// A registry that is ready to answer.
pub struct Server {
    listeners: Vec<TcpListener>,
    routes: Router,
    idle_timeout: Duration,
    writer: Writer<Core>,
    thread: WriterThread,
}

impl Server {
    /// Opens the store, takes the addresses, folds the log. In this order, so that the quick complaints come first.
    pub fn open(config: &ServeConfig) -> Result<Self, ServeError> {
        let log = SledLog::open(&config.data, config.reserve_bytes)?;
        let addresses = [config.listen].into_iter().chain(config.listen_also.iter().copied());
        let listeners = addresses.map(listen).collect::<Result<_, _>>()?;
        let rules = Arc::new(Rules::from(config));
        let (writer, thread) =
            Writer::start(Core(Arc::clone(&rules)), Box::new(log), WriterSettings::default())
                .map_err(|error| ServeError::Fold {
                    dir: config.data.display().to_string(),
                    error,
                })?;
        let handle = Handle::new(writer.clone(), rules, config.limits.parses);
        let routes = dress(app(handle, config.limits), &config.http);
        Ok(Self { listeners, routes, idle_timeout: config.limits.idle_timeout, writer, thread })
    }

    /// Where it listens, at one address at least: with the port that was chosen if the configuration says 0.
    pub fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        self.listeners.iter().map(TcpListener::local_addr).collect()
    }

    /// Where the log ends.
    pub fn head(&self) -> Head {
        self.writer.snapshot().head
    }

    /// Answers until the process gets SIGINT or SIGTERM. Blocks.
    ///
    /// `announce` tells the world that the server is there; it is called when either signal already ends it in order,
    /// since who reads the announcement may send one at once.
    pub fn run<E: From<ServeError>>(
        self,
        announce: impl FnOnce(&[SocketAddr]) -> Result<(), E>,
    ) -> Result<(), E> {
        let addresses = self.addresses().map_err(ServeError::from)?;
        let runtime = runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_stack_size(STACK_BYTES)
            .build()
            .map_err(ServeError::from)?;
        runtime.block_on(async {
            let stop = asked_to_stop().map_err(ServeError::from)?;
            announce(&addresses)?;
            Ok(self.run_until(stop).await?)
        })
    }

    /// Answers until `stop` resolves, in the runtime of the caller.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let Self { listeners, routes, idle_timeout, writer, thread } = self;
        answer(listeners, routes, idle_timeout, (writer, thread), stop).await
    }
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
    listeners: Vec<TcpListener>,
    routes: Router,
    idle_timeout: Duration,
    (writer, thread): (Writer<M>, WriterThread),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let listeners = listeners.into_iter().map(tokio::net::TcpListener::from_std);
    let listeners = listeners.collect::<io::Result<Vec<_>>>()?;
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(idle_timeout);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            stream = next_connection(&listeners) => stream,
        };
        let connection = protocol
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes.clone()));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop((listeners, routes));
    tracing::info!(
        connections = connections.count(),
        "stopping: requests under way are answered first"
    );
    if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut");
    }
    writer.stop().await;
    tokio::task::spawn_blocking(move || thread.join()).await.map_err(io::Error::from)?;
    tracing::info!("stopped: everything acknowledged is on the disk");
    Ok(())
}

/// The next connection that could be accepted.
async fn next_connection(listeners: &[tokio::net::TcpListener]) -> TcpStream {
    let accepted = |context: &mut Context<'_>| {
        let mut each = listeners.iter().map(|listener| listener.poll_accept(context));
        each.find(Poll::is_ready).unwrap_or(Poll::Pending)
    };
    loop {
        match poll_fn(accepted).await {
            Ok((stream, _peer)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "cannot set TCP_NODELAY");
                }
                return stream;
            }
            Err(error) => {
                // Out of file descriptors, most likely: some must be closed before it makes sense to try again.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Resolves when the process is asked to end.
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
