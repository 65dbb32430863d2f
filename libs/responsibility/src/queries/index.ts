export type { LedgerSubject } from './deed-rows.js';
export * from './get-assessment.js';
export * from './get-blame.js';
export * from './get-ledger.js';
export * from './list-deeds.js';
export type { ShownFieldHistory, ShownRun } from './shown-history.js';
export * from './verify-attributions.js';
