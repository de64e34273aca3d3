//! Canonical .proto text: what identifies a schema. Comments and layout are gone, order and names are as written.
//!
//! The text parses to an equal descriptor and prints again as itself. Source of the layout: Confluent's stored form
//! (two spaces, messages before enums, fields before oneofs, services, extends).

pub(super) mod default;
mod normalize;
mod plain;
mod print;
mod uninterpret;
pub(super) mod value;

use super::edition::Edition;
use super::edition::rewrite::Extras;
use super::model::ProtoSchema;
use prost_reflect::FileDescriptor;
use prost_types::FileDescriptorProto;

impl ProtoSchema {
    /// The text as Confluent stores it.
    pub fn canonical_text(&self) -> String {
        print::file(&self.written, self.dialect())
    }

    /// The text under `normalize=true`: what has no order is sorted, type names are written in full.
    ///
    /// Messages keep their order, because message indexes on the wire count them.
    pub fn normalized_text(&self) -> String {
        print::file(&normalize::file(&self.written, &self.file()), self.dialect())
    }

    /// The text without extensions and custom options (`format=ignore_extensions`).
    pub fn text_without_extensions(&self) -> String {
        print::file(&plain::file(&self.written), self.dialect())
    }

    fn dialect(&self) -> Dialect<'_> {
        self.of_edition(&self.name).map(|found| (found.edition, &found.extras))
    }

    /// Equal canonical texts.
    pub fn is_equivalent(&self, other: &ProtoSchema) -> bool {
        self.written == other.written
            && self.of_edition(&self.name) == other.of_edition(&other.name)
            || self.canonical_text() == other.canonical_text()
    }
}

/// The text of a file that came as a descriptor: its interpreted options are turned back into what one would write.
pub(super) fn text_of(
    file: &FileDescriptorProto,
    linked: &FileDescriptor,
    edition: Dialect<'_>,
) -> String {
    print::file(&uninterpret::file(file, linked), edition)
}

/// The edition of a file and what proto2 has no words for; `None` for proto2 and proto3.
pub(super) type Dialect<'a> = Option<(Edition, &'a Extras)>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dependency, ParseOptions};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use prost_types::DescriptorProto;

    const PROTO3: &str = r#"// Comments go.
syntax = 'proto3';
package a.b;
import "z.proto"; import public "google/type/money.proto";
import "confluent/meta.proto"; import "google/protobuf/descriptor.proto";
option java_package = "x.\x79"; option (marks) = "one"; option (marks) = "two";
extend google.protobuf.FileOptions { repeated string marks = 50001; optional double d = 50002; }
extend google.protobuf.MessageOptions { Deep deep = 50001; }
extend google.protobuf.FileOptions { bytes raw = 50003; }
message Deep { Deep inner = 1; map<string, int32> m = 2; repeated float f = 3; Colour colour = 4; Colour t = 5; }
enum Colour { option allow_alias = true; NONE = 0; RED = 2 [deprecated = true]; ROT = 2; BLUE = 1; reserved 7, 9 to 11, 100 to max; reserved "OLD"; }
message M {
  option (deep) = { inner { f: [1.5, -2] m: { key: "k" value: 3 } } colour: RED, t: BLUE; };
  option deprecated = true;
  string b = 2 [json_name = "bee", deprecated = true];
  optional int64 a = 1 [(confluent.field_meta) = {tags: ["PII"]}];
  oneof which { option (x) = 1; string s = 3; N n = 4; }
  repeated .a.b.M.N ns = 5 ;
  map<string, N> by_name = 6;
  repeated z.ByNameEntry other = 7;
  repeated int32 packed = 8 [packed=false];
  reserved 20, 30 to 40, 50 to max; reserved "gone", "lost";
  enum E { A = 0; }
  message N {}
  google.type.Money money = 9;
}
service S { option deprecated = true; rpc Get (M) returns (stream M.N) { option idempotency_level = NO_SIDE_EFFECTS; } rpc Put (stream M) returns (M); }
extend google.protobuf.OneofOptions { int32 x = 50001; }
"#;

    const PROTO3_PRINTED: &str = r#"syntax = "proto3";
