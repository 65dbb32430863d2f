import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { readStoreOf } from '../../projections/src/testing/read-store-of.js';
import { readConfiguration } from './configuration.js';
import { LOG_STREAM } from './log-events.js';
import { openRuntime } from './runtime.js';
import { advanceClock } from './simulation.js';

const FIRST = '2020-09-01T00:00:00.000Z';
const LATER = '2020-09-01T01:00:00.000Z';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'countersign-clock-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const open = (clock?: string) => openRuntime({ ...readConfiguration({}, { data }), readStore: readStoreOf(data) }, { events: [], clock });

describe('a simulated clock is moved on in a running process', () => {
  it('in the log and for whoever asks it, and stands there when the directory is opened again', async () => {
    const runtime = await open(FIRST);
    await advanceClock(runtime.log, runtime.clock, LATER);
    expect(runtime.clock.now()).toBe(LATER);
    const events = (await runtime.log.readStream(LOG_STREAM)).length;
    await advanceClock(runtime.log, runtime.clock, LATER);
    expect(await runtime.log.readStream(LOG_STREAM)).toHaveLength(events);
    await runtime.close();
    const again = await open();
    expect(again.origin.time).toBe(LATER);
    await again.close();
  });

  it('from its first event on: nothing in the log is of the real time', async () => {
    const runtime = await open(FIRST);
    expect((await runtime.log.readStream(LOG_STREAM)).map(({ time }) => time)).toEqual([FIRST, FIRST]);
    await runtime.close();
    const again = await open(LATER);
    expect((await again.log.readStream(LOG_STREAM)).at(-1)?.time).toBe(LATER);
    await again.close();
  });

  it('never back', async () => {
    const runtime = await open(LATER);
    await expect(advanceClock(runtime.log, runtime.clock, FIRST)).rejects.toMatchObject({ code: 'clock-backwards' });
    expect(runtime.clock.now()).toBe(LATER);
    await runtime.close();
  });

  it('unless it is the real one', async () => {
    const runtime = await open();
    await expect(advanceClock(runtime.log, runtime.clock, LATER)).rejects.toEqual(new Refusal('conflict', 'not-simulated'));
    await runtime.close();
  });
});
