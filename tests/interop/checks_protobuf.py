"""`order.created` and `swift.gpi.updated` between their Protobuf serializer and our generated types."""

import functools
import importlib
import importlib.resources
import struct
import sys
import uuid

from confluent_kafka.schema_registry import confluent
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
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
    for side, name in ((update.originator_info, "Tendai Möller"), (update.beneficiary_info, "Naledi Dlamini")):
        side.identity.party_type = 1
        side.identity.name = name
        side.account.other_id = "4-123456-78"
        side.institution.bic = "SBZAZAJJ"
        side.institution.country = "ZA"
    return update


SAMPLES = {ORDER: order, GPI: gpi}


def serialized(world, topic):
    message = SAMPLES[topic](world)
    return message, ProtobufSerializer(type(message), world.client(), AS_PUSHED)(message, value_of(topic))


def read_by_our_type(world, topic):
    message, framed = serialized(world, topic)
    read = world.rust("decode", topic, stdin=framed.hex())
    equal(read["violations"], [], "violations")
    equal(read["eventId"], message.event_id, "eventId")
    equal(read["correlationId"], message.correlation_id, "correlationId")
    equal(read["occurredAtMicros"], message.occurred_at.ToMicroseconds(), "occurredAt")
    equal(read["reencoded"], framed.hex(), "the same event written again")
    return message, read


def read_by_their_deserializer(world, topic):
    schema_id = world.client().get_latest_version(f"{topic}-value").schema_id
    written = world.rust("encode", topic, schema_id)
    framed = bytes.fromhex(written["framed"])
    equal(framed[:6], b"\0" + struct.pack(">I", schema_id) + b"\0", "magic byte, id and message indexes")
    message = ProtobufDeserializer(type(SAMPLES[topic](world)), {}, world.client())(framed, value_of(topic))
    equal(written["eventId"], message.event_id, "eventId")
    equal(written["correlationId"], message.correlation_id, "correlationId")
    equal(written["occurredAtMicros"], message.occurred_at.ToMicroseconds(), "occurredAt")
    return message, written


@check
def their_protobuf_order_is_read_by_our_type(world):
    message, read = read_by_our_type(world, ORDER)
    equal(read["orderId"], message.order_id, "orderId")
    equal(read["amountMinor"], message.amount_minor, "amountMinor")


@check
def our_protobuf_order_is_read_by_their_deserializer(world):
    message, written = read_by_their_deserializer(world, ORDER)
    equal(written["orderId"], message.order_id, "orderId")
    equal(written["amountMinor"], message.amount_minor, "amountMinor")


@check
def their_protobuf_gpi_update_is_read_by_our_type(world):
    message, read = read_by_our_type(world, GPI)
    equal(read["uetr"], message.uetr, "uetr")


@check
def our_protobuf_gpi_update_is_read_by_their_deserializer(world):
    message, written = read_by_their_deserializer(world, GPI)
    equal(written["uetr"], message.uetr, "uetr")


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
