import { Inject, Injectable } from '@nestjs/common';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import { ofThisCentury } from '#student-aid';
import { RosterStore } from '../keeping/roster-store.js';
import type { FoundFinding } from '../model/finding.js';
import type { CycleFiles } from '../model/roster-file.js';
import { RostersView } from '../projections/rosters-view.js';
import type { KnownRecordRow } from '../projections/tables.js';
import { sameStudentFinding, type NamedRecord, type SameStudentSign } from './row-findings.js';

/** Parameters of one query. */
const CHUNK = 200;

/** What the numbers look like that had fifteen digits: all are of the last century. */
const OF_LAST_CENTURY = `${'_'.repeat(6)}19%`;

/** Two standing records of one cycle, and why they may be one student's. */
interface Pair {
  readonly sign: SameStudentSign;
  readonly one: KnownRecordRow;
  readonly other: KnownRecordRow;
}

/**
 * Records of a cycle of which two may be one student's. Nobody is judged by likeness alone: a number was contested, or was corrected and came
 * back, or two numbers are the same fifteen digits.
 */
@Injectable()
export class SameStudents {
  constructor(
    private readonly view: RostersView,
    private readonly store: RosterStore,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  /** Each pair once, by the first sign that speaks for it. */
  async findings(files: CycleFiles): Promise<readonly FoundFinding[]> {
    const { cycle } = files;
    const pairs = [...(await this.contested(cycle)), ...(await this.corrected(cycle)), ...(await this.ofSameFifteen(cycle))];
    const byPair = new Map<string, Pair>();
    for (const pair of pairs) {
      const key = [pair.one.record_id, pair.other.record_id].sort().join('\n');
      if (!byPair.has(key)) byPair.set(key, pair);
    }
    return [...byPair.values()].map(({ sign, one, other }) => sameStudentFinding(sign, this.named(one, files), this.named(other, files)));
  }

  /** A number was refused to one record because the other's student bears it, and still does. */
  private async contested(cycle: string): Promise<readonly Pair[]> {
    const rows = await this.view.db
      .selectFrom('contest')
      .innerJoin('identity', 'identity.claim', 'contest.claim')
      .select(['contest.record_id as wanting', 'identity.student_id as bearer'])
      .where('contest.cycle', '=', cycle)
      .orderBy('contest.record_id')
      .orderBy('contest.claim')
      .execute();
    return this.pairs(
      'number-contested',
      rows.map(({ wanting, bearer }) => [wanting, `${bearer}-${cycle}`]),
    );
  }

  /** Somebody got another number, and the one from before has a record of the same name: a roster that was not corrected names it still. */
  private async corrected(cycle: string): Promise<readonly Pair[]> {
    const rows = await this.view.db
      .selectFrom('former_identity')
      .innerJoin('identity', 'identity.claim', 'former_identity.claim')
      .select(['former_identity.student_id as before', 'identity.student_id as now'])
      .whereRef('former_identity.student_id', '<>', 'identity.student_id')
      .orderBy('former_identity.claim')
      .execute();
    const pairs = await this.pairs(
      'number-corrected',
      rows.map(({ before, now }) => [`${before}-${cycle}`, `${now}-${cycle}`]),
    );
    return pairs.filter(sameName);
  }

  /** A number of fifteen digits says no century: it was read as one of the last, and may be the same as one of this. */
  private async ofSameFifteen(cycle: string): Promise<readonly Pair[]> {
    const old = await this.view.db
      .selectFrom('known_record')
      .select(['record_id', 'id_number'])
      .where('cycle', '=', cycle)
      .where('closed', '=', 0)
      .where('id_number', 'like', OF_LAST_CENTURY)
      .orderBy('id_number')
      .execute();
    const byClaim = new Map(old.map(({ record_id, id_number }) => [this.sealer.indexOf(ofThisCentury(id_number ?? '')), record_id]));
    const pairs: [string, string][] = [];
    const claims = [...byClaim.keys()];
    for (let start = 0; start < claims.length; start += CHUNK) {
      const some = claims.slice(start, start + CHUNK);
      for (const { claim, student_id } of await this.view.db.selectFrom('identity').selectAll().where('claim', 'in', some).execute())
        pairs.push([byClaim.get(claim) ?? '', `${student_id}-${cycle}`]);
    }
    return (await this.pairs('same-fifteen-digits', pairs)).filter(sameName);
  }

  /** The records of pairs of ids, if both stand and are two. */
  private async pairs(sign: SameStudentSign, ids: readonly (readonly [string, string])[]): Promise<readonly Pair[]> {
    const pairs: Pair[] = [];
    for (const [first, second] of ids) {
      if (first === second) continue;
      const [one, other] = [await this.view.record(first), await this.view.record(second)];
      if (one?.closed === 0 && other?.closed === 0) pairs.push({ sign, one, other });
    }
    return pairs;
  }

  private named({ record_id: recordId, name, id_number: idNumber }: KnownRecordRow, files: CycleFiles): NamedRecord {
    const rows = idNumber === null ? [] : this.store.rows.person(idNumber, files.currentHashes).rows;
    return { recordId, ...(name !== null && { name }), ...(idNumber !== null && { idNumber }), rows: rows.slice(0, 1) };
  }
}

function sameName({ one, other }: Pair): boolean {
  return one.name !== null && one.name === other.name;
}
