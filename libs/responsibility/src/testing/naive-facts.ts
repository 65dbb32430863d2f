import { fieldHistories, isEmpty, type Act, type EvolvingRecordEvent, type RecordType } from '#verification';

/** A unit answers for a field of a record from one revision up to another (exclusive). */
export interface NaiveFact {
  readonly unit: string;
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

const keyOf = ({ by: { role, unit, line } }: Act, type: RecordType) => type.responsibility?.unitOf({ role, unit, line });

/**
 * What is in force of a record for whom, told from the field histories alone, the slow way: another reading of the same law than the fold
 * that the projection goes by.
 * @param introducedBefore the unit that brought a carried value in, in the record before
 */
export function naiveFacts(
  events: readonly EvolvingRecordEvent[],
  type: RecordType,
  introducedBefore: (field: string) => string | undefined = () => undefined,
): readonly NaiveFact[] {
  const closed = events.find(({ type }) => type === 'record-closed')?.revision ?? Infinity;
  return [...fieldHistories(events, type).values()].flatMap(({ field, runs }) =>
    runs
      .filter((run) => !isEmpty(run))
      .flatMap((run): NaiveFact[] => {
        const to = Math.min(run.until?.revision ?? Infinity, closed);
        const [first] = run.settings;
        const found = run.settings.find(({ source }) => source.kind === 'finding');
        const introduced = first && (first.source.kind === 'carried' ? introducedBefore(field) : keyOf(first, type));
        const facts = [
          ...(first === undefined ? [] : [{ unit: introduced, from: first.revision, to: Math.min(to, found?.revision ?? Infinity) }]),
          ...(found === undefined ? [] : [{ unit: keyOf(found, type), from: found.revision, to }]),
          ...[...run.submissions, ...run.signOffs].map((act) => ({ unit: keyOf(act, type), from: act.revision, to })),
        ];
        return facts.flatMap(({ unit, ...span }) => (unit === undefined || span.from >= span.to ? [] : [{ unit, field, ...span }]));
      }),
  );
}

/** Units that answer for a field at some moment between two revisions, in order. */
export function unitsAnswering(facts: readonly NaiveFact[], field: string, after: number, upTo: number): readonly string[] {
  const units = facts.filter((fact) => fact.field === field && fact.from <= upTo && fact.to > after).map(({ unit }) => unit);
  return [...new Set(units)].sort();
}
