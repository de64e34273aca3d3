//! Every question of every format on schemas that are deep, wide, recursive or all of it at once: an answer in bounded time
//! and on a small stack, whatever the answer is.
//!
//! `BOUNDS=1` takes the whole sizes everywhere; without it, what is slow without optimisation is smaller.

use contract_schema::compat::{Policy, Safety, Terms};
use contract_schema::witness::evidence;
use contract_schema::{Breach, Dependency, Format, ParseOptions, Schema, can_read, keeps, retires};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Far more than any of these takes on a slow machine without optimisation, far less than a quadratic walk would.
const PATIENCE: Duration = Duration::from_secs(30);

/// A quarter of what threads get; a walk that follows names on the thread's stack does not last to the first thousand.
const SMALL_STACK: usize = 512 << 10;

/// Of a long list of breaches, so many at its beginning and its end are asked for a witness.
const ASKED: usize = 3;

/// Deepest chain of names.
const DEEP: usize = 10_000;

/// Longest chain where many kinds of chains are tried.
const LONG: usize = 1_000;

/// Most branches, fields, symbols, members and messages side by side.
const WIDE: usize = 5_000;

/// A size in the long form; in the short form a part of it.
fn scaled(whole: usize, parts: usize) -> usize {
    if std::env::var_os("BOUNDS").is_some() { whole } else { whole / parts }
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(SMALL_STACK).spawn(work).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Everything that can be asked of a pair of texts, in both directions; what the first cannot read of the second is the answer.
fn ask(format: Format, new: &str, old: &str, dependencies: &[Dependency]) -> Vec<Breach> {
    let parse = |text: &str| {
        let schema = timed("parse", || {
            Schema::parse(format, text, dependencies, ParseOptions::stored())
                .unwrap_or_else(|error| panic!("{error}\n{}", &text[..text.len().min(300)]))
        });
        let canonical = timed("canonical text", || schema.canonical_text());
        timed("normalized text", || schema.normalized_text());
        let again = Schema::parse(format, &canonical, dependencies, ParseOptions::stored());
        let again = again.unwrap_or_else(|error| panic!("canonical text: {error}"));
        assert!(timed("equality", || again.is_equivalent(&schema)));
        for safety in [Safety::Standard, Safety::Wire] {
            let terms = Terms { safety, ..Terms::default() };
            let found = timed("itself", || can_read(&schema, &again, terms)).unwrap();
            // A proof about JSON Schemas may be too long even about one.
            let silent = if format == Format::Json { is_silent(&found) } else { found.is_empty() };
            assert!(silent, "{safety}: a schema reads itself: {:?}", ids(&found));
        }
        assert_eq!(
            ids(&timed("keeps itself", || keeps(&schema, &again)).unwrap()),
            BTreeSet::new()
        );
        schema
    };
    let (new, old) = (parse(new), parse(old));
    for (reader, writer) in [(&new, &old), (&old, &new)] {
        for (policy, safety) in [
            (Policy::Strict, Safety::Standard),
            (Policy::Strict, Safety::Wire),
            (Policy::Lenient, Safety::Standard),
        ] {
            if policy == Policy::Lenient && format != Format::Json {
                continue;
            }
            let terms = Terms { policy, safety };
            let name = format!("can_read under {safety}");
            let found = timed(&name, || can_read(reader, writer, terms)).unwrap();
            ask_for_witnesses(reader, writer, &found);
        }
        for found in [
            timed("retires", || retires(reader, writer)).unwrap(),
            timed("keeps", || keeps(reader, writer)).unwrap(),
        ] {
            ask_for_witnesses(reader, writer, &found);
        }
    }
    can_read(&new, &old, Terms::default()).unwrap()
}

fn ask_for_witnesses(reader: &Schema, writer: &Schema, found: &[Breach]) {
    let last = found.iter().skip(found.len().saturating_sub(ASKED).max(ASKED));
    for breach in found.iter().take(ASKED).chain(last) {
        timed(breach.rule.id, || evidence(reader, writer, breach));
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let answer = work();
    let took = began.elapsed();
    if took > Duration::from_secs(1) {
        eprintln!("{what} took {took:?}");
    }
    assert!(took < PATIENCE, "{what} took {took:?}");
    answer
}

/// Whether nothing is found; a comparison that gives up for its length says nothing of the schemas.
fn is_silent(found: &[Breach]) -> bool {
    found.iter().all(|breach| breach.rule.id.ends_with("-beyond-limit"))
}

/// The rules that are broken, each once: lists of breaches may be long.
fn ids(found: &[Breach]) -> BTreeSet<&'static str> {
    found.iter().map(|breach| breach.rule.id).collect()
}

fn joined(count: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(separator)
}

/// Checks that of a pair that differs in one place the first cannot read the second, and that the place is found.
fn differs(format: Format, schema: impl Fn(bool) -> String + Send + 'static) {
    on_a_small_stack(move || {
        assert_ne!(ids(&ask(format, &schema(true), &schema(false), &[])), BTreeSet::new());
    });
}

/// As [`differs`], whatever the verdict.
fn ends(format: Format, schema: impl Fn(bool) -> String + Send + 'static) {
    on_a_small_stack(move || {
        ask(format, &schema(true), &schema(false), &[]);
    });
}

mod avro {
    use super::*;

    fn wide() -> usize {
        scaled(WIDE, 5)
    }

    /// `new` writes text where the old schema writes a number.
    fn leaf(new: bool) -> &'static str {
        if new { r#""string""# } else { r#""int""# }
    }

    /// Records side by side in a union, each with these fields; a name may be used after its definition only.
    fn records(count: usize, fields: impl Fn(usize) -> String) -> String {
        let record = |number: usize| {
            format!(r#"{{"type":"record","name":"R{number}","fields":[{}]}}"#, fields(number))
        };
        format!("[{}]", joined(count, ",", record))
    }

    fn field(name: &str, ty: &str) -> String {
        format!(r#"{{"name":"{name}","type":{ty}}}"#)
    }

    /// A record whose fields define the types of a chain, the last first.
    fn chain(count: usize, link: impl Fn(usize) -> String) -> String {
        let record = |number: usize| {
            let definition =
                format!(r#"{{"type":"record","name":"R{number}","fields":[{}]}}"#, link(number));
            field(&format!("f{number}"), &definition)
        };
        format!(r#"{{"type":"record","name":"Root","fields":[{}]}}"#, joined(count, ",", record))
    }

    #[test]
    fn a_chain_of_names() {
        for wrap in
            ["X", r#"["null",X]"#, r#"{"type":"array","items":X}"#, r#"{"type":"map","values":X}"#]
        {
            differs(Format::Avro, move |new| {
                chain(LONG, |number| match number {
                    0 => field("x", leaf(new)),
                    _ => field("x", &wrap.replace('X', &format!("\"R{}\"", number - 1))),
                })
            });
        }
    }

    /// A chain of which the types are defined where the reader does not look: only the last field leads down the chain.
    fn chain_from_its_top(new: bool, count: usize, link: impl Fn(usize) -> String) -> String {
        let skipped = field(if new { "a" } else { "b" }, &chain(count, link));
        let skipped = skipped.replacen(r#""type""#, r#""default":{},"type""#, 1);
        let top = field("top", &format!("\"R{}\"", count - 1));
        format!(r#"{{"type":"record","name":"Top","fields":[{skipped},{top}]}}"#)
    }

    #[test]
    fn a_chain_that_is_only_reached_at_its_top() {
        for wrap in [
            "X",
            r#"["null",X]"#,
            r#"["int","string",X]"#,
            r#"{"type":"array","items":["null",X]}"#,
            r#"{"type":"map","values":X}"#,
        ] {
            let count = if wrap == "X" { DEEP } else { scaled(DEEP, 10) };
            differs(Format::Avro, move |new| {
                chain_from_its_top(new, count, |number| match number {
                    0 => field("x", leaf(new)),
                    _ => field("x", &wrap.replace('X', &format!("\"R{}\"", number - 1))),
                })
            });
        }
    }

    #[test]
    fn every_link_of_a_chain_breaks() {
        // The paths of all of them together are hundreds of megabytes long: only the first are told.
        for (wrap, old, new) in [
            ("X", r#""int""#, r#""string""#),
            (r#"["null",X]"#, r#""int""#, r#""string""#),
            ("X", r#""int""#, r#"{"type":"int","logicalType":"date"}"#),
            (r#"["null",X]"#, r#""int""#, r#"{"type":"int","logicalType":"date"}"#),
        ] {
            ends(Format::Avro, move |is_new| {
                chain_from_its_top(is_new, scaled(DEEP, 10), |number| {
                    let own = field("y", if is_new { new } else { old });
                    match number {
                        0 => own,
                        _ => {
                            let before = wrap.replace('X', &format!("\"R{}\"", number - 1));
                            [field("x", &before), own].join(",")
                        }
                    }
                })
            });
        }
    }

    #[test]
    fn each_record_twice_in_the_next() {
        differs(Format::Avro, |new| {
            chain_from_its_top(new, LONG, |number| match number {
                0 => field("x", leaf(new)),
                _ => {
                    let before = format!("\"R{}\"", number - 1);
                    let wrapped = format!(r#"["null",{before}]"#);
                    [field("x", &before), field("y", &before), field("z", &wrapped)].join(",")
                }
            })
        });
    }

    #[test]
    fn rings_of_different_length() {
        // The simple name is what counts in nested records: each of the one ring meets each of the other.
        let ring = |count: usize, ty: &'static str| {
            let mut text = r#""s0.R""#.to_owned();
            for number in (0..count).rev() {
                let fields = [field("n", &format!(r#"["null",{text}]"#)), field("v", ty)].join(",");
                text = format!(r#"{{"type":"record","name":"s{number}.R","fields":[{fields}]}}"#);
            }
            text
        };
        deep_text(Format::Avro, move |new| ring(if new { 61 } else { 59 }, leaf(new)));
    }

    #[test]
    fn a_record_that_holds_itself() {
        differs(Format::Avro, |new| {
            let wraps = [
                r#"["null","R"]"#,
                r#"{"type":"array","items":"R"}"#,
                r#"{"type":"map","values":["null","R"]}"#,
            ];
            let fields =
                joined(wide(), ",", |number| field(&format!("f{number}"), wraps[number % 3]));
            format!(
                r#"{{"type":"record","name":"R","fields":[{fields},{}]}}"#,
                field("x", leaf(new))
            )
        });
    }

    #[test]
    fn every_record_holds_every_other() {
        ends(Format::Avro, |new| {
            records(60, |number| {
                let before = joined(number, ",", |other| {
                    field(&format!("f{other}"), &format!(r#"["null","R{other}"]"#))
                });
                let own = field("x", leaf(new));
                if before.is_empty() { own } else { format!("{before},{own}") }
            })
        });
    }

    #[test]
    fn wide_records() {
        for (old, new) in
            [(r#""int""#, r#""string""#), (r#""long""#, r#""int""#), (r#""int""#, r#""long""#)]
        {
            ends(Format::Avro, move |is_new| {
                let ty = if is_new { new } else { old };
                let fields = joined(wide(), ",", |number| field(&format!("f{number}"), ty));
                format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#)
            });
        }
        // None of the fields is known to the other side; aliases lead to one another.
        ends(Format::Avro, |is_new| {
            let fields = joined(wide(), ",", |number| {
                let (name, alias) =
                    if is_new { (number, number + wide()) } else { (number + 2 * wide(), number) };
                format!(r#"{{"name":"f{name}","aliases":["f{alias}"],"type":"int"}}"#)
            });
            format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#)
        });
    }

    #[test]
    fn wide_enums() {
        for step in [0, 1, wide()] {
            ends(Format::Avro, move |new| {
                let offset = if new { step } else { 0 };
                let symbols = joined(wide(), ",", |number| format!("\"S{}\"", number + offset));
                format!(r#"{{"type":"enum","name":"E","symbols":[{symbols}]}}"#)
            });
        }
        ends(Format::Avro, |new| {
            let symbols = joined(wide(), ",", |number| {
                format!("\"S{}\"", if new { wide() - number } else { number })
            });
            let used = joined(wide(), ",", |number| field(&format!("f{number}"), "\"E\""));
            format!(
                r#"{{"type":"record","name":"R","fields":[{},{used}]}}"#,
                field("e", &format!(r#"{{"type":"enum","name":"E","symbols":[{symbols}]}}"#))
            )
        });
    }

    #[test]
    fn wide_unions() {
        ends(Format::Avro, |new| records(wide(), |_| field("x", leaf(new))));
        // Names tell the branches apart on one side only.
        ends(Format::Avro, |new| {
            let space = if new { "a" } else { "b" };
            let record = |number: usize| {
                format!(
                    r#"{{"type":"record","name":"{space}{number}.R{number}","fields":[{}]}}"#,
                    field(&format!("f{number}"), leaf(new))
                )
            };
            format!("[{}]", joined(scaled(1_000, 5), ",", record))
        });
        // Nothing tells them apart.
        ends(Format::Avro, |new| {
            let space = if new { "a" } else { "b" };
            let record = |number: usize| {
                format!(
                    r#"{{"type":"record","name":"{space}{number}.Same","fields":[{}]}}"#,
                    field("x", if number.is_multiple_of(2) { leaf(new) } else { "\"boolean\"" })
                )
            };
            format!("[{}]", joined(scaled(1_000, 5), ",", record))
        });
    }

    #[test]
    fn wide_unions_in_another_order() {
        for name in ["R", "s.R", "sX.R"] {
            ends(Format::Avro, move |new| {
                let record = |number: usize| {
                    let number = if new { wide() - 1 - number } else { number };
                    let name = match name {
                        "sX.R" => format!("s{number}.R"),
                        _ => format!("{name}{number}"),
                    };
                    format!(
                        r#"{{"type":"record","name":"{name}","fields":[{}]}}"#,
                        field("x", "\"int\"")
                    )
                };
                format!("[{}]", joined(wide(), ",", record))
            });
        }
    }

    #[test]
    fn wide_fields_of_unions() {
        // To show what breaks in one field, a value is sought for each of the others.
        differs(Format::Avro, |new| {
            let fields = joined(wide(), ",", |number| {
                field(&format!("g{number}"), &format!(r#"["R0","R{}","null"]"#, 1 + number % 9))
            });
            let links = chain(LONG, |number| match number {
                0 => field("x", r#"["null","Root"]"#),
                _ => field("x", &format!(r#"["null","R{}"]"#, number - 1)),
            });
            let links = links.strip_suffix("]}").unwrap().to_owned();
            format!("{links},{fields},{}]}}", field("last", leaf(new)))
        });
    }

    #[test]
    fn long_defaults() {
        ends(Format::Avro, |new| {
            let all = joined(20 * wide(), ",", |number| (number + usize::from(new)).to_string());
            format!(
                r#"{{"type":"record","name":"R","fields":[{{"name":"f","type":{{"type":"array","items":["int","string"]}},"default":[{all}]}}]}}"#
            )
        });
    }

    #[test]
    fn unions_of_unions_by_name() {
        // Each layer is a union of the records of the layer below, under other names: pairs must be judged once.
        ends(Format::Avro, |new| {
            let space = if new { "a" } else { "b" };
            let record = |number: usize| {
                let (layer, place) = (number / 8, number % 8);
                let below =
                    |other: usize| format!("\"{space}{}.p{other}.R\"", layer.saturating_sub(1));
                let x = match layer {
                    0 => field("x", leaf(new)),
                    _ => field("x", &format!(r#"["null",{}]"#, joined(8, ",", below))),
                };
                format!(r#"{{"type":"record","name":"{space}{layer}.p{place}.R","fields":[{x}]}}"#)
            };
            format!("[{}]", joined(8 * 40, ",", record))
        });
    }

    #[test]
    fn text_nests_to_the_limit() {
        let nested = |open: &'static str, close: &'static str, times: usize| {
            move |new: bool| open.repeat(times) + leaf(new) + &close.repeat(times)
        };
        deep_text(Format::Avro, nested(r#"{"type":"array","items":"#, "}", 256));
        deep_text(Format::Avro, nested(r#"{"type":"map","values":["null","#, "]}", 128));
        deep_text(Format::Avro, |new| {
            let mut text = leaf(new).to_owned();
            for number in 0..85 {
                text = format!(
                    r#"{{"type":"record","name":"R{number}","fields":[{}]}}"#,
                    field("x", &text)
                );
            }
            text
        });
    }

    #[test]
    fn references_nest_to_the_limit() {
        on_a_small_stack(|| {
            let name = |number: usize| format!("n.R{number}");
            let dependency = |number: usize| {
                let inner = if number == 0 { "int".to_owned() } else { name(number - 1) };
                let text = format!(
                    r#"{{"type":"record","name":"{}","fields":[{{"name":"f","type":["null",{{"type":"array","items":"{inner}"}}]}}]}}"#,
                    name(number)
                );
                Dependency {
                    name: name(number),
                    subject: name(number),
                    version: 1,
                    text: text.into(),
                }
            };
            let closure: Vec<Dependency> = (0..2_000).map(dependency).collect();
            let text = |field: &str| {
                format!(
                    r#"{{"type":"record","name":"T","fields":[{{"name":"a","type":"n.R1999"}},{{"name":"{field}","type":"n.R1998"}}]}}"#
                )
            };
            ask(Format::Avro, &text("b"), &text("c"), &closure);
        });
    }
}

mod json {
    use super::*;

    fn wide() -> usize {
        scaled(WIDE, 25)
    }

    fn long() -> usize {
        scaled(LONG, 10)
    }

    fn leaf(new: bool) -> &'static str {
        if new { r#"{"type":"string"}"# } else { r#"{"type":"integer"}"# }
    }

    fn to(number: usize) -> String {
        format!(r##"{{"$ref":"#/definitions/d{number}"}}"##)
    }

    /// Definitions, each made of references to others, entered at the first.
    fn definitions(count: usize, definition: impl Fn(usize) -> String) -> String {
        let all = joined(count, ",", |number| format!(r#""d{number}":{}"#, definition(number)));
        format!(r##"{{"$ref":"#/definitions/d0","definitions":{{{all}}}}}"##)
    }

    /// How one schema holds another: every keyword that leads on.
    const HOLDS: [&str; 12] = [
        r#"{"properties":{"x":X},"required":["x"]}"#,
        r#"{"properties":{"x":X},"additionalProperties":false}"#,
        r#"{"additionalProperties":X}"#,
        r#"{"patternProperties":{"^x":X}}"#,
        r#"{"items":X,"type":"array"}"#,
        r#"{"items":[X,{"type":"null"}]}"#,
        r#"{"oneOf":[X,{"type":"null"}]}"#,
        r#"{"anyOf":[X,{"type":"null"},{"const":7}]}"#,
        r#"{"allOf":[X,{"title":"t"}]}"#,
        r#"{"not":X}"#,
        r#"{"if":X,"then":X,"else":X}"#,
        r#"{"dependencies":{"a":X},"contains":X,"propertyNames":X}"#,
    ];

    #[test]
    fn a_chain_of_names() {
        for hold in HOLDS {
            ends(Format::Json, move |new| {
                definitions(long(), |number| match number + 1 {
                    last if last == long() => leaf(new).to_owned(),
                    next => hold.replace('X', &to(next)),
                })
            });
        }
    }

    #[test]
    fn the_longest_chains_of_names() {
        let count = scaled(DEEP, 10);
        for hold in [HOLDS[0], HOLDS[4], HOLDS[6]] {
            ends(Format::Json, move |new| {
                definitions(count, |number| match number + 1 {
                    last if last == count => leaf(new).to_owned(),
                    next => hold.replace('X', &to(next)),
                })
            });
        }
    }

    #[test]
    fn rings_without_a_common_divisor() {
        for hold in [
            r#"{"properties":{"x":X,"v":V}}"#,
            r#"{"anyOf":[{"properties":{"x":X,"v":V}},{"type":"null"}]}"#,
        ] {
            ends(Format::Json, move |new| {
                let count = scaled(if new { 499 } else { 491 }, 5);
                definitions(count, |number| {
                    let inner = if number == 7 { leaf(new) } else { r#"{"type":"boolean"}"# };
                    hold.replace('X', &to((number + 1) % count)).replace('V', inner)
                })
            });
        }
    }

    #[test]
    fn a_chain_of_newer_keywords() {
        for hold in [
            r#"{"prefixItems":[X],"items":X}"#,
            r#"{"dependentSchemas":{"a":X},"unevaluatedProperties":X}"#,
            r#"{"unevaluatedItems":X,"contains":X,"minContains":2}"#,
            r#"{"allOf":[X],"unevaluatedProperties":false}"#,
        ] {
            ends(Format::Json, move |new| {
                let all = joined(long(), ",", |number| {
                    let inner = match number + 1 {
                        last if last == long() => leaf(new).to_owned(),
                        next => hold.replace('X', &format!(r##"{{"$ref":"#/$defs/d{next}"}}"##)),
                    };
                    format!(r#""d{number}":{inner}"#)
                });
                format!(
                    r##"{{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/d0","$defs":{{{all}}}}}"##
                )
            });
        }
    }

    #[test]
    fn each_definition_twice_in_the_one_before() {
        for hold in [
            r#"{"properties":{"x":X,"y":X,"z":{"items":X}}}"#,
            r#"{"allOf":[X,{"properties":{"x":X}}]}"#,
            r#"{"oneOf":[X,{"items":X}]}"#,
            r#"{"anyOf":[{"properties":{"x":X},"required":["x"]},{"properties":{"y":X},"required":["y"]}]}"#,
            r#"{"not":{"not":X},"if":X,"then":X}"#,
        ] {
            ends(Format::Json, move |new| {
                definitions(long() / 5, |number| match number + 1 {
                    last if last == long() / 5 => leaf(new).to_owned(),
                    next => hold.replace('X', &to(next)),
                })
            });
        }
    }

    #[test]
    fn rings_of_different_length() {
        for hold in [
            r#"{"properties":{"x":X,"v":V}}"#,
            r#"{"oneOf":[{"properties":{"x":X},"required":["x"]},V]}"#,
            r#"{"allOf":[{"properties":{"x":X}},{"properties":{"v":V}}]}"#,
        ] {
            ends(Format::Json, move |new| {
                let count = if new { 13 } else { 11 };
                definitions(count, |number| {
                    hold.replace('X', &to((number + 1) % count)).replace('V', leaf(new))
                })
            });
        }
    }

    #[test]
    fn a_schema_that_holds_itself() {
        ends(Format::Json, |new| {
            let properties = joined(wide(), ",", |number| {
                format!(
                    r#""p{number}":{}"#,
                    HOLDS[number % HOLDS.len()].replace('X', r##"{"$ref":"#"}"##)
                )
            });
            format!(r#"{{"properties":{{{properties},"leaf":{}}}}}"#, leaf(new))
        });
    }

    #[test]
    fn every_definition_holds_every_other() {
        for (open, close) in [
            (r#"{"oneOf":["#, "]}"),
            (r#"{"allOf":["#, "]}"),
            (r#"{"anyOf":["#, "]}"),
            (r#"{"items":["#, "]}"),
        ] {
            ends(Format::Json, move |new| {
                definitions(scaled(25, 3), |number| {
                    let all = joined(scaled(25, 3), ",", |other| {
                        format!(r#"{{"properties":{{"p{number}":{}}}}}"#, to(other))
                    });
                    format!("{open}{all},{}{close}", leaf(new))
                })
            });
        }
    }

    #[test]
    fn wide_objects() {
        for more in
            ["", r#","additionalProperties":false"#, r#","additionalProperties":{"type":"string"}"#]
        {
            ends(Format::Json, move |new| {
                let names = joined(wide(), ",", |number| format!(r#""p{number}""#));
                let properties =
                    joined(wide(), ",", |number| format!(r#""p{number}":{}"#, leaf(new)));
                format!(
                    r#"{{"type":"object","properties":{{{properties}}},"required":[{names}]{more}}}"#
                )
            });
        }
        // No name of the one is known to the other; patterns cover some.
        ends(Format::Json, |new| {
            let start = if new { "a" } else { "b" };
            let properties =
                joined(wide(), ",", |number| format!(r#""{start}{number}":{}"#, leaf(new)));
            let patterns =
                joined(50, ",", |number| format!(r#""^{start}.*{number}$":{}"#, leaf(new)));
            format!(
                r#"{{"properties":{{{properties}}},"patternProperties":{{{patterns}}},"additionalProperties":{}}}"#,
                leaf(new)
            )
        });
        ends(Format::Json, |new| {
            let dependencies = joined(wide(), ",", |number| {
                format!(r#""p{number}":["q{number}","{}"]"#, if new { "n" } else { "o" })
            });
            format!(r#"{{"dependencies":{{{dependencies}}}}}"#)
        });
    }

    #[test]
    fn wide_enums() {
        for step in [0, 1, wide()] {
            ends(Format::Json, move |new| {
                let offset = if new { step } else { 0 };
                let all = joined(wide(), ",", |number| {
                    format!(r#""s{}",{{"o":[{}]}}"#, number + offset, number + offset)
                });
                format!(r#"{{"enum":[{all}]}}"#)
            });
        }
    }

    #[test]
    fn wide_combinations() {
        let branches: [fn(usize, bool) -> String; 5] = [
            |number, new| format!(r#"{{"const":{}}}"#, number + usize::from(new)),
            |number, new| {
                let ty = leaf(new);
                format!(
                    r#"{{"type":"object","properties":{{"k":{{"const":{number}}},"v":{ty}}},"required":["k"]}}"#
                )
            },
            |number, new| {
                format!(r#"{{"type":"object","properties":{{"p{number}":{}}}}}"#, leaf(new))
            },
            |number, new| {
                format!(r#"{{"minimum":{},"maximum":{}}}"#, number, number + 2 - usize::from(new))
            },
            |number, new| {
                format!(
                    r#"{{"type":["string","null"],"minLength":{},"title":"{number}"}}"#,
                    number % 7 + usize::from(new)
                )
            },
        ];
        for word in ["oneOf", "anyOf", "allOf"] {
            for branch in branches {
                ends(Format::Json, move |new| {
                    format!(
                        r#"{{"{word}":[{}]}}"#,
                        joined(scaled(WIDE, 125), ",", |number| branch(number, new))
                    )
                });
            }
        }
    }

    #[test]
    fn wide_lists() {
        ends(Format::Json, |new| {
            format!(r#"{{"items":[{}]}}"#, joined(wide(), ",", |_| leaf(new).to_owned()))
        });
        ends(Format::Json, |new| {
            let all = joined(wide(), ",", |_| leaf(new).to_owned());
            let rest = if new { "false" } else { "true" };
            format!(
                r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{all}],"items":{rest}}}"#
            )
        });
    }

    #[test]
    fn texts_and_numbers_without_end() {
        ends(Format::Json, |new| {
            let digits = if new { "9" } else { "8" }.repeat(100_000);
            format!(
                r#"{{"enum":[{digits}.5,1e{digits}],"maximum":{digits},"multipleOf":0.{digits},"minLength":{digits}}}"#
            )
        });
        ends(Format::Json, |new| {
            let pattern = if new { "(a+)+" } else { "(a*)*" }.repeat(5_000);
            format!(
                r#"{{"pattern":"^{pattern}$","patternProperties":{{"{pattern}":{{}}}},"properties":{{"{}":{{}}}}}}"#,
                "a".repeat(5_000)
            )
        });
    }

    #[test]
    fn text_nests_to_the_limit() {
        for hold in HOLDS {
            let brackets = hold.split('X').next().unwrap().matches(['{', '[']).count();
            let simple = hold.matches('X').count() == 1;
            deep_text(Format::Json, move |new| {
                let mut text = leaf(new).to_owned();
                for _ in 0..(if simple { scaled(255, 4) / brackets } else { 4 }) {
                    text = hold.replace('X', &text);
                }
                text
            });
        }
    }

    #[test]
    fn references_nest_to_the_limit() {
        on_a_small_stack(|| {
            let dependency = |number: usize| {
                let inner = match number {
                    0 => leaf(true).to_owned(),
                    _ => format!(r#"{{"$ref":"d{}.json"}}"#, number - 1),
                };
                let name = format!("d{number}.json");
                let text = HOLDS[number % 8].replace('X', &inner);
                Dependency { name: name.clone(), subject: name, version: 1, text: text.into() }
            };
            let closure: Vec<Dependency> = (0..500).map(dependency).collect();
            let text = |top: usize| format!(r#"{{"items":{{"$ref":"d{top}.json"}}}}"#);
            ask(Format::Json, &text(499), &text(491), &closure);
        });
    }
}

mod protobuf {
    use super::*;

    fn wide() -> usize {
        scaled(WIDE, 5)
    }

    fn leaf(new: bool) -> &'static str {
        if new { "string" } else { "int32" }
    }

    fn messages(syntax: &str, count: usize, fields: impl Fn(usize) -> String) -> String {
        let all =
            joined(count, "\n", |number| format!("message M{number} {{ {} }}", fields(number)));
        format!("{syntax}\n{all}\n")
    }

    const PROTO3: &str = "syntax = \"proto3\";\npackage p;";
    const PROTO2: &str = "syntax = \"proto2\";\npackage p;";

    #[test]
    fn a_chain_of_names() {
        for (syntax, hold) in [
            (PROTO3, "X f = 1;"),
            (PROTO3, "repeated X f = 1;"),
            (PROTO3, "map<string, X> f = 1;"),
            (PROTO3, "oneof o { X f = 1; bool b = 2; }"),
            (PROTO2, "required X f = 1;"),
            ("edition = \"2023\";\npackage p;", "X f = 1 [features.message_encoding = DELIMITED];"),
        ] {
            ends(Format::Protobuf, move |new| {
                messages(syntax, scaled(DEEP, 10), |number| match number + 1 {
                    last if last == scaled(DEEP, 10) => format!(
                        "{}{} f = 1;",
                        if syntax == PROTO2 { "required " } else { "" },
                        leaf(new)
                    ),
                    next => hold.replace('X', &format!("M{next}")),
                })
            });
        }
    }

    #[test]
    fn a_ring_and_each_message_twice_in_the_one_before() {
        for count in [200, scaled(DEEP, 20)] {
            ends(Format::Protobuf, move |new| {
                messages(PROTO3, count, |number| {
                    let next = (number + 1) % count;
                    format!(
                        "M{next} x = 1; repeated M{next} y = 2; map<string, M{next}> z = 3; {} v = 4;",
                        leaf(new)
                    )
                })
            });
        }
    }

    #[test]
    fn rings_of_different_length() {
        ends(Format::Protobuf, |new| {
            let count = if new { 101 } else { 97 };
            messages(PROTO3, count, |number| {
                format!("M{} n = 1; {} v = 2;", (number + 1) % count, leaf(new))
            })
        });
        // Under names that the other side does not know.
        ends(Format::Protobuf, |new| {
            let (count, space) = if new { (101, "N") } else { (97, "O") };
            let all = joined(count, "\n", |number| {
                format!(
                    "message {space}{number} {{ {space}{} n = 1; {} v = 2; }}",
                    (number + 1) % count,
                    leaf(new)
                )
            });
            format!("{PROTO3}\nmessage Root {{ {space}0 n = 1; }}\n{all}")
        });
    }

    #[test]
    fn every_message_holds_every_other() {
        ends(Format::Protobuf, |new| {
            messages(PROTO3, 60, |number| {
                let all = joined(60, " ", |other| format!("M{other} f{other} = {};", other + 1));
                format!("{all} {} v = {};", leaf(new), 1_000 + number)
            })
        });
    }

    #[test]
    fn wide_messages() {
        // The reserved numbers from 19000 on lie far above.
        for (old, new) in [
            ("int32", "string"),
            ("int32", "int64"),
            ("int32", "repeated int32"),
            ("string", "bytes"),
        ] {
            ends(Format::Protobuf, move |is_new| {
                let ty = if is_new { new } else { old };
                let fields =
                    joined(wide(), " ", |number| format!("{ty} f{number} = {};", number + 1));
                format!("{PROTO3}\nmessage M {{ {fields} }}")
            });
        }
        // Renumbered, renamed, and half of it reserved.
        ends(Format::Protobuf, |new| {
            let fields = joined(wide(), " ", |number| {
                format!("int32 f{number} = {};", if new { wide() - number } else { number + 1 })
            });
            format!("{PROTO3}\nmessage M {{ {fields} }}")
        });
        ends(Format::Protobuf, |new| {
            let fields = joined(wide(), " ", |number| {
                format!("int32 {}{number} = {};", if new { "a" } else { "b" }, number + 1)
            });
            format!("{PROTO3}\nmessage M {{ {fields} }}")
        });
        ends(Format::Protobuf, |new| {
            if new {
                let numbers = joined(wide(), ", ", |number| (number * 2 + 1).to_string());
                let names = joined(wide(), ", ", |number| format!("\"f{number}\""));
                return format!("{PROTO3}\nmessage M {{ reserved {numbers}; reserved {names}; }}");
            }
            let fields =
                joined(wide(), " ", |number| format!("int32 f{number} = {};", number * 2 + 1));
            format!("{PROTO3}\nmessage M {{ {fields} }}")
        });
    }

    #[test]
    fn wide_oneofs() {
        ends(Format::Protobuf, |new| {
            let fields =
                joined(wide(), " ", |number| format!("{} f{number} = {};", leaf(new), number + 1));
            format!("{PROTO3}\nmessage M {{ oneof o {{ {fields} }} }}")
        });
        // Fields move into a oneof, and from one to another.
        ends(Format::Protobuf, |new| {
            let fields = joined(wide(), " ", |number| format!("int32 f{number} = {};", number + 1));
            let body = if new { format!("oneof o {{ {fields} }}") } else { fields };
            format!("{PROTO3}\nmessage M {{ {body} }}")
        });
        ends(Format::Protobuf, |new| {
            let fields = joined(wide(), " ", |number| {
                let of = if new { number + 1 } else { number };
                format!("oneof o{of} {{ int32 f{number} = {}; }}", number + 1)
            });
            format!("{PROTO3}\nmessage M {{ {fields} }}")
        });
    }

    #[test]
    fn wide_messages_of_groups_maps_and_names() {
        for (syntax, field) in [
            (PROTO2, "optional group G# = N { optional T v = 1; }"),
            (PROTO2, "required T f# = N;"),
            (PROTO3, "map<string, T> f# = N;"),
            (PROTO3, "message I# { T v = 1; enum E { Z = 0; } E e = 2; } I# f# = N;"),
            (PROTO3, "int32 f# = N [json_name = \"T#\"];"),
        ] {
            ends(Format::Protobuf, move |new| {
                let fields = joined(wide(), " ", |number| {
                    let field = field.replace('#', &number.to_string()).replace('T', leaf(new));
                    field.replace('N', &(number + 1).to_string())
                });
                format!("{syntax}\nmessage M {{ {fields} }}")
            });
        }
    }

    #[test]
    fn wide_enums() {
        for step in [0, 1, wide()] {
            ends(Format::Protobuf, move |new| {
                let offset = if new { step } else { 0 };
                let values =
                    joined(wide(), " ", |number| format!("S{} = {number};", number + offset));
                format!(
                    "{PROTO3}\nenum E {{ {values} }} message M {{ E e = 1; repeated E f = 2; }}"
                )
            });
        }
        ends(Format::Protobuf, |new| {
            let values = joined(wide(), " ", |number| {
                format!("S{number} = {};", if new { wide() - number } else { number })
            });
            let first = if new { "Z = 0;" } else { "" };
            format!("{PROTO3}\nenum E {{ {first} {values} }} message M {{ E e = 1; }}")
        });
    }

    #[test]
    fn many_messages() {
        ends(Format::Protobuf, |new| {
            messages(PROTO3, wide(), |number| format!("{} f{number} = 1;", leaf(new)))
        });
        ends(Format::Protobuf, |new| {
            let space = if new { "N" } else { "O" };
            let all = joined(wide(), "\n", |number| {
                format!(
                    "message {space}{number} {{ int32 f = 1; enum E {{ Z{number} = 0; }} E e = 2; }}"
                )
            });
            format!("{PROTO3}\n{all}")
        });
        // In another order.
        ends(Format::Protobuf, |new| {
            let all = joined(wide(), "\n", |number| {
                format!(
                    "message M{} {{ int32 f = 1; }}",
                    if new { wide() - number } else { number + 1 }
                )
            });
            format!("{PROTO3}\n{all}")
        });
    }

    #[test]
    fn wide_extensions_and_services() {
        ends(Format::Protobuf, |new| {
            let fields = joined(wide(), " ", |number| {
                format!("optional {} x{number} = {};", leaf(new), 100 + number)
            });
            format!("{PROTO2}\nmessage M {{ extensions 100 to 10000; }} extend M {{ {fields} }}")
        });
        ends(Format::Protobuf, |new| {
            let messages = joined(wide(), " ", |number| {
                format!("message M{number} {{ extensions 100 to 200; }}")
            });
            let fields = joined(wide(), " ", |number| {
                format!("extend M{number} {{ optional {} x{number} = 100; }}", leaf(new))
            });
            format!("{PROTO2}\n{messages} {fields}")
        });
        ends(Format::Protobuf, |new| {
            let methods = joined(wide(), " ", |number| {
                format!("rpc R{number} (M) returns ({}M);", if new { "stream " } else { "" })
            });
            format!("{PROTO3}\nmessage M {{}} service S {{ {methods} }}")
        });
    }

    #[test]
    fn text_nests_to_the_limit() {
        deep_text(Format::Protobuf, |new| {
            let mut text = format!("{} v = 1;", leaf(new));
            for number in 0..29 {
                text = format!(
                    "message M{number} {{ {text} }} M{number} f = 2; repeated M{number} g = 3;"
                );
            }
            format!("{PROTO3}\nmessage Root {{ {text} }}")
        });
        deep_text(Format::Protobuf, |new| {
            let mut text = format!("optional {} v = 1;", leaf(new));
            for number in 0..29 {
                text = format!("optional group G{number} = {} {{ {text} }}", number + 2);
            }
            format!("{PROTO2}\nmessage Root {{ {text} }}")
        });
    }

    #[test]
    fn references_nest_to_the_limit() {
        on_a_small_stack(|| {
            let dependency = |number: usize| {
                let before = number.wrapping_sub(1);
                let (import, field) = match number {
                    0 => (String::new(), "int32 f = 1;".to_owned()),
                    _ => {
                        (format!("import public \"d{before}.proto\";"), format!("M{before} f = 1;"))
                    }
                };
                let text = format!(
                    "syntax = \"proto3\"; package p; {import} message M{number} {{ {field} }}"
                );
                let name = format!("d{number}.proto");
                Dependency { name: name.clone(), subject: name, version: 1, text: text.into() }
            };
            let count = scaled(2_000, 4);
            let closure: Vec<Dependency> = (0..count).map(dependency).collect();
            let (top, below) = (count - 1, count - 2);
            let text = |field: &str| {
                format!(
                    "syntax = \"proto3\"; package p; import \"d{top}.proto\"; message T {{ M{top} a = 1; M{below} {field} = 2; }}"
                )
            };
            ask(Format::Protobuf, &text("b"), &text("c"), &closure);
            // Side by side.
            let dependency = |number: usize| {
                let name = format!("d{number}.proto");
                let text =
                    format!("syntax = \"proto3\"; package p; message M{number} {{ int32 f = 1; }}");
                Dependency { name: name.clone(), subject: name, version: 1, text: text.into() }
            };
            let closure: Vec<Dependency> = (0..count).map(dependency).collect();
            let imports = joined(count, " ", |number| format!("import \"d{number}.proto\";"));
            let text = |new: bool| {
                let fields =
                    joined(count, " ", |number| format!("M{number} f{number} = {};", number + 1));
                format!("{PROTO3} {imports} message T {{ {fields} {} last = 9999; }}", leaf(new))
            };
            ask(Format::Protobuf, &text(true), &text(false), &closure);
        });
    }
}

/// As deep as brackets may nest, recursion on the stack is bounded by the parser: what threads get by default suffices.
fn deep_text(format: Format, schema: impl Fn(bool) -> String + Send + 'static) {
    let work = move || {
        ask(format, &schema(true), &schema(false), &[]);
    };
    std::thread::Builder::new().stack_size(3 << 19).spawn(work).unwrap().join().unwrap();
}
