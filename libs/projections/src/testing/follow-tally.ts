// Run as a process: keeps the tally of a log up with it, on a PostgreSQL read store. Arguments: the file of the log, the address of the
// read store, how long a lease lasts in milliseconds. Says `holds EPOCH` or `stands by` when that changes.
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore } from '#event-store';
import { readPostgresAddress } from '../postgres/address.js';
import { PostgresReadStore } from '../postgres/postgres-read-store.js';
import { ProjectionRunner } from '../projection-runner.js';
import { counted } from './counted.js';
import { tallyProjection } from './tally.projection.js';

const [file = '', address = '', leaseMs = ''] = process.argv.slice(2);
const log = createEventLog(SqliteEventStore.open(file), new EventRegistry([counted]), simulatedClock('2020-09-01T00:00:00.000Z'));
const store = new PostgresReadStore(readPostgresAddress(address), { leaseMs: Number(leaseMs) });
const runner = new ProjectionRunner(log, store);
store.turn.onChange(() => process.stdout.write(store.turn.epoch === undefined ? 'stands by\n' : `holds ${store.turn.epoch}\n`));
runner.view(tallyProjection());
runner.start();
