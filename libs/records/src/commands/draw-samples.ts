import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Month, Refusal, Words, type Actor, type Position } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, reserveCommand, type Clock, type CommandMetadata, type EventLog } from '#event-store';
import type { Directory, DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import { Moments } from '#projections';
import type { Sealer } from '#protection';
import { drawSample, newestDefinition, populationDigest, sampleSize, type RecordType, type SamplingRule } from '#verification';
import { actingAs } from '../acting-as.js';
import { begunMonth, cycleOfMonth } from '../months.js';
import { unknownUnit } from '../queries/check-filter.js';
import { samplesStream } from '../record-id.js';
import { SampledPopulation } from '../sampled-population.js';
import { SEEDS, type Seeds } from '../seeds.js';
import type { CommandContext } from './answer.js';

export class DrawSamplesBody {
  /** YYYY-MM. */
  @Month() month: string;
  /** Code of one village; absent: every village of the county that has none for the month yet. */
  @IsOptional() @Words(20) village?: string;
}

/** Data of `spot-checks-drawn`: everything that it takes to draw again. */
export interface SampleDrawn {
  /** YYYY-MM. */
  readonly month: string;
  readonly unit: string;
  readonly cycle: string;
  /** Hexadecimal text; comes from outside, nobody chooses it. */
  readonly seed: string;
  readonly definition: number;
  readonly rule: Pick<SamplingRule, 'version' | 'percent' | 'minimum' | 'kind'>;
  /** The records that were drawn from: those of the unit at the position, with a digest over their ids. */
  readonly population: { readonly position: Position; readonly size: number; readonly digest: string };
  /** Record ids, in the order in which they were drawn. */
  readonly drawn: readonly string[];
}

/** What became of one village. */
export interface DrawOutcome {
  readonly unit: string;
  readonly outcome: 'drawn' | 'drawn-before';
  /** How many records the sample has. */
  readonly records: number;
}

export interface DrawAnswer {
  readonly month: string;
  /** Villages without records have none. */
  readonly outcomes: readonly DrawOutcome[];
  /** Of the last sample of the answer; absent: there is none. */
  readonly position?: Position;
}

/** Draws the records that the month's spot checks (重点巡访) are to look at: once a village and month, for good. */
export class DrawSamples extends Command<DrawAnswer> {
  readonly word = 'DrawSamples';

  constructor(
    readonly body: DrawSamplesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

interface Drawing {
  readonly month: string;
  readonly rule: SamplingRule;
  readonly definition: number;
  readonly actor: Actor;
  readonly context: CommandContext;
  readonly commandHash: string;
  /** Takes the command's id for it, once, before anything is appended. */
  readonly reserve: () => Promise<void>;
}

interface Drawn extends DrawOutcome {
  readonly position: Position;
}

@CommandHandler(DrawSamples)
export class DrawSamplesHandler implements ICommandHandler<DrawSamples> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    @Inject(SEEDS) private readonly seeds: Seeds,
    private readonly population: SampledPopulation,
    private readonly moments: Moments,
  ) {}

  /**
   * @throws Refusal `forbidden`/`no-appointment`, `forbidden`/`not-drawer`, `not-found`/`unknown-unit`, `invalid`/`future-date`, `invalid`/
   * `command-reused`, for one village `conflict`/`already-drawn` or `conflict`/`nothing-to-draw`
   */
  async execute({ word, body, context }: DrawSamples): Promise<DrawAnswer> {
    const now = this.clock.now();
    const staffing = await this.directory.current();
    const { version: definition, sampling: rule } = newestDefinition(this.type);
    if (rule === undefined) throw new Refusal('conflict', 'nothing-to-draw');
    const actor = drawer(staffing, rule, context.userId, now);
    const { month, village } = body;
    await begunMonth(month, this.moments);
    if (village !== undefined && staffing.region(village)?.level !== 'village') throw unknownUnit(village);
    const commandHash = commandHashOf(this.sealer, word, { body });
    const reserve = this.reserving(commandMetadata(context, actor, commandHash));
    const drawing = { month, rule, definition, actor, context, commandHash, reserve };
    const units = village === undefined ? villagesOf(staffing) : [village];
    const drawn: Drawn[] = [];
    for (const unit of units) drawn.push(...(await this.drawFor(unit, drawing, village !== undefined)));
    const position = drawn
      .map(({ position: at }) => at)
      .sort()
      .at(-1);
    const outcomes = drawn.map(({ unit, outcome, records }) => ({ unit, outcome, records }));
    return { month, outcomes, ...(position !== undefined && { position }) };
  }

  /** @param alone whether the village was named, so that whoever asks is told what stands in the way */
  private async drawFor(unit: string, drawing: Drawing, alone: boolean): Promise<readonly Drawn[]> {
    const before = await this.drawnBefore(unit, drawing, alone);
    if (before !== undefined) return [before];
    const data = await this.draw(unit, drawing);
    if (data.drawn.length === 0) {
      if (alone) throw new Refusal('conflict', 'nothing-to-draw');
      return [];
    }
    await drawing.reserve();
    const { actor, commandHash, context, month } = drawing;
    const { commandId, correlationId = commandId } = context;
    const metadata = { actor, commandHash, commandId: `${commandId}/${unit}`, correlationId, causationId: commandId };
    try {
      const { position } = await this.log.append(samplesStream(month, unit), 'no-stream', [{ type: 'spot-checks-drawn', data }], metadata);
      return [{ unit, outcome: 'drawn', records: data.drawn.length, position }];
    } catch (error) {
      // Somebody else has drawn meanwhile: theirs stands.
      const other = error instanceof Refusal ? await this.drawnBefore(unit, drawing, alone) : undefined;
      if (other === undefined) throw error;
      return [other];
    }
  }

  /** Each village's append has an id of its own, so the command's says nothing by itself. */
  private reserving(metadata: CommandMetadata): () => Promise<void> {
    let reserved: Promise<void> | undefined;
    return () => (reserved ??= metadata.keyed === true ? reserveCommand(this.log, metadata) : Promise.resolve());
  }

  /** The sample that stands; undefined if there is none. The same command again is answered as then. */
  private async drawnBefore(unit: string, { month, context, commandHash }: Drawing, alone: boolean): Promise<Drawn | undefined> {
    const events = await this.log.readStream(samplesStream(month, unit));
    const [first] = events;
    if (first === undefined) return undefined;
    const records = (first.data as SampleDrawn).drawn.length;
    const own = earlierRun(events, `${context.commandId}/${unit}`, commandHash);
    if (own !== undefined) return { unit, outcome: 'drawn', records, position: first.position };
    if (alone) throw new Refusal('conflict', 'already-drawn', { params: { month } });
    return { unit, outcome: 'drawn-before', records, position: first.position };
  }

  private async draw(unit: string, { month, rule, definition }: Drawing): Promise<SampleDrawn> {
    const cycle = cycleOfMonth(month);
    const position = await this.log.head();
    const recordIds = await this.population.recordIds({ cycle, unit, position });
    const seed = this.seeds();
    const { version, percent, minimum, kind } = rule;
    return {
      month,
      unit,
      cycle,
      seed,
      definition,
      rule: { version, percent, minimum, kind },
      population: { position, size: recordIds.length, digest: populationDigest(recordIds) },
      drawn: drawSample(seed, recordIds, sampleSize(recordIds.length, rule)),
    };
  }
}

/** @throws Refusal `forbidden`/`no-appointment`, `forbidden`/`not-drawer` */
function drawer(staffing: Directory, rule: SamplingRule, userId: string, at: string): Actor {
  const posts = rule.drawers(staffing);
  const suits = ({ role, unit, line }: { role: string; unit: string; line: string }) =>
    posts.some((post) => post.role === role && post.unit === unit && post.line === line);
  if (staffing.appointmentsOf(userId, at).length > 0 && !staffing.appointmentsOf(userId, at).some(suits)) {
    throw new Refusal('forbidden', 'not-drawer');
  }
  return actingAs(staffing, userId, at, suits);
}

function villagesOf(directory: Directory): readonly string[] {
  return directory
    .regions()
    .filter(({ level }) => level === 'village')
    .map(({ code }) => code);
}
