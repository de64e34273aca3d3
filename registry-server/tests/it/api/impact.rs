//! Blast radius: what a new version means for those who refer to the subject, asked for or judged at registration.

use crate::front_door::{Registry, check, record};
use serde_json::{Value, json};

const COUNTRY: &str = r#"{"name":"country","type":"string"}"#;
const COUNTRY_WITH_DEFAULT: &str = r#"{"name":"country","type":"string","default":""}"#;

fn address(fields: &str) -> String {
    let comma = if fields.is_empty() { "" } else { "," };
    record("Address", &format!(r#"{{"name":"street","type":"string"}}{comma}{fields}"#))
}

/// Registers a record with one field of the type of `target`.
fn refer(registry: &Registry, subject: &str, name: &str, (target, ty, version): (&str, &str, i32)) {
    let schema = record(name, &format!(r#"{{"name":"of","type":"{ty}"}}"#));
    let references = json!([{"name": ty, "subject": target, "version": version}]);
    let body = json!({"schema": schema, "references": references});
    let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// `address` ← `order` ← `invoice`, and `visit` on its own.
fn shop(settings: &[(&str, &str)]) -> Registry {
    let registry = Registry::configured(&[&[("policy", "off")], settings].concat());
    registry.register("address", &address(""));
    refer(&registry, "order", "Order", ("address", "Address", 1));
    refer(&registry, "invoice", "Invoice", ("order", "Order", -1));
    registry.register("visit", &record("Visit", ""));
    registry
}

fn asked(registry: &Registry, candidate: &str) -> Value {
    let body = json!({"schema": candidate});
    let line = format!("POST /compatibility/subjects/address/versions?impact=true {body}");
    let answer = registry.send(&line);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn subjects(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["subject"].as_str().unwrap()).collect()
}

#[test]
fn referrers_are_named_direct_transitive_and_broken() {
    let registry = shop(&[]);
    let told = asked(&registry, &address(COUNTRY_WITH_DEFAULT));
    assert_eq!(
        told,
        json!({"is_compatible": true, "impact": {
            "direct": [{"subject": "order", "version": 1, "id": 2}],
            "transitive": [{"subject": "invoice", "version": 1, "id": 3}],
            "broken": [], "unchecked": 0,
        }})
    );
    let told = asked(&registry, &address(COUNTRY));
    assert_eq!(told["is_compatible"], false);
    assert_eq!(subjects(&told["impact"]["broken"]), ["order", "invoice"], "{told}");
    let breach = &told["impact"]["broken"][0]["breaches"][0];
    assert_eq!(breach["rule"], "avro-reader-field-without-default");
    assert_eq!(breach["path"], "/fields/0/type/fields/1");
    assert!(breach.get("line").is_none() && breach.get("witness").is_none(), "{breach}");
    // Nobody is told who did not ask, and one version is asked as all are.
    let body = json!({"schema": address("")});
    let plain = registry.send(&format!("POST /compatibility/subjects/address/versions {body}"));
    assert_eq!(plain.json(), json!({"is_compatible": true}));
    let line = format!("POST /compatibility/subjects/address/versions/1?impact=true {body}");
    assert_eq!(subjects(&registry.send(&line).json()["impact"]["direct"]), ["order"]);
}

/// `base` ← `direct` ← `through` in one format.
struct Chain {
    format: &'static str,
    base: &'static str,
    broken: &'static str,
    /// The name of what each refers to, and its text.
    direct: (&'static str, &'static str),
    through: (&'static str, &'static str),
    paths: [&'static str; 2],
}

const CHAINS: [Chain; 3] = [
    Chain {
        format: "AVRO",
        base: r#"{"type":"record","name":"B","fields":[{"name":"a","type":"int"}]}"#,
        broken: r#"{"type":"record","name":"B","fields":[{"name":"a","type":"string"}]}"#,
        direct: ("B", r#"{"type":"record","name":"D","fields":[{"name":"of","type":"B"}]}"#),
        through: ("D", r#"{"type":"record","name":"T","fields":[{"name":"of","type":"D"}]}"#),
        paths: ["/fields/0/type/fields/0/type", "/fields/0/type/fields/0/type/fields/0/type"],
    },
    Chain {
        format: "JSON",
        base: r#"{"type":"object","properties":{"a":{"type":"integer"}}}"#,
        broken: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        direct: ("b.json", r#"{"type":"object","properties":{"of":{"$ref":"b.json"}}}"#),
        through: ("d.json", r#"{"type":"object","properties":{"of":{"$ref":"d.json"}}}"#),
        paths: ["#/properties/of/properties/a", "#/properties/of/properties/of/properties/a"],
    },
    Chain {
        format: "PROTOBUF",
        base: r#"syntax = "proto3"; message B { int32 a = 1; }"#,
        broken: r#"syntax = "proto3"; message B { string a = 1; }"#,
        direct: ("b.proto", r#"syntax = "proto3"; import "b.proto"; message D { B of = 1; }"#),
        through: ("d.proto", r#"syntax = "proto3"; import "d.proto"; message T { D of = 1; }"#),
        paths: ["#/D/1/1", "#/T/1/1/1"],
    },
];

#[test]
fn a_type_that_breaks_inside_a_referrer_is_found_in_every_format() {
    for Chain { format, base, broken, direct, through, paths } in CHAINS {
        let registry = Registry::configured(&[("policy", "off")]);
        let send = |path: &str, schema: &str, references: Value| {
            let body = json!({"schemaType": format, "schema": schema, "references": references});
            let answer = registry.send(&format!("POST {path} {body}"));
            assert_eq!(answer.status, 200, "{format}: {}", answer.text);
            answer.json()
        };
        send("/subjects/base/versions", base, json!([]));
        for (subject, target, (name, schema)) in
            [("direct", "base", direct), ("through", "direct", through)]
        {
            let references = json!([{"name": name, "subject": target, "version": 1}]);
            send(&format!("/subjects/{subject}/versions"), schema, references);
        }
        for safety in ["STANDARD", "WIRE", "GOLDEN"] {
            registry.send(&format!(r#"PUT /config {{"safety":"{safety}"}}"#));
            let ask = "/compatibility/subjects/base/versions?impact=true";
            let same = send(ask, base, json!([]));
            assert_eq!(same["impact"]["broken"], json!([]), "{format} {safety}");
            let told = send(ask, broken, json!([]));
            assert_eq!(told["is_compatible"], false, "{format} {safety}");
            let broken = &told["impact"]["broken"];
            assert_eq!(subjects(broken), ["direct", "through"], "{format} {safety}: {told}");
            for (referrer, path) in broken.as_array().unwrap().iter().zip(paths) {
                let breach = &referrer["breaches"][0];
                assert_eq!(breach["path"], path, "{format} {safety}: {breach}");
            }
        }
    }
}

#[test]
fn each_referrer_is_judged_as_its_own_subject_asks() {
    let registry = shop(&[]);
    registry.send(r#"PUT /config/order {"compatibility":"NONE"}"#);
    registry.send(r#"PUT /config/invoice {"compatibility":"FORWARD"}"#);
    let told = asked(&registry, &address(COUNTRY));
    assert_eq!(told["impact"]["broken"], json!([]), "{told}");
    registry.send(r#"PUT /config/order {"compatibility":"NONE","safety":"GOLDEN"}"#);
    let told = asked(&registry, &address("").replace("street", "road"));
    assert_eq!(subjects(&told["impact"]["broken"]), ["order", "invoice"], "{told}");
    assert_eq!(told["impact"]["broken"][0]["breaches"][0]["safety"], "GOLDEN", "{told}");
}

#[test]
fn who_would_be_no_schema_any_more_is_told_why_whatever_the_level() {
    let registry = shop(&[]);
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    let told = asked(&registry, &record("Place", ""));
    assert_eq!(told["is_compatible"], true);
    let broken = &told["impact"]["broken"];
    assert_eq!(subjects(broken), ["order", "invoice"]);
    assert!(broken[0]["error"].as_str().unwrap().contains("Address"), "{broken}");
    let body = json!({"schema": "{\"type\":\"object\"}", "schemaType": "JSON"});
    let line = format!("POST /compatibility/subjects/address/versions?impact=true {body}");
    let told = registry.send(&line).json();
    let error = told["impact"]["broken"][0]["error"].as_str().unwrap();
    assert!(error.contains("JSON subject `address`"), "{error}");
}

#[test]
fn only_what_the_latest_versions_build_on_counts() {
    let registry = shop(&[]);
    // `order` gives the address up; `invoice` stays with the version that has it.
    registry.send(r#"PUT /config/order {"compatibility":"NONE"}"#);
    registry.register("order", &record("Order", ""));
    let told = asked(&registry, &address(COUNTRY));
    assert_eq!(told["impact"]["direct"], json!([]), "{told}");
    assert_eq!(subjects(&told["impact"]["transitive"]), ["invoice"]);
    assert_eq!(subjects(&told["impact"]["broken"]), ["invoice"]);
    registry.send("DELETE /subjects/invoice");
    assert_eq!(asked(&registry, &address(COUNTRY))["impact"]["transitive"], json!([]));
}

#[test]
fn circles_and_other_contexts_are_no_trouble() {
    let registry = shop(&[]);
    refer(&registry, ":.c:parcel", "Parcel", (":.:address", "Address", 1));
    registry.send(r#"PUT /config/address {"compatibility":"NONE"}"#);
    // The address comes to refer to the order, which refers to an older address.
    refer(&registry, "address", "Place", ("order", "Order", 1));
    let told = asked(&registry, &address(COUNTRY));
    assert_eq!(subjects(&told["impact"]["direct"]), ["order", ":.c:parcel"], "{told}");
    assert_eq!(subjects(&told["impact"]["broken"]), ["order", ":.c:parcel", "invoice"]);
}

#[test]
fn a_registration_that_breaks_referrers_is_refused_where_that_is_set() {
    let candidate = address(COUNTRY);
    for (setting, status) in [("off", 200), ("warn", 200), ("refuse", 409)] {
        let registry = shop(&[("impact", setting)]);
        registry.send(r#"PUT /config/address {"compatibility":"NONE"}"#);
        let body = json!({"schema": candidate});
        let told = registry.send(&format!("POST /compatibility/subjects/address/versions {body}"));
        assert_eq!(told.json()["is_compatible"], setting != "refuse", "{setting}: {}", told.text);
        let answer = registry.register("address", &candidate);
        assert_eq!(answer.status, status, "{setting}: {}", answer.text);
        if status == 409 {
            let body = answer.json();
            assert_eq!(body["error_code"], 40901);
            let message = body["message"].as_str().unwrap();
            assert!(
                message.contains("order version 1 (avro-reader-field-without-default"),
                "{message}"
            );
            assert!(message.contains("invoice version 1"), "{message}");
            let forced = format!(
                "POST /subjects/address/versions?force=true {}",
                json!({"schema": candidate})
            );
            assert_eq!(registry.send(&forced).status, 200);
        }
    }
}

#[test]
fn impact_is_a_setting_like_safety() {
    check(
        &shop(&[]),
        r#"
        > PUT /config {"impact":"refuse"}
        200 {"impact":"REFUSE"}
        > PUT /config/address {"impact":"sometimes"}
        422 {"error_code":42203,"message":"Invalid impact. Valid values are OFF, WARN and REFUSE"}
        > GET /config/address?defaultToGlobal=true
        200 {"compatibilityLevel":"BACKWARD","impact":"REFUSE"}
        > PUT /config/address {"impact":"off"}
        200 {"impact":"OFF"}
        > GET /config/address?defaultToGlobal=true
        200 {"compatibilityLevel":"BACKWARD","impact":"OFF"}
        > PUT /config/address {"impact":null}
        200 {}
        "#,
    );
}

#[test]
fn a_setting_of_ours_alone_chooses_no_level() {
    let registry = shop(&[]);
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    registry.send(r#"PUT /config/visit {"safety":"WIRE"}"#);
    let in_force = registry.send("GET /config/visit?defaultToGlobal=true").json();
    assert_eq!(in_force, json!({"compatibilityLevel": "NONE", "safety": "WIRE"}));
}

#[test]
fn many_referrers_are_checked_in_one_answer() {
    let registry = shop(&[]);
    let many = 1_000;
    for index in 0..many {
        refer(&registry, &format!("r{index:04}"), &format!("R{index}"), ("address", "Address", 1));
    }
    let told = asked(&registry, &address(COUNTRY));
    let broken = told["impact"]["broken"].as_array().unwrap();
    assert_eq!(broken.len(), many + 2);
    let explained = broken.iter().filter(|one| one.get("breaches").is_some()).count();
    assert_eq!(explained, 100, "the others are only named");
}
