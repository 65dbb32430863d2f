export type { Lag } from './follower.js';
export { logTimesProjection } from './log-times.projection.js';
export * from './messages.js';
export * from './moments.js';
export * from './paging.js';
export * from './projection.js';
export * from './projection-runner.js';
export { NodeSqliteDialect } from './sqlite/node-sqlite-dialect.js';
export { BEGINNING } from './view-home.js';
