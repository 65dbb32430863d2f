import { Inject, Injectable } from '@nestjs/common';
import { OneAtATime, Refusal, type Actor, type Json } from '#kernel';
import type { EventLog } from '#event-store';
import { EVENT_LOG, RECORD_TYPE, systemActor } from '#platform';
import { replay, type EvolvingRecordEvent, type RecordEvent, type RecordState, type RecordType } from '#verification';
import type { CommandContext } from './commands/answer.js';
import { IdentityClaims, type Claim, type Standing } from './identity-claims.js';
import { IdentityContests } from './identity-contests.js';
import { partsOf, recordIdOf, recordStream } from './record-id.js';

/** A change of a record that has been decided and is about to be appended. */
export interface RecordChange {
  readonly recordId: string;
  /** As it is before. */
  readonly state: RecordState;
  readonly events: readonly RecordEvent[];
  readonly actor: Actor;
  readonly context: CommandContext;
}

/** What a change does to the number that its record bears. */
interface Renumbering {
  readonly before?: string;
  /** `null`: it bears none any more. */
  readonly after: string | null;
}

/**
 * Who bears which number. A claim and the record that bears the number are two streams, so a claim may have led to no record (its process died),
 * or its record may have got another number (and its process died before it said so): such a claim counts for nothing, and whoever meets it
 * claims the number anew. A record is changed only after its number has been claimed.
 */
