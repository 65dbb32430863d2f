import type { Position } from '#kernel';
import type { Patience, View } from './projection.js';

/** The rows of one projection, as the room that it belongs to injects them into its queries. */
export abstract class RoomView<Tables> implements Pick<View<Tables>, 'db' | 'position' | 'upTo' | 'towards'> {
  protected constructor(private readonly view: View<Tables>) {}

  get db(): View<Tables>['db'] {
    return this.view.db;
  }

  /** As {@link View.position}. */
  position(): Promise<Position> {
    return this.view.position();
  }

  /** As {@link View.upTo}. */
  upTo(position?: Position, patience?: Patience): Promise<Position> {
    return this.view.upTo(position, patience);
  }

  /** As {@link View.towards}. */
  towards(position: Position): Promise<Position> {
    return this.view.towards(position);
  }
}
