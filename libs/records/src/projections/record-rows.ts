import { hash } from 'node:crypto';
import type { RecordState, RecordType } from '#verification';
import { countsOf, listed, progressOf } from './listed.js';
import { NEVER, OF_GROUP, type FacetRow, type InboxPostRow, type InboxRow, type ListRow } from './tables.js';
import { waiting, type Waiting } from './waiting.js';

/** The parts of a state that its rows are made of, besides what is only counted. */
const PARTS = [
  'recordId',
  'type',
  'subjectId',
  'cycle',
  'definition',
  'fields',
  'documents',
  'lines',
  'joint',
  'jointDueAt',
  'approved',
  'rejected',
  'closed',
] as const satisfies readonly (keyof RecordState)[];
/** Those of them that make whom a record is about. */
const STUDENT = ['recordId', 'subjectId', 'cycle', 'fields'] as const satisfies readonly (typeof PARTS)[number][];

/** Of a hash, six bits each: enough that no two of a county's groups meet. */
const ID_LETTERS = 16;

/** A record at one moment, with its rows. */
export interface Shown {
  readonly state: RecordState;
  readonly rows: RecordRows;
}

/** A waiting group with what its rows are made of. */
export interface Group {
  readonly id: string;
  readonly posts: { readonly id: string; readonly posts: string };
  /** In order. */
  readonly barred: readonly string[];
}

/** All rows that a record has at one moment. */
export interface RecordRows {
  readonly list: readonly ListRow[];
  readonly facets: readonly FacetRow[];
  readonly inbox: readonly InboxRow[];
  readonly posts: readonly InboxPostRow[];
  readonly groups: readonly Group[];
}

export const noRows: RecordRows = { list: [], facets: [], inbox: [], posts: [], groups: [] };

/** The rows of a record as it stands. Pure: the log alone decides them. */
export function rowsOf(state: RecordState, type: RecordType): RecordRows {
  if (state.revision < 0) return noRows;
  return rowsWith(state, type, (levels, groups) => {
    const row = listed(state, type, levels, groups);
    return { row, facets: facetsOf(row) };
  });
}

/** As {@link rowsOf}, from the rows before an event: most events change few parts of a state, and what they leave stays as it is. */
export function rowsAfter(before: Shown, state: RecordState, type: RecordType): RecordRows {
  const [row] = before.rows.list;
  const changed = (part: (typeof PARTS)[number]) => before.state[part] !== state[part];
  if (row === undefined || STUDENT.some(changed)) return rowsOf(state, type);
  const counts = countsOf(state);
  if (PARTS.some(changed)) {
    const { facets } = before.rows;
    return rowsWith(state, type, (levels, groups) => ({ row: { ...row, ...progressOf(state, type, levels, groups), ...counts }, facets }));
  }
  const same = row.visits === counts.visits && row.errors === counts.errors;
  return same ? before.rows : { ...before.rows, list: [{ ...row, ...counts }] };
}

function rowsWith(
  state: RecordState,
  type: RecordType,
  list: (levels: readonly Waiting[], groups: readonly string[]) => { readonly row: ListRow; readonly facets: readonly FacetRow[] },
): RecordRows {
  const levels = waiting(state, type);
  const groups = levels.map(groupOf);
  const { row, facets } = list(
    levels,
    groups.map(({ id }) => id),
  );
  return {
    list: [row],
    facets,
    inbox: levels.map((level, index) => inboxRow(row, level, groups[index]?.id ?? '')),
    posts: levels.flatMap((level, index) => postRows(row, level, groups[index]?.posts.id ?? '')),
    groups,
  };
}

function facetsOf({ record_id, cycle, place, categories, stage }: ListRow): FacetRow[] {
  const facets = (JSON.parse(categories) as string[]).map((code) => `category:${code}`);
  if (stage !== null) facets.push(`stage:${stage}`);
  return facets.map((facet) => ({ record_id, cycle, facet, place }));
}

function groupOf({ posts: at, barred: people }: Waiting): Group {
  const posts = JSON.stringify(at.map(({ role, unit, line }) => ({ role, unit, line })));
  const barred = [...people].sort();
  const id = idOf(posts);
  return { id: `${id}${OF_GROUP}${idOf(barred.join(' '))}`, posts: { id, posts }, barred };
}

function idOf(contents: string): string {
  return hash('sha256', contents, 'base64url').slice(0, ID_LETTERS);
}

function inboxRow({ record_id, cycle, name }: ListRow, level: Waiting, waiting_group: string): InboxRow {
  return {
    record_id,
    line: level.line,
    level: level.level,
    cycle,
    name,
    submission: level.submission,
    digest: level.digest,
    since: level.since,
    due_at: level.dueAt ?? null,
    waiting_group,
  };
}

function postRows({ record_id }: ListRow, { line, level, posts, dueAt }: Waiting, waiting_posts: string): InboxPostRow[] {
  return posts.map((post, rank) => ({
    record_id,
    line,
    level,
    rank,
    role: post.role,
    unit: post.unit,
    post_line: post.line,
    due: dueAt ?? NEVER,
    waiting_posts,
  }));
}
