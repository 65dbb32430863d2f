import { digestOf } from '#kernel';
import type { RecordType } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from './initial-state.js';
import { allComplete } from './line-state.js';
import { fieldsOfLine } from './type-parts.js';

/**
 * What a submission freezes and a sign-off names: SHA-256 over the canonical JSON of record, line, number, the commitments of the line's
 * values and the hashes of the documents (product.md, "The workflow"). It tells nothing about the values.
 */
export function lineDigest(state: RecordState, type: RecordType, line: string, submission: number): string {
  const fields: Record<string, string> = {};
  for (const name of fieldsOfLine(type, line)) {
    const field = state.fields[name];
    if (field !== undefined) fields[name] = field.c;
  }
  return digestOf({ recordId: state.recordId, line, submission, fields, documents: state.documents });
}

/** The digest of each line as it is complete; a line that is complete by rule has no submission, so its number is 0. */
export function completeDigests(state: RecordState, type: RecordType): Record<string, string> {
  return Object.fromEntries(
    type.lines.map(({ name }) => [name, lineOf(state, name).submission?.digest ?? lineDigest(state, type, name, 0)]),
  );
}

/** What the joint sign-off names: a digest over those of all lines. Undefined until every line is complete. */
export function jointDigest(state: RecordState, type: RecordType): string | undefined {
  if (state.revision < 0 || !allComplete(state, type)) return undefined;
  return digestOf({ recordId: state.recordId, line: 'joint', digests: completeDigests(state, type) });
}
