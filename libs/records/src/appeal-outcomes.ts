import type { AttributionAppealDecided } from '#verification';

/** How an appeal was decided, as the log has it: what becomes of the attribution. */
export type StoredOutcome = AttributionAppealDecided['data']['outcome'];
/** How an appeal was decided, as people say it: what becomes of the appeal. */
export type AppealOutcome = 'granted' | 'denied';

const SAID: Readonly<Record<StoredOutcome, AppealOutcome>> = { reversed: 'granted', upheld: 'denied' };

/** Both words for each outcome: the log's are understood still. */
export const APPEAL_OUTCOMES = ['granted', 'denied', 'reversed', 'upheld'] as const satisfies readonly (AppealOutcome | StoredOutcome)[];

/** An attribution that is reversed was appealed against with success; one that is upheld, in vain. */
export function saidOutcome(outcome: StoredOutcome): AppealOutcome {
  return SAID[outcome];
}

/** The log's word for either word. */
export function storedOutcome(outcome: AppealOutcome | StoredOutcome): StoredOutcome {
  if (outcome === 'granted') return 'reversed';
  return outcome === 'denied' ? 'upheld' : outcome;
}
