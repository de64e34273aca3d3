//! The worked exchanges of the API's description, in their order.

use crate::front_door::{Registry, S1, check};

#[test]
fn the_worked_exchanges_are_answered_to_the_letter() {
    let registry = Registry::new();
    let text = serde_json::json!(S1).to_string();
    let script = r#"
        > POST /subjects/t-value/versions S1
        200 {"id":1,"version":1,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT}
        > POST /subjects/t-value/versions S1
        200 {"id":1,"version":1,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT}
        > POST /subjects/other/versions S1
        200 {"id":1,"version":1,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT}
        > GET /schemas/ids/1?subject=t-value
        200 {"subject":"t-value","version":1,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT,"ts":"T","deleted":false}
        > GET /schemas/ids/1/versions
        200 [{"subject":"other","version":1},{"subject":"t-value","version":1}]
        > GET /subjects/t-value/versions/latest
        200 {"subject":"t-value","version":1,"id":1,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT,"ts":"T","deleted":false}
        > GET /subjects/none/versions
        404 {"error_code":40401,"message":"Subject 'none' not found."}
        > GET /subjects/t-value/versions/9
        404 {"error_code":40402,"message":"Version 9 not found."}
        > GET /subjects/t-value/versions/0
        422 {"error_code":42202,"message":"The specified version '0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""}
        > GET /schemas/ids/99
        404 {"error_code":40403,"message":"Schema 99 not found"}
        > GET /schemas/ids/x
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > PUT /config {"compatibility":"full"}
        200 {"compatibility":"FULL"}
        > GET /config
        200 {"compatibilityLevel":"FULL"}
        > GET /config/t-value
        404 {"error_code":40408,"message":"Subject 't-value' does not have subject-level compatibility configured"}
        > GET /config/t-value?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL"}
        > PUT /config/t-value {"normalize":true}
        200 {"normalize":true}
        > GET /config/t-value
        200 {"normalize":true,"compatibilityLevel":"BACKWARD"}
        > PUT /mode/t-value {"mode":"readonly"}
        200 {"mode":"readonly"}
        > GET /mode/t-value
        200 {"mode":"READONLY"}
        > POST /subjects/t-value/versions {"schema":"\"int\""}
        422 {"error_code":42205,"message":"Subject t-value in context  is in read-only mode"}
        > POST /compatibility/subjects/t-value/versions/latest?verbose=true S1
        200 {"is_compatible":true,"messages":[]}
        > POST /compatibility/subjects/t-value/versions/latest S1
        200 {"is_compatible":true}
        > DELETE /mode/t-value
        200 {"mode":"READONLY"}
        > DELETE /subjects/t-value/versions/1
        200 1
        > DELETE /subjects/t-value/versions/1
        404 {"error_code":40406,"message":"Subject 't-value' Version 1 was soft deleted.Set permanent=true to delete permanently"}
        > DELETE /subjects/other
        200 [1]
        > POST /subjects/other/versions S1
        200 {"id":1,"version":2,"guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","schemaType":"AVRO","schema":TEXT}
        > GET /subjects/other/versions?deleted=true
        200 [2]
    "#;
    check(&registry, &script.replace("TEXT", &text));
    let raw = registry.send("GET /subjects/other/versions/2/schema");
    assert_eq!((raw.status, raw.text.as_str()), (200, S1));
}
