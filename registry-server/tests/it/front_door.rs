//! A registry on a memory log, asked through its router like a client would.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use registry_server::config::{Limits, ServeConfig};
use registry_server::dress::dress;
use registry_server::log::memory::MemoryLog;
use registry_server::registry::{Core, Rules};
use registry_server::writer::{Writer, WriterSettings, WriterThread};
use registry_server::{Handle, app};
use serde_json::{Value, json};
use std::sync::Arc;
use tower::Service as _;

/// An Avro record with these fields.
pub(crate) fn record(name: &str, fields: &str) -> String {
    format!(r#"{{"type":"record","name":"{name}","fields":[{fields}]}}"#)
}

/// The schema of the worked exchanges.
pub(crate) const S1: &str =
    r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}"#;

pub(crate) struct Registry {
    routes: Router,
    runtime: tokio::runtime::Runtime,
    _thread: WriterThread,
}

/// Status, headers and body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON, without the time of registration.
    pub(crate) fn json(&self) -> Value {
        let mut body = serde_json::from_str(&self.text).unwrap_or(Value::Null);
        forget_times(&mut body);
        body
    }
}

fn forget_times(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(ts) = members.get_mut("ts") {
                *ts = json!("T");
            }
            members.values_mut().for_each(forget_times);
        }
        Value::Array(elements) => elements.iter_mut().for_each(forget_times),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Registry {
    pub(crate) fn new() -> Registry {
        Registry::with(Rules::default())
    }

    /// A registry as `concord serve` would start it with these settings, names and values.
    pub(crate) fn configured(settings: &[(&str, &str)]) -> Registry {
        let mut config = ServeConfig::default();
        for (name, value) in settings {
            config.set(name, value).unwrap();
        }
        let registry = Registry::with(Rules::from(&config));
        Registry { routes: dress(registry.routes, &config.http), ..registry }
    }

    pub(crate) fn with(rules: Rules) -> Registry {
        let rules = Arc::new(rules);
        let log = Box::new(MemoryLog::default());
        let (writer, thread) =
            Writer::start(Core(Arc::clone(&rules)), log, WriterSettings::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let routes = app(Handle::new(writer, rules, 2), Limits::default());
        Registry { routes, runtime, _thread: thread }
    }

    pub(crate) fn ask(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(ask(self.routes.clone(), request))
    }

    /// Headers and body of an answer whose body is no text.
    pub(crate) fn ask_bytes(&self, request: Request<Body>) -> (HeaderMap, Vec<u8>) {
        self.runtime.block_on(async {
            let response = self.routes.clone().call(request).await.unwrap();
            let (head, body) = response.into_parts();
            (head.headers, axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec())
        })
    }

    /// The same request from many clients that do not wait for each other.
    pub(crate) fn send_at_once(&self, clients: usize, line: &str) -> Vec<Answer> {
        self.runtime.block_on(async {
            let one = || tokio::spawn(ask(self.routes.clone(), request(line)));
            let asked: Vec<_> = std::iter::repeat_with(one).take(clients).collect();
            let mut answers = Vec::new();
            for task in asked {
                answers.push(task.await.unwrap());
            }
            answers
        })
    }

    /// `GET /path`, `POST /path {"body":…}`: one line is one request.
    pub(crate) fn send(&self, line: &str) -> Answer {
        self.ask(request(line))
    }

    /// Registers a schema; the status and the body.
    pub(crate) fn register(&self, subject: &str, schema: &str) -> Answer {
        self.send(&format!("POST /subjects/{subject}/versions {}", json!({"schema": schema})))
    }

    /// One line in, `status body` out.
    pub(crate) fn line(&self, request: &str) -> String {
        let answer = self.send(request);
        let body = answer.json();
        let body = if body.is_null() { answer.text } else { body.to_string() };
        format!("{} {body}", answer.status)
    }
}

async fn ask(mut routes: Router, request: Request<Body>) -> Answer {
    let response = routes.call(request).await.unwrap();
    let (head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Answer { status: head.status.as_u16(), headers: head.headers, text }
}

fn request(line: &str) -> Request<Body> {
    let (method, rest) = line.split_once(' ').unwrap();
    let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let request = Request::builder().method(method).uri(path);
    let request = match body {
        "" => request.body(Body::empty()),
        body => request
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .body(Body::from(body.to_owned())),
    };
    request.unwrap()
}

/// Runs a script of `> request` and expected `status body` lines; `S1` in a request stands for the schema's body.
pub(crate) fn check(registry: &Registry, script: &str) {
    let mut lines = script.lines().map(str::trim).filter(|line| !line.is_empty());
    let s1 = json!({ "schema": S1 }).to_string();
    while let Some(request) = lines.next() {
        let request = request.strip_prefix("> ").unwrap().replace("S1", &s1);
        let expected = lines.next().unwrap();
        let (status, body) = expected.split_once(' ').unwrap_or((expected, ""));
        let body: Value = serde_json::from_str(body).unwrap_or_else(|_| json!(body));
        let answer = registry.send(&request);
        let found = if answer.json().is_null() { json!(answer.text) } else { answer.json() };
        assert_eq!(
            (answer.status.to_string().as_str(), &found),
            (status, &body),
            "\n> {request}\nanswered {} {}",
            answer.status,
            answer.text
        );
    }
}
