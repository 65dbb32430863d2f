import type { Actor, Envelope } from '#kernel';
import { statedValues } from '../blame/stated-values.js';
import type { EvolvingRecordEvent } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { Source } from '../model/state.js';
import { JOINT } from '../reading/pending.js';
import { fieldsOfLine } from '../reading/type-parts.js';

type Of<Type extends EvolvingRecordEvent['type']> = Extract<EvolvingRecordEvent, { type: Type }>;
type Values = Readonly<Record<string, Envelope>>;

/** Which units answer for the value that a field holds. */
export interface HeldField {
  readonly c: string;
  /** There is no value: it had been taken away. */
  readonly empty?: true;
  /** The unit that brought it in; null: one that is never assessed. */
  readonly introduced: string | null;
  /** A finding was decided in its favour: that decision is its origin. */
  readonly found?: true;
  /** Units that submitted or signed it. */
  readonly signed: readonly string[];
}

/** A return that named a field which has not been changed yet. */
export interface OpenReturn {
  readonly field: string;
  readonly line: string;
  readonly eventId: string;
  readonly userId: string;
  readonly unit: string | null;
}

/**
 * Which units answer for which fields of a record at a moment: what an assessment counts, folded step by step, so that a month needs no
 * replay. It holds no values.
 */
export interface Answering {
  readonly revision: number;
  readonly fields: Readonly<Record<string, HeldField>>;
  /** What a line's unit field held before a transfer that is under way, by line. */
  readonly before: Readonly<Record<string, HeldField>>;
  readonly returns: readonly OpenReturn[];
  readonly closed?: true;
  /** The record that this one was carried over from. */
  readonly carriedFrom?: string;
}

export const answersNothing: Answering = { revision: -1, fields: {}, before: {}, returns: [] };

export interface AnsweringStep {
  readonly state: Answering;
  /** Returns that this event shows to have caught something: what they named has been changed. */
  readonly caught: readonly OpenReturn[];
}

/** Where a field of the previous cycle's record came from. */
export type Carried = (field: string) => HeldField | undefined;

/** One more event. @param carried of a record that was carried over */
export function answeringAfter(state: Answering, event: EvolvingRecordEvent, type: RecordType, carried: Carried): AnsweringStep {
  const after = changed(state, event, type, carried);
  const caught = state.returns.filter(({ field }) => after.fields[field]?.c !== state.fields[field]?.c);
  const returns = caught.length === 0 ? after.returns : after.returns.filter((one) => !caught.includes(one));
  return { state: { ...after, returns, revision: event.revision }, caught };
}

/** The fields that each unit answers for, in the order of the alphabet; nothing once the record is closed. */
export function fieldsByUnit({ fields, closed }: Answering): ReadonlyMap<string, readonly string[]> {
  const units = new Map<string, string[]>();
  if (closed) return units;
  for (const name of Object.keys(fields).sort()) {
    const { introduced, signed, empty } = fields[name] as HeldField;
    if (empty) continue;
    if (introduced !== null && !signed.includes(introduced)) add(units, introduced, name);
    for (const unit of signed) add(units, unit, name);
  }
  return units;
}

function add(units: Map<string, string[]>, unit: string, name: string): void {
  const held = units.get(unit);
  if (held === undefined) units.set(unit, [name]);
  else held.push(name);
}

function changed(state: Answering, event: EvolvingRecordEvent, type: RecordType, carried: Carried): Answering {
  const unit = unitOf(event.actor, type);
  switch (event.type) {
    case 'record-opened':
      return event.data.carriedFrom === undefined ? state : { ...state, carriedFrom: event.data.carriedFrom.recordId };
    case 'details-recorded':
      return withValues(state, event.data.values, event.data.source, unit, carried);
    case 'statement-recorded':
      return withValues(state, statedValues(event.data), { kind: 'roster' }, unit, carried);
    case 'record-transferred':
      return transferred(state, event, unit, carried);
    case 'transfer-disputed':
      return disputed(state, event);
    case 'line-submitted':
      return signed(state, fieldsOfLine(type, event.data.line), unit);
    case 'line-signed-off':
      return signed(state, signedFields(event, type), unit);
    case 'line-returned':
      return returned(state, event, unit);
    case 'record-closed':
      return { ...state, closed: true };
    default:
      return state;
  }
}

function unitOf({ role, unit, line }: Actor, type: RecordType): string | null {
  return type.responsibility?.unitOf({ role, unit, line }) ?? null;
}

function withValues(state: Answering, values: Values, source: Source, unit: string | null, carried: Carried): Answering {
  const fields: Record<string, HeldField> = { ...state.fields };
  for (const [name, value] of Object.entries(values)) fields[name] = fieldAfter(fields[name], value, source, unit, carried(name));
  return { ...state, fields };
}

function fieldAfter(
  before: HeldField | undefined,
  { c, v }: Envelope,
  { kind }: Source,
  unit: string | null,
  carried: HeldField | undefined,
): HeldField {
  if (before?.c === c) return kind === 'finding' && !before.found ? { ...before, introduced: unit, found: true } : before;
  const introduced = kind === 'carried' ? (carried?.c === c ? carried.introduced : null) : unit;
  return { c, introduced, signed: [], ...(v === null && { empty: true }), ...(kind === 'finding' && { found: true }) };
}

function transferred(
  state: Answering,
  { data: { line, values } }: Of<'record-transferred'>,
  unit: string | null,
  carried: Carried,
): Answering {
  const [field = ''] = Object.keys(values);
  const standing = state.fields[field];
  const after = withValues(state, values, { kind: 'transfer' }, unit, carried);
  return standing === undefined ? after : { ...after, before: { ...state.before, [line]: standing } };
}

function disputed(state: Answering, { data: { line, values } }: Of<'transfer-disputed'>): Answering {
  const standing = state.before[line];
  const [field] = Object.keys(values);
  return standing === undefined || field === undefined ? state : { ...state, fields: { ...state.fields, [field]: standing } };
}

function signedFields({ data: { line } }: Of<'line-signed-off'>, type: RecordType): readonly string[] {
  return line === JOINT ? type.lines.flatMap(({ name }) => fieldsOfLine(type, name)) : fieldsOfLine(type, line);
}

/** What runs is what stands: a value that changes ends every submission over it. A return of it has been answered: it is not changed. */
function signed(state: Answering, names: readonly string[], unit: string | null): Answering {
  const returns = state.returns.filter(({ field }) => !names.includes(field));
  if (unit === null) return { ...state, returns };
  const fields: Record<string, HeldField> = { ...state.fields };
  for (const name of names) {
    const field = fields[name];
    if (field !== undefined && !field.signed.includes(unit)) fields[name] = { ...field, signed: [...field.signed, unit] };
  }
  return { ...state, fields, returns };
}

function returned(state: Answering, { id: eventId, actor, data }: Of<'line-returned'>, unit: string | null): Answering {
  const named = data.reasons.map(({ field }) => ({ field, line: data.line, eventId, userId: actor.userId, unit }));
  return { ...state, returns: [...state.returns, ...named] };
}
