import { describe, expect, it } from '@jest/globals';
import type { Actor, Recorded } from '#kernel';
import { studentAid } from '#student-aid';
import { CYCLE, envelopes, recordId } from '../projections/testing/record-history.js';
import { historyOf } from './get-history.js';

const actor: Actor = { userId: 'u1', name: '王老师', role: 'collector', unit: '430482100201', unitName: '新村', line: 'household' };

function recorded(revision: number, type: string, data: unknown): Recorded {
  const time = '2020-09-01T00:00:00.000Z';
  const ids = { id: `id-${revision}`, correlationId: 'c', causationId: 'c', commandId: 'c', commandHash: '' };
  return { ...ids, position: `${revision + 1}`, type, version: 1, stream: `record-${recordId(1)}`, revision, time, actor, data };
}

const opened = recorded(0, 'record-opened', {
  recordId: recordId(1),
  recordType: 'student-aid',
  subjectId: 's',
  cycle: CYCLE,
  definition: 1,
});

const events = [
  opened,
  recorded(1, 'details-recorded', {
    section: 'identity',
    line: 'household',
    values: envelopes({ name: '张小花' }),
    source: { kind: 'collected' },
  }),
  recorded(2, 'details-recorded', {
    section: 'identity',
    line: 'household',
    values: envelopes({ name: '张小花' }),
    source: { kind: 'collected' },
  }),
  recorded(3, 'record-closed', { reason: 'graduated' }),
];

describe('the history of a record', () => {
  it('says for each step who did it as whom and what it changed', () => {
    const entries = historyOf(events, studentAid, false);
    expect(entries.map(({ effect }) => effect)).toEqual([
      { status: [null, 'collecting'], lines: { household: [null, 'collecting'], enrolment: [null, 'collecting'] } },
      { fields: ['name'] },
      {},
      { status: ['collecting', 'closed'] },
    ]);
    expect(entries[1]).toMatchObject({ position: '2', revision: 1, type: 'details-recorded', actor });
  });

  it('names what changed as the record has it, whatever the order in which it was stated', () => {
    const values = envelopes({ school: '1', categories: ['registered'], region: '2', name: '张小花' });
    const [, stated] = historyOf(
      [opened, recorded(1, 'details-recorded', { section: 'identity', line: 'household', values, source: { kind: 'collected' } })],
      studentAid,
      false,
    );
    expect(stated?.effect.fields).toEqual(['name', 'region', 'categories', 'school']);
  });

  it('shows personal values only in clear', () => {
    expect(JSON.stringify(historyOf(events, studentAid, false))).not.toContain('张小花');
    expect(JSON.stringify(historyOf(events, studentAid, true))).toContain('张小花');
  });
});
