import { Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import { RecordsView } from './projections/records-view.js';
import { trueAt } from './projections/true-at.js';

/** Whose records are drawn from. */
export interface Population {
  readonly cycle: string;
  /** Code of the village. */
  readonly unit: string;
  readonly position: Position;
}

/** The records that samples are drawn from: those of a village that were not closed at a position. */
@Injectable()
export class SampledPopulation {
  constructor(private readonly view: RecordsView) {}

  /** Record ids in order. */
  async recordIds(population: Population): Promise<readonly string[]> {
    await this.view.upTo(population.position);
    return (await this.query(population).execute()).map(({ record_id }) => record_id);
  }

  query({ cycle, unit, position }: Population) {
    return this.view.db
      .selectFrom('record_list')
      .select('record_id')
      .where('cycle', '=', cycle)
      .where('place', '=', unit)
      .where(trueAt('record_list', position))
      .where('status', '!=', 'closed')
      .orderBy('record_id');
  }
}
