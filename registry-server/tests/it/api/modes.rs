//! Modes: which one is in force, what each lets in.

use crate::front_door::{Registry, check};
use registry_server::registry::Rules;

/// Mode, then the answers to: the same again, something new, something new with an id, a config, a delete.
const TABLE: [(&str, [u32; 5]); 4] = [
    ("READWRITE", [200, 200, 42205, 200, 200]),
    ("READONLY", [200, 42205, 42205, 42205, 42205]),
    ("READONLY_OVERRIDE", [200, 42205, 42205, 42205, 42205]),
    ("IMPORT", [200, 42205, 200, 200, 200]),
];

#[test]
fn each_mode_lets_in_what_the_table_says() {
    for (mode, expected) in TABLE {
        let registry = Registry::new();
        registry.register("s", "\"string\"");
        let set = registry.send(&format!(r#"PUT /mode/s?force=true {{"mode":"{mode}"}}"#));
        assert_eq!(set.status, 200, "{mode}: {}", set.text);
        let found = [
            r#"POST /subjects/s/versions {"schema":"\"string\""}"#,
            r#"POST /subjects/s/versions {"schema":"\"bytes\""}"#,
            r#"POST /subjects/s/versions {"schema":"{\"type\":\"array\",\"items\":\"string\"}","id":77}"#,
            r#"PUT /config/s {"compatibility":"FULL"}"#,
            "DELETE /subjects/s/versions/1",
        ]
        .map(|request| {
            let answer = registry.send(request);
            answer.json()["error_code"].as_u64().unwrap_or(u64::from(answer.status)) as u32
        });
        assert_eq!(found, expected, "{mode}");
        assert_eq!(registry.send("GET /subjects/s/versions?deleted=true").status, 200);
    }
}

#[test]
fn the_mode_in_force_is_sought_outwards() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > GET /mode
        200 {"mode":"READWRITE"}
        > GET /mode/s
        404 {"error_code":40409,"message":"Subject 's' does not have subject-level mode configured"}
        > PUT /mode/:.__GLOBAL: {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > PUT /mode {"mode":"readwrite"}
        200 {"mode":"readwrite"}
        > GET /mode/s?defaultToGlobal=true
        200 {"mode":"READWRITE"}
        > GET /mode/:.c:s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > POST /subjects/:.c:s/versions {"schema":"\"string\""}
        422 {"error_code":42205,"message":"Subject :.c:s in context :.c: is in read-only mode"}
        > PUT /mode/s {"mode":"IMPORT"}
        200 {"mode":"IMPORT"}
        > POST /subjects/s/versions {"schema":"\"string\""}
        422 {"error_code":42205,"message":"Subject s in context  is not in read-write mode"}
        > PUT /mode/s {"mode":null}
        200 {"mode":null}
        > POST /subjects/s/versions {"schema":"\"string\"","id":3}
        422 {"error_code":42205,"message":"Subject s in context  is not in import mode"}
        > DELETE /mode/s
        404 {"error_code":40401,"message":"Subject 's' not found."}
        > DELETE /mode/s?recursive=true
        200 {}
        "#,
    );
}

#[test]
fn bad_modes_are_told_apart() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    check(
        &registry,
        r#"
        > PUT /mode {"mode":"sideways"}
        422 {"error_code":42204,"message":"Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."}
        > PUT /mode/s {"mode":"forward"}
        422 {"error_code":42204,"message":"Forward mode only supported on global level"}
        > PUT /mode/__GLOBAL {"mode":"READONLY"}
        422 {"error_code":42208,"message":"The specified subject '__GLOBAL' is not a valid."}
        > PUT /mode/s {"mode":"IMPORT"}
        422 {"error_code":42205,"message":"Cannot import since found existing subjects"}
        > PUT /mode {"mode":"IMPORT"}
        422 {"error_code":42205,"message":"Cannot import since found existing subjects"}
        > DELETE /subjects/s
        200 [1]
        > PUT /mode {"mode":"IMPORT"}
        200 {"mode":"IMPORT"}
        > GET /subjects?deleted=true
        200 []
        > DELETE /mode
        200 {"mode":"IMPORT"}
        "#,
    );
}

#[test]
fn an_import_keeps_ids_and_versions() {
    let registry = Registry::new();
    registry.send(r#"PUT /mode {"mode":"IMPORT"}"#);
    check(
        &registry,
        r#"
        > POST /subjects/s/versions {"schema":"\"string\"","id":40,"version":7}
        200 {"id":40,"version":7,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}
        > POST /subjects/t/versions {"schema":"\"string\"","id":41,"version":2}
        200 {"id":41,"version":2,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}
        > POST /subjects/s/versions {"schema":"\"int\"","id":40}
        422 {"error_code":42205,"message":"Overwrite new schema with id 40 in context  is not permitted."}
        > PUT /mode {"mode":"READWRITE"}
        200 {"mode":"READWRITE"}
        > GET /schemas/ids/40?fetchMaxId=true
        200 {"subject":"s","version":7,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\"","maxId":41,"ts":"T","deleted":false}
        > GET /schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d/ids
        200 [{"context":".","id":40},{"context":".","id":41}]
        "#,
    );
    let next = registry.register("s", "{\"type\":\"array\",\"items\":\"int\"}");
    assert_eq!(next.status, 409, "{}", next.text);
    let next = registry.register("u", "{\"type\":\"array\",\"items\":\"int\"}");
    assert_eq!(next.json()["id"], 42);
}

#[test]
fn a_server_may_keep_its_modes() {
    let registry = Registry::with(Rules { mode_mutability: false, ..Rules::default() });
    let refused = r#"422 {"error_code":42205,"message":"Mode changes are not allowed"}"#;
    for request in
        [r#"PUT /mode {"mode":"READONLY"}"#, r#"PUT /mode/s {"mode":null}"#, "DELETE /mode"]
    {
        assert_eq!(registry.line(request), refused, "{request}");
    }
}
