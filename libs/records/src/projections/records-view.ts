import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import { PROJECTION_RUNNER, RECORD_TYPE } from '#platform';
import type { ProjectionRunner, View } from '#projections';
import type { RecordType } from '#verification';
import { recordsProjection } from './records.projection.js';
import type { RecordsTables } from './tables.js';

/** The rows of the projection `records`, for this room's queries and for the counts of `statistics`. */
@Injectable()
export class RecordsView {
  private readonly view: View<RecordsTables>;

  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner, @Inject(RECORD_TYPE) type: RecordType) {
    this.view = runner.view(recordsProjection(type));
  }

  get db(): View<RecordsTables>['db'] {
    return this.view.db;
  }

  /** Waits until the rows are true up to a position. @throws Refusal `unavailable` as {@link View.upTo} */
  upTo(position: Position): Promise<Position> {
    return this.view.upTo(position);
  }

  /** As {@link View.towards}. */
  towards(position: Position): Promise<Position> {
    return this.view.towards(position);
  }
}
