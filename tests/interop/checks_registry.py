"""The registry as Confluent's client sees it: register, look up, compare, refuse, delete."""

import json

from confluent_kafka.schema_registry import Schema, SchemaReference
from confluent_kafka.schema_registry.error import SchemaRegistryError

from harness import REPO, check, equal

PLAIN = {"type": "record", "name": "Reading", "namespace": "meters", "fields": [{"name": "value", "type": "long"}]}
EVENTS, SHARED_AVRO, SHARED_PROTOBUF = 25, 12, 2


def avro(schema, references=None):
    return Schema(json.dumps(schema), "AVRO", references or [])


def refusal(action):
    """The error that the action must raise."""
    try:
        action()
    except SchemaRegistryError as error:
        return error
    raise AssertionError("it was accepted")


@check
def the_pushed_catalogue_is_there(world):
    subjects = world.client().get_subjects()
    equal(len([subject for subject in subjects if subject.endswith("-value")]), EVENTS - 5, "events with a topic each")
    shared_topic = [subject for subject in subjects if subject.startswith("reconciliation.statements-")]
    equal(len(shared_topic), 5, "events that share a topic")
    equal(len([subject for subject in subjects if subject.startswith("fintech.party.v1.")]), SHARED_AVRO, "Avro types")
    equal(len([subject for subject in subjects if subject.startswith("common/v1/")]), SHARED_PROTOBUF, "shared files")


@check
def a_second_push_changes_nothing(world):
    client = world.client()
    before = {subject: client.get_versions(subject) for subject in client.get_subjects()}
    world.concord.push(REPO)
    client = world.client()
    equal({subject: client.get_versions(subject) for subject in client.get_subjects()}, before, "subjects and versions")


@check
def a_schema_registers_once_and_keeps_its_id(world):
    first = world.client().register_schema("readings-value", avro(PLAIN))
    equal(world.client().register_schema("readings-value", avro(PLAIN)), first, "the id of the same schema")
    equal(world.client().register_schema("copies-value", avro(PLAIN)), first, "the id under another subject")
    equal(world.client().get_versions("readings-value"), [1], "versions")


@check
def a_schema_is_found_by_text_id_and_version(world):
    schema_id = world.client().register_schema("readings-value", avro(PLAIN))
    found = world.client().lookup_schema("readings-value", avro(PLAIN))
    equal((found.schema_id, found.version, found.subject), (schema_id, 1, "readings-value"), "lookup by text")
    equal(json.loads(world.client().get_schema(schema_id).schema_str), PLAIN, "schema by id")
    by_number = world.client().get_version("readings-value", 1)
    equal((by_number.schema_id, json.loads(by_number.schema.schema_str)), (schema_id, PLAIN), "schema by version")
    latest = world.client().get_latest_version("readings-value")
    equal((latest.schema_id, latest.version), (schema_id, 1), "latest version")


@check
def an_unknown_subject_schema_and_version_have_their_codes(world):
    client = world.client()
    world.client().register_schema("readings-value", avro(PLAIN))
    equal(code(refusal(lambda: client.get_latest_version("no-such-subject"))), (404, 40401), "unknown subject")
    equal(code(refusal(lambda: client.get_version("readings-value", 99))), (404, 40402), "unknown version")
    equal(code(refusal(lambda: client.get_schema(999_999))), (404, 40403), "unknown schema")


@check
def references_come_back_as_they_were_pushed(world):
    schema = world.client().get_latest_version("payment.initiated-value").schema
    names = {reference.name for reference in schema.references}
    expected = {"fintech.party.v1." + name for name in ("OriginatorInfo", "BeneficiaryInfo", "ScreeningSummary")}
    equal(names, expected, "direct references")


@check
def compatibility_is_answered_before_registration(world):
    client = world.client()
    client.register_schema("readings-value", avro(PLAIN))
    wider = grown(PLAIN, {"name": "unit", "type": "string", "default": "kWh"})
    equal(client.test_compatibility("readings-value", avro(wider)), True, "a field with a default")
    narrower = grown(PLAIN, {"name": "unit", "type": "string"})
    equal(client.test_compatibility("readings-value", avro(narrower)), False, "a field without a default")


@check
def a_breaking_change_is_refused_with_409(world):
    client = world.client()
    client.register_schema("readings-value", avro(PLAIN))
    error = refusal(lambda: client.register_schema("readings-value", avro(grown(PLAIN, {"name": "unit", "type": "string"}))))
    equal(error.http_status_code, 409, "status")
    assert "unit" in str(error), f"the reason names the field: {error}"
    equal(client.get_versions("readings-value"), [1], "versions")


@check
def a_field_removed_from_a_contract_is_refused_with_409(world):
    schema, references = pushed(world, "payment.initiated-value")
    schema["fields"] = [field for field in schema["fields"] if field["name"] != "uetr"]
    error = refusal(lambda: world.client().register_schema("payment.initiated-value", avro(schema, references)))
    equal(code(error), (409, 40901), "status and code")
    assert "uetr" in str(error), f"the reason names the field: {error}"


@check
def an_event_without_parties_is_refused_with_422(world):
    schema, references = pushed(world, "payment.initiated-value")
    parties = ("originatorInfo", "beneficiaryInfo")
    schema["fields"] = [field for field in schema["fields"] if field["name"] not in parties]
    schema["contract"] |= {"event": "payment.invented", "topic": "payment.invented"}
    kept = [reference for reference in references if reference.name.endswith("ScreeningSummary")]
    error = refusal(lambda: world.client().register_schema("payment.invented-value", avro(schema, kept)))
    equal(code(error), (422, 42291), "status and code")
    for party in parties:
        assert party in str(error), f"the reason names {party}: {error}"


@check
def an_invalid_schema_is_refused_with_42201(world):
    broken = Schema('{"type": "record", "name": "Broken"}', "AVRO")
    equal(code(refusal(lambda: world.client().register_schema("broken-value", broken))), (422, 42201), "status and code")


@check
def the_level_of_a_subject_can_be_read_and_set(world):
    client = world.client()
    client.register_schema("settings-value", avro(PLAIN))
    equal(client.set_compatibility("settings-value", "NONE"), {"compatibility": "NONE"}, "answer")
    equal(client.get_compatibility("settings-value"), "NONE", "level")
    client.register_schema("settings-value", avro(grown(PLAIN, {"name": "unit", "type": "string"})))
    equal(client.get_versions("settings-value"), [1, 2], "versions under NONE")


@check
def a_subject_is_deleted_softly_and_then_for_good(world):
    client = world.client()
    client.register_schema("passing-value", avro(PLAIN))
    equal(client.delete_subject("passing-value"), [1], "soft delete")
    assert "passing-value" not in client.get_subjects(), "a deleted subject is listed"
    equal(client.delete_subject("passing-value", permanent=True), [1], "permanent delete")


@check
def what_an_event_refers_to_cannot_be_deleted(world):
    error = refusal(lambda: world.client().delete_version("fintech.party.v1.OriginatorInfo", 1))
    equal(code(error), (422, 42206), "status and code")


def code(error):
    return error.http_status_code, error.error_code


def grown(schema, field):
    return schema | {"fields": schema["fields"] + [field]}


def pushed(world, subject):
    """A schema of the catalogue as JSON, with its references."""
    schema = world.client().get_latest_version(subject).schema
    references = [SchemaReference(each.name, each.subject, each.version) for each in schema.references]
    return json.loads(schema.schema_str), references
