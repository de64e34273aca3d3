"""Rule sets that the registry keeps and Confluent's client runs: CEL conditions, transformations, migrations' order."""

import json

from confluent_kafka.schema_registry import (
    Metadata, MetadataProperties, Rule, RuleKind, RuleMode, RuleParams, RuleSet, Schema, ServerConfig,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.schema_registry.rules.cel.cel_field_executor import CelFieldExecutor
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.serialization import SerializationError

import checks_json
from checks_protobuf import ORDER, order
from checks_registry import PLAIN, code, grown, refusal
from harness import check, equal, value_of

for executor in (CelExecutor, CelFieldExecutor, JsonataExecutor):
    executor.register()

AS_REGISTERED = {"auto.register.schemas": False, "use.latest.version": True}
TEXT = grown(PLAIN, {"name": "unit", "type": "string", "default": "kWh", "confluent:tags": ["PUBLIC"]})


def rule(name, kind, mode, expression, type="CEL", **others):
    return Rule(name, None, kind, mode, type, others.pop("tags", None), RuleParams({}), expression, None, None, False)


def condition(name, expression):
    return rule(name, RuleKind.CONDITION, RuleMode.WRITE, expression)


def with_rules(schema, *, domain=(), migration=(), kind="AVRO", metadata=None, references=()):
    text = schema if isinstance(schema, str) else json.dumps(schema)
    return Schema(text, kind, list(references), metadata, RuleSet(list(migration), list(domain)))


def writing_fails(serializer, value, topic, expression):
    try:
        serializer(value, value_of(topic))
    except SerializationError as error:
        assert expression in str(error.__cause__), f"the rule is named: {error.__cause__}"
        return
    raise AssertionError(f"the rule {expression} let {value} pass")


@check
def a_rule_set_comes_back_whole(world):
    rules = with_rules(PLAIN, domain=[condition("positive", "message.value > 0")])
    schema_id = world.client().register_schema("rules.kept-value", rules)
    for read in (world.client().get_schema(schema_id), world.client().get_latest_version("rules.kept-value").schema):
        kept = read.rule_set.domain_rules[0]
        equal((kept.name, kept.kind, kept.mode, kept.type, kept.expr),
              ("positive", RuleKind.CONDITION, RuleMode.WRITE, "CEL", "message.value > 0"), "rule")
    plain = world.client().register_schema("rules.plain-value", Schema(json.dumps(PLAIN), "AVRO"))
    assert plain != schema_id, "a schema with rules is another content"


@check
def a_cel_condition_holds_avro_json_and_protobuf_producers(world):
    avro = with_rules(PLAIN, domain=[condition("positive", "message.value > 0")])
    world.client().register_schema("rules.avro-value", avro)
    serializer = AvroSerializer(world.client(), conf=AS_REGISTERED)
    serializer({"value": 1}, value_of("rules.avro"))
    writing_fails(serializer, {"value": -1}, "rules.avro", "message.value > 0")

    ticket = with_rules(checks_json.schema("ticket.json").schema_str, kind="JSON",
                        domain=[condition("named", "size(message.subject) > 3")])
    world.client().register_schema("rules.json-value", ticket)
    serializer = JSONSerializer(None, world.client(), conf=AS_REGISTERED)
    serializer(checks_json.TICKET, value_of("rules.json"))
    writing_fails(serializer, {"number": 1, "subject": "no"}, "rules.json", "size(message.subject) > 3")

    latest = world.client().get_latest_version(f"{ORDER}-value").schema
    ordered = with_rules(latest.schema_str, kind="PROTOBUF", references=latest.references,
                         domain=[condition("several", "size(message.lines) > 0")])
    world.client().register_schema(f"{ORDER}-value", ordered)
    message = order(world)
    serializer = ProtobufSerializer(type(message), world.client(), AS_REGISTERED)
    serializer(message, value_of(ORDER))
    del message.lines[:]
    writing_fails(serializer, message, ORDER, "size(message.lines) > 0")


@check
def a_cel_transformation_changes_the_tagged_field(world):
    shout = rule("shout", RuleKind.TRANSFORM, RuleMode.WRITE, "typeName == 'STRING' ; value + '!'", type="CEL_FIELD",
                 tags=["PUBLIC"])
    world.client().register_schema("rules.changed-value", with_rules(TEXT, domain=[shout]))
    framed = AvroSerializer(world.client(), conf=AS_REGISTERED)({"value": 1, "unit": "Wh"}, value_of("rules.changed"))
    read = AvroDeserializer(world.client())(framed, value_of("rules.changed"))
    equal(read, {"value": 1, "unit": "Wh!"}, "value")


@check
def migration_rules_carry_an_old_value_over_a_breaking_change(world):
    """The rename breaks every level, so the versions are compared within `application.major.version` only."""
    subject, client = "rules.migrated-value", world.client()
    client.set_config(subject, ServerConfig(compatibility_group="application.major.version"))
    renamed = PLAIN | {"fields": [{"name": "amount", "type": "long"}]}
    client.register_schema(subject, Schema(json.dumps(PLAIN), "AVRO", [], major("1")))
    written = AvroSerializer(world.client(), conf={"auto.register.schemas": False, "use.latest.with.metadata": majors("1")})(
        {"value": 5}, value_of("rules.migrated"))
    upgrade = rule("rename", RuleKind.TRANSFORM, RuleMode.UPGRADE, "$merge([$sift($, function($v, $k) {$k != 'value'}), "
                   "{'amount': $.'value'}])", type="JSONATA")
    client.register_schema(subject, with_rules(renamed, migration=[upgrade], metadata=major("2")))
    reader = AvroDeserializer(world.client(), conf={"use.latest.with.metadata": majors("2")})
    equal(reader(written, value_of("rules.migrated")), {"amount": 5}, "the old value in the new shape")


def majors(number):
    return {"application.major.version": number}


def major(number):
    return Metadata(None, MetadataProperties(majors(number)), None)


@check
def default_rules_of_the_configuration_reach_every_new_version(world):
    subject, client = "rules.defaults-value", world.client()
    client.set_config(subject, ServerConfig(default_rule_set=RuleSet([], [condition("positive", "message.value > 0")])))
    client.register_schema(subject, Schema(json.dumps(PLAIN), "AVRO"))
    equal([each.name for each in client.get_latest_version(subject).schema.rule_set.domain_rules], ["positive"], "rules")
    writing_fails(AvroSerializer(world.client(), conf=AS_REGISTERED), {"value": 0}, "rules.defaults", "message.value > 0")


@check
def a_rule_set_that_no_client_could_run_is_refused_with_42210(world):
    nameless = with_rules(PLAIN, domain=[condition("not a name", "true")])
    equal(code(refusal(lambda: world.client().register_schema("rules.bad-value", nameless))), (422, 42210), "name")
    late = with_rules(PLAIN, domain=[rule("late", RuleKind.CONDITION, RuleMode.UPGRADE, "true")])
    equal(code(refusal(lambda: world.client().register_schema("rules.bad-value", late))), (422, 42210), "mode")
