//! Every expression over many values: compiled code and the interpreter give the same answer, errors included.

use crate::made::{Random, expressions};
use cel::{Context, Program, Value};
use cel_oracle::made::made::v1::Made;
use contract_runtime::{Event, TimestampMillis};
use std::collections::{BTreeMap, HashMap};

/// What a rule says of a value.
#[derive(Debug, PartialEq, Clone, Copy)]
enum Answer {
    Yes,
    No,
    Error,
}

const VALUES: u64 = 60;

fn event(random: &mut Random) -> Made {
    let numbers = [0, 1, -1, 7, -7, 1_000_000_007, i64::MAX, i64::MIN];
    let words = ["", "a", "b", "ab", "5"];
    let text = |random: &mut Random| random.of(&words).to_owned();
    Made {
        event_id: "e".to_owned(),
        correlation_id: "c".to_owned(),
        i: random.of(&numbers),
        j: random.of(&[0, 1, -1, 5, i32::MAX]),
        d: random.of(&[0.0, 0.5, -2.25, 1e300, -1.0]),
        s: text(random),
        t: text(random),
        b: random.below(2) == 0,
        list: (0..random.below(4)).map(|_| random.of(&numbers)).collect(),
        words: (0..random.below(3)).map(|_| text(random)).collect(),
        map: (0..random.below(3))
            .map(|_| (text(random), random.of(&numbers)))
            .collect::<BTreeMap<_, _>>(),
        n: (random.below(2) == 0).then(|| random.of(&numbers)),
        at: TimestampMillis(0),
    }
}

/// The event as the interpreter sees it.
fn value(event: &Made) -> Value {
    let mut fields: HashMap<String, Value> = HashMap::new();
    fields.insert("i".into(), event.i.into());
    fields.insert("j".into(), i64::from(event.j).into());
    fields.insert("d".into(), event.d.into());
    fields.insert("s".into(), event.s.clone().into());
    fields.insert("t".into(), event.t.clone().into());
    fields.insert("b".into(), event.b.into());
    fields.insert("list".into(), event.list.clone().into());
    fields.insert("words".into(), event.words.clone().into());
    let map: HashMap<String, i64> = event.map.clone().into_iter().collect();
    fields.insert("map".into(), map.into());
    fields.insert("n".into(), event.n.map_or(Value::Null, Value::from));
    fields.into()
}

#[test]
fn compiled_rules_and_the_interpreter_agree() {
    let expressions = expressions();
    let programs: Vec<Program> = expressions
        .iter()
        .map(|text| Program::compile(text).unwrap_or_else(|error| panic!("{text}: {error}")))
        .collect();
    let mut random = Random(7);
    let (mut counts, mut differing) = ([0usize; 3], Vec::new());
    for _ in 0..VALUES {
        let event = event(&mut random);
        let found = event.validate().err().unwrap_or_default();
        let mut compiled = vec![Answer::Yes; expressions.len()];
        for violation in &found {
            let index: usize = violation.rule_id.strip_prefix('R').unwrap().parse().unwrap();
            compiled[index] = if violation.message == "no" { Answer::No } else { Answer::Error };
        }
        let mut context = Context::default();
        context.add_variable_from_value("this", value(&event));
        for (index, program) in programs.iter().enumerate() {
            let interpreted = match program.execute(&context) {
                Ok(Value::Bool(true)) => Answer::Yes,
                Ok(Value::Bool(false)) => Answer::No,
                Ok(other) => panic!("{}: {other:?}", expressions[index]),
                Err(_) => Answer::Error,
            };
            counts[compiled[index] as usize] += 1;
            if compiled[index] != interpreted {
                let (compiled, text) = (compiled[index], &expressions[index]);
                differing.push(format!("{compiled:?}, not {interpreted:?}: {text}\n  {event:?}"));
            }
        }
    }
    let shown = differing.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(differing.is_empty(), "{} differ\n{shown}", differing.len());
    // All three answers are among them, else the test asks too little.
    assert!(counts.iter().all(|count| *count > 500), "yes, no, error: {counts:?}");
}
