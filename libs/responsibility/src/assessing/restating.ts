import { Inject, Injectable } from '@nestjs/common';
import type { EventLog } from '#event-store';
import { canonicalJson, derivedId, type Actor, type Json, type Position } from '#kernel';
import { EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { WHILE_IT_MOVES } from '#projections';
import { RecordDesk, type CommandContext } from '#records';
import { monthAfter, monthOf } from '#verification';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { assessmentStream } from '../streams.js';
import { Assessor } from './assessor.js';
import { PublishedMonths, type PublishedMonth } from './published-months.js';

/** Restates published months: the publication stays as it is, what is worked out anew stands beside it. */
@Injectable()
export class Restating {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    private readonly assessor: Assessor,
    private readonly months: PublishedMonths,
    private readonly view: ResponsibilityView,
    private readonly desk: RecordDesk,
  ) {}

  /** After an attribution was reversed: of the published month that counted it, if there is one. */
  async after(recordId: string, errorId: string, context: CommandContext): Promise<void> {
    const events = await this.desk.eventsOf(recordId);
    const attributed = events.find(({ type, data }) => type === 'error-attributed' && (data as { errorId: string }).errorId === errorId);
    const reversed = events.findLast(
      ({ type, data }) => type === 'attribution-appeal-decided' && (data as { errorId: string }).errorId === errorId,
    );
    if (attributed === undefined || reversed === undefined) return;
    // The running maximum of times decides on the month, so an event may stand in the one after its own time's.
    const month = monthOf(attributed.time);
    for (const one of [month, monthAfter(month)]) {
      const published = await this.months.find(one);
      if (published === undefined) continue;
      const { from, position } = published.assessment;
      if (from < attributed.position && attributed.position <= position) await this.restate(published, reversed.actor, context);
    }
  }

  /** With a publication: what was reversed after the month's end, before anybody could restate it. Repeated, it says nothing more. */
  async withPublication(month: string, context: CommandContext): Promise<void> {
    const published = await this.months.find(month);
    if (published !== undefined) await this.restate(published, published.by, context);
  }

  /** Nothing is appended if no more attributions have been reversed than the last restatement says. */
  private async restate(published: PublishedMonth, actor: Actor, { commandId, correlationId }: CommandContext): Promise<void> {
    const { month, from, position, rule } = published.assessment;
    const head = await this.log.head();
    await this.view.upTo(head, WHILE_IT_MOVES);
    const reversals = await this.reversalsOf(from, position);
    const last = published.restatements.at(-1);
    if (reversals.length === (last?.reversals.length ?? 0)) return;
    const assessment = await this.assessor.assess(month, { rule, reversedUpTo: head, patience: WHILE_IT_MOVES });
    const data = { published: published.eventId, reversals, assessment };
    const id = derivedId('restatement', month, ...reversals);
    await this.log.append(assessmentStream(month), published.revision, [{ type: 'assessment-restated', data }], {
      actor,
      commandId: id,
      commandHash: this.sealer.indexOf(canonicalJson({ month, reversals } as Json)),
      correlationId: correlationId ?? commandId,
      causationId: commandId,
    });
  }

  /** Where attributions of errors that were confirmed between two positions were reversed after the second. */
  private async reversalsOf(from: Position, to: Position): Promise<readonly Position[]> {
    const rows = await this.view.db
      .selectFrom('attributed')
      .innerJoin('deed', 'deed.error_id', 'attributed.error_id')
      .select('deed.reversed_position')
      .distinct()
      .where('attributed.position', '>', from)
      .where('attributed.position', '<=', to)
      .where('deed.reversed_position', '>', to)
      .orderBy('deed.reversed_position')
      .execute();
    return rows.flatMap(({ reversed_position }) => (reversed_position === null ? [] : [reversed_position]));
  }
}
