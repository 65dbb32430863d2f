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
    const person = (await this.directory.current()).person(userId);
    if (person === undefined) return;
    const month = SHANGHAI_MONTH.format(new Date(this.clock.now()));
    const { line, level } = command.body as { line?: string; level?: string };
    const data = {
      recordId: command.recordId,
      command: command.constructor.name,
      code: refusal.code,
      ...(line && { line }),
      ...(level && { level }),
    };
    await this.log.append(`refusals-${userId}-${month}`, 'any', [{ type: 'attempt-refused', data }], {
      actor: { userId, name: person.name, role: '', unit: '', unitName: '', line: line ?? '' },
      commandId: `${commandId}/refused`,
      commandHash: refusal.code,
      correlationId,
      causationId: commandId,
    });
  }
}
