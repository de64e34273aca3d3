// Payloads of Confluent's serializers: written with schemas from the registry, and read back through it.

import assert from 'node:assert/strict';
import { create, createFileRegistry, fromJson, toJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, file_google_protobuf_timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  AvroDeserializer, AvroSerializer, ProtobufDeserializer, ProtobufSerializer, SchemaRegistryClient, SerdeType,
} from '@confluentinc/schemaregistry';
import { avro, check, protobuf, refused, REGISTRY } from './harness.mjs';

const client = () => new SchemaRegistryClient({ baseURLs: [REGISTRY] });
const AS_REGISTERED = { autoRegisterSchemas: false, useLatestVersion: true };

/// Asserts that a payload opens with the magic byte and the id.
function framed(payload, id, indexes = []) {
  assert.deepEqual([payload[0], payload.readInt32BE(1), ...payload.subarray(5, 5 + indexes.length)], [0, id, ...indexes]);
}

check('confluent: an Avro value is written with the latest version and read back', async () => {
  await client().register('js.readings-value', avro('reading.avsc'));
  const id = await client().register('js.readings-value', avro('reading-2.avsc'));
  const value = { value: -7, unit: 'Wh' };
  const payload = await new AvroSerializer(client(), SerdeType.VALUE, AS_REGISTERED).serialize('js.readings', value);
  framed(payload, id);
  const read = await new AvroDeserializer(client(), SerdeType.VALUE, {}).deserialize('js.readings', payload);
  assert.deepEqual({ ...read }, value);
});

check('confluent: an Avro value is resolved through references', async () => {
  await client().register('meters.Reading', avro('reading.avsc'));
  const references = [{ name: 'meters.Reading', subject: 'meters.Reading', version: 1 }];
  const id = await client().register('js.sites-value', avro('site.avsc', references));
  const value = { name: 'Möhne', last: { value: 12 } };
  const payload = await new AvroSerializer(client(), SerdeType.VALUE, AS_REGISTERED).serialize('js.sites', value);
  framed(payload, id);
  const read = await new AvroDeserializer(client(), SerdeType.VALUE, {}).deserialize('js.sites', payload);
  assert.deepEqual(JSON.parse(JSON.stringify(read)), value);
});

check('confluent: the serializer registers an Avro schema of its own making', async () => {
  const serializer = new AvroSerializer(client(), SerdeType.VALUE, { autoRegisterSchemas: true });
  const payload = await serializer.serialize('js.guessed', { name: 'Möhne', level: 1.5 });
  framed(payload, (await client().getLatestSchemaMetadata('js.guessed-value')).id);
});

check('confluent: a Protobuf message registers its descriptors and is read back', async () => {
  const { registry, Meter } = meters('js-meter', 'js-unit');
  const serializer = new ProtobufSerializer(client(), SerdeType.VALUE, { autoRegisterSchemas: true, registry });
  const sent = meter(Meter);
  const payload = await serializer.serialize('js.meters', sent);
  const latest = await client().getLatestSchemaMetadata('js.meters-value');
  assert.deepEqual(latest.references.map(({ name, version }) => [name, version]), [['js-unit.proto', 1]]);
  assert.match(latest.schema, /message Meter \{/, 'the text, not the descriptor');
  framed(payload, latest.id, [0]);
  const read = await new ProtobufDeserializer(client(), SerdeType.VALUE, {}).deserialize('js.meters', payload);
  assert.deepEqual(toJson(Meter, read), toJson(Meter, sent));
});

check('confluent: a Protobuf message is read with descriptors of a text that another client registered', async () => {
  await client().register('unit.proto', protobuf('unit.proto'));
  const references = [{ name: 'unit.proto', subject: 'unit.proto', version: 1 }];
  const id = await client().register('js.texts-value', protobuf('meter-2.proto', references));
  const { registry, Meter, Site } = meters('meter', 'unit');
  const serializer = new ProtobufSerializer(client(), SerdeType.VALUE, { ...AS_REGISTERED, registry });
  const site = create(Site, { meters: [meter(Meter)] });
  const payload = await serializer.serialize('js.texts', site);
  framed(payload, id, [2, 2]);
  const read = await new ProtobufDeserializer(client(), SerdeType.VALUE, {}).deserialize('js.texts', payload);
  assert.deepEqual(toJson(Site, read), toJson(Site, site));
});

check('confluent: a shared file of the catalogue, with its options, is read with descriptors from the registry', async () => {
  const { id } = await client().getLatestSchemaMetadata('common/v1/item.proto');
  const frame = Buffer.from([0, id >> 24, id >> 16, id >> 8, id, 0]);
  const read = await new ProtobufDeserializer(client(), SerdeType.VALUE, {}).deserialize('items', frame);
  assert.equal(read.$typeName, 'fintech.common.v1.ItemLine');
});

check('confluent: a serializer that may not register is told that the schema is unknown', async () => {
  const { registry, Meter } = meters('js-unknown', 'js-unknown-unit');
  const serializer = new ProtobufSerializer(client(), SerdeType.VALUE, { autoRegisterSchemas: false, registry });
  await refused(404, 40401, () => serializer.serialize('js.unknown', meter(Meter)));
});

/// The files `meter-2.proto` and `unit.proto` as a compiler would describe them, under names of our choice.
function meters(meterFile, unitFile) {
  const field = (name, number, type, typeName) => ({
    name, number, type, label: 'LABEL_OPTIONAL', ...(typeName && { typeName }),
  });
  const unit = fromJson(FileDescriptorProtoSchema, {
    name: `${unitFile}.proto`, package: 'meters', syntax: 'proto3',
    enumType: [{ name: 'Unit', value: [{ name: 'UNIT_UNSPECIFIED', number: 0 }, { name: 'UNIT_KWH', number: 1 }] }],
    messageType: [{
      name: 'Quantity', field: [field('value', 1, 'TYPE_INT64'), field('unit', 2, 'TYPE_ENUM', '.meters.Unit')],
    }],
  });
  const main = fromJson(FileDescriptorProtoSchema, {
    name: `${meterFile}.proto`, package: 'meters', syntax: 'proto3',
    dependency: ['google/protobuf/timestamp.proto', `${unitFile}.proto`],
    messageType: [
      {
        name: 'Meter',
        nestedType: [{ name: 'Seal', field: [field('number', 1, 'TYPE_STRING')] }],
        field: [
          field('name', 1, 'TYPE_STRING'), field('last', 2, 'TYPE_MESSAGE', '.meters.Quantity'),
          field('seal', 3, 'TYPE_MESSAGE', '.meters.Meter.Seal'),
          field('read_at', 4, 'TYPE_MESSAGE', '.google.protobuf.Timestamp'),
        ],
      },
      { name: 'Site', field: [{ ...field('meters', 1, 'TYPE_MESSAGE', '.meters.Meter'), label: 'LABEL_REPEATED' }] },
    ],
  });
  const found = { [`${unitFile}.proto`]: unit };
  const registry = createFileRegistry(main, (name) => found[name] ?? file_google_protobuf_timestamp);
  return { registry, Meter: registry.getMessage('meters.Meter'), Site: registry.getMessage('meters.Site') };
}

function meter(Meter) {
  return create(Meter, {
    name: 'Möhne', last: { value: -12n, unit: 1 }, readAt: timestampFromMs(1_773_480_413_589), seal: { number: 'S-1' },
  });
}
