// Every check of the JavaScript clients, in order; the exit code is 0 only if none failed.

import { runAll } from './harness.mjs';
// Importing a file declares its checks.
import './confluent_registry.mjs';
import './confluent_serdes.mjs';
import './kafkajs.mjs';
import './json.mjs';

process.exit(await runAll() ? 0 : 1);
