// Run as a child process: appends to streams of a SQLite log, printing the id of each answered append.
// Arguments: file, number of appends to each stream, streams.
import { randomUUID } from 'node:crypto';
import { SqliteEventStore } from '../sqlite/sqlite-event-store.js';

const [file = '', appends = '1', ...streams] = process.argv.slice(2);
const store = SqliteEventStore.open(file);

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
