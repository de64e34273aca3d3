//! Every parameter of a query and every segment of a path, once.

use registry_api::{INT32_TEXT, VERSION_TEXT};
use serde_json::{Value, json};

/// A parameter of a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    kind: Kind,
    meaning: &'static str,
}

/// How its value is read.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// True only if `true` in any case.
    Flag,
    /// A number with its default; 404 if it is none.
    Int(i32),
    /// A text with its default.
    Text(&'static str),
    /// As often as wanted.
    Texts,
}

const fn flag(name: &'static str, meaning: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Flag, meaning }
}

const fn text(name: &'static str, default: &'static str, meaning: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Text(default), meaning }
}

const fn texts(name: &'static str, meaning: &'static str) -> Parameter {
    Parameter { name, kind: Kind::Texts, meaning }
}

pub(super) const ALIASES: Parameter =
    flag("aliases", "Add the other names of each subject, and seek the prefix among them too.");
pub(super) const ASSOCIATION_TYPE: Parameter =
    texts("associationType", "Only associations of this type, `key` or `value`.");
pub(super) const CASCADE_LIFECYCLE: Parameter =
    flag("cascadeLifecycle", "Remove the subjects of STRONG associations for good.");
pub(super) const CONTEXT_OF_SUBJECTS: Parameter =
    text("context", "", "The context of subjects that name none, as `:.context:`.");
pub(super) const DEFAULT_TO_GLOBAL: Parameter =
    flag("defaultToGlobal", "Answer what is in force, wherever it is set.");
pub(super) const DELETED: Parameter = flag("deleted", "Soft-deleted versions as well.");
pub(super) const DELETED_AS_NEGATIVE: Parameter =
    flag("deletedAsNegative", "Soft-deleted versions as well, as negative numbers.");
pub(super) const DELETED_ONLY: Parameter =
    flag("deletedOnly", "Soft-deleted versions only; wins over `deleted`.");
pub(super) const DRY_RUN: Parameter = flag("dryRun", "Only say what would become of it.");
pub(super) const FETCH_MAX_ID: Parameter =
    flag("fetchMaxId", "Add `maxId`, the highest id of the context.");
pub(super) const FIND_TAGS: Parameter = texts(
    "findTags",
    "Add `schemaTags`, the records and fields of the text that carry one of these tags; `*` means any.",
);
pub(super) const FORCE_MODE: Parameter =
    flag("force", "Switch to IMPORT although the scope holds subjects.");
pub(super) const FORCE_REGISTER: Parameter = flag(
    "force",
    "Register without asking for compatibility; event contracts are compared all the same.",
);
pub(super) const FORMAT: Parameter = text(
    "format",
    "",
    "Another form of the text: `resolved` (Avro: references written out), `serialized` (Protobuf: Base64 of the descriptor), `ignore_extensions` (Protobuf: without extensions and custom options). \
     Others are ignored.",
);
pub(super) const INCLUDE_SCHEMAS: Parameter =
    flag("includeSchemas", "Add the latest version of each subject.");
pub(super) const KEY: Parameter = texts(
    "key",
    "A property that the metadata must have; the n-th `key` goes with the n-th `value`.",
);
pub(super) const LATEST_ONLY: Parameter =
    flag("latestOnly", "Only the newest version of each subject.");
pub(super) const LIFECYCLE: Parameter = text(
    "lifecycle",
    "",
    "Only associations with this lifecycle, `STRONG` or `WEAK`; others are 404.",
);
pub(super) const LIFECYCLES: Parameter = texts(
    "lifecycle",
    "Only subjects with associations of this lifecycle, `STRONG` or `WEAK`; with `NONE`, subjects without any. Others are 404.",
);
pub(super) const IMPACT: Parameter = flag(
    "impact",
    "Add `impact`: the schemas that refer to the subject, and those that the candidate would break.",
);
pub(super) const REHEARSE: Parameter = flag(
    "dryRun",
    "Add `registration`: what a registration of this very body would be answered; nothing is registered.",
);
pub(super) const LIMIT: Parameter = Parameter {
    name: "limit",
    kind: Kind::Int(-1),
    meaning: "Longest list; what is no number above 0, or is above the server's limit, means that limit.",
};
pub(super) const NEAR: Parameter = text(
    "subject",
    "",
    "Where to seek first: a subject, or a context as `:.context:`. Ids are counted in each context.",
);
pub(super) const NORMALIZE: Parameter =
    flag("normalize", "Compare and store the normalised form of the schema.");
