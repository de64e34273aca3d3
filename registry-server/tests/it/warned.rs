//! Referrers that a registration breaks where that is only to be noted: they are kept with the version in the event log.

use contract_model::Setting;
use contract_schema::{Format, Level};
use registry_api::SchemaReference;
use registry_server::log::{Entry, Head};
use registry_server::registry::command::{Candidate, VersionWanted};
use registry_server::registry::impact::Vigilance;
use registry_server::registry::judge::Settings;
use registry_server::registry::{Command, Core, Rules, State, Subject};
use registry_server::writer::Machine as _;
use std::sync::Arc;

fn register(subject: &str, text: &str, refers_to: Option<&str>) -> Command {
    let reference =
        |name: &str| SchemaReference { name: name.into(), subject: "a".into(), version: 1 };
    let candidate = Candidate {
        format: Format::Avro,
        text: text.into(),
        references: refers_to.map(reference).into_iter().collect(),
        metadata: None,
        rule_set: None,
        version: VersionWanted::Next,
        id: None,
        normalize: false,
        force: false,
        tags: Default::default(),
        propagate_tags: false,
    };
    Command::Register { subject: Subject::parse(subject), candidate: Arc::new(candidate) }
}

#[test]
fn referrers_that_break_are_kept_with_the_version_where_they_are_to_be_noted() {
    for (impact, noted) in [(Vigilance::Warn, true), (Vigilance::Off, false)] {
        let core = Core(Arc::new(Rules {
            default_impact: impact,
            default_level: Level::None,
            policy: Settings::all(Setting::Off),
            ..Rules::default()
        }));
        let (mut state, mut head) = (State::default(), Head::default());
        let mut payload = String::new();
        for command in [
            register("a", r#"{"type":"record","name":"A","fields":[]}"#, None),
            register("r", r#"{"type":"array","items":"A"}"#, Some("A")),
            register("a", r#"{"type":"record","name":"B","fields":[]}"#, None),
        ] {
            let draft = core.decide(&state, &command, 1).unwrap().draft.unwrap();
            payload = String::from_utf8(draft.payload.to_vec()).unwrap();
            let entry = Entry::seal(head, 1, draft);
            core.apply(&mut state, &entry).unwrap();
            head = entry.head();
        }
        assert_eq!(
            payload.contains(r#""warnings":["IMPACT r 1"]"#),
            noted,
            "{impact:?}: {payload}"
        );
    }
}
