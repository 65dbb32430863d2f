import { studentAid } from '#student-aid';
import {
  answerersOf,
  fieldHistories,
  isEmpty,
  monthOf,
  type AssessedUnit,
  type Attribution,
  type FieldRun,
  type MonthsError,
} from '#verification';
import { assessLevel } from '../../../verification/src/testing/assess-level.js';
import { HIGH, JUNIOR, OTHER_VILLAGE, TOWNSHIP, VILLAGE } from '../../../student-aid/src/testing/county.js';
import { OTHER_TOWNSHIP } from './case-county.js';
import type { CaseRecord } from './case-record.js';
import { naiveFacts, unitsAnswering } from './naive-facts.js';

/** Units by the letters that the case book knows them by. */
const LETTERS: Readonly<Record<string, string>> = {
  [VILLAGE]: 'V',
  [OTHER_VILLAGE]: 'OV',
  [TOWNSHIP]: 'T',
  [OTHER_TOWNSHIP]: 'OT',
  [JUNIOR]: 'J',
  [HIGH]: 'H',
};

export const letterOf = (unit: string) => LETTERS[unit] ?? unit.replace('department:', '');

/**
 * A field's history, run by run: `value <- who set it ~who confirmed it | who submitted and signed it at which level | -who returned it`.
 * `!`: the sign-off was voided; `*`: the return caught it. Runs without a value that nobody vouched for are left out.
 */
export function historyOf(record: CaseRecord, field: string): readonly string[] {
  const runs = fieldHistories(record.events, studentAid).get(field)?.runs ?? [];
  return runs.filter((run) => !isEmpty(run) || run.submissions.length > 0).map(runText);
}

function runText({ value, settings, confirmations, submissions, signOffs, returns }: FieldRun): string {
  const set = settings.map(({ by, source }) => (source.kind === 'collected' ? by.userId : `${by.userId}(${source.kind})`));
  const seen = confirmations.map(({ by }) => `~${by.userId}`);
  const passed = [...submissions.map((one) => ({ ...one, level: 'collection' })), ...signOffs]
    .sort((a, b) => a.revision - b.revision)
    .map(({ by, level, voided }) => `${by.userId}@${level}${voided === undefined ? '' : '!'}`);
  const returned = returns.map(({ by, changedBy }) => `-${by.userId}${changedBy === undefined ? '' : '*'}`);
  const parts = [passed.join(' '), returned.join(' ')].filter((part) => part !== '').map((part) => ` | ${part}`);
  return `${value === null || value.v === null ? 'nothing' : String(value.v)} <- ${[...set, ...seen].join(' ')}${parts.join('')}`.trim();
}

/** An attribution in one line: `who how; signers at their levels; who caught it`. */
export function attributionText({ introducer, signers, caught, outdated }: Attribution): string {
  if (outdated) return 'outdated';
  const first =
    introducer === undefined
      ? 'nobody'
      : `${introducer.by.userId} ${introducer.how}${introducer.recordId ? ` in ${introducer.recordId}` : ''}`;
  const passed = signers.map(({ by, level, voided }) => `${by.userId}@${level}${voided ? '!' : ''}`).join(' ');
  return [first, passed, caught.map(({ by, level }) => `-${by.userId}@${level}`).join(' ')].filter((part) => part !== '').join('; ');
}

/** What a month counts of one field: `unit x/n` for each unit that answers for it, whatever list it stands in. */
export function assessedText(
  record: CaseRecord,
  field: string,
  month: string,
  introducedBefore?: (field: string) => string | undefined,
): string {
  const upTo = lastOf(record, (time) => monthOf(time) <= month);
  const after = lastOf(record, (time) => monthOf(time) < month);
  const answering = unitsAnswering(naiveFacts(record.events, studentAid, introducedBefore), field, after, upTo);
  const errors = errorsByUnit(record, field, after, upTo);
  const rule = studentAid.responsibility?.assessments[0];
  if (rule === undefined) throw new Error('no rule');
  const units = [...new Set([...answering, ...errors.keys()])].map((unit) => ({
    unit,
    name: unit,
    records: answering.includes(unit) ? [[record.recordId, [field]] as const] : [],
    errors: new Map([[record.recordId, errors.get(unit) ?? []]]),
  }));
  const listed = rule.levels.flatMap(({ level }) =>
    assessLevel(
      level,
      units.filter(({ unit }) => levelOf(record, unit) === level),
      rule,
      studentAid,
    ),
  );
  return listed
    .filter(({ n }) => n > 0)
    .map(({ unit, x, n }: AssessedUnit) => `${letterOf(unit)} ${x}/${n}`)
    .sort()
    .join(', ');
}

function lastOf({ events }: CaseRecord, which: (time: string) => boolean): number {
  return events.findLast(({ time }) => which(time))?.revision ?? -1;
}

function levelOf({ directory }: CaseRecord, key: string): string | undefined {
  const rules = studentAid.responsibility;
  const unit = directory.unit(key);
  return unit === undefined ? rules?.others.find((one) => one.unit === key)?.level : rules?.levelOf(unit);
}

/** Of errors that were confirmed between two revisions; whose appeal was upheld up to the second answers no longer. */
function errorsByUnit({ events }: CaseRecord, field: string, after: number, upTo: number): ReadonlyMap<string, readonly MonthsError[]> {
  const reversed = events.flatMap((event) =>
    event.type === 'attribution-appeal-decided' && event.data.outcome === 'reversed' && event.revision <= upTo
      ? [`${event.data.errorId}/${event.data.appellant}`]
      : [],
  );
  const units = new Map<string, readonly MonthsError[]>();
  for (const event of events) {
    if (event.type !== 'error-attributed' || event.data.field !== field || event.revision <= after || event.revision > upTo) continue;
    const { errorId, missing } = event.data;
    for (const by of answerersOf(event.data)) {
      const unit = studentAid.responsibility?.unitOf(by);
      if (unit === undefined || reversed.includes(`${errorId}/${by.userId}`)) continue;
      units.set(unit, [...(units.get(unit) ?? []), { field, missing }]);
    }
  }
  return units;
}
