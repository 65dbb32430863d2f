import { z } from 'zod';
import { count, named, text } from './openapi/answers.js';
import { POSITION } from './openapi/examples.js';
import type { AnswerDescription } from './openapi/operation.js';

export const live: AnswerDescription = {
  schema: named('Liveness', z.strictObject({ status: z.literal('live') })),
  example: { status: 'live' },
};

const view = z.strictObject({ view: text, position: text, head: text, events: count });
const relay = z.strictObject({
  state: z.enum(['starting', 'following', 'waiting', 'halted', 'standing-by', 'stopped']),
  position: text,
  head: text,
  behind: count,
  reason: text.optional(),
  failures: count,
});

export const ready: AnswerDescription = {
  schema: named(
    'Readiness',
    z.strictObject({
      status: z.literal('ready'),
      roles: z.array(text),
      simulated: z.boolean(),
      projector: text.optional(),
      views: z.array(view),
      relay: relay.optional(),
    }),
  ),
  example: {
    status: 'ready',
    roles: ['api', 'projections', 'relay', 'seal'],
    simulated: false,
    projector: 'running',
    views: [{ view: 'records', position: POSITION, head: POSITION, events: 0 }],
  },
};
