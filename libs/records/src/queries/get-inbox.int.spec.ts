import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Directory } from '#directory';
import type { Recorded } from '#kernel';
import { Moments } from '#projections';
import { studentAid } from '#student-aid';
import { eligibleFor, pending, replay, type Appointment, type EvolvingRecordEvent, type Post } from '#verification';
import { recordsProjection } from '../projections/records.projection.js';
import { RecordsView } from '../projections/records-view.js';
import { NEVER } from '../projections/tables.js';
import { anyMove, stepsOf, type Move } from '../projections/testing/random-moves.js';
import { RecordHistory, VILLAGE } from '../projections/testing/record-history.js';
import { GetInbox, GetInboxHandler } from './get-inbox.js';
import type { SpotChecks } from './spot-checks.js';
import { WaitingGroups } from './waiting-groups.js';
import type { OpenWorkItems } from './waiting-work.js';

const TOWNSHIP = VILLAGE.slice(0, 9);
const COUNTY = '430482';
/** In random histories they bring in values, submit and sign, so they are barred here and there. */
const PEOPLE = ['collector', 'collector-1', 'collector-2', 'signer-1', 'signer-2'];

type Held = Pick<Appointment, 'userId' | 'onBehalfOf' | 'unit'>;

const anyHeld: fc.Arbitrary<Held> = fc.record(
  { userId: fc.constantFrom(...PEOPLE), unit: fc.constantFrom(VILLAGE, TOWNSHIP, COUNTY), onBehalfOf: fc.constantFrom(...PEOPLE) },
  { requiredKeys: ['userId', 'unit'] },
);

function directoryOf(held: readonly Held[]): Directory {
  const appointments = held.map((one) => ({ ...one, ...postAt(one.unit), name: one.userId, from: '2020-01-01T00:00:00.000Z' }));
  return {
    person: (userId: string) => ({ userId }),
    top: () => ({ code: COUNTY }),
    unit: (code: string) => ({ code }),
    appointmentsOf: (userId: string) => appointments.filter((one) => one.userId === userId),
    holders: ({ role, unit, line }: Post) => appointments.filter((one) => one.role === role && one.unit === unit && one.line === line),
  } as unknown as Directory;
}

function postAt(unit: string): Post {
  return unit === COUNTY ? { role: 'approver', unit, line: 'county' } : { role: 'reviewer', unit, line: 'household' };
}

/** Whoever stands in for somebody may not sign what that person brought in: it goes to the township. */
const DELEGATE_BARRED: [Move[], Held[], number] = [
  [
    { record: 1, kind: 'village', choice: 1 },
    { record: 1, kind: 'submit', choice: 1 },
  ],
  [
    { userId: 'signer-2', unit: VILLAGE, onBehalfOf: 'collector-1' },
    { userId: 'signer-1', unit: TOWNSHIP },
  ],
  2,
];

let history: RecordHistory | undefined;
afterEach(() => history?.close());

describe('an inbox', () => {
  it('has, page by page, exactly the levels that a person may sign by a plain look at every record, what is due first first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMove, { minLength: 4, maxLength: 24 }),
        fc.array(anyHeld, { maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        async (moves, held, limit) => {
          await history?.close();
          history = new RecordHistory();
          for (const step of stepsOf(moves)) await step(history);
          const directory = directoryOf(held);
          const ask = inboxOf(history, directory, limit);
          const { events } = await history.opened.log.readAll({ limit: 1000 });
          for (const person of PEOPLE) expect(await ask(person)).toEqual(plainly(events, directory, person));
        },
      ),
      { numRuns: 60, examples: [DELEGATE_BARRED] },
    );
  });
});

/** Asks for an inbox, page by page. @returns its levels */
function inboxOf({ opened }: RecordHistory, directory: Directory, limit: number): (userId: string) => Promise<string[]> {
  const runner = opened.runner();
  runner.view(recordsProjection(studentAid));
  const view = new RecordsView(runner, studentAid);
  const noChecks = { villagesOf: () => new Map(), views: () => [], waitingIn: async () => [] } as unknown as SpotChecks;
  const noWork = { async *waiting() {}, count: async () => ({}) } as unknown as OpenWorkItems;
  const reader = { current: async () => directory, asOf: async () => directory };
  const handler = new GetInboxHandler(
    view,
    noChecks,
    new WaitingGroups(),
    noWork,
    new Moments(runner, opened.log, opened.clock),
    reader,
    opened.clock,
  );
  return async (userId) => {
    const found: string[] = [];
    const totals = new Set<number>();
    for (let cursor: string | undefined; ;) {
      const page = await handler.execute(new GetInbox({ userId, limit, cursor }));
      for (const item of page.items) {
        if (item.kind === 'review') found.push([item.dueAt ?? NEVER, item.recordId, item.line, item.level, item.onBehalfOf].join(' '));
      }
      totals.add(page.totals.review);
      if (page.nextCursor === undefined) {
        // Every page says how much there is in all.
        expect([...totals]).toEqual([found.length]);
        return found;
      }
      cursor = page.nextCursor;
    }
  };
}

function plainly(events: readonly Recorded[], directory: Directory, userId: string): string[] {
  const time = events.at(-1)?.time ?? '';
  const streams = [...new Set(events.map(({ stream }) => stream))];
  return streams
    .flatMap((stream) => {
      const state = replay(events.filter((event) => event.stream === stream) as unknown as EvolvingRecordEvent[]);
      return pending(state, studentAid, directory).flatMap((waiting) => {
        const signer = eligibleFor(waiting, directory, time).people.find((person) => person.userId === userId);
        if (signer === undefined) return [];
        return [[waiting.dueAt ?? NEVER, state.recordId, waiting.line, waiting.level, signer.onBehalfOf].join(' ')];
      });
    })
    .sort();
}
