import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import { PROJECTION_RUNNER } from '#platform';
import { RoomView, WHILE_IT_MOVES, type ProjectionRunner } from '#projections';
import { CycleFiles } from '../model/roster-file.js';
import type { Department } from '../model/department.js';
import { rostersProjection } from './rosters.projection.js';
import type { FindingTableRow, KnownRecordRow, RosterFileRow, RostersTables } from './tables.js';

/** The rows of the projection `rosters`. */
@Injectable()
export class RostersView extends RoomView<RostersTables> {
  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner) {
    super(runner.view(rostersProjection));
  }

  /** For this room's own work: waits as long as the view makes progress, until the rows are true up to the log's end as it is now. */
  catchUp(): Promise<Position> {
    return this.upTo(undefined, WHILE_IT_MOVES);
  }

  /** All rosters of a cycle. */
  async files(cycle: string): Promise<CycleFiles> {
    const rows = await this.rosterRows(cycle);
    return new CycleFiles(
      cycle,
      rows.map(({ department, file, name, as_of, number, mapping }) => ({
        department: department as Department,
        file,
        name,
        asOf: as_of,
        number,
        mapping,
      })),
    );
  }

  rosterRows(cycle: string): Promise<readonly RosterFileRow[]> {
    return this.db.selectFrom('roster_file').selectAll().where('cycle', '=', cycle).orderBy('department').orderBy('number').execute();
  }

  /** Version of the mappings that a file was read under; undefined if it has not been imported for any cycle. */
  async mappingOf(file: string): Promise<number | undefined> {
    return (await this.db.selectFrom('roster_file').select('mapping').where('file', '=', file).executeTakeFirst())?.mapping;
  }

  /** Whether a file has been imported for any cycle. */
  async isImported(file: string): Promise<boolean> {
    return (await this.db.selectFrom('roster_file').select('file').where('file', '=', file).executeTakeFirst()) !== undefined;
  }

  /** The student who holds a claim, and the record of a cycle, if there is one. */
  async recordOf(claim: string, cycle: string): Promise<{ studentId?: string; record?: KnownRecordRow }> {
    const identity = await this.db.selectFrom('identity').select('student_id').where('claim', '=', claim).executeTakeFirst();
    if (identity === undefined) return {};
    const record = await this.record(`${identity.student_id}-${cycle}`);
    return { studentId: identity.student_id, ...(record !== undefined && { record }) };
  }

  record(recordId: string): Promise<KnownRecordRow | undefined> {
    return this.db.selectFrom('known_record').selectAll().where('record_id', '=', recordId).executeTakeFirst();
  }

  finding(findingId: string): Promise<FindingTableRow | undefined> {
    return this.db.selectFrom('finding').selectAll().where('finding_id', '=', findingId).executeTakeFirst();
  }
}
