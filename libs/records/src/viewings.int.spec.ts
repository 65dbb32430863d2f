import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore, type EventLog, type SimulatedClock } from '#event-store';
import type { Actor, Revision } from '#kernel';
import { recordsEvents } from './record-events.js';
import { viewingStream } from './record-id.js';
import { LAPSE_MS } from './viewing.js';
import { MOST_A_MINUTE, Viewings } from './viewings.js';

const START = Date.parse('2020-09-10T02:00:00.000Z');
const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
const RECORDS = ['a', 'b', 'c'] as const;
const screen = (record: string) => {
  return { recordId: record, line: 'household', digest: record.repeat(64), documents: [] };
};

/** A process of its own on the same log, whose clock may be behind. */
class Process {
  readonly store: SqliteEventStore;
  readonly clock: SimulatedClock;
  readonly log: EventLog;
  /** Whether it dies with its next append: before it, or before it hears of it. */
  dies: 'before' | 'after' | undefined;

  constructor(
    directory: string,
    private readonly behind: number,
  ) {
    this.store = SqliteEventStore.open(join(directory, 'log.db'));
    this.clock = simulatedClock(at(-behind));
    const log = createEventLog(this.store, new EventRegistry(recordsEvents), this.clock);
    this.log = {
      ...log,
      append: async (...append) => {
        const { dies } = this;
        this.dies = undefined;
        if (dies === 'before') throw new Error('killed');
        const appended = await log.append(...append);
        if (dies === 'after') throw new Error('killed');
        return appended;
      },
    };
  }

  /** Nothing is kept in memory between two of them. */
  viewings(simulated = true): Viewings {
    return new Viewings(this.log, this.clock, { storeId: '', formerly: [], simulated } as never);
  }

  now(milliseconds: number): void {
    this.clock.set(at(milliseconds - this.behind));
  }
}

const runOf = (userId: string, commandId: string = randomUUID()) => {
  const actor: Actor = { userId, name: '甲', role: 'reviewer', unit: '1', unitName: '一村', line: 'household' };
  return { actor, commandId, commandHash: 'h', correlationId: commandId, causationId: commandId };
};

let directory: string;
let processes: readonly [Process, Process];
let people = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-viewings-'));
  processes = [new Process(directory, 0), new Process(directory, 7_000)];
});
afterAll(async () => {
  for (const { store } of processes) await store.close();
  rmSync(directory, { recursive: true });
});

const newPerson = () => `u${(people += 1)}`;

async function begunBy(userId: string, record?: string): Promise<readonly Revision[]> {
  const events = await processes[0].log.readStream(viewingStream(userId));
  const begun = events.filter(
    ({ type, data }) => type === 'view-begun' && [undefined, (data as { recordId: string }).recordId].includes(record),
  );
  return begun.map(({ revision }) => revision);
}

let elapsed = 0;
const act = fc.record({
  passed: fc.oneof({ arbitrary: fc.nat(40_000), weight: 6 }, { arbitrary: fc.nat(300_000), weight: 1 }),
  process: fc.constantFrom(0, 1),
  record: fc.constantFrom(...RECORDS),
  kind: fc.oneof({ arbitrary: fc.constant('sign' as const), weight: 5 }, fc.constantFrom('hide' as const, 'decide' as const)),
  dies: fc.oneof({ arbitrary: fc.constant(undefined), weight: 6 }, fc.constantFrom('before' as const, 'after' as const)),
});

describe('the views of a person, whichever process is told of them', () => {
  it('are together never longer than the time that passed, and mean the same to each process, also if one dies in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const userId = newPerson();
        const from = elapsed;
        for (const { passed, process, record, kind, dies } of acts) {
          elapsed += passed;
          for (const one of processes) one.now(elapsed);
          const acting = processes[process] as Process;
          acting.dies = dies;
          const command = randomUUID();
          const send = async (): Promise<unknown> => {
            const viewings = acting.viewings();
            if (kind === 'sign') return viewings.sign(screen(record), runOf(userId, command));
            if (kind === 'hide') return viewings.hide(record, undefined, runOf(userId, command));
            return viewings.decided({ userId, commandId: command }, await acting.log.head());
          };
          const killed = await send().then(
            () => false,
            () => true,
          );
          acting.dies = undefined;
          // Whoever has heard nothing asks again, with the same key.
          if (killed) await send();
        }
        const all = await begunBy(userId);
        const [first, second] = await Promise.all(processes.map((one) => one.viewings().measure(userId, all)));
        expect(first?.milliseconds).toBeLessThanOrEqual(elapsed - from + 7_000);
        elapsed += LAPSE_MS + 7_001;
        for (const one of processes) one.now(elapsed);
        const [later, same] = await Promise.all(processes.map((one) => one.viewings().measure(userId, all)));
        expect(later).toEqual(same);
        expect(later?.milliseconds).toBeGreaterThanOrEqual(second?.milliseconds ?? 0);
        const each = await Promise.all(RECORDS.map(async (one) => processes[0].viewings().measure(userId, await begunBy(userId, one))));
        expect(each.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBe(later?.milliseconds);
      }),
      { numRuns: 40 },
    );
  });

  it('follow each other also if many are begun at the same moment', async () => {
    const userId = newPerson();
    const signs = RECORDS.map((record, index) => (processes[index % 2] as Process).viewings().sign(screen(record), runOf(userId)));
    await Promise.all(signs);
    elapsed += 30_000;
    for (const one of processes) one.now(elapsed);
    const { milliseconds } = await processes[0].viewings().measure(userId, await begunBy(userId));
    expect(milliseconds).toBeLessThanOrEqual(30_000 + 7_000);
    expect(await begunBy(userId)).toHaveLength(RECORDS.length);
  });

  it('that lasted long are read in pages', async () => {
    const userId = newPerson();
    const [one] = processes;
    for (let sign = 0; sign < 150; sign += 1) {
      elapsed += 100_000;
      for (const each of processes) each.now(elapsed);
      await one.viewings().sign(screen('a'), runOf(userId));
    }
    expect(await begunBy(userId)).toEqual([0]);
    expect((await one.viewings().measure(userId, [0])).milliseconds).toBe(149 * 100_000);
  });

  it('cannot be begun without end in a minute, where the clock goes by itself', async () => {
    const userId = newPerson();
    const viewings = processes[0].viewings(false);
    const turn = (index: number) => viewings.sign(screen(RECORDS[index % 2] as string), runOf(userId));
    for (let index = 0; index < MOST_A_MINUTE; index += 1) await turn(index);
    await expect(turn(MOST_A_MINUTE)).rejects.toMatchObject({ kind: 'unavailable', code: 'too-many-views' });
    elapsed += 60_000;
    for (const one of processes) one.now(elapsed);
    await expect(turn(MOST_A_MINUTE)).resolves.toMatchObject({ begun: MOST_A_MINUTE });
  });
});
