//! Inline tags: found, added, removed, with everything else of the text as it was.

use contract_schema::tags::{Changes, Entity, EntityKind, Tagged, apply, find};
use contract_schema::{Format, ParseOptions, Schema};

fn parse(format: Format, text: &str) -> Schema {
    Schema::parse(format, text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// `field .A.b PII SECRET` as an entity with tags.
fn tagged(line: &str) -> Tagged {
    let mut words = line.split(' ');
    let kind = match words.next().unwrap() {
        "record" => EntityKind::Record,
        "field" => EntityKind::Field,
        other => panic!("{other}"),
    };
    let path = words.next().unwrap().to_owned();
    Tagged { entity: Entity { path, kind }, tags: words.map(str::to_owned).collect() }
}

fn lines(found: &[Tagged]) -> Vec<String> {
    let line = |tagged: &Tagged| {
        let kind = if tagged.entity.kind == EntityKind::Record { "record" } else { "field" };
        format!("{kind} {} {}", tagged.entity.path, tagged.tags.join(" "))
    };
    found.iter().map(line).collect()
}

fn changes(add: &[&str], remove: &[&str]) -> Changes {
    let all = |lines: &[&str]| lines.iter().map(|line| tagged(line)).collect();
    Changes { add: all(add), remove: all(remove) }
}

/// The text after the changes; what it says is parsed again.
fn edited(format: Format, text: &str, add: &[&str], remove: &[&str]) -> String {
    let schema = parse(format, text);
    let text =
        apply(&schema, text, &changes(add, remove)).unwrap_or_else(|error| panic!("{error}"));
    parse(format, &text);
    text
}

fn refused(format: Format, text: &str, add: &[&str], remove: &[&str]) -> String {
    apply(&parse(format, text), text, &changes(add, remove)).unwrap_err().to_string()
}

mod avro {
    use super::*;

    const NESTED: &str = r#"[ "null", {
  "type": "record", "name": "Outer", "namespace": "a.b", // kept
  "fields": [
    {"name": "plain", "type": "string", "confluent:tags": ["PII"]},
    {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [ {"name": "x", "type": "int"} ]}]},
    {"name": "list", "type": {"type": "array", "items": {"type": "record", "name": "c.Other", "fields": []}}},
    {"name": "map", "type": {"type": "map", "values": {"type": "record", "name": "Last", "namespace": "", "fields": [{"name":"y","type":"Last2"}]}}}
  ]
} ]"#;

    fn nested() -> String {
        NESTED.replace("\"Last2\"", "\"long\"")
    }

    fn edit(add: &[&str], remove: &[&str]) -> String {
        edited(Format::Avro, &nested(), add, remove)
    }

    #[test]
    fn entities_are_called_by_full_names_and_found_in_order() {
        let text = edit(
            &[
                "record a.b.Outer R",
                "record a.b.Inner R",
                "field a.b.Inner.x F",
                "record c.Other R",
                "record Last R",
                "field Last.y F G",
            ],
            &[],
        );
        assert_eq!(
            lines(&find(&parse(Format::Avro, &text))),
            [
                "record a.b.Outer R",
                "field a.b.Outer.plain PII",
                "record a.b.Inner R",
                "field a.b.Inner.x F",
                "record c.Other R",
                "record Last R",
                "field Last.y F G",
            ]
        );
    }

    #[test]
    fn everything_else_stays_as_it_is_written() {
        let text = edit(&["field a.b.Outer.plain SECRET"], &[]);
        assert_eq!(text, nested().replace("[\"PII\"]", "[\"PII\",\"SECRET\"]"));
        assert_eq!(edit(&["field a.b.Outer.plain PII"], &["field a.b.Inner.x NONE"]), nested());
        let text = edit(&[], &["field a.b.Outer.plain PII"]);
        assert_eq!(text, nested().replace(", \"confluent:tags\": [\"PII\"]", ""));
        let text = edit(&["record c.Other A\"B"], &[]);
        assert_eq!(
            text,
            nested().replace("\"fields\": []", "\"fields\": [],\"confluent:tags\":[\"A\\\"B\"]")
        );
    }

    #[test]
    fn what_is_added_and_removed_at_once_is_removed() {
        assert_eq!(edit(&["field a.b.Inner.x A"], &["field a.b.Inner.x A"]), nested());
    }

    #[test]
    fn a_definition_that_stands_twice_is_tagged_twice() {
        let inner = r#"{"type":"record","name":"I","fields":[{"name":"x","type":"int"}]}"#;
        let text = format!(
            r#"{{"type":"record","name":"O","fields":[{{"name":"a","type":{inner}}},{{"name":"b","type":{inner}}}]}}"#
        );
        let text = edited(Format::Avro, &text, &["field I.x PII"], &[]);
        assert_eq!(text.matches("PII").count(), 2);
    }

    #[test]
    fn repeated_members_and_odd_values_are_read_and_written_sensibly() {
        let text = r#"{"confluent:tags":["OLD"],"type":"record","name":"A","confluent:tags":"ONE","fields":[{"name":"f","type":"int","confluent:tags":[1,null,"X","X"]}]}"#;
        assert_eq!(lines(&find(&parse(Format::Avro, text))), ["record A ONE", "field A.f X"]);
        let bare = edited(Format::Avro, text, &[], &["record A ONE", "field A.f X"]);
        assert_eq!(bare, r#"{"type":"record","name":"A","fields":[{"name":"f","type":"int"}]}"#);
    }

    #[test]
    fn unknown_entities_are_named_all_at_once_with_those_that_are_there() {
        let message = refused(
            Format::Avro,
            &nested(),
            &["field Outer.plain A", "record a.b.Nope A"],
            &["record a.b.Inner.x B"],
        );
        assert!(
            message.contains("no field `Outer.plain` to tag: its fields are `a.b.Outer.plain`, "),
            "{message}"
        );
        assert!(message.contains("no record `a.b.Nope` to tag: its records are `a.b.Outer`, `a.b.Inner`, `c.Other`, `Last`"), "{message}");
        assert!(
            message.contains(
                "`a.b.Inner.x` to tag: it is a field: say `\"entityType\": \"sr_field\"`"
            ),
            "{message}"
        );
        let none = refused(Format::Avro, "\"string\"", &["record A B"], &[]);
        assert!(none.contains("it has no record at all"), "{none}");
        let blank = refused(Format::Avro, &nested(), &["field a.b.Inner.x  "], &[]);
        assert!(blank.contains("a tag of `a.b.Inner.x` is empty"), "{blank}");
    }
}

