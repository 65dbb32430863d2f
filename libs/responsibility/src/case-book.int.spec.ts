import { expect, it } from '@jest/globals';
import type { DirectoryReader } from '#directory';
import { Moments } from '#projections';
import { recordsEvents } from '#records';
import { studentAid } from '#student-aid';
import { monthOf } from '#verification';
import { OpenedLog } from '../../projections/src/testing/open-log.js';
import { Assessor } from './assessing/assessor.js';
import { ErrorsView } from './projections/errors-view.js';
import { ResponsibilityView } from './projections/responsibility-view.js';
import { cases } from './testing/case-book.js';
import type { CaseRecord } from './testing/case-record.js';
import { assessedText, letterOf } from './testing/case-words.js';

/** Writes a history of the case book into a log. */
async function write(record: CaseRecord, opened: OpenedLog): Promise<void> {
  for (const { type, data, time, actor, id } of record.events) {
    opened.clock.set(time);
    const metadata = { actor, commandId: id, commandHash: '', correlationId: id, causationId: id };
    await opened.log.append(`record-${record.recordId}`, 'any', [{ type, data }], metadata);
  }
}

/** What the assessments of a history are worked out by. */
function assessorOf(record: CaseRecord, opened: OpenedLog): Assessor {
  const runner = opened.runner();
  const directory: DirectoryReader = { current: async () => record.directory, asOf: async () => record.directory };
  return new Assessor(new ResponsibilityView(runner, studentAid), new Moments(runner, opened.log, opened.clock), directory, studentAid);
}

/** The view of errors has those of the record, with who answers for them. */
async function expectErrors(record: CaseRecord, opened: OpenedLog): Promise<void> {
  const view = new ErrorsView(opened.runner(), studentAid);
  await view.upTo(await opened.log.head());
  const errors = Object.values(record.state.errors);
  const rows = await view.db.selectFrom('error').selectAll().where('to_position', 'is', null).execute();
  expect(Object.fromEntries(rows.map(({ error_id, status }) => [error_id, status]))).toEqual(
    Object.fromEntries(errors.map(({ errorId, status }) => [errorId, status])),
  );
  const people = view.db.selectFrom('error_person').select(['error_id', 'user_id']).where('to_position', 'is', null);
  const answering = await people.where('part', '=', 'answers').execute();
  expect(answering.map(({ error_id, user_id }) => `${error_id} ${user_id}`).sort()).toEqual(
    errors.flatMap(({ errorId, answerers = [] }) => answerers.map(({ userId }) => `${errorId} ${userId}`)).sort(),
  );
}

/** What the histories of all fields of a record together say that a month counts: by unit, x of n. */
function toldOf(record: CaseRecord, month: string): Readonly<Record<string, string>> {
  const sums = new Map<string, { n: number; x: number }>();
  for (const { name: field } of studentAid.sections.flatMap(({ fields }) => fields)) {
    for (const one of assessedText(record, field, month).split(', ')) {
      const [, unit, x, n] = /^(\S+) (\d+)\/(\d+)$/.exec(one) ?? [];
      if (unit === undefined) continue;
      const sum = sums.get(unit) ?? { n: 0, x: 0 };
      sums.set(unit, { n: sum.n + Number(n), x: sum.x + Number(x) });
    }
  }
  return Object.fromEntries([...sums].map(([unit, { n, x }]) => [unit, `${x}/${n}`]));
}

it.each(cases.filter(({ introducedBefore }) => introducedBefore === undefined).map((one) => [one.name, one] as const))(
  '%s: the views have what the record says of its errors, and the month counts what the histories say',
  async (_name, one) => {
    const record = one.record();
    const opened = new OpenedLog(recordsEvents);
    try {
      await write(record, opened);
      await expectErrors(record, opened);
      const assessor = assessorOf(record, opened);
      for (const month of new Set([...Object.keys(one.assessed), ...record.events.map(({ time }) => monthOf(time))])) {
        const { levels } = await assessor.assess(month);
        const counted = levels.flatMap(({ units }) => units).filter(({ n }) => n > 0);
        expect(Object.fromEntries(counted.map(({ unit, n, x }) => [letterOf(unit), `${x}/${n}`]))).toEqual(toldOf(record, month));
      }
    } finally {
      await opened.close();
    }
  },
);
