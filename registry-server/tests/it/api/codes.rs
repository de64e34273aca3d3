//! Every code of the table of refusals, raised by a request and held to its exact text.

use crate::front_door::{Registry, S1, check};
use registry_api::refusal::{Row, TABLE};
use serde_json::json;

/// What there is before the refusals: live, deleted and half deleted subjects, a referrer, modes, a context.
const BEFORE: &str = r#"
    > POST /subjects/s/versions S1
    200 ANY
    > POST /subjects/half/versions S1
    200 ANY
    > PUT /config/half {"compatibility":"NONE"}
    200 ANY
    > POST /subjects/half/versions {"schema":"\"long\""}
    200 ANY
    > DELETE /subjects/half/versions/1
    200 1
    > POST /subjects/gone/versions S1
    200 ANY
    > DELETE /subjects/gone
    200 [1]
    > POST /subjects/referrer/versions {"schema":"{\"type\":\"array\",\"items\":\"myrecord\"}","references":[{"name":"myrecord","subject":"s","version":1}]}
    200 ANY
    > POST /subjects/:.c:x/versions S1
    200 ANY
    > PUT /mode/ro {"mode":"READONLY"}
    200 ANY
    > PUT /mode/imp {"mode":"IMPORT"}
    200 ANY
"#;

/// Code, request, text. `S1` in a request is the body of that schema.
#[rustfmt::skip]
const RAISED: &[(u32, &str, &str)] = &[
    (40401, "GET /subjects/none/versions", "Subject 'none' not found."),
    (40401, "GET /subjects/gone/versions", "Subject 'gone' not found."),
    (40401, "GET /subjects/none/versions/1", "Subject 'none' not found."),
    (40401, "GET /subjects/none/versions/latest", "Subject 'none' not found."),
    (40401, "GET /subjects/gone/versions/latest", "Subject 'gone' not found."),
    (40401, "GET /subjects/none/versions/1/schema", "Subject 'none' not found."),
    (40401, "GET /subjects/none/versions/1/referencedby", "Subject 'none' not found."),
    (40401, "GET /subjects/none/metadata", "Subject 'none' not found."),
    (40401, "POST /subjects/none S1", "Subject 'none' not found."),
    (40401, "POST /subjects/gone S1", "Subject 'gone' not found."),
    (40401, "DELETE /subjects/none", "Subject 'none' not found."),
    (40401, "DELETE /subjects/none/versions/1", "Subject 'none' not found."),
    (40401, "DELETE /config/none", "Subject 'none' not found."),
    (40401, "DELETE /mode/none", "Subject 'none' not found."),
    (40401, "GET /subjects/:.d:none/versions", "Subject ':.d:none' not found."),
    (40402, "GET /subjects/s/versions/9", "Version 9 not found."),
    (40402, "GET /subjects/half/versions/1", "Version 1 not found."),
    (40402, "GET /subjects/gone/versions/latest?deleted=true", "Version -1 not found."),
    (40402, "GET /subjects/s/versions/9/schema", "Version 9 not found."),
    (40402, "GET /subjects/s/versions/9/referencedby", "Version 9 not found."),
    (40402, "DELETE /subjects/s/versions/9", "Version 9 not found."),
    (40402, "POST /compatibility/subjects/s/versions/9 S1", "Version 9 not found."),
    (40402, "POST /compatibility/subjects/none/versions/9 S1", "Version 9 not found."),
    (40403, "GET /schemas/ids/99", "Schema 99 not found"),
    (40403, "GET /schemas/ids/-1", "Schema -1 not found"),
    (40403, "GET /schemas/ids/99/schema", "Schema 99 not found"),
    (40403, "GET /schemas/ids/99/subjects", "Schema not found"),
    (40403, "GET /schemas/ids/99/versions", "Schema not found"),
    (40403, "GET /schemas/guids/nonsense", "Schema nonsense not found"),
    (40403, "GET /schemas/guids/00000000-0000-0000-0000-000000000000", "Schema 00000000-0000-0000-0000-000000000000 not found"),
    (40403, r#"POST /subjects/s {"schema":"\"long\""}"#, "Schema not found"),
    (40403, "GET /subjects/s/metadata?key=a&value=b", "Schema not found"),
    (40404, "DELETE /subjects/gone", "Subject 'gone' was soft deleted.Set permanent=true to delete permanently"),
    (40405, "DELETE /subjects/half?permanent=true", "Subject 'half' was not deleted first before being permanently deleted"),
    (40406, "DELETE /subjects/half/versions/1", "Subject 'half' Version 1 was soft deleted.Set permanent=true to delete permanently"),
    (40407, "DELETE /subjects/half/versions/2?permanent=true", "Subject 'half' Version 2 was not deleted first before being permanently deleted"),
    (40407, "DELETE /subjects/half/versions/latest?permanent=true", "Subject 'half' Version -1 was not deleted first before being permanently deleted"),
    (40408, "GET /config/s", "Subject 's' does not have subject-level compatibility configured"),
    (40408, "GET /config/none", "Subject 'none' does not have subject-level compatibility configured"),
    (40409, "GET /mode/s", "Subject 's' does not have subject-level mode configured"),
    (42201, r#"POST /subjects/new/versions {}"#, "Empty schema"),
    (42201, r#"POST /subjects/new/versions {"schema":""}"#, "Empty schema"),
    (42201, r#"POST /subjects/s/versions {"schema":"x","schemaType":"XML"}"#, "Invalid schema type XML"),
    (42201, r#"POST /subjects/s/versions {"schema":"x","schemaType":"avro"}"#, "Invalid schema type avro"),
    (42201, r#"POST /subjects/s {"schema":"x","schemaType":"XML"}"#, "Invalid schema type XML"),
    (42201, r#"POST /compatibility/subjects/s/versions {"schema":"x","schemaType":"XML"}"#, "Invalid schema type XML"),
    (42201, r#"POST /subjects/s/versions {"schema":"[\"int\",\"nowhere\"]"}"#, "Invalid schema of type AVRO, details: …"),
    (42201, r#"POST /subjects/s {"schema":"[\"int\",\"nowhere\"]"}"#, "Invalid schema of type AVRO, details: …"),
    (42201, r#"POST /compatibility/subjects/s/versions/latest {"schema":"[\"int\",\"nowhere\"]"}"#, "Invalid schema of type AVRO, details: …"),
    (42201, r#"POST /subjects/s/versions {"schema":"message {","schemaType":"PROTOBUF"}"#, "Invalid schema of type PROTOBUF, details: …"),
    (42201, r#"POST /subjects/s/versions {"schema":"{","schemaType":"JSON"}"#, "Invalid schema of type JSON, details: …"),
    (42201, r#"POST /subjects/s/versions {"schema":"\"int\"","references":[{"name":"a","subject":"none","version":1}]}"#, "Invalid schema of type AVRO, details: No schema reference found for subject \"none\" and version 1"),
    (42201, r#"POST /subjects/s/versions {"schema":"\"int\"","references":[{"name":"a","subject":"gone","version":1}]}"#, "Invalid schema of type AVRO, details: No schema reference found for subject \"gone\" and version 1"),
    (42201, r#"POST /subjects/s/versions {"schema":"\"int\"","references":[{"subject":"s","version":1}]}"#, "Invalid schema of type AVRO, details: Invalid reference: …"),
    (42201, r#"POST /subjects/new/versions {"schema":"\"int\"","version":7}"#, "Version is not one more than previous version"),
    (42202, "GET /subjects/s/versions/0", "The specified version '0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42202, "GET /subjects/none/versions/x", "The specified version 'x' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42202, "DELETE /subjects/s/versions/-2", "The specified version '-2' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42202, "GET /subjects/s/versions/2147483648/schema", "The specified version '2147483648' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42202, "GET /subjects/s/versions/1.0/referencedby", "The specified version '1.0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42202, "POST /compatibility/subjects/s/versions/0 S1", "The specified version '0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""),
    (42203, r#"PUT /config {"compatibility":"sideways"}"#, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"),
    (42203, r#"PUT /config/s {"compatibility":""}"#, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"),
    (42203, r#"PUT /config/s {"impact":"sometimes"}"#, "Invalid impact. Valid values are OFF, WARN and REFUSE"),
    (42203, r#"PUT /config/s {"safety":"platinum"}"#, "Invalid safety. Valid values are STANDARD, WIRE and GOLDEN"),
    (42204, r#"PUT /mode {"mode":"sideways"}"#, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."),
    (42204, r#"PUT /mode/s {}"#, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."),
    (42204, r#"PUT /mode/s {"mode":"FORWARD"}"#, "Forward mode only supported on global level"),
    (42204, r#"PUT /mode/s {"mode":"forward"}"#, "Forward mode only supported on global level"),
    (42205, "POST /subjects/ro/versions S1", "Subject ro in context  is in read-only mode"),
    (42205, r#"PUT /config/ro {"compatibility":"NONE"}"#, "Subject ro in context  is in read-only mode"),
    (42205, r#"POST /subjects/new/versions {"schema":"\"int\"","id":77}"#, "Subject new in context  is not in import mode"),
    (42205, r#"POST /subjects/:.c:new/versions {"schema":"\"int\"","id":77}"#, "Subject :.c:new in context :.c: is not in import mode"),
    (42205, "POST /subjects/imp/versions S1", "Subject imp in context  is not in read-write mode"),
    (42205, r#"PUT /mode/s {"mode":"IMPORT"}"#, "Cannot import since found existing subjects"),
    (42205, r#"POST /subjects/imp/versions {"schema":"\"int\"","id":1}"#, "Overwrite new schema with id 1 in context  is not permitted."),
    (42206, "DELETE /subjects/s", "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=1}."),
    (42206, "DELETE /subjects/s/versions/1", "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=1}."),
    (42206, "DELETE /subjects/s/versions/latest", "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=1}."),
    (42208, "POST /subjects/a%00b/versions S1", "The specified subject 'a\0b' is not a valid."),
    (42208, "POST /subjects/__EMPTY/versions S1", "The specified subject '__EMPTY' is not a valid."),
    (42208, "POST /subjects/:.__GLOBAL:x/versions S1", "The specified subject ':.__GLOBAL:x' is not a valid."),
    (42208, r#"PUT /config/__GLOBAL {"compatibility":"NONE"}"#, "The specified subject '__GLOBAL' is not a valid."),
    (42208, r#"PUT /mode/%07 {"mode":"sideways"}"#, "The specified subject '\u{7}' is not a valid."),
    (42210, r#"POST /subjects/new/versions {"schema":"\"int\"","ruleSet":{"domainRules":[{"name":"1","type":"CEL"}]}}"#, "…"),
    (42211, "DELETE /contexts/.c", "The specified context '.c' is not empty."),
    (42211, "DELETE /contexts/c", "The specified context '.c' is not empty."),
];

/// Rows of the table that other files raise, or that need a server in trouble.
const ELSEWHERE: [&str; 7] = [
    // `levels.rs`, with its details.
    "Incompatible",
    // `impact.rs`.
    "BreaksReferrers",
    // `settings.rs`: a server that keeps its modes.
    "ModesFixed",
    // `invalid.rs`, `policy.rs`, `disk.rs`.
    "SchemaTooLarge",
    "Policy",
    "Store",
    "StoreTimeout",
];

/// Codes of associations, which `associations.rs` raises.
const OF_ASSOCIATIONS: [u32; 8] = [40410, 40902, 40903, 40904, 40905, 40907, 40908, 42212];

fn prepared() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    let lines = BEFORE.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let s1 = json!({ "schema": S1 }).to_string();
    for step in lines.chunks(2) {
        let request = step[0].trim_start_matches("> ").replace("S1", &s1);
        let answer = registry.send(&request);
        assert_eq!(answer.status, 200, "{request}: {}", answer.text);
    }
    registry
}

#[test]
fn every_code_comes_with_its_status_and_its_exact_text() {
    let registry = prepared();
    let position = registry.line("GET /health/ready");
    let s1 = json!({ "schema": S1 }).to_string();
    for (code, request, text) in RAISED {
        let answer = registry.send(&request.replace("S1", &s1));
        let body = answer.json();
        assert_eq!(u32::from(answer.status), code / 100, "{request}: {}", answer.text);
        assert_eq!(body["error_code"], *code, "{request}: {}", answer.text);
        let message = body["message"].as_str().unwrap();
        match text.split_once('…') {
            Some((start, _)) => {
                assert!(
                    message.starts_with(start) && message.len() > start.len(),
                    "{request}: {message}"
                );
            }
            None => assert_eq!(message, *text, "{request}"),
        }
        let members: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(members, ["error_code", "message"], "{request}");
    }
    assert_eq!(registry.line("GET /health/ready"), position, "a refusal changes nothing");
}

#[test]
fn no_row_of_the_table_is_left_out() {
    for Row { name, code, text, .. } in TABLE {
        let other = OF_ASSOCIATIONS.contains(code) || text.contains("ssociation");
        if other || ELSEWHERE.contains(name) {
            continue;
        }
        let fits = |row: &&(u32, &str, &str)| row.0 == *code && is_of(text, row.2);
        assert!(RAISED.iter().any(|row| fits(&row)), "nothing raises {name}: {code} {text}");
    }
}

/// Whether a text, perhaps cut off at `…`, can come from a template with `{holes}`.
fn is_of(template: &str, text: &str) -> bool {
    let template = template.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let text = text.replace("magic={", "magic=").replace('{', "\u{1}").replace('}', "\u{2}");
    let mut rest = text.split('…').next().unwrap();
    let is_cut = text.contains('…');
    for (index, part) in template.split(['{', '}']).step_by(2).enumerate() {
        match rest.find(part) {
            Some(at) if index > 0 || at == 0 => rest = &rest[at + part.len()..],
            _ => return is_cut && rest.is_empty(),
        }
    }
    true
}

#[test]
fn a_switch_to_import_is_refused_while_a_deleted_version_in_scope_is_referenced() {
    let registry = Registry::configured(&[("policy", "off")]);
    check(
        &registry,
        r#"
        > PUT /config {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        > GET /config?defaultToGlobal=true
        200 {"compatibilityLevel":"NONE"}
        "#,
    );
    registry.register(":.c:s", S1);
    let reference = json!({"name": "myrecord", "subject": ":.c:s", "version": 1});
    let body =
        json!({"schema": r#"{"type":"array","items":"myrecord"}"#, "references": [reference]});
    assert_eq!(registry.send(&format!("POST /subjects/r/versions {body}")).status, 200);
    let softly = registry.line("DELETE /subjects/r");
    assert_eq!(softly, "200 [1]");
    assert_eq!(registry.line("DELETE /subjects/:.c:s"), "200 [1]");
    assert_eq!(
        registry.line(r#"PUT /mode/:.c: {"mode":"IMPORT"}"#),
        r#"422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=:.c:s,version=1}."}"#
    );
}
