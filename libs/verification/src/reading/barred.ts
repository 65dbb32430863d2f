import type { Actor } from '#kernel';
import type { RecordType } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from './initial-state.js';
import { standingSignOffs } from './line-state.js';
import { fieldsOfLine } from './type-parts.js';

/** A person, and the one they stood in for. */
export function peopleOf({ userId, onBehalfOf }: Pick<Actor, 'userId' | 'onBehalfOf'>): readonly string[] {
  return onBehalfOf === undefined ? [userId] : [userId, onBehalfOf];
}

/** Who brought the values of lines in, or submitted them: they do not sign these lines. */
export function settersOf(state: RecordState, type: RecordType, lines: readonly string[]): ReadonlySet<string> {
  const setters = new Set<string>();
  for (const line of lines) {
    for (const field of fieldsOfLine(type, line)) for (const person of state.fields[field]?.setBy ?? []) setters.add(person);
    const submitter = lineOf(state, line).submission?.by;
    if (submitter !== undefined) for (const person of peopleOf(submitter)) setters.add(person);
  }
  return setters;
}

/** Who has signed any level of what stands: one person signs one level of a record at most. */
export function signersOf(state: RecordState): ReadonlySet<string> {
  return new Set(standingSignOffs(state).flatMap(({ by }) => peopleOf(by)));
}
