"""JSON Schema through Confluent's client: registration, references, payloads, what their validation refuses."""

import pathlib
import struct

from confluent_kafka.schema_registry import Schema, SchemaReference
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import SerializationError

from checks_registry import code, refusal
from harness import check, equal, value_of

SCHEMAS = pathlib.Path(__file__).resolve().parent / "schemas"
TICKET = {"number": 7, "subject": "no light in Möhne 4"}
AS_REGISTERED = {"auto.register.schemas": False, "use.latest.version": True}


def schema(file, references=None):
    return Schema((SCHEMAS / file).read_text(), "JSON", references or [])


def visit(world):
    """`visit.json`, which refers to `ticket.json`."""
    world.client().register_schema("ticket.json", schema("ticket.json"))
    return schema("visit.json", [SchemaReference("ticket.json", "ticket.json", 1)])


@check
def a_json_schema_registers_once_and_is_found_by_another_layout(world):
    first = world.client().register_schema("tickets-value", schema("ticket.json"))
    again = Schema(" " + schema("ticket.json").schema_str.replace("\n", ""), "JSON")
    equal(world.client().register_schema("tickets-value", again), first, "the id of the same schema")
    equal(world.client().lookup_schema("tickets-value", again).schema_id, first, "looked up")
    found = world.client().get_schema(first)
    equal((found.schema_type, found.schema_str.count("\n")), ("JSON", 0), "type and layout")


@check
def a_json_schema_that_accepts_less_is_refused_with_409(world):
    client = world.client()
    client.register_schema("narrowed-value", schema("ticket.json"))
    equal(client.test_compatibility("narrowed-value", schema("ticket-2.json")), True, "an optional property")
    equal(client.test_compatibility("narrowed-value", schema("ticket-breaking.json")), False, "a shorter text")
    error = refusal(lambda: client.register_schema("narrowed-value", schema("ticket-breaking.json")))
    equal(code(error), (409, 40901), "status and code")
    assert "MAX_LENGTH_DECREASED" in str(error) and "#/properties/subject" in str(error), str(error)


@check
def an_invalid_json_schema_is_refused_with_its_place(world):
    broken = Schema('{"type": "object",\n "properties": {"a": {"type": "text"}}}', "JSON")
    error = refusal(lambda: world.client().register_schema("broken-value", broken))
    equal(code(error), (422, 42201), "status and code")
    assert "line 2" in str(error), f"the place: {error}"


@check
def a_json_value_is_written_and_read_back(world):
    serializer = JSONSerializer(schema("ticket.json").schema_str, world.client())
    framed = serializer(TICKET, value_of("json.tickets"))
    schema_id = world.client().get_latest_version("json.tickets-value").schema_id
    equal(framed[:5], b"\0" + struct.pack(">I", schema_id), "magic byte and id")
    equal(JSONDeserializer(None, schema_registry_client=world.client())(framed, value_of("json.tickets")), TICKET, "value")


@check
def the_latest_json_version_is_used_where_it_is_asked_for(world):
    client = world.client()
    client.register_schema("json.newest-value", schema("ticket.json"))
    newest = client.register_schema("json.newest-value", schema("ticket-2.json"))
    framed = JSONSerializer(None, world.client(), conf=AS_REGISTERED)(TICKET | {"urgent": True}, value_of("json.newest"))
    equal(framed[:5], b"\0" + struct.pack(">I", newest), "magic byte and id")


@check
def a_json_value_is_checked_through_references(world):
    client = world.client()
    client.register_schema("json.visits-value", visit(world))
    serializer = JSONSerializer(None, world.client(), conf=AS_REGISTERED)
    sent = {"place": "Möhne", "ticket": TICKET}
    framed = serializer(sent, value_of("json.visits"))
    read = JSONDeserializer(None, schema_registry_client=world.client())(framed, value_of("json.visits"))
    equal(read, sent, "value")
    try:
        serializer({"place": "Möhne", "ticket": {"number": 0}}, value_of("json.visits"))
    except SerializationError as error:
        assert "minimum" in str(error), str(error)
    else:
        raise AssertionError("a value that the referenced schema forbids was written")


@check
def what_a_json_schema_refers_to_cannot_be_deleted(world):
    world.client().register_schema("json.visits-value", visit(world))
    error = refusal(lambda: world.client().delete_version("ticket.json", 1))
    equal(code(error), (422, 42206), "status and code")
