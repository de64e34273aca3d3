//! `schema-registry-client`: the registry, and its Avro serializers.

use crate::{Check, header, registry, text};
use avro_of_client::types::Value;
use schema_registry_client::rest::apis::Error;
use schema_registry_client::rest::client_config::ClientConfig;
use schema_registry_client::rest::models::{
    AssociationCreateOrUpdateInfo, AssociationCreateOrUpdateRequest, CompatibilityLevel,
    LifecyclePolicy, Schema, SchemaReference, ServerConfig,
};
use schema_registry_client::rest::schema_registry_client::{Client, SchemaRegistryClient};
use schema_registry_client::serdes::avro::{AvroDeserializer, AvroSerializer};
use schema_registry_client::serdes::config::{
    DeserializerConfig, SchemaSelector, SerializerConfig,
};
use schema_registry_client::serdes::serde::{
    SerdeFormat, SerdeType, SerializationContext, SubjectNameStrategyType,
};
use std::collections::HashMap;

const READINGS: &str = "rust.readings-value";

pub(crate) fn checks() -> Vec<Check> {
    vec![
        (
            "client: a schema registers once and is found by text, id, guid and version",
            Box::pin(found()),
        ),
        ("client: an unknown subject, version and id have their codes", Box::pin(unknown())),
        ("client: schemas are registered with their references", Box::pin(references())),
        ("client: a compatible schema is told from a breaking one", Box::pin(compatibility())),
        ("client: a level is set and read for a subject and for all", Box::pin(levels())),
        ("client: an event without parties is refused and told what to add", Box::pin(parties())),
        ("client: versions and subjects are deleted in two steps", Box::pin(deletion())),
        (
            "client: a topic is associated with subjects, and the serializer follows",
            Box::pin(associations()),
        ),
        (
            "client: an Avro value is written with the latest version and read back",
            Box::pin(round_trip()),
        ),
    ]
}

/// A client of its own for each call, so that no check profits from another's cache.
pub(crate) fn client() -> SchemaRegistryClient {
    SchemaRegistryClient::new(ClientConfig::new(vec![registry()]))
}

fn avro(file: &str) -> Schema {
    Schema::new(Some("AVRO".to_owned()), text(file))
}

fn protobuf(file: &str) -> Schema {
    Schema::new(Some("PROTOBUF".to_owned()), text(file))
}

fn referring(mut schema: Schema, target: &str) -> Schema {
    let name = Some(target.to_owned());
    schema.references =
        Some(vec![SchemaReference { name: name.clone(), subject: name, version: Some(1) }]);
    schema
}

/// Asserts status and code of a refusal and returns its body.
pub(crate) fn refused<T>(status: u16, code: u32, answer: Result<T, Error>) -> String {
    match answer {
        Ok(_) => panic!("it was accepted"),
        Err(Error::ResponseError(refusal)) => {
            assert_eq!(refusal.status.as_u16(), status, "{}", refusal.content);
            assert!(
                refusal.content.contains(&format!("\"error_code\":{code}")),
                "{}",
                refusal.content
            );
            refusal.content
        }
        Err(other) => panic!("{other}"),
    }
}

async fn found() {
    let stored = client().register_schema(READINGS, &avro("reading.avsc"), false).await.unwrap();
    let id = stored.id.unwrap();
    let again = client().register_schema(READINGS, &avro("reading.avsc"), false).await.unwrap();
    assert_eq!(again.id, Some(id));
    let by_text =
        client().get_by_schema(READINGS, &avro("reading.avsc"), false, false).await.unwrap();
    assert_eq!((by_text.id, by_text.version), (Some(id), Some(1)));
    let by_id = client().get_by_subject_and_id(Some(READINGS), id, None).await.unwrap();
    assert!(by_id.schema.contains("\"Reading\""), "{}", by_id.schema);
    let by_guid = client().get_by_guid(&by_text.guid.unwrap(), None).await.unwrap();
    assert_eq!(by_guid.schema, by_id.schema);
    let by_version = client().get_version(READINGS, 1, false, None).await.unwrap();
    let latest = client().get_latest_version(READINGS, None).await.unwrap();
    assert_eq!((by_version.id, latest.id, latest.version), (Some(id), Some(id), Some(1)));
    assert_eq!(client().get_all_versions(READINGS).await.unwrap(), [1]);
    assert!(client().get_all_subjects(false).await.unwrap().contains(&READINGS.to_owned()));
}

