export * from './body.js';
export * from './commands/index.js';
export * from './messages.js';
export * from './record-desk.js';
export * from './record-events.js';
export * from './record-id.js';
export type { PlainValues } from './values.js';
export * from './records.module.js';
