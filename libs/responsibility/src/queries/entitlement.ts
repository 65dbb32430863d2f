import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import { Refusal } from '#kernel';
import { CLOCK, DIRECTORY_READER, RECORD_TYPE } from '#platform';
import type { RecordType } from '#verification';
import { unitOf } from '../projections/deeds.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import type { LedgerSubject } from './deed-rows.js';

/** Who asks. Nobody named: whoever works the machine itself, unless it is asked over a face that anybody can use. */
export interface Asker {
  readonly userId?: string;
  readonly anonymous?: boolean;
}

/** Who may see what of whom: whatever is not allowed here is refused. Judged by the appointments of now, also of the past. */
@Injectable()
export class Entitlement {
  constructor(
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly view: ResponsibilityView,
  ) {}

  /** What concerns everybody: unpublished months, all attributions. @throws Refusal `forbidden`/`not-supervisor` */
  async mustSupervise(asker: Asker): Promise<void> {
    if (!isNobody(asker) && !this.holds(asker, await this.directory.current({ orAsKnown: true }))) throw notSupervisor();
  }

  /**
   * The units for which an asker may see what a subject has done and answers for; undefined: all.
   * @throws Refusal `forbidden`/`not-supervisor` if there is none
   */
  async unitsFor(subject: LedgerSubject, asker: Asker): Promise<readonly string[] | undefined> {
    if (isNobody(asker) || ('userId' in subject && subject.userId === asker.userId)) return undefined;
    const directory = await this.directory.current({ orAsKnown: true });
    if (this.holds(asker, directory)) return undefined;
    const units = 'unit' in subject ? [subject.unit] : await this.unitsOf(subject.userId, directory);
    const seen = units.filter((unit) => this.holds(asker, directory, unit));
    if (seen.length === 0) throw notSupervisor();
    return seen;
  }

  /** Every unit that somebody acts for, or has acted for. */
  private async unitsOf(userId: string, directory: Directory): Promise<readonly string[]> {
    const rows = await this.view.db.selectFrom('deed').select('unit').distinct().where('user_id', '=', userId).execute();
    const posts = directory.appointmentsOf(userId, this.clock.now()).map((post) => unitOf(post, this.type));
    return [...new Set([...rows.map(({ unit }) => unit), ...posts])];
  }

  private holds({ userId }: Asker, directory: Directory, unit?: string): boolean {
    if (userId === undefined) return false;
    const posts = this.type.responsibility?.supervisors(directory, unit) ?? [];
    return directory
      .appointmentsOf(userId, this.clock.now())
      .some(({ role, unit: at, line }) => posts.some((post) => post.role === role && post.unit === at && post.line === line));
  }
}

/** Whether it is whoever works the machine itself. */
export function isNobody({ userId, anonymous = false }: Asker): boolean {
  return userId === undefined && !anonymous;
}

function notSupervisor(): Refusal {
  return new Refusal('forbidden', 'not-supervisor');
}
