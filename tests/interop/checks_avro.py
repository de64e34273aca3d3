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
        "amount": decimal.Decimal("1250.05"), "currency": "USD", "corridorCode": "ZWE-ZAF",
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
    equal(read["schemaId"], schema_id(world), "schema id")
    equal(read["event"], as_json(payment()), "event")
    equal(read["violations"], [], "violations")
    equal(read["reencoded"], framed.hex(), "the same event written again")


@check
def our_avro_payment_is_read_by_their_deserializer(world):
    written = bytes.fromhex(ours(world))
    equal(written[:5], b"\0" + struct.pack(">I", schema_id(world)), "magic byte and id")
    value = AvroDeserializer(world.client())(written, value_of(TOPIC))
    equal(as_json(value), as_json(payment()), "event")


@check
def our_type_names_every_rule_that_their_avro_payment_breaks(world):
    broken = payment() | {"amount": decimal.Decimal("-1"), "currency": "EURO", "corridorCode": None}
    serializer = AvroSerializer(world.client(), conf={"auto.register.schemas": False, "use.latest.version": True})
    read = world.rust("decode", TOPIC, stdin=serializer(broken, value_of(TOPIC)).hex())
    rules = sorted((violation["path"], violation["rule"]) for violation in read["violations"])
    equal(rules, [("amount", "decimal.gt"), ("currency", "string.currency")], "violations of what was read")


@check
def an_old_consumer_reads_our_newest_avro_payment(world):
    text = (REPO / "schemas/payments/history/payment.initiated/v1.avsc").read_text()
    references = [each for each in world.client().get_latest_version(SUBJECT).schema.references]
    reader = AvroDeserializer(world.client(), Schema(text, "AVRO", references))
    value = reader(bytes.fromhex(ours(world)), value_of(TOPIC))
    names = [field["name"] for field in json.loads(text)["fields"]]
    equal(sorted(value), sorted(names), "fields of version 1")


def ours(world):
    """The sample as our generated type frames it, in hexadecimal."""
    return world.rust("encode", TOPIC, schema_id(world), stdin=json.dumps(as_json(payment())))["framed"]


def as_json(value):
    """A value of the Avro client in the JSON of our generated types: exact numbers and times as text."""
    match value:
        case dict():
            return {name: as_json(each) for name, each in value.items()}
        case list():
            return [as_json(each) for each in value]
        case decimal.Decimal():
            return str(value.quantize(decimal.Decimal("0.00001")))
        case datetime.datetime():
            return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        case datetime.date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case _:
            return value
