import { digestOf } from '#kernel';
import { fieldHistories } from '../blame/field-history.js';
import { evolve, replay } from '../evolve.js';
import type { EvolvingRecordEvent } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { RecordState, SignOff } from '../model/state.js';
import type { History, Setting } from './history.js';

/** What must hold of every record at every moment (product.md, "The workflow"); said again here without the engine's own readings. */
export function brokenBy(before: History, after: History): readonly string[] {
  const events = after.events.slice(before.events.length);
  const states = events.reduce<RecordState[]>((all, event) => [...all, evolve(all.at(-1) ?? before.state, event)], []);
  return [...brokenOrder(before.state, events, states), ...brokenState(after)];
}

/** What must hold of a whole history: state and events are stored as JSON, read and replayed; and its fields' histories end in the state. */
export function brokenByStoring({ state, events, setting }: History): readonly string[] {
  const histories = fieldHistories(events, setting.type);
  return [
    ...Object.entries(state.fields).flatMap(([field, { c, setBy }]) => {
      const standing = histories.get(field)?.standing;
      const setters = new Set(standing?.settings.flatMap(({ by }) => peopleOf(by)));
      return when(standing?.value?.c !== c || !same([...setters].sort(), [...setBy].sort()), `${field}: its history ends in another value`);
    }),
    ...when(!same(JSON.parse(JSON.stringify(state)), state), 'the state is not what its JSON says'),
    ...when(!same(replay(JSON.parse(JSON.stringify(events)) as EvolvingRecordEvent[]), state), 'events are not what their JSON says'),
  ];
}

/** No event may change a value of a record that is approved at that moment. */
function brokenOrder(before: RecordState, events: readonly EvolvingRecordEvent[], states: readonly RecordState[]): readonly string[] {
  return events.flatMap((event, index) => {
    const state = states[index - 1] ?? before;
    const changed = !same(commitments(state), commitments(states[index] ?? before));
    return [
      ...when(changed && state.approved !== undefined, `${event.type} changes a value of an approved record`),
      ...when(goesUpUndecided(state, event), `${event.type} although a visit found otherwise`),
    ];
  });
}

function goesUpUndecided({ disagreements }: RecordState, event: EvolvingRecordEvent): boolean {
  if (event.type !== 'line-submitted' && event.type !== 'line-completed-by-rule') return false;
  return Object.values(disagreements).some(({ status, line }) => status === 'open' && line === event.data.line);
}

function brokenState(history: History): readonly string[] {
  const { state, setting } = history;
  const lines = setting.type.lines.map(({ name }) => name);
  return [
    ...lines.flatMap((line) => brokenLine(history, line)),
    ...brokenPeople(state),
    ...brokenDisagreements(state),
    ...(state.approved === undefined ? [] : lines.flatMap((line) => brokenApproval(state, setting, line))),
    ...when((state.joint === undefined) !== (state.approved === undefined), 'approved and jointly signed are not one'),
    ...when(
      state.joint !== undefined && state.joint.digest !== digestOver(state, setting.type),
      'the joint sign-off is for something else',
    ),
  ];
}

function brokenLine(history: History, line: string): readonly string[] {
  const { state, setting } = history;
  const { submission, signOffs = [], completeByRule, locked, transfer } = state.lines[line] ?? {};
  const levels = submission?.route.steps.map(({ level }) => level) ?? [];
  const signed = signOffs.map(({ level }) => level);
  const setters = new Set([...settersIn(history.events, fieldsOf(setting.type, line)), ...peopleOf(submission?.by)]);
  const unitField = setting.type.lines.find(({ name }) => name === line)?.unitField ?? '';
  return [
    ...when(!same(signed, levels.slice(0, signed.length)), `${line}: a level was skipped`),
    ...when(submission !== undefined && completeByRule !== undefined, `${line}: runs and is complete by rule`),
    ...when(
      submission !== undefined && submission.digest !== digestOfLine(state, setting.type, line, submission.number),
      `${line}: its digest is old`,
    ),
    ...when(
      signOffs.some(({ digest, submission: number }) => digest !== submission?.digest || number !== submission.number),
      `${line}: signed for something else`,
    ),
    ...when(
      signOffs.some(({ by }) => peopleOf(by).some((person) => setters.has(person))),
      `${line}: signed by who set its values`,
    ),
    ...when(locked === true && submission === undefined && completeByRule === undefined, `${line}: locked, and has to go up again`),
    ...when(transfer !== undefined && state.fields[unitField]?.v !== transfer.to, `${line}: on its way elsewhere`),
    ...when(transfer !== undefined && (submission ?? completeByRule) !== undefined, `${line}: goes up while it is on its way`),
  ];
}

