import type { RecordType } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from './initial-state.js';
import { fieldsOfLine } from './type-parts.js';

/** Revision with which the run began in which a field stands as it does; 0: it has never had a value. */
export function runOf({ fields }: Pick<RecordState, 'fields'>, field: string): number {
  return fields[field]?.since ?? 0;
}

/**
 * Whether anybody has ever signed a submission that held a field's value since it was set, also if that does not count any more
 * (product.md, "Errors and responsibility"): then a disagreement about it is an error, no finding.
 */
export function isSigned(state: RecordState, line: string, field: string): boolean {
  return Math.max(lineOf(state, line).signedAt ?? -1, state.jointSignedAt ?? -1) > runOf(state, field);
}

/** Whether anything that stands has been signed. */
export function isAnySigned(state: RecordState, type: RecordType): boolean {
  return type.lines.some(({ name }) => fieldsOfLine(type, name).some((field) => isSigned(state, name, field)));
}