async fn unknown() {
    refused(404, 40401, client().get_latest_version("no-such-subject", None).await);
    refused(404, 40402, client().get_version(READINGS, 99, false, None).await);
    refused(404, 40403, client().get_by_subject_and_id(None, 999_999, None).await);
    refused(
        404,
        40403,
        client().get_by_schema(READINGS, &avro("site-alone.avsc"), false, false).await,
    );
}

async fn references() {
    client().register_schema("meters.Reading", &avro("reading.avsc"), false).await.unwrap();
    client().register_schema("unit.proto", &protobuf("unit.proto"), false).await.unwrap();
    let site = referring(avro("site.avsc"), "meters.Reading");
    let meter = referring(protobuf("meter.proto"), "unit.proto");
    client().register_schema("rust.sites-value", &site, false).await.unwrap();
    client().register_schema("rust.meters-value", &meter, false).await.unwrap();
    let latest = client().get_latest_version("rust.meters-value", None).await.unwrap();
    assert_eq!(
        (latest.schema_type.as_deref(), latest.references),
        (Some("PROTOBUF"), meter.references)
    );
    refused(422, 42206, client().delete_subject("meters.Reading", false).await);
}

/// Without a trial: this release reads the verdict as a bare boolean, which no registry answers.
async fn compatibility() {
    let breaking = avro("reading-breaking.avsc");
    let why = refused(409, 40901, client().register_schema(READINGS, &breaking, false).await);
    assert!(why.contains("meter"), "{why}");
    let breaking = referring(protobuf("meter-breaking.proto"), "unit.proto");
    let wider = referring(protobuf("meter-2.proto"), "unit.proto");
    refused(409, 40901, client().register_schema("rust.meters-value", &breaking, false).await);
    client().register_schema("rust.meters-value", &wider, false).await.unwrap();
}

async fn levels() {
    let level = |level| ServerConfig { compatibility: Some(level), ..ServerConfig::default() };
    refused(404, 40408, client().get_config("rust.levels-value").await);
    client().update_config("rust.levels-value", &level(CompatibilityLevel::Full)).await.unwrap();
    let read = client().get_config("rust.levels-value").await.unwrap();
    assert_eq!(read.compatibility_level, Some(CompatibilityLevel::Full));
    let before = client().get_default_config().await.unwrap().compatibility_level.unwrap();
    client().update_default_config(&level(CompatibilityLevel::FullTransitive)).await.unwrap();
    let read = client().get_default_config().await.unwrap();
    assert_eq!(read.compatibility_level, Some(CompatibilityLevel::FullTransitive));
    client().update_default_config(&level(before)).await.unwrap();
}

async fn parties() {
    let noted = avro("payment-without-parties.avsc");
    let why =
        refused(422, 42291, client().register_schema("payment.noted-value", &noted, false).await);
    assert!(why.contains("originatorInfo") && why.contains("beneficiaryInfo"), "{why}");
}

