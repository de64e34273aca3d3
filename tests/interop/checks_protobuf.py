"""`order.created` and `swift.gpi.updated` between their Protobuf serializer and our generated types."""

import functools
import importlib
import importlib.resources
import json
import struct
import sys
import uuid

from confluent_kafka.schema_registry import confluent
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from google.protobuf import json_format
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money
from grpc_tools import protoc

from harness import REPO, check, equal, value_of

ORDER, GPI = "order.created", "swift.gpi.updated"
VOCABULARY = ["buf/validate/validate.proto", "contract/v1/contract.proto", "fintech/validate/v1/formats.proto"]
SHARED = ["common/v1/party.proto", "common/v1/item.proto"]
AS_PUSHED = {"auto.register.schemas": False, "use.latest.version": True}


@functools.cache
def classes(scratch):
    """The modules that protoc makes of the catalogue's own files."""
    place = scratch / "protobuf"
    place.mkdir()
    files = [*VOCABULARY, *SHARED, f"orders/{ORDER}.proto", f"swift/{GPI}.proto"]
    roots = [REPO / "schemas", REPO / "contract-schema" / "proto", importlib.resources.files("grpc_tools") / "_proto"]
    assert protoc.main(["protoc", *[f"-I{root}" for root in roots], f"--python_out={place}", *files]) == 0, "protoc"
    # The client brings this file; a second copy would collide in the descriptor pool.
    sys.modules["confluent"] = confluent
    sys.path.insert(0, str(place))
    return importlib.import_module("orders.order.created_pb2"), importlib.import_module("swift.swift.gpi.updated_pb2")


def moment():
    return Timestamp(seconds=1_773_480_413, nanos=589_793_000)


def order(world):
    module, _ = classes(world.scratch)
    created = module.OrderCreated(
        event_id=str(uuid.UUID(int=1, version=4)), correlation_id="flow-1", occurred_at=moment(),
        order_id=str(uuid.UUID(int=2, version=4)), customer_id="C-1001", amount_minor=129_900, currency="EUR",
        status=module.ORDER_STATUS_PENDING_PAYMENT)
    created.lines.add(sku="SKU-1", quantity=3, unit_amount=43_300)
    return created


def gpi(world):
    _, module = classes(world.scratch)
    update = module.SwiftGpiUpdated(
        event_id=str(uuid.UUID(int=5, version=4)), correlation_id="flow-2", causation_id=str(uuid.UUID(int=6, version=4)),
        occurred_at=moment(), uetr="97ed4827-7b6f-4491-a06f-b548d5a7512d", status=module.GPI_STATUS_ACCC,
        from_agent_bic="DEUTDEFF", to_agent_bic="SBZAZAJJ", tracker_updated_at=moment(), tracker_sequence=3,
        instructed_amount=Money(currency_code="EUR", units=10_000, nanos=500_000_000),
        settled_amount=Money(currency_code="EUR", units=9_985))
    update.charges.add(currency_code="EUR", units=15, nanos=500_000_000)
    parties = ((update.originator_info, "Tendai Möller", "4-123456-78"), (update.beneficiary_info, "Naledi Dlamini", "4-654321-87"))
    for side, name, account in parties:
        side.identity.party_type = 1
        side.identity.name = name
        side.account.other_id = account
        side.institution.bic = "SBZAZAJJ"
        side.institution.country = "ZA"
    return update


SAMPLES = {ORDER: order, GPI: gpi}


def serialized(world, topic):
    message = SAMPLES[topic](world)
    return message, ProtobufSerializer(type(message), world.client(), AS_PUSHED)(message, value_of(topic))


def as_json(message):
    """A message in the JSON of our generated types: protobuf's own, but 64-bit numbers are numbers."""
    def numbers(descriptor, value):
        for field in descriptor.fields:
            if field.json_name not in value:
                continue
            inner = value[field.json_name]
            if field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64):
                value[field.json_name] = int(inner)
            elif field.cpp_type == field.CPPTYPE_MESSAGE:
                for each in inner if isinstance(inner, list) else [inner]:
                    if isinstance(each, dict):
                        numbers(field.message_type, each)
        return value

    return numbers(message.DESCRIPTOR, json_format.MessageToDict(message))


def read_by_our_type(world, topic):
    message, framed = serialized(world, topic)
    schema_id = world.client().get_latest_version(f"{topic}-value").schema_id
    read = world.rust("decode", topic, stdin=framed.hex())
    equal(read["schemaId"], schema_id, "schema id")
    equal(json_format.ParseDict(read["event"], type(message)()), message, "event")
    equal(read["violations"], [], "violations")
    equal(read["reencoded"], framed.hex(), "the same event written again")


def read_by_their_deserializer(world, topic):
    message = SAMPLES[topic](world)
    schema_id = world.client().get_latest_version(f"{topic}-value").schema_id
    framed = bytes.fromhex(world.rust("encode", topic, schema_id, stdin=json.dumps(as_json(message)))["framed"])
    equal(framed[:6], b"\0" + struct.pack(">I", schema_id) + b"\0", "magic byte, id and message indexes")
    read = ProtobufDeserializer(type(message), {}, world.client())(framed, value_of(topic))
    equal(read, message, "event")


@check
def their_protobuf_order_is_read_by_our_type(world):
    read_by_our_type(world, ORDER)


@check
def our_protobuf_order_is_read_by_their_deserializer(world):
    read_by_their_deserializer(world, ORDER)


@check
def their_protobuf_gpi_update_is_read_by_our_type(world):
    read_by_our_type(world, GPI)


@check
def our_protobuf_gpi_update_is_read_by_their_deserializer(world):
    read_by_their_deserializer(world, GPI)


@check
def our_type_names_every_rule_that_their_protobuf_order_breaks(world):
    message = order(world)
    message.amount_minor, message.status = 0, 2
    message.lines[0].sku = ""
    framed = ProtobufSerializer(type(message), world.client(), AS_PUSHED)(message, value_of(ORDER))
    read = world.rust("decode", ORDER, stdin=framed.hex())
    rules = sorted((violation["path"], violation["rule"]) for violation in read["violations"])
    equal(rules, [("amountMinor", "int64.gt"), ("lines[0].sku", "string.min_len"), ("status", "enum.const")],
          "violations of what was read")


@check
def their_protobuf_deserializer_resolves_every_import_through_the_registry(world):
    for topic in SAMPLES:
        message, framed = serialized(world, topic)
        equal(ProtobufDeserializer(type(message), {}, world.client())(framed, value_of(topic)), message, topic)


@check
def their_protobuf_serializer_registers_its_own_descriptors_as_the_next_version(world):
    """Sent as descriptors the options are spelled out, so it is another text; it must be compatible and find its imports."""
    message = order(world)
    before = world.client().get_versions(f"{ORDER}-value")
    framed = ProtobufSerializer(type(message), world.client(), {})(message, value_of(ORDER))
    registered = world.client().get_latest_version(f"{ORDER}-value")
    equal(registered.version, before[-1] + 1, "version")
    equal(framed[:6], b"\0" + struct.pack(">I", registered.schema_id) + b"\0", "magic byte, id and message indexes")
    names = {reference.name for reference in registered.schema.references}
    assert {*SHARED, *VOCABULARY} <= names, f"references: {names}"
    equal(ProtobufDeserializer(type(message), {}, world.client())(framed, value_of(ORDER)), message, "event")
