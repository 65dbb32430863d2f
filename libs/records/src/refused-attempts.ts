import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '#kernel';
import type { Clock, EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG } from '#platform';
import type { RecordWork } from './record-command.js';

const SHANGHAI_MONTH = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' });

/** Keeps what known people tried and were refused, in one stream per person and month, beside the records and never in them. */
@Injectable()
export class RefusedAttempts {
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
    const person = directory.person(userId);
    if (person === undefined) return;
    const now = this.clock.now();
    const month = SHANGHAI_MONTH.format(new Date(now));
    const { line, level } = command.body as { line?: string; level?: string };
    // Under which appointment it was tried nobody can say for certain: the one for the line, else the first that they hold.
    const posts = directory.appointmentsOf(userId, now);
    const { role, unit, line: own } = posts.find((post) => post.line === line) ?? posts[0] ?? { role: '', unit: '', line: line ?? '' };
    const data = {
      recordId: command.recordId,
      command: command.word,
      code: refusal.code,
      ...(line && { line }),
      ...(level && { level }),
    };
    await this.log.append(`refusals-${userId}-${month}`, 'any', [{ type: 'attempt-refused', data }], {
      actor: { userId, name: person.name, role, unit, unitName: directory.unit(unit)?.name ?? '', line: own },
      commandId: `${commandId}/refused`,
      commandHash: refusal.code,
      correlationId,
      causationId: commandId,
    });
  }
}
