import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Line, normaliseNumber, Refusal, type Position } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, isConflict, type Clock, type EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { actingAdministrator } from '../administrator.js';
import { checkRows } from '../importing/check-rows.js';
import type { Rows } from '../importing/directory-files.js';
import { normalisedCells } from '../importing/normalised.js';
import { planImport } from '../importing/plan-import.js';
import { LogDirectoryReader } from '../log-directory-reader.js';
import { REGION_LEVELS, SCHOOL_KINDS } from '../model.js';
import { regionStream, schoolStream } from '../streams.js';
import type { DirectoryContext } from './context.js';

const MOST_TEACHERS = 100_000;

/** A region has a `level`, a school has a `kind` and a `township`. */
export class RegisterUnitBody {
  @Line(20) code: string;
  @Line(100) name: string;
  @IsOptional() @IsIn(REGION_LEVELS) level?: string;
  @IsOptional() @IsIn(SCHOOL_KINDS) kind?: string;
  /** The region above, or the centre school. */
  @IsOptional() @Line(20) parent?: string;
  @IsOptional() @Line(20) township?: string;
  @IsOptional() @Line(20) stage?: string;
  @IsOptional() @Line(20) village?: string;
  @IsOptional() @IsInt() @Min(0) @Max(MOST_TEACHERS) teachers?: number;
}

export interface UnitAnswer {
  readonly code: string;
  /** Absent if the directory said all this already. */
  readonly position?: Position;
  readonly events: number;
}

/**
 * Makes a region or school known, or changes what is known of it. It is checked by the very rules of a file's row.
 * @throws Refusal `invalid`/`invalid-body`, `forbidden`/`administrator-only`, `invalid`/`command-reused`, `stale`/`directory-busy`
 */
export class RegisterUnit extends Command<UnitAnswer> {
  readonly word = 'RegisterUnit';

  constructor(
    readonly body: RegisterUnitBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterUnit)
export class RegisterUnitHandler implements ICommandHandler<RegisterUnit> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    private readonly reader: LogDirectoryReader,
  ) {}

  async execute(command: RegisterUnit): Promise<UnitAnswer> {
    try {
      return await this.register(command).catch((error: unknown) => {
        if (isConflict(error)) return this.register(command);
        throw error;
      });
    } catch (error) {
      throw isConflict(error) ? new Refusal('stale', 'directory-busy') : error;
    }
  }

  private async register({ word, body, context }: RegisterUnit): Promise<UnitAnswer> {
    const code = normaliseNumber(body.code).text;
    const commandHash = commandHashOf(this.sealer, word, body);
    const stream = body.level === undefined ? schoolStream(code) : regionStream(code);
    const earlier = earlierRun(await this.log.readStream(stream), context.commandId, commandHash);
    if (earlier !== undefined) return { code, position: earlier.position, events: 0 };
    const current = await this.reader.load();
    const actor = actingAdministrator(current, context.userId, this.clock.now());
    const { checked, errors } = checkRows(rowsOf(body), current.state);
    if (errors.length > 0) {
      const pointed = errors.map(({ pointer, ...rest }) => ({ pointer: `/${pointer.split('/').at(-1)}`, ...rest }));
      throw new Refusal('invalid', 'invalid-body', { errors: pointed });
    }
    const [change] = planImport(checked, current.state).units;
    if (change === undefined) return { code, events: 0 };
    const { position } = await this.log.append(
      change.stream,
      change.expected,
      [change.event],
      commandMetadata(context, actor, commandHash),
    );
    return { code, position, events: 1 };
  }
}

/** The one row that a file would have. @throws Refusal `invalid`/`level-or-kind` */
function rowsOf({ code, name, level, kind, parent = '', township = '', stage = '', village = '', teachers = 0 }: RegisterUnitBody): Rows {
  if ((level === undefined) === (kind === undefined)) throw new Refusal('invalid', 'level-or-kind');
  const none = { regions: [], schools: [], staff: [] };
  if (level !== undefined) return { ...none, regions: [{ line: 1, cells: normalisedCells('regions', { code, name, level, parent }) }] };
  const cells = { code, name, kind: kind ?? '', township, stage, parent, village, teachers: String(teachers) };
  return { ...none, schools: [{ line: 1, cells: normalisedCells('schools', cells) }] };
}
