import { Refusal } from '#kernel';
import type { ErrorConfirmed, ErrorReported } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { Attribution, Catch, Passing } from '../model/responsibility.js';
import type { CoveringSignOff, CoveringSubmission, FieldHistory, FieldRun } from '../blame/field-run.js';
import { isEmpty } from '../blame/field-run.js';
import { fieldHistories } from '../blame/field-history.js';
import { definitionOf } from '../reading/type-parts.js';
import { answererOf, introducerOf, type Counts } from './introducer.js';
import type { Past } from './past.js';

/** The rule that a definition without another word attributes by. */
const FIRST_RULE = 1;
const COLLECTION = 'collection';

type Reported = ErrorReported['data'] & { readonly revision: number };

/**
 * Who answers for an error that is confirmed (product.md, "Errors and responsibility"). Pure: from the record's events before the
 * confirmation alone, and what stands in {@link Past} besides.
 * @throws Refusal `not-found`/`unknown-error`; `invalid`/`unknown-definition` if the definition's rule is not known
 */
export function attribute(past: Past, confirmed: ErrorConfirmed['data'], type: RecordType): Attribution {
  const rule = definitionOf(type, confirmed.definition).attribution ?? FIRST_RULE;
  if (rule !== FIRST_RULE) throw new Refusal('invalid', 'unknown-definition', { params: { version: rule } });
  const reported = reportOf(past, confirmed.errorId);
  const { errorId, field, line, wrong } = reported;
  const history = fieldHistories(past.events, type).get(field);
  const run = history === undefined ? undefined : runAt(history, reported);
  const head = { errorId, field, line, wrong, missing: run === undefined || isEmpty(run), outdated: confirmed.outdated, rule };
  if (run === undefined || history === undefined || confirmed.outdated) return { ...head, signers: [], caught: [], evidence: [] };
  const counts = since(confirmed.wrongSince);
  const introducer = introducerOf(run, field, line, past, type, counts);
  const runs = runsOfError(history, run, past, reported);
  const signers = signersOf(runs, counts);
  const caught = catchesOf(runs, counts);
  const acts = [...(introducer === undefined ? [] : [introducer]), ...signers, ...caught];
  return { ...head, ...(introducer && { introducer }), signers, caught, evidence: [...new Set(acts.map(({ eventId }) => eventId))] };
}

/** @throws Refusal `not-found`/`unknown-error` */
function reportOf({ events }: Past, errorId: string): Reported {
  for (const event of events) {
    if (event.type === 'error-reported' && event.data.errorId === errorId) return { ...event.data, revision: event.revision };
  }
  throw new Refusal('not-found', 'unknown-error');
}

/** Who set or signed the value before it became wrong answers for nothing. */
function since(wrongSince: string | undefined): Counts {
  if (wrongSince === undefined) return () => true;
  const from = Date.parse(wrongSince);
  return ({ time }) => Date.parse(time) >= from;
}

/** The run that the report names, else the one that stood when the error was reported. */
function runAt({ runs }: FieldHistory, { revision, run }: Reported): FieldRun | undefined {
  if (run !== undefined) return runs.find(({ since: from }) => from === run);
  return runs.findLast(({ since: from, until }) => from <= revision && (until === undefined || until.revision > revision));
}

function sameValue(left: FieldRun, right: FieldRun): boolean {
  return isEmpty(left) ? isEmpty(right) : left.value?.c === right.value?.c;
}

/** All runs of the wrong value but those that an earlier confirmed error has been answered for. */
function runsOfError({ runs }: FieldHistory, wrong: FieldRun, past: Past, reported: Reported): readonly FieldRun[] {
  const answered = lastAnswered(past, reported);
  return runs.filter((run) => sameValue(run, wrong) && (run === wrong || run.since > answered));
}

/** The revision at which an earlier error in the same value of the field was confirmed; -1 without one. */
function lastAnswered({ events }: Past, { errorId, field, wrong }: Reported): number {
  const same = new Set(
    events.flatMap(({ type, data }) =>
      type === 'error-reported' && data.errorId !== errorId && data.field === field && data.wrong === wrong ? [data.errorId] : [],
    ),
  );
  const last = events.findLast(({ type, data }) => type === 'error-confirmed' && !data.outdated && same.has(data.errorId));
  return last?.revision ?? -1;
}

type Covering = CoveringSubmission & Partial<Pick<CoveringSignOff, 'level'>>;

/** Whoever submitted, then everyone who signed, also if it was voided later; each person once, for their first act. */
function signersOf(runs: readonly FieldRun[], counts: Counts): readonly Passing[] {
  const acts = runs.flatMap(({ submissions, signOffs }): Covering[] => [...submissions, ...signOffs]).filter(counts);
  return firstOfEach(acts).map(({ by, eventId, time, line, level = COLLECTION, submission, voided }) => {
    return { by: answererOf(by), eventId, time, line, level, submission, voided: voided !== undefined };
  });
}

/** Whoever returned the line naming the field, if it was then changed. */
function catchesOf(runs: readonly FieldRun[], counts: Counts): readonly Catch[] {
  const returns = runs.flatMap((run) => run.returns).filter((one) => one.changedBy !== undefined && counts(one));
  return firstOfEach(returns).map(({ by, eventId, time, level }) => ({ by: answererOf(by), eventId, time, level }));
}

function firstOfEach<Item extends Pick<Covering, 'by' | 'revision'>>(acts: readonly Item[]): readonly Item[] {
  const first = new Map<string, Item>();
  for (const act of acts.toSorted((a, b) => a.revision - b.revision)) {
    if (!first.has(act.by.userId)) first.set(act.by.userId, act);
  }
  return [...first.values()];
}
