//! The attacks: what is sent, and what must be said to it.

use serde_json::{Value, json};

/// What must be said to a text.
#[derive(Clone, Copy)]
pub(crate) enum Expected {
    Taken,
    /// With this code.
    Refused(u32),
}

use Expected::{Refused, Taken};

const INVALID: Expected = Refused(42201);
const CLASH: Expected = Refused(40901);

/// A schema that must be there first.
pub(crate) struct Needed {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) references: Vec<Value>,
}

/// Texts for one subject, one after the other.
pub(crate) struct Attack {
    pub(crate) format: &'static str,
    pub(crate) name: &'static str,
    pub(crate) needs: Vec<Needed>,
    pub(crate) references: Vec<Value>,
    pub(crate) texts: Vec<(String, Expected)>,
}

fn attack(format: &'static str, name: &'static str, texts: Vec<(String, Expected)>) -> Attack {
    Attack { format, name, needs: Vec::new(), references: Vec::new(), texts }
}

/// One row per item and format.
pub(crate) fn attacks() -> Vec<Attack> {
    [deep_and_wide(), recursive(), long_and_odd(), with_references()]
        .into_iter()
        .flatten()
        .collect()
}

fn deep_and_wide() -> Vec<Attack> {
    vec![
        attack(
            "AVRO",
            "nested 10,000 deep",
            vec![
                (nested("{\"type\":\"array\",\"items\":", "\"int\"", "}"), INVALID),
                (nested("[", "\"int\"", "]"), INVALID),
                (nested("{\"type\":\"int\",\"x\":", "1", "}"), INVALID),
                ("[".repeat(1_000_000), INVALID),
            ],
        ),
        attack(
            "JSON",
            "nested 10,000 deep",
            vec![
                (nested("{\"not\":", "{}", "}"), INVALID),
                (nested("{\"properties\":{\"a\":", "{}", "}}"), INVALID),
                (nested("{\"const\":[", "1", "]}"), INVALID),
                ("[".repeat(1_000_000), INVALID),
            ],
        ),
        attack(
            "PROTOBUF",
            "nested 10,000 deep",
            vec![
                (nested("message M {", "", "}"), INVALID),
                (format!("option (x) = {};", nested("{ a ", "{}", "}")), INVALID),
                ("{".repeat(1_000_000), INVALID),
            ],
        ),
        attack(
            "AVRO",
            "5,000 branches",
            vec![
                (avro_union(5_000, "a"), Taken),
                (avro_union(5_000, "b"), CLASH),
                (format!("[{}]", vec!["\"int\""; 5_000].join(",")), INVALID),
            ],
        ),
        attack(
            "JSON",
            "5,000 branches",
            vec![
                (json_union("oneOf", 5_000, "a"), Taken),
                (json_union("oneOf", 5_000, "b"), CLASH),
                (json_union("anyOf", 5_000, "a"), Taken),
            ],
        ),
        attack(
            "PROTOBUF",
            "5,000 branches",
            vec![(proto_oneof(5_000, "int64"), Taken), (proto_oneof(5_000, "string"), CLASH)],
        ),
    ]
}