mod protobuf {
    use super::*;

    const FILE: &str = r#"// File.
syntax = "proto3"; // proto3
package com.example;

import "google/protobuf/timestamp.proto"; // times

option java_package = "x";

// A message.
message Sample {
  option deprecated = false;
  int32 a = 1; // one
  string b = 2 [deprecated = true, json_name = "bee"];
  google.protobuf.Timestamp at = 3 [
    // why
    deprecated = true
  ];
  oneof choice {
    string left = 4;
    Nested right = 5 [deprecated = false];
  }
  map<string, Nested> by_name = 6;
  message Nested { int64 id = 1; }
  enum Kind { option allow_alias = false; NONE = 0; }
  reserved 20, 30 to 40;
}
message Empty {}
"#;

    fn edit(add: &[&str], remove: &[&str]) -> String {
        edited(Format::Protobuf, FILE, add, remove)
    }

    fn found(text: &str) -> Vec<String> {
        lines(&find(&parse(Format::Protobuf, text)))
    }

    #[test]
    fn tags_are_written_beside_what_is_there_and_comments_stay() {
        let text = edit(
            &[
                "field .Sample.a PII",
                "field Sample.b PII SECRET",
                "field .com.example.Sample.at T",
                "field .Sample.choice.left L",
                "field com.example.Sample.right R",
                "field .Sample.by_name M",
                "field .Sample.Nested.id N",
                "record .Sample S S2",
                "record .Sample.Nested N",
                "record Empty E",
            ],
            &[],
        );
        let expected = FILE
            .replace("timestamp.proto\"; // times", "timestamp.proto\"; // times\nimport \"confluent/meta.proto\";")
            .replace("a = 1;", "a = 1 [(confluent.field_meta).tags = \"PII\"];")
            .replace(
                "json_name = \"bee\"]",
                "json_name = \"bee\", (confluent.field_meta).tags = \"PII\", (confluent.field_meta).tags = \"SECRET\"]",
            )
            .replace("    deprecated = true\n", "    deprecated = true, (confluent.field_meta).tags = \"T\"\n")
            .replace("left = 4;", "left = 4 [(confluent.field_meta).tags = \"L\"];")
            .replace("[deprecated = false]", "[deprecated = false, (confluent.field_meta).tags = \"R\"]")
            .replace("by_name = 6;", "by_name = 6 [(confluent.field_meta).tags = \"M\"];")
            .replace(
                "Nested { int64 id = 1; }",
                "Nested { option (confluent.message_meta).tags = \"N\"; int64 id = 1 [(confluent.field_meta).tags = \"N\"]; }",
            )
            .replace(
                "message Sample {\n",
                "message Sample {\n  option (confluent.message_meta).tags = \"S\";\n  option (confluent.message_meta).tags = \"S2\";\n",
            )
            .replace("message Empty {}", "message Empty { option (confluent.message_meta).tags = \"E\";}");
        assert_eq!(text, expected);
        assert_eq!(
            found(&text),
            [
                "record .Sample S S2",
                "field .Sample.a PII",
                "field .Sample.b PII SECRET",
                "field .Sample.at T",
                "field .Sample.left L",
                "field .Sample.right R",
                "field .Sample.by_name M",
                "record .Sample.Nested N",
                "field .Sample.Nested.id N",
                "record .Empty E",
            ]
        );
    }

