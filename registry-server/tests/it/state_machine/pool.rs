//! The schemas of the test, and what the engine of schemas says of them. Parses and verdicts are remembered.

use contract_schema::compat::check;
use contract_schema::{Dependency, Format, Level, ParseOptions, Schema};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// A text that may be sent, with the name it needs a reference for.
pub(crate) struct Text {
    pub(crate) format: Format,
    pub(crate) text: &'static str,
    pub(crate) needs: Option<&'static str>,
}

const fn avro(text: &'static str, needs: Option<&'static str>) -> Text {
    Text { format: Format::Avro, text, needs }
}

const fn json(text: &'static str, needs: Option<&'static str>) -> Text {
    Text { format: Format::Json, text, needs }
}

const fn proto(text: &'static str, needs: Option<&'static str>) -> Text {
    Text { format: Format::Protobuf, text, needs }
}

/// 0..=6 are versions of `A`, 7..=10 records that use it, 11..=15 versions of `M`, 16 and 17 files that import it, 18..=20
/// are simple or wrong, 21..=24 are versions of `j.json`, 25 refers to it.
pub(crate) const TEXTS: [Text; 26] = [
    avro(r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]}"#, None),
    avro(
        r#"{ "name": "A", "type": "record", "fields": [ {"type": {"type":"int"}, "name": "x"} ] }"#,
        None,
    ),
    avro(
        r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int"},{"name":"y","type":"int","default":0}]}"#,
        None,
    ),
    avro(
        r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]}"#,
        None,
    ),
    avro(r#"{"type":"record","name":"A","fields":[{"name":"x","type":"long"}]}"#, None),
    avro(r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int","p":1,"q":2}]}"#, None),
    avro(r#"{"type":"record","name":"A","fields":[{"name":"x","type":"int","q":2,"p":1}]}"#, None),
    avro(r#"{"type":"record","name":"R","fields":[{"name":"a","type":"A"}]}"#, Some("A")),
    avro(
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]}}]}"#,
        None,
    ),
    avro(
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"A"},{"name":"b","type":"int","default":1}]}"#,
        Some("A"),
    ),
    avro(r#"{"type":"record","name":"R","fields":[{"name":"a","type":["null","A"]}]}"#, Some("A")),
    proto("syntax = \"proto3\";\nmessage M {\n  int32 x = 1;\n}\n", None),
    proto("syntax = \"proto3\";\n// the same\nmessage M { int32 x = 1; }\n", None),
    proto("syntax = \"proto3\";\nmessage M {\n  string y = 2;\n  int32 x = 1;\n}\n", None),
    proto("syntax = \"proto3\";\nmessage M {\n  int32 x = 1;\n  string y = 2;\n}\n", None),
    proto("syntax = \"proto3\";\nmessage M {\n  string x = 1;\n}\n", None),
    proto(
        "syntax = \"proto3\";\nimport \"m.proto\";\nmessage N {\n  M m = 1;\n}\n",
        Some("m.proto"),
    ),
    proto(
        "syntax = \"proto3\";\nimport \"m.proto\";\nmessage N {\n  M m = 1;\n  int32 n = 2;\n}\n",
        Some("m.proto"),
    ),
    avro(r#""string""#, None),
    avro(r#"{"type":"record","name":"A"}"#, None),
    proto("message {", None),
    json(
        r#"{"type":"object","properties":{"x":{"type":"integer"}},"additionalProperties":false}"#,
        None,
    ),
    json(
        r#"{ "additionalProperties": false, "properties": {"x": {"type": "integer"}}, "type": "object" }"#,
        None,
    ),
    json(
        r#"{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"string"}},"additionalProperties":false}"#,
        None,
    ),
    json(
        r#"{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":false}"#,
        None,
    ),
    json(
        r#"{"type":"object","properties":{"j":{"$ref":"j.json"}},"additionalProperties":false}"#,
        Some("j.json"),
    ),
];

/// A parsed schema with a number to remember verdicts by.
pub(crate) struct Parsed {
    number: usize,
    pub(crate) schema: Arc<Schema>,
}

type Asked = (Format, String, Vec<(String, Arc<str>)>, bool);

/// The engine of schemas, which this test trusts: it has suites of its own.
#[derive(Default)]
pub(crate) struct Engine {
    parsed: RefCell<HashMap<Asked, Option<Rc<Parsed>>>>,
    verdicts: RefCell<HashMap<(Level, usize, usize), bool>>,
    equivalents: RefCell<HashMap<(usize, usize), bool>>,
    identities: RefCell<HashMap<String, String>>,
}

impl Engine {
    pub(crate) fn parse(
        &self,
        format: Format,
        text: &str,
        dependencies: &[Dependency],
        as_new: bool,
    ) -> Option<Rc<Parsed>> {
        let names = dependencies.iter().map(|one| (one.name.clone(), Arc::clone(&one.text)));
        let asked = (format, text.to_owned(), names.collect(), as_new);
        if let Some(known) = self.parsed.borrow().get(&asked) {
            return known.clone();
        }
        let options = if as_new { ParseOptions::new_schema() } else { ParseOptions::stored() };
        let number = self.parsed.borrow().len();
        let schema = Schema::parse(format, text, dependencies, options).ok();
        let parsed = schema.map(|schema| Rc::new(Parsed { number, schema: Arc::new(schema) }));
        if let Some(parsed) = &parsed {
            let canonical = parsed.schema.canonical_text();
            self.identities.borrow_mut().insert(text.to_owned(), canonical);
        }
        self.parsed.borrow_mut().insert(asked, parsed.clone());
        parsed
    }

    /// Do the two go together at this level, which asks for one version?
    pub(crate) fn compatible(&self, level: Level, candidate: &Parsed, old: &Parsed) -> bool {
        *self.verdicts.borrow_mut().entry((level, candidate.number, old.number)).or_insert_with(
            || check(level, &candidate.schema, &[(1, Arc::clone(&old.schema))]).is_none(),
        )
    }

    pub(crate) fn equivalent(&self, one: &Parsed, other: &Parsed) -> bool {
        *self
            .equivalents
            .borrow_mut()
            .entry((one.number, other.number))
            .or_insert_with(|| one.schema.is_equivalent(&other.schema))
    }

    /// The canonical form of a Protobuf text, which is served as it was sent; other texts are served canonical.
    pub(crate) fn identity(&self, schema_type: &str, served: &str) -> String {
        if schema_type != "PROTOBUF" {
            return served.to_owned();
        }
        self.identities.borrow().get(served).cloned().unwrap_or_else(|| served.to_owned())
    }
}
