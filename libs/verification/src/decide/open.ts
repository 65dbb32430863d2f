import { Refusal, type Actor, type Envelope } from '#kernel';
import type { OpenNextCycle, OpenRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { SectionDefinition } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { definitionOf, newestDefinition, sectionOf } from '../reading/type-parts.js';
import { actUnder, type Asking } from './asking.js';
import { mustBeOpenable, mustBeValid } from './checks.js';
import { plain } from './collect.js';
import { Draft } from './draft.js';

/** Who may not open anything is not told what there is. @throws Refusal `forbidden`/`not-opener`, `conflict`/`record-exists` */
export function mayOpen(state: RecordState, asking: Asking): Actor {
  const { openers } = newestDefinition(asking.type);
  const actor = actUnder(asking, ({ role }) => openers.some((opener) => opener.role === role), 'not-opener');
  if (state.revision >= 0) throw new Refusal('conflict', 'record-exists');
  return actor;
}

/** Opens a record by hand, with what is known of its subject. @throws Refusal `invalid`/`invalid-values`, and as {@link mustBeOpenable} */
export function decideOpen(state: RecordState, command: OpenRecord, world: World): Decision {
  const draft = new Draft(state, mayOpen(state, world), world.now);
  const { recordId, subjectId, cycle, reason, details } = command;
  mustBeOpenable(cycle, plain(details?.values ?? {}), world);
  const definition = definitionOf(world.type, command.definition ?? newestDefinition(world.type).version).version;
  const data = { recordId, recordType: world.type.name, subjectId, cycle, definition, ...(reason !== undefined && { reason }) };
  draft.add({ type: 'record-opened', data });
  if (details !== undefined) {
    const { name, line } = sectionOf(world.type, details.section);
    mustBeValid(name, plain(details.values), { cycle }, world);
    draft.add({ type: 'details-recorded', data: { section: name, line, values: details.values, source: { kind: 'collected' } } });
  }
  return draft.decision();
}

/** @throws Refusal `conflict`/`record-not-approved`, `conflict`/`record-closed` of this year's record */
function mustContinue(previous: RecordState): void {
  if (previous.closed !== undefined) throw new Refusal('conflict', 'record-closed');
  if (previous.approved === undefined) throw new Refusal('conflict', 'record-not-approved');
}

/** Opens the next cycle's record from this year's approved one: its values are carried over and need sign-offs of their own. */
export function decideOpenNextCycle(state: RecordState, command: OpenNextCycle, world: World): Decision {
  const { recordId, cycle, previous } = command;
  const draft = new Draft(state, mayOpen(state, world), world.now);
  mustContinue(previous);
  if (cycle <= previous.cycle)
    throw new Refusal('invalid', 'wrong-cycle-order', { errors: [{ pointer: '/cycle', code: 'wrong-cycle-order' }] });
  mustBeOpenable(cycle, plain(previous.fields), world);
  const carriedFrom = { recordId: previous.recordId, revision: previous.revision };
  const definition = newestDefinition(world.type).version;
  draft.add({
    type: 'record-opened',
    data: { recordId, recordType: world.type.name, subjectId: previous.subjectId, cycle, definition, carriedFrom },
  });
  for (const section of world.type.sections) {
    const values = carried(section, previous);
    if (Object.keys(values).length === 0) continue;
    draft.add({ type: 'details-recorded', data: { section: section.name, line: section.line, values, source: { kind: 'carried' } } });
  }
  return draft.decision();
}

function carried({ fields }: SectionDefinition, previous: RecordState): Record<string, Envelope> {
  const standing = fields.flatMap(({ name }): [string, Envelope][] => {
    const field = previous.fields[name];
    return field === undefined || field.v === null ? [] : [[name, { c: field.c, v: field.v }]];
  });
  return Object.fromEntries(standing);
}
