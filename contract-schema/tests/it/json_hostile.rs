//! JSON Schemas that are too much: bounded in time and memory, with an error that says what to do.

use contract_schema::{Dependency, Format, ParseOptions, Schema};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Parses as new; whatever comes out must come soon, even in a build without optimisation.
fn parse(text: &str, dependencies: &[Dependency]) -> Result<Schema, String> {
    let start = Instant::now();
    let parsed = Schema::parse(Format::Json, text, dependencies, ParseOptions::new_schema());
    if let Ok(schema) = &parsed {
        schema.canonical_text();
        schema.normalized_text();
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{} bytes took {took:?}", text.len());
    parsed.map_err(|error| error.to_string())
}

/// More schemas than the walk of GOLDEN looks at: what it has not seen it does not call kept.
#[test]
fn more_properties_than_are_looked_at_are_not_called_kept() {
    let object = |last: &str| {
        let properties: Vec<String> =
            (0..101_000).map(|n| format!(r#""p{n}":{{"type":"string"}}"#)).collect();
        let text = format!(
            r#"{{"properties":{{{},"z":{{"type":"object","properties":{{{last}}}}}}}}}"#,
            properties.join(",")
        );
        Schema::parse(Format::Json, &text, &[], ParseOptions::stored()).unwrap()
    };
    let (old, new) = (object(r#""a":{}"#), object(r#""b":{}"#));
    let found = contract_schema::keeps(&new, &old).unwrap();
    assert_eq!(
        found.iter().map(|breach| breach.rule.id).collect::<Vec<_>>(),
        ["json-proof-beyond-limit"]
    );
}

fn dependency(name: String, text: String) -> Dependency {
    Dependency { subject: name.clone(), name, version: 1, text: text.into() }
}

#[test]
fn deep_nesting_is_refused_with_the_limit() {
    for (open, close) in [("{\"not\":", "}"), ("[", "]"), ("{\"items\":{\"x\":", "}}")] {
        let text = format!("{}{}{}", open.repeat(10_000), "{}", close.repeat(10_000));
        let said = parse(&text, &[]).unwrap_err();
        assert!(said.contains("nest deeper than 256 levels"), "{said}");
    }
    let deepest = format!("{}{}{}", "{\"not\":".repeat(255), "{}", "}".repeat(255));
    parse(&deepest, &[]).unwrap();
}

#[test]
fn wide_schemas_are_read() {
    let branches: Vec<String> = (0..5_000).map(|n| format!(r#"{{"const":{n}}}"#)).collect();
    parse(&format!(r#"{{"oneOf":[{}]}}"#, branches.join(",")), &[]).unwrap();
    let properties: Vec<String> =
        (0..50_000).map(|n| format!(r#""p{n}":{{"type":"string"}}"#)).collect();
    parse(&format!(r#"{{"properties":{{{}}}}}"#, properties.join(",")), &[]).unwrap();
}

#[test]
fn many_references_into_a_wide_object_are_found_by_name() {
    let mut text = String::from(r#"{"properties":{"#);
    for n in 0..40_000 {
        write!(text, r##""p{n}":{{"$ref":"#/definitions/d{n}"}},"##).unwrap();
    }
    text.push_str(r#""z":true},"definitions":{"#);
    for n in 0..40_000 {
        write!(text, r#""d{n}":true,"#).unwrap();
    }
    text.push_str(r#""z":true}}"#);
    parse(&text, &[]).unwrap();
}

#[test]
fn circles_of_references_end() {
    parse(r##"{"$ref":"#"}"##, &[]).unwrap();
    let mut text = String::from(r##"{"$ref":"#/definitions/d0","definitions":{"##);
    for n in 0..10_000 {
        let next = (n + 1) % 10_000;
        write!(text, r##""d{n}":{{"$ref":"#/definitions/d{next}"}},"##).unwrap();
    }
    text.push_str(r#""z":true}}"#);
    parse(&text, &[]).unwrap();
    let circle = [
        dependency("a.json".into(), r#"{"$ref":"b.json"}"#.into()),
        dependency("b.json".into(), r#"{"$ref":"a.json"}"#.into()),
    ];
    parse(r#"{"$ref":"a.json"}"#, &circle).unwrap();
}

#[test]
fn long_addresses_do_not_multiply() {
    let long = "x/".repeat(1 << 20);
    let references = vec![r#"{"$ref":"y"}"#; 50_000].join(",");
    let text = format!(r#"{{"$id":"http://a/{long}","allOf":[{references}]}}"#);
    let said = parse(&text, &[]).unwrap_err();
    assert!(said.contains("neither one of the references") && said.len() < 60_000);
    let nested = format!("{}true{}", r#"{"$id":"d/e/f/","not":"#.repeat(250), "}".repeat(250));
    parse(&nested, &[]).unwrap();
}

#[test]
fn short_addresses_under_a_long_one_are_counted() {
    let long = "x".repeat(4_000);
    let schema = |ids: String, last: &str| {
        format!(r#"{{"$id":"http://a/{long}/","anyOf":[{ids}{{"$ref":"{last}"}}]}}"#)
    };
    let ids = |count: usize| (0..count).map(|n| format!(r#"{{"$id":"{n}"}},"#)).collect();
    parse(&schema(ids(1_000), "999"), &[]).unwrap();
    // Made absolute these would be eighty megabytes; what is too much names nothing.
    let said = parse(&schema(ids(20_000), "19999"), &[]).unwrap_err();
    assert!(said.contains("`19999` is neither one of the references"), "{said}");
    parse(&schema(r#"{"$id":"y"},"#.repeat(20_000), "y"), &[]).unwrap();
}

#[test]
fn only_the_complaints_that_are_shown_are_worded() {
    let long = "k".repeat(1 << 20);
    let wrong = vec!["1"; 200_000].join(",");
    let said = parse(&format!(r#"{{"properties":{{"{long}":{{"allOf":[{wrong}]}}}}}}"#), &[]);
    let said = said.unwrap_err();
    assert!(said.contains("and 199900 more places like these") && said.len() < 100_000);
    let nowhere = vec![r##"{"$ref":"#/definitions/y"}"##; 20_000].join(",");
    let text = format!(r#"{{"definitions":{{"{long}":{{}}}},"allOf":[{nowhere}]}}"#);
    assert!(parse(&text, &[]).unwrap_err().len() < 100_000);
}

#[test]
fn long_pointers_and_anchors_cost_what_they_are_long() {
    let pointer = "/x".repeat(1 << 20);
    let said = parse(&format!(r##"{{"$ref":"#{pointer}"}}"##), &[]).unwrap_err();
    assert!(said.contains("leads nowhere") && said.len() < 2_000, "{} bytes", said.len());
    let anchors: Vec<String> = (0..50_000).map(|n| format!(r#"{{"$anchor":"a{n}"}}"#)).collect();
    let text = format!(
        r##"{{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#a49999","x":{}[{}]{}}}"##,
        "[".repeat(200),
        anchors.join(","),
        "]".repeat(200)
    );
    parse(&text, &[]).unwrap();
}

#[test]
fn huge_numbers_and_heavy_patterns_stay_text() {
    let digits = "9".repeat(1 << 20);
    parse(&format!(r#"{{"maximum":{digits}e{digits},"maxLength":{digits}}}"#), &[]).unwrap();
    parse(r#"{"pattern":"^(([a-z])+.)+[A-Z]([a-z])+$","maxLength":1e999999999}"#, &[]).unwrap();
    parse(&format!(r#"{{"pattern":"{}"}}"#, "(a+)+".repeat(100_000)), &[]).unwrap();
    let said = parse(&format!(r#"{{"pattern":"{}"}}"#, "(".repeat(1 << 20)), &[]).unwrap_err();
    assert!(said.len() < 1_000, "{} bytes", said.len());
}

#[test]
fn a_thousand_dependencies_are_read_once_each() {
    let all: Vec<Dependency> = (0..1_000)
        .map(|n| {
            let next = format!(r#"{{"$id":"http://a/{n}","$ref":"{}"}}"#, (n + 1) % 1_000);
            dependency(format!("http://a/{n}"), next)
        })
        .collect();
    parse(r#"{"$ref":"http://a/0"}"#, &all).unwrap();
    let too_many: Vec<Dependency> =
        (0..2_001).map(|n| dependency(format!("{n}"), "true".into())).collect();
    assert_eq!(parse("true", &too_many).unwrap_err(), "more than 2000 schemas are referred to");
}

#[test]
fn a_dependency_that_is_no_schema_is_named() {
    let said = parse("true", &[dependency("x.json".into(), "[".into())]).unwrap_err();
    assert!(said.starts_with("in the referenced schema `x.json`: the text ends"), "{said}");
}
