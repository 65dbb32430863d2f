import { lineStateOf, statusOf, type RecordState, type RecordType } from '#verification';

/** What changed, from and to; null: it was not there. */
export type Change = readonly [from: string | null, to: string];

/** Fields that have another value than before, in the order in which a record of the type shows them. */
export function changedFields(before: RecordState, after: RecordState, type: RecordType): readonly string[] {
  const changed = Object.keys(after.fields).filter((name) => after.fields[name]?.c !== before.fields[name]?.c);
  const shown = type.sections.flatMap(({ fields }) => fields.map(({ name }) => name));
  return changed.sort((one, other) => shown.indexOf(one) - shown.indexOf(other));
}

/** The record's status, if it is another one than before. */
export function changedStatus(before: RecordState, after: RecordState): { readonly status?: Change } {
  const change = changeOf(before.revision < 0 ? null : statusOf(before), statusOf(after));
  return change === undefined ? {} : { status: change };
}

/** Lines that stand otherwise than before. */
export function changedLines(before: RecordState, after: RecordState, type: RecordType): Readonly<Record<string, Change>> {
  const changes = type.lines.flatMap(({ name }): [string, Change][] => {
    const change = changeOf(before.revision < 0 ? null : lineStateOf(before, name), lineStateOf(after, name));
    return change === undefined ? [] : [[name, change]];
  });
  return Object.fromEntries(changes);
}

function changeOf(from: string | null, to: string): Change | undefined {
  return from === to ? undefined : [from, to];
}
