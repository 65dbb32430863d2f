import { Inject, Injectable } from '@nestjs/common';
import { PROJECTION_RUNNER, RECORD_TYPE } from '#platform';
import { RoomView, type ProjectionRunner } from '#projections';
import type { RecordType } from '#verification';
import { recordsProjection } from './records.projection.js';
import type { RecordsTables } from './tables.js';

/** The rows of the projection `records`, for this room's queries and for the counts of `statistics`. */
@Injectable()
export class RecordsView extends RoomView<RecordsTables> {
  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner, @Inject(RECORD_TYPE) type: RecordType) {
    super(runner.view(recordsProjection(type)));
  }
}
