//! Random sequences of requests through the real router, every answer compared with a model written from the reference.
//!
//! - `operation`: what a client may do.
//! - `draw`: sequences of it, at random.
//! - `pool`: the schemas, and the engine that judges them.
//! - `model`: the registry as the reference describes it.
//! - `server`: the real registry, which can be restarted on its log.
//!
//! A failing sequence is made shorter before it is printed. `SEED` repeats a run, `CONCORD_SEQUENCES` makes
//! it longer.

mod draw;
mod model;
mod operation;
mod pool;
mod server;

use crate::random::Random;
use contract_model::Setting;
use draw::Draw;
use model::{Answer, Model};
use operation::{CONTEXT, DEFAULT, EVERYWHERE, Operation, SUBJECTS, Shown, Subject};
use pool::Engine;
use registry_server::registry::Rules;
use registry_server::registry::judge::Settings;
use serde_json::{Value, json};
use server::{House, Server};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Sequences in `cargo test`.
const SHORT: u64 = 2_000;

#[test]
fn every_answer_is_the_one_of_the_reference() {
    let wanted = std::env::var("CONCORD_SEQUENCES").ok().and_then(|number| number.parse().ok());
    let mut random = Random::chosen();
    let seed = random.seed;
    let bench = Bench::new();
    let (mut operations, mut answers) = (0, BTreeMap::<u64, u64>::new());
    for sequence in 0..wanted.unwrap_or(SHORT) {
        let drawn = Draw::new(&mut random).sequence();
        operations += drawn.len();
        if let Err(failure) = bench.run(&drawn, &mut answers) {
            let (shorter, failure) = bench.shorten(drawn, failure);
            let lines: Vec<String> = shorter.iter().map(|one| format!("  {one}")).collect();
            panic!("seed {seed}, sequence {sequence}:\n{}\n{failure}", lines.join("\n"));
        }
    }
    eprintln!("seed {seed}: {operations} operations, answers {answers:?}");
    // A walk of some length must reach every guard, or it proves little.
    let guards = [
        40401, 40402, 40403, 40404, 40405, 40406, 40407, 40408, 40409, 40901, 42201, 42203, 42204,
        42205, 42206, 42210,
    ];
    for code in guards.into_iter().filter(|_| operations > 10_000) {
        assert!(answers.contains_key(&code), "seed {seed}: {code} never came up");
    }
}

/// What sequences share: threads, parsed schemas.
struct Bench {
    house: House,
    engine: Rc<Engine>,
}

