import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal, type Position } from '#kernel';
import { OpenableCycles } from '#records';
import { checkedDay } from '../importing/as-of.js';
import { RosterImporter, type ImportedFile } from '../importing/roster-importer.js';
import { DEPARTMENTS, isDepartment } from '../model/department.js';
import { noProgress, type OnProgress } from '../progress.js';
import { Reconciler, type Reconciled } from '../reconciling/reconciler.js';

export interface ImportRostersBody {
  /** Paths of files on this machine. */
  readonly files: readonly string[];
  /** Code of the department; absent: whatever the headers say. */
  readonly department?: string;
  readonly cycle: string;
  /** The day that the files speak of, YYYY-MM-DD; absent: their title rows', else today. */
  readonly date?: string;
  /** Default: yes, once, after the last file. */
  readonly reconcile?: boolean;
}

export interface RosterContext {
  /** A named person, who must be the department's officer; absent: the department's officer acts. */
  readonly userId?: string;
  readonly commandId: string;
  /** Nobody is served by this process meanwhile; see {@link ReconcileOptions}. */
  readonly alone?: boolean;
}

export interface RostersImported {
  readonly files: readonly ImportedFile[];
  readonly records: Reconciled['records'];
  readonly findings: Reconciled['findings'];
  /** Events appended; 0: everything had been there. */
  readonly events: number;
  /** Of the last event; absent if there is none. */
  readonly position?: Position;
}

/**
 * Imports rosters that departments hand over, and reconciles. The same files again append nothing; an import that was stopped is simply
 * given again.
 */
export class ImportRosters extends Command<RostersImported> {
  readonly word = 'ImportRosters';

  constructor(
    readonly body: ImportRostersBody,
    readonly context: RosterContext,
    readonly progress: OnProgress = noProgress,
  ) {
    super();
  }
}

const NOTHING: Reconciled = { records: { opened: 0, completed: 0, unchanged: 0 }, findings: { opened: 0, closed: 0 }, events: 0 };

@CommandHandler(ImportRosters)
export class ImportRostersHandler implements ICommandHandler<ImportRosters> {
  constructor(
    private readonly importer: RosterImporter,
    private readonly reconciler: Reconciler,
    private readonly cycles: OpenableCycles,
  ) {}

  /** @throws Refusal as {@link RosterImporter.import}, `invalid`: `wrong-cycle` or one that may not be opened, `wrong-roster-date`, `unknown-department` */
  async execute({ body, context: { userId, alone }, progress }: ImportRosters): Promise<RostersImported> {
    const { files: paths, department, date, reconcile = true } = body;
    const cycle = this.cycles.checked(body.cycle);
    if (department !== undefined && !isDepartment(department)) {
      throw new Refusal('invalid', 'unknown-department', { params: { departments: DEPARTMENTS.join(', ') } });
    }
    const asked = { paths, cycle, ...(department !== undefined && { department }), ...(date !== undefined && { date: checkedDay(date) }) };
    const imported = await this.importer.import(asked, userId, progress);
    const reconciled = reconcile ? await this.reconciler.run(cycle, { userId, alone }, progress) : NOTHING;
    const position = reconciled.position ?? imported.position;
    return {
      files: imported.files,
      records: reconciled.records,
      findings: reconciled.findings,
      events: imported.events + reconciled.events,
      ...(position !== undefined && { position }),
    };
  }
}
