//! The file without extensions and custom options, for readers that know none: `format=ignore_extensions`.

use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

pub(super) fn file(written: &FileDescriptorProto) -> FileDescriptorProto {
    let mut file = written.clone();
    drop_extensions(&mut file.extension, &mut file.message_type);
    file.message_type.iter_mut().for_each(message);
    super::super::options::each_list(&mut file, &mut |_, options| {
        options.retain(|option| option.name.iter().all(|part| !part.is_extension));
    });
    file
}

fn message(message: &mut DescriptorProto) {
    message.extension_range.clear();
    drop_extensions(&mut message.extension, &mut message.nested_type);
    message.nested_type.iter_mut().for_each(self::message);
}

/// A group that extends has its message beside it, which nothing else can use.
fn drop_extensions(extensions: &mut Vec<FieldDescriptorProto>, beside: &mut Vec<DescriptorProto>) {
    for extension in std::mem::take(extensions) {
        if extension.r#type.is_some() && extension.r#type() == Type::Group {
            let group = extension.type_name().rsplit('.').next().unwrap_or_default().to_owned();
            beside.retain(|message| message.name() != group);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    fn parse(text: &str) -> ProtoSchema {
        ProtoSchema::parse(text, &[], ParseOptions::stored())
            .unwrap_or_else(|e| panic!("{e}\n{text}"))
    }

    #[test]
    fn what_only_extensions_say_is_gone_and_the_rest_stays() {
        let text = r#"
syntax = "proto2";
package p;
import "confluent/meta.proto";
import "google/protobuf/descriptor.proto";
option java_package = "x";
option (confluent.file_meta).doc = "d";
message M {
  option (confluent.message_meta).tags = "R";
  option deprecated = true;
  optional string a = 1 [(confluent.field_meta).tags = "PII", deprecated = true, default = "x"];
  optional string b = 2 [(confluent.field_meta) = { tags: ["PII"] }];
  oneof o { option (mark) = 1; int32 c = 3; }
  optional group G = 4 { optional int32 x = 1; extensions 5; }
  extensions 100 to 199;
  extend M { optional group Inside = 101 { optional int32 y = 1; } }
}
enum E { option (confluent.enum_meta).doc = "e"; A = 1 [(confluent.enum_value_meta).doc = "a"]; }
service S { rpc Do (M) returns (M) { option (http) = "x"; option deprecated = true; } }
extend M { repeated group Late = 150 { optional int32 z = 1; } optional int32 n = 151; }
extend google.protobuf.OneofOptions { optional int32 mark = 50001; }
extend google.protobuf.MethodOptions { optional string http = 50001; }
"#;
        let bare = r#"syntax = "proto2";
package p;

import "confluent/meta.proto";
import "google/protobuf/descriptor.proto";

option java_package = "x";

message M {
  option deprecated = true;

  optional string a = 1 [
    deprecated = true,
    default = "x"
  ];
  optional string b = 2;
  optional group G = 4 {
    optional int32 x = 1;
  }

  oneof o {
    int32 c = 3;
  }
}
enum E {
  A = 1;
}

service S {
  rpc Do (M) returns (M) {
    option deprecated = true;
  }
}
"#;
        let found = parse(text).text_without_extensions();
        assert_eq!(found, bare);
        assert_eq!(parse(&found).text_without_extensions(), bare);
        assert_eq!(parse(&found).canonical_text(), bare);
    }

    #[test]
    fn a_file_without_extensions_is_its_canonical_text() {
        let schema = parse(
            "edition = \"2023\"; option features.field_presence = IMPLICIT; message A { string a = 1; }",
        );
        assert_eq!(schema.text_without_extensions(), schema.canonical_text());
    }
}
