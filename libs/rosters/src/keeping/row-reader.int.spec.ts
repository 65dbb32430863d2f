import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mappings } from '../mappings/index.js';
import { broken, COLUMNS, csv, idNumber, povertyRow, rollRow } from '../testing/county.js';
import type { PersonRows } from './roster-rows.js';
import { RosterRows } from './roster-rows.js';
import { RowReader } from './row-reader.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };
const WANG = { name: '王子涵', id: idNumber('20100710', 11) };
const POVERTY = 'a'.repeat(64);
const ROLL = 'b'.repeat(64);

let directory: string;
let rows: RosterRows;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-rows-'));
  rows = RosterRows.open(directory);
  writeFileSync(
    join(directory, POVERTY),
    csv(COLUMNS.poverty, [povertyRow(WANG), povertyRow(LI), povertyRow({ ...LI, id: broken(LI.id) })]),
  );
  writeFileSync(join(directory, ROLL), csv(COLUMNS.roll, [rollRow(LI), rollRow({ ...WANG, id: '' })]));
});
afterEach(() => {
  rows.close();
  rmSync(directory, { recursive: true });
});

const orderOf = (sha256: string) => ({
  sha256,
  department: sha256 === ROLL ? ('education' as const) : ('poverty-alleviation' as const),
  asOf: '2020-09-01',
  kept: join(directory, sha256),
  place: rows.placeOf(sha256),
  mappings,
});
const read = (reader: RowReader, sha256: string, progress: (count: number) => void = () => undefined) =>
  reader.read(orderOf(sha256), progress);

/** Reads in a thread that only says what a real one would. */
function saying(...messages: readonly object[]): RowReader {
  const script = join(directory, 'says.mjs');
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads'; for (const one of ${JSON.stringify(messages)}) parentPort.postMessage(one);`,
  );
  return new RowReader({ script: pathToFileURL(script) }, 0);
}

async function peopleIn(files: readonly string[]): Promise<readonly PersonRows[]> {
  const people: PersonRows[] = [];
  for await (const person of rows.people(files)) people.push(person);
  return people;
}

describe('the rows of a file', () => {
  it('are put together by person with those of other files, in the order of their numbers', async () => {
    await Promise.all([read(new RowReader(), POVERTY), read(new RowReader(), ROLL)]);
    const people = await peopleIn([ROLL, POVERTY]);
    expect(people.map(({ idNumber: number, rows: all }) => [number, all.map(({ file, line }) => [file, line])])).toEqual(
      [
        [WANG.id, [[POVERTY, 2]]],
        [
          LI.id,
          [
            [POVERTY, 3],
            [ROLL, 2],
          ],
        ],
      ].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    );
    expect(rows.person(LI.id, [ROLL, POVERTY]).rows).toHaveLength(2);
    expect(rows.numbersOf(LI.name, [ROLL, POVERTY])).toEqual([LI.id]);
    expect(rows.distrusted([ROLL, POVERTY]).map(({ idNumber: number }) => number)).toEqual([broken(LI.id)]);
    expect(rows.file(ROLL)).toEqual({ sha256: ROLL, department: 'education', rows: 2, unread: 1 });
  });

  it('leave nothing when they cannot be read', async () => {
    writeFileSync(join(directory, POVERTY), csv(['甲', '乙', '丙'], [{}]));
    await expect(read(new RowReader(), POVERTY)).rejects.toMatchObject({ kind: 'unreadable' });
    expect(rows.file(POVERTY)).toBeUndefined();
    expect(readdirSync(directory).sort()).toEqual([POVERTY, ROLL]);
  });

  it('are what a thread says, which tells how far it is; what it refuses is refused', async () => {
    const answered = { sha256: POVERTY, department: 'poverty-alleviation', rows: 2, unread: 1 };
    const counts: number[] = [];
    expect(await read(saying({ rows: 1 }, { rows: 2 }, { read: answered }), POVERTY, (count) => counts.push(count))).toEqual(answered);
    expect(counts).toEqual([1, 2]);
    const refused = { kind: 'unreadable', code: 'roster-csv', params: { line: 7 } };
    await expect(read(saying({ refused }), POVERTY)).rejects.toMatchObject(refused);
    await expect(read(saying({ failed: 'RangeError' }), POVERTY)).rejects.toMatchObject({ params: { reason: 'RangeError' } });
  });

  it('are not there when the thread dies', async () => {
    const script = join(directory, 'dies.mjs');
    writeFileSync(script, 'process.exit(7)');
    const dying = new RowReader({ script: pathToFileURL(script) }, 0);
    await expect(read(dying, POVERTY)).rejects.toMatchObject({ code: 'reading-failed', params: { reason: 'stopped' } });
    expect(rows.file(POVERTY)).toBeUndefined();
  });

  it('are read again if they are spoiled', async () => {
    writeFileSync(join(directory, `${POVERTY}.rows`), 'no database, but long enough to look like something'.repeat(40));
    expect(rows.file(POVERTY)).toBeUndefined();
    await read(new RowReader(), POVERTY);
    expect(rows.file(POVERTY)).toMatchObject({ rows: 3 });
  });
});

describe('opening the rows', () => {
  it('clears away what a killed run and an earlier version have left, and nothing else', async () => {
    await read(new RowReader(), POVERTY);
    // No process has this number.
    const left = [`${ROLL}.99999999.1.reading`, 'rows.db'];
    const living = `${ROLL}.${process.pid}.1.reading`;
    for (const name of [...left, living]) writeFileSync(join(directory, name), 'half');
    RosterRows.open(directory).close();
    expect(left.filter((name) => existsSync(join(directory, name)))).toEqual([]);
    expect(readdirSync(directory).sort()).toEqual([POVERTY, `${POVERTY}.rows`, ROLL, living].sort());
  });
});
