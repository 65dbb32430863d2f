import { Inject, Injectable } from '@nestjs/common';
import { basename } from 'node:path';
import { dayAt, isBeyondMemory, derivedId, overlapping, Refusal, type Position } from '#kernel';
import type { Clock, EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG } from '#platform';
import type { RosterImported } from '../events.js';
import { RosterStore } from '../keeping/roster-store.js';
import { DepartmentMappings, type MappingVersion } from '../mappings/department-mappings.js';
import type { Department } from '../model/department.js';
import type { CycleFiles } from '../model/roster-file.js';
import { Officers } from '../officers.js';
import type { OnProgress } from '../progress.js';
import { RostersView } from '../projections/rosters-view.js';
import { openRoster, type OpenedRoster } from '../reading/read-roster.js';
import { rosterStream } from '../streams.js';

/** How often a file is reserved again when another process has handed over a roster of the department meanwhile. */
const ATTEMPTS = 5;

/** How many files are read at the same time. */
const TOGETHER = 2;

/** What became of one file. */
export interface ImportedFile {
  /** Its name as it was given. */
  readonly file: string;
  readonly sha256: string;
  readonly department: Department;
  /** The day that it speaks of. */
  readonly asOf: string;
  readonly rows: number;
  /** Rows that were read whole. */
  readonly read: number;
  /** Rows that could not be read, or not whole. */
  readonly unread: number;
  /** The same file had been imported before: this is the first import's answer. */
  readonly repeated: boolean;
}

export interface ImportedFiles {
  readonly files: readonly ImportedFile[];
  readonly events: number;
  readonly position?: Position;
}

export interface FilesToImport {
  readonly paths: readonly string[];
  readonly department?: Department;
  readonly cycle: string;
  /** YYYY-MM-DD; absent: the title rows', else today. */
  readonly date?: string;
}

/** A file that has been kept, recognised and read. */
type Prepared = Omit<RosterImported, 'cycle'>;

