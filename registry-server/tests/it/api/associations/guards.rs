//! What an association keeps others from, and how it ends.

use super::{held, invalid, post, put, refusal, strongly, topic, weakly};
use crate::front_door::{Registry, check};
use serde_json::json;

#[test]
fn an_associated_subject_cannot_be_deleted() {
    let registry = Registry::new();
    weakly(&registry);
    check(
        &registry,
        r#"
        > DELETE /subjects/s
        409 {"error_code":40904,"message":"An association already exists for subject 's'"}
        > DELETE /subjects/s?permanent=true
        409 {"error_code":40904,"message":"An association already exists for subject 's'"}
        > DELETE /associations/resources/id
        204
        > DELETE /subjects/s
        200 [1]
        "#,
    );
}

#[test]
fn the_last_live_version_of_an_associated_subject_stays() {
    let registry = Registry::new();
    weakly(&registry);
    registry.register("s", "\"bytes\"");
    check(
        &registry,
        r#"
        > DELETE /subjects/s/versions/1
        200 1
        > DELETE /subjects/s/versions/1?permanent=true
        200 1
        > DELETE /subjects/s/versions/latest
        409 {"error_code":40907,"message":"No active (non-deleted) version exists for subject 's'"}
        > DELETE /subjects/s/versions/2?permanent=true
        409 {"error_code":40907,"message":"No active (non-deleted) version exists for subject 's'"}
        > GET /subjects/s/versions
        200 [2]
        "#,
    );
}

#[test]
fn a_readonly_mode_speaks_before_an_association() {
    let registry = Registry::new();
    weakly(&registry);
    registry.send("PUT /mode/s {\"mode\":\"READONLY\"}");
    let readonly = (42205, "Subject s in context  is in read-only mode".to_owned());
    for line in
        ["DELETE /subjects/s", "DELETE /subjects/s/versions/1", "DELETE /associations/resources/id"]
    {
        assert_eq!(refusal(&registry.send(line)), readonly, "{line}");
    }
    let more = topic(&json!([{"subject": "s", "associationType": "key"}]));
    assert_eq!(refusal(&put(&registry, &more)), readonly);
    assert_eq!(put(&registry, &topic(&json!([{"subject": "s"}]))).status, 200, "nothing to write");
}