async fn deletion() {
    let subject = "rust.gone-value";
    for file in ["reading.avsc", "reading-2.avsc"] {
        client().register_schema(subject, &avro(file), false).await.unwrap();
    }
    refused(404, 40407, client().delete_subject_version(subject, 1, true).await);
    assert_eq!(client().delete_subject_version(subject, 1, false).await.unwrap(), 1);
    assert_eq!(client().get_all_versions(subject).await.unwrap(), [2]);
    assert_eq!(client().get_version(subject, 1, true, None).await.unwrap().version, Some(1));
    refused(404, 40405, client().delete_subject(subject, true).await);
    assert_eq!(client().delete_subject(subject, false).await.unwrap(), [2]);
    assert_eq!(client().delete_subject(subject, true).await.unwrap(), [1, 2]);
    refused(404, 40401, client().get_all_versions(subject).await);
}

/// This client asks by name in the query, where Confluent has no path.
async fn associations() {
    let subject = "rust.associated.Reading";
    client().register_schema(subject, &avro("reading.avsc"), false).await.unwrap();
    let wish = AssociationCreateOrUpdateInfo {
        subject: Some(subject.to_owned()),
        association_type: Some("value".to_owned()),
        lifecycle: Some(LifecyclePolicy::Weak),
        ..AssociationCreateOrUpdateInfo::default()
    };
    let request = AssociationCreateOrUpdateRequest {
        resource_name: Some("rust.associated".to_owned()),
        resource_namespace: Some("lkc-rust".to_owned()),
        resource_id: Some("lkc-rust.associated".to_owned()),
        resource_type: Some("topic".to_owned()),
        associations: Some(vec![wish]),
    };
    let made = client().create_association(&request).await.unwrap().associations.unwrap();
    assert_eq!((made[0].subject.as_deref(), made[0].frozen), (Some(subject), Some(false)));
    let writing = SerializerConfig {
        use_schema: Some(SchemaSelector::LatestVersion),
        subject_name_strategy_type: SubjectNameStrategyType::Associated,
        ..SerializerConfig::new(false, None, false, false, HashMap::new())
    };
    let writer = client();
    let serializer = AvroSerializer::new(&writer, None, None, writing).unwrap();
    let payload = serializer.serialize(&value_in("rust.associated"), reading()).await.unwrap();
    let id = client().get_latest_version(subject, None).await.unwrap().id.unwrap();
    assert_eq!(payload[..5], header(id.unsigned_abs()));
    let client = client();
    client.delete_associations("lkc-rust.associated", None, Some(&["value"]), false).await.unwrap();
    let left =
        client.get_associations_by_resource_name("rust.associated", "-", "topic", &[], "", 0, -1);
    assert_eq!(left.await.unwrap(), []);
}

/// A value of `reading.avsc`.
fn reading() -> Value {
    Value::Record(vec![("value".to_owned(), Value::Long(-7))])
}

fn value_in(topic: &str) -> SerializationContext {
    SerializationContext {
        topic: topic.to_owned(),
        serde_type: SerdeType::Value,
        serde_format: SerdeFormat::Avro,
        headers: None,
    }
}

async fn round_trip() {
    let subject = "rust.values-value";
    for file in ["reading.avsc", "reading-2.avsc"] {
        client().register_schema(subject, &avro(file), false).await.unwrap();
    }
    let id = client().get_latest_version(subject, None).await.unwrap().id.unwrap();
    let context = value_in("rust.values");
    let sent = Value::Record(vec![
        ("value".to_owned(), Value::Long(-7)),
        ("unit".to_owned(), Value::String("Wh".to_owned())),
    ]);
    let latest = Some(SchemaSelector::LatestVersion);
    let writing = SerializerConfig::new(false, latest, false, false, HashMap::new());
    let writer = client();
    let serializer = AvroSerializer::new(&writer, None, None, writing).unwrap();
    let payload = serializer.serialize(&context, sent.clone()).await.unwrap();
    assert_eq!(payload[..5], header(id.unsigned_abs()));
    let reader = client();
    let reading = DeserializerConfig::new(None, false, HashMap::new());
    let deserializer = AvroDeserializer::new(&reader, None, reading).unwrap();
    assert_eq!(deserializer.deserialize(&context, &payload).await.unwrap().value, sent);
}
