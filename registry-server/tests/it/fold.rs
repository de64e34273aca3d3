//! Random commands: the log folds back to the same state, and the state keeps its own books straight.

use crate::random::Random;
use registry_api::{AssociationType, ConfigPatch, Lifecycle, Mode, Refusal, SchemaReference};
use registry_server::log::{Entry, Head};
use registry_server::registry::association::{Order, Resource, Step, Wish};
use registry_server::registry::command::{Candidate, VersionWanted};
use registry_server::registry::state::{Known, Owner};
use registry_server::registry::written::AnswerById;
use registry_server::registry::{
    Command, Context, Core, Reply, Rules, SchemaId, State, Subject, VersionAsked,
};
use registry_server::writer::{Decision, Machine as _};
use std::collections::BTreeSet;
use std::sync::Arc;

const SEQUENCES: u64 = 300;
const COMMANDS: u64 = 60;

/// The last two are those that STRONG associations of `r` in `n` have.
const SUBJECTS: [&str; 6] = ["a", "b", ":.c:a", ":.c:d", ":.n:r-key", ":.n:r-value"];

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
    let mut random = Random::chosen();
    let seed = random.seed;
    let core = Core(Arc::new(Rules::default()));
    let (mut accepted, mut refused) = (0, BTreeSet::new());
    for sequence in 0..SEQUENCES {
        let (mut state, mut entries) = (State::default(), Vec::<Entry>::new());
        for step in 0..COMMANDS {
            let command = command(&mut random);
            match core.decide(&state, &command, 1) {
                Ok(Decision { draft: Some(draft), reply }) => {
                    note(&reply, &mut refused);
                    let head = entries.last().map_or(Head::default(), Entry::head);
                    let entry = Entry::seal(head, 1, draft);
                    core.apply(&mut state, &entry).unwrap();
                    entries.push(entry);
                    accepted += 1;
                }
                Ok(Decision { draft: None, reply }) => note(&reply, &mut refused),
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
    for code in [
        40401, 40402, 40404, 40405, 40406, 40407, 40410, 40901, 40903, 40904, 40905, 40907, 40908,
        42201, 42205, 42206, 42212,
    ] {
        assert!(refused.contains(&code), "seed {seed}: {code} never came up");
    }
}

fn command(random: &mut Random) -> Command {
    let subject = Subject::parse(SUBJECTS[random.below(6) as usize]);
    let version = match random.below(6) {
        0 => VersionAsked::Latest,
        number => VersionAsked::Number(number as u32),
    };
    let permanent = random.below(2) == 0;
    match random.below(28) {
        0..=8 => Command::Register { subject, candidate: Arc::new(candidate(random)) },
        9..=10 => Command::DeleteSubject { subject, permanent },
        11..=14 => Command::DeleteVersion { subject, version, permanent },
        15..=16 => {
            let level = ["NONE", "FULL", "BACKWARD_TRANSITIVE"][random.below(3) as usize];
            let ours = |word: &str| Some(Some(word.to_owned()));
            let patch = ConfigPatch {
                compatibility: Some(Some(level.into())),
                safety: [None, ours("golden"), Some(None)][random.below(3) as usize].clone(),
                impact: [None, ours("refuse"), ours("warn")][random.below(3) as usize].clone(),
                ..ConfigPatch::default()
            };
            Command::SetConfig { place: subject, patch: Box::new(patch) }
        }
        17 => {
            let mode = [Mode::Readwrite, Mode::Readonly, Mode::Import][random.below(3) as usize];
            Command::SetMode { place: subject, mode: Some(mode), force: permanent }
        }
        18 => Command::ClearMode { place: Subject::registry(), recursive: true },
        19 => Command::RemoveContext { context: Context::new("c") },
        20 => {
            let (resource, parts) = (resource(random), vec![part(random)]);
            Command::Dissociate { resource_id: resource.id, parts, cascade: permanent }
        }
        _ => {
            let orders = (0..=random.below(2)).map(|_| order(random)).collect();
            Command::Associate { orders }
        }
    }
}

/// Refusals of single orders.
fn note(reply: &Reply, refused: &mut BTreeSet<u32>) {
    if let Reply::Associated(results) = reply {
        refused
            .extend(results.iter().filter_map(|result| result.as_ref().err()).map(Refusal::code));
    }
}

fn resource(random: &mut Random) -> Resource {
    let id = ["1", "2", "3"][random.below(3) as usize];
    let name = if id == "1" || random.below(9) == 0 { "r" } else { id };
    Resource { name: name.into(), namespace: "n".into(), id: id.into(), kind: "topic".into() }
}

fn part(random: &mut Random) -> AssociationType {
    AssociationType::ALL[random.below(2) as usize]
}

fn order(random: &mut Random) -> Order {
    let resource = resource(random);
    let last = random.below(2);
    let step = |_| {
        let part = part(random);
        if random.below(5) == 0 {
            return Step::End { part, cascade: random.below(2) == 0 };
        }
        let lifecycle = [None, Some(Lifecycle::Strong), Some(Lifecycle::Weak)];
        let subject =
            (random.below(3) > 0).then(|| Subject::parse(SUBJECTS[random.below(6) as usize]));
        Step::Begin(Box::new(Wish {
            part,
            subject,
            lifecycle: lifecycle[random.below(3) as usize],
            frozen: [None, None, None, Some(true), Some(false)][random.below(5) as usize],
            candidate: (random.below(2) == 0).then(|| Arc::new(candidate(random))),
            is_new: random.below(2) == 0,
        }))
    };
    let steps = (0..=last).map(step).collect::<Vec<_>>();
    Order { resource, steps }
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
        tags: Default::default(),
        propagate_tags: false,
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
                    Arc::ptr_eq(held.content(version.id).unwrap(), &version.content),
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
        assert_eq!(held.schemas.iter().count(), held.by_content.len(), "{place}: contents");
        for (id, Known { content, answer }) in held.schemas.iter() {
            let (name, version) = held.owner(id).unwrap();
            let expected = AnswerById::new(context, &Owner::of(name, version), content).write().0;
            // Only ids of the default context are asked for so often that their answers are kept.
            let expected = context.is_default().then_some(expected);
            assert_eq!(*answer, expected, "{place}: the answer to {id}");
            assert!(ids.contains(&(context.clone(), id)), "{place}: schema {id} is nobody's");
            assert!(held.by_content.contains(&(content.guid, content.format, id)), "{place}");
        }
    }
    assert!(state.referrers.iter().eq(&referrers), "{place}: referrers");
    check_associations(state, place);
}

/// Whoever is associated has a live version; who is STRONG is alone, and all of a resource are alike.
fn check_associations(state: &State, place: &str) {
    let associations = &state.associations;
    for one in associations.all() {
        let is = |other: &Arc<_>| Arc::ptr_eq(other, one);
        assert!(associations.of_subject(&one.subject).any(is), "{place}: {one:?}");
        assert!(associations.of_resource(&one.resource.id).any(is), "{place}: {one:?}");
        let named = associations.of_name(&one.resource.namespace, &one.resource.name);
        let named: Vec<_> = named.collect();
        assert!(named.iter().any(|other| is(other)), "{place}: {one:?}");
        assert!(named.iter().all(|other| other.resource == one.resource), "{place}: two ids");
        assert!(state.latest(&one.subject).is_some(), "{place}: {one:?} has no live version");
        assert_eq!(one.frozen, one.lifecycle == Lifecycle::Strong, "{place}: {one:?}");
        if one.lifecycle == Lifecycle::Strong {
            assert_eq!(associations.of_subject(&one.subject).count(), 1, "{place}: {one:?}");
            assert_eq!(one.resource.own_subject(one.part).unwrap(), one.subject, "{place}");
        }
        let mut siblings = associations.of_resource(&one.resource.id);
        assert!(siblings.all(|other| other.lifecycle == one.lifecycle), "{place}: {one:?}");
    }
    assert_eq!(associations.of_name("-", "-").count(), associations.all().count(), "{place}");
}

/// What can be asked of a state, as text.
fn summary(state: &State) -> String {
    let State { configs, modes, referrers, associations, .. } = state;
    let mut text = format!("{configs:?} {modes:?} {referrers:?} {associations:?}");
    for (context, held) in &state.contexts {
        text += &format!("\n{context} {} {:?} {:?}", held.last_id, held.by_content, held.owners);
        text += &format!(" {:?}", held.subjects);
    }
    text
}
