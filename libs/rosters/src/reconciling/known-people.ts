import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import { RostersView } from '../projections/rosters-view.js';
import type { StandingRecord } from './person.js';

/** What the log knows of a person by their ID number. */
export interface KnownPerson {
  readonly studentId?: string;
  /** The record of the cycle, if there is one that is not closed. */
  readonly record?: StandingRecord;
  /** The record of the cycle is closed. */
  readonly closed?: boolean;
}

/** How many people one question is about: bounds how long the event loop stands still. */
const CHUNK = 200;

/** Looks people up, many in one question. */
@Injectable()
export class KnownPeople {
  constructor(
    private readonly view: RostersView,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  async of(idNumbers: readonly string[], cycle: string): Promise<ReadonlyMap<string, KnownPerson>> {
    const known = new Map<string, KnownPerson>();
    for (let start = 0; start < idNumbers.length; start += CHUNK) {
      for (const [idNumber, person] of await this.some(idNumbers.slice(start, start + CHUNK), cycle)) known.set(idNumber, person);
      await nextTurn();
    }
    return known;
  }

  private async some(idNumbers: readonly string[], cycle: string): Promise<ReadonlyMap<string, KnownPerson>> {
    const byClaim = new Map(idNumbers.map((idNumber) => [this.sealer.indexOf(idNumber), idNumber]));
    const rows = await this.view.db
      .selectFrom('identity')
      .leftJoin('known_record', (join) =>
        join.onRef('known_record.student_id', '=', 'identity.student_id').on('known_record.cycle', '=', cycle),
      )
      .select(['claim', 'identity.student_id as studentId', 'record_id', 'closed', 'name'])
      .where('claim', 'in', [...byClaim.keys()])
      .execute();
    return new Map(
      rows.map(({ claim, studentId, record_id: recordId, closed, name }): [string, KnownPerson] => {
        const standing = recordId !== null && closed === 0;
        return [
          byClaim.get(claim) ?? '',
          {
            studentId,
            ...(standing && { record: { recordId, studentId, ...(name !== null && { name }) } }),
            ...(recordId !== null && closed === 1 && { closed: true }),
          },
        ];
      }),
    );
  }
}