@Injectable()
export class IdentityBearers {
  /** In this process one number is in one command's hands at a time; other processes are met by what stands in the log. */
  private readonly turns = new OneAtATime();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly claims: IdentityClaims,
    private readonly contests: IdentityContests,
  ) {}

  /** The student under whom a record of a cycle is to be opened for a number: whoever bears it or was about to; undefined: nobody. */
  async studentOf(identity: string, cycle: string): Promise<string | undefined> {
    return this.studentIn(await this.claims.standing(identity), identity, cycle);
  }

  /**
   * The student of a number, claimed if it is nobody's, for one of very many records that an import will open; it is read only if somebody has
   * claimed the number before.
   */
  async claimUnknown(identity: string, cycle: string, context: CommandContext): Promise<string> {
    const proposed = this.claims.newStudent(identity, context);
    if (await this.claims.takeFirst(identity, { studentId: proposed }, context)) return proposed;
    for (;;) {
      const standing = await this.claims.standing(identity);
      const studentId = (await this.studentIn(standing, identity, cycle)) ?? this.claims.newStudent(identity, context, standing);
      if (standing.claim?.studentId === studentId && (await this.isTakenUp(standing.claim))) return studentId;
      if (await this.claims.take(identity, standing, { studentId }, context, systemActor)) return studentId;
    }
  }

  /**
   * Appends a change of a record. A number that it gives the record is claimed first, and given back if the append is refused; the number
   * that it had is free afterwards.
   * @throws Refusal `conflict`/`identity-taken`, and what the append refuses
   */
  async around<Appended>(change: RecordChange, append: () => Promise<Appended>): Promise<Appended> {
    const renumbering = this.renumberingOf(change);
    if (renumbering === undefined) return append();
    const { before, after } = renumbering;
    const appended = after === null ? await append() : await this.turns.run(after, () => this.claimed(after, change, append));
    const { studentId } = partsOf(change.recordId);
    if (before !== undefined) await this.claims.supersede(before, studentId, change.actor, change.context);
    return appended;
  }

  /** Whether a change gives its record a number: then it must be known to be decided on the record as it is. */
  renumbers(change: Pick<RecordChange, 'state' | 'events'>): boolean {
    return this.renumberingOf(change) !== undefined;
  }

  /** As {@link around} would find it, for a change that is only checked: nothing is claimed and nothing kept. @throws Refusal `conflict`/`identity-taken` */
  async mustBeFree(change: RecordChange): Promise<void> {
    const { after = null } = this.renumberingOf(change) ?? {};
    if (after === null) return;
    const { claim } = await this.claims.standing(after);
    const other = claim !== undefined && claim.studentId !== partsOf(change.recordId).studentId;
    if (other && (await this.isTaken(claim, after, change.recordId))) throw new Refusal('conflict', 'identity-taken');
  }

  private async claimed<Appended>(identity: string, change: RecordChange, append: () => Promise<Appended>): Promise<Appended> {
    const taken = await this.bear(identity, change);
    try {
      const appended = await append();
      await this.confirm(identity, change);
      return appended;
    } catch (error) {
      // Where it is not known what has become of the append, the claim stands: if there is no record, it counts for nothing.
      if (taken && error instanceof Refusal && error.kind !== 'unavailable') await this.giveBack(identity, change);
      throw error;
    }
  }

  /** @returns whether the number was claimed now @throws Refusal `conflict`/`identity-taken` */
  private async bear(identity: string, change: RecordChange): Promise<boolean> {
    const { studentId, cycle } = partsOf(change.recordId);
    for (;;) {
      const standing = await this.claims.standing(identity);
      const { claim } = standing;
      const own = claim?.studentId === studentId;
      if (claim !== undefined && own && (await this.covers(claim, identity, cycle))) return false;
      if (claim !== undefined && !own) await this.mustNotBeTaken(claim, identity, change);
      const actor = claim === undefined || own ? systemActor : change.actor;
      if (await this.claims.take(identity, standing, { studentId, cycle }, change.context, actor)) return !own;
    }
  }

  /**
   * A number that another student bears is free if people have decided that this is the same student: the other's record of the cycle is
   * closed as a duplicate of this one. Otherwise that is what they must decide, if there is a record already.
   * @throws Refusal `conflict`/`identity-taken`
   */
  private async mustNotBeTaken(claim: Claim, identity: string, { recordId, state, actor, context }: RecordChange): Promise<void> {
    if (!(await this.isTaken(claim, identity, recordId))) return;
    if (state.revision >= 0) await this.contests.keep(recordId, identity, claim.studentId, actor, context);
    throw new Refusal('conflict', 'identity-taken');
  }

  private async isTaken(claim: Claim, identity: string, recordId: string): Promise<boolean> {
    const { cycle } = partsOf(recordId);
    if (!(await this.counts(claim, identity, cycle))) return false;
    const events = await this.eventsOf(claim.studentId, cycle);
    const closed = events.findLast(({ type }) => type === 'record-closed')?.data as { duplicateOf?: string } | undefined;
    return closed?.duplicateOf !== recordId;
  }

  /** Another process may have found the claim before there was a record, and have claimed the number for somebody else: people decide. */
  private async confirm(identity: string, { recordId, actor, context }: RecordChange): Promise<void> {
    const { studentId, cycle } = partsOf(recordId);
    for (;;) {
      const standing = await this.claims.standing(identity);
      if (standing.claim?.studentId === studentId) return;
      if (standing.claim !== undefined) return this.contests.keep(recordId, identity, standing.claim.studentId, actor, context);
      await this.claims.take(identity, standing, { studentId, cycle }, context, systemActor);
    }
  }

  /** Unless the record bears the number after all: the same command at the same time, or somebody else, has given it to it. */
  private async giveBack(identity: string, { recordId, context, actor }: RecordChange): Promise<void> {
    const { studentId, cycle } = partsOf(recordId);
    if (!(await this.bears(studentId, cycle, identity))) {
      await this.claims.supersede(identity, studentId, actor, context);
    }
  }

  private async studentIn({ claim }: Standing, identity: string, cycle: string): Promise<string | undefined> {
    if (claim === undefined) return undefined;
    if ((await this.stateOf(claim.studentId, cycle)).revision >= 0) {
      return (await this.counts(claim, identity, cycle)) ? claim.studentId : undefined;
    }
    const free = !(await this.isTakenUp(claim));
    return free || (await this.covers(claim, identity, cycle)) ? claim.studentId : undefined;
  }

  /** Whether a claim stands for a record: there is one, or an import will open it. */
  private async isTakenUp({ studentId, cycle }: Claim): Promise<boolean> {
    return cycle === undefined || (await this.stateOf(studentId, cycle)).revision >= 0;
  }

  /** Whether a student's claim serves for a record of a cycle as it is. */
  private async covers(claim: Claim, identity: string, cycle: string): Promise<boolean> {
    if (claim.cycle === undefined || claim.cycle === cycle) return true;
    return this.bears(claim.studentId, claim.cycle, identity);
  }

  /** Whether the number is the student's by this claim: a record bears it, or it is not known that none does. */
  private async counts(claim: Claim, identity: string, cycle: string): Promise<boolean> {
    const { studentId } = claim;
    if (claim.cycle !== undefined && !(await this.bears(studentId, claim.cycle, identity))) return false;
    const other = this.numberIn(await this.stateOf(studentId, cycle));
    if (other === undefined || other === identity) return true;
    if (typeof other !== 'string') return claim.cycle !== undefined;
    // Bears another number in this cycle: it has moved on from this one, unless this one was claimed later, for a record of another cycle.
    const { claim: later } = await this.claims.standing(other);
    return later?.studentId !== studentId || later.position < claim.position;
  }

  private renumberingOf({ state, events }: Pick<RecordChange, 'state' | 'events'>): Renumbering | undefined {
    const { identityField } = this.type;
    if (identityField === undefined) return undefined;
    const values = events.flatMap((event) => (event.type === 'details-recorded' ? [event.data.values[identityField]?.v] : []));
    const after = values.findLast((value) => value !== undefined);
    const before = this.numberIn(state);
    if (after === undefined || after === before || !(after === null || typeof after === 'string')) return undefined;
    return { after, ...(typeof before === 'string' && { before }) };
  }

  /** The number that a record bears; `null`: it was taken away; undefined: it was never given one. */
  private readonly numberIn = ({ fields }: RecordState): Json | undefined => fields[this.type.identityField ?? '']?.v;

  /** Whether a student's record of a cycle has a number: all for which a number is claimed by hand store it. */
  private async bears(studentId: string, cycle: string, identity: string): Promise<boolean> {
    return this.numberIn(await this.stateOf(studentId, cycle)) === identity;
  }

  private async stateOf(studentId: string, cycle: string): Promise<RecordState> {
    return replay(await this.eventsOf(studentId, cycle));
  }

  private async eventsOf(studentId: string, cycle: string): Promise<readonly EvolvingRecordEvent[]> {
    return (await this.log.readStream(recordStream(recordIdOf(studentId, cycle)))) as readonly EvolvingRecordEvent[];
  }
}
