import type { RecordType } from '../model/record-type.js';
import type { Disagreement, RecordState, Visit, VisitCheck } from '../model/state.js';
import { definitionFor } from '../reading/type-parts.js';
import { lastChecks } from './kinds.js';

/** How the visits stand to each other about a field: none looked, one did, or several that can all be right, or cannot. */
export type VisitVerdict = 'not-asked' | 'single' | 'agree' | 'disagree';

/** The last finding of one kind of visit about a field. */
export interface AgreedCheck extends VisitCheck {
  readonly visit: Visit;
  /** Whether the value that the visitor had before them still stands. */
  readonly current: boolean;
}

/** What the visits found about one field. */
export interface FieldAgreement {
  readonly field: string;
  readonly line: string;
  /** By kind of visit; a kind that is not there did not look. */
  readonly checks: Readonly<Record<string, AgreedCheck>>;
  readonly verdict: VisitVerdict;
  /** The last one about this field. */
  readonly disagreement?: Disagreement;
}

/**
 * Whether two findings cannot both be right: they name different values, or one is sure of the value that the other says it is not. Two that
 * only say that it is another one may mean the same.
 */
export function contradict(one: VisitCheck, other: VisitCheck): boolean {
  const a = valueFound(one);
  const b = valueFound(other);
  if (a !== undefined && b !== undefined) return a !== b;
  if (a === undefined && b === undefined) return false;
  return a === undefined ? b === one.stood : a === other.stood;
}

/** Undefined: another than stood, nobody says which. */
function valueFound({ outcome, stood, found }: VisitCheck): string | null | undefined {
  return outcome === 'confirmed' ? stood : found;
}

/** The verdict over one finding of each kind of visit. */
export function visitVerdict(checks: readonly VisitCheck[]): VisitVerdict {
  if (checks.length === 0) return 'not-asked';
  if (checks.length === 1) return 'single';
  const contradicted = checks.some((one, index) => checks.slice(index + 1).some((other) => contradict(one, other)));
  return contradicted ? 'disagree' : 'agree';
}

/** The agreement matrix (三联访): for every field of a record, what each kind of visit found last, and how they stand to each other. Pure. */
export function agreementOf(state: RecordState, type: RecordType): readonly FieldAgreement[] {
  const definition = definitionFor(state, type);
  return type.sections.flatMap(({ line, fields }) =>
    fields.map(({ name: field }): FieldAgreement => {
      const standing = state.fields[field]?.c ?? null;
      const checks: Record<string, AgreedCheck> = {};
      for (const [kind, visit] of lastChecks(definition, state.visits, field)) {
        const check = visit.checks[field];
        if (check !== undefined) checks[kind] = { ...check, visit, current: check.stood === standing };
      }
      const disagreement = Object.values(state.disagreements).findLast((one) => one.field === field);
      return { field, line, checks, verdict: visitVerdict(Object.values(checks)), ...(disagreement && { disagreement }) };
    }),
  );
}
