import { Refusal } from '#kernel';
import type { EventDefinition } from './event-definition.js';
import type { StoredEvent } from './port.js';

/** All event types that a program knows, by stored name; what is not here stops a reader. */
export class EventRegistry {
  private readonly definitions = new Map<string, EventDefinition>();

  /** @throws Error if two definitions bear one name or an upcaster is missing: a defect of the program */
  constructor(definitions: readonly EventDefinition[]) {
    for (const definition of definitions) {
      if (this.definitions.has(definition.type)) throw new Error(`event type ${definition.type} is defined twice`);
      for (let version = 1; version < definition.version; version += 1) {
        if (definition.upcasters?.[version] === undefined) throw new Error(`${definition.type}: no upcaster from version ${version}`);
      }
      this.definitions.set(definition.type, definition);
    }
  }

  /** The definitions, for tools and specs. */
  all(): readonly EventDefinition[] {
    return [...this.definitions.values()];
  }

  /**
   * Checks data that is about to be stored.
   * @returns the version that it is stored under
   * @throws Error if the type is not registered or the data has another shape: a defect of the program
   */
  check(type: string, data: unknown): number {
    const definition = this.definitions.get(type);
    if (definition === undefined) throw new Error(`event type ${type} is not registered`);
    const parsed = definition.schema.safeParse(data);
    if (!parsed.success) {
      // Paths and codes only: the data are personal.
      const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ');
      throw new Error(`event ${type} has a wrong shape: ${where}`);
    }
    return definition.version;
  }

  /**
   * Data of a stored event in the current shape. Only what was upcast is checked against the schema: everything else was checked when it
   * was appended and has not changed since.
   * @throws Refusal `unreadable`/`unknown-event-type` for an unknown type or version
   */
  read({ type, version, data, position }: Pick<StoredEvent, 'type' | 'version' | 'data' | 'position'>): { version: number; data: unknown } {
    const definition = this.definitions.get(type);
    if (definition === undefined || version > definition.version || version < 1) {
      throw new Refusal('unreadable', 'unknown-event-type', { params: { type, version, position } });
    }
    let current: unknown = JSON.parse(data);
    if (version === definition.version) return { version, data: current };
    for (let step = version; step < definition.version; step += 1) current = definition.upcasters?.[step]?.(current);
    this.check(type, current);
    return { version: definition.version, data: current };
  }
}
