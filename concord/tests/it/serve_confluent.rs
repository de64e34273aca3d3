//! `concord serve` with files and variables that were written for Confluent's registry.

use crate::server::Server;
use crate::stage::Stage;

/// As the documentation of Confluent's image has it, but for the port.
const COMPOSE: [(&str, &str); 7] = [
    ("SCHEMA_REGISTRY_HOST_NAME", "schema-registry"),
    ("SCHEMA_REGISTRY_LISTENERS", "http://127.0.0.1:0"),
    ("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "broker:29092"),
    ("SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR", "1"),
    ("SCHEMA_REGISTRY_DEBUG", "true"),
    ("SCHEMA_REGISTRY_JMX_PORT", "9999"),
    ("SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL", "full_transitive"),
];

#[test]
fn a_compose_file_starts_and_is_told_once_what_has_no_effect() {
    let stage = Stage::new();
    let server = Server::start_with(&stage, &["--data", "store"], &COMPOSE);
    assert_eq!(server.get("/config"), r#"{"compatibilityLevel":"FULL_TRANSITIVE"}"#);
    assert_eq!(server.terminate(), Some(0));
    let logs = stage.read("serve.log");
    assert_eq!(logs.matches("settings that have no effect here").count(), 1, "{logs}");
    for part in [
        "`SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS`, `SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR`: changes are kept",
        "`SCHEMA_REGISTRY_HOST_NAME`: one process serves",
        "`SCHEMA_REGISTRY_JMX_PORT`: there is no Java machine",
        "`SCHEMA_REGISTRY_DEBUG`: errors never carry insides",
    ] {
        assert!(logs.contains(part), "{part}\nis not in\n{logs}");
    }
}

#[test]
fn a_properties_file_starts_whichever_way_it_is_given() {
    for flag in ["--properties", "--config"] {
        let stage = Stage::new();
        let file = "listeners = http://127.0.0.1:0\nschema.registry.group.id: pay\\\n  ments\n";
        stage.write("schema-registry.properties", file);
        let arguments = [flag, "schema-registry.properties", "--data", "store"];
        let server = Server::start_with(&stage, &arguments, &[]);
        let body = server.get("/v1/metadata/id");
        assert!(body.contains(r#""schema-registry-cluster":"payments""#), "{body}");
    }
}

#[test]
fn every_plain_listener_is_served() {
    let stage = Stage::new();
    let asked = [("SCHEMA_REGISTRY_LISTENERS", "http://127.0.0.1:0,http://127.0.0.1:0")];
    let server = Server::start_with(&stage, &["--data", "store"], &asked);
    let also = server.greeting.lines().find_map(|line| line.trim().strip_prefix("also "));
    let also = also.unwrap().trim().to_owned();
    assert_ne!(also, server.url);
    for url in [&server.url, &also] {
        assert_eq!(Server::get_from(url, "/subjects"), "[]");
    }
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn protection_that_is_not_given_stops_the_server_before_it_listens() {
    let stage = Stage::new();
    let asked = [("SCHEMA_REGISTRY_AUTHENTICATION_METHOD", "BASIC"), COMPOSE[1]];
    stage
        .concord_with(&["serve", "--data", "store"], &asked)
        .code(2)
        .complains("`authentication.method` asks for protection that is not given")
        .complains("CONCORD_ACCEPT_MISSING_SECURITY=true");
    let waived = [asked[0], asked[1], ("CONCORD_ACCEPT_MISSING_SECURITY", "true")];
    let server = Server::start_with(&stage, &["--data", "store"], &waived);
    assert_eq!(server.get("/subjects"), "[]");
    assert_eq!(server.terminate(), Some(0));
    assert!(stage.read("serve.log").contains("`authentication.method`: NOT PROTECTED"));
}

#[test]
fn every_wrong_setting_is_named_at_once() {
    let stage = Stage::new();
    stage.write("a.properties", "listeners=https://0.0.0.0:8081\nmode.mutability=perhaps\n");
    stage
        .concord_with(
            &[
                "serve",
                "--config",
                "a.properties",
                "--set",
                "limits.nesting=0",
                "--set",
                "colour=red",
            ],
            &[("CONCORD_LIMITS_PARSES", "none")],
        )
        .code(2)
        .complains("a.properties:1: `listeners` cannot be `https://0.0.0.0:8081`: ")
        .complains("a.properties:2: `mode.mutability` cannot be `perhaps`")
        .complains("CONCORD_LIMITS_PARSES: `limits.parses` cannot be `none`")
        .complains("the command line: `limits.nesting` cannot be `0`")
        .complains("the command line: there is no setting `colour`");
    stage.concord(&["serve", "--set", "nonsense"]).code(64).complains("expected NAME=VALUE");
    stage.concord(&["serve", "--answers", "6"]).code(64);
}
