import { dayAt, isDay, Refusal, type Position } from '#kernel';
import { conditionOf, eventsIn, pagesOf, unlessAway, type Clock, type EventLog } from '#event-store';
import { logTimesProjection, MARK_EVERY, type LogTimesTables } from './log-times.projection.js';
import { MarkedMoments, type Moment } from './marked-moments.js';
import { wrongCursor } from './paging.js';
import type { View } from './projection.js';
import type { ProjectionRunner } from './projection-runner.js';
import { BEGINNING } from './view-home.js';

export type { Moment } from './marked-moments.js';

/** The last millisecond of a day in Shanghai, UTC. */
const END_OF_DAY = 'T15:59:59.999Z';
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;
const ZONED_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A time as people write it, as UTC with milliseconds. Without a zone it is Asia/Shanghai (+08:00, no summer time since 1991); a date alone
 * means the end of that day.
 * @throws Refusal `invalid`/`wrong-as-of`
 */
export function timeOf(text: string): string {
  let zoned = text;
  if (isDay(text)) zoned = `${text}T23:59:59.999+08:00`;
  else if (LOCAL_TIME.test(text)) zoned = `${text}+08:00`;
  // What parses times makes another day of one that there is not.
  const milliseconds = ZONED_TIME.test(zoned) && isDay(zoned.slice(0, DAY_LENGTH)) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new Refusal('invalid', 'wrong-as-of');
  return new Date(milliseconds).toISOString();
}

const POSITION = /^\d+(:\d+)?$/;

/** Of which moment a question is asked. */
export interface Asked {
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  /** A position that must be in the answer; absent: views that are far behind may answer for where they have come to. */
  readonly minPosition?: string;
}

/** A view, or whatever stands for one, that can be waited for, and may say where it stands. */
export type Reached = Pick<View<unknown>, 'upTo' | 'towards'> & Partial<Pick<View<unknown>, 'position'>>;

/** Finds the moment that somebody asks for: now, a time, or a position. */
export class Moments {
  private readonly times: View<LogTimesTables>;
  private readonly marked: MarkedMoments;

