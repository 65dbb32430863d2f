import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#kernel';
import type { Blame, ShownFieldHistory } from '#responsibility';
import { blameText } from './blame-text.js';

const TIME = '2020-09-10T00:00:00.000Z';
const person = (name: string, role = 'reviewer'): Actor => ({
  userId: `u-${name}`,
  name,
  role,
  unit: 'v',
  unitName: '新村',
  line: 'household',
});
const act = (name: string, role?: string) => ({ eventId: `e-${name}`, revision: 1, time: TIME, by: person(name, role) });
const signed = (name: string) => ({ ...act(name), line: 'household', submission: 1, digest: 'd', level: 'village', bulk: false });
const setting = (name: string) => ({ ...act(name, 'collector'), source: { kind: 'collected' as const } });

const right: ShownFieldHistory = {
  field: 'address',
  section: 'household',
  line: 'household',
  value: '五组',
  setBy: setting('今录'),
  settings: [setting('今录')],
  confirmedBy: [],
  submissions: [],
  signOffs: [signed('今审')],
  returns: [],
  errorIds: [],
  earlier: [],
  errors: [],
};
const introduced = {
  act: 'introduced' as const,
  by: person('错录', 'collector'),
  eventId: 'e',
  time: TIME,
  how: 'roster' as const,
  recordId: 'r0',
};
const passed = { act: 'signed' as const, by: person('错审'), eventId: 'e', time: TIME, level: 'village', voided: true };
const named: ShownFieldHistory = {
  ...right,
  errors: [
    {
      errorId: 'r.1',
      status: 'corrected',
      outdated: false,
      alreadyChanged: true,
      wrong: '三组',
      stands: false,
      answerers: [
        { ...person('错录', 'collector'), acts: [introduced], answers: true },
        {
          ...person('错审'),
          acts: [passed],
          answers: false,
          appeal: { status: 'granted', appealedAt: TIME, decidedAt: TIME, decidedBy: person('定', 'officer') },
        },
      ],
      caught: [],
      appeals: { 'u-错审': 'granted' },
      signedSince: [signed('今审')],
    },
  ],
};
const textOf = (field: ShownFieldHistory) => {
  const blame: Blame = { recordId: 'r', revision: 1, asOf: { position: '1', time: TIME }, fields: [field] };
  return blameText(blame, 'zh').split('\n');
};
const linesWith = (field: ShownFieldHistory, name: string) => textOf(field).filter((line) => line.includes(name));

describe('blame as text', () => {
  it('names who set and signed a value that nobody has found wrong', () => {
    expect(linesWith(right, '今录')).toEqual([expect.stringContaining('来源')]);
    expect(linesWith(right, '今审')).toEqual([expect.stringContaining('审核 村')]);
  });

  it('of a value that an error has named, names those who answer for the wrong one, and tells apart who signed the right one since', () => {
    expect(linesWith(named, '错录')).toEqual([expect.stringMatching(/责任人.*新村.*录入.*见 r0/)]);
    expect(linesWith(named, '错审')).toEqual([expect.stringMatching(/原责任人.*审核 村.*已作废.*申诉成立，不再负责/)]);
    expect(linesWith(named, '今审')).toEqual([expect.stringContaining('此后审核')]);
    expect(linesWith(named, 'r.1')).toEqual([expect.stringMatching(/已更正.*此前已改动.*错误值 三组/)]);
  });
});
