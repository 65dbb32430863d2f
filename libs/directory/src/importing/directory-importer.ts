import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Actor, type FieldError, type Position } from '#kernel';
import { inParallel, isConflict, type Clock, type EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { importingActor } from '../administrator.js';
import type { DirectoryContext } from '../commands/context.js';
import { LogDirectoryReader } from '../log-directory-reader.js';
import { personStream } from '../streams.js';
import { checkRows } from './check-rows.js';
import { planImport, type ImportPlan, type Tally } from './plan-import.js';
import { appendsOf, type PlannedAppend } from './planned-append.js';
import { readFiles, type DirectoryFiles, type ReadFiles } from './read-files.js';

/** What an import did. */
export interface DirectoryImported {
  readonly regions: Tally;
  readonly schools: Tally;
  readonly people: Tally;
  /** Appointments granted. */
  readonly appointments: number;
  /** Events appended; 0: the directory said all this already. */
  readonly events: number;
  /** Of the last event; absent if there is none. */
  readonly position?: Position;
}

/** How many appends are under way at once: the store puts those that arrive together into one commit. */
const IN_FLIGHT = 1024;

/** How often a plan is made anew when somebody else has changed the directory meanwhile. */
const ATTEMPTS = 3;

/** Brings units, people and appointments from files into the log. */
@Injectable()
export class DirectoryImporter {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: LogDirectoryReader,
  ) {}

  /**
   * Reads and checks all three files before the first append; one bad row, and nothing is appended. An import that was interrupted is run
   * again: it appends what is missing.
   * @throws Refusal `unreadable` for a file, `invalid`/`bad-rows` with an error for each problem, `forbidden`/`administrator-only`,
   * `stale`/`directory-busy`
   */
  async import(files: DirectoryFiles, context: DirectoryContext): Promise<DirectoryImported> {
    const read = await readFiles(files);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(read, context);
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === ATTEMPTS) throw new Refusal('stale', 'directory-busy');
      }
    }
  }

  private async attempt(read: ReadFiles, context: DirectoryContext): Promise<DirectoryImported> {
    const current = await this.reader.load();
    const { checked, errors } = checkRows(read.rows, current.state);
    refuseBadRows([...read.errors, ...errors]);
    const plan = planImport(checked, current.state);
    const people = [...plan.people, ...plan.administrators];
    const answer = { ...plan.tallies, appointments: people.filter(({ appointment }) => appointment !== undefined).length };
    if (plan.units.length + people.length === 0) return { ...answer, events: 0 };
    const actor = importingActor(current, context.userId, this.clock.now());
    await this.sealer.ensureKeys(people.map(({ username }) => personStream(username)));
    return { ...answer, ...(await this.carryOut(plan, actor, read.sha256, context)) };
  }

  private async carryOut(
    plan: ImportPlan,
    actor: Actor,
    commandHash: string,
    { commandId, correlationId }: DirectoryContext,
  ): Promise<Pick<DirectoryImported, 'events' | 'position'>> {
    const metadata = { actor, commandHash, correlationId: correlationId ?? commandId, causationId: commandId };
    // Each stream is a command of its own, and the same with other files must not meet the ids of its first run.
    const append = async ({ stream, expected, events }: PlannedAppend) =>
      (await this.log.append(stream, expected, events, { ...metadata, commandId: `${commandId}/${commandHash}/${stream}` })).position;
    let count = 0;
    const positions: Position[] = [];
    for (const phase of appendsOf(plan, this.sealer, this.clock.now())) {
      positions.push(...(await inParallel(phase, IN_FLIGHT, append)));
      count += phase.reduce((sum, { events }) => sum + events.length, 0);
    }
    return { events: count, position: positions.reduce((last, next) => (next > last ? next : last)) };
  }
}

/** @throws Refusal `invalid`/`bad-rows` */
function refuseBadRows(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Refusal('invalid', 'bad-rows', { params: { count: errors.length }, errors });
}
