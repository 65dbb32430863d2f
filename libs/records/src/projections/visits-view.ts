import { Inject, Injectable } from '@nestjs/common';
import { PROJECTION_RUNNER } from '#platform';
import { RoomView, type ProjectionRunner } from '#projections';
import { visitsProjection } from './visits.projection.js';
import type { VisitsTables } from './visits-tables.js';

/** The rows of the projection `visits`, for this room's queries. */
@Injectable()
export class VisitsView extends RoomView<VisitsTables> {
  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner) {
    super(runner.view(visitsProjection));
  }
}
