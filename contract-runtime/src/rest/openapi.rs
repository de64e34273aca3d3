//! What OpenAPI 3.1 says of a request: its body with the contract's constraints, and how it is refused.

use super::problem::MEDIA_TYPE;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Where documents keep the schemas that others refer to.
const COMPONENTS: &str = "/components/schemas";

/// What a document takes over for one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// `requestBody` of the operation.
    pub request_body: Value,
    /// Members of the operation's `responses`: the refusals.
    pub refusals: Map<String, Value>,
    /// Members of `components.schemas` that the two refer to.
    pub schemas: Map<String, Value>,
}

/// Describes a request whose body is a `T`: an event, or the draft of one.
pub fn describe<T: JsonSchema>() -> Described {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = COMPONENTS.into();
        settings.meta_schema = None;
    });
    let mut generator = SchemaGenerator::new(settings);
    let schema = generator.subschema_for::<T>().to_value();
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem());
    let request_body = json!({
        "required": true,
        "content": { "application/json": { "schema": schema } },
    });
    let refusals = REFUSALS.iter().map(|(status, description)| {
        let content =
            json!({ MEDIA_TYPE: { "schema": { "$ref": format!("#{COMPONENTS}/Problem") } } });
        ((*status).to_owned(), json!({ "description": description, "content": content }))
    });
    Described { request_body, refusals: refusals.collect(), schemas }
}

const REFUSALS: [(&str, &str); 4] = [
    ("400", "The body is not JSON, or the correlation id is malformed."),
    ("413", "The body is too long."),
    ("415", "The media type is not JSON."),
    ("422", "The body breaks its contract; every violation is listed."),
];

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Problem details of RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "violations": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["path", "ruleId", "message"],
                    "properties": {
                        "path": { "type": "string" },
                        "ruleId": { "type": "string" },
                        "message": { "type": "string" },
                    },
                },
            },
        },
    })
}
