export * from './records-view.js';
export { recordsProjection } from './records.projection.js';
export { TOP_UNIT, type InboxRow, type ListRow, type RecordsTables, type Span } from './tables.js';
export { trueAt } from './true-at.js';
