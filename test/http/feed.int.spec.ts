import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCountersign } from '../../apps/composition/src/countersign.module.js';
import { createServer } from '../../apps/server/src/server.js';
import { RECORD_SAMPLES } from '../../libs/feed/src/testing/record-samples.js';
import { recordId, SERVICE } from '../../libs/feed/src/testing/feed-log.js';
import { PaymentService, type PaymentEvent } from '../support/payment-service.js';
import { RunningServer } from './support/running-server.js';
import { idNumber, VALUES } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

const LIVE = 'text/event-stream';
const APPROVED = 'cn.countersign.record-approved.v1';

/** A page of the feed as a service gets it. */
interface Page {
  readonly status: number;
  readonly contentType: string | null;
  readonly position: string;
  readonly end: boolean;
  readonly events: readonly PaymentEvent[];
}

async function page(port: number, query = '', path = '/api/feed', as = ''): Promise<Page> {
  const response = await fetch(`http://127.0.0.1:${port}${path}?${query}`, { headers: as === '' ? {} : { 'x-countersign-as': as } });
  const { headers, status } = response;
  const events = (await response.json()) as readonly PaymentEvent[];
  const position = headers.get('countersign-position') ?? '';
  return { status, contentType: headers.get('content-type'), position, end: headers.get('countersign-end') === 'true', events };
}

/** Everything after a position, page by page. */
async function* catchUp(port: number, after = '', limit = 1000): AsyncGenerator<PaymentEvent> {
  for (let at = { position: after, end: false }; !at.end;) {
    const next = await page(port, `after=${at.position}&limit=${limit}`);
    yield* next.events;
    at = next;
  }
}

/** Reads server-sent events until somebody has seen enough. */
interface AsyncApi {
  readonly channels: { readonly live: { readonly address: string } };
  readonly components: {
    readonly messages: Readonly<
      Record<
        string,
        {
          readonly name: string;
          readonly contentType: string;
          readonly payload: {
            readonly required: readonly string[];
            readonly properties: { readonly data: { readonly required: readonly string[] } };
          };
        }
      >
    >;
  };
}

async function live(port: number, query: string, until: (event: PaymentEvent) => boolean, headers = {}): Promise<readonly PaymentEvent[]> {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/api/feed?${query}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  });
  const events: PaymentEvent[] = [];
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk, { stream: true });
    const whole = text.slice(0, text.lastIndexOf('\n\n') + 2);
    text = text.slice(whole.length);
    const data = [...whole.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json) as PaymentEvent);
    events.push(...data);
    if (data.some(until)) break;
  }
  stop.abort();
  return events;
}