    const TAGGED: &str = r#"syntax = "proto3";
package p;
import "confluent/meta.proto";
message M {
  // before
  option (confluent.message_meta).tags = "OTHER";
  option (confluent.message_meta).doc = "d"; // after
  int32 a = 1 [
    (confluent.field_meta).tags = "OTHER",
    (.confluent.field_meta).tags = 'PRI' "VATE"
  ];
  double b = 2 [(confluent.field_meta) = {
    tags: [ "PRIVATE" ]
  }];
  N c = 3 [deprecated = true, (confluent.field_meta) = { doc: "tags: x" tags: "A", tags: ["B" /* c */, "C"]; params: [{ key: "k" value: "v" }] }];
  string d = 4 [(confluent.field_meta) = {}];
}
message N {
  option (confluent.message_meta) = { tags: "X" };
}
"#;

    #[test]
    fn every_way_to_write_tags_is_understood() {
        assert_eq!(
            found(TAGGED),
            [
                "record .M OTHER",
                "field .M.a OTHER PRIVATE",
                "field .M.b PRIVATE",
                "field .M.c A B C",
                "record .N X",
            ]
        );
        for (add, remove, from, to) in [
            ("field .M.a PRIVATE", "", "", ""),
            ("field .M.c B", "", "", ""),
            ("record .N X", "record .N Y", "", ""),
            (
                "record .M NEW",
                "",
                "message M {\n",
                "message M {\n  option (confluent.message_meta).tags = \"NEW\";\n",
            ),
            ("", "record .M OTHER", "  option (confluent.message_meta).tags = \"OTHER\";\n", ""),
            (
                "field .M.a NEW",
                "",
                "'PRI' \"VATE\"\n",
                "'PRI' \"VATE\", (confluent.field_meta).tags = \"NEW\"\n",
            ),
            ("", "field .M.a OTHER", "(confluent.field_meta).tags = \"OTHER\",\n    ", ""),
            ("", "field .M.a PRIVATE", ",\n    (.confluent.field_meta).tags = 'PRI' \"VATE\"", ""),
            (
                "",
                "field .M.a OTHER PRIVATE",
                " [\n    (confluent.field_meta).tags = \"OTHER\",\n    (.confluent.field_meta).tags = 'PRI' \"VATE\"\n  ]",
                "",
            ),
            ("field .M.b NEW", "", "\"PRIVATE\" ]", "\"PRIVATE\", \"NEW\" ]"),
            (
                "",
                "field .M.b PRIVATE",
                " [(confluent.field_meta) = {\n    tags: [ \"PRIVATE\" ]\n  }]",
                "",
            ),
            ("field .M.b NEW", "field .M.b PRIVATE", "[ \"PRIVATE\" ]", "[\"NEW\"]"),
            ("field .M.c NEW", "", "\"C\"]", "\"C\", \"NEW\"]"),
            ("", "field .M.c A", " tags: \"A\"", ""),
            ("", "field .M.c B", "\"B\" /* c */, ", ""),
            ("", "field .M.c B C", ", tags: [\"B\" /* c */, \"C\"]", ""),
            ("field .M.d NEW", "", "{}", "{tags: [\"NEW\"]}"),
            ("record .N Y", "", "\"X\"", "\"X\", tags: [\"Y\"]"),
            ("", "record .N X", "\n  option (confluent.message_meta) = { tags: \"X\" };", ""),
        ] {
            let one = |line: &'static str| if line.is_empty() { vec![] } else { vec![line] };
            let text = edited(Format::Protobuf, TAGGED, &one(add), &one(remove));
            let expected =
                if from.is_empty() { TAGGED.to_owned() } else { TAGGED.replace(from, to) };
            assert_eq!(text, expected, "add `{add}` remove `{remove}`");
            let after = found(&text).join("\n") + "\n";
            for (line, there) in [(add, true), (remove, false)] {
                let mut words = line.split(' ').skip(1);
                let Some(path) = words.next().filter(|path| !path.is_empty()) else { continue };
                let row = after
                    .lines()
                    .find(|row| row.split(' ').nth(1) == Some(path))
                    .unwrap_or_default();
                for tag in words {
                    assert_eq!(row.split(' ').any(|word| word == tag), there, "{line}: {row}");
                }
            }
        }
    }