package a.b;

import "z.proto";
import public "google/type/money.proto";
import "confluent/meta.proto";
import "google/protobuf/descriptor.proto";

option java_package = "x.y";
option (marks) = "one";
option (marks) = "two";

message Deep {
  Deep inner = 1;
  map<string, int32> m = 2;
  repeated float f = 3;
  Colour colour = 4;
  Colour t = 5;
}
message M {
  reserved 20, 30 to 40, 50 to max;
  reserved "gone", "lost";

  option (deep) = {
    inner: {
      f: [1.5, -2]
      m: {
        key: "k"
        value: 3
      }
    }
    colour: RED
    t: BLUE
  };
  option deprecated = true;

  string b = 2 [
    deprecated = true,
    json_name = "bee"
  ];
  optional int64 a = 1 [(confluent.field_meta) = {
    tags: ["PII"]
  }];
  repeated .a.b.M.N ns = 5;
  map<string, N> by_name = 6;
  repeated z.ByNameEntry other = 7;
  repeated int32 packed = 8 [packed = false];
  google.type.Money money = 9;

  oneof which {
    option (x) = 1;
    string s = 3;
    N n = 4;
  }

  message N {}
  enum E {
    A = 0;
  }
}
enum Colour {
  reserved 7, 9 to 11, 100 to max;
  reserved "OLD";
  option allow_alias = true;
  NONE = 0;
  RED = 2 [deprecated = true];
  ROT = 2;
  BLUE = 1;
}

service S {
  option deprecated = true;
  rpc Get (M) returns (stream M.N) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
  rpc Put (stream M) returns (M);
}

extend google.protobuf.FileOptions {
  repeated string marks = 50001;
  optional double d = 50002;
}
extend google.protobuf.MessageOptions {
  Deep deep = 50001;
}
extend google.protobuf.FileOptions {
  bytes raw = 50003;
}
extend google.protobuf.OneofOptions {
  int32 x = 50001;
}
"#;

    const PROTO2: &str = r#"syntax = "proto2";
message M {
  required int32 r = 1 [default = -5];
  optional string s = 2 [default = "a\"b\n\303\274"];
  optional bytes b = 3 [default = "\000\377'\""];
  optional double d = 4 [default = inf];
  optional E e = 5 [default = B];
  repeated group Items = 6 { optional int32 x = 1; message In {} optional In in = 2; }
  oneof o { int32 i = 7; group Alt = 8 { required bool y = 1; } }
  extensions 100 to 199, 1000 to max [(tag) = "x"];
  extend M { optional string nested = 100; }
  optional float f = 9 [default = 1.5e10];
}
enum E { A = -1; B = 5; }
extend M { repeated group Late = 150 { optional int32 z = 1; } optional int32 n = 151; }
import "google/protobuf/descriptor.proto";
extend google.protobuf.ExtensionRangeOptions { optional string tag = 50001; }
"#;

    const EDITION: &str = r#"edition = "2023"; // Comments go.
package e.d;
import "google/protobuf/java_features.proto";
option features.field_presence = IMPLICIT; option features.(pb.java).utf8_validation = VERIFY;
message M {
  reserved a, b, max; reserved 20 to 30;
  int32 plain = 1; string said = 2 [features.field_presence = EXPLICIT, default = "x"]; /* odd */ repeated int32 many = 3
    [features.repeated_field_encoding = EXPANDED];
  M inner = 4 [features = { message_encoding: DELIMITED }]; map<string, M> by_name = 5; .e.d.M.N n = 6;
  oneof which { int64 c = 7; E e = 8; }
  int32 must = 9 [features.field_presence = LEGACY_REQUIRED];
  message N { extensions 100 to max; } enum E { option features.enum_type = CLOSED; A = 3; B = 4; reserved OLD; reserved 9; }
  extend N { repeated string notes = 100; }
}
"#;

    const EDITION_PRINTED: &str = r#"edition = "2023";
