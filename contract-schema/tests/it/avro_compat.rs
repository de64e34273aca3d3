//! Reader and writer, pair by pair, as the specification's table has them.

use contract_schema::avro::{AvroSchema, can_read};
use contract_schema::{Dependency, ParseOptions};

fn parse(text: &str) -> AvroSchema {
    AvroSchema::parse(text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What Java's check lists: type, place, detail.
fn breaches(reader: &str, writer: &str) -> Vec<String> {
    let breaches = can_read(&parse(reader), &parse(writer));
    let line = |b: contract_schema::Breach| format!("{} {} {}", b.rule.upstream, b.path, b.detail);
    breaches.into_iter().map(line).collect()
}

#[track_caller]
fn reads(reader: &str, writer: &str, expected: &[&str]) {
    assert_eq!(breaches(reader, writer), expected, "reader {reader}\nwriter {writer}");
}

const KINDS: [(&str, &str); 13] = [
    ("null", r#""null""#),
    ("boolean", r#""boolean""#),
    ("int", r#""int""#),
    ("long", r#""long""#),
    ("float", r#""float""#),
    ("double", r#""double""#),
    ("bytes", r#""bytes""#),
    ("string", r#""string""#),
    ("array", r#"{"type":"array","items":"int"}"#),
    ("map", r#"{"type":"map","values":"int"}"#),
    ("fixed", r#"{"type":"fixed","name":"N","size":4}"#),
    ("enum", r#"{"type":"enum","name":"N","symbols":["A"]}"#),
    ("record", r#"{"type":"record","name":"N","fields":[]}"#),
];

/// Reader by writer in the order of `KINDS`: `=` same kind, `+` promotion, `.` mismatch.
const TABLE: [&str; 13] = [
    "=............",
    ".=...........",
    "..=..........",
    "..+=.........",
    "..++=........",
    "..+++=.......",
    "......=+.....",
    "......+=.....",
    "........=....",
    ".........=...",
    "..........=..",
    "...........=.",
    "............=",
];

#[test]
fn every_kind_reads_what_the_table_says() {
    for (row, (reader_kind, reader)) in TABLE.iter().zip(KINDS) {
        for (cell, (writer_kind, writer)) in row.chars().zip(KINDS) {
            let (r, w) = (reader_kind.to_uppercase(), writer_kind.to_uppercase());
            let mismatch =
                format!("TYPE_MISMATCH / reader type: {r} not compatible with writer type: {w}");
            let lacking = format!("MISSING_UNION_BRANCH /0 reader union lacking writer type: {w}");
            let fits = cell != '.';
            reads(reader, writer, &[mismatch.as_str()][usize::from(fits)..]);
            // The same inside unions: branch by branch.
            let (reader, writer) = (format!("[{reader}]"), format!("[{writer}]"));
            reads(&reader, &writer, &[lacking.as_str()][usize::from(fits)..]);
        }
    }
}

#[test]
fn unions_are_judged_branch_by_branch() {
    let mismatch_null =
        "TYPE_MISMATCH /0 reader type: STRING not compatible with writer type: NULL";
    reads(r#""string""#, r#"["null","string"]"#, &[mismatch_null]);
    reads(r#"["null","string"]"#, r#""string""#, &[]);
    reads(r#"["null","long"]"#, r#"["int","null"]"#, &[]);
    reads(
        r#"["null","int"]"#,
        r#""long""#,
        &["MISSING_UNION_BRANCH / reader union lacking writer type: LONG"],
    );
    reads("[]", "[]", &[]);
    reads(r#""int""#, "[]", &[]);
    reads("[]", r#""int""#, &["MISSING_UNION_BRANCH / reader union lacking writer type: INT"]);
    let branch = |name: &str, ty: &str| {
        format!(r#"{{"type":"record","name":"{name}","fields":[{{"name":"a","type":"{ty}"}}]}}"#)
    };
    // The reason inside a branch is not told; an alias or an equal simple name finds the branch.
    let union = |first: &str, second: &str| format!("[{first},{second}]");
    reads(
        &union(&branch("A", "int"), &branch("B", "int")),
        &union(&branch("A", "string"), &branch("x.B", "int")),
        &["MISSING_UNION_BRANCH /0 reader union lacking writer type: RECORD"],
    );
    let aliased = r#"["null",{"type":"record","name":"New","aliases":["A"],"fields":[]}]"#;
    reads(aliased, &branch("A", "int"), &[]);
    reads(
        aliased,
        &branch("x.A", "int"),
        &["MISSING_UNION_BRANCH / reader union lacking writer type: RECORD"],
    );
}

#[test]
fn names_are_compared_without_namespace_and_through_full_aliases() {
    let record = |name: &str, more: &str| {
        format!(r#"{{"type":"record","name":"{name}"{more},"fields":[]}}"#)
    };
    reads(&record("b.R", ""), &record("a.R", ""), &[]);
    reads(
        &record("b.New", r#","aliases":["Old"]"#),
        &record("a.Old", ""),
        &["NAME_MISMATCH /name expected: a.Old"],
    );
    reads(&record("b.New", r#","aliases":["a.Old"]"#), &record("a.Old", ""), &[]);
    reads(
        &record("a.Old", ""),
        &record("b.New", r#","aliases":["a.Old"]"#),
        &["NAME_MISMATCH /name expected: b.New"],
    );
    let fixed =
        |name: &str, size: u32| format!(r#"{{"type":"fixed","name":"{name}","size":{size}}}"#);
    reads(
        &fixed("A", 1),
        &fixed("B", 2),
        &["NAME_MISMATCH /name expected: B", "FIXED_SIZE_MISMATCH /size expected: 2, found: 1"],
    );
}

#[test]
fn enums_need_every_symbol_or_a_default() {
    let enumeration = |symbols: &str, more: &str| {
        format!(r#"{{"type":"enum","name":"E","symbols":[{symbols}]{more}}}"#)
    };
    let writer = enumeration(r#""C","B","A""#, "");
    reads(&enumeration(r#""B""#, ""), &writer, &["MISSING_ENUM_SYMBOLS /symbols [A, C]"]);
    reads(&enumeration(r#""B""#, r#","default":"B""#), &writer, &[]);
    reads(&writer, &enumeration(r#""B""#, r#","default":"B""#), &[]);
}

#[test]
fn fields_are_found_by_name_and_alias() {
    let record = |fields: &str| format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#);
    let (a, b) = (r#"{"name":"a","type":"int"}"#, r#"{"name":"b","type":"int"}"#);
    reads(&record(a), &record(&format!("{b},{a}")), &[]);
    reads(
        &record(&format!("{b},{a}")),
        &record(a),
        &["READER_FIELD_MISSING_DEFAULT_VALUE /fields/0 b"],
    );
    reads(&record(r#"{"name":"c","type":["null","int"],"default":null}"#), &record(a), &[]);
    reads(
        &record(r#"{"name":"c","type":"string","aliases":["a"]}"#),
        &record(a),
        &["TYPE_MISMATCH /fields/0/type reader type: STRING not compatible with writer type: INT"],
    );
    reads(&record(r#"{"name":"a","type":"int","aliases":["a"]}"#), &record(a), &[]);
    let nested = |symbol: &str| {
        let values = format!(r#"{{"type":"enum","name":"E","symbols":["{symbol}"]}}"#);
        let map = format!(r#"{{"type":"map","values":{values}}}"#);
        record(&format!(r#"{a},{{"name":"n","type":{map}}}"#))
    };
    reads(&nested("A"), &nested("A"), &[]);
    reads(&nested("A"), &nested("B"), &["MISSING_ENUM_SYMBOLS /fields/1/type/values/symbols [B]"]);
}

#[test]
fn a_shared_type_is_reported_once_and_recursion_ends() {
    let twice = |ty: &str| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"a","type":{{"type":"record","name":"I","fields":[{{"name":"x","type":"{ty}"}},{{"name":"r","type":["null","R"]}}]}}}},{{"name":"b","type":"I"}}]}}"#
        )
    };
    reads(&twice("int"), &twice("int"), &[]);
    reads(
        &twice("int"),
        &twice("string"),
        &[
            "TYPE_MISMATCH /fields/0/type/fields/0/type reader type: INT not compatible with writer type: STRING",
        ],
    );
}

#[test]
fn a_pair_in_progress_counts_as_readable_even_if_something_broke_already() {
    let list = |ty: &str| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"x","type":"{ty}"}},{{"name":"next","type":["null","R"]}}]}}"#
        )
    };
    reads(
        &list("int"),
        &list("string"),
        &["TYPE_MISMATCH /fields/0/type reader type: INT not compatible with writer type: STRING"],
    );
}

#[test]
fn a_wide_union_finds_its_branches_by_name_and_alias() {
    let branch = |name: &str, aliases: &str| {
        format!(r#"{{"type":"record","name":"{name}","aliases":[{aliases}],"fields":[]}}"#)
    };
    let mut branches: Vec<String> = (0..12).map(|n| branch(&format!("n{n}.B{n}"), "")).collect();
    branches.push(branch("New", r#""a.Old","a.Old""#));
    branches.push(r#""long""#.to_owned());
    let union = format!("[{}]", branches.join(","));
    for readable in [branch("a.Old", ""), branch("other.B7", ""), r#""int""#.to_owned()] {
        reads(&union, &readable, &[]);
        reads(&union, &format!("[{readable}]"), &[]);
    }
    let lacking = "MISSING_UNION_BRANCH / reader union lacking writer type: RECORD";
    reads(&union, &branch("b.Old", ""), &[lacking]);
}

#[test]
fn a_type_counts_the_same_in_place_and_by_reference() {
    let money = r#"{"type":"record","name":"Money","fields":[{"name":"v","type":"int"}]}"#;
    let text = |ty: &str| {
        format!(r#"{{"type":"record","name":"R","fields":[{{"name":"m","type":{ty}}}]}}"#)
    };
    let dependency = Dependency {
        name: "Money".to_owned(),
        subject: "money".to_owned(),
        version: 1,
        text: money.replace("int", "string").into(),
    };
    let options = ParseOptions::new_schema();
    let by_name = AvroSchema::parse(&text("\"Money\""), &[dependency], options).unwrap();
    let in_place = parse(&text(money));
    let found = can_read(&by_name, &in_place);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "/fields/0/type/fields/0/type");
    // The reader's text has the field, not the type behind the reference; the writer's has both.
    assert_eq!(found[0].reader_at.unwrap().to_string(), "1:39");
    assert_eq!(found[0].writer_at.unwrap().to_string(), "1:119");
}
