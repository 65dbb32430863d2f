import type { Kysely } from 'kysely';
import type { RecordsTables, WorkRow } from '../projections/tables.js';

export type WorkKey = readonly [since: string, recordId: string, task: string, item: string];

/** Something that waits, whoever it was found for. */
export type FoundWork = Omit<WorkRow, 'holder'>;

export function workKey({ since, record_id, task, item }: FoundWork): WorkKey {
  return [since, record_id, task, item];
}

/** What waits for one holder in order after a key, found by index. */
export function workOf(db: Kysely<RecordsTables>, holder: string, after: WorkKey | undefined, limit: number) {
  let query = db.selectFrom('work').select(['since', 'record_id', 'task', 'item']).where('holder', '=', holder);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('since', 'record_id', 'task', 'item'), '>', tuple(...after)));
  }
  return query.orderBy('since').orderBy('record_id').orderBy('task').orderBy('item').limit(limit);
}

/** How much of one task waits for somebody who is some holders: each once, not what they are barred from, and no more than so much. */
export function countedWork(
  db: Kysely<RecordsTables>,
  { holders, userId, task }: { readonly holders: readonly string[]; readonly userId: string; readonly task: string },
  most: number,
) {
  const found = db
    .selectFrom('work')
    .select(['record_id', 'item'])
    .distinct()
    .where('holder', 'in', holders)
    .where('task', '=', task)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('work_barred as b')
            .select('b.person')
            .whereRef('b.record_id', '=', 'work.record_id')
            .whereRef('b.task', '=', 'work.task')
            .whereRef('b.item', '=', 'work.item')
            .where('b.person', '=', userId),
        ),
      ),
    )
    .limit(most);
  return db.selectFrom(found.as('found')).select(({ fn }) => fn.countAll().as('found'));
}
