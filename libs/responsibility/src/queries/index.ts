export type { LedgerPeriod, LedgerSubject, NamedSubject } from './deed-rows.js';
export type { Asker } from './entitlement.js';
export * from './get-assessment.js';
export * from './get-blame.js';
export * from './get-ledger.js';
export * from './list-deeds.js';
export type { ShownFieldHistory, ShownRun } from './shown-history.js';
export * from './verify-attributions.js';
