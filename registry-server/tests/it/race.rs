//! Many clients at once over real connections, on the embedded store.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use registry_server::config::ServeConfig;
use registry_server::serve::Server;
use tokio::sync::oneshot;

const CLIENTS: usize = 64;

/// Runs `clients` against a registry in `dir`, then stops it.
pub(crate) fn with_registry(dir: &Path, clients: impl FnOnce(SocketAddr)) {
    let config = ServeConfig {
        listen: ([127, 0, 0, 1], 0).into(),
        data: dir.to_owned(),
        ..ServeConfig::default()
    };
    let server = Server::open(&config).unwrap();
    let address = server.addresses().unwrap()[0];
    let (stop, stopped) = oneshot::channel::<()>();
    let running = thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(server.run_until(async { stopped.await.unwrap() }))
    });
    clients(address);
    stop.send(()).unwrap();
    running.join().unwrap().unwrap();
}

/// Registers a schema and returns the answer's body.
fn register(address: SocketAddr, subject: &str, schema: &str) -> serde_json::Value {
    let body = serde_json::json!({ "schema": schema });
    send(address, &format!("POST /subjects/{subject}/versions"), &body)
}

/// Sends a request and returns the answer's body.
pub(crate) fn send(address: SocketAddr, line: &str, body: &serde_json::Value) -> serde_json::Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// The pairs of id and version that `CLIENTS` clients got who registered at the same moment.
fn race(
    address: SocketAddr,
    subject: impl Fn(usize) -> String,
    schema: impl Fn(usize) -> String,
) -> BTreeSet<(u64, u64)> {
    let start = Arc::new(Barrier::new(CLIENTS));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (start, subject, schema) = (Arc::clone(&start), subject(client), schema(client));
            thread::spawn(move || {
                start.wait();
                let answer = register(address, &subject, &schema);
                (answer["id"].as_u64().unwrap(), answer["version"].as_u64().unwrap())
            })
        })
        .collect();
    clients.into_iter().map(|client| client.join().unwrap()).collect()
}

#[test]
fn clients_that_race_with_one_schema_get_one_id_and_one_version() {
    let dir = tempfile::tempdir().unwrap();
    let same = |_client: usize| r#"{"type":"fixed","name":"Same","size":4}"#.to_owned();
    let different =
        |client: usize| format!(r#"{{"type":"fixed","name":"F","size":4,"client":{client}}}"#);
    with_registry(dir.path(), |address| {
        assert_eq!(race(address, |_| "one".to_owned(), same), BTreeSet::from([(1, 1)]));
        // The same schema in 64 subjects: one id, version 1 everywhere.
        assert_eq!(race(address, |client| format!("s{client}"), same), BTreeSet::from([(1, 1)]));
        // 64 schemas in one subject: as many ids and versions, without holes.
        let many = race(address, |_| "many".to_owned(), different);
        let ids: BTreeSet<u64> = many.iter().map(|(id, _)| *id).collect();
        let versions: BTreeSet<u64> = many.iter().map(|(_, version)| *version).collect();
        assert_eq!((ids, versions), ((2..=65).collect(), (1..=64).collect()));
    });
    // The same after a restart: 1 + 64 + 64 registrations are in the log, each once.
    let report = registry_server::log::sled::verify(dir.path()).unwrap();
    assert_eq!(report.head.position, 129);
    with_registry(dir.path(), |address| {
        assert_eq!(race(address, |_| "one".to_owned(), same), BTreeSet::from([(1, 1)]));
    });
}
