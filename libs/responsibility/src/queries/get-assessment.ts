import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import { canonicalJson, Refusal, type Json } from '#kernel';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { Moments } from '#projections';
import { begunMonth } from '#records';
import { endOfMonth } from '#verification';
import type { Assessment } from '../assessing/assessment.js';
import { Assessor } from '../assessing/assessor.js';
import { PublishedMonths, type PublishedMonth } from '../assessing/published-months.js';
import { Entitlement, type Asker } from './entitlement.js';

export interface AssessmentAnswer {
  readonly month: string;
  /** Name of the county. */
  readonly county: string;
  readonly status: 'draft' | 'published';
  /** Whether the month is over, so that it may be published. */
  readonly over: boolean;
  /** What was published, or what would be published as things stand. */
  readonly assessment: Assessment;
  readonly published?: Pick<PublishedMonth, 'eventId' | 'position' | 'time' | 'by' | 'restatements'>;
  /** Of a published month: whether what the log says now, worked out anew by the same rule, is the same to the last byte. */
  readonly agrees?: boolean;
  /** Hash of what was counted in working it out anew. */
  readonly recomputedInputs?: string;
}

export interface AssessmentQuestion {
  /** Such as 2020-09. */
  readonly month: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  /** Leaves a published month unchecked: as quick as reading it. */
  readonly unchecked?: boolean;
  readonly asker?: Asker;
}

/** A month's assessment: the published one, checked by working it out anew, or the draft. */
export class GetAssessment extends Query<AssessmentAnswer> {
  constructor(readonly question: AssessmentQuestion) {
    super();
  }
}

@QueryHandler(GetAssessment)
export class GetAssessmentHandler implements IQueryHandler<GetAssessment> {
  constructor(
    private readonly assessor: Assessor,
    private readonly months: PublishedMonths,
    private readonly moments: Moments,
    private readonly entitlement: Entitlement,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /**
   * What was published is for everybody.
   * @throws Refusal `invalid`: `wrong-month`, `future-date`, `wrong-as-of`, `as-of-ahead`; of a draft `forbidden`/`not-supervisor`;
   * `unavailable`/`view-behind`
   */
  async execute({ question: { month, asOf, unchecked = false, asker = {} } }: GetAssessment): Promise<AssessmentAnswer> {
    await begunMonth(month, this.moments);
    const moment = asOf === undefined ? undefined : await this.moments.at(asOf);
    const published = await this.months.find(month, moment?.position);
    const over = (moment?.time ?? this.clock.now()) > endOfMonth(month);
    const county = (await this.directory.current({ orAsKnown: true })).top()?.name ?? '';
    if (published === undefined) {
      await this.entitlement.mustSupervise(asker);
      return { month, county, status: 'draft', over, assessment: await this.assessor.assess(month, { asOf: moment?.position }) };
    }
    const { assessment, revision: _revision, ...about } = published;
    const answer = { month, county, status: 'published', over, assessment, published: about } as const;
    return unchecked ? answer : { ...answer, ...(await this.checked(assessment)) };
  }

  /** A rule that nobody knows any more cannot be followed: then it does not agree. */
  private async checked(assessment: Assessment): Promise<Pick<AssessmentAnswer, 'agrees' | 'recomputedInputs'>> {
    try {
      const anew = await this.assessor.assess(assessment.month, { rule: assessment.rule });
      return { agrees: bytesOf(anew) === bytesOf(assessment), recomputedInputs: anew.inputs };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-rule') return { agrees: false };
      throw error;
    }
  }
}

function bytesOf(assessment: Assessment): string {
  return canonicalJson(assessment as unknown as Json);
}
