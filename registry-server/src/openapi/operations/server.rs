//! The server itself: `/`, metadata, health, this document.

use crate::openapi;
use crate::openapi::operation::{Group, get, post};
use crate::routes::{health, root};

pub(super) fn group() -> Group {
    Group {
        name: "Server",
        meaning: "What the server says about itself.",
        operations: vec![
            get("/", root::get, "probe", "Ask whether somebody is there").answered("{}"),
            post("/", root::post, "probeWithBody", "Ask whether somebody is there, with any object")
                .sent("{}")
                .answered("{}"),
            get("/v1/metadata/id", root::cluster, "getServerId", "Read the names of the clusters")
                .answered(r#"{"scope": {"path": [], "clusters": {"kafka-cluster": "", "schema-registry-cluster": "schema-registry"}}}"#),
            get("/v1/metadata/version", root::version, "getServerVersion", "Read the version of the server"),
            get("/v1/metadata/deployment", root::deployment, "getDeployment", "Read the attributes of the deployment")
                .answered(r#"{"attributes": []}"#),
            get("/exporters", root::exporters, "listExporters", "List the exporters: none")
                .says("User interfaces probe it.")
                .answered("[]"),
            get("/health/live", health::live, "getLiveness", "Ask whether the process answers")
                .answered(r#"{"status": "live"}"#),
            get("/health/ready", health::ready, "getReadiness", "Ask whether the store takes changes")
                .says("503 while it does not.")
                .answered(r#"{"status": "ready", "position": 42}"#),
            get("/health/startup", health::startup, "getStartup", "Ask whether the event log has been read")
                .answered(r#"{"status": "started"}"#),
            get("/openapi.json", openapi::document, "getDocument", "Read this document")
                .only("application/json"),
            get("/docs", openapi::page, "getPage", "Read this document as a page").only("text/html"),
        ],
    }
}
