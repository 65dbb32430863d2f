import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import type { UnitFacts } from '#verification';

/**
 * SHA-256 over everything that an assessment counts, so that whoever works it out again can tell at once whether they counted the same:
 * a line of canonical JSON for the head, then for each unit in order its code, for each of its records the fields, and its errors.
 */
export class InputsHash {
  private readonly hash: Hash = createHash('sha256');

  constructor(head: Readonly<Record<string, string | number>>) {
    this.add(canonicalJson(head));
  }

  /** The same facts; what is counted of them is hashed on the way. */
  watched(level: string, facts: UnitFacts): UnitFacts {
    return { ...facts, records: this.watchedRecords(level, facts) };
  }

  digest(): string {
    return this.hash.digest('hex');
  }

  private *watchedRecords(level: string, { unit, records, errors }: UnitFacts): Generator<readonly [string, readonly string[]]> {
    this.add(`${level} ${unit}`);
    for (const [recordId, wrong] of errors) {
      for (const { field, missing } of wrong) this.add(`error ${recordId} ${field}${missing ? ' missing' : ''}`);
    }
    for (const record of records) {
      this.add(`${record[0]} ${record[1].join(',')}`);
      yield record;
    }
  }

  private add(line: string): void {
    this.hash.update(`${line}\n`);
  }
}
