// What the checks share: the list of checks and how it is run, the schemas, what a refusal looks like.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REGISTRY = process.env.CONCORD_REGISTRY;

const checks = [];

/// Declares a check; its name is the sentence that must hold.
export function check(name, action) {
  checks.push({ name, action });
}

/// Runs the checks in order of declaration; true if none failed.
export async function runAll() {
  let failed = 0;
  for (const { name, action } of checks) {
    try {
      await action();
      console.log(`ok     ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack}`);
    }
  }
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 && checks.length > 0;
}

/// A schema that the languages share, as text.
export function text(file) {
  return readFileSync(join(process.env.INTEROP_SCHEMAS, file), 'utf8');
}

export function avro(file, references = []) {
  return { schema: text(file), schemaType: 'AVRO', references };
}

export function protobuf(file, references = []) {
  return { schema: text(file), schemaType: 'PROTOBUF', references };
}

export function json(file, references = []) {
  return { schema: text(file), schemaType: 'JSON', references };
}

/// Asserts that two Avro texts say the same.
export function sameJson(ours, theirs) {
  assert.deepEqual(JSON.parse(ours), JSON.parse(theirs));
}

/// Asserts that the action is refused, and returns the refusal.
export async function refusal(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  assert.fail('it was accepted');
}

/// Asserts the status and the code of a refusal by Confluent's client.
export async function refused(status, code, action) {
  const error = await refusal(action);
  assert.deepEqual([error.status, error.errorCode], [status, code], error.message);
  return error.message;
}
