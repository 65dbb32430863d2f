import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { asDiskFull } from '#disk';
import { isPassing as passes } from '#event-store';
import { Refusal, type Language } from '#kernel';
import { RUNTIME, type Runtime } from '#platform';
import type { Lease } from '#projections';
import { UnreadRows, type UnreadTable } from '#rosters';
import type { AskedImport, ImportJob, JobProgress } from './import-job.js';
import { ImportThread } from './import-thread.js';
import { inTurn } from './in-turn.js';
import { digestOf, JobStore } from './job-store.js';
import { OpenImports } from './open-imports.js';
import { NOTHING_YET } from './run-import.js';

/** How long an import waits before it is tried again after what passes, in milliseconds. */
const RETRY_MS = 1_000;

/** After how long nobody sends the rest of a file any more, in milliseconds. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** A part of a file that arrives. */
export interface ArrivingPart {
  readonly bytes: Readable;
  /** Where in the file it begins. */
  readonly offset: number;
  /** Nothing comes after it: the import begins. */
  readonly complete: boolean;
}

/** An import with what is known of it besides. */
export interface StandingJob {
  readonly job: ImportJob;
  readonly received: number;
  readonly progress?: JobProgress;
}

/**
 * Imports of rosters that arrive over HTTP. A file may come in parts and go on where it broke off; once it is whole the import runs, one
 * after the other, also where several processes share the data directory. What was running when the program stopped runs again at the next
 * start, or in another process: an import may be repeated at any time.
 */
