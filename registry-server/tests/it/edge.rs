//! What surrounds every request: id, size limit, time limit, the net under the handler; and the end of a server.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use registry_server::config::Limits;
use registry_server::limits::surround;
use registry_server::log::memory::MemoryLog;
use registry_server::serve;
use registry_server::writer::{Writer, WriterSettings};
use tokio::sync::oneshot;

use crate::words::{Words, say};

/// Sends a request as it stands and returns the whole answer.
fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // A server that refuses a request early closes the connection while some of it is still on its way.
    let _cut = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _cut = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn get_request(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n")
}

/// Starts a server with odd routes; it runs until the test ends.
async fn odd_server() -> SocketAddr {
    let limits = Limits {
        body_bytes: 100,
        request_timeout: Duration::from_millis(200),
        ..Limits::default()
    };
    let routes = Router::new()
        .route("/fine", get(async || "fine"))
        .route("/slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await))
        .route("/panic", get(async || -> &'static str { panic!("a defect on purpose") }))
        .route("/body", post(async |body: Bytes| body.len().to_string()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, surround(routes, limits, |_| None)).await });
    address
}

async fn asked(address: SocketAddr, request: String) -> String {
    tokio::task::spawn_blocking(move || ask(address, &request)).await.unwrap()
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let lines = answer.lines().take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_once(": "))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

#[tokio::test]
async fn every_answer_carries_a_request_id() {
    let address = odd_server().await;
    for (given, expected) in [
        ("x-request-id: mine\r\n", Some("mine")),
        ("x-request-id:  \r\n", None),
        ("x-request-id: a\r\nx-request-id: b\r\n", None),
        ("", None),
    ] {
        let answer = asked(address, get_request("/fine", given)).await;
        let id = header(&answer, "x-request-id").unwrap();
        match expected {
            Some(expected) => assert_eq!(id, expected),
            None => assert!(uuid_like(id), "{id}"),
        }
    }
    let long = format!("x-request-id: {}\r\n", "x".repeat(129));
    let answer = asked(address, get_request("/panic", &long)).await;
    assert!(uuid_like(header(&answer, "x-request-id").unwrap()), "{answer}");
}

fn uuid_like(id: &str) -> bool {
    id.len() == 36 && id.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

#[tokio::test]
async fn slow_large_and_defective_requests_are_answered() {
    let address = odd_server().await;
    let body = |length: usize, body: &str| {
        format!(
            "POST /body HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    let chunked = format!(
        "POST /body HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n65\r\n{}\r\n0\r\n\r\n",
        "x".repeat(101)
    );
    for (request, status, part) in [
        (get_request("/fine", ""), "200", "fine"),
        (get_request("/slow", ""), "504", r#"{"error_code":504,"message":"Request timed out"}"#),
        (
            get_request("/panic", ""),
            "500",
            r#"{"error_code":500,"message":"Internal Server Error"}"#,
        ),
        (get_request("/fine", ""), "200", "fine"),
        (body(100, &"x".repeat(100)), "200", "100"),
        (body(801, ""), "413", ""),
        (body(101, ""), "413", ""),
        (
            body(101, &"x".repeat(101)),
            "413",
            r#"{"error_code":413,"message":"Request body is larger than 100 bytes"}"#,
        ),
        (chunked, "413", ""),
    ] {
        let answer = asked(address, request.clone()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request}\n{answer}");
        assert!(answer.contains(part), "{request}\n{answer}");
    }
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_answers_what_is_under_way() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    let handler = {
        let writer = writer.clone();
        async move || {
            tokio::time::sleep(Duration::from_millis(300)).await;
            writer
                .submit(say("late"))
                .await
                .map(|number| number.to_string())
                .map_err(|error| error.to_string())
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let routes = Router::new().route("/late", get(handler));
    let server = tokio::spawn(serve::answer(
        vec![listener],
        routes,
        Duration::from_millis(900),
        (writer.clone(), thread),
        async {
            stopped.await.unwrap();
        },
    ));
    let late = tokio::spawn(asked(address, get_request("/late", "")));
    // A connection without a request must not keep the server alive.
    let idle = TcpStream::connect(address).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.send(()).unwrap();
    assert!(late.await.unwrap().ends_with("\r\n\r\n1"));
    server.await.unwrap().unwrap();
    drop(idle);
    assert_eq!(writer.snapshot().head.position, 1);
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[test]
fn a_busy_address_is_named_with_the_way_out() {
    let first = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = first.local_addr().unwrap();
    let message = serve::listen(address).unwrap_err().to_string();
    assert!(message.contains(&address.to_string()) && message.contains("--listen"), "{message}");
}

#[tokio::test]
async fn a_connection_that_brings_no_request_is_closed() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/fine", get(async || "fine"));
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve::answer(
        vec![listener],
        routes,
        Duration::from_millis(200),
        (writer, thread),
        async {
            stopped.await.unwrap();
        },
    ));
    let half = tokio::task::spawn_blocking(move || {
        let started = std::time::Instant::now();
        let answer = ask(address, "GET /fine HTTP/1.1\r\nhost: x\r\n");
        (answer, started.elapsed())
    });
    let (answer, waited) = half.await.unwrap();
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(waited < Duration::from_secs(5), "{waited:?}");
    assert!(asked(address, get_request("/fine", "")).await.ends_with("fine"));
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_head_that_is_no_head_is_refused_without_harm() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/fine", get(async || "fine"));
    let (stop, stopped) = oneshot::channel::<()>();
    let end = async { stopped.await.unwrap() };
    let idle = Duration::from_secs(5);
    let server = tokio::spawn(serve::answer(vec![listener], routes, idle, (writer, thread), end));
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    // The HTTP library says so itself, before any route: a status and no body.
    for (request, status) in [
        (get_request(&format!("/{}", "x".repeat(70_000)), ""), "414"),
        (get_request("/fine", &many), "431"),
        (get_request("/a b", ""), "400"),
        (get_request("/%00\0", ""), "400"),
        ("nonsense\r\n\r\n".to_owned(), "400"),
        ("GET /fine HTTP/1.1\r\nhost: x\r\ncontent-length: 1x\r\n\r\n".to_owned(), "400"),
        (get_request("/fine", ""), "200"),
    ] {
        let answer = asked(address, request.clone()).await;
        let shown: String = request.chars().take(40).collect();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{shown}: {answer}");
    }
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
