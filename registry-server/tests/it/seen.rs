//! Texts that were seen before are found by their hash: no parser is asked again.

use contract_schema::Format;
use registry_server::log::{Entry, Head};
use registry_server::registry::command::{Candidate, VersionWanted};
use registry_server::registry::decide::known;
use registry_server::registry::lookup::as_sent;
use registry_server::registry::{Command, Core, Rules, State, Subject};
use registry_server::writer::Machine as _;
use std::sync::Arc;

/// In each format a text as it is kept, and the same schema spelled otherwise.
const SPELLINGS: [(Format, &str, &str); 3] = [
    (
        Format::Avro,
        r#"{"type":"record","name":"A","fields":[]}"#,
        r#"{ "type": "record", "name": "A", "fields": [] }"#,
    ),
    (Format::Json, r#"{"type":"object"}"#, r#"{ "type": "object" }"#),
    (
        Format::Protobuf,
        "syntax = \"proto3\";\n\nmessage A {\n  string a = 1;\n}\n",
        "syntax = \"proto3\"; message A { string a = 1; } // a comment",
    ),
];

fn candidate(format: Format, text: &str) -> Candidate {
    Candidate {
        format,
        text: text.into(),
        references: Vec::new(),
        metadata: None,
        rule_set: None,
        version: VersionWanted::Next,
        id: None,
        normalize: false,
        force: false,
        tags: Default::default(),
        propagate_tags: false,
    }
}

#[test]
fn a_spelling_is_known_once_it_was_parsed_and_not_before() {
    for (format, kept, other) in SPELLINGS {
        let (subject, mut state) = (Subject::parse("s"), State::default());
        let [kept, other] = [kept, other].map(|text| candidate(format, text));
        let register = |candidate: &Candidate| Command::Register {
            subject: subject.clone(),
            candidate: Arc::new(candidate.clone()),
        };
        let core = Core(Arc::new(Rules::default()));
        let draft = core.decide(&state, &register(&kept), 1).unwrap().draft.unwrap();
        core.apply(&mut state, &Entry::seal(Head::default(), 1, draft)).unwrap();

        // Another server on the same log: it has parsed nothing yet.
        let rules = Arc::new(Rules::default());
        let core = Core(Arc::clone(&rules));
        let is_known = |candidate: &Candidate| {
            let registered = known(&state, &rules, &subject, candidate).is_some();
            let found = as_sent(&state, &rules, &subject, candidate).is_some();
            assert_eq!(registered, found, "{format:?}");
            found
        };
        assert!(is_known(&kept), "{format:?}");
        assert!(!is_known(&other), "{format:?}");
        let decision = core.decide(&state, &register(&other), 1).unwrap();
        assert!(decision.draft.is_none(), "{format:?}: it is the same schema");
        assert!(is_known(&other), "{format:?}");

        let normalizing = Candidate { normalize: true, ..other };
        assert!(!is_known(&normalizing), "{format:?}: normalizing may lead to another version");
    }
}
