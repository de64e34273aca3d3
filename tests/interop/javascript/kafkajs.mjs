// KafkaJS's client: it registers, caches, encodes and decodes in one object, and sets the level of what it registers.

import assert from 'node:assert/strict';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { check, refusal, REGISTRY, text } from './harness.mjs';

const registry = () => new SchemaRegistry({ host: REGISTRY, retry: { retries: 0 } });
const avro = (file, references = []) => ({ type: SchemaType.AVRO, schema: text(file), references });
const protobuf = (file, references = []) => ({ type: SchemaType.PROTOBUF, schema: text(file), references });

check('kafkajs: an Avro schema is registered, its level set, and found again', async () => {
  const subject = 'kafkajs.readings-value';
  const { id } = await registry().register(avro('reading.avsc'), { subject, compatibility: COMPATIBILITY.FULL });
  assert.equal((await registry().register(avro('reading.avsc'), { subject, compatibility: COMPATIBILITY.FULL })).id, id);
  assert.equal(await registry().getRegistryId(subject, 1), id);
  assert.equal(await registry().getLatestSchemaId(subject), id);
  assert.equal(await registry().getRegistryIdBySchema(subject, avro('reading.avsc')), id);
  const other = () => registry().register(avro('reading.avsc'), { subject, compatibility: COMPATIBILITY.NONE });
  assert.match((await refusal(other)).message, /does not match the configuration/);
});

check('kafkajs: an Avro value is read with the next version', async () => {
  const subject = 'kafkajs.readings-value';
  const first = registry();
  const { id } = await first.register(avro('reading.avsc'), { subject, compatibility: COMPATIBILITY.FULL });
  const payload = await first.encode(id, { value: 41 });
  assert.deepEqual([payload[0], payload.readInt32BE(1)], [0, id]);
  const options = { [SchemaType.AVRO]: { readerSchema: JSON.parse(text('reading-2.avsc')) } };
  assert.deepEqual({ ...await registry().decode(payload, options) }, { value: 41, unit: 'kWh' });
});

check('kafkajs: references are followed for Avro', async () => {
  await registry().register(avro('reading.avsc'), { subject: 'meters.Reading' });
  const references = [{ name: 'meters.Reading', subject: 'meters.Reading', version: 1 }];
  const { id } = await registry().register(avro('site.avsc', references), { subject: 'kafkajs.sites-value' });
  const payload = await registry().encode(id, { name: 'Möhne', last: { value: 12 } });
  assert.deepEqual(JSON.parse(JSON.stringify(await registry().decode(payload))), { name: 'Möhne', last: { value: 12 } });
});

check('kafkajs: references are followed for Protobuf', async () => {
  await registry().register(protobuf('unit.proto'), { subject: 'unit.proto' });
  const references = [{ name: 'unit.proto', subject: 'unit.proto', version: 1 }];
  const { id } = await registry().register(protobuf('meter.proto', references), { subject: 'kafkajs.meters-value' });
  const payload = await registry().encode(id, { name: 'Möhne', last: { value: 12 } });
  const read = await registry().decode(payload);
  assert.deepEqual([read.name, Number(read.last.value)], ['Möhne', 12]);
});

check('kafkajs: an event of the catalogue is written and read with all its types', async () => {
  const id = await registry().getLatestSchemaId('payment.initiated-value');
  const type = await registry().getSchema(id);
  const value = type.random();
  const payload = await registry().encode(id, value);
  assert.ok(type.compare(await registry().decode(payload), value) === 0, 'the same event');
});

check('kafkajs: a breaking change and an event without parties are refused', async () => {
  const breaking = () => registry().register(avro('reading-breaking.avsc'), { subject: 'kafkajs.readings-value', compatibility: COMPATIBILITY.FULL });
  const error = await refusal(breaking);
  assert.equal(error.status, 409, error.message);
  const silent = await refusal(() => registry().register(avro('payment-without-parties.avsc'), { subject: 'kafkajs.noted-value' }));
  assert.equal(silent.status, 422, silent.message);
  assert.match(silent.message, /originatorInfo/);
});

check('kafkajs: an unknown subject is reported as such', async () => {
  const error = await refusal(() => registry().getLatestSchemaId('no-such-subject'));
  assert.equal(error.status, 404);
  assert.match(error.message, /no-such-subject/);
});
