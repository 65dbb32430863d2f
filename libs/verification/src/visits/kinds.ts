import type { VisitKind, WorkflowDefinition } from '../model/record-type.js';
import type { Visit } from '../model/state.js';

/** Which of the visits that are held against each other a visit is; undefined: none of them. */
export function kindOfVisit(
  { visitKinds = [] }: Pick<WorkflowDefinition, 'visitKinds'>,
  visit: { readonly method: string; readonly role: string },
): VisitKind | undefined {
  return visitKinds.find((kind) => kind.matches(visit));
}

/** The last visit of each kind at which a field was looked at. */
export function lastChecks(
  definition: Pick<WorkflowDefinition, 'visitKinds'>,
  visits: readonly Visit[],
  field: string,
): ReadonlyMap<string, Visit> {
  const last = new Map<string, Visit>();
  for (const visit of visits) {
    const kind = kindOfVisit(definition, { method: visit.method, role: visit.by.role })?.kind;
    if (kind !== undefined && Object.hasOwn(visit.checks, field)) last.set(kind, visit);
  }
  return last;
}
