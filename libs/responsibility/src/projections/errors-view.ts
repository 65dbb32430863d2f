import { Inject, Injectable } from '@nestjs/common';
import { PROJECTION_RUNNER, RECORD_TYPE } from '#platform';
import { RoomView, type ProjectionRunner } from '#projections';
import type { RecordType } from '#verification';
import { errorsProjection } from './errors.projection.js';
import type { ErrorsTables } from './errors-tables.js';

/** The rows of the projection `errors`. */
@Injectable()
export class ErrorsView extends RoomView<ErrorsTables> {
  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner, @Inject(RECORD_TYPE) type: RecordType) {
    super(runner.view(errorsProjection(type)));
  }
}
