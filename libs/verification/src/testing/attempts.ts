import { canonicalJson, digestOf, type Envelope, type Json } from '#kernel';
import type { RecordCommand } from '../model/commands.js';
import type { RecordState } from '../model/state.js';
import { JOINT, pending } from '../reading/pending.js';
import { definitionFor, lineDefinition, sectionOfField } from '../reading/type-parts.js';
import type { Setting } from './history.js';

/** What a setting must give so that commands can be made up in it. */
export interface Playground extends Setting {
  /** Everybody who acts. */
  readonly people: readonly string[];
  /** Good values by section, several for each, so that there are always others than those that stand. */
  readonly samples: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;
  /** Values that sources state, each with the source. */
  readonly statements: readonly { readonly department: string; readonly values: Readonly<Record<string, Json>> }[];
  /** Units that a line may be transferred to, by line. */
  readonly units: Readonly<Record<string, readonly string[]>>;
}

/** A value in an envelope whose commitment anybody can make. */
export const enveloped = (v: Json): Envelope => ({ c: digestOf(v), v });

const envelopes = (values: Readonly<Record<string, Json>>): Record<string, Envelope> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, enveloped(value)]));

/**
 * Good commands for an action word: if a person may take the action, the engine accepts at least one of them; if not, it refuses each, and
 * because of the state or the person.
 */
export function attempts(action: string, state: RecordState, playground: Playground, userId: string): readonly RecordCommand[] {
  const [word = '', ...rest] = action.split(':');
  const name = rest.join(':');
  switch (word) {
    case 'open':
      return [{ kind: 'open', recordId: 'r', subjectId: 's', cycle: '2020-2021' }];
    case 'collect':
      return collecting(name, state, playground, userId);
    case 'visit':
      return visiting(state, playground);
    case 'submit':
      return [{ kind: 'submit', line: name }];
    case 'sign-off':
    case 'return':
      return reviewing(word, name, state, playground);
    case 'withdraw':
      return [withdrawing(name)];
    case 'decide-finding':
      return deciding(name, state, playground);
    case 'reject':
      return [{ kind: 'reject', digest: digestOn(JOINT, state, playground), reason: 'no' }];
    case 'appeal':
      return [{ kind: 'appeal', reason: 'again' }];
    case 'transfer':
      return (playground.units[name] ?? []).map((to) => ({ kind: 'transfer', line: name, to, value: enveloped(to) }));
    case 'accept-transfer':
      return [{ kind: 'accept-transfer', line: name }];
    case 'dispute-transfer':
      return [{ kind: 'dispute-transfer', line: name, reason: 'not ours' }];
    case 'reopen':
      return [{ kind: 'reopen', reason: 'changed' }, ...playground.type.lines.map((line): RecordCommand => reopening(line.name))];
    case 'correct':
      return correcting(name, state, playground);
    case 'close-error':
      return [{ kind: 'close-error', errorId: name }];
    case 'report-error':
      // Every field, also one without a value: that it is missing can be the error.
      return playground.type.sections
        .flatMap(({ fields }) => fields)
        .map(({ name: field }) => ({ kind: 'report-error', errorId: `e${state.revision}`, field, origin: 'audit' }));
    case 'confirm-error':
      return [{ kind: 'confirm-error', errorId: name }];
    case 'dismiss-error':
      return [{ kind: 'dismiss-error', errorId: name, reason: 'right' }];
    case 'appeal-attribution':
      return [{ kind: 'appeal-attribution', errorId: name, reason: 'not me' }];
    case 'adopt-definition':
      return playground.type.definitions.map(({ version }) => ({ kind: 'adopt-definition', version, reason: 'new rules' }));
    case 'close':
      return playground.type.closingReasons.map((reason) => ({ kind: 'close', reason, duplicateOf: 'other' }));
    default:
      throw new Error(`no attempt for ${action}`);
  }
}

/** A visit that looks at nothing, and of every sample one that finds it so and one that finds it otherwise, whatever the record says. */
function visiting({ cycle }: RecordState, { samples, type }: Playground): readonly RecordCommand[] {
  const visit = (method: string, checked: Extract<RecordCommand, { kind: 'visit' }>['checked'] = {}): RecordCommand => ({
    kind: 'visit',
    method,
    purpose: type.visits?.purposes[0]?.code ?? 'visit',
    date: type.cycleDays?.(cycle).from ?? '2020-01-01',
    checked,
  });
  const found = Object.values(samples).flatMap((list) => list.flatMap((values) => Object.entries(values)));
  const known = found.filter(([field]) => sectionOfField(type, field) !== undefined);
  return [
    visit('home'),
    ...known.map(([field, value]) => visit('spot-check', { [field]: { outcome: 'differs', value: enveloped(value) } })),
    ...known.slice(0, 1).map(([field]) => visit(type.visits === undefined ? 'call' : 'phone', { [field]: { outcome: 'confirmed' } })),
  ];
}

