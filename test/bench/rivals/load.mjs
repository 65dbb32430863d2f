// Sends the change to whoever listens, as many at a time as are asked for, or so many a second; prints what came back.
import autocannon from 'autocannon';
import { householdOf } from '../../../dist/test/bench/support/change.js';

const { port, connections, seconds, rate, changeable } = JSON.parse(process.argv[2]);
let number = 0;
const statuses = {};
let retryAfter = 0;

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

const run = autocannon({
  url: `http://127.0.0.1:${port}`,
  connections,
  duration: seconds,
  ...(rate !== undefined && { overallRate: rate }),
  requests: [
    {
      setupRequest: next,
      onResponse(status, _body, _context, headers) {
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 503 && Object.keys(headers).some((name) => name.toLowerCase() === 'retry-after')) retryAfter += 1;
      },
    },
  ],
});
const { latency, duration, errors, timeouts } = await run;
process.stdout.write(
  `${JSON.stringify({
    done: statuses[200] ?? 0,
    perSecond: (statuses[200] ?? 0) / duration,
    statuses,
    retryAfter,
    errors,
    timeouts,
    latency: { p50: latency.p50, p97_5: latency.p97_5, p99: latency.p99, max: latency.max },
  })}\n`,
);
