import { Inject, Injectable } from '@nestjs/common';
import { derivedId, Refusal, type Position, type Recorded, type Revision } from '#kernel';
import { earlierRun, isConflict, reserveCommand, type Clock, type CommandMetadata, type EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, ORIGIN, type Origin } from '#platform';
import type { CommandContext } from './commands/answer.js';
import { viewingStream } from './record-id.js';
import { afterEnd, afterSign, measured, openView, timeAfter, type OnScreen, type ViewEvent } from './viewing.js';

/** Events of one person's views in a minute: nobody turns pages so fast. A clock that is set by hand stands still, so there it says nothing. */
export const MOST_A_MINUTE = 120;
const MINUTE_MS = 60_000;

/** How far back the same command is looked for: whoever repeats one does it soon. */
const REMEMBERED = 64;
/** Events of a view that are read at once. */
const PAGE = 64;
/** How often it is tried anew where the same person looks at two things at the same moment. */
const ATTEMPTS = 8;

/** Where a person's views stand after what was said. */
export interface Standing {
  /** The event that began the open view; undefined: none is open. */
  readonly begun?: Revision;
  /** Of the person's last event; absent if they have none. */
  readonly position?: Position;
}

/**
 * What a person has on the screen, one view after the other, in a stream of their own, `viewing-<userId>`: of views that lie beside several
 * records nobody could say which came next. Nothing is kept in memory, so any process goes on where another one stopped.
 */
@Injectable()
export class Viewings {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORIGIN) private readonly origin: Origin,
  ) {}

  /** Begins a view, or is a sign of life of the one that is open. @throws Refusal `unavailable`/`too-many-views`, `invalid`/`command-reused` */
  sign(screen: OnScreen, run: CommandMetadata): Promise<Standing> {
    return this.said(run, (last, at) => afterSign(last, screen, at));
  }

  /** Ends the open view if it is of this record, and of this digest if one is named. @throws Refusal `invalid`/`command-reused` */
  hide(recordId: string, digest: string | undefined, run: CommandMetadata): Promise<Standing> {
    return this.said(run, (last, at) => {
      const open = openView(last, at);
      const meant = open?.recordId === recordId && (digest === undefined || digest === open.digest);
      return meant ? afterEnd(last, 'hidden', at) : undefined;
    });
  }

  /**
   * Ends the view that was open when its person decided something. The decision stands whatever becomes of this: a view that is not ended
   * here lapses.
   * @param position of the decision
   */
  async decided(context: CommandContext, position: Position): Promise<void> {
    await this.endBefore(context, position).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }

  private async endBefore({ userId, commandId, correlationId = commandId }: CommandContext, position: Position): Promise<void> {
    const [last] = await this.lastOf(userId, 1);
    if (last === undefined || last.position > position || openView(last, timeAfter(last, this.clock.now())) === undefined) return;
    const run = { actor: last.actor, commandId, commandHash: '', correlationId, causationId: commandId };
    await this.said(run, (now, at) => (now?.position === last.position ? afterEnd(now, 'decided', at) : undefined));
  }

  /** How long views lasted up to now, and which documents they named. @param begun the events that began them */
  async measure(
    userId: string,
    begun: Iterable<Revision>,
  ): Promise<{ readonly milliseconds: number; readonly documents: readonly string[] }> {
    const now = this.clock.now();
    let milliseconds = 0;
    const documents = new Set<string>();
    for (const revision of new Set(begun)) {
      const view = measured(await this.eventsFrom(userId, revision, now), now);
      milliseconds += view.milliseconds;
      for (const kind of view.documents) documents.add(kind);
    }
    return { milliseconds, documents: [...documents].sort() };
  }

  private async said(run: CommandMetadata, next: (last: Recorded | undefined, at: string) => ViewEvent | undefined): Promise<Standing> {
    const { userId } = run.actor;
    const own = asPartOf(run, 'viewing');
    for (let attempt = 1; ; attempt += 1) {
      const before = await this.lastOf(userId, REMEMBERED);
      const [last] = before;
      const at = timeAfter(last, this.clock.now());
      const earlier = earlierRun(before, own.commandId, own.commandHash);
      if (earlier !== undefined) return standingAt(earlier, timeAfter(earlier, ''));
      const event = next(last, at);
      if (event === undefined) return standingAt(last, at);
      await this.mustBeSlow(userId, last, at);
      // Nothing is kept of a command that says nothing new; a key that was used for something else begins no view.
      if (run.keyed) await reserveCommand(this.log, run);
      try {
        const { revision, position } = await this.log.append(viewingStream(userId), last?.revision ?? 'no-stream', [event], own);
        return standingAt({ ...event, revision, position }, at);
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === ATTEMPTS) throw new Refusal('unavailable', 'too-many-views');
      }
    }
  }

  private async mustBeSlow(userId: string, last: Recorded | undefined, at: string): Promise<void> {
    const from = (last?.revision ?? -1) + 1 - MOST_A_MINUTE;
    if (this.origin.simulated || from < 0) return;
    const [earlier] = await this.log.readStream(viewingStream(userId), { from, limit: 1 });
    const since = (earlier?.data as { readonly at?: string } | undefined)?.at;
    if (since !== undefined && Date.parse(at) - Date.parse(since) < MINUTE_MS) throw new Refusal('unavailable', 'too-many-views');
  }

  /** The latest first. */
  private lastOf(userId: string, limit: number): Promise<readonly Recorded[]> {
    return this.log.readStream(viewingStream(userId), { direction: 'backwards', limit });
  }

  /** From the event that began a view at least to its end. */
  private async eventsFrom(userId: string, begun: Revision, now: string): Promise<[Recorded, ...Recorded[]]> {
    const events: Recorded[] = [];
    for (;;) {
      const page = await this.log.readStream(viewingStream(userId), { from: begun + events.length, limit: PAGE });
      events.push(...page);
      const [first, ...later] = events;
      if (first === undefined) throw new Error(`${viewingStream(userId)} has no event ${begun}`);
      if (page.length < PAGE || measured([first, ...later], now).over) return [first, ...later];
    }
  }
}

/** A command that appends to two streams has an id for each: ids of events derive from those of commands. */
export function asPartOf({ keyed: _taken, ...run }: CommandMetadata, part: 'viewing' | 'shown'): CommandMetadata {
  return { ...run, commandId: derivedId(part, run.commandId) };
}

function standingAt(last: Pick<Recorded, 'type' | 'revision' | 'data' | 'position'> | undefined, at: string): Standing {
  const begun = openView(last, at)?.begun;
  return { ...(begun !== undefined && { begun }), ...(last !== undefined && { position: last.position }) };
}
