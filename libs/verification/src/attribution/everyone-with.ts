import { fieldHistories } from '../blame/field-history.js';
import { isEmpty, type FieldRun } from '../blame/field-run.js';
import type { RecordType } from '../model/record-type.js';
import { peopleOf } from '../reading/barred.js';
import { introducerOf } from './introducer.js';
import type { Past } from './past.js';

/** Everybody who ever set, submitted, signed or on a visit confirmed a value of a field, with those they stood in for. */
export function everyoneWith(past: Past, { field, wrong }: { field: string; wrong: string | null }, type: RecordType): readonly string[] {
  const history = fieldHistories(past.events, type).get(field);
  if (history === undefined) return [];
  const runs = history.runs.filter((run) => (isEmpty(run) ? null : run.value?.c) === wrong || run.value?.c === wrong);
  const introducers = runs.map((run) => introducerOf(run, field, history.line, past, type, () => true)?.by);
  const acts = runs.flatMap(({ settings, submissions, signOffs, confirmations }: FieldRun) => [
    ...settings,
    ...submissions,
    ...signOffs,
    ...confirmations.filter(({ kind }) => kind === 'visit'),
  ]);
  return [...introducers.flatMap((by) => (by === undefined ? [] : peopleOf(by))), ...acts.flatMap(({ by }) => peopleOf(by))];
}
