//! `schema_registry_converter`: registers with references, encodes and decodes.

use crate::{Check, header, registry, text};
use avro_of_converter::types::Value;
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::proto_raw::{ProtoRawDecoder, ProtoRawEncoder};
use schema_registry_converter::async_impl::schema_registry::{
    SrSettings, get_schema_by_guid, get_schema_by_id, get_schema_by_subject_and_version,
    post_schema,
};
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedReference, SuppliedSchema,
};

pub(crate) fn checks() -> Vec<Check> {
    vec![
        (
            "converter: a schema is registered and found by id, guid, version and as the latest",
            Box::pin(found()),
        ),
        (
            "converter: a breaking change and an event without parties are refused",
            Box::pin(refusals()),
        ),
        ("converter: an Avro value is written and read back", Box::pin(avro_round_trip())),
        (
            "converter: a Protobuf payload names the message that it holds",
            Box::pin(protobuf_round_trip()),
        ),
    ]
}

fn settings() -> SrSettings {
    SrSettings::new(registry())
}

fn supplied(schema_type: SchemaType, file: &str) -> SuppliedSchema {
    SuppliedSchema::new(None, schema_type, text(file))
}

/// The schema with one reference, which is registered first under its own name.
fn referring(schema: SuppliedSchema, target: &str, file: &str) -> SuppliedSchema {
    let reference = SuppliedReference::new(target.to_owned(), target.to_owned(), text(file));
    schema.with_references(vec![reference])
}

async fn found() {
    let subject = "converter.readings-value";
    let reading = || supplied(SchemaType::Avro, "reading.avsc");
    let id = post_schema(&settings(), subject.to_owned(), reading()).await.unwrap().id;
    assert_eq!(post_schema(&settings(), subject.to_owned(), reading()).await.unwrap().id, id);
    let by_version =
        get_schema_by_subject_and_version(&settings(), subject, Some(1)).await.unwrap();
    let latest = get_schema_by_subject_and_version(&settings(), subject, None).await.unwrap();
    assert_eq!((by_version.id, latest.id, latest.version), (id, id, Some(1)));
    let by_id = get_schema_by_id(id, &settings()).await.unwrap();
    assert_eq!(by_id.schema, latest.schema);
    // This client wants an id in the answer, which the API does not promise there.
    if let Ok(by_guid) = get_schema_by_guid(&latest.guid.unwrap(), &settings()).await {
        assert_eq!(by_guid.schema, latest.schema);
    }
}

async fn refusals() {
    let breaking = supplied(SchemaType::Avro, "reading-breaking.avsc");
    let error = post_schema(&settings(), "converter.readings-value".to_owned(), breaking)
        .await
        .unwrap_err();
    assert!(format!("{error:?}").contains("409"), "{error:?}");
    let noted = supplied(SchemaType::Avro, "payment-without-parties.avsc");
    let error =
        post_schema(&settings(), "payment.noted-value".to_owned(), noted).await.unwrap_err();
    assert!(format!("{error:?}").contains("42291"), "{error:?}");
}

/// Without references: this release knows a type of another namespace only with a dot before its full name.
async fn avro_round_trip() {
    let subject = "converter.readings-value";
    let stored = get_schema_by_subject_and_version(&settings(), subject, None).await.unwrap();
    let strategy = SubjectNameStrategy::TopicNameStrategy("converter.readings".to_owned(), false);
    let encoder = AvroEncoder::new(settings());
    let payload = encoder.encode(vec![("value", Value::Long(-7))], strategy).await.unwrap();
    assert_eq!(payload[..5], header(stored.id));
    let read = AvroDecoder::new(settings()).decode(Some(&payload)).await.unwrap();
    assert_eq!(read.value, Value::Record(vec![("value".to_owned(), Value::Long(-7))]));
}

async fn protobuf_round_trip() {
    let meter =
        referring(supplied(SchemaType::Protobuf, "meter.proto"), "unit.proto", "unit.proto");
    let stored =
        post_schema(&settings(), "converter.meters-value".to_owned(), meter).await.unwrap();
    let strategy = SubjectNameStrategy::TopicNameStrategy("converter.meters".to_owned(), false);
    let encoder = ProtoRawEncoder::new(settings());
    let payload = encoder.encode(b"\x0a\x00", "meters.Site", strategy).await.unwrap();
    assert_eq!(payload, [header(stored.id), vec![2, 2, 0x0a, 0]].concat());
    let read = ProtoRawDecoder::new(settings()).decode(Some(&payload)).await.unwrap().unwrap();
    assert_eq!((read.full_name.as_str(), &*read.bytes), ("meters.Site", &b"\x0a\x00"[..]));
}
