// Sends the change to whoever listens, as many at a time as are asked for, or so many a second, in phases one after the other; prints what
// came back in each.
import { Agent, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import { percentile } from '../../../dist/test/bench/measure.js';
import { householdOf } from '../../../dist/test/bench/support/change.js';

const { port, changeable, phases } = JSON.parse(process.argv[2]);
const POSITION = /"position":"(\w+)"/;
let number = 0;

/** Every request another change: prepared when it is sent. */
function next() {
  number += 1;
  const { recordId, userId } = changeable[number % changeable.length];
  const headers = {
    'content-type': 'application/json',
    'x-countersign-as': userId,
    'if-match': '*',
    'idempotency-key': `bench-${process.pid}-${number}`,
  };
  return { method: 'POST', path: `/api/records/${recordId}/details`, headers, body: JSON.stringify(householdOf(number)) };
}

/** What came back, as it comes. */
class Answers {
  statuses = {};
  refused = 0;
  positions = [];
  all = [];

  /** @param kept whether every answer is told of, with the position that it names */
  constructor(kept) {
    this.kept = kept;
  }

  take(status, body, headers) {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status === 503 && isWhole(headers)) this.refused += 1;
    if (this.kept && status === 200) this.positions.push(POSITION.exec(body)?.[1] ?? '');
  }

  told(seconds) {
    const { statuses, refused, positions, all } = this;
    const done = statuses[200] ?? 0;
    return { done, perSecond: done / seconds, statuses, refused, positions, answers: all };
  }
}

/** The next as soon as the last is answered, on each connection; with a rate, each sends its share at the beginning of every second. */
async function closed({ connections, seconds, rate, kept = false }) {
  const answers = new Answers(kept);
  const began = performance.now();
  const run = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        setupRequest: (request) => ({ ...request, ...next() }),
        onResponse: (status, body, _context, headers) => answers.take(status, body, headers),
      },
    ],
  });
  if (kept) {
    run.on('response', (_client, status, _bytes, took) => {
      answers.all.push({ sentMs: performance.now() - began - took, tookMs: took, done: status === 200 });
    });
  }
  const { latency, duration, requests, errors, timeouts } = await run;
  const { p50, p99, max } = latency;
  return { ...answers.told(duration), sent: requests.sent, errors, timeouts, latency: { p50, p99, max } };
}

/** The same gaps in every run. */
function* chances(seed) {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (state + 1) / 2 ** 32;
  }
}

/**
 * People do not wait for each other: requests come one by one at random times (a Poisson process), whatever becomes of those before, and
 * how long one takes counts from when it was due, also if it had to wait for one of the connections.
 */
async function open({ connections, seconds, rate, kept = false }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers = new Answers(kept);
  const took = [];
  const underWay = new Set();
  let errors = 0;
  let sent = 0;
  const began = performance.now();
  const one = async (due) => {
    const { status, body, headers } = await asked(agent, next());
    const tookMs = performance.now() - began - due;
    answers.take(status, body, headers);
    took.push(tookMs);
    if (kept) answers.all.push({ sentMs: due, tookMs, done: status === 200 });
  };
  const gaps = chances(1);
  for (let due = 0; due < seconds * 1000; due += (-Math.log(gaps.next().value) * 1000) / rate) {
    const early = due - (performance.now() - began);
    if (early > 1) await delay(early);
    sent += 1;
    const going = one(due)
      .catch(() => (errors += 1))
      .finally(() => underWay.delete(going));
    underWay.add(going);
  }
  await Promise.all(underWay);
  agent.destroy();
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => Math.round(percentile(took, share)));
  return { ...answers.told(seconds), sent, errors, timeouts: 0, latency: { p50, p99, max } };
}

function asked(agent, { body, ...options }) {
  return new Promise((resolve, reject) => {
    const request = send({ agent, port, host: '127.0.0.1', ...options }, (response) => {
      const { statusCode: status, headers } = response;
      text(response).then((received) => resolve({ status, body: received, headers }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A refusal as it should be: a problem that says when to come back. */
function isWhole(headers) {
  const of = (wanted) => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
  return of('retry-after') !== undefined && String(of('content-type')).startsWith('application/problem+json');
}

const loads = [];
for (const one of phases) loads.push(await (one.evenly === true ? open(one) : closed(one)));
process.stdout.write(`${JSON.stringify(loads)}\n`);