fn recursive() -> Vec<Attack> {
    vec![
        attack("AVRO", "recursion", vec![
            (record("R", r#"{"name":"r","type":["null","R"],"default":null}"#), Taken),
            (record("R", r#"{"name":"r","type":["null","R"],"default":null},{"name":"s","type":["null",{"type":"array","items":"R"}],"default":null}"#), Taken),
            (record("R", r#"{"name":"r","type":"R"}"#), CLASH),
        ]),
        attack("JSON", "recursion", vec![
            (r##"{"type":"object","properties":{"a":{"$ref":"#"}}}"##.to_owned(), Taken),
            (r##"{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#/properties/a"}},"additionalProperties":false}"##.to_owned(), CLASH),
        ]),
        attack("JSON", "a reference to itself", vec![
            (r##"{"$ref":"#"}"##.to_owned(), Taken),
            (r##"{"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},"$ref":"#/definitions/a"}"##.to_owned(), Taken),
        ]),
        attack("PROTOBUF", "recursion", vec![
            ("syntax=\"proto3\"; message R { R r = 1; repeated R s = 2; map<string, R> m = 3; }".to_owned(), Taken),
            ("syntax=\"proto3\"; message R { R r = 1; repeated R s = 2; map<string, R> m = 3; R t = 4; }".to_owned(), Taken),
            ("syntax=\"proto3\"; message R { int32 r = 1; }".to_owned(), CLASH),
        ]),
        attack("AVRO", "doubling", vec![(avro_doubling(60, ""), Taken), (avro_doubling(60, r#",{"name":"z","type":"int"}"#), CLASH)]),
        attack("JSON", "doubling", vec![(json_doubling(60, "integer"), Taken), (json_doubling(60, "string"), CLASH)]),
        attack("PROTOBUF", "doubling", vec![(proto_doubling(60, "int32"), Taken), (proto_doubling(60, "string"), CLASH)]),
        attack("AVRO", "a union of itself", vec![
            (avro_knot(300, ""), Taken),
            (avro_knot(300, r#",{"name":"z","type":"int","default":0}"#), Taken),
            (avro_knot(300, r#",{"name":"y","type":"int"}"#), CLASH),
        ]),
        attack("JSON", "a union of itself", vec![
            (json_knot(200, "string"), Taken),
            (json_knot(200, "integer"), CLASH),
        ]),
        attack("PROTOBUF", "a union of itself", vec![
            (proto_knot(300, "int32"), Taken),
            (proto_knot(300, "string"), CLASH),
        ]),
    ]
}

fn long_and_odd() -> Vec<Attack> {
    vec![
        attack(
            "AVRO",
            "many fields",
            vec![
                (record("R", &avro_fields(10_000)), Taken),
                (record("R", &avro_fields(10_001)), CLASH),
            ],
        ),
        attack(
            "JSON",
            "many fields",
            vec![(json_fields(10_000), Taken), (json_fields(10_001), CLASH)],
        ),
        attack(
            "PROTOBUF",
            "many fields",
            vec![(proto_fields(10_000), Taken), (proto_fields(10_001), Taken)],
        ),
        attack(
            "AVRO",
            "odd texts",
            vec![
                (String::from("\u{0}"), INVALID),
                (format!("\"{}\"", "x".repeat(1 << 20)), INVALID),
                (
                    format!(r#"{{"type":"fixed","name":"F","size":{}}}"#, "9".repeat(100_000)),
                    INVALID,
                ),
                (format!(r#"{{"type":"int","x":{}}}"#, "9".repeat(100_000)), Taken),
            ],
        ),
        attack(
            "JSON",
            "odd texts",
            vec![
                (String::from("\u{0}"), INVALID),
                ("\"x\"".to_owned(), INVALID),
                (format!(r#"{{"maxLength":"{}"}}"#, "x".repeat(1 << 20)), INVALID),
                (r#"{"type":"string","pattern":"(a{1000}){1000}"}"#.to_owned(), Taken),
                (
                    format!(r#"{{"type":"string","description":"{}"}}"#, "(a*)*".repeat(100_000)),
                    CLASH,
                ),
            ],
        ),
        attack(
            "PROTOBUF",
            "odd texts",
            vec![
                (String::from("\u{0}"), INVALID),
                ("/*".repeat(500_000), INVALID),
                (format!("message M {{ string a = {}; }}", "9".repeat(100_000)), INVALID),
                (format!("message {} {{}}", "x".repeat(1 << 20)), Taken),
            ],
        ),
    ]
}

/// Closures that go round in circles, and wide ones.
fn with_references() -> Vec<Attack> {
    let proto = |text: &str| format!("syntax=\"proto3\"; {text}");
    let reference = |name: &str, subject: &str, version: u32| json!({"name": name, "subject": subject, "version": version});
    let needed = |subject: &str, text: String, references: Vec<Value>| Needed {
        subject: subject.to_owned(),
        text,
        references,
    };
    // Of the files of one name the first counts: here it imports the file that imports it.
    let cycle = Attack {
        format: "PROTOBUF",
        name: "an import cycle",
        needs: vec![
            needed("pc-old", proto("message B {}"), vec![]),
            needed(
                "pc-a",
                proto("import \"b.proto\"; message A {}"),
                vec![reference("b.proto", "pc-old", 1)],
            ),
            needed(
                "pc-new",
                proto("import \"a.proto\"; message C { A a = 1; }"),
                vec![reference("a.proto", "pc-a", 1)],
            ),
        ],
        references: vec![reference("b.proto", "pc-new", 1), reference("a.proto", "pc-a", 1)],
        texts: vec![(
            proto("import \"a.proto\"; import \"b.proto\"; message D { A a = 1; C c = 2; }"),
            INVALID,
        )],
    };
    let own = Attack {
        format: "PROTOBUF",
        name: "a file that imports itself",
        needs: vec![Needed {
            subject: "ps".into(),
            text: proto("message A {}"),
            references: vec![],
        }],
        references: vec![reference("a.proto", "ps", 1)],
        texts: vec![(proto("import \"a.proto\"; message A {}"), INVALID)],
    };
    let circle = Attack {
        format: "JSON",
        name: "documents in a circle",
        needs: vec![
            Needed { subject: "jc-a".into(), text: r#"{"type":"object"}"#.into(), references: vec![] },
            Needed {
                subject: "jc-b".into(),
                text: r#"{"type":"object","properties":{"a":{"$ref":"a.json"}}}"#.into(),
                references: vec![reference("a.json", "jc-a", 1)],
            },
        ],
        references: vec![reference("b.json", "jc-b", 1), reference("a.json", "jc-a", 1)],
        texts: vec![(r#"{"$id":"a.json","type":"object","properties":{"b":{"$ref":"b.json"},"a":{"$ref":"a.json"}}}"#.into(), Taken)],
    };
    let again = Attack {
        format: "AVRO",
        name: "a name defined twice",
        needs: vec![Needed { subject: "ac".into(), text: record("A", ""), references: vec![] }],
        references: vec![reference("A", "ac", 1)],
        texts: vec![
            (record("A", r#"{"name":"a","type":"A"}"#), INVALID),
            (record("B", r#"{"name":"a","type":"A"}"#), Taken),
        ],
    };
    vec![cycle, own, circle, again, wide_avro(), wide_json(), wide_proto()]
}

const WIDE: usize = 1_000;

fn wide(
    format: &'static str,
    name_of: impl Fn(usize) -> String,
    text_of: impl Fn(usize) -> String,
    text: String,
) -> Attack {
    let subject = |index: usize| format!("wide-{format}-{index}");
    let needs = (0..WIDE).map(|index| Needed {
        subject: subject(index),
        text: text_of(index),
        references: vec![],
    });
    let references = (0..WIDE)
        .map(|index| json!({"name": name_of(index), "subject": subject(index), "version": 1}));
    Attack {
        format,
        name: "1,000 references",
        needs: needs.collect(),
        references: references.collect(),
        texts: vec![(text, Taken)],
    }
}

fn wide_avro() -> Attack {
    let name = |index: usize| format!("N{index}");
    let fields: Vec<String> =
        (0..WIDE).map(|index| format!(r#"{{"name":"f{index}","type":"N{index}"}}"#)).collect();
    wide("AVRO", name, |index| record(&format!("N{index}"), ""), record("R", &fields.join(",")))
}

fn wide_json() -> Attack {
    let name = |index: usize| format!("n{index}.json");
    let fields: Vec<String> =
        (0..WIDE).map(|index| format!(r#""f{index}":{{"$ref":"n{index}.json"}}"#)).collect();
    let text = format!(r#"{{"type":"object","properties":{{{}}}}}"#, fields.join(","));
    wide("JSON", name, |index| format!(r#"{{"type":"string","maxLength":{index}}}"#), text)
}

fn wide_proto() -> Attack {
    let name = |index: usize| format!("n{index}.proto");
    let imports: String = (0..WIDE).map(|index| format!("import \"n{index}.proto\";\n")).collect();
    let fields: String =
        (0..WIDE).map(|index| format!("N{index} f{index} = {};\n", index + 1)).collect();
    let text = format!("syntax=\"proto3\";\n{imports}message R {{ {fields} }}");
    wide("PROTOBUF", name, |index| format!("syntax=\"proto3\"; message N{index} {{}}"), text)
}

fn nested(open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(10_000), close.repeat(10_000))
}

fn record(name: &str, fields: &str) -> String {
    crate::front_door::record(name, fields)
}

fn avro_union(branches: usize, symbol: &str) -> String {
    let branch = |index| format!(r#"{{"type":"enum","name":"E{index}","symbols":["{symbol}"]}}"#);
    format!("[{}]", (0..branches).map(branch).collect::<Vec<_>>().join(","))
}

fn json_union(word: &str, branches: usize, property: &str) -> String {
    let branch = |index| {
        format!(
            r#"{{"type":"object","properties":{{"{property}{index}":{{"type":"string"}}}},"required":["{property}{index}"],"additionalProperties":false}}"#
        )
    };
    format!(r#"{{"{word}":[{}]}}"#, (0..branches).map(branch).collect::<Vec<_>>().join(","))
}

fn proto_oneof(branches: usize, kind: &str) -> String {
    let fields: String =
        (1..=branches).map(|number| format!("{kind} f{number} = {number};\n")).collect();
    format!("syntax=\"proto3\"; message M {{ oneof one {{ {fields} }} }}")
}

/// Each record has two fields of the next one: two to the power of `levels` paths.
fn avro_doubling(levels: usize, last: &str) -> String {
    let mut text =
        format!(r#"{{"type":"record","name":"D0","fields":[{{"name":"v","type":"int"}}{last}]}}"#);
    for level in 1..levels {
        let inner = level - 1;
        text = format!(
            r#"{{"type":"record","name":"D{level}","fields":[{{"name":"a","type":{text}}},{{"name":"b","type":"D{inner}"}}]}}"#
        );
    }
    text
}

fn json_doubling(levels: usize, last: &str) -> String {
    let level = |level: usize| {
        let inner = level + 1;
        format!(
            r##""d{level}":{{"type":"object","properties":{{"a":{{"$ref":"#/definitions/d{inner}"}},"b":{{"$ref":"#/definitions/d{inner}"}}}}}}"##
        )
    };
    let definitions: Vec<String> = (0..levels).map(level).collect();
    format!(
        r##"{{"definitions":{{{},"d{levels}":{{"type":"{last}"}}}},"$ref":"#/definitions/d0"}}"##,
        definitions.join(",")
    )
}

fn proto_doubling(levels: usize, last: &str) -> String {
    let level =
        |level: usize| format!("message D{level} {{ D{0} a = 1; D{0} b = 2; }}\n", level + 1);
    let messages: String = (0..levels).map(level).collect();
    format!("syntax=\"proto3\";\n{messages}message D{levels} {{ {last} v = 1; }}")
}

/// Records that hold the union of all of them.
fn avro_knot(count: usize, last: &str) -> String {
    let branch = |index: usize| {
        format!(
            r#"{{"type":"record","name":"K{index}","fields":[{{"name":"n","type":["null","K0"],"default":null}}{last}]}}"#
        )
    };
    let branches: Vec<String> = (1..count).map(branch).collect();
    format!(
        r#"{{"type":"record","name":"K0","fields":[{{"name":"u","type":["null",{}],"default":null}}]}}"#,
        branches.join(",")
    )
}

fn json_knot(count: usize, kind: &str) -> String {
    let branch = |index| {
        format!(
            r##"{{"type":"object","properties":{{"k{index}":{{"$ref":"#"}},"v":{{"type":"{kind}"}}}},"required":["k{index}"],"additionalProperties":false}}"##
        )
    };
    format!(r#"{{"oneOf":[{}]}}"#, (0..count).map(branch).collect::<Vec<_>>().join(","))
}

fn proto_knot(count: usize, kind: &str) -> String {
    let fields: String =
        (1..=count).map(|number| format!("K{number} f{number} = {number};\n")).collect();
    let messages: String = (1..=count)
        .map(|number| format!("message K{number} {{ M m = 1; {kind} v = 2; }}\n"))
        .collect();
    format!("syntax=\"proto3\"; message M {{ oneof one {{ {fields} }} }}\n{messages}")
}

fn avro_fields(count: usize) -> String {
    let field = |index| format!(r#"{{"name":"f{index}","type":"int"}}"#);
    (0..count).map(field).collect::<Vec<_>>().join(",")
}

fn json_fields(count: usize) -> String {
    let field = |index| format!(r#""f{index}":{{"type":"integer"}}"#);
    let fields: Vec<String> = (0..count).map(field).collect();
    format!(
        r#"{{"type":"object","properties":{{{}}},"required":["f{}"],"additionalProperties":false}}"#,
        fields.join(","),
        count - 1
    )
}

fn proto_fields(count: usize) -> String {
    let fields: String = (1..=count)
        .filter(|number| !(19_000..20_000).contains(number))
        .map(|number| format!("int32 f{number} = {number};\n"))
        .collect();
    format!("syntax=\"proto3\"; message M {{ {fields} }}")
}
