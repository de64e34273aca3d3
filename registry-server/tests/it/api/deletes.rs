//! Soft and permanent deletes, in the order of their checks; what deleted things still answer.

use crate::front_door::{Registry, check, record};
use serde_json::{Value, json};

#[test]
fn a_subject_goes_softly_then_for_good() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    registry.send(r#"PUT /config/s {"compatibility":"NONE"}"#);
    registry.register("s", "\"int\"");
    check(
        &registry,
        r#"
        > DELETE /subjects/none
        404 {"error_code":40401,"message":"Subject 'none' not found."}
        > DELETE /subjects/s?permanent=true
        404 {"error_code":40405,"message":"Subject 's' was not deleted first before being permanently deleted"}
        > DELETE /subjects/s/versions/1
        200 1
        > DELETE /subjects/s?permanent=true
        404 {"error_code":40405,"message":"Subject 's' was not deleted first before being permanently deleted"}
        > DELETE /subjects/s
        200 [2]
        > DELETE /subjects/s
        404 {"error_code":40404,"message":"Subject 's' was soft deleted.Set permanent=true to delete permanently"}
        > GET /subjects
        200 []
        > GET /subjects?deleted=true
        200 ["s"]
        > GET /config/s
        200 {"compatibilityLevel":"NONE"}
        > GET /schemas/ids/1
        200 {"subject":"s","version":1,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\"","ts":"T","deleted":true}
        > DELETE /subjects/s?permanent=true
        200 [1,2]
        > GET /config/s
        404 {"error_code":40408,"message":"Subject 's' does not have subject-level compatibility configured"}
        > GET /schemas/ids/1
        404 {"error_code":40403,"message":"Schema 1 not found"}
        > DELETE /subjects/s?permanent=true
        404 {"error_code":40401,"message":"Subject 's' not found."}
        "#,
    );
}

#[test]
fn a_version_goes_softly_then_for_good() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    check(
        &registry,
        r#"
        > DELETE /subjects/none/versions/1
        404 {"error_code":40401,"message":"Subject 'none' not found."}
        > DELETE /subjects/s/versions/7
        404 {"error_code":40402,"message":"Version 7 not found."}
        > DELETE /subjects/s/versions/zero
        422 {"error_code":42202,"message":"The specified version 'zero' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""}
        > DELETE /subjects/s/versions/1?permanent=true
        404 {"error_code":40407,"message":"Subject 's' Version 1 was not deleted first before being permanently deleted"}
        > DELETE /subjects/s/versions/latest?permanent=true
        404 {"error_code":40407,"message":"Subject 's' Version -1 was not deleted first before being permanently deleted"}
        > DELETE /subjects/s/versions/latest
        200 1
        > DELETE /subjects/s/versions/1
        404 {"error_code":40406,"message":"Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently"}
        > DELETE /subjects/s/versions/latest
        404 {"error_code":40402,"message":"Version -1 not found."}
        > DELETE /subjects/s/versions/1?permanent=true
        200 1
        > GET /subjects?deleted=true
        200 []
        "#,
    );
}

