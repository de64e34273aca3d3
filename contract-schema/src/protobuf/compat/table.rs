//! Every row of the table of changes (`docs/rules.md`, Protobuf): the change, backward and forward, as Confluent judges it.

use crate::protobuf::{ProtoSchema, can_read};
use crate::schema::{Dependency, ParseOptions};

/// What changes; old; new; whether the new reads the old, and the old the new.
struct Row(&'static str, &'static str, &'static str, Verdict, Verdict);

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Verdict {
    Ok,
    No,
}

use Verdict::{No, Ok};

/// Bodies of `message M`, proto3.
const FIELDS: &[Row] = &[
    Row("field added", "", "int32 a = 1;", Ok, Ok),
    Row("field removed, number not reserved", "int32 a = 1;", "", Ok, Ok),
    Row("field removed and reserved", "int32 a = 1;", "reserved 1;", Ok, Ok),
    Row("reserved number used again", "reserved 1;", "int32 a = 1;", Ok, Ok),
    Row("field renumbered, name kept", "int32 a = 1;", "int32 a = 2;", Ok, Ok),
    Row(
        "numbers of two fields swapped",
        "int32 a = 1; string b = 2;",
        "string b = 1; int32 a = 2;",
        No,
        No,
    ),
    Row("number given to another family", "int32 a = 1;", "string b = 1;", No, No),
    Row("field renamed", "int32 a = 1;", "int32 b = 1;", Ok, Ok),
    Row("json_name changed", "int32 a = 1;", "int32 a = 1 [json_name = \"x\"];", Ok, Ok),
    Row("int32 to int64", "int32 a = 1;", "int64 a = 1;", Ok, Ok),
    Row("sint32 to sint64", "sint32 a = 1;", "sint64 a = 1;", Ok, Ok),
    Row("int64 to int32", "int64 a = 1;", "int32 a = 1;", Ok, Ok),
    Row("int64 to bool", "int64 a = 1;", "bool a = 1;", Ok, Ok),
    Row("int32 to uint32", "int32 a = 1;", "uint32 a = 1;", Ok, Ok),
    Row("fixed32 to sfixed32", "fixed32 a = 1;", "sfixed32 a = 1;", Ok, Ok),
    Row("int32 to enum", "int32 a = 1; enum E { Z = 0; }", "E a = 1; enum E { Z = 0; }", Ok, Ok),
    Row(
        "enum to another enum",
        "E a = 1; enum E { Z = 0; } enum F { Y = 0; }",
        "F a = 1; enum E { Z = 0; } enum F { Y = 0; }",
        Ok,
        Ok,
    ),
    Row("int32 to sint32", "int32 a = 1;", "sint32 a = 1;", No, No),
    Row("int32 to fixed32", "int32 a = 1;", "fixed32 a = 1;", No, No),
    Row("fixed32 to fixed64", "fixed32 a = 1;", "fixed64 a = 1;", No, No),
    Row("fixed32 to float", "fixed32 a = 1;", "float a = 1;", No, No),
    Row("float to double", "float a = 1;", "double a = 1;", No, No),
    Row("string to bytes", "string a = 1;", "bytes a = 1;", Ok, Ok),
    Row("bytes to string", "bytes a = 1;", "string a = 1;", Ok, Ok),
    Row("bytes to message", "bytes a = 1; message N {}", "N a = 1; message N {}", No, No),
    Row("enum to string", "E a = 1; enum E { Z = 0; }", "string a = 1; enum E { Z = 0; }", No, No),
    Row(
        "message to another message",
        "N a = 1; message N {} message O {}",
        "O a = 1; message N {} message O {}",
        No,
        No,
    ),
    Row("message renamed with its uses", "N a = 1; message N {}", "O a = 1; message O {}", No, No),
    Row("singular to repeated", "int32 a = 1;", "repeated int32 a = 1;", Ok, Ok),
    Row(
        "singular message to repeated",
        "N a = 1; message N {}",
        "repeated N a = 1; message N {}",
        Ok,
        Ok,
    ),
    Row("explicit optional to repeated", "optional int32 a = 1;", "repeated int32 a = 1;", No, No),
    Row("presence added", "int32 a = 1;", "optional int32 a = 1;", Ok, Ok),
    Row(
        "packed switched",
        "repeated int32 a = 1;",
        "repeated int32 a = 1 [packed = false];",
        Ok,
        Ok,
    ),
    Row(
        "map value of the family",
        "map<string, int32> a = 1;",
        "map<string, int64> a = 1;",
        Ok,
        Ok,
    ),
    Row(
        "map key of another family",
        "map<string, int32> a = 1;",
        "map<int32, int32> a = 1;",
        No,
        No,
    ),
    Row(
        "map value of another kind",
        "map<string, N> a = 1; message N {}",
        "map<string, int32> a = 1; message N {}",
        No,
        No,
    ),
    Row("one field into a new oneof", "int32 a = 1;", "oneof o { int32 a = 1; }", Ok, Ok),
    Row(
        "one field into a new oneof with a new member",
        "int32 a = 1;",
        "oneof o { int32 a = 1; int32 b = 2; }",
        Ok,
        No,
    ),
    Row(
        "two fields into a new oneof",
        "int32 a = 1; int32 b = 2;",
        "oneof o { int32 a = 1; int32 b = 2; }",
        No,
        Ok,
    ),
    Row(
        "a field into an existing oneof",
        "oneof o { int32 a = 1; } int32 b = 2;",
        "oneof o { int32 a = 1; int32 b = 2; }",
        No,
        Ok,
    ),
    Row(
        "oneof of two taken apart",
        "oneof o { int32 a = 1; int32 b = 2; }",
        "int32 a = 1; int32 b = 2;",
        Ok,
        No,
    ),
    Row(
        "a field between oneofs",
        "oneof o { int32 a = 1; int32 b = 2; } oneof p { int32 c = 3; }",
        "oneof o { int32 a = 1; } oneof p { int32 b = 2; int32 c = 3; }",
        No,
        No,
    ),
    Row(
        "member added to a oneof",
        "oneof o { int32 a = 1; }",
        "oneof o { int32 a = 1; int32 b = 2; }",
        Ok,
        No,
    ),
    Row(
        "member removed from a oneof",
        "oneof o { int32 a = 1; int32 b = 2; }",
        "oneof o { int32 a = 1; }",
        No,
        Ok,
    ),
    Row(
        "whole oneof removed",
        "oneof o { int32 a = 1; int32 b = 2; } int32 c = 3;",
        "int32 c = 3;",
        Ok,
        Ok,
    ),
    Row(
        "oneof renamed",
        "oneof o { int32 a = 1; int32 b = 2; }",
        "oneof p { int32 a = 1; int32 b = 2; }",
        Ok,
        Ok,
    ),
    Row(
        "oneof renamed and a member lost",
        "oneof o { int32 a = 1; int32 b = 2; }",
        "oneof p { int32 a = 1; }",
        No,
        Ok,
    ),
    Row(
        "a member's type behind a renamed oneof",
        "oneof o { int32 a = 1; }",
        "oneof p { string a = 1; }",
        No,
        No,
    ),
    Row("nested message added", "", "message N {}", Ok, No),
    Row("nested message to the top", "message N {}", "} message N {", No, No),
    Row(
        "nested messages reordered",
        "message N {} message O {}",
        "message O {} message N {}",
        Ok,
        Ok,
    ),
    Row("enum added", "", "enum E { Z = 0; }", Ok, Ok),
    Row("enum removed", "enum E { Z = 0; }", "", Ok, Ok),
    Row("enum constant added", "enum E { Z = 0; }", "enum E { Z = 0; Y = 1; }", Ok, Ok),
    Row("enum constant removed", "enum E { Z = 0; Y = 1; }", "enum E { Z = 0; }", Ok, Ok),
    Row(
        "enum constants swapped",
        "enum E { Z = 0; Y = 1; X = 2; }",
        "enum E { Z = 0; X = 1; Y = 2; }",
        Ok,
        Ok,
    ),
    Row("self-recursive message grows", "M m = 1;", "M m = 1; repeated M n = 2;", Ok, Ok),
];

/// Bodies of `message M`, proto2.
const PROTO2: &[Row] = &[
    Row(
        "message to group",
        "optional G g = 1; message G {}",
        "optional group X = 1 {} message G {}",
        Ok,
        Ok,
    ),
    Row("optional to repeated, numeric", "optional int32 a = 1;", "repeated int32 a = 1;", No, No),
    Row("optional to repeated, string", "optional string a = 1;", "repeated string a = 1;", Ok, Ok),
    Row("optional to repeated, message", "optional M a = 1;", "repeated M a = 1;", Ok, Ok),
    Row(
        "optional to repeated, enum",
        "optional E a = 1; enum E { Z = 0; }",
        "repeated E a = 1; enum E { Z = 0; }",
        No,
        No,
    ),
    Row("optional to required, numeric", "optional int32 a = 1;", "required int32 a = 1;", No, No),
    Row("optional to required, string", "optional string a = 1;", "required string a = 1;", Ok, Ok),
    Row("required field added", "", "required int32 a = 1;", No, No),
    Row("required field removed", "required string a = 1;", "", No, No),
    Row(
        "default changed",
        "optional int32 a = 1 [default = 1];",
        "optional int32 a = 1 [default = 2];",
        Ok,
        Ok,
    ),
    Row("extension range removed", "extensions 100 to 199;", "", Ok, Ok),
    Row(
        "extension's type changed",
        "extensions 100; extend M { optional int32 x = 100; }",
        "extensions 100; extend M { optional string x = 100; }",
        Ok,
        Ok,
    ),
];

/// Whole files.
const FILES: &[Row] = &[
    Row("message added", "message A {}", "message A {} message B {}", Ok, No),
    Row("messages reordered", "message A {} message B {}", "message B {} message A {}", Ok, Ok),
    Row("package changed", "package p; message A {}", "package q; message A {}", No, No),
    Row("package added", "message A {}", "package q; message A {}", No, No),
    Row("file option", "message A {}", "option java_package = \"x\"; message A {}", Ok, Ok),
    Row(
        "proto2 to proto3",
        "syntax = \"proto2\"; message A { optional int32 a = 1; }",
        "syntax = \"proto3\"; message A { int32 a = 1; }",
        Ok,
        Ok,
    ),
    Row(
        "service removed",
        "message A {} service S { rpc R (A) returns (A); }",
        "message A {}",
        Ok,
        Ok,
    ),
    Row(
        "rpc changed",
        "message A {} message B {} service S { rpc R (A) returns (A); }",
        "message A {} message B {} service S { rpc R (stream B) returns (A); }",
        Ok,
        Ok,
    ),
    Row(
        "map to repeated entries",
        "syntax = \"proto3\"; message A { map<string, string> a = 1; } message E { string key = 1; string value = 2; }",
        "syntax = \"proto3\"; message A { repeated E a = 1; } message E { string key = 1; string value = 2; }",
        No,
        No,
    ),
    Row(
        "type moved to an import, same package",
        "syntax = \"proto3\"; package p; message A { T t = 1; } message T { string s = 1; }",
        "syntax = \"proto3\"; package p; import \"same.proto\"; message A { T t = 1; }",
        No,
        Ok,
    ),
    Row(
        "type moved to an import, other package",
        "syntax = \"proto3\"; package p; message A { T t = 1; } message T { string s = 1; }",
        "syntax = \"proto3\"; package p; import \"other.proto\"; message A { q.T t = 1; }",
        No,
        Ok,
    ),
    Row(
        "type moved to an import that differs",
        "syntax = \"proto3\"; package p; message A { T t = 1; } message T { int32 s = 1; }",
        "syntax = \"proto3\"; package p; import \"other.proto\"; message A { q.T t = 1; }",
        No,
        No,
    ),
];

fn parse(text: &str) -> ProtoSchema {
    let dependency = |name: &str, text: &str| Dependency {
        name: name.into(),
        subject: name.into(),
        version: 1,
        text: text.into(),
    };
    let dependencies = [
        dependency("same.proto", "syntax = \"proto3\"; package p; message T { string s = 1; }"),
        dependency("other.proto", "syntax = \"proto3\"; package q; message T { string s = 1; }"),
    ];
    ProtoSchema::parse(text, &dependencies, ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn verdict(reader: &ProtoSchema, writer: &ProtoSchema) -> Verdict {
    if can_read(reader, writer).is_empty() { Ok } else { No }
}

fn check(rows: &[Row], wrap: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for Row(change, old, new, backward, forward) in rows {
        let (old, new) = (parse(&wrap(old)), parse(&wrap(new)));
        assert_eq!((verdict(&old, &old), verdict(&new, &new)), (Ok, Ok), "{change}");
        let found = (verdict(&new, &old), verdict(&old, &new));
        if found != (*backward, *forward) {
            wrong.push(format!("{change}: found {found:?}, {:?}", can_read(&new, &old)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_change_of_a_field_has_its_verdict() {
    check(FIELDS, |body| format!("syntax = \"proto3\"; message M {{ {body} }}"));
}

#[test]
fn every_change_of_a_proto2_field_has_its_verdict() {
    check(PROTO2, |body| format!("syntax = \"proto2\"; message M {{ {body} }}"));
}

#[test]
fn every_change_of_a_file_has_its_verdict() {
    check(FILES, str::to_owned);
}

#[test]
fn deep_and_wide_references_are_compared_in_bounded_time() {
    let chain = |package: &str, last: &str| {
        let mut text = format!("syntax = \"proto3\"; package {package};");
        for at in 0..400 {
            text.push_str(&format!("message M{at} {{ M{0} a = 1; M{0} b = 2; }}", at + 1));
        }
        text + &format!("message M400 {{ {last} x = 1; }}")
    };
    let schema = |package: &str, last: &str| {
        let dependency = Dependency {
            name: "m.proto".into(),
            subject: package.into(),
            version: 1,
            text: chain(package, last).into(),
        };
        let text =
            format!("syntax = \"proto3\"; import \"m.proto\"; message A {{ {package}.M0 m = 1; }}");
        ProtoSchema::parse(&text, &[dependency], ParseOptions::stored()).unwrap()
    };
    let (int, same, string) = (schema("p", "int32"), schema("q", "int32"), schema("q", "string"));
    assert!(!can_read(&string, &int).is_empty());
    // Too deep to be compared: refused, although it is the same.
    assert!(!can_read(&same, &int).is_empty());
}
