// Sends the change to whoever listens, as many at a time as are asked for, or so many a second, in phases one after the other; prints what
// came back in each.
import autocannon from 'autocannon';
import { householdOf } from '../../../dist/test/bench/support/change.js';

const { port, changeable, phases } = JSON.parse(process.argv[2]);
const POSITION = /"position":"(\w+)"/;
let number = 0;

/** Every request another change: prepared when it is sent. */
function next(request) {
  number += 1;
  const { recordId, userId } = changeable[number % changeable.length];
  const headers = {
    'content-type': 'application/json',
    'x-countersign-as': userId,
    'if-match': '*',
    'idempotency-key': `bench-${process.pid}-${number}`,
  };
  return { ...request, method: 'POST', path: `/api/records/${recordId}/details`, headers, body: JSON.stringify(householdOf(number)) };
}

/** @param kept whether every answer is told of, with the position that it names */
async function phase({ connections, seconds, rate, kept = false }) {
  const statuses = {};
  const positions = [];
  const answers = [];
  let refused = 0;
  const began = performance.now();
  const run = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        setupRequest: next,
        onResponse(status, body, _context, headers) {
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status === 503 && isWhole(headers)) refused += 1;
          if (kept && status === 200) positions.push(POSITION.exec(body)?.[1] ?? '');
        },
      },
    ],
  });
  if (kept) {
    run.on('response', (_client, status, _bytes, took) => {
      answers.push({ sentMs: performance.now() - began - took, tookMs: took, done: status === 200 });
    });
  }
  const { latency, duration, requests, errors, timeouts } = await run;
  const done = statuses[200] ?? 0;
  const { p50, p97_5, p99, max } = latency;
  const sent = requests.sent;
  return {
    sent,
    done,
    perSecond: done / duration,
    statuses,
    refused,
    errors,
    timeouts,
    latency: { p50, p97_5, p99, max },
    positions,
    answers,
  };
}

/** A refusal as it should be: a problem that says when to come back. */
function isWhole(headers) {
  const of = (wanted) => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
  return of('retry-after') !== undefined && String(of('content-type')).startsWith('application/problem+json');
}

const loads = [];
for (const one of phases) loads.push(await phase(one));
process.stdout.write(`${JSON.stringify(loads)}\n`);
