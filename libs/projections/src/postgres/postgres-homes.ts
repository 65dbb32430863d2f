import { randomBytes } from 'node:crypto';
import type { Homes, NamedProjection, OpenDatabase } from '../read-store.js';
import { schemaName } from './schema-names.js';
import type { ServingTable } from './serving-table.js';

/** Opens the database of a home by the name of its schema. */
export type OpenSchema = (schema: string) => OpenDatabase;

/** The homes of one version of a projection as schemas of one database; a row names the generation that serves. */
export class PostgresHomes implements Homes {
  constructor(
    private readonly namespace: string,
    private readonly projection: NamedProjection,
    private readonly table: ServingTable,
    private readonly open: OpenSchema,
  ) {}

  serving(): number {
    return this.table.generation(this.projection);
  }

  standing(): string | undefined {
    return this.table.standing(this.projection);
  }

  database(generation: number): OpenDatabase {
    return this.open(schemaName(this.namespace, this.projection, generation));
  }

  reserve(): Promise<string> {
    return this.table.reserve(this.projection, randomBytes(6).toString('hex'));
  }

  serve(place: string): Promise<void> {
    return this.table.serve(place, this.projection);
  }

  discard(place: string): Promise<void> {
    return this.table.discard(place);
  }
}
