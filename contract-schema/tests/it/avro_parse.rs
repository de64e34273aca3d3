//! What is an Avro schema, and what is said of a text that is none.

use contract_schema::avro::{AvroSchema, Kind, Logical, Origin};
use contract_schema::{Dependency, ParseOptions, SchemaError};

fn parse(text: &str) -> Result<AvroSchema, SchemaError> {
    AvroSchema::parse(text, &[], ParseOptions::new_schema())
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"a.R","fields":[{fields}]}}"#)
}

fn complaints(text: &str) -> Vec<String> {
    let error = parse(text).unwrap_err();
    error
        .complaints
        .into_iter()
        .map(|complaint| {
            let at = complaint.at.map_or(String::new(), |at| format!("{at} "));
            let help = complaint.help.map_or(String::new(), |help| format!(" | {help}"));
            format!("{at}{}{help}", complaint.message)
        })
        .collect()
}

#[track_caller]
fn refused(text: &str, expected: &[&str]) {
    assert_eq!(complaints(text), expected, "{text}");
}

#[test]
fn every_kind_of_schema_may_stand_at_the_top() {
    for text in [
        r#""string""#,
        r#"{"type":"int"}"#,
        r#"["null","string"]"#,
        "[]",
        r#"{"type":"array","items":"long"}"#,
        r#"{"type":"map","values":["null","bytes"]}"#,
        r#"{"type":"enum","name":"E","symbols":[]}"#,
        r#"{"type":"fixed","name":"F","size":0}"#,
        r#"{"type":"error","name":"Oops","fields":[]}"#,
        "/* as Java */ \"null\" // allowed",
    ] {
        parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[test]
fn a_text_that_is_no_json_is_refused_with_its_place() {
    refused("", &["1:1 the text is empty, expected a JSON value"]);
    refused(
        "string",
        &[
            "1:1 expected a JSON value, found `string` | if a name is meant, write \"string\" with quotes",
        ],
    );
    refused(
        "\"int\" 1",
        &[
            "1:7 expected the end of the text, found `1` | one text holds one JSON value; remove what follows it",
        ],
    );
}

#[test]
fn all_complaints_come_at_once_with_their_places() {
    refused(
        r#"{
  "type": "record", "name": "Bad-Name",
  "fields": [
    {"name": "a", "type": "strin"},
    {"name": "a", "type": {"type": "enum", "name": "E", "symbols": ["X", "X"], "default": "Y"}},
    {"name": "b", "type": [["int"], "null", "null"]},
    {"type": "int", "order": "up"},
    {"name": "c", "type": {"type": "fixed", "name": "F", "size": -1}}
  ]
}"#,
        &[
            "2:29 `Bad-Name` is no name for a record | a name is a letter or `_`, then letters, digits and `_`",
            "4:27 type `strin` is not defined | did you mean `string`?",
            "5:74 symbol `X` stands twice, as numbers 0 and 1 | remove one of them",
            "5:91 enum default `Y` is no symbol of the enum | use one of X, X, or add it to `symbols`",
            "5:14 field `a` stands twice, first at line 4 | rename or remove one of them",
            "6:28 a union stands directly in a union | list its branches in the outer union",
            "6:45 a union holds `null` twice, as branches 1 and 2 | a union may hold each unnamed kind and each name once",
            "7:5 a field lacks `name`",
            "7:30 `\"up\"` is no order | use ascending, descending or ignore",
            "8:66 fixed `F` has no valid `size` | add `\"size\"`: a number of bytes from 0 to 2147483647",
        ],
    );
}

#[test]
fn an_undefined_name_is_explained() {
    let help = |text: &str| complaints(text)[0].split(" | ").nth(1).unwrap().to_owned();
    let party = r#"{"name":"p","type":{"type":"record","name":"b.Party","fields":[]}}"#;
    assert_eq!(
        help(&record(&format!(r#"{party},{{"name":"q","type":"Party"}}"#))),
        "did you mean `b.Party`?"
    );
    assert_eq!(
        help(&record(&format!(r#"{party},{{"name":"q","type":"b.party"}}"#))),
        "did you mean `b.Party`?"
    );
    assert!(
        help(&record(&format!(r#"{{"name":"q","type":"b.Party"}},{party}"#)))
            .starts_with("it is defined later at line 1")
    );
    assert!(help(&record(r#"{"name":"q","type":"Customer"}"#)).contains("add a reference"));
    let inline = record(r#"{"name":"q","type":"record","fields":[]}"#);
    assert_eq!(
        help(&inline),
        "a `record` stands in an object of its own: \"type\": {\"type\": \"record\", …}"
    );
    assert_eq!(help(&record(r#"{"name":"q","type":"integer"}"#)), "Avro's word is `int`");
    assert!(help(r#""timestamp-millis""#).contains("logicalType"));
}

#[test]
fn names_are_defined_once_and_not_like_primitives() {
    refused(
        &record(r#"{"name":"f","type":{"type":"fixed","name":"R","size":1}}"#),
        &[
            "1:60 type `a.R` is defined twice, first at line 1, column 1 | use it by name the second time, or give it another name",
        ],
    );
    refused(
        r#"{"type":"fixed","name":"int","size":1}"#,
        &[
            "1:24 a fixed is called `int` like a primitive type | give it another name or a namespace",
        ],
    );
    assert!(parse(r#"{"type":"fixed","name":"a.int","size":1}"#).is_ok());
}

#[test]
fn namespaces_are_inherited_overridden_and_emptied() {
    let schema = parse(
        r#"{"type":"record","name":"R","namespace":"a.b","aliases":["Old","x.Older"],"fields":[
            {"name":"inner","type":{"type":"record","name":"I","fields":[
                {"name":"self","type":["null","R","a.b.R"]}]}},
            {"name":"bare","type":{"type":"enum","name":"E","namespace":"","symbols":["S"]}},
            {"name":"dotted","type":{"type":"fixed","name":"c.F","namespace":"ignored","size":2}},
            {"name":"again","type":["E","c.F","I"]}
        ]}"#,
    );
    refused_twice(schema);
    let schema = parse(
        r#"{"type":"record","name":"R","namespace":"a.b","aliases":["Old","x.Older"],"fields":[
            {"name":"bare","type":{"type":"enum","name":"E","namespace":"","symbols":["S"]}},
            {"name":"dotted","type":{"type":"fixed","name":"c.F","namespace":"ignored","size":2}},
            {"name":"again","type":["E","c.F","R"]}
        ]}"#,
    )
    .unwrap();
    let names: Vec<&str> = schema.names().map(|(name, _)| name).collect();
    assert_eq!(names, ["E", "a.b.R", "c.F"]);
    let Kind::Record(root) = &schema.get(schema.root()).kind else { panic!("a record") };
    let aliases: Vec<&str> = root.aliases.iter().map(|alias| alias.full()).collect();
    assert_eq!(aliases, ["a.b.Old", "x.Older"]);
    assert_eq!(root.fields[1].at.unwrap().to_string(), "3:13");
}

/// A union that names one type twice, by simple and by full name.
#[track_caller]
fn refused_twice(schema: Result<AvroSchema, SchemaError>) {
    let error = schema.unwrap_err();
    assert_eq!(error.complaints[0].message, "a union holds `a.b.R` twice, as branches 1 and 2");
}

#[test]
fn logical_types_are_recognised_and_invalid_ones_stay_attributes() {
    let logical = |text: &str| {
        let schema = parse(text).unwrap();
        let ty = schema.get(schema.root());
        (ty.logical, ty.attributes.len())
    };
    let decimal = |precision, scale| Some(Logical::Decimal { precision, scale });
    for (text, expected) in [
        (r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#, (decimal(9, 2), 3)),
        (r#"{"type":"bytes","logicalType":"decimal","precision":9}"#, (decimal(9, 0), 2)),
        (r#"{"type":"bytes","logicalType":"decimal"}"#, (None, 1)),
        (r#"{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}"#, (None, 3)),
        (
            r#"{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":5}"#,
            (None, 2),
        ),
        (
            r#"{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4}"#,
            (decimal(4, 0), 2),
        ),
        (r#"{"type":"string","logicalType":"uuid"}"#, (Some(Logical::Uuid), 1)),
        (r#"{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}"#, (Some(Logical::Uuid), 1)),
        (
            r#"{"type":"fixed","name":"F","size":12,"logicalType":"duration"}"#,
            (Some(Logical::Duration), 1),
        ),
        (r#"{"type":"string","logicalType":"timestamp-millis"}"#, (None, 1)),
        (r#"{"type":"long","logicalType":"timestamp-nanos"}"#, (Some(Logical::TimestampNanos), 1)),
        (r#"{"type":"int","logicalType":7}"#, (None, 1)),
    ] {
        assert_eq!(logical(text), expected, "{text}");
    }
}

#[test]
fn defaults_of_new_schemas_fit_their_types() {
    for (ty, default, fits) in [
        (r#""int""#, "2147483648", false),
        (r#""int""#, "1.0", false),
        (r#""long""#, "2147483648", true),
        (r#""double""#, "1", true),
        (r#""double""#, "\"NaN\"", true),
        (r#""double""#, "\"much\"", false),
        (r#""string""#, "null", false),
        (r#""bytes""#, "\"\\u00ff\"", true),
        (r#""bytes""#, "\"\\u0100\"", false),
        (r#"["null","string"]"#, "\"second branch\"", true),
        (r#"["null","string"]"#, "1", false),
        (r#"{"type":"enum","name":"E","symbols":["A"]}"#, "\"B\"", false),
        (r#"{"type":"fixed","name":"F","size":2}"#, "\"abc\"", false),
        (r#"{"type":"array","items":"int"}"#, "[1,\"x\"]", false),
        (r#"{"type":"map","values":"int"}"#, "{\"a\":1}", true),
        (r#"{"type":"record","name":"I","fields":[{"name":"x","type":"int"}]}"#, "{}", false),
        (
            r#"{"type":"record","name":"I","fields":[{"name":"x","type":"int","default":1}]}"#,
            "{}",
            true,
        ),
        (r#""R""#, "{}", false),
    ] {
        let text = record(&format!(r#"{{"name":"f","type":{ty},"default":{default}}}"#));
        assert_eq!(parse(&text).is_ok(), fits, "{text}");
        let stored = AvroSchema::parse(&text, &[], ParseOptions::stored());
        assert!(stored.is_ok(), "a stored schema is not judged again: {text}");
    }
    refused(
        &record(r#"{"name":"f","type":"int","default":"x"}"#),
        &["1:76 default `x` of field `f` does not fit its type | use a whole number of 32 bits"],
    );
}

#[test]
fn stored_schemas_may_have_names_of_other_alphabets() {
    let text = r#"{"type":"record","name":"Zahlung€","fields":[]}"#;
    assert!(AvroSchema::parse(text, &[], ParseOptions::stored()).is_err());
    let text = r#"{"type":"record","name":"Überweisung","namespace":"1-odd","fields":[]}"#;
    assert!(AvroSchema::parse(text, &[], ParseOptions::stored()).is_ok());
    assert!(parse(text).is_err());
}

#[test]
fn references_are_read_in_order_into_one_name_space() {
    let dependency = |name: &str, text: &str| Dependency {
        name: name.to_owned(),
        subject: format!("{name}-value"),
        version: 3,
        text: text.into(),
    };
    let money = dependency("a.Money", r#"{"type":"record","name":"a.Money","fields":[]}"#);
    let party = dependency(
        "a.Party",
        r#"{"type":"record","name":"a.Party","fields":[{"name":"m","type":"Money"}]}"#,
    );
    let text = record(r#"{"name":"m","type":"Money"},{"name":"p","type":"Party"}"#);
    let options = ParseOptions::new_schema();
    let schema = AvroSchema::parse(&text, &[money.clone(), party.clone()], options).unwrap();
    let id = schema.named("a.Party").unwrap();
    assert_eq!(schema.get(id).origin, Origin::Dependency(1));
    let error = AvroSchema::parse(&text, &[party, money], options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "reference `a.Party` (subject `a.Party-value`, version 3, line 1, column 64): type `a.Money` is not defined: \
         define it before its first use, or add a reference to the schema that defines it"
    );
}
