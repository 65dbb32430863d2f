import { Inject, Injectable } from '@nestjs/common';
import { derivedId, Refusal, type Position, type Recorded, type Revision } from '#kernel';
import type { Clock, EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, systemActor } from '#platform';
import { monthsLater } from '../chance/calendar.js';
import { DEMO_STREAM, type DemoBegun } from '../events.js';

/** A run that has begun. */
export interface DemoRun extends DemoBegun {
  /** Every act of the run carries it as its correlation id. */
  readonly runId: string;
  /** Of the event that says that it began. */
  readonly position: Position;
}

/** The runs of the demo in a stream of their own, so that one that was killed is known and goes on. */
@Injectable()
export class DemoRuns {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins a run, or finds the one that has not finished.
   * @throws Refusal `conflict`/`demo-unfinished` if that one has another seed or length
   */
  async begin(seed: number, months: number): Promise<DemoRun> {
    const events = await this.log.readStream(DEMO_STREAM);
    const last = events.at(-1);
    if (last?.type === 'demo-begun') {
      const standing = asRun(last);
      if (standing.seed === seed && standing.months === months) return standing;
      throw new Refusal('conflict', 'demo-unfinished', { params: { seed: standing.seed, months: standing.months } });
    }
    const run = events.filter(({ type }) => type === 'demo-begun').length + 1;
    const from = this.clock.now();
    const data: DemoBegun = { run, seed, months, from, until: monthsLater(from, months) };
    await this.append(last?.revision, { type: 'demo-begun', data }, run);
    return this.begin(seed, months);
  }

  async finish({ run }: DemoRun): Promise<void> {
    const [last] = await this.log.readStream(DEMO_STREAM, { direction: 'backwards', limit: 1 });
    await this.append(last?.revision, { type: 'demo-finished', data: { run } }, run);
  }

  private async append(after: Revision | undefined, event: { type: string; data: object }, run: number): Promise<void> {
    const commandId = derivedId(DEMO_STREAM, event.type, String(run));
    await this.log.append(DEMO_STREAM, after ?? 'no-stream', [event], {
      actor: systemActor,
      commandId,
      commandHash: '',
      correlationId: commandId,
      causationId: commandId,
    });
  }
}

function asRun({ data, commandId, position }: Recorded): DemoRun {
  return { ...(data as DemoBegun), runId: commandId, position };
}
