//! JSON Schemas that are wide, deep, recursive or all of it at once: a verdict in bounded time, whatever it is.

use contract_schema::compat::{Policy, Safety, Terms};
use contract_schema::json::{JsonSchema, can_read};
use contract_schema::witness::evidence;
use contract_schema::{Breach, ParseOptions, Schema, keeps};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Far more than any question takes on a slow machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

fn parse(text: &str) -> JsonSchema {
    JsonSchema::parse(text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{error}\n{}", &text[..text.len().min(400)]))
}

/// What the standard says; WIRE, GOLDEN and witnesses are asked as well, and have to answer in time.
fn judge(reader: &str, writer: &str) -> Vec<Breach> {
    let (reader, writer) = (Schema::Json(parse(reader)), Schema::Json(parse(writer)));
    let timed = |what: &str, work: &dyn Fn() -> Vec<Breach>| {
        let start = Instant::now();
        let found = work();
        let took = start.elapsed();
        assert!(took < PATIENCE, "{what} took {took:?}");
        found
    };
    let under = |safety| {
        let terms = Terms { safety, ..Terms::default() };
        timed(safety.name(), &|| contract_schema::can_read(&reader, &writer, terms).unwrap())
    };
    let (standard, wire) = (under(Safety::Standard), under(Safety::Wire));
    assert!(wire.starts_with(&standard), "WIRE says what the standard says, and more");
    let kept = timed("GOLDEN", &|| keeps(&reader, &writer).unwrap());
    for breach in [wire.first(), wire.last(), kept.first(), kept.last()].into_iter().flatten() {
        timed(breach.rule.id, &|| {
            evidence(&reader, &writer, breach);
            Vec::new()
        });
    }
    standard
}

#[track_caller]
fn reads(reader: &str, writer: &str) {
    assert_eq!(judge(reader, writer), []);
}

#[track_caller]
fn breaks(reader: &str, writer: &str, rules: &[&str]) {
    let found: Vec<&str> = judge(reader, writer).iter().map(|breach| breach.rule.id).collect();
    assert_eq!(found, rules);
}

fn union(branches: impl Iterator<Item = String>) -> String {
    format!(r#"{{"oneOf":[{}]}}"#, branches.collect::<Vec<_>>().join(","))
}

/// A record of its own kind; `more` is added to it.
fn branch(index: usize, more: &str) -> String {
    format!(
        r#"{{"type":"object","properties":{{"kind":{{"const":"k{index}"}},"v":{{"type":"integer"}}{more}}},"required":["kind"],"additionalProperties":false}}"#
    )
}

#[test]
fn wide_unions_find_their_former_selves() {
    const WIDTH: usize = 5_000;
    let old = union((0..WIDTH).map(|index| branch(index, "")));
    let same = union((0..WIDTH).rev().map(|index| branch(index, "")));
    reads(&same, &old);
    // Every branch changed, in another order, one more than before.
    let wider = union((0..=WIDTH).rev().map(|index| branch(index, r#","w":{"type":"null"}"#)));
    reads(&wider, &old);
    breaks(&old, &wider, &["json-sum-type-narrowed"]);
    let consts = union((0..WIDTH).map(|index| format!(r#"{{"const":{index}}}"#)));
    let shifted = union((1..=WIDTH).map(|index| format!(r#"{{"const":{index}}}"#)));
    breaks(&shifted, &consts, &["json-combined-type-subschemas-changed"]);
}

#[test]
fn wide_unions_that_nothing_tells_apart_are_judged_or_refused() {
    let anonymous = |width: usize, minimum: usize| {
        union((0..width).map(|index| {
            format!(
                r#"{{"properties":{{"v":{{"type":"integer","minimum":{}}}}},"maxProperties":{}}}"#,
                minimum,
                (index * 7) % width + 1
            )
        }))
    };
    reads(&anonymous(200, 0), &anonymous(200, 1));
    let many = judge(&anonymous(5_000, 0), &anonymous(5_000, 1));
    assert_eq!(many.len(), usize::from(!many.is_empty()), "one reason at most");
}

#[test]
fn recursive_unions_take_no_exponential_time() {
    let layered = |last: &str| {
        let mut definitions = String::new();
        for layer in 0..40 {
            let next = format!(r##"{{"$ref":"#/definitions/l{}"}}"##, layer + 1);
            let object =
                |name: &str| format!(r#"{{"type":"object","properties":{{"{name}":{next}}}}}"#);
            let branches = [object("a"), object("b"), object("c"), next.clone()].join(",");
            write!(definitions, r#""l{layer}":{{"oneOf":[{branches}]}},"#).unwrap();
        }
        format!(
            r##"{{"$ref":"#/definitions/l0","definitions":{{{definitions}"l40":{{"oneOf":[{{"$ref":"#/definitions/l0"}},{last}]}}}}}}"##
        )
    };
    reads(&layered(r#"{"type":"number"}"#), &layered(r#"{"type":"integer"}"#));
    assert!(!judge(&layered(r#"{"type":"string"}"#), &layered(r#"{"type":"integer"}"#)).is_empty());
}

#[test]
fn a_mismatch_does_not_hide_behind_a_cycle() {
    let list = |value: &str| {
        format!(
            r##"{{"properties":{{"next":{{"$ref":"#"}},"twin":{{"oneOf":[{{"$ref":"#"}},{{"type":"null"}}]}},"value":{value}}}}}"##
        )
    };
    reads(&list(r#"{"type":"number"}"#), &list(r#"{"type":"integer"}"#));
    let found = judge(&list(r#"{"type":"integer"}"#), &list(r#"{"type":"number"}"#));
    let paths: Vec<&str> = found.iter().map(|breach| &*breach.path).collect();
    assert!(
        paths.contains(&"#/properties/twin") && paths.contains(&"#/properties/value"),
        "{paths:?}"
    );
}

#[test]
fn references_lead_as_far_as_they_want() {
    let chain = |last: &str| {
        let definitions: Vec<String> = (0..20_000)
            .map(|index| {
                format!(
                    r##""d{index}":{{"properties":{{"n":{{"$ref":"#/definitions/d{}"}}}}}}"##,
                    index + 1
                )
            })
            .collect();
        let definitions = definitions.join(",");
        format!(
            r##"{{"$ref":"#/definitions/d0","definitions":{{{definitions},"d20000":{{"properties":{{"n":{last}}}}}}}}}"##
        )
    };
    let (wide, narrow) = (chain(r#"{"type":"number"}"#), chain(r#"{"type":"integer"}"#));
    reads(&wide, &narrow);
    breaks(&narrow, &wide, &["json-type-narrowed"]);
    // References to references, and those that lead nowhere but to themselves.
    let links: Vec<String> = (0..20_000)
        .map(|index| {
            format!(r##""d{index}":{{"$ref":"#/definitions/d{}"}}"##, (index + 1) % 20_000)
        })
        .collect();
    let circle =
        format!(r##"{{"$ref":"#/definitions/d0","definitions":{{{}}}}}"##, links.join(","));
    reads(&circle, r#"{"type":"string"}"#);
    reads(r##"{"$ref":"#"}"##, "true");
}

#[test]
fn deep_nesting_is_no_deeper_than_what_is_read() {
    let nested = |inner: &str| {
        let mut text = inner.to_owned();
        for _ in 0..120 {
            text = format!(r#"{{"not":{{"allOf":[{{"items":{text}}}]}}}}"#);
            if text.len() > 200_000
                || JsonSchema::parse(&text, &[], ParseOptions::stored()).is_err()
            {
                break;
            }
        }
        text
    };
    let text = nested("{}");
    let text = if JsonSchema::parse(&text, &[], ParseOptions::stored()).is_ok() {
        text
    } else {
        text[r#"{"not":{"allOf":[{"items":"#.len()..text.len() - "}]}}".len()].to_owned()
    };
    reads(&text, &text);
    assert!(can_read(&parse(&text), &parse(r#"{"type":"string"}"#), Policy::Strict).len() == 1);
}

/// Each level is what its siblings refer to, and holds all the levels below it.
#[test]
fn what_is_reached_at_every_level_is_looked_at_once() {
    for keyword in ["if", "x", "propertyNames"] {
        let nested = |letter: &str| {
            let mut text = format!(r#"{{"const":"{}"}}"#, letter.repeat(1 << 20));
            for _ in 0..200 {
                text = format!(r#"{{"{keyword}":{text}}}"#);
            }
            let pointers = (1..200).map(|level| format!("/{keyword}").repeat(level));
            let all = pointers.map(|pointer| format!(r##"{{"$ref":"#{pointer}"}}"##));
            let all = all.collect::<Vec<_>>().join(",");
            format!(r#"{{"allOf":[{all}],"{keyword}":{text}}}"#)
        };
        reads(&nested("a"), &nested("b"));
    }
}

#[test]
fn a_large_object_is_compared_in_time() {
    let object = |ty: &str, count: usize| {
        let properties: Vec<String> = (0..count)
            .map(|index| {
                format!(r#""p{index}":{{"type":"{ty}","description":"{}"}}"#, "x".repeat(80))
            })
            .collect();
        format!(
            r#"{{"properties":{{{}}},"patternProperties":{{"^p[0-9]+$":{{"type":"integer"}},"(?=x)":{{}}}}}}"#,
            properties.join(",")
        )
    };
    // Two megabytes a side.
    let (integers, numbers) = (object("integer", 15_000), object("number", 15_000));
    reads(&numbers, &integers);
    let told = judge(&integers, &numbers);
    assert_eq!(told.len(), 1_000, "a long list is cut");
    // All but one are covered by the first pattern; the look-around of the second covers nothing.
    reads(&object("integer", 1), &integers);
    assert!(!judge(&object("integer", 1), &numbers).is_empty());
}

#[test]
fn names_that_no_pattern_engine_likes_are_names() {
    let schema = |more: &str| {
        format!(
            r#"{{"patternProperties":{{"(":{{}},"a{{1000}}{{1000}}{{1000}}":{{}},"^(?!x).*":{{}}}}{more}}}"#
        )
    };
    let with = schema(r#","properties":{"a/b ~\" \u0000":{"type":"string"},"":{"type":"null"}}"#);
    breaks(&schema(""), &with, &["json-property-removed-from-closed-content-model"; 2]);
}
