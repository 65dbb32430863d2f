import type { RecordState, RecordType } from '#verification';
import { listed } from './listed.js';
import { NEVER, type CategoryRow, type InboxPostRow, type InboxRow, type ListRow } from './tables.js';
import { waiting, type Waiting } from './waiting.js';

/** All rows that a record has at one moment. */
export interface RecordRows {
  readonly list: readonly ListRow[];
  readonly categories: readonly CategoryRow[];
  readonly inbox: readonly InboxRow[];
  readonly posts: readonly InboxPostRow[];
}

export const noRows: RecordRows = { list: [], categories: [], inbox: [], posts: [] };

/** The rows of a record as it stands. Pure: the log alone decides them. */
export function rowsOf(state: RecordState, type: RecordType): RecordRows {
  if (state.revision < 0) return noRows;
  const levels = waiting(state, type);
  const row = listed(state, type, levels);
  const categories = JSON.parse(row.categories) as string[];
  return {
    list: [row],
    categories: categories.map((category) => ({ record_id: state.recordId, category })),
    inbox: levels.map((level) => inboxRow(row, level)),
    posts: levels.flatMap((level) => postRows(row, level)),
  };
}

function inboxRow({ record_id, cycle, name }: ListRow, level: Waiting): InboxRow {
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
    posts: JSON.stringify(level.posts.map(({ role, unit, line }) => ({ role, unit, line }))),
    barred: JSON.stringify([...level.barred].sort()),
  };
}

function postRows({ record_id }: ListRow, { line, level, posts, dueAt }: Waiting): InboxPostRow[] {
  return posts.map((post, rank) => ({
    record_id,
    line,
    level,
    rank,
    role: post.role,
    unit: post.unit,
    post_line: post.line,
    due: dueAt ?? NEVER,
  }));
}
