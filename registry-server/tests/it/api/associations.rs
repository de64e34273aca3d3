//! Associations: what may be made, changed and ended, and what they keep others from.

mod batches;
mod guards;
mod kept;
mod questions;

use crate::front_door::{Answer, Registry, check};
use registry_server::registry::Rules;
use serde_json::{Value, json};

/// The resource of most tests.
fn topic(associations: &Value) -> Value {
    json!({"resourceName": "t", "resourceNamespace": "ns", "resourceId": "id", "associations": associations})
}

fn post(registry: &Registry, body: &Value) -> Answer {
    registry.send(&format!("POST /associations {body}"))
}

fn put(registry: &Registry, body: &Value) -> Answer {
    registry.send(&format!("PUT /associations/resources/id {body}"))
}

/// Code and text of a refusal.
fn refusal(answer: &Answer) -> (u64, String) {
    let body = answer.json();
    assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.text);
    (body["error_code"].as_u64().unwrap(), body["message"].as_str().unwrap().to_owned())
}

fn invalid(property: &str, detail: &str) -> (u64, String) {
    (
        42212,
        format!(
            "The association specified an invalid value for property: '{property}', detail: {detail}"
        ),
    )
}

/// `t` of `ns` associated WEAK as a value with `s`.
fn weakly(registry: &Registry) {
    registry.register("s", "\"string\"");
    let made = post(registry, &topic(&json!([{"subject": "s", "lifecycle": "WEAK"}])));
    assert_eq!(made.status, 200, "{}", made.text);
}

/// `t` of `ns` associated STRONG as a value.
fn strongly(registry: &Registry) {
    let made = post(registry, &topic(&json!([{"schema": {"schema": "\"string\""}}])));
    assert_eq!(made.status, 200, "{}", made.text);
}

/// The associations of the resource: type, subject, lifecycle.
fn held(registry: &Registry) -> Vec<String> {
    let list = registry.send("GET /associations/resources/id").json();
    let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let line = |row: &Value| {
        [word(row, "associationType"), word(row, "subject"), word(row, "lifecycle")].join(" ")
    };
    list.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_weak_association_takes_a_subject_as_it_is() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let body = topic(&json!([{"subject": "s"}]));
    let made = post(&registry, &body);
    assert_eq!(
        (made.status, made.json()),
        (
            200,
            json!({"resourceName": "t", "resourceNamespace": "ns", "resourceId": "id", "resourceType": "topic", "associations": [
            {"subject": "s", "associationType": "value", "lifecycle": "WEAK", "frozen": false}]})
        )
    );
    let mut kept = registry.send("GET /associations/resources/id").json();
    let kept = kept[0].as_object_mut().unwrap();
    let times = (kept.remove("createTs").unwrap(), kept.remove("updateTs").unwrap());
    assert!(times.0.as_u64() > Some(1_700_000_000_000) && times.0 == times.1, "{times:?}");
    assert_eq!(kept.remove("guid").unwrap().as_str().unwrap().len(), 36);
    assert_eq!(
        json!(kept),
        json!({"subject": "s", "resourceName": "t", "resourceNamespace": "ns", "resourceId": "id", "resourceType": "topic",
            "associationType": "value", "lifecycle": "WEAK", "frozen": false})
    );
}

#[test]
fn a_schema_makes_an_association_strong_and_is_registered_under_the_resources_own_subject() {
    let registry = Registry::new();
    let made = post(
        &registry,
        &topic(&json!([
        {"associationType": "key", "schema": {"schema": "\"string\""}},
        {"associationType": "value", "schema": {"schema": "\"int\""}, "lifecycle": "STRONG", "frozen": true}])),
    );
    let rows = made.json()["associations"].clone();
    for (row, part, id) in [(&rows[0], "key", 1), (&rows[1], "value", 2)] {
        let subject = format!(":.ns:t-{part}");
        assert_eq!(
            (&row["subject"], &row["lifecycle"], &row["frozen"]),
            (&json!(subject), &json!("STRONG"), &json!(true))
        );
        let schema = &row["schema"];
        assert_eq!((&schema["id"], &schema["version"]), (&json!(id), &json!(1)));
        assert_eq!(schema["subject"], json!(subject));
    }
    check(
        &registry,
        r#"
        > GET /subjects
        200 [":.ns:t-key",":.ns:t-value"]
        > GET /subjects/:.ns:t-value/versions/latest/schema
        200 int
        "#,
    );
}

