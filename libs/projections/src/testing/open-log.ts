import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore } from '#event-store';
import type { EventDefinition, EventLog, SimulatedClock } from '#event-store';
import type { Actor, Position } from '#kernel';
import { ProjectionRunner, type RunnerOptions } from '../projection-runner.js';
import { PostgresReadStore } from '../postgres/postgres-read-store.js';
import type { ReadStore } from '../read-store.js';
import { SqliteReadStore } from '../sqlite/sqlite-read-store.js';
import { counted } from './counted.js';
import { removeSchemas } from './own-schemas.js';
import { readStoreOf } from './read-store-of.js';

export { counted } from './counted.js';

const actor: Actor = { userId: 'u1', name: '甲', role: 'collector', unit: '1', unitName: '一村', line: 'household' };

/** A log in a directory of its own, with as many runners on the same views as a spec asks for. */
export class OpenedLog {
  readonly directory = mkdtempSync(join(tmpdir(), 'countersign-views-'));
  readonly clock: SimulatedClock = simulatedClock('2020-09-01T00:00:00.000Z');
  readonly store = SqliteEventStore.open(join(this.directory, 'log.db'));
  readonly log: EventLog;
  /** What the runners have warned of, each message with its detail. */
  readonly warnings: { readonly message: string; readonly detail: string }[] = [];
  private readonly runners: ProjectionRunner[] = [];
  private readonly stores: ReadStore[] = [];
  private commands = 0;

  constructor(definitions: readonly EventDefinition[] = [counted]) {
    this.log = createEventLog(this.store, new EventRegistry(definitions), this.clock);
  }

  /** Opens the read store once more, as another process would. */
  readStore(): ReadStore {
    const address = readStoreOf(this.directory);
    const store = address.kind === 'postgres' ? new PostgresReadStore(address.server) : new SqliteReadStore(join(this.directory, 'views'));
    this.stores.push(store);
    return store;
  }

  /** A runner as another process has it, with a read store of its own on the same views. */
  runner(log: EventLog = this.log, options: RunnerOptions = {}): ProjectionRunner {
    const warn = (message: string, detail: string) => this.warnings.push({ message, detail });
    const runner = new ProjectionRunner(log, this.readStore(), { warn, ...options });
    this.runners.push(runner);
    return runner;
  }

  /** Appends one event to a stream, at a time of the simulated clock if one is given, by `userId`. */
  async append(
    stream: string,
    type: string,
    data: unknown,
    { time, userId = 'u1' }: { time?: string; userId?: string } = {},
  ): Promise<Position> {
    if (time !== undefined) this.clock.set(time);
    this.commands += 1;
    // Of this log only: ids of events derive from it, and by the first of them a log is known.
    const commandId = `${this.directory}/command-${this.commands}`;
    const metadata = { actor: { ...actor, userId }, commandId, commandHash: '', correlationId: commandId, causationId: commandId };
    return (await this.log.append(stream, 'any', [{ type, data }], metadata)).position;
  }

  async close(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await Promise.all(this.stores.map((store) => store.close()));
    const address = readStoreOf(this.directory);
    if (address.kind === 'postgres') await removeSchemas(address.server);
    await this.store.close();
    rmSync(this.directory, { recursive: true });
  }
}
