import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { ImportDirectory } from '#directory';
import { createEventLog, EventRegistry, eventIdOf, type EventLog } from '#event-store';
import { derivedId, type Recorded } from '#kernel';
import { advanceClock, platformEvents } from '#platform';
import { allEvents } from '../../../apps/composition/src/all-events.js';
import { openApplication } from './application.js';
import { BulkLog } from './bulk-log.js';
import { inDirectory } from './contestant.js';
import { eventPages } from './pages.js';

const FIXTURE = join('test', 'fixtures', 'changning');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Records of a county that has its own townships only. */
const COUNTY = 50_000;
/** Codes of townships that no real one has. */
const FIRST_MORE = 430_482_300;
const MORE_TOWNSHIPS = 700;
const TOWNSHIP_OR_VILLAGE = /,(township|village),/;
const UNIT = /"(430482\d{3})(\d{3})?"/g;
/** One command of the sample's history: the events that it appended to one record. */
interface Deed {
  readonly stream: string;
  readonly time: string;
  readonly first: Recorded;
  readonly events: readonly Recorded[];
}

/** A command to be copied, worked out as far as it is the same for every copy. */
interface Template {
  readonly deed: Deed;
  readonly actor: string;
  readonly events: readonly { readonly type: string; readonly data: string }[];
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
  const regions = await regionsFor(records);
  await withDirectory(data, regions);
  const made = await copy(deeds, copies, { townships: townshipsOf(regions), file: join(data, 'log.db') });
  const app = await openApplication(data);
  await advanceClock(app.runtime.log, app.runtime.clock, deeds.at(-1)?.time ?? '');
  // Faster than following the log, and with both cores.
  await app.runtime.runner.rebuild();
  await app.close();
  return { records: streams * copies, events: made };
}

/** A data directory that knows units and people, and no record. */
async function withDirectory(data: string, regions: string): Promise<void> {
  const app = await openApplication(data, { clock: '2020-09-01T08:00:00+08:00' });
  await inDirectory(async (directory) => {
    const file = join(directory, 'regions.csv');
    await writeFile(file, regions);
    const files = { regions: file, schools: join(FIXTURE, 'schools.csv'), staff: join(FIXTURE, 'staff.csv') };
    await app.commands.execute(new ImportDirectory(files, { commandId: 'directory' }));
  });
  await app.close();
}

async function copy(
  deeds: readonly Deed[],
  copies: number,
  { townships, file }: { readonly townships: ReadonlyMap<string, readonly string[]>; readonly file: string },
): Promise<number> {
  let now = '';
  const store = new BulkLog(file);
  const log = createEventLog(store, new EventRegistry([...platformEvents, ...allEvents]), { now: () => now });
  const copier = new Copier(deeds, townships);
  let events = 0;
  for (const deed of deeds) {
    now = deed.time;
    const template = templateOf(deed);
    for (let number = 0; number < copies; number += 1) await copier.append(log, template, number);
    events += deed.events.length * copies;
  }
  await store.close();
  return events;
}

function templateOf(deed: Deed): Template {
  const events = deed.events.map(({ type, data }) => ({ type, data: JSON.stringify(data) }));
  return { deed, actor: JSON.stringify(deed.first.actor), events };
}

class Copier {
  private readonly eventIds = new Map<string, { readonly deed: Deed; readonly index: number }>();
  private readonly codes: readonly string[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly villages: readonly (readonly string[])[];

  constructor(deeds: readonly Deed[], townships: ReadonlyMap<string, readonly string[]>) {
    for (const deed of deeds) deed.events.forEach(({ id }, index) => this.eventIds.set(id, { deed, index }));
    this.codes = [...townships.keys()];
    this.places = new Map(this.codes.map((code, place) => [code, place]));
    this.villages = [...townships.values()];
  }

  async append(log: EventLog, { deed, actor, events }: Template, number: number): Promise<void> {
    const { first } = deed;
    const commandId = this.commandId(deed, number);
    const metadata = {
      actor: JSON.parse(this.moved(actor, number)) as Recorded['actor'],
      commandId,
      commandHash: first.commandHash,
      correlationId: commandId,
      causationId: commandId,
    };
    await log.append(
      this.student(deed.stream, number),
      first.revision === 0 ? 'no-stream' : first.revision - 1,
      events.map(({ type, data }) => ({ type, data: this.copied(data, number) })),
      metadata,
    );
  }

  private copied(data: string, number: number): unknown {
    const copy = JSON.parse(this.moved(data, number).replace(UUID, (id) => this.idOf(id, number))) as unknown;
    rename(copy, number);
    return copy;
  }

  /** Units of another township: the county's townships change places. */
  private moved(text: string, number: number): string {
    return text.replace(UNIT, (_all, township: string, village: string | undefined) => {
      const to = ((this.places.get(township) ?? -1) + number) % this.codes.length;
      const inside = this.villages[to] ?? [];
      if (village === undefined || inside.length === 0) return `"${this.codes[to] ?? township}"`;
      return `"${inside[Number(village) % inside.length] ?? ''}"`;
    });
  }

  private idOf(id: string, number: number): string {
    const event = this.eventIds.get(id);
    if (event === undefined) return derivedId('bench-student', id, String(number));
    return eventIdOf(this.commandId(event.deed, number), event.index);
  }

  private commandId({ first, stream }: Deed, number: number): string {
    return derivedId('bench-command', `${first.commandId} ${stream}`, String(number));
  }

  private student(stream: string, number: number): string {
    return stream.replace(UUID, (id) => derivedId('bench-student', id, String(number)));
  }
}

/** Another name and another ID number wherever values stand, so that searches find few. */
function rename(data: unknown, number: number): void {
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) {
    if (key === 'values') renameValues(value, number);
    else rename(value, number);
  }
}

function renameValues(values: unknown, number: number): void {
  const { name, idNumber } = values as { name?: { v: unknown }; idNumber?: { v: unknown } };
  const digits = String(number % 10_000).padStart(4, '0');
  if (typeof name?.v === 'string')
    name.v = `${name.v.slice(0, 1)}${[...digits].map((digit) => '安宁和平顺利兴旺吉祥'[Number(digit)]).join('')}`;
  if (typeof idNumber?.v === 'string') idNumber.v = `${idNumber.v.slice(0, 14)}${digits}`;
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

/**
 * The regions of Changning; for more records than a county has, more townships like its own, so that a village stays as large as villages are.
 * @returns CSV
 */
async function regionsFor(records: number): Promise<string> {
  const regions = await readFile(join(FIXTURE, 'regions.csv'), 'utf8');
  const townships = [...townshipsOf(regions).keys()];
  const wanted = Math.ceil(records / COUNTY) - 1;
  if (wanted * townships.length > MORE_TOWNSHIPS) throw new Error(`there are no codes for the townships of ${records} records`);
  const lines = regions.trimEnd().split('\n');
  const more = Array.from({ length: wanted }, (_none, part) => {
    const codes = new Map(townships.map((code, place) => [code, String(FIRST_MORE + part * townships.length + place)]));
    const below = lines.filter((line) => TOWNSHIP_OR_VILLAGE.test(line));
    return below.map((line) => line.replace(/430482\d{3}/g, (code) => codes.get(code) ?? code));
  });
  return `${[...lines, ...more.flat()].join('\n')}\n`;
}

/** Codes of townships, each with those of its villages. @param regions CSV */
function townshipsOf(regions: string): ReadonlyMap<string, readonly string[]> {
  const lines = regions.split('\n').map((line) => line.split(','));
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