#[test]
fn members_that_are_missing_or_do_not_fit_are_named() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let weak = json!([{"subject": "s"}]);
    for (member, value, property, detail) in [
        ("resourceName", json!(""), "resourceName", "cannot be null or empty"),
        ("resourceName", json!(null), "resourceName", "cannot be null or empty"),
        ("resourceName", json!("a/b"), "resourceName", "illegal character '/'"),
        ("resourceName", json!("a\u{0}"), "resourceName", "illegal character '\\u{0}'"),
        ("resourceName", json!("-"), "resourceName", "'-' stands for any name"),
        ("resourceName", json!("x".repeat(257)), "resourceName", "exceeds max length of 256"),
        ("resourceNamespace", json!(null), "resourceNamespace", "cannot be null or empty"),
        ("resourceNamespace", json!("a:b"), "resourceNamespace", "illegal character ':'"),
        ("resourceNamespace", json!(".a"), "resourceNamespace", "must not begin with a dot"),
        ("resourceId", json!(null), "resourceId", "cannot be null or empty"),
        ("resourceId", json!("a\nb"), "resourceId", "must not have control characters"),
        ("resourceId", json!("x".repeat(10_000)), "resourceId", "exceeds max length of 256"),
        ("resourceType", json!("queue"), "resourceType", "must be 'topic'"),
        ("associations", json!([]), "associations", "cannot be null or empty"),
        ("associations", json!(null), "associations", "cannot be null or empty"),
        (
            "associations",
            json!([{"subject": "s", "associationType": "header"}]),
            "associationType",
            "must be either 'key' or 'value'",
        ),
        (
            "associations",
            json!([{"subject": "s"}, {"subject": "s", "associationType": "value"}]),
            "associationType",
            "'value' is there twice",
        ),
        (
            "associations",
            json!([{"subject": "a\u{7}"}]),
            "subject",
            "The specified subject 'a\u{7}' is not a valid.",
        ),
        (
            "associations",
            json!([{"subject": "__GLOBAL"}]),
            "subject",
            "The specified subject '__GLOBAL' is not a valid.",
        ),
        (
            "associations",
            json!([{"lifecycle": "WEAK"}]),
            "subject",
            "WEAK associations cannot use subject ':.ns:t-value'",
        ),
        (
            "associations",
            json!([{"subject": ":.ns:t-value"}]),
            "subject",
            "WEAK associations cannot use subject ':.ns:t-value'",
        ),
    ] {
        let mut body = topic(&weak);
        body[member] = value;
        assert_eq!(refusal(&post(&registry, &body)), invalid(property, detail), "{body}");
        assert_eq!(held(&registry), [""; 0]);
    }
    let dotted = json!({"resourceName": "a.b_c-d", "resourceNamespace": "ns", "resourceId": "é/ %", "associations": weak, "unknown": 1});
    assert_eq!(post(&registry, &dotted).status, 200, "names of topics may have dots");
    let found = registry.send("GET /associations/resources/%C3%A9%2F%20%25").json();
    assert_eq!(found[0]["resourceName"], "a.b_c-d");
}

