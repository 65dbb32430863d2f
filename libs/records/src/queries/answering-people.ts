import { Inject, Injectable } from '@nestjs/common';
import type { DirectoryReader } from '#directory';
import type { EventLog } from '#event-store';
import type { Actor, Recorded } from '#kernel';
import { DIRECTORY_READER, EVENT_LOG } from '#platform';
import type { Answerer, AnsweredAct, Attribution, Introduction } from '#verification';
import { recordStream } from '../record-id.js';
import { answeredActs, type Naming } from './shown-error.js';

type Named = Pick<AnsweredAct, 'by' | 'eventId'> & Pick<Introduction, 'recordId'>;

/** Gives those who answer their names, as of the acts that they answer for: attributions have none. */
@Injectable()
export class AnsweringPeople {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** Everybody whom the attributions among a record's events name. @param events from the first one on */
  async ofRecord(events: readonly Recorded[]): Promise<Naming> {
    const attributions = events.filter(({ type }) => type === 'error-attributed').map(({ data }) => data as Attribution);
    return this.naming(attributions.flatMap(answeredActs), events);
  }

  /** @param events of the record; those of another one, that a value was carried over from, are read */
  async naming(acts: readonly Named[], events: readonly Recorded[]): Promise<Naming> {
    const own = new Map(events.map((event) => [event.id, event]));
    const named = new Map<string, Actor>();
    for (const { by, eventId, recordId } of acts) {
      const event = own.get(eventId) ?? (await this.eventOf(recordId, eventId));
      named.set(keyOf(by, eventId), event === undefined ? unnamed(by) : await this.actorOf(by, event));
    }
    return (by, eventId) => named.get(keyOf(by, eventId)) ?? unnamed(by);
  }

  private async eventOf(recordId: string | undefined, eventId: string): Promise<Recorded | undefined> {
    if (recordId === undefined) return undefined;
    return (await this.log.readStream(recordStream(recordId))).find(({ id }) => id === eventId);
  }

  /** A department answers by its officer, whoever acted: their name is the directory's. */
  private async actorOf(by: Answerer, { actor, position }: Recorded): Promise<Actor> {
    const { userId, role, unit, line } = by;
    if (actor.userId === userId && actor.role === role && actor.unit === unit && actor.line === line) return actor;
    const directory = await this.directory.asOf(position);
    const name = directory.person(userId)?.name ?? userId;
    return { ...by, name, unitName: directory.unit(unit)?.name ?? '' };
  }
}

function keyOf({ userId }: Answerer, eventId: string): string {
  return `${eventId}/${userId}`;
}

function unnamed(by: Answerer): Actor {
  return { ...by, name: by.userId, unitName: '' };
}