@Injectable()
export class ImportJobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('imports');
  private readonly store: JobStore;
  private readonly progress = new Map<string, JobProgress>();
  private readonly arriving = new Set<string>();
  private readonly open = new OpenImports((importId) => this.arriving.has(importId) || this.progress.has(importId));
  private readonly lease: Lease;
  private readonly stopping = new AbortController();
  private queue: Promise<void> = Promise.resolve();

  constructor(
    @Inject(RUNTIME) { configuration, readStore }: Runtime,
    private readonly thread: ImportThread,
    private readonly unread: UnreadRows,
  ) {
    this.store = new JobStore(join(configuration.dataDirectory, 'imports'));
    this.lease = readStore.lease('imports');
  }

  /** How many imports run here or wait for their turn. */
  get waiting(): number {
    return this.progress.size;
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const job of await this.store.all()) await this.takeUp(job);
  }

  /** Waits for the import that runs; those behind it run at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.queue;
  }

  /** @throws Refusal `not-found`/`unknown-import` */
  async get(importId: string): Promise<StandingJob> {
    const job = await this.store.find(importId);
    if (job === undefined) throw new Refusal('not-found', 'unknown-import');
    return this.standing(job);
  }

  /**
   * What of an import could not be read, as a table.
   * @throws Refusal `not-found`/`unknown-import`, `conflict`/`import-not-done`
   */
  async unreadRows(importId: string, language: Language): Promise<UnreadTable> {
    const { job } = await this.get(importId);
    if (job.answer === undefined) throw new Refusal('conflict', 'import-not-done');
    const files = job.answer.files.map(({ sha256, file: name }) => ({ sha256, name }));
    return this.unread.table(files, language);
  }

  /**
   * Takes a part of a file. The same import with another question or another file is refused; one that has arrived whole answers how it stands.
   * @param admit refuses an import that there is not yet, before anything of it is kept
   * @throws Refusal `conflict`/`wrong-offset` if it does not begin where the file ends by now, `conflict`/`upload-under-way`,
   * `invalid`/`command-reused`, 413 `roster-too-large`, 429 `too-many-imports`, and what `admit` throws
   */
  async receive(
    asked: AskedImport,
    { bytes, offset, complete }: ArrivingPart,
    admit: () => Promise<void> = () => Promise.resolve(),
  ): Promise<StandingJob> {
    const { importId } = asked;
    if (this.arriving.has(importId)) throw new Refusal('conflict', 'upload-under-way');
    this.arriving.add(importId);
    try {
      const standing = await this.begun(asked);
      if (standing !== undefined && standing.state !== 'receiving') return await this.repeated(standing, { bytes, offset, complete });
      await this.enter(asked);
      const job = standing ?? (await this.begin(asked, admit));
      const received = await this.store.received(job);
      if (offset !== received && offset !== 0) throw new Refusal('conflict', 'wrong-offset', { params: { received } });
      await this.store.receive(job, offset, bytes);
      return await this.standing(complete ? await this.start(job) : job);
    } finally {
      this.arriving.delete(importId);
    }
  }

  /** What a process that has ended, or died, has left. */
  private async takeUp(job: ImportJob): Promise<void> {
    if (job.state === 'running') return this.run(job);
    // It died between the two last steps of the import.
    if (job.state !== 'receiving') return this.store.drop(job);
    const idle = Date.now() - (await this.store.touchedAt(job));
    if (idle > FORGOTTEN_MS) await this.store.remove(job);
    else this.open.note(job.importId, job.userId);
  }

  /** What of this import there is already. */
  private async begun(asked: AskedImport): Promise<ImportJob | undefined> {
    const standing = await this.store.find(asked.importId);
    if (standing === undefined) return undefined;
    const { sha256: _sha256, state: _state, answer: _answer, refusal: _refusal, ...before } = standing;
    if (JSON.stringify(before) !== JSON.stringify(asked)) throw new Refusal('invalid', 'command-reused');
    return standing;
  }

  private async begin(asked: AskedImport, admit: () => Promise<void>): Promise<ImportJob> {
    const job: ImportJob = { ...asked, state: 'receiving' };
    try {
      await admit();
      await this.store.makeHome(job);
      await this.store.save(job);
      return job;
    } catch (error) {
      this.open.leave(job.importId);
      throw error;
    }
  }

  /** @throws Refusal 429 `too-many-imports` */
  private async enter({ importId, userId }: AskedImport): Promise<void> {
    for (const other of this.open.enter(importId, userId)) await this.dropBrokenOff(other);
  }

  /** Nothing of it can arrive meanwhile; another process may have received the rest. */
  private async dropBrokenOff(importId: string): Promise<void> {
    this.arriving.add(importId);
    try {
      const job = await this.store.find(importId);
      if (job?.state === 'receiving') await this.store.remove(job);
    } finally {
      this.arriving.delete(importId);
    }
  }

  /** A part of a file that comes again cannot be told from another one: only a whole file is compared with the one that was imported. */
  private async repeated(job: ImportJob, { bytes, offset, complete }: ArrivingPart): Promise<StandingJob> {
    const whole = offset === 0 && complete && job.sha256 !== undefined;
    if (whole && (await digestOf(bytes)) !== job.sha256) throw new Refusal('invalid', 'command-reused');
    return this.standing(job);
  }

  private async start(job: ImportJob): Promise<ImportJob> {
    const running: ImportJob = { ...job, sha256: await this.store.digest(job), state: 'running' };
    await this.store.save(running);
    this.run(running);
    return running;
  }

  private run(job: ImportJob): void {
    this.progress.set(job.importId, NOTHING_YET);
    this.open.note(job.importId, job.userId);
    this.queue = this.queue.then(() => inTurn(this.lease, this.stopping.signal, () => this.work(job)));
  }

  private async work({ importId }: ImportJob): Promise<void> {
    try {
      await this.persist(importId);
    } catch (error) {
      // It stays as it was and runs again at the next start. Without the message, which may quote a row.
      this.logger.error(`import ${importId} stopped: ${error instanceof Error ? error.name : 'error'}`);
    } finally {
      this.progress.delete(importId);
      this.open.leave(importId);
    }
  }

  /** Runs it again, as it may be at any time, until nothing that passes comes between, or the program stops. */
  private async persist(importId: string): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const job = await this.store.find(importId);
        // Another process may have finished it before this one had its turn.
        if (job?.state === 'running') await this.finish(job, await this.outcomeOf(job));
        return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        await pause(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async outcomeOf(job: ImportJob): Promise<Partial<ImportJob>> {
    const { importId, userId, cycle, department, date, reconcile } = job;
    const order = {
      body: { files: [this.store.rosterFile(job)], cycle, department, date, reconcile },
      context: { userId, commandId: importId },
    };
    try {
      return { state: 'done', answer: await this.thread.run(order, (progress) => this.progress.set(importId, progress)) };
    } catch (error) {
      if (!(error instanceof Refusal) || isPassing(error)) throw error;
      const { kind, code, params } = error;
      return { state: 'failed', refusal: { kind, code, params } };
    }
  }

  /** The rosters' own room keeps the file; the copy that arrived is not needed any more. */
  private async finish(job: ImportJob, outcome: Partial<ImportJob>): Promise<void> {
    await this.store.save({ ...job, ...outcome });
    await this.store.drop(job);
  }

  private async standing(job: ImportJob): Promise<StandingJob> {
    // What has ended is answered alike from that moment on, though its file and its progress go a little later.
    if (job.state === 'done' || job.state === 'failed') return { job, received: 0 };
    const progress = this.progress.get(job.importId);
    return { job, received: await this.store.received(job), ...(progress && { progress }) };
  }
}

/** What delays an import and does not end it. */
function isPassing(cause: unknown): boolean {
  return passes(asDiskFull(cause));
}
