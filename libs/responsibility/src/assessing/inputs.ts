import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { FieldsInForce, UnitFacts } from '#verification';

/**
 * SHA-256 over everything that an assessment counts, so that whoever works it out again can tell at once whether they counted the same:
 * a line of canonical JSON for the head, then for each unit in order its code, for each of its records the fields, and its errors.
 */
export class InputsHash {
  private readonly hash: Hash = createHash('sha256');

  constructor(head: Readonly<Record<string, string | number>>) {
    this.add(canonicalJson(head));
  }

  /** A unit, before its records. */
  unit(level: string, { unit, errors }: UnitFacts): void {
    this.add(`${level} ${unit}`);
    for (const [recordId, wrong] of errors) {
      for (const { field, missing } of wrong) this.add(`error ${recordId} ${field}${missing ? ' missing' : ''}`);
    }
  }

  /** Some records of the unit, in order. */
  records(records: readonly FieldsInForce[]): void {
    if (records.length > 0) this.add(records.map(([recordId, fields]) => `${recordId} ${fields.join(',')}`).join('\n'));
  }

  digest(): string {
    return this.hash.digest('hex');
  }

  private add(lines: string): void {
    this.hash.update(`${lines}\n`);
  }
}