/** What is open about a value still contradicts what stands, which nobody has signed, and is open once. */
function brokenDisagreements(state: RecordState): readonly string[] {
  const open = Object.values(state.disagreements).filter(({ status }) => status === 'open');
  return [
    ...open.flatMap(({ field, line, standing: value }) => [
      ...when((state.fields[field]?.c ?? null) !== value, `${field}: a disagreement about a value that is gone is open`),
      ...when((state.lines[line]?.signOffs.length ?? 0) > 0, `${field}: a disagreement about a signed value is open`),
    ]),
    ...when(new Set(open.map(({ field }) => field)).size < open.length, 'two disagreements about one field are open'),
    ...when(state.approved !== undefined && open.length > 0, 'approved although a disagreement is open'),
  ];
}

function brokenPeople(state: RecordState): readonly string[] {
  const people = standing(state).flatMap(({ by }) => peopleOf(by));
  const jointly = peopleOf(state.joint?.by);
  const setters = new Set(Object.values(state.fields).flatMap(({ setBy }) => setBy));
  return [
    ...when(new Set(people).size < people.length, 'one person signed two levels'),
    ...when(
      jointly.some((person) => setters.has(person)),
      'signed jointly by who set a value',
    ),
  ];
}

/** Every level that the values ask for has signed this very line; without levels, by the rule that the values give. */
function brokenApproval(state: RecordState, { type, staffing }: Setting, line: string): readonly string[] {
  const definition = type.definitions.find(({ version }) => version === state.definition);
  const route = definition?.route(line, state, staffing);
  const { submission, signOffs = [], completeByRule } = state.lines[line] ?? {};
  const signed = signOffs.map(({ level }) => level);
  const needed = [...(route?.steps ?? []), ...(submission?.route.steps ?? [])].map(({ level }) => level);
  return [
    ...when(
      needed.some((level) => !signed.includes(level)),
      `${line}: approved without a level`,
    ),
    ...when(submission === undefined && completeByRule !== route?.case, `${line}: approved by another rule`),
    ...when((definition?.missing(line, state, staffing).length ?? 1) > 0, `${line}: approved though something is missing`),
  ];
}

/** Everybody who set a value that stands, told from the events alone: whoever brought it in, or entered it again since. */
function settersIn(events: readonly EvolvingRecordEvent[], fields: readonly string[]): ReadonlySet<string> {
  const runs = new Map<string, { c: string; people: readonly string[] }>();
  const before = new Map<string, { c: string; people: readonly string[] }>();
  for (const event of events) {
    if (event.type === 'transfer-disputed') {
      for (const field of Object.keys(event.data.values)) runs.set(field, before.get(field) ?? { c: '', people: [] });
      continue;
    }
    for (const [field, c] of Object.entries(setBy(event))) {
      const run = runs.get(field);
      if (event.type === 'record-transferred' && run !== undefined) before.set(field, run);
      runs.set(field, { c, people: [...(run?.c === c ? run.people : []), ...peopleOf(event.actor)] });
    }
  }
  return new Set(fields.flatMap((field) => runs.get(field)?.people ?? []));
}

/** The values that an event gives the record, by their commitments. */
function setBy(event: EvolvingRecordEvent): Readonly<Record<string, string>> {
  if (event.type === 'details-recorded' || event.type === 'record-transferred') return only(event.data.values, () => true);
  if (event.type !== 'statement-recorded') return {};
  const { values, took, merged } = event.data;
  return { ...only(values, (field) => took.includes(field)), ...only(merged, () => true) };
}

function only(values: Readonly<Record<string, { readonly c: string }>>, wanted: (field: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([field, { c }]) => (wanted(field) ? [[field, c]] : [])));
}

function digestOfLine(state: RecordState, type: RecordType, line: string, submission: number): string {
  const standing = commitments(state);
  const fields = Object.fromEntries(fieldsOf(type, line).flatMap((name) => (standing[name] === undefined ? [] : [[name, standing[name]]])));
  return digestOf({ recordId: state.recordId, line, submission, fields, documents: state.documents });
}

function digestOver(state: RecordState, type: RecordType): string {
  const digests = Object.fromEntries(
    type.lines.map(({ name }) => [name, digestOfLine(state, type, name, state.lines[name]?.submission?.number ?? 0)]),
  );
  return digestOf({ recordId: state.recordId, line: 'joint', digests });
}

function fieldsOf(type: RecordType, line: string): readonly string[] {
  return type.sections.filter((section) => section.line === line).flatMap(({ fields }) => fields.map(({ name }) => name));
}

function commitments({ fields }: RecordState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, { c }]) => [name, c]));
}

function standing({ lines, joint }: RecordState): readonly SignOff[] {
  return [...Object.values(lines).flatMap(({ signOffs }) => signOffs), ...(joint === undefined ? [] : [joint])];
}

function peopleOf(by: SignOff['by'] | undefined): readonly string[] {
  return by === undefined ? [] : [by.userId, ...(by.onBehalfOf === undefined ? [] : [by.onBehalfOf])];
}

/** Alike to the last member, whatever the order of members. */
function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key as never], right[key as never]))
  );
}

function when(broken: boolean, what: string): readonly string[] {
  return broken ? [what] : [];
}