  constructor(
    runner: ProjectionRunner,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {
    this.times = runner.view(logTimesProjection);
    this.marked = new MarkedMoments(this.times);
  }

  /**
   * The moment of an `asOf`: what begins with four digits and `-` is a time, else a position; absent, now. A past that is known without the log
   * is told while that is away.
   * @throws Refusal `invalid`: `wrong-as-of`, `as-of-ahead`, `as-of-in-future`; `unavailable`/`log-unreachable`
   */
  async at(asOf?: string): Promise<Moment> {
    if (asOf === undefined) return { position: await this.log.head(), time: this.clock.now() };
    const time = /^\d{4}-/.test(asOf) ? timeOf(asOf) : undefined;
    const moment = await unlessAway(this.log, () => (time === undefined ? this.atPosition(asOf) : this.atTime(time)));
    if (moment !== undefined) return moment;
    const marked = time === undefined ? await this.marked.at(await this.position(asOf)) : await this.marked.atTime(time);
    if (marked === undefined) throw this.unreachable();
    return marked;
  }

  private async atPosition(asOf: string): Promise<Moment> {
    const position = await this.knownPosition(asOf);
    return { position, time: await this.timeAt(position) };
  }

  private async atTime(time: string): Promise<Moment> {
    await this.mustHaveBeen(time);
    return { position: await this.positionAt(time), time };
  }

  /**
   * As {@link at} for the end of a period, which may lie ahead: a month is asked about before it is over.
   * @throws Refusal `invalid`: `wrong-as-of`, `as-of-ahead`
   */
  async until(end: string): Promise<Moment> {
    return /^\d{4}-/.test(end) && timeOf(end) > this.clock.now() ? this.at() : this.at(end);
  }

  /** Whether a time (UTC with milliseconds) has come. Clocks of several processes disagree a little: what the log says has been. */
  async hasCome(time: string): Promise<boolean> {
    if (time <= this.clock.now()) return true;
    const last = await unlessAway(this.log, async () => this.timeAt(await this.log.head()));
    return last !== undefined && time <= last;
  }

  /**
   * As {@link at}, with the rows of views true up to the moment. Of now, views that are far behind answer for where they have come to, which
   * the moment tells; whoever needs more says which position they need, and is told if it is not there. While the log is away they answer so too,
   * at once.
   * @param page the position that the cursor of the page before names, if there was one: all pages speak of one moment
   * @throws Refusal what {@link at}, {@link ofPage} and {@link position} throw; `unavailable`/`view-behind` of a past, or of a position that is needed, that
   * a view has not reached
   */
  async in(views: readonly Reached[], { asOf: asked, minPosition }: Asked = {}, page?: Position): Promise<Moment> {
    const asOf = page ?? asked;
    if (minPosition !== undefined) {
      const needed = await this.position(minPosition);
      await Promise.all(views.map((view) => view.upTo(needed)));
    }
    const moment = asOf === undefined ? await unlessAway(this.log, () => this.at()) : await this.atOrOfPage(asOf, page);
    if (moment === undefined) return this.standing(views);
    const reached = await Promise.all(
      views.map((view) => (asOf === undefined ? view.towards(moment.position) : view.upTo(moment.position))),
    );
    return { ...moment, position: reached.reduce((least, position) => (position < least ? position : least), moment.position) };
  }

  /** As {@link at} of a position that a cursor names. @throws Refusal `invalid`/`wrong-cursor` for what no cursor of ours has */
  async ofPage(position: Position): Promise<Moment> {
    if (!POSITION.test(position)) throw wrongCursor();
    try {
      return await this.at(position);
    } catch (error) {
      throw error instanceof Refusal && error.kind === 'invalid' ? wrongCursor() : error;
    }
  }

  private atOrOfPage(asOf: string, page: Position | undefined): Promise<Moment> {
    return page === undefined ? this.at(asOf) : this.ofPage(page);
  }

  /** Where all of some views stand, without asking the log. @throws Refusal `unavailable`/`log-unreachable` if one has nothing yet */
  private async standing(views: readonly Reached[]): Promise<Moment> {
    const positions = await Promise.all(views.map(async (view) => view.position?.() ?? BEGINNING));
    const position = positions.reduce((least, one) => (one < least ? one : least), positions[0] ?? BEGINNING);
    if (position !== BEGINNING) return { position, time: this.clock.now() };
    throw this.unreachable();
  }

  private unreachable(): Refusal {
    const condition = conditionOf(this.log);
    return new Refusal('unavailable', 'log-unreachable', { params: { reason: 'reason' in condition ? condition.reason : 'away' } });
  }

  /**
   * Waits until the log has come to a position, as it has at once unless somebody asks another copy of it.
   * @throws Refusal `invalid`/`wrong-as-of`, `unavailable`/`view-behind`
   */
  async reach(text: string): Promise<void> {
    const position = await this.position(text);
    const head = await unlessAway(this.log, () => this.log.head());
    if (head === undefined || position > head) await this.times.upTo(position);
  }

  /**
   * A position as somebody writes it, which the log may not have reached yet. Positions sort as text, so all are equally long; people may
   * leave the zeros in front of a number out. Some stores give positions of two numbers, `commit:prepare`.
   * @throws Refusal `invalid`/`wrong-as-of`
   */
  async position(text: string): Promise<Position> {
    const known = (await unlessAway(this.log, () => this.log.head())) ?? (await this.times.position());
    const lengths = known.split(':').map((number) => number.length);
    const numbers = text.split(':');
    const fits =
      numbers.length === lengths.length && numbers.every((number, n) => /^\d+$/.test(number) && number.length <= (lengths[n] ?? 0));
    if (!fits) throw new Refusal('invalid', 'wrong-as-of');
    return numbers.map((number, n) => number.padStart(lengths[n] ?? 0, '0')).join(':');
  }

  /**
   * The last position at which the running maximum of event times is not after a time; the beginning if the first event is later.
   * @param time UTC with milliseconds
   */
  async positionAt(time: string): Promise<Position> {
    await this.times.upTo();
    const mark = await this.marked.notAfter(time);
    return this.lastNotAfter(time, mark?.position);
  }

  /** Marks are at most {@link MARK_EVERY} events apart, so this reads a page or two. */
  private async lastNotAfter(time: string, from: Position | undefined): Promise<Position> {
    let last = from ?? BEGINNING;
    for await (const { events, position } of pagesOf(this.log, { after: from }, MARK_EVERY)) {
      const later = events.findIndex((event) => event.time > time);
      if (later >= 0) return events[later - 1]?.position ?? last;
      last = position;
    }
    return last;
  }

  /** The running maximum of event times at a position; empty before the first event. */
  private async timeAt(position: Position): Promise<string> {
    await this.times.upTo(position);
    const mark = await this.marked.upTo(position);
    let latest = mark?.time ?? '';
    for await (const event of eventsIn(this.log, { after: mark?.position }, MARK_EVERY)) {
      if (event.position > position) break;
      if (event.time > latest) latest = event.time;
    }
    return latest;
  }

  /**
   * Today is asked of as of its end, which lies ahead: all of it that has been is in the answer.
   * @throws Refusal `invalid`/`as-of-in-future`
   */
  private async mustHaveBeen(time: string): Promise<void> {
    const now = this.clock.now();
    if (dayAt(time) === dayAt(now) && time.endsWith(END_OF_DAY)) return;
    if (!(await this.hasCome(time))) throw new Refusal('invalid', 'as-of-in-future');
  }

  private async knownPosition(asOf: string): Promise<Position> {
    const position = await this.position(asOf);
    if (position > (await this.log.head())) throw new Refusal('invalid', 'as-of-ahead');
    return position;
  }
}
