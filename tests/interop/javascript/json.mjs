// JSON Schema through both clients: registered, compared, written and read, followed through references.

import assert from 'node:assert/strict';
import { JsonDeserializer, JsonSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { check, json, refusal, refused, REGISTRY, text } from './harness.mjs';

const client = () => new SchemaRegistryClient({ baseURLs: [REGISTRY] });
const AS_REGISTERED = { autoRegisterSchemas: false, useLatestVersion: true, validate: true };
const TICKET = { number: 7, subject: 'no light in Möhne 4' };
const REFERENCES = [{ name: 'ticket.json', subject: 'ticket.json', version: 1 }];

check('confluent: a JSON schema registers once, and one that accepts less is refused', async () => {
  const id = await client().register('js.tickets-value', json('ticket.json'));
  assert.equal(await client().register('js.tickets-value', json('ticket.json')), id);
  assert.equal((await client().getBySubjectAndId('js.tickets-value', id)).schemaType, 'JSON');
  assert.equal(await client().testCompatibility('js.tickets-value', 1, json('ticket-2.json')), true);
  const reason = await refused(409, 40901, () => client().register('js.tickets-value', json('ticket-breaking.json')));
  assert.match(reason, /MAX_LENGTH_DECREASED/);
});

check('confluent: a JSON value is written with the latest version and read back', async () => {
  await client().register('js.written-value', json('ticket.json'));
  const id = await client().register('js.written-value', json('ticket-2.json'));
  const payload = await new JsonSerializer(client(), SerdeType.VALUE, AS_REGISTERED).serialize('js.written', TICKET);
  assert.deepEqual([payload[0], payload.readInt32BE(1)], [0, id]);
  const read = await new JsonDeserializer(client(), SerdeType.VALUE, {}).deserialize('js.written', payload);
  assert.deepEqual(read, TICKET);
});

check('confluent: a JSON value is checked through references', async () => {
  await client().register('ticket.json', json('ticket.json'));
  await client().register('js.visits-value', json('visit.json', REFERENCES));
  const serializer = new JsonSerializer(client(), SerdeType.VALUE, AS_REGISTERED);
  await serializer.serialize('js.visits', { place: 'Möhne', ticket: TICKET });
  await refusal(() => serializer.serialize('js.visits', { place: 'Möhne', ticket: { number: 0 } }));
});

check('kafkajs: a JSON value is written and read, and a wrong one refused', async () => {
  const registry = new SchemaRegistry({ host: REGISTRY, retry: { retries: 0 } });
  const { id } = await registry.register({ type: SchemaType.JSON, schema: text('ticket.json') }, { subject: 'kafkajs.tickets-value' });
  assert.deepEqual(await registry.decode(await registry.encode(id, TICKET)), TICKET);
  await refusal(() => registry.encode(id, { number: 0 }));
});
