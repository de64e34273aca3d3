//! A registry of another make: it serves what Confluent documents and nothing of ours, keeps texts as they are sent,
//! and knows neither contexts nor lists of all versions. Everything that talks to a registry must do with that.

use crate::server::Server;
use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Held {
    subjects: BTreeMap<String, BTreeMap<u32, Version>>,
    /// By resource and scope.
    set: BTreeMap<(String, String), String>,
    /// It lists texts, but not whose they are, and writes contexts with their colons.
    is_terse: bool,
}

struct Version {
    id: u64,
    body: Value,
    is_deleted: bool,
}

type Answer = (u16, Value);

const NOTHING: Answer = (404, Value::Null);

fn unknown(code: u16, what: &str) -> Answer {
    (404, json!({"error_code": code, "message": format!("{what} not found")}))
}

/// The address of a registry, and what it holds.
fn start() -> (String, Arc<Mutex<Held>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let held = Arc::new(Mutex::new(Held::default()));
    let shared = Arc::clone(&held);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let held = Arc::clone(&shared);
            std::thread::spawn(move || serve(stream.unwrap(), &held));
        }
    });
    (url, held)
}

fn serve(stream: TcpStream, held: &Mutex<Held>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut line, mut length) = (String::new(), 0);
    reader.read_line(&mut line).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let Some((name, value)) = header.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return };
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (status, answer) = held.lock().unwrap().answer(method, target, body);
    // What it does not know it answers as web servers do.
    let (kind, text) = match answer {
        Value::Null => ("text/html", "<h1>Not Found</h1>".to_owned()),
        answer => ("application/vnd.schemaregistry.v1+json", answer.to_string()),
    };
    let head = format!("HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\nConnection: close\r\n");
    let _ = write!(&stream, "{head}Content-Length: {}\r\n\r\n{text}", text.len());
}

impl Held {
    fn answer(&mut self, method: &str, target: &str, body: Value) -> Answer {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let asks = |flag: &str| query.split('&').any(|one| one == flag);
        let path = path.replace("%2F", "\u{1}").replace("%25", "%");
        let parts: Vec<String> =
            path[1..].split('/').map(|part| part.replace('\u{1}', "/")).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match (method, parts.as_slice()) {
            ("GET", ["subjects"]) => {
                let wanted = self.subjects.iter().filter(|(_, versions)| {
                    asks("deleted=true") || versions.values().any(|one| !one.is_deleted)
                });
                // In no order that anybody promised.
                (200, wanted.map(|(subject, _)| json!(subject)).rev().collect())
            }
            ("GET", ["schemas"]) if self.is_terse => {
                let all = self.subjects.values().flat_map(|all| all.values());
                (200, all.map(|one| json!({"schema": one.body["schema"]})).collect())
            }
            ("GET", ["contexts"]) if self.is_terse => (200, json!([":.:"])),
            ("GET", ["subjects", subject, "versions"]) => {
                self.numbers(subject, asks("deleted=true"))
            }
            ("GET", ["subjects", subject, "versions", number]) => {
                self.version(subject, number, asks("deleted=true"))
            }
            ("POST", ["subjects", subject, "versions"]) => self.register(subject, body),
            ("POST", ["subjects", subject]) => self.lookup(subject, &body, asks("deleted=true")),
            ("DELETE", ["subjects", subject, "versions", number]) => {
                let number: u32 = number.parse().unwrap();
                let found = self.subjects.get_mut(*subject).and_then(|all| all.get_mut(&number));
                found.unwrap().is_deleted = true;
                (200, json!(number))
            }
            ("POST", ["compatibility", "subjects", _, "versions"]) => {
                (200, json!({"is_compatible": !body["schema"].to_string().contains("country")}))
            }
            (_, [resource @ ("config" | "mode"), scope @ ..]) => {
                let scope = scope.first().copied().unwrap_or_default();
                self.setting(method, resource, scope, &body, asks("defaultToGlobal=true"))
            }
            _ => NOTHING,
        }
    }

    fn numbers(&self, subject: &str, deleted: bool) -> Answer {
        let versions = self.subjects.get(subject).into_iter().flatten();
        let wanted = versions.filter(|(_, one)| deleted || !one.is_deleted);
        let numbers: Vec<u32> = wanted.map(|(number, _)| *number).collect();
        if numbers.is_empty() { unknown(40401, "Subject") } else { (200, json!(numbers)) }
    }

