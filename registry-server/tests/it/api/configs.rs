//! Settings: patches, and which ones are in force.

use crate::front_door::{Registry, check};

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