package e.d;

import "google/protobuf/java_features.proto";

option features.field_presence = IMPLICIT;
option features.(pb.java).utf8_validation = VERIFY;

message M {
  reserved 20 to 30;
  reserved a, b, max;

  int32 plain = 1;
  string said = 2 [
    features.field_presence = EXPLICIT,
    default = "x"
  ];
  repeated int32 many = 3 [features.repeated_field_encoding = EXPANDED];
  M inner = 4 [features = {
    message_encoding: DELIMITED
  }];
  map<string, M> by_name = 5;
  .e.d.M.N n = 6;
  int32 must = 9 [features.field_presence = LEGACY_REQUIRED];

  oneof which {
    int64 c = 7;
    E e = 8;
  }

  message N {
    extensions 100 to max;
  }
  enum E {
    reserved 9;
    reserved OLD;
    option features.enum_type = CLOSED;
    A = 3;
    B = 4;
  }

  extend N {
    repeated string notes = 100;
  }
}
"#;

    #[test]
    fn editions_keep_their_features_and_have_no_labels() {
        assert_eq!(round_trips(EDITION), EDITION_PRINTED);
    }

    #[test]
    fn edition_2024_keeps_visibility_and_imports_of_options() {
        let text = "edition = \"2024\";\npackage e;\n\nimport \"google/type/date.proto\";\n\
                    import option \"google/protobuf/cpp_features.proto\";\n\n\
                    option features.(pb.cpp).string_type = VIEW;\n\n\
                    local message M {\n  map<string, int32> m = 1;\n\n  export message N {}\n  local enum E {\n    A = 0;\n  }\n}\n\
                    export enum E {\n  E_A = 0;\n}\n";
        assert_eq!(round_trips(text), text);
    }

    fn try_parse(text: &str) -> Result<ProtoSchema, crate::SchemaError> {
        let z = Dependency {
            name: "z.proto".into(),
            subject: "z".into(),
            version: 1,
            text: "package z; message ByNameEntry {}".into(),
        };
        ProtoSchema::parse(text, &[z], ParseOptions::new_schema())
    }

    fn parse(text: &str) -> ProtoSchema {
        try_parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// The linked descriptor with fields in order of number and oneofs in order of name, for comparison.
    fn descriptor(schema: &ProtoSchema) -> FileDescriptorProto {
        fn sort(message: &mut DescriptorProto) {
            let oneofs = message.oneof_decl.clone();
            for field in &mut message.field {
                let name = field.oneof_index.map(|index| oneofs[index as usize].name());
                field.default_value = field.default_value.take().or(name.map(str::to_owned));
                field.oneof_index = None;
            }
            message.field.sort_by_key(|field| field.number());
            message.oneof_decl.sort_by(|a, b| a.name().cmp(b.name()));
            message.nested_type.sort_by(|a, b| a.name().cmp(b.name()));
            message.nested_type.iter_mut().for_each(sort);
        }
        let mut file = schema.file().file_descriptor_proto().clone();
        file.message_type.iter_mut().for_each(sort);
        file
    }

    fn round_trips(text: &str) -> String {
        let schema = parse(text);
        let printed = schema.canonical_text();
        let again = parse(&printed);
        assert_eq!(again.canonical_text(), printed);
        assert_eq!(descriptor(&again), descriptor(&schema), "{printed}");
        assert_eq!(
            again.file().options().to_text_format(),
            schema.file().options().to_text_format(),
            "custom options survive"
        );
        assert!(schema.is_equivalent(&again));

        let normal = schema.normalized_text();
        let again = parse(&normal);
        assert_eq!(again.normalized_text(), normal);
        assert_eq!(again.canonical_text(), normal);

        let sent = parse(&schema.serialized());
        assert_eq!(parse(&sent.serialized()).canonical_text(), sent.canonical_text());
        assert_eq!(descriptor(&sent), descriptor(&schema), "{}", sent.canonical_text());
        printed
    }

    #[test]
    fn proto3_prints_as_confluent_stores_it() {
        assert_eq!(round_trips(PROTO3), PROTO3_PRINTED);
    }

    #[test]
    fn proto2_keeps_groups_defaults_extensions_and_labels() {
        let printed = round_trips(PROTO2);
        for line in [
            "syntax = \"proto2\";\n",
            "  required int32 r = 1 [default = -5];\n",
            "  optional string s = 2 [default = \"a\\\"b\\nü\"];\n",
            "  optional bytes b = 3 [default = \"\\000\\377'\\\"\"];\n",
            "  optional double d = 4 [default = inf];\n",
            "  repeated group Items = 6 {\n    optional int32 x = 1;\n    optional In in = 2;\n\n    message In {}\n  }\n",
            "    group Alt = 8 {\n      required bool y = 1;\n    }\n",
            "  extensions 1000 to max [(tag) = \"x\"];\n",
            "  extend M {\n    optional string nested = 100;\n  }\n",
            "extend M {\n  repeated group Late = 150 {\n    optional int32 z = 1;\n  }\n  optional int32 n = 151;\n}\n",
        ] {
            assert!(printed.contains(line), "{line}\n---\n{printed}");
        }
        assert!(!parse(PROTO2).normalized_text().contains("syntax"));
        assert!(!parse("message A {}").canonical_text().contains("syntax"));
    }

    #[test]
    fn normalizing_sorts_what_has_no_order_and_nothing_else() {
        let one = "syntax = \"proto3\"; package p; import \"google/type/date.proto\"; import \"confluent/meta.proto\"; \
                   message B { string b = 2; google.type.Date a = 1; } message A { B b = 1; } enum E { Z = 0; Y = 2; X = 1; }";
        let two = "syntax = \"proto3\"; package p; import \"confluent/meta.proto\"; import \"google/type/date.proto\"; \
                   enum E { Z = 0; X = 1; Y = 2; } message B { .google.type.Date a = 1; string b = 2; } message A { p.B b = 1; }";
        assert_ne!(parse(one).canonical_text(), parse(two).canonical_text());
        assert_eq!(parse(one).normalized_text(), parse(two).normalized_text());
        let swapped = two.replace("message B", "message C").replace("message A", "message B");
        assert_ne!(
            parse(one).normalized_text(),
            parse(&swapped.replace("p.B", "C")).normalized_text()
        );
    }

    #[test]
    fn a_descriptor_in_base64_becomes_text() {
        let schema = parse(PROTO3);
        let sent = parse(&STANDARD.encode(schema.file().encode_to_vec()));
        let text = sent.canonical_text();
        assert!(text.starts_with("syntax = \"proto3\";\npackage a.b;\n"), "{text}");
        assert!(text.contains("optional int64 a = 1 [(confluent.field_meta) = {"), "{text}");
        assert!(text.contains("map<string, .a.b.M.N> by_name = 6;"), "{text}");
        assert!(ProtoSchema::parse("AAAA", &[], ParseOptions::stored()).is_err());
    }

    #[test]
    fn arbitrary_descriptors_never_panic() {
        let mut state = 0x5eed_u64;
        eprintln!("seed {state}");
        let mut random = move |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let whole = [PROTO3, PROTO2, EDITION].map(|text| parse(text).descriptor());
        let mut accepted = 0;
        for round in 0..3_000 {
            let mut bytes = whole[round % 3].clone();
            for _ in 0..1 + random(3) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes[at] = random(256) as u8,
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, random(256) as u8),
                }
            }
            if let Ok(schema) = try_parse(&STANDARD.encode(&bytes)) {
                accepted += 1;
                let text = schema.canonical_text();
                assert_eq!(parse(&text).canonical_text(), text);
                schema.normalized_text();
                assert_eq!(crate::protobuf::can_read(&schema, &schema), []);
            }
        }
        assert!(accepted > 30, "{accepted}");
    }
}
