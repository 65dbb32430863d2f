import { Refusal, type Actor, type Envelope } from '#kernel';
import type { DecideDisagreement, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { Disagreement, RecordState } from '../model/state.js';
import { peopleOf } from '../reading/barred.js';
import { isBarred } from '../reading/eligible.js';
import { definitionFor, sectionOfField } from '../reading/type-parts.js';
import { actUnder, holds, trained, type Asking } from './asking.js';
import { mustBeAlive, mustBeUnlocked, mustHaveArrived, valueErrors, refuseErrors } from './checks.js';
import { mustKeepUnit } from './collect.js';
import { afterChange } from './consequences.js';
import { doubtersOf } from './disagreements.js';
import { Draft } from './draft.js';

/**
 * Whether the acting person may decide what a visit found otherwise: a collector of the line, or an officer who decides on errors; not the
 * visitor.
 * @throws Refusal `not-found`/`unknown-finding`; `conflict`: `finding-settled`, or the line cannot be changed now; `forbidden`:
 * `not-decider`, `own-finding`
 */
export function mayDecideDisagreement(state: RecordState, asking: Asking, disagreementId: string): { actor: Actor; open: Disagreement } {
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  const open = disagreementOf(state, disagreementId);
  mustBeAlive(state);
  mustBeUnlocked(state, open.line);
  mustHaveArrived(state, open.line, asking);
  if (open.status !== 'open') throw new Refusal('conflict', 'finding-settled');
  const definition = definitionFor(state, asking.type);
  const posts = [...definition.collectors(open.line, state, asking.staffing), ...definition.errorConfirmers(asking.staffing)];
  const actor = trained(
    actUnder(asking, (one) => posts.some((post) => holds(one, post)), 'not-decider'),
    definition,
    asking,
  );
  // Nobody decides between the record and what they found themselves.
  const visitors = [open.by, ...doubtersOf(state, open, definition).map(({ by }) => by)];
  if (isBarred(actor, new Set(visitors.flatMap(peopleOf)))) throw new Refusal('forbidden', 'own-finding');
  return { actor, open };
}

/** @throws Refusal `not-found`/`unknown-finding` */
function disagreementOf({ disagreements }: RecordState, id: string): Disagreement {
  const found = Object.hasOwn(disagreements, id) ? disagreements[id] : undefined;
  if (found === undefined) throw new Refusal('not-found', 'unknown-finding');
  return found;
}

/** What was found must have been said, and still be what some visit says. @throws Refusal `conflict`: `nothing-found`, `found-no-longer` */
function mustBeSaid(state: RecordState, open: Disagreement, { type }: World): void {
  if (open.found === undefined) throw new Refusal('conflict', 'nothing-found');
  const says = doubtersOf(state, open, definitionFor(state, type)).map(({ checks }) => checks[open.field]?.found);
  if (!says.includes(open.found.c)) throw new Refusal('conflict', 'found-no-longer');
}

/**
 * A named person decides for a value, with a reason: for what was found, for another, or for what stands, which the decision brings in again.
 * Whoever decides answers for it.
 */
export function decideDisagreement(state: RecordState, command: DecideDisagreement, world: World): Decision {
  const { disagreementId, asFound = false, value, reason } = command;
  const { actor, open } = mayDecideDisagreement(state, world, disagreementId);
  const { field, line } = open;
  const standing = state.fields[field];
  if (asFound) mustBeSaid(state, open, world);
  const decided: Envelope | undefined = (asFound ? open.found : value) ?? (standing && { c: standing.c, v: standing.v });
  const draft = new Draft(state, actor, world.now);
  if (decided !== undefined) {
    refuseErrors(valueErrors(field, decided, '/value', state, world));
    mustKeepUnit(state, line, { [field]: decided }, world);
    const section = sectionOfField(world.type, field)?.name ?? '';
    const source = { kind: 'finding', findingId: disagreementId } as const;
    draft.add({ type: 'details-recorded', data: { section, line, values: { [field]: decided }, source } });
  }
  draft.add({
    type: 'disagreement-settled',
    data: { disagreementId, outcome: 'decided', standing: draft.state.fields[field]?.c ?? null, reason },
  });
  if (decided !== undefined && decided.c !== standing?.c) afterChange(draft, world, line, 'values-changed');
  return draft.decision();
}
