import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine, SAMPLE } from '../support/command-line.js';

const IMPORT = ['roster', 'import', join(SAMPLE, '扶贫办_建档立卡人口.xlsx'), join(SAMPLE, '教育局_学籍.csv'), '--cycle', '2020-2021'];

interface Student {
  readonly recordId: string;
}

interface Finding {
  readonly findingId: string;
  readonly kind: string;
  readonly rows: readonly unknown[];
}

/** What the log says, without what chance gave: ids of students and of what is named after them. */
async function outcome(line: CommandLine) {
  const students = await line.json<Student>(['--clear', 'students']);
  const findings = await line.json<Finding>(['--clear', 'findings']);
  return {
    students: students.map(({ recordId: _id, ...rest }) => JSON.stringify(rest)).sort(),
    findings: findings.map(({ kind, rows }) => JSON.stringify({ kind, rows })).sort(),
    events: line.events(),
  };
}

let whole: CommandLine;
let killed: CommandLine;
beforeEach(() => {
  whole = new CommandLine();
  killed = new CommandLine();
});
afterEach(() => {
  whole.remove();
  killed.remove();
});

describe('a process that is killed', () => {
  it('in the middle of an import ends the same when it is started again: nothing lost, nothing doubled', async () => {
    await whole.loadDirectory();
    const before = whole.events();
    await whole.json(IMPORT);
    const total = whole.events() - before;
    await killed.loadDirectory();
    for (const part of [0.01, 0.3, 0.6, 0.95]) await killed.killAt(before + Math.round(total * part), IMPORT);
    await killed.json(IMPORT);
    expect(await outcome(killed)).toEqual(await outcome(whole));
    const events = killed.events();
    await killed.json(IMPORT);
    expect(killed.events()).toBe(events);
  }, 180_000);

  it('in the middle of decisions has kept every one that it answered, and does none twice', async () => {
    await killed.loadDirectory();
    await killed.json(IMPORT);
    const [student] = await killed.json<Student>(['students', '--village', '430482101201', '--school', '3043482007']);
    const recordId = student?.recordId ?? '';
    const visit = JSON.stringify({ method: 'home', purpose: '资助访', date: '2020-09-01' });
    const before = killed.events();
    for (let n = 0; n < 4; n += 1) {
      const args = ['visit', recordId, '--as', 'u0096', '--input', '-', '--command-id', `visit-${n}`];
      const child = killed.start(['--json', ...args]);
      child.stdin?.end(visit);
      // Killed at once, or as soon as the event stands; either way the same command again must end as one visit.
      if (n % 2 === 0) child.kill('SIGKILL');
      else while (killed.events() === before + n && child.exitCode === null) await new Promise((turn) => setTimeout(turn, 1));
      child.kill('SIGKILL');
      await killed.json(args, visit);
      await killed.json(args, visit);
    }
    const history = await killed.json<{ type: string }>(['history', recordId]);
    expect(history.filter(({ type }) => type === 'visit-recorded')).toHaveLength(4);
    expect(killed.events()).toBe(before + 4);
  }, 120_000);
});
