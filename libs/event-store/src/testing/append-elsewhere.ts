// Run as a child process: appends to streams of a log, printing the id of each answered append.
// Arguments: file of a SQLite log or connection string of a server, number of appends to each stream, streams.
import { randomUUID } from 'node:crypto';
import { readEventStoreAddress } from '../event-store-address.js';
import { openEventStore } from '../open-event-store.js';

const [place = '', appends = '1', ...streams] = process.argv.slice(2);
const store = await openEventStore(readEventStoreAddress(place.startsWith('esdb') ? place : ''), place);

async function fill(stream: string): Promise<void> {
  let revision = (await store.readStream(stream)).length - 1;
  for (let n = 0; n < Number(appends); n += 1) {
    const id = randomUUID();
    const event = { id, type: 'something-happened', version: 1, time: new Date().toISOString(), data: `{"n":${n}}`, metadata: '{}' };
    revision = (await store.append(stream, revision < 0 ? 'no-stream' : revision, [event])).revision;
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(streams.map(fill));
await store.close();