pub(super) const OFFSET: Parameter = Parameter {
    name: "offset",
    kind: Kind::Int(0),
    meaning: "How many elements to leave out; below 0 means 0.",
};
pub(super) const PERMANENT: Parameter =
    flag("permanent", "Remove what is soft-deleted already; it cannot be brought back.");
pub(super) const PREFIX_OF_CONTEXT: Parameter =
    text("contextPrefix", "", "Only contexts whose name begins so.");
pub(super) const PREFIX_OF_SCHEMAS: Parameter = text(
    "subjectPrefix",
    "",
    "Only subjects whose name begins so, in the default context; `:.context:prefix` in another one, `:*:prefix` in all.",
);
pub(super) const PREFIX_OF_SUBJECTS: Parameter = text(
    "subjectPrefix",
    ":*:",
    "Only subjects whose name begins so; `:.context:prefix` in one context, `:*:prefix` in all.",
);
pub(super) const RECURSIVE: Parameter =
    flag("recursive", "Also clear the modes of all subjects in the scope.");
pub(super) const REFERENCE_FORMAT: Parameter = text(
    "referenceFormat",
    "",
    "`qualified` writes the context before the subjects of references.",
);
pub(super) const RESOURCE_NAME: Parameter =
    text("resourceName", "-", "Only resources of this name; `-` is any.");
pub(super) const RESOURCE_NAMESPACE: Parameter =
    text("resourceNamespace", "-", "Only names in this namespace; `-` is any.");
pub(super) const RESOURCE_TYPE: Parameter =
    text("resourceType", "", "Only resources of this type; there is none but `topic`.");
pub(super) const RULE_TYPE: Parameter =
    text("ruleType", "", "Only versions that have a rule of this type, `CEL` for example.");
pub(super) const VALUE: Parameter = texts("value", "The value of the property named by `key`.");
pub(super) const VERBOSE: Parameter = flag(
    "verbose",
    "Add `messages`, the reasons, and `breaches`, the reasons explained and shown by data.",
);

impl Parameter {
    /// As OpenAPI writes it.
    pub(super) fn print(&self) -> Value {
        let (schema, explode) = match self.kind {
            // What is not `true` is false, so every text is read.
            Kind::Flag => (
                json!({"type": "boolean", "default": false, "x-also-read": {"type": "string"}}),
                false,
            ),
            Kind::Int(default) => (
                json!({"type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX,
                       "default": default, "x-also-read": {"type": "string", "pattern": INT32_TEXT}}),
                false,
            ),
            Kind::Text("") => (json!({"type": "string"}), false),
            Kind::Text(default) => (json!({"type": "string", "default": default}), false),
            Kind::Texts => {
                (json!({"type": "array", "items": {"type": "string"}, "default": []}), true)
            }
        };
        let mut printed = json!({
            "name": self.name,
            "in": "query",
            "description": self.meaning,
            "schema": schema,
        });
        if explode {
            printed["style"] = json!("form");
            printed["explode"] = json!(true);
        }
        printed
    }
}

/// Segments of paths: name, schema, meaning, example.
pub(super) fn segments() -> Vec<(&'static str, Value, &'static str, Value)> {
    let id = json!({"type": "integer", "format": "int32", "minimum": 0, "maximum": i32::MAX});
    let text = || json!({"type": "string", "minLength": 1});
    vec![
        (
            "context",
            text(),
            "The name of a context, as `.name`, `name` or `:.name:`.",
            json!(".staging"),
        ),
        (
            "guid",
            json!({"type": "string"}),
            "The content hash of a schema, as a UUID.",
            json!(GUID),
        ),
        ("id", id, "A schema id.", json!(1)),
        ("name", text(), "The name of a resource; `-` is any.", json!("stock.counted")),
        (
            "resource",
            text(),
            "The id of a resource; before its name, the namespace of the name, of which `-` is any.",
            json!("lkc-1"),
        ),
        (
            "subject",
            text(),
            "The name of a subject; percent-encoded, so that `/` is `%2F`. `:.context:name` is a subject of another context.",
            json!("stock.counted-value"),
        ),
        (
            "version",
            json!({"type": "string", "pattern": VERSION_TEXT}),
            "A number from 1 to 2147483647, or `latest` (or `-1`) for the newest version that is not deleted.",
            json!("latest"),
        ),
    ]
}

/// The guid of the worked example.
pub(super) const GUID: &str = "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d";
