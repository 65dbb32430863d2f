import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#event-store';
import { CLOCK } from '#platform';
import { BEGINNING, type Moment } from '#projections';
import { LogDirectoryReader } from '../log-directory-reader.js';
import type { DirectoryState } from '../state.js';

/** The directory as it stands, with the moment that lists of it are as of. */
@Injectable()
export class ListedDirectory {
  constructor(
    private readonly reader: LogDirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws what the log refuses if nothing has been read yet */
  async known(): Promise<{ readonly state: DirectoryState; readonly asOf: Moment }> {
    const { state, position = BEGINNING } = await this.reader.known();
    return { state, asOf: { position, time: this.clock.now() } };
  }
}
