import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import { PROJECTION_RUNNER, RECORD_TYPE } from '#platform';
import type { Patience, ProjectionRunner, View } from '#projections';
import type { RecordType } from '#verification';
import { FieldMasks } from './field-masks.js';
import { responsibilityProjection } from './responsibility.projection.js';
import type { ResponsibilityTables } from './tables.js';

/** The rows of the projection `responsibility`. */
@Injectable()
export class ResponsibilityView {
  readonly masks: FieldMasks;
  private readonly view: View<ResponsibilityTables>;

  constructor(@Inject(PROJECTION_RUNNER) runner: ProjectionRunner, @Inject(RECORD_TYPE) type: RecordType) {
    this.masks = new FieldMasks(type);
    this.view = runner.view(responsibilityProjection(type));
  }

  get db(): View<ResponsibilityTables>['db'] {
    return this.view.db;
  }

  /** Waits until the rows are true up to a position. @throws Refusal `unavailable`/`view-behind` */
  upTo(position: Position, patience?: Patience): Promise<Position> {
    return this.view.upTo(position, patience);
  }

  /** As {@link View.towards}. */
  towards(position: Position): Promise<Position> {
    return this.view.towards(position);
  }
}
