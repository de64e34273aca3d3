// The registry as Confluent's client sees it: register, look up, compare, configure, refuse, delete.

import assert from 'node:assert/strict';
import { SchemaRegistryClient } from '@confluentinc/schemaregistry';
import { avro, check, protobuf, refused, REGISTRY, sameJson } from './harness.mjs';

/// A client of its own for each check, so that none profits from another's cache.
const client = () => new SchemaRegistryClient({ baseURLs: [REGISTRY] });

check('confluent: a schema registers once and keeps its id', async () => {
  const first = await client().register('readings-value', avro('reading.avsc'));
  assert.equal(await client().register('readings-value', avro('reading.avsc')), first);
  assert.equal(await client().register('copies-value', avro('reading.avsc')), first);
  assert.deepEqual(await client().getAllVersions('readings-value'), [1]);
});

check('confluent: a schema is found by text, id, guid, version and as the latest', async () => {
  const reading = avro('reading.avsc');
  const { id, guid } = await client().registerFullResponse('readings-value', reading);
  assert.equal(await client().getId('readings-value', reading), id);
  assert.equal(await client().getVersion('readings-value', reading), 1);
  sameJson((await client().getBySubjectAndId('readings-value', id)).schema, reading.schema);
  sameJson((await client().getByGuid(guid)).schema, reading.schema);
  const byVersion = await client().getSchemaMetadata('readings-value', 1);
  assert.deepEqual([byVersion.id, byVersion.guid, byVersion.version], [id, guid, 1]);
  const latest = await client().getLatestSchemaMetadata('readings-value');
  assert.deepEqual([latest.id, latest.guid, latest.version], [id, guid, 1]);
  assert.ok((await client().getAllSubjects()).includes('readings-value'));
});

check('confluent: an unknown subject, version and id have their codes', async () => {
  await refused(404, 40401, () => client().getLatestSchemaMetadata('no-such-subject'));
  await refused(404, 40402, () => client().getSchemaMetadata('readings-value', 99));
  await refused(404, 40403, () => client().getBySubjectAndId('readings-value', 999_999));
  await refused(404, 40403, () => client().getId('readings-value', avro('site-alone.avsc')));
  await refused(422, 42201, () => client().register('readings-value', { schema: '{', schemaType: 'AVRO' }));
});

check('confluent: an Avro schema is registered with its reference', async () => {
  await client().register('meters.Reading', avro('reading.avsc'));
  const references = [{ name: 'meters.Reading', subject: 'meters.Reading', version: 1 }];
  const id = await client().register('sites-value', avro('site.avsc', references));
  const found = await client().getBySubjectAndId('sites-value', id);
  sameJson(found.schema, avro('site.avsc').schema);
  assert.deepEqual(found.references, references);
  await refused(422, 42206, () => client().deleteSubject('meters.Reading'));
});

check('confluent: a Protobuf file is registered with its import', async () => {
  await client().register('unit.proto', protobuf('unit.proto'));
  const references = [{ name: 'unit.proto', subject: 'unit.proto', version: 1 }];
  const meter = protobuf('meter.proto', references);
  const id = await client().register('meters-value', meter);
  assert.equal(await client().getId('meters-value', meter), id);
  const latest = await client().getLatestSchemaMetadata('meters-value');
  assert.deepEqual([latest.id, latest.schemaType, latest.references], [id, 'PROTOBUF', references]);
  assert.equal(await client().testCompatibility('meters-value', 1, protobuf('meter-2.proto', references)), true);
  assert.equal(await client().testCompatibility('meters-value', 1, protobuf('meter-breaking.proto', references)), false);
  await refused(409, 40901, () => client().register('meters-value', protobuf('meter-breaking.proto', references)));
});

check('confluent: a compatible schema is told from a breaking one', async () => {
  assert.equal(await client().testCompatibility('readings-value', 1, avro('reading-2.avsc')), true);
  assert.equal(await client().testSubjectCompatibility('readings-value', avro('reading-2.avsc')), true);
  assert.equal(await client().testCompatibility('readings-value', 1, avro('reading-breaking.avsc')), false);
  assert.equal(await client().testSubjectCompatibility('readings-value', avro('reading-breaking.avsc')), false);
  const why = await refused(409, 40901, () => client().register('readings-value', avro('reading-breaking.avsc')));
  assert.match(why, /meter/);
});

