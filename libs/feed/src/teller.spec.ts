import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#kernel';
import { evolve, initialState, type EvolvingRecordEvent, type RecordState } from '#verification';
import { workingCounty } from '../../student-aid/src/testing/working-county.js';
import { History } from '../../verification/src/testing/history.js';
import { lending } from '../../verification/src/testing/lending.js';
import { moves, play } from '../../verification/src/testing/playing.js';
import type { CloudEvent } from './cloud-event.js';
import { cloudEventType, NOT_PAYABLE_CAUSES, type IntegrationData } from './integration-events.js';
import { Teller, type TellerOptions } from './teller.js';
import { RECORD_SAMPLES } from './testing/record-samples.js';

const RUNS = 60;
const SOURCE = '/countersign/s';
const PAYABLE = cloudEventType('record-payable');
const NOT_PAYABLE = cloudEventType('record-not-payable');
const ofPayment = ({ type }: CloudEvent) => type === PAYABLE || type === NOT_PAYABLE;

/** A record's stream as a log gives it, other records' events between. */
function streamOf(events: readonly EvolvingRecordEvent[]): readonly Recorded[] {
  return events.map(
    (event, n) => ({ ...event, stream: 'record-r', position: String(2 * n + 1).padStart(16, '0'), version: 1 }) as unknown as Recorded,
  );
}

function logOf(stream: readonly Recorded[]) {
  const reads = { count: 0 };
  const readStream = async (_stream: string, { from = 0, limit = 0 } = {}) => {
    reads.count += 1;
    return stream
      .slice(0, from + 1)
      .reverse()
      .slice(0, limit);
  };
  return { readStream, reads };
}

/** What one teller tells of a stream that begins at a revision. */
async function told(stream: readonly Recorded[], from = 0, options: TellerOptions = {}): Promise<readonly CloudEvent[][]> {
  const teller = new Teller(logOf(stream), SOURCE, options);
  const each: CloudEvent[][] = [];
  for (const event of stream.slice(from)) each.push([...(await teller.tell(event))]);
  return each;
}

const mayBePaid = ({ approved, closed }: RecordState) => approved?.payable === true && closed === undefined;

describe.each([
  ['student aid', workingCounty],
  ['tool loans', lending],
])('whatever people do with %s', (_name, playground) => {
  const causes = new Set<string>();

  it('says at every position whether the record is paid from, once for each change, wherever it was begun to read', async () => {
    Error.stackTraceLimit = 0;
    await fc.assert(
      fc.asyncProperty(moves, fc.nat(), async (list, begin) => {
        const { events } = play(playground, list, new History(playground), () => undefined);
        const stream = streamOf(events);
        const all = await told(stream);
        let [state, said]: [RecordState, CloudEvent | undefined] = [initialState, undefined];
        for (const [n, event] of events.entries()) {
          state = evolve(state, event);
          const [news, ...more] = (all[n] ?? []).filter(ofPayment);
          expect(more).toEqual([]);
          if (news !== undefined) expect(news.type).not.toBe(said?.type);
          said = news ?? said;
          expect(said?.type === PAYABLE).toBe(mayBePaid(state));
          if (event.type === 'record-approved' && news !== undefined) expect(news.data).toMatchObject({ approval: event.id });
          if (news?.type === NOT_PAYABLE) causes.add((news.data as IntegrationData<'record-not-payable'>).cause);
        }
        const from = begin % Math.max(stream.length, 1);
        expect(await told(stream, from)).toEqual(all.slice(from));
      }),
      { numRuns: RUNS },
    );
  });

  it('names causes that are described', () => {
    // Which of them come up is chance; each is told in a test of its own below.
    expect(causes.size).toBeGreaterThan(0);
    expect([...causes].filter((cause) => !(NOT_PAYABLE_CAUSES as readonly string[]).includes(cause))).toEqual([]);
  });
});

describe('what is told of payment', () => {
  const actor = { userId: 'u', name: '', role: 'approver', unit: '1', unitName: '', line: '' };
  const happened = (...list: readonly (readonly [type: keyof typeof RECORD_SAMPLES, data?: object])[]): readonly Recorded[] =>
    streamOf(
      list.map(([type, data], revision) => {
        const whole = { ...RECORD_SAMPLES[type], ...data };
        return { id: `event-${revision}`, type, revision, time: 't', actor, data: whole } as unknown as EvolvingRecordEvent;
      }),
    );
  const payment = async (stream: readonly Recorded[], options?: TellerOptions) =>
    (await told(stream, 0, options)).map((events) => events.filter(ofPayment).map(({ type, data }) => [type, data]));

  it('stands beside what is told of the stored event, under an id of its own', async () => {
    const [approval = []] = await told(happened(['record-approved', { payable: true }]));
    expect(approval.map(({ type, id }) => [type.split('.')[2], id])).toEqual([
      ['record-approved', 'event-0'],
      ['record-payable', expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)],
    ]);
    const [first, second] = approval;
    expect(second).toMatchObject({ sequence: first?.sequence, subject: first?.subject, time: first?.time });
    expect((await told(happened(['record-approved', { payable: true }])))[0]?.[1]?.id).toBe(second?.id);
  });

  it('is nothing before the first approval, nor again when what has ended ends once more', async () => {
    const stream = happened(
      ['record-opened'],
      ['correction-opened'],
      ['record-approved', { payable: true }],
      ['record-reopened'],
      ['sign-offs-voided', { joint: true, cause: 'reopening' }],
      ['record-approved', { payable: false }],
      ['record-reopened'],
      ['record-approved', { payable: true }],
      ['sign-offs-voided', { joint: false, cause: 'returned' }],
      ['sign-offs-voided', { joint: true, cause: 'transfer' }],
      ['record-transferred'],
      ['record-closed'],
    );
    const no = (cause: string, n: number) => [[NOT_PAYABLE, expect.objectContaining({ cause, approval: `event-${n}` })]];
    const yes = (n: number) => [[PAYABLE, expect.objectContaining({ approval: `event-${n}` })]];
    expect(await payment(stream)).toEqual([[], [], yes(2), no('reopening', 2), [], [], [], yes(7), [], no('transfer', 7), [], []]);
  });

  it('is said of a first approval without payment, but not of a record type that is never paid from', async () => {
    const stream = happened(['record-opened', { recordType: 'paired-help' }], ['record-approved', { payable: false }], ['record-closed']);
    const said = [[NOT_PAYABLE, expect.objectContaining({ cause: 'approved-not-payable', approval: 'event-1' })]];
    expect(await payment(stream)).toEqual([[], said, []]);
    expect(await payment(stream, { unpaid: new Set(['paired-help']) })).toEqual([[], [], []]);
  });

  it('finds what was said long before', async () => {
    const between = Array.from({ length: 170 }, () => ['visit-recorded'] as const);
    const stream = happened(['record-opened'], ['record-approved', { payable: true }], ...between, ['record-closed']);
    expect((await told(stream, stream.length - 1))[0]?.map(({ type }) => type)).toEqual([cloudEventType('record-closed'), NOT_PAYABLE]);
  });

  it('is not looked for by who did not ask for it', async () => {
    const stream = happened(['record-opened'], ['record-closed']);
    const log = logOf(stream);
    const teller = new Teller(log, SOURCE, { chosen: new Set([cloudEventType('record-closed')]) });
    for (const event of stream) await teller.tell(event);
    expect(log.reads.count).toBe(0);
  });
});