const reopening = (line: string): RecordCommand => ({ kind: 'reopen', lines: [line], reason: 'changed' });

/** Samples of the line's sections without its unit, whole or field by field; while there is no unit, also with each that the person is of. */
function collecting(line: string, state: RecordState, playground: Playground, userId: string): readonly RecordCommand[] {
  const { type, staffing, now, samples } = playground;
  const { unitField } = lineDefinition(type, line);
  const own = staffing.appointmentsOf(userId, now).map(({ unit }) => ({ [unitField]: unit }));
  const begun = (state.fields[unitField]?.v ?? null) !== null;
  const sectionOfUnit = sectionOfField(type, unitField)?.name;
  return type.sections
    .filter((section) => section.line === line)
    .flatMap(({ name }) => {
      const values = (samples[name] ?? []).map(({ [unitField]: _unit, ...rest }) => rest);
      return name === sectionOfUnit && !begun
        ? [...own, ...values].map((each) => [name, each] as const)
        : values.map((each) => [name, each] as const);
    })
    .map(([section, values]) => ({ kind: 'collect', section, values: envelopes(values) }));
}

function digestOn(line: string, state: RecordState, { type, staffing }: Playground): string {
  return pending(state, type, staffing).find((one) => one.line === line)?.digest ?? '';
}

function reviewing(kind: 'sign-off' | 'return', name: string, state: RecordState, playground: Playground): readonly RecordCommand[] {
  const [line = '', level = ''] = name.split(':');
  const jointly = level === definitionFor(state, playground.type).joint.level;
  const digest = digestOn(jointly ? JOINT : line, state, playground);
  if (kind === 'sign-off') return [{ kind, line, level, digest, note: 'seen' }];
  const field = lineDefinition(playground.type, line).unitField;
  const below = state.lines[line]?.submission?.route.steps.map((step) => step.level) ?? [];
  return ['collection', ...below].map((to) => ({ kind, line, level, digest, to, reasons: [{ field, reason: 'look again' }] }));
}

function correcting(errorId: string, state: RecordState, { samples, type }: Playground): readonly RecordCommand[] {
  const field = state.errors[errorId]?.field ?? '';
  const values = (samples[sectionOfField(type, field)?.name ?? ''] ?? []).map((one) => one[field] ?? null);
  return [...values, null].map((value) => ({ kind: 'correct', errorId, values: envelopes({ [field]: value }) }));
}

function withdrawing(name: string): RecordCommand {
  const [line = '', level] = name.split(':');
  return { kind: 'withdraw', line, ...(level !== undefined && { level }), reason: 'too soon' };
}

/** For what stands, and for each sample. */
function deciding(disagreementId: string, { disagreements }: RecordState, { samples, type }: Playground): readonly RecordCommand[] {
  const field = disagreements[disagreementId]?.field ?? '';
  const values = (samples[sectionOfField(type, field)?.name ?? ''] ?? []).flatMap((one) => one[field] ?? []);
  const decision = { kind: 'decide-disagreement', disagreementId, reason: 'asked again' } as const;
  return [decision, ...values.map((value): RecordCommand => ({ ...decision, value: enveloped(value) }))];
}

/** Every command that no action word stands for: decided findings and sources' statements. */
export function unnamedAttempts(state: RecordState, { samples, statements }: Playground): readonly RecordCommand[] {
  const findings = Object.entries(samples).flatMap(([section, list]) =>
    list.map((values): RecordCommand => ({ kind: 'apply-finding', findingId: `f${state.revision}`, section, values: envelopes(values) })),
  );
  const stated = statements.map(({ department, values }): RecordCommand => {
    const file = digestOf(canonicalJson(values));
    const open = { recordId: 'r', subjectId: 's', cycle: '2020-2021' };
    const one = { department, file, fileLine: 1, asOf: '2020-09-01', values: envelopes(values) };
    return { kind: 'take-statements', open, statements: [one], seal: enveloped };
  });
  return [...findings, ...stated];
}
