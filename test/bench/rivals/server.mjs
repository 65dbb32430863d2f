// A rival behind Fastify with a compiled schema: the leanest server that one would really write around it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { stores } from './stores.mjs';

const options = JSON.parse(process.argv[2]);
const directory = await mkdtemp(join(tmpdir(), 'countersign-rival-'));
const store = await stores[options.store]({ ...options, directory });

const text = { type: 'string', maxLength: 200 };
const body = {
  type: 'object',
  required: ['section', 'values'],
  additionalProperties: false,
  properties: {
    section: text,
    values: {
      type: 'object',
      additionalProperties: false,
      properties: {
        address: text,
        householdNumber: text,
        headName: text,
        headIdNumber: { type: 'string', pattern: '^\\d{17}[0-9X]$' },
        members: { type: 'integer', minimum: 1, maximum: 30 },
        guardian: text,
        guardianPhone: { type: 'string', pattern: '^1\\d{10}$' },
      },
    },
  },
};

const server = fastify();
server.post('/api/records/:id/details', { schema: { body } }, async ({ params, body: { values }, headers }) => {
  await store.record({ recordId: params.id, userId: headers['x-countersign-as'], commandId: headers['idempotency-key'], values });
  return { recordId: params.id };
});
server.get('/count', async () => ({ count: await store.count() }));
process.once('SIGTERM', async () => {
  await server.close();
  await store.close();
  // SQLite’s files may still be going after Emmett’s store has closed.
  await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  process.exit(0);
});
await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`http://localhost:${server.server.address().port}\n`);