    fn version(&self, subject: &str, number: &str, deleted: bool) -> Answer {
        let Some(all) = self.subjects.get(subject) else { return unknown(40401, "Subject") };
        let live = |(_, one): &(&u32, &Version)| deleted || !one.is_deleted;
        let found = match number.parse::<u32>() {
            Ok(number) => all.get_key_value(&number).filter(live),
            Err(_) => all.iter().rev().find(live),
        };
        found.map_or_else(
            || unknown(40402, "Version"),
            |(number, one)| (200, one.told(subject, *number)),
        )
    }

    fn register(&mut self, subject: &str, body: Value) -> Answer {
        let highest = self.subjects.values().flat_map(|all| all.values()).map(|one| one.id).max();
        let is_import = self
            .set
            .get(&("mode".to_owned(), subject.to_owned()))
            .is_some_and(|mode| mode == "IMPORT");
        let asked = body["id"].as_u64();
        if asked.is_some() != is_import {
            return (422, json!({"error_code": 42205, "message": "not in the right mode"}));
        }
        if let (200, found) = self.lookup(subject, &body, false) {
            return (200, json!({"id": found["id"]}));
        }
        let all = self.subjects.entry(subject.to_owned()).or_default();
        let next = all.keys().max().map_or(1, |number| number + 1);
        let number = body["version"].as_u64().map_or(next, |number| number as u32);
        let id = asked.unwrap_or(highest.unwrap_or(0) + 1);
        all.insert(number, Version { id, body, is_deleted: false });
        (200, json!({"id": id}))
    }

    fn lookup(&self, subject: &str, body: &Value, deleted: bool) -> Answer {
        let Some(all) = self.subjects.get(subject) else { return unknown(40401, "Subject") };
        let same =
            |one: &Version| one.body["schema"] == body["schema"] && (deleted || !one.is_deleted);
        let found = all.iter().find(|(_, one)| same(one));
        found.map_or_else(
            || unknown(40403, "Schema"),
            |(number, one)| (200, one.told(subject, *number)),
        )
    }

    fn setting(
        &mut self,
        method: &str,
        resource: &str,
        scope: &str,
        body: &Value,
        default: bool,
    ) -> Answer {
        let (name, default_value) = match resource {
            "config" => ("compatibility", "BACKWARD"),
            _ => ("mode", "READWRITE"),
        };
        let told = if name == "mode" { "mode" } else { "compatibilityLevel" };
        let key = (resource.to_owned(), scope.to_owned());
        match method {
            "PUT" => {
                self.set.insert(key, body[name].as_str().unwrap().to_owned());
                (200, body.clone())
            }
            "DELETE" if self.set.remove(&key).is_some() => (200, json!({})),
            "GET" => {
                let global = (resource.to_owned(), String::new());
                let inherited = || self.set.get(&global).filter(|_| default);
                match self.set.get(&key).or_else(inherited) {
                    Some(value) => (200, json!({told: value})),
                    None if scope.is_empty() || default => (200, json!({told: default_value})),
                    None => unknown(40408, "Setting"),
                }
            }
            _ => unknown(40408, "Setting"),
        }
    }
}

impl Version {
    /// As the API tells it: without a type where it is Avro, without references where there are none.
    fn told(&self, subject: &str, number: u32) -> Value {
        let mut told = Map::new();
        for member in ["schema", "references", "schemaType"] {
            let value = &self.body[member];
            let is_said = value != "AVRO" && value.as_array().is_none_or(|list| !list.is_empty());
            if is_said && !value.is_null() {
                told.insert(member.to_owned(), value.clone());
            }
        }
        told.extend([
            ("subject".to_owned(), json!(subject)),
            ("version".to_owned(), json!(number)),
            ("id".to_owned(), json!(self.id)),
        ]);
        Value::Object(told)
    }
}

const CUSTOMER: &str = r#"{
  "type": "record", "name": "Customer", "namespace": "shop.v1", "doc": "Who buys.",
  "fields": [{"name": "home", "type": "shop.v1.Address", "doc": "Where they live."}]
}
"#;

