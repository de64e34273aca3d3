"""What is registered before the fuzzing, so that requests meet something."""

import json
import urllib.parse

from server import fetch

CUSTOMER = json.dumps({"type": "record", "name": "Customer", "fields": [{"name": "name", "type": "string"}]})
ORDER = json.dumps({"type": "record", "name": "Order", "fields": [{"name": "customer", "type": "Customer"}]})
S1 = json.dumps({"type": "record", "name": "myrecord", "fields": [{"name": "f1", "type": "string"}]})
S2 = json.dumps({"type": "record", "name": "myrecord", "fields": [
    {"name": "f1", "type": "string"}, {"name": "f2", "type": ["null", "string"], "default": None}]})
S3 = json.dumps({"type": "record", "name": "myrecord", "fields": [{"name": "f1", "type": "int"}]})
ADDRESS = 'syntax = "proto3";\npackage post;\nmessage Address { string street = 1; }\n'
PARCEL = 'syntax = "proto3";\npackage post;\nimport "address.proto";\nmessage Parcel { Address to = 1; repeated int32 sizes = 2; }\n'
POINT = json.dumps({"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}})
LINE = json.dumps({"type": "object", "properties": {"from": {"$ref": "point.json"}, "to": {"$ref": "point.json"}}})

# Subject, format, text, references.
SCHEMAS = [
    ("evolving-value", "AVRO", S1, []),
    ("evolving-value", "AVRO", S2, []),
    ("other-value", "AVRO", S1, []),
    (":.staging:evolving-value", "AVRO", S2, []),
    ("customer-value", "AVRO", CUSTOMER, []),
    ("order-value", "AVRO", ORDER, [("Customer", "customer-value", 1)]),
    ("address", "PROTOBUF", ADDRESS, []),
    ("parcel", "PROTOBUF", PARCEL, [("address.proto", "address", 1)]),
    ("point", "JSON", POINT, []),
    ("line", "JSON", LINE, [("point.json", "point", 1)]),
    ("odd/näme %41+b", "AVRO", '"string"', []),
]


def sow(url):
    """Registers everything of a format that the server has; says which values of parameters mean something now."""
    formats = json.loads(fetch(f"{url}/schemas/types")[1])
    guids, ids, subjects = set(), set(), []
    for subject, kind, text, references in SCHEMAS:
        if kind not in formats:
            continue
        body = {"schemaType": kind, "schema": text, "references": [
            {"name": name, "subject": to, "version": version} for name, to, version in references]}
        status, answer, _ = fetch(f"{url}/subjects/{urllib.parse.quote(subject, safe='')}/versions", body, "POST")
        if status != 200:
            raise SystemExit(f"{subject} is not registered: {status} {answer.decode()}")
        answer = json.loads(answer)
        guids.add(answer["guid"])
        ids.add(answer["id"])
        subjects.append(subject)
    fetch(f"{url}/config/other-value", {"compatibility": "FULL_TRANSITIVE", "normalize": True}, "PUT")
    fetch(f"{url}/config/:.staging:", {"compatibility": "NONE"}, "PUT")
    fetch(f"{url}/config/nickname", {"alias": "evolving-value"}, "PUT")
    fetch(f"{url}/associations", {
        "resourceName": "orders", "resourceNamespace": "topics", "resourceId": "r-1", "resourceType": "topic",
        "associations": [{"subject": "order-value", "associationType": "value", "lifecycle": "WEAK"}]}, "POST")
    texts = sorted({text for _, kind, text, _ in SCHEMAS if kind in formats} | {S3})
    names = sorted({name for _, _, _, references in SCHEMAS for name, _, _ in references})
    places = sorted(set(subjects))
    return {
        "path.subject": places + ["nickname", ":.staging:", ":.__GLOBAL:"],
        "path.version": ["1", "2", "latest", "-1"],
        "path.id": sorted(ids),
        "path.guid": sorted(guids),
        "path.context": [".staging", ".", "empty"],
        "query.subject": places + [":.staging:"],
        "query.format": ["resolved", "serialized", "ignore_extensions"],
        "query.referenceFormat": ["qualified"],
        "query.subjectPrefix": [":*:", ":.staging:", "e", ":*:o"],
        "query.contextPrefix": [".", ".s"],
        "body.schema": texts,
        "body.schemaType": formats,
        "body.references[*].name": names,
        "body.references[*].subject": places,
        "body.references[*].version": [1, 2, -1],
        "body.compatibility": ["NONE", "backward", "FULL_TRANSITIVE"],
        "body.compatibilityGroup": ["major"],
        "body.alias": places,
        "body.newVersion": [2, 3, -1],
        "body.tagsToAdd[*].schemaEntity.entityPath": ["myrecord", "myrecord.f1", "Order.customer", ".post.Parcel.to", "object.x"],
        "body.tagsToAdd[*].schemaEntity.entityType": ["sr_record", "sr_field"],
        "body.tagsToRemove[*].schemaEntity.entityPath": ["myrecord", "myrecord.f1"],
        "path.resource": ["r-1", "topics", "-"],
        "path.name": ["orders", "-"],
        "query.resourceType": ["topic"],
        "body.resourceId": ["r-1", "r-2"],
        "body.resourceName": ["orders", "parcels"],
        "body.resourceNamespace": ["topics"],
        "body.resourceType": ["topic"],
        "body.associations[*].subject": places,
        "body.associations[*].schema.schema": texts,
        "body.mode": ["READWRITE", "READONLY", "import", "FORWARD"],
    }
