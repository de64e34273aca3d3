//! `safety`, the setting of ours beside the level: set, inherited, absent where nobody set it.

use crate::front_door::{Registry, check, record};
use serde_json::json;

#[test]
fn safety_is_a_setting_that_nobody_sees_who_did_not_set_it() {
    check(
        &Registry::new(),
        r#"
        > PUT /config/s {"compatibility":"full"}
        200 {"compatibility":"FULL"}
        > GET /config/s
        200 {"compatibilityLevel":"FULL"}
        > PUT /config/s {"safety":"golden"}
        200 {"compatibility":"FULL","safety":"GOLDEN"}
        > GET /config/s
        200 {"compatibilityLevel":"FULL","safety":"GOLDEN"}
        > PUT /config/s {"safety":"platinum"}
        422 {"error_code":42203,"message":"Invalid safety. Valid values are STANDARD, WIRE and GOLDEN"}
        > PUT /config {"compatibility":"sideways","safety":"platinum"}
        422 {"error_code":42203,"message":"Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"}
        > PUT /config/s {"normalize":true}
        200 {"compatibility":"FULL","normalize":true,"safety":"GOLDEN"}
        > PUT /config/s {"safety":null}
        200 {"compatibility":"FULL","normalize":true}
        > DELETE /config/s
        200 {"compatibilityLevel":"FULL","normalize":true}
        "#,
    );
}

#[test]
fn who_sets_only_safety_stays_under_the_level_in_force() {
    check(
        &Registry::new(),
        r#"
        > PUT /config {"compatibility":"FULL"}
        200 {"compatibility":"FULL"}
        > PUT /config/s {"safety":null}
        200 {}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL"}
        > PUT /config/s {"safety":"wire"}
        200 {"safety":"WIRE"}
        > GET /config/s
        200 {"compatibilityLevel":"FULL","safety":"WIRE"}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL","safety":"WIRE"}
        > PUT /config/s {"impact":"warn","safety":null}
        200 {"impact":"WARN"}
        > PUT /config/s {"impact":null}
        200 {}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL"}
        > GET /config/s
        404 {"error_code":40408,"message":"Subject 's' does not have subject-level compatibility configured"}
        "#,
    );
}

#[test]
fn safety_is_sought_from_the_subject_outwards() {
    let registry = Registry::configured(&[("safety", "wire")]);
    let in_force = |subject: &str| {
        let found = registry.send(&format!("GET /config/{subject}?defaultToGlobal=true")).json();
        found["safety"].as_str().map(str::to_owned)
    };
    let set = |path: &str, safety: &str| {
        let put = registry.send(&format!(r#"PUT /config{path} {{"safety":"{safety}"}}"#));
        assert_eq!(put.status, 200, "{}", put.text);
    };
    // What the server falls back to is no setting of the registry.
    assert_eq!(in_force("s"), None);
    set("/:.__GLOBAL:", "WIRE");
    assert_eq!((in_force("s"), in_force(":.c:s")), (Some("WIRE".into()), Some("WIRE".into())));
    set("", "GOLDEN");
    assert_eq!((in_force("s"), in_force(":.c:s")), (Some("GOLDEN".into()), Some("WIRE".into())));
    set("/:.c:", "STANDARD");
    assert_eq!(in_force(":.c:s"), Some("STANDARD".into()));
    // A level of its own does not hide the registry's safety from a subject.
    registry.send(r#"PUT /config/s {"compatibility":"FULL"}"#);
    assert_eq!(in_force("s"), Some("GOLDEN".into()));
    set("/s", "STANDARD");
    assert_eq!(in_force("s"), Some("STANDARD".into()));
    let global = registry.send("GET /config?defaultToGlobal=true").json();
    assert_eq!(global["safety"], "GOLDEN");
}

/// A record with one decimal of this scale.
fn decimal(scale: u32) -> String {
    let ty = format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#);
    record("R", &format!(r#"{{"name":"sum","type":{ty}}}"#))
}

#[test]
fn wire_refuses_what_the_standard_lets_through() {
    for (safety, status) in [("STANDARD", 200), ("WIRE", 409), ("GOLDEN", 409)] {
        let registry = Registry::configured(&[("policy", "off")]);
        registry.send(&format!(r#"PUT /config {{"safety":"{safety}"}}"#));
        assert_eq!(registry.register("s", &decimal(2)).status, 200);
        let answer = registry.register("s", &decimal(3));
        assert_eq!(answer.status, status, "{safety}: {}", answer.text);
        if status == 409 {
            assert_eq!(answer.json()["error_code"], 40901);
        }
    }
    // The server's own default counts where nothing is set, and a level of NONE asks nobody under WIRE.
    let registry = Registry::configured(&[("policy", "off"), ("safety", "wire")]);
    registry.register("s", &decimal(2));
    assert_eq!(registry.register("s", &decimal(3)).status, 409);
    registry.send(r#"PUT /config/s {"compatibility":"NONE"}"#);
    assert_eq!(registry.register("s", &decimal(3)).status, 200);
}

#[test]
fn golden_keeps_every_live_version_whatever_the_level_asks() {
    let registry = Registry::configured(&[("policy", "off")]);
    let field = |name: &str| format!(r#"{{"name":"{name}","type":"int","default":0}}"#);
    let both = record("R", &format!("{},{}", field("a"), field("b")));
    for version in [&both, &record("R", &field("a"))] {
        assert_eq!(registry.register("s", version).status, 200);
    }
    registry.send(r#"PUT /config/s {"compatibility":"NONE","safety":"GOLDEN"}"#);
    let next = record("R", &format!("{},{}", field("a"), field("c")));
    let body = json!({"schema": next});
    let line = format!("POST /compatibility/subjects/s/versions?verbose=true {body}");
    let told = registry.send(&line).json();
    assert_eq!(told["is_compatible"], false, "`b` of version 1 is missing: {told}");
    let breach = &told["breaches"][0];
    assert_eq!((&breach["version"], &breach["safety"]), (&json!(1), &json!("GOLDEN")), "{told}");
    assert!(breach["evidence"].as_str().unwrap().starts_with("promise"), "{told}");
    registry.send("DELETE /subjects/s/versions/1");
    assert_eq!(registry.register("s", &next).status, 200);
}
