"""`payment.initiated` between their Avro serializer and our generated type, in both directions."""

import datetime
import decimal
import json
import struct
import uuid

from confluent_kafka.schema_registry import Schema
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer

from harness import REPO, check, equal, value_of

TOPIC = "payment.initiated"
SUBJECT = TOPIC + "-value"
MOMENT = datetime.datetime(2026, 3, 14, 9, 26, 53, 589793, datetime.timezone.utc)


def party(name, account, country):
    return {
        "identity": {
            "partyType": "NATURAL_PERSON", "name": name, "nationalId": None, "customerId": "C-1001",
            "address": address(country),
            "birth": {"date": datetime.date(1969, 12, 31), "city": "Mutare", "province": None, "country": country},
            "lei": None, "anyBic": None, "countryOfResidence": country,
        },
        "account": account,
        "transactionReference": None,
        "institution": {"bic": "SBZAZAJJ", "lei": None, "clearingSystemId": "ZANCC", "clearingMemberId": "051001",
                        "name": None, "country": country},
    }


def address(country):
    empty = ("addressType", "department", "subDepartment", "buildingName", "floor", "postBox", "room", "postCode",
             "townLocationName", "districtName", "countrySubDivision")
    return dict.fromkeys(empty) | {"streetName": "Samora Machel Avenue", "buildingNumber": "1", "townName": "Harare",
                                   "country": country, "addressLine": ["c/o Dube"]}


def account(**known):
    return dict.fromkeys(("iban", "otherId", "otherScheme", "issuer", "currency")) | known


def screened(number):
    return {"screeningId": str(uuid.UUID(int=number, version=4)), "outcome": "CLEAR", "riskLevel": "LOW",
            "riskScore": 7, "lists": ["OFAC-SDN", "UN"], "checkedAt": MOMENT}


def payment():
    """A value with every kind of field: negative dates, two-byte letters, an exact decimal, nulls, lists, enums."""
    return {
        "eventId": str(uuid.UUID(int=1, version=4)), "correlationId": "flow-2026.03:14", "causationId": None,
        "occurredAt": MOMENT,
        "originatorInfo": party("Tendai Möller", account(otherId="4-123456-78", currency="USD"), "ZW"),
        "beneficiaryInfo": party("Naledi Dlamini", account(iban="GB82WEST12345698765432"), "ZA"),
        "paymentId": str(uuid.UUID(int=2, version=4)), "accountId": "4-123456-78",
        "amount": decimal.Decimal("1250.00001"), "currency": "USD", "corridorCode": "ZWE-ZAF",
        "screening": {"originator": screened(3), "beneficiary": screened(4), "corridorChecked": True,
                      "completedAt": MOMENT - datetime.timedelta(seconds=2)},
        "uetr": "97ed4827-7b6f-4491-a06f-b548d5a7512d", "endToEndId": None, "purposeCode": "SALA",
        "chargeBearer": "SHAR",
    }


def serialized(world):
    """The sample, framed by their serializer from the schema and the references in the registry."""
    serializer = AvroSerializer(world.client(), conf={"auto.register.schemas": False, "use.latest.version": True})
    return serializer(payment(), value_of(TOPIC))


def schema_id(world):
    return world.client().get_latest_version(SUBJECT).schema_id


@check
def their_avro_frame_carries_our_schema_id(world):
    equal(serialized(world)[:5], b"\0" + struct.pack(">I", schema_id(world)), "magic byte and id")


@check
def their_avro_serializer_finds_the_pushed_schema_by_its_text(world):
    schema = world.client().get_latest_version(SUBJECT).schema
    serializer = AvroSerializer(world.client(), schema, conf={"auto.register.schemas": False})
    equal(serializer(payment(), value_of(TOPIC)), serialized(world), "frame")


@check
def their_avro_payment_is_read_by_our_type(world):
    framed = serialized(world)
    read = world.rust("decode", TOPIC, stdin=framed.hex())
    sample = payment()
    equal(read["schemaId"], schema_id(world), "schema id")
    equal(read["violations"], [], "violations")
    equal(read["amount"], "1250.00001", "amount")
    equal(read["occurredAtMicros"], micros(MOMENT), "occurredAt")
    for field in ("eventId", "correlationId", "causationId", "paymentId", "accountId", "currency", "corridorCode", "uetr"):
        equal(read[field], sample[field], field)
    equal(read["originatorName"], "Tendai Möller", "name of the originator")
    equal(read["reencoded"], framed.hex(), "the same event written again")


@check
def our_avro_payment_is_read_by_their_deserializer(world):
    written = world.rust("encode", TOPIC, schema_id(world))
    value = AvroDeserializer(world.client())(bytes.fromhex(written["framed"]), value_of(TOPIC))
    equal(decimal.Decimal(written["amount"]), value["amount"], "amount")
    equal(written["occurredAtMicros"], micros(value["occurredAt"]), "occurredAt")
    for field in ("correlationId", "accountId", "currency", "corridorCode", "uetr"):
        equal(written[field], value[field], field)
    for field in ("eventId", "paymentId"):
        equal(written[field], str(value[field]), field)
    equal(written["originatorName"], value["originatorInfo"]["identity"]["name"], "name of the originator")


@check
def an_old_consumer_reads_our_newest_avro_payment(world):
    text = (REPO / "schemas/payments/history/payment.initiated/v1.avsc").read_text()
    references = [each for each in world.client().get_latest_version(SUBJECT).schema.references]
    reader = AvroDeserializer(world.client(), Schema(text, "AVRO", references))
    value = reader(bytes.fromhex(world.rust("encode", TOPIC, schema_id(world))["framed"]), value_of(TOPIC))
    names = [field["name"] for field in json.loads(text)["fields"]]
    equal(sorted(value), sorted(names), "fields of version 1")


def micros(moment):
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)
