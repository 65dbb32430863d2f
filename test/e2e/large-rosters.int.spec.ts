import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { broken, COLUMNS, csv, idNumber, povertyRow, rollRow } from '../../libs/rosters/src/testing/county.js';
import { CommandLine } from '../support/command-line.js';

/** Enough for a file to be read, and records to be opened, in threads of their own. */
const PEOPLE = 5_500;

const NAMES = '李王张刘陈杨黄赵吴周';

function person(number: number): { name: string; id: string } {
  const day = String(1 + (number % 28)).padStart(2, '0');
  const month = String(1 + (Math.floor(number / 28) % 12)).padStart(2, '0');
  const year = 2005 + (Math.floor(number / 336) % 10);
  const name = `${NAMES.charAt(number % 10)}${NAMES.charAt(Math.floor(number / 10) % 10)}${NAMES.charAt(Math.floor(number / 100) % 10)}`;
  return { name, id: idNumber(`${year}${month}${day}`, 1 + Math.floor(number / 3_360)) };
}

let line: CommandLine;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(() => line.remove());

it('rosters of thousands of rows open a record for each person, once, and say what could not be read', async () => {
  await line.loadDirectory();
  const people = Array.from({ length: PEOPLE }, (_, number) => person(number));
  const damaged = { name: '何一', id: broken(person(PEOPLE).id) };
  const poverty = join(line.data, 'poverty.csv');
  const roll = join(line.data, 'roll.csv');
  writeFileSync(
    poverty,
    csv(COLUMNS.poverty, [...people.map((one) => povertyRow(one)), povertyRow(damaged), povertyRow({ ...damaged, id: '' })]),
  );
  writeFileSync(
    roll,
    csv(
      COLUMNS.roll,
      people.map((one) => rollRow(one)),
    ),
  );
  const files = ['roster', 'import', poverty, roll, '--cycle', '2020-2021'];
  const [imported] = await line.json<{ files: readonly { rows: number; unread: number }[]; records: object; events: number }>(files);
  expect(imported?.files.map(({ rows, unread }) => [rows, unread])).toEqual([
    [PEOPLE + 2, 1],
    [PEOPLE, 0],
  ]);
  expect(imported?.records).toEqual({ opened: PEOPLE, completed: 0, unchanged: 0 });
  expect(readdirSync(join(line.data, 'rosters')).filter((name) => name.endsWith('.rows'))).toHaveLength(2);
  const events = line.events();
  expect((await line.json<{ events: number }>(files))[0]?.events).toBe(0);
  expect(line.events()).toBe(events);
}, 180_000);