check('confluent: a level is set and read for a subject and for all', async () => {
  const registry = client();
  await refused(404, 40408, () => client().getCompatibility('levels-value'));
  assert.equal(await registry.updateCompatibility('levels-value', 'FULL'), 'FULL');
  assert.equal(await client().getCompatibility('levels-value'), 'FULL');
  assert.equal((await client().getConfig('levels-value')).compatibilityLevel, 'FULL');
  const answer = await client().updateConfig('levels-value', { compatibility: 'FORWARD', normalize: true });
  assert.deepEqual([answer.compatibility, answer.normalize], ['FORWARD', true]);
  assert.equal((await client().getConfig('levels-value')).normalize, true);
  const before = await client().getDefaultCompatibility();
  assert.equal(await client().updateDefaultCompatibility('FULL_TRANSITIVE'), 'FULL_TRANSITIVE');
  assert.equal((await client().getDefaultConfig()).compatibilityLevel, 'FULL_TRANSITIVE');
  assert.equal(await client().updateDefaultCompatibility(before), before);
  await refused(422, 42203, () => client().updateCompatibility('levels-value', 'SIDEWAYS'));
});

check('confluent: metadata is stored and found by its properties', async () => {
  const metadata = { properties: { owner: 'meters' }, tags: { 'meters.Reading.value': ['MEASURED'] } };
  const id = await client().register('described-value', { ...avro('reading.avsc'), metadata });
  const found = await client().getLatestWithMetadata('described-value', { owner: 'meters' });
  assert.deepEqual([found.id, found.metadata], [id, metadata]);
  await refused(404, 40403, () => client().getLatestWithMetadata('described-value', { owner: 'nobody' }));
});

check('confluent: an event without parties is refused and told what to add', async () => {
  const why = await refused(422, 42291, () => client().register('payment.noted-value', avro('payment-without-parties.avsc')));
  assert.match(why, /originatorInfo/);
  assert.match(why, /beneficiaryInfo/);
});

check('confluent: a pushed event is there with its references and cannot lose a field', async () => {
  const latest = await client().getLatestSchemaMetadata('payment.initiated-value');
  const names = latest.references.map((reference) => reference.name);
  assert.ok(names.includes('fintech.party.v1.OriginatorInfo'), names.join());
  const event = JSON.parse(latest.schema);
  event.fields = event.fields.filter((field) => field.name !== 'purposeCode');
  const candidate = { ...avro('reading.avsc', latest.references), schema: JSON.stringify(event) };
  assert.equal(await client().testCompatibility('payment.initiated-value', latest.version, candidate), false);
  await refused(409, 40901, () => client().register('payment.initiated-value', candidate));
});

check('confluent: versions and subjects are deleted in two steps', async () => {
  const id = await client().register('gone-value', avro('reading.avsc'));
  await client().register('gone-value', avro('reading-2.avsc'));
  await refused(404, 40407, () => client().deleteSubjectVersion('gone-value', 1, true));
  assert.equal(await client().deleteSubjectVersion('gone-value', 1), 1);
  assert.deepEqual(await client().getAllVersions('gone-value'), [2]);
  assert.equal((await client().getSchemaMetadata('gone-value', 1, true)).id, id);
  assert.equal(await client().deleteSubjectVersion('gone-value', 1, true), 1);
  await refused(404, 40405, () => client().deleteSubject('gone-value', true));
  assert.deepEqual(await client().deleteSubject('gone-value'), [2]);
  assert.deepEqual(await client().deleteSubject('gone-value', true), [2]);
  await refused(404, 40401, () => client().getAllVersions('gone-value'));
  assert.ok((await client().getBySubjectAndId('readings-value', id)).schema, 'the schema lives on under other subjects');
});
