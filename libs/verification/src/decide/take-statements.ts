import { derivedId, Refusal, type Actor, type Envelope, type Json } from '#kernel';
import type { StatedValues, TakeStatements, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { WorkflowDefinition } from '../model/record-type.js';
import type { FieldState, RecordState, Statement } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { isSigned } from '../reading/signed.js';
import { definitionFor, fieldsOf, lineDefinition, newestDefinition, sectionOfField, unknownField } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { afterChange } from './consequences.js';
import { Draft } from './draft.js';
import { knownError } from './errors.js';

/** @throws Refusal `forbidden`/`not-stater` */
export function mayState(state: RecordState, asking: Asking, source: string): Actor {
  const posts = definitionFor(state, asking.type).staters(source, asking.staffing);
  return actAs(asking, posts, 'not-stater', { department: source });
}

/**
 * Sources state values. What wins (see {@link WorkflowDefinition.precedence}) becomes the record's if nobody has signed it; a signed value
 * that is contradicted becomes a reported error instead. The rest stays as a source. What a source has stated before is no news.
 */
export function decideTakeStatements(state: RecordState, command: TakeStatements, world: World): Decision {
  const actors = command.statements.map(({ department }) => mayState(state, world, department));
  const [actor] = actors;
  if (actor === undefined) throw new Refusal('invalid', 'invalid-values', { params: { count: 0 } });
  const draft = new Draft(state, actor, world.now);
  if (state.revision < 0) openBy(draft, command, world);
  if (draft.state.closed !== undefined) return draft.decision();
  for (const stated of command.statements) take(draft, stated, command.seal, world);
  return draft.decision();
}

function openBy(draft: Draft, { open }: TakeStatements, { type }: World): void {
  if (open === undefined) throw new Refusal('not-found', 'record-missing');
  const { recordId, subjectId, cycle } = open;
  draft.add({
    type: 'record-opened',
    data: { cycle, definition: newestDefinition(type).version, recordId, recordType: type.name, subjectId },
  });
}

function take(draft: Draft, stated: StatedValues, seal: TakeStatements['seal'], world: World): void {
  const { state } = draft;
  const before = state.statements[stated.department];
  if (before !== undefined && sameValues(before, stated)) return;
  const took: string[] = [];
  const merged: Record<string, Envelope> = {};
  const changed = new Set<string>();
  const contradicted: Wanted[] = [];
  for (const wanted of wantedValues(state, stated, seal, world)) {
    const { field, line, value } = wanted;
    if (isSigned(state, line, field)) {
      contradicted.push(wanted);
    } else if (state.rejected === undefined) {
      changed.add(line);
      if (wanted.merged) merged[field] = value;
      else took.push(field);
    }
  }
  const { asOf, department, file, fileLine, values } = stated;
  // In the order in which an event is written: a county's rosters are a hundred thousand of them.
  draft.add({ type: 'statement-recorded', data: { asOf, department, file, fileLine, merged, took, values } });
  for (const { field, line, value } of contradicted) reportContradiction(draft, stated, { field, line, right: value });
  for (const line of changed) afterChange(draft, world, line, 'values-changed');
}

/** A value that a statement would give the record. */
interface Wanted {
  readonly field: string;
  readonly line: string;
  readonly value: Envelope;
  readonly merged: boolean;
}

function wantedValues(state: RecordState, stated: StatedValues, seal: TakeStatements['seal'], { type }: World): readonly Wanted[] {
  const definition = definitionFor(state, type);
  const before = state.statements[stated.department];
  const wanted: Wanted[] = [];
  for (const [field, value] of Object.entries(stated.values)) {
    const line = sectionOfField(type, field)?.line;
    if (line === undefined) throw new Refusal('invalid', 'unknown-field', { errors: [unknownField(`/values/${field}`, fieldsOf(type))] });
    // Nothing is taken away by a statement; and who holds a line that is on its way between two units is for them to say.
    if (value.v === null || (lineOf(state, line).transfer !== undefined && lineDefinition(type, line).unitField === field)) continue;
    const standing = state.fields[field];
    if (definition.unionFields.includes(field)) {
      const union = unionWith(standing, before?.values[field], value);
      if (union !== undefined) wanted.push({ field, line, value: seal(union), merged: true });
    } else if (value.c !== standing?.c && takes(definition, field, stated, state, value)) {
      wanted.push({ field, line, value, merged: false });
    }
  }
  return wanted;
}

/**
 * An empty field takes any value. Else a source loses against every better one that states the field as well, also if that one only agreed
 * with what stood: so the order in which sources come makes no difference. A person's value yields only to a source that has changed its
 * mind.
 */
function takes(
  definition: WorkflowDefinition,
  field: string,
  { department: source }: StatedValues,
  { fields, statements }: RecordState,
  value: Envelope,
): boolean {
  const standing = fields[field];
  if (standing === undefined || standing.v === null) return true;
  const place = rank(definition, field, source);
  const others = Object.keys(statements).filter((name) => (statements[name]?.values[field]?.v ?? null) !== null);
  if (others.some((name) => rank(definition, field, name) < place)) return false;
  const { kind, department } = standing.source;
  if (kind === 'carried') return true;
  if (kind === 'roster' && department !== undefined) return place <= rank(definition, field, department);
  const before = statements[source]?.values[field];
  return before !== undefined && before.c !== value.c;
}

function rank({ precedence }: WorkflowDefinition, field: string, source: string): number {
  const place = precedence[field]?.indexOf(source) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}

/**
 * What is newly stated joins what stands; nothing is ever taken away by a statement. Undefined: nothing joins. Only what is new against the
 * source's own last statement counts, so that what a decision has taken away does not come back by itself.
 */
function unionWith(standing: FieldState | undefined, before: Envelope | undefined, stated: Envelope): Json | undefined {
  const known = new Set(listOf(standing?.v));
  const fresh = listOf(stated.v).filter((item) => !listOf(before?.v).includes(item) && !known.has(item));
  return fresh.length === 0 ? undefined : [...known, ...fresh].sort();
}

function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function sameValues({ values }: Statement, stated: StatedValues): boolean {
  const names = Object.keys(values);
  return names.length === Object.keys(stated.values).length && names.every((name) => values[name]?.c === stated.values[name]?.c);
}

/** A newer roster that contradicts a signed value reports an error by itself; the same error is reported once. */
function reportContradiction(draft: Draft, stated: StatedValues, error: { field: string; line: string; right: Envelope }): void {
  const { recordId, fields } = draft.state;
  const wrong = fields[error.field]?.c ?? null;
  if (knownError(draft.state, error.field, wrong) !== undefined) return;
  const errorId = `${recordId}.${derivedId('error', stated.file, String(stated.fileLine), error.field).slice(0, 8)}`;
  draft.add({ type: 'error-reported', data: { errorId, ...error, wrong, origin: 'roster' } });
}
