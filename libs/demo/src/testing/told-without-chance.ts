import type { Recorded } from '#kernel';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const HASH = /[0-9a-f]{64}/g;
/** A position: whatever else was appended meanwhile has one too. */
const POSITION = /"\d{16}"/g;
/** The part of an error's id behind its record's. */
const SUFFIX = /(student-\S*?)\.[0-9a-f]{8}/g;

interface Values {
  readonly values?: Readonly<Record<string, { readonly v: unknown }>>;
}

/**
 * What the events from a position on say, one line each, without what chance gave (ids of students, commitments, digests, whom a seed drew)
 * and without the order in which people of one moment came through: students by their ID numbers, every line with its place in its record.
 */
export function toldWithoutChance(events: readonly Recorded[]): readonly string[] {
  const begun = events.findIndex(({ type }) => type === 'demo-begun');
  const names = studentsByNumber(events);
  const named = (text: string) =>
    text
      .replace(UUID, (id) => names.get(id) ?? '#')
      .replace(HASH, '#')
      .replace(POSITION, '#')
      .replace(SUFFIX, '$1');
  return events
    .slice(begun)
    .filter(isTold(events[begun]?.commandId ?? ''))
    .map(({ type, time, actor, stream, revision, data }) => {
      const place = stream.startsWith('record-') ? revision : '';
      return named(JSON.stringify([time, stream, place, type, actor, withoutDraw(data)]));
    })
    .sort();
}

/** What was only looked at because a secret of the server had drawn it, and all that lies in the same stream as that, is chance. */
function isTold(runId: string): (event: Recorded) => boolean {
  return ({ type, stream, correlationId }) => !stream.startsWith('viewing-') && (type !== 'submission-shown' || correlationId === runId);
}

/** Of a sample only how many were drawn; of a view not where it stands in its person's stream, of one of many sign-offs not what was viewed. */
function withoutDraw(data: unknown): unknown {
  const { drawn, bulk, view } = data as { readonly drawn?: readonly string[]; readonly bulk?: boolean; readonly view?: number };
  if (bulk === true) return { ...(data as object), viewed: undefined };
  if (view !== undefined) return { ...(data as object), view: undefined };
  return drawn === undefined ? data : { ...(data as object), drawn: drawn.length };
}

/** What each student's random id is to be called: by the first ID number that their records had. */
function studentsByNumber(events: readonly Recorded[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { stream, data } of events) {
    const number = (data as Values).values?.['idNumber']?.v;
    const [student] = stream.startsWith('record-') ? (stream.match(UUID) ?? []) : [];
    if (student !== undefined && typeof number === 'string' && !names.has(student)) names.set(student, `student-${number}`);
  }
  return names;
}
