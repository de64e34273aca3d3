//! `safety`, the setting of ours beside the level: set, inherited, absent where nobody set it.

use crate::front_door::{Registry, check};

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