    #[test]
    fn a_descriptor_comes_back_as_text() {
        let Schema::Protobuf(schema) = parse(Format::Protobuf, TAGGED) else { unreachable!() };
        let text =
            edited(Format::Protobuf, &schema.serialized(), &["field .M.a NEW"], &["record .N X"]);
        assert!(found(&text).contains(&"field .M.a OTHER PRIVATE NEW".to_owned()), "{text}");
        assert!(!text.contains("\"X\""), "{text}");
    }

    #[test]
    fn groups_keywords_as_names_and_hidden_packages_are_no_obstacle() {
        let text = r#"
package acme.confluent.v1;
message message { optional message message = 1; repeated group Items = 2 { optional int32 oneof = 1; }
  oneof oneof { int32 option = 3; group Alt = 4 { optional string s = 1 [default = "a];{"]; } }
  extensions 100 to 199;
  extend message { optional string nested = 100; }
}
extend message { optional string enum = 101; }
"#;
        let add = [
            "field .message.message A",
            "field .message.items B",
            "field .message.Items.oneof C",
            "record .message.Items D",
            "field .message.option E",
            "field .message.Alt.s F",
        ];
        let text = edited(Format::Protobuf, text, &add, &[]);
        assert_eq!(found(&text).len(), add.len(), "{text}");
        assert!(
            text.contains("[default = \"a];{\", (.confluent.field_meta).tags = \"F\"]"),
            "{text}"
        );
    }

    #[test]
    fn the_import_is_added_where_imports_stand() {
        for (from, to) in [
            ("message A {}", "import \"confluent/meta.proto\";\nmessage A {"),
            (
                "syntax = \"proto3\"; message A {}",
                "syntax = \"proto3\";\nimport \"confluent/meta.proto\"; message A {",
            ),
            (
                "package p; // p\nmessage A {}",
                "package p; // p\nimport \"confluent/meta.proto\";\nmessage A {",
            ),
        ] {
            let text = edited(Format::Protobuf, from, &["record A T"], &[]);
            assert!(text.starts_with(to), "{text}");
            let bare = edited(Format::Protobuf, &text, &[], &["record A T"]);
            assert!(
                bare.contains("import \"confluent/meta.proto\"") && bare.ends_with("message A {}"),
                "{bare}"
            );
        }
    }

    #[test]
    fn what_is_not_there_is_named() {
        let message = refused(
            Format::Protobuf,
            FILE,
            &["field .Sample.nope A", "record .Sample.by_name B", "record .Sample.Kind C"],
            &[],
        );
        assert!(
            message.contains("no field `.Sample.nope` to tag: its fields are `.Sample.a`"),
            "{message}"
        );
        assert!(message.contains("it is a field: say"), "{message}");
        assert!(message.contains("no record `.Sample.Kind`"), "{message}");
    }
}

