import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine, ROOT, SAMPLE } from '../support/command-line.js';
import { expectedFindings, readKey, schoolsOf, type AnswerKey } from './answer-key.js';

const FOLDER = process.env.COUNTERSIGN_COUNTY ?? '';
const COUNTY = '430482';

interface Student {
  readonly idNumber: string;
  readonly categories: readonly string[];
  readonly village: string | null;
  readonly school: string | null;
}

interface Finding {
  readonly kind: string;
  readonly subject: { readonly name: string | null; readonly idNumber: string | null };
  readonly detail: { readonly people?: readonly { readonly idNumber: string }[] };
}

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly longestPauseMs: number;
}

const cli = new CommandLine();
const scratch = mkdtempSync(join(tmpdir(), 'countersign-county-'));
let key: AnswerKey;

/** Runs a command with the probe in it, and says what it has cost. */
async function measured<Value>(what: string, args: readonly string[]): Promise<Value[]> {
  const file = join(scratch, 'cost.json');
  process.env.NODE_OPTIONS = `--import ${pathToFileURL(join(ROOT, 'test/county/probe.mjs')).href}`;
  process.env.COUNTERSIGN_PROBE = file;
  try {
    const values = await cli.json<Value>(args);
    const { seconds, cpuSeconds, peakMegabytes, longestPauseMs } = JSON.parse(readFileSync(file, 'utf8')) as Cost;
    process.stdout.write(
      `${what}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processors), ${peakMegabytes.toFixed(0)} MB at most, longest pause ${longestPauseMs.toFixed(0)} ms\n`,
    );
    return values;
  } finally {
    delete process.env.NODE_OPTIONS;
    delete process.env.COUNTERSIGN_PROBE;
  }
}

const list = <Value>(...args: readonly string[]) => cli.json<Value>([...args, '--cycle', key.expected.cycle, '--clear']);

/** Counts name what there is: a small county may have no orphan. */
function present(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function counted(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of keys) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

beforeAll(async () => {
  for (const name of ['answer-key.json', 'schools.csv', 'staff.csv'])
    if (!existsSync(join(FOLDER, name))) throw new Error(`COUNTERSIGN_COUNTY names a folder without ${name}`);
  key = readKey(FOLDER);
  const units = ['--regions', join(SAMPLE, 'regions.csv'), '--schools', join(FOLDER, 'schools.csv'), '--staff', join(FOLDER, 'staff.csv')];
  await measured('directory', ['--clock', '2020-09-01T08:00:00+08:00', 'directory', 'import', ...units]);
  const rosters = readdirSync(FOLDER).filter((name) => /\.(xlsx|csv)$/.test(name) && !['schools.csv', 'staff.csv'].includes(name));
  const files = rosters.map((name) => join(FOLDER, name));
  await measured('reading alone', ['roster', 'import', ...files, '--cycle', key.expected.cycle, '--no-reconcile']);
  await measured('reconciling', ['reconcile', '--cycle', key.expected.cycle]);
});

afterAll(() => {
  cli.remove();
  rmSync(scratch, { recursive: true });
});

describe('the rosters of a whole county come to what their key says', () => {
  it('everybody, with categories, village and school, and nobody else', async () => {
    const students = await list<Student>('students');
    const byId = new Map(students.map((student) => [student.idNumber, student]));
    expect([students.length, byId.size]).toEqual([key.expected.records, key.expected.records]);
    const wrong = key.people.flatMap((person) => {
      const student = byId.get(person.id);
      const right =
        student !== undefined &&
        student.village === (person.village ?? null) &&
        [...student.categories].sort().join() === [...person.categories].sort().join() &&
        schoolsOf(person, key).includes(student.school);
      return right ? [] : [{ person, student }];
    });
    expect(wrong).toEqual([]);
  });

  it('the counts of the county, and the registered of compulsory age by village', async () => {
    const [county] = await cli.json<object>(['county', COUNTY, '--cycle', key.expected.cycle]);
    expect(county).toMatchObject({
      students: key.expected.records,
      byCategory: present(key.expected.byCategory),
      compulsoryAge: { byCategory: { registered: key.expected.registeredOfCompulsoryAge } },
    });
    const registered = await list<Student>('students', '--compulsory', '--category', 'registered');
    expect(counted(registered.flatMap(({ village }) => village ?? []))).toEqual(present(key.expected.registeredOfCompulsoryAgeByVillage));
  });

  it('every planted case is found, and nothing is invented', async () => {
    const found = (await list<Finding>('findings')).map(({ kind, subject, detail }) => {
      if (kind === 'same-name-same-village')
        return `${kind} ${(detail.people ?? [])
          .map(({ idNumber }) => idNumber)
          .sort()
          .join(' ')}`;
      return `${kind} ${kind === 'number-cell' ? subject.name : subject.idNumber}`;
    });
    expect(found.sort()).toEqual(expectedFindings(key));
  });

  it('the same files again change nothing', async () => {
    const before = cli.events();
    await measured('again', ['reconcile', '--cycle', key.expected.cycle]);
    expect(cli.events()).toBe(before);
  });
});
