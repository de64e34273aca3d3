//! Random commands: the log folds back to the same state, and the state keeps its own books straight.

use crate::random::Random;
use registry_api::{ConfigPatch, Mode, Refusal, SchemaReference};
use registry_server::log::{Entry, Head};
use registry_server::registry::command::{Candidate, VersionWanted};
use registry_server::registry::{
    Command, Context, Core, Rules, SchemaId, State, Subject, VersionAsked,
};
use registry_server::writer::{Decision, Machine as _};
use std::collections::BTreeSet;
use std::sync::Arc;

const SEQUENCES: u64 = 300;
const COMMANDS: u64 = 60;

const SUBJECTS: [&str; 4] = ["a", "b", ":.c:a", ":.c:d"];

/// Texts with the reference they need, if any.
const TEXTS: [(&str, Option<&str>); 5] = [
    (r#"{"type":"record","name":"A","fields":[]}"#, None),
    (r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int","default":0}]}"#, None),
    (r#"{"type":"record","name":"A","fields":[{"name":"y","type":"int"}]}"#, None),
    (r#""string""#, None),
    (r#"{"type":"record","name":"R","fields":[{"name":"f","type":"A"}]}"#, Some("A")),
];

#[test]
fn a_log_folds_back_to_the_state_it_came_from() {
    let mut random = Random::from_clock();
    let seed = random.seed;
    let core = Core(Arc::new(Rules::default()));
    let (mut accepted, mut refused) = (0, BTreeSet::new());
    for sequence in 0..SEQUENCES {
        let (mut state, mut entries) = (State::default(), Vec::<Entry>::new());
        for step in 0..COMMANDS {
            let command = command(&mut random);
            match core.decide(&state, &command, 1) {
                Ok(Decision { draft: Some(draft), .. }) => {
                    let head = entries.last().map_or(Head::default(), Entry::head);
                    let entry = Entry::seal(head, 1, draft);
                    core.apply(&mut state, &entry).unwrap();
                    entries.push(entry);
                    accepted += 1;
                }
                Ok(Decision { draft: None, .. }) => {}
                Err(refusal) => {
                    refused.insert(refusal.code());
                    assert!(!matches!(refusal, Refusal::Store { .. }));
                }
            }
            let place = format!("seed {seed}, sequence {sequence}, step {step}, after {command:?}");
            check_books(&state, &place);
        }
        let mut folded = State::default();
        entries.iter().for_each(|entry| core.apply(&mut folded, entry).unwrap());
        assert_eq!(summary(&folded), summary(&state), "seed {seed}, sequence {sequence}");
    }
    assert!(accepted > 1000, "seed {seed}: only {accepted} commands changed anything");
    // The random walk must reach the guards, or it proves little.
    for code in [40401, 40402, 40404, 40405, 40406, 40407, 40901, 42201, 42205, 42206] {
        assert!(refused.contains(&code), "seed {seed}: {code} never came up");
    }
}

fn command(random: &mut Random) -> Command {
    let subject = Subject::parse(SUBJECTS[random.below(4) as usize]);
    let version = match random.below(6) {
        0 => VersionAsked::Latest,
        number => VersionAsked::Number(number as u32),
    };
    let permanent = random.below(2) == 0;
    match random.below(20) {
        0..=8 => Command::Register { subject, candidate: Arc::new(candidate(random)) },
        9..=10 => Command::DeleteSubject { subject, permanent },
        11..=14 => Command::DeleteVersion { subject, version, permanent },
        15..=16 => {
            let level = ["NONE", "FULL", "BACKWARD_TRANSITIVE"][random.below(3) as usize];
            let patch =
                ConfigPatch { compatibility: Some(Some(level.into())), ..ConfigPatch::default() };
            Command::SetConfig { place: subject, patch: Box::new(patch) }
        }
        17 => {
            let mode = [Mode::Readwrite, Mode::Readonly, Mode::Import][random.below(3) as usize];
            Command::SetMode { place: subject, mode: Some(mode), force: permanent }
        }
        18 => Command::ClearMode { place: Subject::registry(), recursive: true },
        _ => Command::RemoveContext { context: Context::new("c") },
    }
}

fn candidate(random: &mut Random) -> Candidate {
    let (text, refers) = TEXTS[random.below(5) as usize];
    let version = 1 + random.below(2) as i32;
    let references =
        refers.map(|name| SchemaReference { name: name.into(), subject: "a".into(), version });
    let is_import = random.below(4) == 0;
    Candidate {
        format: contract_schema::Format::Avro,
        text: text.into(),
        references: references.into_iter().collect(),
        metadata: None,
        rule_set: None,
        version: if is_import {
            VersionWanted::Number(1 + random.below(4) as u32)
        } else {
            VersionWanted::Next
        },
        id: is_import.then(|| SchemaId(1 + random.below(5) as u32)),
        normalize: false,
        force: false,
    }
}

/// Every index says what the versions say.
fn check_books(state: &State, place: &str) {
    let (mut referrers, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for (context, held) in &state.contexts {
        let mut owners = BTreeSet::new();
        for (name, versions) in &held.subjects {
            let subject = Subject { context: context.clone(), name: Arc::clone(name) };
            assert!(
                !versions.is_empty() && versions.is_sorted_by_key(|version| version.number),
                "{place}"
            );
            for version in versions.iter() {
                owners.insert((version.id, Arc::clone(name), version.number));
                ids.insert((context.clone(), version.id));
                assert!(
                    Arc::ptr_eq(&held.schemas[&version.id], &version.content),
                    "{place}: another content"
                );
                assert!(version.id.0 <= held.last_id, "{place}");
                for reference in &version.content.references {
                    let target = Subject::parse_in(context, &reference.subject);
                    referrers.insert((
                        target,
                        reference.version as u32,
                        subject.clone(),
                        version.number,
                    ));
                }
            }
        }
        assert!(held.owners.iter().eq(&owners), "{place}: owners");
        assert_eq!(held.schemas.len(), held.by_content.len(), "{place}: contents");
        for (id, content) in &held.schemas {
            assert!(ids.contains(&(context.clone(), *id)), "{place}: schema {id} is nobody's");
            assert!(held.by_content.contains(&(content.guid, content.format, *id)), "{place}");
        }
    }
    assert!(state.referrers.iter().eq(&referrers), "{place}: referrers");
}

/// What can be asked of a state, as text.
fn summary(state: &State) -> String {
    let mut text = format!("{:?} {:?} {:?}", state.configs, state.modes, state.referrers);
    for (context, held) in &state.contexts {
        text += &format!("\n{context} {} {:?} {:?}", held.last_id, held.by_content, held.owners);
        text += &format!(" {:?}", held.subjects);
    }
    text
}
