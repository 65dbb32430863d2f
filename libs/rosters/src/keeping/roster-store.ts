import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { CONFIGURATION, type Configuration } from '#platform';
import { DepartmentMappings } from '../mappings/department-mappings.js';
import type { DepartmentMapping } from '../model/mapping.js';
import type { CycleFiles } from '../model/roster-file.js';
import { KeptFiles } from './kept-files.js';
import type { ReadOrder } from './read-rows.js';
import { RosterRows } from './roster-rows.js';
import { RowReader } from './row-reader.js';
import type { RowFile } from './rows-file.js';

/** Where rosters lie in the data directory: `rosters/<SHA-256>`, and the rows of each in `rosters/<SHA-256>.rows` beside it. */
@Injectable()
export class RosterStore implements OnApplicationShutdown {
  readonly files: KeptFiles;
  private readonly directory: string;
  private readonly reader = new RowReader();
  private opened?: RosterRows;

  constructor(
    @Inject(CONFIGURATION) { dataDirectory }: Configuration,
    private readonly mappings: DepartmentMappings,
  ) {
    this.directory = join(dataDirectory, 'rosters');
    this.files = new KeptFiles(this.directory);
  }

  /** Opened when it is first needed: who only looks at records has none. */
  get rows(): RosterRows {
    this.opened ??= RosterRows.open(this.directory);
    return this.opened;
  }

  /** The rows of a kept file, read under mappings if they have not been read. @throws Refusal `unreadable`, `unavailable`/`reading-failed` */
  async ensureRowsOf(
    { sha256, department, asOf }: Pick<ReadOrder, 'sha256' | 'department' | 'asOf'>,
    mappings: readonly DepartmentMapping[],
    progress: (rows: number) => void = () => undefined,
  ): Promise<RowFile> {
    const order = { sha256, department, asOf, kept: this.files.pathOf(sha256), place: this.rows.placeOf(sha256), mappings };
    return this.rows.file(sha256) ?? this.reader.read(order, progress);
  }

  /** Reads the rows of files again that have been lost, as they were read then. @throws as {@link ensureRowsOf}; `unreadable` if a kept file is gone */
  async ensureRows({ files }: CycleFiles): Promise<void> {
    for (const { file, department, asOf, mapping } of files)
      await this.ensureRowsOf({ sha256: file, department, asOf }, (await this.mappings.at(mapping)).mappings);
  }

  onApplicationShutdown(): void {
    this.opened?.close();
  }
}
