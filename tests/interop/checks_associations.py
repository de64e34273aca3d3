"""Associations as Confluent's client makes, asks for and ends them, and as its serializers follow them."""

import json
import struct

from confluent_kafka.schema_registry import (
    AssociationCreateOrUpdateInfo,
    AssociationCreateOrUpdateRequest,
    Schema,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer

from checks_registry import PLAIN, avro, code, grown, refusal
from harness import check, equal, value_of

CLUSTER = "lkc-interop"
# Without it the client asks for the topic in any namespace.
STRATEGY = {
    "subject.name.strategy.type": "ASSOCIATED",
    "subject.name.strategy.conf": {"subject.name.strategy.kafka.cluster.id": CLUSTER},
}


def associate(world, topic, *wishes):
    """The client's answer to associating subjects with a topic; each wish is the members of an association."""
    request = AssociationCreateOrUpdateRequest(
        topic, CLUSTER, f"{CLUSTER}.{topic}", "topic", [AssociationCreateOrUpdateInfo(**wish) for wish in wishes])
    return world.client().create_association(request)


def held(world, topic, namespace=CLUSTER):
    found = world.client().get_associations_by_resource_name(topic, namespace, "topic", ["key", "value"])
    return [(each.association_type, each.subject, each.frozen) for each in found]


@check
def a_topic_is_associated_with_a_subject_that_is_there(world):
    world.client().register_schema("meters.Reading", avro(PLAIN))
    made = associate(world, "weakly.read", {"subject": "meters.Reading", "association_type": "value", "lifecycle": "WEAK"})
    equal((made.resource_name, made.resource_id, made.resource_type), ("weakly.read", f"{CLUSTER}.weakly.read", "topic"),
          "resource")
    equal([(each.subject, each.lifecycle, each.frozen) for each in made.associations],
          [("meters.Reading", "WEAK", False)], "association")
    equal(held(world, "weakly.read"), [("value", "meters.Reading", False)], "by name")
    equal(held(world, "weakly.read", "-"), [("value", "meters.Reading", False)], "by name anywhere")
    equal(held(world, "weakly.read", "elsewhere"), [], "in another namespace")


@check
def a_serializer_follows_an_association(world):
    client = world.client()
    schema_id = client.register_schema("meters.Reading", avro(PLAIN))
    associate(world, "followed", {"subject": "meters.Reading", "association_type": "value", "lifecycle": "WEAK"})
    for topic, subject in [("followed", "meters.Reading"), ("unassociated", "unassociated-value")]:
        serialize = AvroSerializer(client, json.dumps(PLAIN), conf=STRATEGY)
        message = serialize({"value": 7}, value_of(topic))
        equal(struct.unpack(">bI", message[:5]), (0, schema_id), f"magic and id in {topic}")
        equal(world.client().lookup_schema(subject, avro(PLAIN)).schema_id, schema_id, f"the schema under {subject}")
        equal(AvroDeserializer(world.client())(message, value_of(topic)), {"value": 7}, f"the value in {topic}")
    assert "followed-value" not in world.client().get_subjects(), "the topic has no subject of its own"


@check
def a_schema_that_comes_with_an_association_belongs_to_the_topic(world):
    made = associate(world, "strongly.read", {"association_type": "value", "schema": avro(PLAIN)})
    own = f":.{CLUSTER}:strongly.read-value"
    equal([(each.subject, each.lifecycle, each.frozen) for each in made.associations], [(own, "STRONG", True)],
          "association")
    equal(json.loads(made.associations[0].schema.schema_str), PLAIN, "the schema in the answer")
    equal(world.client().get_latest_version(own).version, 1, "version")
    serialize = AvroSerializer(world.client(), json.dumps(PLAIN), conf=STRATEGY | {"auto.register.schemas": False})
    message = serialize({"value": 7}, value_of("strongly.read"))
    equal(world.client().get_schema(struct.unpack(">I", message[1:5])[0], own).schema_type, "AVRO", "found by id")
    again = associate(world, "strongly.read", {"association_type": "value", "schema": avro(PLAIN)})
    equal(again.associations[0].subject, own, "the same again")
    wider = avro(grown(PLAIN, {"name": "unit", "type": "string", "default": "kWh"}))
    error = refusal(lambda: associate(world, "strongly.read", {"association_type": "value", "schema": wider}))
    equal(code(error), (409, 40903), "created with another schema")


@check
def what_is_associated_is_guarded_until_that_ends(world):
    client = world.client()
    associate(world, "guarded", {"association_type": "key", "schema": avro(PLAIN)})
    own, resource = f":.{CLUSTER}:guarded-key", f"{CLUSTER}.guarded"
    equal(code(refusal(lambda: client.delete_subject(own))), (409, 40904), "deleting the subject")
    equal(code(refusal(lambda: client.delete_version(own, 1))), (409, 40907), "deleting its last version")
    equal(code(refusal(lambda: client.delete_associations(resource))), (409, 40908), "ending what is frozen")
    equal(code(refusal(lambda: client.delete_associations(resource, "topic", ["value"]))), (404, 40410), "no value")
    client.delete_associations(resource, "topic", ["key"], cascade_lifecycle=True)
    equal(held(world, "guarded"), [], "what is left")
    equal(code(refusal(lambda: world.client().get_latest_version(own))), (404, 40401), "the subject")


@check
def a_wish_that_makes_no_sense_is_refused_with_42212(world):
    for wish in [
        {"subject": "meters.Reading", "lifecycle": "WEAK", "frozen": True},
        {"subject": "meters.Reading", "association_type": "header"},
        {"subject": "meters.Reading", "lifecycle": "STRONG", "schema": Schema('"string"', "AVRO")},
    ]:
        equal(code(refusal(lambda: associate(world, "senseless", wish))), (422, 42212), str(wish))
