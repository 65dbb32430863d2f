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

/** Records of one cycle that bear the same name in the same village. Records are compared, not rolls. */
@Injectable()
export class Namesakes {
  constructor(
    private readonly view: RostersView,
    private readonly store: RosterStore,
  ) {}

  async findings(files: CycleFiles): Promise<readonly FoundFinding[]> {
    const shared = this.view.db
      .selectFrom('known_record')
      .select(['region', 'name'])
      .where('cycle', '=', files.cycle)
      .where('closed', '=', 0)
      .where('name', 'is not', null)
      .where(sql<number>`length(region)`, '=', VILLAGE_DIGITS)
      .groupBy(['region', 'name'])
      .having(sql<number>`count(*)`, '>', 1);
    const rows = await this.view.db
      .selectFrom('known_record')
      .innerJoin(shared.as('shared'), (join) =>
        join.onRef('shared.region', '=', 'known_record.region').onRef('shared.name', '=', 'known_record.name'),
      )
      .select(['known_record.region as village', 'known_record.name as name', 'record_id', 'id_number'])
      .where('cycle', '=', files.cycle)
      .where('closed', '=', 0)
      .orderBy('village')
      .orderBy('name')
      .orderBy('id_number', (order) => order.asc().nullsFirst())
      .orderBy('record_id')
      .execute();
    const groups = new Map<string, typeof rows>();
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

  private rowsOf(idNumber: string, files: CycleFiles) {
    const order = (department: string) => DEPARTMENTS.findIndex((one) => one === department);
    const { rows } = this.store.rows.person(idNumber, files.currentHashes);
    return [...rows].sort((a, b) => order(a.department) - order(b.department) || a.line - b.line);
  }
}
