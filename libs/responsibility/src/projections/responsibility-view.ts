import { Inject, Injectable } from '@nestjs/common';
import { PROJECTION_RUNNER, RECORD_TYPE } from '#platform';
import { RoomView, type ProjectionRunner } from '#projections';
import type { RecordType } from '#verification';
import { FieldMasks } from './field-masks.js';
import { responsibilityProjection } from './responsibility.projection.js';
import type { ResponsibilityTables } from './tables.js';

/** The rows of the projection `responsibility`. */
@Injectable()
export class ResponsibilityView extends RoomView<ResponsibilityTables> {
  readonly masks: FieldMasks;

  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner, @Inject(RECORD_TYPE) type: RecordType) {
    super(runner.view(responsibilityProjection(type)));
    this.masks = new FieldMasks(type);
  }
}
