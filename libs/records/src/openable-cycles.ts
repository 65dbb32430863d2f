import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#event-store';
import { CLOCK, RECORD_TYPE } from '#platform';
import { mustBeOpenable, type RecordType } from '#verification';
import { checkedCycle } from './record-id.js';

/** Which cycles may be opened today, whoever they are opened for. */
@Injectable()
export class OpenableCycles {
  constructor(
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Refusal `invalid`/`wrong-cycle`, and what the record type says of one that may not be opened */
  checked(cycle: string): string {
    mustBeOpenable(checkedCycle(cycle), {}, { type: this.type, now: this.clock.now() });
    return cycle;
  }
}
