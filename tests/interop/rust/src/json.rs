//! JSON Schema through both clients: registered, written, read, refused, followed through a reference.

use crate::client::{client, refused};
use crate::{Check, header, registry, text};
use schema_registry_client::rest::models::{Schema, SchemaReference};
use schema_registry_client::rest::schema_registry_client::Client;
use schema_registry_client::serdes::config::{
    DeserializerConfig, SchemaSelector, SerializerConfig,
};
use schema_registry_client::serdes::json::{JsonDeserializer, JsonSerializer};
use schema_registry_client::serdes::serde::{SerdeFormat, SerdeType, SerializationContext};
use schema_registry_converter::async_impl::json::{JsonDecoder, JsonEncoder};
use schema_registry_converter::async_impl::schema_registry::{SrSettings, post_schema};
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedSchema,
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(crate) fn checks() -> Vec<Check> {
    vec![
        ("client: a JSON schema that accepts less is refused", Box::pin(refusals())),
        ("client: a JSON value is written through a reference and read back", Box::pin(visits())),
        ("converter: a JSON value is written and read back", Box::pin(converted())),
    ]
}

fn schema(file: &str) -> Schema {
    Schema::new(Some("JSON".to_owned()), text(file))
}

fn ticket() -> Value {
    json!({"number": 7, "subject": "no light in Möhne 4"})
}

async fn refusals() {
    let subject = "rust.tickets-value";
    client().register_schema(subject, &schema("ticket.json"), false).await.unwrap();
    client().register_schema(subject, &schema("ticket-2.json"), false).await.unwrap();
    let breaking = client().register_schema(subject, &schema("ticket-breaking.json"), false).await;
    let why = refused(409, 40901, breaking);
    assert!(why.contains("MAX_LENGTH_DECREASED"), "{why}");
}

async fn visits() {
    client().register_schema("ticket.json", &schema("ticket.json"), false).await.unwrap();
    let mut visit = schema("visit.json");
    let name = Some("ticket.json".to_owned());
    visit.references =
        Some(vec![SchemaReference { name: name.clone(), subject: name, version: Some(1) }]);
    let stored = client().register_schema("rust.visits-value", &visit, false).await.unwrap();
    let context = SerializationContext {
        topic: "rust.visits".to_owned(),
        serde_type: SerdeType::Value,
        serde_format: SerdeFormat::Json,
        headers: None,
    };
    let latest = Some(SchemaSelector::LatestVersion);
    let writing = SerializerConfig::new(false, latest, false, true, HashMap::new());
    let writer = client();
    let serializer = JsonSerializer::new(&writer, None, None, writing).unwrap();
    let sent = json!({"place": "Möhne", "ticket": ticket()});
    let payload = serializer.serialize(&context, sent.clone()).await.unwrap();
    assert_eq!(payload[..5], header(stored.id.unwrap().unsigned_abs()));
    let wrong = json!({"place": "Möhne", "ticket": {"number": 0}});
    assert!(
        serializer.serialize(&context, wrong).await.is_err(),
        "the referenced schema forbids it"
    );
    let reader = client();
    let reading = DeserializerConfig::new(None, false, HashMap::new());
    let deserializer = JsonDeserializer::new(&reader, None, reading).unwrap();
    assert_eq!(deserializer.deserialize(&context, &payload).await.unwrap(), sent);
}

async fn converted() {
    let settings = || SrSettings::new(registry());
    let supplied = SuppliedSchema::new(None, SchemaType::Json, text("ticket.json"));
    let stored =
        post_schema(&settings(), "converter.tickets-value".to_owned(), supplied).await.unwrap();
    let strategy = || SubjectNameStrategy::TopicNameStrategy("converter.tickets".to_owned(), false);
    let encoder = JsonEncoder::new(settings());
    let payload = encoder.encode(&ticket(), strategy()).await.unwrap();
    assert_eq!(payload[..5], header(stored.id));
    let read = JsonDecoder::new(settings()).decode(Some(&payload)).await.unwrap().unwrap();
    assert_eq!(read.value, ticket());
    assert!(encoder.encode(&json!({"number": 0}), strategy()).await.is_err(), "below the minimum");
}
