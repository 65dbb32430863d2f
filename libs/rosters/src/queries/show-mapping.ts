import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { RosterMappingChanged } from '../events.js';
import { DepartmentMappings } from '../mappings/department-mappings.js';
import type { DepartmentMapping } from '../model/mapping.js';

/** A change of the mappings, and by whom. */
export interface ShownMappingChange {
  readonly version: number;
  readonly hash: string;
  readonly time: string;
  readonly by: { readonly userId: string; readonly name: string };
}

/** What rosters are read under now. */
export interface ShownMapping {
  readonly version: number;
  /** The YAML document; null: nothing has been added. */
  readonly content: string | null;
  /** Oldest first. */
  readonly changes: readonly ShownMappingChange[];
  /** With what was added. */
  readonly departments: readonly DepartmentMapping[];
}

/** How departments' columns and words are read now, and who has changed that when. */
export class ShowMapping extends Query<ShownMapping> {}

@QueryHandler(ShowMapping)
export class ShowMappingHandler implements IQueryHandler<ShowMapping> {
  constructor(private readonly mappings: DepartmentMappings) {}

  async execute(): Promise<ShownMapping> {
    const { version, mappings } = await this.mappings.current();
    const changes = await this.mappings.changes();
    const last = changes.at(-1)?.data as RosterMappingChanged | undefined;
    return {
      version,
      content: last?.content ?? null,
      changes: changes.map(({ data, time, actor: { userId, name } }) => {
        const { version: number, hash } = data as RosterMappingChanged;
        return { version: number, hash, time, by: { userId, name } };
      }),
      departments: mappings,
    };
  }
}
