import type { Position } from '#kernel';
import type { ResponsibilityView } from '../projections/responsibility-view.js';
import type { DeedKind } from '../projections/tables.js';

/** Whose ledger it is: a person's, or a unit's (a department by its key, such as `department:education`). */
export type LedgerSubject = { readonly userId: string } | { readonly unit: string };

/** A subject's deeds as they counted at a position, found by index. */
export function deedsOf({ db }: ResponsibilityView, subject: LedgerSubject, position: Position) {
  const query = db
    .selectFrom('deed')
    .where('deed.position', '<=', position)
    .where((where) => where.or([where('reversed_position', 'is', null), where('reversed_position', '>', position)]));
  return 'userId' in subject ? query.where('user_id', '=', subject.userId) : query.where('unit', '=', subject.unit);
}

/** Sign-offs and returns: what a reviewer decides. */
export const DECISIONS: readonly DeedKind[] = ['signed', 'returned'];