#[test]
fn deleted_versions_are_read_only_when_asked_for() {
    let registry = Registry::new();
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    registry.register("s", "\"string\"");
    registry.register("s", "\"int\"");
    registry.register("gone", "\"string\"");
    registry.send("DELETE /subjects/s/versions/1");
    registry.send("DELETE /subjects/gone");
    check(
        &registry,
        r#"
        > GET /subjects
        200 ["s"]
        > GET /subjects?deletedOnly=true
        200 ["gone"]
        > GET /subjects/s/versions
        200 [2]
        > GET /subjects/s/versions?deleted=true
        200 [1,2]
        > GET /subjects/s/versions?deletedOnly=true
        200 [1]
        > GET /subjects/s/versions?deletedAsNegative=true
        200 [-1,2]
        > GET /subjects/gone/versions
        404 {"error_code":40401,"message":"Subject 'gone' not found."}
        > GET /subjects/gone/versions?deleted=true
        200 [1]
        > GET /subjects/s/versions/1
        404 {"error_code":40402,"message":"Version 1 not found."}
        > GET /subjects/s/versions/1/schema?deleted=true
        200 string
        > GET /subjects/gone/versions/1
        404 {"error_code":40401,"message":"Subject 'gone' not found."}
        > GET /subjects/gone/versions/latest?deleted=true
        404 {"error_code":40402,"message":"Version -1 not found."}
        > GET /schemas/ids/1/versions
        200 []
        > GET /schemas/ids/9/versions
        404 {"error_code":40403,"message":"Schema not found"}
        > GET /schemas/ids/1/versions?deleted=true
        200 [{"subject":"gone","version":1},{"subject":"s","version":1}]
        > GET /schemas/ids/1/subjects?deleted=true
        200 ["gone","s"]
        > POST /subjects/s {"schema":"\"string\""}
        404 {"error_code":40403,"message":"Schema not found"}
        > POST /subjects/s?deleted=true {"schema":"\"string\""}
        200 {"subject":"s","version":1,"id":1,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}
        "#,
    );
}

/// A record and, in `referrer`, another that refers to its first version.
fn referred_to() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    assert_eq!(registry.register("s", &record("S", "")).status, 200);
    let referrer = json!({
        "schema": record("R", r#"{"name":"s","type":"S"}"#),
        "references": [{"name": "S", "subject": "s", "version": 1}],
    });
    let answer = registry.send(&format!("POST /subjects/referrer/versions {referrer}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    registry
}

/// The code of the refusal, or what was deleted.
fn outcome(registry: &Registry, request: &str) -> Value {
    let body = registry.send(request).json();
    body.get("error_code").cloned().unwrap_or(body)
}

const ASSOCIATE: &str = r#"POST /associations {"resourceName":"t","resourceNamespace":"n","resourceId":"r","associations":[{"subject":"s","lifecycle":"WEAK"}]}"#;
const READONLY: &str = r#"PUT /mode/s {"mode":"READONLY"}"#;

#[test]
fn what_stands_in_the_way_of_a_subjects_delete_is_told_in_this_order() {
    let registry = referred_to();
    registry.send(ASSOCIATE);
    registry.send(READONLY);
    for (request, expected) in [
        ("DELETE /subjects/none?permanent=true", json!(40401)),
        ("DELETE /subjects/s", json!(42205)),
        ("DELETE /subjects/s?permanent=true", json!(42205)),
        ("DELETE /mode/s", json!({"mode": "READONLY"})),
        ("DELETE /subjects/s", json!(40904)),
        ("DELETE /subjects/s?permanent=true", json!(40904)),
        ("DELETE /associations/resources/r", Value::Null),
        ("DELETE /subjects/s", json!(42206)),
        ("DELETE /subjects/s?permanent=true", json!(42206)),
        ("DELETE /subjects/referrer", json!([1])),
        ("DELETE /subjects/s?permanent=true", json!(42206)),
        ("DELETE /subjects/referrer?permanent=true", json!([1])),
        ("DELETE /subjects/s?permanent=true", json!(40405)),
        ("DELETE /subjects/s", json!([1])),
        (READONLY, json!({"mode": "READONLY"})),
        ("DELETE /subjects/s", json!(40404)),
        ("DELETE /subjects/s?permanent=true", json!(42205)),
        ("DELETE /mode/s", json!({"mode": "READONLY"})),
        ("DELETE /subjects/s?permanent=true", json!([1])),
    ] {
        assert_eq!(outcome(&registry, request), expected, "{request}");
    }
}

#[test]
fn what_stands_in_the_way_of_a_versions_delete_is_told_in_this_order() {
    let registry = referred_to();
    registry.send(ASSOCIATE);
    registry.send(READONLY);
    for (request, expected) in [
        ("DELETE /subjects/none/versions/0", json!(42202)),
        ("DELETE /subjects/none/versions/1", json!(40401)),
        ("DELETE /subjects/s/versions/2", json!(40402)),
        ("DELETE /subjects/s/versions/1", json!(42205)),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(42205)),
        ("DELETE /mode/s", json!({"mode": "READONLY"})),
        ("DELETE /subjects/s/versions/1", json!(40907)),
        ("DELETE /associations/resources/r", Value::Null),
        ("DELETE /subjects/s/versions/1", json!(42206)),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(42206)),
        ("DELETE /subjects/referrer", json!([1])),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(42206)),
        ("DELETE /subjects/referrer?permanent=true", json!([1])),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(40407)),
        ("DELETE /subjects/s/versions/1", json!(1)),
        (READONLY, json!({"mode": "READONLY"})),
        ("DELETE /subjects/s/versions/1", json!(40406)),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(42205)),
        ("DELETE /mode/s", json!({"mode": "READONLY"})),
        ("DELETE /subjects/s/versions/1?permanent=true", json!(1)),
        ("DELETE /subjects/s/versions/1", json!(40401)),
    ] {
        assert_eq!(outcome(&registry, request), expected, "{request}");
    }
}

