//! What a client may do: operations, and how they are sent.

use super::pool::TEXTS;
use serde_json::{Value, json};

/// A subject, or with an empty name a place that holds settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject {
    /// Empty for the default context.
    pub(crate) context: &'static str,
    pub(crate) name: &'static str,
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.context {
            "" => f.write_str(self.name),
            context => write!(f, ":{context}:{}", self.name),
        }
    }
}

const fn subject(context: &'static str, name: &'static str) -> Subject {
    Subject { context, name }
}

pub(crate) const SUBJECTS: [Subject; 6] = [
    subject("", "a"),
    subject("", "b"),
    subject("", "c"),
    subject(".x", "a"),
    subject(".x", "b"),
    subject(".x", "c"),
];
/// The default context and the last resort of all contexts, as places of settings.
pub(crate) const DEFAULT: Subject = subject("", "");
pub(crate) const EVERYWHERE: Subject = subject(".__GLOBAL", "");
pub(crate) const CONTEXT: Subject = subject(".x", "");

/// -1 is the latest.
pub(crate) type Asked = i64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: &'static str,
    pub(crate) subject: Subject,
    pub(crate) version: Asked,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Candidate {
    /// A row of the pool; without it the text is left out.
    pub(crate) text: Option<usize>,
    pub(crate) reference: Option<Reference>,
    /// The value of the property `k`; `Some(None)` is metadata without properties.
    pub(crate) metadata: Option<Option<&'static str>>,
    /// The name of the one rule.
    pub(crate) rules: Option<&'static str>,
    pub(crate) version: Option<i64>,
    pub(crate) id: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Live,
    Deleted,
    DeletedOnly,
    AsNegative,
}

/// A member of a patch: left out, `null`, or a value.
pub(crate) type Patch<T> = Option<Option<T>>;

#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Register {
        subject: Subject,
        candidate: Candidate,
        normalize: bool,
        force: bool,
    },
    Lookup {
        subject: Subject,
        candidate: Candidate,
        normalize: bool,
        deleted: bool,
    },
    Compatible {
        subject: Subject,
        candidate: Candidate,
        version: Option<Asked>,
    },
    DeleteSubject {
        subject: Subject,
        permanent: bool,
    },
    DeleteVersion {
        subject: Subject,
        version: Asked,
        permanent: bool,
    },
    PutConfig {
        place: Subject,
        level: Patch<&'static str>,
        normalize: Patch<bool>,
        group: Patch<&'static str>,
        /// Another name for a subject: requests about this place are about that one.
        alias: Patch<Subject>,
    },
    DeleteConfig {
        place: Subject,
    },
    GetConfig {
        place: Subject,
        fall_back: bool,
    },
    PutMode {
        place: Subject,
        mode: Option<&'static str>,
        force: bool,
    },
    DeleteMode {
        place: Subject,
        recursive: bool,
    },
    GetMode {
        place: Subject,
        fall_back: bool,
    },
    Subjects {
        shown: Shown,
    },
    Schemas {
        deleted: bool,
        latest_only: bool,
    },
    Versions {
        subject: Subject,
        shown: Shown,
    },
    Version {
        subject: Subject,
        version: Asked,
        deleted: bool,
    },
    ReferencedBy {
        subject: Subject,
        version: Asked,
        deleted: bool,
    },
    ById {
        subject: Subject,
        id: u32,
    },
    SubjectsOfId {
        context: Subject,
        id: u32,
        deleted: bool,
    },
    VersionsOfId {
        context: Subject,
        id: u32,
        deleted: bool,
    },
    Contexts,
    /// A part of a list.
    Page {
        list: Box<Operation>,
        offset: i64,
        limit: i64,
    },
    Restart,
}

