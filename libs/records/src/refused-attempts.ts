import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Refusal, type Actor } from '#kernel';
import type { Clock, EventLog } from '#event-store';
import type { Directory, DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG } from '#platform';
import { AttemptTally, type LeftOut } from './attempt-tally.js';
import type { RecordWork } from './record-command.js';
import { isRecordId } from './record-id.js';

const SHANGHAI_MONTH = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' });

/** Codes of lines and levels; anything else that was sent is not kept. */
const CODE = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Keeps what known people tried and were refused, in one stream per person and month, beside the records and never in them. Of a person who is
 * refused more often in a minute than {@link AttemptTally} lets through, only how often is kept.
 */
@Injectable()
export class RefusedAttempts implements OnModuleDestroy {
  private readonly tally = new AttemptTally();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** Order does not matter in a side stream, so it is appended to whatever stands there. */
  async keep(command: RecordWork, refusal: Refusal): Promise<void> {
    if (refusal.kind === 'stale' || refusal.kind === 'unavailable') return;
    const { userId, commandId, correlationId = commandId } = command.context;
    const directory = await this.directory.current();
    if (directory.person(userId) === undefined) return;
    const now = this.clock.now();
    await this.keepCounts(this.tally.ended(now));
    if (!this.tally.lets(userId, now)) return;
    const code = codesOf(command.body as { line?: unknown; level?: unknown });
    const data = {
      recordId: isRecordId(command.recordId) ? command.recordId : '',
      command: command.word,
      code: refusal.code,
      ...code,
    };
    const month = monthAt(now);
    await this.log.append(streamOf(userId, month), 'any', [{ type: 'attempt-refused', data }], {
      actor: actorOf(directory, userId, now, code.line),
      commandId: `${commandId}/refused/${month}`,
      commandHash: refusal.code,
      correlationId,
      causationId: commandId,
    });
  }

  /** What was only counted so far is not lost when the process ends in order. */
  async onModuleDestroy(): Promise<void> {
    await this.keepCounts(this.tally.all()).catch((error: unknown) => {
      // A log that is away does not keep a process from ending.
      if (!(error instanceof Refusal)) throw error;
    });
  }

  /** One event a person and minute says how many were left out. */
  private async keepCounts(counts: readonly LeftOut[]): Promise<void> {
    if (counts.length === 0) return;
    const directory = await this.directory.current();
    for (const { userId, minute, count, part } of counts) {
      const commandId = `attempts-left-out/${userId}/${minute}/${part}`;
      await this.log.append(streamOf(userId, monthAt(minute)), 'any', [{ type: 'attempts-left-out', data: { minute, count } }], {
        actor: actorOf(directory, userId, minute),
        commandId,
        commandHash: '',
        correlationId: commandId,
        causationId: commandId,
      });
    }
  }
}

function streamOf(userId: string, month: string): string {
  return `refusals-${userId}-${month}`;
}

function monthAt(time: string): string {
  return SHANGHAI_MONTH.format(new Date(time));
}

/** Under which appointment it was tried nobody can say for certain: the one for the line, else the first that they hold. */
function actorOf(directory: Directory, userId: string, at: string, tried?: string): Actor {
  const posts = directory.appointmentsOf(userId, at);
  const { role, unit, line } = posts.find((post) => post.line === tried) ?? posts[0] ?? { role: '', unit: '', line: tried ?? '' };
  return { userId, name: directory.person(userId)?.name ?? '', role, unit, unitName: directory.unit(unit)?.name ?? '', line };
}

/** Which line and level were named, as far as these are codes. */
function codesOf({ line, level }: { line?: unknown; level?: unknown }): { line?: string; level?: string } {
  return { ...(isCode(line) && { line }), ...(isCode(level) && { level }) };
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && CODE.test(value);
}
