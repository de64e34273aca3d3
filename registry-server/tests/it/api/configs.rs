//! Settings: patches, and which ones are in force.

use crate::front_door::{Registry, check, record};
use serde_json::{Value, json};

#[test]
fn a_patch_keeps_clears_and_sets() {
    check(
        &Registry::new(),
        r#"
        > GET /config
        200 {"compatibilityLevel":"BACKWARD"}
        > PUT /config/s {"compatibility":"full_transitive","normalize":true,"alias":"t","compatibilityGroup":"major","compatibilityPolicy":"lenient","validateFields":false,"defaultMetadata":{"properties":{"a":"b"}},"overrideRuleSet":{"domainRules":[{"name":"r","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"true"}]}}
        200 {"alias":"t","normalize":true,"validateFields":false,"compatibility":"FULL_TRANSITIVE","compatibilityPolicy":"LENIENT","compatibilityGroup":"major","defaultMetadata":{"properties":{"a":"b"}},"overrideRuleSet":{"domainRules":[{"name":"r","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"true","disabled":false}]}}
        > PUT /config/s {"normalize":null,"alias":null,"compatibilityGroup":null,"compatibilityPolicy":"odd","defaultMetadata":null,"overrideRuleSet":null,"validateFields":null}
        200 {"compatibility":"FULL_TRANSITIVE"}
        > PUT /config/s {}
        200 {"compatibility":"FULL_TRANSITIVE"}
        > GET /config/s
        200 {"compatibilityLevel":"FULL_TRANSITIVE"}
        > PUT /config/s {"compatibility":"sideways"}
        422 {"error_code":42203,"message":"Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"}
        > PUT /config/a%00b {"compatibility":"NONE"}
        422 {"error_code":42208,"message":"The specified subject 'a\u0000b' is not a valid."}
        > PUT /config/s {"defaultRuleSet":{"domainRules":[{"name":"1","type":"CEL"}]}}
        422 {"error_code":42210,"message":"Invalid rule name '1': a letter or _, then letters, digits, _ or -, at most 256"}
        > DELETE /config/s
        200 {"compatibilityLevel":"FULL_TRANSITIVE"}
        > DELETE /config/s
        404 {"error_code":40401,"message":"Subject 's' not found."}
        > DELETE /config
        200 {"compatibilityLevel":"BACKWARD"}
        "#,
    );
}

#[test]
fn the_settings_in_force_are_sought_outwards() {
    check(
        &Registry::new(),
        r#"
        > PUT /config/:.__GLOBAL: {"compatibility":"FORWARD"}
        200 {"compatibility":"FORWARD"}
        > GET /config
        200 {"compatibilityLevel":"BACKWARD"}
        > GET /config?defaultToGlobal=true
        200 {"compatibilityLevel":"FORWARD"}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"FORWARD"}
        > PUT /config {"compatibility":"NONE","normalize":true,"alias":"x"}
        200 {"compatibility":"NONE","normalize":true,"alias":"x"}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"NONE","normalize":true,"alias":"x"}
        > GET /config/:.c:s?defaultToGlobal=true
        200 {"compatibilityLevel":"FORWARD"}
        > PUT /config/:.c: {"compatibility":"FULL"}
        200 {"compatibility":"FULL"}
        > GET /config/:.c:s?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL"}
        > PUT /config/s {"validateFields":true}
        200 {"validateFields":true}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"BACKWARD","normalize":true,"validateFields":true}
        "#,
    );
}

/// Every member of settings, with a value for the registry and whether a subject with settings of its own takes it over.
fn members() -> [(&'static str, Value, bool); 12] {
    let properties = json!({"properties": {"a": "b"}});
    let rules = json!({"domainRules": [{"name": "r", "type": "CEL", "disabled": false}]});
    [
        ("normalize", json!(true), true),
        ("validateFields", json!(true), true),
        ("validateNewSchemas", json!(false), true),
        ("validateRules", json!(true), true),
        ("compatibilityPolicy", json!("LENIENT"), true),
        ("compatibilityGroup", json!("major"), true),
        ("alias", json!("x"), false),
        ("aliasForDeks", json!("x"), false),
        ("defaultMetadata", properties.clone(), false),
        ("overrideMetadata", properties, false),
        ("defaultRuleSet", rules.clone(), false),
        ("overrideRuleSet", rules, false),
    ]
}

#[test]
fn a_subject_with_settings_of_its_own_takes_six_members_from_the_registrys() {
    for (member, value, is_taken) in members() {
        let registry = Registry::new();
        let global = json!({"compatibility": "NONE", member: value});
        assert_eq!(registry.send(&format!("PUT /config {global}")).status, 200, "{member}");
        registry.send(r#"PUT /config/:.c: {"compatibility":"FORWARD","normalize":false}"#);
        let in_force = |subject: &str| {
            registry.send(&format!("GET /config/{subject}?defaultToGlobal=true")).json()
        };
        assert_eq!(in_force("without")[member], value, "{member}");
        // Subjects of other contexts take them from the default context too.
        for subject in ["s", ":.c:s"] {
            registry.send(&format!(r#"PUT /config/{subject} {{"compatibility":"FULL"}}"#));
            let mut expected = json!({"compatibilityLevel": "FULL"});
            if is_taken {
                expected[member] = value.clone();
            }
            assert_eq!(in_force(subject), expected, "{subject}, {member}");
            let own = registry.send(&format!("GET /config/{subject}")).json();
            assert_eq!(own, json!({"compatibilityLevel": "FULL"}), "{subject}, {member}");
        }
    }
}

#[test]
fn a_member_that_a_subject_sets_itself_is_not_taken_from_the_registrys() {
    let registry = Registry::new();
    registry.send(r#"PUT /config {"normalize":true,"validateFields":true,"compatibilityGroup":"g","compatibilityPolicy":"LENIENT"}"#);
    let own = r#"{"normalize":false,"validateFields":false,"compatibilityGroup":"h","compatibilityPolicy":"STRICT"}"#;
    registry.send(&format!("PUT /config/s {own}"));
    let mut expected: Value = serde_json::from_str(own).unwrap();
    expected["compatibilityLevel"] = json!("BACKWARD");
    assert_eq!(registry.send("GET /config/s?defaultToGlobal=true").json(), expected);
}

#[test]
fn settings_without_a_level_put_a_subject_under_the_servers_level_not_the_registrys() {
    for (server, other, status) in [("backward", "NONE", 409), ("none", "FULL", 200)] {
        let settings = [("schema.compatibility.level", server), ("policy", "off")];
        let registry = Registry::configured(&settings);
        registry.send(&format!(r#"PUT /config {{"compatibility":"{other}"}}"#));
        registry.send(r#"PUT /config/s {"compatibilityGroup":"g"}"#);
        registry.send(r#"PUT /config/:.c: {"compatibilityGroup":"g"}"#);
        for subject in ["s", ":.c:s"] {
            let found = registry.send(&format!("GET /config/{subject}?defaultToGlobal=true"));
            assert_eq!(found.json()["compatibilityLevel"], server.to_uppercase(), "{subject}");
            registry.register(subject, "\"int\"");
            let changed = registry.register(subject, "\"string\"");
            assert_eq!(changed.status, status, "{subject} under {server}: {}", changed.text);
        }
    }
}

#[test]
fn the_settings_in_force_are_those_of_the_nearest_place_alone() {
    let registry = Registry::configured(&[("policy", "off")]);
    let set = |place: &str, owner: &str| {
        let body =
            json!({"compatibility": "NONE", "defaultMetadata": {"properties": {"of": owner}}});
        assert_eq!(registry.send(&format!("PUT /config{place} {body}")).status, 200);
    };
    set("/:.__GLOBAL:", "every context");
    set("/:.c:", "c");
    set("/:.c:own", "own");
    let owner = |subject: &str| {
        let stored = registry.register(subject, &record("R", "")).json();
        stored["metadata"]["properties"]["of"].as_str().map(str::to_owned)
    };
    for (subject, expected) in
        [("s", "every context"), (":.d:s", "every context"), (":.c:s", "c"), (":.c:own", "own")]
    {
        assert_eq!(owner(subject).as_deref(), Some(expected), "{subject}");
    }
    set("", "default context");
    for (subject, expected) in [("t", "default context"), (":.d:t", "every context")] {
        assert_eq!(owner(subject).as_deref(), Some(expected), "{subject}");
    }
}
