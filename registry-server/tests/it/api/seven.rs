//! The answers of release 7.9, for clients that stumble over those of 8.

use crate::front_door::{Registry, S1, check};

#[test]
fn old_clients_get_the_answers_they_know() {
    let registry = Registry::configured(&[("answers", "7"), ("policy", "off")]);
    let text = serde_json::json!(S1).to_string();
    let script = r#"
        > POST /subjects/s/versions S1
        200 {"id":1}
        > POST /contexts/.c/subjects/s/versions S1
        200 {"id":1}
        > POST /subjects/p/versions {"schemaType":"PROTOBUF","schema":"message M {}"}
        200 {"id":2}
        > POST /subjects/s S1
        200 {"subject":"s","version":1,"id":1,"schema":TEXT}
        > GET /schemas/ids/1
        200 {"schema":TEXT}
        > GET /schemas/ids/1?subject=s&fetchMaxId=true
        200 {"schema":TEXT,"maxId":2}
        > GET /schemas/ids/2
        200 {"schemaType":"PROTOBUF","schema":"message M {}"}
        > GET /subjects/s/versions/latest
        200 {"subject":"s","version":1,"id":1,"schema":TEXT}
        > GET /contexts/.c/subjects/s/versions/1
        200 {"subject":":.c:s","version":1,"id":1,"schema":TEXT}
        > GET /schemas
        200 [{"subject":"p","version":1,"id":2,"schemaType":"PROTOBUF","schema":"message M {}"},{"subject":"s","version":1,"id":1,"schema":TEXT}]
        > GET /schemas/ids/1/versions
        200 [{"subject":"s","version":1}]
        > GET /schemas/ids/99
        404 {"error_code":40403,"message":"Schema 99 not found"}
        > GET /schemas/guids/a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d
        200 {"schema":TEXT}
        > POST /subjects/s/versions/1/tags {"tagsToAdd":[{"schemaEntity":{"entityPath":"myrecord.f1","entityType":"sr_field"},"tags":["PII"]}]}
        200 {"id":3}
        > HEAD /schemas/ids/1
        200
        > DELETE /subjects/p
        200 [1]
    "#;
    check(&registry, &script.replace("TEXT", &text));
    let raw = registry.send("GET /schemas/ids/1/schema");
    assert_eq!((raw.status, raw.text.as_str()), (200, S1));
    let refused = registry.register("s", r#""int""#);
    assert_eq!((refused.status, refused.json()["error_code"].as_u64()), (409, Some(409)));
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("Schema being registered is incompatible with an earlier schema for subject \"s\", details: ["), "{message}");
}

#[test]
fn new_clients_get_the_answers_of_eight() {
    let registry = Registry::configured(&[("answers", "8"), ("policy", "off")]);
    let registered = registry.register("s", S1).json();
    assert_eq!(
        (&registered["schemaType"], registered["version"].as_u64()),
        (&"AVRO".into(), Some(1))
    );
    assert_eq!(registry.register("s", r#""int""#).json()["error_code"], 40901);
}