/// Contracts that were planned and applied there; one has a second version, and the first of it is deleted.
fn filled(stage: &Stage) -> (String, Arc<Mutex<Held>>) {
    let (url, held) = start();
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/customer.avsc", CUSTOMER);
    stage.write("schemas/lone.avsc", ADDRESS.replace("Address", "Lone"));
    let planned = stage.concord(&["plan", "--registry", &url, "--out", "plan.json"]);
    planned.code(0).says("+ shop.v1.Address").says("the registry cannot be asked more");
    stage.concord(&["apply", "plan.json"]).code(0).says("applied: 3 changes");
    stage.concord(&["apply", "plan.json"]).code(0).says("nothing to do");
    stage.write("schemas/lone.avsc", ADDRESS.replace("Address", "Lone").replace("Town", "City"));
    stage.concord(&["push", "--registry", &url]).code(0).says("1 created, 2 unchanged");
    let mut all = held.lock().unwrap();
    all.subjects.get_mut("shop.v1.Lone").unwrap().get_mut(&1).unwrap().is_deleted = true;
    for (resource, scope, value) in [
        ("config", "", "FULL"),
        ("config", "shop.v1.Lone", "NONE"),
        ("mode", "shop.v1.Lone", "READONLY"),
    ] {
        all.set.insert((resource.to_owned(), scope.to_owned()), value.to_owned());
    }
    drop(all);
    (url, held)
}

#[test]
fn it_is_planned_checked_and_pulled_from() {
    for is_terse in [false, true] {
        let stage = Stage::new();
        let (url, held) = filled(&stage);
        held.lock().unwrap().is_terse = is_terse;
        planned_checked_and_pulled(&stage, &url);
    }
}

fn planned_checked_and_pulled(stage: &Stage, url: &str) {
    stage.concord(&["pull", "shop.v1.Customer", "--registry", url]).code(0).says("2 schemas");
    stage.concord(&["pull", "--check", "--registry", url]).code(0);
    stage.concord(&["snapshot", "--registry", url, "--out", "b"]).code(0).says("3 versions of 3");
    let agree = |code: i32, words: &str| {
        for baseline in [format!("registry:{url}"), "bundle:b".to_owned()] {
            stage.concord(&["check", "--against", &baseline]).code(code).says(words);
        }
    };
    agree(0, "3 contracts judged, 0 changed");
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    agree(1, "clashes with version 1 of shop.v1.Address, level FULL");
    let planned = stage.concord(&["plan", "--registry", url]);
    planned.code(1).says("! shop.v1.Address  refused by the registry").says("does not say why");
}

#[test]
fn all_of_it_comes_into_a_registry_of_ours_and_back_into_one_of_another_make() {
    let stage = Stage::new();
    let (url, held) = filled(&stage);
    held.lock().unwrap().is_terse = true;
    let export = ["export", "--registry", &url, "--out", "all.jsonl"];
    stage.concord(&export).code(0).says("exported: 4 versions");
    let ours = Server::start(&stage, &["--policy", "off"]);
    let import = ["import", "all.jsonl", "--registry", &ours.url];
    let imported = stage.concord(&import);
    imported.code(0).says("imported: 4 versions, 0 there already, 1 deleted softly");
    imported.says("verified: 4 versions").complains("4 versions in the spelling of this registry");
    stage.concord(&import).code(0).says("0 versions, 4 there already");
    assert_eq!(ours.get("/subjects/shop.v1.Lone/versions?deleted=true"), "[1,2]");
    assert_eq!(ours.get("/mode/shop.v1.Lone"), r#"{"mode":"READONLY"}"#);

    let (url, held) = start();
    let back = ["export", "--registry", &ours.url, "--out", "back.jsonl"];
    stage.concord(&back).code(0);
    let import = ["import", "back.jsonl", "--registry", &url];
    stage.concord(&[&import[..], &["--dry-run"]].concat()).code(0).says("4 versions to import");
    assert!(held.lock().unwrap().subjects.is_empty());
    let imported = stage.concord(&import);
    imported.code(0).says("1 deleted softly").says("verified: 4 versions");
    stage.concord(&import).code(0).says("0 versions, 4 there already");
    stage.concord(&["export", "--registry", &url, "--out", "again.jsonl"]).code(0);
    assert_eq!(stage.read("back.jsonl"), stage.read("again.jsonl"));
}