#[test]
fn a_body_that_is_none_is_refused_before_the_registry_is_asked() {
    let registry = Registry::new();
    for (body, status) in [
        ("{", 400),
        ("[]", 400),
        ("7", 400),
        ("", 422),
        ("null", 422),
        (r#"{"associations":{}}"#, 400),
        (r#"{"associations":["s"]}"#, 400),
        (r#"{"associations":[null]}"#, 400),
        (r#"{"associations":[{"lifecycle":"SOLID"}]}"#, 400),
        (r#"{"associations":[{"lifecycle":"strong"}]}"#, 400),
        (r#"{"associations":[{"frozen":"perhaps"}]}"#, 400),
        (r#"{"associations":[{"schema":"text"}]}"#, 400),
        (r#"{"resourceName":{}}"#, 400),
    ] {
        for path in ["POST /associations", "PUT /associations/resources/id"] {
            let answer = registry.send(&format!("{path} {body}"));
            assert_eq!(answer.status, status, "{path} {body}: {}", answer.text);
            assert_eq!(answer.json()["error_code"], status, "{}", answer.text);
        }
    }
}

#[test]
fn strong_frozen_and_with_a_schema_are_one_and_the_same() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let schema = json!({"schema": "\"string\""});
    for (wish, expected) in [
        (
            json!({"lifecycle": "WEAK", "frozen": true, "subject": "s"}),
            invalid("frozen", "association with lifecycle of WEAK cannot be frozen"),
        ),
        (
            json!({"lifecycle": "STRONG", "frozen": false, "schema": schema}),
            invalid("frozen", "association with lifecycle of STRONG is always frozen"),
        ),
        (
            json!({"lifecycle": "WEAK", "subject": "s", "schema": schema}),
            invalid("lifecycle", "cannot be WEAK when schema is provided"),
        ),
        (
            json!({"frozen": false, "subject": "s", "schema": schema}),
            invalid("frozen", "cannot be false when schema is provided"),
        ),
        (
            json!({"lifecycle": "STRONG", "subject": "s", "schema": schema}),
            invalid("subject", "STRONG associations must use subject ':.ns:t-value'"),
        ),
        (
            json!({"frozen": true}),
            (40907, "No active (non-deleted) version exists for subject ':.ns:t-value'".into()),
        ),
    ] {
        for answer in
            [post(&registry, &topic(&json!([wish]))), put(&registry, &topic(&json!([wish])))]
        {
            assert_eq!(refusal(&answer), expected, "{wish}");
        }
    }
    assert_eq!(registry.line("GET /subjects"), r#"200 ["s"]"#, "nothing was registered");
}

#[test]
fn a_strong_association_begins_its_subject() {
    let registry = Registry::new();
    registry.register(":.ns:t-value", "\"string\"");
    let bare = post(&registry, &topic(&json!([{"lifecycle": "STRONG"}])));
    assert_eq!(
        refusal(&bare),
        invalid("schema", "must be provided when creating a STRONG association")
    );
    let late = post(&registry, &topic(&json!([{"schema": {"schema": "\"string\""}}])));
    assert_eq!(
        refusal(&late),
        invalid(
            "schema",
            "subject ':.ns:t-value' already has schemas, a STRONG association starts with its own"
        )
    );
    registry.send("DELETE /subjects/:.ns:t-value");
    strongly(&registry);
    assert_eq!(registry.line("GET /subjects/:.ns:t-value/versions?deleted=true"), "200 [2]");
}

#[test]
fn a_subject_without_a_live_version_cannot_be_associated() {
    let registry = Registry::new();
    let body = topic(&json!([{"subject": "s"}]));
    let none = (40907, "No active (non-deleted) version exists for subject 's'".to_owned());
    assert_eq!(refusal(&post(&registry, &body)), none);
    registry.register("s", "\"string\"");
    registry.send("DELETE /subjects/s");
    assert_eq!(refusal(&post(&registry, &body)), none);
}

#[test]
fn creating_what_is_there_already_is_fine_only_if_it_is_the_same() {
    let registry = Registry::new();
    weakly(&registry);
    registry.register("other", "\"string\"");
    let before = registry.send("GET /associations/resources/id").text;
    let exists =
        (40903, "An association of type 'value' already exists for resource 'id'".to_owned());
    for (wish, fine) in [
        (json!({"subject": "s"}), true),
        (json!({"subject": "s", "lifecycle": "WEAK", "frozen": false}), true),
        (json!({}), true),
        (json!({"subject": "other"}), false),
        (json!({"lifecycle": "STRONG"}), false),
        (json!({"schema": {"schema": "\"string\""}}), false),
    ] {
        let answer = post(&registry, &topic(&json!([wish])));
        if fine {
            assert_eq!(answer.status, 200, "{wish}: {}", answer.text);
        } else {
            assert_eq!(refusal(&answer), exists, "{wish}");
        }
        assert_eq!(registry.send("GET /associations/resources/id").text, before, "{wish}");
    }
}

#[test]
fn creating_a_strong_one_again_needs_a_schema_that_is_there() {
    let registry = Registry::new();
    strongly(&registry);
    let again = post(&registry, &topic(&json!([{"schema": {"schema": "\"string\""}}])));
    assert_eq!(
        (again.status, &again.json()["associations"][0]["schema"]["version"]),
        (200, &json!(1))
    );
    let other = post(&registry, &topic(&json!([{"schema": {"schema": "\"bytes\""}}])));
    assert_eq!(refusal(&other).0, 40903);
    assert_eq!(registry.line("GET /subjects/:.ns:t-value/versions"), "200 [1]");
}

#[test]
fn the_schema_of_a_strong_association_grows_under_the_rules_of_its_subject() {
    let registry = Registry::new();
    strongly(&registry);
    let grown = put(&registry, &topic(&json!([{"schema": {"schema": "\"bytes\""}}])));
    assert_eq!(
        (grown.status, &grown.json()["associations"][0]["schema"]["version"]),
        (200, &json!(2))
    );
    let broken = put(&registry, &topic(&json!([{"schema": {"schema": "\"int\""}}])));
    assert_eq!(refusal(&broken).0, 40901);
    let nonsense = put(&registry, &topic(&json!([{"schema": {"schema": "{"}}])));
    assert_eq!(refusal(&nonsense).0, 42201);
    let unknown =
        put(&registry, &topic(&json!([{"schema": {"schema": "x", "schemaType": "XML"}}])));
    assert_eq!(refusal(&unknown), (42201, "Invalid schema type XML".to_owned()));
    assert_eq!(registry.line("GET /subjects/:.ns:t-value/versions"), "200 [1,2]");
}

#[test]
fn a_refused_wish_undoes_those_before_it() {
    let registry = Registry::new();
    let answer = post(
        &registry,
        &topic(&json!([
        {"associationType": "key", "schema": {"schema": "\"string\""}},
        {"associationType": "value", "schema": {"schema": "{"}}])),
    );
    assert_eq!(refusal(&answer).0, 42201);
    assert_eq!(registry.line("GET /subjects"), "200 []");
    assert_eq!(held(&registry), [""; 0]);
    strongly(&registry);
    let ids = registry.send("GET /schemas/ids/1?subject=:.ns:").json();
    assert_eq!(ids["subject"], ":.ns:t-value", "no id was lost");
}

#[test]
fn an_association_changes_as_little_as_it_must() {
    let registry = Registry::new();
    weakly(&registry);
    registry.register("other", "\"string\"");
    for (wish, expected) in [
        (
            json!({"subject": "other"}),
            invalid("subject", "subject of association cannot be changed"),
        ),
        (
            json!({"lifecycle": "STRONG"}),
            invalid(
                "lifecycle",
                "a WEAK association cannot become STRONG; delete it and create it anew",
            ),
        ),
        (
            json!({"frozen": true}),
            invalid(
                "lifecycle",
                "a WEAK association cannot become STRONG; delete it and create it anew",
            ),
        ),
    ] {
        assert_eq!(refusal(&put(&registry, &topic(&json!([wish])))), expected, "{wish}");
    }
    for wish in [json!({}), json!({"subject": "s"}), json!({"lifecycle": "WEAK"})] {
        assert_eq!(put(&registry, &topic(&json!([wish]))).status, 200, "{wish}");
    }
    let both = put(&registry, &topic(&json!([{"subject": "s", "associationType": "key"}])));
    assert_eq!(both.status, 200, "one subject may hold both WEAK: {}", both.text);
    assert_eq!(held(&registry), ["key s WEAK", "value s WEAK"]);
}

#[test]
fn what_is_frozen_does_not_change() {
    let registry = Registry::new();
    strongly(&registry);
    let frozen =
        (40908, "The association of type  'value' is frozen for subject ':.ns:t-value'".to_owned());
    for wish in [json!({"lifecycle": "WEAK"}), json!({"frozen": false})] {
        assert_eq!(refusal(&put(&registry, &topic(&json!([wish])))), frozen, "{wish}");
    }
    assert_eq!(held(&registry), ["value :.ns:t-value STRONG"]);
}

#[test]
fn all_associations_of_a_resource_share_the_lifecycle() {
    let registry = Registry::new();
    strongly(&registry);
    registry.register("s", "\"string\"");
    let mixed = invalid("lifecycle", "the associations of a resource are all STRONG or all WEAK");
    let weak = json!({"associationType": "key", "subject": "s"});
    assert_eq!(refusal(&put(&registry, &topic(&json!([weak])))), mixed);
    let strong = json!({"associationType": "key", "schema": {"schema": "\"int\""}});
    assert_eq!(put(&registry, &topic(&json!([strong]))).status, 200);
    assert_eq!(held(&registry), ["key :.ns:t-key STRONG", "value :.ns:t-value STRONG"]);
    let mut other = topic(&json!([weak, {"schema": {"schema": "\"int\""}}]));
    other["resourceId"] = json!("id2");
    other["resourceName"] = json!("t2");
    assert_eq!(refusal(&post(&registry, &other)), mixed);
}

#[test]
fn a_strong_subject_is_nobody_elses() {
    let registry = Registry::new();
    registry.register(":.ns:t-value", "\"string\"");
    let mut other = topic(&json!([{"subject": ":.ns:t-value"}]));
    other["resourceId"] = json!("id2");
    other["resourceName"] = json!("t2");
    assert_eq!(post(&registry, &other).status, 200);
    registry.send("PUT /mode/:.ns:t-value?force=true {\"mode\":\"IMPORT\"}");
    let strong = topic(&json!([{"lifecycle": "STRONG"}]));
    let (code, text) = refusal(&post(&registry, &strong));
    assert_eq!(
        (code, text.as_str()),
        (40904, "An association already exists for subject ':.ns:t-value'")
    );
    registry.send("DELETE /associations/resources/id2");
    assert_eq!(post(&registry, &strong).status, 200);
    let (code, text) = refusal(&post(&registry, &other));
    assert_eq!(
        (code, text.as_str()),
        (40905, "A strong association already exists for subject ':.ns:t-value'")
    );
}

#[test]
fn an_import_restores_strong_associations_over_schemas_that_are_there() {
    let registry = Registry::new();
    registry.send("PUT /mode/:.ns: {\"mode\":\"IMPORT\"}");
    registry.send("POST /subjects/:.ns:t-value/versions {\"schema\":\"\\\"string\\\"\",\"id\":7,\"version\":3}");
    assert_eq!(put(&registry, &topic(&json!([{"lifecycle": "STRONG"}]))).status, 200);
    assert_eq!(held(&registry), ["value :.ns:t-value STRONG"]);
    let unchosen = put(
        &registry,
        &topic(&json!([{"associationType": "key", "schema": {"schema": "\"int\""}}])),
    );
    assert_eq!(
        refusal(&unchosen),
        (42205, "Subject :.ns:t-key in context :.ns: is not in read-write mode".to_owned())
    );
    let chosen = json!({"associationType": "key", "schema": {"schema": "\"int\"", "id": 9}});
    assert_eq!(put(&registry, &topic(&json!([chosen]))).status, 200);
    assert_eq!(registry.send("GET /schemas/ids/9?subject=:.ns:").json()["subject"], ":.ns:t-key");
}

#[test]
fn a_resource_has_one_id_and_one_name() {
    let registry = Registry::new();
    weakly(&registry);
    let mut renamed = topic(&json!([{"subject": "s", "associationType": "key"}]));
    renamed["resourceName"] = json!("u");
    assert_eq!(
        refusal(&put(&registry, &renamed)),
        invalid("resourceName", "the resource `id` is `ns/t`")
    );
    let mut recreated = topic(&json!([{"subject": "s"}]));
    recreated["resourceId"] = json!("id2");
    assert_eq!(
        refusal(&post(&registry, &recreated)),
        invalid("resourceId", "`ns/t` has associations under the id `id`")
    );
    assert_eq!(
        refusal(&put(&registry, &recreated)),
        invalid("resourceId", "the path says otherwise")
    );
    registry.send("DELETE /associations/resources/id");
    assert_eq!(post(&registry, &recreated).status, 200);
}

#[test]
fn a_dry_run_decides_and_changes_nothing() {
    let registry = Registry::new();
    let mut body = topic(&json!([{"schema": {"schema": "\"string\""}}]));
    body["resourceId"] = json!(null);
    let answer = registry.send(&format!("POST /associations?dryRun=true {body}"));
    let expected = json!({"resourceName": "t", "resourceNamespace": "ns", "resourceType": "topic"});
    assert_eq!((answer.status, answer.json()), (200, expected));
    assert_eq!(registry.line("GET /subjects"), "200 []");
    body["associations"][0]["schema"]["schema"] = json!("{");
    assert_eq!(refusal(&registry.send(&format!("POST /associations?dryRun=true {body}"))).0, 42201);
    strongly(&registry);
    assert_eq!(refusal(&registry.send("DELETE /associations/resources/id?dryRun=true")).0, 40908);
    let kept = registry.send("DELETE /associations/resources/id?dryRun=true&cascadeLifecycle=true");
    assert_eq!((kept.status, kept.text.as_str()), (204, ""));
    assert_eq!(held(&registry), ["value :.ns:t-value STRONG"]);
    let changed = registry
        .send(&format!("POST /associations?dryRun=true {}", topic(&json!([{"subject": "s"}]))));
    assert_eq!(refusal(&changed).0, 40903);
}

#[test]
fn times_tell_when_an_association_began_and_when_it_changed() {
    let registry = Registry::new();
    registry.send("PUT /mode/:.ns: {\"mode\":\"IMPORT\"}");
    registry.send("POST /subjects/:.ns:t-value/versions {\"schema\":\"\\\"string\\\"\",\"id\":7}");
    put(&registry, &topic(&json!([{"lifecycle": "STRONG"}])));
    let before = registry.send("GET /associations/resources/id").json()[0].clone();
    put(&registry, &topic(&json!([{"lifecycle": "STRONG"}])));
    let after = registry.send("GET /associations/resources/id").json()[0].clone();
    assert_eq!(before, after, "nothing changed");
}

#[test]
fn switched_off_its_paths_are_unknown() {
    let registry = Registry::with(Rules { associations: false, ..Rules::default() });
    for line in [
        "GET /associations",
        "GET /associations/subjects/s",
        "GET /associations/resources/id",
        "GET /associations/resources/ns/t",
        "DELETE /associations/resources/id",
        "POST /associations {}",
        "PUT /associations/resources/id {}",
        "POST /associations:batchGet {}",
        "POST /associations:batchMutate {}",
    ] {
        let answer = registry.line(line);
        assert_eq!(answer, r#"404 {"error_code":404,"message":"HTTP 404 Not Found"}"#, "{line}");
    }
}
