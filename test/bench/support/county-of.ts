import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { ImportDirectory } from '#directory';
import { createEventLog, EventRegistry, eventIdOf, type EventLog } from '#event-store';
import { derivedId, type Proposed, type Recorded } from '#kernel';
import { advanceClock, platformEvents, type Runtime } from '#platform';
import { allEvents } from '../../../apps/composition/src/all-events.js';
import { openApplication } from './application.js';
import { eventPages } from './pages.js';

const FIXTURE = join('test', 'fixtures', 'changning');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const UNIT = /"(430482\d{3})(\d{3})?"/g;
/** How many appends are under way at once: they share commits, and the log takes them in the order in which they came. */
const AT_ONCE = 512;

/** One command of the sample's history: the events that it appended to one record. */
interface Deed {
  readonly stream: string;
  readonly time: string;
  readonly first: Recorded;
  readonly events: readonly Recorded[];
}

/**
 * Makes a county of many records out of the worked sample: every record's history again and again, each time as another student of another
 * township, in the order and at the times of the sample. It goes through the real codec; commitments are copied, so nothing more can be
 * sealed for these students.
 * @returns how many records and events it has
 */
export async function makeCounty(sample: string, data: string, records: number): Promise<{ records: number; events: number }> {
  const deeds = await deedsOf(sample);
  const streams = new Set(deeds.map(({ stream }) => stream)).size;
  const copies = Math.ceil(records / streams);
  const app = await openApplication(data, { clock: '2020-09-01T08:00:00+08:00' });
  const file = (name: string) => join(FIXTURE, name);
  const files = { regions: file('regions.csv'), schools: file('schools.csv'), staff: file('staff.csv') };
  await app.commands.execute(new ImportDirectory(files, { commandId: 'directory' }));
  const made = await copy(deeds, copies, app.runtime);
  await advanceClock(app.runtime.log, app.runtime.clock, deeds.at(-1)?.time ?? '');
  // Faster than following the log, and with both cores.
  await app.runtime.runner.rebuild();
  await app.close();
  return { records: streams * copies, events: made };
}

async function copy(deeds: readonly Deed[], copies: number, { store }: Runtime): Promise<number> {
  let now = '';
  const log = createEventLog(store, new EventRegistry([...platformEvents, ...allEvents]), { now: () => now });
  const copier = new Copier(deeds, await townships());
  let events = 0;
  const underWay: Promise<void>[] = [];
  for (const deed of deeds) {
    now = deed.time;
    for (let number = 0; number < copies; number += 1) {
      underWay.push(copier.append(log, deed, number));
      if (underWay.length === AT_ONCE) await Promise.all(underWay.splice(0));
    }
    events += deed.events.length * copies;
  }
  await Promise.all(underWay);
  return events;
}

class Copier {
  private readonly eventIds = new Map<string, { readonly deed: Deed; readonly index: number }>();
  private readonly villages: readonly (readonly string[])[];

  constructor(
    deeds: readonly Deed[],
    private readonly townships: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const deed of deeds) deed.events.forEach(({ id }, index) => this.eventIds.set(id, { deed, index }));
    this.villages = [...townships.values()];
  }

  async append(log: EventLog, deed: Deed, number: number): Promise<void> {
    const { first } = deed;
    const commandId = this.commandId(deed, number);
    const metadata = {
      actor: JSON.parse(this.moved(JSON.stringify(first.actor), number)) as Recorded['actor'],
      commandId,
      commandHash: first.commandHash,
      correlationId: commandId,
      causationId: commandId,
    };
    await log.append(
      this.student(deed.stream, number),
      first.revision === 0 ? 'no-stream' : first.revision - 1,
      deed.events.map((event) => this.copied(event, number)),
      metadata,
    );
  }

  private copied({ type, data }: Recorded, number: number): Proposed {
    const text = this.moved(JSON.stringify(data), number).replace(UUID, (id) => this.idOf(id, number));
    return { type, data: JSON.parse(text, (key, value: unknown) => (key === 'values' ? renamed(value, number) : value)) as unknown };
  }

  /** Units of another township: the county's townships change places. */
  private moved(text: string, number: number): string {
    const codes = [...this.townships.keys()];
    return text.replace(UNIT, (_all, township: string, village: string | undefined) => {
      const to = (codes.indexOf(township) + number) % codes.length;
      const inside = this.villages[to] ?? [];
      if (village === undefined || inside.length === 0) return `"${codes[to] ?? township}"`;
      return `"${inside[Number(village) % inside.length] ?? ''}"`;
    });
  }

  private idOf(id: string, number: number): string {
    const event = this.eventIds.get(id);
    if (event === undefined) return derivedId('bench-student', id, String(number));
    return eventIdOf(this.commandId(event.deed, number), this.student(event.deed.stream, number), event.index);
  }

  private commandId({ first, stream }: Deed, number: number): string {
    return derivedId('bench-command', `${first.commandId} ${stream}`, String(number));
  }

  private student(stream: string, number: number): string {
    return stream.replace(UUID, (id) => derivedId('bench-student', id, String(number)));
  }
}

/** Another name and another ID number, so that searches find few. */
function renamed(values: unknown, number: number): unknown {
  const { name, idNumber } = values as { name?: { v: unknown }; idNumber?: { v: unknown } };
  const digits = String(number % 10_000).padStart(4, '0');
  if (typeof name?.v === 'string')
    name.v = `${name.v.slice(0, 1)}${[...digits].map((digit) => '安宁和平顺利兴旺吉祥'[Number(digit)]).join('')}`;
  if (typeof idNumber?.v === 'string') idNumber.v = `${idNumber.v.slice(0, 14)}${digits}`;
  return values;
}

/** Commands on records, in the order of the log. */
async function deedsOf(sample: string): Promise<readonly Deed[]> {
  const { runtime, close } = await openApplication(sample);
  const deeds: { stream: string; time: string; first: Recorded; events: Recorded[] }[] = [];
  for await (const page of eventPages(runtime.log, { streamPrefixes: ['record-'] })) {
    for (const event of page) {
      const last = deeds.at(-1);
      if (last?.first.commandId === event.commandId && last.stream === event.stream) last.events.push(event);
      else deeds.push({ stream: event.stream, time: event.time, first: event, events: [event] });
    }
  }
  await close();
  return deeds;
}

/** Codes of townships, each with those of its villages. */
async function townships(): Promise<ReadonlyMap<string, readonly string[]>> {
  const lines = (await readFile(join(FIXTURE, 'regions.csv'), 'utf8')).split('\n').map((line) => line.split(','));
  const of = (level: string) => lines.filter((line) => line[2] === level);
  return new Map(
    of('township').map(([code = '']) => [
      code,
      of('village')
        .filter((line) => line[3] === code)
        .map(([village = '']) => village),
    ]),
  );
}
