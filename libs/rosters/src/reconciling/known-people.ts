import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import { RostersView } from '../projections/rosters-view.js';
import type { StandingRecord } from './person.js';

/** A record whose student bore a number once and has another now. */
export interface FormerBearer extends StandingRecord {
  /** The number of now; absent if there is none. */
  readonly idNumber?: string;
}

/** What the log knows of a person by their ID number. */
export interface KnownPerson {
  readonly studentId?: string;
  /** The record of the cycle, if there is one that is not closed. */
  readonly record?: StandingRecord;
  /** The record of the cycle is closed. */
  readonly closed?: boolean;
  /** Nobody bears the number now; these are the standing records of who bore it before. */
  readonly former?: readonly FormerBearer[];
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

  /**
   * Whether nobody is or was known by any ID number: then a run need not look people up, each of whom it meets once. Who comes to be known
   * meanwhile is met when the number is claimed.
   */
  async isEmpty(): Promise<boolean> {
    const { db } = this.view;
    const known = await db.selectFrom('identity').select('claim').limit(1).executeTakeFirst();
    return known === undefined && (await db.selectFrom('former_identity').select('claim').limit(1).executeTakeFirst()) === undefined;
  }

  async of(idNumbers: readonly string[], cycle: string): Promise<ReadonlyMap<string, KnownPerson>> {
    const known = new Map<string, KnownPerson>();
    const former = await this.formerBearers(cycle);
    for (let start = 0; start < idNumbers.length; start += CHUNK) {
      for (const [idNumber, person] of await this.some(idNumbers.slice(start, start + CHUNK), cycle, former)) known.set(idNumber, person);
      await nextTurn();
    }
    return known;
  }

  /** Corrected numbers are few: all of them at once, by claim. */
  private async formerBearers(cycle: string): Promise<ReadonlyMap<string, readonly FormerBearer[]>> {
    const rows = await this.view.db
      .selectFrom('former_identity')
      .innerJoin('known_record', (join) =>
        join.on('known_record.record_id', '=', sql`${sql.ref('former_identity.student_id')} || ${'-' + cycle}`),
      )
      .select(['claim', 'known_record.student_id as studentId', 'record_id as recordId', 'name', 'id_number as idNumber'])
      .where('closed', '=', 0)
      .orderBy('record_id')
      .execute();
    const bearers = new Map<string, FormerBearer[]>();
    for (const { claim, studentId, recordId, name, idNumber } of rows) {
      const bearer = { recordId, studentId, ...(name !== null && { name }), ...(idNumber !== null && { idNumber }) };
      bearers.set(claim, [...(bearers.get(claim) ?? []), bearer]);
    }
    return bearers;
  }

  private async some(
    idNumbers: readonly string[],
    cycle: string,
    bearers: ReadonlyMap<string, readonly FormerBearer[]>,
  ): Promise<ReadonlyMap<string, KnownPerson>> {
    const byClaim = new Map(idNumbers.map((idNumber) => [this.sealer.indexOf(idNumber), idNumber]));
    const rows = await this.view.db
      .selectFrom('identity')
      .leftJoin('known_record', (join) => join.on('known_record.record_id', '=', sql`${sql.ref('identity.student_id')} || ${'-' + cycle}`))
      .select(['claim', 'identity.student_id as studentId', 'record_id', 'closed', 'name', 'id_number'])
      .where('claim', 'in', [...byClaim.keys()])
      .execute();
    const movedOn = await this.movedOn(rows.filter(({ claim, id_number }) => id_number !== null && id_number !== byClaim.get(claim)));
    const known = new Map(
      rows.map(({ claim, studentId, record_id: recordId, closed, name, id_number }): [string, KnownPerson] => {
        const standing = recordId !== null && closed === 0;
        if (standing && id_number !== null && movedOn.has(claim)) {
          return [byClaim.get(claim) ?? '', { former: [{ recordId, studentId, idNumber: id_number, ...(name !== null && { name }) }] }];
        }
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
    for (const [claim, idNumber] of byClaim) {
      const former = bearers.get(claim);
      if (former !== undefined && !known.has(idNumber)) known.set(idNumber, { former });
    }
    return known;
  }

  /**
   * Claims of numbers whose student's record bears another one, which is the student's as well: the number is one from before, and whoever
   * corrected it has died before they could say so.
   */
  private async movedOn(rows: readonly { claim: string; studentId: string; id_number: string | null }[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    const claims = rows.map(({ id_number }) => this.sealer.indexOf(id_number ?? ''));
    const holders = await this.view.db.selectFrom('identity').selectAll().where('claim', 'in', claims).execute();
    const holderOf = new Map(holders.map(({ claim, student_id }) => [claim, student_id]));
    return new Set(rows.filter(({ studentId }, index) => holderOf.get(claims[index] ?? '') === studentId).map(({ claim }) => claim));
  }
}
