import { Refusal, type Actor } from '#kernel';
import type { RecordType } from '../model/record-type.js';
import type { Post } from '../model/route.js';
import type { Staffing } from '../model/staffing.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { peopleOf } from '../reading/barred.js';
import { lineOf } from '../reading/initial-state.js';
import { definitionFor } from '../reading/type-parts.js';
import { openDisagreements } from '../visits/open-disagreements.js';
import type { Asking } from './asking.js';
import { mayDecideAppeal, mayNameDecider } from './attribution.js';
import { mayCollect } from './collect.js';
import { isStanding, mayCloseError, mayCorrect } from './correct.js';
import { mayDecideDisagreement } from './decide-disagreement.js';
import { errorOf, involvedIn, mayDecideError } from './errors.js';
import { COLLECTION } from './return.js';
import { mayReceive } from './transfer.js';

/** What waits in a record besides levels to sign, in the order in which inboxes count it. */
export const WORK_KINDS = ['returned', 'error', 'finding', 'transfer', 'appeal', 'correction'] as const;

/**
 * `returned`: a line to collect anew. `error`: one that was reported, to confirm or dismiss. `finding`: what a visit found otherwise, to decide.
 * `transfer`: a line to accept or dispute. `appeal`: one against an attribution. `correction`: a confirmed error that is not corrected yet.
 */
export type WorkKind = (typeof WORK_KINDS)[number];

/** Something in a record that waits for somebody's act. */
export interface OpenWork {
  readonly kind: WorkKind;
  readonly line: string;
  /** Of a return or a transfer the line, of a finding its id, of everything else that of the error. */
  readonly about: string;
  /** Whose appeal it is. */
  readonly appellant?: string;
}

/** Who may have to do with open work, as far as a record's state says so by itself. */
export interface WorkDesk {
  /** Posts from which it may be done. */
  readonly posts: readonly Post[];
  /** Posts from which somebody is named to decide it, where nobody can. */
  readonly namers: readonly Post[];
  /** Whom the auditor has named. */
  readonly named?: string;
  /** Who may not do it: all of them only where the record's past is not asked. */
  readonly barred: readonly string[];
}

/** What somebody has to do with open work: it itself, or to name who does. */
export interface WorkTurn {
  readonly task: 'decide' | 'name-decider';
  readonly actor: Actor;
}

/** What waits in a record, whoever it is for. Pure; costs nearly nothing where nothing waits. */
export function openWork(state: RecordState): readonly OpenWork[] {
  const alive = state.closed === undefined && state.rejected === undefined;
  const work: OpenWork[] = [];
  for (const line in state.lines) {
    const { returned, submission, transfer, locked } = lineOf(state, line);
    if (transfer !== undefined) {
      if (state.closed === undefined) work.push({ kind: 'transfer', line, about: line });
    } else if (alive && !locked && returned?.to === COLLECTION && submission === undefined) {
      work.push({ kind: 'returned', line, about: line });
    }
  }
  for (const { disagreementId: about, line } of openDisagreements(state)) {
    const { transfer, locked } = lineOf(state, line);
    if (alive && !locked && transfer === undefined) work.push({ kind: 'finding', line, about });
  }
  for (const about in state.errors) work.push(...ofError(state, errorOf(state, about), alive));
  return work;
}

function ofError(state: RecordState, error: ReportedError, alive: boolean): readonly OpenWork[] {
  const { errorId: about, line, status, appeals = {} } = error;
  const work: OpenWork[] = [];
  if (status === 'reported') work.push({ kind: 'error', line, about });
  if (status === 'confirmed' || status === 'outdated') {
    const arrived = lineOf(state, line).transfer === undefined;
    if (isStanding(state, error) ? alive && arrived : state.closed === undefined) work.push({ kind: 'correction', line, about });
  }
  for (const appellant in appeals) if (appeals[appellant] === 'open') work.push({ kind: 'appeal', line, about, appellant });
  return work;
}

/** Whom open work is for. Pure. */
export function workDeskOf(work: OpenWork, state: RecordState, type: RecordType, staffing: Staffing): WorkDesk {
  const definition = definitionFor(state, type);
  const { kind, line, about } = work;
  const desk: WorkDesk = { posts: [], namers: [], barred: [] };
  const collectors = () => definition.collectors(line, state, staffing);
  const officers = definition.errorConfirmers(staffing);
  const auditors = definition.auditors?.(staffing) ?? [];
  switch (kind) {
    case 'returned':
      return { ...desk, posts: collectors() };
    case 'correction':
      return { ...desk, posts: isStanding(state, errorOf(state, about)) ? collectors() : [...collectors(), ...officers] };
    case 'finding': {
      const by = state.disagreements[about]?.by;
      return { ...desk, posts: [...collectors(), ...officers], barred: by === undefined ? [] : peopleOf(by) };
    }
    case 'transfer':
      return { ...desk, posts: definition.receivers(line, lineOf(state, line).transfer?.to ?? '', staffing) };
    case 'error': {
      const error = errorOf(state, about);
      const barred = [...involvedIn(state, error, { type })];
      return { posts: officers, namers: auditors, barred, ...namedTo(error.deciders?.error) };
    }
    case 'appeal':
      return { ...desk, namers: auditors, ...namedTo(errorOf(state, about).deciders?.appeal) };
  }
}

function namedTo(named: string | undefined): Pick<WorkDesk, 'named'> {
  return named === undefined ? {} : { named };
}

/**
 * What the acting person has to do with open work now, by the same checks that its command makes first; undefined: nothing. With the record's
 * past it is exact: without, somebody may be taken for unbarred.
 */
export function workTurn(work: OpenWork, state: RecordState, asking: Asking): WorkTurn | undefined {
  const actor = unlessRefused(() => doing(work, state, asking));
  if (actor !== undefined) return { task: 'decide', actor };
  const matter = matterOf(work);
  if (matter === undefined || namedCan(work, state, asking)) return undefined;
  const namer = unlessRefused(() => mayNameDecider(state, asking, work.about, matter).actor);
  return namer && { task: 'name-decider', actor: namer };
}

/** @throws Refusal if this person may not do it now */
function doing({ kind, line, about, appellant = '' }: OpenWork, state: RecordState, asking: Asking): Actor {
  switch (kind) {
    case 'returned':
      return mayCollect(state, asking, line);
    case 'error':
      return mayDecideError(state, asking, about);
    case 'finding':
      return mayDecideDisagreement(state, asking, about).actor;
    case 'transfer':
      return mayReceive(state, asking, line).actor;
    case 'correction':
      return isStanding(state, errorOf(state, about)) ? mayCorrect(state, asking, about).actor : mayCloseError(state, asking, about);
    case 'appeal':
      return mayDecideAppeal(state, asking, about, appellant);
  }
}

function matterOf({ kind }: OpenWork): 'error' | 'appeal' | undefined {
  return kind === 'error' || kind === 'appeal' ? kind : undefined;
}

/** Whoever is named to decide it can do so: nobody else has to be named. */
function namedCan(work: OpenWork, state: RecordState, asking: Asking): boolean {
  const named = errorOf(state, work.about).deciders?.[work.kind === 'error' ? 'error' : 'appeal'];
  return named !== undefined && unlessRefused(() => doing(work, state, { ...asking, userId: named })) !== undefined;
}

function unlessRefused<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
