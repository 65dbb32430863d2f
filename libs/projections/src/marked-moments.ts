import type { Position } from '#kernel';
import type { LogTimesTables } from './log-times.projection.js';
import type { View } from './projection.js';

/** A moment of the log, as questions are asked of it. */
export interface Moment {
  /** Everything up to here is in the answer; nothing behind it. */
  readonly position: Position;
  /** UTC with milliseconds. What depends on time (overdue, who holds an appointment) is judged at it. */
  readonly time: string;
}

/**
 * What the marks of the log's times say of a moment, without the log. They say it of all that lies before the view's last event, but for what
 * is between the events of one second.
 */
export class MarkedMoments {
  constructor(private readonly times: Pick<View<LogTimesTables>, 'db'>) {}

  /** The moment of a position; undefined if it is not known whether the log has got there, or when that was. */
  async at(position: Position): Promise<Moment | undefined> {
    const last = await this.last();
    if (position > last.position) return undefined;
    if (position === last.position) return last;
    const [before, after] = [await this.upTo(position), await this.mark('>', position)];
    if (before === undefined) return undefined;
    const exact = before.position === position || before.time === (after ?? last).time;
    return exact ? { position, time: before.time } : undefined;
  }

  /** The moment of a time; undefined if the log may hold more of before it, or it lies between events of one second. */
  async atTime(time: string): Promise<Moment | undefined> {
    const last = await this.last();
    if (time >= last.time) return undefined;
    const before = await this.notAfter(time);
    const after = await this.mark('>', before?.position ?? '');
    if (after === undefined) return undefined;
    // Of two marks of different seconds the first is the last event of its own.
    const neighbours = after.time.slice(0, SECOND) !== (before?.time ?? '').slice(0, SECOND);
    return neighbours ? { position: before?.position ?? '', time } : undefined;
  }

  /** The last mark that is not after a time. */
  notAfter(time: string): Promise<Moment | undefined> {
    return this.times.db
      .selectFrom('time_mark')
      .selectAll()
      .where('time', '<=', time)
      .orderBy('time', 'desc')
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** The last mark that does not stand behind a position. */
  upTo(position: Position): Promise<Moment | undefined> {
    return this.mark('<=', position);
  }

  private async last(): Promise<Moment> {
    const { position, latest } = await this.times.db.selectFrom('time_pace').select(['position', 'latest']).executeTakeFirstOrThrow();
    return { position, time: latest };
  }

  private mark(which: '<=' | '>', position: Position): Promise<Moment | undefined> {
    return this.times.db
      .selectFrom('time_mark')
      .selectAll()
      .where('position', which, position)
      .orderBy('position', which === '>' ? 'asc' : 'desc')
      .limit(1)
      .executeTakeFirst();
  }
}

const SECOND = '2020-09-01T00:00:00'.length;