#[test]
fn a_soft_delete_ignores_deleted_referrers_and_a_permanent_one_counts_them() {
    for (softly, for_good) in [
        ("DELETE /subjects/s", "DELETE /subjects/s?permanent=true"),
        ("DELETE /subjects/s/versions/1", "DELETE /subjects/s/versions/1?permanent=true"),
    ] {
        let registry = referred_to();
        assert_eq!(outcome(&registry, softly), 42206, "{softly}");
        registry.send("DELETE /subjects/referrer");
        assert_eq!(registry.send(softly).status, 200, "{softly}");
        assert_eq!(outcome(&registry, for_good), 42206, "{for_good}");
        registry.send("DELETE /subjects/referrer?permanent=true");
        assert_eq!(registry.send(for_good).status, 200, "{for_good}");
    }
}

#[test]
fn the_latest_version_cannot_be_deleted_for_good() {
    let registry = Registry::new();
    for spelled in ["latest", "-1"] {
        let request = format!("DELETE /subjects/{spelled}/versions/{spelled}?permanent=true");
        assert_eq!(outcome(&registry, &request), 40401, "unknown");
        registry.register(spelled, "\"string\"");
        assert_eq!(outcome(&registry, &request), 40407, "live");
        registry.send(&format!("DELETE /subjects/{spelled}"));
        assert_eq!(outcome(&registry, &request), 40402, "deleted, so not the latest");
    }
}

#[test]
fn settings_and_mode_outlive_a_soft_delete_and_go_with_the_last_version() {
    for deletes in [
        ["DELETE /subjects/s", "DELETE /subjects/s?permanent=true"],
        ["DELETE /subjects/s", "DELETE /subjects/s/versions/1?permanent=true"],
        ["DELETE /subjects/s/versions/1", "DELETE /subjects/s/versions/latest"],
    ] {
        let registry = Registry::new();
        registry.register("s", "\"string\"");
        registry.send(r#"PUT /config/s {"compatibility":"NONE"}"#);
        registry.send(r#"PUT /mode/s {"mode":"READWRITE"}"#);
        registry.register("s", "\"int\"");
        let kept = |registry: &Registry| {
            ["config", "mode"].map(|place| outcome(registry, &format!("GET /{place}/s")))
        };
        let both = [json!({"compatibilityLevel": "NONE"}), json!({"mode": "READWRITE"})];
        for request in deletes {
            assert_eq!(kept(&registry), both, "before {request}");
            assert_eq!(registry.send(request).status, 200, "{request}");
        }
        if deletes[1].contains("versions") {
            assert_eq!(kept(&registry), both, "a version is left after {deletes:?}");
            registry.send("DELETE /subjects/s/versions/1?permanent=true");
            registry.send("DELETE /subjects/s/versions/2?permanent=true");
        }
        assert_eq!(kept(&registry), [json!(40408), json!(40409)], "{deletes:?}");
    }
}
