//! Soft and permanent deletes, in the order of their checks; what deleted things still answer.

use crate::front_door::{Registry, check};

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
