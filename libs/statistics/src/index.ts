export * from './exports/index.js';
export type { CompulsoryAge, Part } from './parts.js';
export * from './messages.js';
export * from './roster-dates.js';
export * from './statistics.module.js';
export { UnitCounts, type UnitCountsAnswer, type UnitCountsQuestion } from './unit-counts.js';
export type { CountedUnit, UnitLevel } from './unit-level.js';
export { UnitChanges, type ChangedRecord, type ChangedRow, type UnitChangesAnswer, type UnitChangesQuestion } from './unit-changes.js';