/// Method, path with query, body.
pub(crate) type Request = (&'static str, String, Option<Value>);

impl Operation {
    /// How it is sent; a restart is not.
    pub(crate) fn request(&self) -> Request {
        use Operation as O;
        let get = |path: String| ("GET", path, None);
        match self {
            O::Register { subject, candidate, normalize, force } => (
                "POST",
                format!("/subjects/{subject}/versions?normalize={normalize}&force={force}"),
                Some(candidate.body()),
            ),
            O::Lookup { subject, candidate, normalize, deleted } => (
                "POST",
                format!("/subjects/{subject}?normalize={normalize}&deleted={deleted}"),
                Some(candidate.body()),
            ),
            O::Compatible { subject, candidate, version } => {
                let version = version.map(|version| format!("/{}", spelt(version)));
                let path = format!(
                    "/compatibility/subjects/{subject}/versions{}",
                    version.unwrap_or_default()
                );
                ("POST", path, Some(candidate.body()))
            }
            O::DeleteSubject { subject, permanent } => {
                ("DELETE", format!("/subjects/{subject}?permanent={permanent}"), None)
            }
            O::DeleteVersion { subject, version, permanent } => {
                let version = spelt(*version);
                (
                    "DELETE",
                    format!("/subjects/{subject}/versions/{version}?permanent={permanent}"),
                    None,
                )
            }
            O::PutConfig { .. }
            | O::DeleteConfig { .. }
            | O::GetConfig { .. }
            | O::PutMode { .. }
            | O::DeleteMode { .. }
            | O::GetMode { .. } => self.settings_request(),
            O::Subjects { shown } => get(format!("/subjects?{}", shown.query())),
            O::Schemas { deleted, latest_only } => get(format!(
                "/schemas?subjectPrefix=:*:&deleted={deleted}&latestOnly={latest_only}"
            )),
            O::Versions { subject, shown } => {
                get(format!("/subjects/{subject}/versions?{}", shown.query()))
            }
            O::Version { subject, version, deleted } => {
                get(format!("/subjects/{subject}/versions/{}?deleted={deleted}", spelt(*version)))
            }
            O::ReferencedBy { subject, version, deleted } => get(format!(
                "/subjects/{subject}/versions/{}/referencedby?deleted={deleted}",
                spelt(*version)
            )),
            O::ById { subject, id } => {
                get(format!("/schemas/ids/{id}?subject={subject}&fetchMaxId=true"))
            }
            O::SubjectsOfId { context, id, deleted } => {
                get(format!("/schemas/ids/{id}/subjects?subject={context}&deleted={deleted}"))
            }
            O::VersionsOfId { context, id, deleted } => {
                get(format!("/schemas/ids/{id}/versions?subject={context}&deleted={deleted}"))
            }
            O::Contexts => get("/contexts?".to_owned()),
            O::Page { list, offset, limit } => {
                let (method, path, body) = list.request();
                (method, format!("{path}&offset={offset}&limit={limit}"), body)
            }
            O::Restart => ("RESTART", String::new(), None),
        }
    }

    fn settings_request(&self) -> Request {
        use Operation as O;
        let get = |path: String| ("GET", path, None);
        match self {
            O::PutConfig { place, level, normalize, group, alias } => {
                let mut body = serde_json::Map::new();
                let members = [
                    ("compatibility", level.map(|level| json!(level))),
                    ("normalize", normalize.map(|flag| json!(flag))),
                    ("compatibilityGroup", group.map(|group| json!(group))),
                    ("alias", alias.map(|alias| json!(alias.map(|to| to.to_string())))),
                ];
                for (name, value) in members {
                    body.extend(value.map(|value| (name.to_owned(), value)));
                }
                ("PUT", settings("config", *place), Some(Value::Object(body)))
            }
            O::DeleteConfig { place } => ("DELETE", settings("config", *place), None),
            O::GetConfig { place, fall_back } => {
                get(format!("{}?defaultToGlobal={fall_back}", settings("config", *place)))
            }
            O::PutMode { place, mode, force } => {
                let path = format!("{}?force={force}", settings("mode", *place));
                ("PUT", path, Some(json!({ "mode": mode })))
            }
            O::DeleteMode { place, recursive } => {
                ("DELETE", format!("{}?recursive={recursive}", settings("mode", *place)), None)
            }
            O::GetMode { place, fall_back } => {
                get(format!("{}?defaultToGlobal={fall_back}", settings("mode", *place)))
            }
            _ => unreachable!("the caller picks settings"),
        }
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (method, path, body) = self.request();
        write!(f, "{method} {path}")?;
        body.map_or(Ok(()), |body| write!(f, " {body}"))
    }
}

fn settings(kind: &str, place: Subject) -> String {
    if place == DEFAULT { format!("/{kind}") } else { format!("/{kind}/{place}") }
}

/// `latest` is also spelt -1; both must mean the same, so both are sent.
fn spelt(version: Asked) -> String {
    match version {
        -2 => "latest".to_owned(),
        number => number.to_string(),
    }
}

impl Shown {
    fn query(self) -> &'static str {
        match self {
            Shown::Live => "",
            Shown::Deleted => "deleted=true",
            Shown::DeletedOnly => "deletedOnly=true",
            Shown::AsNegative => "deleted=true&deletedAsNegative=true",
        }
    }
}

impl Candidate {
    fn body(&self) -> Value {
        let mut body = json!({});
        if let Some(row) = self.text {
            body["schema"] = json!(TEXTS[row].text);
            body["schemaType"] = json!(TEXTS[row].format.name());
        }
        if let Some(Reference { name, subject, version }) = &self.reference {
            body["references"] =
                json!([{"name": name, "subject": subject.to_string(), "version": version}]);
        }
        match self.metadata {
            None => {}
            Some(None) => body["metadata"] = json!({}),
            Some(Some(value)) => body["metadata"] = json!({"properties": {"k": value}}),
        }
        if let Some(name) = self.rules {
            body["ruleSet"] = rule_set(name);
        }
        if let Some(version) = self.version {
            body["version"] = json!(version);
        }
        if let Some(id) = self.id {
            body["id"] = json!(id);
        }
        body
    }
}

/// A set with one rule, as it is sent and, all but one member, shown.
pub(crate) fn rule_set(name: &str) -> Value {
    json!({"domainRules": [{"name": name, "type": "CEL", "expr": "true", "disabled": false}]})
}
