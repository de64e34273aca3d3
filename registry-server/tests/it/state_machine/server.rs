//! The registry under test: the real router over a log in memory that outlives a restart.

use super::operation::Request;
use axum::Router;
use axum::body::Body;
use registry_server::config::Limits;
use registry_server::log::memory::MemoryLog;
use registry_server::log::{AppendError, Digest, Entries, Entry, Head, Log, LogError};
use registry_server::registry::{Core, Rules};
use registry_server::writer::{Writer, WriterSettings, WriterThread};
use registry_server::{Handle, app};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tower::Service as _;

/// What all servers of a run share.
pub(crate) struct House {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) rules: Arc<Rules>,
}

pub(crate) struct Server<'a> {
    house: &'a House,
    log: Shared,
    routes: Router,
    writer: Writer<Core>,
    thread: WriterThread,
}

impl<'a> Server<'a> {
    pub(crate) fn start(house: &'a House) -> Server<'a> {
        Server::on(house, Shared::default())
    }

    /// Stops the registry and folds a new one from its log.
    pub(crate) fn restart(self) -> Server<'a> {
        let (house, log) = (self.house, self.log.clone());
        self.stop();
        Server::on(house, log)
    }

    pub(crate) fn stop(self) {
        self.house.runtime.block_on(self.writer.stop());
        self.thread.join();
    }

    fn on(house: &'a House, log: Shared) -> Server<'a> {
        let core = Core(Arc::clone(&house.rules));
        let (writer, thread) =
            Writer::start(core, Box::new(log.clone()), WriterSettings::default()).unwrap();
        let handle = Handle::new(writer.clone(), Arc::clone(&house.rules), 2);
        Server { house, log, routes: app(handle, Limits::default()), writer, thread }
    }

    pub(crate) fn ask(&self, request: &Request) -> (u16, Value) {
        let (method, path, body) = request;
        let built = axum::http::Request::builder().method(*method).uri(path);
        let built = built.header("Content-Type", "application/vnd.schemaregistry.v1+json");
        let body = body.as_ref().map_or(Body::empty(), |body| Body::from(body.to_string()));
        let mut routes = self.routes.clone();
        self.house.runtime.block_on(async {
            let response = routes.call(built.body(body).unwrap()).await.unwrap();
            let status = response.status().as_u16();
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
        })
    }
}

/// A log in memory that several registries open one after the other.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<MemoryLog>>);

impl Log for Shared {
    fn head(&mut self) -> Result<Head, LogError> {
        self.0.lock().unwrap().head()
    }

    fn append(&mut self, expected: Head, entries: &[Entry]) -> Result<(), AppendError> {
        self.0.lock().unwrap().append(expected, entries)
    }

    fn read(&self, position: u64) -> Entries<'_> {
        let entries: Vec<_> = self.0.lock().unwrap().read(position).collect();
        Box::new(entries.into_iter())
    }

    fn blob(&self, hash: &Digest) -> Result<Option<bytes::Bytes>, LogError> {
        self.0.lock().unwrap().blob(hash)
    }

    fn watch(&self) -> tokio::sync::watch::Receiver<u64> {
        self.0.lock().unwrap().watch()
    }
}
