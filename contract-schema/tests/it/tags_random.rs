//! Inline tags of random schemas: what is added is found, and gone without a trace when it is removed.
//!
//! The seed is fixed and printed; `SEED=… cargo test -p contract-schema --test it tags_random` draws others.

use crate::avro_random::Dice;
use contract_schema::tags::{Changes, Tagged, apply, entities, find};
use contract_schema::{Format, ParseOptions, Schema};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const ROUNDS: usize = 400;
const TAGS: [&str; 5] = ["PII", "SECRET", "a\"b\\c", "zwei Wörter", "😀"];

struct Writer {
    dice: Dice,
    names: usize,
}

impl Writer {
    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    fn one<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.dice.below(choices.len())]
    }

    fn blank(&mut self) -> &'static str {
        self.one(&["", " ", "\n", "  "])
    }

    /// `,"confluent:tags":["OLD"]` now and then.
    fn member(&mut self) -> String {
        let blank = self.blank();
        match self.dice.below(4) {
            0 => format!(r#",{blank}"confluent:tags":{blank}["OLD"{blank}]"#),
            1 => format!(
                r#",{blank}"confluent:tags":["OLD","OLDER"],"note":{{"confluent:tags":["NO"]}}"#
            ),
            _ => String::new(),
        }
    }

    fn avro(&mut self, depth: usize) -> String {
        let kind = if depth == 0 { 0 } else { self.dice.below(5) };
        match kind {
            1 => format!(r#"{{"type":"array","items":{}}}"#, self.avro(depth - 1)),
            2 => format!(r#"{{"type":"map","values":{}}}"#, self.avro(depth - 1)),
            3 => format!(r#"["null",{{"type":"array","items":{}}}]"#, self.avro(depth - 1)),
            4 => self.record(depth),
            _ => r#""string""#.to_owned(),
        }
    }

    fn record(&mut self, depth: usize) -> String {
        let fields: Vec<String> = (0..self.dice.below(4))
            .map(|_| {
                let (name, ty) = (self.name(), self.avro(depth - 1));
                format!(r#"{}{{"name":"{name}","type":{ty}{}}}"#, self.blank(), self.member())
            })
            .collect();
        let namespace = self.one(&["", r#","namespace":"a.b""#, r#","namespace":"""#]);
        let (name, member) = (self.name(), self.member());
        format!(
            r#"{{"type":"record","name":"{name}"{namespace}{member},"fields":[{}]}}"#,
            fields.join(",")
        )
    }

    fn json(&mut self, depth: usize) -> String {
        let kind = if depth == 0 { 0 } else { self.dice.below(7) };
        let member = self.member();
        match kind {
            1 => format!(r#"{{"type":"array","items":{}{member}}}"#, self.json(depth - 1)),
            2 => {
                let word = self.one(&["anyOf", "oneOf", "allOf"]);
                let (a, b) = (self.json(depth - 1), self.json(depth - 1));
                format!(r#"{{"{word}":[{a},{b}]{member}}}"#)
            }
            3 => format!(r#"{{"not":{}{member}}}"#, self.json(depth - 1)),
            4 | 5 => self.object(depth, &member),
            6 => {
                let (a, b) = (self.json(depth - 1), self.json(depth - 1));
                let name = self.name();
                format!(r#"{{"if":{a},"then":{b},"$defs":{{"{name}.x":{a}}}{member}}}"#)
            }
            _ => format!(r#"{{"type":"string"{member}}}"#),
        }
    }

    fn object(&mut self, depth: usize, member: &str) -> String {
        let properties: Vec<String> = (0..self.dice.below(4))
            .map(|_| format!(r#""{}":{}{}"#, self.name(), self.blank(), self.json(depth - 1)))
            .collect();
        let ty = self.one(&[r#""object""#, r#"["null","object"]"#]);
        format!(r#"{{"type":{ty},"properties":{{{}}}{member}}}"#, properties.join(","))
    }

    fn protobuf(&mut self) -> String {
        let mut text = String::from("syntax = \"proto3\"; // first\n");
        text.push_str(self.one(&["", "package a.b;\n", "package a.confluent.c; /* hides */\n"]));
        text.push_str("import \"confluent/meta.proto\";\n");
        for _ in 0..1 + self.dice.below(3) {
            self.message(&mut text, 3);
        }
        text
    }

    fn message(&mut self, text: &mut String, depth: usize) {
        write!(text, "message {} {{{}", self.name(), self.blank()).unwrap();
        match self.dice.below(5) {
            0 => text.push_str("option (.confluent.message_meta).tags = 'OLD';\n"),
            1 => text
                .push_str("  option (.confluent.message_meta) = { doc: \"}\", tags: [\"OLD\"] };"),
            2 => text.push_str("option deprecated = false; // no\n"),
            _ => {}
        }
        let mut number = 0;
        for _ in 0..self.dice.below(5) {
            number += 1;
            let (name, options) = (self.name(), self.options());
            let ty = self.one(&["string", "repeated int32", "map<string, bytes>", "optional bool"]);
            write!(text, " {ty} {name} = {number}{options};{}", self.blank()).unwrap();
        }
        if self.dice.one_in(2) {
            write!(text, "oneof {} {{ ", self.name()).unwrap();
            for _ in 0..1 + self.dice.below(2) {
                number += 1;
                let (name, options) = (self.name(), self.options());
                write!(text, "string {name} = {number}{options}; ").unwrap();
            }
            text.push_str("}\n");
        }
        if depth > 0 && self.dice.one_in(2) {
            self.message(text, depth - 1);
        }
        text.push_str(self.one(&["}", "}\n", "enum E { Z = 0 [deprecated = true]; }}\n"]));
    }

    fn options(&mut self) -> &'static str {
        self.one(&[
            "",
            "",
            " [deprecated = true]",
            " [(.confluent.field_meta).tags = \"OLD\"]",
            "[deprecated = false, (.confluent.field_meta) = { tags: \"OLD\" doc: 'x' }]",
            " [(.confluent.field_meta) = { params { key: \"a]\" value: \"tags\" }, tags: [\"OLD\", 'OLDER'] }, deprecated = true]",
            " [ // why\n (.confluent.field_meta).doc = \"d\", (.confluent.field_meta).tags = \"OLD\" ]",
        ])
    }
}

fn parse(format: Format, text: &str) -> Schema {
    Schema::parse(format, text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Some entities, each with some of the tags that it does not have.
fn wishes(dice: &mut Dice, schema: &Schema) -> Vec<Tagged> {
    let mut wishes = Vec::new();
    for entity in entities(schema) {
        if dice.one_in(2) {
            let count = 1 + dice.below(3);
            let tags: BTreeSet<&str> = (0..count).map(|_| TAGS[dice.below(TAGS.len())]).collect();
            wishes.push(Tagged { entity, tags: tags.into_iter().map(str::to_owned).collect() });
        }
    }
    wishes
}

fn check(format: Format, text: &str, dice: &mut Dice) -> usize {
    let schema = parse(format, text);
    let wishes = wishes(dice, &schema);
    let add = Changes { add: wishes.clone(), remove: Vec::new() };
    let tagged = apply(&schema, text, &add).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let after = parse(format, &tagged);
    let found = find(&after);
    for wish in &wishes {
        let one = found.iter().find(|one| one.entity == wish.entity);
        let one = one.unwrap_or_else(|| panic!("{wish:?}\n{text}\n{tagged}"));
        assert!(wish.tags.iter().all(|tag| one.tags.contains(tag)), "{wish:?}\n{tagged}");
    }
    assert_eq!(apply(&after, &tagged, &add).unwrap(), tagged, "twice is once");
    let remove = Changes { add: Vec::new(), remove: wishes.clone() };
    let bare = apply(&after, &tagged, &remove).unwrap();
    let (bare_schema, again) = (parse(format, &bare), apply(&schema, text, &remove).unwrap());
    assert_eq!(bare_schema.canonical_text(), schema.canonical_text(), "{text}\n{tagged}\n{bare}");
    assert_eq!(find(&bare_schema), find(&schema));
    assert_eq!(again, text, "what is not there is not removed");
    // Without any tag no trace of them is left.
    let all = Changes { add: Vec::new(), remove: find(&after) };
    assert_eq!(find(&parse(format, &apply(&after, &tagged, &all).unwrap())), []);
    wishes.len()
}

#[test]
fn tags_come_back_and_go_without_a_trace() {
    let mut writer = Writer { dice: Dice::new(7), names: 0 };
    let mut wishes = [0; 3];
    for _ in 0..ROUNDS {
        let texts = [
            (Format::Avro, writer.record(4)),
            (Format::Json, writer.json(4)),
            (Format::Protobuf, writer.protobuf()),
        ];
        for (count, (format, text)) in wishes.iter_mut().zip(texts) {
            *count += check(format, &text, &mut writer.dice);
        }
    }
    assert!(wishes.iter().all(|count| *count > ROUNDS / 2), "{wishes:?}");
}
