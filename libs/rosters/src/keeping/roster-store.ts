import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { CONFIGURATION, type Configuration } from '#platform';
import { mappings } from '../mappings/index.js';
import type { CycleFiles } from '../model/roster-file.js';
import { openRoster } from '../reading/read-roster.js';
import { KeptFiles } from './kept-files.js';
import { RosterRows } from './roster-rows.js';

/** Where rosters lie in the data directory: `rosters/<SHA-256>`, and their rows in `rosters/rows.db` beside them. */
@Injectable()
export class RosterStore implements OnApplicationShutdown {
  readonly files: KeptFiles;
  private readonly directory: string;
  private opened?: RosterRows;

  constructor(@Inject(CONFIGURATION) { dataDirectory }: Configuration) {
    this.directory = join(dataDirectory, 'rosters');
    this.files = new KeptFiles(this.directory);
  }

  /** Opened when it is first needed: who only looks at records has none. */
  get rows(): RosterRows {
    this.opened ??= RosterRows.open(join(this.directory, 'rows.db'));
    return this.opened;
  }

  /** Reads the rows of files again that have been lost. @throws Refusal `unreadable` if a kept file is gone */
  async ensureRows({ files }: CycleFiles): Promise<void> {
    for (const { file, department } of files) {
      if (this.rows.file(file) !== undefined) continue;
      const roster = await openRoster(this.files.pathOf(file), mappings, department);
      await this.rows.take(file, department, roster.rows(), () => undefined);
    }
  }

  onApplicationShutdown(): void {
    this.opened?.close();
  }
}