/** The first blocks of a live stream, as they come. */
async function liveBlocks(port: number, query: string): Promise<readonly string[]> {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/api/feed?${query}`, { headers: { accept: LIVE }, signal: stop.signal });
  const { value } = (await response.body?.getReader().read()) ?? {};
  stop.abort();
  return new TextDecoder().decode(value).split('\n\n');
}

function hashOf(events: readonly PaymentEvent[]): string {
  return createHash('sha256')
    .update(events.map(({ sequence, id }) => `${sequence} ${id}\n`).join(''))
    .digest('hex');
}

async function all(port: number): Promise<readonly PaymentEvent[]> {
  const events: PaymentEvent[] = [];
  for await (const event of catchUp(port)) events.push(event);
  return events;
}

describe('the feed over HTTP', () => {
  let server: RunningServer;
  let record: WorkedRecord;
  beforeAll(async () => {
    server = await RunningServer.start();
    record = await (await (await (await WorkedRecord.open(server.client, 1)).collect(1)).submit()).approveLines();
  });
  afterAll(() => server.stop());

  it('lets a payment service pay once for an approval, and stop when the record is reopened', async () => {
    const service = new PaymentService();
    const { position } = await record.approve('approver', 'joint', 'county');
    for await (const event of catchUp(server.port, '', 3)) service.take(event);
    // What comes twice is paid once.
    for await (const event of catchUp(server.port, '', 7)) service.take(event);
    expect([...service.payments.values()]).toEqual([record.id]);
    expect([...service.standing]).toEqual([record.id]);
    await record.post('approver', 'reopening', { lines: ['household'], reason: '搬家' });
    for await (const event of catchUp(server.port, position)) service.take(event);
    expect([...service.standing]).toEqual([]);
    expect(service.payments.size).toBe(1);
  });

  it('tells nothing personal', async () => {
    const told = JSON.stringify(await all(server.port));
    const personal = [idNumber(1), '搬家', ...Object.values({ ...VALUES.identity, ...VALUES.household, ...VALUES.payment })];
    const texts = personal.filter((value): value is string => typeof value === 'string' && value.length > 1 && !/^\d{4,12}$/.test(value));
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((text) => text !== 'male' && text !== 'female' && told.includes(`"${text}"`))).toEqual([]);
    expect(told).not.toContain(idNumber(1));
  });

  it('answers a CloudEvents batch of the types that are asked for, and refuses unknown ones', async () => {
    const { status, contentType, events, end } = await page(server.port, `types=${APPROVED}`);
    expect({ status, contentType: contentType?.split(';')[0], end }).toEqual({
      status: 200,
      contentType: 'application/cloudevents-batch+json',
      end: true,
    });
    expect(events.map(({ type }) => type)).toEqual([APPROVED]);
    expect((await server.client.get('/api/feed?types=nothing')).body).toMatchObject({ code: 'unknown-feed-type' });
    expect((await server.client.get('/api/feed?after=99999999')).body).toMatchObject({ status: 409, code: 'feed-position-ahead' });
    expect((await server.client.get('/api/feed?wait=61')).body).toMatchObject({ status: 422 });
  });

  it('waits for what comes, and goes on live from the same position', async () => {
    const { position } = await page(server.port, 'limit=1000');
    const waiting = page(server.port, `after=${position}&wait=60`);
    const other = await WorkedRecord.open(server.client, 2);
    expect((await waiting).events[0]).toMatchObject({ subject: other.id });
    const isNext = ({ subject }: PaymentEvent) => subject !== other.id;
    const listening = live(server.port, `after=${position}`, isNext);
    const resumed = live(server.port, 'after=0', isNext, { 'last-event-id': position });
    const third = await WorkedRecord.open(server.client, 3);
    const expected = (await all(server.port)).filter(({ sequence }) => sequence > position);
    expect(expected.map(({ subject }) => subject)).toEqual([other.id, third.id]);
    for (const heard of await Promise.all([listening, resumed])) expect(heard).toEqual(expected);
  });

  it('sends a live event without a name, the position only with the last of each, so that nothing is missed by who was cut off', async () => {
    const blocks = await liveBlocks(server.port, 'types=cn.countersign.record-approved.v1,cn.countersign.record-payable.v1');
    const [approved = '', payable = ''] = blocks;
    expect(approved).toMatch(/^data: \{.*"type":"cn\.countersign\.record-approved\.v1"/);
    const { sequence } = JSON.parse(/^data: (.*)$/m.exec(payable)?.[1] ?? '') as PaymentEvent;
    expect(payable).toMatch(new RegExp(`^id: ${sequence}\ndata: .*record-payable`));
    expect(blocks.some((block) => /^event:/m.test(block))).toBe(false);
  });

  it('answers a refused live stream as a problem', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/feed?types=nothing`, { headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('keeps the position of a named subscription', async () => {
    const body = { name: 'payment', types: [APPROVED] };
    expect((await server.client.post('/api/feed/subscriptions', body)).body).toMatchObject({ code: 'no-acting-person' });
    const opened = await server.client.post('/api/feed/subscriptions', body, { as: 'approver' });
    expect(opened.status).toBe(201);
    expect(opened.headers.get('location')).toBe('/api/feed/subscriptions/payment');
    const path = '/api/feed/subscriptions/payment';
    const first = await page(server.port, 'limit=1', `${path}/events`, 'approver');
    expect(first.events.map(({ type }) => type)).toEqual([APPROVED]);
    expect(await page(server.port, 'limit=1', `${path}/events`, 'approver')).toEqual(first);
    await server.client.post(`${path}/acknowledgements`, { position: first.position }, { as: 'approver' });
    expect((await page(server.port, '', `${path}/events`, 'approver')).events).toEqual([]);
    expect((await server.client.get(path, { as: 'approver' })).body).toMatchObject({ name: 'payment', position: first.position });
    expect((await server.client.get('/api/feed/subscriptions/nobody', { as: 'approver' })).status).toBe(404);
  });

  it('keeps a subscription from anybody but its owner, who lists and deletes it', async () => {
    const { client } = server;
    const path = '/api/feed/subscriptions/own';
    await client.post('/api/feed/subscriptions', { name: 'own' }, { as: 'approver' });
    const others = (as: string) => [
      client.get(path, { as }),
      client.get(`${path}/events`, { as }),
      client.post(`${path}/acknowledgements`, { position: '1' }, { as }),
      client.send('DELETE', path, undefined, { as }),
    ];
    for (const { status, body } of await Promise.all(others('auditor'))) {
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'unknown-subscription' } });
    }
    expect((await client.get(path)).body).toMatchObject({ status: 403, code: 'no-acting-person' });
    expect((await client.post('/api/feed/subscriptions', { name: 'own', types: [APPROVED] }, { as: 'auditor' })).status).toBe(201);
    const listed = async (as: string) => (await client.get<{ items: readonly object[] }>('/api/feed/subscriptions', { as })).body.items;
    expect(await listed('auditor')).toEqual([expect.objectContaining({ name: 'own', types: [APPROVED] })]);
    expect((await client.send('DELETE', path, undefined, { as: 'approver' })).status).toBe(200);
    expect(await listed('approver')).not.toContainEqual(expect.objectContaining({ name: 'own' }));
    expect((await client.get(path, { as: 'approver' })).status).toBe(404);
    expect(await listed('auditor')).toHaveLength(1);
  });

  it('proves to a consumer that it has everything', async () => {
    const events = await all(server.port);
    const { body } = await server.client.get('/api/feed/reconciliation');
    expect(body).toMatchObject({ count: events.length, hash: hashOf(events), complete: true });
    expect((await server.client.get('/api/feed/reconciliation')).body).not.toMatchObject({ hash: hashOf(events.slice(1)) });
  });

  it('is described in AsyncAPI', async () => {
    const { body } = await server.client.get('/api/asyncapi.json');
    expect(body).toMatchObject({ asyncapi: '3.0.0', channels: { kafka: { address: 'countersign.records.v1' } } });
  });

  it('describes its live stream in AsyncAPI, field by field', async () => {
    const { body } = await server.client.get<AsyncApi>('/api/asyncapi.json');
    expect(body.channels.live.address).toBe('/api/feed');
    const stop = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server.port}/api/feed?types=${APPROVED}`, {
      headers: { accept: 'text/event-stream' },
      signal: stop.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let first: string | undefined;
    // Blocks without data only say how far the log was looked at.
    for (
      let text = '';
      first === undefined;
      first = text
        .split('\n\n')
        .slice(0, -1)
        .find((block) => block.includes('data: '))
    )
      text += new TextDecoder().decode((await reader.read()).value);
    stop.abort();
    const told = first.split('\n').map((line) => line.slice(0, line.indexOf(':')));
    const { payload } = Object.values(body.components.messages).find(
      ({ name, contentType }) => name === APPROVED && contentType === 'text/event-stream',
    ) as AsyncApi['components']['messages'][string];
    expect(told.sort()).toEqual(Object.keys(payload.properties).sort());
    expect(told).toEqual(expect.arrayContaining([...payload.required]));
    const event = JSON.parse(/^data: (.*)$/m.exec(first)?.[1] ?? '') as object;
    expect(Object.keys(event).sort()).toEqual([...payload.properties.data.required].sort());
  });

  it('does not hold up a server that stops while somebody listens', async () => {
    const own = await RunningServer.start();
    const listening = live(own.port, '', () => false);
    await WorkedRecord.open(own.client, 1);
    await own.application.close();
    expect(await listening).toHaveLength(1);
    await own.stop();
  });
});

describe('a consumer that was off for 100,000 events', () => {
  const data = mkdtempSync(join(tmpdir(), 'countersign-feed-'));
  afterAll(() => rmSync(data, { recursive: true }));

  it('catches up over HTTP, complete and in order for each record', async () => {
    const runtime = await openCountersign({ dataDirectory: data, port: 0, roles: ['api'] });
    const types = ['record-opened', 'details-recorded', 'record-approved', 'record-reopened', 'line-submitted'] as const;
    const happened = types.map((type) => ({ type, data: RECORD_SAMPLES[type] }));
    for (let done = 0; done < 25_000; done += 250) {
      const appends = Array.from({ length: 250 }, (_, n) => {
        const commandId = `command-${done + n}`;
        const metadata = { actor: SERVICE, commandId, commandHash: '', correlationId: commandId, causationId: commandId };
        return runtime.log.append(`record-${recordId((done + n) % 1000)}`, 'any', happened, metadata);
      });
      await Promise.all(appends);
    }
    const application = await createServer(runtime);
    await application.listen(0, '127.0.0.1');
    const { port } = (application.getHttpServer() as Server).address() as { port: number };
    const service = new PaymentService();
    const events: PaymentEvent[] = [];
    for await (const event of catchUp(port)) {
      service.take(event);
      events.push(event);
    }
    expect(service.taken).toBe(150_000);
    expect(service.payments.size).toBe(25_000);
    expect(service.standing.size).toBe(0);
    // So long a range is answered in parts.
    for (let [position, complete, parts] = ['', false, 0]; !complete; parts += 1) {
      const response = await fetch(`http://127.0.0.1:${port}/api/feed/reconciliation?after=${position}`);
      const part = (await response.json()) as { count: number; upTo: string; complete: boolean; hash: string };
      const range = events.filter(({ sequence }) => sequence > position && sequence <= part.upTo);
      expect(part).toMatchObject({ count: range.length, hash: hashOf(range) });
      ({ upTo: position, complete } = part);
      expect(complete).toBe(position === events.at(-1)?.sequence);
      expect(parts).toBeLessThan(10);
    }
    await application.close();
  }, 300_000);
});
