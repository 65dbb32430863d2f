import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '#kernel';
import type { Clock } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { Officers } from './officers.js';
import type { Department } from './model/department.js';

/** Who may hand rosters over, asked before anything of a file is taken; what a file's header says is looked at when it is read. */
@Injectable()
export class ImportRights {
  constructor(
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param department absent: whatever the file's header will say, so it is enough to be the officer of one
   * @returns as whom the person hands it over
   * @throws Refusal `forbidden`/`not-its-officer`
   */
  async mustHandOver(userId: string, department?: Department): Promise<Actor> {
    return new Officers(await this.directory.current(), this.clock.now(), userId).mustBeOne(department);
  }
}
