import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import { PROJECTION_RUNNER } from '#platform';
import type { ProjectionRunner, View } from '#projections';
import { visitsProjection } from './visits.projection.js';
import type { VisitsTables } from './visits-tables.js';

/** The rows of the projection `visits`, for this room's queries. */
@Injectable()
export class VisitsView {
  private readonly view: View<VisitsTables>;

  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner) {
    this.view = runner.view(visitsProjection);
  }

  get db(): View<VisitsTables>['db'] {
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
