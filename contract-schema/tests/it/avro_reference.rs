//! How Confluent's registry treats Avro, sentence by sentence: what it accepts, when, and what it prints.

use contract_schema::Dependency;
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;

fn new(text: &str) -> Option<AvroSchema> {
    AvroSchema::parse(text, &[], ParseOptions::new_schema()).ok()
}

fn stored(text: &str) -> Option<AvroSchema> {
    AvroSchema::parse(text, &[], ParseOptions::stored()).ok()
}

fn canonical(text: &str) -> String {
    new(text).unwrap_or_else(|| panic!("{text}")).canonical_text()
}

fn dependency(name: &str, text: &str) -> Dependency {
    Dependency { name: name.into(), subject: name.into(), version: 1, text: text.into() }
}

#[test]
fn a_primitive_a_union_or_an_array_may_be_the_whole_schema() {
    for text in [
        r#""string""#,
        r#"{"type":"string"}"#,
        r#"["null","string"]"#,
        r#"{"type":"array","items":"int"}"#,
        r#"{"type":"map","values":"int"}"#,
        " \"string\" \n",
    ] {
        assert!(new(text).is_some() && stored(text).is_some(), "{text}");
    }
}

#[test]
fn a_bare_word_and_trailing_content_are_refused() {
    for text in
        ["string", "null", "42", r#""string" x"#, r#""string""int""#, r#"{"type":"int"}}"#, "", " "]
    {
        assert!(new(text).is_none() && stored(text).is_none(), "{text}");
    }
}

#[test]
fn a_new_schema_has_ascii_names_everywhere_and_a_stored_one_letters_of_any_script() {
    for text in [
        r#"{"type":"record","name":"Ä","fields":[]}"#,
        r#"{"type":"enum","name":"Ä","symbols":["A"]}"#,
        r#"{"type":"fixed","name":"Ä","size":1}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"ä","type":"int"}]}"#,
        r#"{"type":"enum","name":"E","symbols":["Ä"]}"#,
        r#"{"type":"record","name":"R","namespace":"a.ä","fields":[]}"#,
        r#"{"type":"record","name":"a.ä.R","fields":[]}"#,
    ] {
        assert!(new(text).is_none(), "{text}");
        assert!(stored(text).is_some(), "{text}");
    }
    for text in [
        r#"{"type":"record","name":"1R","fields":[]}"#,
        r#"{"type":"record","name":"R-S","fields":[]}"#,
        r#"{"type":"enum","name":"E","symbols":["a b"]}"#,
    ] {
        assert!(new(text).is_none() && stored(text).is_none(), "{text}");
    }
}

#[test]
fn aliases_and_namespaces_of_a_stored_schema_are_not_checked() {
    let text =
        r#"{"type":"record","name":"R","namespace":"0.x-y","aliases":["no name"],"fields":[]}"#;
    assert!(new(text).is_none());
    assert!(stored(text).is_some());
}

#[test]
fn a_default_of_a_new_schema_fits_its_type_and_that_of_a_union_any_branch() {
    let field = |ty: &str, default: &str| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"f","type":{ty},"default":{default}}}]}}"#
        )
    };
    for (ty, default, fits) in [
        (r#""int""#, "\"x\"", false),
        (r#"["null","int","string"]"#, "null", true),
        (r#"["null","int","string"]"#, "1", true),
        (r#"["null","int","string"]"#, "\"x\"", true),
        (r#"["null","int","string"]"#, "true", false),
    ] {
        assert_eq!(new(&field(ty, default)).is_some(), fits, "{ty} {default}");
        assert!(stored(&field(ty, default)).is_some(), "{ty} {default}");
    }
}

#[test]
fn duplicates_unknown_types_and_redefinitions_are_refused_in_new_and_stored_schemas() {
    for text in [
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}"#,
        r#"{"type":"enum","name":"E","symbols":["A","A"]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"Nowhere"}]}"#,
        r#"[{"type":"fixed","name":"F","size":1},{"type":"record","name":"F","fields":[]}]"#,
    ] {
        assert!(new(text).is_none() && stored(text).is_none(), "{text}");
    }
}

#[test]
fn a_wrong_or_incomplete_logical_type_is_kept_and_ignored() {
    for text in [
        r#"{"type":"bytes","logicalType":"decimal"}"#,
        r#"{"type":"string","logicalType":"timestamp-millis"}"#,
        r#"{"type":"int","logicalType":"of-my-own"}"#,
        r#"{"type":"bytes","logicalType":"decimal","precision":2,"scale":9}"#,
    ] {
        let schema = new(text).unwrap();
        assert_eq!(schema.get(schema.root()).logical, None);
        assert_eq!(schema.canonical_text(), text);
    }
}

#[test]
fn canonical_text_has_one_order_of_members_and_no_redundant_namespace() {
    let text = r#"{ "fields": [ {"default":"x", "aliases":["b"], "order":"descending", "doc":"d", "type":{"type":"string"},
        "own":{"b":1,"a":[1.50]}, "name":"a"}, {"name":"e","order":"ascending","type":{"symbols":["A"],"namespace":"n","name":"E","type":"enum"}} ],
        "aliases":["Old"], "doc":"r", "namespace":"n", "name":"R", "type":"record", "own":true }"#;
    assert_eq!(
        canonical(text),
        concat!(
            r#"{"type":"record","name":"R","namespace":"n","doc":"r","fields":["#,
            r#"{"name":"a","type":"string","doc":"d","default":"x","order":"descending","aliases":["b"],"own":{"b":1,"a":[1.5]}},"#,
            r#"{"name":"e","type":{"type":"enum","name":"E","symbols":["A"]}}],"own":true,"aliases":["Old"]}"#
        )
    );
    // As the type of a field; on its own Java knows no such schema.
    assert!(new(r#"{"type":{"type":"string"}}"#).is_none());
}

#[test]
fn an_empty_namespace_is_none_and_is_written_where_one_would_be_inherited() {
    let inner = r#"{"type":"record","name":"S","namespace":"","fields":[]}"#;
    let text = format!(
        r#"{{"type":"record","name":"R","namespace":"n","fields":[{{"name":"s","type":{inner}}}]}}"#
    );
    let schema = new(&text).unwrap();
    assert!(schema.named("S").is_some() && schema.named("n.S").is_none());
    assert_eq!(schema.canonical_text(), text);
    let alone = r#"{"type":"record","name":"S","namespace":"","fields":[]}"#;
    assert_eq!(canonical(alone), r#"{"type":"record","name":"S","fields":[]}"#);
    // Null is as if the member were not there: the namespace is inherited.
    let null = new(&text.replace(r#""namespace":"""#, r#""namespace":null"#)).unwrap();
    assert!(null.named("n.S").is_some());
}

#[test]
fn normalized_text_says_so_where_a_type_has_no_namespace_inside_one() {
    let text = r#"{"type":"record","name":"R","namespace":"n","aliases":[".A"],"fields":[{"name":"s","type":{"type":"fixed","name":"F","namespace":"","size":1}},{"name":"t","type":"F"}]}"#;
    let schema = stored(text).unwrap();
    let normalized = schema.normalized_text();
    assert_eq!(
        normalized,
        concat!(
            r#"{"name":"n.R","type":"record","fields":[{"name":"s","type":{"name":"F","namespace":"","type":"fixed","size":1},"order":"ascending"},"#,
            r#"{"name":"t","type":"F","order":"ascending"}],"aliases":[".A"]}"#
        )
    );
    let again = stored(&normalized).unwrap();
    assert_eq!(again.normalized_text(), normalized);
    assert_eq!(again.parsing_canonical_form(), schema.parsing_canonical_form());
}

#[test]
fn a_recursive_type_prints_once_and_is_named_after() {
    let text = r#"{"type":"record","name":"Node","namespace":"n","fields":[{"name":"next","type":["null","Node"],"default":null}]}"#;
    assert_eq!(canonical(text), text);
    assert_eq!(new(text).unwrap().resolved_text(), text);
}

#[test]
fn resolved_text_inlines_references_of_references_at_their_first_use() {
    let chain = [
        dependency(
            "c.C",
            r#"{"type":"record","name":"C","namespace":"c","fields":[{"name":"x","type":"int"}]}"#,
        ),
        dependency(
            "b.B",
            r#"{"type":"record","name":"B","namespace":"b","fields":[{"name":"c","type":"c.C"}]}"#,
        ),
        dependency(
            "a.A",
            r#"{"type":"record","name":"A","namespace":"a","fields":[{"name":"b","type":"b.B"},{"name":"c","type":"c.C"}]}"#,
        ),
    ];
    let text = r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"a","type":"A"},{"name":"again","type":"A"},{"name":"c","type":"c.C"}]}"#;
    let schema = AvroSchema::parse(text, &chain, ParseOptions::new_schema()).unwrap();
    assert_eq!(schema.canonical_text(), text);
    let resolved = schema.resolved_text();
    assert_eq!(
        resolved,
        concat!(
            r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"a","type":{"type":"record","name":"A","fields":["#,
            r#"{"name":"b","type":{"type":"record","name":"B","namespace":"b","fields":[{"name":"c","type":"#,
            r#"{"type":"record","name":"C","namespace":"c","fields":[{"name":"x","type":"int"}]}}]}},"#,
            r#"{"name":"c","type":"c.C"}]}},{"name":"again","type":"A"},{"name":"c","type":"c.C"}]}"#
        )
    );
    assert!(new(&resolved).unwrap().is_equivalent(&schema));
}

#[test]
fn a_name_that_two_references_define_is_refused() {
    let twice = [
        dependency("a", r#"{"type":"fixed","name":"F","size":1}"#),
        dependency("b", r#"{"type":"fixed","name":"F","size":2}"#),
    ];
    let text = r#"{"type":"record","name":"R","fields":[{"name":"f","type":"F"}]}"#;
    assert!(AvroSchema::parse(text, &twice, ParseOptions::new_schema()).is_err());
    let own = r#"{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":2}}]}"#;
    assert!(AvroSchema::parse(own, &twice[..1], ParseOptions::new_schema()).is_err());
}

#[test]
fn simple_names_of_different_namespaces_stay_apart_when_resolved() {
    let other = dependency("b.F", r#"{"type":"fixed","name":"F","namespace":"b","size":2}"#);
    let text = r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":1}},{"name":"y","type":"b.F"},{"name":"z","type":"F"}]}"#;
    let schema = AvroSchema::parse(text, &[other], ParseOptions::new_schema()).unwrap();
    let whole = new(&schema.resolved_text()).unwrap();
    assert!(whole.is_equivalent(&schema));
    assert_eq!(whole.parsing_canonical_form(), schema.parsing_canonical_form());
}