mod json {
    use super::*;

    const SCHEMA: &str = r##"{
  "type": "object",
  "properties": {
    "one": {"type": "array", "items": {"type": "object", "title": "inside", "properties": {"a": {"type": "string"}}}},
    "two": {"allOf": [{"type": "string"}, {"type": "object", "properties": {"b": {"type": "number"}}}]},
    "three": {"not": {"type": "object", "properties": {"c": {}}}},
    "four": {"enum": ["red"], "confluent:tags": ["OLD"]},
    "five.six": true,
    "seven": {"$ref": "#/definitions/Card.Details"},
    "eight": {"type": ["null", "object"], "properties": {"d": {"type": "string"}}}
  },
  "definitions": {
    "Card.Details": {"type": "object", "properties": {"number.long": {"oneOf": [{"type": "null"}, {"type": "string"}]}}},
    "Text": {"type": "string"}
  }
}"##;

    fn found(text: &str) -> Vec<String> {
        lines(&find(&parse(Format::Json, text)))
    }

    #[test]
    fn paths_walk_through_what_things_are() {
        let add = [
            "record object R",
            "field object.one F",
            "record object.one.array.object R",
            "field object.one.array.object.a A",
            "record object.two.allof.0.object R",
            "field object.two.allof.0.object.b B",
            "record object.three.not.object R",
            "field object.three.not.object.c C",
            "field object.four NEW",
            "field object.seven F",
            "field object.eight.object.d D",
            "record object.definitions.Card.Details.object R",
            "field object.definitions.Card.Details.object.number.long N",
            "field object.definitions.Text T",
        ];
        let text = edited(Format::Json, SCHEMA, &add, &[]);
        let expected: Vec<String> = add.iter().map(|line| line.replace("NEW", "OLD NEW")).collect();
        assert_eq!(found(&text), expected);
        assert_eq!(edited(Format::Json, &text, &[], &add), SCHEMA);
        for (from, to) in [
            ("\"c\": {}", "\"c\": {\"confluent:tags\":[\"C\"]}"),
            ("[\"OLD\"]", "[\"OLD\",\"NEW\"]"),
        ] {
            assert!(text.contains(to) && SCHEMA.contains(from), "{text}");
        }
    }

    #[test]
    fn a_property_that_is_an_object_bears_two_names() {
        let text = r#"{"properties":{"p":{"properties":{}}}}"#;
        let both = ["field object.p T", "record object.p.object T"];
        for one in both {
            assert_eq!(found(&edited(Format::Json, text, &[one], &[])), both);
        }
    }

    /// The paths of Confluent's own tests.
    #[test]
    fn the_registry_of_origin_counts_parts_and_so_may_we() {
        let conditional = r#"{"type":"object","properties":{"country":{}},"if":{"properties":{"x":{}}},"else":{"properties":{"postal_code":{}}}}"#;
        let add = [
            "field allof.0.conditional.else.object.postal_code T",
            "field allof.1.object.country T",
            "record allof.1.object R",
            "record allof.0.conditional.if.object R",
        ];
        assert_eq!(
            found(&edited(Format::Json, conditional, &add, &[])),
            [
                "record allof.0.conditional.if.object R",
                "field allof.0.conditional.else.object.postal_code T",
                "record object R",
                "field object.country T",
            ]
        );
        let nullable = r#"{"type":["null","object"],"properties":{"parent":{"$ref":"x"}}}"#;
        let text = nullable.replace("x", "#");
        let add = ["field anyof.1.object.parent T"];
        assert_eq!(found(&edited(Format::Json, &text, &add, &[])), ["field object.parent T"]);
    }

    #[test]
    fn branches_are_counted_by_what_they_are_and_what_they_are_called() {
        let text = r#"{"oneOf":[{"type":"string"},{"type":"object","title":"b"},{"type":"object","title":"a"},{"type":"null"}]}"#;
        let text = edited(
            Format::Json,
            text,
            &["record oneof.1.object A", "record oneof.2.object B"],
            &[],
        );
        assert!(text.contains(r#""title":"a","confluent:tags":["A"]"#), "{text}");
        assert!(text.contains(r#""title":"b","confluent:tags":["B"]"#), "{text}");
    }

    #[test]
    fn what_is_not_there_is_named() {
        let message = refused(
            Format::Json,
            SCHEMA,
            &["field object.nope A", "field object.five.six B", "record object.four C"],
            &[],
        );
        assert!(
            message.contains("no field `object.nope` to tag: its fields are `object.one`"),
            "{message}"
        );
        assert!(message.contains("no field `object.five.six`"), "{message}");
        assert!(message.contains("it is a field: say"), "{message}");
        assert!(
            refused(Format::Json, "true", &["record object A"], &[]).contains("no record at all")
        );
        assert_eq!(found("false"), Vec::<String>::new());
    }
}

mod hostile {
    use super::*;
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    fn in_time<T>(act: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = act();
        assert!(started.elapsed() < Duration::from_secs(20), "took {:?}", started.elapsed());
        done
    }

    #[test]
    fn names_inside_long_names_take_bounded_memory() {
        let long = "n".repeat(1 << 20);
        let mut fields = String::new();
        for at in 0..50_000 {
            let comma = if at == 0 { "" } else { "," };
            write!(fields, r#"{comma}{{"name":"f{at}","type":"int","confluent:tags":["T"]}}"#)
                .unwrap();
        }
        let avro = format!(r#"{{"type":"record","name":"{long}","fields":[{fields}]}}"#);
        let json = format!(
            r#"{{"properties":{{"{long}":{{"properties":{{{}}}}}}}}}"#,
            fields.replace("{\"name\":", "").replace(",\"type\":\"int\",", ":{")
        );
        for (format, text) in [(Format::Avro, avro), (Format::Json, json)] {
            let schema = parse(format, &text);
            let found = in_time(|| find(&schema));
            assert!(!found.is_empty() && found.len() < 100, "{}", found.len());
        }
    }

    #[test]
    fn what_has_no_name_of_its_own_counts_under_a_long_name_too() {
        let long = "n".repeat(1 << 20);
        let named = |at: usize| format!(r#""d{at}":{{"confluent:tags":["T"]}}"#);
        let definitions = (0..5_000).map(named).collect::<Vec<_>>().join(",");
        let branches = vec!["{}"; 200_000].join(",");
        for inside in [
            format!(r#""definitions":{{{definitions}}}"#),
            format!(r#""$defs":{{{definitions}}}"#),
            format!(r#""anyOf":[{branches}]"#),
        ] {
            let text = format!(r#"{{"properties":{{"{long}":{{{inside}}}}}}}"#);
            let schema = parse(Format::Json, &text);
            assert!(in_time(|| find(&schema)).len() < 100);
        }
    }

    #[test]
    fn many_tags_on_many_fields_take_bounded_time() {
        let count = 30_000;
        let tags: Vec<String> = (0..count).map(|at| format!("T{at}")).collect();
        let mut text = String::from("syntax = \"proto3\"; message M { ");
        for at in 1..=count {
            let number = if at < 19_000 { at } else { at + 1_000 };
            write!(text, "string f{at} = {number}; ").unwrap();
        }
        text.push('}');
        let schema = parse(Format::Protobuf, &text);
        let field = |path: String, tags: &[String]| Tagged {
            entity: Entity { path, kind: EntityKind::Field },
            tags: tags.to_vec(),
        };
        let mut add = vec![field(".M.f1".into(), &tags)];
        add.extend((1..=count).map(|at| field(format!("M.f{at}"), &tags[..1])));
        let changes = Changes { add, remove: vec![field(".M.f1".into(), &tags[1..])] };
        let edited = in_time(|| apply(&schema, &text, &changes)).unwrap();
        assert_eq!(edited.matches("\"T0\"").count(), count);
        let unknown = (0..count).map(|at| field(format!("nope{at}"), &[])).collect();
        let changes = Changes { add: unknown, remove: Vec::new() };
        let error = in_time(|| apply(&schema, &text, &changes)).unwrap_err();
        assert_eq!(error.complaints.len(), 20);
    }
}