impl Bench {
    fn new() -> Bench {
        let rules = Rules { policy: Settings::all(Setting::Off), ..Rules::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Bench { house: House { runtime, rules: Arc::new(rules) }, engine: Rc::default() }
    }

    /// Runs a sequence, asks everything, restarts, and asks everything again.
    fn run(&self, sequence: &[Operation], answers: &mut BTreeMap<u64, u64>) -> Result<(), String> {
        let mut server = Server::start(&self.house);
        let mut model = Model::new(Rc::clone(&self.engine));
        let mut guids = Guids::default();
        let mut done = Ok(());
        for operation in sequence {
            if matches!(operation, Operation::Restart) {
                server = server.restart();
                continue;
            }
            let (status, body) = server.ask(&operation.request());
            *answers
                .entry(body["error_code"].as_u64().unwrap_or(u64::from(status)))
                .or_default() += 1;
            done = self.compare(&mut model, &mut guids, operation, status, body);
            if done.is_err() {
                break;
            }
        }
        if done.is_ok() {
            let questions = questions(&model);
            let mut asked = Vec::new();
            for question in &questions {
                let (status, body) = server.ask(&question.request());
                asked.push((status, body.clone()));
                done = done
                    .and_then(|()| self.compare(&mut model, &mut guids, question, status, body));
            }
            server = server.restart();
            for (question, before) in questions.iter().zip(asked) {
                let after = server.ask(&question.request());
                if done.is_ok() && after != before {
                    done = Err(format!(
                        "> {question}\nbefore a restart: {before:?}\nafter: {after:?}"
                    ));
                }
            }
        }
        server.stop();
        done
    }

    fn compare(
        &self,
        model: &mut Model,
        guids: &mut Guids,
        operation: &Operation,
        status: u16,
        mut body: Value,
    ) -> Result<(), String> {
        let answered = format!("{status} {body}");
        // The model first: it makes the engine know the texts.
        let expected = model.answer(operation, &body);
        guids.learn(&mut body, &self.engine)?;
        let fits = match &expected {
            Ok(bodies) => status == 200 && bodies.contains(&body),
            Err(refused) => {
                let says = |text: &String| body["message"] == json!(text);
                status == (refused.code / 100) as u16
                    && body["error_code"] == refused.code
                    && refused.message.as_ref().is_none_or(says)
            }
        };
        if fits { Ok(()) } else { Err(difference(operation, &answered, &expected)) }
    }

    /// Leaves operations out as long as it still fails.
    fn shorten(
        &self,
        mut sequence: Vec<Operation>,
        mut failure: String,
    ) -> (Vec<Operation>, String) {
        let mut size = sequence.len() / 2;
        while size > 0 {
            let mut start = 0;
            while start < sequence.len() {
                let mut shorter = sequence.clone();
                shorter.drain(start..(start + size).min(sequence.len()));
                match self.run(&shorter, &mut BTreeMap::new()) {
                    Err(other) => (sequence, failure) = (shorter, other),
                    Ok(()) => start += size,
                }
            }
            size /= 2;
        }
        (sequence, failure)
    }
}

fn difference(operation: &Operation, answered: &str, expected: &Answer) -> String {
    let expected = match expected {
        Ok(bodies) => {
            bodies.iter().map(|body| format!("200 {body}")).collect::<Vec<_>>().join(" or ")
        }
        Err(refused) => format!("{refused:?}"),
    };
    format!("> {operation}\nanswered: {answered}\nexpected: {expected}")
}

/// One guid is one content, one content one guid.
#[derive(Default)]
struct Guids {
    contents: HashMap<String, String>,
    guids: HashMap<String, String>,
}

impl Guids {
    /// Takes times and guids out of an answer, and puts canonical texts in.
    fn learn(&mut self, body: &mut Value, engine: &Engine) -> Result<(), String> {
        match body {
            Value::Array(elements) => {
                elements.iter_mut().try_for_each(|element| self.learn(element, engine))
            }
            Value::Object(members) => {
                members.remove("ts");
                if members.get("metadata").is_some_and(|metadata| *metadata == json!({})) {
                    members.remove("metadata");
                }
                let (Some(text), Some(kind)) = (members.get("schema"), members.get("schemaType"))
                else {
                    return Ok(());
                };
                let text = engine.identity(kind.as_str().unwrap(), text.as_str().unwrap());
                members.insert("schema".to_owned(), json!(text));
                let guid = members.remove("guid").unwrap_or_default().to_string();
                let content = ["schemaType", "schema", "references", "metadata", "ruleSet"]
                    .map(|name| members.get(name));
                let content = json!(content).to_string();
                // Empty metadata is hashed and not shown: it is told apart by nothing but the guid.
                let known = self.contents.entry(guid.clone()).or_insert_with(|| content.clone());
                if *known != content {
                    return Err(format!("guid {guid} stands for {known} and {content}"));
                }
                self.guids.insert(content, guid);
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }
}

/// Everything that can be asked.
fn questions(model: &Model) -> Vec<Operation> {
    let (numbers, ids) = model.bounds();
    let mut asked = vec![Operation::Contexts];
    for shown in [Shown::Live, Shown::Deleted, Shown::DeletedOnly] {
        asked.push(Operation::Subjects { shown });
    }
    for (deleted, latest_only) in [(false, false), (false, true), (true, false), (true, true)] {
        asked.push(Operation::Schemas { deleted, latest_only });
    }
    for subject in SUBJECTS {
        for shown in [Shown::Live, Shown::Deleted, Shown::DeletedOnly, Shown::AsNegative] {
            asked.push(Operation::Versions { subject, shown });
        }
        for version in (1..=i64::from(numbers)).chain([-1, -2]) {
            asked.push(Operation::Version { subject, version, deleted: version % 2 == 0 });
            asked.push(Operation::ReferencedBy { subject, version, deleted: version % 2 == 1 });
        }
    }
    for place in SUBJECTS.into_iter().chain([DEFAULT, CONTEXT, EVERYWHERE]) {
        for fall_back in [false, true] {
            asked.push(Operation::GetConfig { place, fall_back });
            asked.push(Operation::GetMode { place, fall_back });
        }
    }
    for context in [DEFAULT, CONTEXT] {
        for id in 1..=ids + 1 {
            asked.push(Operation::ById { subject: context, id });
            asked.push(Operation::ById { subject: Subject { name: "a", ..context }, id });
            for deleted in [false, true] {
                asked.push(Operation::SubjectsOfId { context, id, deleted });
                asked.push(Operation::VersionsOfId { context, id, deleted });
            }
        }
    }
    asked
}