/** Brings departments' files in: kept, read and checked, all of them, before the first is reserved. */
@Injectable()
export class RosterImporter {
  constructor(
    private readonly store: RosterStore,
    private readonly view: RostersView,
    private readonly mappings: DepartmentMappings,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /**
   * @throws Refusal `unreadable` for a file that is no roster, `conflict`/`older-roster`, `invalid`: `roster-in-future`, `roster-too-old`; `conflict`/`no-officer`,
   * `forbidden`/`not-its-officer`; then nothing has been imported
   */
  async import(asked: FilesToImport, userId: string | undefined, progress: OnProgress): Promise<ImportedFiles> {
    const officers = new Officers(await this.directory.current(), this.clock.now(), userId);
    const kept: string[] = [];
    try {
      await this.view.catchUp();
      const prepared: Prepared[] = [];
      await overlapping(asked.paths, TOGETHER, async (path, index) => {
        prepared[index] = await this.prepare(path, asked, officers, kept, progress);
      });
      await this.view.catchUp();
      const standing = await this.view.files(asked.cycle);
      for (const file of prepared) refuseOlder(file, standing);
      return await this.reserveAll(prepared, asked.cycle, officers);
    } catch (error) {
      await this.dropUnused(kept);
      throw error;
    }
  }

  /** A department's files count in the order of their days. */
  private async reserveAll(prepared: readonly Prepared[], cycle: string, officers: Officers): Promise<ImportedFiles> {
    let events = 0;
    let position: Position | undefined;
    const answers = new Map<Prepared, ImportedFile>();
    for (const file of [...prepared].sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0))) {
      const reserved = await this.reserve(file, cycle, officers);
      events += reserved.repeated ? 0 : 1;
      position = reserved.position ?? position;
      answers.set(file, answerOf(file, reserved.imported, reserved.repeated));
    }
    return { files: prepared.flatMap((file) => answers.get(file) ?? []), events, ...(position !== undefined && { position }) };
  }

  private async prepare(
    path: string,
    { department, date }: FilesToImport,
    officers: Officers,
    kept: string[],
    progress: OnProgress,
  ): Promise<Prepared> {
    const name = basename(path);
    try {
      const { sha256: file } = await this.store.files.keep(path);
      kept.push(file);
      const { version, mappings } = await this.readUnder(file);
      const roster = await openRoster(this.store.files.pathOf(file), mappings, department);
      officers.mustImport(roster.department);
      const { asOf, dated } = this.dayOf(roster, date);
      const total = await roster.estimatedRows();
      const { rows, unread } = await this.store.ensureRowsOf({ sha256: file, department: roster.department, asOf }, mappings, (count) =>
        progress({ phase: 'reading', file: name, rows: count, ...(total !== undefined && { total }) }),
      );
      if (rows === 0) throw new Refusal('unreadable', 'roster-empty');
      for (const problem of this.store.rows.problems(file)) progress({ phase: 'unread', file: name, problem });
      return { department: roster.department, file, name, asOf, dated, rows, unread, mapping: version };
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.kind, error.code, { ...error, params: { ...error.params, file: name } }) : error;
    }
  }

  /** A file that has been imported stays read as it was; what a killed run has left of another may have been read otherwise. */
  private async readUnder(file: string): Promise<MappingVersion> {
    const imported = await this.view.mappingOf(file);
    if (imported !== undefined) return this.mappings.at(imported);
    this.store.rows.forget(file);
    return this.mappings.current();
  }

  /** What was refused is not kept, unless it came in before. */
  private async dropUnused(kept: readonly string[]): Promise<void> {
    await this.view.catchUp();
    for (const file of kept) {
      if (await this.view.isImported(file)) continue;
      await this.store.files.drop(file);
      this.store.rows.forget(file);
    }
  }

  /** @throws Refusal `invalid`/`roster-in-future`: it would keep every right file out until then; `invalid`/`roster-too-old` */
  private dayOf({ date: titled }: OpenedRoster, given: string | undefined): Pick<RosterImported, 'asOf' | 'dated'> {
    const today = dayAt(this.clock.now());
    const asOf = given ?? titled ?? today;
    if (asOf > today) throw new Refusal('invalid', 'roster-in-future', { params: { date: asOf, today } });
    if (isBeyondMemory(asOf, today)) throw new Refusal('invalid', 'roster-too-old', { params: { date: asOf } });
    return { asOf, dated: given !== undefined ? 'given' : titled !== undefined ? 'title' : 'import' };
  }

  /** The department's stream says in which order its rosters count; each file stands in it once. */
  private async reserve(
    file: Prepared,
    cycle: string,
    officers: Officers,
  ): Promise<{ imported: RosterImported; repeated: boolean; position?: Position }> {
    const stream = rosterStream(cycle, file.department);
    for (let attempt = 1; ; attempt += 1) {
      const events = await this.log.readStream(stream);
      const rosters = events.map(({ data }) => data as RosterImported);
      const same = events.find(({ data }) => (data as RosterImported).file === file.file);
      if (same !== undefined) return { imported: same.data as RosterImported, repeated: true };
      refuseOlderThan(file, rosters.at(-1)?.asOf);
      const imported: RosterImported = { cycle, ...file };
      const commandId = derivedId('roster-imported', cycle, file.file);
      const metadata = {
        actor: officers.actor(file.department),
        commandId,
        commandHash: file.file,
        correlationId: commandId,
        causationId: commandId,
      };
      try {
        const expected = events.length === 0 ? 'no-stream' : events.length - 1;
        const { position } = await this.log.append(stream, expected, [{ type: 'roster-imported', data: imported }], metadata);
        return { imported, repeated: false, position };
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
        if (attempt === ATTEMPTS) throw new Refusal('stale', 'rosters-busy');
      }
    }
  }
}

/** A file that has been imported before is no older file: it is the same again. */
function refuseOlder(file: Prepared, standing: CycleFiles): void {
  if (standing.get(file.file) === undefined) refuseOlderThan(file, standing.currentOf(file.department)?.asOf);
}

/** @throws Refusal `conflict`/`older-roster` */
function refuseOlderThan({ name, department, asOf }: Prepared, last: string | undefined): void {
  if (last !== undefined && asOf < last)
    throw new Refusal('conflict', 'older-roster', { params: { file: name, department, date: asOf, last } });
}

function answerOf({ name, file }: Prepared, { department, asOf, rows, unread }: RosterImported, repeated: boolean): ImportedFile {
  return { file: name, sha256: file, department, asOf, rows, read: rows - unread, unread, repeated };
}
