import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digestOf, type Json } from '#kernel';
import { platformEvents } from '#platform';
import { allEvents } from '../../apps/composition/src/countersign.module.js';
import { everyProjection } from '../../apps/composition/src/every-projection.js';
import { OpenedLog } from '../../libs/projections/src/testing/open-log.js';

/** One event of every type that was ever written (`test/golden`); here with texts that no command brings any more. */
const EVENTS = resolve(import.meta.dirname, '../golden/events');
const RECORD = '00000000-0000-4000-8000-000000000001-2020-2021';
const OF_RECORD = [
  'record-opened',
  'details-recorded',
  'statement-recorded',
  'visit-recorded',
  'disagreement-found',
  'disagreement-settled',
  'line-submitted',
  'line-signed-off',
  'line-returned',
  'sign-offs-voided',
  'record-rejected',
  'record-appealed',
  'error-reported',
  'error-confirmed',
  'error-attributed',
  'attribution-appealed',
  'correction-opened',
  'record-transferred',
  'record-reopened',
  'record-closed',
];
/** Members that hold what people and files say, not what the program calls things. */
const SAID = ['reason', 'note', 'method', 'purpose', 'origin', 'peopleMet', 'name', 'v'];
/** Texts in which every field of a record is given. */
const FIELDS = [
  'name',
  'idNumber',
  'ethnicity',
  'address',
  'householdNumber',
  'headName',
  'guardian',
  'cause',
  'region',
  'school',
  'class',
  'stage',
];
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['U+0000', 'a\0b'],
  ['only U+0000', '\0'],
  ['half of a character', '\ud800'],
  ['the other half', 'x\udc00y'],
  ['a backslash before them', '\\ud800\\u0000\0\ud800'],
  ['control characters', '\u0001\u001f\u007f\u0085'],
  ['more than an index takes', Array.from({ length: 9_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000))).join('')],
];

function golden(type: string): { readonly [member: string]: Json } {
  return JSON.parse(readFileSync(join(EVENTS, `${type}.v1.json`), 'utf8')) as { readonly [member: string]: Json };
}

/** A text in the place of everything that was said. */
function saying(value: Json, text: string, said = false): Json {
  if (typeof value === 'string') return said ? text : value;
  if (Array.isArray(value)) return value.map((item: Json) => saying(item, text, said));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, saying(member ?? null, text, SAID.includes(name))]));
}

/** No text that stands in a log stops a view. Of adapters of the read store. */
export function hostileLogContract(): void {
  describe('a log that holds what no command brings', () => {
    let opened: OpenedLog;
    beforeEach(() => {
      opened = new OpenedLog([...platformEvents, ...allEvents]);
    });
    afterEach(() => opened.close());

    it.each(HOSTILE)('a log that holds %s in whatever was said is applied to every view', async (_what, text) => {
      const envelope = { c: digestOf(text), v: text };
      for (const type of OF_RECORD) {
        const data = saying(golden(type), text) as { readonly [member: string]: Json };
        const own =
          type === 'record-opened'
            ? { recordId: RECORD, subjectId: RECORD.slice(0, 36), cycle: '2020-2021', recordType: 'student-aid' }
            : {};
        const values = type === 'details-recorded' ? { values: Object.fromEntries(FIELDS.map((name) => [name, envelope])) } : {};
        await opened.append(`record-${RECORD}`, type, { ...data, ...own, ...values });
      }
      await opened.append('escalations-' + RECORD, 'level-escalated', saying(golden('level-escalated'), text));
      const runner = opened.runner();
      const head = await opened.log.head();
      for (const reached of everyProjection(async (projection) => runner.view(projection).upTo(head)))
        expect((await reached) >= head).toBe(true);
    });
  });
}