#[test]
fn a_strong_subject_cannot_be_referred_to_in_any_mode() {
    let registry = Registry::new();
    let record = r#"{"type":"record","name":"A","fields":[]}"#;
    let made = post(&registry, &topic(&json!([{"schema": {"schema": record}}])));
    assert_eq!(made.status, 200, "{}", made.text);
    let mut referrer = json!({
        "schema": r#"{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}"#,
        "references": [{"name": "A", "subject": ":.ns:t-value", "version": 1}],
    });
    let strong = (
        42205,
        "Subject ':.ns:t-value' has a strong association and cannot be referenced".to_owned(),
    );
    let send = |referrer: &_| registry.send(&format!("POST /subjects/b/versions {referrer}"));
    assert_eq!(refusal(&send(&referrer)), strong);
    registry.send("PUT /mode/b {\"mode\":\"IMPORT\"}");
    referrer["id"] = json!(5);
    assert_eq!(refusal(&send(&referrer)), strong);
    registry.send("PUT /mode/b {\"mode\":\"READWRITE\"}");
    referrer.as_object_mut().unwrap().remove("id");
    registry.register("a", record);
    referrer["references"][0]["subject"] = json!("a");
    assert_eq!(send(&referrer).status, 200);
    let weak = json!({"resourceName": "a", "resourceNamespace": "ns", "resourceId": "a", "associations": [{"subject": "a"}]});
    assert_eq!(post(&registry, &weak).status, 200);
    referrer["schema"] =
        json!(r#"{"type":"record","name":"C","fields":[{"name":"a","type":"A"}]}"#);
    let other = registry.send(&format!("POST /subjects/c/versions {referrer}"));
    assert_eq!(other.status, 200, "WEAK subjects may be referred to: {}", other.text);
}

#[test]
fn a_strong_association_ends_only_with_its_subject() {
    let registry = Registry::new();
    strongly(&registry);
    registry.send("PUT /config/:.ns:t-value {\"compatibility\":\"NONE\"}");
    check(
        &registry,
        r#"
        > DELETE /associations/resources/id
        409 {"error_code":40908,"message":"The association of type  'value' is frozen for subject ':.ns:t-value'"}
        > DELETE /associations/resources/id?cascadeLifecycle=true
        204
        > GET /subjects?deleted=true
        200 []
        > GET /config/:.ns:t-value
        404 {"error_code":40408,"message":"Subject ':.ns:t-value' does not have subject-level compatibility configured"}
        > DELETE /associations/resources/id?cascadeLifecycle=true
        404 {"error_code":40410,"message":"Association for 'id' not found."}
        "#,
    );
    strongly(&registry);
    assert_eq!(registry.line("GET /subjects/:.ns:t-value/versions"), "200 [1]");
}

#[test]
fn a_weak_association_leaves_its_subject_even_when_cascading() {
    let registry = Registry::new();
    weakly(&registry);
    assert_eq!(
        registry.send("DELETE /associations/resources/id?cascadeLifecycle=true").status,
        204
    );
    assert_eq!(registry.line("GET /subjects"), r#"200 ["s"]"#);
    assert_eq!(held(&registry), [""; 0]);
}

#[test]
fn only_the_types_asked_for_end() {
    let registry = Registry::new();
    weakly(&registry);
    put(&registry, &topic(&json!([{"subject": "s", "associationType": "key"}])));
    let missing = (40410, "Association for 'id' not found.".to_owned());
    for query in ["associationType=header", "resourceType=queue"] {
        assert_eq!(
            refusal(&registry.send(&format!("DELETE /associations/resources/id?{query}"))),
            missing,
            "{query}"
        );
    }
    assert_eq!(refusal(&registry.send("DELETE /associations/resources/other")).0, 40410);
    assert_eq!(
        registry
            .send("DELETE /associations/resources/id?associationType=key&resourceType=topic")
            .status,
        204
    );
    assert_eq!(held(&registry), ["value s WEAK"]);
    assert_eq!(
        registry
            .send("DELETE /associations/resources/id?associationType=key&associationType=value")
            .status,
        204
    );
    assert_eq!(held(&registry), [""; 0]);
}

#[test]
fn ending_one_frozen_association_too_many_ends_none() {
    let registry = Registry::new();
    strongly(&registry);
    put(&registry, &topic(&json!([{"associationType": "key", "schema": {"schema": "\"int\""}}])));
    registry.send("PUT /mode/:.ns:t-value {\"mode\":\"READONLY\"}");
    let answer = registry.send("DELETE /associations/resources/id?cascadeLifecycle=true");
    assert_eq!(
        refusal(&answer),
        (42205, "Subject :.ns:t-value in context :.ns: is in read-only mode".to_owned())
    );
    assert_eq!(held(&registry), ["key :.ns:t-key STRONG", "value :.ns:t-value STRONG"]);
    assert_eq!(registry.line("GET /subjects"), r#"200 [":.ns:t-key",":.ns:t-value"]"#);
}

#[test]
fn contexts_in_the_path_and_in_the_query_say_where_subjects_are() {
    let registry = Registry::new();
    registry.register(":.c:s", "\"string\"");
    let body = topic(&json!([{"subject": "s"}]));
    assert_eq!(refusal(&post(&registry, &body)).0, 40907);
    for context in [":.c:", ".c", "c"] {
        let made = registry.send(&format!("POST /associations?context={context} {body}"));
        assert_eq!(
            (made.status, &made.json()["associations"][0]["subject"]),
            (200, &json!(":.c:s")),
            "{context}"
        );
    }
    let made = registry.send(&format!("PUT /contexts/c/associations/resources/id {body}"));
    assert_eq!((made.status, &made.json()["associations"][0]["subject"]), (200, &json!(":.c:s")));
    let made = registry.send(&format!("POST /contexts/d/associations?context=:.c: {body}"));
    assert_eq!(made.status, 200, "the query wins: {}", made.text);
    let found = registry.send("GET /contexts/c/associations/subjects/s").json();
    assert_eq!(found[0]["resourceId"], "id");
    let wrong = registry.send(&format!("POST /associations?context=a:b {body}"));
    assert_eq!(refusal(&wrong), invalid("context", "'a:b' is no context"));
}

#[test]
fn an_alias_finds_the_associations_of_its_subject() {
    let registry = Registry::new();
    weakly(&registry);
    registry.send("PUT /config/other {\"alias\":\"s\"}");
    let found = registry.send("GET /associations/subjects/other").json();
    assert_eq!(found[0]["subject"], "s");
}
