import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { RosterStore } from '../keeping/roster-store.js';
import { DEPARTMENTS } from '../model/department.js';
import type { FoundFinding } from '../model/finding.js';
import type { CycleFiles } from '../model/roster-file.js';
import { RostersView } from '../projections/rosters-view.js';
import { Turns } from '../turns.js';
import { namesakesFinding } from './row-findings.js';

/** Digits of a village's code; a household outside the county has six. */
const VILLAGE_DIGITS = 12;
/** Those of them that are its township's. */
const TOWNSHIP_DIGITS = 9;

/** A record that is not alone with its name in its village. */
interface Namesake {
  readonly village: string | null;
  readonly name: string | null;
  readonly record_id: string;
  readonly id_number: string | null;
}

/** Records of one cycle that bear the same name in the same village. Records are compared, not rolls. */
@Injectable()
export class Namesakes {
  constructor(
    private readonly view: RostersView,
    private readonly store: RosterStore,
  ) {}

  async findings(files: CycleFiles): Promise<readonly FoundFinding[]> {
    const rows: Namesake[] = [];
    // One township after the other: to look through a whole county at once would hold up everybody.
    for (const township of await this.townships(files.cycle)) {
      rows.push(...(await this.inTownship(files.cycle, township)));
      await nextTurn();
    }
    const groups = new Map<string, Namesake[]>();
    for (const row of rows) {
      const key = `${row.village}\n${row.name}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return new Turns().each([...groups.values()], (group) =>
      namesakesFinding(
        group[0]?.name ?? '',
        group[0]?.village ?? '',
        group.map(({ record_id: recordId, id_number }) => ({
          recordId,
          ...(id_number !== null && { idNumber: id_number }),
          rows: id_number === null ? [] : this.rowsOf(id_number, files),
        })),
      ),
    );
  }

  private async townships(cycle: string): Promise<readonly string[]> {
    const rows = await this.standing(cycle)
      .select(sql<string>`substr(region, 1, ${sql.lit(TOWNSHIP_DIGITS)})`.as('township'))
      .distinct()
      .orderBy('township')
      .execute();
    return rows.map(({ township }) => township);
  }

  /** Records that share name and village with another, next to each other. */
  private async inTownship(cycle: string, township: string): Promise<readonly Namesake[]> {
    const lastVillage = township.padEnd(VILLAGE_DIGITS, '9');
    const here = this.standing(cycle).where('known_record.region', '>=', township).where('known_record.region', '<=', lastVillage);
    const shared = here
      .select(['region', 'name'])
      .groupBy(['region', 'name'])
      .having(sql<number>`count(*)`, '>', 1);
    return here
      .innerJoin(shared.as('shared'), (join) =>
        join.onRef('shared.region', '=', 'known_record.region').onRef('shared.name', '=', 'known_record.name'),
      )
      .select(['known_record.region as village', 'known_record.name as name', 'record_id', 'id_number'])
      .orderBy('village')
      .orderBy('name')
      .orderBy('id_number', (order) => order.asc().nullsFirst())
      .orderBy('record_id')
      .execute();
  }

  /** Records of villages that bear a name. */
  private standing(cycle: string) {
    return this.view.db
      .selectFrom('known_record')
      .where('cycle', '=', cycle)
      .where('closed', '=', 0)
      .where('known_record.name', 'is not', null)
      .where(sql<number>`length(known_record.region)`, '=', VILLAGE_DIGITS);
  }

  private rowsOf(idNumber: string, files: CycleFiles) {
    const order = (department: string) => DEPARTMENTS.findIndex((one) => one === department);
    const { rows } = this.store.rows.person(idNumber, files.currentHashes);
    return [...rows].sort((a, b) => order(a.department) - order(b.department) || a.line - b.line);
  }
}
