import { Inject, Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { RECORD_TYPE } from '#platform';
import type { Reached } from '#projections';
import { endOfMonth, kindOfVisit, monthBefore, monthOf, newestDefinition, type RecordType, type Staffing } from '#verification';
import { RecordsView } from '../projections/records-view.js';
import type { VisitsTables } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';

/** A record that was drawn for a month's spot checks (重点巡访) and has had none in it. */
export interface WaitingSpotCheck {
  readonly kind: 'spot-check';
  readonly recordId: string;
  readonly name: string | null;
  readonly cycle: string;
  /** Code of the village that it was drawn for. */
  readonly unit: string;
  /** YYYY-MM. */
  readonly month: string;
  /** The month's end. */
  readonly dueAt: string;
  /** The month is over; a check that was made in it may still be entered. */
  readonly overdue: boolean;
  /** The person for whom it is made under a delegation (代办). */
  readonly onBehalfOf?: string;
}

/** Whether a visit is the one that drawn records are to have. */
export function isSpotCheck(type: RecordType, visit: { readonly method: string; readonly role: string }): boolean {
  const definition = newestDefinition(type);
  return definition.sampling !== undefined && kindOfVisit(definition, visit)?.kind === definition.sampling.kind;
}

/** Where a person makes spot checks, by village, each with the person for whom; undefined: by a post of their own. */
export type CheckedVillages = ReadonlyMap<string, string | undefined>;

/** The spot checks that wait for a person. */
@Injectable()
export class SpotChecks {
  constructor(
    private readonly visits: VisitsView,
    private readonly records: RecordsView,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** What {@link waitingIn} reads besides the records' view: whoever asks has waited for both. */
  views(villages: CheckedVillages): readonly Reached[] {
    return villages.size === 0 ? [] : [this.visits];
  }

  /**
   * Of this month and the one before. Not for students who have moved out of the village or whose record is closed: there is nobody left there
   * to look at.
   * @param time UTC
   */
  async waitingIn(villages: CheckedVillages, time: string): Promise<readonly WaitingSpotCheck[]> {
    if (villages.size === 0) return [];
    const month = monthOf(time);
    const drawings = { months: [monthBefore(month), month], units: [...villages.keys()] };
    const made = new Set(
      (await visitsToDrawn(this.visits.db, drawings).execute()).filter((visit) => isSpotCheck(this.type, visit)).map(keyOfRow),
    );
    const rows = (await drawnStillThere(this.visits.db, drawings).execute()).filter((row) => !made.has(keyOfRow(row)));
    const open = await this.openRecords(rows.map(({ record_id }) => record_id));
    return rows.flatMap((row): WaitingSpotCheck[] => {
      const record = open.get(row.record_id);
      if (record === undefined) return [];
      const dueAt = endOfMonth(row.month);
      const onBehalfOf = villages.get(row.unit);
      return [
        {
          kind: 'spot-check',
          recordId: row.record_id,
          ...record,
          unit: row.unit,
          month: row.month,
          dueAt,
          overdue: dueAt < time,
          ...(onBehalfOf !== undefined && { onBehalfOf }),
        },
      ];
    });
  }

  /** @param at UTC */
  villagesOf(userId: string, staffing: Staffing, at: string): CheckedVillages {
    const sampling = newestDefinition(this.type).sampling;
    const held = staffing
      .appointmentsOf(userId, at)
      .filter(({ role, line }) => line === sampling?.line && isSpotCheck(this.type, { method: sampling.kind, role }));
    // A post of one's own stands last, and so instead of one that is held for somebody.
    const ordered = [
      ...held.filter(({ onBehalfOf }) => onBehalfOf !== undefined),
      ...held.filter(({ onBehalfOf }) => onBehalfOf === undefined),
    ];
    return new Map(ordered.map(({ unit, onBehalfOf }) => [unit, onBehalfOf]));
  }

  private async openRecords(recordIds: readonly string[]): Promise<ReadonlyMap<string, { name: string | null; cycle: string }>> {
    if (recordIds.length === 0) return new Map();
    const rows = await this.records.db
      .selectFrom('record_list')
      .select(['record_id', 'name', 'cycle'])
      .where('record_id', 'in', recordIds)
      .where('to_position', 'is', null)
      .where('status', '!=', 'closed')
      .execute();
    return new Map(rows.map(({ record_id, name, cycle }) => [record_id, { name, cycle }]));
  }
}

function keyOfRow({ month, record_id }: { readonly month: string; readonly record_id: string }): string {
  return `${month} ${record_id}`;
}

/** Which samples are meant. */
interface Drawings {
  readonly months: readonly string[];
  readonly units: readonly string[];
}

function drawnIn(db: Kysely<VisitsTables>, { months, units }: Drawings) {
  return db.selectFrom('drawn').where('drawn.month', 'in', months).where('drawn.unit', 'in', units);
}

/** Visits to records in the month that they were drawn for, found by index. */
export function visitsToDrawn(db: Kysely<VisitsTables>, drawings: Drawings) {
  return drawnIn(db, drawings)
    .innerJoin('visit', (join) => join.onRef('visit.record_id', '=', 'drawn.record_id').onRef('visit.month', '=', 'drawn.month'))
    .select(['visit.record_id', 'visit.month', 'visit.method', 'visit.role']);
}

/** Records that were drawn and whose student still lives in the unit, found by index. */
export function drawnStillThere(db: Kysely<VisitsTables>, drawings: Drawings) {
  return drawnIn(db, drawings)
    .innerJoin('placed', 'placed.record_id', 'drawn.record_id')
    .select(['drawn.month', 'drawn.unit', 'drawn.record_id'])
    .whereRef('placed.village', '=', 'drawn.unit');
}
