import { Injectable } from '@nestjs/common';
import type { Position } from '#kernel';
import type { Reached } from '#projections';
import { RostersView } from '../projections/rosters-view.js';

/** How fresh each department's facts are: the day of its last roster. */
@Injectable()
export class LastRosterDates implements Reached {
  constructor(private readonly view: RostersView) {}

  /** As {@link View.upTo}, of the rosters. */
  upTo(position?: Position): Promise<Position> {
    return this.view.upTo(position);
  }

  /** As {@link View.position}, of the rosters. */
  position(): Promise<Position> {
    return this.view.position();
  }

  /** As {@link View.towards}, of the rosters. */
  towards(position: Position): Promise<Position> {
    return this.view.towards(position);
  }

  /** The last roster of each department for a cycle that had been imported at a position, by department. */
  async lastDates(cycle: string, position: Position): Promise<readonly { readonly department: string; readonly asOf: string }[]> {
    await this.view.upTo(position);
    const rows = (await this.view.rosterRows(cycle)).filter((row) => row.position <= position);
    // In the order of departments and their rosters: the last of each stays.
    const last = new Map(rows.map(({ department, as_of }) => [department, as_of]));
    return [...last].map(([department, asOf]) => ({ department, asOf }));
  }
}
