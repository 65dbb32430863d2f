import { Inject, Injectable } from '@nestjs/common';
import { commandHashOf, commandMetadata, reserveCommand } from '#event-store';
import { RUNTIME, type Runtime } from '#platform';
import { ImportRights } from '#rosters';
import type { Acting } from '../http/acting.js';
import type { AskedImport } from './import-job.js';
import { IMPORT } from './run-import.js';

/** Who and what is let in, before anything of a file is taken. */
@Injectable()
export class ImportDoor {
  constructor(
    @Inject(RUNTIME) private readonly runtime: Pick<Runtime, 'log' | 'sealer'>,
    private readonly rights: ImportRights,
  ) {}

  /**
   * The key of an import is taken in the log, where every other command meets it: what an import appends has ids of its own.
   * @throws Refusal `forbidden`/`not-its-officer`, `invalid`/`command-reused`
   */
  async admit({ importId: _ofTheKey, userId, ...body }: AskedImport, acting: Acting): Promise<void> {
    const actor = await this.rights.mustHandOver(userId, body.department);
    if (acting.keyed !== true) return;
    const { log, sealer } = this.runtime;
    await reserveCommand(log, commandMetadata(acting, actor, commandHashOf(sealer, IMPORT, { body })));
  }
}
