//! .proto text (or Base64 of a descriptor) to linked descriptors.

use super::edition::Edition;
use super::edition::descriptor::{self, Refused};
use super::edition::rewrite::{self, Extras};
use super::model::ProtoSchema;
use super::{canonical, complain, guard, link, settle};
use crate::schema::{Complaint, Dependency, Limits, ParseOptions, SchemaError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost::Message;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

impl ProtoSchema {
    /// Parses a .proto text, or Base64 of a `FileDescriptorProto`; imports come from `dependencies` or the bundle.
    ///
    /// An import that exists nowhere is no error as long as every type resolves, as in Confluent's registry.
    ///
    /// # Errors
    /// Every complaint that one pass can find.
    pub fn parse(
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<ProtoSchema, SchemaError> {
        ProtoSchema::read(text, dependencies, options).map_err(SchemaError::clipped)
    }

    fn read(
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<ProtoSchema, SchemaError> {
        check_count(dependencies, options.limits)?;
        match decode_base64(text) {
            None => link::link(text, dependencies, options),
            Some(bytes) => {
                let text = text_of_descriptor(&bytes, dependencies, options.limits)?;
                link::link(&text, dependencies, options)
            }
        }
    }
}

/// What a .proto text imports, in order of writing, without the need to have any of it.
///
/// # Errors
/// Every syntax error.
pub fn imports(text: &str, limits: Limits) -> Result<Vec<String>, SchemaError> {
    let parsed = parse_file("imports.proto", text, limits).map_err(SchemaError::clipped)?;
    Ok(parsed.file.dependency)
}

/// A file as its text says it.
pub(super) struct Parsed {
    /// The syntax tree with its source info; nothing is resolved. A file of an edition looks like proto2.
    pub(super) file: FileDescriptorProto,
    pub(super) edition: Option<(Edition, Extras)>,
}

/// Reads one file.
pub(super) fn parse_file(name: &str, text: &str, limits: Limits) -> Result<Parsed, SchemaError> {
    guard::check_text(text, limits).map_err(complain::only)?;
    let rewritten = rewrite::rewrite(text).map_err(|complaints| SchemaError { complaints })?;
    let parsed = match &rewritten {
        None => protox_parse::parse(name, text),
        Some(rewritten) => protox_parse::parse(name, &rewritten.text),
    };
    let mut file = parsed.map_err(|error| {
        let origin = |offset| rewritten.as_ref().map_or(offset, |found| found.origin(offset));
        SchemaError { complaints: complain::of_parse(&error, text, &origin) }
    })?;
    if let (Some(rewritten), Some(info)) = (&rewritten, &mut file.source_code_info) {
        rewritten.restore(info);
    }
    canonical::default::spell(&mut file);
    settle::file(&mut file);
    guard::check_options(&mut file).map_err(complain::only)?;
    guard::check_names(&file).map_err(complain::only)?;
    let edition = rewritten.and_then(|found| Some((found.edition?, found.extras)));
    Ok(Parsed { file, edition })
}

fn check_count(dependencies: &[Dependency], limits: Limits) -> Result<(), SchemaError> {
    if dependencies.len() <= limits.dependencies {
        return Ok(());
    }
    Err(complain::only(Complaint {
        at: None,
        message: format!(
            "the schema needs {} references, more than the limit of {}",
            dependencies.len(),
            limits.dependencies
        ),
        help: Some("merge small files".into()),
    }))
}

/// The bytes if the text can be Base64 and cannot be .proto; every .proto text that declares anything has a bracket,
/// a quote or a semicolon.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    STANDARD.decode(text).ok()
}

fn text_of_descriptor(
    bytes: &[u8],
    dependencies: &[Dependency],
    limits: Limits,
) -> Result<String, SchemaError> {
    if bytes.len() > limits.bytes {
        return Err(complain::only(guard::too_long(bytes.len(), limits)));
    }
    let refused = |message: String| {
        let help = Some("send the .proto text".into());
        complain::only(Complaint { at: None, message, help })
    };
    let neither = |error: &dyn std::fmt::Display| {
        refused(format!("the text is neither .proto nor Base64 of a FileDescriptorProto: {error}"))
    };
    if is_set(bytes) {
        return Err(refused("the text is Base64 of a FileDescriptorSet, not of one file".into()));
    }
    let lowered = descriptor::lower(bytes).map_err(|error| match error {
        Refused::Bytes(error) => neither(&error),
        Refused::Edition(number) => {
            refused(format!("the descriptor has edition {number}, which is not known"))
        }
    })?;
    let file = FileDescriptorProto::decode(&*lowered.bytes).map_err(|error| neither(&error))?;
    guard::check_names(&file).map_err(complain::only)?;
    let pool = link::pool_of_descriptor(&lowered.bytes, &file, dependencies, limits)?;
    let linked = pool.get_file_by_name(file.name()).expect("linked under its name");
    let edition = lowered.edition.map(|edition| (edition, lowered.extras));
    Ok(canonical::text_of(
        &file,
        &linked,
        edition.as_ref().map(|(edition, extras)| (*edition, extras)),
    ))
}

/// Whether the bytes are a set of descriptors: read as one file, its first member would be the name.
fn is_set(bytes: &[u8]) -> bool {
    let is_file =
        FileDescriptorProto::decode(bytes).is_ok_and(|file| !file.name().starts_with('\n'));
    let set = FileDescriptorSet::decode(bytes).unwrap_or_default();
    !is_file && !set.file.is_empty() && set.file.iter().all(|file| file.name.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn parse(text: &str) -> Result<ProtoSchema, SchemaError> {
        ProtoSchema::parse(text, &[], ParseOptions::new_schema())
    }

    fn reference(name: &str, text: &str) -> Dependency {
        Dependency { name: name.into(), subject: name.into(), version: 1, text: text.into() }
    }

    /// Every complaint as `line:column message`.
    fn complaints(text: &str, dependencies: &[Dependency]) -> Vec<String> {
        let started = Instant::now();
        let error = ProtoSchema::parse(text, dependencies, ParseOptions::new_schema()).unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(20), "took {:?}", started.elapsed());
        let line = |complaint: &Complaint| {
            let at = complaint.at.map_or("-".to_owned(), |at| at.to_string());
            format!("{at} {}", complaint.message)
        };
        error.complaints.iter().map(line).collect()
    }

    const EVENT: &str = r#"syntax = "proto3";
package fintech.swift.v1;
import "buf/validate/validate.proto";
import "confluent/meta.proto";
import "contract/v1/contract.proto";
import "fintech/validate/v1/formats.proto";
import "google/protobuf/timestamp.proto";
import "google/type/money.proto";

// A payment was tracked.
message SwiftGpiUpdated {
  option (contract.v1.event) = { event: "swift.gpi.updated" class: "payment" partition_key: ["uetr"] };
  // Äöü: the reference.
  string uetr = 1 [(buf.validate.field).string.(fintech.validate.v1.uetr) = true];
  string bic = 2 [(buf.validate.field) = { required: true, string: { [fintech.validate.v1.bic]: true } }];
  google.type.Money amount = 3 [(confluent.field_meta).tags = "PII", (contract.v1.field).write = true];
  google.protobuf.Timestamp at = 4; // when
}
"#;

    #[test]
    fn an_event_with_the_whole_vocabulary_needs_no_references() {
        let schema = parse(EVENT).unwrap();
        let file = schema.file();
        let message = file.messages().next().unwrap();
        assert_eq!(message.full_name(), "fintech.swift.v1.SwiftGpiUpdated");
        let event = schema.pool().all_extensions().find(|e| e.full_name() == "contract.v1.event");
        let declared = message.options().get_extension(&event.unwrap()).into_owned();
        let declared = declared.as_message().unwrap().clone();
        assert_eq!(declared.get_field_by_name("class").unwrap().as_str(), Some("payment"));
    }

    #[test]
    fn elements_options_and_comments_have_their_places() {
        let schema = parse(EVENT).unwrap();
        let at = |path: &[i32]| schema.position("default", path).map(|at| at.to_string());
        assert_eq!(at(&[4, 0]).as_deref(), Some("11:1"));
        assert_eq!(at(&[4, 0, 2, 0, 1]).as_deref(), Some("14:10"));
        assert_eq!(at(&[4, 0, 7, 50191]).as_deref(), Some("12:3"));
        assert_eq!(at(&[4, 0, 2, 1, 8, 1159]).as_deref(), Some("15:19"));
        assert_eq!(at(&[4, 0, 2, 0, 8, 1159, 14, 50004]).as_deref(), Some("14:20"));
        assert_eq!(at(&[4, 9]), None);
        let doc = |path: &[i32]| schema.doc("default", path);
        assert_eq!(doc(&[4, 0]).as_deref(), Some("A payment was tracked."));
        assert_eq!(doc(&[4, 0, 2, 0]).as_deref(), Some("Äöü: the reference."));
        assert_eq!(doc(&[4, 0, 2, 3]).as_deref(), Some("when"));
        assert_eq!(doc(&[4, 0, 2, 1]), None);
    }

    #[test]
    fn a_missing_import_is_named_where_a_type_needs_it_and_tolerated_where_none_does() {
        let text =
            "syntax = \"proto3\";\nimport \"shared/party.proto\";\nmessage A {\n  Party p = 1;\n}";
        let found = complaints(text, &[]);
        assert_eq!(
            found,
            ["2:1 import `shared/party.proto` does not exist", "4:3 name `Party` is not defined"]
        );
        let party = reference("shared/party.proto", "syntax = \"proto3\"; message Party {}");
        ProtoSchema::parse(text, &[party], ParseOptions::new_schema()).unwrap();
        let unused = "syntax = \"proto3\"; import \"gogo/gogo.proto\"; option (gogo.all) = true; \
                      message A { string a = 1 [(gogo.x).y = { z: 1 }]; }";
        parse(unused).unwrap();
    }

    #[test]
    fn every_semantic_mistake_is_told_at_once_with_its_place() {
        let text = "syntax = \"proto3\";\nmessage B {}\nmessage A {\n  string a = 1;\n  /* ü */ int32 b = 1;\n  Nope c = 3;\n}";
        let found = complaints(text, &[]);
        assert_eq!(
            found,
            ["5:21 field number `1` is already used", "6:3 name `Nope` is not defined"]
        );
    }

    #[test]
    fn a_set_of_descriptors_is_told_from_one() {
        let file = parse(EVENT).unwrap().file().file_descriptor_proto().clone();
        let set = FileDescriptorSet { file: vec![file.clone(), file] };
        let found = complaints(&STANDARD.encode(set.encode_to_vec()), &[]);
        assert_eq!(found, ["- the text is Base64 of a FileDescriptorSet, not of one file"]);
    }

    #[test]
    fn a_user_s_reference_wins_over_a_bundled_file() {
        let text = "syntax = \"proto3\"; import \"google/type/date.proto\"; message A { google.type.Date d = 1; }";
        let own = "syntax = \"proto3\"; package google.type; message Date { string text = 9; }";
        let schema = ProtoSchema::parse(
            text,
            &[reference("google/type/date.proto", own)],
            ParseOptions::new_schema(),
        );
        let date = schema.unwrap().pool().get_message_by_name("google.type.Date").unwrap();
        assert_eq!(date.fields().map(|field| field.number()).collect::<Vec<_>>(), [9]);
    }

    #[test]
    fn a_package_with_the_name_of_a_type_is_refused() {
        let text = "syntax = \"proto3\"; import \"google/protobuf/any.proto\";\npackage google.protobuf.Any; message A {}";
        let found = complaints(text, &[]);
        assert_eq!(found, ["2:1 `google.protobuf.Any` is a package and the name of a type"]);
        let text = "syntax = \"proto3\"; package p.A; message B {}";
        let p = reference("p.proto", "package p; message A { message B {} }");
        let found = complaints(&format!("{text} import \"p.proto\";"), &[p]);
        assert_eq!(found, ["1:20 `p.A` is a package and the name of a type"]);
    }

    #[test]
    fn syntax_errors_are_told_with_their_places() {
        let found =
            complaints("syntax = \"proto3\";\nmessage A { string = 1; }\nmessage 1 {}", &[]);
        assert!(found.len() >= 2 && found[0].starts_with("2:20 "), "{found:?}");
        let cut = complaints("syntax = \"proto3\";\nmessage A {\n  string a = 1", &[]);
        assert!(cut[0].starts_with("3:15 expected"), "{cut:?}");
        let broken = "edition = \"2023\";\nmessage A { int32 a = 1; int32 = 2; }";
        assert!(complaints(broken, &[])[0].starts_with("2:32 "), "{:?}", complaints(broken, &[]));
        assert!(complaints("abcd", &[])[0].contains("neither .proto nor Base64"));
    }

    #[test]
    fn nesting_and_size_are_bounded() {
        let deep = format!("syntax = \"proto3\"; {}", "message M { ".repeat(10_000));
        assert!(complaints(&deep, &[])[0].contains("nested more than 64 deep"));
        let deep = "message M { ".repeat(40) + &"}".repeat(40);
        assert!(complaints(&deep, &[])[0].contains("maximum recursion limit"));
        let option = format!(
            "import \"google/protobuf/struct.proto\"; import \"google/protobuf/descriptor.proto\"; \
             extend google.protobuf.FileOptions {{ optional google.protobuf.ListValue x = 50000; }} \
             option (x) = {{ {} }};",
            "values { list_value {".repeat(5_000) + &"} }".repeat(5_000)
        );
        assert!(complaints(&option, &[])[0].contains("nested more than 64 deep"));
        let dotted = format!("option java_package{} = 1;", ".a".repeat(400_000));
        assert!(complaints(&dotted, &[])[0].contains("400001 parts"));
        let package = format!("package a{}; message M {{}}", ".a".repeat(500_000));
        assert!(complaints(&package, &[])[0].contains("package name has 1000001 bytes"));
        let ty = format!("message M {{ optional a{} x = 1; }}", ".a".repeat(500_000));
        assert!(complaints(&ty, &[])[0].contains("named in 1000001 bytes"));
        let fields: String = (1..9_000).map(|at| format!("optional int32 a{at} = {at};")).collect();
        let long = format!("message A{} {{ {fields} }}", "a".repeat(10_000));
        assert!(complaints(&long, &[])[0].contains("full names of all elements"));
        let tight = Limits { bytes: 10, ..Limits::default() };
        let options = ParseOptions { as_new: true, limits: tight };
        let error = ProtoSchema::parse("message Abcdef {}", &[], options).unwrap_err();
        assert!(error.to_string().contains("17 bytes, more than the limit of 10"), "{error}");
    }

    #[test]
    fn two_megabytes_are_parsed_or_refused_in_bounded_time() {
        let mut good = String::from("syntax = \"proto3\";\nmessage A {\n");
        let mut bad = good.clone();
        for number in 1..60_000 {
            let number = if number < 19_000 { number } else { number + 1_000 };
            good.push_str(&format!("  // Comment of it.\n  string a{number} = {number};\n"));
            bad.push_str(&format!("  Nope{number} a{number} = {number} [deprecated = 3];\n"));
        }
        let started = Instant::now();
        parse(&(good + "}")).unwrap();
        assert!(started.elapsed() < Duration::from_secs(20), "took {:?}", started.elapsed());
        assert_eq!(complaints(&(bad + "}"), &[]).len(), 51);
    }

    #[test]
    fn references_may_be_wrong_circular_or_deep() {
        let import = |path: &str| format!("import \"{path}\"; message A {{}}");
        let circle = [
            reference("a.proto", "package a; import \"b.proto\";"),
            reference("b.proto", "package b; import \"a.proto\";"),
        ];
        assert_eq!(
            complaints(&import("a.proto"), &circle),
            ["- the files import each other in a circle: `a.proto` → `b.proto` → `a.proto`"]
        );
        let wrong = [reference("a.proto", "message")];
        assert!(
            complaints(&import("a.proto"), &wrong)[0]
                .contains("`a.proto` cannot be used: expected")
        );
        let unresolved = [reference("a.proto", "message B { optional Nope x = 1; }")];
        assert!(complaints(&import("a.proto"), &unresolved)[0].contains("`Nope` is not defined"));
        let chain: Vec<_> = (0..2000)
            .map(|at| {
                let text = format!("package p{at}; import public \"{}.proto\";", at + 1);
                reference(&format!("{at}.proto"), &text)
            })
            .collect();
        ProtoSchema::parse(&import("0.proto"), &chain, ParseOptions::stored()).unwrap();
        let more = [chain, vec![reference("x", "")]].concat();
        assert!(complaints("", &more)[0].contains("needs 2001 references"));
    }

    #[test]
    fn a_users_reference_wins_over_the_bundle_and_its_name_may_be_ours() {
        let money = reference(
            "google/type/money.proto",
            "syntax = \"proto3\"; package google.type; message Money { int64 cents = 9; }",
        );
        let text = "syntax = \"proto3\"; import \"google/type/money.proto\"; import \"default\"; \
                    message A { google.type.Money m = 1; }";
        let own = reference("default", "syntax = \"proto3\"; package other; message A {}");
        let schema = ProtoSchema::parse(text, &[money, own], ParseOptions::stored()).unwrap();
        let money = schema.pool().get_message_by_name("google.type.Money").unwrap();
        assert!(money.get_field(9).is_some());
        assert_eq!(schema.file().messages().count(), 1);
    }

    #[test]
    fn arbitrary_text_never_panics() {
        let seed = 0x5eed_u64;
        eprintln!("seed {seed}");
        let tokens: Vec<&str> =
            EVENT.split_inclusive([' ', '\n', '{', '}', ';', '.', '(']).collect();
        let mut state = seed;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        for _ in 0..1500 {
            let mut text = tokens.clone();
            for _ in 0..1 + random(4) {
                let (from, to) = (random(text.len()), random(text.len()));
                match random(3) {
                    0 => text.swap(from, to),
                    1 => drop(text.remove(from)),
                    _ => text.insert(to, tokens[random(tokens.len())]),
                }
            }
            let _ = parse(&text.concat());
        }
    }
}
